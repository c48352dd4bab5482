"""The order in which the lines of a page are read: from top to bottom, column after column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from kgraph.ingest.pdf.letters import Line

_BINS = 200  # strips of a page in which a gap between columns is looked for
_MOST_CROSSING = 0.25  # of the lines may cross the gap: titles and pictures' captions
_FEWEST_BESIDE = 0.2  # of the lines stand on either side of it
_FEWEST_LINES = 6
_DEEPEST = 3
_SAME_LINE = 0.5  # of the height of the letters


def in_order(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """The lines as they are read. What crosses the gap between two columns parts what stands over it from what stands under it."""
    gap = _gap(lines) if depth < _DEEPEST and len(lines) >= _FEWEST_LINES else None
    if gap is None:
        return _by_rows(lines)
    ordered: list[Line] = []
    for band, crosses in _bands(lines, gap):
        if crosses:
            ordered += _by_rows(band)
        else:
            ordered += in_order([line for line in band if _middle(line) < gap], depth + 1)
            ordered += in_order([line for line in band if _middle(line) >= gap], depth + 1)
    return ordered


def _middle(line: Line) -> float:
    return (line.x0 + line.x1) / 2


def _gap(lines: Sequence[Line]) -> float | None:
    """The middle of the strip that the fewest lines cross, with enough of them on either side; None for a single column."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if right <= left:
        return None
    width = (right - left) / _BINS
    changes, ends, starts = [0] * (_BINS + 1), [0] * (_BINS + 1), [0] * (_BINS + 1)
    for line in lines:
        first, last = int((line.x0 - left) / width), min(_BINS - 1, int((line.x1 - left) / width))
        changes[min(first, _BINS)] += 1
        changes[last + 1] -= 1
        ends[last + 1] += 1
        starts[min(first, _BINS)] += 1
    crossing, before = list(accumulate(changes))[:_BINS], list(accumulate(ends))
    after = [len(lines) - begun for begun in accumulate(starts)]
    fits = [
        (crossing[place], place)
        for place in range(1, _BINS - 1)
        if crossing[place] <= _MOST_CROSSING * len(lines) and min(before[place], after[place]) >= _FEWEST_BESIDE * len(lines)
    ]
    if not fits:
        return None
    fewest = min(fits)[0]
    places = [place for count, place in fits if count == fewest]
    return left + (_longest_run(places) + 0.5) * width


def _longest_run(places: Sequence[int]) -> float:
    """The middle of the longest run of strips side by side."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    longest = max(runs, key=len)
    return (longest[0] + longest[-1]) / 2


def _bands(lines: Sequence[Line], gap: float) -> Iterator[tuple[list[Line], bool]]:
    """Runs of lines from top to bottom, which all cross the gap, or none does."""
    band: list[Line] = []
    last = False
    for line in sorted(lines, key=lambda each: (-each.y1, each.x0)):
        crosses = line.x0 < gap < line.x1
        if band and crosses is not last:
            yield band, last
            band = []
        band.append(line)
        last = crosses
    if band:
        yield band, last


def _by_rows(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom; those at one height from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (-each.y0, each.x0)):
        if rows and rows[-1][0].y0 - line.y0 < _SAME_LINE * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.x0)]
