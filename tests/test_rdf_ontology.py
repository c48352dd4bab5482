"""The ontology as a whole: every term is explained and used, and a reasoner finds no contradiction in it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import replace

import owlrl
import pytest
from msgspec import structs
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kgraph import rdf
from kgraph.lexicon import entity_types, shipped_lexicon
from kgraph.lexicon.terms import terms
from kgraph.rdf import iris
from kgraph.rdf.iris import KG
from kgraph.rdf.ontology import ontology_quads, ontology_turtle, role_names
from scripts.picture import HEIGHT, WIDTH, ontology_picture
from tests import builders

QUADS = list(ontology_quads(shipped_lexicon()))
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # what owlrl tells of a contradiction with
KINDS = ("Event", "Thing", "Report", "Chain", "Attribution")


def term(node: object) -> str:
    return node.value.removeprefix(KG) if isinstance(node, NamedNode) and node.value.startswith(KG) else ""


TERMS = sorted({term(quad.subject) for quad in QUADS} - {""})


@pytest.mark.parametrize("predicate", ["rdfs:label", "skos:definition", "rdf:type", "rdfs:isDefinedBy"])
def test_every_term_has_one(predicate: str) -> None:
    said = Counter(term(quad.subject) for quad in QUADS if quad.predicate == iris.vocabulary(predicate))
    assert {name: said[name] for name in TERMS if said[name] != 1} == {}


def test_definitions_are_sentences_and_say_more_than_the_label() -> None:
    for quad in QUADS:
        if quad.predicate == iris.vocabulary("skos:definition"):
            value = getattr(quad.object, "value", "")
            assert value[0].isupper(), value
            assert value.endswith("."), value
            assert len(value.split()) >= 2, value


def test_every_property_of_our_own_is_used() -> None:
    """By the graph of the hand-built corpus, where one time is open and one source is no mention."""
    talks, since = builders.talks(), replace(builders.TUESDAY, end=None)
    unnamed = replace(talks.attributions[1], chain=None)
    changed = replace(
        talks,
        reports=(replace(talks.reports[0], time=since), *talks.reports[1:]),
        attributions=(talks.attributions[0], unnamed),
    )
    known, resolution = builders.everything()
    harbour = known[0].article.id
    resolution = structs.replace(resolution, events=(structs.replace(resolution.events[0], theme=True), *resolution.events[1:]))
    extractions = tuple(changed if extraction == talks else extraction for extraction in known)
    quads = list(
        rdf.graph_quads(
            extractions, resolution, base_iri="urn:x:", lexicon=builders.lexicon(), origins={harbour: talks.article.id}
        )
    )
    used = {term(quad.predicate) for quad in quads} | {term(quad.object) for quad in quads}
    assert set(terms()["properties"]) - used == set()


def test_every_role_that_is_explained_belongs_to_a_type() -> None:
    assert set(terms()["roles"]) <= set(role_names(shipped_lexicon()))


def test_every_class_of_our_own_is_used() -> None:
    kinds = {str(entry.get(side, "")) for entry in terms()["properties"].values() for side in ("domain", "range")}
    assert set(terms()["classes"]) <= kinds | {"Event"}


def closure(*more: tuple[URIRef, URIRef, URIRef]) -> Graph:
    """What OWL RL concludes from the ontology, with an individual of every class, and from our kinds being disjoint."""
    graph = Graph().parse(data=ontology_turtle(shipped_lexicon()), format="turtle")
    for number, kind in enumerate(sorted(graph.subjects(RDF.type, OWL.Class), key=str)):
        graph.add((URIRef(f"urn:individual:{number}"), RDF.type, kind))
    for one in KINDS:
        for other in KINDS:
            if one < other:
                graph.add((URIRef(KG + one), OWL.disjointWith, URIRef(KG + other)))
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def errors(graph: Graph) -> list[str]:
    return [str(message) for message in graph.objects(None, ERROR)]


@pytest.fixture(scope="module")
def concluded() -> Graph:
    return closure()


def test_a_reasoner_finds_no_contradiction(concluded: Graph) -> None:
    assert errors(concluded) == []
    assert not list(concluded.subjects(RDF.type, OWL.Nothing))


def test_a_reasoner_would_find_one() -> None:
    assert errors(closure((URIRef(KG + "Meeting"), RDFS.subClassOf, URIRef(KG + "Person"))))


def test_no_two_classes_and_no_two_properties_become_one(concluded: Graph) -> None:
    for below in (RDFS.subClassOf, RDFS.subPropertyOf):
        pairs = {(str(a), str(b)) for a, b in concluded.subject_objects(below) if str(a).startswith(KG) and a != b}
        assert not [pair for pair in pairs if pair[::-1] in pairs]


def test_every_event_type_is_an_event_and_every_entity_type_a_thing(concluded: Graph) -> None:
    above = {"Event": shipped_lexicon().types, "Thing": entity_types()}
    for root, names in above.items():
        for name in names:
            assert (URIRef(KG + name), RDFS.subClassOf, URIRef(KG + root)) in concluded, name


def test_the_picture_is_an_image_of_all_classes_and_stays_inside_its_frame() -> None:
    root = ElementTree.fromstring(ontology_picture())
    words = " ".join(root.itertext())
    properties = {name for name, entry in terms()["properties"].items() if entry.get("domain")}
    assert {name for name in {*KINDS, *properties} if name not in words} == set()
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(box.get("x", 0)) + float(box.get("width", 0)) <= WIDTH
        assert float(box.get("y", 0)) + float(box.get("height", 0)) <= HEIGHT
