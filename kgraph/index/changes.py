"""What changed at each of the last builds of a folder, in a file of its own: the index itself knows nothing of the builds before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from kgraph.disk import Reader
from kgraph.errors import Damaged

FILE = "changes.json"
_BUILDS, _NODES = 100, 200_000
"""Of how many builds, and of how many nodes in all of them, it is remembered what changed."""


class Delta(msgspec.Struct, frozen=True):
    """The IRIs of nodes of one kind that came, that are described otherwise than before, and that went; each sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.added, *self.changed, *self.removed)


class Change(msgspec.Struct, frozen=True):
    """What made one graph of another, whose ids are ``before`` and ``after``; an article does not change, but another takes its place.

    Where the graph was made from nothing, by other code or after a damage, ``complete`` is false: anything may be different.
    """

    before: str
    after: str
    articles: Delta = Delta()
    entities: Delta = Delta()
    events: Delta = Delta()
    complete: bool = True

    @property
    def size(self) -> int:
        """How many nodes it names."""
        return sum(len(delta.all) for delta in (self.articles, self.entities, self.events))


def changes(files: Reader) -> tuple[Change, ...]:
    """What changed at the last builds, the oldest first; nothing where the file is not there or is damaged."""
    try:
        raw = files.read(FILE)
        return msgspec.json.decode(raw, type=tuple[Change, ...]) if raw is not None else ()
    except (Damaged, msgspec.DecodeError):
        return ()


def changed_since(known: Sequence[Change], before: str, after: str) -> Change | None:
    """What made the graph of the one id the graph of the other, over all builds between; None where that is not known any more."""
    if before == after:
        return Change(before, after)
    for start in range(len(known) - 1, -1, -1):
        if known[start].before == before:
            steps = known[start:]
            return _joined(steps) if _is_chain(steps, after) else None
    return None


def remembered(known: Sequence[Change], latest: Change) -> bytes:
    """The file with one more change, without those that are too long ago. A graph that is made again has not changed."""
    if latest.before == latest.after:
        return msgspec.json.encode(known)
    kept: list[Change] = []
    left = _NODES
    for change in (latest, *reversed(known)):
        left -= change.size
        if kept and (left < 0 or len(kept) == _BUILDS):
            break
        kept.insert(0, change)
    return msgspec.json.encode(kept)


def _is_chain(steps: Sequence[Change], after: str) -> bool:
    links = all(one.after == two.before for one, two in pairwise(steps))
    return links and steps[-1].after == after and all(step.complete for step in steps)


def _joined(steps: Sequence[Change]) -> Change:
    return Change(
        steps[0].before,
        steps[-1].after,
        _together(step.articles for step in steps),
        _together(step.entities for step in steps),
        _together(step.events for step in steps),
    )


def _together(deltas: Iterable[Delta]) -> Delta:
    """One delta for several, one after the other."""
    was: dict[str, bool] = {}  # whether it was there before the first of them, and whether it is after the last
    now: dict[str, bool] = {}
    for delta in deltas:
        for iris, before, after in ((delta.added, False, True), (delta.changed, True, True), (delta.removed, True, False)):
            for iri in iris:
                was.setdefault(iri, before)
                now[iri] = after
    return Delta(
        added=tuple(sorted(iri for iri in now if now[iri] and not was[iri])),
        changed=tuple(sorted(iri for iri in now if now[iri] and was[iri])),
        removed=tuple(sorted(iri for iri in now if was[iri] and not now[iri])),
    )
