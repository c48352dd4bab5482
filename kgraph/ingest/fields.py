"""The fields of a record by kgraph's own names, whatever the program calls them that has written it (data/record_shapes.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kgraph.ingest.dates import published
from kgraph.mapping import FieldMap

_SIGNS = str.maketrans("", "", "_- \ufeff")
_MOST_NAMES = 8  # of fields, in a message
_LONGEST_NAME = 40
_SENTENCE = 8  # words that no name of a column has
_LEAST_TEXT = 20  # characters of a field that may be proposed as the text


@cache
def shapes() -> Mapping[str, Any]:
    """What data/record_shapes.yaml holds."""
    loaded: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / "record_shapes.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return loaded


@cache
def names(*path: str) -> tuple[str, ...]:
    """A list of names, as names are compared."""
    found: Any = shapes()
    for key in path:
        found = found[key]
    return tuple(dict.fromkeys(map(plain, found)))


@cache
def pattern(key: str) -> re.Pattern[str]:
    """A regular expression of the data."""
    return re.compile(shapes()[key], re.IGNORECASE)


def plain(name: str) -> str:
    """A name as names are compared."""
    return name.translate(_SIGNS).casefold()


class Fields:
    """The fields of one record; what the user says of them goes before what we know of programs."""

    def __init__(self, record: Mapping[str, Any], told: FieldMap = ()) -> None:
        self.record = record
        self._plain = _by_plain_name(record)
        self._told = told

    def values(self, ours: str) -> Iterator[tuple[str, Any]]:
        """The fields that may be what we call so, by the names that the record has for them, from the likeliest on; none that is null."""
        told = [theirs for name, theirs in self._told if name == ours]
        for path in map(plain, told) if told else names("fields", ours):
            found = self._plain.get(path) or ("." in path and _at(self._plain, path)) or None
            if found is not None and found[1] is not None:
                yield found

    def has(self, ours: str) -> bool:
        """Whether the record has such a field, even an empty one."""
        told = [plain(theirs) for name, theirs in self._told if name == ours]
        return any(_at(self._plain, path) is not None for path in told or names("fields", ours))

    def is_article(self) -> bool:
        """Whether the record has a text, or a summary that can stand for one."""
        return self.has("text") or (self.has("summary") and any(map(self.has, ("title", "url", "published"))))

    def without_text(self) -> str:
        """What is known about records like this one, if they have no text; else ""."""
        for shape in shapes()["without_text"]:
            if any(all(map(self._plain.__contains__, map(plain, columns))) for columns in shape["fields"]):
                return str(shape["what"])
        return ""

    def missing_text(self) -> str:
        """Why there is no article, with the fields that there are and a mapping that would read the longest of them as its text."""
        known = self.without_text()
        if known:
            return known
        if "text" in self.record and self.record["text"] is None:
            return '"text" must be a string, not null'
        listed = ", ".join(name[:_LONGEST_NAME] for name in sorted(self.record)[:_MOST_NAMES]) or "none"
        told = [theirs for name, theirs in self._told if name == "text"]
        missing = " or ".join(f'"{name[:_LONGEST_NAME]}"' for name in told or ["text"])
        headless = "; the first row has to name the columns" if any(map(_is_sentence, self.record)) else ""
        return f"no {missing}; the fields are: {listed}{headless or _proposed(self.record)}"


def _by_plain_name(record: Mapping[str, Any]) -> Mapping[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for name, value in record.items():
        key = plain(str(name))
        if found.get(key, ("", None))[1] in (None, ""):
            found[key] = (str(name), value)
    return found


def _at(fields: Mapping[str, tuple[str, Any]], path: str) -> tuple[str, Any] | None:
    """The field at a path, with its name; a name with a dot in it, as tables have them, goes before an object in an object."""
    if path in fields:
        return fields[path]
    first, dot, rest = path.partition(".")
    if not dot or first not in fields:
        return None
    name, inner = fields[first]
    inner = inner[0] if isinstance(inner, list) and inner else inner
    found = _at(_by_plain_name(inner), rest) if isinstance(inner, dict) else None
    return (f"{name}.{found[0]}", found[1]) if found is not None else None


def _proposed(record: Mapping[str, Any]) -> str:
    texts = sorted(_strings(record), key=lambda item: (-len(item[1]), item[0]))
    if not texts or len(texts[0][1]) < _LEAST_TEXT:
        return ""
    title = next((name for name, value in texts[1:] if _could_be_title(value)), None)
    known = Fields(record).has("title")
    return f"; try --map text={texts[0][0]}" + (f",title={title}" if title is not None and not known else "")


def _strings(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The strings of a record and of the objects in it, by names that --map takes."""
    for name, value in record.items():
        inner = value.items() if isinstance(value, dict) else ()
        for path, text in ((name, value), *((f"{name}.{key}", each) for key, each in inner)):
            if isinstance(text, str) and re.fullmatch(r"[^,=\s]{1,60}", str(path)):
                yield str(path), text


def _could_be_title(value: str) -> bool:
    return 3 <= len(value.split()) <= 30 and "\n" not in value.strip() and published(value) is None


def _is_sentence(name: str) -> bool:
    """Whether the name of a column is the text of an article, as in a table without a header."""
    return len(str(name).split()) >= _SENTENCE


def first_row_tells(row: str) -> str:
    """What is known about tables without a header whose first row begins so, if they have no text; else ""."""
    for shape in shapes()["without_text"]:
        if "row" in shape and re.match(shape["row"], row):
            return str(shape["what"])
    return ""


def columns_told(columns: Sequence[str], told: FieldMap) -> Fields:
    """The fields of a record with these columns."""
    return Fields(dict.fromkeys(columns, ""), told)
