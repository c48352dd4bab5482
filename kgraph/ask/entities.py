"""Entities: those of a name, a type or a country, and one with its names and events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Entity, Event, Named, Paged
from kgraph.ask.events import EventQuestion, events
from kgraph.ask.filters import Names, Sure
from kgraph.ask.names import entity_number, entity_types_below
from kgraph.ask.paging import USUAL, Cursor, Limit, Order
from kgraph.ask.reading import entities_of, named_of, strings
from kgraph.ask.rows import Clause, Query, among, page
from kgraph.index import Index
from kgraph.model import SHOWN_CONFIDENCE, SHOWN_NAME_CONFIDENCE

_LAST = "\U0010ffff"
_ORDERS = {
    "events": Order(("entity.events", "entity.mentions", "entity.iri"), falling=True),
    "mentions": Order(("entity.mentions", "entity.iri"), falling=True),
    "name": Order(("entity.name", "entity.iri")),
}


class EntityQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which entities are asked for, in which order, a page at a time."""

    name: Annotated[str, Meta(max_length=300, description="One of its names, whatever its capitals.", examples=["Ada Lund"])] = ""
    prefix: Annotated[str, Meta(max_length=300, description="The beginning of one of its names.")] = ""
    type: Annotated[Names, Meta(description="Types of entities, each with the types below it.", examples=["Person"])] = ()
    country: Annotated[Names, Meta(description="ISO 3166-1 alpha-3.", examples=["FRA"])] = ()
    link: Annotated[Names, Meta(description="The same thing in another collection, such as Wikidata, by its IRI.")] = ()
    named: Annotated[bool | None, Meta(description="Only entities with a name, or only those that are described.")] = None
    order: Annotated[Literal["events", "mentions", "name"], Meta(description="Most events, most mentions, or by name.")] = (
        "events"
    )
    at_least: Annotated[Sure, Meta(description="The least confidence; 0 shows all entities.")] = SHOWN_NAME_CONFIDENCE
    limit: Limit = USUAL
    cursor: Cursor = ""


class OneEntity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of an entity is shown."""

    at_least: Annotated[Sure, Meta(description="The least confidence of its events; 0 shows all.")] = SHOWN_CONFIDENCE
    limit: Limit = USUAL


class EntityDetail(msgspec.Struct, frozen=True):
    """An entity with the first page of its events; ``events.cursor`` goes on in the list of events with ``actor`` and order=time."""

    entity: Entity
    members: Annotated[tuple[Named, ...], Meta(description="Whom a group is made of.")]
    events: Paged[Event]


_ALL = OneEntity()


def entities(index: Index, asked: EntityQuestion) -> Paged[Entity]:
    """Entities that are what is asked for, with all their names."""
    found = Query("entity.*", "entity", tuple(_clauses(asked)))
    part = page(index, found, _ORDERS[asked.order], asked.limit, asked.cursor)
    return Paged(entities_of(index, part.rows), part.total, part.cursor)


def entity(index: Index, given: str, asked: OneEntity = _ALL) -> EntityDetail:
    """An entity by its IRI, the end of one or a name, with its names and its events by time. Raises UnknownEntity."""
    found = index.row("SELECT * FROM entity WHERE n = ?", (entity_number(index, given),))
    assert found is not None
    events_asked = EventQuestion(actor=(found["iri"],), order="time", at_least=asked.at_least, limit=asked.limit)
    return EntityDetail(entities_of(index, [found])[0], _members(index, found["members"]), events(index, events_asked))


def _clauses(asked: EntityQuestion) -> Iterator[Clause]:
    yield Clause("entity.confidence >= ?", (asked.at_least,))
    if asked.name:
        yield _with_alias(Clause("name = ? COLLATE NOCASE", (asked.name,)))
    if asked.prefix:
        inside = "name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE"
        yield _with_alias(Clause(inside, (asked.prefix, asked.prefix + _LAST)))
    if asked.type:
        yield among("entity.type", entity_types_below(asked.type))
    if asked.country:
        yield among("entity.country", asked.country)
    if asked.named is not None:
        yield Clause("entity.named = ?", (int(asked.named),))
    for link in asked.link:
        yield Clause("EXISTS (SELECT 1 FROM json_each(entity.links) WHERE value = ?)", (link,))


def _with_alias(one: Clause) -> Clause:
    return Clause(f"entity.n IN (SELECT entity FROM alias WHERE {one.sql})", one.values)


def _members(index: Index, iris: str) -> tuple[Named, ...]:
    found = {
        one["iri"]: named_of(one)
        for one in index.rows(
            "SELECT iri, name, entity.type FROM json_each(?) AS asked JOIN entity ON iri = asked.value", (iris,)
        )
    }
    return tuple(found[iri] for iri in strings(iris) if iri in found)
