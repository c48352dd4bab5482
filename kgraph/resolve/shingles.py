"""Shingles: what is kept of an article's prose to see whether another article has the same text.

A text is the set of its runs of five words. A quarter of them is kept, chosen by their hashes alone: two texts keep the same of what both
have, and the share of one sample in another estimates the share of one text in the other. Minhashes would estimate how alike two texts
are as wholes, which is little where one paper prints a third of the other's text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from hashlib import blake2b

from kgraph.invisible import visible
from kgraph.model import Article, BlockKind

LENGTH = 5
"""Words of a shingle. Two reports of one press conference share runs of four words; a changed word changes five shingles."""
SAMPLE = 4
"""Of so many shingles one is kept."""
_PROSE = frozenset({BlockKind.SUBTITLE, BlockKind.BODY})  # papers write headlines of their own
_WORD = re.compile(r"[^\W_]+")


def shingles_of(article: Article) -> bytes:
    """The kept shingles of an article's prose, as ``packed_shingles`` writes them."""
    prose = (block.span.of(article.text) for block in article.blocks if block.kind in _PROSE)
    return packed_shingles(visible(" ".join(prose)))


def packed_shingles(text: str) -> bytes:
    """The hashes of the shingles that are kept of a text, sorted, four bytes each."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)}
    return array("I", sorted({value for value in map(_hashed, runs) if value % SAMPLE == 0})).tobytes()


def shingles_in(raw: bytes) -> array[int]:
    """The hashes that ``packed_shingles`` has written, sorted."""
    return array("I", raw)


def containment(one: Iterable[int], other: Iterable[int]) -> float:
    """Which share of the shorter text stands in the longer one, estimated from the shingles of both."""
    first, second = frozenset(one), frozenset(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _hashed(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=4).digest())
