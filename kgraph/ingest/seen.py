"""Files that were read before: what articles they gave, so that a file that has not changed need not be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import KGraphError
from kgraph.model import Article


@dataclass(frozen=True, slots=True)
class Seen:
    """An article of a file that has not changed since it was read: its id, where it was found, and what its source calls it."""

    id: str
    origin: str
    key: str

    @classmethod
    def of(cls, article: Article | Seen) -> Seen:
        """What is remembered of an article: all but its text."""
        return cls(article.id, article.origin, article.key)


@dataclass(frozen=True, slots=True)
class File:
    """A hash of a file's bytes, and the articles that they gave."""

    digest: str
    articles: tuple[Seen, ...]


class Files:
    """Files by their paths: ``before`` are those of an earlier reading, ``now`` is filled with those of this one.

    Only files whose every part was an article are kept: errors are told each time.
    """

    def __init__(self, before: Mapping[str, File]) -> None:
        self.before = before
        self.now: dict[str, File] = {}

    def read(self, path: Path, found: Iterable[Article | KGraphError]) -> Iterator[Article | Seen | KGraphError]:
        """What the file gave where it has not changed; else what is found in it. Raises OSError."""
        digest = _digest(path)
        known = self.before.get(str(path))
        if known is not None and known.digest == digest:
            self.now[str(path)] = known
            yield from known.articles
            return
        articles: list[Seen] | None = []
        for item in found:
            if articles is not None and isinstance(item, Article):
                articles.append(Seen.of(item))
            else:
                articles = None
            yield item
        if articles is not None:
            self.now[str(path)] = File(digest, tuple(articles))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
