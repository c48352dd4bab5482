"""Neighbourhoods: units, or chains, that share what they find each other by, directly or over others.

Whatever happens to the units of one, it bears on no event of another, and so it is with chains and entities. So after a change only those
are resolved again that it reaches: a few in a hundred, in news of many things.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cache
from hashlib import blake2b
from typing import TypeVar

import msgspec

from kgraph.resolve.event_clusters import Key, KeysOf
from kgraph.resolve.units import Unit

ALONE = -1
"""In the place of a neighbourhood: of what nothing finds."""

_Ref = TypeVar("_Ref", bound=Hashable)
Hashes = Callable[[Unit], tuple[int, ...]]


class Neighbourhoods(msgspec.Struct, frozen=True):
    """Of what was resolved: the number of the neighbourhood of each event, or entity, in their order, and the hashes of each one's keys."""

    numbers: tuple[int, ...] = ()
    keys: tuple[bytes, ...] = ()

    @classmethod
    def in_order(cls, numbers: Iterable[int], keys: Mapping[int, bytes]) -> Neighbourhoods:
        """The same with the numbers in the order of the things that have them, whatever they were before."""
        places: dict[int, int] = {ALONE: ALONE}
        found = tuple([places.setdefault(number, len(places) - 1) for number in numbers])
        return cls(found, tuple([keys[number] for number in places if number != ALONE]))

    def of(self, keys: Collection[int]) -> set[int]:
        """The neighbourhoods that have one of these keys."""
        wanted = frozenset(keys)
        return {number for number, own in enumerate(self.keys) if not wanted.isdisjoint(array("Q", own))}


def hashed(key: Key) -> int:
    """Eight bytes in the place of a key."""
    return int.from_bytes(blake2b("\t".join(key).encode(), digest_size=8).digest())


def hashes_by(keys_of: KeysOf) -> Hashes:
    """Gives the hashes of all keys by which a unit and others find each other; each unit's are made once."""
    once = cache(hashed)
    return cache(lambda unit: tuple(map(once, keys_of(unit))))


def numbered(found: Mapping[_Ref, Collection[int]], *, start: int) -> tuple[dict[_Ref, int], dict[int, bytes]]:
    """The numbers of the neighbourhoods of things that have hashes of keys, and the keys of each; from a number on."""
    above = list(range(len(found)))
    owners: dict[int, int] = {}
    for index, own in enumerate(found.values()):
        for key in own:
            first, second = _top(above, owners.setdefault(key, index)), _top(above, index)
            above[max(first, second)] = min(first, second)
    places = {ref: start + _top(above, index) if own else ALONE for index, (ref, own) in enumerate(found.items())}
    keys: dict[int, array[int]] = defaultdict(lambda: array("Q"))
    for key, owner in sorted(owners.items()):
        keys[start + _top(above, owner)].append(key)
    return places, {number: own.tobytes() for number, own in keys.items()}


def _top(above: list[int], index: int) -> int:
    """The first of all that are joined to one."""
    while above[index] != index:
        above[index] = above[above[index]]
        index = above[index]
    return index
