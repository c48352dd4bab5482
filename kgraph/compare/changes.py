"""What a comparison finds: each change with what it was and is, and the words of the articles behind it."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """The kinds of changes, the most important first; docs/diff.md explains each."""

    FACTUALITY = "factuality"
    NEW_EVENT = "new-event"
    GONE_EVENT = "gone-event"
    MERGED_EVENTS = "merged-events"
    SPLIT_EVENT = "split-event"
    ROLES = "roles"
    TIME = "time"
    TYPE = "type"
    REPORTS = "reports"
    CONFIDENCE = "confidence"
    EVENT_NAME = "event-name"
    MERGED_ENTITIES = "merged-entities"
    SPLIT_ENTITY = "split-entity"
    RENAMED_ENTITY = "renamed-entity"
    RETYPED_ENTITY = "retyped-entity"
    NEW_ENTITY = "new-entity"
    GONE_ENTITY = "gone-entity"
    NEW_ARTICLE = "new-article"
    REWRITTEN_ARTICLE = "rewritten-article"
    GONE_ARTICLE = "gone-article"


class Quote(msgspec.Struct, frozen=True):
    """A sentence of an article; ``begin`` and ``end`` are its characters in the article's text, ``build`` is "old" or "new"."""

    words: str
    article: str
    title: str
    publisher: str
    day: str
    url: str
    begin: int
    end: int
    build: str


class Change(msgspec.Struct, frozen=True):
    """One change.

    ``id`` is that of the thing in the newer build, or in the older one if it is gone, ``name`` its label. ``was`` and ``now`` are
    values in words, or the names of things that were merged or split (``others`` are their ids). ``weight`` orders changes of one kind:
    how many articles report an event or mention an entity. Of equal ones the more ``prominent`` comes first: in how many articles of the
    build its two most mentioned participants are, a quarter of that for statements.
    """

    kind: Kind
    id: str
    name: str
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    weight: int = 0
    prominent: int = 0
    confidence: float = 1.0
    quote: Quote | None = None


class Difference(msgspec.Struct, frozen=True):
    """All changes from an older build to a newer one, the most important first."""

    old: str
    new: str
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """The changes of these kinds, the most important first."""
        return tuple(change for change in self.changes if change.kind in kinds)
