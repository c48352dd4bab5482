"""Which units are one event: units that find each other are judged in pairs, and those that are bound come together.

Two clusters come together only where no unit of one is kept apart from a unit of the other; then each unit must be bound to its share of
the others, or it leaves. So a cluster is what its units say together, and not what a chain of them has in common link by link.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import ceil
from typing import NamedTuple

from kgraph.lexicon import Lexicon
from kgraph.model import PLAIN_EVENT, ReportMerge
from kgraph.resolve.pairs import Bond, Pairs
from kgraph.resolve.reasons import COREFERENCE, FIRST
from kgraph.resolve.units import Facts, Unit
from kgraph.resolve.words import is_rare, rarest, scores_among

Key = tuple[str, ...]
"""What units must share one of to be compared at all."""
KeysOf = Callable[[Unit], tuple[Key, ...]]
_NEAREST = 64
"""How many units before and after its own place a unit is compared with; the order is that of time."""
_REPRINTED = 4
"""The rarest words of a sentence, of which a reprint has at least two."""
_SHARE, _MOST = 0.25, 3
"""To what part of the other articles' units each is bound, and to how many where there are many."""


class Cluster(NamedTuple):
    """Units of one event in the order of their first reports, and why each report is part of it."""

    units: tuple[Unit, ...]
    merges: tuple[ReportMerge, ...]


_Bonds = dict[int, dict[int, Bond]]
"""What binds units, by the places of both."""


def clusters(units: Iterable[Unit], pairs: Pairs, keys_of: KeysOf) -> list[Cluster]:
    """The units, those together that are one event."""
    ordered = sorted(units, key=_order)
    bonds = _bonds(ordered, pairs, keys_of)
    found: list[list[int]] = []
    for part in _linked(bonds):
        found += _settled(part, ordered, bonds, pairs)
    alone = set(range(len(ordered))).difference(*found)
    return [_cluster([ordered[place] for place in part], part, bonds) for part in (*found, *([place] for place in sorted(alone)))]


def keys_by(lexicon: Lexicon) -> KeysOf:
    """Gives the keys of units, each unit's made once."""
    return cache(partial(keys, lexicon=lexicon))


def keys(unit: Unit, lexicon: Lexicon) -> tuple[Key, ...]:
    """What a unit finds others by: what happens with two words of its article, with two sides, or with two rare words of its sentence."""
    facts = unit.facts
    found: list[Key] = [("key", *block) for key in facts.keys for block in key.blocks()]
    found += [("score", str(score)) for score in sorted(scores_among(unit.scores, telling=True))]
    found += [("score", str(score), *two) for score in sorted(unit.scores) for two in combinations(sorted(facts.who), 2)]
    article = [(str(a), str(b)) for a, b in combinations(unit.about, 2)]
    for kind in _kinds(facts, lexicon):
        found += [
            ("words", kind, str(a), str(b)) for said in unit.said for a, b in combinations(sorted(rarest(said, _REPRINTED)), 2)
        ]
        if facts.type != PLAIN_EVENT and not lexicon.repeats(facts.type):
            found += [("article", kind, *two) for two in article]
            found += [("sides", kind, a, b) for a, b in combinations(sorted(facts.who), 2)]
    if not lexicon.repeats(facts.type):
        found += [("word", lemma, *two) for lemma in sorted(facts.lemmas) if is_rare(lemma) for two in article]
    return tuple(found)


def _kinds(facts: Facts, lexicon: Lexicon) -> tuple[str, ...]:
    """The words for what happens, or the root of its type and of those that may stand for it."""
    if facts.type == PLAIN_EVENT:
        return tuple(sorted(facts.lemmas))
    alike = {name for above in lexicon.ancestors(facts.type) for name in lexicon.types[above].alike}
    return tuple(sorted({lexicon.types[name].root for name in (facts.type, *alike)}))


def _order(unit: Unit) -> tuple[object, ...]:
    interval, day = unit.facts.interval, unit.facts.day
    begin = interval.begin or interval.end if interval is not None else None
    about = begin or day
    return (about is None, about or unit.article, unit.ref)


def _bonds(units: Sequence[Unit], pairs: Pairs, keys_of: KeysOf) -> _Bonds:
    found: _Bonds = defaultdict(dict)
    for a, others in enumerate(_candidates(units, keys_of)):
        for b in others:
            bond = pairs.bond(units[a], units[b])
            if bond is not None:
                found[a][b] = found[b][a] = bond
    return found


def _candidates(units: Sequence[Unit], keys_of: KeysOf) -> Iterator[list[int]]:
    """For each unit those after it that share a key, only so many of each key."""
    own = list(map(keys_of, units))
    places: dict[Key, list[int]] = defaultdict(list)
    for place, found in enumerate(own):
        for key in found:
            places[key].append(place)
    for place, found in enumerate(own):
        near: set[int] = set()
        for key in found:
            others = places[key]
            if others[-1] != place:
                at = bisect_left(others, place) + 1
                near.update(others[at : at + _NEAREST])
        yield sorted(near)


def _linked(bonds: _Bonds) -> Iterator[list[int]]:
    """The units that bonds hold together, over others or not."""
    seen: set[int] = set()
    for start in sorted(bonds):
        if start not in seen:
            part = _reached(start, bonds, None)
            seen |= part
            yield sorted(part)


def _reached(start: int, bonds: _Bonds, among: set[int] | None) -> set[int]:
    found, left = {start}, [start]
    while left:
        new = bonds[left.pop()].keys() - found
        if among is not None:
            new &= among
        found |= new
        left += new
    return found


def _settled(part: list[int], units: Sequence[Unit], bonds: _Bonds, pairs: Pairs) -> Iterator[list[int]]:
    """The clusters of units that bonds hold together; what has to leave one is looked at again without it."""
    while len(part) > 1:
        left: list[int] = []
        for cluster in _joined(part, units, bonds, pairs):
            kept = _core(cluster, bonds)
            left += sorted(set(cluster) - set(kept))
            if len(kept) > 1:
                yield kept
        if len(left) == len(part):
            return
        part = sorted(left)


def _joined(part: Sequence[int], units: Sequence[Unit], bonds: _Bonds, pairs: Pairs) -> list[list[int]]:
    """The units, together from the surest bond on where nothing keeps any two of them apart."""
    homes = {place: _Gathered([place], units) for place in part}
    found = sorted((bond.order, a, b) for a in part for b, bond in bonds[a].items() if a < b and b in homes)
    for _, a, b in found:
        own, other = homes[a], homes[b]
        if own is not other and own.agrees(other, units, bonds, pairs):
            own.take(other)
            for place in other.places:
                homes[place] = own
    distinct = {id(home): home for home in homes.values()}
    return [sorted(home.places) for home in distinct.values() if len(home.places) > 1]


class _Gathered:
    """Units that have come together: their places, the articles that have them, and their facts."""

    __slots__ = ("articles", "facts", "places")

    def __init__(self, places: list[int], units: Sequence[Unit]) -> None:
        self.places = places
        self.articles = {units[place].article: [place] for place in places}
        self.facts = {units[place].facts for place in places}

    def take(self, other: _Gathered) -> None:
        """Adds the units of another."""
        self.places += other.places
        for article, places in other.articles.items():
            self.articles.setdefault(article, []).extend(places)
        self.facts |= other.facts

    def agrees(self, other: _Gathered, units: Sequence[Unit], bonds: _Bonds, pairs: Pairs) -> bool:
        """Whether nothing keeps a unit of the one apart from a unit of the other. An article keeps apart what may well be two events."""
        for article in self.articles.keys() & other.articles.keys():
            two = ((a, b) for a in self.articles[article] for b in other.articles[article])
            if not all(b in bonds[a] or pairs.may_be_one(units[a], units[b]) for a, b in two):
                return False
        return not any(pairs.are_apart(a, b) for a in self.facts for b in other.facts)


def _core(cluster: list[int], bonds: _Bonds) -> list[int]:
    """The units of a cluster without those that too few of the others are bound to, and only what then still hangs together."""
    kept = set(cluster)
    bound = {place: len(bonds[place].keys() & kept) for place in kept}
    weakest = [(number, -place) for place, number in bound.items()]
    heapify(weakest)
    while len(kept) > 2:
        number, place = heappop(weakest)
        if -place not in kept or number != bound[-place]:
            continue  # it has left, or lost a neighbour since
        if number >= ceil(min(_SHARE * (len(kept) - 1), _MOST)):
            break
        kept.discard(-place)
        for other in bonds[-place].keys() & kept:
            bound[other] -= 1
            heappush(weakest, (bound[other], -other))
    return sorted(_reached(min(kept), bonds, kept))


def _cluster(units: Sequence[Unit], places: Sequence[int], bonds: _Bonds) -> Cluster:
    """The units in the order of their first reports, with a reason for each report where there is more than one."""
    if len(units) == 1 and len(units[0].reports) == 1:
        return Cluster(tuple(units), ())
    at = dict(zip(places, units, strict=True))
    start = min(at, key=lambda place: at[place].ref)
    merges = [ReportMerge(at[start].ref, FIRST), *_again(at[start])]
    for place, met, bond in _tree(start, set(places), bonds):
        merges += [ReportMerge(at[place].ref, bond.rule, at[met].ref, bond.shared), *_again(at[place])]
    ordered = sorted(units, key=lambda unit: unit.ref)
    return Cluster(tuple(ordered), tuple(sorted(merges, key=lambda merge: merge.report)))


def _again(unit: Unit) -> Iterator[ReportMerge]:
    """The reports of one article that its extraction has put together."""
    for item in unit.reports[1:]:
        yield ReportMerge(item.ref, COREFERENCE, unit.ref)


def _tree(start: int, places: set[int], bonds: _Bonds) -> Iterator[tuple[int, int, Bond]]:
    """Each unit but the first with that which it has met, the surest bonds first."""
    reached = {start}
    edges: list[tuple[tuple[int, float], int, int]] = []
    place = start
    while len(reached) < len(places):
        for other in bonds[place].keys() & places - reached:
            heappush(edges, (bonds[place][other].order, place, other))
        while edges[0][2] in reached:
            heappop(edges)
        _, met, place = heappop(edges)
        reached.add(place)
        yield place, met, bonds[met][place]
