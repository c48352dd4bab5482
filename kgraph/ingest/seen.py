"""Files that were read before: what articles they gave, so that a file that has not changed need not be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import BadField, KGraphError, shown
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
class SeenFile:
    """A hash of a file's bytes, the articles that they gave, and the fields that were left out: messages and places."""

    digest: str
    articles: tuple[Seen, ...]
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> Iterator[BadField]:
        """The warnings again."""
        return (BadField(message, where) for message, where in self.warnings)


class Files:
    """Files by their paths: ``before`` are those of an earlier reading, ``now`` is filled with those of this one.

    Only files whose every part was an article are kept: errors are told each time.
    """

    def __init__(self, before: Mapping[str, SeenFile]) -> None:
        self.before = before
        self.now: dict[str, SeenFile] = {}

    def read(self, path: Path, found: Iterable[Article | KGraphError]) -> Iterator[Article | Seen | KGraphError]:
        """What the file gave where it has not changed; else what is found in it. Raises OSError."""
        name, stamp, digest = shown(str(path)), _stamp(path), _digest(path)
        known = self.before.get(name)
        if known is not None and known.digest == digest:
            self.now[name] = known
            yield from known.told
            yield from known.articles
            return
        articles: list[Seen] = []
        warnings: list[tuple[str, str]] = []
        whole = True
        for item in found:
            if isinstance(item, Article):
                articles.append(Seen.of(item))
            elif isinstance(item, BadField):
                warnings.append((str(item).removeprefix(f"{item.where}: "), item.where))
            else:
                whole = False
            yield item
        if whole and _stamp(path) == stamp:  # else somebody wrote while we read, and the hash may be that of other bytes
            self.now[name] = SeenFile(digest, tuple(articles), tuple(warnings))


def _stamp(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
