"""Article from an e-mail."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.errors import KGraphError
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.mail import begins_mail, message
from kgraph.ingest.whole import whole
from kgraph.model import Article


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The article of an e-mail, or one for each result of an alert. Raises KGraphError and OSError."""
    raw = whole(content).removeprefix(b"\xef\xbb\xbf")
    yield from message(raw, content.name, content.origin, reading)


KIND = Kind("e-mail", (".eml",), read, begins_mail)
