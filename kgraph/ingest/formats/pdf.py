"""Article from a PDF file, or the articles of an archive's export."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.errors import EmptyArticle, KGraphError, NotText
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.exports import articles
from kgraph.ingest.pdf import paragraphs_of
from kgraph.ingest.whole import whole
from kgraph.model import Article


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a file, or each of an export. Raises KGraphError and OSError."""
    if not _begins(content.head):
        raise NotText("not a PDF file, as its name says: it does not begin with %PDF", content.origin)
    raw = whole(content)
    found = paragraphs_of(raw, content.origin)
    if not found.text:
        raise EmptyArticle(
            "no text in this PDF file: its pages are pictures, as a scanner makes them; have their text recognised first (OCR)",
            content.origin,
        )
    yield from articles(found.text, content, reading, found.known, found.by_line)


def _begins(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


KIND = Kind("PDF", (".pdf",), read, _begins)
