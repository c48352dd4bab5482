"""The ontology as RDF: event types, roles and entity types of the lexicon, and kgraph's own terms of data/terms.yaml.

Its terms are aligned with SEM, schema.org, PROV-O, NIF, GAF and GRaSP; PLOVER's and CAMEO's codes are notations. There are no
OWL restrictions, which would need blank nodes: which role goes with which type, and what may fill it, is told by
schema:domainIncludes and schema:rangeIncludes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kgraph.lexicon import COMMON_ROLES, EntityType, EventType, Lexicon, RoleType, entity_types
from kgraph.lexicon.terms import terms
from kgraph.rdf.iris import KG, PREFIXES, term, vocabulary

ONTOLOGY = NamedNode(KG.removesuffix("#"))
Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
_DATATYPES = {bool: "xsd:boolean", int: "xsd:integer", str: "xsd:string"}


def ontology_turtle(lexicon: Lexicon) -> str:
    """The ontology as Turtle: the same bytes for the same lexicon."""
    triples = sorted((quad.triple for quad in ontology_quads(lexicon)), key=str)
    written = pyoxigraph.serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = written.decode().splitlines()
    prefixes = sorted(line for line in lines if line.startswith("@prefix"))  # in no order of the library's choosing
    body = "\n".join(lines[len(prefixes) :])
    used = [line for line in prefixes if f"{line.split()[1]}" in body]
    return "\n".join((*used, "", re.sub(r"^(?=\S)", "\n", body, flags=re.MULTILINE).lstrip("\n"), ""))


def ontology_quads(lexicon: Lexicon) -> Iterator[Quad]:
    """The ontology as quads of the default graph, none twice."""
    graph = DefaultGraph()
    for statement in dict.fromkeys(_statements(lexicon)):
        yield Quad(*statement, graph)


def role_names(lexicon: Lexicon) -> list[str]:
    """All roles that an event can have, in order."""
    return sorted({role.name for kind in lexicon.types.values() for role in kind.roles} | COMMON_ROLES | terms()["roles"].keys())


def _statements(lexicon: Lexicon) -> Iterator[Statement]:
    yield ONTOLOGY, vocabulary("rdf:type"), vocabulary("owl:Ontology")
    yield ONTOLOGY, vocabulary("rdfs:label"), _english("kgraph: who did what to whom, according to whom")
    yield ONTOLOGY, vocabulary("owl:versionInfo"), Literal(lexicon.version)
    for name, entry in terms()["classes"].items():
        yield from _class(name, entry["label"], entry["definition"], entry["parents"])
    yield term("Event"), term("orientation"), Literal("neutral")
    for name, entry in terms()["properties"].items():
        yield from _property(name, entry)
    for entity_type in entity_types().values():
        yield from _entity_type(entity_type)
    for event_type in lexicon.types.values():
        yield from _event_type(event_type)
    for name in role_names(lexicon):
        yield from _role(name)


def _class(name: str, label: str, definition: str, parents: list[str]) -> Iterator[Statement]:
    yield from _described(name, "owl:Class", label, definition)
    for parent in parents:
        yield term(name), vocabulary("rdfs:subClassOf"), _node(parent)


def _property(name: str, entry: Mapping[str, Any]) -> Iterator[Statement]:
    reach = str(entry.get("range", ""))
    datatype = reach.startswith("xsd:")
    kind = "owl:AnnotationProperty" if name == "default" else "owl:DatatypeProperty" if datatype else "owl:ObjectProperty"
    yield from _described(name, kind, entry["label"], entry["definition"])
    for parent in entry.get("parents", ()):
        yield term(name), vocabulary("rdfs:subPropertyOf"), _node(parent)
    if "domain" in entry:
        yield term(name), vocabulary("rdfs:domain"), _node(entry["domain"])
    if reach:
        yield term(name), vocabulary("rdfs:range"), _node(reach)
    if "default" in entry:
        yield term(name), term("default"), _value(entry["default"], reach)


def _entity_type(kind: EntityType) -> Iterator[Statement]:
    parents = [kind.parent] if kind.parent else []
    extra = ["sem:Place"] if kind.name == "Place" else []
    yield from _class(kind.name, _words(kind.name), kind.definition, [*parents, f"schema:{kind.schema}", *extra])


def _event_type(kind: EventType) -> Iterator[Statement]:
    if kind.name != "Event":
        yield from _class(kind.name, kind.label, kind.definition, [kind.parent or "Event"])
    for name, code in (("ploverCode", kind.plover), ("cameoCode", kind.cameo), ("orientation", kind.orientation)):
        if code:
            yield term(kind.name), term(name), Literal(code)
    if kind.symmetric:
        yield term(kind.name), term("symmetric"), _value(True, "xsd:boolean")
    for example in kind.examples:
        yield term(kind.name), vocabulary("skos:example"), _english(example.text)
    for role in kind.roles:
        yield from _use(kind, role)


def _use(kind: EventType, role: RoleType) -> Iterator[Statement]:
    yield term(role.name), vocabulary("schema:domainIncludes"), term(kind.name)
    for filler in role.range:
        yield term(role.name), vocabulary("schema:rangeIncludes"), term(filler)


def _role(name: str) -> Iterator[Statement]:
    known = terms()["roles"].get(name, {})
    definition = known.get("definition", f"The {_words(name).lower()} of an event.")
    yield from _described(name, "owl:ObjectProperty", _words(name).lower(), definition)
    for parent in ("participant", *known.get("parents", ())):
        yield term(name), vocabulary("rdfs:subPropertyOf"), _node(parent)
    words = f"The words for a report's {_words(name).lower()}, if they are not a mention."
    yield from _described(f"{name}Text", "owl:DatatypeProperty", f"{_words(name).lower()} text", words)
    yield term(f"{name}Text"), vocabulary("rdfs:domain"), term("Report")
    yield term(f"{name}Text"), vocabulary("rdfs:range"), vocabulary("xsd:string")


def _described(name: str, kind: str, label: str, definition: str) -> Iterator[Statement]:
    yield term(name), vocabulary("rdf:type"), vocabulary(kind)
    yield term(name), vocabulary("rdfs:label"), _english(label)
    yield term(name), vocabulary("skos:definition"), _english(definition)
    yield term(name), vocabulary("rdfs:isDefinedBy"), ONTOLOGY


def _node(name: str) -> NamedNode:
    return vocabulary(name) if ":" in name else term(name)


def _english(words: str) -> Literal:
    return Literal(words, language="en")


def _value(value: bool | int | str, reach: str) -> Literal:
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return Literal(written, datatype=vocabulary(reach or _DATATYPES[type(value)]))


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
