"""Documents whose text is a small part of them, as pictures and mark-up are the rest: all their bytes, up to a limit."""

from __future__ import annotations

from kgraph.errors import EmptyArticle, TooLong
from kgraph.ingest.content import Content

LARGEST = 64_000_000
"""Bytes of a document, an e-mail with its attachments, or an archive's export of some ten thousand articles."""


def whole(content: Content) -> bytes:
    """All bytes of a document. Raises EmptyArticle where there are none, TooLong where there are more than the limit."""
    raw = content.stream.read(LARGEST + 1) if (content.size or 0) <= LARGEST else None
    if raw is None or len(raw) > LARGEST:
        raise TooLong(f"at most {LARGEST:,} bytes of a document are read", content.origin)
    if not raw:
        raise EmptyArticle("the file is empty", content.origin)
    return raw
