"""Times that the calendar names: days, weekdays, months, quarters, seasons, years, decades, centuries."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kgraph.time import grammar
from kgraph.time.amounts import amount, unit_of
from kgraph.time.holidays import feast
from kgraph.time.readings import (
    FUTURE,
    PAST,
    PRESENT,
    Scene,
    TimeReading,
    Words,
    century_reading,
    containing,
    day_reading,
    decade_reading,
    direction_sign,
    half_reading,
    in_direction,
    month_reading,
    months,
    number_in,
    plus,
    plus_months,
    quarter_reading,
    relative_year,
    safe,
    season_reading,
    staged,
    unresolved,
    week_reading,
    weekend_reading,
    year_reading,
)

_SOON = 65  # days: "returned by Jan. 14" in an article of Jan. 5 does not speak of the January before
_NEXT_MONTH = 32  # days: the same of "his trip in September" in August
_NEAR = 92  # days: without a verb to tell, a month ahead by no more than a quarter of a year is the coming one
BESIDE = frozenset({"following", "subsequent", "previous", "preceding", "prior"})


def iso(words: Words, _: Scene) -> TimeReading | None:
    """ "2024-05-03" """
    year, month, day = map(int, re.split("[-/]", words["d"]))
    return safe(year, month, day)


def slashed(words: Words, _: Scene) -> TimeReading | None:
    """ "5/3/2024", "5/3/24" """
    if "." in words["d"]:  # the day stands first wherever dots are written
        day, month, year = map(int, words["d"].split("."))
        return safe(year, month, day)
    month, day, year = map(int, words["d"].split("/"))
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    return safe(year, month, day) or safe(year, day, month)


def dashed(words: Words, _: Scene) -> TimeReading | None:
    """ "03-Feb-2025", "3-Feb-25" """
    year = int(words["y"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    return safe(year, int(grammar.value("month", words["m"])), number_in(words["d"]))


def months_of(words: Words, _: Scene) -> TimeReading | None:
    """ "the last three months of 2004" """
    count, (each, letter), year = amount(words["n"]), unit_of(words["u"]), int(words["y"])
    if letter != "M" or count is None or words["r"] not in ("first", "last") or not 0 < count * each < 12:
        return None
    run = int(count * each)
    first = 1 if words["r"] == "first" else 13 - run
    begin, end = months(year, first, first + run - 1)
    quarter = f"Q{(first + 2) // 3}" if run == 3 else f"H{1 if first == 1 else 2}" if run == 6 else ""
    return TimeReading("DATE", f"{year}-{quarter}" if quarter else f"{year}", begin, end, "quarter" if run <= 3 else "half-year")


def month_day(words: Words, scene: Scene) -> TimeReading | None:
    """ "May 3", "3 May 2024", "the 3rd of May" """
    month, number = int(grammar.value("month", words["m"])), number_in(words["d"])
    if "y" in words:
        found = safe(int(words["y"]), month, number)
    elif "r" in words:
        year = relative_year(words, scene)
        found = safe(year, month, number) if year else TimeReading("DATE", f"XXXX-{month:02}-{number:02}")
    else:
        found = _yearless(month, number, scene)
    return with_daypart(found, words) if found else None


def _yearless(month: int, number: int, scene: Scene) -> TimeReading | None:
    if safe(2024, month, number) is None:
        return None
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-{month:02}-{number:02}")
    days = [d.begin for y in (-4, -3, -2, -1, 0, 1, 2, 3, 4) if (d := safe(scene.day.year + y, month, number)) and d.begin]
    past = max(d for d in days if d <= scene.day)
    future = min(d for d in days if d >= scene.day)
    if scene.named and scene.tense() != FUTURE:
        return day_reading(past)
    return day_reading(in_direction(past, future, scene, soon=_SOON, just=_SOON, near=_NEAR))


def another_day(words: Words, scene: Scene) -> TimeReading | None:
    """The second day of "May 3 and 4": in the month of the expression before."""
    before, number = scene.before, number_in(words["d"])
    if before is None or before.precision != "day":
        return None
    if before.begin is None:
        return TimeReading("DATE", f"{before.value[:8]}{number:02}")
    return safe(int(words.get("y", before.begin.year)), before.begin.month, number)


def weekday(words: Words, scene: Scene) -> TimeReading | None:
    """ "Monday", "last Monday", "Monday morning" """
    wanted = int(grammar.value("weekday", words["w"]))
    if scene.day is None:
        return with_daypart(TimeReading("DATE", f"XXXX-WXX-{wanted}"), words)
    back = (scene.day.isoweekday() - wanted) % 7
    past, future = scene.day - timedelta(days=back), scene.day + timedelta(days=(7 - back) % 7)
    shift = words.get("r", "")
    if direction_sign(shift) < 0:
        return with_daypart(day_reading(past if back else past - timedelta(days=7)), words)
    if direction_sign(shift) > 0:
        return with_daypart(day_reading(future if back else future + timedelta(days=7)), words)
    if "this" in shift and back:
        future = past if scene.tense() == PAST else future
        return with_daypart(day_reading(future), words)
    return with_daypart(day_reading(in_direction(past, future, scene)), words)


def later_weekday(words: Words, scene: Scene) -> TimeReading | None:
    """The second of "Monday through Friday": in the week that follows the first."""
    first = scene.reference("D")
    if first is None:
        return weekday(words, scene)
    return day_reading(first + timedelta(days=(int(grammar.value("weekday", words["w"])) - first.isoweekday()) % 7))


def with_daypart(reading: TimeReading, words: Words) -> TimeReading:
    """The reading of a day with the part of the day that its words name."""
    if "h" not in words:
        return reading
    part = grammar.value("daypart", words["h"]) or grammar.value("small_hours", words["h"]) or "NI"
    return replace(reading, type="TIME", value=f"{reading.value}T{part}")


def deictic(words: Words, scene: Scene) -> TimeReading | None:
    """ "today", "tomorrow night", "yesterday morning" """
    steps = int(grammar.value("other_day", words["d"]) or 0) if "d" in words else 0
    if words.get("b"):
        steps *= 2
    if words.get("r"):  # "last night"
        steps = -1
    if scene.day is None:
        return with_daypart(TimeReading("DATE", "XXXX-XX-XX"), words)
    return with_daypart(day_reading(scene.day + timedelta(days=steps)), words)


def month_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "May", "early May 2024", "this month of May" """
    month = int(grammar.value("month", words["m"]))
    if "y" in words:
        return staged(month_reading(int(words["y"]), month), words)
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-{month:02}")
    if "r" in words:  # "April last year"
        named = relative_year(words, scene)
        return staged(month_reading(named, month), words) if named else None
    first = scene.day.replace(day=1)
    year = scene.day.year
    past = date(year - (month > scene.day.month), month, 1)
    future = date(year + (month < scene.day.month), month, 1)
    picked = first if month == first.month else in_direction(past, future, scene, soon=_NEXT_MONTH, near=_NEAR)
    return staged(month_reading(picked.year, month), words)


def nth_day(words: Words, scene: Scene) -> TimeReading | None:
    """ "the last day of May" """
    month = month_of({name: word for name, word in words.items() if name != "n"}, scene)
    if month is None or month.begin is None or month.end is None:
        return TimeReading("DATE", f"{month.value}-XX") if month else None
    if words["n"] == "last":
        return day_reading(month.end)
    return safe(month.begin.year, month.begin.month, number_in(words["n"]))


def nearest_month(words: Words, scene: Scene) -> TimeReading | None:
    """The month, or day, of "last October" and "next May 5"."""
    month, sign = int(grammar.value("month", words["m"])), direction_sign(words["r"])
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-{month:02}")
    now = (scene.day.year, scene.day.month)
    year = scene.day.year + (sign < 0 and (now[0], month) >= now) * -1 + (sign > 0 and (now[0], month) <= now)
    if "d" in words:
        return safe(year, month, number_in(words["d"]))
    return staged(month_reading(year, month), words)


def quarter_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "the first quarter of 2024", "the fourth quarter" """
    spelled = words.get("q", "")
    if not spelled:
        if scene.day is None:
            return TimeReading("DATE", "XXXX-QX")
        moved = plus_months(scene.day, 3 * direction_sign(words["r"].split()[0]))
        return quarter_reading(moved.year, (moved.month + 2) // 3)
    number = int(grammar.value("qn", spelled) or number_in(spelled))
    if not 1 <= number <= 4:
        return None
    if "y" in words:
        return quarter_reading(int(words["y"]), number)
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-Q{number}")
    if words.get("r"):
        return quarter_reading(scene.day.year + direction_sign(words["r"]), number)
    ends = months(scene.day.year, 3 * number - 2, 3 * number)
    tense = scene.tense()
    year = scene.day.year - (ends[0] > scene.day and tense != FUTURE) + (ends[1] < scene.day and tense == FUTURE)
    return quarter_reading(year, number)


def this_quarter(_: Words, scene: Scene) -> TimeReading | None:
    """ "in the quarter": the one spoken of, or else the last one that is over"""
    if scene.before is not None and scene.before.precision == "quarter":
        return scene.before
    return quarter_of({"r": "last"}, scene)


def year_before(words: Words, scene: Scene) -> TimeReading | None:
    """ "the year-earlier quarter", "the year-ago period" """
    if scene.day is None:
        return unresolved("Y")
    spoken = this_quarter(words, scene)
    if spoken is not None and spoken.begin is not None and (words.get("q") == "quarter" or spoken is scene.before):
        return quarter_of({"q": f"q{spoken.value[-1]}", "y": str(spoken.begin.year - 1)}, scene)
    return year_reading(scene.day.year - 1)


def half_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "the first half of 2024", "the second half" """
    number = int(grammar.value("hn", words["h"]) or (2 if words["h"] == "last" else number_in(words["h"])))
    if number not in (1, 2):
        return None
    if "y" in words:
        return half_reading(int(words["y"]), number)
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-H{number}")
    return half_reading(scene.day.year + direction_sign(words.get("r", "this")), number)


def season_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "the summer of 2024", "last winter", "spring" """
    season = str(grammar.value("season", words["s"]))
    if "y" in words:
        return staged(season_reading(int(words["y"]), season), words)
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-{season}")
    around = [season_reading(scene.day.year + step, season) for step in (-2, -1, 0, 1)]
    past = [s for s in around if s.end and s.end < scene.day]
    coming = [s for s in around if s.begin and s.begin > scene.day]
    current = [s for s in around if s.begin and s.end and s.begin <= scene.day <= s.end]
    if words.get("year"):
        return season_reading(scene.day.year + direction_sign(words.get("r", "")), season)
    sign = direction_sign(words["r"]) if "r" in words else 0
    if sign:
        return staged(past[-1] if sign < 0 else coming[0], words)
    if current:
        return staged(current[0], words)
    if "r" in words:  # "this summer": of this year
        return staged(season_reading(scene.day.year, season), words)
    return staged(coming[0] if scene.tense() in (FUTURE, PRESENT) else past[-1], words)


def fiscal_year(words: Words, _: Scene) -> TimeReading | None:
    """ "fiscal 2024" """
    digits = re.sub(r"[^0-9]", "", words["y"])
    year = int(digits) if len(digits) == 4 else 2000 + int(digits[-2:])
    return replace(year_reading(year), value=f"FY{year}")


def year_of(words: Words, _: Scene) -> TimeReading | None:
    """ "2024", "early 2024" """
    return staged(year_reading(int(words["y"])), words)


def decade_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "the 1990s", "the early nineties" """
    digits = int(re.sub(r"[^0-9]", "", words["y"]))
    if digits < 100:
        digits += 1900 if digits > ((scene.day.year if scene.day else 2030) - 2000) else 2000
    return staged(decade_reading(digits), words)


def century_of(words: Words, _: Scene) -> TimeReading | None:
    """ "the 19th century" """
    number = number_in(words["n"])
    return staged(century_reading(number), words) if 1 <= number <= 30 else None


def unit_end(words: Words, scene: Scene) -> TimeReading | None:
    """ "year-end": of this year, unless the verb says that it is over and it is not"""
    letter = unit_of(words["e"])[1]
    if "y" in words:
        return staged(year_reading(int(words["y"])), {"p": "end"})
    if scene.day is None:
        return unresolved(letter)
    this = staged(containing(scene.day, letter), {"p": "end"})
    if this.begin is None or this.begin <= scene.day or scene.tense() != PAST:
        return this
    return staged(containing(plus(scene.day, letter, -1), letter), {"p": "end"})


def weekend_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "the weekend", "last weekend" """
    if scene.day is None:
        return TimeReading("DATE", "XXXX-WXX-WE")
    if "that" in words.get("r", "") and (then := scene.reference("W")):
        return weekend_reading(then)
    this, sign = weekend_reading(scene.day), direction_sign(words.get("r", "").split()[0]) if words.get("r") else 0
    assert this.begin is not None
    begun = this.begin <= scene.day
    if sign:
        step = -7 if sign < 0 else 7 if begun else 0
        return weekend_reading(scene.day + timedelta(days=step))
    ahead = begun or "this" in words.get("r", "") or scene.tense() == FUTURE
    if "this" in words.get("r", "") and not begun and scene.day.isoweekday() <= 2 and scene.tense() == PAST:
        ahead = False  # on a Monday "this weekend" with a past verb is the one just over
    return this if ahead else weekend_reading(scene.day - timedelta(days=7))


def week_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "the week of May 3" """
    day = month_day(words, scene)
    return week_reading(day.begin) if day and day.begin else TimeReading("DATE", "XXXX-WXX")


def holiday(words: Words, scene: Scene) -> TimeReading | None:
    """A feast's day, or its week or weekend; the weekend of a feast on a Monday is the one that it ends."""
    day = _feast_day(words, scene)
    kind = grammar.grammar().kinds.get(words.get("x", ""), "")
    if day is None or day.begin is None or kind not in ("week_word", "weekend"):
        return day
    return week_reading(day.begin) if kind == "week_word" else weekend_reading(day.begin - timedelta(days=2))


def _feast_day(words: Words, scene: Scene) -> TimeReading | None:
    rule: Any = grammar.value("holiday", words["h"])
    if rule is None:
        return None  # a spelling that the lexer took for a feast's and the table does not have
    if "y" in words:
        return day_reading(feast(int(words["y"]), rule))
    if scene.day is None:
        return TimeReading("DATE", f"XXXX-{rule[0]:02}-{rule[1]:02}" if len(rule) == 2 else "XXXX-XX-XX")
    days = [feast(scene.day.year + step, rule) for step in (-2, -1, 0, 1, 2)]
    sign = direction_sign(words["r"]) if "r" in words else 0
    past = max(d for d in days if d < scene.day or (d == scene.day and sign == 0))
    future = min(d for d in days if d > scene.day or (d == scene.day and sign == 0))
    if sign:
        return day_reading(past if sign < 0 else future)
    return day_reading(in_direction(past, future, scene, soon=_SOON, near=_NEAR))
