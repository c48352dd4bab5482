"""Files that the user has named: written whole or not at all, and never over one that kgraph keeps in a folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from kgraph.disk.folder import reported
from kgraph.disk.reader import Reader, is_marked
from kgraph.errors import NotOurs

_numbers = count()


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file, with the folders above it. Raises CannotWrite, and NotOurs where it belongs to a build."""
    check_free(path)
    with reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        temporary.write_bytes(content)


def check_free(path: Path) -> None:
    """Raises NotOurs where a file is one that a build keeps."""
    place = Path(os.path.abspath(path))
    for root in place.parents:
        if is_marked(root) and Reader(root).lists(place.relative_to(root).as_posix()):
            raise NotOurs(f"belongs to the build in {root}; name another file", str(path))


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path for what is then put in place as a whole, or not at all where anything goes wrong. Raises CannotWrite."""
    with reported(path):
        if path.exists() and not path.is_file():
            yield path  # a pipe or a device, which nothing may take the place of
            return
        place = Path(os.path.realpath(path))
        temporary = place.with_name(f".kgraph-{os.getpid()}-{next(_numbers)}")
        try:
            yield temporary
            if place.exists():
                shutil.copymode(place, temporary)
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
