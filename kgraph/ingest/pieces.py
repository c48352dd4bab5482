"""A paragraph by itself: what its words say that it is, before its neighbours are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kgraph.ingest.bylines import names_and_date, names_in, without_places
from kgraph.ingest.dates import is_date_line, published
from kgraph.ingest.paragraphs import Paragraph
from kgraph.ingest.words import (
    alternatives,
    ends_sentence,
    is_name,
    lists,
    squeezed,
    word_set,
    words,
)
from kgraph.model import BlockKind

_LONGEST_LINE = 600  # characters; a longer paragraph is never furniture
MOST_TITLE_WORDS = 30
MOST_SUBTITLE_WORDS = 60
MOST_HEADING_WORDS = 12
_MOST_LABELLED_WORDS = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph on its way to be a block; ``label`` is what stands before its value, as "published" of "Date: 2025-08-16".

    ``day`` is the date that stands beside the names of a byline.
    """

    start: int
    end: int
    group: int
    line: str  # "" for a paragraph too long to be furniture
    kind: BlockKind | None = None
    label: str = ""
    value: str = ""
    day: str = ""

    @property
    def size(self) -> int:
        return self.end - self.start


def piece_of(text: str, paragraph: Paragraph, marked: Mapping[int, BlockKind]) -> Piece:
    """The paragraph with what the mark-up or its words say that it is; ``marked`` maps offsets of paragraphs to kinds."""
    short = paragraph.end - paragraph.start <= _LONGEST_LINE
    line = text[paragraph.start : paragraph.end] if short else ""
    piece = Piece(paragraph.start, paragraph.end, paragraph.group, line)
    kind = marked.get(paragraph.start)
    if kind is BlockKind.TITLE:
        return replace(piece, kind=kind)
    found = next((found for rule in _RULES if (found := rule(piece)) is not None), None) if line else None
    return found or replace(piece, kind=kind)


def _date_line(piece: Piece) -> Piece | None:
    if not is_date_line(piece.line):
        return None
    return replace(piece, kind=BlockKind.DATELINE, label=date_label(piece.line), value=squeezed(piece.line))


def date_label(line: str) -> str:
    """What a line with a date tells: "updated" or "published"."""
    return "updated" if re.match(r"\W*(?:last\s+)?(?:updated|modified)\b", line, re.IGNORECASE) else "published"


def _metadata(piece: Piece) -> Piece | None:
    match = _label_pattern("metadata").match(piece.line)
    if match is None:
        return None
    label, value = _metadata_labels()[squeezed(match[1]).lower()], squeezed(piece.line[match.end() :])
    kind = _METADATA_KINDS[label]
    fits = _METADATA_FITS[label]
    return replace(piece, kind=kind, label=label, value=value) if value and fits(value) else None


def _category(piece: Piece) -> Piece | None:
    match = _label_pattern("category", "labels").match(piece.line)
    value = piece.line[match.end() :].strip() if match else ""
    if not value or ends_sentence(value) or len(words(value)) > _MOST_LABELLED_WORDS:
        return None
    return replace(piece, kind=BlockKind.CATEGORY, value=value)


def _byline(piece: Piece) -> Piece | None:
    line = squeezed(piece.line)
    if re.match(r"\(?" + lists()["byline"]["agency"], line, re.IGNORECASE) and _is_agency_byline(line):
        return replace(piece, kind=BlockKind.BYLINE, label="authors", value=line)
    match = _opener_pattern("byline", "labels").match(line)
    if match is None:
        return dated_byline(piece, line) if re.search(r"\d.*\sby\s", line, re.IGNORECASE) else None
    value = without_places(line[match.end() :].strip())
    if not value:
        return replace(piece, kind=BlockKind.BYLINE, label="name follows")
    return (
        replace(piece, kind=BlockKind.BYLINE, label="authors", value=value, day=names_and_date(value)[1])
        if names_in(value)
        else None
    )


def dated_byline(piece: Piece, line: str) -> Piece | None:
    """The paragraph as a byline where it holds names and a date and nothing else."""
    names, day = names_and_date(line)
    return replace(piece, kind=BlockKind.BYLINE, label="authors", value=line, day=day) if names and day else None


def _is_agency_byline(line: str) -> bool:
    return len(words(line)) <= _MOST_LABELLED_WORDS and (line.startswith("(") or ";" in line or not ends_sentence(line))


def _related(piece: Piece) -> Piece | None:
    line = squeezed(piece.line)
    match = _label_pattern("related", "labels").match(line)
    if match is None and (not ends_sentence(line) or line[:9].isupper()):
        match = _opener_pattern("related", "openers").match(line)
    if match is None or len(words(line)) > _MOST_LABELLED_WORDS:
        return None
    return replace(piece, kind=BlockKind.RELATED, label="" if line[match.end() :].strip() else "headlines follow")


def _notice(piece: Piece) -> Piece | None:
    line = squeezed(piece.line)
    plain = line.lower().strip("()[] ").rstrip(".:!… ")
    if {plain, line.lower()} & word_set("notice", "lines") or re.fullmatch(lists()["notice"]["counts"], plain):
        return replace(piece, kind=BlockKind.NOTICE)
    starts, contains = _notice_patterns()
    found = starts.match(line) or contains.search(line)
    return replace(piece, kind=BlockKind.NOTICE) if found and len(words(line)) <= 60 else None


def _caption(piece: Piece) -> Piece | None:
    match = _label_pattern("caption", "labels").match(squeezed(piece.line))
    return replace(piece, kind=BlockKind.CAPTION) if match else None


def _credit(piece: Piece) -> Piece | None:
    line = squeezed(piece.line)
    if _label_pattern("credit", "labels").match(line):
        return replace(piece, kind=BlockKind.CREDIT if len(words(line)) <= 8 else BlockKind.CAPTION)
    named = _agency_pattern().search(line)
    tail = _credit_tail().search(line)
    if (
        named is None
        or (tail is not None and tail.start() > 0)
        or len(words(line)) > MOST_HEADING_WORDS
        or ends_sentence(line.strip("()[]"))
    ):
        return None
    bracketed = line[0] in "([" and line[-1] in ")]"
    shown = bracketed or "/" in line or "|" in line or line.lower().endswith(named[0].lower())
    return replace(piece, kind=BlockKind.CREDIT) if shown else None


_RULES: tuple[Callable[[Piece], Piece | None], ...] = (
    _notice,
    _date_line,
    _related,
    _byline,
    _caption,
    _credit,
    _category,
    _metadata,
)


def split_labels(piece: Piece, is_head: bool) -> Iterator[Piece]:
    """The paragraph, cut where one part of it is another thing than the rest; "Title: ..." only where an article begins."""
    if piece.label in ("title", "subtitle") and not is_head:
        yield replace(piece, kind=None, label="")
    elif piece.label in ("title", "subtitle"):
        cut = piece.start + len(piece.line) - len(piece.line[piece.line.index(":") + 1 :].lstrip())
        yield Piece(piece.start, piece.start + piece.line.index(":") + 1, piece.group, "", BlockKind.NOTICE)
        yield replace(piece, start=cut, line=piece.line[cut - piece.start :], label="")
    elif piece.kind in (None, BlockKind.CAPTION) and piece.line and (match := _credit_tail().search(piece.line)):
        yield from _cut(piece, match.start(), BlockKind.CAPTION, BlockKind.CREDIT)
    elif piece.kind is None and piece.line and (match := _related_tail().search(piece.line)) and is_headline(match[1]):
        yield from _cut(piece, match.start(1), None, BlockKind.RELATED)
    else:
        yield piece


def _cut(piece: Piece, at: int, first: BlockKind | None, second: BlockKind) -> Iterator[Piece]:
    before = piece.line[:at].rstrip()
    yield replace(piece, end=piece.start + len(before), line=before, kind=first)
    yield replace(piece, start=piece.start + at, line=piece.line[at:], kind=second)


def is_headline(line: str) -> bool:
    """Whether a line could be a headline: short, and neither several sentences nor one that ends in a full stop."""
    return len(words(line)) <= 25 and not re.search(r"[.!?][\"”’]?\s+[“\"A-Z]", line) and not line.endswith(".")


def categories(piece: Piece) -> Iterator[str]:
    """The categories that a paragraph of that kind lists."""
    for part in re.split(r"\s*[,;|/·•>\n]\s*", piece.value):
        single = any(word in part for word in lists()["category"]["single"])
        yield from filter(None, [part] if single else re.split(r"(?<=[a-z]{2})(?=[A-Z])", part.strip()))


def folded(line: str) -> str:
    """The letters and digits of a line, to compare it with another."""
    return "".join(filter(str.isalnum, line.casefold()))


@cache
def _metadata_labels() -> Mapping[str, str]:
    return {name: label for label, names in lists()["metadata"].items() for name in names}


_METADATA_KINDS: Mapping[str, BlockKind] = {
    "title": BlockKind.TITLE,
    "subtitle": BlockKind.SUBTITLE,
    "published": BlockKind.DATELINE,
    "updated": BlockKind.DATELINE,
    "authors": BlockKind.BYLINE,
    "source": BlockKind.CREDIT,
    "url": BlockKind.NOTICE,
}
_METADATA_FITS: Mapping[str, Callable[[str], bool]] = {
    "title": lambda value: len(words(value)) <= MOST_TITLE_WORDS,
    "subtitle": lambda value: len(words(value)) <= MOST_SUBTITLE_WORDS,
    "published": lambda value: published(value) is not None,
    "updated": lambda value: published(value) is not None,
    "authors": lambda value: bool(names_in(value)) or is_name(value),
    "source": lambda value: len(words(value)) <= 8 and not ends_sentence(value.removesuffix(".com")),
    "url": lambda value: re.fullmatch(r"(?:https?://|www\.)\S+", value) is not None,
}


@cache
def _label_pattern(*path: str) -> re.Pattern[str]:
    names = _metadata_labels() if path == ("metadata",) else word_set(*path)
    dash = "" if path == ("metadata",) else r"|\s?\||\s[–—-](?=\s)"
    return re.compile(rf"({alternatives(names)})(?:\s?:{dash})(?!//)", re.IGNORECASE)


@cache
def _opener_pattern(*path: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(word_set(*path))})(?:\s?[:|]\s?|\s|$)", re.IGNORECASE)


@cache
def _notice_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    notice = lists()["notice"]
    return re.compile("|".join(notice["starts"]), re.IGNORECASE), re.compile("|".join(notice["contains"]), re.IGNORECASE)


@cache
def _agency_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(word_set('credit', 'agencies'))})\b", re.IGNORECASE)


@cache
def _credit_tail() -> re.Pattern[str]:
    """A credit that ends a paragraph, which is a caption then: in brackets, or after "Photograph:"."""
    agencies = alternatives(word_set("credit", "agencies"))
    labelled = r"(?<=[.!?”\"]\s)(?:Photograph|Photo|Picture|Image|Photo credit|Image credit|Credit):\s[^.:!?\n]{2,60}$"
    return re.compile(rf"\((?:[^()\n]{{0,60}}\b)?(?i:{agencies})\b[^()\n]{{0,60}}\)\.?$|{labelled}")


@cache
def _related_tail() -> re.Pattern[str]:
    """An invitation to read something else that ends a paragraph of sentences."""
    return re.compile(
        r"[.!?][\"”’]?\s+((?:ALSO READ|READ ALSO|READ MORE|READ NEXT|ALSO WATCH|RELATED|SEE ALSO)\s?[:|–—-].{1,200})$", re.DOTALL
    )
