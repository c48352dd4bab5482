"""Articles from a JSON file: a list of records, an answer of a service with such a list in it, one record, or several values in turn."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Generator, Iterator
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

from kgraph.errors import BadRecord, EmptyArticle, KGraphError, TooLong
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.encoding import as_text
from kgraph.ingest.fields import Fields, names, plain
from kgraph.ingest.formats import jsonl
from kgraph.ingest.records import of_records
from kgraph.model import Article

_LARGEST = 64_000_000  # characters of one record, or of all that stands beside a list of records
_OF_A_VALUE = 16  # what a value counts beside its characters
_DEEPEST = 100  # lists and objects in each other
_MOST_LEVELS = 3  # objects around the list of records
_LONGEST_MARK = 64  # characters of the longest thing that the parser gets in another form
# What the parser gets instead: null for NaN, a string for a number that no machine word holds, and for half a surrogate pair, of which it
# would make a question mark, the character for what cannot be read. A quotation mark without a backslash is never inside a string.
_INSTEAD = (
    ("NaN", re.compile(r"(\"(?<!\\\")\s{0,9}:\s{0,9})NaN(?=\s{0,9}[,}])"), r"\1null"),
    ("Infinity", re.compile(r"(\"(?<!\\\")\s{0,9}:\s{0,9})-?Infinity(?=\s{0,9}[,}])"), r"\1null"),
    (":", re.compile(r"(\"(?<!\\\")\s{0,9}:\s{0,9})(-?\d{19,35})(?=\s{0,9}[,}])"), r'\1"\2"'),
    (
        "\\u",
        re.compile(r"(\\(?<!\\\\)(?:\\\\){0,9})u[dD][89abAB][0-9a-fA-F]{2}(?=[^\\]|\\[^u]|\\u[^dD]|\\u[dD][^c-fC-F])"),
        r"\1ufffd",
    ),
)
_LIST = re.compile(rb"\[\s*(?:[\[{]|\]\s*$)")
_LIST_IN_OBJECT = re.compile(rb"\"([A-Za-z_ -]{1,20})\"\s{0,20}:\s{0,20}[\[{]")
_JSON_LINE = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")


class _Events:
    """What the parser finds, of which the last can be put back."""

    def __init__(self, found: Iterator[tuple[str, Any]]) -> None:
        self._found = found
        self._back: list[tuple[str, Any]] = []

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return self

    def __next__(self) -> tuple[str, Any]:
        return self._back.pop() if self._back else next(self._found)

    def next_is(self, *names: str) -> bool:
        """Whether the next is one of these."""
        event = next(self, None)
        if event is not None:
            self._back.append(event)
        return event is not None and event[0] in names


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of a JSON file, with flat memory where they are in a list. Raises KGraphError and OSError."""
    if not content.head:
        raise EmptyArticle("the file is empty", content.origin)
    if _are_lines(content, reading):
        yield from jsonl.read(content, reading)
        return
    text = as_text(content.stream, content.head)
    try:
        yield from of_records(_Values(text, reading, content.origin).records(), content, reading)
    finally:
        text.detach()


def is_list(head: bytes) -> bool:
    """Whether a file begins as a list of records."""
    return _LIST.match(_start(head)) is not None


def _start(head: bytes) -> bytes:
    return head.removeprefix(BOM_UTF8).lstrip()


def _are_lines(content: Content, reading: Reading) -> bool:
    """Whether it is JSON Lines by another name, each line of which is read by itself."""
    if _JSON_LINE.match(_start(content.head)):
        return True
    with suppress(OSError, AttributeError):
        if content.stream.seekable() and _start(content.head).startswith(b"{") and b"\n" not in content.head:
            line = next(jsonl.lines(content.stream, reading.max_characters)).raw or b""
            after = content.stream.read(_LONGEST_MARK).lstrip()
            content.stream.seek(0)
            return line.rstrip().endswith(b"}") and after.startswith(b"{")
    return False


class _Source:
    """The bytes that the parser gets: UTF-8, and null where Python and R write NaN. Raises TooLong where one string is too long."""

    def __init__(self, text: TextIOWrapper, reading: Reading, origin: str) -> None:
        self._text, self._origin = text, origin
        self._limit = jsonl.longest(reading.max_characters)
        self._held = ""
        self.since = 0

    def read(self, size: int) -> bytes:
        """The next bytes; ``since`` counts the characters of those that have given no value yet."""
        if size == 0:
            return b""
        more = self._text.read(max(size, 2 * _LONGEST_MARK))
        self.since += len(more)
        if self.since > self._limit:
            raise TooLong(f"a string has more than {self._limit:,} characters; what comes after it is not read", self._origin)
        whole = self._held + more
        for sign, pattern, instead in _INSTEAD:
            whole = pattern.sub(instead, whole) if sign in whole else whole
        cut = len(whole) - _LONGEST_MARK if more else len(whole)
        given, self._held = whole[: max(0, cut)], whole[max(0, cut) :]
        return given.encode("utf-8", "replace") if given or not more else self.read(size)


class _Values:
    """The records in a stream of JSON."""

    def __init__(self, text: TextIOWrapper, reading: Reading, origin: str) -> None:
        self._source = _Source(text, reading, origin)
        self._reading, self._origin = reading, origin
        self._room = _LARGEST

    def records(self) -> Iterator[object]:
        """The records in order; a KGraphError in the place of one that is too large. Raises BadRecord where it is not JSON any more."""
        events = _Events(self._events())
        for event, value in events:
            if event == "start_array":
                yield from self._items(events)
            elif event == "start_map":
                yield from self._object(events)
            else:
                yield value

    def _events(self) -> Iterator[tuple[str, Any]]:
        import ijson

        try:
            for event in ijson.basic_parse(self._source, use_float=True, multiple_values=True):
                self._source.since = 0
                yield event
        except (
            ijson.JSONError,
            ValueError,
            UnicodeError,
            RecursionError,
        ) as error:  # ValueError: a number with thousands of digits
            said = " ".join(str(error).split("\n")[0].split())[:_LONGEST_MARK]
            raise BadRecord(f"not JSON: {said}; what comes after it is not read", self._origin) from None

    def _items(self, events: _Events, level: int = 0) -> Iterator[object]:
        """The records of a list that has begun, and of lists in it."""
        for event, value in events:
            if event == "end_array":
                return
            if event == "start_array" and level < _MOST_LEVELS:
                yield from self._items(events, level + 1)
            else:
                yield from self._inside(self._item(events, event, value))

    def _object(self, events: _Events) -> Iterator[object]:
        """The records of an object that has begun: those of a list in it, else itself."""
        rest: dict[str, Any] = {}
        self._room = _LARGEST
        found = yield from self._members(events, rest, 1)
        if not found:
            yield from self._inside(rest)

    def _members(self, events: _Events, rest: dict[str, Any], level: int) -> Generator[object, None, bool]:
        """The records of lists in an object; what else it has is put into ``rest``. Returns whether there was a list of records."""
        found = False
        for event, name in events:
            if event == "end_map":
                break
            event, value = next(events)
            if event == "start_array" and self._is_list(events, name, rest):
                found = True
                yield from self._items(events)
            elif event == "start_map" and level < _MOST_LEVELS and plain(name) in names("objects"):
                inner: dict[str, Any] = {}
                found = (yield from self._members(events, inner, level + 1)) or found
                rest[name] = inner
            else:
                rest[name] = self._value(events, event, value)
        return found

    def _is_list(self, events: _Events, name: str, rest: dict[str, Any]) -> bool:
        """Whether a list that has begun is one of records: not the sections of an article, as after a text or a title."""
        fields = Fields(rest, self._reading.map)
        known = plain(name) in names("lists") and not fields.is_article() and not fields.has("title")
        return known and events.next_is("start_map", "start_array", "end_array")

    def _item(self, events: _Events, event: str, value: Any) -> object:
        self._room = _LARGEST
        return self._value(events, event, value)

    def _value(self, events: _Events, event: str, value: Any) -> object:
        """The value that begins with an event; a KGraphError in its place where it is too large or too deep. Takes from the room."""
        from ijson.common import ObjectBuilder

        builder = ObjectBuilder()
        depth = deepest = 0
        while True:
            self._room -= _OF_A_VALUE + (len(value) if isinstance(value, str) else 0)
            depth += event.startswith("start") - event.startswith("end")
            deepest = max(depth, deepest)
            if self._room >= 0 and deepest <= _DEEPEST:
                builder.event(event, value)
            if not depth:
                break
            event, value = next(events)
        if deepest > _DEEPEST:
            return BadRecord(f"lists and objects are nested more than {_DEEPEST} deep")
        return builder.value if self._room >= 0 else TooLong(f"has more than {_LARGEST:,} characters")

    def _inside(self, record: object) -> Iterator[object]:
        """A record; where it is not an article but holds lists of some, under whatever name, those of the longest."""
        if not isinstance(record, dict) or Fields(record, self._reading.map).is_article():
            yield record
            return
        inner = [value for value in record.values() if isinstance(value, dict)]
        lists = [found for holder in (record, *inner) for found in self._lists(holder)]
        yield from max(lists, key=len, default=[record])

    def _lists(self, holder: dict[str, Any]) -> Iterator[list[Any]]:
        """The lists of articles in an object, which may be one itself, with the keys for names."""
        for value in (*holder.values(), list(holder.values())):
            records = value if isinstance(value, list) and value and all(isinstance(item, dict) for item in value) else ()
            if records and Fields(records[0], self._reading.map).is_article():
                yield records


def _begins(head: bytes) -> bool:
    """Whether a file is a list of records, or one object over several lines, or has a list of records in it."""
    start = _start(head)
    if not start.startswith(b"{"):
        return is_list(head)
    line, end, _ = start.partition(b"\n")
    if end and not line.rstrip().endswith(b"}"):
        return line.rstrip().endswith((b"{", b"[", b","))
    return not end and any(plain(match[1].decode("ascii")) in _wrappers() for match in _LIST_IN_OBJECT.finditer(start))


def _wrappers() -> frozenset[str]:
    return frozenset((*names("lists"), *names("objects")))


KIND = Kind("JSON", (".json",), read, _begins)
