"""The view of a graph, read from its index: the same values as from the graph itself, in a fraction of the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from kgraph.index.opened import Index
from kgraph.index.values import actor, happening, source, telling
from kgraph.rdf.view import Actor, Codes, Happening, Source, Telling, View

_Lists: TypeAlias = Mapping[int, list[Any]]
_REPORTS = """SELECT report.*, article.iri AS article_iri, speaker.iri AS speaker_iri FROM report
    JOIN article ON article.n = report.article LEFT JOIN entity AS speaker ON speaker.n = report.speaker ORDER BY report.iri"""
_EVENTS = "SELECT event.*, orientation, symmetric FROM event LEFT JOIN type ON type.name = event.type ORDER BY event.iri"
_SOURCES = """SELECT article.*, coalesce(origin.iri, article.iri) AS origin FROM article
    LEFT JOIN repeat ON repeat.article = article.n LEFT JOIN article AS origin ON origin.n = repeat.first ORDER BY article.iri"""
_MENTIONS = 'SELECT article, begin, "end", iri FROM mention JOIN entity ON n = entity ORDER BY article, begin, "end", iri'
_ROLES = "SELECT event, role, iri FROM participant JOIN entity ON n = entity ORDER BY event, role, iri"
_WHOLES = "SELECT part.event, iri FROM part JOIN event ON n = whole ORDER BY part.event, iri"
_ORIGINS = """SELECT event, count(DISTINCT coalesce(first, report.article)) FROM report
    LEFT JOIN repeat ON repeat.article = report.article GROUP BY event"""


def indexed_view(index: Index) -> View:
    """The view of the graph that an index is of."""
    types = index.rows("SELECT * FROM type ORDER BY name")
    return View(
        actors={actor.iri: actor for actor in _actors(index)},
        happenings={event.iri: event for event in _happenings(index)},
        sources={source.iri: source for source in _sources(index)},
        types={row["name"]: (row["label"], row["root"]) for row in types},
        codes={row["name"]: Codes(row["name"], row["plover"], row["cameo"], row["orientation"]) for row in types},
        parents={row["name"]: row["parent"] for row in types},
    )


def _actors(index: Index) -> Iterator[Actor]:
    names = _lists(index, "SELECT entity, name FROM alias ORDER BY entity, name")
    for row in index.rows("SELECT * FROM entity ORDER BY iri"):
        yield actor(row, names.get(row["n"], ()))


def _sources(index: Index) -> Iterator[Source]:
    mentions = _lists(index, _MENTIONS)
    for row in index.rows(_SOURCES):
        yield source(row, row["text"], mentions.get(row["n"], ()), row["origin"])


def _happenings(index: Index) -> Iterator[Happening]:
    roles, wholes, origins = _lists(index, _ROLES), _lists(index, _WHOLES), _lists(index, _ORIGINS)
    tellings = _tellings(index)
    for row in index.rows(_EVENTS):
        number = row["n"]
        counted = next(iter(origins.get(number, ())), 1)
        yield happening(row, roles.get(number, ()), tellings.get(number, ()), wholes.get(number, ()), counted)


def _tellings(index: Index) -> Mapping[int, list[Telling]]:
    counted = _lists(index, "SELECT report, iri, number FROM figure JOIN entity ON n = entity ORDER BY report, iri")
    found: dict[int, list[Telling]] = defaultdict(list)
    for row in index.rows(_REPORTS):
        told = telling(row, row["article_iri"], row["speaker_iri"] or "", counted.get(row["n"], ()))
        found[row["event"]].append(told)
    return found


def _lists(index: Index, sql: str) -> _Lists:
    """What rows say of each node, by the number in their first column: a value, or a tuple of several."""
    found: dict[int, list[Any]] = defaultdict(list)
    for number, *values in index.rows(sql):
        found[number].append(tuple(values) if len(values) > 1 else values[0])
    return found
