"""Articles from JSON Lines: one record a line, with a text and what is known about it."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from kgraph.errors import BadField, BadRecord, EmptyArticle, KGraphError, KGraphWarning, NotText, TooLong, shown, unreadable
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.bylines import names_in
from kgraph.ingest.dates import published
from kgraph.ingest.seen import Item, Lines, Seen
from kgraph.ingest.words import squeezed
from kgraph.model import Article

_BYTES_A_CHARACTER = 12  # of the longest escape, a surrogate pair
_OTHER_FIELDS = 8_000_000  # bytes that a line may have beside its text; as JSON they can take some 200 MB of memory
_LONGEST_FIELD = 5_000  # characters; the longest address that a browser takes has fewer
_MOST_AUTHORS = 1_000
_MOST_TOLD = (
    1_000  # errors of one file that are reported one by one: a file that is no JSON Lines at all may have millions of lines
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_T = TypeVar("_T")
Warn = Callable[[str], None]
"""Told of a field that is left out, and why."""
ReadLine = Callable[[int, bytes | None, Callable[[], Iterable[Article | KGraphError]]], Iterable[Item]]
"""Gives what is found in a line, by its number and its bytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream, by its number from 1; ``raw`` is None for a line longer than the limit."""

    number: int
    raw: bytes | None


def read_jsonl(path: Path, *, max_characters: int) -> Iterator[Article | KGraphError]:
    """The articles of a JSON Lines file; a line that is none gives an error and the next is read. Raises OSError."""
    for item in read_lines(path, max_characters=max_characters):
        assert not isinstance(item, Seen)  # nothing was read before
        yield item


def read_lines(path: Path, *, max_characters: int, before: Lines | None = None) -> Iterator[Item]:
    """The same, but of lines that have not changed since they were read ``before`` only what they gave."""
    if path.stat().st_size == 0:
        raise EmptyArticle("the file is empty", str(path))
    read = before.read if before is not None else _read
    with path.open("rb") as stream:
        yield from _items(lines(stream, max_characters), shown(path.name), shown(str(path)), max_characters, read)


def lines(stream: BinaryIO, max_characters: int) -> Iterator[Line]:
    """The lines of a stream with their ends, never holding more than the longest that could be an article."""
    limit = _BYTES_A_CHARACTER * max_characters + _OTHER_FIELDS
    number = 0
    while raw := stream.readline(limit):
        number += 1
        whole = len(raw) < limit or raw.endswith(b"\n")
        yield Line(number, raw if whole else None)
        while not whole:
            rest = stream.readline(limit)
            whole = not rest or rest.endswith(b"\n")


def records(found: Iterable[Line], name: str, origin: str, *, max_characters: int) -> Iterator[Article | KGraphError]:
    """The article or error of each line, after a warning for each field that is left out; blank lines are skipped.

    ``name`` and the line make the key of a record without id.
    """
    for item in _items(found, name, origin, max_characters, _read):
        assert not isinstance(item, Seen)
        yield item


def _items(found: Iterable[Line], name: str, origin: str, max_characters: int, read: ReadLine) -> Iterator[Item]:
    empty, failed = True, 0
    for line in found:
        if line.raw is not None and not line.raw.removeprefix(BOM_UTF8).strip():
            continue
        empty = False
        for item in read(line.number, line.raw, partial(_record_of, line, name, origin, max_characters)):
            failed += is_error(item)
            if not is_error(item) or failed <= _MOST_TOLD:
                yield item
    if empty:
        yield EmptyArticle("no record", origin)
    if failed > _MOST_TOLD:
        yield BadRecord(f"{failed:,} of its lines failed; the first {_MOST_TOLD:,} are reported one by one", origin)


def _read(_number: int, _raw: bytes | None, reading: Callable[[], Iterable[Article | KGraphError]]) -> Iterable[Item]:
    return reading()


def is_error(item: object) -> bool:
    """Whether a thing that was read is an error, which costs the article, and not a warning."""
    return isinstance(item, KGraphError) and not isinstance(item, KGraphWarning)


def _record_of(line: Line, name: str, origin: str, max_characters: int) -> Iterator[Article | KGraphError]:
    where = f"{origin}:{line.number}"
    warnings: list[str] = []
    if line.raw is None:
        yield TooLong(f"the line is longer than {max_characters:,} characters can need (max_characters)", where)
        return
    try:
        item = _article(line.raw, f"{name}:{line.number}", where, max_characters, warnings.append)
    except Exception as error:  # noqa: BLE001 - the boundary of a record: whatever it does to the reader costs this record alone
        item = unreadable(error, where)
    if isinstance(item, Article):
        yield from (BadField(warning, where) for warning in warnings)
    yield item


def _article(raw: bytes, key: str, where: str, max_characters: int, warn: Warn) -> Article | KGraphError:
    record = _record(raw, where)
    text = _text(record, where, warn)
    known = _known(record, warn)
    key = _optional(record, "id", warn, _identifier, "") or key
    return article(text, key, where, known=known, max_characters=max_characters)


def _record(raw: bytes, where: str) -> Mapping[str, Any]:
    try:
        record = json.loads(raw.removeprefix(BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotText(
            f"not text: byte {raw[error.start]:#04x} at offset {error.start} of the line is not UTF-8", where
        ) from error
    except json.JSONDecodeError as error:
        raise BadRecord(f"not JSON at column {error.colno}: {error.msg}", where) from error
    except (RecursionError, ValueError) as error:  # nested too deep, or a number of more digits than Python reads
        raise BadRecord(f"not readable JSON: {error}", where) from error
    if not isinstance(record, dict):
        raise BadRecord(f"a record is an object with a text, not {_kind(record)}", where)
    return record


def _text(record: Mapping[str, Any], where: str, warn: Warn) -> str:
    """The text without its byte order mark; what no text can hold is put right, with a warning."""
    if "text" not in record:
        names = ", ".join(name[:40] for name in sorted(record)[:8]) or "none"
        raise BadRecord(f'no "text"; the fields are: {names}', where)
    text = record["text"]
    if not isinstance(text, str):
        raise BadRecord(f'"text" must be a string, not {_kind(text)}', where)
    if "\x00" in text:
        warn(f'"text" has a NUL character at offset {text.index(chr(0))}; NUL characters are left out')
        text = text.replace("\x00", "")
    if half := _SURROGATE.search(text):
        warn(f'"text" has half a surrogate pair, \\u{ord(half[0]):04x}, at offset {half.start()}; U+FFFD replaces it')
        text = _SURROGATE.sub("\ufffd", text)
    return text.removeprefix("\ufeff")


def _known(record: Mapping[str, Any], warn: Warn) -> Metadata:
    return Metadata(
        title=_optional(record, "title", warn, _string, ""),
        source=_optional(record, "source", warn, _string, ""),
        url=_optional(record, "url", warn, _string, ""),
        authors=_authors(record, warn),
        published=_optional(record, "published", warn, _published, None),
    )


def _optional(record: Mapping[str, Any], field: str, warn: Warn, read: Callable[[Any], _T], missing: _T) -> _T:
    """A field's value; what stands for a missing one, and a warning, where it cannot be read."""
    value = record.get(field)
    if value is None:
        return missing
    try:
        return read(value)
    except (ValueError, OverflowError) as error:  # no float is as large as some numbers
        warn(f'"{field}" {error}; it is left out')
        return missing


def _string(value: Any) -> str:
    """Raises ValueError, whose message follows the name of the field."""
    if isinstance(value, dict) and isinstance(value.get("name"), str):  # {"source": {"id": null, "name": "..."}} of news APIs
        value = value["name"]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {_kind(value)}")
    if _SURROGATE.search(value):
        raise ValueError("has half a surrogate pair")
    if len(value) > _LONGEST_FIELD:
        raise ValueError(f"has {len(value):,} characters, more than {_LONGEST_FIELD:,}")
    return squeezed(value.replace("\x00", ""))


def _identifier(value: Any) -> str:
    return shown(str(value) if isinstance(value, int) else _string(value))


def _authors(record: Mapping[str, Any], warn: Warn) -> tuple[str, ...]:
    field = "authors" if record.get("authors") else "author"
    value = record.get(field)
    if isinstance(value, list) and len(value) > _MOST_AUTHORS:
        warn(f'"{field}" has {len(value):,} names, more than {_MOST_AUTHORS:,}; it is left out')
        return ()
    listed = value if isinstance(value, list) else [value]
    names = [_optional({field: item}, field, warn, _string, "") for item in listed]
    if not isinstance(value, list) and names[0]:
        names = list(names_in(names[0]) or names)
    return tuple(dict.fromkeys(filter(None, names)))


def _published(value: Any) -> date | datetime | None:
    if isinstance(value, str) and not value.strip():
        return None
    found = published(value) if not isinstance(value, str) or len(value) <= _LONGEST_FIELD else None
    if found is None:
        shortened = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
        raise ValueError(f"{shortened} is not a date; write it as 2025-08-16 or 2025-08-16T09:30:00+00:00")
    return found


def _kind(value: object) -> str:
    names = {
        "dict": "an object",
        "list": "a list",
        "str": "a string",
        "int": "a number",
        "float": "a number",
        "bool": "a boolean",
    }
    return names.get(type(value).__name__, "null")
