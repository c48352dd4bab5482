"""Events: those that a filter lets through, and one with all its reports, its wholes and its parts."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Citation, Event, EventRef, Paged
from kgraph.ask.filters import EventFilter, clauses
from kgraph.ask.names import event_number
from kgraph.ask.paging import USUAL, Cursor, Limit, Order
from kgraph.ask.reading import EVENT, EVENTS, citations, events_of, reference_of
from kgraph.ask.rows import Query, page
from kgraph.index import Index

EventOrder = Literal["reported", "time", "newest", "surest"]
ORDERS = {
    "reported": Order(("event.articles", "event.reports", "event.moment", "event.iri"), falling=True),
    "time": Order(("event.undated", "event.moment", "event.iri")),
    "newest": Order(("event.moment", "event.iri"), falling=True),
    "surest": Order(("event.confidence", "event.articles", "event.iri"), falling=True),
}


class EventQuestion(EventFilter, frozen=True, kw_only=True):
    """Events in an order, a page at a time."""

    order: Annotated[
        EventOrder,
        Meta(description="Most articles first, by time (the undated last), newest first, or surest first."),
    ] = "reported"
    limit: Limit = USUAL
    cursor: Cursor = ""


class EventDetail(msgspec.Struct, frozen=True):
    """An event with all that is known of it."""

    event: Event
    citations: Annotated[tuple[Citation, ...], Meta(description="All its reports, those that say it most plainly first.")]
    wholes: Annotated[tuple[EventRef, ...], Meta(description="What it is part of.")]
    parts: tuple[EventRef, ...]


def events(index: Index, asked: EventQuestion) -> Paged[Event]:
    """Events that are what is asked for, with participants, time, and the report that says each most plainly."""
    part = page(index, query(index, asked), ORDERS[asked.order], asked.limit, asked.cursor)
    return Paged(events_of(index, part.rows), part.total, part.cursor)


def query(index: Index, asked: EventFilter) -> Query:
    """What asks for the events of a filter. Raises as ``filters.clauses`` does."""
    return Query(EVENT, EVENTS, clauses(index, asked))


def event(index: Index, given: str) -> EventDetail:
    """An event by its IRI, with its reports, its wholes and its parts, whatever their confidence. Raises UnknownEvent."""
    number = event_number(index, given)
    found = index.rows(f"SELECT {EVENT} FROM {EVENTS} WHERE event.n = ?", (number,))
    return EventDetail(
        event=events_of(index, found)[0],
        citations=citations(index, number),
        wholes=_others(index, "whole", "event", number),
        parts=_others(index, "event", "whole", number),
    )


def _others(index: Index, wanted: str, known: str, number: int) -> tuple[EventRef, ...]:
    """The events of one column of the table of parts, given that of the other."""
    found = index.rows(
        f"SELECT event.* FROM part JOIN event ON event.n = part.{wanted} WHERE part.{known} = ? ORDER BY event.moment, event.iri",
        (number,),
    )
    return tuple(map(reference_of, found))
