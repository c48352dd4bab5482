"""Pieces of HTML that stand where a plain text is expected, as in the records of news services: their paragraphs as text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kgraph.ingest.words import squeezed
from kgraph.model import BlockKind

_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(
    "script style noscript template iframe object svg math form button select textarea nav video audio head title".split()
)
_KINDS = {f"h{level}": BlockKind.HEADING for level in range(1, 7)} | {"figcaption": BlockKind.CAPTION}
_MARKUP = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_INLINE = re.compile(r"</(?:a|b|i|em|strong|span|u|sup|sub|small|mark|q|cite|font|time)>", re.IGNORECASE)
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,20})(?:[\s/](?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*)?>")
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|eacute|pound|euro);", re.IGNORECASE
)


class Plain(NamedTuple):
    """A text, and what mark-up says of the paragraphs at offsets in it."""

    text: str
    marked: Mapping[int, BlockKind]


def from_html(text: str) -> Plain:
    """The paragraphs of a piece of HTML with blank lines between; a text that is none as it is, with its entities resolved."""
    if not (_MARKUP.search(text) or _INLINE.search(text)):
        return Plain(html.unescape(text) if _ENTITY.search(text) else text, {})
    pieces: list[str] = []
    marked: dict[int, BlockKind] = {}
    position = 0
    for line, kind in _paragraphs(text):
        if kind is not None:
            marked[position] = kind
        pieces.append(line)
        position += len(line) + 2
    return Plain("\n\n".join(pieces), marked)


def in_line(text: str) -> str:
    """A text of one line without mark-up."""
    return squeezed(from_html(text).text)


def _paragraphs(text: str) -> Iterator[tuple[str, BlockKind | None]]:
    pieces: list[str] = []
    kind: BlockKind | None = None
    for piece, begins in _steps(_parsed(text)):
        if begins is None:
            pieces.append(piece)
        elif piece in _BLOCKS:
            if line := squeezed("".join(pieces)):
                yield line, kind
            pieces, kind = [], _KINDS.get(piece) if begins else None
    if line := squeezed("".join(pieces)):
        yield line, kind


def _parsed(text: str) -> Any:
    """The elements, without attributes: the parser compares each of an element with all before it."""
    from lxml.html import HTMLParser, document_fromstring

    bare = _TAG.sub(r"<\1>", text.replace("\x00", ""))
    return document_fromstring(
        f"<html><body><div>{bare}</div></body></html>", parser=HTMLParser(huge_tree=False, encoding="utf-8")
    )


def _steps(root: Any) -> Iterator[tuple[str, bool | None]]:
    """The names of elements as they begin (True) and end (False), and between them the words that they show (None).

    Without recursion, as mark-up nests as deep as it likes.
    """
    waiting: list[tuple[Any, bool]] = [(root, True)]
    while waiting:
        element, begins = waiting.pop()
        named = isinstance(element.tag, str)  # a comment has none
        if begins and named and element.tag not in _SILENT:
            yield element.tag, True
            yield element.text or "", None
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
            continue
        if not begins:
            yield element.tag, False
        if element is not root:
            yield element.tail or "", None
