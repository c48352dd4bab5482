"""Article from a Word document, or the articles of an archive's export."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from kgraph.errors import EmptyArticle, KGraphError, NotText, TooLong
from kgraph.ingest.article import Metadata
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.exports import articles
from kgraph.ingest.names import unread
from kgraph.ingest.pieces import folded
from kgraph.ingest.whole import whole
from kgraph.ingest.words import ends_sentence, is_name, squeezed, words
from kgraph.model import Article, BlockKind, Interval, TimeBasis

_MOST_XML = 64_000_000  # bytes of the parts that are parsed, which take ten times as much memory
_MOST_UNPACKED = 512_000_000
_MOST_FILES = 10_000
_OLD = b"\xd0\xcf\x11\xe0"  # what Word's older documents begin with, and newer ones that have a password
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_NOT_READ = frozenset({f"{_W}{name}" for name in ("txbxContent", "moveFrom", "pPr", "rPr", "del", "instrText")})
_LABEL = 30  # characters of a cell that says what the next one is
_HEAD_BYTES = 4096  # in which the names of a file's first parts stand
_MASTHEAD = 6  # words of a line over a title, such as the name of a newspaper
_HEAD = 8  # paragraphs in which a title and an author are looked for
_KINDS = {"title": BlockKind.TITLE, "subtitle": BlockKind.SUBTITLE, "caption": BlockKind.CAPTION}
_TEMPLATE = date(2013, 12, 23)  # the day of the template of a library that many programs write documents with
_YOUNG = timedelta(days=31)  # between a document's first and last saving; an older one was made of another


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    style: str = ""


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a document, or each of an export. Raises KGraphError and OSError."""
    raw = whole(content)
    _check(raw, content.origin)
    document = _opened(raw, content.origin)
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    lines = list(_lines(document.element.body, names))
    text, marked = _joined(lines)
    if not text:
        raise EmptyArticle("no text in this document", content.origin)
    yield from articles(text, content, reading, _known(document.core_properties, lines, marked))


def _check(raw: bytes, origin: str) -> None:
    """Raises NotText or TooLong before anything is unpacked; zipfile gives no more bytes than its directory states."""
    if raw.startswith(_OLD):
        raise NotText("encrypted, or a document of an old Word; save it as .docx without a password", origin)
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            files = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise NotText("not a Word document, or one that is cut off or damaged", origin) from error
    if not any(file.filename.startswith("word/") for file in files):
        raise NotText(unread("", raw[:_HEAD_BYTES], is_word=True) or "not a Word document, though it is packed as one", origin)
    xml = sum(file.file_size for file in files if file.filename.lower().endswith((".xml", ".rels")))
    if len(files) > _MOST_FILES or xml > _MOST_XML or sum(file.file_size for file in files) > _MOST_UNPACKED:
        raise TooLong(f"a document that has more than {_MOST_XML:,} bytes of text and mark-up when it is unpacked", origin)


def _opened(raw: bytes, origin: str) -> Any:
    import docx

    try:
        document = docx.Document(io.BytesIO(raw))
        _ = document.element.body.tag
    except Exception as error:
        raise NotText(f"not a readable Word document: {type(error).__name__}", origin) from error
    return document


def _lines(container: Any, names: dict[str, str]) -> Iterator[_Line]:
    """The paragraphs of the document and the rows of its tables, in order, without recursion."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}p":
            yield _Line(_text(element), names.get(_style(element), ""))
        elif element.tag == f"{_W}tr":
            yield from _row(element)
        elif element.tag in (f"{_W}tbl", f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            waiting.extend(reversed(element))


def _row(row: Any) -> Iterator[_Line]:
    """A row as one line with a tab between its cells; a cell of several paragraphs, unless it is the last, makes paragraphs of them."""
    cells = [[text for p in cell.iter(f"{_W}p") if (text := _text(p))] for cell in row.iter(f"{_W}tc") if _is_own(cell, row)]
    cells = [cell for cell in cells if cell]
    if not cells:
        return
    if all(len(cell) == 1 for cell in cells[:-1]) and (len(cells[-1]) == 1 or (len(cells) > 1 and len(cells[0][0]) <= _LABEL)):
        yield _Line("\t".join(cell[0] for cell in cells))
        yield from map(_Line, cells[-1][1:])
    else:
        yield from (_Line(text) for cell in cells for text in cell)


def _is_own(cell: Any, row: Any) -> bool:
    """Whether a cell is one of this row's, and not of a table inside one of them, whose text its cell has already."""
    return next(cell.iterancestors(f"{_W}tr"), None) is row


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return str(style.get(f"{_W}val")) if style is not None else ""


def _text(paragraph: Any) -> str:
    """The words of a paragraph: what was put in with changes tracked too, not what was taken away, nor what stands in a text box."""
    pieces: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _BREAKS:
            pieces.append(_BREAKS[element.tag])
        elif element.tag not in _NOT_READ:
            waiting.extend(reversed(element))
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces)).strip()


def _is_masthead(line: _Line) -> bool:
    """Whether a line may stand over a title: the name of a newspaper or a section, a label, a date."""
    return len(words(line.text)) <= _MASTHEAD and not ends_sentence(line.text)


def _joined(lines: list[_Line]) -> tuple[str, dict[int, BlockKind]]:
    marked: dict[int, BlockKind] = {}
    pieces: list[str] = []
    position = 0
    begun = False
    for line in lines:
        kind = _kind(line.style, BlockKind.TITLE in marked.values(), begun)
        if line.text and kind is not None:
            marked[position] = kind
        if line.text or pieces:
            pieces.append(line.text)
            position += len(line.text) + 2
        begun |= not _is_masthead(line) or len(pieces) > _HEAD
    return "\n\n".join(pieces).rstrip(), marked


def _kind(style: str, has_title: bool, has_text: bool) -> BlockKind | None:
    if re.match(r"(?:heading|überschrift|titre) ?\d", style):
        return BlockKind.HEADING if has_title or has_text else BlockKind.TITLE
    kind = _KINDS.get(style)
    return BlockKind.HEADING if kind is BlockKind.TITLE and has_title else kind


def _known(properties: Any, lines: list[_Line], marked: dict[int, BlockKind]) -> Metadata:
    """What the document's properties say, as far as the text says it too: templates keep the title and the author of another."""
    head = [squeezed(line.text) for line in lines if line.text][:_HEAD]
    title, author = squeezed(properties.title or ""), squeezed(properties.author or "")
    is_title = bool(title) and BlockKind.TITLE not in marked.values() and folded(title) in set(map(folded, head))
    is_author = is_name(author) and any(folded(author) in folded(line) for line in head)
    return Metadata(
        title=title if is_title else "",
        authors=(author,) if is_author else (),
        appeared=_made(properties.created, properties.modified),
        marked=marked,
    )


def _made(created: Any, modified: Any) -> Interval | None:
    """The day on which the document was made, where it was finished soon after."""
    if not isinstance(created, datetime) or created.year < 1995 or created.date() == _TEMPLATE:
        return None
    if isinstance(modified, datetime) and abs(modified.date() - created.date()) > _YOUNG:
        return None
    return Interval(created.date(), created.date(), "day", TimeBasis.INFERRED)


def _begins(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and any(name in head for name in (b"word/", b"[Content_Types].xml", b"docProps/"))


KIND = Kind("Word document", (".docx",), read, _begins)
