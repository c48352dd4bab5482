"""Each shape fires on the mutation that breaks it, in the build's gate and in a SHACL processor, and on nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph
import pyshacl
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat
from rdflib import Graph, URIRef

from kgraph import rdf
from kgraph.errors import ShapeError
from kgraph.rdf import shapes
from kgraph.rdf.iris import PREFIXES, Iris
from kgraph.rdf.triples import Statement, article_quads
from tests import builders

BASE = "https://w3id.org/kgraph/"
HARBOUR = NamedNode(f"{BASE}article/orlan-and-veld-leaders-meet-in-brask-a11ce000")
TALKS = NamedNode(f"{BASE}article/rehn-to-visit-kelm-in-may-b0b00000")
DOCK = NamedNode(f"{BASE}article/dockers-of-red-pier-strike-cafe0000")
NOWHERE = NamedNode(f"{BASE}entity/nowhere")
DATE = NamedNode(PREFIXES["xsd"] + "date")
Quads = set[Quad]


def name(prefixed: str) -> NamedNode:
    prefix, _, local = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def part(fragment: str) -> NamedNode:
    return NamedNode(f"{HARBOUR.value}#{fragment}")


def event(start: str) -> Callable[[Quad], bool]:
    return lambda quad: str(quad.subject).startswith(f"<{BASE}event/{start}")


def without(quads: Quads, subject: Callable[[Quad], bool] | NamedNode, predicate: str) -> Quads:
    same = (lambda quad: quad.subject == subject) if isinstance(subject, NamedNode) else subject
    left = {quad for quad in quads if not (same(quad) and quad.predicate == name(predicate))}
    assert left != quads, "the mutation changes nothing"
    return left


def changed(quads: Quads, subject: Callable[[Quad], bool] | NamedNode, predicate: str, value: NamedNode | Literal) -> Quads:
    left = without(quads, subject, predicate)
    old = next(iter(quads - left))
    return left | {Quad(old.subject, old.predicate, value, old.graph_name)}


def quad_of(same: Callable[[Quad], bool], quads: Quads, predicate: str, value: Literal) -> Quad:
    """A new statement about a thing of the graph."""
    old = next(quad for quad in quads if same(quad))
    return Quad(old.subject, name(predicate), value, old.graph_name)


def ilves() -> NamedNode:
    return NamedNode(f"{BASE}entity/person/mara-ilves")


MUTATIONS: dict[str, Callable[[Quads], Quads]] = {
    "ArticleWithoutText": lambda q: changed(q, HARBOUR, "nif:endIndex", Literal(5000)),
    "ReportWithoutType": lambda q: without(q, part("report-1"), "kg:reportedType"),
    "ReportWithoutQuote": lambda q: without(q, part("report-1"), "kg:sentence"),
    "ConfidenceOutOfRange": lambda q: changed(q, event("blame"), "kg:confidence", Literal("1.2", datatype=name("xsd:decimal"))),
    "ReportWithoutTrigger": lambda q: without(q, part("report-1"), "gaf:denotedBy"),
    "ReportRoleNotChain": lambda q: changed(q, part("report-1"), "kg:agent", ilves()),
    "StanceOutsideSentence": lambda q: changed(q, part("report-2"), "kg:stanceCue", part("char=1,4")),
    "StanceWithoutCue": lambda q: without(q, part("report-2"), "kg:stanceCue"),
    "TriggerOutsideSentence": lambda q: changed(q, part("report-1"), "gaf:denotedBy", part("char=1,4")),
    "OffsetsOutsideText": lambda q: changed(q, part("chain-5"), "gaf:denotedBy", part("char=1,9999")),
    "QuoteNotAtOffsets": lambda q: changed(
        q, lambda quad: "invited" in str(quad.object), "nif:anchorOf", Literal("He invited her to Kelm.")
    ),
    "DanglingAttribution": lambda q: changed(q, part("report-3"), "kg:attributedTo", part("attribution-7")),
    "DanglingWithin": lambda q: changed(q, part("report-1"), "kg:within", part("report-77")),
    "DanglingSource": lambda q: changed(q, part("attribution-0"), "kg:source", part("chain-77")),
    "DanglingMember": lambda q: changed(q, part("chain-4"), "kg:member", part("chain-77")),
    "IntervalBackwards": lambda q: changed(q, event("visit"), "kg:end", Literal("2023-01-01", datatype=DATE)),
    "UnknownPolarity": lambda q: changed(q, part("report-2"), "kg:polarity", Literal("perhaps")),
    "UnknownModality": lambda q: q | {Quad(part("report-2"), name("kg:modality"), Literal("maybe"), HARBOUR)},
    "EventWithoutReport": lambda q: without(q, event("blame"), "kg:reportedBy"),
    "EventWithoutLabel": lambda q: without(q, event("blame"), "rdfs:label"),
    "EventWithoutType": lambda q: changed(q, event("blame"), "rdf:type", name("kg:Person")),
    "EventRoleNotEntity": lambda q: changed(q, event("blame"), "kg:patient", NOWHERE),
    "PartOfNoEvent": lambda q: changed(q, event("invitation"), "sem:subEventOf", ilves()),
    "UnknownFactuality": lambda q: changed(q, event("blame"), "kg:factuality", Literal("maybe")),
    "DanglingReport": lambda q: changed(q, event("blame"), "kg:reportedBy", part("report-77")),
    "DanglingEvidence": lambda q: changed(q, NamedNode(f"{BASE}entity/country/veld"), "gaf:denotedBy", part("chain-77")),
    "EntityWithoutLabel": lambda q: without(q, NamedNode(f"{BASE}entity/country/veld"), "rdfs:label"),
    "EntityWithoutType": lambda q: changed(q, NamedNode(f"{BASE}entity/country/veld"), "rdf:type", name("kg:Blame")),
    "ReportOfUnknownType": lambda q: changed(q, part("report-1"), "kg:reportedType", name("kg:Nonsense")),
    "EvidenceOfAnotherArticle": lambda q: changed(
        q, part("chain-5"), "gaf:denotedBy", NamedNode(f"{BASE}article/rehn-to-visit-kelm-in-may-b0b00000#char=1,4")
    ),
    "ChainWithoutMention": lambda q: without(q, part("chain-5"), "gaf:denotedBy"),
    "IntervalOpenAndClosed": lambda q: q | {quad_of(event("visit"), q, "kg:open", Literal(True))},
    "WrongReportCount": lambda q: changed(q, event("meeting"), "kg:reportCount", Literal(7)),
    "RepeatsNoArticle": lambda q: q | {Quad(HARBOUR, name("kg:sameTextAs"), NOWHERE)},
    "RepeatsRepeat": lambda q: q | {Quad(TALKS, name("kg:sameTextAs"), HARBOUR), Quad(HARBOUR, name("kg:sameTextAs"), DOCK)},
    "MoreOriginsThanArticles": lambda q: q | {quad_of(event("meeting"), q, "kg:originCount", Literal(2))},
    "EntityWithoutEvidence": lambda q: without(q, NamedNode(f"{BASE}entity/country/veld"), "gaf:denotedBy"),
}


@pytest.fixture(scope="module")
def quads() -> Quads:
    return set(rdf.graph_quads(builders.extractions(), builders.resolution(), base_iri=BASE, lexicon=builders.lexicon()))


def store_of(quads: Quads) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_extend(quads)
    return store


def merged(quads: Quads) -> Graph:
    triples = sorted({str(quad.triple): quad.triple for quad in quads}.values(), key=str)
    graph = Graph()
    graph.parse(data=pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    return graph


def published(shape: str = "") -> Graph:
    """The published shapes, or one of them with what it asks of values."""
    everything = Graph().parse(data=shapes.shapes_turtle(), format="turtle")
    others = {constraint.shape for constraint in shapes.constraints()} - {shape} if shape else set()
    chosen = Graph()
    for triple in everything:
        if str(triple[0]).removeprefix(shapes.SHAPES).partition("-")[0] not in others:
            chosen.add(triple)
    return chosen


def found_by_processor(data: Graph, shape: str = "") -> set[tuple[str, str]]:
    """The shapes that a SHACL processor finds broken, each with the node that breaks it."""
    _, report, _ = pyshacl.validate(data, shacl_graph=published(shape), inference="none")
    assert isinstance(report, Graph)
    asked = (
        "SELECT ?s ?focus ?message { [] sh:result ?r . ?r sh:sourceShape ?s ; sh:focusNode ?focus ; sh:resultMessage ?message }"
    )
    found = set()
    for source, focus, message in report.query(asked, initNs={"sh": PREFIXES["sh"]}):  # type: ignore[misc]
        node = str(message).partition(": ")[0] if str(focus) == shapes.SHAPES + "graph" else str(focus)
        found.add((str(source).removeprefix(shapes.SHAPES).partition("-")[0], node))
    return found


def fired(data: Graph, shape: str = "") -> set[str]:
    """The shapes, of all or of one alone, that a SHACL processor finds broken."""
    return {broken for broken, _ in found_by_processor(data, shape)}


def found_by_gate(quads: Quads, shape: str = "") -> set[tuple[str, str]]:
    """The same of the gate of a build."""
    broken = shapes.violations(store_of(quads))
    return {(violation.shape, violation.focus) for violation in broken if shape in ("", violation.shape)}


def test_whole_graph_keeps_the_shapes(quads: Quads) -> None:
    shapes.check(store_of(quads))
    assert fired(merged(quads)) == set()


def test_an_article_alone_keeps_the_shapes() -> None:
    shapes.check(store_of(set(article_quads(builders.harbour(), Iris(BASE)))))


def test_one_fault_is_found_among_many_nodes_that_are_looked_at(quads: Quads) -> None:
    broken = without(quads, event("meeting"), "rdfs:label")
    many = {NamedNode(f"{BASE}event/none-{number}") for number in range(1200)}
    none = dict.fromkeys(many, frozenset([name("kg:factuality")]))
    found = list(shapes.violations(store_of(broken), shapes.Focus(nodes=none | predicates(broken))))
    assert [violation.shape for violation in found] == ["EventWithoutLabel"]
    assert list(shapes.violations(store_of(broken), shapes.Focus(nodes=none))) == []


def predicates(quads: Quads) -> dict[NamedNode, frozenset[NamedNode]]:
    """All nodes with what is said of them."""
    found: dict[NamedNode, set[NamedNode]] = {}
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)
        found.setdefault(quad.subject, set()).add(quad.predicate)
    return {node: frozenset(said) for node, said in found.items()}


def links(quads: Quads) -> frozenset[Statement]:
    """What the default graph says."""
    return frozenset((quad.subject, quad.predicate, quad.object) for quad in quads if quad.graph_name == DefaultGraph())  # type: ignore[misc]


def test_every_shape_has_a_mutation() -> None:
    assert MUTATIONS.keys() == {constraint.shape for constraint in shapes.constraints()}
    assert all(constraint.scopes for constraint in shapes.constraints())


ALSO: dict[str, tuple[str, Callable[[Quads], Quads]]] = {
    "an entity whose name is blank": (
        "EntityWithoutLabel",
        lambda q: changed(q, NamedNode(f"{BASE}entity/country/veld"), "rdfs:label", Literal("  ")),
    ),
    "a stated time that ends before it begins": (
        "IntervalBackwards",
        lambda q: q | {Quad(part("report-0"), name("kg:end"), Literal("2020-01-01", datatype=DATE), HARBOUR)},
    ),
    "an event whose role is filled by an event": (
        "EventRoleNotEntity",
        lambda q: changed(q, event("blame"), "kg:patient", NamedNode(f"{BASE}event/nowhere")),
    ),
    "a place that is not there": ("EventRoleNotEntity", lambda q: changed(q, event("meeting"), "kg:place", NOWHERE)),
    "a group with a member that is not there": (
        "DanglingMember",
        lambda q: changed(q, NamedNode(f"{BASE}entity/group/both-sides"), "kg:member", NOWHERE),
    ),
    "a sentence that begins one character late": ("QuoteNotAtOffsets", lambda q: shifted(q)),
    "an event that is part of itself": (
        "PartOfNoEvent",
        lambda q: changed(q, event("invitation"), "sem:subEventOf", the(event("invitation"), q)),
    ),
    "a report that is within itself": ("DanglingWithin", lambda q: changed(q, part("report-1"), "kg:within", part("report-1"))),
    "a confidence that is no number": (
        "ConfidenceOutOfRange",
        lambda q: changed(q, event("blame"), "kg:confidence", Literal("high")),
    ),
    "an event of two types, one of which is not in the ontology": (
        "",
        lambda q: q | {Quad(the(event("blame"), q), name("rdf:type"), name("kg:Person"), DefaultGraph())},
    ),
    "an entity whose type is far below": ("", lambda q: changed(q, ilves(), "rdf:type", name("kg:City"))),
    "a future that no word tells of": (
        "StanceWithoutCue",
        lambda q: q | {Quad(part("report-0"), name("kg:future"), Literal(True), HARBOUR)},
    ),
    "an attribution of nothing": ("DanglingAttribution", lambda q: without(q, part("attribution-0"), "kg:contentText")),
}


def the(same: Callable[[Quad], bool], quads: Quads) -> NamedNode:
    """The one node of which something is said."""
    (node,) = {quad.subject for quad in quads if same(quad)}
    assert isinstance(node, NamedNode)
    return node


def shifted(quads: Quads) -> Quads:
    """The graph with the sentence of the invitation moved by one character wherever it is spoken of."""
    old = next(quad.object for quad in quads if quad.subject == part("report-1") and quad.predicate == name("kg:sentence"))
    assert isinstance(old, NamedNode)
    begin, _, end = old.value.partition("#char=")[2].partition(",")
    new = part(f"char={int(begin) + 1},{int(end) + 1}")
    return {
        Quad(
            new if quad.subject == old else quad.subject,
            quad.predicate,
            new if quad.object == old else quad.object,
            quad.graph_name,
        )
        for quad in quads
    }


@pytest.mark.parametrize("case", ALSO)
def test_other_ways_to_break_a_shape(case: str, quads: Quads) -> None:
    shape, mutation = ALSO[case]
    broken = mutation(quads)
    assert {found for found, _ in found_by_gate(broken)} == ({shape} if shape else set())
    assert found_by_processor(merged(broken), shape) == found_by_gate(broken)


def test_a_role_filled_by_a_chain_that_is_not_there(quads: Quads) -> None:
    broken = changed(quads, part("report-1"), "kg:agent", part("chain-77"))
    assert {violation.shape for violation in shapes.violations(store_of(broken))} == {"ReportRoleNotChain"}
    assert fired(merged(broken), "ReportRoleNotChain")


@pytest.mark.parametrize("shape", MUTATIONS)
def test_mutation_breaks_its_shape(shape: str, quads: Quads) -> None:
    broken = MUTATIONS[shape](quads)
    assert fired(merged(broken), shape) == {shape}
    assert found_by_processor(merged(broken), shape) == found_by_gate(broken, shape)


@pytest.mark.parametrize("constraint", [c for c in shapes.constraints() if c.scopes != ("article",)], ids=lambda c: c.shape)
def test_mutation_is_found_where_its_node_is_looked_at(constraint: shapes.Constraint, quads: Quads) -> None:
    assert constraint.targets, "the shape does not say by which predicate it finds its nodes"
    mutation = (
        MUTATIONS[constraint.shape]
        if constraint.shape != "DanglingMember"
        else ALSO["a group with a member that is not there"][1]
    )
    broken = mutation(quads)
    found = set(shapes.violations(store_of(broken), shapes.Focus(nodes=predicates(broken), links=links(broken))))
    assert constraint.shape in {violation.shape for violation in found}
    assert found == set(shapes.violations(store_of(broken), shapes.NO_ARTICLE))


def test_a_processor_finds_all_that_the_gate_finds_at_once(quads: Quads) -> None:
    """Where many shapes are broken, each by its own node, with all shapes together."""
    broken = quads
    for shape in ("ReportWithoutTrigger", "StanceOutsideSentence", "IntervalBackwards", "EventRoleNotEntity", "WrongReportCount"):
        broken = MUTATIONS[shape](broken)
    found = found_by_processor(merged(broken))
    assert found == found_by_gate(broken)
    assert len({shape for shape, _ in found}) >= 5


def test_shapes_are_core_but_for_what_core_cannot_say() -> None:
    everything = Graph().parse(data=shapes.shapes_turtle(), format="turtle")
    sparql = {str(shape).removeprefix(shapes.SHAPES) for shape in everything.subjects(URIRef(PREFIXES["sh"] + "sparql"), None)}
    assert sparql == {
        "ArticleWithoutText",
        "EventRoleNotEntity",
        "EvidenceOfAnotherArticle",
        "MoreOriginsThanArticles",
        "OffsetsOutsideText",
        "QuoteNotAtOffsets",
        "RepeatsNoArticle",
        "RepeatsRepeat",
        "ReportRoleNotChain",
        "StanceOutsideSentence",
        "TriggerOutsideSentence",
        "WrongReportCount",
    }


def test_error_names_article_sentence_and_shape(quads: Quads) -> None:
    broken = MUTATIONS["ReportWithoutTrigger"](quads)
    with pytest.raises(ShapeError) as caught:
        shapes.check(store_of(broken))
    for words in ("harbour.txt", "Orlan and Veld leaders meet", "She invited him to Kelm.", "ReportWithoutTrigger"):
        assert words in str(caught.value)


def test_error_of_an_event_names_where_it_is_told(quads: Quads) -> None:
    with pytest.raises(ShapeError, match=r"harbour.txt.*EventWithoutLabel.*She blamed Rehn"):
        shapes.check(store_of(MUTATIONS["EventWithoutLabel"](quads)))


def test_only_the_first_violations_are_spelled_out(quads: Quads) -> None:
    graph = DefaultGraph()
    many = {Quad(NamedNode(f"{BASE}event/{i}"), name("kg:factuality"), Literal("happened"), graph) for i in range(9)}
    with pytest.raises(ShapeError, match="and 22 more"):  # nine events without label, report and type
        shapes.check(store_of(quads | many))
