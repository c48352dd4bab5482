"""Articles from JSON Lines: one record a line, with a text and what is known about it."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from kgraph.errors import BadRecord, EmptyArticle, KGraphError, NotText, TooLong
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.date_order import in_order
from kgraph.ingest.dates import EITHER, day_order
from kgraph.ingest.records import Telling, of_record
from kgraph.ingest.seen import Item, Lines, unseen
from kgraph.model import Article

_BYTES_A_CHARACTER = 12  # of the longest escape, a surrogate pair
_STRING_WITH_DATE = re.compile(rb"\"\s{0,9}((?:[A-Za-z]{3,9},?\s)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b)")
_OTHER_FIELDS = 8_000_000  # bytes that a line may have beside its text; as JSON they can take some 200 MB of memory
_RECORD = re.compile(rb"\s*\{\s*[\"}]")  # RTF begins with a brace too
_SPREAD = re.compile(rb"\s*\{[ \t]*\r?\n[ \t]*\"")  # a record over several lines, which no line of JSON Lines begins as


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream, by its number from 1; ``raw`` is None for a line longer than the limit."""

    number: int
    raw: bytes | None


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of a JSON Lines file; a line that is none gives an error and the next is read. Raises KGraphError and OSError."""
    yield from unseen(read_again(content, reading, None))


def read_again(content: Content, reading: Reading, before: Lines | None) -> Iterator[Item]:
    """The same, but of lines that have not changed since they were read ``before`` only what they gave."""
    from kgraph.ingest.formats import json_values

    if json_values.is_list(content.head) or _SPREAD.match(content.head.removeprefix(BOM_UTF8)):
        yield from json_values.read(content, reading)
        return
    read = before.read if before is not None else _read
    if not content.head:
        raise EmptyArticle("the file is empty", content.origin)
    telling = Telling(content.origin)
    empty = True
    for line, order in in_order(lines(content.stream, reading.max_characters), _order_of, reading.day_first):
        if line.raw is not None and not line.raw.removeprefix(BOM_UTF8).strip():
            continue
        empty = False
        ordered = replace(reading, day_first=order)
        found = read(line.number, _told(line, order), partial(_record_of, line, content, ordered))
        yield from filter(telling.lets, found)
    if empty:
        yield EmptyArticle("no record", content.origin)
    yield from telling.end()


def longest(max_characters: int) -> int:
    """How many bytes the longest record may have that could be an article."""
    return _BYTES_A_CHARACTER * max_characters + _OTHER_FIELDS


def lines(stream: BinaryIO, max_characters: int) -> Iterator[Line]:
    """The lines of a stream with their ends, never holding more than the longest that could be an article."""
    limit = longest(max_characters)
    number = 0
    while raw := stream.readline(limit):
        number += 1
        whole = len(raw) < limit or raw.endswith(b"\n")
        if whole and raw.isspace():  # a bomb has millions
            continue
        yield Line(number, raw if whole else None)
        while not whole:
            rest = stream.readline(limit)
            whole = not rest or rest.endswith(b"\n")


def _order_of(line: Line) -> tuple[int, int]:
    """What the strings of a line that begin with a date say of the order of its numbers, and how many bytes the line has."""
    raw = line.raw or b""
    found = 0
    for match in _STRING_WITH_DATE.finditer(raw):
        found |= day_order(match[1].decode("ascii"))
    return found, len(raw)


def _told(line: Line, order: bool | None) -> bytes | None:
    """The bytes of a line with what the rest of the file says of its dates, as the article depends on both."""
    if line.raw is None or order is None or not _order_of(line)[0] & EITHER:
        return line.raw
    return line.raw + (b"day first" if order else b"month first")


def _read(_number: int, _raw: bytes | None, reading: Callable[[], Iterable[Article | KGraphError]]) -> Iterable[Item]:
    return reading()


def _record_of(line: Line, content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    where = f"{content.origin}:{line.number}"
    if line.raw is None:
        yield TooLong(f"the line is longer than {reading.max_characters:,} characters can need (max_characters)", where)
        return
    yield from of_record(partial(_parsed, line.raw, where), f"{content.name}:{line.number}", where, reading)


def _parsed(raw: bytes, where: str) -> object:
    try:
        return json.loads(raw.removeprefix(BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotText(
            f"not text: byte {raw[error.start]:#04x} at offset {error.start} of the line is not UTF-8", where
        ) from error
    except json.JSONDecodeError as error:
        raise BadRecord(f"not JSON at column {error.colno}: {error.msg}", where) from error
    except (RecursionError, ValueError) as error:  # nested too deep, or a number of more digits than Python reads
        raise BadRecord(f"not readable JSON: {error}", where) from error


def _begins(head: bytes) -> bool:
    return _RECORD.match(head.removeprefix(BOM_UTF8)) is not None


KIND = Kind("JSON Lines", (".jsonl", ".ndjson"), read, _begins, read_again)
