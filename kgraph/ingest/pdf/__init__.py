"""The text of a PDF file: its letters, put together to lines, columns and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.errors import NotText
from kgraph.ingest.article import Metadata
from kgraph.ingest.pdf.blocks import Paragraph, paragraphs
from kgraph.ingest.pdf.columns import in_order
from kgraph.ingest.pdf.letters import Page, pages
from kgraph.ingest.pdf.running import without_running
from kgraph.ingest.pieces import folded
from kgraph.ingest.words import is_name, squeezed, words
from kgraph.model import BlockKind

_HEAD = 8  # paragraphs in which a title and an author are looked for
_MOST_UNKNOWN = 0.2  # share of letters of which the file does not say what they are
_LARGEST, _LARGE, _LARGER = 1.5, 1.25, 1.1  # times the size of most letters: a headline, a title, a heading
_FEWEST_TITLE_WORDS, _MOST_TITLE_WORDS, _MOST_HEADING_WORDS = 3, 40, 12


@dataclass(frozen=True, slots=True)
class Found:
    """The text of a file, the same in the lines of its pages, and what it says of itself."""

    text: str
    by_line: str
    known: Metadata


def paragraphs_of(raw: bytes, origin: str) -> Found:
    """The text of a file, "" where its pages have none. Raises NotText, TooLong and MissingExtra."""
    document = pages(raw, origin)
    found = paragraphs([in_order(lines) for lines in without_running(document.pages)])
    letters = "".join(paragraph.text for paragraph in found)
    if letters.count("\ufffd") > _MOST_UNKNOWN * len(letters):
        raise NotText("the fonts of this PDF file do not say which letters they show; have its text recognised (OCR)", origin)
    kinds = _kinds(found, _first_page(document.pages))
    marked: dict[int, BlockKind] = {}
    position = 0
    for paragraph, kind in zip(found, kinds, strict=True):
        if kind is not None:
            marked[position] = kind
        position += len(paragraph.text) + 2
    known = _known(document.title, document.author, found, marked)
    return Found("\n\n".join(each.text for each in found), "\n\n".join(each.by_line for each in found), known)


def _first_page(all_pages: Sequence[Page]) -> int:
    return next((page.number for page in all_pages if page.lines), 0)


def _kinds(found: Sequence[Paragraph], first: int) -> list[BlockKind | None]:
    """The title is what has the largest letters on the first page; headings have larger or bolder letters than the text."""
    size = _usual_size(found)
    large = [
        (_is_headline(each, size), each.size, -index)
        for index, each in enumerate(found)
        if each.page == first and each.size >= _LARGE * size and len(words(each.text)) <= _MOST_TITLE_WORDS
    ]
    title = -max(large)[2] if large else None
    return [BlockKind.TITLE if index == title else _heading(each, size) for index, each in enumerate(found)]


def _is_headline(paragraph: Paragraph, size: float) -> bool:
    """Whether letters are large and words many enough, unlike the name of a newspaper, whose letters may be larger still."""
    return len(words(paragraph.text)) >= _FEWEST_TITLE_WORDS and paragraph.size >= _LARGEST * size


def _heading(paragraph: Paragraph, size: float) -> BlockKind | None:
    is_short = len(words(paragraph.text)) <= _MOST_HEADING_WORDS and not paragraph.text.endswith((".", ",", ";"))
    return BlockKind.HEADING if is_short and (paragraph.size >= _LARGER * size or paragraph.is_bold) else None


def _usual_size(found: Sequence[Paragraph]) -> float:
    letters: dict[float, int] = {}
    for paragraph in found:
        letters[paragraph.size] = letters.get(paragraph.size, 0) + len(paragraph.text)
    return max(letters, key=lambda size: (letters[size], -size), default=1.0)


def _known(title: str, author: str, found: Sequence[Paragraph], marked: dict[int, BlockKind]) -> Metadata:
    """What the file says of itself, as far as its text says it too: programs write the name of a file or of a user there."""
    head = [squeezed(paragraph.text) for paragraph in found[:_HEAD]]
    is_title = BlockKind.TITLE not in marked.values() and folded(title) in set(map(folded, head))
    is_author = is_name(author) and any(folded(author) in folded(line) for line in head)
    return Metadata(title=title if is_title and title else "", authors=(author,) if is_author else (), marked=marked)
