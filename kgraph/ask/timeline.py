"""What one actor did, or what passed between two, in the order of time."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Event, Paged
from kgraph.ask.events import ORDERS, query
from kgraph.ask.filters import SYMMETRIC, Entity, EventFilter, with_roles
from kgraph.ask.names import entity_number
from kgraph.ask.paging import USUAL, Cursor, Limit
from kgraph.ask.reading import events_of
from kgraph.ask.rows import Clause, joined, page
from kgraph.index import Index
from kgraph.model import CORE_ROLES, TARGET_ROLES

Direction = Literal["either", "from", "to"]


class TimelineQuestion(EventFilter, frozen=True, kw_only=True):
    """Whose timeline is asked for."""

    of: Annotated[str, Meta(min_length=1, max_length=300, description=f"Whose timeline: {Entity}.")]
    with_: Annotated[str, Meta(max_length=300, description=f"Only what passes between both: {Entity}.")] = msgspec.field(
        default="", name="with"
    )
    direction: Annotated[
        Direction,
        Meta(description="Between two: whoever acts, or only what the first does to the second, or the second to the first."),
    ] = "either"
    order: Annotated[Literal["time", "newest"], Meta(description="By time (the undated last), or newest first.")] = "time"
    limit: Limit = USUAL
    cursor: Cursor = ""


def timeline(index: Index, asked: TimelineQuestion) -> Paged[Event]:
    """The events in which an actor takes part, or those between two actors, by time. Raises UnknownEntity."""
    found = query(index, asked).given(_sides(index, asked))
    part = page(index, found, ORDERS[asked.order], asked.limit, asked.cursor)
    return Paged(events_of(index, part.rows), part.total, part.cursor)


def _sides(index: Index, asked: TimelineQuestion) -> tuple[Clause, ...]:
    first = entity_number(index, asked.of)
    if not asked.with_:
        return (with_roles([first], ()),)
    second = entity_number(index, asked.with_)
    if asked.direction == "either":
        return with_roles([first], CORE_ROLES), with_roles([second], CORE_ROLES)
    acting, other = (first, second) if asked.direction == "from" else (second, first)
    return (_acts(acting, other),)


def _acts(source: int, target: int) -> Clause:
    """That one acts on the other, or both act alike."""
    ways = (
        (with_roles([source], ("agent",)), with_roles([target], TARGET_ROLES)),
        (SYMMETRIC, with_roles([source], CORE_ROLES), with_roles([target], CORE_ROLES)),
    )
    found = joined([joined(way) for way in ways], ") OR (")
    return Clause(f"(({found.sql}))", found.values)
