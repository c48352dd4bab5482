"""How far apart in time two units are: a number of days, out of the question, or unknown. Unknown is not the same time."""

from __future__ import annotations

from datetime import date

from kgraph.model import Interval
from kgraph.resolve.units import Facts, is_stated, width

_NARROW = 31  # days from which on a stated time does not say when something was
_OFF = 1  # days by which two articles may be at odds about the day of one thing: it was night, or elsewhere
_BEFORE = 60  # days between a stated time and an article from which on the article is about something else


def days_between(a: Facts, b: Facts) -> int | None:
    """The fewest days that may lie between two events; None where nothing says when one of them was."""
    own, other = _about(a), _about(b)
    return None if own is None or other is None else _gap(own, other)


def are_apart(a: Facts, b: Facts) -> bool:
    """Whether what is said of when two events were cannot hold of one: stated times that do not meet, or articles of other times."""
    own, other = _known(a), _known(b)
    if own is None or other is None:
        return False
    return _gap(own, other) > (_OFF if is_stated(a.interval) and is_stated(b.interval) else _BEFORE)


def _known(facts: Facts) -> tuple[date, date] | None:
    """The days that the text states, else those of the article, however many they are."""
    return _ends(facts.interval) if is_stated(facts.interval) else _appeared(facts)


def _appeared(facts: Facts) -> tuple[date, date] | None:
    if facts.day is not None:
        return facts.day, facts.day
    return None if facts.period is None else _ends(facts.period)


def is_stated_alike(a: Facts, b: Facts) -> bool:
    """Whether the text states of both when they were, to the month at least, and the times meet."""
    if not (is_stated(a.interval) and is_stated(b.interval)) or max(width(a.interval)[0], width(b.interval)[0]) > _NARROW:
        return False
    return _gap(_ends(a.interval), _ends(b.interval)) <= _OFF


def _about(facts: Facts) -> tuple[date, date] | None:
    """The days of an event: those that the text states, else its article's, where they are few."""
    if is_stated(facts.interval) and width(facts.interval)[0] <= _NARROW:
        return _ends(facts.interval)
    found = _appeared(facts)
    return found if found is not None and (found[1] - found[0]).days <= _NARROW else None


def _ends(interval: Interval) -> tuple[date, date]:
    return interval.begin or date.min, interval.end or date.max


def _gap(a: tuple[date, date], b: tuple[date, date]) -> int:
    """The days between two stretches of days; 0 where they meet."""
    return max((max(a[0], b[0]) - min(a[1], b[1])).days, 0)
