"""How kgraph behaves on the network (data/watch.yaml)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml

from kgraph import __version__

AGENT = "kgraph"
"""The name in robots.txt that applies to kgraph."""
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
    """Limits for feeds and their articles."""

    items: int
    tries: int
    longest_hours: float
    forgotten_days: int


class SilenceRules(msgspec.Struct, frozen=True):
    """When a feed counts as silent."""

    times: float
    hours: float
    least: int
    recent: int


class Rules(msgspec.Struct, frozen=True):
    """The content of data/watch.yaml. ``tracking`` has patterns of parameter names, ``pages`` has media types."""

    tracking: tuple[str, ...]
    pages: tuple[str, ...]
    manners: Manners
    feeds: FeedRules
    silence: SilenceRules


@cache
def rules() -> Rules:
    """The rules that are shipped."""
    raw = yaml.load((files("kgraph") / "data" / "watch.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return msgspec.convert(raw, Rules)
