"""Alerts: the user's queries, and the rows that an update adds to their answers."""

from __future__ import annotations

import hashlib
import json
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from kgraph.disk import check_free
from kgraph.disk.folder import reported
from kgraph.errors import AlertError, QueryError
from kgraph.outgoing import json_text, one_line
from kgraph.rdf.catalogue import looked_up
from kgraph.rdf.query import LIMIT, QueryResult, declared, run
from kgraph.rdf.store import open_quads

_COMMAND = 60.0  # seconds that a command may take


class Query(NamedTuple):
    """A query from a file, with the name of the file."""

    name: str
    text: str

    @property
    def key(self) -> str:
        """Identifies the query in the state. An edited query gets another key, so its first answer raises no alerts."""
        return f"{self.name}:{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"


class Alert(NamedTuple):
    """The new rows in the answer to a query."""

    query: Query
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def objects(self) -> list[dict[str, str | None]]:
        """The rows as JSON objects."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def lines(self) -> list[str]:
        """The rows as readable lines."""
        return [one_line(f"{self.query.name}: {' | '.join(cell or '-' for cell in row)}") for row in self.rows]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where alerts go: to a file of JSON Lines, to the stdin of a command, or line by line to ``say`` if neither is given."""

    say: Callable[[str], None]
    file: Path | None = None
    command: str = ""

    def check(self) -> None:
        """Raises NotOurs or CannotWrite if the file cannot be appended to, and AlertError if the command cannot be parsed."""
        if self.file is not None:
            check_free(self.file)
            with reported(self.file), self.file.open("ab"):
                pass
        if self.command:
            self._words()

    def deliver(self, alert: Alert, now: datetime) -> None:
        """Delivers the rows, to the command first. Raises AlertError and CannotWrite; the caller then tries again after the next update."""
        if self.command:
            self._run(alert, now)
        if self.file is not None:
            lines = (json_text({"alert": alert.query.name, "at": _time(now), "row": row}) for row in alert.objects())
            with reported(self.file), self.file.open("a", encoding="utf-8") as file:
                file.write("".join(f"{line}\n" for line in lines))
        if self.file is None and not self.command:
            for line in alert.lines():
                self.say(line)

    def _words(self) -> list[str]:
        try:
            words = shlex.split(self.command)
        except ValueError as error:
            raise AlertError(f"is not a command: {error}", self.command) from None
        if not words:
            raise AlertError("the command is empty")
        return words

    def _run(self, alert: Alert, now: datetime) -> None:
        sent = json.dumps({"alert": alert.query.name, "at": _time(now), "columns": alert.columns, "rows": alert.objects()})
        try:
            done = subprocess.run(self._words(), input=sent.encode(), capture_output=True, timeout=_COMMAND, check=False)
        except OSError as error:
            raise AlertError(f"cannot be run: {error.strerror or error}", self.command) from None
        except subprocess.TimeoutExpired:
            raise AlertError(f"was still running after {_COMMAND:g} seconds and was stopped", self.command) from None
        if done.returncode != 0:
            said = one_line(done.stderr.decode("utf-8", "replace"))[-300:]
            raise AlertError(f"ended with status {done.returncode}{f': {said}' if said else ''}", self.command)


def read_queries(given: Sequence[str]) -> tuple[Query, ...]:
    """The queries of these names or files. Raises QueryError if one is not a query, or if two have the same name."""
    found: dict[str, Query] = {}
    for each in given:
        known = looked_up(each)
        query = Query(known.name or "query", known.text)
        if query.name in found:
            raise QueryError("has the same name as another alert", each)
        try:
            run(pyoxigraph.Store(), query.text)
        except QueryError as error:
            raise QueryError(str(error), each) from None
        found[query.name] = query
    return tuple(found.values())


def answer(query: Query, store: Path) -> QueryResult:
    """All rows of a query over the store in a folder; a ``limit`` parameter is lifted. Raises QueryError and StoreError."""
    return run(open_quads(store), query.text, {LIMIT: "0"} if LIMIT in declared(query.text) else {})


def digests(result: QueryResult) -> list[str]:
    """The sorted hashes of the rows' values."""
    return sorted({_digest(row) for row in result.rows})


def alert_of(query: Query, result: QueryResult, before: Sequence[str]) -> Alert | None:
    """The rows whose hashes are not in ``before``; None if there are none."""
    known = set(before)
    rows = tuple(dict.fromkeys(row for row in result.rows if _digest(row) not in known))
    return Alert(query, result.columns, rows) if rows else None


def _digest(row: tuple[str | None, ...]) -> str:
    return hashlib.blake2b(json.dumps(row).encode(), digest_size=12).hexdigest()


def _time(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
