"""What the page of an entity shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kgraph.ask.listed import Listed, articles_listed, events_listed
from kgraph.index import Index
from kgraph.lexicon import entity_types, first_above
from kgraph.outgoing import one_line
from kgraph.rdf.iris import KG
from kgraph.serve.addresses.events import Line, line_of
from kgraph.serve.addresses.said import Graph, Ref, Said, article_of
from kgraph.serve.addresses.words import when, written

_KINDS = ("Person", "Group", "Organization", "Place", "NamedEvent")


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that mentions an entity, and how often."""

    article: Ref
    day: str
    publisher: str
    mentions: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """An entity with all that the graph says of it; ``events`` are those of one page, of ``total``, by day."""

    ref: Ref
    type: Ref
    kind: str
    aliases: tuple[str, ...]
    titles: tuple[str, ...]
    links: tuple[str, ...]
    country: str
    sector: str
    count: str
    named: bool
    mentions: int
    confidence: float
    members: tuple[Ref, ...]
    groups: tuple[Ref, ...]
    events: tuple[Line, ...]
    total: int
    articles: tuple[Cited, ...]
    article_total: int


def entity_page(iri: str, graph: Graph, index: Index | None, first: int, many: int) -> EntityPage:
    """The entity at an IRI, with ``many`` of its events from number ``first`` on."""
    said = graph.node(iri)
    events = events_listed(index, iri, first, many) if index is not None else _events(iri, graph, first, many)
    cited = articles_listed(index, iri, many) if index is not None else _cited(said, graph, many)
    return EntityPage(
        ref=graph.ref(iri),
        type=graph.ref(said.one("rdf:type")),
        kind=kind_of(said.one("rdf:type").removeprefix(KG)),
        aliases=tuple(map(one_line, said.all("skos:altLabel"))),
        titles=tuple(map(one_line, said.all("kg:title"))),
        links=tuple(said.all("owl:sameAs")),
        country=said.one("kg:country"),
        sector=said.one("kg:sector"),
        count=said.one("kg:count"),
        named=said.is_true("kg:named"),
        mentions=int(said.number("kg:mentionCount")),
        confidence=said.number("kg:confidence"),
        members=tuple(map(graph.ref, said.all("kg:member"))),
        groups=tuple(map(graph.ref, graph.subjects("kg:member", iri))),
        events=tuple(line_of(event, roles, graph) for event, roles in events.items),
        total=events.total,
        articles=tuple(_article(home, int(count), graph) for home, (count,) in cited.items),
        article_total=cited.total,
    )


def kind_of(name: str) -> str:
    """The kind that gives an entity its colour: the first of these at or above its type."""
    return first_above(name, _KINDS) if name in entity_types() else "Thing"


def _events(iri: str, graph: Graph, first: int, many: int) -> Listed:
    """The same as ``events_listed`` where there is no index."""
    roles = graph.roles_of(iri)
    order = sorted(roles, key=lambda event: (when(graph.node(event)).sort_key, event))
    return Listed([(event, tuple(roles[event])) for event in order[first : first + many]], len(order))


def _cited(entity: Said, graph: Graph, many: int) -> Listed:
    """The same as ``articles_listed`` where there is no index."""
    counts: Counter[str] = Counter()
    for chain in entity.all("gaf:denotedBy"):
        home = article_of(chain)
        counts[home] += len(graph.node(chain, home).all("gaf:denotedBy"))
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Listed([(home, (str(count),)) for home, count in order[:many]], len(order))


def _article(home: str, count: int, graph: Graph) -> Cited:
    said = graph.node(home, home)
    return Cited(graph.article(home), written(said.one("schema:datePublished")), one_line(said.one("schema:publisher")), count)
