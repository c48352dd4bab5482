"""Article from a record: a text, and what is known about it, by the names of its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from kgraph.errors import BadField, BadRecord, KGraphError, KGraphWarning, ManyErrors, shown, unreadable
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.bylines import names_in
from kgraph.ingest.content import Reading
from kgraph.ingest.dates import published
from kgraph.ingest.words import squeezed
from kgraph.model import Article

_LONGEST_FIELD = 5_000  # characters; the longest address that a browser takes has fewer
_MOST_AUTHORS = 1_000
_MOST_TOLD = 1_000  # errors of one file that are reported one by one: a file of another kind may have millions of lines
_SURROGATE = re.compile("[\ud800-\udfff]")
_T = TypeVar("_T")
Warn = Callable[[str], None]
"""Told of a field that is left out, and why."""


def of_record(parsed: Callable[[], object], key: str, where: str, reading: Reading) -> Iterator[Article | KGraphError]:
    """The article of a record, after a warning for each field that is left out; or why it is none. Raises nothing.

    ``parsed`` gives the record, and may raise; ``key`` names it if it has no id, ``where`` is its file and number.
    """
    warnings: list[str] = []
    try:
        item = _article(_object(parsed(), where), key, where, reading, warnings.append)
    except Exception as error:  # noqa: BLE001 - the boundary of a record: whatever it does to the reader costs this record alone
        item = unreadable(error, where)
    if isinstance(item, Article):
        yield from (BadField(warning, where) for warning in warnings)
    yield item


def is_error(item: object) -> bool:
    """Whether a thing that was read is an error, which costs the article, and not a warning."""
    return isinstance(item, KGraphError) and not isinstance(item, KGraphWarning)


class Telling:
    """Lets through what the records of a file give, but of a file with very many errors only the first, and at the end how many."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._failed = 0

    def lets(self, item: object) -> bool:
        """Whether an item is given."""
        if isinstance(item, ManyErrors):  # of a file in an archive, whose own errors were counted
            return True
        self._failed += is_error(item)
        return not is_error(item) or self._failed <= _MOST_TOLD

    def end(self) -> Iterator[KGraphError]:
        """What is said after the last record."""
        if self._failed > _MOST_TOLD:
            yield ManyErrors(
                f"{self._failed:,} of its records failed; the first {_MOST_TOLD:,} are reported one by one", self._origin
            )


def _article(record: Mapping[str, Any], key: str, where: str, reading: Reading, warn: Warn) -> Article | KGraphError:
    text = _text(record, where, warn)
    known = _known(record, warn)
    key = _optional(record, "id", warn, _identifier, "") or key
    return article(text, key, where, known=known, max_characters=reading.max_characters)


def _object(record: object, where: str) -> Mapping[str, Any]:
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
