"""Articles from the files in a ZIP archive."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from kgraph.errors import BadArchive, KGraphError
from kgraph.ingest.content import Budget, Content, Kind, Reading
from kgraph.ingest.formats.members import origin_of, safe_name, second
from kgraph.ingest.names import Left
from kgraph.ingest.unpacking import DAMAGE, Member, budget_of, buffered, damage, seekable

_LARGEST_DIRECTORY = 32_000_000  # bytes of the list of members, which is read whole: some 300,000 members
_ENCRYPTED = 1  # the bit of a member's flags
_DOS = 0
_FILES, _LINK = (0, stat.S_IFREG), stat.S_IFLNK
# Formats of documents that are ZIP archives: what their first members are called.
_DOCUMENT_NAMES = (".docx", ".odt", ".epub")
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENTS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/", b"mimetype")


class _Checked(io.RawIOBase):
    """A file in which no more is read at once than the largest directory has, whatever size it states."""

    def __init__(self, stream: BinaryIO, origin: str) -> None:
        self._stream, self._origin = stream, origin

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == io.SEEK_SET and offset < 0:
            raise zipfile.BadZipFile("a member would begin before the archive")
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        if size > _LARGEST_DIRECTORY:
            raise BadArchive("has too many members; pack them as .tar.gz", self._origin)
        return self._stream.read(size)


def is_document(name: str, head: bytes) -> bool:
    """Whether a file is a document by its name, of a format whose files are ZIP archives, and begins as one."""
    return name.lower().endswith(_DOCUMENT_NAMES) and head.startswith(_BEGINNINGS)


def read(content: Content, _reading: Reading) -> Iterator[KGraphError | Content]:
    """The files in the archive, sorted by their names, and an error for each that cannot be read. Raises KGraphError and OSError."""
    stream, size = seekable(content)
    budget = budget_of(content)
    budget.packed += size if content.within.budget is None else 0
    with _opened(stream, content.origin) as archive:
        infos = sorted(
            (info for info in archive.infolist() if not info.is_dir()), key=lambda info: (_name(info), info.header_offset)
        )
        infos = _of_web_archive(infos) or infos
        left = Left(map(_name, infos))
        before = ""
        for info in infos:
            if not left.has(_name(info)):
                yield _member(archive, info, content, budget) if _name(info) != before else second(before, content)
            before = _name(info)
            if budget.is_spent:
                raise BadArchive("unpacks to more than it may; its other members are not read", content.origin)


def _of_web_archive(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The web archives in a WACZ file, whose other members are indexes and lists of what is in them; none in any other archive."""
    if not any(_name(info) == "datapackage.json" for info in infos):
        return []
    return [info for info in infos if _name(info).startswith("archive/") and ".warc" in _name(info)]


def _opened(stream: BinaryIO, origin: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(cast(BinaryIO, _Checked(stream, origin)))
    except DAMAGE as error:
        raise damage(error, origin) from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: Content, budget: Budget) -> Content | KGraphError:
    name = _name(info)
    try:
        _check(info, origin_of(content, name))
        stream = buffered(Member(cast(BinaryIO, archive.open(info)), origin_of(content, name), budget))
        return content.member(safe_name(name, content), stream, size=info.file_size, budget=budget)
    except KGraphError as error:
        return error.bare()
    except DAMAGE as error:
        return damage(error, origin_of(content, name))


def _check(info: zipfile.ZipInfo, origin: str) -> None:
    """Raises BadArchive for what is not read."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & _ENCRYPTED:
        raise BadArchive("encrypted", origin)
    if kind == _LINK:
        raise BadArchive("a link, which is not followed", origin)
    if info.create_system != _DOS and kind not in _FILES:
        raise BadArchive("neither a file nor a folder", origin)


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/") if info.create_system == _DOS else info.filename


def _begins(head: bytes) -> bool:
    return head.startswith(_BEGINNINGS) and not any(name in head for name in _DOCUMENTS)


KIND = Kind("ZIP archive", (".zip", ".wacz"), read, _begins)
