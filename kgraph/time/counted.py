"""Times counted in units from another: "last week", "two days ago", "three months later"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kgraph.time import grammar
from kgraph.time.amounts import amount, duration, unit_of
from kgraph.time.named import BESIDE, deictic, holiday, month_day, weekday, with_daypart
from kgraph.time.readings import (
    COARSENESS,
    FUTURE,
    PRESENT,
    Scene,
    TimeReading,
    Words,
    century_reading,
    containing,
    day_reading,
    decade_reading,
    direction_sign,
    part_of,
    plus,
    staged,
    unresolved,
)


def _count(words: Words) -> float | None:
    """The number before a unit, with the "and a half" behind it; one where none is said."""
    count = amount(words.get("n", "a"))
    if words.get("n") in ("a", "an") and words["u"] in grammar.grammar().values["units"]:
        return None  # "a years-old conflict"
    return count + 0.5 if count is not None and "half" in words else count


def shifted(words: Words, scene: Scene) -> TimeReading | None:
    """The unit before, at or after the article's day: "last week", "this year", "earlier in the day"."""
    each, letter = unit_of(words["u"])
    sign = direction_sign(words.get("r", "this").split()[0])
    if words["u"].endswith("s") and words["u"] not in ("this",):
        return TimeReading("DURATION", duration(None, words["u"]))
    if letter.startswith("T"):
        return TimeReading("DURATION", duration(1, words["u"]))
    if scene.day is None:
        return unresolved(letter)
    if letter == "Y" and each > 1 and sign < 0:  # "the past decade" ends today
        return stretch({"n": "one", **words}, scene)
    if each == 10:
        return decade_reading(scene.day.year + 10 * sign)
    if each == 100:
        return century_reading(scene.day.year // 100 + 1 + sign)
    if words.get("r", "").startswith(("past", "the past")) and letter != "D":
        return stretch({"n": "one", **words}, scene)
    return staged(containing(plus(scene.day, letter, sign * each), letter), words)


def share(words: Words, _: Scene) -> TimeReading | None:
    """ "the last week of the campaign": of what follows, not of now"""
    return TimeReading("DURATION", duration(None if words["u"] in grammar.grammar().values["units"] else 1, words["u"]))


def _apart(start: date | None, words: Words, sign: int) -> TimeReading:
    """So many units before or after a day, as exact as the unit."""
    count, (each, letter) = _count(words), unit_of(words["u"])
    if start is None or count is None:
        return TimeReading("DATE", "PAST_REF") if sign < 0 else unresolved(letter)
    try:
        moved = plus(start, letter, sign * count * each)
    except (ValueError, OverflowError):  # before year 1: "65 million years ago"
        return TimeReading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    half = letter == "Y" and count * each != int(count * each)
    return containing(moved, "M" if half else letter)


def ago(words: Words, scene: Scene) -> TimeReading | None:
    """ "three days ago" """
    return _apart(scene.day, words, -1)


def ago_exactly(words: Words, scene: Scene) -> TimeReading | None:
    """ "a week ago today": a day, however long the unit."""
    count, (each, letter) = _count(words), unit_of(words["u"])
    if scene.day is None or count is None:
        return TimeReading("DATE", "PAST_REF")
    return day_reading(plus(scene.day, letter, -count * each))


def weekdays_ago(words: Words, scene: Scene) -> TimeReading | None:
    """ "three Fridays ago" """
    wanted, count = int(grammar.value("weekdays", words["w"])), amount(words["n"])
    if scene.day is None or count is None:
        return TimeReading("DATE", "PAST_REF")
    last = scene.day - timedelta(days=(scene.day.isoweekday() - wanted - 1) % 7 + 1)
    return day_reading(last - timedelta(days=7 * (round(count) - 1)))


def nights_ago(words: Words, scene: Scene) -> TimeReading | None:
    """ "two nights ago" """
    count = amount(words["n"])
    if scene.day is None or count is None:
        return TimeReading("DATE", "PAST_REF")
    day = day_reading(scene.day - timedelta(days=round(count)))
    return replace(day, type="TIME", value=f"{day.value}T{grammar.value('dayparts', words['h'])}")


def second_day(words: Words, scene: Scene) -> TimeReading | None:
    """ "the week before last", "the Friday after next" """
    sign = direction_sign(words["r"])
    if "u" in words:
        return _apart(scene.day, {"n": "two", "u": words["u"]}, sign)
    first = weekday({"w": words["w"], "r": words["r"]}, scene)
    return day_reading(first.begin + timedelta(days=7 * sign)) if first and first.begin else first


def counted(words: Words, scene: Scene) -> TimeReading | None:
    """ "a week from Monday", "two days before Christmas" """
    if "w" in words:
        anchor = weekday({"w": words["w"]} | ({"r": words["q"]} if "q" in words else {}), scene)
    elif "h" in words:
        anchor = holiday({"h": words["h"]}, scene)
    elif "m" in words:
        anchor = month_day({"m": words["m"], "d": words["day"]}, scene)
    else:
        anchor = deictic({"d": words["d"]}, scene)
    start = anchor.begin if anchor else None
    return _apart(start, words, -1 if words["r"] == "before" else 1)


def hence(words: Words, scene: Scene) -> TimeReading | None:
    """ "three days from now" """
    return _apart(scene.day, words, 1)


def within(words: Words, scene: Scene) -> TimeReading | None:
    """ "in two weeks": a day to come where the verb looks ahead, else how long it took."""
    if amount(words["n"]) is not None and scene.tense() == FUTURE and not unit_of(words["u"])[1].startswith("T"):
        return _apart(scene.day, words, 1)
    return duration_of(words, scene)


def stretch(words: Words, scene: Scene) -> TimeReading | None:
    """ "the past two months": a duration that ends, or begins, on the article's day."""
    count, (each, letter) = amount(words.get("n", "several")), unit_of(words["u"])
    reading = TimeReading("DURATION", duration(count, words["u"]))
    if scene.day is None or count is None or letter.startswith("T"):
        return reading
    other = plus(scene.day, letter, direction_sign(words["r"].split()[-1]) * count * each)
    begin, end = sorted((scene.day, other))
    return replace(reading, begin=begin, end=end, precision={"D": "day", "W": "week", "M": "month"}.get(letter, "year"))


def vague(words: Words, _: Scene) -> TimeReading | None:
    """ "recent years", "the coming weeks": a duration of unknown length."""
    return TimeReading("DURATION", duration(None, words["u"]))


def from_reference(words: Words, scene: Scene) -> TimeReading | None:
    """ "two weeks later", "a day earlier", "the day before" """
    sign = -1 if words["r"] in ("earlier", "before") else 1
    if words["r"] in ("before", "after") and scene.right not in (".", ",", ";", ":", ")", '"', "and", "but", "", "\n\n"):
        count = None if grammar.value("units", words["u"]) else 1
        return TimeReading("DURATION", duration(count, words["u"]))  # "the day after the vote": counted from an event
    letter = unit_of(words["u"])[1]
    if letter.startswith("T"):
        return _hours_apart(words, scene, sign)
    now = scene.day if sign < 0 and scene.before is None else None  # "up from a year earlier" counts from now
    if sign > 0 and scene.day and scene.tense() == PRESENT:  # "seven months later the promise is broken": that is now
        return containing(scene.day, letter)
    return _apart(scene.reference(letter) or now, words, sign)


def _hours_apart(words: Words, scene: Scene, sign: int) -> TimeReading | None:
    """ "an hour later": how long it was, on the day spoken of"""
    reading = duration_of(words, scene)
    day, count, (each, letter) = scene.reference("D"), _count(words), unit_of(words["u"])
    if reading is None or day is None or count is None:
        return reading
    moved = day + timedelta(days=sign * int(count * each / {"TH": 24, "TM": 1440, "TS": 86400}[letter]))
    return replace(reading, begin=moved, end=moved, precision="day")


def same(words: Words, scene: Scene) -> TimeReading | None:
    """ "the same day", "that week": the one that the expression before names."""
    letter = "D" if "h" in words else unit_of(words["u"])[1]
    if letter.startswith("T"):
        return None
    reference = scene.reference(letter)
    if reference is not None:
        return with_daypart(containing(reference, letter), words)
    return with_daypart(part_of(scene.before, letter) if scene.before else unresolved(letter), words)


def following(words: Words, scene: Scene) -> TimeReading | None:
    """ "the next day", "the following year", "the previous week": beside the day spoken of; "the last week" is beside this one"""
    if words["r"] not in BESIDE and not (words["r"] == "next" and ("h" in words or words["u"] == "day")):
        return shifted(words, scene) if "u" in words else deictic({"r": "last", "h": words["h"]}, scene)
    if "h" in words:
        day = scene.reference("D")
        return with_daypart(day_reading(day + timedelta(days=direction_sign(words["r"]))), words) if day else None
    if words["u"] in grammar.grammar().values["units"]:
        return TimeReading("DURATION", duration(None, words["u"]))
    letter = unit_of(words["u"])[1]
    now = scene.day if scene.before is None and not letter.startswith("T") else None
    return (
        _apart(scene.reference(letter) or now, {"u": words["u"]}, direction_sign(words["r"]))
        if letter in COARSENESS
        else share(words, scene)
    )


def duration_of(words: Words, scene: Scene) -> TimeReading | None:
    """ "two years", "three-day"; as a rate ("$2 billion a year") a set."""
    unit, count = words["u"], _count(words)
    if unit != "second" and grammar.value("ordinal", unit):
        return None
    if words.get("n") in ("a", "an") and scene.left_pos in ("NOUN", "PROPN", "NUM", "SYM") and not unit.endswith("s"):
        return TimeReading("SET", duration(1, unit))  # "$2 billion a year"
    return TimeReading("DURATION", duration(count, unit))
