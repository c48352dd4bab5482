"""Watched folders of articles: detects changes, and waits until files are complete."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kgraph.disk import is_marked

Stamps = dict[str, tuple[int, int]]
_PATIENCE = timedelta(minutes=1)


class Folders:
    """Folders, from one look to the next. A file counts as complete when two looks find it with the same size and time."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._built: Stamps | None = None
        self._before: Stamps = {}
        self._restless: datetime | None = None

    def look(self, now: datetime) -> list[str] | None:
        """The sources for a build: the folders, or their complete files. None if nothing has changed, or files are still being written.

        If some files keep changing for a minute, the others are read without them.
        """
        stamps = self._stamps()
        growing = {name for name, stamp in stamps.items() if self._before.get(name) != stamp}
        self._before = stamps
        finished = {name: stamp for name, stamp in stamps.items() if name not in growing}
        if not growing:
            self._restless = None
            return None if stamps == self._built else self._take(stamps, [str(folder) for folder in self._folders])
        self._restless = self._restless or now
        if now - self._restless < _PATIENCE or finished == self._built:
            return None
        return self._take(finished, sorted(finished))

    @property
    def is_quiet(self) -> bool:
        """Whether the last look found all files complete."""
        return self._restless is None

    def _take(self, stamps: Stamps, sources: list[str]) -> list[str]:
        self._built = stamps
        return sources

    def _stamps(self) -> Stamps:
        """The size and modification time of each file."""
        found: Stamps = {}
        for folder in self._folders:
            for parent, folders, names in os.walk(folder):
                if is_marked(Path(parent)):
                    folders.clear()
                    continue
                folders[:] = [name for name in folders if not name.startswith(".")]
                for name in names:
                    if not name.startswith((".", "README")):
                        path = os.path.join(parent, name)
                        with suppress(OSError):
                            about = os.stat(path)
                            found[path] = (about.st_size, about.st_mtime_ns)
        return found
