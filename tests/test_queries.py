"""Every query of the project answers what its comment says, on the corpus built by hand."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest
from msgspec import structs
from rdflib import Dataset

from benchmarks.speed.queries import concatenated
from kgraph import rdf
from kgraph.errors import QueryError
from kgraph.model import SHOWN_CONFIDENCE, Role
from kgraph.rdf import shapes, store
from kgraph.rdf.catalogue import comment
from kgraph.rdf.query import limit_of, parameters_of, run
from scripts.queries import VALUES
from tests import builders

FOLDER = Path(__file__).resolve().parents[1] / "queries"
QUERIES = sorted(FOLDER.glob("*.rq"))
BASE = "https://w3id.org/kgraph/"


@pytest.fixture(scope="module")
def quads() -> list[pyoxigraph.Quad]:
    extractions, resolution = builders.everything()
    return list(rdf.graph_quads(extractions, resolution, base_iri=BASE, lexicon=builders.lexicon()))


@pytest.fixture(scope="module")
def disk(quads: list[pyoxigraph.Quad], tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    folder = tmp_path_factory.mktemp("queries") / "store"
    store.write(quads, folder)
    return store.open_quads(folder)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text("utf-8")


def test_there_are_enough_queries() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_says_what_it_answers_and_answers_it(path: Path, disk: pyoxigraph.Store) -> None:
    text = path.read_text("utf-8")
    says = comment(text)
    assert says.endswith((".", "?"))
    assert len(re.split(r"(?<=[.?:])\s+", says)) >= 2, "it must tell as well how to read the answer"
    assert "ORDER BY" in text
    assert run(disk, text).rows
    names = parameters_of(text)
    assert all(re.search(rf"\?{name}\b", text) for name in names)
    assert run(disk, text, {name: VALUES[name] for name in names}).rows


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_queries_leave_out_the_same_events_as_the_page(path: Path) -> None:
    least = re.findall(r'COALESCE\(\?atLeast, "(.*?)"\)', path.read_text("utf-8"))
    assert set(least) <= {str(SHOWN_CONFIDENCE)}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_no_row_stands_twice(path: Path, disk: pyoxigraph.Store) -> None:
    rows = run(disk, path.read_text("utf-8")).rows
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_other_engines_find_the_same(path: Path, quads: list[pyoxigraph.Quad], disk: pyoxigraph.Store) -> None:
    """What holds in rdflib's own engine is SPARQL, not a habit of Oxigraph."""
    memory = Dataset(default_union=False)
    memory.parse(data=pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"", format="nquads")
    parameters = {name: VALUES[name] for name in parameters_of(path.read_text("utf-8"))}
    ours, theirs = (run(graph, path.read_text("utf-8"), parameters) for graph in (disk, memory))
    assert sorted(map(str, ours.rows)) == sorted(map(str, theirs.rows))


def test_the_commands_of_the_page_of_queries_can_be_given() -> None:
    """scripts.data says whether the answers below them are those of the sample."""
    page = (FOLDER.parent / "docs" / "queries.md").read_text("utf-8")
    commands = [shlex.split(line) for line in re.findall(r"^    kgraph query (.*)$", page, re.MULTILINE)]
    assert {command[0] for command in commands} == {path.stem for path in QUERIES}
    for name, *options in commands:
        given = {value.partition("=")[0] for option, value in pairwise(options) if option == "--set"}
        assert given <= set(parameters_of(text_of(name)))


FEWER, MORE = "3 sailors drowned on Saturday.", "5 sailors drowned on Monday."
MET, INVITED, BROKE = (
    "President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday.",
    "She invited him to Kelm.",
    "“Veld broke its word on grain exports,” Ilves said.",
)
BLAMED = "She blamed Rehn for the collapse of the grain exports."
AFFIRMED, DENIED = "Officials said the two agreed to a ceasefire.", "Both sides did not agree to a ceasefire."
PLAN, VISIT, AGAIN = "He plans to visit Kelm in May.", "Rehn visited Kelm on Monday.", "He plans to meet Ilves in June."
DAY = {"from": "2024-03-12", "to": "2024-03-12"}
ANSWERS = [
    ("meetings", {}, ("2024-03-12", "Mara Ilves | Tomas Rehn", "Brask", "2", MET)),
    ("invitations", {}, ("2024-03-13", "Mara Ilves", "Tomas Rehn", "Kelm", "happened", INVITED)),
    ("sub-events", {}, ("Mara Ilves met Tomas Rehn", "Mara Ilves invited Tomas Rehn", "Invitation", "happened", INVITED)),
    ("who-blamed-whom", {}, ("Mara Ilves", "Tomas Rehn", "the collapse of the grain exports")),
    ("what-did-x-do-to-y", {"source": "Ilves", "target": "Rehn"}, ("2024-03-12", "Meeting", "Mara Ilves met Tomas Rehn", "happened")),
    ("both-sides", {}, ("Both sides agreed", "it did not happen", "the article", DENIED)),
    ("both-sides", {}, ("Both sides agreed", "it happened", "Officials", AFFIRMED)),
    ("sources-disagree", {}, ("Both sides agreed", "Officials", "the article", AFFIRMED, DENIED)),
    ("timeline", {"name": "Rehn"}, ("2024-05-13", "2024-05-13", "Tomas Rehn visited Kelm", "Visit", "agent", "happened")),
    ("did-not-happen", {}, ("Both sides agreed", "Agreement", "disputed", "the article", DENIED, "not")),
    ("planned", {}, ("Mara Ilves to meet Tomas Rehn", "Meeting", "planned", "2024-06-01", "2024-06-30", "the article", AGAIN, "plans")),
    ("plans-and-outcomes", {}, ("Tomas Rehn visited Kelm", "2024-05-13", "planned", PLAN, "happened", VISIT)),
    ("statements", {}, ("Mara Ilves", "said", "direct", "Veld broke its word on grain exports")),
    ("dyads", {}, ("Mara Ilves", "Tomas Rehn", "2", "1", "3")),
    ("places", {}, ("Kelm", "3", "2024-03-13", "2024-05-13")),
    ("most-reported", {}, ("Mara Ilves met Tomas Rehn", "Meeting", "2024-03-12", "happened", "2", "2")),
    ("evidence", {"event": "Both sides agreed"}, ("Both sides agreed", "disputed")),
    ("evidence", {"event": "Veld: break"}, ("Veld: break", "happened", BROKE, "positive, actual", "Mara Ilves")),
    ("aliases", {"name": "Ilves"}, ("Mara Ilves", "Person", "5", "Ilves", "")),
    ("aliases", {"name": "Kelm"}, ("Kelm", "City", "3", "", "https://sws.geonames.org/1/")),
    ("articles-by-event", {"event": "Dockers: cheer"}, ("Dockers: cheer", 'Dockers of "Red Pier" strike')),
    ("who-says-what-about-whom", {}, ("Mara Ilves", "Veld", "Veld: break", "Veld broke its word on grain exports")),
    ("who-says", {"event": "Both sides agreed"}, ("Both sides agreed", "Officials", "positive, actual", "said")),
    ("who-says", {"event": "Both sides agreed"}, ("Both sides agreed", "the article", "negative, actual", None)),
    ("claims-of-x", {"speaker": "Ilves"}, ("Veld: break", "positive, actual", "happened", BROKE)),
    ("one-voice", {}, ("the mayor", "At least 14 people died", "Death", "At least 14 people died in Kelm, the mayor said.")),
    ("tolls-disagree", {}, ("3 sailors and 5 sailors died", "3", "2024-05-14", FEWER)),
    ("tolls-disagree", {}, ("3 sailors and 5 sailors died", "5", "2024-05-14", MORE)),
    ("dates-disagree", {}, ("3 sailors and 5 sailors died", "2024-05-11", "2024-05-13", FEWER, MORE)),
    ("deaths", {}, ("2024-05-13", "Kelm", "At least 14 people", "14", "At least 14 people died", "the mayor")),
    ("events-of-days", DAY, ("2024-03-12", "2024-03-12", "Mara Ilves met Tomas Rehn", "Meeting", "day", "stated")),
    ("by-month", {}, ("2024-05", "1", "0", "2")),
    ("times", {}, ("stated", "day", "4", "2024-03-12", "2024-05-13")),
    ("subtypes", {"root": "kg:Consult"}, ("Consult", "Meeting", "Two sides meet.", "2", "1")),
    ("subtypes", {"root": "kg:Consult"}, ("Consult", "Consult", "Two sides talk.", "0", "0")),
    ("who-with-x", {"name": "Rehn"}, ("Mara Ilves", "3", "2", "1")),
    ("entity-types", {}, ("City", "2", "2", "5")),
    ("event-types", {}, ("Meeting", "CONSULT", "2", "1")),
    ("groups", {}, ("Both sides", "Mara Ilves")),
    ("actors-by-country", {}, ("ORL", "Mara Ilves", "GOV", "4")),
    ("unknown-events", {}, ("break", "1", BROKE)),
    ("coded", {}, ("CONSULT", "Meeting", "Mara Ilves met Tomas Rehn", "happened", MET)),
    ("coded", {}, ("AGREE", "Meeting", "Mara Ilves to meet Tomas Rehn", "planned", AGAIN)),
    ("one-origin", {}, ("Mara Ilves invited Tomas Rehn", "Invitation", "happened", "1", "Orlan and Veld leaders meet in Brask")),
    ("who-is-alone", {}, ("Mara Ilves invited Tomas Rehn", "Invitation", "1", None, "Orlan and Veld leaders meet in Brask", INVITED)),
    ("claim-over-time", {"event": "Both sides agreed"}, ("Both sides agreed", "2024-03-13", "2024-03-13", "Officials", "positive, actual")),
    ("articles", {}, ("Rehn to visit Kelm in May", "Veld Daily", "2024-03-13T09:30:00", "3", "feed.jsonl")),
]  # fmt: skip


FIRST = [
    ("one-origin", ("Mara Ilves blamed Tomas Rehn", "Blame", "happened", "1", "Orlan and Veld leaders meet in Brask")),
    ("who-is-alone", ("Mara Ilves blamed Tomas Rehn", "Blame", "1", None, "Orlan and Veld leaders meet in Brask", BLAMED)),
    ("dyads", ("Mara Ilves", "Tomas Rehn", "2", "1", "3")),
    ("planned", ("Mara Ilves to meet Tomas Rehn", "Meeting", "planned", "2024-06-01", "2024-06-30", "the article", AGAIN, "plans")),
    ("did-not-happen", ("Both sides agreed", "Agreement", "disputed", "the article", DENIED, "not")),
    ("one-voice", ("the mayor", "At least 14 people died", "Death", "At least 14 people died in Kelm, the mayor said.")),
    ("statements", ("the mayor", "said", "indirect", "At least 14 people died in Kelm")),
    ("most-reported", ("Mara Ilves met Tomas Rehn", "Meeting", "2024-03-12", "happened", "2", "2")),
    ("unknown-events", ("break", "1", BROKE)),
    ("coded", ("ACCUSE", "Blame", "Mara Ilves blamed Tomas Rehn", "happened", BLAMED)),
]  # fmt: skip
"""What each query with a limit lists first: what most is told of, or what the newest article tells."""


def test_every_limit_is_tested_and_told() -> None:
    limited = {path: limit for path in QUERIES if (limit := limit_of(path.read_text("utf-8")))}
    assert {path.stem for path in limited} == {name for name, _ in FIRST}
    for path, limit in limited.items():
        assert re.search(rf" {limit:,}[ ,]", comment(path.read_text("utf-8"))), path.name


@pytest.mark.parametrize(("name", "row"), FIRST, ids=[name for name, _ in FIRST])
def test_a_limit_lists_the_first(name: str, row: tuple[str | None, ...], disk: pyoxigraph.Store) -> None:
    one = run(disk, text_of(name), {"limit": "1"})
    assert (len(one.rows), one.limit) == (1, 1)
    assert one.rows[0][: len(row)] == row


@pytest.mark.parametrize("name", [name for name, _ in FIRST])
def test_a_limit_of_none_lists_all(name: str, disk: pyoxigraph.Store) -> None:
    everything = run(disk, text_of(name), {"limit": "0"})
    assert everything == run(disk, text_of(name))
    assert everything.limit is None
    few = run(disk, text_of(name), {"limit": "2"})
    assert list(few.rows) == [row for row in everything.rows if row in few.rows]


def test_words_that_decided_stand_in_the_order_of_the_text() -> None:
    """Cut out of the sentence, by the characters of each."""
    harbour = builders.harbour()
    text, report = harbour.article.text, harbour.reports[2]
    cues = (builders.at(text, "Both"), *report.cues)
    cited = replace(harbour, reports=(*harbour.reports[:2], replace(report, cues=cues[::-1]), *harbour.reports[3:]))
    kept = pyoxigraph.Store()
    others = builders.extractions()[1:]
    kept.extend(rdf.graph_quads((cited, *others), builders.resolution(), base_iri=BASE, lexicon=builders.lexicon()))
    assert [row[-1] for row in run(kept, text_of("did-not-happen")).rows] == ["Both … not"]


def test_a_group_stands_as_its_members() -> None:
    """A meeting of a group and one of its members is a meeting of the members, each once."""
    extractions, resolution = builders.everything()
    both = Role("agent", "group/both-sides")
    events = [
        structs.replace(event, roles=(*event.roles, both)) if event.type == "Meeting" else event for event in resolution.events
    ]
    kept = pyoxigraph.Store()
    changed = structs.replace(resolution, events=tuple(events))
    kept.extend(rdf.graph_quads(extractions, changed, base_iri=BASE, lexicon=builders.lexicon()))
    assert [row[1] for row in run(kept, text_of("meetings")).rows] == ["Mara Ilves | Tomas Rehn"]


def test_days_outside_the_range_are_left_out(disk: pyoxigraph.Store) -> None:
    rows = run(disk, text_of("events-of-days"), {"from": "2024-03-14", "to": "2024-03-31"}).rows
    assert {row[0] for row in rows} == {"2024-03-15"}
    assert run(disk, text_of("events-of-days"), {"from": "2024-06-01"}).rows == ()


@pytest.mark.parametrize(("name", "parameters", "row"), ANSWERS, ids=[f"{name}-{row[0]}-{row[1]}" for name, _, row in ANSWERS])
def test_answer_holds_the_row(name: str, parameters: dict[str, str], row: tuple[str, ...], disk: pyoxigraph.Store) -> None:
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
    kept.extend(rdf.graph_quads(changed, builders.resolution(), base_iri=BASE, lexicon=builders.lexicon()))
    for query in ("statements", "who-says-what-about-whom"):
        rows = [row for row in run(kept, text_of(query)).rows if "the two agreed to a ceasefire" in row]
        assert {row[0] for row in rows} == {"not named"}


def test_the_store_that_queries_are_timed_on_is_a_sound_graph(quads: list[pyoxigraph.Quad], tmp_path: Path) -> None:
    store.write(quads, tmp_path)
    many = pyoxigraph.Store()
    many.bulk_extend(concatenated(tmp_path, 4 * len(quads)))
    assert len(many) >= 4 * len(quads)
    shapes.check(many)
    copies = len(list(many.named_graphs())) // len(builders.everything()[0])
    assert len(run(many, text_of("meetings")).rows) == copies > 1


def test_copies_of_one_text_are_one_origin_of_an_event() -> None:
    """As if the second article had the text of the first: the meeting, which both report, is of one origin."""
    extractions, resolution = builders.everything()
    copies = {extractions[1].article.id: extractions[0].article.id}
    made = rdf.graph_quads(extractions, resolution, base_iri=BASE, lexicon=builders.lexicon(), origins=copies)
    graph = pyoxigraph.Store()
    graph.extend(made)
    first = run(graph, text_of("one-origin")).rows[0]
    assert first[:5] == ("Both sides agreed", "Agreement", "disputed", "2", "Orlan and Veld leaders meet in Brask")
    assert run(graph, text_of("who-is-alone")).rows == ()
    texts = {row[3]: row[5] for row in run(graph, text_of("claim-over-time"), {"event": "Both sides agreed"}).rows}
    assert texts == {"the article": "", "Officials": "same text"}


@pytest.mark.parametrize("least", ["abc", "2", "-0.5", "1e-3", ""])
def test_a_least_confidence_that_is_none_is_an_error(least: str, disk: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="must be a number between 0 and 1"):
        run(disk, text_of("meetings"), {"atLeast": least})
    assert run(disk, text_of("meetings"), {"atLeast": "0.5"}).rows
