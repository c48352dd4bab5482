"""Authors: the names in a byline, and the date that may stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kgraph.ingest.dates import is_date_line
from kgraph.ingest.words import is_name, lists, squeezed, word_set, words

_MOST_AUTHORS = 12
_LONGEST_DATE = 100  # characters
_WHERE = re.compile(r"(?<=\w)\s+in\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}(?=\s*(?:,|;|&|\||$|\band\b|\s[–—-]\s))")
_BREAK = re.compile(r"\s*[|•·,;]\s*|\s+[–—-]+\s+|\s*\(|\s+")


def names_in(line: str) -> tuple[str, ...]:
    """The people that a byline names, without what they are: "By Jane Doe and John Roe, Staff Writers" has two.

    Empty where the line is no byline, that is where some part of it is neither a name nor an affiliation nor, at its end, a date.
    """
    return names_and_date(line)[0]


def without_places(line: str) -> str:
    """The names of a byline without where they wrote: "Jane Doe in Oslo and John Roe".

    Only of what is known to be a byline: "Donald Trump in Paris" is a headline.
    """
    return _WHERE.sub("", line)


@lru_cache(maxsize=1024)
def names_and_date(line: str) -> tuple[tuple[str, ...], str]:
    """The people that a byline names and the date that stands after or before them, "" where there is none.

    "By Jane Doe | Friday, 4 July 2025" and "July 4, 2025, by Jane Doe" have both. The date may lack its year.
    """
    line = squeezed(line)
    for head, tail in _breaks(line) if any(map(str.isdigit, line)) else ():
        if is_date_line(tail, with_year=False) and (names := _names(head)):
            return names, tail
        if is_date_line(head) and (names := _names(tail)):
            return names, head
    return _names(line), ""


def _breaks(line: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each place where a date could begin or end."""
    for match in _BREAK.finditer(line):
        if min(match.start(), len(line) - match.end()) <= _LONGEST_DATE:
            yield line[: match.start()], line[match.end() :]


def _names(line: str) -> tuple[str, ...]:
    line = line.strip("()[] ")
    if agency := re.match(lists()["byline"]["agency"], line, re.IGNORECASE):
        return _agency_names(line[agency.end() :])
    line = re.sub(r"\s+for\s+.*", "", _labels().sub("", line, count=1), flags=re.IGNORECASE)
    return _split(line)


def _split(line: str) -> tuple[str, ...]:
    parts = [part for part in re.split(r"\s*(?:,|;|&|\||•|·|\s[–—-]\s|\band\b)\s*", line) if part]
    if not parts or len(parts) > _MOST_AUTHORS or not is_name(_clean(parts[0])):
        return ()
    names = [_clean(part) for part in parts if is_name(_clean(part)) and not _is_affiliation(part)]
    others = [part for part in parts if not is_name(_clean(part)) and not _is_affiliation(part) and len(words(part)) > 1]
    return () if others and not _has_affiliation(line) else tuple(dict.fromkeys(names))


def _agency_names(line: str) -> tuple[str, ...]:
    """The reporters of "Reporting by Jane Doe in Kyiv and John Roe; Editing by ...": the editors are no authors."""
    reporters = re.split(r"[;.)]|\s(?:editing|writing|compiled)\s+by\b", line, maxsplit=1, flags=re.IGNORECASE)[0]
    parts = [re.sub(r"\s+in\s.*", "", part) for part in re.split(r",|\band\b", reporters)]
    return tuple(part.strip() for part in parts if is_name(part.strip()))


def _clean(part: str) -> str:
    """A name without titles at its end and with capitals only at the start of words."""
    name = part.strip(" .*").removesuffix(", Jr")
    return name.title() if name.isupper() and len(name) > 6 else name


def _is_affiliation(part: str) -> bool:
    return any(word.lower() in word_set("byline", "affiliations") for word in words(part))


def _has_affiliation(line: str) -> bool:
    return any(_is_affiliation(part) for part in line.split(","))


@cache
def _labels() -> re.Pattern[str]:
    names = "|".join(sorted((re.escape(name) for name in word_set("byline", "labels")), key=len, reverse=True))
    return re.compile(rf"^(?:(?:{names})\s*:?\s+)", re.IGNORECASE)
