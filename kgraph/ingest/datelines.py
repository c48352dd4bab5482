"""Datelines: the place, date and agency that a news paragraph begins with, as in "KYIV, Ukraine, Aug 15 (Reuters) -"."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
        """The agency's full name, as written where it is not one of the list."""
        return _full_names().get(self.agency.lower(), self.agency)

    @property
    def is_certain(self) -> bool:
        """Whether a listed agency is named, which nothing but a dateline has before a dash."""
        return self.agency.lower() in _full_names()


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None.

    It needs a listed agency in brackets, or a place in capitals before a dash, with or without a name in brackets between them, or
    one of the well-known places before a colon.
    """
    match = _pattern().match(paragraph[:_LONGEST])
    if match is None or not _is_place(match):
        return None
    rest = len(paragraph) - len(paragraph[match.end() :].lstrip())
    agency = squeezed(match["agency"] or match["first_agency"] or match["other"] or "")
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
        return known and city.isupper() and not match["other"]
    following = match.string[match.end() :].lstrip()[:1]
    if following and not (following.isupper() or following.isdigit() or following in "\"“‘'`„«$€£¥"):
        return False
    if match["other"] and not (city.isupper() and _is_spaced(match) and _could_be_agency(squeezed(match["other"]), city)):
        return False
    if not city.isupper():  # a life's dates, "Jane Roe (10 May 1915 - ...", look the same but for the place
        return known and match["day"] is not None
    return known or bool(match["region"] or match["day"]) or (len(city) > 4 and len(city.split()) <= (4 if match["other"] else 3))


def _is_spaced(match: re.Match[str]) -> bool:
    start, end = match.span("mark")
    return bool(match.string[start - 1].isspace() or match.string[end : end + 1].isspace())


def _could_be_agency(name: str, city: str) -> bool:
    """Whether a name in brackets can be who reports: no place, day or label, and not short for what it follows, as in "TESLA (TSLA)"."""
    lower = name.lower()
    if any(lower in listed for listed in (word_set("dateline", "places"), word_set("dateline", "not_places"))):
        return False
    if set(lower.split()) & (word_set("dateline", "not_agencies") | word_set("weekdays") | word_set("months")):
        return False
    return not (name.isupper() and name[0] == city[0] and _is_inside(name, city))


def _is_inside(short: str, full: str) -> bool:
    """Whether the letters of the one stand in the other, in this order."""
    letters = iter(full)
    return all(letter in letters for letter in short)


@cache
def _full_names() -> Mapping[str, str]:
    return {short.lower(): full for short, full in lists()["dateline"]["agencies"].items()}


@cache
def _pattern() -> re.Pattern[str]:
    agencies = alternatives(lists()["dateline"]["agencies"])
    months = alternatives(word_set("months"))
    name = r"[A-ZÀ-ÖØ-ÞĀČĎĘĽŁŃŐŘŚŞŠŤŪŮŽŹŻİ][^\W\d_]*(?:[.'’-][^\W\d_]*)*"
    city = rf"(?P<city>{name}(?:[ /](?:de |la |del |of )?{name}){{0,3}})"
    region = rf"(?P<region>,\s(?:the\s)?{name}(?:\s(?:of\s|and\s)?{name}){{0,3}})"
    day = rf"(?:,?\s\(?(?:(?i:{months})\.?\s\d{{1,2}}|\d{{1,2}}\s(?i:{months})\.?)(?:,?\s\d{{4}})?\)?)"
    first_agency = rf"(?:(?P<first_agency>{agencies})\s?,\s)?"
    more = r"\s?(?:[/,][^()\]\n]{1,30})?[)\]]"
    other = rf"{name}\d?(?:\s(?:(?:of the|of|for|de|du|and|&)\s)?{name}\d?){{0,2}}"
    agency = rf"(?:,?\s?[(\[](?P<agency>{agencies}){more}|,?\s[(\[](?P<other>{other}){more})"
    mark = r"\s?(?P<mark>--?|—|–|_|:)(?=[\s“\"‘'A-Z]|$)"
    place = rf"(?P<place>{city}(?:(?!,\s(?i:{months})\b){region})?)"
    bare_agency = rf"{first_agency}{place}(?P<day>{day})?(?:{agency}{day}?)?,?{mark}"
    return re.compile(bare_agency)
