"""When an article appeared as far as its address or its name says so: weaker than what it says itself, and better than nothing."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from kgraph.days import first_and_last
from kgraph.ingest.words import alternatives, lists, word_set
from kgraph.model import Interval, TimeBasis

_YEAR = r"(?P<year>(?:19[5-9]|20[0-9])\d)"
_DAY = re.compile(rf"(?<!\d){_YEAR}(?P<mark>[-_.]?)(?P<month>\d{{2}})(?P=mark)(?P<day>\d{{2}})(?!\d)")
"""A day in a name: 2019-11-18, 2019_11_18, 20191118. A year alone is as often what the article is about."""


def appeared(url: str, *names: str) -> Interval | None:
    """The day or month in a web address, else the day in the first name that has one; None where none says so, or one has two days."""
    for found in (_in_path(_path(url)), *map(_in_name, names)):
        if found is not None:
            return found
    return None


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@cache
def _folders() -> re.Pattern[str]:
    """A day or a month in the folders of an address: /2019/11/18/, /2019/nov/."""
    months = alternatives(word_set("months"))
    return re.compile(rf"/{_YEAR}/(?P<month>\d{{2}}|{months})/(?:(?P<day>\d{{2}})(?=/|$))?", re.IGNORECASE)


def _in_path(path: str) -> Interval | None:
    match = _folders().search(path)
    if match is None:
        return _in_name(path)
    month = int(match["month"]) if match["month"].isdigit() else lists()["months"][match["month"].lower()]
    return _interval(int(match["year"]), month, *([int(match["day"])] if match["day"] else []))


def _in_name(name: str) -> Interval | None:
    days = {match.groups() for match in _DAY.finditer(name)}
    found = {(year, month, day) for year, _, month, day in days}
    if len(found) != 1:
        return None
    return _interval(*map(int, found.pop()))


def _interval(year: int, month: int, day: int | None = None) -> Interval | None:
    try:
        first, last = first_and_last(year, month, day)
    except ValueError:
        return None
    return Interval(first, last, "month" if day is None else "day", TimeBasis.INFERRED)
