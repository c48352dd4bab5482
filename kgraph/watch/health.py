"""How feeds are: which are broken, ill-formed or silent. Each trouble is reported once, and once more when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from kgraph.errors import FeedError, FeedSilent, KGraphError
from kgraph.watch.manners import rules
from kgraph.watch.state import FeedState

Tell = Callable[[KGraphError | str], None]
"""Told of what a user should know: an error, a warning, or good news in a line."""
BROKEN, ILL_FORMED, SILENT = "broken", "ill-formed", "silent"
_OVER = {BROKEN: "can be read again", ILL_FORMED: "is well-formed again", SILENT: "has something new again"}


def failed(feed: FeedState, error: KGraphError, every: timedelta, now: datetime, tell: Tell) -> None:
    """Notes that a feed could not be fetched or read, and for how long it is left alone: twice as long after each failure."""
    feed.failures += 1
    longest = timedelta(hours=rules().feeds.longest_hours)
    wait = min(every * 2 ** min(feed.failures - 1, 20), longest)
    feed.after = now + max(wait, timedelta(seconds=min(getattr(error, "pause", 0.0), longest.total_seconds())))
    if feed.ill != BROKEN:
        tell(error if isinstance(error, FeedError) else FeedError(_reason(error), feed.address))
    feed.ill = BROKEN


def succeeded(feed: FeedState, flaw: str | None, now: datetime, tell: Tell) -> None:
    """Notes that a feed was read, with what is ill-formed in it ("" nothing, None where it has not changed), and whether it is silent."""
    feed.failures, feed.after = 0, None
    was = feed.ill
    trouble = (
        was if flaw is None and was == ILL_FORMED else ILL_FORMED if flaw else SILENT if is_silent(feed.arrivals, now) else ""
    )
    if trouble != was:
        if was:
            tell(f"{feed.address}: {_OVER[was]}")
        if trouble == ILL_FORMED:
            tell(FeedError(f"is ill-formed, and what can be read of it is read: {flaw}", feed.address))
        if trouble == SILENT:
            tell(FeedSilent(f"has had nothing new since {max(feed.arrivals):%Y-%m-%d %H:%M} UTC, unlike before", feed.address))
    feed.ill = trouble


def arrived(feed: FeedState, moments: Iterable[datetime], now: datetime) -> None:
    """Notes when new items appeared; a date in the future is that of today."""
    known = {*feed.arrivals, *(min(moment, now).replace(microsecond=0) for moment in moments)}
    feed.arrivals = sorted(known)[-rules().silence.recent :]


def is_silent(arrivals: list[datetime], now: datetime) -> bool:
    """Whether the last item is longer ago than the rhythm of those before it lets expect."""
    wanted = rules().silence
    if len(arrivals) < wanted.least:
        return False
    longest = max(later - earlier for earlier, later in pairwise(arrivals))
    return now - arrivals[-1] > max(longest * wanted.times, timedelta(hours=wanted.hours))


def _reason(error: KGraphError) -> str:
    return str(error).removeprefix(f"{error.where}: ")
