"""RDF: extractions and resolutions as quads, the store, the shapes, the file formats and the queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kgraph.lexicon import Lexicon
from kgraph.model import Entity, Event, Extraction, Resolution
from kgraph.rdf import shapes, store
from kgraph.rdf.iris import Iris
from kgraph.rdf.ontology import ontology_quads
from kgraph.rdf.triples import Statement, article_quads, entity_statements, event_statements, resolution_quads

Titles = Mapping[str, str]
"""The titles of articles by their ids, which together make their IRIs."""
_Resolved = TypeVar("_Resolved", Entity, Event)


@dataclass(frozen=True, slots=True)
class Stage:
    """A graph as far as a change bears on it: who and what happened over all articles, and the articles."""

    resolution: Resolution
    titles: Titles


def write(extractions: Iterable[Extraction], resolution: Resolution, folder: Path, *, base_iri: str, lexicon: Lexicon) -> int:
    """How many quads the store in the folder now holds; extractions, which ``check_article`` has let pass, are streamed.

    Raises ShapeError, and leaves the last store, where the graph breaks its shapes; StoreError; SettingsError.
    """
    quads = graph_quads(extractions, resolution, base_iri=base_iri, lexicon=lexicon)
    return store.write(quads, folder, gate=lambda graph: shapes.check(graph, shapes.NO_ARTICLE))


def update(last: Stage, now: Stage, new: Iterable[Extraction], folder: Path, *, base_iri: str) -> int:
    """By how many quads the store in the folder has grown, which held the graph of the ``last`` stage and holds that of ``now``.

    ``new`` are the extractions of the articles that the last stage does not have, which ``check_article`` has let pass. Only what has
    changed is written and checked. Raises what ``write`` raises.
    """

    def gate(graph: pyoxigraph.Store, changed: store.Changed) -> None:
        shapes.check(graph, shapes.Focus(nodes=changed.nodes, links=changed.links))

    return store.update(_change(last, now, new, Iris(base_iri)), folder, gate=gate).growth


def check_article(extraction: Extraction, *, base_iri: str) -> None:
    """Raises ShapeError where an article's graph breaks a shape."""
    names = Iris(base_iri)
    graph = pyoxigraph.Store()
    graph.extend(article_quads(extraction, names))
    article = names.article(extraction.article.id, extraction.article.title)
    shapes.check(graph, shapes.Focus(graphs=frozenset([article])))


def graph_quads(extractions: Iterable[Extraction], resolution: Resolution, *, base_iri: str, lexicon: Lexicon) -> Iterator[Quad]:
    """The whole graph, none twice: the articles' graphs in the order given, then entities and events, then the ontology."""
    names = Iris(base_iri)
    articles: dict[str, NamedNode] = {}
    for extraction in extractions:
        article = extraction.article
        if article.id in articles:
            continue  # the same text and metadata, read from two places
        articles[article.id] = names.article(article.id, article.title)
        yield from article_quads(extraction, names)
    yield from resolution_quads(resolution, names, articles)
    yield from ontology_quads(lexicon)


def _change(last: Stage, now: Stage, new: Iterable[Extraction], names: Iris) -> store.Change:
    before, after = ({key: names.article(key, title) for key, title in stage.titles.items()} for stage in (last, now))
    said_of_entities = (partial(entity_statements, names=names, articles=articles) for articles in (before, after))
    said_of_events = (partial(event_statements, names=names, articles=articles) for articles in (before, after))
    entities = _turns(last.resolution.entities, now.resolution.entities, names.entity, *said_of_entities)
    events = _turns(last.resolution.events, now.resolution.events, names.event, *said_of_events)
    gone = sorted(names.article(*item).value for item in last.titles.items() - now.titles.items())
    return store.Change(
        gone=tuple(map(NamedNode, gone)),
        come=tuple(quad for extraction in new for quad in article_quads(extraction, names)),
        subjects={**dict(entities), **dict(events)},
    )


def _turns(
    last: Iterable[_Resolved],
    now: Iterable[_Resolved],
    node: Callable[[str], NamedNode],
    said: Callable[[_Resolved], frozenset[Statement]],
    says: Callable[[_Resolved], frozenset[Statement]],
) -> Iterator[tuple[NamedNode, store.Turn]]:
    """What has changed, by its node: with all that is said of it last and now, nothing where it is not there."""
    before = {item.id: item for item in last}
    for item in now:
        was = before.pop(item.id, None)
        if was is not item and was != item:
            yield node(item.id), store.Turn(said(was) if was is not None else frozenset(), says(item))
    for was in before.values():
        yield node(was.id), store.Turn(said(was), frozenset())
