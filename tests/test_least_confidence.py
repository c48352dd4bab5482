"""What is too unsure for a graph stays out of it, unless a setting says otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kgraph.build import extract_each
from kgraph.errors import SettingsError
from kgraph.extract.worth import sure_enough
from kgraph.ingest.furniture import classify
from kgraph.model import LEAST_CONFIDENCE, Article, Extraction, Modality, Polarity, Report, Span
from kgraph.settings import Settings, read_settings


def report(number: int, confidence: float, *, within: int | None = None, same_as: int | None = None) -> Report:
    here = Span(number, number + 1)
    return Report(
        id=number,
        type="Meeting",
        lemma="meet",
        trigger=here,
        sentence=here,
        participants=(),
        polarity=Polarity.POSITIVE,
        modality=Modality.ACTUAL,
        confidence=confidence,
        within=within,
        same_as=same_as,
    )


def extraction(*reports: Report) -> Extraction:
    article = Article(id="0" * 16, text="x" * 20, blocks=(), origin="test", published=date(2026, 1, 2))
    return Extraction(article, (), (), (), (), reports)


def confidences(found: Extraction) -> list[float]:
    return [each.confidence for each in found.reports]


def test_reports_of_which_kgraph_is_less_sure_are_left_out_and_the_others_numbered_anew() -> None:
    found = sure_enough(extraction(report(0, 0.2), report(1, 0.9), report(2, 0.4)), 0.4)
    assert confidences(found) == [0.9, 0.4]
    assert [each.id for each in found.reports] == [0, 1]


def test_nothing_is_left_out_at_nought() -> None:
    whole = extraction(report(0, 0.0), report(1, 1.0))
    assert sure_enough(whole, 0) == whole


def test_what_a_report_is_part_of_stays() -> None:
    found = sure_enough(extraction(report(0, 0.1), report(1, 0.9, within=0)), 0.5)
    assert confidences(found) == [0.1, 0.9]
    assert found.reports[1].within == 0


def test_the_next_report_of_an_event_stands_for_it_where_the_first_is_left_out() -> None:
    found = sure_enough(extraction(report(0, 0.1), report(1, 0.8, same_as=0), report(2, 0.9, same_as=0)), 0.5)
    assert [(each.id, each.same_as) for each in found.reports] == [(0, None), (1, 0)]


def test_a_setting_says_how_sure_is_sure_enough() -> None:
    text = "Mayor Ida Lund met Per Holt in Brask on Friday. They would perhaps have wanted that it could be better."
    article = Article(id="1" * 16, text=text, blocks=classify(text).blocks, origin="test")
    none, every = (
        [found for found in extract_each([article], Settings(least_confidence=least)) if isinstance(found, Extraction)]
        for least in (1.0, 0.0)
    )
    assert not none[0].reports
    assert every[0].reports


def test_the_setting_is_a_number_between_nought_and_one(tmp_path: Path) -> None:
    assert Settings().least_confidence == LEAST_CONFIDENCE
    file = tmp_path / "kgraph.toml"
    file.write_text("least_confidence = 0\n")
    assert read_settings(file, {}).least_confidence == 0
    for wrong in ("1.5", "true", '"high"', "nan"):
        file.write_text(f"least_confidence = {wrong}\n")
        with pytest.raises(SettingsError, match="least_confidence"):
            read_settings(file, {})
