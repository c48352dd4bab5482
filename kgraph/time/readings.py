"""What a time expression means, the scene that it is read in, and the readings of each unit of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kgraph.days import last_of_month
from kgraph.numbers import word_value
from kgraph.time import grammar

Words = Mapping[str, str]
PAST, FUTURE, PRESENT = "past", "future", "present"
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
# How coarse a precision is, and how coarse it may be for counting from it in a unit: no day is two days after "in 2011".
COARSENESS = {"time": 0, "day": 0, "week": 1, "month": 2, "quarter": 3, "half-year": 3, "season": 3, "year": 4} | {
    "D": 0,
    "W": 1,
    "M": 2,
    "Y": 4,
}


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What an expression means: TIMEX3 type and value, and the days it covers where they are known."""

    type: str
    value: str
    begin: date | None = None
    end: date | None = None
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a builder may look at beside the words: the article's day, what was read before, the verb and the neighbours."""

    day: date | None
    before: TimeReading | None  # the dated expression before this one
    near: TimeReading | None  # the day that the same sentence names nearest to this one
    tense: Callable[[], str]
    left: str  # the lexemes beside the expression, lower case
    right: str
    left_pos: str  # part of speech of the token before it
    named: bool = False  # whether it names a happening: "the May 3 attacks"

    def reference(self, letter: str) -> date | None:
        """The day that "later" and "the day before" count units from, None if no expression before is as exact as the unit."""
        if self.before is None or COARSENESS.get(self.before.precision, 9) > COARSENESS[letter]:
            return None
        return self.before.begin


Builder = Callable[[Words, Scene], TimeReading | None]


def day_reading(day: date) -> TimeReading:
    """A day."""
    return TimeReading("DATE", day.isoformat(), day, day, "day")


def week_reading(day: date) -> TimeReading:
    """The week, Monday to Sunday, that holds a day."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return TimeReading("DATE", f"{year}-W{week:02}", monday, monday + timedelta(days=6), "week")


def weekend_reading(day: date) -> TimeReading:
    """The Saturday and Sunday of the week that holds a day."""
    week = week_reading(day)
    saturday = day - timedelta(days=day.isoweekday() - 6)
    return TimeReading("DATE", f"{week.value}-WE", saturday, saturday + timedelta(days=1), "day")


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """The first and the last day of a run of months; a last month before the first one is in the next year."""
    end_year = year + (last < first)
    return date(year, first, 1), last_of_month(end_year, last)


def month_reading(year: int, month: int) -> TimeReading:
    """A month."""
    return TimeReading("DATE", f"{year}-{month:02}", *months(year, month, month), "month")


def quarter_reading(year: int, quarter: int) -> TimeReading:
    """A quarter of a year; ``quarter`` is 1 to 4."""
    return TimeReading("DATE", f"{year}-Q{quarter}", *months(year, 3 * quarter - 2, 3 * quarter), "quarter")


def half_reading(year: int, half: int) -> TimeReading:
    """Half a year; ``half`` is 1 or 2."""
    return TimeReading("DATE", f"{year}-H{half}", *months(year, 6 * half - 5, 6 * half), "half-year")


def season_reading(year: int, season: str) -> TimeReading:
    """A season, SP SU FA or WI; a winter begins in the year that it is named after."""
    return TimeReading("DATE", f"{year}-{season}", *months(year, *SEASONS[season]), "season")


def year_reading(year: int) -> TimeReading:
    """A year."""
    return TimeReading("DATE", f"{year:04}", date(year, 1, 1), date(year, 12, 31), "year")


def decade_reading(year: int) -> TimeReading:
    """The decade, as in 2020 to 2029, that holds a year."""
    first = year // 10 * 10
    return TimeReading("DATE", f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), "decade")


def century_reading(number: int) -> TimeReading:
    """A century; the 21st runs from 2001 to 2100."""
    first = 100 * (number - 1) + 1
    return TimeReading("DATE", f"{number - 1:02}", date(first, 1, 1), date(first + 99, 12, 31), "century")


def staged(reading: TimeReading, words: Words) -> TimeReading:
    """The reading narrowed to a third by "early", "mid", "late"; its value, as TIMEX3 has it, stays."""
    stage = next((v for w in words.get("p", "").split() if (v := grammar.value("part", w) or grammar.value("edge", w))), None)
    if stage is None or reading.begin is None or reading.end is None:
        return reading
    third = ((reading.end - reading.begin).days + 1) / 3
    if third < 1:
        return reading  # days, which intervals are made of, are not cut
    first, last = {"early": (0, 1), "mid": (1, 2), "late": (2, 3)}[stage]
    begin = reading.begin + timedelta(days=round(third * first))
    return replace(reading, begin=begin, end=reading.begin + timedelta(days=round(third * last) - 1))


def plus_months(day: date, count: int) -> date:
    """The day so many months away, or the last day of that month if it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    last = last_of_month(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def plus(day: date, letter: str, count: float) -> date:
    """The day so many units away; units are the letters D W M Y, hours and less leave the day as it is."""
    if letter in ("Y", "M"):
        return plus_months(day, round(count * (12 if letter == "Y" else 1)))
    return day + timedelta(days=round(count * {"D": 1, "W": 7}.get(letter, 0)))


def containing(day: date, letter: str) -> TimeReading:
    """The day, week, month or year that holds a day."""
    if letter == "Y":
        return year_reading(day.year)
    if letter == "M":
        return month_reading(day.year, day.month)
    return week_reading(day) if letter == "W" else day_reading(day)


def in_direction(past: date, future: date, scene: Scene, *, soon: int = 0, just: int = 0, near: int = 0) -> date:
    """The day before or the day after now that the verb's tense points to."""
    assert scene.day is not None
    tense, ahead, back = scene.tense(), (future - scene.day).days, (scene.day - past).days
    if tense == FUTURE:
        return past if back <= just and ahead > 4 * just else future
    if tense == PAST:
        return future if ahead <= soon and back > 4 * soon else past
    return future if ahead <= (max(2 * near, 7) if tense == PRESENT else near) else past


def safe(year: int, month: int, day: int) -> TimeReading | None:
    """A day of the calendar, None if it has no such day."""
    try:
        return day_reading(date(year, month, day))
    except ValueError:
        return None


def number_in(word: str) -> int:
    """The number that a word writes in digits, as an ordinal or as a cardinal: "3rd", "third", "three"; 0 if none."""
    digits = re.match(r"[0-9]+", word)
    return int(digits.group()) if digits else int(grammar.value("ordinal", word) or word_value(word) or 0)


def relative_year(words: Words, scene: Scene) -> int | None:
    """The year that "last year", "next year", "that year" name."""
    shift = words.get("r", "").split()[0]
    reference = scene.reference("Y") if shift in ("that", "same") else scene.day
    return reference.year + direction_sign(shift) if reference else None


def direction_sign(shift: str) -> int:
    """-1, 0 or 1 for "last", "this" and "next" and words like them."""
    kinds = grammar.grammar().kinds
    return {"last": -1, "latest": -1, "next": 1}.get(kinds.get(shift, ""), 0)


def unresolved(letter: str) -> TimeReading:
    """A day, week, month or year that nothing tells which."""
    return TimeReading("DATE", {"W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(letter, "XXXX-XX-XX"))


def part_of(whole: TimeReading, letter: str) -> TimeReading:
    """A day or month of a month or year, nothing tells which."""
    value = whole.value[:7] if whole.precision == "month" else whole.value[:4]
    if whole.precision not in ("month", "year") or letter not in ("D", "M"):
        return unresolved(letter)
    pad = {"D": "-XX-XX", "M": "-XX"}[letter][3 * (len(value) == 7) :]
    return replace(whole, type="DATE", value=value + pad)
