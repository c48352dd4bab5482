"""The manifest of a folder: which files kgraph wrote, with their sizes and SHA-256.

A text file that ``sha256sum -c`` reads. Each record is two lines: a comment with the size, then the digest and the path. The first part is
sorted and ends in a comment with a digest of that part; records behind it were appended since, and the last one of a path holds. A second
copy of the sorted part heals a manifest that was damaged.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

HIDDEN = ".kgraph"
"""The folder in which a manifest lies; what is beside it in a folder is the user's unless the manifest lists it."""
MANIFEST, COPY = f"{HIDDEN}/manifest", f"{HIDDEN}/manifest.copy"
UNKNOWN = -1
"""A size that the manifest does not tell."""
_END = re.compile(rb"^# sha256 of the lines above: ([0-9a-f]{64})\n", re.MULTILINE)
_SIZE = re.compile(rb"# ([0-9]{1,18}) bytes")
_FILE = re.compile(rb"([0-9a-f]{64})  (.+)")
_CHUNK = 1 << 20


class FileRecord(NamedTuple):
    """What a file holds: the SHA-256 of its bytes in hexadecimal, and their number."""

    digest: str
    size: int

    @classmethod
    def of(cls, content: bytes) -> FileRecord:
        """The entry of a file with this content."""
        return cls(hashlib.sha256(content).hexdigest(), len(content))

    def agrees(self, other: FileRecord) -> bool:
        """Whether both are of the same bytes."""
        return self.digest == other.digest and (UNKNOWN in (self.size, other.size) or self.size == other.size)


class Manifest(NamedTuple):
    """The entries of each path, the last one last, whether the manifest is as it was written, and whether records were appended."""

    entries: Mapping[str, tuple[FileRecord, ...]]
    is_sound: bool
    is_appended: bool


def measured(path: Path | str) -> FileRecord:
    """The entry of the file at a path. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileRecord(digest.hexdigest(), size)


def parsed(raw: bytes) -> Manifest:
    """What a manifest says; a last line that was not written to its end is left out."""
    end = _END.search(raw)
    found: dict[str, tuple[FileRecord, ...]] = {}
    for name, entry in _records(raw):
        found[name] = (*found.get(name, ()), entry)
    return Manifest(found, is_sound(raw), end is None or end.end() < len(raw))


def is_sound(raw: bytes) -> bool:
    """Whether a manifest is as it was written, but for what was appended since."""
    end = _END.search(raw)
    return end is not None and hashlib.sha256(raw[: end.start()]).hexdigest() == end[1].decode()


def written(entries: Mapping[str, FileRecord]) -> bytes:
    """A manifest with these entries and nothing appended."""
    body = b"".join(record(name, entry) for name, entry in sorted(entries.items()))
    return body + f"# sha256 of the lines above: {hashlib.sha256(body).hexdigest()}\n".encode()


def record(name: str, entry: FileRecord) -> bytes:
    """The lines of a file. The comment comes first, so that a record behind one that was cut off still has a line of its own."""
    return f"# {entry.size} bytes\n{entry.digest}  {name}\n".encode()


def append(path: Path, records: Iterable[bytes]) -> None:
    """Appends records in one write, so that several processes may do so at once. Raises OSError."""
    content = b"".join(records)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
    try:
        if os.write(file, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(file)


def _records(raw: bytes) -> Iterator[tuple[str, FileRecord]]:
    size = UNKNOWN
    for line in raw.split(b"\n")[:-1]:
        if match := _FILE.fullmatch(line):
            name = match[2].decode(errors="replace")
            if _is_inside(name):
                yield name, FileRecord(match[1].decode(), size)
        told = _SIZE.fullmatch(line)
        size = int(told[1]) if told else UNKNOWN


def _is_inside(name: str) -> bool:
    """Whether a path names a file in the folder, as all that kgraph writes do; a damaged manifest could say anything."""
    parts = name.split("/")
    return parts[0] != HIDDEN and "\0" not in name and not any(part in ("", ".", "..") for part in parts)
