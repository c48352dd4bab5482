"""Python's garbage collector, kept from searching what holds no garbage: it takes time in proportion to all that is in memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Iterator[None]:
    """Collects no garbage: what a graph, a view of it and its networks are made of are millions of small values that no cycle holds.

    To look for one takes a tenth of the time of resolution, and two thirds of that of measures. Also a decorator.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def calm_collector() -> Iterator[None]:
    """Collects garbage seldom: a parse makes many small objects that no cycle holds, and the lexicon need not be searched each time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
