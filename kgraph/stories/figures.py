"""The figures of a sentence: "at least 40 people", "up to 100 homes"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kgraph.numbers import word_value
from kgraph.resolve.words import stem
from kgraph.stories.values import qualifiers

_YEARS = range(1900, 2101)
_NO_UNIT = frozenset(
    "a am an and at by bn but for from gmt in of on or per pm than the to was were who will with "
    "january february march april may june july august september october november december "
    "minutes hours days weeks months years minute hour day week month year year-old th st nd rd".split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of things: its value, how exact it is ("more", "less", "about", "" for exactly so), what it counts, and its words."""

    value: float
    bound: str
    unit: str
    words: str

    def agrees(self, other: Figure) -> bool:
        """Whether two figures of one thing say the same."""
        return (self.value, self.bound) == (other.value, other.bound)


def figures(sentence: str) -> Iterator[Figure]:
    """The figures of a sentence, in its order; neither years, dates nor spans of time."""
    for match in _figure().finditer(sentence):
        value, unit = _value(match["number"], match["scale"] or ""), match["unit"].lower()
        if value is None or unit in _NO_UNIT or (not match["bound"] and value in _YEARS):
            continue
        bound = qualifiers()[" ".join(match["bound"].lower().split())] if match["bound"] else ""
        yield Figure(value, bound, stem(unit), " ".join(match[0].split()))


def _value(number: str, scale: str) -> float | None:
    value = word_value(number.lower())
    times = word_value(scale.lower()) if scale else 1.0
    return value * times if value is not None and times is not None else None


@cache
def _figure() -> re.Pattern[str]:
    bounds = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in sorted(qualifiers(), key=len, reverse=True))
    words = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen"
    return re.compile(
        rf"(?<![\w.,/£$€-])(?:(?P<bound>{bounds})\s+)?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{words})"
        rf"(?:\s+(?P<scale>hundred|thousand|million|billion))?(?:\s+(?:other|more|of|the|their|his|her|its))*\s+(?P<unit>[a-z][a-z-]+)",
        re.IGNORECASE,
    )
