"""How many of which unit: the numbers and units of time expressions, and TIMEX3 durations."""

from __future__ import annotations

import re

from kgraph.numbers import number
from kgraph.time import grammar


def unit_of(word: str) -> tuple[float, str]:
    """How many of which letter a unit is: "decades" are ten Y, "hour" one TH."""
    kinds = ("unit_end", "day_word", "week_word", "year_word", "century_word", "unit_word", "units", "quarter")
    spelled = next((v for v in (grammar.value(kind, word) for kind in kinds) if v), "1TS")
    match = re.fullmatch(r"(\d+)(T?[A-Z])", spelled)
    assert match is not None, spelled  # the data file is ours
    return int(match[1]), match[2]


def amount(words: str) -> float | None:
    """The number that words say before a unit: "twenty - five", "5 1/2", "two and a half", "a dozen"; None for "several"."""
    told = [word for word in words.split() if not any(grammar.is_of(kind, word) for kind in ("more", "about", "of"))]
    found = number(told)
    return 1.0 if found is None and told in (["a"], ["an"], ["another"]) else found


def duration(count: float | None, word: str) -> str:
    """The TIMEX3 value of so many units; PXD where the number is not said."""
    each, letter = unit_of(word)
    time, letter = ("T", letter[1]) if letter.startswith("T") else ("", letter)
    if count is None:
        return f"P{time}X{letter}"
    total = count * each
    if total == int(total):
        return f"P{time}{int(total)}{letter}"
    if letter in ("H", "Y") and count > 0:
        rest = round((total - int(total)) * (60 if letter == "H" else 12))
        return f"P{time}{int(total)}{letter}{rest}M" if int(total) else f"P{time}{rest}M"
    return f"P{time}{total:g}{letter}"
