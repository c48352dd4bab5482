"""Words that a rule of data/time.yaml takes: its pattern read the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

_TOKEN = re.compile(r"\s*(?:(\(\?<?[=!])|([a-z]+)=|([a-z][a-z_0-9]*)|\{0,(\d+)\}|([()|?*]))")
Taken = tuple[str, tuple[str, ...]]
"""A class of words and the names that are bound around it."""


@dataclass
class Pattern:
    """A rule's pattern as nested choices: each piece is a class, or alternatives, with names and how often it may stand."""

    tokens: Sequence[tuple[str, ...]]
    macros: Mapping[str, str]
    at: int = 0
    names: tuple[str, ...] = field(default=())

    def some(self, random: Random) -> list[Taken]:
        """One of the ways to take the pattern, at random; what is only looked at, before and behind, is left out."""
        self.at = 0
        return self._choice(random, ())

    def _choice(self, random: Random, names: tuple[str, ...]) -> list[Taken]:
        options = [self._sequence(random, names)]
        while self.at < len(self.tokens) and self.tokens[self.at][4] == "|":
            self.at += 1
            options.append(self._sequence(random, names))
        return random.choice(options)

    def _sequence(self, random: Random, names: tuple[str, ...]) -> list[Taken]:
        taken: list[Taken] = []
        while self.at < len(self.tokens) and self.tokens[self.at][4] not in ("|", ")"):
            taken += self._piece(random, names)
        return taken

    def _piece(self, random: Random, names: tuple[str, ...]) -> list[Taken]:
        around, bound, word, _, mark = self.tokens[self.at]
        self.at += 1
        if bound:
            return self._piece(random, (*names, bound))
        if around or mark == "(":
            taken = self._choice(random, names)
            self.at += 1  # the closing parenthesis
            taken = [] if around else taken
        else:
            taken = patterns(self.macros[word], self.macros).some_under(random, names) if word in self.macros else [(word, names)]
        return taken * self._times(random)

    def _times(self, random: Random) -> int:
        if self.at < len(self.tokens) and (self.tokens[self.at][4] in ("?", "*") or self.tokens[self.at][3]):
            most = min(int(self.tokens[self.at][3] or 1), 3)
            self.at += 1
            return random.randint(0, most)
        return 1

    def some_under(self, random: Random, names: tuple[str, ...]) -> list[Taken]:
        """The same, bound by names."""
        return [(kind, (*names, *own)) for kind, own in self.some(random)]


def patterns(text: str, macros: Mapping[str, str]) -> Pattern:
    """A pattern of data/time.yaml; every character of it must be understood."""
    tokens, end = [], 0
    for match in _TOKEN.finditer(text):
        assert match.start() == end, text[end:]
        tokens.append(tuple(group or "" for group in match.groups()))
        end = match.end()
    assert not text[end:].strip(), text[end:]
    return Pattern(tokens, macros)


def bindings(taken: Sequence[Taken], words: Mapping[str, Sequence[str]], number: int) -> dict[str, str]:
    """What a builder is handed for a way to take a pattern: of each class its word of this number."""
    found: dict[str, list[str]] = {}
    for kind, names in taken:
        for name in names:
            found.setdefault(name, []).append(words[kind][number % len(words[kind])])
    return {name: " ".join(some) for name, some in found.items()}


def rounds(taken: Sequence[Taken], words: Mapping[str, Sequence[str]]) -> Iterator[int]:
    """Numbers that give each word of each bound class once."""
    yield from range(max((len(words[kind]) for kind, names in taken if names), default=1))
