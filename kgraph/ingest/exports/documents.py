"""A document of an archive's export: the lines that belong to it, and the article that they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kgraph.errors import EmptyArticle, KGraphError
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.bylines import names_in
from kgraph.ingest.content import Content, Reading
from kgraph.ingest.dates import is_date_line, published
from kgraph.ingest.words import alternatives, lists, squeezed, word_set
from kgraph.model import Article, BlockKind, Interval, TimeBasis

_LONGEST_LABELLED = 300  # characters of a line that can be a date, a source or a byline
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Document:
    """What an archive says of one article; ``body`` are its lines, blank ones between paragraphs where the export has them."""

    title: str = ""
    body: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str = ""
    source: str = ""
    section: str = ""
    subtitle: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """An archive's way to write its documents; ``documents`` gives them where the lines are an export of it, else None."""

    name: str
    documents: Callable[[Sequence[str]], Iterable[Document] | None]


@dataclass(slots=True)
class Fields:
    """Values under construction, each by the name that it has in `Document`."""

    lines: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """A line more of a value."""
        self.lines.setdefault(name, []).append(value)

    def line(self, name: str) -> str:
        """The value as one line."""
        return squeezed(" ".join(self.lines.get(name, ())))


def labels(*path: str) -> Mapping[str, str]:
    """A table of data/exports.yaml: what each label says, by the label in lower case."""
    found: Any = _data()
    for key in path:
        found = found[key]
    return (
        {str(label).lower(): meaning for label, meaning in found.items()} if isinstance(found, dict) else dict.fromkeys(found, "")
    )


@cache
def one_of(*path: str) -> re.Pattern[str]:
    """A regular expression of data/exports.yaml, or any of a list of them, for a whole line."""
    found: Any = _data()
    for key in path:
        found = found[key]
    return re.compile("|".join([found] if isinstance(found, str) else found), re.IGNORECASE)


def article_of(document: Document, number: int, content: Content, reading: Reading) -> Article | KGraphError:
    """The article of the document with that number, counted from 1 in its file."""
    where, title = f"{content.origin}:{number}", squeezed(document.title)
    body = "\n".join(_bounded(document.body))
    if not title and not body:
        return EmptyArticle("a document without text", where)
    opening = [(title, BlockKind.TITLE), (squeezed(document.subtitle), BlockKind.SUBTITLE)]
    text, marked = _headed(opening, body)
    known = _known(document, title, marked)
    return article(
        text, f"{content.name}:{number}", where, known=known, max_characters=reading.max_characters, day_first=reading.day_first
    )


def names_of(byline: str, *, turned: bool = False) -> tuple[str, ...]:
    """The people of a byline as archives write it: "By JANE DOE in Brussels (now), John Roe"; "Doe, Jane; Roe, John" if ``turned``."""
    if len(byline) > _LONGEST_LABELLED:
        return ()
    line = re.sub(r"\([^()]*\)", " ", byline)
    if turned and (found := _turned(line)):
        return found
    plain = re.sub(r"\s+in\s+[^,;]*", "", line)
    return next((found for each in (line, plain) if (found := names_in(squeezed(each).replace(" ,", ",")))), ())


def is_date(line: str) -> bool:
    """Whether a line is when a document appeared: a date with its year, or a month, a season or a week of a year."""
    return len(line) <= _LONGEST_LABELLED and (is_date_line(line) or _period(line) is not None)


def between(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines without the blank ones at both ends."""
    full = [index for index, line in enumerate(lines) if line]
    return tuple(lines[full[0] : full[-1] + 1]) if full else ()


def groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """The runs of lines without a blank one between."""
    group: list[str] = []
    for line in (*lines, ""):
        if line:
            group.append(line)
        elif group:
            yield group
            group = []


def section_of(value: str) -> str:
    """A section without page and version: "NEWS; Pg. 6" and "NEWS, Page 6" are "NEWS"."""
    return squeezed(re.split(r";|,\s*(?:pg|page|p)\b", value, maxsplit=1, flags=re.IGNORECASE)[0])


def _headed(opening: Iterable[tuple[str, BlockKind]], body: str) -> tuple[str, dict[int, BlockKind]]:
    text, marked = "", {}
    for line, kind in opening:
        if line:
            marked[len(text)] = kind
            text += f"{line}\n\n"
    return (text + body).rstrip(), marked


def _known(document: Document, title: str, marked: Mapping[int, BlockKind]) -> Metadata:
    when = _published(document.date)
    return Metadata(
        title=title,
        source=squeezed(document.source),
        url=document.url,
        authors=document.authors[:_MOST_AUTHORS],
        published=when,
        appeared=_period(document.date) if when is None else None,
        categories=(document.section,) if document.section else (),
        marked=marked,
    )


def _published(line: str) -> date | datetime | None:
    return published(line) if line else None


@cache
def _month_pattern() -> re.Pattern[str]:
    return re.compile(rf"({alternatives(word_set('months'))})\.?,?\s+((?:19|20)\d\d)", re.IGNORECASE)


@cache
def _vague_pattern() -> re.Pattern[str]:
    """Months, seasons, weekdays and days around one year: "July/August 2003", "Spring 2003", "2003"."""
    word = alternatives({*word_set("months"), *word_set("weekdays"), *labels("seasons")})
    return re.compile(rf"(?:(?:{word}|\d{{1,2}})[\s,./–-]*){{0,6}}((?:19|20)\d\d)(?:\s*[/–-]\s*\d{{2}})?", re.IGNORECASE)


def _period(line: str) -> Interval | None:
    """The month of "July 2019", the year of a line that states less; None for any other line."""
    line = squeezed(line)
    match = _month_pattern().fullmatch(line) if len(line) < 60 else None
    if match is not None:
        first = date(int(match[2]), lists()["months"][match[1].lower()], 1)
        return Interval(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month", TimeBasis.STATED)
    match = _vague_pattern().fullmatch(line) if len(line) < 60 else None
    return Interval(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31), "year", TimeBasis.STATED) if match else None


def _turned(line: str) -> tuple[str, ...]:
    """The names of "Doe, Jane; Roe, John, Jr", which stand with the last name first; () for any other line."""
    found = [
        re.fullmatch(r"([^,;]{2,40}),\s*([^,;]{1,40})(?:,\s*(?:Jr|Sr|III?)\.?)?", part.strip(" .")) for part in line.split(";")
    ]
    if not all(found) or (len(found) == 1 and not _is_turned(line)):
        return ()
    return tuple(squeezed(f"{each[2]} {each[1]}") for each in found if each is not None)


def _is_turned(line: str) -> bool:
    """Whether one comma parts a last name from first names, and not two people: "Doe, Jane A"."""
    last, _, first = line.partition(",")
    return len(last.split()) <= 2 and 1 <= len(first.split()) <= 2 and len(names_in(line)) != 2


def _bounded(body: Sequence[str]) -> Iterator[str]:
    """The lines of a body with at most one blank line together."""
    last = ""
    for line in between(body):
        if line or last:
            yield line
        last = line


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / "exports.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return loaded
