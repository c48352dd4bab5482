"""Values of a lexicon's files, read as the kind that belongs there, under the name that messages have for them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

import msgspec

from kgraph.errors import LexiconError
from kgraph.lexicon.nodes import LIST, MAPPING, SCALAR, LexiconFile, Node, printable, short

_Read = TypeVar("_Read")


class Value(msgspec.Struct, frozen=True, eq=False):
    """A value with its line (that of its key, if it has one), its name ("Attack.triggers[2].unless"), and the list of faults."""

    node: Node
    line: int
    name: str
    file: LexiconFile
    faults: list[LexiconError]

    @property
    def where(self) -> str:
        """Its file and line."""
        return f"{self.file.shown}:{self.line}"

    def error(self, message: str) -> LexiconError:
        """An error about it."""
        return self.file.error(f"{self.name}: {message}", self.line)

    def text(self) -> str:
        """It as a text. Raises LexiconError on anything else, and on nothing."""
        if self.node.kind != SCALAR:
            raise self.error(f"is a {self.node.kind}, not a text")
        if self.node.is_empty or not self.node.text.strip():
            raise self.error("is empty" if not self.node.text else f'is empty; write "{self.node.text}" in quotes for the word')
        return self.node.text

    def texts(self) -> tuple[str, ...]:
        """It as one text or a list of texts."""
        if self.node.kind == SCALAR and not self.node.is_empty:
            return (self.text(),)
        return tuple(item.text() for item in self.items())

    def one_of(self, valid: Collection[str]) -> str:
        """It as one of some texts."""
        if self.text() not in valid:
            raise self.error(f"{short(self.text())} is unknown; choose from {', '.join(sorted(valid))}")
        return self.text()

    def flag(self) -> bool:
        """It as true or false."""
        if self.node.kind != SCALAR or not self.node.plain or self.node.text not in ("true", "false"):
            raise self.error("must be true or false")
        return self.node.text == "true"

    def count(self) -> int:
        """It as a whole number that is not negative."""
        text = self.text()
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self.error(f"{short(text)} is not a whole number")
        return int(text)

    def items(self) -> list[Value]:
        """Its items; none where nothing is written."""
        if self.node.is_empty:
            return []
        if self.node.kind != LIST:
            raise self.error(f"is a {self.node.kind}, not a list")
        return [
            Value(item, item.line, f"{self.name}[{number}]", self.file, self.faults)
            for number, item in enumerate(self.node.children)
        ]

    def fields(self) -> dict[str, Value]:
        """Its values by their keys; none where nothing is written."""
        if self.node.is_empty:
            return {}
        if self.node.kind != MAPPING:
            raise self.error(f"is a {self.node.kind}, not a mapping")
        return {
            key.text: Value(value, key.line, f"{self.name}.{printable(key.text)}", self.file, self.faults)
            for key, value in self.node.pairs()
        }

    def known_fields(self, valid: Collection[str]) -> dict[str, Value]:
        """Its values by their keys; keys that are not valid become faults."""
        fields = self.fields()
        for key in fields.keys() - frozenset(valid):
            self.faults.append(fields.pop(key).error(f"unknown key; choose from {', '.join(sorted(valid))}"))
        return fields

    def each(self, read: Callable[[Value], _Read]) -> tuple[_Read, ...]:
        """Its items as ``read`` gives them; those that it raises on become faults."""
        found = (item.guarded(read) for item in self.items())
        return tuple(item for item in found if item is not None)

    def guarded(self, read: Callable[[Value], _Read]) -> _Read | None:
        """What ``read`` gives for it; None where that is a fault."""
        try:
            return read(self)
        except LexiconError as error:
            self.faults.append(error)
            return None
