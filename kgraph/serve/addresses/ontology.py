"""What the page of the ontology shows: every term with its definition, its place among the others, and how often the graph uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import QuerySolutions

from kgraph.rdf.iris import KG, PREFIXES
from kgraph.serve.addresses.places import ONTOLOGY
from kgraph.serve.addresses.said import Graph, Ref, Said, full

_PARENTS = ("rdfs:subClassOf", "rdfs:subPropertyOf")
_OF_CLASSES = "SELECT ?term (COUNT(*) AS ?uses) WHERE { ?thing a ?term } GROUP BY ?term"
_OF_PROPERTIES = """
SELECT ?term (COUNT(*) AS ?uses) WHERE { { ?thing ?term ?value } UNION { GRAPH ?article { ?thing ?term ?value } } } GROUP BY ?term
"""
_TITLES = {
    "events": "Event types",
    "entities": "Entity types",
    "classes": "Other classes",
    "roles": "Roles of events",
    "properties": "Properties",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property. ``uses`` is how many things are of the class, or statements have the property; ``all_uses`` counts those
    of the classes below as well."""

    ref: Ref
    name: str
    kind: str
    definition: str
    above: tuple[Ref, ...]
    below: tuple[Ref, ...]
    domain: tuple[Ref, ...]
    range: tuple[Ref, ...]
    codes: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    default: str
    uses: int
    all_uses: int


@dataclass(frozen=True, slots=True)
class Section:
    """Terms of one kind, by name."""

    name: str
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The ontology."""

    ref: Ref
    version: str
    sections: tuple[Section, ...]


def ontology_page(graph: Graph, uses: Mapping[str, int]) -> OntologyPage:
    """The ontology of a graph; ``uses`` is what ``usage`` counted."""
    defined = graph.subjects("rdfs:isDefinedBy", ONTOLOGY)
    nodes = {iri: graph.node(iri) for iri in defined if not _is_words(iri, graph)}
    below = _below(nodes.values())
    grouped: dict[str, list[Term]] = {name: [] for name in _TITLES}
    for _, said in sorted(nodes.items()):
        grouped[_section(said, nodes)].append(_term(said, below, uses, graph))
    return OntologyPage(
        ref=graph.ref(ONTOLOGY),
        version=graph.node(ONTOLOGY).one("owl:versionInfo"),
        sections=tuple(Section(name, _TITLES[name], tuple(terms)) for name, terms in grouped.items() if terms),
    )


def usage(store: pyoxigraph.Store) -> dict[str, int]:
    """How many things are of each class, and how many statements have each property; reads the whole graph."""
    uses = {}
    for query in (_OF_CLASSES, _OF_PROPERTIES):
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        uses.update({solution["term"].value: int(solution["uses"].value) for solution in solutions})
    return uses


def _is_words(iri: str, graph: Graph) -> bool:
    """Whether a property is the words of a role ("agentText"), which the role's own entry speaks for."""
    return iri.endswith("Text") and f"{KG}participant" in _above(graph.node(iri.removesuffix("Text")))


def _below(nodes: Iterable[Said]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for said in nodes:
        for parent in _above(said):
            found[parent].append(said.iri)
    return found


def _above(said: Said) -> list[str]:
    return [parent for predicate in _PARENTS for parent in said.all(predicate)]


def _section(said: Said, nodes: Mapping[str, Said]) -> str:
    if said.one("rdf:type") != full("owl:Class"):
        return "roles" if f"{KG}participant" in _above(said) else "properties"
    ancestors = _ancestors(said, nodes)
    if f"{KG}Event" in ancestors:
        return "events"
    return "entities" if f"{KG}Thing" in ancestors else "classes"


def _ancestors(said: Said, nodes: Mapping[str, Said]) -> set[str]:
    found, left = {said.iri}, [said.iri]
    while left:
        above = {parent for parent in _above(nodes[left.pop()]) if parent in nodes} - found
        found |= above
        left += above
    return found


def _term(said: Said, below: Mapping[str, list[str]], uses: Mapping[str, int], graph: Graph) -> Term:
    name = said.iri.removeprefix(KG)
    named = {"PLOVER": "kg:ploverCode", "CAMEO": "kg:cameoCode", "orientation": "kg:orientation"}
    return Term(
        ref=graph.ref(said.iri),
        name=name,
        kind="class" if said.one("rdf:type") == full("owl:Class") else "property",
        definition=said.one("skos:definition"),
        above=_refs(_above(said), graph),
        below=_refs(sorted(below.get(said.iri, ())), graph),
        domain=_refs([*said.all("rdfs:domain"), *said.all("schema:domainIncludes")], graph),
        range=_refs([*said.all("rdfs:range"), *said.all("schema:rangeIncludes")], graph),
        codes=tuple((label, said.one(key)) for label, key in named.items() if said.one(key)),
        examples=tuple(said.all("skos:example")),
        default=said.one("kg:default"),
        uses=uses.get(said.iri, 0),
        all_uses=sum(uses.get(iri, 0) for iri in _at_or_below(said.iri, below)),
    )


def _at_or_below(iri: str, below: Mapping[str, list[str]]) -> set[str]:
    found, left = {iri}, [iri]
    while left:
        more = set(below.get(left.pop(), ())) - found
        found |= more
        left += more
    return found


def _refs(iris: Iterable[str], graph: Graph) -> tuple[Ref, ...]:
    return tuple(_ref(iri, graph) for iri in iris)


def _ref(iri: str, graph: Graph) -> Ref:
    """A term of kgraph's by its name, another vocabulary's by its prefixed name."""
    if iri.startswith(KG):
        return graph.ref(iri)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return Ref(iri, "", f"{prefix}:{iri.removeprefix(namespace)}")
    return Ref(iri, "", iri)
