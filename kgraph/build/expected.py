"""How many articles a build is about to read: what its progress is counted against."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kgraph.disk import is_marked
from kgraph.ingest.names import is_hidden, is_left_out, is_picture

Progress = Callable[[str, int, int | None], None]
"""Told of a stage, how much of it is done, and of how much (None where that is not known)."""

_LINES = (".jsonl", ".ndjson")  # an article a line
_SINGLE = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".rtf", ".pdf", ".eml")
_CHUNK = 1 << 20
_TOLD = 16  # articles that were there already between two words of progress


class Counting:
    """Tells of the articles as they are read and extracted. What is expected is counted when there is something to extract."""

    def __init__(self, tell: Progress, sources: Sequence[str | Path]) -> None:
        self._tell, self._sources = tell, sources
        self._read = self._done = 0
        self._expected: int | None = None
        self._works = False

    def read(self) -> None:
        """An article has been read, and what it says may be there already."""
        self._read += 1
        if not self._works and self._read % _TOLD == 0:
            self._tell("reading articles", self._read, None)

    def begin(self) -> None:
        """There is an article to be extracted; the first waits for the language model."""
        if not self._works:
            self._works, self._expected = True, expected(self._sources)
            self._tell("starting the language model", 0, None)

    def extracted(self) -> None:
        """What an article says is there, or has failed."""
        self._done += 1
        most = None if self._expected is None else max(self._expected, self._read)
        self._tell("extracting articles", self._done, most)

    def was_there(self) -> None:
        """What an article says was there already."""
        self._done += 1


def expected(sources: Iterable[str | Path]) -> int | None:
    """About how many articles the sources have; None if one of them is of a kind that does not tell before it is read."""
    total = 0
    for path in _files(sources):
        count = _articles(path)
        if count is None:
            return None
        total += count
    return total


def _files(sources: Iterable[str | Path]) -> Iterator[Path]:
    for source in map(Path, sources):
        if not source.is_dir():
            yield source
            continue
        for parent, folders, names in os.walk(source):
            folders[:] = [] if is_marked(Path(parent)) else [name for name in folders if not is_hidden(name)]
            yield from (Path(parent) / name for name in names if not is_left_out(name) and not is_picture(name))


def _articles(path: Path) -> int | None:
    suffix = path.suffix.lower()
    if suffix in _LINES:
        return _lines(path)
    return 1 if suffix in _SINGLE else None


def _lines(path: Path) -> int:
    count = 0
    with suppress(OSError), path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count += chunk.count(b"\n")
    return count
