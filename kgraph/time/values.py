"""What time expressions mean: a TIMEX3 type and value, and the days that they cover.

A builder gets the words that a rule of data/time.yaml bound, and the scene: the article's day, the dated expression before, the
verb's tense. It gives a Reading, or None where the words are no time after all.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from kgraph.numbers import word_value
from kgraph.time import grammar
from kgraph.time.amounts import amount, duration, unit_of
from kgraph.time.holidays import feast

Words = Mapping[str, str]
PAST, FUTURE, PRESENT = "past", "future", "present"
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_SOON = 65  # days: "returned by Jan. 14" in an article of Jan. 5 does not speak of the January before
_NEXT_MONTH = 32  # days: the same of "his trip in September" in August
# How coarse a precision is, and how coarse it may be for counting from it in a unit: no day is two days after "in 2011".
_COARSENESS = {"time": 0, "day": 0, "week": 1, "month": 2, "quarter": 3, "half-year": 3, "season": 3, "year": 4} | {
    "D": 0,
    "W": 1,
    "M": 2,
    "Y": 4,
}
_NEAR = 92  # days: without a verb to tell, a month ahead by no more than a quarter of a year is the coming one


@dataclass(frozen=True, slots=True)
class Reading:
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
    before: Reading | None  # the dated expression before this one
    near: Reading | None  # the day that the same sentence names nearest to this one
    tense: Callable[[], str]
    left: str  # the lexemes beside the expression, lower case
    right: str
    left_pos: str  # part of speech of the token before it

    def reference(self, letter: str) -> date | None:
        """The day that "later" and "the day before" count units from, None if no expression before is as exact as the unit."""
        if self.before is None or _COARSENESS.get(self.before.precision, 9) > _COARSENESS[letter]:
            return None
        return self.before.begin


Builder = Callable[[Words, Scene], Reading | None]


# -- readings of each unit ---------------------------------------------------------------------------------------------


def _day(day: date) -> Reading:
    return Reading("DATE", day.isoformat(), day, day, "day")


def _week(day: date) -> Reading:
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Reading("DATE", f"{year}-W{week:02}", monday, monday + timedelta(days=6), "week")


def _weekend(day: date) -> Reading:
    week = _week(day)
    saturday = day - timedelta(days=day.isoweekday() - 6)
    return Reading("DATE", f"{week.value}-WE", saturday, saturday + timedelta(days=1), "day")


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """The first and the last day of a run of months; a last month before the first one is in the next year."""
    end_year = year + (last < first)
    return date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1])


def _month(year: int, month: int) -> Reading:
    return Reading("DATE", f"{year}-{month:02}", *_months(year, month, month), "month")


def _quarter(year: int, quarter: int) -> Reading:
    return Reading("DATE", f"{year}-Q{quarter}", *_months(year, 3 * quarter - 2, 3 * quarter), "quarter")


def _half(year: int, half: int) -> Reading:
    return Reading("DATE", f"{year}-H{half}", *_months(year, 6 * half - 5, 6 * half), "half-year")


def _season(year: int, season: str) -> Reading:
    return Reading("DATE", f"{year}-{season}", *_months(year, *_SEASONS[season]), "season")


def _year(year: int) -> Reading:
    return Reading("DATE", f"{year:04}", date(year, 1, 1), date(year, 12, 31), "year")


def _decade(year: int) -> Reading:
    first = year // 10 * 10
    return Reading("DATE", f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), "decade")


def _century(number: int) -> Reading:
    first = 100 * (number - 1) + 1
    return Reading("DATE", f"{number - 1:02}", date(first, 1, 1), date(first + 99, 12, 31), "century")


def _staged(reading: Reading, words: Words) -> Reading:
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


# -- arithmetic --------------------------------------------------------------------------------------------------------


def _plus_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _plus(day: date, letter: str, count: float) -> date:
    """The day so many units away; units are the letters D W M Y, hours and less leave the day as it is."""
    if letter in ("Y", "M"):
        return _plus_months(day, round(count * (12 if letter == "Y" else 1)))
    return day + timedelta(days=round(count * {"D": 1, "W": 7}.get(letter, 0)))


def _containing(day: date, letter: str) -> Reading:
    """The day, week, month or year that holds a day."""
    if letter == "Y":
        return _year(day.year)
    if letter == "M":
        return _month(day.year, day.month)
    return _week(day) if letter == "W" else _day(day)


def _count(words: Words) -> float | None:
    """The number before a unit, with the "and a half" behind it; one where none is said."""
    count = amount(words.get("n", "a"))
    if words.get("n") in ("a", "an") and words["u"] in grammar.grammar().values["units"]:
        return None  # "a years-old conflict"
    return count + 0.5 if count is not None and "half" in words else count


def _in_direction(past: date, future: date, scene: Scene, *, soon: int = 0, just: int = 0, near: int = 0) -> date:
    """The day before or the day after now that the verb's tense points to."""
    assert scene.day is not None
    tense, ahead, back = scene.tense(), (future - scene.day).days, (scene.day - past).days
    if tense == FUTURE:
        return past if back <= just and ahead > 4 * just else future
    if tense == PAST:
        return future if ahead <= soon and back > 4 * soon else past
    return future if ahead <= (max(2 * near, 7) if tense == PRESENT else near) else past


_BESIDE = frozenset({"following", "subsequent", "previous", "preceding", "prior"})


# -- builders ----------------------------------------------------------------------------------------------------------


def _safe(year: int, month: int, day: int) -> Reading | None:
    try:
        return _day(date(year, month, day))
    except ValueError:
        return None


def _iso(words: Words, _: Scene) -> Reading | None:
    year, month, day = map(int, re.split("[-/]", words["d"]))
    return _safe(year, month, day)


def _slashed(words: Words, _: Scene) -> Reading | None:
    if "." in words["d"]:  # the day stands first wherever dots are written
        day, month, year = map(int, words["d"].split("."))
        return _safe(year, month, day)
    month, day, year = map(int, words["d"].split("/"))
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    return _safe(year, month, day) or _safe(year, day, month)


def _number(word: str) -> int:
    digits = re.match(r"[0-9]+", word)
    return int(digits.group()) if digits else int(grammar.value("ordinal", word) or word_value(word) or 0)


def _relative_year(words: Words, scene: Scene) -> int | None:
    """The year that "last year", "next year", "that year" name."""
    shift = words.get("r", "").split()[0]
    reference = scene.reference("Y") if shift in ("that", "same") else scene.day
    return reference.year + _sign(shift) if reference else None


def _sign(shift: str) -> int:
    kinds = grammar.grammar().kinds
    return {"last": -1, "latest": -1, "next": 1}.get(kinds.get(shift, ""), 0)


def _month_day(words: Words, scene: Scene) -> Reading | None:
    month, number = int(grammar.value("month", words["m"])), _number(words["d"])
    if "y" in words:
        found = _safe(int(words["y"]), month, number)
    elif "r" in words:
        year = _relative_year(words, scene)
        found = _safe(year, month, number) if year else Reading("DATE", f"XXXX-{month:02}-{number:02}")
    else:
        found = _yearless(month, number, scene)
    return _with_daypart(found, words) if found else None


def _yearless(month: int, number: int, scene: Scene) -> Reading | None:
    if _safe(2024, month, number) is None:
        return None
    if scene.day is None:
        return Reading("DATE", f"XXXX-{month:02}-{number:02}")
    days = [d.begin for y in (-4, -3, -2, -1, 0, 1, 2, 3, 4) if (d := _safe(scene.day.year + y, month, number)) and d.begin]
    past = max(d for d in days if d <= scene.day)
    future = min(d for d in days if d >= scene.day)
    return _day(_in_direction(past, future, scene, soon=_SOON, just=_SOON, near=_NEAR))


def _another_day(words: Words, scene: Scene) -> Reading | None:
    before, number = scene.before, _number(words["d"])
    if before is None or before.precision != "day":
        return None
    if before.begin is None:
        return Reading("DATE", f"{before.value[:8]}{number:02}")
    return _safe(int(words.get("y", before.begin.year)), before.begin.month, number)


def _weekday(words: Words, scene: Scene) -> Reading | None:
    wanted = int(grammar.value("weekday", words["w"]))
    if scene.day is None:
        return _with_daypart(Reading("DATE", f"XXXX-WXX-{wanted}"), words)
    back = (scene.day.isoweekday() - wanted) % 7
    past, future = scene.day - timedelta(days=back), scene.day + timedelta(days=(7 - back) % 7)
    shift = words.get("r", "")
    if _sign(shift) < 0:
        return _with_daypart(_day(past if back else past - timedelta(days=7)), words)
    if _sign(shift) > 0:
        return _with_daypart(_day(future if back else future + timedelta(days=7)), words)
    if "this" in shift and back:
        future = past if scene.tense() == PAST else future
        return _with_daypart(_day(future), words)
    return _with_daypart(_day(_in_direction(past, future, scene)), words)


def _later_weekday(words: Words, scene: Scene) -> Reading | None:
    """The second of "Monday through Friday": in the week that follows the first."""
    first = scene.reference("D")
    if first is None:
        return _weekday(words, scene)
    return _day(first + timedelta(days=(int(grammar.value("weekday", words["w"])) - first.isoweekday()) % 7))


def _with_daypart(reading: Reading, words: Words) -> Reading:
    if "h" not in words:
        return reading
    part = grammar.value("daypart", words["h"]) or grammar.value("small_hours", words["h"]) or "NI"
    return replace(reading, type="TIME", value=f"{reading.value}T{part}")


def _deictic(words: Words, scene: Scene) -> Reading | None:
    steps = int(grammar.value("other_day", words["d"]) or 0) if "d" in words else 0
    if words.get("b"):
        steps *= 2
    if words.get("r"):  # "last night"
        steps = -1
    if scene.day is None:
        return _with_daypart(Reading("DATE", "XXXX-XX-XX"), words)
    return _with_daypart(_day(scene.day + timedelta(days=steps)), words)


def _month_of(words: Words, scene: Scene) -> Reading | None:
    month = int(grammar.value("month", words["m"]))
    if "y" in words:
        return _staged(_month(int(words["y"]), month), words)
    if scene.day is None:
        return Reading("DATE", f"XXXX-{month:02}")
    if "r" in words:  # "April last year"
        named = _relative_year(words, scene)
        return _staged(_month(named, month), words) if named else None
    first = scene.day.replace(day=1)
    year = scene.day.year
    past = date(year - (month > scene.day.month), month, 1)
    future = date(year + (month < scene.day.month), month, 1)
    picked = first if month == first.month else _in_direction(past, future, scene, soon=_NEXT_MONTH, near=_NEAR)
    return _staged(_month(picked.year, month), words)


def _nth_day(words: Words, scene: Scene) -> Reading | None:
    """ "the last day of May" """
    month = _month_of({name: word for name, word in words.items() if name != "n"}, scene)
    if month is None or month.begin is None or month.end is None:
        return Reading("DATE", f"{month.value}-XX") if month else None
    if words["n"] == "last":
        return _day(month.end)
    return _safe(month.begin.year, month.begin.month, _number(words["n"]))


def _nearest_month(words: Words, scene: Scene) -> Reading | None:
    """The month, or day, of "last October" and "next May 5"."""
    month, sign = int(grammar.value("month", words["m"])), _sign(words["r"])
    if scene.day is None:
        return Reading("DATE", f"XXXX-{month:02}")
    now = (scene.day.year, scene.day.month)
    year = scene.day.year + (sign < 0 and (now[0], month) >= now) * -1 + (sign > 0 and (now[0], month) <= now)
    if "d" in words:
        return _safe(year, month, _number(words["d"]))
    return _staged(_month(year, month), words)


def _quarter_of(words: Words, scene: Scene) -> Reading | None:
    spelled = words.get("q", "")
    if not spelled:
        if scene.day is None:
            return Reading("DATE", "XXXX-QX")
        moved = _plus_months(scene.day, 3 * _sign(words["r"].split()[0]))
        return _quarter(moved.year, (moved.month + 2) // 3)
    number = int(grammar.value("qn", spelled) or _number(spelled))
    if not 1 <= number <= 4:
        return None
    if "y" in words:
        return _quarter(int(words["y"]), number)
    if scene.day is None:
        return Reading("DATE", f"XXXX-Q{number}")
    if words.get("r"):
        return _quarter(scene.day.year + _sign(words["r"]), number)
    ends = _months(scene.day.year, 3 * number - 2, 3 * number)
    tense = scene.tense()
    year = scene.day.year - (ends[0] > scene.day and tense != FUTURE) + (ends[1] < scene.day and tense == FUTURE)
    return _quarter(year, number)


def _this_quarter(_: Words, scene: Scene) -> Reading | None:
    """ "in the quarter": the one spoken of, or else the last one that is over"""
    if scene.before is not None and scene.before.precision == "quarter":
        return scene.before
    return _quarter_of({"r": "last"}, scene)


def _year_before(words: Words, scene: Scene) -> Reading | None:
    """ "the year-earlier quarter", "the year-ago period" """
    if scene.day is None:
        return _unresolved("Y")
    spoken = _this_quarter(words, scene)
    if spoken is not None and spoken.begin is not None and (words.get("q") == "quarter" or spoken is scene.before):
        return _quarter_of({"q": f"q{spoken.value[-1]}", "y": str(spoken.begin.year - 1)}, scene)
    return _year(scene.day.year - 1)


def _half_of(words: Words, scene: Scene) -> Reading | None:
    number = int(grammar.value("hn", words["h"]) or (2 if words["h"] == "last" else _number(words["h"])))
    if number not in (1, 2):
        return None
    if "y" in words:
        return _half(int(words["y"]), number)
    return _half(scene.day.year + _sign(words.get("r", "this")), number) if scene.day else Reading("DATE", f"XXXX-H{number}")


def _season_of(words: Words, scene: Scene) -> Reading | None:
    season = str(grammar.value("season", words["s"]))
    if "y" in words:
        return _staged(_season(int(words["y"]), season), words)
    if scene.day is None:
        return Reading("DATE", f"XXXX-{season}")
    around = [_season(scene.day.year + step, season) for step in (-2, -1, 0, 1)]
    past = [s for s in around if s.end and s.end < scene.day]
    coming = [s for s in around if s.begin and s.begin > scene.day]
    current = [s for s in around if s.begin and s.end and s.begin <= scene.day <= s.end]
    if words.get("year"):
        return _season(scene.day.year + _sign(words.get("r", "")), season)
    sign = _sign(words["r"]) if "r" in words else 0
    if sign:
        return _staged(past[-1] if sign < 0 else coming[0], words)
    if current:
        return _staged(current[0], words)
    if "r" in words:  # "this summer": of this year
        return _staged(_season(scene.day.year, season), words)
    return _staged(coming[0] if scene.tense() in (FUTURE, PRESENT) else past[-1], words)


def _fiscal_year(words: Words, _: Scene) -> Reading | None:
    digits = re.sub(r"[^0-9]", "", words["y"])
    year = int(digits) if len(digits) == 4 else 2000 + int(digits[-2:])
    return replace(_year(year), value=f"FY{year}")


def _year_of(words: Words, _: Scene) -> Reading | None:
    return _staged(_year(int(words["y"])), words)


def _decade_of(words: Words, scene: Scene) -> Reading | None:
    digits = int(re.sub(r"[^0-9]", "", words["y"]))
    if digits < 100:
        digits += 1900 if digits > ((scene.day.year if scene.day else 2030) - 2000) else 2000
    return _staged(_decade(digits), words)


def _century_of(words: Words, _: Scene) -> Reading | None:
    number = _number(words["n"])
    return _staged(_century(number), words) if 1 <= number <= 30 else None


def _shifted(words: Words, scene: Scene) -> Reading | None:
    """The unit before, at or after the article's day: "last week", "this year", "earlier in the day"."""
    each, letter = unit_of(words["u"])
    sign = _sign(words.get("r", "this").split()[0])
    if words["u"].endswith("s") and words["u"] not in ("this",):
        return Reading("DURATION", duration(None, words["u"]))
    if letter.startswith("T"):
        return Reading("DURATION", duration(1, words["u"]))
    if scene.day is None:
        return _unresolved(letter)
    if letter == "Y" and each > 1 and sign < 0:  # "the past decade" ends today
        return _stretch({"n": "one", **words}, scene)
    if each == 10:
        return _decade(scene.day.year + 10 * sign)
    if each == 100:
        return _century(scene.day.year // 100 + 1 + sign)
    if words.get("r", "").startswith(("past", "the past")) and letter != "D":
        return _stretch({"n": "one", **words}, scene)
    return _staged(_containing(_plus(scene.day, letter, sign * each), letter), words)


def _unit_end(words: Words, scene: Scene) -> Reading | None:
    """ "year-end": of this year, unless the verb says that it is over and it is not"""
    letter = unit_of(words["e"])[1]
    if "y" in words:
        return _staged(_year(int(words["y"])), {"p": "end"})
    if scene.day is None:
        return _unresolved(letter)
    this = _staged(_containing(scene.day, letter), {"p": "end"})
    if this.begin is None or this.begin <= scene.day or scene.tense() != PAST:
        return this
    return _staged(_containing(_plus(scene.day, letter, -1), letter), {"p": "end"})


def _share(words: Words, _: Scene) -> Reading | None:
    """ "the last week of the campaign": of what follows, not of now"""
    return Reading("DURATION", duration(None if words["u"] in grammar.grammar().values["units"] else 1, words["u"]))


def _weekend_of(words: Words, scene: Scene) -> Reading | None:
    if scene.day is None:
        return Reading("DATE", "XXXX-WXX-WE")
    if "that" in words.get("r", "") and (then := scene.reference("W")):
        return _weekend(then)
    this, sign = _weekend(scene.day), _sign(words.get("r", "").split()[0]) if words.get("r") else 0
    assert this.begin is not None
    begun = this.begin <= scene.day
    if sign:
        step = -7 if sign < 0 else 7 if begun else 0
        return _weekend(scene.day + timedelta(days=step))
    ahead = begun or "this" in words.get("r", "") or scene.tense() == FUTURE
    if "this" in words.get("r", "") and not begun and scene.day.isoweekday() <= 2 and scene.tense() == PAST:
        ahead = False  # on a Monday "this weekend" with a past verb is the one just over
    return this if ahead else _weekend(scene.day - timedelta(days=7))


def _week_of(words: Words, scene: Scene) -> Reading | None:
    day = _month_day(words, scene)
    return _week(day.begin) if day and day.begin else Reading("DATE", "XXXX-WXX")


def _unresolved(letter: str) -> Reading:
    """A day, week, month or year that nothing tells which."""
    return Reading("DATE", {"W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(letter, "XXXX-XX-XX"))


def _part_of(whole: Reading, letter: str) -> Reading:
    """A day or month of a month or year, nothing tells which."""
    value = whole.value[:7] if whole.precision == "month" else whole.value[:4]
    if whole.precision not in ("month", "year") or letter not in ("D", "M"):
        return _unresolved(letter)
    pad = {"D": "-XX-XX", "M": "-XX"}[letter][3 * (len(value) == 7) :]
    return replace(whole, type="DATE", value=value + pad)


def _apart(start: date | None, words: Words, sign: int) -> Reading:
    """So many units before or after a day, as exact as the unit."""
    count, (each, letter) = _count(words), unit_of(words["u"])
    if start is None or count is None:
        return Reading("DATE", "PAST_REF") if sign < 0 else _unresolved(letter)
    try:
        moved = _plus(start, letter, sign * count * each)
    except (ValueError, OverflowError):  # before year 1: "65 million years ago"
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    half = letter == "Y" and count * each != int(count * each)
    return _containing(moved, "M" if half else letter)


def _ago(words: Words, scene: Scene) -> Reading | None:
    return _apart(scene.day, words, -1)


def _weekdays_ago(words: Words, scene: Scene) -> Reading | None:
    """ "three Fridays ago" """
    wanted, count = int(grammar.value("weekdays", words["w"])), amount(words["n"])
    if scene.day is None or count is None:
        return Reading("DATE", "PAST_REF")
    last = scene.day - timedelta(days=(scene.day.isoweekday() - wanted - 1) % 7 + 1)
    return _day(last - timedelta(days=7 * (round(count) - 1)))


def _nights_ago(words: Words, scene: Scene) -> Reading | None:
    """ "two nights ago" """
    count = amount(words["n"])
    if scene.day is None or count is None:
        return Reading("DATE", "PAST_REF")
    day = _day(scene.day - timedelta(days=round(count)))
    return replace(day, type="TIME", value=f"{day.value}T{grammar.value('dayparts', words['h'])}")


def _second(words: Words, scene: Scene) -> Reading | None:
    """ "the week before last", "the Friday after next" """
    sign = _sign(words["r"])
    if "u" in words:
        return _apart(scene.day, {"n": "two", "u": words["u"]}, sign)
    first = _weekday({"w": words["w"], "r": words["r"]}, scene)
    return _day(first.begin + timedelta(days=7 * sign)) if first and first.begin else first


def _counted(words: Words, scene: Scene) -> Reading | None:
    """ "a week from Monday", "two days before Christmas" """
    if "w" in words:
        anchor = _weekday({"w": words["w"]} | ({"r": words["q"]} if "q" in words else {}), scene)
    elif "h" in words:
        anchor = _holiday({"h": words["h"]}, scene)
    elif "m" in words:
        anchor = _month_day({"m": words["m"], "d": words["day"]}, scene)
    else:
        anchor = _deictic({"d": words["d"]}, scene)
    start = anchor.begin if anchor else None
    return _apart(start, words, -1 if words["r"] == "before" else 1)


def _hence(words: Words, scene: Scene) -> Reading | None:
    return _apart(scene.day, words, 1)


def _within(words: Words, scene: Scene) -> Reading | None:
    """ "in two weeks": a day to come where the verb looks ahead, else how long it took."""
    if amount(words["n"]) is not None and scene.tense() == FUTURE and not unit_of(words["u"])[1].startswith("T"):
        return _apart(scene.day, words, 1)
    return _duration_of(words, scene)


def _stretch(words: Words, scene: Scene) -> Reading | None:
    """ "the past two months": a duration that ends, or begins, on the article's day."""
    count, (each, letter) = amount(words.get("n", "several")), unit_of(words["u"])
    reading = Reading("DURATION", duration(count, words["u"]))
    if scene.day is None or count is None or letter.startswith("T"):
        return reading
    other = _plus(scene.day, letter, _sign(words["r"].split()[-1]) * count * each)
    begin, end = sorted((scene.day, other))
    return replace(reading, begin=begin, end=end, precision={"D": "day", "W": "week", "M": "month"}.get(letter, "year"))


def _vague(words: Words, _: Scene) -> Reading | None:
    return Reading("DURATION", duration(None, words["u"]))


def _from_reference(words: Words, scene: Scene) -> Reading | None:
    """ "two weeks later", "a day earlier", "the day before" """
    sign = -1 if words["r"] in ("earlier", "before") else 1
    if words["r"] in ("before", "after") and scene.right not in (".", ",", ";", ":", ")", '"', "and", "but", "", "\n\n"):
        count = None if grammar.value("units", words["u"]) else 1
        return Reading("DURATION", duration(count, words["u"]))  # "the day after the vote": counted from an event
    letter = unit_of(words["u"])[1]
    if letter.startswith("T"):
        return _hours_apart(words, scene, sign)
    now = scene.day if sign < 0 and scene.before is None else None  # "up from a year earlier" counts from now
    if sign > 0 and scene.day and scene.tense() == PRESENT:  # "seven months later the promise is broken": that is now
        return _containing(scene.day, letter)
    return _apart(scene.reference(letter) or now, words, sign)


def _hours_apart(words: Words, scene: Scene, sign: int) -> Reading | None:
    """ "an hour later": how long it was, on the day spoken of"""
    reading = _duration_of(words, scene)
    day, count, (each, letter) = scene.reference("D"), _count(words), unit_of(words["u"])
    if reading is None or day is None or count is None:
        return reading
    moved = day + timedelta(days=sign * int(count * each / {"TH": 24, "TM": 1440, "TS": 86400}[letter]))
    return replace(reading, begin=moved, end=moved, precision="day")


def _same(words: Words, scene: Scene) -> Reading | None:
    letter = "D" if "h" in words else unit_of(words["u"])[1]
    if letter.startswith("T"):
        return None
    reference = scene.reference(letter)
    if reference is not None:
        return _with_daypart(_containing(reference, letter), words)
    return _with_daypart(_part_of(scene.before, letter) if scene.before else _unresolved(letter), words)


def _following(words: Words, scene: Scene) -> Reading | None:
    """ "the next day", "the following year", "the previous week": beside the day spoken of; "the last week" is beside this one"""
    if words["r"] not in _BESIDE and not (words["r"] == "next" and ("h" in words or words["u"] == "day")):
        return _shifted(words, scene) if "u" in words else _deictic({"r": "last", "h": words["h"]}, scene)
    if "h" in words:
        day = scene.reference("D")
        return _with_daypart(_day(day + timedelta(days=_sign(words["r"]))), words) if day else None
    if words["u"] in grammar.grammar().values["units"]:
        return Reading("DURATION", duration(None, words["u"]))
    letter = unit_of(words["u"])[1]
    now = scene.day if scene.before is None and not letter.startswith("T") else None
    return (
        _apart(scene.reference(letter) or now, {"u": words["u"]}, _sign(words["r"]))
        if letter in _COARSENESS
        else _share(words, scene)
    )


def _duration_of(words: Words, scene: Scene) -> Reading | None:
    unit, count = words["u"], _count(words)
    if unit != "second" and grammar.value("ordinal", unit):
        return None
    if words.get("n") in ("a", "an") and scene.left_pos in ("NOUN", "PROPN", "NUM", "SYM") and not unit.endswith("s"):
        return Reading("SET", duration(1, unit))  # "$2 billion a year"
    return Reading("DURATION", duration(count, unit))


def _every(words: Words, _: Scene) -> Reading | None:
    if "w" in words:
        number = grammar.value("weekday", words["w"]) or grammar.value("weekdays", words["w"])
        return Reading("SET", f"XXXX-WXX-{number}")
    if "f" in words:
        return Reading("SET", str(grammar.value("frequency", words["f"])))
    if "h" in words:
        kind = grammar.grammar().kinds.get(words["h"], "")
        part = grammar.value(kind, words["h"])
        return Reading("SET", {"daypart": f"XXXX-XX-XXT{part}", "season": f"XXXX-{part}"}.get(kind, "XXXX-WXX-WE"))
    if "nth" in words:  # "every third day"
        return Reading("SET", duration(_number(words["nth"]), words["u"]))
    return Reading("SET", duration(amount(words["n"]) if "n" in words else 2 if "o" in words else 1, words["u"]))


def _clock(words: Words, scene: Scene) -> Reading | None:
    hour, minute = _hour(words)
    if hour > 24 or minute > 59:
        return None
    day = _weekday({"w": words["w"]}, scene) if "w" in words else scene.near or scene.before
    if day is None or day.begin is None or day.precision not in ("day", "time"):
        day = _day(scene.day) if scene.day else None
    date_part = day.value[:10] if day else "XXXX-XX-XX"
    begin = day.begin if day else None
    return Reading("TIME", f"{date_part}T{hour:02}:{minute:02}", begin, begin, "time" if begin else "")


def _hour(words: Words) -> tuple[int, int]:
    spelled = str(grammar.value("noon", words["t"]) or words["t"].replace(".", ":"))
    if re.fullmatch(r"[0-9]{4}", spelled):
        spelled = f"{spelled[:2]}:{spelled[2:]}"
    hour, _, minute = spelled.partition(":")
    number = _number(hour)
    half = words.get("m", "")[:1] or {"AF": "p", "EV": "p", "NI": "p"}.get(str(grammar.value("daypart", words.get("h", ""))), "")
    return number % 12 + 12 if half == "p" else 0 if half == "a" and number == 12 else number, int(minute or 0)


def _holiday(words: Words, scene: Scene) -> Reading | None:
    """A feast's day, or its week or weekend; the weekend of a feast on a Monday is the one that it ends."""
    day = _feast_day(words, scene)
    kind = grammar.grammar().kinds.get(words.get("x", ""), "")
    if day is None or day.begin is None or kind not in ("week_word", "weekend"):
        return day
    return _week(day.begin) if kind == "week_word" else _weekend(day.begin - timedelta(days=2))


def _feast_day(words: Words, scene: Scene) -> Reading | None:
    rule: Any = grammar.value("holiday", words["h"])
    if rule is None:
        return None  # a spelling that the lexer took for a feast's and the table does not have
    if "y" in words:
        return _day(feast(int(words["y"]), rule))
    if scene.day is None:
        return Reading("DATE", f"XXXX-{rule[0]:02}-{rule[1]:02}" if len(rule) == 2 else "XXXX-XX-XX")
    days = [feast(scene.day.year + step, rule) for step in (-2, -1, 0, 1, 2)]
    sign = _sign(words["r"]) if "r" in words else 0
    past = max(d for d in days if d < scene.day or (d == scene.day and sign == 0))
    future = min(d for d in days if d > scene.day or (d == scene.day and sign == 0))
    if sign:
        return _day(past if sign < 0 else future)
    return _day(_in_direction(past, future, scene, soon=_SOON, near=_NEAR))


def _present(_: Words, __: Scene) -> Reading | None:
    return Reading("DATE", "PRESENT_REF")


def _past(_: Words, __: Scene) -> Reading | None:
    return Reading("DATE", "PAST_REF")


def _future(_: Words, __: Scene) -> Reading | None:
    return Reading("DATE", "FUTURE_REF")


def _soon(_: Words, scene: Scene) -> Reading | None:
    """A time to come; where the verb tells of the past ("they soon left"), none that is known."""
    return None if scene.tense() == PAST else Reading("DATE", "FUTURE_REF")


BUILDERS: Mapping[str, Builder] = {
    "iso": _iso,
    "slashed": _slashed,
    "month_day": _month_day,
    "another_day": _another_day,
    "weekday": _weekday,
    "deictic": _deictic,
    "later_weekday": _later_weekday,
    "nth_day": _nth_day,
    "this_quarter": _this_quarter,
    "year_before": _year_before,
    "unit_end": _unit_end,
    "share": _share,
    "counted": _counted,
    "weekdays_ago": _weekdays_ago,
    "nights_ago": _nights_ago,
    "second": _second,
    "soon": _soon,
    "month": _month_of,
    "nearest_month": _nearest_month,
    "quarter": _quarter_of,
    "half": _half_of,
    "season": _season_of,
    "fiscal_year": _fiscal_year,
    "year": _year_of,
    "decade": _decade_of,
    "century": _century_of,
    "shifted": _shifted,
    "weekend": _weekend_of,
    "week_of": _week_of,
    "ago": _ago,
    "hence": _hence,
    "within": _within,
    "stretch": _stretch,
    "vague": _vague,
    "apart": _from_reference,
    "same": _same,
    "following": _following,
    "duration": _duration_of,
    "every": _every,
    "clock": _clock,
    "holiday": _holiday,
    "present": _present,
    "past": _past,
    "future": _future,
}
