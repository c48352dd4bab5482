"""The processes that answer queries: each has one query at a time, and is killed when that is late or nobody waits for it any more."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
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
_SHORT = 0.5  # seconds that a short query takes at most
_ASIDE = 10  # how nice a process is that has stepped aside
_TRIES = 2  # processes that a query is given to, where they die of something else


class Busy(Exception):
    """More queries wait than can be answered soon."""


class Answer(NamedTuple):
    """What came of a query; ``file`` holds an answer that is not inline, and belongs to whoever gets this."""

    found: Done | Failed
    file: BinaryIO | None = None


class Pool:
    """A number of processes, and those who wait for one. All but ``close`` is for one event loop.

    So many queries are answered at once as there are places. One that takes longer than short ones do gives its place away, and goes on in
    a process that the system lets run when the others rest. There are as many of those again; a query beyond that keeps its place. One
    process more than there are places is always ready, so that nobody waits for one to start when another was killed.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._free = self._free_aside = options.workers
        self._idle: deque[_Worker] = deque()
        self._busy: set[_Worker] = set()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._threads = ThreadPoolExecutor(4 * options.workers, "sparql")
        self._closed = False

    def start(self) -> None:
        """Starts the processes, which get ready meanwhile. Raises NoWorker."""
        self._top_up()

    def close(self) -> None:
        """Ends the processes, whatever they do."""
        self._closed = True
        for worker in (*self._idle, *self._busy):
            worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def answer(self, job: Job) -> Answer:
        """The answer to a query. Whoever is cancelled meanwhile has the process killed. Raises Busy, NoWorker."""
        for tries in range(_TRIES):
            answer = await self._tried(job, anew=tries > 0)
            if not (isinstance(answer.found, Failed) and answer.found.slug == "died"):
                break
        return answer

    async def _tried(self, job: Job, *, anew: bool) -> Answer:
        """The answer of a waiting process, or of a new one: what has killed a process may have killed those that wait as well."""
        await self._place(job.seconds)
        with self._worker(anew=anew) as worker:
            asked = asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)
            try:
                await asyncio.wait({asked}, timeout=_SHORT)
                if not asked.done():
                    self._step_aside(worker)
                return await asyncio.shield(asked)
            except BaseException:
                asked.add_done_callback(_let_go)
                raise

    def _step_aside(self, worker: _Worker) -> None:
        """Has a process go on beside the places, if there is room."""
        if self._free_aside:
            self._free_aside -= 1
            worker.step_aside()
            self._top_up()
            self._give_place()

    async def _place(self, seconds: float) -> None:
        """Takes a place, after waiting for it in a queue. Raises Busy."""
        if self._free:
            self._free -= 1
            return
        if len(self._waiting) >= _QUEUE * self._options.workers:
            raise Busy
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            raise Busy from None
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._give_place()
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(mine)

    def _give_place(self) -> None:
        """Hands a place to whoever has waited longest."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._free += 1

    @contextmanager
    def _worker(self, *, anew: bool) -> Iterator[_Worker]:
        """A process that has nothing to do, or a new one.

        Where it did not come to the end of a query, or stepped aside, another takes its part.
        """
        worker = _Worker(self._options.worker_megabytes) if anew else self._ready()
        self._busy.add(worker)
        try:
            yield worker
        except BaseException:
            worker.kill()
            raise
        finally:
            self._busy.discard(worker)
            self._put_back(worker)

    def _put_back(self, worker: _Worker) -> None:
        """Has a process wait for the next query, and gives its place to somebody."""
        if self._closed or not worker.is_usable:
            worker.kill()
        else:
            self._idle.append(worker)
        self._top_up()
        if worker.is_aside:
            self._free_aside += 1
        else:
            self._give_place()

    def _top_up(self) -> None:
        """Starts processes until there are enough, which get ready meanwhile."""
        at_work = sum(not worker.is_aside for worker in self._busy)
        for _ in range(self._options.workers + 1 - at_work - len(self._idle)):
            if not self._closed:
                self._idle.appendleft(_Worker(self._options.worker_megabytes))

    def _ready(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_usable:
                return worker
            worker.kill()
        return _Worker(self._options.worker_megabytes)


def _let_go(asked: asyncio.Future[Answer]) -> None:
    """Closes the file of an answer that nobody waits for any more."""
    if not asked.cancelled() and asked.exception() is None and (file := asked.result().file) is not None:
        file.close()


class _Worker:
    """A process that answers. Raises NoWorker where it cannot be started."""

    def __init__(self, megabytes: int) -> None:
        self._pipe, theirs = Pipe()
        self._gone = self.is_aside = False
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
    def is_usable(self) -> bool:
        """Whether the process can be given a query; somebody may have ended it while it had nothing to do."""
        return not self._gone and not self.is_aside and self._process.poll() is None

    def kill(self) -> None:
        """Ends the process, if it has not ended by itself."""
        self._gone = True
        self._process.kill()

    def step_aside(self) -> None:
        """Has the process run when others rest; nobody can take that back."""
        self.is_aside = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _ASIDE)

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
