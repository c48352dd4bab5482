"""An article's text cut into pieces, each linked to what it mentions or tells of. Of marks over the same words an event's wins, then the
shortest: a link cannot stand inside a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BLANK_LINE = re.compile(r"(\n\s*\n)")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters that mention an entity or tell of an event: where they lead, what they are called, and how they look (classes)."""

    begin: int
    end: int
    address: str
    title: str
    look: str
    is_event: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the mark that wins there, if any, and the names (fragments) that begin there."""

    words: str
    mark: Mark | None
    names: tuple[str, ...]


def paragraphs(text: str, marks: Sequence[Mark], names: Iterable[tuple[int, str]]) -> list[list[Piece]]:
    """The text in paragraphs of pieces; ``names`` are fragments with the offset at which each begins."""
    starting: dict[int, list[str]] = {}
    for offset, name in names:
        starting.setdefault(offset, []).append(name)
    found: list[list[Piece]] = [[]]
    for begin, end, mark in _cut(text, marks, starting):
        at = begin
        for part in _BLANK_LINE.split(text[begin:end]):
            if _BLANK_LINE.fullmatch(part):
                found.append([])
            elif part:
                found[-1].append(Piece(part, mark, tuple(starting.get(at, ()))))
            at += len(part)
    return [paragraph for paragraph in found if "".join(piece.words for piece in paragraph).strip()]


def _cut(text: str, marks: Sequence[Mark], names: Iterable[int]) -> Iterator[tuple[int, int, Mark | None]]:
    order = sorted(marks, key=lambda mark: (mark.begin, -mark.end))
    borders = sorted({0, len(text), *(edge for mark in marks for edge in (mark.begin, mark.end)), *names})
    left, unfinished = iter(order), list[Mark]()
    following = next(left, None)
    for begin, end in pairwise(borders):
        unfinished = [mark for mark in unfinished if mark.end > begin]
        while following is not None and following.begin <= begin:
            unfinished.append(following)
            following = next(left, None)
        yield begin, end, min(unfinished, key=lambda mark: (not mark.is_event, mark.end - mark.begin), default=None)
