"""Article from a page that a browser saved with all that belongs to it (MHTML)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from kgraph.errors import KGraphError, NotText
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.formats import html
from kgraph.ingest.mail import check_parts
from kgraph.ingest.whole import whole
from kgraph.model import Article


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The article of the page. Raises KGraphError and OSError."""
    raw = whole(content)
    check_parts(raw, content.origin)
    page = _page(message_from_bytes(raw.lstrip()))
    if page is None:
        raise NotText("no HTML page in it", content.origin)
    yield from html.read(Content(content.name, content.origin, io.BytesIO(page)), reading)


def _page(found: Message) -> bytes | None:
    """The first page, which is the saved one, in UTF-8 where its headers say what it is in."""
    part = next((each for each in found.walk() if each.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    raw = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(raw, bytes):
        return None
    try:
        return raw.decode(part.get_content_charset("") or "").encode("utf-8")
    except (LookupError, ValueError):
        return raw


def _begins(head: bytes) -> bool:
    """Whether the headers are those of related parts of which the first is a page."""
    before = head.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0].lower()
    return b"multipart/related" in before and (b"snapshot-content-location" in before or b"saved by" in before)


KIND = Kind("saved page", (".mhtml", ".mht"), read, _begins)
