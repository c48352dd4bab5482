"""The health of feeds: broken, ill-formed or silent. A problem is reported once, and again when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from kgraph.errors import FeedError, FeedSilent, KGraphError, Postponed
from kgraph.watch.manners import rules
from kgraph.watch.state import FeedState

Tell = Callable[[KGraphError | str], None]
"""Receives messages for the user: errors, warnings, or lines of good news."""
BROKEN, ILL_FORMED, SILENT = "broken", "ill-formed", "silent"
_OVER = {BROKEN: "can be read again", ILL_FORMED: "is well-formed again", SILENT: "has something new again"}


def failed(feed: FeedState, error: KGraphError, every: timedelta, now: datetime, tell: Tell) -> None:
    """Records that a feed could not be fetched or read. The pause before the next try doubles with each failure."""
    longest = timedelta(hours=rules().feeds.longest_hours)
    if isinstance(error, Postponed):  # which does not mean that the feed is broken
        feed.after = now + min(timedelta(seconds=error.pause), longest)
        return
    feed.failures += 1
    wait = min(every * 2 ** min(feed.failures - 1, 20), longest)
    feed.after = now + max(wait, timedelta(seconds=min(getattr(error, "pause", 0.0), longest.total_seconds())))
    if feed.ill != BROKEN:
        tell(error if isinstance(error, FeedError) else FeedError(_reason(error), feed.address))
    feed.ill = BROKEN


def succeeded(feed: FeedState, flaw: str | None, now: datetime, tell: Tell) -> None:
    """Records that a feed was read, and checks for silence. ``flaw`` is what is ill-formed in it or "", None if it is unchanged."""
    feed.failures, feed.after = 0, None
    was = feed.ill
    trouble = (
        was if flaw is None and was == ILL_FORMED else ILL_FORMED if flaw else SILENT if is_silent(feed.arrivals, now) else ""
    )
    if trouble != was:
        if was:
            tell(f"{feed.address}: {_OVER[was]}")
        if trouble == ILL_FORMED:
            tell(FeedError(f"is ill-formed, and kgraph reads what it can: {flaw}", feed.address))
        if trouble == SILENT:
            tell(
                FeedSilent(
                    f"has had nothing new since {max(feed.arrivals):%Y-%m-%d %H:%M} UTC, much longer than usual", feed.address
                )
            )
    feed.ill = trouble


def arrived(feed: FeedState, moments: Iterable[datetime], now: datetime) -> None:
    """Records when new items appeared. A date in the future counts as now."""
    known = {*feed.arrivals, *(min(moment, now).replace(microsecond=0) for moment in moments)}
    feed.arrivals = sorted(known)[-rules().silence.recent :]


def is_silent(arrivals: list[datetime], now: datetime) -> bool:
    """Whether the time since the last item is unusually long, compared with the gaps before it."""
    wanted = rules().silence
    if len(arrivals) < wanted.least:
        return False
    longest = max(later - earlier for earlier, later in pairwise(arrivals))
    return now - arrivals[-1] > max(longest * wanted.times, timedelta(hours=wanted.hours))


def _reason(error: KGraphError) -> str:
    return str(error).removeprefix(f"{error.where}: ")
