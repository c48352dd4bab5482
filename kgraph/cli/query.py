"""`kgraph query`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kgraph.cli.options import Commands, add_at_least, add_command, add_directory
from kgraph.cli.output import OK, say
from kgraph.errors import QueryError


def add_query(commands: Commands) -> None:
    parser = add_command(commands, "query", "answer a SPARQL query, from a file or as a string", _query)
    parser.add_argument("query", metavar="QUERY", help="a .rq file, the query itself, or - for stdin")
    add_directory(parser)
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter of the query; limit=0 lists everything"
    )
    add_at_least(parser, "show events with this confidence, for --set atLeast=P (default: what the query says; 0 for all)")
    parser.add_argument("--format", choices=["table", "csv", "tsv", "json", "markdown"], default="table", help="default: table")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after this time (default: never)")


def _query(options: argparse.Namespace) -> int:
    from kgraph.rdf.bounded import run_within
    from kgraph.rdf.query import AT_LEAST, render, run
    from kgraph.rdf.store import open_quads

    text, parameters, folder = _query_text(options.query), _parameters(options.set), options.directory / "store"
    if options.at_least is not None:
        parameters[AT_LEAST] = f"{options.at_least:.4f}"
    limit = options.timeout
    table = run(open_quads(folder), text, parameters) if limit is None else run_within(limit, folder, text, parameters)
    print(render(table, options.format), end="")
    if table.limit is not None:
        say(f"kgraph: the limit of {table.limit:,} was reached, so there may be more: --set limit=0 lists all")
    return OK


def _query_text(given: str) -> str:
    if given == "-":
        if sys.stdin is None:
            raise QueryError("the standard input is closed")
        return sys.stdin.read()
    if "{" in given:
        return given
    try:
        return Path(given).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise QueryError(f"cannot be read: {error}", given) from None


def _parameters(given: Sequence[str]) -> dict[str, str]:
    values = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise QueryError(f"--set {item!r}: write NAME=VALUE")
        values[name] = value
    return values
