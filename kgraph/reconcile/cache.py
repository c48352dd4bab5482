"""What services have answered, on disk: one file for each service and query, so that nothing is asked twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from kgraph.disk import opened
from kgraph.reconcile.protocol import Candidate, Query, ServiceManifest

Kept = TypeVar("Kept", bound=msgspec.Struct)


class Answer(msgspec.Struct, frozen=True):
    """What a service answered to a query, and on which day."""

    service: str
    query: Query
    retrieved: date
    candidates: tuple[Candidate, ...]


class Introduction(msgspec.Struct, frozen=True):
    """A service's manifest, and on which day it was read."""

    service: str
    retrieved: date
    manifest: ServiceManifest


@dataclass(frozen=True, slots=True)
class Cache:
    """The answers of one service in a folder, which is made when the first is kept. A file that cannot be read counts as none."""

    folder: Path
    service: str

    def answer(self, query: Query) -> Answer | None:
        """The answer that was kept to a query."""
        found = _read(self._path(repr(query)), Answer)
        return found if found is not None and (found.service, found.query) == (self.service, query) else None

    def introduction(self) -> Introduction | None:
        """The manifest that was kept."""
        found = _read(self._path("manifest"), Introduction)
        return found if found is not None and found.service == self.service else None

    def keep(self, *kept: Answer | Introduction) -> None:
        """Writes answers or a manifest, each whole or not at all. Raises CannotWrite, NotOurs where somebody else's file is in the way."""
        with opened(self.folder, among=True) as files:
            for item in kept:
                path = self._path(repr(item.query) if isinstance(item, Answer) else "manifest")
                files.write(path.name, msgspec.json.format(msgspec.json.encode(item)))

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(repr((self.service, key)).encode()).hexdigest()[:32]}.json"


def _read(path: Path, kind: type[Kept]) -> Kept | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None
