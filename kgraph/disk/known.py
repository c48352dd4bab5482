"""Files that this process has hashed before, so that a process that lives long does not hash them before each build.

A file counts as the same as long as its inode, its size and both of its times are. Whoever writes to a file changes the time of its last
change, even if they set the other one back. What a disk loses without a write is found by the next process, and by whoever reads the file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from kgraph.disk.manifest import FileRecord, measured

_SETTLED = 2_000_000_000  # nanoseconds: a file that changes twice within a tick of the file system's clock has one time


class _Stamp(NamedTuple):
    """What changes with a file's bytes; ``changed`` does so with its name and its links as well."""

    size: int
    written: int
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> _Stamp:
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


# By device and inode, which the links to one file share, and of which there are only so many.
_hashed: dict[tuple[int, int], tuple[_Stamp, FileRecord]] = {}


def measured_once(path: str) -> FileRecord:
    """The entry of the file at a path, as ``measured`` gives it; what has not changed since is not read again. Raises OSError."""
    found = os.stat(path)
    stamp, place = _Stamp.of(found), (found.st_dev, found.st_ino)
    before = _hashed.get(place)
    if before is not None and before[0] == stamp:
        return before[1]
    entry = measured(path)
    _hashed.pop(place, None)
    if time.time_ns() - stamp.changed > _SETTLED and _Stamp.of(os.stat(path)) == stamp:
        _hashed[place] = stamp, entry
    return entry


@contextmanager
def relinked(path: str) -> Iterator[None]:
    """Within, a file gets one link more or less, which changes the time of its last change and no byte of it."""
    with _opened(path) as file:
        found = os.fstat(file) if file is not None else None
        yield
        if file is not None and found is not None:
            _keep_known(found, os.fstat(file))


def _keep_known(before: os.stat_result, now: os.stat_result) -> None:
    """Takes over what is known of a file, unless it had changed already, or somebody has written to it meanwhile."""
    place = before.st_dev, before.st_ino
    known, then, stamp = _hashed.get(place), _Stamp.of(before), _Stamp.of(now)
    if known is not None and known[0] == then and stamp[:2] == then[:2]:
        _hashed[place] = stamp, known[1]


@contextmanager
def _opened(path: str) -> Iterator[int | None]:
    """A file that keeps its inode when its name is gone; None where it cannot be opened. A pipe in its place is not waited for."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        yield None
        return
    try:
        yield file
    finally:
        os.close(file)
