"""How an event is coded: once, at the report, so that every command, table and query shows the same code."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.build import build
from kgraph.cli import OK, main
from kgraph.coding.plover import plover_root
from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Report
from kgraph.settings import Settings

# The sentence, the event's type, and the PLOVER root of its report.
CASES = {
    "what happened has the code of its type": ("Norway met Sweden.", "Meeting", "CONSULT"),
    "a plan is an agreement": ("Norway will meet Sweden on Friday.", "Meeting", "AGREE"),
    "a planned attack is a threat": ("Norway will attack Sweden on Friday.", "Attack", "THREATEN"),
    "a refusal is a rejection": ("Norway refused to meet Sweden.", "Meeting", "REJECT"),
    "not to meet is no refusal": ("Norway did not meet Sweden.", "Meeting", "CONSULT"),
    "to pledge support is to support": ("Norway will praise Sweden.", "Praise", "SUPPORT"),
    "PLOVER has no place for sports": ("Norway beat Sweden in the final.", "Win", ""),
}


@pytest.mark.parametrize(("text", "kind", "root"), CASES.values(), ids=CASES.keys())
def test_plover_root(nlp: Language, text: str, kind: str, root: str) -> None:
    assert plover_root(_report(nlp, text, kind), shipped_lexicon().types[kind]) == root


def _report(nlp: Language, text: str, kind: str) -> Report:
    made = article(text, "a", "a")
    assert isinstance(made, Article)
    found = next(extract(made, doc, shipped_lexicon()) for _, doc in parse([made], nlp))
    return next(report for report in found.reports if report.type == kind)


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coding")
    (folder / "a.txt").write_text("Norway refused to meet Sweden. Norway refused to praise Denmark.\n", "utf-8")
    build([folder / "a.txt"], folder / "out", Settings())
    return folder


def test_extract_and_export_code_an_event_alike(refusals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", "predictions", "--coded", str(refusals / "a.txt")]) == OK
    lines = map(json.loads, capsys.readouterr().out.splitlines())
    predicted = {(event["type"], event["root"]) for line in lines for event in line["events"]}
    rows = _rows(refusals, capsys)
    assert predicted >= {("Meeting", "REJECT"), ("Praise", "REJECT")}
    assert {(row["event_type"], row["root_code"]) for row in rows} == predicted
    assert {(row["EventRootCode"], row["QuadClass"], row["Intensity"]) for row in rows} == {("12", "3", "-3")}


def _rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[Mapping[str, str]]:
    assert main(["export", "--format", "csv", "-d", str(folder / "out")]) == OK
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_a_query_shows_the_code_of_the_report(refusals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "queries/coded.rq", "-d", str(refusals / "out"), "--format", "json", "--at-least", "0"]) == OK
    assert {row["code"] for row in json.loads(capsys.readouterr().out)} == {"REJECT"}
