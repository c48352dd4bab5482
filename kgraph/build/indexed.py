"""The index of a finished graph: brought up to date from that of an earlier graph where it is known what has changed since."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from kgraph.build.declared import INDEX, STORE
from kgraph.build.state import State, last_state
from kgraph.disk import Folder, Reader
from kgraph.errors import CannotWrite, StoreError
from kgraph.index import Change, Index, changed_since, changes, update, write_nodes
from kgraph.rdf import store
from kgraph.rdf.nodes import StoredNodes

MUCH = 0.2
"""The share of nodes above which an index is made from nothing."""


def write_index(files: Folder, state: State, last: str) -> None:
    """Puts the index of the finished graph in place.

    ``last`` is the id of the graph whose index is there, if the code and data of today made it, else "". Raises StoreError, CannotWrite.
    """
    path = files.temporary()
    try:
        if not _updated(files, state, last, path):
            _anew(files, state, path)
        files.put(path, INDEX)
    except sqlite3.OperationalError as error:
        raise CannotWrite(f"cannot be written: {error}", str(files.path(INDEX))) from None
    finally:
        path.unlink(missing_ok=True)


def open_index(out: Path) -> Index:
    """The index of the finished graph in a folder, to be asked by one thread. Raises StoreError where there is none."""
    files = Reader(out)
    state = last_state(files)
    if state is None:
        raise StoreError("there is no finished graph here, or it is damaged; build again", str(out))
    return Index(files.path(INDEX), connections=1)


def _updated(files: Folder, state: State, last: str, path: Path) -> bool:
    """Whether a copy of the index that is there could be made that of the finished graph."""
    change = changed_since(changes(files), last, state.graph) if last else None
    there = files.whole(INDEX) if change is not None and not _is_much(change, state) else None
    if change is None or there is None:
        return False
    shutil.copyfile(there, path)
    try:
        _update(files, path, change)
    except sqlite3.DatabaseError:
        return False  # two nodes with one number, or a file that is not what its hash says: it is made from nothing
    return True


def _is_much(change: Change, state: State) -> bool:
    """Whether so much has changed that the index is sooner made from nothing."""
    return change.size > MUCH * (len(state.articles) + state.entities + state.events)


def _update(files: Folder, path: Path, change: Change) -> None:
    graph = store.open_quads(files.path(STORE))
    with store.reading(files.path(STORE)):
        update(StoredNodes(graph), path, change)


def _anew(files: Folder, state: State, path: Path) -> None:
    graph = store.open_quads(files.path(STORE))
    with store.reading(files.path(STORE)):
        write_nodes(StoredNodes(graph, whole=True), path, graph=state.graph, base=state.base)
