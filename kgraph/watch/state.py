"""What a watch remembers from one look to the next, in one JSON file of the build's folder."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kgraph.disk import Reader
from kgraph.errors import Damaged, LostState

NAME = "watch.json"


class FeedState(msgspec.Struct):
    """What is known of a feed.

    ``address`` is where it is today, ``etag`` and ``modified`` what its last answer said of itself, ``failures`` how often it has failed
    since it last did not, ``after`` until when it is left alone. ``ill`` is what was reported of it and still holds: "" or "broken",
    "ill-formed" or "silent". ``arrivals`` are when its latest items appeared.
    """

    address: str
    etag: str = ""
    modified: str = ""
    failures: int = 0
    after: datetime | None = None
    ill: str = ""
    arrivals: list[datetime] = []


class Link(msgspec.Struct):
    """A page that was seen: what its feed said of its last change (None where that is not known), a hash of its body, and where it is kept.

    ``file`` is the file of the archive and ``address`` what the page is called there, both "" where it could not be fetched. ``last`` is
    the day on which a feed last named it.
    """

    last: date
    updated: str | None = None
    digest: str = ""
    file: str = ""
    address: str = ""


class Pending(msgspec.Struct):
    """A page that is still to be fetched: its address, how often that failed, and until when it is left alone."""

    address: str
    updated: str = ""
    tries: int = 0
    after: datetime | None = None


class State(msgspec.Struct):
    """All that is remembered: feeds by the addresses that the user gave, pages by their keys, hashes of the last rows of alerts."""

    feeds: dict[str, FeedState] = {}
    links: dict[str, Link] = {}
    pending: dict[str, Pending] = {}
    rows: dict[str, list[str]] = {}


def read_state(folder: Reader) -> tuple[State, LostState | None]:
    """What was remembered, or nothing with the reason why it is lost."""
    try:
        raw = folder.read(NAME)
        return (msgspec.json.decode(raw, type=State) if raw is not None else State()), None
    except (Damaged, msgspec.DecodeError):
        return State(), LostState(
            "is damaged; the watch begins anew, without alerts for what is there already", str(folder.path(NAME))
        )


def written_state(state: State) -> bytes:
    """The state as it is kept, the same bytes for the same state."""
    return msgspec.json.format(msgspec.json.encode(state, order="deterministic"), indent=1)
