"""The grammar of time expressions: which words of a text make one, and which rule says so.

A text is cut into lexemes, and each lexeme gets a class from data/time.yaml, written as one character. A rule is a regular
expression over that string of classes, so the grammar reads the whole text in one pass for each rule without looking at a
character twice. What an expression means is decided in time.values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kgraph.numbers import whole_number
from kgraph.shipped import shipped

# ASCII: else \d would take the digits of every script, and with IGNORECASE an "s" would take "ſ", which no table of words holds.
_LEXEME = re.compile(
    r"""
    (?P<iso>\d{4}(?:-\d\d-\d\d|/\d\d/\d\d))(?![\d/-])
  | (?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.\d{4})(?![\d/])
  | (?P<fraction>\d/\d)(?![\d/])
  | (?P<clock>\d{1,2}:\d\d(?!\d)|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))
  | (?P<decade>(?:1\d|20)\d0s|'?\d0s)\b
  | (?P<fyear>FY\s?'?\d{2,4})\b
  | (?P<ordinal>\d{1,2}(?:st|nd|rd|th))\b
  | (?P<amount>[$€£¥]\s?\d[\d.,]*|\d[\d.,]{0,40}\s?%|\d+(?:,\d{3})+(?:\.\d+)?)
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<dotted>(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\.)
  | (?P<word>[ap]\.m\b\.?|o'clock|[A-Za-z][A-Za-z0-9]*)
  | (?P<mark>'s\b|\n\s*\n|\S)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MARKS = {",": "comma", "-": "hyphen", "–": "hyphen", "/": "hyphen"}
_BUILT_IN = ("iso slashed fraction clock decade fyear year military day small comma hyphen").split()
_NAMES = re.compile(r"(?:([a-z]+)=)?([a-z][a-z_0-9]*|\()")
_HINTS = (
    "forward",
    "agenda",
    "arrange",
    "backward",
    "historic",
    "over",
    "done",
    "ahead",
    "ranking",
    "numbered",
    "beginning",
    "ending",
    "about",
    "apart",
    "foretelling",
    "reporting",
)
INERT = "."


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, number or mark: its offsets, its lower-case text without the dot of an abbreviation, and its class."""

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class MatchedExpression:
    """An expression: its first and last lexeme (half-open), its rule and the builder that it names, and the words of each bound name."""

    first: int
    last: int
    rule: str
    build: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of data/time.yaml: its name, its pattern over classes, the function that reads what it finds, and examples.

    An example is a sentence with the expression in square brackets.
    """

    name: str
    pattern: re.Pattern[str]
    build: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """data/time.yaml, compiled."""

    kinds: Mapping[str, str]  # word -> class
    values: Mapping[str, Mapping[str, Any]]  # class -> word -> value
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (all words, class), longest first
    capital: frozenset[str]
    dotted: Mapping[str, frozenset[str]]  # words that need the dot of an abbreviation -> what stands before them alone
    letters: Mapping[str, str]  # class -> the character that stands for it
    rules: tuple[Rule, ...]
    hints: Mapping[str, frozenset[str]]  # what words tell of a time's direction: forward, agenda, arrange, over ...


@cache
def grammar() -> Grammar:
    """The grammar of data/time.yaml."""
    data = shipped("time.yaml")
    letters = {kind: chr(0xE000 + i) for i, kind in enumerate(dict.fromkeys([*data["words"], *data["phrases"], *_BUILT_IN]))}
    macros = data["macros"]
    return Grammar(
        kinds={str(word): kind for kind, words in data["words"].items() for word in words},
        values=_values(data),
        phrases=_phrases(data["phrases"]),
        capital=frozenset(data["capital"]),
        dotted={word: frozenset(before) for word, before in data["dotted"].items()},
        letters=letters,
        rules=tuple(
            Rule(rule["name"], _compile(rule["match"], letters, macros), rule["build"], tuple(rule["examples"]))
            for rule in data["rules"]
        ),
        hints={name: frozenset(data[name]) for name in _HINTS},
    )


def _values(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for part in ("words", "phrases"):
        for kind, words in data[part].items():
            if isinstance(words, dict):
                values.setdefault(kind, {}).update({_spelled(str(word)): value for word, value in words.items()})
    return values


def _spelled(words: str) -> str:
    """Words as a lexeme has them: "new year 's day"."""
    return " ".join(lexeme.group().lower() for lexeme in _LEXEME.finditer(words))


def _phrases(data: Mapping[str, Any]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, phrases in data.items():
        for phrase in phrases:
            words = tuple(_spelled(phrase).split(" "))
            found.setdefault(words[0], []).append((words, kind))
    return {first: tuple(sorted(some, key=lambda pair: -len(pair[0]))) for first, some in found.items()}


def _compile(pattern: str, letters: Mapping[str, str], macros: Mapping[str, str]) -> re.Pattern[str]:
    """The regular expression over class characters; parentheses group without capturing unless a name is given."""
    return re.compile(_translate(pattern, letters, macros))


def _translate(pattern: str, letters: Mapping[str, str], macros: Mapping[str, str]) -> str:
    def one(match: re.Match[str]) -> str:
        name, what = match.groups()
        if what == "(":
            return f"(?P<{name}>" if name else "(?:"
        body = f"(?:{_translate(macros[what], letters, macros)})" if what in macros else letters[what]
        return f"(?P<{name}>{body})" if name else body

    kept = re.split(r"(\(\?(?:<?[=!]))", pattern)
    return "".join(part if part.startswith("(?") else _NAMES.sub(one, part) for part in kept).replace(" ", "")


def lexemes(text: str) -> list[Lexeme]:
    """The words, numbers and marks of a text, in order."""
    known, found = grammar(), []
    for match in _LEXEME.finditer(text):
        found.append(_lexeme(match, known))
    return _joined(found, known)


def _lexeme(match: re.Match[str], known: Grammar) -> Lexeme:
    start, end = match.span()
    group, word = str(match.lastgroup), match.group()
    lower = word.lower()
    if group == "dotted":
        kind = known.kinds[lower[:-1]]
        return Lexeme(start, end, lower[:-1], kind if word[0].isupper() else "")
    if group == "word":
        kind = "" if lower in known.dotted else known.kinds.get(lower, "")
        return Lexeme(start, end, lower, "" if lower in known.capital and not word[0].isupper() else kind)
    if group == "number":
        return Lexeme(start, end, lower, _number_kind(lower))
    if group == "mark":
        return Lexeme(start, end, lower, _MARKS.get(lower, ""))
    if group == "amount":
        whole = lower.replace(",", "")
        return Lexeme(start, end, whole, "small") if whole_number(whole) is not None else Lexeme(start, end, lower, "")
    return Lexeme(start, end, lower, group)


def _number_kind(digits: str) -> str:
    number = whole_number(digits)
    if len(digits) == 4 and number is not None:
        return "military" if digits[0] == "0" else "year" if digits < "2101" else "small"
    return "day" if len(digits) < 3 and number is not None and 0 < number < 32 else "small"


def _joined(found: Sequence[Lexeme], known: Grammar) -> list[Lexeme]:
    """The lexemes with each phrase made one."""
    joined: list[Lexeme] = []
    i = 0
    while i < len(found):
        size, kind = _phrase_at(found, i, known)
        if size:
            text = " ".join(lexeme.text for lexeme in found[i : i + size])
            joined.append(Lexeme(found[i].start, found[i + size - 1].end, text, kind))
        else:
            joined.append(found[i])
        i += size or 1
    return joined


def _phrase_at(found: Sequence[Lexeme], i: int, known: Grammar) -> tuple[int, str]:
    for words, kind in known.phrases.get(found[i].text, ()):
        if tuple(lexeme.text for lexeme in found[i : i + len(words)]) == words:
            return len(words), kind
    return 0, ""


def find(words: Sequence[Lexeme]) -> Iterator[MatchedExpression]:
    """The expressions among lexemes, from left to right, none overlapping: the longest from the left, then the first rule."""
    known = grammar()
    line = "".join(known.letters.get(word.kind, INERT) for word in words)
    spans = []
    for rank, rule in enumerate(known.rules):
        for match in rule.pattern.finditer(line):
            spans.append((match.start(), -match.end(), rank, rule, match))
    end = 0
    for start, minus_end, _, rule, match in sorted(spans, key=lambda span: span[:3]):
        if start >= end:
            end = -minus_end
            yield MatchedExpression(
                start, end, rule.name, rule.build, {n: _text(words, match, n) for n in match.groupdict() if match.group(n)}
            )


def _text(words: Sequence[Lexeme], match: re.Match[str], name: str) -> str:
    first, last = match.span(name)
    return " ".join(word.text for word in words[first:last])


def is_of(kind: str, word: str) -> bool:
    """Whether data/time.yaml has a word in this class."""
    return grammar().kinds.get(word) == kind


def value(kind: str, word: str) -> Any:
    """What data/time.yaml says that a word of this class means; None if nothing."""
    return grammar().values.get(kind, {}).get(word)
