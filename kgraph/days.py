"""The days that years and months have."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def first_and_last(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day. Raises ValueError where the calendar does not have it."""
    if day is not None:
        known = date(year, month or 0, day)
        return known, known
    first = date(year, 1 if month is None else month, 1)
    return first, last_of_month(year, 12 if month is None else month)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError where the calendar does not have it."""
    return date(year, month, monthrange(year, month)[1])
