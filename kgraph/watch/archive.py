"""Fetched pages, kept as one WARC file per day, so that the graph can be rebuilt from them.

Files are appended to, with one gzip member per page. A file that was cut off, by a power failure for instance, stays as it is, and
a new file is started. When a page changes, its earlier version moves to the hidden folder ``.earlier``, which builds do not read.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kgraph import __version__
from kgraph.disk import check_free, replaced
from kgraph.disk.folder import reported
from kgraph.watch.connection import Answer

EARLIER = ".earlier"
_SUFFIX = ".warc.gz"
_FULL = (
    16_000_000  # bytes from which another file of the day is begun: each build reads the files anew to which something was added
)
_CHUNK = 1 << 20
# What is said of a body as it was sent; ours is kept as it was before that.
_OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive", "set-cookie"})


class Page(NamedTuple):
    """A page in an archive: its address and the name of its file."""

    address: str
    file: str


class Archive:
    """The WARC files in a folder. The folder is created with the first page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: set[Path] = set()

    def keep(self, address: str, answer: Answer, now: datetime) -> str:
        """Appends a page and returns the name of its file. Raises CannotWrite and NotOurs."""
        path = self._today(now)
        content = _member(_response(address, answer, now))
        if not path.exists():
            content = _member(_information(path.name, now)) + content
        with reported(path):
            _append(path, content)
        return path.name

    def drop(self, address: str, file: str) -> None:
        """Moves the page at an address from a file to the folder of earlier versions. Raises CannotWrite and NotOurs."""
        path = self.folder / file
        if not path.is_file() or not (found := [place for place in _places(path) if place.address == address]):
            return
        raw = path.read_bytes()
        rest = bytearray(raw)
        for place in reversed(found):
            del rest[place.start : place.end]
        earlier = self.folder / EARLIER / file
        with reported(earlier):
            earlier.parent.mkdir(exist_ok=True)
            _append(earlier, b"".join(raw[place.start : place.end] for place in found))
        with replaced(path) as temporary:
            temporary.write_bytes(rest)

    def pages(self, since: float = 0.0) -> Iterator[Page]:
        """The pages in files that have changed since a time (seconds since the epoch), ordered by file name. Damaged parts are skipped."""
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            for place in _places(path) if path.stat().st_mtime >= since else ():
                if place.address:
                    yield Page(place.address, path.name)

    def _today(self, now: datetime) -> Path:
        """The file of the day that can be appended to."""
        with reported(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        names = (f"{now:%Y-%m-%d}{f'-{number}' if number > 1 else ''}{_SUFFIX}" for number in count(1))
        path = next(path for path in map(self.folder.joinpath, names) if self._takes_more(path))
        check_free(path)
        return path

    def _takes_more(self, path: Path) -> bool:
        if not path.exists():
            return True
        if path not in self._whole and _is_whole(path):
            self._whole.add(path)
        return path in self._whole and path.stat().st_size < _FULL


class _Place(NamedTuple):
    """The position of a member in a file, and the address of its page; "" if it is not a page."""

    start: int
    end: int
    address: str


def _places(path: Path) -> Sequence[_Place]:
    found = []
    with path.open("rb") as file:
        records: Any = ArchiveIterator(file)
        try:
            for record in records:
                address = record.rec_headers.get_header("WARC-Target-URI") if record.rec_type == "response" else None
                start = records.get_record_offset()
                found.append(_Place(start, start + records.get_record_length(), address or ""))
        except Exception:  # noqa: BLE001 - warcio raises whatever its parts raise; what came before the damage is read
            pass
    return found


def _response(address: str, answer: Answer, now: datetime) -> Any:
    headers = [(name, value) for name, value in answer.headers if name.lower() not in _OF_TRANSFER]
    headers.append(("Content-Length", str(len(answer.body))))
    http = StatusAndHeaders(f"{answer.status} {answer.reason}".rstrip(), headers, protocol="HTTP/1.1")
    about = {"WARC-Date": f"{now:%Y-%m-%dT%H:%M:%SZ}", "WARC-IP-Address": answer.ip}
    return _writer().create_warc_record(
        address, "response", payload=io.BytesIO(answer.body), http_headers=http, warc_headers_dict=about
    )


def _information(name: str, now: datetime) -> Any:
    record = _writer().create_warcinfo_record(name, {"software": f"kgraph {__version__}", "format": "WARC File Format 1.0"})
    record.rec_headers.replace_header("WARC-Date", f"{now:%Y-%m-%dT%H:%M:%SZ}")
    return record


def _member(record: Any) -> bytes:
    buffer = io.BytesIO()
    WARCWriter(buffer, gzip=True).write_record(record)
    return buffer.getvalue()


def _writer() -> Any:
    return WARCWriter(io.BytesIO(), gzip=True)


def _append(path: Path, content: bytes) -> None:
    """Appends all of the content or none of it. Raises OSError."""
    with path.open("ab") as file:
        before = file.tell()
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(before)
            raise


def _is_whole(path: Path) -> bool:
    """Whether a file ends at the end of a gzip member."""
    inflater = zlib.decompressobj(wbits=31)
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                while chunk:
                    inflater.decompress(chunk)
                    chunk = inflater.unused_data
                    if inflater.eof:
                        inflater = zlib.decompressobj(wbits=31)
                        is_between = not chunk
                    else:
                        is_between = False
        except zlib.error:
            return False
    return path.stat().st_size == 0 or is_between
