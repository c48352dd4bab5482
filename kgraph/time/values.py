"""What time expressions mean: a TIMEX3 type and value, and the days that they cover.

A builder gets the words that a rule of data/time.yaml bound, and the scene: the article's day, the dated expression before, the
verb's tense. It gives a Reading, or None where the words are no time after all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kgraph.time import grammar
from kgraph.time.amounts import amount, duration
from kgraph.time.counted import (
    ago,
    ago_exactly,
    counted,
    duration_of,
    following,
    from_reference,
    hence,
    nights_ago,
    same,
    second_day,
    share,
    shifted,
    stretch,
    vague,
    weekdays_ago,
    within,
)
from kgraph.time.named import (
    another_day,
    century_of,
    dashed,
    decade_of,
    deictic,
    fiscal_year,
    half_of,
    holiday,
    iso,
    later_weekday,
    month_day,
    month_of,
    months_of,
    nearest_month,
    nth_day,
    quarter_of,
    season_of,
    slashed,
    this_quarter,
    unit_end,
    week_of,
    weekday,
    weekend_of,
    year_before,
    year_of,
)
from kgraph.time.readings import PAST, Builder, Scene, TimeReading, Words, day_reading, number_in


def _every(words: Words, _: Scene) -> TimeReading | None:
    if "w" in words:
        number = grammar.value("weekday", words["w"]) or grammar.value("weekdays", words["w"])
        return TimeReading("SET", f"XXXX-WXX-{number}")
    if "f" in words:
        return TimeReading("SET", str(grammar.value("frequency", words["f"])))
    if "h" in words:
        kind = grammar.grammar().kinds.get(words["h"], "")
        part = grammar.value(kind, words["h"])
        return TimeReading("SET", {"daypart": f"XXXX-XX-XXT{part}", "season": f"XXXX-{part}"}.get(kind, "XXXX-WXX-WE"))
    if "nth" in words:  # "every third day"
        return TimeReading("SET", duration(number_in(words["nth"]), words["u"]))
    return TimeReading("SET", duration(amount(words["n"]) if "n" in words else 2 if "o" in words else 1, words["u"]))


def _clock(words: Words, scene: Scene) -> TimeReading | None:
    hour, minute = _hour(words)
    if hour > 24 or minute > 59:
        return None
    day = weekday({"w": words["w"]}, scene) if "w" in words else scene.near or scene.before
    if day is None or day.begin is None or day.precision not in ("day", "time"):
        day = day_reading(scene.day) if scene.day else None
    date_part = day.value[:10] if day else "XXXX-XX-XX"
    begin = day.begin if day else None
    return TimeReading("TIME", f"{date_part}T{hour:02}:{minute:02}", begin, begin, "time" if begin else "")


def _hour(words: Words) -> tuple[int, int]:
    spelled = str(grammar.value("noon", words["t"]) or words["t"].replace(".", ":"))
    if re.fullmatch(r"[0-9]{4}", spelled):
        spelled = f"{spelled[:2]}:{spelled[2:]}"
    hour, _, minute = spelled.partition(":")
    number = number_in(hour)
    half = words.get("m", "")[:1] or {"AF": "p", "EV": "p", "NI": "p"}.get(str(grammar.value("daypart", words.get("h", ""))), "")
    return number % 12 + 12 if half == "p" else 0 if half == "a" and number == 12 else number, int(minute or 0)


def _present(_: Words, __: Scene) -> TimeReading | None:
    return TimeReading("DATE", "PRESENT_REF")


def _past(_: Words, __: Scene) -> TimeReading | None:
    return TimeReading("DATE", "PAST_REF")


def _future(_: Words, __: Scene) -> TimeReading | None:
    return TimeReading("DATE", "FUTURE_REF")


def _soon(_: Words, scene: Scene) -> TimeReading | None:
    """A time to come; where the verb tells of the past ("they soon left"), none that is known."""
    return None if scene.tense() == PAST else TimeReading("DATE", "FUTURE_REF")


BUILDERS: Mapping[str, Builder] = {
    "iso": iso,
    "slashed": slashed,
    "month_day": month_day,
    "another_day": another_day,
    "ago_exactly": ago_exactly,
    "dashed": dashed,
    "months_of": months_of,
    "weekday": weekday,
    "deictic": deictic,
    "later_weekday": later_weekday,
    "nth_day": nth_day,
    "this_quarter": this_quarter,
    "year_before": year_before,
    "unit_end": unit_end,
    "share": share,
    "counted": counted,
    "weekdays_ago": weekdays_ago,
    "nights_ago": nights_ago,
    "second": second_day,
    "soon": _soon,
    "month": month_of,
    "nearest_month": nearest_month,
    "quarter": quarter_of,
    "half": half_of,
    "season": season_of,
    "fiscal_year": fiscal_year,
    "year": year_of,
    "decade": decade_of,
    "century": century_of,
    "shifted": shifted,
    "weekend": weekend_of,
    "week_of": week_of,
    "ago": ago,
    "hence": hence,
    "within": within,
    "stretch": stretch,
    "vague": vague,
    "apart": from_reference,
    "same": same,
    "following": following,
    "duration": duration_of,
    "every": _every,
    "clock": _clock,
    "holiday": holiday,
    "present": _present,
    "past": _past,
    "future": _future,
}
