"""What a process that answers queries is given, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import stat
from pathlib import Path
from typing import NamedTuple

from kgraph.rdf.store import CURRENT

Stamp = tuple[int, int, int]


class Place(NamedTuple):
    """Where a graph lies, and what tells whether it is still the same that lies there."""

    path: Path
    stamp: Stamp

    @classmethod
    def of(cls, path: Path) -> Place:
        """Of the folder of a store or the file of a graph that is there. Raises OSError."""
        return cls(path, stamp_of(path))


def stamp_of(path: Path) -> Stamp:
    """What changes where another graph is put in the same place. Raises OSError."""
    found = stat(path / CURRENT if path.is_dir() else path)  # RocksDB's file, which each of its folders has
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Job:
    """A query, what its relative IRIs begin with, the graphs that it is asked of (None: as it says), and how much its answer may hold.

    ``table`` and ``graph`` are the media types of the answer, for a query that gives the one or the other; "" where the client takes none.
    """

    text: str
    base: str
    place: Place
    table: str
    graph: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    rows: int
    size: int
    seconds: float


class Opened(NamedTuple):
    """The graph is open, and the time of the query begins."""


class Done(NamedTuple):
    """The answer: ``cut`` is the limit that was reached ("rows", "bytes"), or "". One that is not ``inline`` follows in a file."""

    media: str
    rows: int
    size: int
    cut: str
    inline: bytes | None


class Failed(NamedTuple):
    """Why there is no answer: a slug and a sentence."""

    slug: str
    message: str


STATUS: Mapping[str, int] = {
    "bad-query": 400,
    "not-acceptable": 406,
    "large-query": 503,
    "slow-query": 503,
    "died": 503,
    "gone": 503,
    "no-store": 503,
    "damaged": 503,
}
"""The HTTP status for each slug."""
