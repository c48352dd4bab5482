"""How long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """The seconds that pass."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def processor_seconds(work: Callable[[], object]) -> float:
    """The seconds of processors, which other programs on the machine do not change."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
