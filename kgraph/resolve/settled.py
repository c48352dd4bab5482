"""What the last resolution found and what holds still, so that it need not be made again; only the time depends on it.

What an article says never changes. So chains that met for the same reasons, and no authority entry with them, are the entity that they were
but for its number; and reports that are one event are the event that they were, unless somebody in their articles has turned out to be
somebody else, or is called otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kgraph.model import Entity, Event, Merge, ReportRef

KnownEntities = Mapping[tuple[Merge, ...], Entity]
"""Entities by their evidence."""

KnownEvents = Mapping[tuple[ReportRef, ...], Event]
"""Events by their reports."""


def settled_entities(last: Iterable[Entity]) -> KnownEntities:
    """The last entities that do not name others, by their evidence."""
    return {entity.evidence: entity for entity in last if not entity.members}


def settled_events(last: Iterable[Event], before: Iterable[Entity], now: Iterable[Entity]) -> KnownEvents:
    """The last events that are still the same, by their reports, for the entities before and now."""
    moved = _moved(before, now)
    return {event.reports: event for event in last if moved.isdisjoint([reference.article for reference in event.reports])}


def _moved(last: Iterable[Entity], now: Iterable[Entity]) -> set[str]:
    """The articles in which a chain belongs to another entity than last, or to one that is called otherwise."""
    before = {entity.id: entity for entity in last}
    moved: set[str] = set()
    for entity in now:
        was = before.pop(entity.id, None)
        if was is not entity and was != entity:
            moved |= _bearing(was, entity)
    return moved.union(*(_articles(entity) for entity in before.values()))


def _bearing(was: Entity | None, entity: Entity) -> set[str]:
    """The articles for which it matters that one entity has become the other."""
    if was is None:
        return _articles(entity)
    if (was.name, was.type, was.named) != (entity.name, entity.type, entity.named):
        return _articles(was) | _articles(entity)
    return {chain.article for chain in {merge.chain for merge in was.evidence} ^ {merge.chain for merge in entity.evidence}}


def _articles(entity: Entity) -> set[str]:
    return {merge.chain.article for merge in entity.evidence}
