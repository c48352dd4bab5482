"""Articles from web archives (WARC and ARC): one for each page that a server sent, and for each text that was made of a page."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from logging import NullHandler
from typing import Any, BinaryIO

from kgraph.errors import BadArchive, KGraphError, LeftUnread, NotText, TooLong, unreadable
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.encoding import decode
from kgraph.ingest.formats import html
from kgraph.ingest.records import Telling
from kgraph.ingest.seen import Item, Lines, unseen
from kgraph.ingest.unpacking import COMPRESSIONS, GZIP, Inflated, budget_of, buffered
from kgraph.model import Article

_LONGEST_LINE = 65_536  # bytes
_LONGEST_HEADER = 1_000_000  # bytes of all headers of a record
_CHUNK = 65_536
_FIRST = re.compile(rb"WARC/\d|filedesc://")
# A header begins with "WARC/1.1", or in an ARC file with an address, a number of the net, a moment, a type and a length.
_RECORD = re.compile(rb"WARC/\d|[a-z]{2,12}:\S.{0,20000} \d{8,17} \S{1,200} \d{1,12}\s*$")
_PAGES = ("text/html", "application/xhtml+xml")
_UNSAID = ("", "application/octet-stream", "text/plain", "unk", "unknown")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


class _Source:
    """The stream that records are parsed from, which is told where each begins, so that none has a header without end."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._inflated = Inflated(content, COMPRESSIONS[0], budget_of(content)) if content.head.startswith(GZIP) else None
        self._stream: Any = buffered(self._inflated) if self._inflated is not None else content.stream
        self._header = 0

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = self._stream.readline(min(length or _LONGEST_LINE, _LONGEST_LINE))
        self._header += len(line)
        if self._header > _LONGEST_HEADER:
            raise BadArchive(f"a header of more than {_LONGEST_HEADER:,} bytes", self._content.origin)
        return line

    def read(self, length: int) -> bytes:
        found: bytes = self._stream.read(length)
        return found

    def next_header(self) -> tuple[bytes, bool]:
        """The first line of the next record, b"" where there is none; and whether nothing but blank lines stands before it."""
        clean = True
        while line := self._stream.readline(_LONGEST_LINE):
            if _RECORD.match(line):
                break
            clean &= not line.strip()
        self._header = 0
        return line, clean

    def resume(self) -> bool:
        """After damage, goes on where a record may begin; whether there is such a place."""
        if self._inflated is None:
            return True
        if not self._inflated.resume():
            return False
        self._stream.detach()  # else its end would close what it reads from
        self._stream = buffered(self._inflated)
        return True


@dataclass(frozen=True, slots=True)
class _Record:
    """A record that may hold an article: its kind, its headers, and its bytes as far as a page may have as many."""

    number: int
    kind: str
    url: str
    content_type: str
    raw: bytes
    cut: bool

    @property
    def digested(self) -> bytes:
        """All that its article depends on."""
        return repr((self.kind, self.url, self.content_type, self.cut)).encode() + self.raw


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of an archive in its order. What is damaged costs itself, and a warning counts the answers that had no page.

    Raises KGraphError and OSError.
    """
    yield from unseen(read_again(content, reading, None))


def read_again(content: Content, reading: Reading, before: Lines | None) -> Iterator[Item]:
    """The same, but of records that have not changed since they were read ``before`` only what they gave."""
    if not _begins(content.head):
        raise NotText("not a web archive, as its name says", content.origin)
    skipped: Counter[str] = Counter()
    telling, empty = Telling(content.origin), True
    for found in _records(content, html.limit(reading)):
        afresh = partial(_items, found, content, reading, skipped)
        if before is None or isinstance(found, KGraphError):
            items: Iterable[Item] = afresh()
        else:
            items = before.read(found.number, found.digested, afresh)
        for item in filter(telling.lets, items):
            empty = False
            yield item
    yield from telling.end()
    if empty and not skipped:
        yield LeftUnread("no HTML page in this web archive", content.origin)
    if skipped:
        states = ", ".join(f"{count:,} with status {state}" for state, count in sorted(skipped.items()))
        what = "answer" if skipped.total() == 1 else "answers"
        yield LeftUnread(f"left out {skipped.total():,} {what} without a page: {states}", content.origin)


def _items(
    found: _Record | KGraphError, content: Content, reading: Reading, skipped: Counter[str]
) -> Iterator[Article | KGraphError]:
    return iter([found]) if isinstance(found, KGraphError) else _articles(found, content, reading, skipped)


def _records(content: Content, limit: int) -> Iterator[_Record | KGraphError]:
    """The records that may hold an article, by their number among all; an error in the place of damage."""
    source, number, goes_on = _Source(content), 0, True
    while goes_on:
        try:
            number += 1
            line, clean = source.next_header()
            if not clean:
                yield _damaged("other bytes stand before the record", content, number)
            if not line:
                return
            found = _record(source, line, number, limit)
            if found is not None:
                yield found
        except BadArchive as error:
            yield _damaged(str(error).removeprefix(f"{error.where}: "), content, number)
            goes_on = not budget_of(content).is_spent and source.resume()


def _damaged(what: str, content: Content, number: int) -> BadArchive:
    return BadArchive(what, f"{content.origin}:{number}")


def _record(source: _Source, line: bytes, number: int, limit: int) -> _Record | None:
    """The record whose first line is given, if it may hold an article. Raises BadArchive."""
    from warcio.exceptions import ArchiveLoadFailed

    try:
        parsed: Any = _loader().parse_record_stream(source, line, no_record_parse=True)
    except (ArchiveLoadFailed, EOFError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise BadArchive(f"damaged: not the header of a record: {' '.join(str(error).split())[:200]}") from error
    if parsed.length is None or parsed.rec_headers.get_header("length" if parsed.format == "arc" else "Content-Length") is None:
        raise BadArchive("damaged: the header of the record has no length")
    if parsed.rec_type not in ("response", "resource", "conversion"):
        _skip(parsed, 0)
        return None
    raw = parsed.raw_stream.read(limit + 1)
    _skip(parsed, len(raw))
    headers = parsed.rec_headers
    url = headers.get_header("uri" if parsed.format == "arc" else "WARC-Target-URI") or ""
    return _Record(number, parsed.rec_type, url, parsed.content_type or "", raw[:limit], len(raw) > limit)


@cache
def _loader() -> Any:
    from warcio.recordloader import ArcWarcRecordLoader, logger

    logger.addHandler(NullHandler())  # else its remarks would go to the terminal
    return ArcWarcRecordLoader(arc2warc=False)


def _skip(parsed: Any, done: int) -> None:
    """Reads a record to its end. Raises BadArchive where the file ends before."""
    while chunk := parsed.raw_stream.read(_CHUNK):
        done += len(chunk)
    if done < parsed.length:
        raise BadArchive(f"cut off: the record has {done:,} of {parsed.length:,} bytes")


def _articles(record: _Record, content: Content, reading: Reading, skipped: Counter[str]) -> Iterator[Article | KGraphError]:
    """The article of a record, or why it has none; nothing where it has no page. Raises nothing."""
    where = f"{content.origin}:{record.number}"
    try:
        if record.kind == "conversion" and record.content_type.lower().startswith("text/plain"):
            yield _converted(record, content, reading)
        elif (page := _page(record, reading, skipped, where)) is not None:
            yield from html.read(content.record(record.number, page.stream, url=record.url, charset=page.charset), reading)
    except Exception as error:  # noqa: BLE001 - the boundary of a record
        yield unreadable(error, where)


def _converted(record: _Record, content: Content, reading: Reading) -> Article | KGraphError:
    where = f"{content.origin}:{record.number}"
    text = decode(record.raw, where)
    key = f"{content.name}:{record.number}"
    return article(
        text, key, where, known=Metadata(url=record.url), max_characters=reading.max_characters, day_first=reading.day_first
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The bytes of a page, and the character set that its server says."""

    stream: BinaryIO
    charset: str


def _page(record: _Record, reading: Reading, skipped: Counter[str], where: str) -> _Page | None:
    """The page of a record; None where it has none. Raises KGraphError."""
    content_type, encoding, raw = record.content_type, "", record.raw
    if raw.startswith(b"HTTP/"):
        headers, raw = _answer(raw)
        if (status := headers.get_statuscode()) != "200":
            skipped[status[:3] if status.isascii() and status.isdigit() else "unknown"] += 1
            return None
        content_type, encoding = headers.get_header("Content-Type") or "", (headers.get_header("Content-Encoding") or "").lower()
        if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
            raw = _dechunked(raw)
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in (*_PAGES, *_UNSAID):
        return None
    raw = _decoded(raw, encoding, html.limit(reading), where)
    if kind not in _PAGES and not html.KIND.begins(raw[:_CHUNK]):
        return None
    if record.cut:
        raise TooLong(f"a page of more than {len(record.raw):,} bytes", where)
    named = _CHARSET.search(content_type)
    return _Page(BytesIO(raw), named[1] if named else "")


def _answer(raw: bytes) -> tuple[Any, bytes]:
    """The headers of an answer, and what comes after them."""
    from warcio.statusandheaders import StatusAndHeadersParser

    stream = BytesIO(raw)
    return StatusAndHeadersParser([], verify=False).parse(stream), stream.read()


def _dechunked(raw: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    found: bytes = ChunkedDataReader(BytesIO(raw)).read()
    return found


def _decoded(raw: bytes, encoding: str, limit: int, where: str) -> bytes:
    """The page without its compression; some archives keep what was decompressed beside the header that says how it was compressed."""
    if raw.lstrip()[:1] == b"<" or encoding in ("", "identity", "none"):
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise NotText(f"compressed with {encoding[:20]!r}, which kgraph does not read", where)
    for bits in (47, -15):  # gzip or zlib, or bare
        try:
            return zlib.decompressobj(bits).decompress(raw, limit)
        except zlib.error:
            continue
    raise BadArchive(f"damaged: not readable as {encoding}", where)


def _begins(head: bytes) -> bool:
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 100)
        except zlib.error:
            return False
    return _FIRST.match(head) is not None


KIND = Kind("web archive", (".warc", ".warc.gz", ".arc", ".arc.gz"), read, _begins, read_again)
