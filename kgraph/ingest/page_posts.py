"""The posts of a live blog: on which day each paragraph was written.

"This morning" in a post means the morning of the post. JSON-LD has the posts with their moments; where it has not, a time element tells
the moment of what stands around it, as far as no other day is told there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kgraph.ingest.elements import TEXTUAL, key, shown
from kgraph.ingest.json_ld import Told
from kgraph.ingest.page_dates import MOST_TIMES, moment_of
from kgraph.ingest.page_words import names
from kgraph.ingest.pieces import folded
from kgraph.model import day_of

_SHORTEST = 12  # letters by which a paragraph is found in a post
_MOST = 2_000_000  # letters of posts that are searched


def days_of_posts(paragraphs: Sequence[str], page: Any, told: Told, day: date | None, last: date | None) -> Sequence[date | None]:
    """The day of each paragraph of a live blog, None where nobody knows it; nothing where all are of the article's own day.

    ``day`` is that of publication, ``last`` that of the last change.
    """
    if not (told.is_live or _is_live(page)):
        return ()
    known = _in_elements(page) if not told.posts else {}
    found = [known.get(key(text)) for text in paragraphs] if known else _in_json(paragraphs, told)
    days = {one for one in found if one is not None}
    if not days:
        return [None] * len(found) if last is not None and last != day else ()
    if len(days) == 1:
        return () if days == {day} else [*days] * len(found)
    return _filled(found)


def _is_live(page: Any) -> bool:
    types, properties = set(names("live", "types")), set(names("live", "itemprops"))
    return any(
        (element.get("itemtype") or "").lower().rpartition("/")[2] in types
        or (element.get("itemprop") or "").lower() in properties
        for element in page.iter()
        if isinstance(element.tag, str)
    )


def _in_json(paragraphs: Sequence[str], told: Told) -> list[date | None]:
    """The days of the posts in which paragraphs stand."""
    starts, days, texts, length = [], [], [], 0
    for text, day in told.posts:
        starts.append(length)
        days.append(day)
        texts.append(folded(text))
        length += len(texts[-1]) + 1
        if length > _MOST:
            break
    letters = "\n".join(texts)
    places = [letters.find(own) if len(own := key(text)) >= _SHORTEST else -1 for text in paragraphs]
    return [days[bisect_right(starts, place) - 1] if place >= 0 else None for place in places]


def _in_elements(page: Any) -> Mapping[str, date | None]:
    """The days of paragraphs, by their letters; None of one that stands in posts of several days."""
    times = [
        (time, day) for _, time in zip(range(MOST_TIMES), page.iter("time"), strict=False) if (day := day_of(moment_of(time)))
    ]
    around: dict[Any, set[date]] = {}
    for time, day in times:
        for above in (time, *time.iterancestors()):
            around.setdefault(above, set()).add(day)
    found: dict[str, date | None] = {}
    for element in page.iter(*TEXTUAL):
        told = next((around[above] for above in (element, *element.iterancestors()) if above in around), set())
        own = key(shown(element))
        day = next(iter(told)) if len(told) == 1 else None
        found[own] = day if found.get(own, day) == day else None
    return found


def _filled(days: Sequence[date | None]) -> list[date | None]:
    """The days, with those between two equal ones."""
    before, last = [], None
    for day in days:
        last = day or last
        before.append(last)
    behind: list[date | None] = []
    following = None
    for day in reversed(days):
        following = day or following
        behind.append(following)
    return [one if one == other else None for one, other in zip(before, reversed(behind), strict=True)]
