"""Where the nodes of the page stand: computed once, the same at every build, with room for each label."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Numbers = NDArray[np.int64]

TIERS = (12, 25, 60, 150, 500)
"""How many actors are shown together at each step of the page's slider, before all of them: a phone's first view, a screen's, and more."""
LARGE = 20
"""How many nodes of a large layout grow with it, so that they can still be read when all of it is seen."""
_WIDE, _TALL = (800.0, 720.0), (340.0, 420.0)
"""The page's stage on a screen and on a phone, in pixels."""
_CROWD = 200
"""Above this many, small labels cannot be read where all are seen, and need not make room for large ones."""
_LETTER, _LINE = 0.62, 1.3
"""Width of a letter of DejaVu Sans and height of a line, in units of the font's size; other fonts of the page are narrower."""
_ROOM = 3.0
"""Area of a layout over that of its labels: with less, pushing labels apart undoes the layout."""

_ROWS = 16
"""How many nodes' distances to all others are in memory at once (benchmarks/speed: 16 are the fastest from 500 to 5,000 nodes)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a place: a node of some radius with its label below, which may have several lines; sizes in pixels."""

    label: str
    size: float
    font: float

    def grown(self, scale: float) -> Mark:
        """The same mark with a larger label, and a node that grows less."""
        return Mark(self.label, self.size * math.sqrt(scale), self.font * scale)


@dataclass(frozen=True, slots=True)
class Tier:
    """A layout of the first ``len(places)`` marks; ``scale`` is how much the LARGE first of them are enlarged."""

    scale: float
    places: tuple[tuple[float, float], ...]


def tiers(marks: Sequence[Mark], weights: Mapping[tuple[int, int], int]) -> tuple[Tier, ...]:
    """The layouts of more and more marks, the last one of all; marks come in the order of their importance."""
    counts = [count for count in TIERS if 1.25 * count < len(marks)]
    return tuple(_tier(marks[:count], weights) for count in (*counts, len(marks)) if count)


def boxes(marks: Sequence[Mark]) -> tuple[Points, Points]:
    """Half the width and height of each mark's box, and the box's centre as seen from the node's.

    A box holds a node, its label, and a margin that grows with the node.
    """
    lines = [mark.label.split("\n") for mark in marks]
    width = [
        max(_LETTER * mark.font * max(map(len, rows)), 2 * mark.size) + 12 + mark.size
        for mark, rows in zip(marks, lines, strict=True)
    ]
    text = [_LINE * mark.font * len(rows) for mark, rows in zip(marks, lines, strict=True)]
    height = [2 * mark.size + below + 12 + mark.size for mark, below in zip(marks, text, strict=True)]
    return np.array([width, height]).T / 2, np.array([[0.0] * len(marks), text]).T / 2


def _tier(marks: Sequence[Mark], weights: Mapping[tuple[int, int], int]) -> Tier:
    box = _box(marks)
    scale = round(float(max(1.0, (box[0] * box[1] / (_WIDE[0] * _WIDE[1])) ** 0.57)), 2)
    grown = [mark.grown(scale) if number < LARGE else mark for number, mark in enumerate(marks)]
    placed = _placed(_forces(len(marks), weights), marks, grown)
    return Tier(scale, tuple((round(float(x), 1), round(float(y), 1)) for x, y in placed))


def _placed(points: Points, marks: Sequence[Mark], grown: Sequence[Mark]) -> Points:
    """Where the nodes stand: no labels overlap or, in a crowd, none of the large ones each other and none of the small ones."""
    if len(marks) <= _CROWD:
        half, centre = boxes(grown)
        return _apart(_spread(points, _box(grown)), half, _box(grown)) - centre
    box = _box(marks)
    half, centre = boxes(marks)
    large, middle = boxes(grown[:LARGE])
    moved = _spread(points, box)
    moved[:LARGE] = _apart(moved[:LARGE], large, box)
    moved = _apart(moved, half, box) - centre
    moved[:LARGE] = _apart(moved[:LARGE] + middle, large, np.ptp(moved, axis=0)) - middle
    return moved


def _box(marks: Sequence[Mark]) -> Points:
    """Width and height of a layout: the stage's, or more where the labels need it."""
    half, _ = boxes(marks)
    stage = np.array(_TALL if len(marks) <= 1.25 * TIERS[0] else _WIDE)
    needed = _ROOM * 4 * float((half[:, 0] * half[:, 1]).sum())
    return stage * max(1.0, math.sqrt(needed / float(stage[0] * stage[1])))


def _forces(count: int, weights: Mapping[tuple[int, int], int]) -> Points:
    """Places by Fruchterman and Reingold's forces (1991) with a pull to the middle, which keeps unconnected parts together.

    It starts from a spiral in the order of importance instead of from chance. All pairs repel each other; as matrix products that takes
    a second for 1,500 nodes and four for 5,000, where networkx needs scipy or half a minute.
    """
    index = np.arange(count)
    radius, angle = np.sqrt((index + 0.5) / count), index * math.pi * (3 - math.sqrt(5))
    points: Points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    kept = sorted((a, b, n) for (a, b), n in weights.items() if max(a, b) < count)
    a, b = np.array([pair[0] for pair in kept], dtype=int), np.array([pair[1] for pair in kept], dtype=int)
    pull = np.array([1 + math.log(pair[2]) for pair in kept])
    ideal, rounds = 1.1 / math.sqrt(count), 400 if count <= 200 else 80
    for turn in range(rounds):
        force = _repulsion(points) * ideal**2 - points * ideal * 1.5
        along = points[b] - points[a]
        along *= (np.linalg.norm(along, axis=1) / ideal * pull * 0.35)[:, None]
        np.add.at(force, a, along)
        np.add.at(force, b, -along)
        length = np.maximum(np.linalg.norm(force, axis=1), 1e-12)
        points = points + force / length[:, None] * np.minimum(length, 0.12 * (1 - turn / rounds) + 0.001)[:, None]
    return points


def _repulsion(points: Points) -> Points:
    """The sum over all others of the vector from them divided by its squared length.

    Some rows of the matrix of all pairs at a time, which stay in the processor's cache: whole, it takes seven times as long.
    """
    count, squares, ones = len(points), (points**2).sum(axis=1), np.ones(len(points))
    left, right = np.column_stack([-2 * points, ones]), np.vstack([points.T, squares])
    weighed, found = np.column_stack([points, ones]), np.empty_like(points)
    for start in range(0, count, _ROWS):
        rows = np.arange(start, min(start + _ROWS, count))
        inverse = left[rows] @ right
        inverse += squares[rows, None]
        np.maximum(inverse, 1e-5, out=inverse)
        np.reciprocal(inverse, out=inverse)
        inverse[rows - start, rows] = 0
        sums = inverse @ weighed
        found[rows] = points[rows] * sums[:, 2:] - sums[:, :2]
    return found


def _spread(points: Points, box: Points) -> Points:
    """Points that fill a box about 0: half where the forces put them, half evenly by their order, which thins out a dense middle."""
    centred = points - (points.max(axis=0) + points.min(axis=0)) / 2
    scaled = centred / np.maximum(np.abs(centred).max(axis=0), 1e-9)
    order = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable")
    even = 2 * (order + 0.5) / len(points) - 1
    filled: Points = (scaled + even) / 2 * box / 2
    return filled


def _apart(points: Points, half: Points, box: Points, rounds: int = 1200) -> Points:
    """Centres of boxes moved until no two overlap, each pair along the shorter way, within a box that grows where it is too tight."""
    moved, room = points.copy(), box / 2
    for turn in range(1, rounds + 1):
        limit = np.maximum(room - half, 0)
        moved = np.clip(moved, -limit, limit)
        a, b, overlap, away = _overlaps(moved, half)
        if not len(a):
            break
        axis = (overlap[:, 1] < overlap[:, 0]).astype(int)
        rows = np.arange(len(a))
        step = np.zeros_like(overlap)
        step[rows, axis] = (overlap[rows, axis] * 0.5 + 0.5) * away[rows, axis]
        np.add.at(moved, a, -step)
        np.add.at(moved, b, step)
        if turn % 30 == 0:
            room, moved = room * 1.05, moved * 1.05
    return moved


def _overlaps(points: Points, half: Points) -> tuple[Numbers, Numbers, Points, Points]:
    """The pairs of boxes that overlap, by how much in each direction, and on which side of the first the second stands (1 or -1)."""
    top = points[:, 1] - half[:, 1]
    order = np.argsort(top, kind="stable")
    ends = np.searchsorted(top[order], (points[:, 1] + half[:, 1])[order])
    counts = np.maximum(ends - np.arange(len(points)) - 1, 0)
    first = np.repeat(np.arange(len(points)), counts)
    second = first + 1 + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    a, b = order[first], order[second]
    gap = points[b] - points[a]
    overlap = half[a] + half[b] - np.abs(gap)
    hit = (overlap > 0).all(axis=1)
    return a[hit], b[hit], overlap[hit], np.where(gap[hit] >= 0, 1.0, -1.0)
