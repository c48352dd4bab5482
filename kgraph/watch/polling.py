"""One look at the feeds: fetches the feeds that are due, and then the articles that are new or have changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec

from kgraph.clock import Clock
from kgraph.errors import FeedMoved, FetchError, KGraphError, Postponed, RefusedAddress
from kgraph.watch.addresses import canonical
from kgraph.watch.archive import Archive
from kgraph.watch.feeds import Feed, Item, read_feed
from kgraph.watch.health import Tell, arrived, failed, succeeded
from kgraph.watch.manners import rules
from kgraph.watch.state import FeedState, Link, Pending, State
from kgraph.watch.web import Fetched, Web

_FEEDS = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_HEAD = 200_000  # bytes of a page in which it may say which address is its own
_LINK = re.compile(rb"<link\b[^>]{0,1000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]{1,3000})\"|'([^']{1,3000})'|([^\s>]{1,3000}))", re.IGNORECASE)


@dataclass(slots=True)
class Looked:
    """The result of a look: how many feeds were asked, and how many pages are new, changed, failed, or left for the next look."""

    feeds: int = 0
    new: int = 0
    changed: int = 0
    failed: int = 0
    left: int = 0


class _FeedJob(NamedTuple):
    """A feed that is due: its address as the user gave it, and its present address."""

    given: str
    address: str


class _PageJob(NamedTuple):
    """A page that is due."""

    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at feeds, records findings in the state, and keeps pages in the archive. ``every`` is the time between two looks."""

    web: Web
    archive: Archive
    state: State
    clock: Clock
    every: timedelta
    tell: Tell
    looked: Looked = field(default_factory=Looked)

    def at(self, feeds: Sequence[str], until: datetime) -> Looked:
        """Looks at these feeds. A feed or page that fails does not affect the others. Raises CannotWrite.

        No page is begun after ``until``. Pages that have waited go first, as a site with long pauses would else only ever send its feed.
        """
        self._pages(until)
        if feeds:
            self._drop_feeds(feeds)
            for job, found in self.web.each(self._due(feeds, self.clock.now()), self._feed):
                self._note_feed(self.state.feeds[job.given], found)
            self._pages(until)
            self._forget()
        return self.looked

    def _pages(self, until: datetime) -> None:
        waiting = dict(self._waiting(self.clock.now()))
        for page, answer in self.web.each(waiting.values(), self._page, until):
            if not isinstance(answer, Postponed):
                del waiting[page.key]
            self._note_page(page, answer)
        self.looked.left = len(waiting)

    def _drop_feeds(self, feeds: Sequence[str]) -> None:
        for gone in self.state.feeds.keys() - set(feeds):
            del self.state.feeds[gone]

    def _due(self, feeds: Sequence[str], now: datetime) -> list[_FeedJob]:
        for given in feeds:
            self.state.feeds.setdefault(given, FeedState(given))
        states = ((given, self.state.feeds[given]) for given in feeds)
        return [_FeedJob(given, feed.address) for given, feed in states if feed.after is None or feed.after <= now]

    def _feed(self, job: _FeedJob) -> tuple[Fetched, Feed | None]:
        """Fetches a feed, and parses it if it has changed. Runs in a thread, so it does not change the state."""
        feed = self.state.feeds[job.given]
        headers = {"Accept": _FEEDS}
        headers |= {"If-None-Match": feed.etag} if feed.etag else {}
        headers |= {"If-Modified-Since": feed.modified} if feed.modified else {}
        fetched = self.web.get(feed.address, self.web.manners.feed, headers)
        if fetched.answer.status == 304:
            return fetched, None
        return fetched, read_feed(fetched.answer.body, fetched.address, fetched.answer.header("Content-Type"))

    def _note_feed(self, feed: FeedState, found: tuple[Fetched, Feed | None] | KGraphError) -> None:
        self.looked.feeds += 1
        now = self.clock.now()
        if isinstance(found, KGraphError):
            failed(feed, found, self.every, now, self.tell)
            return
        fetched, said = found
        self._note_move(feed, fetched)
        if said is not None:
            feed.etag, feed.modified = (_sendable(fetched.answer.header(name)) for name in ("ETag", "Last-Modified"))
            self._note_items(feed, said.items, now)
        succeeded(feed, said.flaw if said is not None else None, now, self.tell)

    def _note_move(self, feed: FeedState, fetched: Fetched) -> None:
        if fetched.lasting != feed.address:
            self.tell(FeedMoved(f"has moved to {fetched.lasting}, which is used from now on", feed.address))
            feed.address = fetched.lasting

    def _note_items(self, feed: FeedState, items: Iterable[Item], now: datetime) -> None:
        """Marks as pending each item that is new or has changed since it was fetched."""
        moments = []
        for item in items:
            known = self.state.links.get(item.key)
            if known is None and item.key not in self.state.pending:
                self.state.pending[item.key] = Pending(item.address, item.updated)
                moments.append(item.published or now)
            elif known is not None:
                known.last = now.date()
                if known.updated is None:
                    known.updated = item.updated
                elif item.updated != known.updated and item.key not in self.state.pending:
                    self.state.pending[item.key] = Pending(item.address, item.updated)
        arrived(feed, moments, now)

    def _waiting(self, now: datetime) -> Iterable[tuple[str, _PageJob]]:
        for key, page in sorted(self.state.pending.items()):
            if page.after is None or page.after <= now:
                yield key, _PageJob(key, page.address)

    def _page(self, job: _PageJob) -> Fetched:
        """Fetches a page. Runs in a thread, so it does not change the state."""
        return fetched_page(self.web, job.address)

    def _note_page(self, job: _PageJob, found: Fetched | KGraphError) -> None:
        if isinstance(found, KGraphError):
            self._note_failure(job, found)
            return
        waiting = self.state.pending.pop(job.key)
        own, digest = _own_key(found), hashlib.sha256(found.answer.body).hexdigest()
        known = self.state.links.get(job.key)
        # A page that was reached through another link before is not kept again, even if its bytes differ, as they usually do.
        link = known or self.state.links.get(own)
        if link is None or (link is known and link.digest != digest):
            link = self._kept(found, link, digest)
        link = msgspec.structs.replace(link, last=self.clock.now().date(), updated=waiting.updated)
        self.state.links[job.key] = self.state.links[own] = link

    def _kept(self, found: Fetched, before: Link | None, digest: str) -> Link:
        now = self.clock.now()
        if before is not None and before.file:
            self.archive.drop(before.address, before.file)
            self.looked.changed += 1
        else:
            self.looked.new += 1
        file = self.archive.keep(found.address, found.answer, now)
        return Link(now.date(), None, digest, file, found.address)

    def _note_failure(self, job: _PageJob, error: KGraphError) -> None:
        """Postpones a page, or gives up on it and counts it as seen."""
        page, now = self.state.pending[job.key], self.clock.now()
        if isinstance(error, Postponed):
            page.after = now + timedelta(seconds=min(error.pause, 86_400.0))
            return
        page.tries += 1
        if isinstance(error, FetchError) and error.passing and page.tries < rules().feeds.tries:
            wait = max(self.every * 2 ** (page.tries - 1), timedelta(seconds=min(error.pause, 86_400.0)))
            page.after = now + min(wait, timedelta(hours=rules().feeds.longest_hours))
            return
        del self.state.pending[job.key]
        known = self.state.links.get(job.key) or Link(now.date())
        known.updated, known.last = page.updated, now.date()
        self.state.links[job.key] = known
        self.looked.failed += 1
        self.tell(error)

    def _forget(self) -> None:
        """Forgets pages that feeds have not named for a long time."""
        first = self.clock.now().date() - timedelta(days=rules().feeds.forgotten_days)
        for key in [key for key, link in self.state.links.items() if link.last < first]:
            del self.state.links[key]


def fetched_page(web: Web, address: str) -> Fetched:
    """Fetches an HTML page. Raises RefusedAddress, and FetchError if there is no page."""
    found = web.get(address, web.manners.page, {"Accept": _PAGES})
    kind = found.answer.header("Content-Type").partition(";")[0].strip().lower()
    if found.answer.status != 200:
        raise FetchError(f"HTTP status {found.answer.status}", address)
    if kind and kind not in rules().pages:
        raise FetchError(f"is not a page but {kind}", address)
    if not found.answer.body.strip():
        raise FetchError("is an empty page", address)
    return found


def _sendable(value: str) -> str:
    """The value of a header if a request may have it, else ""."""
    return value if value.isascii() and value.isprintable() else ""


def recover(state: State, archive: Archive, today: date, since: float) -> None:
    """Adds pages to the state that a killed watch archived after writing it, at ``since`` (seconds since the epoch)."""
    for page in archive.pages(since):
        key = canonical(page.address)
        if key not in state.links or state.links[key].file != page.file:
            state.links[key] = Link(today, None, "", page.file, page.address)
            state.pending.pop(key, None)


def _own_key(found: Fetched) -> str:
    """The key of a fetched page: that of its canonical link if the link has the same path, else that of its final address.

    Some sites name their front page as the canonical address of every page; such links are ignored.
    """
    own = canonical(found.address)
    for link in _LINK.findall(found.answer.body[:_HEAD]):
        href = _HREF.search(link) if _CANONICAL.search(link) else None
        if href is None:
            continue
        stated = urljoin(found.address, unescape((href[1] or href[2] or href[3]).decode("utf-8", "replace")))
        try:
            if urlsplit(canonical(stated)).path == urlsplit(own).path != "/":
                return canonical(stated)
        except (RefusedAddress, ValueError):
            pass
    return own
