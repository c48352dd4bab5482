"""The watch: checks feeds and folders repeatedly, and updates the graph and sends alerts when there is something new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kgraph.build import BuildResult, build, remembering
from kgraph.clock import Clock
from kgraph.disk import HIDDEN, locked, opened
from kgraph.errors import CannotWrite, FeedError, KGraphError, NoArticles, NotOurs, StoreError
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
"""The folder in a build where a watch keeps the pages it has fetched."""
_STORE = "store"
_GLANCE = 1.0  # seconds between two looks at folders
_SLICE = timedelta(seconds=30)  # for which pages are fetched before the graph is updated with those that have arrived
_AGAIN = timedelta(minutes=1)  # after which an update that failed is tried again
_LOCK = f"{HIDDEN}/watching"


@dataclass(frozen=True, slots=True)
class Watched:
    """What to watch: addresses of feeds, files that list feeds, and folders of articles."""

    feeds: tuple[str, ...] = ()
    lists: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()

    @classmethod
    def of(cls, sources: Sequence[str]) -> Watched:
        """Sorts sources by kind. Raises FeedError if a list cannot be read, and NoArticles if a path does not exist."""
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
    """How to watch: the time between two looks at feeds, the parts of a build to make, the alert queries, and where alerts go."""

    every: timedelta = timedelta(minutes=15)
    parts: tuple[str, ...] = ("files", "networks", "page")
    queries: tuple[Query, ...] = ()
    outlet: Outlet = field(default_factory=lambda: Outlet(print))
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """The result of an update, and when it finished."""

    looked: Looked | None
    result: BuildResult
    at: datetime


class Watch:
    """Watches sources and keeps a graph of their articles in a folder.

    ``tell`` receives messages for the user, ``updated`` the result of each update. ``clock`` and ``manners`` are for tests.
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
        self._owes: datetime | None = None  # when an update is due
        self._has_built = False

    def run(self, *, once: bool = False) -> None:
        """Watches until it is interrupted; with ``once``, looks at everything once and updates the graph.

        Raises errors that prevent the first update: NotOurs, StoreError, CannotWrite, LexiconError and the like. Later errors go to
        ``tell``, and the update is tried again.
        """
        with _alone(self._out), remembering():
            self._begin()
            try:
                self._go_on(once=once)
            finally:
                self._web.close()

    def _begin(self) -> None:
        """Reads the state, and recovers pages that were fetched after it was written."""
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
        """Starts a worker process before the first new article arrives."""
        from kgraph.build.workers import warm_up

        with suppress(KGraphError, OSError, EOFError):  # the next update reports it
            warm_up(self._settings)

    def _go_on(self, *, once: bool) -> None:
        due = begun = self._clock.now()
        while True:
            now = self._clock.now()
            looked = self._look_at_feeds(is_due=now >= due)
            due = now + self._wishes.every if now >= due else due
            if looked.new or looked.changed:
                self._owes = now
            sources = self._folders.look(now) if self._watched.folders else None
            if sources is not None:
                self._folder_sources, self._owes = sources, now
            is_settled = not self._watched.folders or sources is not None or self._folders.is_quiet
            if self._owes is not None and self._owes <= now and is_settled:
                self._update(looked, once=once)
            now, next_page = self._clock.now(), self._next_page()
            if once and is_settled and (next_page > now or now > begun + self._wishes.every):
                return
            self._rest(min(due, next_page, self._owes or due))

    def _rest(self, until: datetime) -> None:
        """Sleeps until there is something to do."""
        wait = max(0.0, (until - self._clock.now()).total_seconds())
        self._clock.sleep(_GLANCE if self._watched.folders else wait)

    def _next_page(self) -> datetime:
        """The time when the next page is due, far in the future if none is."""
        now = self._clock.now()
        return min((page.after or now for page in self._state.pending.values()), default=datetime.max.replace(tzinfo=now.tzinfo))

    def _look_at_feeds(self, *, is_due: bool) -> Looked:
        """Looks at the feeds if they are due, and fetches pages that are."""
        now = self._clock.now()
        if not is_due and self._next_page() > now:
            return Looked()
        look = Look(self._web, self._archive, self._state, self._clock, self._wishes.every, self._tell)
        try:
            return look.at(self._feeds() if is_due else (), now + _SLICE)
        except (CannotWrite, NotOurs) as error:  # a full disk
            if not self._has_built:
                raise
            self._tell_once(error)
            return look.looked
        finally:
            self._save()

    def _feeds(self) -> list[str]:
        """The addresses of all feeds. If a list can no longer be read, its last content counts."""
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
        """Builds the graph and sends alerts."""
        try:
            result = self._built()
        except (KGraphError, OSError) as error:
            if not isinstance(error, NoArticles) and (once or not self._has_built):
                raise
            self._owes = None if isinstance(error, NoArticles) else self._clock.now() + _AGAIN
            self._tell_problems(error.errors if isinstance(error, NoArticles) else ())
            self._tell_once(error if isinstance(error, KGraphError) else KGraphError(str(error), str(self._out)))
            return
        if not once and not self._has_built and not result.extracted:
            threading.Thread(target=self._warm_up, daemon=True).start()
        self._owes, self._has_built = None, True
        self._tell_problems((*result.errors, *result.warnings))
        self._save()
        self._updated(Updated(looked, result, self._clock.now()))

    def _built(self) -> BuildResult:
        has_pages = any((self._out / FETCHED).glob("*.warc.gz"))
        sources = [*([str(self._out / FETCHED)] if has_pages else []), *self._folder_sources]
        if not sources:
            raise NoArticles("there are no articles yet", str(self._out))
        return build(sources, self._out, self._settings, parts=self._wishes.parts, finished=self._alert)

    def _alert(self) -> None:
        """Sends alerts for the new rows in the graph. Rows that cannot be delivered are kept for the next update."""
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
        except StoreError as error:  # another build is running, or the disk is full; the state is written next time
            self._tell_once(error)

    def _tell_problems(self, problems: Sequence[KGraphError]) -> None:
        """Passes on problems with articles that the last build did not report."""
        before = set(self._state.told)
        for problem in problems:
            if str(problem) not in before:
                self._tell(problem)
        self._state.told = sorted(map(str, problems))

    def _tell_once(self, problem: KGraphError) -> None:
        if str(problem) not in self._told:
            self._told.add(str(problem))
            self._tell(problem)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Locks a folder against other watches. Raises StoreError if there is one, NotOurs and CannotWrite."""
    with opened(out):
        pass  # the folder is made, and is known to be ours
    with locked(out, _LOCK, "another kgraph watch is running here; stop it, or name another folder"):
        yield
