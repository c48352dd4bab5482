"""Queries with a limit of time: Oxigraph has none of its own, so a process of its own answers, and is killed when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from kgraph.errors import KGraphError, QueryError
from kgraph.rdf.query import QueryResult, run
from kgraph.rdf.store import open_quads

_STARTING = 60.0  # seconds; to import and to open a store takes one or two


def run_within(seconds: float, folder: Path, text: str, parameters: Mapping[str, str] | None = None) -> QueryResult:
    """The answer of query.run over the store in a folder, if it comes within so many seconds.

    Raises QueryError where it does not, and whatever query.run and store.open_quads raise.
    """
    if seconds <= 0:
        raise QueryError(f"a limit of {seconds:g} seconds is not valid; it must be above 0")
    # Spawned, not forked: the parent may hold threads and an open store.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer, args=(theirs, folder, text, dict(parameters or {})), daemon=True)
    process.start()
    theirs.close()
    try:
        found = _received(ours, _STARTING)
        if found is None:
            found = _received(ours, seconds)
    except EOFError:
        raise QueryError("the process that was answering it died") from None
    except TimeoutError:
        raise QueryError(f"no answer within {seconds:g} seconds; ask for less, or allow more time") from None
    finally:
        process.kill()
        process.join()
    if isinstance(found, KGraphError):
        raise found
    assert isinstance(found, QueryResult)
    return found


def _received(connection: Connection, seconds: float) -> object:
    if not connection.poll(seconds):
        raise TimeoutError
    return connection.recv()


def _answer(connection: Connection, folder: Path, text: str, parameters: Mapping[str, str]) -> None:
    """Sends None once the store is open, then the answer or what went wrong."""
    try:
        graph = open_quads(folder)
        connection.send(None)
        connection.send(run(graph, text, parameters))
    except KGraphError as error:
        connection.send(error)
