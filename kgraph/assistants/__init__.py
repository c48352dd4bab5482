"""A graph for assistants: a server of the Model Context Protocol (MCP) whose tools ask the questions of ``kgraph.ask``.

There is no model in it, and no answer that the graph does not hold: each claim comes with its factuality, its confidence and the sentence
of the article that it cites. ``server.assistant_server`` is the server. `kgraph mcp` runs it over stdio or HTTP, and `kgraph serve` has it
at /mcp.
"""
