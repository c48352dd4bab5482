"""Neighbourhoods: units that share what units find each other by, directly or over others.

Whatever happens to the units of one, it bears on no event of another. So after a change only those are resolved again that it reaches: a
few in a hundred, in news of many things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """Of what was resolved: the number of each event's neighbourhood, in the events' order, and of each key's, by a hash of the key."""

    events: tuple[int, ...] = ()
    keys: Mapping[int, int] = msgspec.field(default_factory=dict)

    def in_order(self) -> Neighbourhoods:
        """The same with the numbers in the order of the events and keys that have them, whatever they were before."""
        places: dict[int, int] = {ALONE: ALONE}
        sorted_keys = sorted(self.keys.items())
        for number in (*self.events, *(number for _, number in sorted_keys)):
            places.setdefault(number, len(places) - 1)
        keys = {key: places[number] for key, number in sorted_keys}
        return Neighbourhoods(tuple([places[number] for number in self.events]), keys)

    def of(self, keys: Iterable[int]) -> set[int]:
        """The neighbourhoods of keys, as far as they have any."""
        return {self.keys[key] for key in keys if key in self.keys}

    @property
    def unused(self) -> int:
        """The first number above all that are taken."""
        return max(*self.events, *self.keys.values(), ALONE, ALONE) + 1


def hashes_by(keys_of: KeysOf) -> Hashes:
    """Gives the hashes of all keys by which a unit and others find each other; each unit's are made once."""
    hashed = cache(lambda key: int.from_bytes(blake2b("\t".join(key).encode(), digest_size=8).digest()))
    return cache(lambda unit: tuple(map(hashed, keys_of(unit))))


def numbered(units: Sequence[Unit], hashes: Hashes, *, start: int) -> tuple[dict[ReportRef, int], dict[int, int]]:
    """The numbers of the neighbourhoods of units, by their first reports, and of their keys; from a number on."""
    above = list(range(len(units)))
    own = list(map(hashes, units))
    owners: dict[int, int] = {}
    for index, found in enumerate(own):
        for key in found:
            first, second = _top(above, owners.setdefault(key, index)), _top(above, index)
            above[max(first, second)] = min(first, second)
    places = {unit.ref: start + _top(above, index) if own[index] else ALONE for index, unit in enumerate(units)}
    return places, {key: start + _top(above, owner) for key, owner in owners.items()}


def _top(above: list[int], index: int) -> int:
    """The first of all that are joined to one."""
    while above[index] != index:
        above[index] = above[above[index]]
        index = above[index]
    return index
