"""Who acts on whom how often: pairs of a source and a target with their events, counted by code and between days."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Citation, Factuality, Named, Paged
from kgraph.ask.filters import FIRST, LAST, SYMMETRIC, EventFilter, clauses
from kgraph.ask.paging import USUAL, Cursor, Limit, Order
from kgraph.ask.reading import named_of, plainest
from kgraph.ask.rows import TOTAL, Query, joined, page, prefixed
from kgraph.index import Index
from kgraph.model import CORE_ROLES, TARGET_ROLES

_ORIENTED = "(SELECT name FROM type WHERE orientation = '{}')"
_ORDERS = {
    "events": Order(("dyad.events", "source.iri", "target.iri"), falling=True),
    "newest": Order(("dyad.last_day", "source.iri", "target.iri"), falling=True),
}


class DyadQuestion(EventFilter, frozen=True, kw_only=True):
    """The events that count. Usually they are those that happened."""

    factuality: Annotated[
        tuple[Factuality, ...], Meta(max_length=20, description="What the reports of an event say together.")
    ] = ("happened",)
    order: Annotated[Literal["events", "newest"], Meta(description="Most events first, or the latest event first.")] = "events"
    limit: Limit = USUAL
    cursor: Cursor = ""


class Dyad(msgspec.Struct, frozen=True):
    """A source and a target. Where both sides act alike, as at a meeting, the event counts in both directions."""

    source: Named
    target: Named
    events: int
    cooperation: int
    conflict: int
    codes: Annotated[dict[str, int], Meta(description="The events by their PLOVER roots.")]
    first: Annotated[str, Meta(description='The first day of an event whose time is stated; "" where none is.')]
    last: str
    citation: Annotated[Citation | None, Meta(description="The plainest report of the latest event.")]


def dyads(index: Index, asked: DyadQuestion) -> Paged[Dyad]:
    """Pairs of a source and a target with their events, those with the most events first."""
    chosen = joined(clauses(index, asked))
    found = Query(
        ", ".join(("dyad.*", *prefixed("source", "iri", "name", "type"), *prefixed("target", "iri", "name", "type"))),
        f"({_grouped(chosen.sql)}) AS dyad JOIN entity AS source ON source.n = dyad.source JOIN entity AS target ON target.n = dyad.target",
        inner=chosen.values,
        is_dear=True,
    )
    part = page(index, found, _ORDERS[asked.order], asked.limit, asked.cursor)
    cited = plainest(index, {one["latest"] for one in part.rows})
    return Paged(tuple(_dyad(one, cited) for one in part.rows), part.total, part.cursor)


def _grouped(where: str) -> str:
    """The pairs of the events of which a condition holds. The greatest number of an event is that of the latest."""
    return (
        "SELECT source, target, sum(number) AS events, sum(cooperation) AS cooperation, sum(conflict) AS conflict, "
        "json_group_object(code, number) AS codes, ifnull(min(first_day), '') AS first_day, ifnull(max(last_day), '') AS last_day, "
        f"max(latest) AS latest, count(*) OVER () AS {TOTAL} FROM ("
        f"SELECT source, target, code, count(*) AS number, sum(type IN {_ORIENTED.format('cooperation')}) AS cooperation, "
        f"sum(type IN {_ORIENTED.format('conflict')}) AS conflict, min(day) AS first_day, max(until) AS last_day, "
        f"max(n) AS latest FROM ({_pairs(where)}) GROUP BY source, target, code) GROUP BY source, target"
    )


def _pairs(where: str) -> str:
    """A row for each pair of each event, once however many roles the two have."""
    one_way = f"one.role = 'agent' AND other.role IN {TARGET_ROLES}"
    both_ways = f"{SYMMETRIC.sql} AND one.role IN {CORE_ROLES} AND other.role IN {CORE_ROLES}"
    return (
        "SELECT DISTINCT event.n, event.code, event.type, one.entity AS source, other.entity AS target, "
        f"CASE WHEN stated THEN {FIRST} END AS day, CASE WHEN stated THEN {LAST} END AS until FROM event "
        "CROSS JOIN participant AS one ON one.event = event.n CROSS JOIN participant AS other ON other.event = event.n "
        f"WHERE {where} AND one.entity != other.entity AND ({one_way} OR {both_ways})"
    )


def _dyad(found: sqlite3.Row, cited: Mapping[int, Citation]) -> Dyad:
    codes = msgspec.json.decode(found["codes"], type=dict[str, int])
    return Dyad(
        source=named_of(found, "source_"),
        target=named_of(found, "target_"),
        events=found["events"],
        cooperation=found["cooperation"],
        conflict=found["conflict"],
        codes=dict(sorted(codes.items(), key=lambda item: (-item[1], item[0]))),
        first=found["first_day"],
        last=found["last_day"],
        citation=cited.get(found["latest"]),
    )
