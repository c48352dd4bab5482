"""Stories: which articles follow the same events, by the names they share and the words for what happens.

Two articles of one story may tell of one attack in words that alone would not show it ("a gunman opened fire", "the shooting"); two
articles of different stories may not. A story is known by weighted overlap (tf-idf, cosine), not by a model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, repeat
from math import log, sqrt
from operator import mul

from kgraph.model import Entity
from kgraph.resolve.evidence import Evidence

_ALIKE = 0.17
_NEAR = timedelta(days=3)
_COMMON = 200
"""A feature finds no more stories than this: it would compare nearly all pairs."""

_UNKNOWN, _ANY = 0, -1
"""In the place of a week: articles without a day, and all articles."""

_ZEROS = repeat(0.0)

_Vector = Mapping[str, float]


def stories(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, int]:
    """The number of each article's story, by the article's id; an article that shares nothing is a story of its own."""
    vectors = _vectors(evidence, entities)
    days = {item.ref.article: item.day for item in evidence.reports}
    index: dict[int, dict[str, dict[int, None]]] = defaultdict(dict)  # stories by week and feature
    members: list[_Story] = []
    found: dict[str, int] = {}
    for article in sorted(vectors, key=lambda one: (days.get(one) or date.max, one)):
        day, vector = days.get(article), vectors[article]
        weeks = _weeks(day)
        looked = [_ANY] if day is None else [*weeks, _UNKNOWN]
        near: set[int] = set().union(*[homes[f] for homes in map(index.__getitem__, looked) for f in vector if f in homes])
        likeness = ((members[home].likeness(vector), -home) for home in near if members[home].is_near(day))
        best = max(likeness, default=(0.0, 0))
        home = -best[1] if best[0] >= _ALIKE else len(members)
        if home == len(members):
            members.append(_Story())
        members[home].add(vector, day)
        found[article] = home
        for week in (*weeks, _ANY):
            _note(index[week], vector, home)
    return found


def _note(homes: dict[str, dict[int, None]], vector: _Vector, home: int) -> None:
    """Has a story found by the features of an article."""
    for feature in vector:
        known = homes.get(feature)
        if known is None:
            homes[feature] = {home: None}
        elif len(known) < _COMMON:
            known[home] = None


class _Story:
    """Articles that follow one story: the sum of their vectors, and their days."""

    def __init__(self) -> None:
        self.sum: dict[str, float] = {}
        self.days: set[date | None] = set()
        self.articles = 0

    def add(self, vector: _Vector, day: date | None) -> None:
        for feature, weight in vector.items():
            self.sum[feature] = self.sum.get(feature, 0.0) + weight
        self.days.add(day)
        self.articles += 1

    def likeness(self, vector: _Vector) -> float:
        """The mean cosine to its articles."""
        total: float = sum(map(mul, vector.values(), map(self.sum.get, vector, _ZEROS)))
        return total / self.articles

    def is_near(self, day: date | None) -> bool:
        """Whether one of its articles may be of about that day."""
        return any(_close(day, other) for other in self.days)


def _weeks(day: date | None) -> tuple[int, ...]:
    """A day's week and the next, so that days near each other share one."""
    return (_UNKNOWN,) if day is None else (day.toordinal() // 7, day.toordinal() // 7 + 1)


def _close(a: date | None, b: date | None) -> bool:
    return a is None or b is None or abs(a - b) <= _NEAR


def _vectors(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, _Vector]:
    """Unit vectors of each article's names, words for what happens and heads of who takes part."""
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
            own[told.lemma] = own.get(told.lemma, 0) + 1
    spread = Counter(feature for features in counts.values() for feature in features)
    rare = {feature: log((1 + len(counts)) / articles) for feature, articles in spread.items()}
    return {article: _unit({f: (1 + log(n)) * rare[f] for f, n in own.items()}) for article, own in counts.items()}


def _key(entity: Entity) -> str:
    """What articles share of an entity: who it is, or the head of a description."""
    return entity.id if entity.named else entity.name.lower().split()[-1]


def _unit(weights: _Vector) -> _Vector:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {feature: weight / length for feature, weight in weights.items() if weight}
