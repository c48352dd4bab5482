"""A YAML file as a tree that knows its lines, read so that no file, however odd, costs more than an error.

The tree is built from the parser's events, without recursion and without expanding aliases, so depth and size can be limited. Scalars
stay the text that was written: "on", "no" and 0112 mean themselves here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml
from msgspec.structs import replace

from kgraph.errors import LexiconError

SCALAR, LIST, MAPPING = "text", "list", "mapping"
_DEEPEST, _LARGEST, _LONGEST = 16, 1_000_000, 10_000_000
"""How deep values may nest, how many a file may hold with its aliases expanded, and how many bytes it may have."""


class Node(msgspec.Struct, frozen=True, eq=False):
    """A value of a file.

    ``children`` are the items of a list, or the keys and values of a mapping in turn; ``size`` counts all below it. ``start`` and ``end``
    are the places of its characters in the file, ``line`` counts from 1. ``alias`` is the anchor whose value this is, "" elsewhere.
    """

    kind: str
    line: int
    text: str = ""
    plain: bool = True
    children: tuple[Node, ...] = ()
    size: int = 1
    start: int = 0
    end: int = 0
    anchor: str = ""
    alias: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written there."""
        return self.kind == SCALAR and self.plain and self.text in ("", "~", "null")

    def pairs(self) -> list[tuple[Node, Node]]:
        """The keys of a mapping with their values."""
        return list(zip(self.children[::2], self.children[1::2], strict=True))


class LexiconFile(NamedTuple):
    """A file by the name that messages have for it, and its text."""

    shown: str
    text: str

    def error(self, message: str, line: int) -> LexiconError:
        """An error at a line."""
        return LexiconError(message, f"{self.shown}:{line}")


def read_file(path: Path, shown: str) -> LexiconFile:
    """A file with its text. Raises LexiconError on one that cannot be read, is too large, or is not UTF-8."""
    try:
        if not path.is_file():
            raise LexiconError("is not a file", f"{shown}:1")
        if path.stat().st_size > _LONGEST:
            raise LexiconError(f"has more than {_LONGEST:,} bytes", f"{shown}:1")
        raw = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"cannot be read: {error.strerror}", f"{shown}:1") from None
    try:
        return LexiconFile(shown, raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise LexiconError("is not UTF-8", f"{shown}:{raw[: error.start].count(10) + 1}") from None


def tree(file: LexiconFile, faults: list[LexiconError]) -> Node | None:
    """The value of a file, None for an empty one; keys that stand twice are put into ``faults``.

    Raises LexiconError on whatever is not one plain YAML document.
    """
    try:
        return _Builder(file, faults).tree()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise file.error(f"is not YAML: {error.problem or error.context}", mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as error:
        line = file.text[: error.position].count("\n") + 1
        raise file.error(f"is not YAML: {error.reason}", line) from None


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    kind: str
    mark: Any
    anchor: str
    children: list[Node]


class _Builder:
    """Puts a tree together."""

    def __init__(self, file: LexiconFile, faults: list[LexiconError]) -> None:
        self._file = file
        self._faults = faults
        self._anchors: dict[str, Node] = {}
        self._open: list[_Open] = []
        self._root: Node | None = None

    def tree(self) -> Node | None:
        """The tree of the file."""
        documents = 0
        for event in yaml.parse(self._file.text, yaml.CSafeLoader):
            if type(event) is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self._error(event, "a file holds one document; delete the line of dashes")
            self._take(event)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        take = self._TAKE.get(type(event))
        if take is not None:
            take(self, event)

    def _check(self, event: yaml.NodeEvent) -> None:
        if getattr(event, "tag", None) not in (None, "!"):  # "!" is what the parser says of a quoted scalar
            raise self._error(event, "tags have no meaning here; delete this one")
        if len(self._open) > _DEEPEST:
            raise self._error(event, f"is nested more than {_DEEPEST} levels deep")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._check(event)
        node = Node(
            SCALAR,
            _at(event).line + 1,
            event.value,
            plain=not event.style,
            start=_at(event).index,
            end=_end(event),
            anchor=event.anchor or "",
        )
        self._add(node)

    def _aliased(self, event: yaml.AliasEvent) -> None:
        self._check(event)
        if event.anchor not in self._anchors:
            raise self._error(event, f"*{event.anchor} refers to nothing: there is no &{event.anchor} before it")
        self._add(
            replace(
                self._anchors[event.anchor],
                line=_at(event).line + 1,
                start=_at(event).index,
                anchor="",
                alias=event.anchor,
            )
        )

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        self._check(event)
        kind = MAPPING if isinstance(event, yaml.MappingStartEvent) else LIST
        self._open.append(_Open(kind, _at(event), event.anchor or "", []))

    def _close(self, event: yaml.Event) -> None:
        done = self._open.pop()
        size = 1 + sum(child.size for child in done.children)
        if size > _LARGEST:
            raise self._error(event, f"holds more than {_LARGEST:,} values, including those that aliases refer to")
        node = Node(
            done.kind,
            done.mark.line + 1,
            children=tuple(done.children),
            size=size,
            start=done.mark.index,
            end=_end(event),
            anchor=done.anchor,
        )
        if node.kind == MAPPING:
            self._check_keys(node)
        self._add(node)

    def _add(self, node: Node) -> None:
        if node.anchor:
            self._anchors[node.anchor] = node
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node

    def _check_keys(self, node: Node) -> None:
        seen: dict[str, int] = {}
        for key in node.children[::2]:
            if key.kind != SCALAR:
                raise self._file.error(f"a {key.kind} cannot be a key", key.line)
            if key.text in seen:
                self._faults.append(
                    self._file.error(f"{short(key.text)} appears twice, here and in line {seen[key.text]}", key.line)
                )
            seen[key.text] = key.line

    _TAKE: Mapping[type, Callable[[_Builder, Any], None]] = {
        yaml.ScalarEvent: _scalar,
        yaml.AliasEvent: _aliased,
        yaml.SequenceStartEvent: _begin,
        yaml.MappingStartEvent: _begin,
        yaml.SequenceEndEvent: _close,
        yaml.MappingEndEvent: _close,
    }

    def _error(self, event: yaml.Event, message: str) -> LexiconError:
        return self._file.error(message, _at(event).line + 1)


def _at(event: yaml.Event) -> Any:
    """Where an event begins; the parser always says so."""
    return event.start_mark


def _end(event: yaml.Event) -> int:
    mark: Any = event.end_mark
    return int(mark.index)


def short(text: str) -> str:
    """A value as messages show it."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def printable(name: str) -> str:
    """A name as messages show it: as it is, unless it is long or would do something to a terminal."""
    return name if name.isprintable() and len(name) <= 60 else short(name)
