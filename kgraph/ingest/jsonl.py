"""Articles from JSON Lines: one record a line, with a text and what is known about it."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from kgraph.errors import BadRecord, EmptyArticle, KGraphError, NotText, TooLong
from kgraph.ingest.article import Known, article
from kgraph.ingest.bylines import names_in
from kgraph.ingest.dates import published
from kgraph.ingest.words import squeezed
from kgraph.model import Article

_BYTES_A_CHARACTER = 12  # of the longest escape, a surrogate pair
_OTHER_FIELDS = 1_000_000  # bytes that a line may have beside its text
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream, by its number from 1; ``raw`` is None for a line longer than the limit."""

    number: int
    raw: bytes | None


def read_jsonl(path: Path, *, max_characters: int) -> Iterator[Article | KGraphError]:
    """The articles of a JSON Lines file; a line that is none gives an error and the next is read. Raises OSError."""
    if path.stat().st_size == 0:
        raise EmptyArticle("the file is empty", str(path))
    with path.open("rb") as stream:
        yield from records(lines(stream, max_characters), path.name, str(path), max_characters=max_characters)


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
    """The article or error of each line; blank lines are skipped. ``name`` and the line make the key of a record without id."""
    empty = True
    for line in found:
        where = f"{origin}:{line.number}"
        if line.raw is None:
            yield TooLong(f"a longer line than {max_characters:,} characters can need (max_characters)", where)
        elif line.raw.removeprefix(BOM_UTF8).strip():
            yield _article(line.raw, f"{name}:{line.number}", where, max_characters)
        else:
            continue
        empty = False
    if empty:
        yield EmptyArticle("no record", origin)


def _article(raw: bytes, key: str, where: str, max_characters: int) -> Article | KGraphError:
    try:
        record = _record(raw, where)
        text = _text(record, where)
        known = _known(record, where)
    except KGraphError as error:
        return error
    identifier = record.get("id")
    key = str(identifier) if isinstance(identifier, str | int) and str(identifier).strip() else key
    return article(text, key, where, known=known, max_characters=max_characters)


def _record(raw: bytes, where: str) -> Mapping[str, Any]:
    try:
        record = json.loads(raw.removeprefix(BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotText(f"not text: byte {raw[error.start]:#04x} at offset {error.start} of the line is no UTF-8", where) from error
    except json.JSONDecodeError as error:
        raise BadRecord(f"not JSON at column {error.colno}: {error.msg}", where) from error
    except (RecursionError, ValueError) as error:  # nested too deep, or a number of more digits than Python reads
        raise BadRecord(f"not readable JSON: {error}", where) from error
    if not isinstance(record, dict):
        raise BadRecord(f"a record is an object with a text, not {_kind(record)}", where)
    return record


def _text(record: Mapping[str, Any], where: str) -> str:
    if "text" not in record:
        names = ", ".join(sorted(record)[:8]) or "none"
        raise BadRecord(f'no "text"; the fields are: {names}', where)
    text = record["text"]
    if not isinstance(text, str):
        raise BadRecord(f'"text" must be a string, not {_kind(text)}', where)
    if "\x00" in text:
        raise BadRecord(f'"text" has a NUL character at offset {text.index(chr(0))}', where)
    if half := _SURROGATE.search(text):
        raise BadRecord(f'"text" has half a surrogate pair, \\u{ord(half[0]):04x}, at offset {half.start()}', where)
    return text.removeprefix("\ufeff")


def _known(record: Mapping[str, Any], where: str) -> Known:
    return Known(
        title=_string(record, "title", where),
        source=_string(record, "source", where),
        url=_string(record, "url", where),
        authors=_authors(record, where),
        published=_published(record, where),
    )


def _string(record: Mapping[str, Any], field: str, where: str) -> str:
    value = record.get(field)
    if isinstance(value, dict) and isinstance(value.get("name"), str):  # {"source": {"id": null, "name": "..."}} of news APIs
        value = value["name"]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f'"{field}" must be a string, not {_kind(value)}', where)
    if _SURROGATE.search(value):
        raise BadRecord(f'"{field}" has half a surrogate pair', where)
    return squeezed(value.replace("\x00", ""))


def _authors(record: Mapping[str, Any], where: str) -> tuple[str, ...]:
    field = "authors" if record.get("authors") else "author"
    value = record.get(field)
    listed = value if isinstance(value, list) else [value]
    names = [_string({field: item}, field, where) for item in listed]
    if not isinstance(value, list) and names[0]:
        names = list(names_in(names[0]) or names)
    return tuple(dict.fromkeys(filter(None, names)))


def _published(record: Mapping[str, Any], where: str) -> date | datetime | None:
    value = record.get("published")
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = published(value)
    if found is None:
        shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
        raise BadRecord(f'"published" {shown} is no date; write it as 2025-08-16 or 2025-08-16T09:30:00+00:00', where)
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
