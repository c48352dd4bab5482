"""Where the words that were looked for stand in a text: offsets, not markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from kgraph.index import Index

BEGIN, END, BREAK = "\ue001", "\ue002", "\ue000"
"""Characters of private use around what the full-text index has found, and between the texts that it keeps as one (index.sql)."""
_MARK = re.compile(f"[{BEGIN}{END}]")
_SENTENCE = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s)|\n\s*\n|\Z)\s*")
_LONGEST = 320  # characters of a passage


class Mark(msgspec.Struct, frozen=True):
    """A stretch of a text, in code points from where the text begins, half-open."""

    start: int
    end: int


class Passage(msgspec.Struct, frozen=True):
    """A sentence of an article in which something was found, or the part of it where that stands."""

    start: Annotated[int, Meta(description="Where it begins in the article's text.")]
    end: int
    text: str
    marks: Annotated[tuple[Mark, ...], Meta(description="What was found, in code points from the beginning of the passage.")]


class Marked(NamedTuple):
    """A text and what was found in it."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def worth(self) -> int:
        """How many different words were found."""
        return len({self.text[mark.start : mark.end].casefold() for mark in self.marks})


def highlighted(index: Index, table: str, columns: Sequence[int], match: str, number: int) -> list[str]:
    """The texts of a document that an expression matches, with BEGIN and END around each place where it does."""
    marks = ", ".join(f"highlight({table}, {column}, '{BEGIN}', '{END}')" for column in columns)
    found = index.row(f"SELECT {marks} FROM {table} WHERE {table} MATCH ? AND rowid = ?", (match, number))
    return ["" if text is None else text for text in found] if found is not None else ["" for _ in columns]


def marked(text: str) -> Marked:
    """A text without the characters that mark what was found, and where that is."""
    plain, marks, begin = "", [], 0
    for piece, mark in zip(_MARK.split(text), [*_MARK.findall(text), ""], strict=True):
        plain += piece
        if mark == BEGIN:
            begin = len(plain)
        elif mark == END:
            marks.append(Mark(begin, len(plain)))
    return Marked(plain, tuple(marks))


def pieces(text: str) -> list[Marked]:
    """The texts that the index keeps as one."""
    return [marked(piece) for piece in text.split(f" {BREAK} ")]


def passages(found: Marked, most: int) -> tuple[Passage, ...]:
    """The sentences of a text with most of what was found, so many at most, in their order."""
    sentences = [one for one in _sentences(found) if one[1].marks]
    best = sorted(sentences, key=lambda one: (-one[1].worth, one[0]))[:most]
    return tuple(_passage(start, sentence) for start, sentence in sorted(best))


def _sentences(found: Marked) -> Iterator[tuple[int, Marked]]:
    """The sentences of a text, each with where it begins."""
    start, rest = 0, list(found.marks)
    for boundary in _SENTENCE.finditer(found.text):
        inside = [mark for mark in rest if mark.start < boundary.end()]
        del rest[: len(inside)]
        text = found.text[start : boundary.end()].rstrip()
        if text:
            yield start, Marked(text, tuple(Mark(mark.start - start, min(mark.end - start, len(text))) for mark in inside))
        start = boundary.end()


def _passage(start: int, sentence: Marked) -> Passage:
    """A sentence, or the part of a long one from a little before what was found."""
    text, marks = sentence
    first = _word_start(text, marks[0].start - _LONGEST // 3) if len(text) > _LONGEST else 0
    last = _word_end(text, first + _LONGEST) if len(text) > _LONGEST else len(text)
    shown = tuple(Mark(mark.start - first, mark.end - first) for mark in marks if mark.end <= last)
    return Passage(start + first, start + last, text[first:last], shown)


def _word_start(text: str, at: int) -> int:
    """Where the word begins that comes after a place."""
    return text.find(" ", at) + 1 if at > 0 else 0


def _word_end(text: str, at: int) -> int:
    """Where the word ends that comes before a place."""
    return max(text.rfind(" ", 0, at), 0) or at if at < len(text) else len(text)
