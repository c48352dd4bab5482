"""When a page says that its article was published and last changed: in JSON-LD, meta elements and time elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from kgraph.ingest.dates import days_in, moments, published
from kgraph.ingest.elements import shown
from kgraph.ingest.json_ld import Told
from kgraph.ingest.page_words import names
from kgraph.ingest.words import alternatives, squeezed
from kgraph.model import day_of

MOST_TIMES = 2_000
"""Time elements of a page that are looked at."""
_ELSEWHERE = ("aside", "nav", "footer", "form")  # a date inside one of them is that of another article
_NAMED = ("class", "itemprop", "id", "data-testid", "data-test-id")
_LONGEST_NAME = 500  # characters

Moment = date | datetime


def page_moments(page: Any, told: Told, day_first: bool | None = None) -> tuple[Moment | None, Moment | None]:
    """When the article of a page was published, and when it was changed after that; None where the page does not say so.

    ``day_first`` says what 03/04/2025 means.
    """
    metas = {_meta_name(meta): meta.get("content") for meta in page.iter("meta") if meta.get("content")}
    times = list(_times(page, day_first))
    first, last = (
        _most_exact(
            [
                own,
                *_read((metas.get(name) for name in names("meta", label)), day_first),
                *(moment for its, moment in times if its == label),
            ]
        )
        for label, own in (("published", told.published), ("modified", told.modified))
    )
    return first, last if last is not None and (first is None or is_later(last, first)) else None


def _most_exact(moments: Iterable[Moment | None]) -> Moment | None:
    """The first of several; where it is only a day, the first that tells a time of that day."""
    known = [moment for moment in moments if moment is not None]
    exact = (moment for moment in known if isinstance(moment, datetime) and day_of(moment) == day_of(known[0]))
    return known[0] if known and isinstance(known[0], datetime) else next(exact, next(iter(known), None))


def is_later(moment: Moment, other: Moment) -> bool:
    """Whether a moment comes after another, as far as both are known."""
    if isinstance(moment, datetime) and isinstance(other, datetime) and (moment.tzinfo is None) == (other.tzinfo is None):
        return moment > other
    return (day_of(moment) or date.min) > (day_of(other) or date.min)


def guessed(guess: Moment | None, page: Any, day_first: bool | None) -> Moment | None:
    """The day that was guessed for a page, unless all that the page has of it is a date in numbers that may be two, such as 03/04/2025.

    Of such a date it is the day that ``day_first`` makes of it, None where nothing says so.
    """
    day = day_of(guess)
    if day is None or day.day > 12 or day.day == day.month:
        return guess
    numbers = f"0?{day.day}(?P<sign>[/.-])0?{day.month}", f"0?{day.month}(?P<sign>[/.-])0?{day.day}"
    written = "\n".join([shown(page), *(value for each in page.iter() if isinstance(each.tag, str) for value in each.values())])
    found = next((match for each in numbers if (match := re.search(rf"\b{each}(?P=sign){day.year}\b", written))), None)
    if (
        found is None
        or re.search(rf"\b{day.year}(?P<sign>[/-]?)0?{day.month}(?P=sign)0?{day.day}", written)
        or any(day == each for _, each in days_in(written))
    ):
        return guess
    return published(found[0], day_first=day_first)


def moment_of(time: Any, day_first: bool | None = None) -> Moment | None:
    """The moment of a time element, by its attributes."""
    return next(_read((time.get(name) for name in names("time", "attributes")), day_first), None)


def _read(values: Iterable[Any], day_first: bool | None) -> Iterator[Moment]:
    return (moment for value in values if (moment := published(value, day_first=day_first)) is not None)


def _meta_name(meta: Any) -> str:
    return str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()


def _times(page: Any, day_first: bool | None) -> Iterator[tuple[str, Moment]]:
    """The moments of time elements that say what they are, in the order of the page; those that programs are told first."""
    found = [time for _, time in zip(range(MOST_TIMES), page.iter("time"), strict=False)]
    for time in found:
        moment = moment_of(time, day_first) if time.get("pubdate") is not None or _name(time) == "datepublished" else None
        if moment is not None:
            yield "published", moment
    for time in found:
        label = _label(time) if next(time.iterancestors(*_ELSEWHERE), None) is None else ""
        if label and (moment := moment_of(time, day_first)) is not None:
            yield label, moment
        elif len(text := squeezed(shown(time))) <= _LONGEST_NAME:
            said = moments(text, "", day_first=day_first)
            yield from (
                (_own(own), moment) for own, moment in said if own or label
            )  # the text may say itself: "Updated: 3 May 2025"


def _own(label: str) -> str:
    return "modified" if label == "updated" else label or "published"


def _name(time: Any) -> str:
    return (time.get("itemprop") or "").lower()


def _label(time: Any) -> str:
    """What the names of an element say of its date."""
    own = " ".join(str(time.get(name) or "")[:_LONGEST_NAME] for name in _NAMED).lower()
    return next((label for label in ("published", "modified") if _pattern(label).search(own)), "")


@cache
def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){alternatives(names('time', label))}(?![a-z])")
