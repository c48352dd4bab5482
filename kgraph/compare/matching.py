"""Which thing of an older build is which of a newer one, by the parts that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple


class Matching(NamedTuple):
    """The things of two builds.

    ``same`` leads from a thing of the older build to what it is now, ``absorbed`` to what it is now part of, and ``merged`` back from that;
    ``split`` is what has come out of a thing beside what it is now, by what it is now. ``gone`` and ``new`` have no counterpart.
    """

    same: Mapping[str, str]
    absorbed: Mapping[str, str]
    merged: Mapping[str, tuple[str, ...]]
    split: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    def now(self, thing: str) -> str:
        """What a thing of the older build is now, alone or as a part of another; itself if it is gone."""
        return self.same.get(thing) or self.absorbed.get(thing, thing)


def match(old: Mapping[str, Iterable[Hashable]], new: Mapping[str, Iterable[Hashable]]) -> Matching:
    """The matching of things that consist of parts, each part of one thing; the older build's parts are named as in the newer one.

    A thing is what has the most of its parts, and an equal id where several have as many, or where it has no part left. Of several
    things that are one now, the one with the most parts goes on and the others are merged into it.
    """
    owner = {part: thing for thing, parts in sorted(new.items()) for part in parts}
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    back: dict[str, Counter[str]] = defaultdict(Counter)
    for thing, parts in sorted(old.items()):
        for part in parts:
            if (now := owner.get(part)) is not None:
                shared[thing][now] += 1
                back[now][thing] += 1
    for thing in old.keys() & new.keys():
        if thing not in shared and thing not in back:
            shared[thing][thing] = back[thing][thing] = 1
    successor = {thing: _most(counts, thing) for thing, counts in shared.items()}
    predecessor = {thing: _most(counts, thing) for thing, counts in back.items()}
    same = {thing: now for thing, now in successor.items() if predecessor[now] == thing}
    absorbed = {thing: now for thing, now in successor.items() if thing not in same}
    merged = _grouped((now, thing) for thing, now in absorbed.items())
    kept = set(same.values())
    split = _grouped((same.get(thing, successor[thing]), now) for now, thing in predecessor.items() if now not in kept)
    gone = tuple(sorted(old.keys() - successor.keys()))
    return Matching(same, absorbed, merged, split, gone, tuple(sorted(new.keys() - predecessor.keys())))


def _most(counts: Counter[str], own: str) -> str:
    return min(counts, key=lambda thing: (-counts[thing], thing != own, thing))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for into, thing in sorted(pairs):
        found[into].append(thing)
    return {into: tuple(things) for into, things in found.items()}
