"""Fits, for each kind of claims, how far readers bear out what the weights say of it, on articles that are held out (docs/confidence.md).

    python -m benchmarks.truth.calibrate NEWS --cache CACHE --fit DRAW --only DRAW          # fits on some draws, measures on others
    python -m benchmarks.truth.calibrate NEWS --cache CACHE --fit DRAW --only DRAW --write  # and writes data/verifier/calibration.yaml

Rules are written on articles that are not held out, so claims about those are better than claims about others, and of some kinds more so
than of others. Train the weights first (benchmarks.truth.train).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.truth.claims import REPORT_KINDS
from benchmarks.truth.train import WEIGHTS, Example, Floats, examples, measures, training_parser
from benchmarks.truth.verdicts import read_store
from kgraph.verifier import shipped_weights
from kgraph.verifier.weights import Calibration, probability

_HEAD = (
    "# How the log odds of weights.tsv become those that readers bear out, by kind of claim (kgraph/verifier/claim.py);\n"
    "# fitted by benchmarks/truth/calibrate.py on claims about held-out articles.\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    parser = training_parser(__doc__)
    parser.add_argument("--fit", action="append", required=True, metavar="DRAW", help="fit on the held-out claims of this draw")
    options = parser.parse_args(arguments)
    found = [one for one in examples(options.sources, options.cache, read_store(options.store)) if one.held_out]
    fitted = calibrations([one for one in found if one.draw in options.fit])
    measured = [one for one in found if one.draw in (options.only or ())]
    for name, used in (("As the weights say", {}), ("Calibrated", fitted)):
        print(f"## {name}\n\n{measures(measured, probabilities(measured, used))}\n")
    if options.write:
        values = {kind: {"slope": round(fit.slope, 2), "shift": round(fit.shift, 2)} for kind, fit in fitted.items()}
        WEIGHTS.with_name("calibration.yaml").write_text(
            _HEAD + yaml.safe_dump(values, sort_keys=False, default_flow_style=None), "utf-8"
        )
    return 0


def calibrations(fitted: Sequence[Example]) -> dict[str, Calibration]:
    """For each kind of claims a logistic regression of one number, the log odds of the weights."""
    weights, found = shipped_weights(), {}
    for kind in REPORT_KINDS:
        own = [one for one in fitted if one.kind == kind]
        odds = np.array([[weights.odds(one.seen)] for one in own])
        model = LogisticRegression().fit(odds, [one.usable for one in own])
        found[kind] = Calibration(float(model.coef_[0, 0]), float(model.intercept_[0]))
    return found


def probabilities(found: Sequence[Example], used: Mapping[str, Calibration]) -> Floats:
    """What the weights say of each claim, calibrated where there is a calibration."""
    weights, same = shipped_weights(), Calibration(1, 0)
    return np.array([probability(used.get(one.kind, same).odds(weights.odds(one.seen))) for one in found])


if __name__ == "__main__":
    sys.exit(main())
