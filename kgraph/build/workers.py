"""Work shared among processes that survives the death of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


def run(work: Callable[[Sequence[T]], None], items: Sequence[T], *, processes: int, share: int) -> Iterator[T]:
    """Yields the items whose work killed its process; all others have been worked on.

    The items are handed out in shares. When a process dies the pool breaks with it and nobody can tell whose fault it was, so what
    was not finished is tried again item by item, each in a pool of its own.
    """
    shares = [items[start : start + share] for start in range(0, len(items), share)]
    for unfinished in _attempt(work, shares, processes):
        for item in unfinished:
            if any(_attempt(work, [[item]], 1)):
                yield item


def _attempt(work: Callable[[Sequence[T]], None], shares: Sequence[Sequence[T]], processes: int) -> list[Sequence[T]]:
    """The shares that a broken pool left unfinished."""
    unfinished: list[Sequence[T]] = []
    # Spawned, not forked: the parent may hold threads and an open store.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(work, share): share for share in shares}
        for future in as_completed(waiting):
            try:
                future.result()
            except BrokenProcessPool:
                unfinished.append(waiting[future])
    return unfinished
