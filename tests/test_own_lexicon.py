"""What docs/lexicon.md tells a new user to do, done: a folder of own types is checked, tried, built with, and asked for."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from kgraph.cli import FAILED, OK, USAGE, main

DOCS = Path(__file__).resolve().parents[1] / "docs" / "lexicon.md"
RAIN = "Rain\n\nThe farmers of Brask prayed for rain on Sunday.\n"
SUN = "Sun\n\nMara Ilves prayed for sun in Kelm. Tomas Rehn met Ada Lund.\n"
QUERY = "SELECT ?label { ?event a kg:Praying ; rdfs:label ?label }"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new user, who has copied the entry of the docs and written two articles."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "articles"):
        (tmp_path / name).mkdir()
    entry = re.search(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert entry is not None
    (tmp_path / "mine" / "prayer.yaml").write_text(entry[1], "utf-8")
    (tmp_path / "articles" / "rain.txt").write_text(RAIN, "utf-8")
    (tmp_path / "articles" / "sun.txt").write_text(SUN, "utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = OK) -> tuple[str, str]:
    capsys.readouterr()
    assert main(arguments) == status
    return capsys.readouterr()


@pytest.mark.usefixtures("folder")
def test_the_entry_of_the_docs_is_sound_and_laid_out(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, "lexicon", "check", "mine")
    assert (out, err) == ("", "kgraph: event types: 1, sentences tried: 3, faults: 0\n")
    assert err.strip() in DOCS.read_text("utf-8")
    assert run(capsys, "lexicon", "format", "--check", "mine") == ("", "")


def test_the_check_has_a_status_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    path = folder / "mine" / "prayer.yaml"
    path.write_text(path.read_text("utf-8").replace("parent: Communication", "parent: Comunication"), "utf-8")
    out, _ = run(capsys, "lexicon", "check", "mine", status=FAILED)
    assert "mine/prayer.yaml:1: Praying: parent 'Comunication' is unknown" in out
    assert "[bad-lexicon]" in run(capsys, "lexicon", "check", "nowhere", status=USAGE)[1]
    assert "[bad-lexicon]" in run(capsys, "build", "articles", "--lexicon", "mine", status=USAGE)[1]
    assert sorted(path.name for path in folder.rglob("*") if "output" not in path.parts) == before


@pytest.mark.usefixtures("folder")
def test_extraction_finds_the_type(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "extract", "articles", "--lexicon", "mine")
    types = [[report["type"] for report in json.loads(line)["reports"]] for line in out.splitlines()]
    assert types == [["Praying"], ["Praying", "Meeting"]]
    out, _ = run(capsys, "extract", "articles", "--lexicon", "mine", "--format", "predictions")
    assert [event["root"] for line in out.splitlines() for event in json.loads(line)["events"]].count("COMMUNICATION") == 2


def test_a_build_has_the_type_everywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In queries, in the ontology, on the page and in exports; and status knows the lexicon that it was made with."""
    path = folder / "mine" / "prayer.yaml"
    path.write_text(path.read_text("utf-8").replace("  phrase:", '  cameo: "022"\n  plover: REQUEST\n  phrase:'), "utf-8")
    run(capsys, "build", "articles", "--lexicon", "mine", "-o", "output", "--processes", "2")
    out, _ = run(capsys, "query", QUERY, "-d", "output", "--format", "csv")
    assert "the farmers of Brask prayed for rain" in out
    out, _ = run(capsys, "query", "SELECT ?d { kg:Praying skos:definition ?d }", "-d", "output", "--format", "csv")
    assert "Asks a god for help." in out
    assert '"Praying":{"label":"Praying","root":"Communication"}' in (folder / "output" / "explore.html").read_text("utf-8")
    out, _ = run(capsys, "export", "-d", "output", "--format", "csv")
    codes = {(row["root_code"], row["EventCode"]) for row in csv.DictReader(io.StringIO(out)) if row["event_type"] == "Praying"}
    assert codes == {("REQUEST", "022")}
    assert run(capsys, "status", "-d", "output", "--lexicon", "mine")[0] == "up to date\n"
    out, _ = run(capsys, "status", "-d", "output", status=FAILED)
    assert out.splitlines() == ["event lexicon changed", "2 of 2 unchanged articles to extract again"]


def test_the_folder_can_stand_in_the_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kgraph.toml").write_text('lexicon = ["mine"]\n', "utf-8")
    out, _ = run(capsys, "extract", "articles/rain.txt")
    assert json.loads(out)["reports"][0]["type"] == "Praying"
