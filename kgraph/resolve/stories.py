"""Stories: which articles follow the same events, by the names they share and the words for what happens.

Two articles of one story may tell of one attack in words that alone would not show it ("a gunman opened fire", "the shooting"); two
articles of different stories may not. A story is known by weighted overlap (tf-idf, cosine), not by a model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, repeat
from math import log, sqrt
from operator import mul
from typing import NamedTuple

from kgraph.model import Entity
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.units import is_stated

# The mean cosine to its articles from which an article belongs to a story, and how often all are looked at again: on ECB+ a third
# time changes nothing; without it .17 is best, and finds .69 of the pairs of articles of one story instead of .88.
_ALIKE = 0.11
_ROUNDS = 2
_NEAR = timedelta(days=3)
_COMMON = 200
"""A feature finds no more stories than this: it would compare nearly all pairs."""

_UNKNOWN, _ANY = 0, -1
"""In the place of a week: articles without a day, and all articles."""

_ZEROS = repeat(0.0)

_Vector = Mapping[str, float]


def stories(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, int]:
    """The number of each article's story, by the article's id; an article that shares nothing is a story of its own.

    One after the other, by their days, articles join the story that is most like them. Then each is looked at again, now that all stories
    are known.
    """
    vectors = _vectors(evidence, entities)
    days = {item.ref.article: item.day for item in evidence.reports}
    papers = [_Paper(one, days.get(one), vectors[one]) for one in vectors]
    papers.sort(key=lambda paper: (paper.day or date.max, paper.article))
    shelf, homes = _Shelf(), {}
    for paper in papers:
        homes[paper.article] = home = shelf.best(paper, shelf.new())
        shelf.add(paper, home)
    for paper in papers * _ROUNDS:
        own = homes[paper.article]
        homes[paper.article] = home = shelf.best(paper, own)
        if home != own:
            shelf.remove(paper, own)
            shelf.add(paper, home)
    return homes


class _Paper(NamedTuple):
    """An article by its features, a unit vector, and its day."""

    article: str
    day: date | None
    vector: _Vector


class _Shelf:
    """Stories by their numbers, found by the weeks and the features of their articles."""

    def __init__(self) -> None:
        self._stories: dict[int, _Story] = {}
        self._index: dict[int, dict[str, dict[int, None]]] = defaultdict(dict)

    def new(self) -> int:
        """The number of a story that is not there yet."""
        return len(self._stories)

    def best(self, paper: _Paper, own: int) -> int:
        """The story that is most like an article, which is not counted in its own; its own where none is like it."""
        looked = [_ANY] if paper.day is None else [*_weeks(paper.day), _UNKNOWN]
        indexes = [self._index[week] for week in looked]
        near: set[int] = set().union(*[homes[f] for homes in indexes for f in paper.vector if f in homes])
        likeness = (
            (story.likeness(paper.vector, without=number == own), -number)
            for number, story in ((number, self._stories[number]) for number in near)
            if story.is_near(paper.day)
        )
        best = max(likeness, default=(0.0, 0))
        return -best[1] if best[0] >= _ALIKE else own

    def add(self, paper: _Paper, home: int) -> None:
        """Puts an article into a story."""
        self._stories.setdefault(home, _Story()).add(paper)
        for week in (*_weeks(paper.day), _ANY):
            homes = self._index[week]
            for feature in paper.vector:
                known = homes.setdefault(feature, {})
                if len(known) < _COMMON:
                    known[home] = None

    def remove(self, paper: _Paper, home: int) -> None:
        """Takes an article out of a story, which is still found by it."""
        self._stories[home].remove(paper)


class _Story:
    """Articles that follow one story: the sum of their vectors, and their days."""

    def __init__(self) -> None:
        self.sum: dict[str, float] = {}
        self.days: Counter[date | None] = Counter()
        self.articles = 0

    def add(self, paper: _Paper) -> None:
        for feature, weight in paper.vector.items():
            self.sum[feature] = self.sum.get(feature, 0.0) + weight
        self.days[paper.day] += 1
        self.articles += 1

    def remove(self, paper: _Paper) -> None:
        for feature, weight in paper.vector.items():
            self.sum[feature] -= weight
        self.days[paper.day] -= 1
        self.articles -= 1

    def likeness(self, vector: _Vector, *, without: bool) -> float:
        """The mean cosine to its articles, or to the others of them where the vector is one of them."""
        total: float = sum(map(mul, vector.values(), map(self.sum.get, vector, _ZEROS)))
        others = self.articles - without
        return (total - without) / others if others else 0.0

    def is_near(self, day: date | None) -> bool:
        """Whether one of its articles may be of about that day."""
        return any(_close(day, other) for other, articles in self.days.items() if articles)


def _weeks(day: date | None) -> tuple[int, ...]:
    """A day's week and the next, so that days near each other share one."""
    return (_UNKNOWN,) if day is None else (day.toordinal() // 7, day.toordinal() // 7 + 1)


def _close(a: date | None, b: date | None) -> bool:
    return a is None or b is None or abs(a - b) <= _NEAR


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
    return entity.id if entity.named else entity.name.lower().split()[-1]


def _unit(weights: _Vector) -> _Vector:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {feature: weight / length for feature, weight in weights.items() if weight}
