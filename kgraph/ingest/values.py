"""What the fields of a record mean: strings, texts, authors, dates. What cannot be read is left out with a warning."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from kgraph.errors import shown
from kgraph.ingest.bylines import names_in, without_places
from kgraph.ingest.dates import appeared_in, doubt, published
from kgraph.ingest.fields import Fields, names, pattern, plain, shapes
from kgraph.ingest.fragments import Plain, from_html, in_line
from kgraph.ingest.pieces import MOST_TITLE_WORDS
from kgraph.ingest.words import squeezed, words
from kgraph.model import BlockKind, Interval

_LONGEST_FIELD = 5_000  # characters; the longest address that a browser takes has fewer
_LONGEST_MARK = 200  # characters with which a service says that it has cut off a text
_MOST_AUTHORS = 1_000
_MOST_CATEGORIES = 50
_MOST_PARTS = 20_000  # paragraphs in lists and objects
_DEEPEST = 8  # lists and objects in each other
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"(?:[a-z][a-z+.-]{1,20}://|www\.)\S+", re.IGNORECASE)
_HOST = re.compile(r"(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<![\w.])(?:[a-z]{1,40}|[A-Z][a-z]{4,40}|\d{1,20}%?|[A-Z]{2,20})[\"”’')\]]{0,3}[.!?][\"”’')\]]{0,3}(?=\s{1,9}[\"“‘(]?[A-Z0-9]|\s{0,9}$)"
)
_T = TypeVar("_T")
Warn = Callable[[str], None]
"""Told of a field that is left out, and why."""


class Dates(NamedTuple):
    """When an article was published, or of which month or year it is."""

    published: date | datetime | None = None
    appeared: Interval | None = None


# Texts


def text_of(fields: Fields, warn: Warn) -> Plain | str:
    """The text of a record, without its byte order mark; a message where there is none. What no text can hold is put right."""
    refused: list[str] = []
    beginnings: list[Plain] = []
    for name, value, ends in _texts(fields):
        try:
            text = _text(name, value, warn)
        except ValueError as error:
            refused.append(f'"{name}" {error}')
            continue
        whole = _without_cut_end(text, ends)
        if whole.text.strip():
            for message in refused:
                warn(f"{message}; it is left out")
            return whole
        beginnings.append(Plain(pattern(ends).sub("", text.text), text.marked))
    if beginnings:
        return max(beginnings, key=lambda text: len(text.text))
    return refused[0] if refused else fields.missing_text()


def _texts(fields: Fields) -> Iterator[tuple[str, Any, str]]:
    """The fields that may be the text, with their names in the record and what tells that their end is cut off."""
    for name, value in fields.values("text"):
        yield name, value, "cut_off"
    if any(map(fields.has, ("title", "url", "published"))):
        for name, value in fields.values("summary"):
            yield name, value, "cut_off_summary"


def _text(name: str, value: Any, warn: Warn) -> Plain:
    """Raises ValueError where the value is no text."""
    if not isinstance(value, str):
        value = "\n\n".join(_parts(value))
    if is_missing(value):
        return Plain("", {})
    if "\x00" in value:
        warn(f'"{name}" has a NUL character at offset {value.index(chr(0))}; NUL characters are left out')
        value = value.replace("\x00", "")
    if half := _SURROGATE.search(value):
        warn(f'"{name}" has half a surrogate pair, \\u{ord(half[0]):04x}, at offset {half.start()}; U+FFFD replaces it')
        value = _SURROGATE.sub("\ufffd", value)
    return from_html(value.removeprefix("\ufeff"))


def _parts(value: Any) -> list[str]:
    """The paragraphs of a list of strings, or of an object that stands for a text. Raises ValueError where something else is in it."""
    found: list[str] = []
    waiting = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, str):
            found.append(each)
        elif depth > _DEEPEST or len(found) + len(waiting) > _MOST_PARTS:
            raise ValueError("must be a string; its lists and objects have too many parts")
        elif isinstance(each, list):
            waiting.extend((item, depth + 1) for item in reversed(each))
        elif isinstance(each, dict) and (inner := _of_parts(each)):
            waiting.extend((item, depth + 1) for item in reversed(inner))
        elif each is not None or not depth:
            raise ValueError(f"must be a string, not {kind(each)}")
    if not found and value != []:
        raise ValueError(f"must be a string, not {kind(value)}")
    return found


def _of_parts(value: Mapping[str, Any]) -> list[Any]:
    known = {plain(name): item for name, item in value.items()}
    return [known[name] for name in names("parts_of_text") if known.get(name) is not None]


def _without_cut_end(text: Plain, ends: str) -> Plain:
    """A text that its service has cut off, up to its last whole sentence, which may be none; any other text as it is."""
    tail = max(0, len(text.text) - _LONGEST_MARK)
    cut = pattern(ends).search(text.text, tail)
    if cut is None:
        return text
    kept = text.text[: cut.start()]
    whole = [match.end() for match in _SENTENCE_END.finditer(kept, max(0, len(kept) - _LONGEST_FIELD)) if match.end() < len(kept)]
    return Plain(kept[: whole[-1]] if whole else "", text.marked)


def site_order(url: str) -> bool | None:
    """True where a site is of a country that writes the day before the month."""
    return True if host_of(url).rpartition(".")[2] in names("day_first") else None


def with_title(text: Plain, title: str, source: str) -> tuple[Plain, str]:
    """The text with its title as the first paragraph, as a page has it, unless it is there already; and the title as the text has it."""
    headline = _without_source(title, source)
    if not headline or len(words(headline)) > MOST_TITLE_WORDS or not text.text.strip() or _is_in(text.text, headline):
        return text, title
    moved = {start + len(headline) + 2: marked for start, marked in text.marked.items()}
    return Plain(f"{headline}\n\n{text.text}", {0: BlockKind.TITLE, **moved}), headline


def _without_source(title: str, source: str) -> str:
    """A title as of a browser's window without the name of the site at its end: "Norway Votes | The Bugle"."""
    for sign in (" | ", " - ", " – ", " — "):
        if source and title.casefold().endswith((sign + source).casefold()):
            return title[: -len(sign + source)].rstrip()
    return title


def _is_in(text: str, title: str) -> bool:
    """Whether a text begins with its title, or has it among its first lines, be it labelled or shortened."""
    known = _letters(title.rstrip(" .…"))
    if not known or _letters(text[: 4 * len(title) + 200]).startswith(known):
        return True
    lines = [line for line in text[:_LONGEST_FIELD].splitlines() if line.strip()][:_HEAD]
    return any(0 <= len(line) - len(known) <= _LABEL and line.endswith(known) for line in map(_letters, lines))


_HEAD = 8  # lines in which a title is looked for
_LABEL = 12  # letters that may stand before it: "Title:", "Exclusive:"


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))


# Strings


def first(fields: Fields, ours: str, warn: Warn, read: Callable[[Any], _T | None]) -> _T | None:
    """What the first of the fields that may be ours says; a warning for each that has something else."""
    for name, value in fields.values(ours):
        try:
            found = read(value)
        except (ValueError, OverflowError) as error:  # no float is as large as some numbers
            warn(f'"{name}" {error}; it is left out')
            continue
        if found is not None:
            return found
    return None


def string(value: Any) -> str | None:
    """A string in one line, None for an empty one. Raises ValueError, whose message follows the name of the field."""
    value = _single(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {kind(value)}")
    if _SURROGATE.search(value):
        raise ValueError("has half a surrogate pair")
    if len(value) > _LONGEST_FIELD:
        raise ValueError(f"has {len(value):,} characters, more than {_LONGEST_FIELD:,}")
    return None if is_missing(value) else squeezed(value.replace("\x00", "")) or None


def _single(value: Any) -> Any:
    """What is read of an object or a list of one thing: {"source": {"id": null, "name": "..."}} is how news services have it."""
    for _ in range(_DEEPEST):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, dict):
            known = {plain(name): item for name, item in value.items()}
            inner = next((known[name] for name in names("value_of") if known.get(name) is not None), None)
            if inner is None:
                return value
            value = inner
        else:
            break
    return value


def is_missing(value: str) -> bool:
    """Whether a string is what tables and services put where they have nothing."""
    return len(value) < 40 and value.strip().casefold() in _missing()


def _missing() -> frozenset[str]:
    return frozenset(shapes()["missing"])


def title(value: Any) -> str | None:
    """A title in one line without mark-up. Raises ValueError."""
    found = string(value)
    return in_line(found) or None if found is not None else None


def identifier(value: Any) -> str | None:
    """What a record calls itself. Raises ValueError."""
    value = _single(value)
    found = str(value) if isinstance(value, int) else string(value)
    return shown(found) if found is not None else None


def url_of(fields: Fields, warn: Warn) -> str:
    """The web address of an article, which may stand where its publisher is expected; else what its own field for it holds."""
    found = first(fields, "url", warn, _link) or first(fields, "source", _silent, _page)
    return found or first(fields, "url", _silent, string) or ""


def _silent(_message: str) -> None:
    """Told what is told elsewhere."""


def _page(value: Any) -> str | None:
    """An address with its scheme, as that of a page has; the name of a site has none. Raises ValueError."""
    found = _link(value)
    return found if found is not None and "://" in found else None


def _link(value: Any) -> str | None:
    """A web address, None for anything else. Raises ValueError."""
    found = string(value)
    return found if found is not None and is_address(found) else None


def is_address(value: str) -> bool:
    """Whether a string is a web address."""
    return _ADDRESS.fullmatch(value) is not None


def publisher(value: Any) -> str | None:
    """The name of a publisher, that of a site without its "www."; None for an address, which is not one. Raises ValueError."""
    found = string(_unpacked(value))
    if found is None or (is_address(found) and not _HOST.fullmatch(found)):
        return None
    host = _HOST.fullmatch(found)
    return host[1].lower() if host and found.lower().startswith("www.") else found


def host_of(url: str) -> str:
    """The name of the machine in an address, "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def authors(fields: Fields, warn: Warn) -> tuple[str, ...]:
    """The names of the first field that has some."""
    for name, value in fields.values("authors"):
        value = _unpacked(value)
        if isinstance(value, list) and len(value) > _MOST_AUTHORS:
            warn(f'"{name}" has {len(value):,} names, more than {_MOST_AUTHORS:,}; it is left out')
            continue
        single = not isinstance(value, list)
        listed = [found for item in ([value] if single else value) if (found := _author(name, item, warn))]
        if single and listed:
            listed = list(names_in(listed[0]) or names_in(without_places(listed[0])) or listed)
        if listed:
            return tuple(dict.fromkeys(listed))
    return ()


def _author(name: str, item: Any, warn: Warn) -> str | None:
    try:
        found = string(item)
    except ValueError as error:
        warn(f'"{name}" {error}; it is left out')
        return None
    return None if found is not None and is_address(found) else found


def _unpacked(value: Any) -> Any:
    """A list or an object that a table has as a string: "['Jane Doe', 'John Roe']"."""
    if not isinstance(value, str) or len(value) > _LONGEST_FIELD:
        return value
    bare = value.strip()
    if (bare[:1], bare[-1:]) not in (("[", "]"), ("{", "}")):
        return value
    for read in (json.loads, ast.literal_eval):
        try:
            return read(bare)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    return value


def categories(fields: Fields) -> tuple[str, ...]:
    """The sections of a newspaper that the article is in."""
    for _, value in fields.values("categories"):
        value = _unpacked(value)
        listed = value if isinstance(value, list) else value.split(";") if isinstance(value, str) else [value]
        found = [item for item in map(_category, listed[:_MOST_CATEGORIES]) if item]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _category(value: Any) -> str | None:
    try:
        return string(value)
    except ValueError:
        return None


# Dates


def dates(fields: Fields, day_first: bool | None, warn: Warn) -> Dates:
    """When the article was published, by the first field that says the day; the month or year where no field does."""
    rough: Interval | None = None
    for name, value in fields.values("published"):
        try:
            found = _date(value, day_first)
        except ValueError as error:
            warn(f'"{name}" {error}; it is left out')
            continue
        if isinstance(found, date):
            return Dates(found)
        rough = rough or found
    return Dates(None, rough)


def modified(day_first: bool | None) -> Callable[[Any], date | datetime | None]:
    """Reads when an article was last changed; a month or a year is not enough."""

    def read(value: Any) -> date | datetime | None:
        found = _date(value, day_first)
        return found if isinstance(found, date) else None

    return read


def _date(value: Any, day_first: bool | None) -> date | datetime | Interval | None:
    """Raises ValueError."""
    value = _single(value)
    if value is None or (isinstance(value, str) and (not value.strip() or is_missing(value))):
        return None
    found = published(value, day_first=day_first) if not isinstance(value, str) or len(value) <= _LONGEST_FIELD else None
    rough = appeared_in(value) if found is None else None
    if found is None and rough is None:
        raise ValueError(doubt(value))
    return found if found is not None else rough


def kind(value: object) -> str:
    """What a value of JSON is, with its article."""
    known = {
        "dict": "an object",
        "list": "a list",
        "str": "a string",
        "int": "a number",
        "float": "a number",
        "bool": "a boolean",
    }
    return known.get(type(value).__name__, "null")
