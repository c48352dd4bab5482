"""Article from a plain text file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kgraph.errors import EmptyArticle, KGraphError, TooLong, shown
from kgraph.ingest.article import article
from kgraph.ingest.encoding import decode
from kgraph.model import Article


def read_text(path: Path, *, max_characters: int) -> Iterator[Article | KGraphError]:
    """The one article of a text file, or why it cannot be read. Raises KGraphError and OSError for what its bytes are."""
    name, origin = shown(path.name), shown(str(path))
    yield from text_article(contents(path, max_characters), name, origin, max_characters=max_characters)


def text_article(raw: bytes, key: str, origin: str, *, max_characters: int) -> Iterator[Article | KGraphError]:
    """The article that some bytes are, or why they are none. Raises NotText."""
    yield article(decode(raw, origin), key, origin, max_characters=max_characters)


def contents(path: Path, max_characters: int) -> bytes:
    """The bytes of a file. Raises EmptyArticle for an empty one, TooLong before reading what no limit could allow."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyArticle("the file is empty", str(path))
    if size > 4 * (max_characters + 1):  # no encoding takes more than four bytes for a character
        raise TooLong(f"{size:,} bytes; at most {max_characters:,} characters are read (max_characters)", str(path))
    with path.open("rb") as file:
        return file.read(size + 1)  # not what a file that grows meanwhile may become
