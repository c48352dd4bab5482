"""Reading what kgraph wrote in a folder: whatever is not as it was written is told as damaged, and never read as if it were whole."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import repeat
from pathlib import Path

from kgraph.disk.known import measured_once
from kgraph.disk.manifest import COPY, MANIFEST, UNKNOWN, FileRecord, Manifest, is_sound, measured, parsed
from kgraph.errors import Damaged

# Seconds: how long a reader waits for a build that is just putting files in place, for a manifest that does not change, and at once.
_PATIENCE, _CALM, _PAUSE = 2.0, 0.1, 0.02
_SHARE = 32  # files that a thread takes at once


def is_marked(root: Path) -> bool:
    """Whether kgraph keeps files in a folder."""
    return any((root / name).is_file() for name in (MANIFEST, COPY))


class Reader:
    """The files of a folder that its manifest lists, by their paths from there with "/" between the parts.

    Beside a build, a file counts as whole when it is what any record of it says: the last finished one, or the one just put in place.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._root = os.fspath(root)
        self._damaged: set[str] = set()
        self._stamp: object = None
        self._manifest = Manifest({}, True, False)
        self._load()

    def path(self, name: str) -> Path:
        """Where a file lies."""
        return self.root / name

    def place(self, name: str) -> str:
        """The same as text: a build asks about thousands of files several times each, and a Path takes longer to make than to ask about."""
        return f"{self._root}/{name}"

    def name(self, path: Path) -> str:
        """The name of a file that lies at a path."""
        return path.relative_to(self.root).as_posix()

    def names(self, below: str = "") -> list[str]:
        """The listed files, or those below a folder ("networks/"), sorted."""
        return sorted(name for name in self._entries if name.startswith(below))

    def lists(self, name: str) -> bool:
        """Whether kgraph wrote the file, be it still there or not."""
        return name in self._entries

    def holds(self, name: str) -> bool:
        """Whether a file is there, of the size that it was written with, and was not found damaged by ``verify``."""
        return name in self._entries and name not in self._damaged and self._size(name) in self._sizes(name)

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where kgraph wrote none of that name. Raises Damaged where it is not what was written."""
        if name not in self._entries and not self._renew():
            return None
        for _ in self._tries():
            if name not in self._entries:
                break
            content = self._content(name)
            if content is not None and self._is_listed(name, FileRecord.of(content)):
                return content
        if name not in self._entries:
            return None
        raise self.damage(name)

    def whole(self, name: str) -> Path | None:
        """Where a file lies that is what was written, for those too large to be read at once; None where it is not."""
        return self.path(name) if name in self._entries and not self._bad([name], measured) else None

    def verify(self, names: Iterable[str] | None = None) -> list[str]:
        """Which of these files, by default of all, are missing or not what was written; ``holds`` is false of them from then on.

        Files that this process has verified, and that nobody has written to since, are not read again.
        """
        bad = list(self.names() if names is None else names)
        for _ in self._tries():
            bad = self._bad([name for name in bad if name in self._entries], measured_once)
            if not bad:
                break
        self._damaged.update(bad)
        return [*bad, *self._bad_manifest()] if names is None else bad

    def _bad_manifest(self) -> list[str]:
        """The manifest and its copy, where what lies in their places is not what was written there."""
        if not self._entries:
            return []
        return [*([] if self._manifest.is_sound else [MANIFEST]), *([] if self._has_sound_copy() else [COPY])]

    def _has_sound_copy(self) -> bool:
        """Whether the copy could heal the manifest."""
        return is_sound(_content(self.place(COPY)) or b"")

    def _has_equal_copy(self) -> bool:
        """Whether the copy is of the present manifest, and not of the one before, as after a kill between the two."""
        return self._content(COPY) == self._content(MANIFEST)

    def damage(self, name: str) -> Damaged:
        """The error that a file is missing or is not what was written."""
        what = "is damaged" if os.path.lexists(self.path(name)) else "is missing"
        return Damaged(f"{what}; build again to heal it", str(self.path(name)))

    @property
    def _entries(self) -> Mapping[str, tuple[FileRecord, ...]]:
        return self._manifest.entries

    def _load(self) -> None:
        stamp = self._stamped()
        raw = _content(self.root / MANIFEST)
        manifest = parsed(raw or b"")
        if not manifest.is_sound:
            copy = parsed(_content(self.root / COPY) or b"").entries
            names = copy.keys() | manifest.entries.keys()
            entries = {name: (*copy.get(name, ()), *manifest.entries.get(name, ())) for name in names}
            manifest = Manifest(entries, False, True)
        self._take(manifest)
        self._stamp = stamp  # from before it was read: what comes later is news

    def _take(self, manifest: Manifest) -> None:
        """Believes a manifest."""
        self._manifest = manifest
        self._stamp = self._stamped()

    def _stamped(self) -> object:
        """What changes with the manifest."""
        try:
            found = (self.root / MANIFEST).stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _renew(self) -> bool:
        """Whether the manifest has changed since it was read, in which case it is read again."""
        if self._stamped() == self._stamp:
            return False
        self._load()
        return True

    def _tries(self) -> Iterator[None]:
        """A turn to look, and more of them after short pauses, for a build may be putting the files in place."""
        yield
        now = time.monotonic()
        last, end = now + _PATIENCE, now + _CALM
        while now < end:
            time.sleep(_PAUSE)
            now = time.monotonic()
            if self._renew():
                end = min(last, now + _CALM)
            yield

    def _bad(self, names: Sequence[str], measure: Callable[[str], FileRecord]) -> list[str]:
        links = self._others(names)
        linked = {name for same in links.values() for name in same}
        bad = self._bad_of([name for name in names if name not in linked], measure)
        return [name for first in bad for name in (first, *links.get(first, ()))]

    def _bad_of(self, wanted: Sequence[str], measure: Callable[[str], FileRecord]) -> list[str]:
        if len(wanted) < _SHARE:
            return self._bad_here(wanted, measure)
        shares = [wanted[start : start + _SHARE] for start in range(0, len(wanted), _SHARE)]
        # The hash lets other threads run, so as many files are read at once as there are processors.
        with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
            return [name for bad in pool.map(self._bad_here, shares, repeat(measure)) for name in bad]

    def _bad_here(self, names: Iterable[str], measure: Callable[[str], FileRecord]) -> list[str]:
        return [name for name in names if not self._is_good(name, measure)]

    def _is_good(self, name: str, measure: Callable[[str], FileRecord]) -> bool:
        if self._size(name) not in self._sizes(name):
            return False  # without opening what may be a pipe
        try:
            return self._is_listed(name, measure(self.place(name)))
        except OSError:
            return False

    def _others(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Files by the first of them that is a link to the same bytes, as stores share their tables."""
        first: dict[tuple[int, int], str] = {}
        found: dict[str, list[str]] = {}
        for name in names:
            with suppress(OSError):
                place = os.stat(self.place(name))
                first.setdefault((place.st_dev, place.st_ino), name)
                if (same := first[place.st_dev, place.st_ino]) != name and self._entries[same] == self._entries[name]:
                    found.setdefault(same, []).append(name)
        return found

    def _is_listed(self, name: str, found: FileRecord) -> bool:
        return any(entry.agrees(found) for entry in self._entries[name])

    def _sizes(self, name: str) -> set[int]:
        sizes = {entry.size for entry in self._entries[name]}
        return sizes if UNKNOWN not in sizes else sizes | {self._size(name)}

    def _size(self, name: str) -> int:
        """How large a file is; less than any size where there is none."""
        try:
            found = os.stat(self.place(name))
        except OSError:
            return UNKNOWN - 1
        return found.st_size

    def _content(self, name: str) -> bytes | None:
        return _content(self.place(name))


def _content(path: Path | str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
