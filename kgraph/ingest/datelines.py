"""Datelines: the place, date and agency that a news paragraph begins with, as in "KYIV, Ukraine, Aug 15 (Reuters) -"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from kgraph.ingest.dates import day_in
from kgraph.ingest.words import alternatives, lists, squeezed, word_set

_LONGEST = 120  # characters of a dateline


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the first ``prefix`` characters of a paragraph say; its sentences begin at ``rest``."""

    prefix: int
    rest: int
    place: str
    day: date | None = None
    agency: str = ""

    @property
    def source(self) -> str:
        """The agency's full name."""
        names: dict[str, str] = lists()["dateline"]["agencies"]
        return next((full for short, full in names.items() if short.lower() == self.agency.lower()), self.agency)


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None.

    It needs an agency in brackets, or a place in capitals before a dash, or one of the well-known places before a colon.
    """
    match = _pattern().match(paragraph[:_LONGEST])
    if match is None or not _is_place(match):
        return None
    rest = len(paragraph) - len(paragraph[match.end() :].lstrip())
    agency = squeezed(match["agency"] or match["first_agency"] or "")
    place = squeezed(match["place"]).strip(" ,")
    return Dateline(len(match[0].rstrip()), rest, place, day_in(match[0]), agency)


def _is_place(match: re.Match[str]) -> bool:
    city = squeezed(match["city"])
    if city.lower() in word_set("dateline", "not_places"):
        return False
    if match["agency"] or match["first_agency"]:
        return True
    known = city.lower() in word_set("dateline", "places")
    if match["mark"] == ":":
        return known and city.isupper()
    following = match.string[match.end() :].lstrip()[:1]
    if following and not (following.isupper() or following.isdigit() or following in "\"“‘'`"):
        return False
    if not city.isupper():  # a life's dates, "Jane Roe (10 May 1915 - ...", look the same but for the place
        return known and match["day"] is not None
    return known or bool(match["region"] or match["day"]) or (len(city) > 4 and len(city.split()) <= 3)


@cache
def _pattern() -> re.Pattern[str]:
    agencies = alternatives(lists()["dateline"]["agencies"])
    months = alternatives(word_set("months"))
    name = r"[A-Z][^\W\d_]*(?:[.'’-][^\W\d_]*)*"
    city = rf"(?P<city>{name}(?:[ /](?:de |la |del |of )?{name}){{0,3}})"
    region = rf"(?P<region>,\s(?:the\s)?{name}(?:\s(?:of\s|and\s)?{name}){{0,3}})"
    day = rf"(?:,?\s\(?(?:(?i:{months})\.?\s\d{{1,2}}|\d{{1,2}}\s(?i:{months})\.?)(?:,?\s\d{{4}})?\)?)"
    first_agency = rf"(?:(?P<first_agency>{agencies})\s?,\s)?"
    agency = rf"(?:,?\s?[(\[](?P<agency>{agencies})\s?(?:[/,][^()\]\n]{{1,30}})?[)\]])"
    mark = r"\s?(?P<mark>--?|—|–|_|:)(?=[\s“\"‘'A-Z]|$)"
    place = rf"(?P<place>{city}(?:(?!,\s(?i:{months})\b){region})?)"
    bare_agency = rf"{first_agency}{place}(?P<day>{day})?(?:{agency}{day}?)?,?{mark}"
    return re.compile(bare_agency)
