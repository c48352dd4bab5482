"""Days near the ends of the calendar, which knows the years 1 to 9999: what lies beyond is its first or its last day."""

from __future__ import annotations

from datetime import UTC, date, datetime

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def shifted(day: date, by: int) -> date:
    """The day so many days later, or earlier where ``by`` is negative."""
    return date.fromordinal(min(max(day.toordinal() + by, _FIRST), _LAST))


def in_utc(moment: datetime) -> datetime:
    """A moment with a time zone in UTC."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        beyond = datetime.min if moment.year == date.min.year else datetime.max
        return beyond.replace(tzinfo=UTC)
