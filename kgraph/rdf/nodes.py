"""The same values as in a view, read from a store one node at a time: memory stays flat, and what is not asked for costs nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.rdf.iris import KG
from kgraph.rdf.view import (
    Actor,
    Codes,
    Graph,
    Happening,
    Said,
    Source,
    Telling,
    Values,
    View,
    actor_of,
    codes_of,
    full,
    happening_of,
    parents_of,
    source_of,
    telling_of,
    types_of,
    values_of,
)

_KEPT = 20_000
"""Of how many nodes it is remembered what is said of them: those that many others mention are asked for again and again."""
_ARTICLES = 64
"""Of how many articles it is remembered what they say."""
_Default = DefaultGraph()
_Node = TypeVar("_Node")


@dataclass(frozen=True, slots=True)
class Kind:
    """An event type: its label, the type right above it, the root of its branch and its codes."""

    name: str
    label: str
    parent: str
    root: str
    codes: Codes
    symmetric: bool


class Nodes(Protocol):
    """A graph that is read one node at a time; each iteration reads it again."""

    def kinds(self) -> Iterable[Kind]:
        """The event types, by their names."""

    def articles(self, iris: Iterable[str] | None = None) -> Iterator[Source]:
        """All articles, or those of these IRIs that are there."""

    def entities(self, iris: Iterable[str] | None = None) -> Iterator[Actor]:
        """All entities, or those of these IRIs that are there."""

    def events(self, iris: Iterable[str] | None = None) -> Iterator[Happening]:
        """All events, or those of these IRIs that are there."""

    def chains(self, entity: str, /) -> Iterable[str]:
        """The IRIs of the chains that an entity is made of."""

    def repeats(self) -> Iterable[tuple[str, str]]:
        """The IRIs of the articles that repeat a text, each with that of the first article that has it."""


class StoredNodes:
    """The nodes of a store. Where ``whole`` says that all of them will be asked for, less is looked up and more is read at once."""

    def __init__(self, store: pyoxigraph.Store, *, whole: bool = False) -> None:
        self._store = store
        self._default = Said(lru_cache(_KEPT)(lambda node: _said(store, node, _Default)))
        self._entity = self._entities().get if whole else lru_cache(_KEPT)(self._entity_of)
        self._article = lru_cache(_ARTICLES)(self._read_article if whole else self._asked_article)
        kinds = sorted(self._subjects("kg:orientation"))
        self._parents = parents_of(kinds, self._default)
        self._types = types_of(self._parents, self._default)

    def kinds(self) -> Iterator[Kind]:
        """The event types, by their names."""
        for name, (label, root) in sorted(self._types.items()):
            symmetric = self._default.literal(f"{KG}{name}", "kg:symmetric") == "true"
            yield Kind(name, label, self._parents[name], root, codes_of(name, self._default), symmetric)

    def articles(self, iris: Iterable[str] | None = None) -> Iterator[Source]:
        """All articles, or those of these IRIs that are there."""
        wanted = (node.value for node in self._store.named_graphs() if isinstance(node, NamedNode)) if iris is None else iris
        for iri in sorted(wanted):
            graph = self._read_article(iri)
            if graph.literal(iri, "nif:endIndex"):
                yield source_of(iri, graph, self._entity)

    def entities(self, iris: Iterable[str] | None = None) -> Iterator[Actor]:
        """All entities, or those of these IRIs that are there."""
        for iri in sorted(self._subjects("kg:mentionCount")) if iris is None else iris:
            if self._default.literal(iri, "kg:mentionCount"):
                yield actor_of(iri, self._default)

    def events(self, iris: Iterable[str] | None = None) -> Iterator[Happening]:
        """All events, or those of these IRIs that are there."""
        for iri in self._events() if iris is None else iris:
            if self._default.literal(iri, "kg:factuality"):
                yield happening_of(iri, self._default, self._types, self._telling)

    def chains(self, entity: str) -> list[str]:
        """The IRIs of the chains that an entity is made of."""
        return self._default.values(entity, "gaf:denotedBy")

    def repeats(self) -> list[tuple[str, str]]:
        """The IRIs of the articles that repeat a text, each with that of the first article that has it."""
        found = self._store.quads_for_pattern(None, NamedNode(full("kg:sameTextAs")), None, _Default)
        return sorted((_value(quad.subject), _value(quad.object)) for quad in found)

    def _events(self) -> list[str]:
        """All events, those together that one article reports first: so each article is read only a few times."""
        first: dict[str, str] = {}
        for quad in self._store.quads_for_pattern(None, NamedNode(full("kg:reportedBy")), None, _Default):
            event, report = _value(quad.subject), _value(quad.object)
            first[event] = min(first.get(event, report), report)
        return sorted(self._subjects("kg:factuality"), key=lambda event: (first.get(event, ""), event))

    def _subjects(self, predicate: str) -> list[str]:
        found = self._store.quads_for_pattern(None, NamedNode(full(predicate)), None, _Default)
        return [_value(quad.subject) for quad in found]

    def _telling(self, report: str) -> Telling | None:
        article = report.partition("#")[0]
        said = self._article(article)
        if not said.literal(report, "kg:reportedType"):
            return None
        return telling_of(report, article, said, self._default, self._entity)

    def _read_article(self, iri: str) -> Graph:
        return Graph(self._store.quads_for_pattern(None, None, None, NamedNode(iri)))

    def _asked_article(self, iri: str) -> Said:
        return Said(lru_cache(_KEPT)(lambda node: _said(self._store, node, NamedNode(iri))))

    def _entities(self) -> dict[str, str]:
        """The entity of each chain."""
        found: dict[str, str] = {}
        for quad in self._store.quads_for_pattern(None, NamedNode(full("gaf:denotedBy")), None, _Default):
            chain, entity = _value(quad.object), sys.intern(_value(quad.subject))
            found[chain] = min(found.get(chain, entity), entity)
        return found

    def _entity_of(self, chain: str) -> str | None:
        found = self._store.quads_for_pattern(None, NamedNode(full("gaf:denotedBy")), NamedNode(chain), _Default)
        return min((_value(quad.subject) for quad in found), default=None)


class ViewedNodes:
    """The nodes of a view, which has no chains."""

    def __init__(self, view: View) -> None:
        self._view = view

    def kinds(self) -> Iterator[Kind]:
        """The event types, by their names."""
        symmetric = {event.type for event in self._view.happenings.values() if event.symmetric}
        for name, (label, root) in sorted(self._view.types.items()):
            codes = self._view.codes.get(name) or Codes(name, "", "", "neutral")
            yield Kind(name, label, self._view.parents.get(name, ""), root, codes, name in symmetric)

    def articles(self, iris: Iterable[str] | None = None) -> Iterator[Source]:
        """All articles, or those of these IRIs that are there."""
        return _picked(self._view.sources, iris)

    def entities(self, iris: Iterable[str] | None = None) -> Iterator[Actor]:
        """All entities, or those of these IRIs that are there."""
        return _picked(self._view.actors, iris)

    def events(self, iris: Iterable[str] | None = None) -> Iterator[Happening]:
        """All events, or those of these IRIs that are there."""
        return _picked(self._view.happenings, iris)

    def chains(self, _entity: str) -> tuple[str, ...]:
        """None: a view does not tell them apart."""
        return ()

    def repeats(self) -> Iterator[tuple[str, str]]:
        """The IRIs of the articles that repeat a text, each with that of the first article that has it."""
        return ((iri, source.origin) for iri, source in self._view.sources.items() if source.origin not in ("", iri))


def _picked(items: Mapping[str, _Node], iris: Iterable[str] | None) -> Iterator[_Node]:
    return (items[iri] for iri in (items if iris is None else iris) if iri in items)


def _value(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""


def _said(store: pyoxigraph.Store, node: str, graph: DefaultGraph | NamedNode) -> Values | None:
    try:
        subject = NamedNode(node)
    except ValueError:
        return None  # a literal, of which nothing is said
    return values_of(store.quads_for_pattern(subject, None, None, graph)).get(node)
