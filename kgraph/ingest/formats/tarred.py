"""Articles from the files in a tar archive, which is read from its beginning to its end without going back."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO, Self, cast

from kgraph.errors import BadArchive, KGraphError, NotText
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.formats.members import origin_of, safe_name, second
from kgraph.ingest.names import Left, is_picture, may_be_left_out
from kgraph.ingest.unpacking import DAMAGE, Member, buffered, damage

_BLOCK = 512
_LARGEST_HEADER = 1_000_000  # bytes; the headers of a member are read whole
_HEADERS = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_IN_MEMORY = 16_000_000  # bytes of members that wait for their page
_LARGEST_WAITING = 64_000_000  # bytes of one such member
_MOST_WAITING = 1_000_000_000  # bytes of all of them


class _Header(tarfile.TarInfo):
    """The header of a member. tarfile passes over damaged ones in silence; here they are counted."""

    damaged = 0

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            cls.damaged += bytes(buf).strip(b"\x00") != b""  # zeros end an archive, or fill it up
            raise
        if header.type in _HEADERS and header.size > _LARGEST_HEADER:
            raise tarfile.ReadError(f"a header of {header.size:,} bytes")
        return header


class _Waiting:
    """Members that may belong to a page, until all members are known and with them the page."""

    def __init__(self) -> None:
        self._spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed after its last member
        self._members: list[tuple[str, int]] = []
        self._size = 0

    def takes(self, info: tarfile.TarInfo) -> bool:
        """Whether a member may have to wait, and is small enough to."""
        return may_be_left_out(info.name) and info.size <= min(_LARGEST_WAITING, _MOST_WAITING - self._size)

    def add(self, name: str, content: Content) -> None:
        raw = content.stream.read(_LARGEST_WAITING) if not is_picture(name) else content.head
        self._spool.write(raw)
        self._size += len(raw)
        self._members.append((name, len(raw)))

    def members(self) -> Iterator[tuple[str, BinaryIO]]:
        """The members and what they hold, in the order of the archive."""
        self._spool.seek(0)
        with self._spool:
            for name, size in self._members:
                yield name, io.BytesIO(self._spool.read(size))


def read(content: Content, _reading: Reading) -> Iterator[KGraphError | Content]:
    """The files in the archive in its order, and an error for each that cannot be read. Raises KGraphError and OSError."""
    if not _begins(content.head):
        raise NotText("not a tar archive, as its name says", content.origin)
    left, waiting, names = Left(), _Waiting(), set[str]()
    for info, archive in _infos(content):
        if isinstance(info, KGraphError):
            yield info
            continue
        left.add(info.name)
        if info.isdir() or left.has(info.name):
            continue
        found = _member(archive, info, content) if info.name not in names else second(info.name, content)
        names.add(info.name)
        if isinstance(found, Content) and waiting.takes(info):
            waiting.add(info.name, found)
        else:
            yield found
    for name, stream in waiting.members():
        if not left.has(name):
            yield content.member(safe_name(name, content), stream)


def _infos(content: Content) -> Iterator[tuple[tarfile.TarInfo | KGraphError, tarfile.TarFile]]:
    """The members, and an error in the place of damaged ones. Raises BadArchive where the archive cannot be read on."""

    class Header(_Header):  # its own count
        pass

    told = 0
    try:
        # Of an archive that several were joined to, or one that is damaged, all that can be found is read.
        with tarfile.open(fileobj=cast(IO[bytes], content.stream), mode="r|", tarinfo=Header, ignore_zeros=True) as archive:
            while True:
                info = archive.next()
                if Header.damaged > told:
                    told = Header.damaged
                    before = f"before {info.name!r}" if info is not None else "at its end"
                    yield BadArchive(f"damaged: what stands {before} cannot be read", content.origin), archive
                if info is None:
                    return
                archive.members = []  # type: ignore[attr-defined]  # else they would all be kept
                yield info, archive
    except DAMAGE as error:
        raise damage(error, content.origin) from error


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, content: Content) -> Content | KGraphError:
    origin = origin_of(content, info.name)
    if info.issym() or info.islnk():
        return BadArchive("a link, which is not followed", origin)
    if not info.isreg() or info.issparse():
        return BadArchive("neither a file nor a folder, or a file with holes", origin)
    try:
        stream = archive.extractfile(info)
        assert stream is not None  # a regular file
        return content.member(safe_name(info.name, content), buffered(Member(cast(BinaryIO, stream), origin)), size=info.size)
    except KGraphError as error:
        return error.bare()
    except DAMAGE as error:
        return damage(error, origin)


def _begins(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


KIND = Kind("tar archive", (".tar",), read, _begins)
