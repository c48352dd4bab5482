"""An index that is open to be read."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from kgraph.errors import Damaged, SlowQuestion, StoreError

NONE = "this build has no index; build again, with --only index to make nothing else"
FILE = "index.sqlite"
FORMAT = 2
"""The number of the layout of the tables, which an index says of itself."""
Parameters: TypeAlias = "Sequence[object] | dict[str, object]"
_CACHE = 8_000  # kilobytes that a connection keeps
_MAPPED = (1 << 31) - (1 << 16)  # bytes of the file that are read without a copy: as many as SQLite allows


_UNTIL: ContextVar[float] = ContextVar("until", default=math.inf)
_STEPS = 20_000  # instructions of SQLite between two looks at the clock: less than a millisecond
_SLOW = "no answer within the time that a question may take; ask for less"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Gives the questions of the block so much time together; whatever takes longer raises SlowQuestion."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


class Index:
    """The index of one finished build, which any number of threads may ask at once.

    All its connections are opened with it, so that it goes on telling of the same build when a newer one takes the file's place. As many
    questions are answered at once; others wait.

    Raises StoreError where there is no index, or one of another kgraph, and Damaged where it cannot be read.
    """

    def __init__(self, path: Path, *, connections: int = 4) -> None:
        if not path.is_file():
            raise StoreError(NONE, str(path.parent))
        self.path = path
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._all: list[sqlite3.Connection] = []
        try:
            for _ in range(connections):
                self._all.append(_connected(path))
                self._idle.put(self._all[-1])
            self.about: dict[str, str] = dict(map(tuple, self.rows("SELECT key, value FROM about")))
        except sqlite3.DatabaseError as error:
            self.close()
            raise Damaged(f"is damaged: {error}; build again to heal it", str(path)) from None
        if self.about.get("format") != str(FORMAT):
            raise StoreError("the index was written by another version of kgraph; build again", str(path))

    @property
    def graph(self) -> str:
        """The id of the build's graph."""
        return self.about["graph"]

    @property
    def base(self) -> str:
        """The beginning of the IRIs of the build's nodes."""
        return self.about["base"]

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """The rows of an answer."""
        with self.connection() as connection:
            return connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row of an answer; None where there is none."""
        with self.connection() as connection:
            found: sqlite3.Row | None = connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first value of the first row; None where there is none."""
        found = self.row(sql, parameters)
        return found[0] if found is not None else None

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses for that long; a thread may hold only one. Raises SlowQuestion where ``within`` says so."""
        until = _UNTIL.get()
        connection = self._free(until)
        try:
            if until < math.inf:
                connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            yield connection
        except sqlite3.DatabaseError as error:
            if time.monotonic() > until:
                raise SlowQuestion(_SLOW) from None
            if isinstance(error, (sqlite3.OperationalError, sqlite3.ProgrammingError, sqlite3.IntegrityError)):
                raise
            raise Damaged(f"is damaged: {error}; build again to heal it", str(self.path)) from None
        finally:
            if until < math.inf:
                connection.set_progress_handler(None, 0)
            self._idle.put(connection)

    def _free(self, until: float) -> sqlite3.Connection:
        try:
            return self._idle.get(timeout=None if until == math.inf else max(until - time.monotonic(), 0))
        except Empty:
            raise SlowQuestion(_SLOW) from None

    def close(self) -> None:
        """Closes the file, once nobody asks any more."""
        for connection in self._all:
            connection.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _connected(path: Path) -> sqlite3.Connection:
    # Files of a build are replaced whole and never changed, so nothing need be locked, and what is mapped into memory stays there.
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.executescript(f"PRAGMA query_only = 1; PRAGMA cache_size = -{_CACHE}; PRAGMA mmap_size = {_MAPPED}")
    return connection
