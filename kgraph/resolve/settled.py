"""What the last resolution found and what holds still, so that it need not be made again; nothing depends on it but time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kgraph.model import Entity, Event, ReportRef, Resolution

Settled = Mapping[tuple[ReportRef, ...], Event]
"""Events by their reports."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last resolution, made by the code and data of now, and the ids of the articles that are the same as then."""

    resolution: Resolution
    articles: frozenset[str]


def settled(last: Last, entities: Iterable[Entity]) -> Settled:
    """The last events that are still the same, by their reports; ``entities`` are those of now.

    What an article says never changes, so reports that are one event are the event that they were, unless somebody in their articles has
    turned out to be somebody else, or is called otherwise.
    """
    still = last.articles - _moved(last.resolution.entities, entities)
    return {event.reports: event for event in last.resolution.events if still.issuperset([ref.article for ref in event.reports])}


def _moved(last: Iterable[Entity], now: Iterable[Entity]) -> set[str]:
    """The articles in which a chain belongs to another entity than last, or to one that is called otherwise."""
    before = {entity.id: entity for entity in last}
    moved: set[str] = set()
    for entity in now:
        was = before.pop(entity.id, None)
        if was != entity:
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
