"""How alike two articles are by the rarer words of both; it depends on nothing but the two."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import sqrt

from kgraph.resolve.words import RAREST, Words, hashed, stem, weights

_RARE = 3.0
"""What a word must say to count: it is in fewer than one article of twenty."""
_ALIKE, _VERY_ALIKE = 0.2, 0.3
"""The cosine from which two articles follow one story: of pairs of ECB+ four in five, and four in five of those that do; and from which
on one event of a type in both is the same in nine of ten."""
_LEAST = 250.0
"""The squares of what the words of both say, added: that of five rare words. Two short notes are alike by chance."""
_RELATED = 0.06
"""The cosine from which two articles are about things that have to do with each other."""


class Likeness:
    """Compares articles, each pair once; ``words`` gives the content words of an article."""

    def __init__(self, words: Callable[[str], Words]) -> None:
        self._words = cache(words)
        self._rare: dict[str, tuple[Words, float]] = {}
        self._found: dict[tuple[str, str], tuple[float, float]] = {}

    def are_alike(self, article: str, other: str) -> bool:
        """Whether two articles follow one story."""
        return self._are_alike(article, other, _ALIKE)

    def are_very_alike(self, article: str, other: str) -> bool:
        """Whether two articles follow one story and hardly anything else."""
        return self._are_alike(article, other, _VERY_ALIKE)

    def _are_alike(self, article: str, other: str, least: float) -> bool:
        likeness, both = self._compared(article, other)
        return likeness >= least and both >= _LEAST

    def are_related(self, article: str, other: str) -> bool:
        """Whether two articles are about things that have to do with each other."""
        return self.of(article, other) >= _RELATED

    def has(self, article: str, word: str) -> bool:
        """Whether an article has a word in one of its forms."""
        return hashed(stem(word)) in self._words(article)

    def of(self, article: str, other: str) -> float:
        """How alike two articles are, from 0 to 1."""
        return self._compared(article, other)[0]

    def _compared(self, article: str, other: str) -> tuple[float, float]:
        """The cosine of two articles, and what the words of both say."""
        pair = (article, other) if article < other else (other, article)
        found = self._found.get(pair)
        if found is None:
            (own, square), (words, others) = self._of(article), self._of(other)
            both = _square(own & words)
            found = self._found[pair] = both / sqrt(square * others) if both else 0.0, both
        return found

    def _of(self, article: str) -> tuple[Words, float]:
        found = self._rare.get(article)
        if found is None:
            known = weights()
            rare = frozenset([word for word in self._words(article) if known.get(word, RAREST) >= _RARE])
            found = self._rare[article] = rare, _square(rare)
        return found


def _square(words: Words) -> float:
    known = weights()
    return sum([known.get(word, RAREST) ** 2 for word in words])
