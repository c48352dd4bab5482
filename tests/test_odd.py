"""No corpus is so odd that no graph is made of it, and what is made of it can be read."""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph import rdf
from kgraph.analyse import analyse
from kgraph.analyse.findings import calendar
from kgraph.analyse.report import report
from kgraph.coding.event_table import event_rows
from kgraph.errors import CorrectionError, ShapeError
from kgraph.explore import explore
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Chain, ChainRef, Entity, Extraction, Merge, ReportRef, Resolution
from kgraph.outgoing import one_line
from kgraph.rdf import shapes, triples
from kgraph.rdf.exchange import exported
from kgraph.rdf.iris import Iris
from kgraph.rdf.view import View, view
from kgraph.resolve import resolve
from kgraph.resolve.corrections import Corrections
from kgraph.resolve.events import events
from kgraph.resolve.evidence import ChainEvidence, Evidence, ReportEvidence
from kgraph.resolve.names import is_visible
from kgraph.time.days import shifted
from tests import odd
from tests.test_resolve import found, person, told
from tests.views import actor, happening, view_of

BASE = "https://w3id.org/kgraph/"
DAY = date(2025, 8, 15)
ARREST = ("Arrest", {"patient": [0]})
MEETING = ("Meeting", {"agent": [0, 1]})
bounded = settings(max_examples=40, deadline=None, derandomize=True)


def whole(said: Sequence[Extraction]) -> list[Extraction]:
    """The extractions as a build keeps them: without statements that break a shape."""
    kept = []
    for extraction in said:
        with suppress(ShapeError):
            kept.append(rdf.kept_to_shapes(extraction, base_iri=BASE)[0])
    return kept


@bounded
@given(odd.corpora(), st.none() | odd.corrections(), st.randoms(use_true_random=False))
def test_any_corpus_is_resolved_whatever_its_order(
    said: tuple[Extraction, ...], corrections: Corrections | None, chance: random.Random
) -> None:
    try:
        first = resolve(said, shipped_lexicon(), corrections=corrections)
    except CorrectionError:
        return  # one contradicts another
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert resolve(shuffled, shipped_lexicon(), corrections=corrections) == first
    for things in (first.entities, first.events):
        assert len({thing.id for thing in things}) == len(things)
    assert all(is_visible(entity.name) for entity in first.entities)
    assert all(is_visible(event.label) for event in first.events)


@settings(bounded, max_examples=12)
@given(odd.corpora())
def test_any_corpus_gives_a_graph_and_files_that_can_be_read(said: tuple[Extraction, ...]) -> None:
    articles = whole(said)
    graph = graph_of(articles, resolve(articles, shipped_lexicon()))
    shapes.check(graph, shapes.NO_ARTICLE)
    seen = view(graph)
    assert list(event_rows(seen)) or not seen.happenings
    with TemporaryDirectory() as folder:
        for path in (*analyse(seen, Path(folder)), explore(seen, Path(folder))):
            _check_file(path.name, path.read_bytes())
    for form in ("csv", "neo4j", "cytoscape", "graphml", "gexf", "jsonld", "turtle"):
        for name, content in exported(graph, form).items():
            _check_file(name, content)


def graph_of(articles: Sequence[Extraction], resolution: Resolution) -> pyoxigraph.Store:
    graph = pyoxigraph.Store()
    graph.extend(rdf.graph_quads(articles, resolution, base_iri=BASE, lexicon=shipped_lexicon()))
    return graph


def _check_file(name: str, content: bytes) -> None:
    """Whether a file is what its ending says."""
    text, ending = content.decode(), name.rsplit(".", 1)[-1]
    if ending in ("graphml", "gexf", "svg"):
        ElementTree.fromstring(content)
    elif ending in ("json", "jsonld", "cyjs"):
        json.loads(text)
    elif ending == "csv":
        rows = list(csv.reader(text.splitlines()))
        assert {len(row) for row in rows} <= {len(rows[0])}, "control characters and line breaks make no new rows"
        assert text == "\n".join(map(one_line, text.split("\n"))) or "  " in text
    elif ending == "html" and 'id="data">' in text:
        json.loads(text.partition('id="data">')[2].partition("</script>")[0])


# names


SMITHS = [f"John {letter}. Smith" for letter in "ABCDEFGHIJKL"]


def test_twelve_men_whose_initials_differ_are_twelve() -> None:
    articles = [told(f"{number:03}", [person(name)], ARREST) for number, name in enumerate(SMITHS)]
    assert sorted(entity.name for entity in found(*articles).entities) == SMITHS


@pytest.mark.parametrize(
    ("name", "other", "count"),
    [
        ("Ada B. Reyes", "Ada B. Reyess", 1),
        ("Ada B. Reyes", "Ada C. Reyes", 2),
        ("Ada Belle Reyes", "Ada Carla Reyes", 2),
        ("Ada Belle Reyes", "Ada Bella Reyes", 1),
        ("Ada de la Reyes", "Ada da la Reyes", 1),
    ],
)
def test_spellings_of_middle_names(name: str, other: str, count: int) -> None:
    beside = [person("Carl Ek"), person("Mary Dahl")]
    articles = [told("a1", [person(name), *beside], ARREST), told("b2", [person(other), *beside], ARREST)]
    assert len(found(*articles).entities) == count + len(beside)


def test_a_name_that_two_people_may_be_called_by_joins_neither() -> None:
    """Each article calls its own John Brannigan so; a third article's may be either."""
    articles = [
        told("a1", [person("John A. Brannigan", "John Brannigan")], ARREST),
        told("b2", [person("John B. Brannigan", "John Brannigan")], ARREST),
        told("c3", [person("John Brannigan")], ARREST),
    ]
    assert len(found(*articles).entities) == 3
    assert len(found(*articles[1:]).entities) == 1, "where the corpus knows one of them, he is meant"


def test_one_identifier_is_one_person_whatever_the_initials() -> None:
    one, other = person("John A. Smith", wikidata="Q1"), person("John B. Smith", wikidata="Q1")
    assert len(found(told("a1", [one], ARREST), told("b2", [other], ARREST)).entities) == 1


def test_nobody_is_without_a_name() -> None:
    blanks = [person(name) for name in ("", " ", "\u200b", "\x07")]
    articles = [odd.written(f"a{number}", [blank], DAY) for number, blank in enumerate(blanks)]
    assert {entity.name for entity in found(*articles).entities} == {"unnamed person"}
    (entity,) = found(odd.written("a1", [person("", "Ada")], DAY)).entities
    assert entity.name == "Ada"


def test_a_name_that_looks_like_a_number_of_another_has_an_id_of_its_own() -> None:
    """Two bodies called Berg, of two countries, and a third called Berg 2."""
    bodies = [("Berg", "USA"), ("Berg", "FRA"), ("Berg 2", "")]
    articles = [
        told(f"a{number}", [Chain(0, name, "Company", country=country, named=True)], ARREST)
        for number, (name, country) in enumerate(bodies)
    ]
    ids = [entity.id for entity in found(*articles).entities]
    assert ids == ["organization/berg", "organization/berg-2", "organization/berg-2-2"]


def test_events_of_articles_whose_ids_begin_alike_have_ids_of_their_own() -> None:
    beside = ("Carl Ek", "Dora Fay", "Erik Gust", "Finn Hall")
    articles = [
        told(f"00000000{number}", [person("Ada Berg"), person(name)], ("Statement", {"agent": [0]}), time=DAY)
        for number, name in enumerate(beside)
    ]
    assert len({event.id for event in found(*articles).events}) == 4


def test_untitled_articles_whose_ids_begin_alike_have_graphs_of_their_own() -> None:
    names = Iris(BASE)
    assert names.article("0" * 23 + "1", "Talks") == names.article("0" * 23 + "2", "Talks")
    assert names.article("0" * 8 + "1" * 16, "") != names.article("0" * 8 + "2" * 16, "…")


def test_control_characters_are_removed_from_lines() -> None:
    assert one_line("a\x00b\u2028c\ud800 \x1b[31m d\ufffe") == "a b c\ufffd [31m d\ufffd"


# time


@pytest.mark.parametrize(
    ("day", "by", "then"),
    [
        (date.min, -3, date.min),
        (date(1, 1, 2), -3, date.min),
        (date.max, 31, date.max),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
    ],
)
def test_a_day_beyond_the_calendar_is_its_last(day: date, by: int, then: date) -> None:
    assert shifted(day, by) == then


@pytest.mark.parametrize("day", [date.min, date.max])
def test_articles_of_the_ends_of_the_calendar_report_one_event(day: date) -> None:
    others = [told(f"z{number}", [person(f"Zoe Z{'abcdefgh'[number]}")], ARREST) for number in range(8)]
    both = [person("Ada Berg"), person("Carl Ek")]
    articles = [told(name, both, MEETING, day=day, time=day) for name in ("a1", "b2")]
    resolution = found(*articles, *others)
    (meeting,) = (event for event in resolution.events if event.type == "Meeting")
    assert meeting.id.endswith(day.isoformat())


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (date(33, 4, 3), "0033-04-03"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), "0001-01-01T00:00:00Z"),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))), "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_dates_are_written_with_four_digits(moment: date, written: str) -> None:
    assert triples.day(moment).value == written
    store = pyoxigraph.Store()
    node = pyoxigraph.NamedNode(BASE)
    store.add(pyoxigraph.Quad(node, node, triples.day(moment)))
    assert [quad.object.value for quad in store] == [written]


def dated(*days: str) -> View:
    ada, bo = actor("Ada"), actor("Bo", "Country")
    return view_of(
        (ada, bo),
        [happening(str(number), "Praise", [("agent", ada), ("patient", bo)], day=day) for number, day in enumerate(days)],
    )


@pytest.mark.parametrize("stray", ["0001-01-01", "9999-12-31", "1066-10-14"])
def test_one_stray_date_makes_no_axis_of_a_thousand_years(stray: str, tmp_path: Path) -> None:
    seen = dated(*(f"2025-03-{day:02}" for day in range(1, 9)), stray)
    shown = calendar(seen)
    assert (len(shown.bins), shown.unit, shown.outside) == (8, "day", 1)
    assert "not drawn" in str(report(seen))
    assert analyse(seen, tmp_path)


@pytest.mark.parametrize("days", [("9999-12-30", "9999-12-31"), ("9999-01-01", "9999-12-31"), ("9996-02-01", "9999-12-31")])
@pytest.mark.parametrize("ends", ["9999", "0001"])
def test_a_calendar_at_an_end_of_time_ends(days: tuple[str, str], ends: str) -> None:
    turned = tuple(day if ends == "9999" else f"{10000 - int(day[:4]):04}{day[4:]}" for day in days)
    shown = calendar(dated(*turned))
    assert sum(len(one.events) for one in shown.bins) == 2
    assert report(dated(*turned)).sections


# size


def corpus_of(articles: int, *, days: int, alike: bool) -> Evidence:
    """One story of so many articles in which nine people do things to each other; of one text where all are alike."""
    chance = random.Random(1)
    people = [f"{first} {last}" for first in ("Ada", "Bo", "Cy") for last in ("Berg", "Ek", "Lund")]
    chains, told_of = [], []
    for number in range(articles):
        article, day = f"{number:024x}", DAY + timedelta(number * days // articles)
        for place, name in enumerate(people):
            chain = Chain(place, name, "Person", named=True)
            chains.append(ChainEvidence(ChainRef(article, place), chain, 1, takes_part=True, day=day))
        for place, kind in enumerate(("Statement", "Meeting", "Attack", "Event")):
            sides = (0, 1) if alike else chance.sample(range(9), 2)
            fillers = tuple(zip(("agent", "patient"), sides, strict=True))
            told_of.append(
                ReportEvidence(ReportRef(article, place), kind, "act", "acted", day, fillers, sentence=place, near=tuple(sides))
            )
    return Evidence(tuple(chains), tuple(told_of))


def calls(evidence: Evidence) -> int:
    """How many functions run while events are resolved: what it costs, whatever the machine is doing."""
    people: dict[str, list[Merge]] = {}
    for item in evidence.chains:
        people.setdefault(item.chain.name, []).append(Merge(item.ref, "same name"))
    entities = [Entity(f"person/{name}", name, "Person", tuple(merges), named=True) for name, merges in people.items()]
    counted = Counter[str]()
    sys.setprofile(lambda _frame, event, _argument: counted.update((event,)))
    try:
        events(evidence, entities, shipped_lexicon())
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


@pytest.mark.parametrize(("days", "alike"), [(1, True), (20, False)], ids=["one text", "one story"])
def test_work_grows_with_the_articles_of_a_story_and_not_with_its_square(days: int, alike: bool) -> None:
    calls(corpus_of(10, days=days, alike=alike))
    few, many = (calls(corpus_of(articles, days=days, alike=alike)) for articles in (240, 480))
    assert many < 3 * few, "twice as many articles"
