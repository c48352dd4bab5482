"""What the last resolution found and what holds still, so that it need not be made again; only the time depends on it.

What an article says never changes. So chains that met for the same reasons, and no authority entry with them, are the entity that they were
but for its number. And events are what they were unless something has come into their neighbourhood, or has left it: an article that is
new or gone, or in which somebody has turned out to be somebody else, or is called otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from typing import NamedTuple

import msgspec

from kgraph.model import Entity, Event, Merge, ReportRef, Resolution
from kgraph.resolve.company import Often
from kgraph.resolve.neighbourhoods import ALONE, Neighbourhoods
from kgraph.resolve.origins import Origins

KnownEntities = Mapping[tuple[Merge, ...], Entity]
"""Entities by their evidence."""

KnownEvents = Mapping[tuple[ReportRef, ...], Event]
"""Events by their reports."""


class NameNeighbourhoods(msgspec.Struct, frozen=True):
    """The neighbourhoods of entities, and the names that were common among all articles; nothing where corrections had a say."""

    neighbourhoods: Neighbourhoods = Neighbourhoods()
    often: Often = ((), ())


class Resolved(NamedTuple):
    """What a resolution found, and what the next is spared by it."""

    resolution: Resolution
    neighbourhoods: Neighbourhoods
    names: NameNeighbourhoods
    origins: Origins = Origins()


NOTHING = Resolved(Resolution((), ()), Neighbourhoods(), NameNeighbourhoods())
"""What was resolved before the first time."""


def settled_entities(last: Iterable[Entity]) -> KnownEntities:
    """The last entities that do not name others, by their evidence."""
    return {entity.evidence: entity for entity in last if not entity.members}


def changed_articles(last: Resolved, entities: Iterable[Entity], articles: Set[str]) -> set[str]:
    """The articles that are new or gone, or that name others than last, given who there is and which articles report anything now."""
    before = {reference.article for event in last.resolution.events for reference in event.reports}
    return (before ^ articles) | _moved(last.resolution.entities, entities)


class Settled(NamedTuple):
    """What holds still: events with the numbers of their neighbourhoods, and the keys of each of those.

    ``known`` are by their reports the events of other neighbourhoods that are what they were where the same reports meet again, and
    ``articles`` those with reports of events that do not hold still.
    """

    events: list[tuple[Event, int]]
    keys: dict[int, bytes]
    known: KnownEvents
    articles: set[str]


def settled(last: Resolved, changed: Collection[str], keys: Collection[int]) -> Settled:
    """What holds still after articles have changed, which now have these keys."""
    before = last.neighbourhoods
    unmoved: list[tuple[Event, int]] = []
    reached = before.of(keys)
    articles: set[str] = set()
    for event, number in zip(last.resolution.events, before.numbers, strict=True):
        if any(reference.article in changed for reference in event.reports):
            reached.add(number)
            articles.update([reference.article for reference in event.reports])
        else:
            unmoved.append((event, number))
    reached.discard(ALONE)
    known = {event.reports: event for event, number in unmoved if number in reached}
    articles.update([reference.article for reports in known for reference in reports])
    return Settled(
        [(event, number) for event, number in unmoved if number not in reached],
        {number: own for number, own in enumerate(before.keys) if number not in reached},
        known,
        articles,
    )


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
