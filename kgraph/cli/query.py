"""`kgraph query`."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kgraph.cli.options import Commands, add_at_least, add_command, add_directory
from kgraph.cli.output import OK, say
from kgraph.errors import QueryError
from kgraph.outgoing import printable

if TYPE_CHECKING:
    from kgraph.rdf.catalogue import NamedQuery

_WIDEST = 100  # columns of text that is read and not looked up


def add_query(commands: Commands) -> None:
    parser = add_command(
        commands, "query", "answer a question: one of kgraph's queries by its name, or SPARQL of your own", _query
    )
    parser.add_argument(
        "query",
        nargs="?",
        metavar="QUERY",
        help="the name of a query that kgraph comes with, such as meetings; a .rq file; SPARQL; or - for stdin",
    )
    parser.add_argument("--list", action="store_true", help="list the queries that kgraph comes with, or describe the one given")
    parser.add_argument("--show", action="store_true", help="print the SPARQL of the query instead of its answer")
    add_directory(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter of the query; limit=0 lists everything; `kgraph query --list QUERY` explains the parameters",
    )
    add_at_least(parser, "show events with this confidence, for --set atLeast=P (default: what the query says; 0 for all)")
    parser.add_argument("--format", choices=["table", "csv", "tsv", "json", "markdown"], default="table", help="default: table")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after this time (default: never)")


def _query(options: argparse.Namespace) -> int:
    if options.list or options.query is None:
        return _list(options)
    query = _given(options.query)
    if options.show:
        print(query.text, end="" if query.text.endswith("\n") else "\n")
        return OK
    return _answer(query, options)


def _answer(query: NamedQuery, options: argparse.Namespace) -> int:
    from kgraph.rdf.bounded import run_within
    from kgraph.rdf.query import AT_LEAST, render, run
    from kgraph.rdf.store import open_quads

    text, parameters, folder = query.text, _parameters(options.set, query.text), options.directory / "store"
    if options.at_least is not None:
        parameters[AT_LEAST] = f"{options.at_least:.4f}"
    limit = options.timeout
    table = run(open_quads(folder), text, parameters) if limit is None else run_within(limit, folder, text, parameters)
    print(render(table, options.format), end="")
    if not table.rows:
        say(f"kgraph: {_nothing(query, parameters)}")
    if table.limit is not None:
        say(f"kgraph: the limit of {table.limit:,} was reached, so there may be more: --set limit=0 lists all")
    return OK


def _nothing(query: NamedQuery, parameters: Mapping[str, str]) -> str:
    """What to say of an answer without rows."""
    from kgraph.rdf.query import AT_LEAST

    least = next((parameter.default for parameter in query.parameters if parameter.name == AT_LEAST), "")
    if not least or AT_LEAST in parameters:
        return "nothing found"
    return f"nothing found among events with a confidence of {least} and more; --at-least 0 looks at all"


def _list(options: argparse.Namespace) -> int:
    from kgraph.rdf.catalogue import catalogue

    lines = _described(_given(options.query)) if options.query is not None else _listed(catalogue())
    for line in lines:
        print(printable(line))
    if options.query is None and not options.list:
        say("kgraph: name a query: `kgraph query meetings`; `kgraph query --list meetings` describes it")
    return OK


def _listed(queries: Sequence[NamedQuery]) -> Iterator[str]:
    """Each query's name and title, with what it can be asked for."""
    column = max(len(query.name) for query in queries) + 2
    for query in queries:
        asked = " ".join(parameter.name for parameter in query.parameters if not parameter.default)
        title = f"{query.title} [{asked}]" if asked else query.title
        yield from textwrap.wrap(title, _width(), initial_indent=query.name.ljust(column), subsequent_indent=" " * column)


def _described(query: NamedQuery) -> Iterator[str]:
    """What a query answers, its parameters, and how to run it."""
    yield from textwrap.wrap(f"{query.name}: {query.title}" if query.name else query.title, _width())
    yield from textwrap.wrap(query.description, _width())
    column = max((len(parameter.name) for parameter in query.parameters), default=0) + 2
    for number, parameter in enumerate(query.parameters):
        if number == 0:
            yield ""
        default = f" (default: {parameter.default})" if parameter.default else ""
        yield f"  {parameter.name.ljust(column)}{parameter.help}{default}".rstrip()
    if query.name:
        asked = "".join(f" --set {parameter.name}=..." for parameter in query.parameters if not parameter.default)
        yield ""
        yield f"  kgraph query {query.name}{asked}"


def _width() -> int:
    return max(40, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def _given(query: str) -> NamedQuery:
    from kgraph.rdf.catalogue import described, looked_up

    if query != "-":
        return looked_up(query)
    if sys.stdin is None:
        raise QueryError("the standard input is closed")
    return described("", sys.stdin.read())


def _parameters(given: Sequence[str], query: str) -> dict[str, str]:
    from kgraph.rdf.query import choices

    values = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise QueryError(f"--set {item!r}: write NAME=VALUE; {choices(query)}")
        values[name] = value
    return values
