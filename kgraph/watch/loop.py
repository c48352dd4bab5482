"""The watch: looks at feeds and folders again and again, and updates the graph and tells alerts when something new is there."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kgraph.build import BuildResult, build
from kgraph.clock import Clock
from kgraph.disk import HIDDEN, opened
from kgraph.errors import FeedError, KGraphError, NoArticles, StoreError
from kgraph.settings import Settings
from kgraph.watch.alerts import Outlet, Query, alert_of, answer, digests
from kgraph.watch.archive import Archive
from kgraph.watch.feeds import listed
from kgraph.watch.folders import Folders
from kgraph.watch.health import Tell
from kgraph.watch.manners import Manners
from kgraph.watch.polling import Look, Looked, recover
from kgraph.watch.state import NAME, State, read_state, written_state
from kgraph.watch.web import Web

FETCHED = "fetched"
"""The folder of a build in which a watch keeps the pages that it has fetched."""
_STORE = "store"
_GLANCE = 1.0  # seconds between two looks at folders
_AGAIN = timedelta(minutes=1)  # after which an update that failed is tried again
_LOCK = f"{HIDDEN}/watching"


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: addresses of feeds, files that list some, and folders of articles."""

    feeds: tuple[str, ...] = ()
    lists: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()

    @classmethod
    def of(cls, sources: Sequence[str]) -> Watched:
        """By what sources are. Raises FeedError where a list cannot be read, NoArticles where there is nothing of a name."""
        feeds = tuple(source for source in sources if source.lower().startswith(("http://", "https://")))
        paths = [Path(source) for source in sources if source not in feeds]
        for path in paths:
            if not path.exists():
                raise NoArticles("no such file or folder", str(path))
        found = cls(feeds, tuple(path for path in paths if not path.is_dir()), tuple(path for path in paths if path.is_dir()))
        for path in found.lists:
            listed(path)
        return found


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to watch: the time between two looks at feeds, the parts of a build to make, the queries whose new rows are told, and where."""

    every: timedelta = timedelta(minutes=15)
    parts: tuple[str, ...] = ("files", "networks", "page")
    queries: tuple[Query, ...] = ()
    outlet: Outlet = field(default_factory=lambda: Outlet(print))
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did, and when it was finished."""

    looked: Looked | None
    result: BuildResult
    at: datetime


class Watch:
    """Watches sources and keeps a graph of them in a folder.

    ``tell`` hears errors, warnings and news of feeds, ``updated`` each update. ``clock`` and ``manners`` are a test's.
    """

    def __init__(
        self,
        watched: Watched,
        out: Path,
        settings: Settings,
        wishes: Wishes,
        tell: Tell,
        *,
        updated: Callable[[Updated], object] = lambda _: None,
        clock: Clock | None = None,
        manners: Manners | None = None,
    ) -> None:
        self._watched, self._out, self._settings, self._wishes = watched, out, settings, wishes
        self._tell, self._updated = tell, updated
        self._clock = clock or Clock()
        self._web = Web(manners, allow_private=wishes.allow_private, clock=clock)
        self._archive = Archive(out / FETCHED)
        self._folders = Folders(watched.folders)
        self._folder_sources: list[str] = []
        self._lists: dict[Path, tuple[str, ...]] = {}
        self._state = State()
        self._told: set[str] = set()
        self._owes: datetime | None = None  # since when an update is due
        self._has_built = False

    def run(self, *, once: bool = False) -> None:
        """Watches until it is interrupted; with ``once`` until everything has been looked at, and is in the graph.

        Raises what keeps the first update from being made: NotOurs, StoreError, CannotWrite, LexiconError and the like. What happens
        later is told, and tried again.
        """
        with _alone(self._out):
            self._begin()
            try:
                self._go_on(once=once)
            finally:
                self._web.close()

    def _begin(self) -> None:
        """Reads what was remembered, and what was fetched after it was written."""
        with opened(self._out) as files:
            files.claim([NAME])
            self._state, lost = read_state(files)
            path = files.path(NAME)
            since = path.stat().st_mtime if path.exists() and lost is None else 0.0
        if lost is not None:
            self._tell(lost)
        recover(self._state, self._archive, self._clock.now().date(), since)
        self._owes = self._clock.now()

    def _warm_up(self) -> None:
        """Has a process ready for the first new article, where none has been needed yet."""
        from kgraph.build.workers import warm_up

        with suppress(KGraphError, OSError, EOFError):  # an update says it
            warm_up(self._settings)

    def _go_on(self, *, once: bool) -> None:
        due = self._clock.now()
        while True:
            now, looked = self._clock.now(), None
            if self._has_feeds and now >= due:
                due = now + self._wishes.every
                looked = self._look_at_feeds()
                if looked.new or looked.changed:
                    self._owes = now
            sources = self._folders.look(now) if self._watched.folders else None
            if sources is not None:
                self._folder_sources, self._owes = sources, now
            is_settled = not self._watched.folders or sources is not None or self._folders.is_quiet
            if self._owes is not None and self._owes <= now and is_settled:
                self._update(looked, once=once)
            if once and is_settled:
                return
            self._clock.sleep(
                _GLANCE if self._watched.folders else max(0.0, (self._next(due) - self._clock.now()).total_seconds())
            )

    def _next(self, due: datetime) -> datetime:
        return min(due, self._owes) if self._owes is not None else due

    @property
    def _has_feeds(self) -> bool:
        return bool(self._watched.feeds or self._watched.lists)

    def _look_at_feeds(self) -> Looked:
        look = Look(self._web, self._archive, self._state, self._clock, self._wishes.every, self._tell)
        try:
            return look.at(self._feeds())
        finally:
            self._save()

    def _feeds(self) -> list[str]:
        """The addresses of all feeds; a list that can no longer be read is what it was."""
        for path in self._watched.lists:
            try:
                self._lists[path] = listed(path)
                self._told.discard(str(path))
            except FeedError as error:
                if str(path) not in self._told:
                    self._tell(error)
                self._told.add(str(path))
        of_lists = (address for path in self._watched.lists for address in self._lists.get(path, ()))
        return list(dict.fromkeys((*self._watched.feeds, *of_lists)))

    def _update(self, looked: Looked | None, *, once: bool) -> None:
        """Builds, and tells alerts."""
        try:
            result = self._built()
        except (KGraphError, OSError) as error:
            if not isinstance(error, NoArticles) and (once or not self._has_built):
                raise
            self._owes = None if isinstance(error, NoArticles) else self._clock.now() + _AGAIN
            self._tell_once(error if isinstance(error, KGraphError) else KGraphError(str(error), str(self._out)))
            return
        if not once and not self._has_built and not result.extracted:
            threading.Thread(target=self._warm_up, daemon=True).start()
        self._owes, self._has_built = None, True
        for problem in (*result.errors, *result.warnings):
            self._tell_once(problem)
        self._updated(Updated(looked, result, self._clock.now()))

    def _built(self) -> BuildResult:
        has_pages = any((self._out / FETCHED).glob("*.warc.gz"))
        sources = [*([str(self._out / FETCHED)] if has_pages else []), *self._folder_sources]
        if not sources:
            raise NoArticles("nothing was found yet", str(self._out))
        result = build(sources, self._out, self._settings, parts=self._wishes.parts, finished=self._alert)
        self._save()
        return result

    def _alert(self) -> None:
        """Tells which rows are new in the graph that has just been made. What cannot be told is told next time."""
        kept = {}
        for query in self._wishes.queries:
            before = self._state.rows.get(query.key)
            try:
                found = answer(query, self._out / _STORE)
                alert = alert_of(query, found, before) if before is not None else None
                if alert is not None:
                    self._wishes.outlet.deliver(alert, self._clock.now())
                kept[query.key] = digests(found)
            except KGraphError as error:
                self._tell(error)
                if before is not None:
                    kept[query.key] = before
        self._state.rows = kept

    def _save(self) -> None:
        try:
            with opened(self._out) as files:
                files.write(NAME, written_state(self._state))
        except StoreError as error:  # another build is at work, or the disk is full: it is written next time
            self._tell_once(error)

    def _tell_once(self, problem: KGraphError) -> None:
        if str(problem) not in self._told:
            self._told.add(str(problem))
            self._tell(problem)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keeps other watches out of a folder. Raises StoreError where one is there, NotOurs, CannotWrite."""
    with opened(out):
        lock = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError("another watch is at work here; end it, or name another folder", str(out)) from None
        yield
    finally:
        os.close(lock)
