"""Stories: which articles follow the same events, by the names they share and the words for what happens.

Two articles of one story may tell of one attack in words that alone would not show it ("a gunman opened fire", "the shooting"); two
articles of different stories may not. A story is known by weighted overlap (tf-idf, cosine), not by a model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from math import log, sqrt
from typing import NamedTuple

from kgraph.model import Entity
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.names import last_word
from kgraph.resolve.units import is_stated
from kgraph.time.days import shifted

# The mean cosine to its articles from which an article belongs to a story, and how often all are looked at again: on ECB+ a third
# time changes nothing; without it .17 is best, and finds .69 of the pairs of articles of one story instead of .88.
_ALIKE = 0.11
_ROUNDS = 2
_NEAR_DAYS = 3
_FOUND_BY_REST = _ALIKE / 2
"""What an article's commonest features may add to its likeness to a story without finding it: a half costs the fewest comparisons."""
_ROUNDING = 1e-9

_Vector = Mapping[str, float]
_Weights = Sequence[tuple[str, float]]


def stories(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, str]:
    """The name of each article's story, by the article's id; an article that shares nothing is a story of its own.

    A story bears the id of its first article, so that an article more renames few.

    One after the other, by their days, articles join the story that is most like them. Then each is looked at again, now that all stories
    are known.
    """
    days = {item.ref.article: item.day for item in evidence.reports}
    papers = sorted(_papers(_vectors(evidence, entities), days), key=lambda paper: (paper.day or date.max, paper.article))
    shelf = _Shelf()
    homes: dict[str, int] = {}
    for paper in papers:
        homes[paper.article] = home = shelf.best(paper, shelf.new())
        shelf.add(paper, home)
    for paper in papers * _ROUNDS:
        own = homes[paper.article]
        homes[paper.article] = home = shelf.best(paper, own)
        if home != own:
            shelf.remove(paper, own)
            shelf.add(paper, home)
    names: dict[int, str] = {}
    for article in sorted(homes):
        names.setdefault(homes[article], article)
    return {article: names[home] for article, home in homes.items()}


class _Paper(NamedTuple):
    """An article by its day and its features, weighed so that all squares add up to one; those of no other article are left out.

    ``finds`` are the features that it finds stories by, the others are the ``rest``, which add at most ``most`` to its likeness to any
    story; ``square`` is its likeness to itself.
    """

    article: str
    day: date | None
    finds: _Weights
    rest: _Weights
    most: float
    square: float


def _papers(vectors: Mapping[str, _Vector], days: Mapping[str, date | None]) -> Iterator[_Paper]:
    spread = Counter(feature for vector in vectors.values() for feature in vector)
    highest: dict[str, float] = {}
    for vector in vectors.values():
        for feature, weight in vector.items():
            highest[feature] = max(weight, highest.get(feature, 0.0))
    for article, vector in vectors.items():
        shared = [(weight * highest[feature], feature, weight) for feature, weight in vector.items() if spread[feature] > 1]
        shared.sort()
        rest, most = 0, 0.0
        while rest < len(shared) and most + shared[rest][0] < _FOUND_BY_REST:
            most += shared[rest][0]
            rest += 1
        weights = [(feature, weight) for _, feature, weight in shared]
        square = sum([weight * weight for _, weight in weights])
        yield _Paper(article, days.get(article), weights[rest:], weights[:rest], most, square)


class _Shelf:
    """Stories by their numbers: how many articles they have, of which days, and the sums of their features' weights."""

    def __init__(self) -> None:
        self._sizes: Counter[int] = Counter()
        self._days: dict[date | None, Counter[int]] = defaultdict(Counter)
        self._sums: dict[str, dict[int, float]] = defaultdict(dict)

    def new(self) -> int:
        """The number of a story that is not there yet."""
        return len(self._sizes)

    def best(self, paper: _Paper, own: int) -> int:
        """The story that is most like an article, which is not counted in its own; its own where none is like it."""
        alike = ((likeness, -number) for number, likeness in self._likeness(paper, own) if likeness >= _ALIKE)
        return -max(alike, default=(0.0, -own))[1]

    def _likeness(self, paper: _Paper, own: int) -> Iterator[tuple[int, float]]:
        """The mean cosine of an article to the others of each story that may be alike."""
        least = _ALIKE - paper.most - _ROUNDING
        for number, product in self._products(paper).items():
            others = self._sizes[number] - (number == own)
            if others and (product >= least * others or number == own):
                for feature, weight in paper.rest:
                    product += weight * self._sums[feature].get(number, 0.0)
                yield number, (product - (paper.square if number == own else 0.0)) / others

    def _products(self, paper: _Paper) -> Mapping[int, float]:
        """What an article has in common with each story of about its day, as far as it finds stories by it: products of weights, added."""
        near = None if paper.day is None else self._near(paper.day)
        found: dict[int, float] = defaultdict(float)
        for feature, weight in paper.finds:
            sums = self._sums[feature]
            for number in sums if near is None else sums.keys() & near:
                found[number] += weight * sums[number]
        return found

    def _near(self, day: date) -> set[int]:
        """The stories that one of whose articles may be of about a day."""
        days = {shifted(day, step) for step in range(-_NEAR_DAYS, _NEAR_DAYS + 1)}
        return {number for one in (*days, None) for number, articles in self._days[one].items() if articles}

    def add(self, paper: _Paper, home: int) -> None:
        """Puts an article into a story."""
        self._sizes[home] += 1
        self._days[paper.day][home] += 1
        for feature, weight in (*paper.finds, *paper.rest):
            sums = self._sums[feature]
            sums[home] = sums.get(home, 0.0) + weight

    def remove(self, paper: _Paper, home: int) -> None:
        """Takes an article out of a story."""
        self._sizes[home] -= 1
        self._days[paper.day][home] -= 1
        for feature, weight in (*paper.finds, *paper.rest):
            self._sums[feature][home] -= weight


def _vectors(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, _Vector]:
    """Unit vectors of each article's names, words for what happens, its days, and heads of who takes part."""
    counts: dict[str, dict[str, int]] = {}
    keys = {merge.chain: key for entity in entities for key in (_key(entity),) for merge in entity.evidence}
    for article, chains in groupby(evidence.chains, key=lambda item: item.ref.article):
        own = counts[article] = {}
        for item in chains:
            key = keys.get(item.ref)
            if key is not None:
                own[key] = own.get(key, 0) + item.mentions
    for article, reports in groupby(evidence.reports, key=lambda told: told.ref.article):
        own = counts.setdefault(article, {})
        for told in reports:
            for feature in (told.lemma, *_day(told)):
                own[feature] = own.get(feature, 0) + 1
    spread = Counter(feature for features in counts.values() for feature in features)
    rare = {feature: log((1 + len(counts)) / articles) for feature, articles in spread.items()}
    return {article: _unit({f: (1 + log(n)) * rare[f] for f, n in own.items()}) for article, own in counts.items()}


def _day(told: ReportEvidence) -> Iterator[str]:
    """The day of a happening where the text states it: articles of one story name the same days."""
    time = told.time
    if is_stated(time) and time.begin is not None and time.begin == time.end:
        yield time.begin.isoformat()


def _key(entity: Entity) -> str:
    """What articles share of an entity: who it is, or the head of a description."""
    return entity.id if entity.named else last_word(entity.name)


def _unit(weights: _Vector) -> _Vector:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {feature: weight / length for feature, weight in weights.items() if weight}
