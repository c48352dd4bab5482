"""The graph as nodes and edges with attributes, for programs that know no RDF: Neo4j, Cytoscape, Gephi, networkx.

Entities and events are nodes; an edge leads from an event to each participant and is named after the role. A symmetric event has an edge
for each side. Groups lead to their members.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import networkx as nx

from kgraph.outgoing import csv_text, json_text, one_line
from kgraph.rdf.view import View

PropertyGraph: TypeAlias = "nx.MultiDiGraph[str]"


def property_graph(view: View) -> PropertyGraph:
    """The graph of a view; nodes are known by their IRI, parallel edges by their role."""
    graph: PropertyGraph = nx.MultiDiGraph()
    for actor in view.actors.values():
        attributes = {"type": actor.type, "country": actor.country, "sector": actor.sector, "mentions": actor.mentions}
        graph.add_node(actor.iri, kind="entity", label=one_line(actor.name), **attributes)
    for event in view.happenings.values():
        times = {"begin": event.begin, "end": event.end}
        said = {"factuality": event.factuality, "reports": len(event.tellings), "origins": event.origins}
        graph.add_node(event.iri, kind="event", label=one_line(event.label), type=event.type, root=event.root, **times, **said)
    for source, role, target in _relations(view):
        graph.add_edge(source, target, key=role, role=role)
    return graph


def cytoscape(view: View) -> str:
    """The graph as Cytoscape JSON (a .cyjs file), which Cytoscape, Cytoscape.js and networkx read."""
    return json_text(nx.cytoscape_data(property_graph(view)), indent=1) + "\n"


def graphml(view: View) -> str:
    """The graph as GraphML."""
    return "\n".join(nx.generate_graphml(property_graph(view), named_key_ids=True)) + "\n"


def gexf(view: View) -> str:
    """The graph as GEXF, without the day on which it was written: the same graph gives the same bytes."""
    return re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(property_graph(view)))) + "\n"


def neo4j(view: View) -> Mapping[str, str]:
    """The files that ``neo4j-admin database import`` takes: three of nodes and two of relationships, by name.

    A report is a relationship from its event to its article, with the quote, who says so, and the characters of the word that tells of it.
    """
    return {
        "entities.csv": _csv(
            "iri:ID,:LABEL,name,aliases:string[],links:string[],country,sector,titles:string[],mentions:int,named:boolean",
            _actors(view),
        ),
        "events.csv": _csv(
            "iri:ID,:LABEL,name,type,root,factuality,begin:date,end:date,precision,stated:boolean,reports:int,origins:int",
            _happenings(view),
        ),
        "articles.csv": _csv("iri:ID,:LABEL,headline,publisher,published,url,authors:string[],origin", _sources(view)),
        "relationships.csv": _csv(":START_ID,:END_ID,:TYPE", _typed(view)),
        "reports.csv": _csv(":START_ID,:END_ID,:TYPE,quote,polarity,modality,source,cue,begin:int,end:int", _tellings(view)),
    }


def _relations(view: View) -> Iterator[tuple[str, str, str]]:
    for event in view.happenings.values():
        for role, entity in dict.fromkeys(event.roles):
            yield event.iri, role, entity
    for actor in view.actors.values():
        yield from ((actor.iri, "member", member) for member in actor.members if member in view.actors)


def _actors(view: View) -> Iterator[Sequence[object]]:
    for actor in view.actors.values():
        lists = (_array(actor.aliases), _array(actor.links))
        more = (actor.country, actor.sector, _array(actor.titles), actor.mentions, str(actor.named).lower())
        yield actor.iri, f"Entity;{actor.type}", actor.name, *lists, *more


def _happenings(view: View) -> Iterator[Sequence[object]]:
    for event in view.happenings.values():
        labels = dict.fromkeys(("Event", event.root, event.type))
        times = (event.begin, event.end, event.precision, str(event.stated).lower())
        yield (
            event.iri,
            ";".join(labels),
            event.label,
            event.type,
            event.root,
            event.factuality,
            *times,
            len(event.tellings),
            event.origins,
        )


def _sources(view: View) -> Iterator[Sequence[object]]:
    for source in view.sources.values():
        told = (source.headline, source.publisher, source.published, source.url)
        yield source.iri, "Article", *told, _array(source.authors), source.origin or source.iri


def _typed(view: View) -> Iterator[Sequence[object]]:
    for source, role, target in _relations(view):
        yield source, target, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", role).upper()


def _tellings(view: View) -> Iterator[Sequence[object]]:
    for event in view.happenings.values():
        for telling in event.tellings:
            stance = (telling.polarity, telling.modality, telling.source, telling.cue)
            place = (telling.start + offset for offset in telling.trigger)
            yield event.iri, telling.article, "REPORTED_BY", telling.quote, *stance, *place


def _array(values: Iterable[str]) -> str:
    """The values with ; between them, as Neo4j splits arrays; one inside a value becomes a comma."""
    return ";".join(value.replace(";", ",") for value in values)


def _csv(header: str, rows: Iterable[Sequence[object]]) -> str:
    """Importers split records at line breaks. Ids, labels and types begin with a letter, so that none of them is taken for a formula."""
    return csv_text(header.split(","), ([one_line(cell) if isinstance(cell, str) else cell for cell in row] for row in rows))
