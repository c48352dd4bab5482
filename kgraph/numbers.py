"""Whole numbers as texts write them, where Python's own reading takes too little or too much."""

from __future__ import annotations

import re

_MOST_DIGITS = 15  # of what a text counts: a float holds it exactly, and int() refuses more than some thousands
_DIGITS = re.compile(rf"[0-9]{{1,{_MOST_DIGITS}}}")


def whole_number(word: str) -> int | None:
    """The number that a word of ASCII digits says; None for any other word ("²", "٣") and for one of more than fifteen digits."""
    return int(word) if _DIGITS.fullmatch(word) else None
