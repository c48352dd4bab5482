"""Periods: between which days articles appeared whose own day nobody knows, as the user says of their files and folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kgraph.days import first_and_last
from kgraph.errors import SettingsError, shown
from kgraph.model import Interval, TimeBasis

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LINE = re.compile(r":\d+$")
_LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How many characters a day has that is known to a unit."""


class Period(NamedTuple):
    """What is said of when the articles of a file or folder appeared; of all articles where ``path`` is empty."""

    path: str
    interval: Interval


def read_period(text: str) -> Period:
    """What "2004..2005", "archive/old.jsonl=2004-05..2005-01-31" or "archive=2004" says. Raises SettingsError."""
    path, _, days = text.rpartition("=")
    first, dots, last = days.partition("..")
    begin, end = _days(first.strip(), text), _days(last.strip() if dots else first.strip(), text)
    if begin[0] > end[1]:
        raise SettingsError(f"period {text!r} ends before it begins")
    precision = next((unit for unit, length in _LENGTHS.items() if not dots and len(days.strip()) == length), "period")
    return Period(path.strip(), Interval(begin[0], end[1], precision, TimeBasis.INFERRED))


def read_periods(texts: Iterable[str]) -> tuple[Period, ...]:
    """What several say. Raises SettingsError, also on a file or folder that is not there."""
    periods = tuple(map(read_period, texts))
    for period in periods:
        if period.path and not Path(period.path).exists():
            raise SettingsError(f"period: no such file or folder: {shown(period.path)}")
    return periods


def periods_of(articles: Mapping[str, str], periods: Sequence[Period]) -> dict[str, Interval]:
    """The periods of articles, by their ids; ``articles`` are the ids by where they were found.

    Of several periods that hold for an article, the one of the longest path counts, and of equal ones the last.
    """
    known = [(_parts(period.path), period.interval) for period in periods]
    found: dict[str, Interval] = {}
    for origin, article in articles.items():
        own = _parts(_LINE.sub("", origin))
        fitting = [(len(path), place) for place, (path, _) in enumerate(known) if own[: len(path)] == path]
        if fitting:
            found[article] = known[max(fitting)[1]][1]
    return found


def narrower(own: Interval | None, told: Interval | None) -> Interval | None:
    """What an article says of itself where it lies in the period that the user gives; else that period."""
    if own is None or told is None:
        return own or told
    return own if own.overlaps(told) else told


def _parts(path: str) -> tuple[str, ...]:
    return Path(os.path.abspath(path)).parts if path else ()


def _days(text: str, whole: str) -> tuple[date, date]:
    """The first and the last day that a year, a month or a day has."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise SettingsError(f"period {whole!r} is not valid; write 2004..2005, 2004-05..2004-09-30, or PATH=2004..2005")
    year, *smaller = match.groups()
    try:
        return first_and_last(int(year), *(int(part) for part in smaller if part))
    except ValueError:
        raise SettingsError(f"period {whole!r} names a day that is not in the calendar") from None
