"""Article from a document in Rich Text Format, or the articles of an archive's export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgraph.errors import EmptyArticle, KGraphError, NotText, summary
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.exports import articles
from kgraph.ingest.whole import whole
from kgraph.model import Article

_BINARY = re.compile(rb"\\bin(\d{1,10}) ?")
_HEXADECIMAL = re.compile(rb"[0-9a-fA-F\r\n]{200,}")  # pictures and embedded files
_FONTS = re.compile(rb"\{[^{}]*\\fonttbl")
_FONT = re.compile(rb"(?=\\f\d)")
_MOST_FONTS = 200_000  # bytes
_PAGE = re.compile(rb"\\(?:page|sect|column)(?![a-z])")


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a document, or each of an export. Raises KGraphError and OSError."""
    from striprtf import striprtf

    reader: Any = striprtf
    raw = whole(content)
    if not _begins(raw):
        raise NotText("not Rich Text Format", content.origin)
    try:
        text = reader.rtf_to_text(_plain(raw).decode("cp1252", "replace"), errors="replace")
    except Exception as error:
        raise NotText(f"not readable Rich Text Format: {summary(error)}", content.origin) from error
    text = _paired(text).replace("\x00", "").strip()
    if not text:
        raise EmptyArticle("no text in this document", content.origin)
    yield from articles(text, content, reading)


def _plain(raw: bytes) -> bytes:
    """The document without what striprtf would take long for, and without the addresses of links, which it would put into the text."""
    raw = _HEXADECIMAL.sub(b"", _without_binary(raw).replace(b"\\fldinst", b"\\datafield"))
    return _PAGE.sub(rb"\\par\\par ", _with_short_fonts(raw))


def _without_binary(raw: bytes) -> bytes:
    kept: list[bytes] = []
    position = 0
    while match := _BINARY.search(raw, position):
        kept.append(raw[position : match.start()])
        position = min(len(raw), match.end() + int(match[1]))
    return b"".join([*kept, raw[position:]]).replace(b"\\bin", b"")


def _with_short_fonts(raw: bytes) -> bytes:
    """The document with an end after each font, without which striprtf looks for it in all that follows."""
    match = _FONTS.search(raw)
    if match is None:
        return raw
    end = _group_end(raw, match.end())
    fonts = raw[match.end() : end] if end - match.end() <= _MOST_FONTS else b";}"
    return raw[: match.end()] + _FONT.sub(b";\n", fonts) + raw[end:]


def _group_end(raw: bytes, start: int) -> int:
    depth = 1
    for brace in re.finditer(rb"[{}]", raw[start : start + 2 * _MOST_FONTS]):
        depth += 1 if brace[0] == b"{" else -1
        if not depth:
            return start + brace.end()
    return len(raw)


def _paired(text: str) -> str:
    """The text with the characters that RTF writes as two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _begins(head: bytes) -> bool:
    return head.lstrip().startswith(b"{\\rtf")


KIND = Kind("Rich Text Format", (".rtf",), read, _begins)
