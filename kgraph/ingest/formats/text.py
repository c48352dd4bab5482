"""Article from a plain text file, or the articles of an archive's export."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.errors import KGraphError, TooLong
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.encoding import decode
from kgraph.ingest.exports import articles, is_export
from kgraph.ingest.whole import LARGEST
from kgraph.model import Article


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a text file, or each of an export.

    Raises KGraphError and OSError for what its bytes are.
    """
    yield from articles(decode(_bytes(content, reading), content.origin), content, reading)


def _bytes(content: Content, reading: Reading) -> bytes:
    """All bytes; more than one article has where the beginning is that of an export."""
    most = 4 * (reading.max_characters + 1)
    if content.size is not None and content.size <= most:
        return content.text_bytes(reading)
    beginning = content.stream.read(most + 1)
    if len(beginning) > most and not is_export(beginning.decode("utf-8", "replace").replace("\x00", "")):
        raise TooLong(f"at most {reading.max_characters:,} characters are read (max_characters)", content.origin)
    raw = beginning + content.stream.read(max(0, LARGEST + 1 - len(beginning)))
    if len(raw) > max(LARGEST, most):
        raise TooLong(f"an export of more than {LARGEST:,} bytes", content.origin)
    return raw or content.text_bytes(reading)


KIND = Kind("plain text", (".txt",), read)
