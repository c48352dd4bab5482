"""The shortest way between two actors over events, and of the shortest ways the one with the most events.

It is looked for from both ends at once, a step at a time on the side that has fewer actors to go on from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Event, Named
from kgraph.ask.events import query
from kgraph.ask.filters import Entity, EventFilter, clauses, with_roles
from kgraph.ask.names import entity_number
from kgraph.ask.paging import Order
from kgraph.ask.reading import events_of, named_of
from kgraph.ask.rows import Clause, joined, listed, page
from kgraph.index import Index
from kgraph.model import CORE_ROLES, PLAIN_EVENT, TARGET_ROLES

_JOINS = (
    "one.entity != other.entity AND ("
    f"one.role = 'agent' AND other.role IN {TARGET_ROLES} OR one.role IN {TARGET_ROLES} AND other.role = 'agent' "
    f"OR type.symmetric AND one.role IN {CORE_ROLES} AND other.role IN {CORE_ROLES})"
)
_TYPED = Clause("event.type != ?", (PLAIN_EVENT,))
# What shows a step best: what happened, then what most articles report.
_TELLING = Order(("event.factuality IN ('happened', 'disputed')", "event.articles", "event.reports", "event.iri"), falling=True)
REACH = 50_000
"""How many actors are looked at before the search gives up."""


class PathQuestion(EventFilter, frozen=True, kw_only=True):
    """Between whom, and over which events."""

    from_: Annotated[str, Meta(min_length=1, max_length=300, description=f"Where the way begins: {Entity}.")] = msgspec.field(
        name="from"
    )
    to: Annotated[str, Meta(min_length=1, max_length=300, description=f"Where it ends: {Entity}.")]
    steps: Annotated[int, Meta(ge=1, le=8, description="How many steps the way has at most.")] = 6
    described: Annotated[bool, Meta(description="Whether the way may lead over actors without a name.")] = False
    plain: Annotated[bool, Meta(description='Whether it may lead over events of no known type ("Event").')] = False
    shown: Annotated[int, Meta(ge=1, le=20, description="How many events each step shows at most.")] = 3


class Step(msgspec.Struct, frozen=True):
    """From one actor to the next, with the events that join them best."""

    source: Named
    target: Named
    count: Annotated[int, Meta(description="How many events join the two.")]
    events: tuple[Event, ...]


class Way(msgspec.Struct, frozen=True):
    """A way from one actor to another. There is none where ``steps`` is empty."""

    source: Named
    target: Named
    steps: tuple[Step, ...]
    complete: Annotated[
        bool, Meta(description="Whether everything in reach was looked at; else there may be a way that was not found.")
    ]


@dataclass(slots=True)
class _Side:
    """What is known from one end: the actors reached last, how far each is, and how many events join it to those one step nearer."""

    end: int
    edge: set[int]
    distance: dict[int, int]
    nearer: dict[int, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, end: int) -> _Side:
        return cls(end, {end}, {end: 0})

    def reach(self, ties: Iterable[tuple[int, int, int]]) -> None:
        """Goes a step on; ties are an actor, another one, and how many events join them."""
        far = self.distance[next(iter(self.edge))] + 1
        self.edge = set()
        for one, other, number in ties:
            if self.distance.setdefault(other, far) == far:
                self.edge.add(other)
                self.nearer.setdefault(other, {})[one] = number

    def way(self, actor: int) -> tuple[int, list[int]]:
        """How many events lie on the best way back to the end, and who stands on it, the actor first."""
        best = {self.end: (0, [self.end])}
        for one in sorted(self._between(actor), key=lambda each: self.distance[each]):
            best[one] = max((best[near][0] + number, [one, *best[near][1]]) for near, number in self.nearer[one].items())
        return best[actor]

    def _between(self, actor: int) -> set[int]:
        """Who may stand on a way back, the end left out."""
        found, left = set(), [actor]
        while left:
            one = left.pop()
            if one in self.nearer and one not in found:
                found.add(one)
                left += self.nearer[one]
        return found


def path(index: Index, asked: PathQuestion) -> Way:
    """The shortest way between two actors, each step with sentences that show it. Raises UnknownEntity."""
    ends = entity_number(index, asked.from_), entity_number(index, asked.to)
    sides = _Side.of(ends[0]), _Side.of(ends[1])
    complete = _search(index, asked, sides) if ends[0] != ends[1] else True
    way = _best(sides) if ends[0] != ends[1] else []
    names = _names(index, {*ends, *way})
    steps = tuple(_step(index, asked, names, one, other) for one, other in pairwise(way))
    return Way(names[ends[0]], names[ends[1]], steps, complete)


def _search(index: Index, asked: PathQuestion, sides: tuple[_Side, _Side]) -> bool:
    """Goes on from both ends until they meet; whether nothing was left out."""
    condition = _condition(index, asked)
    for _ in range(asked.steps):
        if sides[0].distance.keys() & sides[1].distance.keys():
            return True
        side = min(sides, key=lambda one: len(one.edge))
        other = sides[1] if side is sides[0] else sides[0]
        if not side.edge:
            return True
        if len(side.distance) > REACH:
            return False
        side.reach(_ties(index, asked, condition, side.edge, other.end))
    return True


def _condition(index: Index, asked: PathQuestion) -> Clause:
    """What holds of the events that may join two actors."""
    return joined([*clauses(index, asked), *([] if asked.plain else [_TYPED])])


def _ties(index: Index, asked: PathQuestion, condition: Clause, edge: Iterable[int], end: int) -> Iterator[tuple[int, int, int]]:
    """Whom the actors of an edge are joined to, and by how many events; of actors without a name only the end, unless all are asked for."""
    joined = (
        "json_each(?) AS edge CROSS JOIN participant AS one ON one.entity = edge.value JOIN event JOIN type ON type.name = event.type "
        "JOIN participant AS other ON other.event = event.n JOIN entity ON entity.n = other.entity"
    )
    found = index.rows(
        f"SELECT one.entity, other.entity, count(DISTINCT event.n) FROM {joined} "
        f"WHERE event.n = one.event AND (? OR entity.named OR entity.n = ?) AND {_JOINS} AND {condition.sql} "
        "GROUP BY one.entity, other.entity",
        (listed(edge), asked.described, end, *condition.values),
    )
    return ((one, other, number) for one, other, number in found)


def _best(sides: tuple[_Side, _Side]) -> list[int]:
    """Of the shortest ways the one with the most events; nobody where there is no way."""
    met = sides[0].distance.keys() & sides[1].distance.keys()
    lengths = {actor: sum(side.distance[actor] for side in sides) for actor in met}
    shortest = min(lengths.values(), default=0)
    ways = [tuple(side.way(actor) for side in sides) for actor in sorted(met) if lengths[actor] == shortest]
    (_, first), (_, second) = max(ways, key=lambda way: way[0][0] + way[1][0], default=((0, []), (0, [])))
    return [*reversed(first), *second[1:]]


def _names(index: Index, actors: Iterable[int]) -> dict[int, Named]:
    found = index.rows(
        "SELECT n, iri, name, entity.type FROM json_each(?) AS asked JOIN entity ON n = asked.value", (listed(actors),)
    )
    return {one["n"]: named_of(one) for one in found}


def _step(index: Index, asked: PathQuestion, names: Mapping[int, Named], one: int, other: int) -> Step:
    joined = Clause(
        "EXISTS (SELECT 1 FROM type JOIN participant AS one JOIN participant AS other ON other.event = one.event "
        f"WHERE type.name = event.type AND one.event = event.n AND one.entity = ? AND other.entity = ? AND {_JOINS})",
        (one, other),
    )
    # Named so that the index of participants finds the few events of both.
    near = with_roles([one], CORE_ROLES), with_roles([other], CORE_ROLES)
    typed = () if asked.plain else (_TYPED,)
    part = page(index, query(index, asked).given((*near, joined, *typed)), _TELLING, asked.shown, "")
    return Step(names[one], names[other], part.total, events_of(index, part.rows))
