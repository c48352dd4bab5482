"""Files that were found whole: one that the system has not changed since need not be hashed again.

A file is known by its place on the disk, which links share, by its size, and by the time when it was last written. Whatever is younger
than some seconds is hashed each time, as clocks are coarse.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from kgraph.disk.manifest import FileRecord

_YOUNG = 5 * 10**9  # nanoseconds
_LENGTH = hashlib.sha256().digest_size


class Trusted:
    """The files of a folder that were found whole, kept in a file that is believed only as long as it is as it was written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _read(path)
        self._now: set[str] = set()

    def holds(self, path: str, record: FileRecord) -> bool:
        """Whether a file was found to be what a record says, and has not changed since."""
        try:
            mark = _mark(os.stat(path), record)
        except OSError:
            return False
        if mark not in self._before:
            return False
        self._now.add(mark)
        return True

    def note(self, path: str, record: FileRecord, begin: int) -> None:
        """Remembers that a file was found to be what a record says, by who began to read it at a time in nanoseconds."""
        with suppress(OSError):
            found = os.stat(path)
            if found.st_mtime_ns < begin - _YOUNG:
                self._now.add(_mark(found, record))

    def forget(self, path: str) -> None:
        """Trusts a file no more, whatever it was found to be."""
        with suppress(OSError):
            place = _place(os.stat(path))
            self._now = {mark for mark in self._now if not mark.startswith(place)}

    def keep(self, temporary: Path) -> None:
        """Writes what is remembered, by way of a temporary file; where that is not possible, all is hashed the next time."""
        if self._now == self._before:
            return
        content = msgspec.msgpack.encode(sorted(self._now))
        with suppress(OSError):
            temporary.write_bytes(hashlib.sha256(content).digest() + content)
            temporary.replace(self._path)


def now() -> int:
    """The time in nanoseconds, as the system gives it to files."""
    return time.time_ns()


def _mark(found: os.stat_result, record: FileRecord) -> str:
    return f"{_place(found)}{found.st_size} {found.st_mtime_ns} {record.digest[:16]}"


def _place(found: os.stat_result) -> str:
    return f"{found.st_dev} {found.st_ino} "


def _read(path: Path) -> set[str]:
    with suppress(OSError, msgspec.DecodeError):
        raw = path.read_bytes()
        if raw[:_LENGTH] == hashlib.sha256(raw[_LENGTH:]).digest():
            return msgspec.msgpack.decode(raw[_LENGTH:], type=set[str])
    return set()
