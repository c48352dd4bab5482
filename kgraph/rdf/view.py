"""What a graph says, as plain values: for networks, tables and the page, which ask for all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kgraph.model import TARGET_ROLES
from kgraph.rdf.formats import parsed
from kgraph.rdf.iris import KG, PREFIXES

_Name: TypeAlias = NamedNode | BlankNode | DefaultGraph | None
_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_CHARACTERS = "#char="
_ANY = "Event"


@dataclass(frozen=True, slots=True)
class Actor:
    """An entity of the graph; ``type`` is the local name of its class."""

    iri: str
    name: str
    type: str
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    country: str
    titles: tuple[str, ...]
    mentions: int
    named: bool
    sector: str = ""
    members: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of an event: its article, its sentence, where the trigger stands in it, and who says so ("" the article).

    ``start`` is where the sentence begins in the article's text; all offsets count code points. ``code`` is the report's PLOVER root
    where that is not its type's, ``speaker`` the IRI of the entity that says so, "" where there is none. ``begin`` and ``end`` are
    the days that it states, ``counted`` how many they are to whom it happens: the IRI of each such entity with its number.
    """

    article: str
    quote: str
    trigger: tuple[int, int]
    polarity: str
    modality: str
    source: str
    cue: str
    start: int = 0
    future: bool = False
    code: str = ""
    confidence: float = 1.0
    iri: str = ""
    speaker: str = ""
    begin: str = ""
    end: str = ""
    counted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the graph, with its participants as (role, entity's IRI) and its reports in the order of their articles.

    ``wholes`` are the IRIs of the events that it is part of; ``origins`` counts the articles that report it with a text of their own.
    """

    iri: str
    label: str
    type: str
    root: str
    orientation: str
    symmetric: bool
    factuality: str
    roles: tuple[tuple[str, str], ...]
    begin: str
    end: str
    precision: str
    stated: bool
    tellings: tuple[Telling, ...]
    wholes: tuple[str, ...] = ()
    confidence: float = 1.0
    origins: int = 1

    def fillers(self, *roles: str) -> tuple[str, ...]:
        """The IRIs of what fills these roles, each once."""
        return tuple(dict.fromkeys(entity for role, entity in self.roles if role in roles))

    def dyads(self) -> Iterator[tuple[str, str]]:
        """The pairs of a source and a target; of a symmetric event, each pair of sides once, in the order of their IRIs."""
        agents, targets = self.fillers("agent"), self.fillers(*TARGET_ROLES)
        if self.symmetric:
            sides = sorted({*agents, *targets})
            yield from ((a, b) for n, a in enumerate(sides) for b in sides[n + 1 :])
        else:
            yield from ((a, b) for a in agents for b in targets if a != b)


@dataclass(frozen=True, slots=True)
class Source:
    """An article of the graph, with its text and, in their order, where which entity is mentioned: (begin, end, its IRI).

    ``origin`` is the IRI of the first article with the same text: its own where it repeats none.
    """

    iri: str
    headline: str
    published: str
    publisher: str
    url: str
    authors: tuple[str, ...]
    file: str
    text: str = ""
    mentions: tuple[tuple[int, int, str], ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """What the graph's ontology says of an event type for those who code events; "" where it has no code."""

    name: str
    plover: str
    cameo: str
    orientation: str


@dataclass(frozen=True, slots=True)
class View:
    """All of a graph; everything sorted by IRI.

    ``types`` gives each event type's label and the root of its branch, ``codes`` its codes, ``parents`` the type right above it.
    """

    actors: Mapping[str, Actor]
    happenings: Mapping[str, Happening]
    sources: Mapping[str, Source]
    types: Mapping[str, tuple[str, str]]
    codes: Mapping[str, Codes] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    def at_least(self, confidence: float) -> View:
        """The same with only the events that have this confidence."""
        sure = {iri: event for iri, event in self.happenings.items() if event.confidence >= confidence}
        return self if len(sure) == len(self.happenings) else replace(self, happenings=sure)


def view(store: pyoxigraph.Store) -> View:
    """The view of a graph."""
    named = sorted((node for node in store.named_graphs() if isinstance(node, NamedNode)), key=lambda node: node.value)
    graphs: list[DefaultGraph | NamedNode] = [DefaultGraph(), *named]
    return _view((graph, store.quads_for_pattern(None, None, None, graph)) for graph in graphs)


def read_view(path: Path) -> View:
    """The view of a graph that a build wrote as N-Quads, which takes half the time of reading its store."""
    return _view(groupby(parsed(path), key=attrgetter("graph_name")))


def _view(graphs: Iterable[tuple[_Name, Iterable[Quad]]]) -> View:
    """The view of graphs, the default one first, then the articles' by IRI."""
    articles = iter(graphs)
    default = Graph(next(articles, (None, ()))[1])
    parents = parents_of(default.subjects("kg:orientation"), default)
    types = types_of(parents, default)
    sources: dict[str, Source] = {}
    tellings: dict[str, Telling] = {}
    entities = _entities(default)
    for name, quads in articles:
        if isinstance(name, NamedNode):
            article = Graph(quads)
            origin = default.literal(name.value, "kg:sameTextAs") or name.value
            sources[name.value] = replace(source_of(name.value, article, entities.get), origin=origin)
            tellings.update(_tellings(name.value, article, default, entities))
    return View(
        actors={node: actor_of(node, default) for node in sorted(default.subjects("kg:mentionCount"))},
        happenings={node: happening_of(node, default, types, tellings.get) for node in sorted(default.subjects("kg:factuality"))},
        sources=sources,
        types=types,
        codes={name: codes_of(name, default) for name in types},
        parents=parents,
    )


Values: TypeAlias = Mapping[str, list[str]]
"""What a graph says of a node: values by predicate."""


def values_of(quads: Iterable[Quad]) -> dict[str, dict[str, list[str]]]:
    """What quads say of each node."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, (NamedNode, Literal)):
            found[subject.value][quad.predicate.value].append(value.value)
    return found


class Said:
    """What one graph says of its nodes, which ``find`` finds by their IRIs."""

    def __init__(self, find: Callable[[str], Values | None]) -> None:
        self._find = find

    def values(self, node: str, predicate: str) -> list[str]:
        """The values of a predicate, sorted."""
        return sorted(self._of(node).get(full(predicate), ()))

    def literal(self, node: str, predicate: str) -> str:
        """The first value of a predicate, "" where there is none."""
        return min(self._of(node).get(full(predicate), ()), default="")

    def predicates(self, node: str) -> Iterator[tuple[str, str]]:
        """All that is said of a node, as (predicate, value)."""
        for predicate, values in sorted(self._of(node).items()):
            yield from ((predicate, value) for value in sorted(values))

    def _of(self, node: str) -> Values:
        return self._find(node) or {}


class Graph(Said):
    """One graph, read whole into memory."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values = values_of(quads)
        super().__init__(self._values.get)

    def subjects(self, predicate: str) -> Iterator[str]:
        """Whatever has a value of a predicate."""
        wanted = full(predicate)
        return (node for node, values in self._values.items() if wanted in values)


@cache
def full(prefixed: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, name = prefixed.partition(":")
    return PREFIXES[prefix] + name


def _local(iri: str) -> str:
    return iri.removeprefix(KG)


def parents_of(nodes: Iterable[str], default: Said) -> dict[str, str]:
    """The event type right above each event type, whose IRIs are given; "" where there is none."""
    return {
        _local(node): next((_local(up) for up in default.values(node, "rdfs:subClassOf") if up.startswith(KG)), "")
        for node in nodes
    }


def roots_of(parents: Mapping[str, str]) -> dict[str, str]:
    """Each event type with the root of its branch, below the class of all events."""
    roots = {}
    for name in parents:
        root = name
        while parents[root] in parents and parents[root] != _ANY:
            root = parents[root]
        roots[name] = root
    return roots


def types_of(parents: Mapping[str, str], default: Said) -> dict[str, tuple[str, str]]:
    """The label and the root of each event type; ``parents`` are the types above them."""
    return {name: (default.literal(f"{KG}{name}", "rdfs:label") or name, root) for name, root in roots_of(parents).items()}


def codes_of(name: str, default: Said) -> Codes:
    """The codes of an event type."""
    return Codes(name, *(default.literal(f"{KG}{name}", f"kg:{key}") for key in ("ploverCode", "cameoCode", "orientation")))


def actor_of(node: str, default: Said) -> Actor:
    """An entity."""
    return Actor(
        iri=node,
        name=default.literal(node, "rdfs:label"),
        type=_local(default.literal(node, "rdf:type")),
        aliases=tuple(default.values(node, "skos:altLabel")),
        links=tuple(default.values(node, "owl:sameAs")),
        country=default.literal(node, "kg:country"),
        titles=tuple(default.values(node, "kg:title")),
        mentions=int(default.literal(node, "kg:mentionCount")),
        named=default.literal(node, "kg:named") == "true",
        sector=default.literal(node, "kg:sector"),
        members=tuple(default.values(node, "kg:member")),
        confidence=float(default.literal(node, "kg:confidence") or 1),
    )


def happening_of(
    node: str, default: Said, types: Mapping[str, tuple[str, str]], telling: Callable[[str], Telling | None]
) -> Happening:
    """An event; ``types`` are the labels and roots of the event types, and ``telling`` finds a report by its IRI."""
    kind = _local(default.literal(node, "rdf:type"))
    said = dict(default.predicates(f"{KG}{kind}"))
    return Happening(
        iri=node,
        label=default.literal(node, "rdfs:label"),
        type=kind,
        root=types.get(kind, ("", kind))[1],
        orientation=said.get(full("kg:orientation"), "neutral"),
        symmetric=said.get(full("kg:symmetric")) == "true",
        factuality=default.literal(node, "kg:factuality"),
        roles=tuple(_roles(node, default)),
        begin=default.literal(node, "kg:begin"),
        end=_end(node, default),
        precision=default.literal(node, "kg:timePrecision") or "day",
        stated=default.literal(node, "kg:timeBasis") == "stated",
        tellings=tuple(one for report in default.values(node, "kg:reportedBy") if (one := telling(report)) is not None),
        wholes=tuple(default.values(node, "sem:subEventOf")),
        confidence=float(default.literal(node, "kg:confidence") or 1),
        origins=int(default.literal(node, "kg:originCount") or default.literal(node, "kg:articleCount") or 1),
    )


def _end(node: str, default: Said) -> str:
    """The last day of an event or a report: not written where it is the first, or where the end is open."""
    is_open = default.literal(node, "kg:open") == "true"
    return default.literal(node, "kg:end") or ("" if is_open else default.literal(node, "kg:begin"))


def _roles(node: str, default: Said) -> Iterator[tuple[str, str]]:
    """The participants: whatever kgraph property leads to an entity."""
    for predicate, value in default.predicates(node):
        if predicate.startswith(KG) and predicate != full("kg:reportedBy") and default.literal(value, "kg:mentionCount"):
            yield _local(predicate), value


def _entities(default: Graph) -> dict[str, str]:
    """The entity of each chain of an article."""
    found: dict[str, str] = {}
    for entity in sorted(default.subjects("kg:mentionCount")):
        for chain in default.values(entity, "gaf:denotedBy"):
            found.setdefault(chain, entity)
    return found


def source_of(node: str, article: Graph, entity: Callable[[str], str | None]) -> Source:
    """An article; ``entity`` finds the entity of a chain."""
    return Source(
        iri=node,
        headline=article.literal(node, "schema:headline"),
        published=article.literal(node, "schema:datePublished"),
        publisher=article.literal(node, "schema:publisher"),
        url=article.literal(node, "schema:url"),
        authors=tuple(article.values(node, "schema:author")),
        file=article.literal(node, "kg:file"),
        text=article.literal(node, "nif:isString"),
        mentions=tuple(sorted(_mentions(article, entity))),
    )


def _mentions(article: Graph, entity: Callable[[str], str | None]) -> Iterator[tuple[int, int, str]]:
    for chain in article.subjects("gaf:denotedBy"):
        if (found := entity(chain)) is not None:
            for place in article.values(chain, "gaf:denotedBy"):
                yield *characters(place), found


def _tellings(node: str, article: Graph, default: Said, entities: Mapping[str, str]) -> Iterator[tuple[str, Telling]]:
    for report in article.subjects("kg:reportedType"):
        yield report, telling_of(report, node, article, default, entities.get)


def telling_of(report: str, node: str, article: Said, default: Said, entity: Callable[[str], str | None]) -> Telling:
    """A report in an article, whose graph says so; ``entity`` finds the entity of a chain."""
    sentence = article.literal(report, "kg:sentence")
    begin, end = characters(article.literal(report, "gaf:denotedBy"))
    offset = characters(sentence)[0]
    attribution = article.literal(report, "kg:attributedTo")
    chain = article.literal(attribution, "kg:source")
    return Telling(
        article=node,
        quote=article.literal(sentence, "nif:anchorOf"),
        trigger=(begin - offset, end - offset),
        polarity=article.literal(report, "kg:polarity") or "positive",
        modality=article.literal(report, "kg:modality") or "actual",
        source=article.literal(chain, "rdfs:label") or article.literal(attribution, "kg:sourceText"),
        cue=article.literal(attribution, "kg:cueText"),
        future=article.literal(report, "kg:future") == "true",
        start=offset,
        code=article.literal(report, "kg:ploverCode"),
        confidence=float(article.literal(report, "kg:confidence") or 1),
        iri=report,
        speaker=(entity(chain) if chain else None) or "",
        begin=article.literal(report, "kg:begin"),
        end=_end(report, article),
        counted=tuple(sorted(set(_counted(article.values(report, "kg:patient"), default, entity)))),
    )


def _counted(chains: Iterable[str], default: Said, entity: Callable[[str], str | None]) -> Iterator[tuple[str, int]]:
    for chain in chains:
        found = entity(chain)
        if found is not None and (number := default.literal(found, "kg:count")):
            yield found, int(number)


def characters(iri: str) -> tuple[int, int]:
    """Where the characters lie that an IRI names."""
    begin, _, end = iri.partition(_CHARACTERS)[2].partition(",")
    return int(begin), int(end)
