"""The two statistics that shares and agreement are given with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence

Z95 = 1.959963984540054
"""The standard normal quantile of a two-sided 95 % interval."""


def wilson(hits: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share; from 0 to 1 where nothing was tried."""
    if trials == 0:
        return 0.0, 1.0
    share, square = hits / trials, z * z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = z / (1 + square / trials) * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa of two readings: agreement beyond what chance would give; 1 where there is nothing to disagree on."""
    total = len(pairs)
    one, other = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(one[value] * other[value] for value in one) / (total * total) if total else 1.0
    agreed = sum(first == second for first, second in pairs) / total if total else 1.0
    return 1.0 if chance == 1.0 else (agreed - chance) / (1 - chance)


def share(hits: int, trials: int) -> str:
    """A share in whole percent with its 95 % interval: ``37 % (34-39)``; a dash where nothing was tried."""
    if trials == 0:
        return "-"
    low, high = wilson(hits, trials)
    return f"{100 * hits / trials:.0f} % ({100 * low:.0f}-{100 * high:.0f})"
