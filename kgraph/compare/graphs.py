"""A difference as RDF: what has changed in a small vocabulary, with the statements that came and went, and as an RDF Patch.

The vocabulary is data/diff.ttl, explained in docs/diff.md. The statements are those of the default graph, about events and entities; the
patch has those of the articles as well, so that it makes the newer graph of the older one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TypeVar

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kgraph.build.declared import STORE
from kgraph.compare.changes import Change, Difference, Kind
from kgraph.compare.reading import Build
from kgraph.model import Entity, Event
from kgraph.rdf.iris import KG, PREFIXES, Iris
from kgraph.rdf.store import open_quads, reading
from kgraph.rdf.triples import Statement, article_quads, entity_statements, event_statements, origin_statements

DIFF = "https://w3id.org/kgraph/diff#"
_Thing = TypeVar("_Thing", Entity, Event)
_ENTITIES = (
    *(Kind.MERGED_ENTITIES, Kind.SPLIT_ENTITY, Kind.RENAMED_ENTITY, Kind.RETYPED_ENTITY),
    *(Kind.NEW_ENTITY, Kind.GONE_ENTITY),
)
_ARTICLES = (Kind.NEW_ARTICLE, Kind.REWRITTEN_ARTICLE, Kind.GONE_ARTICLE)


def trig(difference: Difference, old: Build, new: Build) -> bytes:
    """The difference in TriG: each change with its rank, and two named graphs, of the statements that came and of those that went."""
    quads = chain(_described(difference, old, new), _statements(old, new))
    prefixes = {**{name: iri for name, iri in PREFIXES.items() if name != "sh"}, "diff": DIFF}
    return pyoxigraph.serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes) or b""


def patch(old: Build, new: Build) -> Iterator[str]:
    """The lines of an RDF Patch that makes the newer graph of the older one: what goes first, then what comes."""
    yield f"H kgraph-from <urn:kgraph:graph:{old.graph}> ."
    yield f"H kgraph-to <urn:kgraph:graph:{new.graph}> ."
    yield "TX ."
    yield from (f"D {quad} ." for quad in sorted(map(str, _gone(old, new))))
    yield from (f"A {quad} ." for quad in sorted(map(str, _gone(new, old))))
    yield "TC ."


def _described(difference: Difference, old: Build, new: Build) -> Iterator[Quad]:
    this = _this(old, new)
    say = partial(_said, DefaultGraph())
    yield say(this, PREFIXES["rdf"] + "type", NamedNode(DIFF + "Difference"))
    for predicate, build in (("from", old), ("to", new)):
        yield say(this, DIFF + predicate, NamedNode(f"urn:kgraph:graph:{build.graph}"))
    for predicate in ("added", "removed"):
        yield say(this, DIFF + predicate, NamedNode(f"{this.value}#{predicate}"))
    names = {"old": _Names(old), "new": _Names(new)}
    nodes = [NamedNode(f"{this.value}#change-{rank}") for rank in range(1, len(difference.changes) + 1)]
    yield from (say(this, DIFF + "change", node) for node in nodes)
    for rank, (node, change) in enumerate(zip(nodes, difference.changes, strict=True), 1):
        yield from (say(node, predicate, value) for predicate, value in _about(change, rank, names))


def _about(change: Change, rank: int, names: Mapping[str, _Names]) -> Iterator[tuple[str, NamedNode | Literal]]:
    gone = change.kind in (Kind.GONE_EVENT, Kind.GONE_ENTITY, Kind.GONE_ARTICLE)
    own = names["old" if gone else "new"]
    yield PREFIXES["rdf"] + "type", NamedNode(DIFF + class_of(change.kind))
    yield DIFF + "rank", Literal(rank)
    yield DIFF + "about", own.of(change.kind, change.id)
    yield PREFIXES["rdfs"] + "label", Literal(change.name)
    yield from ((DIFF + "was", Literal(value)) for value in change.was)
    yield from ((DIFF + "now", Literal(value)) for value in change.now)
    other = names["old" if change.kind in (Kind.MERGED_EVENTS, Kind.MERGED_ENTITIES, Kind.RENAMED_ENTITY) else "new"]
    yield from ((DIFF + "other", other.of(change.kind, one)) for one in change.others)
    if (quote := change.quote) is not None:
        article = names[quote.build].article(quote.article)
        yield PREFIXES["prov"] + "wasDerivedFrom", NamedNode(f"{article.value}#char={quote.begin},{quote.end}")
        yield DIFF + "quote", Literal(quote.words)


def class_of(kind: Kind) -> str:
    """The local name of a kind's class: "new-event" is NewEvent, and a changed value's name ends in "Change"."""
    name = "".join(word.capitalize() for word in kind.value.split("-"))
    return name if "-" in kind.value and kind is not Kind.EVENT_NAME else f"{name}Change"


class _Names:
    """The IRIs of a build."""

    def __init__(self, build: Build) -> None:
        self._iris, self._titles = Iris(build.base_iri), build.titles

    def of(self, kind: Kind, thing: str) -> NamedNode:
        """An event, an entity or an article, as the kind of the change says."""
        if kind in _ARTICLES:
            return self.article(thing)
        return self._iris.entity(thing) if kind in _ENTITIES else self._iris.event(thing)

    def article(self, article: str) -> NamedNode:
        """An article by its id."""
        return self._iris.article(article, self._titles[article])


def _this(old: Build, new: Build) -> NamedNode:
    return NamedNode(f"{new.base_iri}diff/{old.graph[:12]}-{new.graph[:12]}")


def _said(graph: DefaultGraph | NamedNode, subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, graph)


def _statements(old: Build, new: Build) -> Iterator[Quad]:
    """What came and what went of the default graph, each in its graph and sorted."""
    this = _this(old, new)
    for name, build, other in (("removed", old, new), ("added", new, old)):
        graph = NamedNode(f"{this.value}#{name}")
        yield from sorted((Quad(*statement, graph) for statement in _gone_statements(build, other)), key=str)


def _gone(build: Build, other: Build) -> Iterator[Quad]:
    """The quads of a build that another has not."""
    for statement in chain(_gone_statements(build, other), _gone_ontology(build, other)):
        yield Quad(*statement, DefaultGraph())
    names, others = Iris(build.base_iri), Iris(other.base_iri)
    for article, stem in sorted(build.stems.items()):
        if other.stems.get(article) == stem and build.base_iri == other.base_iri:
            continue
        quads = frozenset(article_quads(build.extraction(article), names))
        yield from quads - frozenset(article_quads(other.extraction(article), others) if article in other.stems else ())


def _gone_statements(build: Build, other: Build) -> Iterator[Statement]:
    yield from _gone_of(build.entities, other.entities, *(_say(one, entity_statements) for one in (build, other)))
    yield from _gone_of(
        build.events, other.events, *(_say(one, partial(event_statements, origins=one.repeats)) for one in (build, other))
    )
    own, others = (_repeating(one) for one in (build, other))
    yield from sorted(own - others, key=str)


def _repeating(build: Build) -> frozenset[Statement]:
    """Which articles repeat the text of another."""
    return frozenset(said for _, said in origin_statements(build.repeats, _articles(build)))


def _gone_of(
    things: Mapping[str, _Thing],
    others: Mapping[str, _Thing],
    says: Callable[[_Thing], frozenset[Statement]],
    other_says: Callable[[_Thing], frozenset[Statement]],
) -> Iterator[Statement]:
    for identifier, thing in things.items():
        other = others.get(identifier)
        yield from says(thing) - (other_says(other) if other is not None else frozenset())


def _say(
    build: Build, statements: Callable[[_Thing, Iris, Mapping[str, NamedNode]], frozenset[Statement]]
) -> Callable[[_Thing], frozenset[Statement]]:
    names, articles = Iris(build.base_iri), _articles(build)
    return lambda thing: statements(thing, names, articles)


def _articles(build: Build) -> Mapping[str, NamedNode]:
    """The IRIs of the articles by their ids."""
    names = Iris(build.base_iri)
    return {article: names.article(article, title) for article, title in build.titles.items()}


def _gone_ontology(build: Build, other: Build) -> Iterable[Statement]:
    return sorted(_ontology(build) - _ontology(other), key=str)


def _ontology(build: Build) -> frozenset[Statement]:
    """What the default graph says of kgraph's own terms."""
    folder = build.folder / STORE
    store = open_quads(folder)
    with reading(folder):
        quads = store.quads_for_pattern(None, None, None, DefaultGraph())
        found = (quad.triple for quad in quads if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(KG))
        return frozenset((triple.subject, triple.predicate, triple.object) for triple in found)  # type: ignore[misc]
