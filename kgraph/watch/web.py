"""Polite access to the web: honours robots.txt, and sends a host one request at a time with pauses in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Protocol, TypeVar

from protego import Protego

from kgraph.clock import Clock, retry_after
from kgraph.errors import FetchError, KGraphError, Postponed, RefusedAddress, failure
from kgraph.watch.addresses import Address, parsed
from kgraph.watch.connection import Answer, Requests
from kgraph.watch.manners import AGENT, USER_AGENT, Manners, rules

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_ASKS_FOR_PATIENCE = frozenset({429, 503})
_ABSENT = frozenset(range(400, 500)) - {429}
NOTHING: Mapping[str, str] = {}
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200 or 304. ``address`` is the final address, ``lasting`` the one that permanent redirects alone led to."""

    address: str
    lasting: str
    answer: Answer


class _Task(Protocol):
    @property
    def address(self) -> str: ...


Job = TypeVar("Job", bound=_Task)


@dataclass(slots=True)
class _Host:
    """A host: the earliest time of the next request, the pause between requests, and its robots.txt with the end of its validity."""

    pause: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: datetime = _LONG_AGO
    robots: Protego | FetchError | None = None
    holds: datetime = _LONG_AGO


class Web:
    """Fetches addresses. Safe to use from several threads.

    ``allow_private`` allows addresses on this machine and in private networks. ``clock`` is for tests.
    """

    def __init__(self, manners: Manners | None = None, *, allow_private: bool = False, clock: Clock | None = None) -> None:
        self.manners = manners or rules().manners
        self._stopped = threading.Event()
        self._clock = clock or Clock(sleep=self._wait)
        self._requests = Requests(self.manners, allow_private=allow_private)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(self, address: str, limit: int, headers: Mapping[str, str] = NOTHING) -> Fetched:
        """The answer at an address. Raises RefusedAddress, and FetchError on a status other than 200 and 304 or without an answer."""
        hop = lasting = parsed(address)
        is_lasting = True
        for _ in range(self.manners.redirects + 1):
            self._check_allowed(hop)
            answer = self._asked(hop, limit, headers)
            if answer.status not in _MOVED or not answer.header("Location"):
                self._check_status(answer, address)
                return Fetched(str(hop), str(lasting) if lasting != parsed(address) else address, answer)
            is_lasting &= answer.status in _FOR_GOOD
            hop = _next(answer, hop, address)
            lasting = hop if is_lasting else lasting
        raise FetchError(f"redirects more than {self.manners.redirects} times", address)

    def each(
        self, jobs: Iterable[Job], work: Callable[[Job], Result], until: datetime | None = None
    ) -> Iterator[tuple[Job, Result | KGraphError]]:
        """Works on jobs, several hosts at once and the jobs of a host one after the other, and yields each result as it arrives.

        No job starts after ``until``; the remaining ones give no result.
        """
        queues: dict[str, list[Job]] = {}
        for job in jobs:
            queues.setdefault(_place(job.address), []).append(job)
        told: SimpleQueue[tuple[Job, Result | KGraphError] | None] = SimpleQueue()

        def worked(queue: list[Job]) -> None:
            try:
                for job in queue:
                    if self._stopped.is_set() or (until is not None and self._clock.now() >= until):
                        return
                    told.put((job, _attempted(work, job)))
            finally:
                told.put(None)

        pool = ThreadPoolExecutor(self.manners.hosts)
        try:
            for queue in queues.values():
                pool.submit(worked, queue)
            for _ in queues:
                while (found := told.get()) is not None:
                    yield found
        except BaseException:
            self.close()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def close(self) -> None:
        """Aborts all requests and pauses. Later requests fail."""
        self._stopped.set()
        self._requests.close()

    def _wait(self, seconds: float) -> None:
        self._stopped.wait(seconds)

    def _check_allowed(self, address: Address) -> None:
        """Raises RefusedAddress if robots.txt disallows an address, and FetchError if robots.txt cannot be read now."""
        host = self._host(address.place)
        if host.robots is None or host.holds <= self._clock.now():
            host.robots = self._robots(address)
            host.holds = self._clock.now() + self._validity(host.robots)
            host.pause = self._pause(host.robots)
        if isinstance(host.robots, FetchError):
            raise FetchError(f"robots.txt cannot be read: {host.robots}", str(address), passing=True, pause=host.robots.pause)
        if not host.robots.can_fetch(str(address), AGENT):
            raise RefusedAddress("the site's robots.txt disallows it", str(address))

    def _robots(self, address: Address) -> Protego | FetchError:
        """The robots.txt of a host. A missing file allows everything; a file that cannot be fetched now allows nothing (RFC 9309)."""
        hop = address._replace(target="/robots.txt")
        try:
            for _ in range(self.manners.redirects + 1):
                answer = self._asked(hop, self.manners.robots, NOTHING, cut=True)
                if answer.status not in _MOVED or not answer.header("Location"):
                    break
                hop = _next(answer, hop, str(hop))
        except RefusedAddress as error:
            raise RefusedAddress(str(error).removeprefix(f"{error.where}: "), str(address)) from None
        except Postponed:
            raise
        except FetchError as error:
            return error
        if answer.status in _ABSENT or answer.status in _MOVED:
            return Protego.parse("")
        if answer.status != 200:
            return FetchError(f"HTTP status {answer.status}", str(hop), pause=self._patience(answer))
        return Protego.parse(answer.body.decode("utf-8", "replace"))

    def _validity(self, robots: Protego | FetchError) -> timedelta:
        return timedelta(hours=self.manners.robots_hours) if isinstance(robots, Protego) else timedelta(minutes=5)

    def _pause(self, robots: Protego | FetchError) -> float:
        asked = robots.crawl_delay(AGENT) if isinstance(robots, Protego) else None
        return max(self.manners.pause, asked or 0.0)

    def _asked(self, address: Address, limit: int, headers: Mapping[str, str], *, cut: bool = False) -> Answer:
        """Waits for the turn of a host and asks it."""
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Connection": "close", **headers}
        host = self._host(address.place)
        with self._turn(host, address):
            answer = self._requests.ask(address, sent, limit, cut=cut)
            if answer.status in _ASKS_FOR_PATIENCE:
                host.free = self._clock.now() + timedelta(seconds=self._patience(answer))
            return answer

    @contextmanager
    def _turn(self, host: _Host, address: Address) -> Iterator[None]:
        """Waits until a host may be asked. Raises Postponed if that would take too long."""
        with host.lock:
            wait = (host.free - self._clock.now()).total_seconds()
            if wait > self.manners.patience:
                raise Postponed(f"the site asks for a pause of {wait:.0f} seconds", str(address), passing=True, pause=wait)
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                host.free = max(host.free, self._clock.now() + timedelta(seconds=host.pause))

    def _host(self, place: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(place, _Host(self.manners.pause))

    def _patience(self, answer: Answer) -> float:
        return retry_after(answer.header("Retry-After"), self._clock.now())

    def _check_status(self, answer: Answer, address: str) -> None:
        if answer.status in (200, 304):
            return
        reason = f"HTTP status {answer.status} {answer.reason}".rstrip()
        raise FetchError(reason, address, passing=answer.status in _BUSY, pause=self._patience(answer))


def _next(answer: Answer, hop: Address, address: str) -> Address:
    """The target of a redirect. Raises RefusedAddress."""
    try:
        return parsed(answer.header("Location"), str(hop))
    except RefusedAddress as error:
        raise RefusedAddress(f"redirects to an address that kgraph does not ask: {error}", address) from None


def _place(address: str) -> str:
    try:
        return parsed(address).place
    except RefusedAddress:
        return ""


def _attempted(work: Callable[[Job], Result], job: Job) -> Result | KGraphError:
    try:
        return work(job)
    except Exception as error:  # noqa: BLE001 - the boundary of a page: whatever it does, the others are fetched
        return failure(error, job.address)
