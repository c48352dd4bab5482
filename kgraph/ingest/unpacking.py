"""Streams that are unpacked as they are read: never more than asked for, never more than may be, and damage is told as such."""

from __future__ import annotations

import bz2
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from tarfile import TarError
from typing import BinaryIO, Protocol, cast

from kgraph.errors import BadArchive
from kgraph.ingest.content import Budget, Content

_CHUNK = 65_536
_MEMORY = 256_000_000  # bytes that a dictionary of xz may take
_SPOOLED_IN_MEMORY = 16_000_000
_MOST_SPOOLED = 8_000_000_000  # bytes of an archive that is read from a pipe, which wait in a temporary file
GZIP = b"\x1f\x8b"


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Gzip:
    """A member of a gzip file, with the names that the other decompressors have."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)  # 15 bits of window, and 16 for the header of gzip
        self._tail = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        found = self._inner.decompress(self._tail + data, max_length)
        self._tail = self._inner.unconsumed_tail
        return found


@dataclass(frozen=True, slots=True)
class Compression:
    """A way to compress one stream: the bytes that it begins with, and what undoes it."""

    name: str
    magic: bytes
    opened: Callable[[], _Decompressor]


COMPRESSIONS = (
    Compression("gzip", GZIP, _Gzip),
    Compression("bzip2", b"BZh", bz2.BZ2Decompressor),
    Compression("xz", b"\xfd7zXZ\x00", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)),
)


class Inflated(io.RawIOBase):
    """What a compressed stream holds, through all its members one after the other. Raises BadArchive where it is damaged or cut off."""

    def __init__(self, content: Content, compression: Compression, budget: Budget) -> None:
        self._packed, self._origin = content.stream, content.origin
        self._compression, self._budget = compression, budget
        self._counts = content.within.budget is None
        self._decompressor = compression.opened()
        self._chunk = b""  # what the decompressor was last given, from the beginning of its member on
        self._waiting = b""  # what it is given next
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        found = self._some(len(view))
        self._budget.spend(len(found), self._origin)
        view[: len(found)] = found
        return len(found)

    def resume(self) -> bool:
        """After damage, goes on at the next member; whether there is one."""
        rest = self._chunk[1:] + self._waiting
        while (place := rest.find(self._compression.magic + b"\x08")) < 0:
            more = self._read()
            if not more:
                return False
            rest = rest[-2:] + more
        self._begin(rest[place:])
        return True

    def _some(self, wanted: int) -> bytes:
        found = b""
        while not found and not self._ended:
            if self._decompressor.eof:
                self._next_member()
            else:
                found = self._step(wanted)
        return found

    def _step(self, wanted: int) -> bytes:
        data = b""
        if self._decompressor.needs_input:
            data, self._waiting = self._waiting or self._read(), b""
            self._chunk = data
        found = self._decompressed(data, wanted)
        if not (found or data or self._decompressor.eof):
            raise BadArchive("cut off before its end", self._origin)
        return found

    def _decompressed(self, data: bytes, wanted: int) -> bytes:
        try:
            return self._decompressor.decompress(data, wanted)
        except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
            raise BadArchive(f"damaged: not readable as {self._compression.name}: {error}", self._origin) from error

    def _next_member(self) -> None:
        """Goes on to the next member; zeros may pad the end of a file."""
        rest = self._decompressor.unused_data.lstrip(b"\x00")
        magic = self._compression.magic
        while len(rest) < len(magic) and (more := self._read()):
            rest = (rest + more).lstrip(b"\x00")
        if rest and not rest.startswith(magic):
            self._chunk, self._waiting = b" " + rest, b""
            raise BadArchive("damaged: other bytes follow its end", self._origin)
        self._ended = not rest
        self._begin(rest)

    def _begin(self, rest: bytes) -> None:
        self._decompressor, self._chunk, self._waiting = self._compression.opened(), b"", rest

    def _read(self) -> bytes:
        read: Callable[[int], bytes] = getattr(self._packed, "read1", self._packed.read)
        data = read(_CHUNK)
        self._budget.packed += len(data) if self._counts else 0
        return data


class Member(io.RawIOBase):
    """What a member of an archive holds, read once from its beginning; what its archive raises is told as damage."""

    def __init__(self, stream: BinaryIO, origin: str, budget: Budget | None = None) -> None:
        self._stream, self._origin, self._budget = stream, origin, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        try:
            found = self._stream.read(len(view))
        except DAMAGE as error:
            raise damage(error, self._origin) from error
        if self._budget is not None:
            self._budget.spend(len(found), self._origin)
        view[: len(found)] = found
        return len(found)


DAMAGE = (zipfile.BadZipFile, TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the standard library raises for archives that are damaged, encrypted or packed in a way that it does not know."""


def damage(error: Exception, origin: str) -> BadArchive:
    """What is told of an archive or of a member that cannot be read."""
    if "not a zip file" in str(error):  # zipfile's words for an archive whose end is missing
        return BadArchive("cut off or damaged: the list of its members, which stands at its end, is missing", origin)
    return BadArchive(f"damaged: {' '.join(str(error).split())[:200] or type(error).__name__}", origin)


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """A raw stream with a buffer."""
    return cast(BinaryIO, io.BufferedReader(raw, _CHUNK))


def budget_of(content: Content) -> Budget:
    """The budget of the archives that something is in; a new one where it is in none."""
    return content.within.budget or Budget()


def seekable(content: Content) -> tuple[BinaryIO, int]:
    """The bytes as a stream in which one can go back, and how many they are; what comes from a pipe waits in a temporary file.

    Raises BadArchive where that would be too large.
    """
    if content.stream.seekable():
        return content.stream, content.stream.seek(0, io.SEEK_END)
    spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(_SPOOLED_IN_MEMORY))  # noqa: SIM115 - goes with its last reader
    size = 0
    while chunk := content.stream.read(_CHUNK):
        size += len(chunk)
        if size > _MOST_SPOOLED:
            raise BadArchive(
                f"has more than {_MOST_SPOOLED:,} bytes, the most that are kept of an archive from a pipe", content.origin
            )
        spool.write(chunk)
    return spool, size
