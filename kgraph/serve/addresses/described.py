"""What an IRI's description in RDF holds: what the graph says of the thing, and enough about its neighbours to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kgraph.rdf.iris import KG
from kgraph.serve.addresses.places import ONTOLOGY, Place
from kgraph.serve.addresses.said import Graph, article_of, full

_NAMING = frozenset(map(full, ("rdf:type", "rdfs:label")))
_CITING = frozenset(map(full, ("rdf:type", "schema:headline", "schema:datePublished", "schema:publisher", "schema:url")))


def description(place: Place, graph: Graph) -> list[Quad]:
    """All statements of a description, each in its own graph; none where the graph knows nothing of the IRI."""
    return list(dict.fromkeys(_DESCRIBED[place.kind](place.iri, graph)))


def _entity(iri: str, graph: Graph) -> Iterator[Quad]:
    """What is said of an entity, its parts in events, and the names of those."""
    node = NamedNode(iri)
    own = list(graph.quads(node))
    yield from own
    if own:
        pointing = list(graph.store.quads_for_pattern(None, None, node, DefaultGraph()))
        yield from pointing
        yield from _named([*(quad.subject for quad in pointing), *(quad.object for quad in own)], graph)


def _event(iri: str, graph: Graph) -> Iterator[Quad]:
    """What is said of an event, its reports with their sentences and speakers, and the names of whoever takes part."""
    node = NamedNode(iri)
    own = list(graph.quads(node))
    parts = list(graph.store.quads_for_pattern(None, None, node, DefaultGraph()))
    yield from own
    yield from parts
    yield from _named([*(quad.object for quad in own), *(quad.subject for quad in parts)], graph)
    for report in graph.node(iri).all("kg:reportedBy"):
        yield from _report(report, graph)


def _report(iri: str, graph: Graph) -> Iterator[Quad]:
    home = article_of(iri)
    said = graph.node(iri, home)
    attribution = said.one("kg:attributedTo")
    chains = [value for values in said.values.values() for value in values if value.startswith(f"{home}#chain-")]
    chains += graph.node(attribution, home).all("kg:source") if attribution else []
    for node in (iri, said.one("kg:sentence"), attribution):
        yield from graph.quads(NamedNode(node), home) if node else ()
    for chain in chains:
        yield from (quad for quad in graph.quads(NamedNode(chain), home) if quad.predicate.value in _NAMING)
    yield from (quad for quad in graph.quads(NamedNode(home), home) if quad.predicate.value in _CITING)


def _article(iri: str, graph: Graph) -> Iterator[Quad]:
    """An article's named graph, and the statements of the default graph that point into it."""
    own = list(graph.store.quads_for_pattern(None, None, None, NamedNode(iri)))
    yield from own
    parts = dict.fromkeys(quad.subject for quad in own)
    pointing = [quad for part in parts for quad in graph.store.quads_for_pattern(None, None, part, DefaultGraph())]
    yield from pointing
    yield from _named((quad.subject for quad in pointing), graph)


def _ontology(iri: str, graph: Graph) -> Iterator[Quad]:
    """The ontology and all of its terms."""
    yield from graph.quads(NamedNode(iri))
    defined = graph.store.quads_for_pattern(None, NamedNode(full("rdfs:isDefinedBy")), NamedNode(ONTOLOGY), DefaultGraph())
    for term in sorted({quad.subject.value for quad in defined if isinstance(quad.subject, NamedNode)}):
        yield from graph.quads(NamedNode(term))


def _named(nodes: Iterable[object], graph: Graph) -> Iterator[Quad]:
    """The types and names of entities, events and terms."""
    for node in dict.fromkeys(nodes):
        if isinstance(node, NamedNode) and (node.value.startswith((graph.places.base, KG))) and "#chain-" not in node.value:
            yield from (quad for quad in graph.quads(node) if quad.predicate.value in _NAMING)


_DESCRIBED = {"entity": _entity, "event": _event, "article": _article, "ontology": _ontology}
