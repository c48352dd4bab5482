"""What a graph says of a node, as text: the reader that pages are made with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgraph.outgoing import one_line
from kgraph.rdf.iris import KG, PREFIXES
from kgraph.serve.addresses.places import Places

_DEFAULT = DefaultGraph()


def full(prefixed: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, name = prefixed.partition(":")
    return PREFIXES[prefix] + name


@dataclass(frozen=True, slots=True)
class Said:
    """All that one graph says of a node, by predicate."""

    iri: str
    values: dict[str, list[str]]

    def __bool__(self) -> bool:
        return bool(self.values)

    def all(self, predicate: str) -> list[str]:
        """The values of a predicate, sorted."""
        return sorted(self.values.get(full(predicate), ()))

    def one(self, predicate: str, default: str = "") -> str:
        """The first of them."""
        return min(self.values.get(full(predicate), ()), default=default)

    def is_true(self, predicate: str) -> bool:
        """Whether it is said to be so."""
        return self.one(predicate) == "true"

    def number(self, predicate: str, default: float = 1) -> float:
        """A number."""
        return float(self.one(predicate) or default)


@dataclass(frozen=True)
class Ref:
    """A thing as a page names and links it."""

    iri: str
    address: str
    name: str
    type: str = ""


@dataclass
class Graph:
    """A snapshot's graph, read for one page: each node is looked up once."""

    store: pyoxigraph.Store
    places: Places
    _known: dict[tuple[str, str], Said] = field(default_factory=dict)

    def node(self, iri: str, article: str = "") -> Said:
        """What the default graph, or that of an article, says of a node."""
        if (iri, article) not in self._known:
            values: dict[str, list[str]] = defaultdict(list)
            for quad in self.quads(NamedNode(iri), article):
                if isinstance(quad.object, (NamedNode, Literal)):
                    values[quad.predicate.value].append(quad.object.value)
            self._known[iri, article] = Said(iri, dict(values))
        return self._known[iri, article]

    def quads(self, subject: NamedNode, article: str = "") -> Iterator[Quad]:
        """The same as quads."""
        return self.store.quads_for_pattern(subject, None, None, NamedNode(article) if article else _DEFAULT)

    def subjects(self, predicate: str, value: str, article: str = "") -> list[str]:
        """The nodes that have a value of a predicate, sorted."""
        graph = NamedNode(article) if article else _DEFAULT
        found = self.store.quads_for_pattern(None, NamedNode(full(predicate)), NamedNode(value), graph)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))

    def having(self, predicate: str, article: str) -> list[str]:
        """The nodes of an article's graph that have a predicate, sorted."""
        found = self.store.quads_for_pattern(None, NamedNode(full(predicate)), None, NamedNode(article))
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def parts(self, article: str, kind: str) -> list[str]:
        """The nodes of an article's graph that are parts of a kind, sorted."""
        start = f"{article}#{kind}-"
        quads = self.store.quads_for_pattern(None, None, None, NamedNode(article))
        return sorted(
            {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(start)}
        )

    def roles_of(self, iri: str) -> dict[str, list[str]]:
        """The events in which an entity has a part, each with its roles."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, None, NamedNode(iri), _DEFAULT):
            subject, predicate = quad.subject, quad.predicate.value
            if isinstance(subject, NamedNode) and predicate.startswith(KG) and subject.value.startswith(self.events):
                found[subject.value].append(predicate.removeprefix(KG))
        return {event: sorted(roles) for event, roles in found.items()}

    @cached_property
    def events(self) -> str:
        """What the IRIs of events begin with."""
        return f"{self.places.base}event/"

    def ref(self, iri: str) -> Ref:
        """An entity, an event or a term, with its name."""
        said = self.node(iri)
        name = one_line(said.one("rdfs:label")) or iri.rpartition("/")[2].rpartition("#")[2]
        return Ref(iri, self.places.address(iri), name, said.one("rdf:type").removeprefix(KG))

    def term(self, name: str) -> Ref:
        """A class or property of kgraph's vocabulary by its local name."""
        return self.ref(KG + name)

    def article(self, iri: str) -> Ref:
        """An article, with its headline."""
        said = self.node(iri, iri)
        name = said.one("schema:headline") or said.one("kg:file") or iri.rpartition("/")[2]
        return Ref(iri, self.places.address(iri), one_line(name), "NewsArticle")


def article_of(iri: str) -> str:
    """The article that a report, a chain or characters belong to."""
    return iri.partition("#")[0]
