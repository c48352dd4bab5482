"""Paragraphs of a text: lines put together where a paragraph was wrapped by hand, and kept apart where each line is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kgraph.ingest.dates import is_date_line
from kgraph.ingest.words import ends_sentence

_NARROWEST, _WIDEST = 40, 120  # characters of hand-wrapped lines; mail and wire copy have 60 to 80
_WRAPPED_SHARE = 0.3  # of line ends inside a group are followed by a small letter; wrapped prose has about 0.8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Characters ``start`` to ``end`` of the text, without white space around. Those of one ``group`` have no blank line between."""

    start: int
    end: int
    group: int


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, in order; together they hold all its characters but white space."""
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    joined: list[Paragraph] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and last.group == line.group and _continues(text, last, line, width):
            joined[-1] = Paragraph(last.start, line.end, line.group)
        else:
            joined.append(line)
    return joined


def _lines(text: str) -> Iterator[Paragraph]:
    position = group = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = position + len(line) - len(line.lstrip())
            yield Paragraph(start, start + len(bare), group)
        else:
            group += 1
        position += len(line)


def _wrap_width(text: str, lines: list[Paragraph]) -> int:
    """The width that the text was wrapped to by hand, 0 where it was not."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.group == b.group]
    if not pairs:
        return 0
    small = sum(text[b.start].islower() for _, b in pairs)
    lengths = sorted(a.end - a.start for a, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    return width if small >= _WRAPPED_SHARE * len(pairs) and _NARROWEST <= width <= _WIDEST else 0


def _continues(text: str, last: Paragraph, line: Paragraph, width: int) -> bool:
    """Whether a line goes on with the paragraph before it."""
    tail = text[max(last.start, last.end - 200) : last.end]
    if is_date_line(text[line.start : min(line.end, line.start + 200)]):
        return False
    if _is_small_word(text, line) and not ends_sentence(tail) and not tail.endswith((":", ";")):
        return True
    last_line = tail.splitlines()[-1]
    return bool(width) and len(last_line) + 1 + _first_word_length(text, line) > width - 2


def _is_small_word(text: str, line: Paragraph) -> bool:
    first = text[line.start : line.end].split(maxsplit=1)[0] if line.end - line.start < 10_000 else text[line.start]
    return first[0].islower() and first.lower() == first


def _first_word_length(text: str, line: Paragraph) -> int:
    return len(text[line.start : min(line.end, line.start + 100)].split(maxsplit=1)[0])
