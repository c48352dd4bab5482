"""Article from a plain text file."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.errors import KGraphError
from kgraph.ingest.article import article
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.encoding import decode
from kgraph.model import Article


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a text file, or why it cannot be read. Raises KGraphError and OSError for what its bytes are."""
    text = decode(content.text_bytes(reading), content.origin)
    yield article(text, content.name, content.origin, max_characters=reading.max_characters)


KIND = Kind("plain text", (".txt",), read)
