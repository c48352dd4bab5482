"""PLOVER's code of a report: what its type codes for where it has happened, and the intent where it is only planned or refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import yaml

from kgraph.model import Modality, Polarity, Report


class Coded(Protocol):
    """What coding asks of an event type, whether a lexicon or a graph tells it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def plover(self) -> str:
        """Its PLOVER root, or ""."""

    @property
    def cameo(self) -> str:
        """Its CAMEO code, or ""."""

    @property
    def orientation(self) -> str:
        """Whether it is cooperation, conflict, or neither."""


def plover_root(report: Report, kind: Coded, text: str) -> str:
    """The PLOVER root of a report of an article's text, "" for types that PLOVER has no place for."""
    rules = coding_rules()
    code = kind.plover
    if not code:
        return ""
    intended = report.future and report.modality in (Modality.PLANNED, Modality.CONDITIONAL)
    if report.polarity is Polarity.NEGATIVE:
        refused = intended or (report.modality is Modality.ACTUAL and (code in rules["acts"] or _is_refusal(report, text)))
        return str(rules["refused"].get(kind.orientation, code)) if refused else code
    return str(rules["planned"].get(kind.orientation, code)) if intended and code not in rules["words"] else code


def _is_refusal(report: Report, text: str) -> bool:
    """Whether somebody would not or could not, rather than simply did not."""
    stems = tuple(coding_rules()["refusals"])
    return any(cue.of(text).lower().startswith(stems) for cue in report.cues)


@cache
def coding_rules() -> Mapping[str, Any]:
    """The lists and tables of data/plover.yaml by their names."""
    rules: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / "plover.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return rules
