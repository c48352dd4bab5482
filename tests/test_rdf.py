"""IRIs, quads, the ontology, the store and the file formats."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kgraph import lexicon as lexicons
from kgraph import rdf, slugs
from kgraph.disk import HIDDEN
from kgraph.errors import KGraphError, LexiconError, SettingsError, ShapeError, StoreError
from kgraph.model import Event, Extraction, Factuality, Interval, ReportRef, Resolution, Span, TimeBasis
from kgraph.rdf import formats, iris, store, triples
from kgraph.rdf.iris import PREFIXES, Iris
from kgraph.rdf.ontology import ontology_quads, ontology_turtle
from tests import builders

BASE = "https://w3id.org/kgraph/"
NAMES = Iris(BASE)
FACTORY = formats.FORMATS


def graph(extractions: tuple[Extraction, ...] = builders.extractions()) -> list[Quad]:
    return list(rdf.graph_quads(extractions, builders.resolution(), base_iri=BASE, lexicon=builders.lexicon()))


def read(content: bytes, form: str) -> set[tuple[str, str, str, str]]:
    """What rdflib reads, each statement as N3."""
    names = {"nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}
    dataset = Dataset(default_union=False)
    dataset.parse(data=content, format=names[form])
    return {(s.n3(), p.n3(), o.n3(), str(g)) for s, p, o, g in dataset.quads()}


# the corpus itself


def test_builders_spans_are_what_they_say() -> None:
    for extraction in builders.extractions():
        text, known = extraction.article.text, {chain.id for chain in extraction.chains}
        for report in extraction.reports:
            assert report.sentence.of(text) in text.replace("\n\n", " ")
            assert report.sentence.covers(report.trigger)
            for participant in report.participants:
                assert report.sentence.covers(participant.span)
                assert participant.chain is None or participant.chain in known
        assert {mention.chain for mention in extraction.mentions} == known


# IRIs

SLUGS = [
    ("Orlan and Veld meet", "orlan-and-veld-meet"),
    ("  “Quoted” — it's   over! ", "quoted-its-over"),
    ("Élan à São Tomé", "elan-a-sao-tome"),
    ("لقاء القمة", "لقاء-القمة"),
    ("<script>alert('x')</script>", "script-alert-x-script"),
    ("", ""),
    ("!!!", ""),
    ("word " * 3000, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ("x" * 10_000, "x" * 60),
]


@pytest.mark.parametrize(("title", "slug"), SLUGS, ids=range(len(SLUGS)))
def test_slug(title: str, slug: str) -> None:
    assert slugs.slug(title) == slug


def test_article_iri_is_its_title_and_the_start_of_its_id() -> None:
    article = builders.harbour().article
    assert NAMES.article(article.id, article.title).value == f"{BASE}article/orlan-and-veld-leaders-meet-in-brask-a11ce000"
    assert NAMES.article(article.id, "").value == f"{BASE}article/a11ce00000000001"


ENTITIES = [
    ("person/donald-trump", "person/donald-trump"),
    ('facility/"red pier"', "facility/%22red%20pier%22"),
    ("person/a|b<c>", "person/a%7Cb%3Cc%3E"),
    ("person/محمد", "person/محمد"),
    ("person/50%", "person/50%25"),
    ("a#b?c", "a%23b%3Fc"),
]


@pytest.mark.parametrize(("identifier", "path"), ENTITIES, ids=range(len(ENTITIES)))
def test_entity_iri(identifier: str, path: str) -> None:
    assert NAMES.entity(identifier).value == f"{BASE}entity/{path}"


def test_long_identifiers_are_cut_and_kept_apart() -> None:
    first, second = NAMES.event("e" * 10_000 + "1"), NAMES.event("e" * 10_000 + "2")
    assert first != second
    assert len(first.value) < 240


@given(st.text(st.characters(), max_size=300))
def test_any_name_gives_an_iri_that_is_read_back(name: str) -> None:
    node = NAMES.entity(name)
    content = pyoxigraph.serialize([Quad(node, node, node, node)], format=pyoxigraph.RdfFormat.N_QUADS)
    assert content is not None
    assert {quad[0] for quad in read(content, "nquads")} == {f"<{node.value}>"}


WEB = [
    ("https://a.example/x y?q=“z”", "https://a.example/x%20y?q=%E2%80%9Cz%E2%80%9D"),
    ("https://a.example/%20#top", "https://a.example/%20#top"),
    ("no address", None),
    ("javascript:alert(1)", None),
    ("https://[broken", None),
]


@pytest.mark.parametrize(("address", "iri"), WEB, ids=range(len(WEB)))
def test_addresses_of_others(address: str, iri: str | None) -> None:
    node = iris.web(address)
    assert (node.value if node else None) == iri


@pytest.mark.parametrize("base", ["https://x.example/#", "no iri", ""])
def test_bad_base_is_refused(base: str) -> None:
    with pytest.raises(SettingsError, match="base_iri"):
        Iris(base)


# quads


def statements(extraction: Extraction, fragment: str) -> set[tuple[str, str]]:
    """Property and value of one part of an article, with prefixes and without the article's IRI."""
    article = NAMES.article(extraction.article.id, extraction.article.title).value
    found = set()
    for quad in triples.article_quads(extraction, NAMES):
        assert isinstance(quad.subject, NamedNode)
        if quad.subject.value == f"{article}{fragment}":
            found.add((short(quad.predicate), short(quad.object).replace(article, "")))
    return found


def short(node: object) -> str:
    value = str(getattr(node, "value", node))
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def test_report_of_a_planned_visit() -> None:
    assert statements(builders.talks(), "#report-1") == {
        ("kg:reportedType", "kg:Visit"),
        ("gaf:denotedBy", "#char=105,110"),
        ("kg:sentence", "#char=93,123"),
        ("kg:agent", "#chain-0"),
        ("kg:patient", "#chain-4"),
        ("kg:confidence", "1"),
        ("kg:modality", "planned"),
        ("kg:ploverCode", "AGREE"),
        ("kg:stanceCue", "#char=96,101"),
        ("kg:future", "true"),
        ("kg:begin", "2024-05-01"),
        ("kg:end", "2024-05-31"),
        ("kg:timePrecision", "month"),
    }


def test_report_of_no_known_type_keeps_its_lemma_and_words() -> None:
    assert statements(builders.harbour(), "#report-3") == {
        ("kg:reportedType", "kg:Event"),
        ("kg:lemma", "break"),
        ("gaf:denotedBy", "#char=183,188"),
        ("kg:sentence", "#char=177,228"),
        ("kg:agent", "#chain-5"),
        ("kg:patientText", "its word"),
        ("kg:confidence", "1"),
        ("kg:attributedTo", "#attribution-0"),
    }


def test_article_does_not_tell_the_folder_it_was_read_from() -> None:
    assert not any("private" in str(quad) for quad in graph())
    assert ("kg:file", "harbour.txt") in statements(builders.harbour(), "")


def test_chains_that_nothing_cites_are_left_out() -> None:
    whole = builders.harbour()
    extra = builders.mention(whole.article.text, "grain", 9, type="Product", kind="nominal")
    chain = replace(whole.chains[4], id=9, name="grain", members=())
    more = replace(whole, chains=(*whole.chains, chain), mentions=(*whole.mentions, extra))
    assert list(triples.article_quads(more, NAMES)) == list(triples.article_quads(whole, NAMES))
    named = replace(more, chains=(*whole.chains, replace(chain, named=True)))
    assert len(list(triples.article_quads(named, NAMES))) == len(list(triples.article_quads(whole, NAMES))) + 2


def test_an_open_time_and_a_single_day() -> None:
    first = builders.harbour()
    meeting = first.reports[0]
    since = replace(builders.TUESDAY, end=None)
    opened = replace(first, reports=(replace(meeting, time=since), *first.reports[1:]))
    assert {("kg:begin", "2024-03-12"), ("kg:open", "true")} <= statements(opened, "#report-0")
    assert not {"kg:end", "kg:open"} & {name for name, _ in statements(first, "#report-0")}


def test_attribution() -> None:
    assert statements(builders.talks(), "#attribution-0") == {
        ("kg:source", "#chain-3"),
        ("kg:cueText", "said"),
        ("kg:contentText", "Rehn met Ilves on Tuesday in Brask"),
        ("gaf:denotedBy", "#char=27,61"),
    }


def test_a_direct_quotation_says_that_it_is_one() -> None:
    assert ("kg:quoteKind", "direct") in statements(builders.harbour(), "#attribution-0")


def test_graph_has_no_blank_node_and_no_quad_twice() -> None:
    quads = graph()
    assert len(quads) == len(set(quads))
    assert all(isinstance(term, (NamedNode, Literal)) for quad in quads for term in (quad.subject, quad.object))


def test_what_an_event_costs() -> None:
    """An event and its one report, without what it shares with others: article, chains, entities, sentence, attribution.

    15 for the blame, which has two sides, a topic and a day; two of them are how sure kgraph is.
    """
    told = [quad for quad in graph() if "/event/blame" in str(quad.subject) or "a11ce000#report-4" in str(quad.subject)]
    assert len(told) <= 15


def test_an_event_of_an_article_that_was_not_extracted_is_refused() -> None:
    event = Event("x", "Meeting", "x", (), (ReportRef("feedbeef", 0),), Factuality.HAPPENED)
    with pytest.raises(StoreError, match="'x' cites the article 'feedbeef'"):
        list(triples.resolution_quads(Resolution((), (event,)), NAMES, {}, {}))


MOMENTS = [
    (date(2024, 3, 1), "2024-03-01"),
    (datetime(2024, 3, 1, 9, 30), "2024-03-01T09:30:00"),
    (datetime(2024, 3, 1, 9, 30, tzinfo=UTC), "2024-03-01T09:30:00Z"),
    (datetime(2024, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2024-02-29T23:00:00Z"),
    (datetime(2024, 3, 1, 9, 30, 1, 500_000), "2024-03-01T09:30:01.5"),
]


@pytest.mark.parametrize(("moment", "written"), MOMENTS, ids=[written for _, written in MOMENTS])
def test_times_come_back_from_the_store_as_they_went_in(moment: date, written: str) -> None:
    literal = triples.day(moment)
    assert literal.value == written
    node = NamedNode("urn:x")
    kept = pyoxigraph.Store()
    kept.add(Quad(node, node, literal, DefaultGraph()))
    assert next(iter(kept)).object == literal


def test_a_lone_surrogate_does_not_move_the_offsets() -> None:
    assert triples.text("a\ud800b").value == "a?b"


# the ontology


def test_ontology_turtle_is_readable_and_the_same_as_its_quads() -> None:
    lexicon = builders.lexicon()
    turtle = ontology_turtle(lexicon)
    assert turtle == ontology_turtle(lexicon)
    lines = b"".join(
        pyoxigraph.serialize([quad.triple], format=pyoxigraph.RdfFormat.N_TRIPLES) or b"" for quad in ontology_quads(lexicon)
    )
    assert isomorphic(Graph().parse(data=turtle, format="turtle"), Graph().parse(data=lines, format="nt"))
    assert "kg:Meeting a owl:Class" in turtle


@pytest.mark.parametrize("lexicon", [builders.lexicon(), lexicons.shipped_lexicon()], ids=["small", "shipped"])
def test_every_term_used_is_defined(lexicon: lexicons.Lexicon) -> None:
    defined = {quad.subject for quad in ontology_quads(lexicon) if quad.predicate == iris.vocabulary("skos:definition")}
    used = {term for quad in ontology_quads(lexicon) for term in (quad.subject, quad.predicate, quad.object)}
    if lexicon is builders.lexicon():
        used |= {term for quad in graph() for term in (quad.predicate, quad.object)}
    ours = {term for term in used if isinstance(term, NamedNode) and term.value.startswith(PREFIXES["kg"])}
    assert ours - defined == set()


def test_shipped_queries_and_shapes_use_defined_terms_only() -> None:
    root = Path(__file__).resolve().parents[1]
    defined = {quad.subject for quad in ontology_quads(lexicons.shipped_lexicon())}
    for path in (*sorted((root / "queries").glob("*.rq")), root / "kgraph" / "data" / "shapes.ttl"):
        names = set(re.findall(r"\bkg:(\w+)", path.read_text("utf-8")))
        assert {name for name in names if iris.term(name) not in defined} == set(), path.name


CLASHES = [
    ("Person", "Person: {definition: x}"),
    ("Report", "Report: {definition: x}"),
    ("source", "Talk: {definition: x, roles: {source: {}}}"),
    ("sourceText", "Talk: {definition: x, roles: {source: {}}}"),
]


@pytest.mark.parametrize(("name", "entry"), CLASHES, ids=[name for name, _ in CLASHES])
def test_a_name_that_means_something_else_is_refused(name: str, entry: str, tmp_path: Path) -> None:
    (tmp_path / "types.yaml").write_text(entry, "utf-8")
    with pytest.raises(LexiconError, match=name.removesuffix("Text")):
        list(ontology_quads(lexicons.load(tmp_path)))


# the store


def test_store_holds_what_was_written(tmp_path: Path) -> None:
    count = rdf.write(
        builders.extractions(), builders.resolution(), tmp_path / "store", base_iri=BASE, lexicon=builders.lexicon()
    )
    assert set(store.open_quads(tmp_path / "store")) == set(graph())
    assert count == len(graph())
    dataset = store.open_store(tmp_path / "store")
    assert len(dataset.query("SELECT ?e { ?e a kg:Meeting }")) == 1
    assert len(dataset.query("SELECT ?r { ?r kg:reportedType kg:Meeting }")) == 0  # no union of the graphs
    assert len(dataset.query("SELECT ?r { GRAPH ?g { ?r kg:reportedType kg:Meeting } }")) == 2


def test_no_store_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no finished graph"):
        store.open_store(tmp_path / "store")
    with pytest.raises(StoreError, match="no finished graph"):
        store.open_store(tmp_path / "store", kind="memory")


def test_a_write_that_fails_leaves_the_last_store(tmp_path: Path) -> None:
    def failing() -> Iterator[Quad]:
        yield from graph()
        raise ShapeError("broken on purpose")

    store.write(graph(), tmp_path / "store")
    with pytest.raises(ShapeError, match="on purpose"):
        store.write(failing(), tmp_path / "store")
    assert set(store.open_quads(tmp_path / "store")) == set(graph())
    assert store.write(graph()[:5], tmp_path / "store") == 5  # what the failure left is in nobody's way
    assert len(set(store.open_quads(tmp_path / "store"))) == 5


def test_a_graph_that_breaks_its_shapes_leaves_the_last_store(tmp_path: Path) -> None:
    lexicon = builders.lexicon()
    rdf.write(builders.extractions(), builders.resolution(), tmp_path, base_iri=BASE, lexicon=lexicon)
    first, *others = builders.resolution().events
    backwards = structs.replace(first, interval=Interval(date(2024, 3, 2), date(2024, 3, 1), "day", TimeBasis.STATED))
    broken = Resolution(builders.resolution().entities, (backwards, *others))
    with pytest.raises(ShapeError, match="IntervalBackwards"):
        rdf.write(builders.extractions(), broken, tmp_path, base_iri=BASE, lexicon=lexicon)
    assert set(store.open_quads(tmp_path)) == set(graph())


def test_a_report_that_breaks_a_shape_costs_the_report() -> None:
    first = builders.harbour()
    assert rdf.kept_to_shapes(first, base_iri=BASE) == (first, ())
    broken = replace(first, reports=(replace(first.reports[0], trigger=Span(1, 3)), *first.reports[1:]))
    kept, (warning,) = rdf.kept_to_shapes(broken, base_iri=BASE)
    assert [(report.id, report.trigger) for report in kept.reports] == list(enumerate(r.trigger for r in first.reports[1:]))
    assert "TriggerOutsideSentence" in str(warning)
    assert "in the sentence 'President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday.'" in str(warning)
    assert warning.where == first.article.origin


def test_a_quote_that_is_not_there_costs_all_reports_of_its_sentence() -> None:
    first = builders.harbour()
    beyond = Span(len(first.article.text) - 5, len(first.article.text) + 5)
    broken = replace(first, reports=(*first.reports[:-1], replace(first.reports[-1], sentence=beyond, trigger=beyond)))
    kept, warnings = rdf.kept_to_shapes(broken, base_iri=BASE)
    assert kept.reports == first.reports[:-1]
    assert {warning.slug for warning in warnings} == {"left-out"}


def test_a_broken_attribution_goes_with_what_it_attributes() -> None:
    """Else the article would be taken to say itself what it says that somebody said."""
    first = builders.harbour()
    (attributed,) = [report for report in first.reports if report.attribution is not None]
    nobody = replace(first.attributions[0], chain=77)
    kept, _ = rdf.kept_to_shapes(replace(first, attributions=(nobody,)), base_iri=BASE)
    assert kept.attributions == ()
    assert [report.trigger for report in kept.reports] == [r.trigger for r in first.reports if r is not attributed]


def test_a_broken_chain_leaves_its_words_to_those_who_cite_it() -> None:
    first = builders.harbour()
    group = next(chain for chain in first.chains if chain.members)
    broken = replace(first, chains=tuple(replace(c, members=(77,)) if c is group else c for c in first.chains))
    kept, _ = rdf.kept_to_shapes(broken, base_iri=BASE)
    assert [chain.id for chain in kept.chains] == list(range(len(first.chains) - 1))
    assert group.name not in {chain.name for chain in kept.chains}
    assert len(kept.reports) == len(first.reports)
    fillers = [p for r in first.reports for p in r.participants]
    named = {chain.id: chain.name for chain in kept.chains}
    for before, after in zip(fillers, (p for r in kept.reports for p in r.participants), strict=True):
        assert before.span == after.span
        assert (before.chain == group.id) == (after.chain is None and before.chain is not None)
        assert after.chain is None or named[after.chain] == first.chains[before.chain or 0].name


def test_what_points_to_a_report_that_is_left_out_points_to_the_next_in_line() -> None:
    first = builders.harbour()
    one, two, three, *others = first.reports
    line = (one, replace(two, same_as=0, within=0), replace(three, same_as=1, within=1), *others)
    broken = replace(first, reports=(line[0], replace(line[1], trigger=Span(1, 3)), *line[2:]))
    kept, _ = rdf.kept_to_shapes(broken, base_iri=BASE)
    assert (kept.reports[1].trigger, kept.reports[1].same_as, kept.reports[1].within) == (three.trigger, 0, 0)
    broken = replace(first, reports=(replace(one, trigger=Span(1, 3)), *line[1:]))
    kept, _ = rdf.kept_to_shapes(broken, base_iri=BASE)
    assert (kept.reports[0].same_as, kept.reports[0].within) == (None, None)


def test_an_article_that_itself_breaks_a_shape_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    first = builders.harbour()
    monkeypatch.setattr("kgraph.rdf.triples.len", lambda _: 5000, raising=False)
    with pytest.raises(ShapeError, match="ArticleWithoutText"):
        rdf.kept_to_shapes(first, base_iri=BASE)


def test_readers_keep_the_graph_that_they_opened(tmp_path: Path) -> None:
    store.write(graph(), tmp_path)
    reader = store.open_quads(tmp_path)
    store.write(graph()[:5], tmp_path)
    assert len(set(reader)) == len(graph())
    assert len(set(store.open_quads(tmp_path))) == 5
    store.write(graph()[:6], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != HIDDEN) == ["2", "3", store.CURRENT]


KILLED = """
import os, signal, sys
from pathlib import Path
from kgraph.rdf import store
from tests.test_rdf import graph
def quads():
    yield from graph()[:50]
    os.kill(os.getpid(), signal.SIGKILL)
store.write(quads(), Path(sys.argv[1]))
"""


def test_a_killed_build_leaves_the_last_store(tmp_path: Path) -> None:
    store.write(graph(), tmp_path / "store")
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "store"], cwd=root, env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert set(store.open_quads(tmp_path / "store")) == set(graph())
    store.write(graph(), tmp_path / "store")
    assert set(store.open_quads(tmp_path / "store")) == set(graph())


def stage(*extractions: Extraction, resolution: Resolution) -> rdf.GraphState:
    return rdf.GraphState(resolution, {item.article.id: item.article.title for item in extractions})


def told_without(article: str) -> Resolution:
    """What the small corpus tells without one of its articles: events and entities that it alone tells of are gone."""
    whole = builders.resolution()
    kept = ((entity, tuple(merge for merge in entity.evidence if merge.chain.article != article)) for entity in whole.entities)
    entities = [structs.replace(entity, evidence=evidence) for entity, evidence in kept if evidence]
    names = {entity.id for entity in entities}
    entities = [structs.replace(entity, members=tuple(m for m in entity.members if m in names)) for entity in entities]
    events = [
        structs.replace(
            event,
            reports=tuple(ref for ref in event.reports if ref.article != article),
            roles=tuple(role for role in event.roles if role.entity in names),
            place=event.place if event.place in names else None,
        )
        for event in whole.events
        if any(ref.article != article for ref in event.reports)
    ]
    return Resolution(tuple(entities), tuple(events))


def test_a_changed_store_holds_what_one_made_anew_does(tmp_path: Path) -> None:
    harbour, *others = builders.extractions()
    less, folder = told_without(harbour.article.id), tmp_path / "store"
    before, after = stage(*others, resolution=less), stage(harbour, *others, resolution=builders.resolution())
    count = rdf.write(others, less, folder, base_iri=BASE, lexicon=builders.lexicon())
    small = set(store.open_quads(folder))
    grown = rdf.update(before, after, [harbour], folder, base_iri=BASE)
    assert count + grown == len(graph())
    assert set(store.open_quads(folder)) == set(graph())
    assert rdf.update(after, before, [], folder, base_iri=BASE) == -grown
    assert set(store.open_quads(folder)) == small
    assert NAMES.article(harbour.article.id, harbour.article.title) not in set(store.open_quads(folder).named_graphs())


def test_a_change_that_breaks_the_shapes_leaves_the_last_store(tmp_path: Path) -> None:
    harbour, *others = builders.extractions()
    folder = tmp_path / "store"
    rdf.write(builders.extractions(), builders.resolution(), folder, base_iri=BASE, lexicon=builders.lexicon())
    whole, rest = stage(harbour, *others, resolution=builders.resolution()), stage(*others, resolution=builders.resolution())
    with pytest.raises(StoreError, match="was not extracted"):
        rdf.update(stage(*others, resolution=Resolution((), ())), rest, [], folder, base_iri=BASE)
    with pytest.raises(ShapeError, match=r"DanglingEvidence.* more"):
        rdf.update(whole, rest, [], folder, base_iri=BASE)  # the events still cite the reports of the article that is gone
    assert set(store.open_quads(folder)) == set(graph())


# the formats


@pytest.mark.parametrize("form", ["trig", "jsonld"])
def test_formats_say_the_same(form: str) -> None:
    assert read(formats.serialise(graph(), form), form) == read(formats.serialise(graph(), "nquads"), "nquads")


def test_turtle_holds_the_statements_of_all_graphs() -> None:
    turtle = Graph().parse(data=formats.serialise(graph(), "turtle"), format="turtle")
    everything = b"".join(pyoxigraph.serialize([quad.triple], format=pyoxigraph.RdfFormat.N_TRIPLES) or b"" for quad in graph())
    assert isomorphic(turtle, Graph().parse(data=everything, format="nt"))


@pytest.mark.parametrize("form", FACTORY)
def test_bytes_do_not_depend_on_the_order(form: str) -> None:
    shuffled = graph(builders.extractions()[::-1])
    random.Random(7).shuffle(shuffled)
    assert formats.serialise(shuffled + shuffled[:9], form) == formats.serialise(graph(), form)


def test_n_quads_are_sorted_within_their_graph() -> None:
    lines = formats.serialise(graph(), "nquads").decode().splitlines()
    subjects = [line.split("> ")[0] for line in lines if "/article/" not in line.split("> ")[0]]
    assert subjects == sorted(subjects)


def test_json_ld_is_readable() -> None:
    document = json.loads(formats.serialise(graph(), "jsonld"))
    assert document["@context"]["@base"] == BASE
    nodes = {node["id"]: node for node in document["@graph"]}
    blame = next(node for identifier, node in nodes.items() if identifier.startswith("event/blame"))
    assert blame["type"] == "Blame"
    assert blame["agent"] == {"id": "entity/person/mara-ilves"}
    assert blame["begin"] == "2024-03-13"
    assert nodes["entity/person/mara-ilves"]["mentionCount"] == 5
    article = nodes["article/orlan-and-veld-leaders-meet-in-brask-a11ce000"]["graph"]
    assert article[0]["headline"] == "Orlan and Veld leaders meet in Brask"


AWKWARD = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(AWKWARD, st.booleans()), min_size=1, max_size=5))
def test_any_literal_survives_every_format(values: list[tuple[str, bool]]) -> None:
    article, label = NAMES.article(builders.dock().article.id, builders.dock().article.title), iris.vocabulary("rdfs:label")
    quads = [
        Quad(NAMES.entity(str(i)), label, Literal(words), article if named else DefaultGraph())
        for i, (words, named) in enumerate(values)
    ]
    expected = read(formats.serialise(quads, "nquads"), "nquads")
    assert len(expected) == len(values)
    assert read(formats.serialise(quads, "jsonld"), "jsonld") == expected
    assert read(formats.serialise(quads, "trig"), "trig") == expected


def test_other_base_iris(tmp_path: Path) -> None:
    for base in ("urn:news:", "http://localhost:8000/graph/", "https://w3id.org/kgraph/ontology/"):
        quads = list(rdf.graph_quads(builders.extractions(), builders.resolution(), base_iri=base, lexicon=builders.lexicon()))
        assert read(formats.serialise(quads, "jsonld"), "jsonld") == read(formats.serialise(quads, "nquads"), "nquads")
        formats.export(quads, tmp_path / "graph.nq")
        assert (tmp_path / "graph.nq").read_bytes() == formats.serialise(quads, "nquads")


def test_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KGraphError, match="unknown format 'rdfxml'; choose from"):
        formats.serialise(graph(), "rdfxml")
    with pytest.raises(KGraphError, match="choose from"):
        formats.export(graph(), tmp_path / "graph.docx")
    assert list(tmp_path.iterdir()) == []
