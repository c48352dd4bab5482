"""Article from a page that is written in XML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from kgraph.errors import KGraphError
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.formats import html
from kgraph.model import Article

_MARKUP = 40  # bytes of page for a character of article, at most
_DECLARATION = re.compile(rb"\s*<\?xml\b[^<>]{0,200}\?>\s*")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w:.-]{1,40})")
_BEGINNING = re.compile(rb"<html[\s>]|<!doctype html", re.IGNORECASE)


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a page, without its declaration, which says in which encoding it is. Raises KGraphError and OSError."""
    raw = content.all_bytes(_MARKUP * (reading.max_characters + 1), reading.max_characters)
    page = Content(content.name, content.origin, io.BytesIO(_in_utf8(raw)))
    yield from html.read(page, reading)


def _in_utf8(raw: bytes) -> bytes:
    found = _DECLARATION.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if found is None:
        return raw
    page = raw.removeprefix(b"\xef\xbb\xbf")[found.end() :]
    named = _ENCODING.search(found[0])
    try:
        return page.decode(named[1].decode("ascii")).encode("utf-8") if named is not None else page
    except (LookupError, ValueError):
        return page


def _begins(head: bytes) -> bool:
    found = _DECLARATION.match(head.removeprefix(b"\xef\xbb\xbf"))
    return found is not None and _BEGINNING.search(head) is not None


KIND = Kind("XHTML page", (".xhtml", ".xht"), read, _begins)
