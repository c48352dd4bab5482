"""The PLOVER root of a report: that of its type where the event happened, and the intent where it is only planned or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from kgraph.lexicon import Lexicon
from kgraph.model import Modality, Polarity, Report
from kgraph.shipped import shipped


class Coded(Protocol):
    """What coding asks of an event type, be it from a lexicon or from a graph."""

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


def with_codes(reports: tuple[Report, ...], text: str, lexicon: Lexicon) -> tuple[Report, ...]:
    """The reports of an article's text, each with the code that its stance gives it.

    This is the only place that codes an event. Whoever shows or exports a code reads it from the report.
    """
    return tuple(_with_code(report, lexicon.types.get(report.type), text) for report in reports)


def plover_root(report: Report, kind: Coded | None) -> str:
    """The PLOVER root of a coded report of a type, "" for types that PLOVER has no place for."""
    return report.code or (kind.plover if kind is not None else "")


def _with_code(report: Report, kind: Coded | None, text: str) -> Report:
    code = _stance_code(report, kind, text) if kind is not None and kind.plover else ""
    return replace(report, code=code) if code else report


def _stance_code(report: Report, kind: Coded, text: str) -> str:
    """The code of an event that is planned or refused, "" where it is that of the event's type."""
    rules = coding_rules()
    intended = report.future and report.modality in (Modality.PLANNED, Modality.CONDITIONAL)
    if report.polarity is Polarity.NEGATIVE:
        acted = report.modality is Modality.ACTUAL and (kind.plover in rules["acts"] or _is_refusal(report, text))
        code = rules["refused"].get(kind.orientation, "") if intended or acted else ""
    else:
        code = rules["planned"].get(kind.orientation, "") if intended and kind.plover not in rules["words"] else ""
    return "" if code == kind.plover else str(code)


def _is_refusal(report: Report, text: str) -> bool:
    """Whether somebody would not or could not, rather than simply did not."""
    stems = tuple(coding_rules()["refusals"])
    return any(cue.of(text).lower().startswith(stems) for cue in report.cues)


def coding_rules() -> Mapping[str, Any]:
    """The lists and tables of data/plover.yaml by their names."""
    return shipped("plover.yaml")
