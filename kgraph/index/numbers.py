"""The numbers of nodes in an index: the same in every build, because they follow from the IRI and the day alone.

A number has 63 bits. That of an event or an article begins with its day, so that the full-text index, which goes through its documents by
their numbers, meets the latest first and finds those of a period without looking at the others.
"""

from __future__ import annotations

import hashlib
from datetime import date

from kgraph.days import first_and_last

_BITS = 43
"""The bits of a number that tell nodes of one day apart: of a million nodes of one day, two are alike in one graph of twenty."""
_FIRST = date(1000, 1, 1).toordinal()  # earlier days count as this one; the numbers below are those of nodes without a day
_LAST = (1 << (63 - _BITS)) - 1
EARLIEST, LATEST = _FIRST << _BITS, (1 << 63) - 1
"""Between these are the numbers of all nodes that have a day."""


def number(iri: str) -> int:
    """The number of a node without a day; below those of all that have one."""
    return _hashed(iri) >> 3


def dated_number(iri: str, day: str) -> int:
    """The number of a node of a day or a time in ISO 8601, which may be only a month or a year; "" where it is not known."""
    return (_days(day) << _BITS) + (_hashed(iri) >> (64 - _BITS)) if day else number(iri)


def first_number(day: str) -> int:
    """The least number that a node of this day, month or year can have. Raises ValueError where there is no such day."""
    return _days(day) << _BITS


def after_number(day: str) -> int:
    """The number below which all nodes of this day, month or year, and of those before it, have theirs.

    Raises ValueError where there is no such day.
    """
    return (_days(day, of_period=1) + 1) << _BITS


def _days(day: str, of_period: int = 0) -> int:
    """The number of the first or the last day of a period."""
    found = first_and_last(*map(int, day[:10].split("-")))[of_period]
    return min(max(found.toordinal(), _FIRST), _LAST)


def _hashed(iri: str) -> int:
    return int.from_bytes(hashlib.blake2b(iri.encode(), digest_size=8).digest())
