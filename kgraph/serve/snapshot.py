"""One whole build at a time: what a request reads, from its first look to its last.

A build puts its store, its state and its index in place one after the other. A snapshot is taken only where all of them are of one graph.
Until then requests get the last one, and that lives until the last request that has it is done. A build that was made without an index
is served without: what needs none is answered.
"""

from __future__ import annotations

import math
import os
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from kgraph import index
from kgraph.build.declared import MADE, STATE, STORE
from kgraph.build.state import Made, State, kept, last_state
from kgraph.disk import Reader, is_being_changed
from kgraph.errors import Damaged, KGraphError, StoreError
from kgraph.rdf import store
from kgraph.settings import Settings

_WATCHED = (STATE, f"{STORE}/{store.CURRENT}", store.FILE, MADE, index.FILE)
_PAUSE = 0.5  # seconds after which a build that was not whole is looked at again
_NONE = "there is no finished graph here; build one first"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One finished build.

    ``build`` is what its graph is called, which changes whenever the graph does; ``place`` is the folder of its store, or the file of its
    graph where it keeps no store. ``lacking`` says why there is no index.
    """

    build: str
    base: str
    place: Path
    store: pyoxigraph.Store
    reader: Reader
    state: State
    found_index: index.Index | None
    lacking: KGraphError | None

    @property
    def index(self) -> index.Index:
        """The index of the build. Raises StoreError where it was made without one, Damaged where it cannot be read."""
        if self.found_index is None:
            raise self.lacking or StoreError(index.NONE)
        return self.found_index


class Snapshots:
    """The builds of a folder, as they come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._current: Snapshot | None = None
        self._seen: object = None
        self._look_again = math.inf

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has changed since the last look, so that ``current`` need not read anything."""
        return self._current is not None and self._seen == self._stamps() and time.monotonic() < self._look_again

    def current(self) -> Snapshot:
        """The last finished build. Raises StoreError where there has never been one, Damaged where it cannot be read."""
        with self._lock:
            if not self.is_fresh:
                self._renew()
            assert self._current is not None
            return self._current

    def _renew(self) -> None:
        """Takes the build that is there now. Where it is not whole, the last one stays, and another look is taken soon."""
        stamps = self._stamps()  # from before the look: what comes later is news
        try:
            found = _taken(self.folder, self._current)
        except KGraphError:
            if self._current is None:
                raise
            found = None
        self._current, self._seen = found or self._current, stamps
        self._look_again = math.inf if found is not None and not _is_waited_for(found) else time.monotonic() + _PAUSE

    def _stamps(self) -> object:
        return tuple(_stamp(self.folder / name) for name in _WATCHED)


def _stamp(path: Path) -> object:
    with suppress(OSError):
        found = os.stat(path)
        return found.st_ino, found.st_size, found.st_mtime_ns
    return None


def _taken(folder: Path, last: Snapshot | None) -> Snapshot | None:
    """The build in a folder; None where one is just being put in place and there is a last one to go on with."""
    reader = Reader(folder)
    state = last_state(reader)
    if state is not None:
        place = store.place_of(folder / STORE)
        opened = store.opened_at(place)
        found = _snapshot(state, place, opened, reader)
        is_one = last_state(Reader(folder)) == state  # no other build has come in between
        if is_one and (last is None or not _is_waited_for(found)):
            return found
    if last is None:
        raise StoreError(_NONE, str(folder))
    return None


def _snapshot(state: State, place: Path, opened: pyoxigraph.Store, reader: Reader) -> Snapshot:
    made = kept(reader, MADE, Made)
    base = made.inputs.get("base_iri", "") if made is not None else ""
    found_index, lacking = _index(reader, state)
    return Snapshot(state.graph, base or Settings().base_iri, place, opened, reader, state, found_index, lacking)


def _index(reader: Reader, state: State) -> tuple[index.Index | None, KGraphError | None]:
    """The index of this graph; else why there is none, as one of another graph or of another kgraph is none."""
    try:
        found = index.Index(reader.path(index.FILE))
    except KGraphError as error:
        return None, error.bare()
    except sqlite3.Error as error:
        return None, Damaged(f"is damaged: {error}; build again to heal it", index.FILE)
    return (found, None) if found.graph == state.graph else (None, StoreError(index.NONE))


def _is_waited_for(found: Snapshot) -> bool:
    """Whether a build is at work that may still make the index."""
    return found.found_index is None and is_being_changed(found.reader.root)
