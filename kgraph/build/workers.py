"""The processes that extract, as those who need them see it: articles are handed out, and the outcome of each comes back in order.

A process lives as long as the one that started it, so that the model is loaded once for all builds. One that dies takes no article with
it but the one that killed it: what it left undone is tried again one by one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from queue import SimpleQueue
from typing import NamedTuple

from kgraph.build.worker import Done, Outcome, Ready, Task
from kgraph.errors import KGraphError, NoWorker, ProcessDied, TooSlow
from kgraph.ingest.article import article as article_of
from kgraph.model import Article
from kgraph.settings import Settings

# A share is parsed at once, which is faster. The first are small, so that the first results are there soon.
_SHARE, _CHARACTERS = 16, 100_000
_AHEAD = 2  # shares for each process that are read before they are needed
# Not by multiprocessing, which would run a script of the user's a second time that has no guard against it.
_PROGRAM = """\
import sys
sys.path[:] = {path!r}
from multiprocessing.connection import Connection
from kgraph.build.worker import serve
serve(Connection({file}))
"""
_START = 600.0  # seconds of the clock that a process may take to load a model


def run(
    task: Task, articles: Iterable[Article], meanwhile: Callable[[], object] = lambda: None
) -> Iterator[tuple[Article, Outcome]]:
    """Each article with its outcome, in order, as soon as it is there; ``meanwhile`` is called as soon as there is something to wait for.

    Raises what keeps all of them from being extracted: ModelError, SettingsError, NoWorker, OSError.
    """
    crew = _Crew(task)
    try:
        for share in _shares(articles):
            crew.begin(share)
            meanwhile()
            yield from crew.ready()
        yield from crew.rest()
    finally:
        crew.end()


def _shares(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in shares, each as soon as it is full. How they are shared depends on them alone, not on who is faster."""
    share: list[Article] = []
    most = 1
    for article in articles:
        if share and sum(len(one.text) for one in share) + len(article.text) > _CHARACTERS:
            yield share
            share = []
        share.append(article)
        if len(share) >= most:
            yield share
            share, most = [], min(2 * most, _SHARE)
    if share:
        yield share


class _Job(NamedTuple):
    """Articles, and what comes back for them: outcomes, and then None or what was raised."""

    share: Sequence[Article]
    told: SimpleQueue[Outcome | BaseException | None]


class _Crew:
    """A thread for each process that is at work on a task."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._threads = ThreadPoolExecutor(task.settings.processes)
        self._most = _AHEAD * task.settings.processes
        self._jobs: deque[_Job] = deque()
        self._busy: set[_Worker] = set()
        self._ended = False

    def begin(self, share: Sequence[Article]) -> None:
        """Has a share worked on as soon as a process has time for it."""
        self._jobs.append(_Job(share, SimpleQueue()))
        self._threads.submit(self._work, self._jobs[-1])

    def ready(self) -> Iterator[tuple[Article, Outcome]]:
        """What is there, after waiting as long as many shares are not finished."""
        while self._jobs and (len(self._jobs) > self._most or not self._jobs[0].told.empty()):
            yield from self._next()

    def rest(self) -> Iterator[tuple[Article, Outcome]]:
        """All that is not there yet."""
        while self._jobs:
            yield from self._next()

    def end(self) -> None:
        """Stops whatever is still at work."""
        self._ended = True
        for worker in tuple(self._busy):
            worker.stop()
        self._threads.shutdown(cancel_futures=True)

    def _next(self) -> Iterator[tuple[Article, Outcome]]:
        job = self._jobs[0]
        told = job.told.get()
        if told is None:
            self._jobs.popleft()
        elif isinstance(told, BaseException):
            raise told
        else:
            yield job.share[told.number], told

    def _work(self, job: _Job) -> None:
        try:
            for outcome in self._outcomes(job.share):
                job.told.put(outcome)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that waits for the outcomes
            job.told.put(error)
        else:
            job.told.put(None)

    def _outcomes(self, share: Sequence[Article]) -> Iterator[Outcome]:
        done = 0
        if len(share) > 1:
            with contextlib.suppress(EOFError), self._worker() as worker:
                for outcome in worker.outcomes(self._task, share):
                    done += 1
                    yield outcome
        for number, article in enumerate(share[done:], done):
            yield self._alone(article)._replace(number=number)

    def _alone(self, article: Article) -> Outcome:
        """The outcome of an article that is blamed for whatever happens to its process."""
        while True:
            outcomes: list[Outcome] = []
            with self._worker() as worker:
                try:
                    outcomes.extend(worker.outcomes(self._task, [article]))
                except _NotBegun:
                    continue
                except EOFError:
                    outcomes = outcomes or [Outcome(0, worker.why(self._task, article))]
            return outcomes[0]

    @contextlib.contextmanager
    def _worker(self) -> Iterator[_Worker]:
        worker = _hired()
        self._busy.add(worker)
        try:
            if self._ended:
                raise KeyboardInterrupt  # nobody waits for what we do
            yield worker
        except BaseException:
            worker.stop()
            raise
        finally:
            self._busy.discard(worker)
        if not worker.is_gone:
            _idle.append(worker)


class _NotBegun(EOFError):
    """A process that worked before is gone, and has not begun what it was to do."""


class _Worker:
    """A process of extraction."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        self._is_late = self._has_worked = False
        self.is_gone = False
        program = _PROGRAM.format(path=sys.path, file=theirs.fileno())
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
        except OSError as error:
            raise NoWorker(f"cannot start a process: {error.strerror or error}") from None
        finally:
            theirs.close()

    def outcomes(self, task: Task, articles: Sequence[Article]) -> Iterator[Outcome]:
        """The outcomes of articles, up to the first that fails; of one article whatever it is.

        Raises EOFError where the process is gone, and what no article can be blamed for.
        """
        self._begin(task, articles)
        while isinstance(message := self._next(10.0 * task.settings.max_seconds + 60.0), Outcome):
            yield message
        assert isinstance(message, Done)
        if message.problem is not None:
            raise message.problem

    def _begin(self, task: Task, articles: Sequence[Article]) -> None:
        try:
            self._pipe.send((task, articles))
            ready = self._next(_START)
        except (EOFError, ConnectionError):
            self.stop()
            if self._has_worked:  # somebody ended it while nobody needed it, and another may be better off
                raise _NotBegun from None
            raise NoWorker(f"the extraction process died before it was ready: {self._end()}") from None
        assert isinstance(ready, Ready)
        if ready.problem is not None:
            raise ready.problem
        self._has_worked = True

    def _next(self, seconds: float) -> object:
        """The next message, if it comes within so many seconds of the clock. They are many: the process limits itself."""
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv()
            self._is_late = True
        except OSError:
            pass  # it has gone in the middle of a message
        except EOFError:
            pass
        self.stop()
        raise EOFError

    def why(self, task: Task, article: Article) -> KGraphError:
        """Why the process is gone that had one article to work on."""
        code = self._process.wait()
        if self._is_late or code == -signal.SIGXCPU:
            return TooSlow(f"takes more than {task.settings.max_seconds:,} seconds (max_seconds)", article.origin)
        return ProcessDied(f"the process that extracted it died: {self._end()}", article.origin)

    def _end(self) -> str:
        code = self._process.wait()
        return f"signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"status {code}"

    @property
    def is_alive(self) -> bool:
        """Whether the process is there; it may have been ended while nobody needed it."""
        return not self.is_gone and self._process.poll() is None

    def stop(self) -> None:
        """Ends the process, if it has not ended by itself."""
        self.is_gone = True
        self._process.kill()


def _hired() -> _Worker:
    """A process that has nothing to do."""
    with contextlib.suppress(IndexError):
        while not (worker := _idle.pop()).is_alive:
            pass
        return worker
    return _Worker()


def warm_up(settings: Settings) -> None:
    """Starts a process and loads all it needs, so that the next article need not wait.

    Raises ModelError, SettingsError, NoWorker, or EOFError if the process dies.
    """
    # Extracting an article also imports modules that are loaded on first use.
    example = article_of("Anna Berg met Carl Ek in Oslo on Monday.\n", "example", "example")
    assert isinstance(example, Article)
    worker = _hired()
    _warming.append(worker)
    try:
        for _ in worker.outcomes(Task(settings), [example]):
            pass
    except BaseException:
        worker.stop()
        raise
    finally:
        with contextlib.suppress(ValueError):  # it was dismissed
            _warming.remove(worker)
    if not worker.is_gone:
        _idle.append(worker)


def dismiss() -> None:
    """Ends the processes that are kept for the next build."""
    for workers in (_idle, _warming):
        while workers:
            workers.pop().stop()


def _disown() -> None:
    for workers in (_idle, _warming):
        workers.clear()


_idle: list[_Worker] = []
"""The processes that nobody needs just now."""
_warming: list[_Worker] = []
"""The processes that are being made ready for the next build."""
atexit.register(dismiss)
os.register_at_fork(after_in_child=_disown)  # they are the parent's
