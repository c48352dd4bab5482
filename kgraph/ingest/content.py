"""What a reader reads: the bytes of one file or of one member of an archive, and how they are to be read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, cast

from kgraph.errors import BadArchive, EmptyArticle, KGraphError, TooLong, shown
from kgraph.ingest.article import MAX_CHARACTERS
from kgraph.mapping import FieldMap, read_map

if TYPE_CHECKING:
    from kgraph.ingest.seen import Item, Lines
    from kgraph.model import Article
    from kgraph.settings import Settings

_HEAD = 4096
"""Bytes from which the kind of a file is told."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read.

    ``max_characters`` is the length above which an article is refused. Of records, ``map`` has our names of fields with theirs, and
    ``day_first`` says what 03/04/2025 means, None where the file or the site has to tell.
    """

    max_characters: int = MAX_CHARACTERS
    map: FieldMap = ()
    day_first: bool | None = None

    @classmethod
    def of(cls, settings: Settings) -> Reading:
        """What the settings of a build say of reading."""
        return cls(settings.max_characters, read_map(settings.map), settings.day_first)


DEFAULT = Reading()


_FREE = 64_000_000  # bytes that any archive may unpack to
_MOST_TIMES = 200  # how often the bytes of an archive it may unpack to: news shrinks to a tenth, a bomb to a thousandth


class Budget:
    """What an archive, with all archives in it, may unpack to; bytes are counted as they come, whatever sizes the archive states."""

    def __init__(self) -> None:
        self.packed = self.unpacked = 0

    def spend(self, count: int, origin: str) -> None:
        """Counts unpacked bytes. Raises BadArchive where they are too many."""
        self.unpacked += count
        if self.is_spent:
            raise BadArchive(f"unpacks to more than {_MOST_TIMES} times its {self.packed:,} bytes; the rest is not read", origin)

    @property
    def is_spent(self) -> bool:
        """Whether more was unpacked than may be."""
        return self.unpacked > _FREE + _MOST_TIMES * self.packed


@dataclass(frozen=True, slots=True)
class Within:
    """Where in archives something is: how many there are around it, whether it was decompressed, and what may still be unpacked.

    ``url`` is the address that it was got from, if its archive says so.
    """

    depth: int = 0
    inflated: bool = False
    budget: Budget | None = None
    url: str = ""


class Content:
    """The bytes of one file, or of one member of an archive, to be read once.

    ``name`` is what it is called ("news.jsonl"), ``origin`` where it is, for messages ("crawls/may.zip/news.jsonl"), ``size`` how many
    bytes it has if that is known before it is read, ``within`` which archives it is in, and ``charset`` the character set that its
    container names, as a web server does; "" if it names none. ``head`` are its first bytes, which ``stream`` gives too. Raises OSError.
    """

    def __init__(
        self,
        name: str,
        origin: str,
        stream: BinaryIO,
        *,
        size: int | None = None,
        within: Within = Within(),
        charset: str = "",
    ) -> None:
        self.name, self.origin = shown(name), shown(origin)
        self.size, self.within, self.charset = size, within, charset
        self.head, ended = _head(stream)
        self.stream = _rewound(stream, self.head, ended)

    @property
    def depth(self) -> int:
        """How many archives it is in."""
        return self.within.depth

    @property
    def url(self) -> str:
        """The address that it was got from, if its archive says so."""
        return self.within.url

    def all_bytes(self, limit: int, characters: int) -> bytes:
        """All bytes. Raises EmptyArticle where there are none, TooLong where there are more than ``limit``.

        ``characters`` is the most that an article may have, for the message.
        """
        if self.size is not None and self.size > limit:
            raise TooLong(f"{self.size:,} bytes; at most {characters:,} characters are read (max_characters)", self.origin)
        raw = self.stream.read(limit + 1)
        if not raw:
            raise EmptyArticle("the file is empty", self.origin)
        if len(raw) > limit:
            raise TooLong(f"at most {characters:,} characters are read (max_characters)", self.origin)
        return raw

    def text_bytes(self, reading: Reading) -> bytes:
        """All bytes of what is one article as it stands; no encoding takes more than four for a character."""
        return self.all_bytes(4 * (reading.max_characters + 1), reading.max_characters)

    def member(
        self, name: str, stream: BinaryIO, *, size: int | None = None, budget: Budget | None = None, charset: str = ""
    ) -> Content:
        """Something inside, as a file in an archive; ``budget`` is what the archive may unpack to, if it compresses."""
        within = Within(self.depth + 1, budget=budget or self.within.budget)
        return Content(name.rpartition("/")[2], f"{self.origin}/{name}", stream, size=size, within=within, charset=charset)

    def inflated(self, stream: BinaryIO, budget: Budget) -> Content:
        """The same without its compression, which counts as an archive only where it is compressed twice."""
        within = Within(self.depth + self.within.inflated, inflated=True, budget=budget)
        return Content(self.name, self.origin, stream, within=within)

    def record(self, number: int, stream: BinaryIO, *, url: str, charset: str) -> Content:
        """One of its records, by its number from 1: something that was got from an address."""
        within = replace(self.within, url=url)
        return Content(f"{self.name}:{number}", f"{self.origin}:{number}", stream, within=within, charset=charset)


def _never(_head: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, told by how its name ends, or by how it begins where its name says nothing or something else.

    ``read`` gives the articles, an error in the place of each thing that is not one, and the contents of an archive, each of which is read
    before the next is asked for. It may raise KGraphError or OSError, which then count for all that comes after. ``read_again`` gives the
    same, but of records that have not changed only what they gave when they were read before.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Content, Reading], Iterator[Article | KGraphError | Content]]
    begins: Callable[[bytes], bool] = _never
    read_again: Callable[[Content, Reading, Lines], Iterator[Item]] | None = None


def _head(stream: BinaryIO) -> tuple[bytes, bool]:
    """The first bytes, and whether they are all.

    A pipe of JSON records gives the first before it has the second: it is not waited for more than one line.
    """
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    head = b""
    while len(head) < _HEAD and not _is_whole_record(head):
        more = read(_HEAD - len(head))
        if not more:
            return head, True
        head += more
    return head, False


def _is_whole_record(head: bytes) -> bool:
    start = head.lstrip()
    return start.startswith(b"{") and b"\n" in start


def _rewound(stream: BinaryIO, head: bytes, ended: bool) -> BinaryIO:
    with suppress(OSError, AttributeError):
        if stream.seekable():
            stream.seek(0)
            return stream
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, _Rejoined(head, stream, ended))))


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read, from its start. Where it has ended it is not asked again, as a terminal would go on."""

    def __init__(self, head: bytes, rest: BinaryIO, ended: bool) -> None:
        self._head, self._rest, self._ended = head, rest, ended

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        wanted = len(buffer)
        if self._head:
            given, self._head = self._head[:wanted], self._head[wanted:]
        else:
            read: Callable[[int], bytes] = getattr(self._rest, "read1", self._rest.read)
            given = read(wanted) if not self._ended else b""
            self._ended = not given
        buffer[: len(given)] = given
        return len(given)
