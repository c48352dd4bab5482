"""Where the words that were looked for stand in a text: offsets, not markup."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from kgraph.ask.rows import listed
from kgraph.index import Index

BEGIN, END, BREAK = "\ue001", "\ue002", "\ue000"
"""Characters of private use around what the full-text index has found, and between the texts that it keeps as one (index.sql)."""
_MARK = re.compile(f"[{BEGIN}{END}]")
_SENTENCE = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Sgt))(?<!\bProf)[.!?…]+[\"'”’)\]]*(?=\s+(?![a-z0-9]))|\n\s*\n|\Z)\s*"
)
"""The end of a sentence: not behind an initial or a title, nor before a number ("Oct. 6") or a small letter ("U.S. troops")."""
_CONTENT = re.compile(r"content(_rowid)? = \w+,\s*")
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


def highlighted(index: Index, table: str, match: str, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The texts of documents that an expression matches, by their numbers, with BEGIN and END around each place where it does.

    The documents are put into an index of their own for that: the large one would look for the expression in all documents for each.
    """
    with closing(sqlite3.connect(":memory:")) as small:
        columns = _copied(index, table, numbers, small)
        marks = ", ".join(f"highlight({table}, {column}, '{BEGIN}', '{END}')" for column in range(columns))
        found = small.execute(f"SELECT rowid, {marks} FROM {table} WHERE {table} MATCH ?", (match,))
        return {number: [text or "" for text in texts] for number, *texts in found}


def _copied(index: Index, table: str, numbers: Sequence[int], small: sqlite3.Connection) -> int:
    """How many columns the documents have, after they have been put into an index in memory."""
    layout = str(index.value("SELECT sql FROM sqlite_master WHERE name = ?", (table,)))
    small.execute(_CONTENT.sub("", layout))
    names = [name for (name,) in index.rows("SELECT name FROM pragma_table_info(?)", (table,))]
    rows = index.rows(
        f"SELECT rowid, {', '.join(names)} FROM {table} WHERE rowid IN (SELECT value FROM json_each(?))", (listed(numbers),)
    )
    small.executemany(f"INSERT INTO {table} (rowid, {', '.join(names)}) VALUES (?{', ?' * len(names)})", map(tuple, rows))
    return len(names)


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
