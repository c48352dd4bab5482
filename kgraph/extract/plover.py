"""PLOVER's code of a report: what its type codes for where it has happened, and the intent where it is only planned or refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kgraph.model import Modality, Polarity, Report
from kgraph.ontology import EventType


def plover_root(report: Report, kind: EventType) -> str:
    """The PLOVER root of a report, "" for types that PLOVER has no place for."""
    rules = _rules()
    if not kind.plover or kind.plover in rules["words"]:
        return kind.plover
    if not report.future or report.modality not in (Modality.PLANNED, Modality.CONDITIONAL):
        return kind.plover
    intent = "planned" if report.polarity is Polarity.POSITIVE else "refused"
    return str(rules[intent].get(kind.orientation, kind.plover))


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = yaml.safe_load((files("kgraph") / "data" / "plover.yaml").read_text("utf-8"))
    return rules
