"""Every query of the project answers what its comment says, on the corpus built by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset

from kgraph import rdf
from kgraph.rdf import store
from kgraph.rdf.query import comment, parameters_of, run
from tests import builders

FOLDER = Path(__file__).resolve().parents[1] / "queries"
QUERIES = sorted(FOLDER.glob("*.rq"))
VALUES = {"name": "Ilves", "source": "Ilves", "target": "Tomas Rehn", "event": "Mara Ilves met Tomas Rehn"}


@pytest.fixture(scope="module")
def quads() -> list[pyoxigraph.Quad]:
    return list(
        rdf.graph_quads(
            builders.extractions(), builders.resolution(), base_iri="https://w3id.org/kgraph/", lexicon=builders.lexicon()
        )
    )


@pytest.fixture(scope="module")
def disk(quads: list[pyoxigraph.Quad], tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("queries") / "store"
    store.write(quads, folder)
    return store.open_store(folder)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text("utf-8")


def test_there_are_enough_queries() -> None:
    assert len(QUERIES) >= 16


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_says_what_it_answers_and_answers_it(path: Path, disk: Dataset) -> None:
    text = path.read_text("utf-8")
    assert comment(text).endswith(".")
    assert "ORDER BY" in text
    assert run(disk, text).rows
    assert run(disk, text, {name: VALUES[name] for name in parameters_of(text)}).rows


ANSWERS = [
    ("meetings", {}, ("Mara Ilves", "Tomas Rehn", "2024-03-12", "Brask")),
    ("invitations", {}, ("Mara Ilves", "Tomas Rehn", "Kelm", "2024-03-13", "happened", "She invited him to Kelm.")),
    ("who-blamed-whom", {}, ("Mara Ilves", "Tomas Rehn", "the collapse of the grain exports")),
    ("what-did-x-do-to-y", {"source": "Ilves", "target": "Rehn"}, ("2024-03-12", "Meeting", "Mara Ilves met Tomas Rehn", "happened")),
    ("both-sides", {}, ("Both sides agreed", "it did not happen", "the article", "Both sides did not agree to a ceasefire.")),
    ("both-sides", {}, ("Both sides agreed", "it happened", "Officials", "Officials said the two agreed to a ceasefire.")),
    ("timeline", {"name": "Rehn"}, ("2024-05-01", "2024-05-31", "Tomas Rehn visited Kelm", "Visit", "agent", "planned")),
    ("did-not-happen", {}, ("Both sides agreed", "Agreement", "disputed", "the article", "Both sides did not agree to a ceasefire.")),
    ("planned", {}, ("Tomas Rehn visited Kelm", "Visit", "planned", "2024-05-01", "2024-05-31", "He plans to visit Kelm in May.")),
    ("statements", {}, ("Mara Ilves", "said", "direct", "Veld broke its word on grain exports")),
    ("dyads", {}, ("Mara Ilves", "Tomas Rehn")),
    ("places", {}, ("Kelm", "2", "2024-03-13", "2024-03-15")),
    ("most-reported", {}, ("Mara Ilves met Tomas Rehn", "Meeting", "2024-03-12", "happened", "2", "2")),
    ("evidence", {"event": "Both sides agreed"}, ("Both sides agreed", "disputed")),
    ("aliases", {"name": "Orlan"}, ("Orlan Lines", "Company", "1", "Orlan")),
    ("articles-by-event", {"event": "Dockers: cheer"}, ("Dockers: cheer", 'Dockers of "Red Pier" strike')),
    ("who-says-what-about-whom", {}, ("Mara Ilves", "Veld", "Veld: break", "Veld broke its word on grain exports")),
    ("entity-types", {}, ("City", "2", "2", "5")),
    ("event-types", {}, ("Meeting", "CONSULT", "1", "1")),
    ("groups", {}, ("Both sides", "Mara Ilves")),
    ("actors-by-country", {}, ("ORL", "Mara Ilves", "GOV", "3")),
    ("unknown-events", {}, ("break", "1", "“Veld broke its word on grain exports,” Ilves said.")),
    ("articles", {}, ("Rehn to visit Kelm in May", "Veld Daily", "2024-03-13T09:30:00", "3", "feed.jsonl:2")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameters", "row"), ANSWERS, ids=[f"{name}-{row[0]}-{row[1]}" for name, _, row in ANSWERS])
def test_answer_holds_the_row(name: str, parameters: dict[str, str], row: tuple[str, ...], disk: Dataset) -> None:
    rows = run(disk, text_of(name), parameters).rows
    assert row in [found[: len(row)] for found in rows], rows


def test_every_query_has_an_answer_that_is_tested() -> None:
    assert {path.stem for path in QUERIES} == {name for name, _, _ in ANSWERS}


def test_a_statement_whose_source_is_not_known_is_given_to_nobody() -> None:
    """An OPTIONAL over an unbound source would give it to every entity in turn."""
    talks = builders.talks()
    unknown = replace(talks.attributions[1], source=None, chain=None)
    changed = (builders.harbour(), replace(talks, attributions=(talks.attributions[0], unknown)), builders.dock())
    kept = pyoxigraph.Store()
    kept.extend(rdf.graph_quads(changed, builders.resolution(), base_iri="https://w3id.org/kgraph/", lexicon=builders.lexicon()))
    for query in ("statements", "who-says-what-about-whom"):
        rows = [row for row in run(kept, text_of(query)).rows if "the two agreed to a ceasefire" in row]
        assert {row[0] for row in rows} == {"not named"}
