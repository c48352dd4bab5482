"""Articles from an mbox: many e-mails in one file, of which one is held at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kgraph.errors import EmptyArticle, KGraphError, TooLong, unreadable
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.mail import begins_mail, message
from kgraph.ingest.records import Telling
from kgraph.ingest.whole import LARGEST
from kgraph.model import Article

_PIECE = 1_000_000  # bytes of a line that are read at once
_FROM = re.compile(rb"From \S+.{0,60}\b\d{2}:\d{2}.{0,60}$")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of the messages; one that is broken costs itself. Raises KGraphError and OSError."""
    telling, number = Telling(content.origin), 0
    for number, raw in enumerate(_messages(content.stream), start=1):
        where = f"{content.origin}:{number}"
        try:
            found: list[Article | KGraphError] = _found(raw, f"{content.name}:{number}", where, reading)
        except Exception as error:  # noqa: BLE001 - the boundary of a message: the others are read
            found = [unreadable(error, where)]
        yield from filter(telling.lets, found)
    if not number:
        raise EmptyArticle("no e-mail", content.origin)
    yield from telling.end()


def _found(raw: bytes | None, key: str, where: str, reading: Reading) -> list[Article | KGraphError]:
    if raw is None:
        raise TooLong(f"an e-mail of more than {LARGEST:,} bytes", where)
    return list(message(_QUOTED_FROM.sub(rb"\1", raw), key, where, reading))


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each message; None for one that is too long."""
    held, size = bytearray(), 0
    is_open, after_blank = False, True
    while line := stream.readline(_PIECE):
        if after_blank and _FROM.match(line.rstrip(b"\r\n")):
            if is_open:
                yield bytes(held) if size <= LARGEST else None
            held, size, is_open = bytearray(), 0, True
        elif is_open:
            size += len(line)
            if size <= LARGEST:
                held += line
            else:
                held.clear()
        after_blank = not line.strip()
    if is_open:
        yield bytes(held) if size <= LARGEST else None


def _begins(head: bytes) -> bool:
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    return _FROM.match(first.rstrip(b"\r")) is not None and (begins_mail(rest) or b":" in rest.partition(b"\n")[0])


KIND = Kind("mbox", (".mbox", ".mbx"), read, _begins)
