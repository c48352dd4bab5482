"""The days of feasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kgraph.days import last_of_month


def feast(year: int, rule: Sequence[int]) -> date:
    """The day of a feast: month and day; month, weekday, which one and from which day on; days from Easter Sunday."""
    if len(rule) == 1:
        return easter(year) + timedelta(days=rule[0])
    if len(rule) == 2:
        return date(year, rule[0], rule[1])
    month, weekday, nth, first = (*rule, 1)[:4]
    days = [d for d in range(first, last_of_month(year, month).day + 1) if date(year, month, d).isoweekday() == weekday]
    return date(year, month, days[nth - 1 if nth > 0 else nth])


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, day + 1)
