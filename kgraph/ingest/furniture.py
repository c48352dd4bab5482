"""What stands around the sentences of a news article: headlines, bylines, datelines, headings, captions, notices.

Every rule asks for a clear sign and falls back to BODY, because a lost sentence costs more than a heading that is read as one.
The word lists are in data/furniture.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kgraph.ingest.bylines import names_in
from kgraph.ingest.datelines import Dateline, dateline
from kgraph.ingest.dates import is_date_line, moments
from kgraph.ingest.paragraphs import paragraphs
from kgraph.ingest.pieces import (
    MOST_HEADING_WORDS,
    MOST_SUBTITLE_WORDS,
    MOST_TITLE_WORDS,
    Piece,
    categories,
    date_label,
    dated_byline,
    folded,
    is_headline,
    piece_of,
    split_labels,
)
from kgraph.ingest.words import (
    CLOSING_QUOTES,
    begins_quotation,
    ends_sentence,
    is_title_case,
    squeezed,
    without_quotes,
    word_set,
    words,
)
from kgraph.model import Block, BlockKind, Span

_MOST_PLAIN_HEADING_WORDS = 8  # of a heading in small letters
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
    modified: date | datetime | None = None
    place: str = ""
    categories: tuple[str, ...] = ()


def classify(
    text: str,
    *,
    title: str = "",
    authors: Iterable[str] = (),
    marked: Mapping[int, BlockKind] | None = None,
    day_first: bool | None = None,
) -> Furniture:
    """The blocks of a text and the metadata in them.

    ``title`` and ``authors`` are what is known beside the text; ``marked`` gives the kind of the paragraph that begins at an
    offset, where the mark-up of a page says it; ``day_first`` says what 03/04/2025 means. The blocks are disjoint and
    hold every character that is not white space.
    """
    pieces = [piece_of(text, paragraph, marked or {}) for paragraph in paragraphs(text)]
    pieces = [part for index, piece in enumerate(pieces) for part in split_labels(piece, index < _HEAD)]
    pieces = _with_dated_names(pieces, folded(title))
    pieces = _in_context(pieces, frozenset(map(folded, authors)))
    pieces = _with_title(pieces, title)
    pieces = _with_subtitle(pieces)
    pieces = _with_headings(pieces)
    pieces, place = _with_datelines(text, pieces)
    return _furniture(pieces, place, day_first)


def _with_dated_names(pieces: list[Piece], title: str) -> list[Piece]:
    """The names with a date and without "By" that stand under a title, or one paragraph below it: "Jane Doe | 4 July 2025"."""
    is_titled, between = bool(title), 0
    for index, piece in enumerate(pieces[:_HEAD]):
        is_titled = is_titled or piece.kind is BlockKind.TITLE
        if piece.kind is not None:
            continue
        found = dated_byline(piece, squeezed(piece.line)) if is_titled and _PARTED.search(piece.line) else None
        if found is not None and is_date_line(found.day) and not _is_place(found):
            return [*pieces[:index], found, *pieces[index + 1 :]]
        between += is_titled and folded(piece.line) != title
        if between > 1 or not (is_titled or _looks_like_title(pieces, index)):
            break
        is_titled = True
    return pieces


def _is_place(piece: Piece) -> bool:
    return any(name.lower() in word_set("dateline", "places") for name in names_in(piece.value))


def _in_context(pieces: list[Piece], authors: frozenset[str]) -> list[Piece]:
    """Names after "Published by" or of known authors, and headlines after "Related stories" that stands alone."""
    known = set(authors)
    done: list[Piece] = []
    for piece in pieces:
        last = done[-1] if done else None
        if piece.kind is None and piece.line:
            piece = _after(last, piece, known)
        if piece.kind is BlockKind.BYLINE:
            known.update(map(folded, names_in(piece.value)))
        done.append(piece)
    return [_signature(piece, known) for piece in done]


def _after(last: Piece | None, piece: Piece, known: set[str]) -> Piece:
    if last is not None and last.label == "name follows" and names_in(squeezed(piece.line)):
        return replace(piece, kind=BlockKind.BYLINE, label="authors", value=squeezed(piece.line))
    if last is not None and last.label == "headlines follow" and is_headline(piece.line):
        again = "headlines follow" if piece.group == last.group else ""
        return replace(piece, kind=BlockKind.RELATED, label=again)
    return _signature(piece, known)


def _signature(piece: Piece, known: set[str]) -> Piece:
    name = squeezed(piece.line).strip("—–-_ ()")
    if piece.kind is None and name and len(name) < 80 and (folded(name) in known or _is_affiliated(name, known)):
        return replace(piece, kind=BlockKind.BYLINE, label="authors", value=name)
    return piece


def _is_affiliated(line: str, known: set[str]) -> bool:
    """Whether the line is a known author's name with what he or she is: "Jane Doe, Staff Writer"."""
    name, comma, rest = line.partition(",")
    return bool(comma) and folded(name) in known and 0 < len(words(rest)) <= 5 and not ends_sentence(rest)


def _with_title(pieces: list[Piece], title: str) -> list[Piece]:
    if any(piece.kind is BlockKind.TITLE for piece in pieces):
        return pieces
    known = folded(title)
    candidates = [index for index, piece in enumerate(pieces) if piece.kind in (None, BlockKind.HEADING)]
    named = next((i for i in candidates[:_HEAD] if known and pieces[i].line and folded(pieces[i].line) == known), None)
    if named is not None:
        return _set_kind(pieces, named, BlockKind.TITLE)
    first = next((i for i in candidates if pieces[i].kind is None), None)
    if first is None or not _looks_like_title(pieces, first):
        return pieces
    return _set_kind(pieces, first, BlockKind.TITLE)


def _looks_like_title(pieces: list[Piece], index: int) -> bool:
    """Whether the first paragraph is a headline over a longer text, and not a sentence of it."""
    piece = pieces[index]
    later = [other for other in pieces[index + 1 :] if other.kind is None]
    count = len(words(piece.line))
    if not 1 <= count <= MOST_TITLE_WORDS or sum(other.size for other in later) <= piece.size or dateline(piece.line):
        return False
    if piece.line.endswith((":", ",", ";")):
        return False
    if not ends_sentence(piece.line):
        return True
    return count >= 4 and (is_title_case(piece.line) or (piece.line.endswith("?") and _has_sentences(later)))


def _has_sentences(pieces: list[Piece]) -> bool:
    return bool(pieces) and pieces[0].size > 100


def _with_subtitle(pieces: list[Piece]) -> list[Piece]:
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


def _looks_like_subtitle(pieces: list[Piece], title: int, index: int) -> bool:
    line, follows = pieces[index].line, [piece.kind for piece in pieces[index + 1 : index + 3]]
    over = [piece.kind for piece in pieces[title + 1 : index]]
    if not line or len(words(line)) > MOST_SUBTITLE_WORDS or not follows or dateline(line) or begins_quotation(line):
        return False
    if follows[0] in (BlockKind.BYLINE, BlockKind.DATELINE) and BlockKind.BYLINE not in over:
        return any(piece.kind is None for piece in pieces[index + 1 :])  # else it is all that the article says
    first = not over or (BlockKind.BYLINE not in over and not is_title_case(line))
    return first and follows[0] is None and not ends_sentence(line) and not line.endswith((":", ",", ";"))


def _with_headings(pieces: list[Piece]) -> list[Piece]:
    after = _next_bodies(pieces)
    return [
        replace(piece, kind=BlockKind.HEADING) if _is_heading(pieces, index, after[index]) else piece
        for index, piece in enumerate(pieces)
    ]


def _is_heading(pieces: list[Piece], index: int, after: Piece | None) -> bool:
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
    if not 1 <= count <= MOST_HEADING_WORDS or begins_quotation(line) or line[-1] in ':;,-–—"”’)':
        return False
    if line[0].islower() or not line[0].isalnum() or dateline(line):
        return False
    return not ends_sentence(line) or (line.endswith("?") and count >= 3)


def _next_bodies(pieces: list[Piece]) -> list[Piece | None]:
    """For each paragraph the next that is not furniture."""
    found: list[Piece | None] = []
    following: Piece | None = None
    for piece in reversed(pieces):
        found.append(following)
        following = piece if piece.kind is None else following
    return found[::-1]


def _is_sentences(piece: Piece) -> bool:
    return not piece.line or (len(words(piece.line)) >= 5 and (ends_sentence(piece.line) or piece.line.endswith((":", ",", "—"))))


def _closes(pieces: list[Piece], index: int) -> bool:
    """Whether what stands before ended, so that the line does not go on with it or with a list."""
    before = pieces[index - 1] if index else None
    return before is None or before.kind is not None or not before.line or ends_sentence(before.line)


def _with_datelines(text: str, pieces: list[Piece]) -> tuple[list[Piece], Dateline | None]:
    """Body paragraphs cut after "KYIV, Aug 15 (Reuters) -"; without an agency only where the article begins."""
    done: list[Piece] = []
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


def _set_kind(pieces: list[Piece], index: int, kind: BlockKind) -> list[Piece]:
    return [*pieces[:index], replace(pieces[index], kind=kind), *pieces[index + 1 :]]


def _furniture(pieces: list[Piece], place: Dateline | None, day_first: bool | None) -> Furniture:
    head = _before_body(pieces)
    titles = [squeezed(piece.line) for piece in pieces if piece.kind is BlockKind.TITLE]
    labelled = {piece.label: piece.value for piece in reversed(head) if piece.label}
    updated = _first_date(head, "updated", day_first)
    day = _first_date(head, "published", day_first) or (place.day if place else None)
    return Furniture(
        blocks=tuple(_blocks(pieces)),
        title=titles[0] if titles else "",
        source=labelled.get("source", "") or (place.source if place else ""),
        url=labelled.get("url", ""),
        authors=_authors(pieces),
        published=day or updated,
        modified=updated if day is not None else None,
        place=place.place if place else "",
        categories=tuple(
            dict.fromkeys(name for piece in pieces if piece.kind is BlockKind.CATEGORY for name in categories(piece))
        ),
    )


def _first_date(pieces: list[Piece], label: str, day_first: bool | None) -> date | datetime | None:
    """The first moment in lines of dates that is of this label, which holds for the whole line, or a part ("Published ... Updated ...")."""
    lines = [(piece.value, piece.label) for piece in pieces if piece.label in ("published", "updated")]
    lines += [(piece.day, date_label(piece.day)) for piece in pieces if piece.day]
    told = (moment for line, its in lines for own, moment in moments(line, its, day_first=day_first) if own == label)
    return next(told, None)


def _before_body(pieces: list[Piece]) -> list[Piece]:
    body = next((i for i, piece in enumerate(pieces) if piece.kind in (None, BlockKind.HEADING)), len(pieces))
    return pieces[:body]


def _blocks(pieces: list[Piece]) -> Iterator[Block]:
    """The blocks; a label line and the name under it are one byline."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind is piece.kind is BlockKind.BYLINE and last.group == piece.group:
            last = replace(last, end=piece.end)
            continue
        if last is not None:
            yield Block(last.kind or BlockKind.BODY, Span(last.start, last.end))
        last = piece
    if last is not None:
        yield Block(last.kind or BlockKind.BODY, Span(last.start, last.end))


def _authors(pieces: list[Piece]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for piece in pieces:
        for name in names_in(piece.value) if piece.label == "authors" else ():
            names.setdefault(folded(name), name)
    return tuple(names.values())
