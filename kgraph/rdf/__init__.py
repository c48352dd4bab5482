"""RDF: extractions and resolutions as quads, the store, the shapes, the file formats and the queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kgraph.disk import Folder, opened
from kgraph.errors import LeftOut, ShapeError
from kgraph.leaving_out import without
from kgraph.lexicon import Lexicon
from kgraph.model import Entity, Event, Extraction, Resolution
from kgraph.rdf import shapes, store
from kgraph.rdf.iris import Iris
from kgraph.rdf.ontology import ontology_quads
from kgraph.rdf.triples import Statement, article_quads, entity_statements, event_statements, origin_statements, resolution_quads

NO_REPEATS: Mapping[str, str] = {}
"""No article repeats the text of another."""
Titles = Mapping[str, str]
"""The titles of articles by their ids, which together make their IRIs."""
_ROUNDS = 3  # what is left out may leave something else broken, as a group that has lost a member
_Resolved = TypeVar("_Resolved", Entity, Event)


@dataclass(frozen=True, slots=True)
class GraphState:
    """A graph as far as a change bears on it: who and what happened over all articles, the articles, and which of them repeat another's
    text (kgraph.resolve.origins)."""

    resolution: Resolution
    titles: Titles
    repeats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is kept: a folder that is open to be changed, and the store's own folder in it ("" where they are the same)."""

    files: Folder
    name: str = ""


def write(extractions: Iterable[Extraction], resolution: Resolution, folder: Path, *, base_iri: str, lexicon: Lexicon) -> int:
    """How many quads the store in the folder now holds; extractions, which ``kept_to_shapes`` has let pass, are streamed.

    Raises ShapeError, and leaves the last store, where the graph breaks its shapes; StoreError; SettingsError.
    """
    with opened(folder, among=True) as files:
        return prepared(extractions, resolution, Place(files), base_iri=base_iri, lexicon=lexicon).publish()


def update(last: GraphState, now: GraphState, new: Iterable[Extraction], folder: Path, *, base_iri: str) -> int:
    """By how many quads the store in the folder has grown, which held the graph of the ``last`` stage and holds that of ``now``.

    ``new`` are the extractions of the articles that the last stage does not have, which ``kept_to_shapes`` has let pass. Only what has
    changed is written and checked. Raises what ``write`` raises.
    """
    with opened(folder, among=True) as files:
        return altered(last, now, new, Place(files), base_iri=base_iri).publish().growth


def prepared(
    extractions: Iterable[Extraction],
    resolution: Resolution,
    place: Place,
    *,
    base_iri: str,
    lexicon: Lexicon,
    origins: Mapping[str, str] = NO_REPEATS,
) -> store.Prepared[int]:
    """What ``write`` writes, as a store that is not yet the current one; ``origins`` as for ``graph_quads``."""
    quads = graph_quads(extractions, resolution, base_iri=base_iri, lexicon=lexicon, origins=origins)
    return store.prepared(quads, place.files, place.name, gate=lambda graph: shapes.check(graph, shapes.NO_ARTICLE))


def altered(
    last: GraphState, now: GraphState, new: Iterable[Extraction], place: Place, *, base_iri: str
) -> store.Prepared[store.Changed]:
    """What ``update`` makes, as a store that is not yet the current one."""

    def gate(graph: pyoxigraph.Store, changed: store.Changed) -> None:
        shapes.check(graph, shapes.Focus(nodes=changed.nodes, links=changed.links))

    return store.altered(_change(last, now, new, Iris(base_iri)), place.files, place.name, gate=gate)


def kept_to_shapes(extraction: Extraction, *, base_iri: str) -> tuple[Extraction, tuple[LeftOut, ...]]:
    """An extraction whose graph breaks no shape: without the reports, attributions and chains that do, with a warning for each.

    Raises ShapeError where that does not help.
    """
    article = extraction.article
    warnings: list[LeftOut] = []
    found = _broken(extraction, base_iri)
    for _ in range(_ROUNDS):
        if not found:
            break
        parts = shapes.parts(found, extraction)
        if not parts:
            break
        warnings += [LeftOut(f"left out, as {violation.told}", article.origin) for violation in found]
        extraction = without(extraction, parts)
        found = _broken(extraction, base_iri)
    if found:
        raise ShapeError(shapes.listed(found), article.origin)
    return extraction, tuple(warnings)


def _broken(extraction: Extraction, base_iri: str) -> Sequence[shapes.Violation]:
    names = Iris(base_iri)
    graph = pyoxigraph.Store()
    graph.extend(article_quads(extraction, names))
    article = names.article(extraction.article.id, extraction.article.title)
    return list(shapes.violations(graph, shapes.Focus(graphs=frozenset([article]))))


def graph_quads(
    extractions: Iterable[Extraction],
    resolution: Resolution,
    *,
    base_iri: str,
    lexicon: Lexicon,
    origins: Mapping[str, str] = NO_REPEATS,
) -> Iterator[Quad]:
    """The whole graph, none twice: the articles' graphs in the order given, then entities and events, then the ontology.

    ``origins`` gives the first article with the same text, for each that repeats one.
    """
    names = Iris(base_iri)
    articles: dict[str, NamedNode] = {}
    for extraction in extractions:
        article = extraction.article
        if article.id in articles:
            continue  # the same text and metadata, read from two places
        articles[article.id] = names.article(article.id, article.title)
        yield from article_quads(extraction, names)
    yield from resolution_quads(resolution, names, articles, origins)
    yield from ontology_quads(lexicon)


def _change(last: GraphState, now: GraphState, new: Iterable[Extraction], names: Iris) -> store.GraphChange:
    before, after = ({key: names.article(key, title) for key, title in stage.titles.items()} for stage in (last, now))
    stages = ((before, last.repeats), (after, now.repeats))
    said_of_entities = (partial(entity_statements, names=names, articles=articles) for articles in (before, after))
    said_of_events = [partial(event_statements, names=names, articles=articles, origins=origins) for articles, origins in stages]
    entities = _turns(last.resolution.entities, now.resolution.entities, names.entity, *said_of_entities)
    events = _turns(last.resolution.events, now.resolution.events, names.event, *said_of_events)
    recounted = _recounted(last, now, names.event, *said_of_events)
    gone = sorted(names.article(*item).value for item in last.titles.items() - now.titles.items())
    return store.GraphChange(
        gone=tuple(map(NamedNode, gone)),
        come=tuple(quad for extraction in new for quad in article_quads(extraction, names)),
        subjects={**dict(entities), **dict(recounted), **dict(events), **dict(_repeats(stages))},
    )


def _repeats(stages: Sequence[tuple[Mapping[str, NamedNode], Mapping[str, str]]]) -> Iterator[tuple[NamedNode, store.Turn]]:
    """The articles that repeat another's text now and did not last, or the other way round."""
    before, after = (dict(origin_statements(repeats, nodes)) for nodes, repeats in stages)
    for node in before.keys() | after.keys():
        was, now = (frozenset([said[node]] if node in said else []) for said in (before, after))
        if was != now:
            yield node, store.Turn(was, now)


def _recounted(
    last: GraphState,
    now: GraphState,
    node: Callable[[str], NamedNode],
    said: Callable[[Event], frozenset[Statement]],
    says: Callable[[Event], frozenset[Statement]],
) -> Iterator[tuple[NamedNode, store.Turn]]:
    """The events that are what they were, but for the number of their origins."""
    moved = {article for article, _ in last.repeats.items() ^ now.repeats.items()}
    if not moved:
        return
    before = {event.id: event for event in last.resolution.events}
    for event in now.resolution.events:
        if event == before.get(event.id) and not moved.isdisjoint([reference.article for reference in event.reports]):
            yield node(event.id), store.Turn(said(event), says(event))


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
