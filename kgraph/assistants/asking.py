"""The questions of the tools, put to ``kgraph.ask``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kgraph.ask.about import About, about
from kgraph.ask.answers import Citation, Entity, Event, EventRef, Paged
from kgraph.ask.disagreements import Disagreement, DisagreementQuestion, disagreements
from kgraph.ask.entities import EntityDetail, EntityQuestion, OneEntity, entities, entity
from kgraph.ask.events import EventQuestion, event, events
from kgraph.ask.paths import PathQuestion, Way, path
from kgraph.ask.search import Found, SearchQuestion, search
from kgraph.ask.statements import Statement, StatementQuestion, statements
from kgraph.ask.timeline import TimelineQuestion, timeline
from kgraph.ask.types import types
from kgraph.assistants.questions import (
    MOST,
    DescribeGraph,
    FindEntities,
    FindPath,
    ListDisagreements,
    ListEvents,
    LookUpEntity,
    QuoteEvent,
    Search,
    WhoSaysWhat,
)
from kgraph.errors import BadQuestion
from kgraph.index import Index


class QuotedEvent(msgspec.Struct, frozen=True):
    """An event with its reports."""

    event: Event
    reports: Annotated[Paged[Citation], Meta(description="Its reports, those that say it most plainly first.")]
    wholes: Annotated[tuple[EventRef, ...], Meta(description=f"Events that it is a part of, {MOST} at most.")]
    parts: Annotated[tuple[EventRef, ...], Meta(description=f"Events that are parts of it, {MOST} at most.")]


class TypeCount(msgspec.Struct, frozen=True):
    """A type, and how many there are of exactly it."""

    name: str
    label: str
    count: int


class Description(msgspec.Struct, frozen=True):
    """What a graph holds."""

    about: About
    event_types: Annotated[tuple[TypeCount, ...], Meta(description="The types that its events have, the most frequent first.")]
    entity_types: Annotated[tuple[TypeCount, ...], Meta(description="The types that its entities have, the most frequent first.")]


def describe_graph(index: Index, _asked: DescribeGraph) -> Description:
    """What the graph holds, in numbers."""
    found = types(index)
    events = [TypeCount(one.name, one.label, one.events) for one in found.events]
    entities = [TypeCount(one.name, one.definition, one.entities) for one in found.entities]
    return Description(about(index), _frequent(events), _frequent(entities))


def _frequent(found: Iterable[TypeCount]) -> tuple[TypeCount, ...]:
    return tuple(sorted((one for one in found if one.count), key=lambda one: (-one.count, one.name)))


def search_words(index: Index, asked: Search) -> Found:
    """What has these words."""
    return search(index, SearchQuestion(**_same(asked, *asked.__struct_fields__)))


def find_entities(index: Index, asked: FindEntities) -> Paged[Entity]:
    """Entities one of whose names begins like this."""
    return entities(index, EntityQuestion(prefix=asked.name, type=asked.type, limit=asked.limit, cursor=asked.cursor))


def look_up_entity(index: Index, asked: LookUpEntity) -> EntityDetail:
    """An entity with its first events."""
    return entity(index, asked.entity, OneEntity(at_least=asked.at_least, limit=asked.limit))


def list_events(index: Index, asked: ListEvents) -> Paged[Event]:
    """Events of everybody, of one actor, or between two."""
    if asked.actor:
        return timeline(index, TimelineQuestion(of=asked.actor, with_=asked.other, direction=asked.direction, **_filter(asked)))
    if asked.other:
        raise BadQuestion("other", "it needs an actor, too: events between two have both")
    return events(index, EventQuestion(**_filter(asked)))


def quote_event(index: Index, asked: QuoteEvent) -> QuotedEvent:
    """An event with a page of its reports."""
    found = event(index, asked.event)
    first = _offset(asked.cursor)
    after = first + asked.limit
    following = str(after) if after < len(found.citations) else ""
    reports = Paged(found.citations[first:after], len(found.citations), following)
    return QuotedEvent(found.event, reports, found.wholes[:MOST], found.parts[:MOST])


def list_disagreements(index: Index, asked: ListDisagreements) -> Paged[Disagreement]:
    """What sources disagree on."""
    actor = (asked.actor,) if asked.actor else ()
    return disagreements(
        index, DisagreementQuestion(actor=actor, **_same(asked, "on", "type", "since", "until", "at_least", "limit", "cursor"))
    )


def who_says_what(index: Index, asked: WhoSaysWhat) -> Paged[Statement]:
    """Who says what about whom."""
    return statements(index, StatementQuestion(**_same(asked, *asked.__struct_fields__)))


def find_path(index: Index, asked: FindPath) -> Way:
    """How two entities are connected."""
    return path(
        index,
        PathQuestion(from_=asked.source, to=asked.target, **_same(asked, "steps", "factuality", "since", "until", "at_least")),
    )


def _filter(asked: ListEvents) -> dict[str, Any]:
    names = set(asked.__struct_fields__) - {"actor", "other", "direction"}
    return _same(asked, *names)


def _same(asked: msgspec.Struct, *names: str) -> dict[str, Any]:
    """The values of fields that the question of ``kgraph.ask`` has under the same names."""
    return {name: getattr(asked, name) for name in names}


def _offset(cursor: str) -> int:
    if cursor and not (cursor.isdecimal() and len(cursor) < 10):
        raise BadQuestion("cursor", f"{cursor!r} is not a cursor; use the one that the last answer gave")
    return int(cursor or 0)
