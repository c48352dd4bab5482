"""`kgraph mcp`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from kgraph.cli.options import Commands, add_command, add_directory
from kgraph.cli.output import OK, say
from kgraph.cli.serve import add_place, given_options, request_log, say_ready
from kgraph.errors import KGraphError, MissingExtra, SettingsError

_EXAMPLES = """\
examples:
  kgraph mcp -d graph                                    over stdin and stdout, for a client that starts it
  kgraph mcp -d graph --http --port 8001                 over HTTP, at http://127.0.0.1:8001/mcp
  kgraph mcp -d graph --http --host 0.0.0.0 --token SECRET   for whoever knows the secret

  claude mcp add news -- kgraph mcp -d /path/to/graph    as one client is told of it

`kgraph serve` has the same server at /mcp. More in docs/assistants.md.
"""


def add_mcp(commands: Commands) -> None:
    parser = add_command(commands, "mcp", "answer assistants over MCP, each claim with its citations", _mcp)
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_directory(parser)
    parser.add_argument("--http", action="store_true", help="answer over HTTP (default: over stdin and stdout)")
    parser.add_argument(
        "--query-time", dest="query_seconds", type=float, metavar="SECONDS", help="the time of one query (default: 10)"
    )
    add_place(parser.add_argument_group("with --http"))


def _mcp(options: argparse.Namespace) -> int:
    try:
        import mcp  # noqa: F401 - whether it is installed is all that matters here
    except ImportError:
        raise MissingExtra("assistants need the package mcp, which is not installed; install kgraph[mcp]") from None
    if options.http:
        return _http(options)
    for name, value in (("host", options.host), ("port", options.port), ("public", options.public), ("log", options.log)):
        if value is not None:
            raise SettingsError(f"--{name} needs --http; without it the assistant starts kgraph itself and no port is used")
    return _stdio(options.directory, options)


def _http(options: argparse.Namespace) -> int:
    from kgraph.serve.assistants import PATH
    from kgraph.serve.server import serve

    def ready(address: str, lacking: KGraphError | None) -> None:
        say_ready(f"{address.rstrip('/')}{PATH}", lacking)

    with request_log(options) as log:
        serve(options.directory, given_options(options), ready=ready, say=log, only_assistants=True)
    say("kgraph: stopped")
    return OK


def _stdio(folder: Path, options: argparse.Namespace) -> int:
    from kgraph.assistants.stdio import run_stdio
    from kgraph.serve.assistants import SiteGraphs
    from kgraph.serve.site import Site
    from kgraph.serve.snapshot import Snapshots
    from kgraph.serve.sparql.pool import Pool

    chosen = replace(given_options(options), workers=1)
    site = Site(Snapshots(folder), chosen, Pool(chosen))
    if (lacking := site.current().lacking) is not None:
        say(f"kgraph: warning: {lacking}; until then only run_query answers [{lacking.slug}]")
    site.pool.start()
    try:
        run_stdio(SiteGraphs(site))
    finally:
        site.pool.close()
    return OK
