"""The numbers of a text, in digits and in words: the only reader of them (data/numbers.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kgraph.shipped import shipped

_MOST_DIGITS = 15  # of what a text counts: a float holds it exactly, and int() refuses more than some thousands
_WHOLE = re.compile(rf"[0-9]{{1,{_MOST_DIGITS}}}")
_DIGITS = re.compile(
    rf"(?=[0-9,]{{1,20}}(?:\.|$))([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,{_MOST_DIGITS}}})(\.[0-9]{{1,{_MOST_DIGITS}}})?"
)
_FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_SCORE = re.compile(r"([0-9]{1,3})[-–]([0-9]{1,3})")
_SCORE_IN_TEXT = re.compile(rf"(?<![\w.,/–-]){_SCORE.pattern}(?![\w%/–-]|[.,]\d)")
_RANK = re.compile(r"[0-9]{1,3}(st|nd|rd|th)")
_GROUPS = 1_000
"""From this scale on what stands before it is complete: of "two thousand five hundred" only five is hundreds."""


@dataclass(frozen=True, slots=True)
class _Words:
    units: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, float]
    fillers: frozenset[str]
    ranks: frozenset[str]


def whole_number(word: str) -> int | None:
    """The number that a word of ASCII digits says; None for any other word ("²", "٣") and for one of more than fifteen digits."""
    return int(word) if _WHOLE.fullmatch(word) else None


def word_value(word: str) -> float | None:
    """The value of one word: 3 of "three", 1500 of "1,500", .5 of "1/2" and "half", 100 of "hundred"; None where it is not a number."""
    known = _words()
    if word in known.units or word in known.scales:
        return float(known.units.get(word) or known.scales[word])
    return _written(word)


def is_score(word: str) -> bool:
    """Whether a word is two numbers of at most three digits with a hyphen or dash between: "3-1", "52–48"."""
    return _SCORE.fullmatch(word) is not None


def scores(text: str) -> Iterator[tuple[int, int]]:
    """The two numbers of each score in a text, in its order; not those of dates, phone numbers, shares and fractions."""
    return ((int(match[1]), int(match[2])) for match in _SCORE_IN_TEXT.finditer(text))


def is_rank(word: str) -> bool:
    """Whether a lower-case word is a place in a race or a table: "second", "3rd"; not "last", which is more often a time."""
    return word in _words().ranks or _RANK.fullmatch(word) is not None


def is_scale(word: str) -> bool:
    """Whether a word multiplies the number before it: "hundred", "million"."""
    return word in _words().scales


def number(words: Sequence[str]) -> float | None:
    """The number that lower-case words say together: "two thousand five hundred", "1.5 million", "two and a half", "a dozen".

    None where one of them is not part of a number, and where none of them is a number.
    """
    total, part, seen = 0.0, 0.0, False
    known = _words()
    for word in words:
        if word in known.scales:
            part = (part or 1.0) * known.scales[word]
            if known.scales[word] >= _GROUPS:
                total, part = total + part, 0.0
        elif (value := known.units.get(word) or _written(word)) is not None:
            part += value
        elif word in known.fillers:
            continue
        else:
            return None
        seen = True
    return total + part if seen else None


def _written(word: str) -> float | None:
    """The value of digits and fractions."""
    if word in _words().fractions:
        return _words().fractions[word]
    if (parts := _FRACTION.fullmatch(word)) is not None:
        return int(parts[1]) / int(parts[2]) if int(parts[2]) else None
    return float(word.replace(",", "")) if _DIGITS.fullmatch(word) else None


@cache
def _words() -> _Words:
    raw = shipped("numbers.yaml")
    return _Words(raw["units"], raw["scales"], raw["fractions"], frozenset(raw["fillers"]), frozenset(raw["ranks"]))
