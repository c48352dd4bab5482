"""What the last finished build of a folder was made of and holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from kgraph.build.declared import MADE, STATE, STORE
from kgraph.disk import Reader
from kgraph.errors import Damaged
from kgraph.model import Interval
from kgraph.rdf import store

_Kept = TypeVar("_Kept")
Articles = Mapping[str, tuple[str, str]]
"""The ids and titles of articles by the stems of their extractions' files."""


class State(msgspec.Struct, frozen=True):
    """What the last finished graph was made of, and what it holds.

    ``graph`` is a hash of all that bears on it, ``knowledge`` of what resolution is told, ``frame`` of all but that and the articles.
    ``articles`` are the ids and titles of its articles by the stems of their extractions' files, ``periods`` what the user says of when
    they appeared, by their ids; ``base`` is the beginning of its IRIs and ``store`` the kind of its store. ``resolution`` and
    ``neighbourhoods`` are hashes of their files.
    """

    graph: str
    frame: str
    knowledge: str
    articles: dict[str, tuple[str, str]]
    store: str
    resolution: str
    neighbourhoods: str
    entities: int
    events: int
    quads: int
    warnings: tuple[tuple[str, str], ...] = ()  # message and place
    periods: dict[str, Interval] = msgspec.field(default_factory=dict)
    base: str = ""


class Made(msgspec.Struct, frozen=True):
    """What a finished build was made of, so that status can tell what has changed since.

    ``sources`` are what it was told to read, ``articles`` the ids of what it found there by their origins, ``inputs`` everything else
    that bears on the graph: a readable value, or a hash.
    """

    sources: tuple[str, ...]
    articles: dict[str, str]
    inputs: dict[str, str]


def kept(files: Reader, name: str, kind: type[_Kept]) -> _Kept | None:
    """What a build kept in a file of JSON or MessagePack; None where it is not there, is damaged, or is of an older kgraph."""
    decode = msgspec.msgpack.decode if name.endswith(".msgpack") else msgspec.json.decode
    try:
        raw = files.read(name)
        return decode(raw, type=kind) if raw is not None else None
    except (Damaged, msgspec.DecodeError):
        return None


def last_state(files: Reader) -> State | None:
    """The state of the finished graph in a folder; None where there is none, it is damaged, or a build was killed at the end."""
    state = kept(files, STATE, State)
    if state is None or state.store == "memory":
        return state if state is not None and files.holds(store.FILE) else None
    site = store.Site(files, STORE)
    return state if site.is_whole() and site.graph() == state.graph else None


def last_made(files: Reader) -> Made | None:
    """What the last finished build in a folder was made of; None where there is none."""
    return kept(files, MADE, Made) if last_state(files) is not None else None
