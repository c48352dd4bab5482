"""Queries by their names: from a checkout, from an installed wheel, and what is said of a name that nobody knows."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kgraph import rdf
from kgraph.cli import OK, USAGE, main
from kgraph.errors import QueryError
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.rdf.catalogue import NamedQuery, catalogue, comment, described, is_sparql, looked_up, named, names
from kgraph.settings import Settings
from tests import builders

ROOT = Path(__file__).resolve().parents[1]
OWN = """# Who lives where. Read a row as a person and a place.
# parameters: who where limit
#   where: any name of the place
SELECT ?who ?where WHERE { ?who kg:livesIn ?where } ORDER BY ?who LIMIT 7
"""


def test_the_catalogue_has_every_query_of_the_repository() -> None:
    assert list(names()) == sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))


def test_a_query_has_a_title_a_description_and_parameters_with_defaults() -> None:
    query = named("timeline")
    assert query.title == "Everything that an entity took part in, in order of time."
    assert query.description.endswith("Events without a known day come first.")
    assert [(parameter.name, parameter.default) for parameter in query.parameters] == [
        ("name", ""),
        ("atLeast", str(SHOWN_CONFIDENCE)),
    ]


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_every_parameter_is_explained(query: NamedQuery) -> None:
    for parameter in query.parameters:
        assert parameter.help, parameter.name


def test_a_query_of_ones_own_explains_itself_in_the_same_way() -> None:
    query = described("homes", OWN)
    assert (query.title, query.description) == ("Who lives where.", "Read a row as a person and a place.")
    assert [(each.name, each.default, each.help) for each in query.parameters] == [
        ("who", "", ""),
        ("where", "", "any name of the place"),
        ("limit", "7", "the most rows that are listed; 0 lists all"),
    ]
    assert comment(OWN) == "Who lives where. Read a row as a person and a place."


@pytest.mark.parametrize(
    "given",
    ["DESCRIBE <https://example.org/x>", "describe<urn:x>", "ASK { ?s ?p ?o }", "PREFIX x: <urn:x> DESCRIBE x:y", "# a\nASK {}"],
)
def test_sparql_is_not_taken_for_a_file(given: str) -> None:
    assert is_sparql(given)
    assert looked_up(given).text == given


@pytest.mark.parametrize("given", ["meetings", "describe.rq", "my queries/describe.rq", "select", "ask-me"])
def test_a_name_is_not_taken_for_sparql(given: str) -> None:
    assert not is_sparql(given)


def test_a_folder_of_the_same_name_does_not_hide_a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    assert looked_up("articles").title.startswith("The articles:")


def test_a_file_of_ones_own_needs_no_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "homes").write_text(OWN, "utf-8")
    assert looked_up("homes").title == "Who lives where."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("meeting", "no query has the name 'meeting'; did you mean meetings? `kgraph query --list` lists them"),
        ("says", "did you mean who-says"),
        ("zzz", "no query has the name 'zzz'; `kgraph query --list` lists them"),
        (
            "elsewhere/meetings.rq",
            "cannot be read: No such file or directory; kgraph comes with a query of this name: kgraph query meetings",
        ),
        ("elsewhere/own.rq", "elsewhere/own.rq: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_found_is_told_with_what_may_be_meant(given: str, told: str) -> None:
    with pytest.raises(QueryError) as raised:
        looked_up(given)
    assert told in str(raised.value)


def test_the_command_lists_and_describes_and_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == OK
    listed = capsys.readouterr().out
    assert all(name in listed for name in names())
    assert main(["query", "timeline", "--list"]) == OK
    told = capsys.readouterr().out
    assert "  name     any name of the entity\n" in told
    assert "kgraph query timeline --set name=..." in told
    assert main(["query", "timeline", "--show"]) == OK
    assert capsys.readouterr().out == (ROOT / "queries" / "timeline.rq").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["timeline", "--set", "who=Rehn"], "no parameter 'who'; its parameters are name and atLeast"),
        (["timeline", "--set", "Rehn"], "--set 'Rehn': write NAME=VALUE; its parameters are name and atLeast"),
        (["meetings", "--set", "name=Rehn"], "its only parameter is atLeast"),
        (["SELECT ?b ?a { ?a a ?b }", "--set", "c=Rehn"], "no parameter 'c'; its variables are a and b"),
        (["DESCRIBE <urn:x>", "--set", "c=Rehn"], "no parameter 'c'; it has none"),
    ],
)
def test_a_wrong_parameter_is_answered_with_the_right_ones(
    asked: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extractions, resolution = builders.everything()
    rdf.write(extractions, resolution, tmp_path / "store", base_iri=Settings().base_iri, lexicon=builders.lexicon())
    assert main(["query", *asked, "-d", str(tmp_path)]) == USAGE
    assert told in capsys.readouterr().err


def test_the_wheel_has_the_queries(tmp_path: Path) -> None:
    """Built and unpacked somewhere else, as an installer does it."""
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True, timeout=120
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    listed = subprocess.run(
        [sys.executable, "-m", "kgraph.cli", "query", "meetings", "--list"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert b"Who met whom" in listed.stdout
    assert {path.name for path in (tmp_path / "site").iterdir() if path.suffix != ".dist-info"} == {"kgraph"}


def test_an_answer_without_rows_says_how_to_find_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extractions, resolution = builders.everything()
    rdf.write(extractions, resolution, tmp_path / "store", base_iri=Settings().base_iri, lexicon=builders.lexicon())
    assert main(["query", "timeline", "--set", "name=Nobody", "-d", str(tmp_path)]) == OK
    least = "nothing found among events with a confidence of 0.85 and more; --at-least 0 looks at all"
    assert least in capsys.readouterr().err
    assert main(["query", "timeline", "--set", "name=Nobody", "--at-least", "0", "-d", str(tmp_path)]) == OK
    assert capsys.readouterr().err == "kgraph: nothing found\n"


def test_the_program_alone_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == USAGE
    told = capsys.readouterr().err
    assert "completion" in told
    assert "Begin with: kgraph build FOLDER-OF-ARTICLES" in told
