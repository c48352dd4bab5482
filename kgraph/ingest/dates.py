"""Dates of publication: what a line or a record's field says about when an article appeared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from kgraph.days import first_and_last
from kgraph.ingest.words import alternatives, lists, word_set
from kgraph.model import Interval, TimeBasis

DAY_FIRST, MONTH_FIRST, EITHER = 1, 2, 4
"""What a date in numbers says of its order; numbers, as several dates say more together."""

_HEAD = 2_000  # characters of a text in which its date is looked for
_LONGEST_SHOWN = 60  # characters of a value, in a message
_LONGEST = 100  # no date with its weekday, time and zone is longer
# Nobody published news in another year, and near the first and the last year of Python's calendar no day can be counted from.
_YEARS = range(1600, 3000)
_ISO = re.compile(
    r"\d{4}(?:-\d{2}-\d{2}|\d{4})(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_ISO_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_JAVASCRIPT = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{2}) (?P<year>\d{4}) (?P<clock>\d{2}:\d{2}:\d{2}) "
    r"GMT(?P<zone>[+-]\d{4})(?: \([^()]{1,60}\))?"
)
_NUMERIC = re.compile(r"\b(?:(\d{4})[/-](\d{1,2})[/-](\d{1,2})|(\d{1,2})([/.-])(\d{1,2})\5(\d{4}))\b")
_SHORT_YEAR = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2})")
_STAMP = re.compile(r"\d{14}")  # 20250816093000, as crawlers write it
_SECONDS = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
_UNKNOWN_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.]00){0,2}")  # 2025, 2025-08, 2025-08-00
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_FIRST_NUMBERS = re.compile(r"\s{0,9}(?:[A-Za-z]{3,9},?\s)?(\d{1,2})([/.-])(\d{1,2})\2\d{4}\b")


def published(value: object, *, day_first: bool | None = None) -> date | datetime | None:
    """The date or moment that a value means, or None where it means none.

    Takes ISO 8601, RFC 2822, seconds or milliseconds since 1970 as a number or as ten or thirteen digits, what JavaScript writes
    ("Tue Nov 19 2019 10:05:00 GMT+0000 (UTC)"), and dates in English words with or without weekday, time and zone.
    A moment is aware where its zone is stated. Of 03/04/2025 day and month cannot be told: None, unless
    ``day_first`` says which it is.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_seconds(value)
    text = " ".join(str(value).split())
    if not text or len(text) > _LONGEST:
        return None
    text = _with_plain_day(text, day_first)
    readers: tuple[Callable[[str], date | datetime | None], ...] = (
        _from_iso,
        _from_digits,
        _from_words,
        _from_javascript,
        _from_spreadsheet,
        _from_mail,
    )
    found = next((found for reader in readers if (found := reader(text)) is not None), None)
    return found if found is not None and found.year in _YEARS else None


def doubt(value: object) -> str:
    """Why a value that is no date cannot be read as one, for a message that begins with the name of its field."""
    shortened = repr(value) if len(repr(value)) <= _LONGEST_SHOWN else repr(value)[: _LONGEST_SHOWN - 3] + "..."
    if isinstance(value, str) and day_order(value) == EITHER:
        return f"{shortened} may be two dates; say --day-first or --month-first"
    return f"{shortened} is not a date; write it as 2025-08-16 or 2025-08-16T09:30:00+00:00"


def undecided(text: str) -> str:
    """The first date in numbers that may be two and stands alone in one of the first lines of a text; "" where there is none."""
    for line in text[:_HEAD].splitlines():
        match = _NUMERIC.search(line) if len(line) <= _LONGEST else None
        if match is not None and day_order(match[0]) == EITHER and is_date_line(line):
            return match[0]
    return ""


def appeared_in(value: object) -> Interval | None:
    """The year or month that a value names without a day, as "2025", "2025-08" and "August 2025" do; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = " ".join(str(value).split())[:_LONGEST]
    for pattern, year, month in ((_UNKNOWN_DAY, 1, 2), (_YEAR_LAST, 2, 1)):
        if match := pattern.fullmatch(text):
            return _whole(int(match[year]), int(match[month] or 0))
    if match := _month_pattern().fullmatch(text):
        return _whole(int(match["year"]), lists()["months"][match["month"].lower()])
    return None


def day_order(text: str) -> int:
    """What a text that begins with a date in numbers says of their order: DAY_FIRST, MONTH_FIRST, EITHER; 0 where nothing."""
    match = _FIRST_NUMBERS.match(text[:_LONGEST])
    if match is None:
        return 0
    first, second = int(match[1]), int(match[3])
    if first == second or not 1 <= min(first, second) <= 12 or max(first, second) > 31:
        return 0
    return EITHER if max(first, second) <= 12 else DAY_FIRST if first > 12 else MONTH_FIRST


def day_in(text: str) -> date | None:
    """The first day with a year that stands in a short text, as in "KYIV, Aug 15, 2025 (Reuters)"."""
    match = _day_pattern().search(text[:_LONGEST])
    return _day(match) if match else None


def days_in(text: str) -> Iterator[tuple[int, date]]:
    """The days with a year that stand in a text, each with its offset: "15 August 2025", "2025-08-15"."""
    for match in _day_pattern().finditer(text):
        if (day := _day(match)) is not None:
            yield match.start(), day
    for match in _ISO_DAY.finditer(text):
        if (day := _made(*map(int, match.groups()))) is not None:
            yield match.start(), day


def moments(line: str, label: str, *, day_first: bool | None = None) -> Iterator[tuple[str, date | datetime]]:
    """What a line of dates tells, each with its label: of "Published 3 May 2025, updated 4 May 2025" two.

    ``label`` is that of what stands before any label in the line: "published" or "updated". ``day_first`` says what 03/04/2025 means.
    """
    start = 0
    for match in [*_label_pattern().finditer(line), None]:
        part = line[start : match.start() if match is not None else None].strip(" ,;:|·•–—-()[].")
        moment = published(part, day_first=day_first)
        if moment is not None:
            yield label, moment
        if match is not None:
            start, label = match.end(), "updated" if match["updated"] else "published"


@cache
def _label_pattern() -> re.Pattern[str]:
    """The labels of the dates in one line."""
    updated, first = (alternatives(word_set("metadata", label)) for label in ("updated", "published"))
    return re.compile(rf"\b(?:(?P<updated>{updated})|{first})\b", re.IGNORECASE)


def is_date_line(line: str, *, with_year: bool = True) -> bool:
    """Whether a line holds a date or a labelled time of day and nothing else, even where the date cannot be told.

    Without ``with_year``, "Aug. 21" is a date too.
    """
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return False
    rest = line
    days = _residue_patterns()[:2] if with_year else (*_residue_patterns()[:2], _yearless_pattern())
    for pattern in (*days, *_residue_patterns()[2:]):
        rest = pattern.sub(" ", rest)
    dated = any(pattern.search(line) for pattern in days)
    timed = _clock_pattern().search(line) is not None and not line.lstrip()[:1].isdigit()
    return not any(map(str.isalnum, rest)) and (dated or timed)


def _from_seconds(seconds: float) -> datetime | None:
    if not seconds < 1e15:
        return None  # more than a float can hold, infinite, or not a number
    seconds = seconds / 1000 if seconds > 1e11 else seconds  # milliseconds, as JavaScript writes them
    if not 31_536_000 <= seconds < 4_102_444_800:
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.utc)  # noqa: UP017 (one spelling of zones in this module)


def _from_javascript(text: str) -> datetime | None:
    match = _JAVASCRIPT.fullmatch(text)
    return _from_mail("{day} {month} {year} {clock} {zone}".format(**match.groupdict())) if match is not None else None


def _from_spreadsheet(text: str) -> date | None:
    """A day as spreadsheets show it: "7-Mar-25"; years up to 68 are of this century, as in the C library."""
    match = _SHORT_YEAR.fullmatch(text)
    month = lists()["months"].get(match[2].lower()) if match is not None else None
    if match is None or month is None:
        return None
    return _made(int(match[3]) + (2000 if int(match[3]) <= 68 else 1900), month, int(match[1]))


def _from_iso(text: str) -> date | datetime | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text.replace(",", "."))
    except ValueError:
        return None


def _from_digits(text: str) -> date | datetime | None:
    """A moment that is one number: 20250816093000, or seconds or milliseconds since 1970 as a table has them."""
    if _SECONDS.fullmatch(text):
        return _from_seconds(float(text))
    return _from_iso(f"{text[:8]}T{text[8:]}") if _STAMP.fullmatch(text) else None


def _with_plain_day(text: str, day_first: bool | None) -> str:
    """The text with its first date in numbers as ISO 8601 has it, if it can be told which day it is."""
    match = _NUMERIC.search(text)
    day = _numbered_day(match, day_first) if match else None
    return f"{text[: match.start()]}{day.isoformat()}{text[match.end() :]}" if match and day else text


def _numbered_day(match: re.Match[str], day_first: bool | None) -> date | None:
    if match[1]:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    first, second, year = int(match[4]), int(match[6]), int(match[7])
    low, high = sorted((first, second))  # 16/08 and 08/16 are one day, 03/04 could be two
    if high > 12 or low == high:
        return _made(year, low, high)
    return None if day_first is None else _made(year, second, first) if day_first else _made(year, first, second)


def _whole(year: int, month: int) -> Interval | None:
    """All days of a month, or of a year where the month is 0."""
    if year not in _YEARS or month > 12:
        return None
    return Interval(*first_and_last(year, month or None), "month" if month else "year", TimeBasis.INFERRED)


def _from_mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):  # the last of a zone a thousand years from Greenwich
        return None


def _from_words(text: str) -> date | datetime | None:
    """The date of a line that holds nothing but a date, with or without weekday, time, zone and a word like "Posted"."""
    plain = _NUMERIC.search(text)
    day = day_in(text) or (_numbered_day(plain, None) if plain else None)
    if day is None or not is_date_line(text):
        return None
    clock = _clock_pattern().search(_day_pattern().sub(" ", _NUMERIC.sub(" ", text)))
    return day if clock is None else _moment(day, clock)


def _day(match: re.Match[str]) -> date | None:
    month = match["month"] or match["month2"]
    return _made(int(match["year"] or match["year2"]), lists()["months"][month.lower()], int(match["day"] or match["day2"]))


def _moment(day: date, match: re.Match[str]) -> date | datetime:
    hour, half = int(match["hour"]), (match["half"] or match["half2"] or "").lower()[:1]
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 23 or int(match["minute"] or 0) > 59:
        return day
    return datetime.combine(day, time(hour, int(match["minute"] or 0)), _zone(match))


def _zone(match: re.Match[str]) -> timezone | None:
    if match["zone"] is not None and match["zone"].lower() in lists()["zones"]:
        return timezone(timedelta(minutes=lists()["zones"][match["zone"].lower()]))
    if match["shift"] is None:
        return None
    hours, minutes = int(match["shift"][1:3]), int(match["shift"][-2:])
    if hours > 23 or minutes > 59:
        return None
    return timezone((-1 if match["shift"][0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _day_words() -> str:
    months = alternatives(word_set("months"))
    return (
        rf"(?:(?P<month>{months})\.?\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})"
        rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-](?P<month2>{months})\.?,?[\s-](?P<year2>\d{{4}}))\b"
    )


@cache
def _day_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b{_day_words()}", re.IGNORECASE)


@cache
def _month_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<month>{alternatives(word_set('months'))})\.?,?[\s-](?P<year>\d{{4}})", re.IGNORECASE)


@cache
def _yearless_pattern() -> re.Pattern[str]:
    months = alternatives(word_set("months"))
    return re.compile(
        rf"\b(?:(?:{months})\.?\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s(?:{months}))\b", re.IGNORECASE
    )


@cache
def _clock_pattern() -> re.Pattern[str]:
    half = r"[ap]\.?\s?m\b\.?"
    minutes = r"(?:\s?:\s?|[.h])(?P<minute>\d{2})(?:\s?:\s?\d{2}(?:[.]\d{1,9})?)?"
    zone = r"(?:\s?(?P<shift>[+-]\d{2}:?\d{2}\b)|\s?\(?(?P<zone>[A-Z]{1,5})\b\)?)?"
    return re.compile(rf"\b(?P<hour>\d{{1,2}})(?:{minutes}\s?(?P<half>{half})?|\s?(?P<half2>{half})){zone}", re.IGNORECASE)


@cache
def _residue_patterns() -> tuple[re.Pattern[str], ...]:
    """What a date line may hold, to be taken away in this order."""
    around = alternatives({*word_set("weekdays"), *word_set("around_dates")})
    return (
        re.compile(
            r"\d{4}-\d{2}-\d{2}(?:T\S{4,30})?|\b\d{1,2}\s?/\s?\d{1,2}\s?/\s?(?:\d{4}|\d{2})\b|\b\d{1,2}([.-])\d{1,2}\1\d{4}\b",
            re.IGNORECASE,
        ),
        _day_pattern(),
        re.compile(r"\b\d{1,2}[\s-]min(?:ute)?s?[\s-]read\b", re.IGNORECASE),
        _clock_pattern(),
        re.compile(rf"\b(?:{around})\b", re.IGNORECASE),
    )
