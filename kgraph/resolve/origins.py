"""Origins: articles that have one text are one origin, however many papers print it.

Wire copy, syndication, reprints and an article that was updated later say a thing once. Two articles are near where enough of the shorter
text stands in the longer one (data/origins.yaml); what is near, directly or over others, is one origin. Articles find each other by some
of their shingles (kgraph.resolve.shingles). Those that share such a key, directly or over others, are a neighbourhood
(kgraph.resolve.neighbourhoods), and what is in one bears on no origin of another: so only those are looked at again that a change reaches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from kgraph.resolve.evidence import TextEvidence
from kgraph.resolve.neighbourhoods import Neighbourhoods, numbered
from kgraph.resolve.shingles import SAMPLE, shingles_in
from kgraph.shipped import shipped

_KEYS = 24
"""The lowest shingles of a text by which it is found: of two equal texts all are the same, of a third of a text about eight."""
_HEADS = 50
"""How many different texts with one key an article is compared with: more have only a line of the paper's own in common."""

Firsts = Mapping[str, str]
"""The first article of its origin by each article that is not the first."""


class Origins(msgspec.Struct, frozen=True):
    """Articles with the first article of the origin of each, and the neighbourhoods of those; sorted by article."""

    articles: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()
    neighbourhoods: Neighbourhoods = Neighbourhoods()

    @property
    def repeats(self) -> Firsts:
        """The articles that repeat another's text, each with the first article that has it."""
        return {article: first for article, first in zip(self.articles, self.firsts, strict=True) if article != first}


@dataclass(frozen=True, slots=True)
class Near:
    """When two texts are near: shares of the shorter one, and lengths in words."""

    share: float
    short_share: float
    agency_share: float
    short: int
    least: int

    def holds(self, one: _Text, other: _Text) -> bool:
        """Whether two texts are near."""
        shorter = min(len(one.shingles), len(other.shingles))
        return (
            shorter * SAMPLE >= self.least and len(one.shingles & other.shingles) >= self._enough(one, other, shorter) * shorter
        )

    def _enough(self, one: _Text, other: _Text, shorter: int) -> float:
        if shorter * SAMPLE < self.short:
            return self.short_share
        return self.agency_share if one.agency and one.agency == other.agency else self.share


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, with what it is sorted by: the first article of an origin is that of the earliest day, then that of the lowest id."""

    order: tuple[date, str]
    shingles: frozenset[int]
    agency: str


def origins_of(texts: Iterable[TextEvidence], last: Origins = Origins()) -> Origins:  # noqa: B008 - it is frozen
    """The origins of articles; sooner where many of the same articles were looked at ``last``."""
    now = {text.id: text for text in sorted(texts, key=lambda text: text.id)}
    still = _still(now, last)
    again = [text for article, text in now.items() if article not in still]
    numbers, keys = numbered({text.id: _keys(text) for text in again}, start=len(last.neighbourhoods.keys))
    firsts = {article: first for article, (first, _) in still.items()} | _firsts(again)
    numbers |= {article: number for article, (_, number) in still.items()}
    before = last.neighbourhoods.keys
    keys |= {number: before[number] for _, number in still.values() if number >= 0}
    places = Neighbourhoods.in_order([numbers[article] for article in now], keys)
    return Origins(tuple(now), tuple([firsts[article] for article in now]), places)


def _still(now: Mapping[str, TextEvidence], last: Origins) -> dict[str, tuple[str, int]]:
    """The articles that no change reaches, with the first article of each one's origin and the number of its neighbourhood."""
    before = frozenset(last.articles)
    reached = last.neighbourhoods.of({key for article, text in now.items() if article not in before for key in _keys(text)})
    places = list(zip(last.articles, last.firsts, last.neighbourhoods.numbers, strict=True))
    reached |= {number for article, _, number in places if article not in now and number >= 0}
    return {article: (first, number) for article, first, number in places if article in now and number not in reached}


def _firsts(texts: Sequence[TextEvidence]) -> dict[str, str]:
    """The first article of the origin of each."""
    read = {text.id: _Text((text.day or date.max, text.id), frozenset(shingles_in(text.shingles)), text.agency) for text in texts}
    above = {article: article for article in read}
    compared: set[tuple[str, str]] = set()
    for owners in _blocks(texts):
        heads: list[str] = []
        for article in sorted(owners, key=lambda owner: read[owner].order):
            for head in heads:
                one, other = _top(above, head), _top(above, article)
                if one == other:
                    break
                if (head, article) not in compared and near().holds(read[head], read[article]):
                    later, earlier = sorted((one, other), key=lambda owner: read[owner].order, reverse=True)
                    above[later] = earlier
                    break
                compared.add((head, article))
            else:
                heads += [article] if len(heads) < _HEADS else []
    return {article: _top(above, article) for article in read}


def _blocks(texts: Iterable[TextEvidence]) -> Iterator[list[str]]:
    """The articles that have a key in common, in the order of the keys."""
    owners: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        for key in _keys(text):
            owners[key].append(text.id)
    return (owners[key] for key in sorted(owners) if len(owners[key]) > 1)


def _keys(text: TextEvidence) -> tuple[int, ...]:
    return tuple(shingles_in(text.shingles)[:_KEYS])


def _top(above: dict[str, str], article: str) -> str:
    while above[article] != article:
        above[article] = above[above[article]]
        article = above[article]
    return article


@cache
def near() -> Near:
    """When two texts are near, as data/origins.yaml says."""
    return Near(**shipped("origins.yaml"))
