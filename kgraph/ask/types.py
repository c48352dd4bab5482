"""The event types of a graph, and the entity types: what the questions take as types."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Orientation
from kgraph.index import Index
from kgraph.lexicon import entity_types


class EventType(msgspec.Struct, frozen=True):
    """A type of events."""

    name: str
    label: str
    parent: Annotated[str, Meta(description="The type above it.")]
    root: Annotated[str, Meta(description="The type at the top of its branch.")]
    plover: str
    cameo: str
    orientation: Orientation
    symmetric: Annotated[bool, Meta(description="Whether both sides act alike, as at a meeting.")]
    events: Annotated[int, Meta(description="How many events of exactly this type there are, whatever their confidence.")]


class EntityType(msgspec.Struct, frozen=True):
    """A type of entities."""

    name: str
    parent: str
    definition: str
    entities: int


class Types(msgspec.Struct, frozen=True):
    """All types, by their names."""

    events: tuple[EventType, ...]
    entities: tuple[EntityType, ...]


def types(index: Index) -> Types:
    """The types of events that the graph knows and the types of entities, with how many there are of each."""
    return Types(_event_types(index), _entity_types(index))


def _event_types(index: Index) -> tuple[EventType, ...]:
    found = index.rows(
        "SELECT type.*, (SELECT count(*) FROM event WHERE event.type = type.name) AS events FROM type ORDER BY name",
    )
    return tuple(
        EventType(
            name=one["name"],
            label=one["label"],
            parent=one["parent"],
            root=one["root"],
            plover=one["plover"],
            cameo=one["cameo"],
            orientation=one["orientation"],
            symmetric=bool(one["symmetric"]),
            events=one["events"],
        )
        for one in found
    )


def _entity_types(index: Index) -> tuple[EntityType, ...]:
    counts = {one["type"]: one["number"] for one in index.rows("SELECT type, count(*) AS number FROM entity GROUP BY type")}
    return tuple(
        EntityType(name, kind.parent or "", kind.definition, counts.get(name, 0)) for name, kind in sorted(entity_types().items())
    )
