"""Content words: which of them two sentences share, and how much that says.

Resolution keeps hashes of words, never the words. How much a word says comes from a fixed table of how common it is in news
(data/word_weights.yaml) and not from the articles of a build, so that an article elsewhere cannot change what two others share.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache, lru_cache
from hashlib import blake2b

from kgraph import numbers
from kgraph.shipped import shipped

Words = frozenset[int]
"""Hashes of content words."""

RAREST = 7.0
"""What a word says that the table does not have: it is in fewer than one article of a thousand."""
_SOMETHING = 2.0
"""What a word says that is worth showing to a reader."""
_RARE = 3.0
"""What a word says that is in fewer than one article of twenty."""
_WORD = re.compile(r"[^\W_]+")
_LEAST = 2  # letters of a word
_ENDINGS = ("ing", "ed", "es", "e", "s")
_STEM = 4  # letters that stay where an ending goes
_HIGHEST = 199
"""The most that a side scores in what counts as a score."""
_TELLING = 10
"""What the better side has in a score that few matches of one year end with."""


def stems(text: str) -> Iterator[str]:
    """The words of a text without their endings, in lower case; not those of one letter."""
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        if len(word) >= _LEAST or word.isdigit():
            yield stem(word)


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """A word without its ending, roughly: what matters is that the forms of a word become equal."""
    if word.endswith("ss"):
        return word
    cut = (len(ending) for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= _STEM)
    plain = word[: len(word) - next(cut, 0)]
    return f"{plain[:-1]}i" if len(plain) >= _STEM and plain.endswith("y") else plain


def scores(text: str) -> Iterator[str]:
    """The scores of a text, the higher number first, as one side's win is the other's loss: "31-24"."""
    for both in numbers.scores(text):
        if max(both) <= _HIGHEST:
            yield f"{max(both)}-{min(both)}"


def scores_among(words: Words, *, telling: bool = False) -> Words:
    """Those of some words that are scores, or only those that are rare enough to tell one match from the others of a year."""
    return words & _all_scores(_TELLING if telling else 0)


@cache
def _all_scores(least: int) -> Words:
    return frozenset([hashed(f"{more}-{less}") for more in range(least, _HIGHEST + 1) for less in range(more + 1)])


def packed(text: str) -> bytes:
    """The hashes of the content words and scores of a text, sorted, four bytes each."""
    known = weights()
    found = {*map(hashed, stems(text)), *map(hashed, scores(text))}
    return array("I", sorted([word for word in found if known.get(word, RAREST)])).tobytes()


def unpacked(raw: bytes) -> Words:
    """The hashes that ``packed`` has written."""
    return frozenset(array("I", raw))


@lru_cache(1 << 16)
def hashed(word: str) -> int:
    """Four bytes in the place of a word."""
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest())


@cache
def weights() -> Mapping[int, float]:
    """How much common words say, by their hashes: nothing for those that every article has."""
    raw = shipped("word_weights.yaml")
    return {hashed(word): float(weight) for weight, words in raw.items() for word in str(words).split()}


def weight(words: Iterable[int]) -> float:
    """How much words say together."""
    known = weights()
    return sum([known.get(word, RAREST) for word in words])


@lru_cache(1 << 14)
def is_rare(lemma: str) -> bool:
    """Whether the word for an event says by itself which event is meant, in articles of one story."""
    return weight([hashed(stem(lemma))]) >= _RARE


def rarest(words: Iterable[int], number: int) -> list[int]:
    """The words that say most, so many at most; of equal ones the lower hashes."""
    known = weights()
    return sorted(words, key=lambda word: (-known.get(word, RAREST), word))[:number]


def shared_words(text: str, other: str, *, but: Set[str] = frozenset()) -> list[str]:
    """The rarer words of both texts as the first has them, those that say most first; without the forms of some."""
    known = weights()
    wanted = set(stems(other)) - {stem(word.lower()) for word in but}
    found = {stem(word.lower()): word for word in reversed(_WORD.findall(text))}
    both = {word: known.get(hashed(root), RAREST) for root, word in found.items() if root in wanted}
    return sorted((word for word, says in both.items() if says >= _SOMETHING), key=lambda word: (-both[word], word))
