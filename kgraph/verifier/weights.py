"""What the verifier has learned, read from data/verifier: the weights of features, how two opinions are blended, and how far each kind
of claims bears out what they say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kgraph.shipped import shipped

BIAS = "(bias)"
"""The name of the weight that every claim gets."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A calibrated logistic regression: the log odds of each feature that has any."""

    by_name: Mapping[str, float]

    def odds(self, seen: Mapping[str, float]) -> float:
        """The log odds that a reader calls a claim with these features usable."""
        known = self.by_name
        # fsum: the sum does not depend on the order of the features.
        return math.fsum([known.get(BIAS, 0.0), *(known[name] * value for name, value in seen.items() if name in known)])


@dataclass(frozen=True, slots=True)
class Blend:
    """How the log odds of the weights and of the cross-encoder make one, calibrated."""

    weights: float
    cross_encoder: float
    shift: float

    def odds(self, of_weights: float, of_cross_encoder: float) -> float:
        """The log odds that both together give."""
        return self.weights * of_weights + self.cross_encoder * of_cross_encoder + self.shift


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the log odds of one kind of claims become those that readers bear out."""

    slope: float
    shift: float

    def odds(self, given: float) -> float:
        """The log odds that hold for this kind."""
        return self.slope * given + self.shift


def probability(odds: float) -> float:
    """The probability of log odds, between 0 and 1."""
    return 1 / (1 + math.exp(-odds))


@cache
def shipped_weights() -> Weights:
    """The weights for reports that ship with kgraph."""
    return _weights("weights.tsv")


@cache
def shipped_name_weights() -> Weights:
    """The weights for names that ship with kgraph."""
    return _weights("names.tsv")


def _weights(name: str) -> Weights:
    lines = _text(name).splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return Weights({name: float(weight) for name, weight in pairs})


@cache
def shipped_blend() -> Blend:
    """The blend that ships with kgraph, beside the cross-encoder that it was fitted for."""
    return Blend(**shipped("verifier/blend.yaml"))


@cache
def shipped_calibrations() -> Mapping[str, Calibration]:
    """The calibration of each kind of claims (``Claim.kind``)."""
    return {kind: Calibration(**values) for kind, values in shipped("verifier/calibration.yaml").items()}


def _text(name: str) -> str:
    return (files("kgraph") / "data" / "verifier" / name).read_text("utf-8")
