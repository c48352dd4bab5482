"""The server over stdin and stdout, as clients run it that start it as a process of their own."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

from kgraph.assistants.graphs import Graphs
from kgraph.assistants.server import assistant_server


def run_stdio(graphs: Graphs) -> None:
    """Answers until stdin ends. Nothing but the protocol is written to stdout."""
    anyio.run(_serve, graphs)


async def _serve(graphs: Graphs) -> None:
    server = assistant_server(graphs)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
