"""The weights of the shipped verifier, read from data/verifier/weights.tsv."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

BIAS = "(bias)"
"""The name of the weight that every claim gets."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A calibrated logistic regression: the log odds of each feature that has any."""

    by_name: Mapping[str, float]

    def probability(self, seen: Mapping[str, float]) -> float:
        """The probability that a reader calls a claim with these features usable, between 0 and 1."""
        known = self.by_name
        # fsum: the sum does not depend on the order of the features.
        odds = math.fsum([known.get(BIAS, 0.0), *(known[name] * value for name, value in seen.items() if name in known)])
        return 1 / (1 + math.exp(-odds))


@cache
def shipped_weights() -> Weights:
    """The weights that ship with kgraph."""
    lines = (files("kgraph") / "data" / "verifier" / "weights.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return Weights({name: float(weight) for name, weight in pairs})
