"""Whether the dates of a file have the day before the month, which one date alone may not say: 03/04/2025."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from kgraph.ingest.dates import DAY_FIRST, EITHER, MONTH_FIRST, day_order

_AHEAD = 1_000  # records that are read ahead
_MOST_AHEAD = 16_000_000  # characters of them
_MOST_VALUES = 200  # values of a record that are looked at
_T = TypeVar("_T")


def in_order(items: Iterable[_T], says: Callable[[_T], tuple[int, int]], given: bool | None) -> Iterator[tuple[_T, bool | None]]:
    """The items, each with whether its dates have the day first; None where nothing says so, or the file has dates of both orders.

    ``says`` gives what the dates of an item say (kgraph.ingest.dates.day_order) and how many characters it has; ``given`` is what the user
    says. Items are read ahead only where one has a date that may be two, and then at most a thousand.
    """
    stream = iter(items)
    found = 0
    for item in stream if given is None else ():
        said, size = says(item)
        found |= said
        if said & EITHER:
            ahead = list(_ahead(stream, says, size))
            order = _order(found | _joined(map(says, ahead)))
            yield from ((each, order) for each in chain([item], ahead, stream))
            return
        yield item, None
    yield from ((item, given) for item in stream)


def _ahead(stream: Iterator[_T], says: Callable[[_T], tuple[int, int]], size: int) -> Iterator[_T]:
    for count, item in enumerate(stream, 1):
        size += says(item)[1]
        yield item
        if count >= _AHEAD or size > _MOST_AHEAD:
            return


def _joined(said: Iterable[tuple[int, int]]) -> int:
    found = 0
    for each, _ in said:
        found |= each
    return found


def _order(found: int) -> bool | None:
    return {DAY_FIRST: True, MONTH_FIRST: False}.get(found & (DAY_FIRST | MONTH_FIRST))


def order_of(record: Any) -> tuple[int, int]:
    """What the values of a record that begin with a date say, and how many characters they have together."""
    found = size = 0
    for text in _strings(record):
        found |= day_order(text)
        size += len(text)
    return found, size


def _strings(record: Any) -> Iterator[str]:
    """The strings of a record and of what is in it, but not of long lists."""
    waiting, count = [record], 0
    while waiting and count < _MOST_VALUES:
        value = waiting.pop()
        count += 1
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(list(value.values())[:_MOST_VALUES])
        elif isinstance(value, list):
            waiting.extend(value[:_MOST_VALUES])
