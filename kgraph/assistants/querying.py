"""The tool for queries in SPARQL: read-only, within the server's limits of time, rows and size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from anyio.to_thread import run_sync
from mcp_types import CallToolResult
from msgspec import Meta

from kgraph.ask.answers import Event
from kgraph.ask.nodes import events_by_iri
from kgraph.assistants.graphs import Graph, Graphs
from kgraph.assistants.readable import event_lines, text_of
from kgraph.assistants.replies import reply
from kgraph.assistants.tools import NOTICE, Answer, described
from kgraph.outgoing import one_line

NAME = "run_query"
MOST = 200
_CITED = 30
_CELL = 2_000
"""The most characters of a cell."""


class RunQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Runs a query in SPARQL 1.1 (SELECT or ASK) over the graph, for questions that no other tool answers. It cannot change anything.

    The prefixes kg, rdfs, skos, schema, xsd, owl, gaf and nif need no declaration; the resource "ontology" has the types and properties.
    Select the IRIs of events, so that the answer has their citations. SERVICE, LOAD and updates are refused.
    """

    query: Annotated[str, Meta(min_length=1, max_length=20_000, description="The query.")]
    limit: Annotated[int, Meta(ge=1, le=MOST, description="How many rows the answer has at most.")] = 50


class Table(msgspec.Struct, frozen=True):
    """Rows of cells; a cell is null where a variable is not bound. An ASK has the one column "answer"."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    complete: Annotated[bool, Meta(description="Whether these are all rows.")]
    events: Annotated[
        tuple[Event, ...], Meta(description=f"The events whose IRIs are in the rows, {_CITED} at most, each with a citation.")
    ]


class _Head(msgspec.Struct, frozen=True):
    vars: tuple[str, ...] = ()


class _Term(msgspec.Struct, frozen=True):
    value: Any = None


class _Results(msgspec.Struct, frozen=True):
    bindings: tuple[dict[str, _Term], ...] = ()


class _Json(msgspec.Struct, frozen=True):
    """SPARQL's JSON format."""

    head: _Head = _Head()
    results: _Results = _Results()
    boolean: bool | None = None


DESCRIBED = described(NAME, "Run a read-only SPARQL query", RunQuery, Table)


async def run_query(graphs: Graphs, asked: RunQuery) -> CallToolResult:
    """The answer of a query. Raises KGraphError where it is refused, wrong or takes too long."""
    graph = await run_sync(graphs.current)
    found = msgspec.json.decode(await graphs.select(graph, asked.query, asked.limit + 1), type=_Json)
    table = await run_sync(_table, graph, found, asked.limit)
    return reply(f"{NOTICE}\n\n{text_of(_lines(table))}", msgspec.json.encode(Answer(NOTICE, graph.build, table)))


def _table(graph: Graph, found: _Json, most: int) -> Table:
    if found.boolean is not None:
        return Table(("answer",), (("true" if found.boolean else "false",),), True, ())
    rows = [tuple(_cell(row.get(name)) for name in found.head.vars) for row in found.results.bindings]
    iris = dict.fromkeys(cell for row in rows[:most] for cell in row if cell and cell.startswith(f"{graph.base}event/"))
    events = events_by_iri(graph.index, list(iris)[:_CITED]) if iris else ()
    return Table(found.head.vars, tuple(rows[:most]), len(rows) <= most, events)


def _cell(term: _Term | None) -> str | None:
    return None if term is None else str(term.value)[:_CELL]


def _lines(table: Table) -> Iterator[str]:
    yield f"{len(table.rows)} {'row' if len(table.rows) == 1 else 'rows'}{'' if table.complete else ', and there are more'}:"
    yield " | ".join(table.columns)
    for row in table.rows:
        yield " | ".join(one_line(cell or "").replace("|", "\\|") for cell in row)
    for one in table.events:
        yield from event_lines(one)
