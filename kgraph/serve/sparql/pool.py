"""The processes that answer queries: each has one query at a time, and is killed when that is late or nobody waits for it any more."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from typing import BinaryIO, NamedTuple

from kgraph.errors import NoWorker
from kgraph.serve.options import Options
from kgraph.serve.sparql.jobs import Done, Failed, Job, Opened
from kgraph.serve.sparql.worker import received_file

# Not by multiprocessing, which would run a script of the user's a second time that has no guard against it.
_PROGRAM = """\
import sys
sys.path[:] = {path!r}
from multiprocessing.connection import Connection
from kgraph.serve.sparql.worker import serve
serve(Connection({file}), {megabytes})
"""
_STARTING = 60.0  # seconds; to start and to open a store takes less than one
_QUEUE = 32  # queries for each process that may wait
_TRIES = 2  # processes that a query is given to, where they die of something else


class Busy(Exception):
    """More queries wait than can be answered soon."""


class Answer(NamedTuple):
    """What came of a query; ``file`` holds an answer that is not inline, and belongs to whoever gets this."""

    found: Done | Failed
    file: BinaryIO | None = None


class Pool:
    """A number of processes, and those who wait for one. All but ``close`` is for one event loop."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._threads = ThreadPoolExecutor(2 * options.workers, "sparql")
        self._closed = False

    def start(self) -> None:
        """Starts the processes, which get ready meanwhile. Raises NoWorker."""
        for _ in range(self._options.workers):
            self._idle.append(_Worker(self._options.worker_megabytes))

    def close(self) -> None:
        """Ends the processes, whatever they do."""
        self._closed = True
        for worker in (*self._idle, *self._busy):
            worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def answer(self, job: Job) -> Answer:
        """The answer to a query. Whoever is cancelled meanwhile has the process killed. Raises Busy, NoWorker."""
        for _ in range(_TRIES):
            answer = await self._tried(job)
            if not (isinstance(answer.found, Failed) and answer.found.slug == "died"):
                break
        return answer

    async def _tried(self, job: Job) -> Answer:
        worker = await self._worker(job.seconds)
        self._busy.add(worker)
        asked = asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)
        try:
            return await asyncio.shield(asked)
        except BaseException:
            worker.kill()
            asked.add_done_callback(_let_go)
            raise
        finally:
            self._busy.discard(worker)
            self._give(worker)

    async def _worker(self, seconds: float) -> _Worker:
        """A process that has nothing to do, after waiting for it in a queue. Raises Busy."""
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= _QUEUE * self._options.workers:
            raise Busy
        mine: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            return await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            raise Busy from None
        finally:
            with suppress(ValueError):
                self._waiting.remove(mine)

    def _give(self, worker: _Worker) -> None:
        """Hands a process, or another in its place where it is gone, to whoever has waited longest."""
        if self._closed:
            worker.kill()
            return
        if not worker.is_alive:
            worker.kill()
            worker = _Worker(self._options.worker_megabytes)
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self._idle.append(worker)


def _let_go(asked: asyncio.Future[Answer]) -> None:
    """Closes the file of an answer that nobody waits for any more."""
    if not asked.cancelled() and asked.exception() is None and (file := asked.result().file) is not None:
        file.close()


class _Worker:
    """A process that answers. Raises NoWorker where it cannot be started."""

    def __init__(self, megabytes: int) -> None:
        self._pipe, theirs = Pipe()
        self._gone = False
        program = _PROGRAM.format(path=sys.path, file=theirs.fileno(), megabytes=megabytes)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
        except OSError as error:
            raise NoWorker(f"cannot start a process: {error.strerror or error}") from None
        finally:
            theirs.close()

    @property
    def is_alive(self) -> bool:
        """Whether the process is there; somebody may have ended it while it had nothing to do."""
        return not self._gone and self._process.poll() is None

    def kill(self) -> None:
        """Ends the process, if it has not ended by itself."""
        self._gone = True
        self._process.kill()

    def ask(self, job: Job) -> Answer:
        """The answer, from a thread that may wait for it."""
        try:
            self._pipe.send(job)
            message = self._next(_STARTING)
            if isinstance(message, Opened):
                message = self._next(job.seconds)
            if isinstance(message, Done):
                return Answer(message, received_file(self._pipe) if message.inline is None else None)
            assert isinstance(message, Failed)
            return Answer(message)
        except TimeoutError:
            self.kill()
            return Answer(Failed("slow-query", f"no answer within {job.seconds:g} seconds; ask for less"))
        except (EOFError, OSError):
            return Answer(self._end())
        finally:
            if self._gone:
                self._process.wait()

    def _next(self, seconds: float) -> object:
        if not self._pipe.poll(seconds):
            raise TimeoutError
        return self._pipe.recv()

    def _end(self) -> Failed:
        """Why the process is gone."""
        self.kill()
        code = self._process.wait()
        if code == -6:  # SIGABRT, by which Rust ends a process that gets no more memory
            return Failed("large-query", "the query needs more memory than it may have; ask for less")
        return Failed("died", "the process that was answering died; ask again")
