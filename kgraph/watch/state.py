"""The state of a watch, kept in one JSON file in the folder of the build."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kgraph.disk import Reader
from kgraph.errors import Damaged, LostState

NAME = "watch.json"


class FeedState(msgspec.Struct):
    """The state of a feed.

    ``address`` is its present address, ``etag`` and ``modified`` are from its last answer. ``failures`` counts failures in a row, and
    the feed is not asked before ``after``. ``ill`` is the problem that was reported and still holds: "", "broken", "ill-formed" or
    "silent". ``arrivals`` are the times of its latest items.
    """

    address: str
    etag: str = ""
    modified: str = ""
    failures: int = 0
    after: datetime | None = None
    ill: str = ""
    arrivals: list[datetime] = []


class Link(msgspec.Struct):
    """A known page: the date of its last change as the feed gave it (None if unknown), a hash of its body, and its place in the archive.

    ``file`` is the file in the archive and ``address`` its address there; both are "" if it could not be fetched. ``last`` is the day on
    which a feed last named it.
    """

    last: date
    updated: str | None = None
    digest: str = ""
    file: str = ""
    address: str = ""


class Pending(msgspec.Struct):
    """A page to fetch: its address, the number of failed tries, and the time before which it is not tried again."""

    address: str
    updated: str = ""
    tries: int = 0
    after: datetime | None = None


class State(msgspec.Struct):
    """The whole state: feeds by their addresses as given, pages by their keys, and hashes of the last rows of alert queries.

    ``told`` has the messages about articles from the last build, so that each is reported once.
    """

    feeds: dict[str, FeedState] = {}
    links: dict[str, Link] = {}
    pending: dict[str, Pending] = {}
    rows: dict[str, list[str]] = {}
    told: list[str] = []


def read_state(folder: Reader) -> tuple[State, LostState | None]:
    """The state in a folder. If it is damaged, an empty state and a warning."""
    try:
        raw = folder.read(NAME)
        return (msgspec.json.decode(raw, type=State) if raw is not None else State()), None
    except (Damaged, msgspec.DecodeError):
        return State(), LostState(
            "is damaged; the watch starts again from the pages that were kept, and known rows raise no alerts",
            str(folder.path(NAME)),
        )


def written_state(state: State) -> bytes:
    """The state as JSON; equal states give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(state, order="deterministic"), indent=1)
