"""What stands around the sentences of a news article: headlines, bylines, datelines, headings, captions, notices.

Every rule asks for a clear sign and falls back to BODY, because a lost sentence costs more than a heading that is read as one.
The word lists are in data/furniture.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from kgraph.ingest.bylines import names_and_date, names_in
from kgraph.ingest.datelines import Dateline, dateline
from kgraph.ingest.dates import is_date_line, published
from kgraph.ingest.paragraphs import Paragraph, paragraphs
from kgraph.ingest.words import (
    CLOSING_QUOTES,
    alternatives,
    begins_quotation,
    ends_sentence,
    is_name,
    is_title_case,
    lists,
    squeezed,
    without_quotes,
    word_set,
    words,
)
from kgraph.model import Block, BlockKind, Span

_LONGEST_LINE = 600  # characters; a longer paragraph is never furniture
_MOST_TITLE_WORDS = 30
_MOST_SUBTITLE_WORDS = 60
_MOST_HEADING_WORDS = 12
_MOST_PLAIN_HEADING_WORDS = 8  # of a heading in small letters
_MOST_LABELLED_WORDS = 40
_OPENING = frozenset({BlockKind.TITLE, BlockKind.SUBTITLE, BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CATEGORY})
_PARTED = re.compile(r"[|•·]|\s[–—-]+\s|\b(?:published|posted|updated)\b", re.IGNORECASE)  # a comma is as good a sign of a place
_HEAD = 8  # paragraphs in which a title that is known is looked for


@dataclass(frozen=True, slots=True)
class Furniture:
    """The blocks of a text in order, and what they say about the article."""

    blocks: tuple[Block, ...]
    title: str = ""
    source: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    published: date | datetime | None = None
    place: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
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


def classify(
    text: str, *, title: str = "", authors: Iterable[str] = (), marked: Mapping[int, BlockKind] | None = None
) -> Furniture:
    """The blocks of a text and the metadata in them.

    ``title`` and ``authors`` are what is known beside the text; ``marked`` gives the kind of the paragraph that begins at an
    offset, where the mark-up of a page says it. The blocks are disjoint and hold every character that is not white space.
    """
    pieces = [_piece(text, paragraph, marked or {}) for paragraph in paragraphs(text)]
    pieces = [part for index, piece in enumerate(pieces) for part in _split_labels(piece, index < _HEAD)]
    pieces = _with_dated_names(pieces, _folded(title))
    pieces = _in_context(pieces, frozenset(map(_folded, authors)))
    pieces = _with_title(pieces, title)
    pieces = _with_subtitle(pieces)
    pieces = _with_headings(pieces)
    pieces, place = _with_datelines(text, pieces)
    return _furniture(pieces, place)


# One paragraph by itself


def _piece(text: str, paragraph: Paragraph, marked: Mapping[int, BlockKind]) -> _Piece:
    short = paragraph.end - paragraph.start <= _LONGEST_LINE
    line = text[paragraph.start : paragraph.end] if short else ""
    piece = _Piece(paragraph.start, paragraph.end, paragraph.group, line)
    kind = marked.get(paragraph.start)
    if kind is BlockKind.TITLE:
        return replace(piece, kind=kind)
    found = next((found for rule in _RULES if (found := rule(piece)) is not None), None) if line else None
    return found or replace(piece, kind=kind)


def _date_line(piece: _Piece) -> _Piece | None:
    if not is_date_line(piece.line):
        return None
    return replace(piece, kind=BlockKind.DATELINE, label=_date_label(piece.line), value=squeezed(piece.line))


def _date_label(line: str) -> str:
    return "updated" if re.match(r"\W*(?:last\s+)?(?:updated|modified)\b", line, re.IGNORECASE) else "published"


def _metadata(piece: _Piece) -> _Piece | None:
    match = _label_pattern("metadata").match(piece.line)
    if match is None:
        return None
    label, value = _metadata_labels()[squeezed(match[1]).lower()], squeezed(piece.line[match.end() :])
    kind = _METADATA_KINDS[label]
    fits = _METADATA_FITS[label]
    return replace(piece, kind=kind, label=label, value=value) if value and fits(value) else None


def _category(piece: _Piece) -> _Piece | None:
    match = _label_pattern("category", "labels").match(piece.line)
    value = piece.line[match.end() :].strip() if match else ""
    if not value or ends_sentence(value) or len(words(value)) > _MOST_LABELLED_WORDS:
        return None
    return replace(piece, kind=BlockKind.CATEGORY, value=value)


def _byline(piece: _Piece) -> _Piece | None:
    line = squeezed(piece.line)
    if re.match(r"\(?" + lists()["byline"]["agency"], line, re.IGNORECASE) and _is_agency_byline(line):
        return replace(piece, kind=BlockKind.BYLINE, label="authors", value=line)
    match = _opener_pattern("byline", "labels").match(line)
    if match is None:
        return _dated_byline(piece, line) if re.search(r"\d.*\sby\s", line, re.IGNORECASE) else None
    value = line[match.end() :].strip()
    if not value:
        return replace(piece, kind=BlockKind.BYLINE, label="name follows")
    return (
        replace(piece, kind=BlockKind.BYLINE, label="authors", value=value, day=names_and_date(value)[1])
        if names_in(value)
        else None
    )


def _dated_byline(piece: _Piece, line: str) -> _Piece | None:
    """The paragraph as a byline where it holds names and a date and nothing else."""
    names, day = names_and_date(line)
    return replace(piece, kind=BlockKind.BYLINE, label="authors", value=line, day=day) if names and day else None


def _is_agency_byline(line: str) -> bool:
    return len(words(line)) <= _MOST_LABELLED_WORDS and (line.startswith("(") or ";" in line or not ends_sentence(line))


def _related(piece: _Piece) -> _Piece | None:
    line = squeezed(piece.line)
    match = _label_pattern("related", "labels").match(line)
    if match is None and (not ends_sentence(line) or line[:9].isupper()):
        match = _opener_pattern("related", "openers").match(line)
    if match is None or len(words(line)) > _MOST_LABELLED_WORDS:
        return None
    return replace(piece, kind=BlockKind.RELATED, label="" if line[match.end() :].strip() else "headlines follow")


def _notice(piece: _Piece) -> _Piece | None:
    line = squeezed(piece.line)
    plain = line.lower().strip("()[] ").rstrip(".:!… ")
    if {plain, line.lower()} & word_set("notice", "lines") or re.fullmatch(lists()["notice"]["counts"], plain):
        return replace(piece, kind=BlockKind.NOTICE)
    starts, contains = _notice_patterns()
    found = starts.match(line) or contains.search(line)
    return replace(piece, kind=BlockKind.NOTICE) if found and len(words(line)) <= 60 else None


def _caption(piece: _Piece) -> _Piece | None:
    match = _label_pattern("caption", "labels").match(squeezed(piece.line))
    return replace(piece, kind=BlockKind.CAPTION) if match else None


def _credit(piece: _Piece) -> _Piece | None:
    line = squeezed(piece.line)
    if _label_pattern("credit", "labels").match(line):
        return replace(piece, kind=BlockKind.CREDIT if len(words(line)) <= 8 else BlockKind.CAPTION)
    named = _agency_pattern().search(line)
    tail = _credit_tail().search(line)
    if (
        named is None
        or (tail is not None and tail.start() > 0)
        or len(words(line)) > _MOST_HEADING_WORDS
        or ends_sentence(line.strip("()[]"))
    ):
        return None
    bracketed = line[0] in "([" and line[-1] in ")]"
    shown = bracketed or "/" in line or "|" in line or line.lower().endswith(named[0].lower())
    return replace(piece, kind=BlockKind.CREDIT) if shown else None


_RULES: tuple[Callable[[_Piece], _Piece | None], ...] = (
    _notice,
    _date_line,
    _related,
    _byline,
    _caption,
    _credit,
    _category,
    _metadata,
)


def _split_labels(piece: _Piece, is_head: bool) -> Iterator[_Piece]:
    """The paragraph, cut where one part of it is another thing than the rest; "Title: ..." only where an article begins."""
    if piece.label in ("title", "subtitle") and not is_head:
        yield replace(piece, kind=None, label="")
    elif piece.label in ("title", "subtitle"):
        cut = piece.start + len(piece.line) - len(piece.line[piece.line.index(":") + 1 :].lstrip())
        yield _Piece(piece.start, piece.start + piece.line.index(":") + 1, piece.group, "", BlockKind.NOTICE)
        yield replace(piece, start=cut, line=piece.line[cut - piece.start :], label="")
    elif piece.kind in (None, BlockKind.CAPTION) and piece.line and (match := _credit_tail().search(piece.line)):
        yield from _cut(piece, match.start(), BlockKind.CAPTION, BlockKind.CREDIT)
    elif piece.kind is None and piece.line and (match := _related_tail().search(piece.line)) and _is_headline(match[1]):
        yield from _cut(piece, match.start(1), None, BlockKind.RELATED)
    else:
        yield piece


def _cut(piece: _Piece, at: int, first: BlockKind | None, second: BlockKind) -> Iterator[_Piece]:
    before = piece.line[:at].rstrip()
    yield replace(piece, end=piece.start + len(before), line=before, kind=first)
    yield replace(piece, start=piece.start + at, line=piece.line[at:], kind=second)


def _is_headline(line: str) -> bool:
    return len(words(line)) <= 25 and not re.search(r"[.!?][\"”’]?\s+[“\"A-Z]", line) and not line.endswith(".")


# A paragraph among others


def _with_dated_names(pieces: list[_Piece], title: str) -> list[_Piece]:
    """The names with a date and without "By" that stand under a title, or one paragraph below it: "Jane Doe | 4 July 2025"."""
    is_titled, between = bool(title), 0
    for index, piece in enumerate(pieces[:_HEAD]):
        is_titled = is_titled or piece.kind is BlockKind.TITLE
        if piece.kind is not None:
            continue
        found = _dated_byline(piece, squeezed(piece.line)) if is_titled and _PARTED.search(piece.line) else None
        if found is not None and is_date_line(found.day) and not _is_place(found):
            return [*pieces[:index], found, *pieces[index + 1 :]]
        between += is_titled and _folded(piece.line) != title
        if between > 1 or not (is_titled or _looks_like_title(pieces, index)):
            break
        is_titled = True
    return pieces


def _is_place(piece: _Piece) -> bool:
    return any(name.lower() in word_set("dateline", "places") for name in names_in(piece.value))


def _in_context(pieces: list[_Piece], authors: frozenset[str]) -> list[_Piece]:
    """Names after "Published by" or of known authors, and headlines after "Related stories" that stands alone."""
    known = set(authors)
    done: list[_Piece] = []
    for piece in pieces:
        last = done[-1] if done else None
        if piece.kind is None and piece.line:
            piece = _after(last, piece, known)
        if piece.kind is BlockKind.BYLINE:
            known.update(map(_folded, names_in(piece.value)))
        done.append(piece)
    return [_signature(piece, known) for piece in done]


def _after(last: _Piece | None, piece: _Piece, known: set[str]) -> _Piece:
    if last is not None and last.label == "name follows" and names_in(squeezed(piece.line)):
        return replace(piece, kind=BlockKind.BYLINE, label="authors", value=squeezed(piece.line))
    if last is not None and last.label == "headlines follow" and _is_headline(piece.line):
        again = "headlines follow" if piece.group == last.group else ""
        return replace(piece, kind=BlockKind.RELATED, label=again)
    return _signature(piece, known)


def _signature(piece: _Piece, known: set[str]) -> _Piece:
    name = squeezed(piece.line).strip("—–-_ ()")
    if piece.kind is None and name and len(name) < 80 and (_folded(name) in known or _is_affiliated(name, known)):
        return replace(piece, kind=BlockKind.BYLINE, label="authors", value=name)
    return piece


def _is_affiliated(line: str, known: set[str]) -> bool:
    """Whether the line is a known author's name with what he or she is: "Jane Doe, Staff Writer"."""
    name, comma, rest = line.partition(",")
    return bool(comma) and _folded(name) in known and 0 < len(words(rest)) <= 5 and not ends_sentence(rest)


def _with_title(pieces: list[_Piece], title: str) -> list[_Piece]:
    if any(piece.kind is BlockKind.TITLE for piece in pieces):
        return pieces
    known = _folded(title)
    candidates = [index for index, piece in enumerate(pieces) if piece.kind in (None, BlockKind.HEADING)]
    named = next((i for i in candidates[:_HEAD] if known and pieces[i].line and _folded(pieces[i].line) == known), None)
    if named is not None:
        return _set_kind(pieces, named, BlockKind.TITLE)
    first = next((i for i in candidates if pieces[i].kind is None), None)
    if first is None or not _looks_like_title(pieces, first):
        return pieces
    return _set_kind(pieces, first, BlockKind.TITLE)


def _looks_like_title(pieces: list[_Piece], index: int) -> bool:
    """Whether the first paragraph is a headline over a longer text, and not a sentence of it."""
    piece = pieces[index]
    later = [other for other in pieces[index + 1 :] if other.kind is None]
    count = len(words(piece.line))
    if not 1 <= count <= _MOST_TITLE_WORDS or sum(other.size for other in later) <= piece.size or dateline(piece.line):
        return False
    if piece.line.endswith((":", ",", ";")):
        return False
    if not ends_sentence(piece.line):
        return True
    return count >= 4 and (is_title_case(piece.line) or (piece.line.endswith("?") and _has_sentences(later)))


def _has_sentences(pieces: list[_Piece]) -> bool:
    return bool(pieces) and pieces[0].size > 100


def _with_subtitle(pieces: list[_Piece]) -> list[_Piece]:
    """A paragraph between the title and the byline or date, or one without final punctuation right under the title."""
    if any(piece.kind is BlockKind.SUBTITLE for piece in pieces):
        return pieces
    title = next((i for i, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE), None)
    if title is None:
        return pieces
    index = next((i for i in range(title + 1, min(title + 4, len(pieces))) if pieces[i].kind is None), None)
    if index is None or not _looks_like_subtitle(pieces, title, index):
        return pieces
    return _set_kind(pieces, index, BlockKind.SUBTITLE)


def _looks_like_subtitle(pieces: list[_Piece], title: int, index: int) -> bool:
    line, follows = pieces[index].line, [piece.kind for piece in pieces[index + 1 : index + 3]]
    over = [piece.kind for piece in pieces[title + 1 : index]]
    if not line or len(words(line)) > _MOST_SUBTITLE_WORDS or not follows or dateline(line) or begins_quotation(line):
        return False
    if follows[0] in (BlockKind.BYLINE, BlockKind.DATELINE) and BlockKind.BYLINE not in over:
        return any(piece.kind is None for piece in pieces[index + 1 :])  # else it is all that the article says
    first = not over or (BlockKind.BYLINE not in over and not is_title_case(line))
    return first and follows[0] is None and not ends_sentence(line) and not line.endswith((":", ",", ";"))


def _with_headings(pieces: list[_Piece]) -> list[_Piece]:
    after = _next_bodies(pieces)
    return [
        replace(piece, kind=BlockKind.HEADING) if _is_heading(pieces, index, after[index]) else piece
        for index, piece in enumerate(pieces)
    ]


def _is_heading(pieces: list[_Piece], index: int, after: _Piece | None) -> bool:
    """Whether a paragraph is a short line by itself over a paragraph of sentences; one in quotation marks needs capitals as well."""
    piece = pieces[index]
    line = squeezed(piece.line)
    if piece.kind is not None or not line or after is None or not _could_head(line):
        return False
    if not _is_sentences(after) or after.size <= piece.size or not _closes(pieces, index):
        return False
    quoted = begins_quotation(line) or line[-1] in CLOSING_QUOTES
    if (is_title_case(line) or line.isupper()) and not quoted:
        return True
    alone = pieces[0].group == pieces[-1].group or all(
        other.group != piece.group for other in (*pieces[max(0, index - 1) : index], *pieces[index + 1 : index + 2])
    )
    if quoted:
        return alone and is_title_case(line)
    return (
        alone
        and pieces[index - 1].kind not in _OPENING
        and len(words(line)) <= _MOST_PLAIN_HEADING_WORDS
        and not line.endswith("?")
    )


def _could_head(line: str) -> bool:
    line = without_quotes(line)
    count = len(words(line))
    if not 1 <= count <= _MOST_HEADING_WORDS or begins_quotation(line) or line[-1] in ':;,-–—"”’)':
        return False
    if line[0].islower() or not line[0].isalnum() or dateline(line):
        return False
    return not ends_sentence(line) or (line.endswith("?") and count >= 3)


def _next_bodies(pieces: list[_Piece]) -> list[_Piece | None]:
    """For each paragraph the next that is not furniture."""
    found: list[_Piece | None] = []
    following: _Piece | None = None
    for piece in reversed(pieces):
        found.append(following)
        following = piece if piece.kind is None else following
    return found[::-1]


def _is_sentences(piece: _Piece) -> bool:
    return not piece.line or (len(words(piece.line)) >= 5 and (ends_sentence(piece.line) or piece.line.endswith((":", ",", "—"))))


def _closes(pieces: list[_Piece], index: int) -> bool:
    """Whether what stands before ended, so that the line does not go on with it or with a list."""
    before = pieces[index - 1] if index else None
    return before is None or before.kind is not None or not before.line or ends_sentence(before.line)


def _with_datelines(text: str, pieces: list[_Piece]) -> tuple[list[_Piece], Dateline | None]:
    """Body paragraphs cut after "KYIV, Aug 15 (Reuters) -"; without an agency only where the article begins."""
    done: list[_Piece] = []
    first: Dateline | None = None
    bodies = 0
    for piece in pieces:
        found = dateline(text[piece.start : piece.end]) if piece.kind is None else None
        bodies += piece.kind is None
        if found is None or not (found.is_certain or bodies <= 2):
            done.append(piece)
            continue
        first = first or found
        done.append(replace(piece, end=piece.start + found.prefix, kind=BlockKind.DATELINE, line=piece.line[: found.prefix]))
        if found.rest < piece.size:
            done.append(replace(piece, start=piece.start + found.rest, line=piece.line[found.rest :]))
    return done, first


def _set_kind(pieces: list[_Piece], index: int, kind: BlockKind) -> list[_Piece]:
    return [*pieces[:index], replace(pieces[index], kind=kind), *pieces[index + 1 :]]


# What the blocks say


def _furniture(pieces: list[_Piece], place: Dateline | None) -> Furniture:
    head = _before_body(pieces)
    titles = [squeezed(piece.line) for piece in pieces if piece.kind is BlockKind.TITLE]
    labelled = {piece.label: piece.value for piece in reversed(head) if piece.label}
    day = _first_date(head, "published") or (place.day if place else None) or _first_date(head, "updated")
    return Furniture(
        blocks=tuple(_blocks(pieces)),
        title=titles[0] if titles else "",
        source=labelled.get("source", "") or (place.source if place else ""),
        url=labelled.get("url", ""),
        authors=_authors(pieces),
        published=day,
        place=place.place if place else "",
        categories=tuple(
            dict.fromkeys(name for piece in pieces if piece.kind is BlockKind.CATEGORY for name in _categories(piece))
        ),
    )


def _first_date(pieces: list[_Piece], label: str) -> date | datetime | None:
    days = [piece.value for piece in pieces if piece.label == label]
    days += [piece.day for piece in pieces if piece.day and _date_label(piece.day) == label]
    return next((found for day in days if (found := published(day)) is not None), None)


def _before_body(pieces: list[_Piece]) -> list[_Piece]:
    body = next((i for i, piece in enumerate(pieces) if piece.kind in (None, BlockKind.HEADING)), len(pieces))
    return pieces[:body]


def _blocks(pieces: list[_Piece]) -> Iterator[Block]:
    """The blocks; a label line and the name under it are one byline."""
    last: _Piece | None = None
    for piece in pieces:
        if last is not None and last.kind is piece.kind is BlockKind.BYLINE and last.group == piece.group:
            last = replace(last, end=piece.end)
            continue
        if last is not None:
            yield Block(last.kind or BlockKind.BODY, Span(last.start, last.end))
        last = piece
    if last is not None:
        yield Block(last.kind or BlockKind.BODY, Span(last.start, last.end))


def _authors(pieces: list[_Piece]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for piece in pieces:
        for name in names_in(piece.value) if piece.label == "authors" else ():
            names.setdefault(_folded(name), name)
    return tuple(names.values())


def _categories(piece: _Piece) -> Iterator[str]:
    for part in re.split(r"\s*[,;|/·•>\n]\s*", piece.value):
        single = any(word in part for word in lists()["category"]["single"])
        yield from filter(None, [part] if single else re.split(r"(?<=[a-z]{2})(?=[A-Z])", part.strip()))


def _folded(line: str) -> str:
    """The letters and digits of a line, to compare it with another."""
    return "".join(filter(str.isalnum, line.casefold()))


# Patterns from the word lists


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
    "title": lambda value: len(words(value)) <= _MOST_TITLE_WORDS,
    "subtitle": lambda value: len(words(value)) <= _MOST_SUBTITLE_WORDS,
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
