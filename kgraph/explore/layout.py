"""Where the nodes of the page stand: computed once, the same at every build, with room for each label."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

_SEED = 1
_WIDTH, _HEIGHT = 7.5, 46.0
"""Room for a label, in the page's units: width for each letter, height of node and label together."""

Points = NDArray[np.float64]


def positions(labels: Sequence[str], weights: Mapping[tuple[int, int], int]) -> list[tuple[float, float]]:
    """A place for each label, in the page's units; what has much to do with each other stands close.

    Kamada and Kawai's layout for small networks, ForceAtlas2 (Jacomy and others 2014) for large ones, then labels are pushed apart.
    """
    if not labels:
        return []
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(labels)))
    for (a, b), weight in sorted(weights.items()):
        graph.add_edge(a, b, weight=1 + math.log(weight))
    found = _layout(graph)
    raw = np.array([found[node] for node in range(len(labels))], dtype=np.float64).reshape(len(labels), 2)
    spread = _scaled(raw, len(labels))
    return [(round(float(x), 1), round(float(y), 1)) for x, y in _apart(spread, labels)]


def _layout(graph: nx.Graph[int]) -> Mapping[int, NDArray[np.float64]]:
    if len(graph) == 1:
        return {0: np.zeros(2)}
    if len(graph) <= 200:
        return nx.spring_layout(graph, seed=_SEED, iterations=300, k=2.2 / math.sqrt(len(graph)), weight="weight")
    return nx.forceatlas2_layout(graph, seed=_SEED, max_iter=120, weight="weight", strong_gravity=True, gravity=0.05)


def _scaled(points: Points, count: int) -> Points:
    """Points stretched to an oblong whose area grows with their number."""
    centred = points - points.mean(axis=0)
    extent = np.maximum(np.abs(centred).max(axis=0), 1e-9)
    side = 150.0 * math.sqrt(count)
    return centred / extent * np.array([side, side * 0.62])


def _apart(points: Points, labels: Sequence[str], rounds: int = 120) -> Points:
    """Points moved until no two labels overlap, or until the rounds are over: pairs that overlap are pushed along the shorter way."""
    half = np.array([[max(44.0, _WIDTH * min(len(label), 28)) / 2 + 8, _HEIGHT / 2 + 6] for label in labels])
    moved = points.copy()
    for _ in range(rounds):
        pushed = False
        order = np.argsort(moved[:, 1], kind="stable")
        for position, a in enumerate(order):
            for b in order[position + 1 :]:
                gap = moved[b] - moved[a]
                if gap[1] >= half[a, 1] + half[b, 1]:
                    break
                overlap = half[a] + half[b] - np.abs(gap)
                if overlap[0] <= 0:
                    continue
                axis = int(overlap[1] < overlap[0])
                step = (overlap[axis] / 2 + 0.5) * (1.0 if gap[axis] >= 0 else -1.0)
                moved[a, axis] -= step
                moved[b, axis] += step
                pushed = True
        if not pushed:
            break
    return moved
