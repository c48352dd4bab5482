"""A process that answers queries, one after the other, over a store that is opened to be read only.

Oxigraph has no limit of time or memory for a query, and cannot be interrupted. So the process sets itself limits that the system keeps, and
whoever waits for it may kill it at any time. An answer that is not short goes into a file that has no name, of which whoever asked gets the
descriptor: a client that reads slowly keeps a file, but no process.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, BinaryIO

import pyoxigraph
from pyoxigraph import NamedNode

from kgraph.errors import KGraphError, QueryError, clipped
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.mistakes import mistake
from kgraph.rdf.offline import refuse_service
from kgraph.rdf.query_text import FORMS, checked, form, placed, unescaped
from kgraph.rdf.store import is_of_store, opened_at
from kgraph.serve.options import MEGABYTE
from kgraph.serve.sparql.formats import GRAPHS, TABLES, Counted, write_graph, write_table
from kgraph.serve.sparql.jobs import Done, Failed, Job, Opened, Place, stamp_of

_INLINE = 64 * 1024  # bytes of an answer that is sent at once
_GRACE = 2.0  # seconds after which the system ends a process that nobody has killed in time
_UNKNOWN = "The custom "
"""How Oxigraph begins to say, in the kind of error by which it tells of a damaged store, that it does not know a function."""


def serve(pipe: Connection, megabytes: int) -> None:
    """Answers until whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for whoever started us to decide what an interruption means
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    graphs = _Graphs()
    with suppress(EOFError, ConnectionError):
        while True:
            _answer(pipe.recv(), pipe, graphs)
    os._exit(0)


class _Graphs:
    """The graph that was asked last, which is likely to be asked next."""

    def __init__(self) -> None:
        self._place: Place | None = None
        self._store: pyoxigraph.Store | None = None

    def opened(self, place: Place) -> pyoxigraph.Store:
        """The graph in a place. Raises OSError where another one lies there now, and KGraphError."""
        if self._store is None or self._place != place:
            self._store = None  # closed before the next is opened
            self._store, self._place = opened_at(place.path), place
            if stamp_of(place.path) != place.stamp:
                self._place = None
                raise OSError("replaced")
        return self._store


def _answer(job: Job, pipe: Connection, graphs: _Graphs) -> None:
    try:
        store = graphs.opened(job.place)
    except (OSError, KGraphError):
        pipe.send(Failed("gone", "the graph has just been replaced by another; ask again"))
        return
    pipe.send(Opened())
    signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE)
    try:
        with _Answer(job.size) as answer:
            answer.send(_written(job, store, answer), pipe)
    except BaseException as error:
        failed = _failure(error, job)
        if failed is None:
            raise
        pipe.send(failed)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _failure(error: BaseException, job: Job) -> Failed | None:
    """What the client is told of an error; None where this process had better end."""
    if isinstance(error, SyntaxError):
        return Failed("bad-query", mistake(job.text, PREFIXES, job.base) or placed(str(error)))
    if isinstance(error, _NotAcceptable):
        return Failed("not-acceptable", str(error))
    if isinstance(error, QueryError):
        return Failed("bad-query", str(error))
    if isinstance(error, ValueError) or str(error).startswith(_UNKNOWN):
        return Failed("bad-query", placed(str(error)))
    if isinstance(error, MemoryError):
        return Failed("large-query", "the query needs more memory than it may have")
    return Failed("damaged", "the graph is damaged; build again to heal it") if is_of_store(error) else None


class _NotAcceptable(Exception):
    """The client takes no format in which this kind of query could be answered."""


class _Answer:
    """What has been written of an answer, up to a size: in memory while it is short, then in a file without a name."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._file = tempfile.SpooledTemporaryFile(max_size=_INLINE)  # noqa: SIM115 - __exit__ closes it
        self.size, self.is_full = 0, False

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> int:
        """Takes what is written, and notes when it is more than it may be."""
        self._file.write(content)
        self.size += len(content)
        self.is_full = self.is_full or self.size >= self._most
        return len(content)

    def flush(self) -> None:
        """Does nothing: whoever reads it gets it whole."""

    def send(self, found: Done, pipe: Connection) -> None:
        """Sends the answer itself, or the file that it is in."""
        if self.size <= _INLINE:
            self._file.seek(0)
            pipe.send(found._replace(size=self.size, inline=self._file.read()))
            return
        self._file.flush()
        pipe.send(found._replace(size=self.size))
        send_file(pipe, self._file.fileno())


def send_file(pipe: Connection, descriptor: int) -> None:
    """Sends an open file to the other end of a pipe."""
    with socket.socket(fileno=os.dup(pipe.fileno())) as wire:
        socket.send_fds(wire, [b"f"], [descriptor])


def received_file(pipe: Connection) -> BinaryIO:
    """The open file that was sent. Raises EOFError."""
    with socket.socket(fileno=os.dup(pipe.fileno())) as wire:
        _, descriptors, _, _ = socket.recv_fds(wire, 1, 1)
    if not descriptors:
        raise EOFError
    return os.fdopen(descriptors[0], "rb")


def _written(job: Job, store: pyoxigraph.Store, answer: _Answer) -> Done:
    """Answers a query. Raises QueryError, _NotAcceptable, and what Oxigraph raises."""
    plain = unescaped(job.text)
    kind = form(checked(plain))
    media = job.graph if kind in FORMS[2:] else job.table
    refuse_service(plain, PREFIXES, job.base)
    if not media:
        raise _NotAcceptable(f"a {kind} query is answered in {', '.join(GRAPHS if kind in FORMS[2:] else TABLES)}")
    found = store.query(
        plain,
        prefixes=PREFIXES,
        base_iri=job.base,
        default_graph=_nodes(job.default_graphs),
        named_graphs=_nodes(job.named_graphs),
    )
    if isinstance(found, pyoxigraph.QueryBoolean):
        answer.write(found.serialize(format=TABLES[media].boolean) or b"")
        return Done(media, 1, 0, "", None)
    rows = Counted(found, job.rows)
    if isinstance(found, pyoxigraph.QuerySolutions):
        names = [variable.value for variable in found.variables]
        write_table(names, rows, TABLES[media], _until_full(answer))
    else:
        write_graph(rows, GRAPHS[media], _Stopping(answer, rows))
    cut = "" if not rows.is_cut else "bytes" if answer.is_full else "rows"
    return Done(media, rows.count, 0, cut, None)


def _nodes(addresses: tuple[str, ...] | None) -> list[Any] | None:
    return None if addresses is None else [_node(address) for address in addresses]


def _node(address: str) -> NamedNode:
    """A graph that the request names. Raises QueryError."""
    try:
        return NamedNode(address)
    except ValueError:
        raise QueryError(f"{clipped(address)!r} is not the IRI of a graph") from None


def _until_full(answer: _Answer) -> Callable[[bytes], bool]:
    def write(content: bytes) -> bool:
        answer.write(content)
        return not answer.is_full

    return write


class _Stopping(io.RawIOBase):
    """A file for Oxigraph, which has it write no further triples when the answer is full."""

    def __init__(self, answer: _Answer, triples: Counted) -> None:
        super().__init__()
        self._answer, self._triples = answer, triples

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._answer.write(bytes(content))
        if self._answer.is_full and not self._triples.is_cut:
            self._triples.stop()
        return len(content)
