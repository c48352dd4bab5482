"""Neighbourhoods: units that share what units find each other by, directly or over others.

Whatever happens to the units of one, it bears on no event of another. So after a change only those are resolved again that it reaches: a
few in a hundred, in news of many things.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b

import msgspec

from kgraph.model import ReportRef
from kgraph.resolve.event_clusters import KeysOf
from kgraph.resolve.units import Unit

ALONE = -1
"""In the place of a neighbourhood: of what nothing finds."""

Hashes = Callable[[Unit], tuple[int, ...]]


class Neighbourhoods(msgspec.Struct, frozen=True):
    """Of what was resolved: the number of each event's neighbourhood, in the events' order, and the hashes of each neighbourhood's keys."""

    events: tuple[int, ...] = ()
    keys: tuple[bytes, ...] = ()

    @classmethod
    def in_order(cls, events: Iterable[int], keys: Mapping[int, bytes]) -> Neighbourhoods:
        """The same with the numbers in the order of the events that have them, whatever they were before."""
        places: dict[int, int] = {ALONE: ALONE}
        found = tuple([places.setdefault(number, len(places) - 1) for number in events])
        return cls(found, tuple([keys[number] for number in places if number != ALONE]))

    def of(self, keys: Collection[int]) -> set[int]:
        """The neighbourhoods that have one of these keys."""
        wanted = frozenset(keys)
        return {number for number, own in enumerate(self.keys) if not wanted.isdisjoint(array("Q", own))}


def hashes_by(keys_of: KeysOf) -> Hashes:
    """Gives the hashes of all keys by which a unit and others find each other; each unit's are made once."""
    hashed = cache(lambda key: int.from_bytes(blake2b("\t".join(key).encode(), digest_size=8).digest()))
    return cache(lambda unit: tuple(map(hashed, keys_of(unit))))


def numbered(units: Sequence[Unit], hashes: Hashes, *, start: int) -> tuple[dict[ReportRef, int], dict[int, bytes]]:
    """The numbers of the neighbourhoods of units, by their first reports, and the keys of each; from a number on."""
    above = list(range(len(units)))
    own = list(map(hashes, units))
    owners: dict[int, int] = {}
    for index, found in enumerate(own):
        for key in found:
            first, second = _top(above, owners.setdefault(key, index)), _top(above, index)
            above[max(first, second)] = min(first, second)
    places = {unit.ref: start + _top(above, index) if own[index] else ALONE for index, unit in enumerate(units)}
    keys: dict[int, array[int]] = defaultdict(lambda: array("Q"))
    for key, owner in sorted(owners.items()):
        keys[start + _top(above, owner)].append(key)
    return places, {number: found.tobytes() for number, found in keys.items()}


def _top(above: list[int], index: int) -> int:
    """The first of all that are joined to one."""
    while above[index] != index:
        above[index] = above[above[index]]
        index = above[index]
    return index
