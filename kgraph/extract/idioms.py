"""Idioms: expressions whose words mean nothing alone, of which no event is told (data/idioms.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kgraph.shipped import shipped
from kgraph.syntax.tree import Token

_ANY = "*"
_GAP = 3
"""So many words at most stand for a "*"."""
_FULL_WORDS = frozenset({"NOUN", "VERB", "ADP", "PUNCT", "SCONJ", "CCONJ"})
"""What stands in no gap: "held talks with the head of" holds no head."""


@cache
def _idioms() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """The idioms by each of their words, with the place that the word has in them."""
    raw: Mapping[str, list[str]] = shipped("idioms.yaml")
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for idiom in (tuple(text.split()) for texts in raw.values() for text in texts):
        for place, word in enumerate(idiom):
            if word != _ANY:
                found.setdefault(word, []).append((idiom, place))
    return {word: tuple(places) for word, places in found.items()}


def in_idiom(word: Token) -> bool:
    """Whether a word belongs to an idiom: "fell" in "fell behind", but not in "fell to the ground"."""
    places = {*_idioms().get(word.lemma_.lower(), ()), *_idioms().get(word.lower_, ())}
    return any(
        _follows(idiom[place + 1 :], tuple(_from(word, 1))) and _follows(idiom[:place][::-1], tuple(_from(word, -1)))
        for idiom, place in places
    )


def _from(word: Token, step: int) -> Iterator[Token]:
    """The words of a sentence from one on, forwards or backwards, without it."""
    sentence = word.sent
    place = word.i + step
    while sentence.start <= place < sentence.end:
        yield word.doc[place]
        place += step


def _follows(idiom: Sequence[str], words: Sequence[Token]) -> bool:
    """Whether these words begin with what is left of an idiom."""
    if not idiom:
        return True
    if idiom[0] == _ANY:
        return any(_follows(idiom[1:], words[gap:]) for gap in range(_gap(words) + 1))
    return bool(words) and idiom[0] in (words[0].lemma_.lower(), words[0].lower_) and _follows(idiom[1:], words[1:])


def _gap(words: Sequence[Token]) -> int:
    """How many words in a row can stand for a "*"."""
    return next((i for i, word in enumerate(words[:_GAP]) if word.pos_ in _FULL_WORDS), min(_GAP, len(words)))
