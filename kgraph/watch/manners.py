"""How kgraph behaves on the network (data/watch.yaml)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml

from kgraph import __version__

AGENT = "kgraph"
"""What a robots.txt calls us."""
USER_AGENT = f"{AGENT}/{__version__} (news reader)"


class Manners(msgspec.Struct, frozen=True):
    """Limits of requests: seconds, bytes and counts, explained in data/watch.yaml."""

    pause: float
    patience: float
    connect: float
    read: float
    total: float
    page: int
    feed: int
    robots: int
    redirects: int
    hosts: int
    robots_hours: float


class FeedRules(msgspec.Struct, frozen=True):
    """How many items and tries a feed gets, and for how long what fails is left alone."""

    items: int
    tries: int
    longest_hours: float
    forgotten_days: int


class SilenceRules(msgspec.Struct, frozen=True):
    """From when on a feed counts as silent."""

    times: float
    hours: float
    least: int
    recent: int


class Rules(msgspec.Struct, frozen=True):
    """All of data/watch.yaml: ``tracking`` are patterns of parameters, ``pages`` media types."""

    tracking: tuple[str, ...]
    pages: tuple[str, ...]
    manners: Manners
    feeds: FeedRules
    silence: SilenceRules


@cache
def rules() -> Rules:
    """What is shipped."""
    raw = yaml.load((files("kgraph") / "data" / "watch.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return msgspec.convert(raw, Rules)
