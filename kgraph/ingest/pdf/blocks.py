"""Lines to paragraphs: by the space between them, their indents and ends, and words that were parted at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kgraph.ingest.pdf.letters import Line
from kgraph.ingest.words import ends_sentence

_SAME_SIZE = 0.12  # difference of the letters of one paragraph
_WIDER = 1.3  # times the usual distance of two lines: a new paragraph
_INDENT = 0.8  # heights of a letter
_SHORT = 0.85  # of the width of a column: a line that ends a paragraph, where it ends a sentence
_SHORTEST = 20  # characters of a line whose sentence can go on in another column; a heading has fewer
_PARTED = re.compile(r"[A-Za-zÀ-ÿ]{2,}[-\u00ad\u2010]$")
_HYPHENATED = re.compile(r"[A-Za-z]{2,}-[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with the lines that it had, the size of its letters and the page on which it begins."""

    text: str
    by_line: str
    size: float
    is_bold: bool
    page: int


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of lines that are in order; one that goes on in the next column or on the next page is one."""
    lines = [line for page in pages for line in page]
    leading = _leading(lines)
    hyphenated = {word.lower() for line in lines for word in _HYPHENATED.findall(line.text)}
    runs: list[list[Line]] = []
    for line in lines:
        if runs and _continues(runs[-1], line, leading.get(line.size, 1.2 * line.size)):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_paragraph(run, hyphenated) for run in runs]


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance of two lines of one size."""
    found: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        distance = above.y0 - below.y0
        if above.size == below.size and above.page == below.page and 0 < distance < 3 * below.size:
            found.setdefault(below.size, []).append(distance)
    return {size: median(distances) for size, distances in found.items()}


def _continues(run: Sequence[Line], line: Line, leading: float) -> bool:
    last = run[-1]
    if abs(last.size - line.size) > _SAME_SIZE * last.size or last.is_bold != line.is_bold:
        return False
    distance = last.y0 - line.y0
    is_beside = line.x0 < last.x1 and last.x0 < line.x1
    if last.page != line.page or distance < 0 or not is_beside:
        return _goes_on(last, line) if last.page != line.page or distance < 0 else abs(distance) < 0.5 * line.size
    if distance > _WIDER * leading:
        return False
    left, right = min(each.x0 for each in run[-3:]), max(each.x1 for each in run[-3:])
    if line.x0 - left > _INDENT * line.size and ends_sentence(last.text):
        return False
    width = max(right, line.x1) - left
    return not (ends_sentence(last.text) and last.x1 - left < _SHORT * width)


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a sentence goes on at the top of the next column or page."""
    begins, ends = line.text[:1], last.text[-1:]
    if ends_sentence(last.text) or len(last.text) <= _SHORTEST:
        return False
    return begins.islower() or begins.isdigit() or ends in ",-" or (begins.isalpha() and ends.islower())


def _paragraph(run: Sequence[Line], hyphenated: set[str]) -> Paragraph:
    text = _joined((line.text for line in run), hyphenated)
    by_line = "\n".join(line.text for line in run)
    return Paragraph(text, by_line, run[0].size, all(line.is_bold for line in run), run[0].page)


def _joined(lines: Iterable[str], hyphenated: set[str]) -> str:
    """One line of many; a word that was parted is put together, unless it has its hyphen in the middle of a line too."""
    pieces: list[str] = []
    last = ""
    for line in lines:
        if last and _PARTED.search(last) and line[:1].islower():
            word = f"{re.split(r'[^A-Za-z-]', last[:-1])[-1]}-{re.match(r'[A-Za-z]*', line)[0]}"  # type: ignore[index]
            if word.lower() not in hyphenated:
                pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif last.endswith("-") and line[:1].isalnum() and last[-2:-1].isalnum():
            pieces.append(line)
        else:
            pieces.append(f" {line}" if last else line)
        last = line
    return "".join(pieces).replace("\u00ad", "")
