"""A process that extracts: it is given articles, and says what became of each.

It limits itself. An article that takes too much processor time or memory raises an exception; the system ends the process where that is
not noticed, as C code looks at no signal. Whoever started it sees that it is gone, and tries what it left undone one by one.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kgraph.build.extracted import Extracted
from kgraph.collector import no_collector
from kgraph.disk import Folder
from kgraph.errors import CannotWrite, KGraphError, KGraphWarning, NotOurs, NoWorker, TooSlow, failure, summary, trace
from kgraph.lexicon import Lexicon, LexiconSource, LookedUp
from kgraph.model import Article, Extraction
from kgraph.settings import Settings

if TYPE_CHECKING:
    from types import FrameType

_GRACE = 2  # seconds of processor time after which the system ends what has not looked at the signal
_MEGABYTE = 1_000_000
_numbers = count()


@dataclass(frozen=True, slots=True)
class Task:
    """How articles are to be extracted: by which settings, and into the build of which folder; None where extractions are given back.

    ``everything``: with the reports that no reader wants, which no build keeps.
    ``number`` tells one task from another. Names of files are relative to ``here``; modules of language models are looked for in ``path``.
    """

    settings: Settings
    out: Path | None = None
    everything: bool = False
    number: int = field(default_factory=lambda: next(_numbers))
    here: str = field(default_factory=lambda: _here())
    path: tuple[str, ...] = field(default_factory=lambda: tuple(sys.path))


def _here() -> str:
    """The working folder, "" where somebody has deleted it."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return ""


class Outcome(NamedTuple):
    """What became of the article with this number: why it failed, or what was left out of it, and the extraction where it is given back."""

    number: int
    error: KGraphError | None = None
    warnings: tuple[KGraphWarning, ...] = ()
    extraction: Extraction | None = None


class Ready(NamedTuple):
    """Whether a task can be worked on, or why no article could be extracted by it."""

    problem: Exception | None = None


class Done(NamedTuple):
    """The end of a share; ``problem`` is what keeps all further articles from being extracted as well, as a full disk does."""

    problem: Exception | None = None


class OutOfTime(BaseException):
    """The processor time of an article is used up. No Exception, so that nobody catches it on the way."""


def serve(pipe: Connection) -> None:
    """Works on one share after the other until whoever gives them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for whoever started us to decide what an interruption means
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with suppress(EOFError, ConnectionError):
        while True:
            task, articles = pipe.recv()
            _work(task, articles, pipe)
    os._exit(0)  # nothing is left to be tidied up, which would take a quarter of a second


def _work(task: Task, articles: Sequence[Article], pipe: Connection) -> None:
    try:
        with no_collector():
            _prepare(task)
    except (KGraphError, OSError) as error:
        pipe.send(Ready(error))
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no article's fault, and the one who waits is told
        blocked = NoWorker(f"extraction cannot start: {summary(error)}")
        blocked.trace = trace(error)
        pipe.send(Ready(blocked))
        return
    pipe.send(Ready())
    with _memory(task.settings.max_megabytes):
        problem = _tell_outcomes(task, articles, pipe)
    pipe.send(Done(problem))


def _prepare(task: Task) -> None:
    """Does what would fail for every article. Raises what then would be raised for each: ModelError, LexiconError, SettingsError."""
    from kgraph.build.extraction import load
    from kgraph.rdf.iris import Iris
    from kgraph.verifier.cross_encoder import shipped_cross_encoder

    if task.here:
        os.chdir(task.here)
    sys.path[:] = task.path
    Iris(task.settings.base_iri)
    _source(task).lexicon()
    load(task.settings.model)
    if task.settings.verify:
        shipped_cross_encoder()


def _tell_outcomes(task: Task, articles: Sequence[Article], pipe: Connection) -> Exception | None:
    """Tells the outcome of each article, or of some where one of several fails: then nobody knows whose fault it is."""
    found = _outcomes(task, articles)
    while True:
        try:
            with _time(task.settings.max_seconds):
                outcome = next(found, None)
        except _Unwritable as error:
            return error.problem
        except (Exception, OutOfTime) as error:  # noqa: BLE001 - the boundary of an article: no article, however odd, stops the others
            if len(articles) == 1:
                pipe.send(Outcome(0, _failure(error, articles[0], task.settings)))
            if isinstance(error, OutOfTime | MemoryError):
                os._exit(1)  # whatever was being done when it was torn away may be half done
            return None
        if outcome is None:
            return None
        pipe.send(outcome)


def _outcomes(task: Task, articles: Sequence[Article]) -> Iterator[Outcome]:
    from kgraph.build.extraction import extract_articles
    from kgraph.rdf import kept_to_shapes

    lexicon = _source(task).lexicon()
    triggers = LookedUp(lexicon.triggers)
    words: Lexicon = replace(lexicon, triggers=triggers)
    for number, extraction in enumerate(extract_articles(articles, task.settings, words, everything=task.everything)):
        kept, warnings = kept_to_shapes(extraction, base_iri=task.settings.base_iri)
        if task.out is None:
            yield Outcome(number, None, warnings, kept)
        else:
            _keep(kept, triggers, _extracted(task))
            yield Outcome(number, None, warnings)


@lru_cache(maxsize=1)
def _source(task: Task) -> LexiconSource:
    return LexiconSource.of(task.settings.lexicon)


@lru_cache(maxsize=1)
def _extracted(task: Task) -> Extracted:
    """The extractions of a task's folder, whose manifest is read once for a task."""
    assert task.out is not None
    return Extracted(Folder(task.out), task.settings, _source(task), {})


class _Unwritable(Exception):
    """An extraction that cannot be written, because of ``problem``."""

    def __init__(self, problem: OSError | KGraphError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _keep(extraction: Extraction, triggers: LookedUp, extracted: Extracted) -> None:
    try:
        extracted.keep(extraction, triggers.words())
    except (OSError, CannotWrite, NotOurs) as error:
        raise _Unwritable(error) from error


def _failure(error: BaseException, article: Article, settings: Settings) -> KGraphError:
    if isinstance(error, OutOfTime):
        limit = f"takes more than {settings.max_seconds:,} seconds of processor time (max_seconds)"
        return TooSlow(limit, article.origin)
    return failure(error, article.origin)


@contextmanager
def _time(seconds: int) -> Iterator[None]:
    """Raises OutOfTime where what is done takes more processor time, and ends the process where that is not noticed."""
    signal.signal(signal.SIGPROF, _ring)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    last = int(usage.ru_utime + usage.ru_stime) + seconds + _GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (last if most == resource.RLIM_INFINITY else min(last, most), most))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTime


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    """Raises MemoryError where the process comes to hold more, as far as the system counts it (macOS does not)."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    most = megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most if before[1] == resource.RLIM_INFINITY else min(most, before[1]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
