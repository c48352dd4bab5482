"""What the page shows of a graph under its filters: which events pass, how many of what they are, who is most in them, and ways between.

The page's filters say what is left out; an event passes a filter unless all that it has of its kind is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import msgspec
import numpy as np

from kgraph.ask.columns import KINDS, ORIENTATIONS, Columns, Mask, Numbers, day_number
from kgraph.model import PLAIN_EVENT

BARS = 62
"""How many days or months the page draws."""
Key: TypeAlias = tuple[int, int, int]
"""A line: two actors, the one with the lower place first, and an orientation."""
_THING, _NEUTRAL = KINDS.index("Thing"), ORIENTATIONS.index("neutral")


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the page (kgraph/data/explore/script/model/address.mjs): what is left out, the least confidence, and days."""

    sure: float = 0.0
    types: frozenset[str] = frozenset()
    orientations: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    only: str = ""
    since: str = ""
    until: str = ""
    undated: bool = True


class Line(msgspec.Struct, frozen=True):
    """What there is between two actors of one orientation: how many events, how many of them real, and who acts on the other."""

    all: int
    real: int
    acting: tuple[int, ...]


class Shown:
    """The events of a build that pass."""

    def __init__(self, numbers: Columns, left: Left) -> None:
        self.numbers, self.left = numbers, left
        self._masks = dict(_masks(numbers, left))

    @cached_property
    def mask(self) -> Mask:
        """Whether each event passes."""
        return self.but("")

    def but(self, name: str) -> Mask:
        """The same without one of the filters."""
        mask = np.ones(len(self.numbers.event), bool)
        for one, passing in self._masks.items():
            if one != name:
                mask &= passing
        return mask

    @cached_property
    def events(self) -> Numbers:
        """The places of the events that pass, what is most worth showing first."""
        return np.flatnonzero(self.mask)

    # counts

    def facets(self, articles: Collection[int]) -> dict[str, object]:
        """How many events each option would let through, given the other filters; ``articles`` are those that are counted."""
        numbers = self.numbers
        by_type = np.bincount(numbers.type[self.but("types")], minlength=len(numbers.types))
        occurring = np.bincount(numbers.type, minlength=len(numbers.types)) > 0
        return {
            "passing": len(self.events),
            "types": {name: int(by_type[at]) for at, name in enumerate(numbers.types) if occurring[at]},
            "orientations": _named(numbers.orientation[self.but("orientations")], ORIENTATIONS),
            "facts": _named(numbers.fact[self.but("facts")], numbers.facts),
            "kinds": self._kinds(),
            "articles": self._by_article(self.but("articles"), articles, distinct=True),
            "reports": self._by_article(self.mask, articles, distinct=False),
            "days": self._days(),
            "actors": int(np.count_nonzero(self.strength)),
        }

    def _kinds(self) -> dict[str, int]:
        kinds, passing = self.numbers.kinds, self.but("kinds")
        counts = {name: int(np.count_nonzero(passing & (kinds >> bit & 1 > 0))) for bit, name in enumerate(KINDS)}
        return {name: counts[name] for bit, name in enumerate(KINDS) if (kinds >> bit & 1).any()}

    def _by_article(self, mask: Mask, articles: Collection[int], *, distinct: bool) -> dict[str, int]:
        reports, count = self.numbers.reports, len(self.numbers.article)
        pairs = reports.event * count + reports.one
        passing = pairs[mask[reports.event]]
        found = np.bincount((np.unique(passing) if distinct else passing) % max(1, count), minlength=count)
        return {self.numbers.article_iri[at]: int(found[at]) for at in articles}

    def _days(self) -> dict[str, int]:
        days = self.numbers.first[self.mask & self.numbers.daily]
        found, counts = np.unique(days, return_counts=True)
        if len(found) > BARS:
            found, counts = np.unique(days // 100, return_counts=True)
        return {_day(int(day)): int(number) for day, number in zip(found[-BARS:], counts[-BARS:], strict=True)}

    # actors

    @cached_property
    def strength(self) -> Numbers:
        """How many events each actor has with others; 0 of who is not worth a node."""
        numbers, ties = self.numbers, self.numbers.ties
        passing = self.mask[ties.event] if len(ties.event) else np.zeros(0, bool)
        both = np.concatenate([ties.one[passing], ties.other[passing]])
        found = np.bincount(both, minlength=len(numbers.entity))
        worth = numbers.named | ((numbers.kind != _THING) & (found > 1))
        return np.where(worth, found, 0)

    def main_actors(self, most: int) -> list[int]:
        """Those with a name first, then those with the most events."""
        numbers = self.numbers
        order = np.lexsort((numbers.entity, -numbers.mentions, -self.strength, ~numbers.named))
        return [int(at) for at in order[:most] if self.strength[at] > 0]

    def strongest(self, among: Collection[int], most: int) -> dict[Key, tuple[int, int]]:
        """The lines between actors: how many events each has, and the place of its first; the strongest first."""
        ties = self.numbers.ties
        inside = _flags(among, len(self.numbers.entity))
        return self._ranked(np.flatnonzero(inside[ties.one] & inside[ties.other] & self.mask[ties.event]), most)

    def lines_of(self, actor: int, most: int) -> dict[Key, tuple[int, int]]:
        """The same for the lines of one actor to those who are worth a node."""
        ties = self.numbers.ties
        rows = np.flatnonzero(((ties.one == actor) | (ties.other == actor)) & self.mask[ties.event])
        others = np.where(ties.one[rows] == actor, ties.other[rows], ties.one[rows])
        return self._ranked(rows[self.strength[others] > 0], most)

    def _ranked(self, rows: Numbers, most: int) -> dict[Key, tuple[int, int]]:
        ties = self.numbers.ties
        keys, first, counts = np.unique(
            self._keys(rows), return_index=True, return_counts=True
        )  # rows are in the order of events
        order = np.lexsort((first, -counts))[:most]
        return {self._key(int(keys[at])): (int(counts[at]), int(ties.event[rows[first[at]]])) for at in order}

    def lines(self, keys: Sequence[Key]) -> list[Line]:
        """What there is on each of these lines."""
        numbers = self.numbers
        rows = np.flatnonzero(self.mask[numbers.ties.event])
        known = self._keys(rows)
        order = np.argsort(known, kind="stable")
        known, rows = known[order], rows[order]
        asked = np.array([(one * len(numbers.entity) + other) * len(ORIENTATIONS) + side for one, other, side in keys], np.int64)
        begin, end = np.searchsorted(known, asked, "left"), np.searchsorted(known, asked, "right")
        forth, back = self._acting(rows)
        sums = (np.r_[0, np.cumsum(values)] for values in (numbers.real[numbers.ties.event[rows]], forth, back))
        real, there, again = (one[end] - one[begin] for one in sums)
        return [
            Line(int(end[at] - begin[at]), int(real[at]), (*((key[0],) if there[at] else ()), *((key[1],) if again[at] else ())))
            for at, key in enumerate(keys)
        ]

    def _keys(self, rows: Numbers) -> Numbers:
        ties = self.numbers.ties
        pairs = ties.one[rows] * len(self.numbers.entity) + ties.other[rows]
        keys: Numbers = pairs * len(ORIENTATIONS) + self.numbers.orientation[ties.event[rows]]
        return keys

    def _key(self, key: int) -> Key:
        pair, side = divmod(key, len(ORIENTATIONS))
        return *divmod(pair, len(self.numbers.entity)), side

    def _acting(self, rows: Numbers) -> tuple[Mask, Mask]:
        """Whether the first of two acts on the second in an event, and the other way round; nobody does so in a symmetric one."""
        numbers, ties, dyads = self.numbers, self.numbers.ties, self.numbers.dyads
        count, one_way = len(numbers.entity), ~numbers.symmetric[ties.event[rows]]
        known = (dyads.event * count + dyads.one) * count + dyads.other  # sorted, as dyads are
        forth = (ties.event[rows] * count + ties.one[rows]) * count + ties.other[rows]
        back = (ties.event[rows] * count + ties.other[rows]) * count + ties.one[rows]
        return _within(forth, known) & one_way, _within(back, known) & one_way

    def cells(self, among: Collection[int]) -> dict[tuple[int, int], list[int]]:
        """From whom to whom, how many real events of cooperation, of conflict and of neither, and how many others."""
        numbers, dyads = self.numbers, self.numbers.dyads
        inside = _flags(among, len(numbers.entity))
        rows = np.flatnonzero(inside[dyads.one] & inside[dyads.other] & self.mask[dyads.event])
        events = dyads.event[rows]
        column = np.where(numbers.real[events], numbers.orientation[events], len(ORIENTATIONS))
        found: dict[tuple[int, int], list[int]] = {}
        for (a, b, at), number in Counter(
            zip(dyads.one[rows].tolist(), dyads.other[rows].tolist(), column.tolist(), strict=True)
        ).items():
            found.setdefault((a, b), [0, 0, 0, 0])[at] = number
        return found

    # what belongs to something

    def _passing(self, events: Numbers) -> Numbers:
        passing: Numbers = events[self.mask[events]]
        return passing

    def of_actor(self, actor: int) -> Numbers:
        """The events in which an actor takes part."""
        parts = self.numbers.parts
        return self._passing(np.unique(parts.event[parts.one == actor]))

    def nearest(self, actor: int, most: int) -> list[tuple[int, int]]:
        """With whom an actor has most events, and how many."""
        parts = self.numbers.parts
        inside = _flags(self.of_actor(actor), len(self.numbers.event))
        rows = np.flatnonzero(inside[parts.event] & (parts.one != actor))
        pairs = np.unique(np.stack([parts.event[rows], parts.one[rows]], axis=1), axis=0)
        found = np.bincount(pairs[:, 1], minlength=len(self.numbers.entity))
        order = np.lexsort((self.numbers.entity, -found))[:most]
        return [(int(at), int(found[at])) for at in order if found[at]]

    def between(self, one: int, other: int, orientation: int | None = None) -> Numbers:
        """The events between two actors, of one orientation if it is given."""
        ties = self.numbers.ties
        low, high = sorted((one, other))
        found = ties.event[(ties.one == low) & (ties.other == high)]
        if orientation is not None:
            found = found[self.numbers.orientation[found] == orientation]
        return self._passing(found)

    def from_to(self, one: int, other: int) -> Numbers:
        """The events that go from one actor to the other."""
        dyads = self.numbers.dyads
        return self._passing(dyads.event[(dyads.one == one) & (dyads.other == other)])

    def of_article(self, article: int) -> Numbers:
        """The events of which an article tells."""
        reports = self.numbers.reports
        return self._passing(np.unique(reports.event[reports.one == article]))

    def most_reported(self, most: int) -> Numbers:
        """The real events between two or more that were cooperation or conflict, first those of the most articles."""
        numbers = self.numbers
        plain = numbers.types.index(PLAIN_EVENT) if PLAIN_EVENT in numbers.types else -1
        worth = (numbers.roles > 1) & (numbers.orientation != _NEUTRAL) & numbers.real & (numbers.type != plain)
        found: Numbers = np.flatnonzero(self.mask & worth)[:most]
        return found

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Places that have a part in events that pass: each with the number of them, and of those that happened there; most first."""
        numbers, parts = self.numbers, self.numbers.parts
        is_place = numbers.kind[parts.one] == KINDS.index("Place")
        rows = np.flatnonzero(is_place & self.mask[parts.event])
        count = len(numbers.entity)
        pairs = np.unique(parts.event[rows] * count + parts.one[rows])
        found = np.bincount(pairs % max(1, count), minlength=count)
        there = np.unique(parts.event[rows][parts.other[rows] == 3] * count + parts.one[rows][parts.other[rows] == 3])
        inside = np.bincount(there % max(1, count), minlength=count)
        for at in np.lexsort((numbers.entity, -found)):
            if not found[at]:
                return
            yield int(at), int(found[at]), int(inside[at])

    # ways

    def way(self, start: int, end: int) -> list[int]:
        """The actors on a shortest way between two, its ends included; nobody where there is none.

        Nobody whose kind is left out stands between the ends. Of several ways it is the one whose last steps have the most events.
        """
        ties = self.numbers.ties
        rows = np.flatnonzero(self.mask[ties.event])
        ones, others = np.r_[ties.one[rows], ties.other[rows]], np.r_[ties.other[rows], ties.one[rows]]
        open_ = (self.strength > 0) & ~np.isin(
            self.numbers.kind, [KINDS.index(kind) for kind in self.left.kinds if kind in KINDS]
        )
        open_[[start, end]] = True
        before, layer = {start: start}, _flags([start], len(self.numbers.entity))
        reached = layer.copy()
        while layer.any() and not reached[end]:
            leading = layer[ones] & ~reached[others] & open_[others]
            steps = Counter(zip(others[leading].tolist(), ones[leading].tolist(), strict=True))
            for (other, one), _ in sorted(steps.items(), key=lambda step: (step[1], step[0])):
                before[other] = one
            layer = _flags({other for other, _ in steps}, len(self.numbers.entity))
            reached |= layer
        return _walked(before, end)


def _walked(before: Mapping[int, int], end: int) -> list[int]:
    if end not in before:
        return []
    way = [end]
    while before[way[0]] != way[0]:
        way.insert(0, before[way[0]])
    return way


def _masks(numbers: Columns, left: Left) -> Iterator[tuple[str, Mask]]:
    """What passes each filter that leaves anything out."""
    yield "sure", numbers.confidence >= left.sure
    if left.types:
        yield "types", ~np.isin(numbers.type, [at for at, name in enumerate(numbers.types) if name in left.types])
    if left.orientations:
        yield (
            "orientations",
            ~np.isin(numbers.orientation, [at for at, name in enumerate(ORIENTATIONS) if name in left.orientations]),
        )
    if left.facts:
        yield "facts", ~np.isin(numbers.fact, [at for at, name in enumerate(numbers.facts) if name in left.facts])
    if left.kinds:
        off = sum(1 << bit for bit, name in enumerate(KINDS) if name in left.kinds)
        yield "kinds", (numbers.kinds == 0) | (numbers.kinds & ~off != 0)
    if left.articles:
        yield "articles", _told_by_others(numbers, left.articles)
    if left.only:
        yield "only", _told_by(numbers, left.only)
    yield "days", _within_days(numbers, left)


def _told_by_others(numbers: Columns, articles: Collection[str]) -> Mask:
    off = np.array([iri in articles for iri in numbers.article_iri], bool)
    kept = ~off[numbers.reports.one]
    told = np.bincount(numbers.reports.event[kept], minlength=len(numbers.event)) > 0
    untold: Mask = np.bincount(numbers.reports.event, minlength=len(numbers.event)) == 0
    return told | untold


def _told_by(numbers: Columns, article: str) -> Mask:
    at = numbers.article_iri.index(article) if article in numbers.article_iri else -1
    found: Mask = np.bincount(numbers.reports.event[numbers.reports.one == at], minlength=len(numbers.event)) > 0
    return found


def _within_days(numbers: Columns, left: Left) -> Mask:
    within = numbers.stated.copy()
    if left.since:
        within &= numbers.last >= day_number(left.since)
    if left.until:
        within &= numbers.first <= day_number(left.until)
    return within | ~numbers.stated if left.undated else within


def _named(found: Numbers, names: Sequence[str]) -> dict[str, int]:
    counts = np.bincount(found, minlength=len(names))
    return {name: int(counts[at]) for at, name in enumerate(names)}


def _day(number: int) -> str:
    text = str(number).zfill(8 if number > 999_999 else 6)
    return "-".join(part for part in (text[:4], text[4:6], text[6:]) if part)


def _flags(places: Collection[int] | Numbers, count: int) -> Mask:
    flags = np.zeros(count, bool)
    flags[np.fromiter(places, np.int64, len(places))] = True
    return flags


def _within(keys: Numbers, known: Numbers) -> Mask:
    """Whether each key is one of those known, which are sorted."""
    if not len(known):
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: Mask = known[at] == keys
    return found
