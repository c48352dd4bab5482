"""Files that were read before: what they gave, so that a file or a line of one that has not changed need not be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from kgraph.errors import (
    BadArchive,
    BadField,
    BadRecord,
    EmptyArticle,
    KGraphError,
    LeftUnread,
    ManyErrors,
    NoArticleInPage,
    NotEnglish,
    NotText,
    TooLong,
    shown,
)
from kgraph.model import Article

_KINDS: Mapping[str, type[KGraphError]] = {
    kind.__name__: kind
    for kind in (
        BadArchive,
        BadField,
        BadRecord,
        EmptyArticle,
        LeftUnread,
        ManyErrors,
        NoArticleInPage,
        NotEnglish,
        NotText,
        TooLong,
    )
}
"""The messages that depend on the bytes of a file alone."""


class Seen(msgspec.Struct, frozen=True, array_like=True, tag="article"):
    """An article that was read before: its id, where it was found, and what its source calls it."""

    id: str
    origin: str
    key: str

    @classmethod
    def of(cls, article: Article | Seen) -> Seen:
        """What is remembered of an article: all but its text."""
        return cls(article.id, article.origin, article.key)


class Said(msgspec.Struct, frozen=True, array_like=True, tag="message"):
    """An error or a warning that was given before: its kind, its message and its place."""

    kind: str
    message: str
    where: str

    @classmethod
    def of(cls, error: KGraphError) -> Said | None:
        """What is remembered of a message; None where it may be another one next time."""
        kind = type(error).__name__
        return cls(kind, str(error).removeprefix(f"{error.where}: "), error.where) if kind in _KINDS else None

    @property
    def again(self) -> KGraphError:
        """The message."""
        return _KINDS[self.kind](self.message, self.where)


class SeenFile(msgspec.Struct, frozen=True):
    """A hash of a file's bytes, what was found in it, and hashes of its lines where each is a record, from the first to the last."""

    digest: str
    found: tuple[Seen | Said, ...]
    lines: tuple[str, ...] = ()


Item = Article | Seen | KGraphError
Holds = Callable[[Seen], bool]
"""Whether what was made of an article is still there, so that nobody needs its text."""


def unseen(items: Iterable[Item]) -> Iterator[Article | KGraphError]:
    """What a reader gives that was told of no earlier reading."""
    for item in items:
        assert not isinstance(item, Seen)  # nothing was read before
        yield item


class Lines:
    """The lines of a file whose records were read before; ``digests`` are hashes of those that have been read now."""

    def __init__(self, path: Path, before: SeenFile | None, holds: Holds) -> None:
        self._name, self._origin = shown(path.name), shown(str(path))
        self._holds = holds
        self._known = dict(_by_line(before, self._origin)) if before is not None else {}
        self.digests: list[str] = []

    def read(self, number: int, raw: bytes | None, reading: Callable[[], Iterable[Article | KGraphError]]) -> Iterable[Item]:
        """What a line gave where it has not changed; else what is found in it. Every line is asked for once, in order."""
        digest = hashlib.blake2b(raw, digest_size=16).hexdigest() if raw is not None else ""
        self.digests += [""] * (number - 1 - len(self.digests))
        self.digests.append(digest)
        known = self._known.get(digest)
        return (known is not None and self._again(number, *known)) or reading()

    def _again(self, number: int, before: int, found: Sequence[Seen | Said]) -> list[Item]:
        """The same at the place of today; nothing where an article must be read, as one that is called by its line and has moved."""
        where = f"{self._origin}:{number}"
        again: list[Item] = []
        for item in found:
            if isinstance(item, Said):
                again.append(Said(item.kind, item.message, where).again)
                continue
            article = Seen(item.id, where, item.key)
            if (item.key == f"{self._name}:{before}" and before != number) or not self._holds(article):
                return []
            again.append(article)
        return again


def _by_line(before: SeenFile, origin: str) -> Iterator[tuple[str, tuple[int, list[Seen | Said]]]]:
    """What was found in each line, with its number, by the hash of the line."""
    found: dict[int, list[Seen | Said]] = {}
    for item in before.found if before.lines else ():
        file, _, number = (item.origin if isinstance(item, Seen) else item.where).rpartition(":")
        if file == origin:
            found.setdefault(int(number), []).append(item)
    for line, items in found.items():
        if line <= len(before.lines) and before.lines[line - 1]:
            yield before.lines[line - 1], (line, items)


class Files:
    """Files by their paths: ``before`` are those of an earlier reading, ``now`` is filled with those of this one.

    Only files are kept in which nothing went wrong that may go right next time.
    """

    def __init__(self, before: Mapping[str, SeenFile], holds: Holds) -> None:
        self.before = before
        self.now: dict[str, SeenFile] = {}
        self._holds = holds

    def read(self, path: Path, reading: Callable[[Lines], Iterable[Item]]) -> Iterator[Item]:
        """What the file gave where it has not changed; else what is found in it. Raises OSError."""
        name, stamp, digest = shown(str(path)), _stamp(path), _digest(path)
        known = self.before.get(name)
        if known is not None and known.digest == digest and self._is_whole(known):
            self.now[name] = known
            yield from (item.again if isinstance(item, Said) else item for item in known.found)
            return
        found: list[Seen | Said | None] = []
        lines = Lines(path, known, self._holds)
        for item in reading(lines):
            found.append(Said.of(item) if isinstance(item, KGraphError) else Seen.of(item))
            yield item
        whole = tuple(item for item in found if item is not None)
        # Else somebody wrote while we read, and the hash may be that of other bytes.
        if len(whole) == len(found) and _stamp(path) == stamp:
            self.now[name] = SeenFile(digest, whole, tuple(lines.digests))

    def _is_whole(self, known: SeenFile) -> bool:
        return all(isinstance(item, Said) or self._holds(item) for item in known.found)


def _stamp(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
