"""A part of a graph as plain values, read from the index: some events, those who take part in them, and the articles that report them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from sqlite3 import Row
from typing import TypeAlias

import msgspec

from kgraph.index import Index
from kgraph.index.values import actor, happening, source, telling
from kgraph.rdf.view import Actor, Codes, Happening, Source, View

_Groups: TypeAlias = dict[int, list[Row]]
_ASKED = "FROM json_each(?) AS asked JOIN"


def part_of(
    index: Index,
    events: Collection[int],
    *,
    actors: Collection[int] = (),
    articles: Collection[int] = (),
    texts: Collection[int] = (),
) -> View:
    """The view of some events by their numbers, with further actors and articles, and of ``texts`` with their texts and mentions.

    All is in the order in which it was asked for, articles as the events name them.
    """
    roles = _grouped(index, "participant ON event = asked.value", "event, role, entity", events)
    reports = _grouped(index, "report ON event = asked.value", "report.*", events)
    mentions = _grouped(index, "mention ON article = asked.value", 'article, begin, "end", entity', texts, key="article")
    shown = dict.fromkeys((*actors, *(row["entity"] for group in (*roles.values(), *mentions.values()) for row in group)))
    read = dict.fromkeys((*texts, *articles, *(row["article"] for event in events for row in reports.get(event, ()))))
    found = _actors(index, shown)
    iris = {number: actor.iri for number, actor in found.items()}
    sources = _sources(index, read, set(texts), mentions, iris)
    named = {number: source.iri for number, source in sources.items()}
    happenings = _happenings(index, events, roles, reports, iris, named)
    types = index.rows("SELECT * FROM type ORDER BY name")
    return View(
        actors={actor.iri: actor for actor in found.values()},
        happenings=happenings,
        sources={source.iri: source for source in sources.values()},
        types={row["name"]: (row["label"], row["root"]) for row in types},
        codes={row["name"]: Codes(row["name"], row["plover"], row["cameo"], row["orientation"]) for row in types},
    )


def _happenings(
    index: Index, events: Collection[int], roles: _Groups, reports: _Groups, iris: Mapping[int, str], articles: Mapping[int, str]
) -> dict[str, Happening]:
    rows = _by_number(
        index, "event", "event.*, type.orientation, type.symmetric", events, "LEFT JOIN type ON type.name = event.type"
    )
    wholes = _grouped(index, "part ON event = asked.value", "event, whole", events)
    return {
        rows[event]["iri"]: happening(
            rows[event],
            tuple((row["role"], iris[row["entity"]]) for row in roles.get(event, ())),
            tuple(telling(row, articles[row["article"]]) for row in reports.get(event, ())),
            tuple(rows[row["whole"]]["iri"] for row in wholes.get(event, ()) if row["whole"] in rows),
        )
        for event in events
        if event in rows
    }


def _actors(index: Index, numbers: Collection[int]) -> dict[int, Actor]:
    rows = _by_number(index, "entity", "entity.*", numbers)
    names = _grouped(index, "alias ON entity = asked.value", "entity, name", numbers, key="entity")
    return {number: actor(rows[number], [row["name"] for row in names.get(number, ())]) for number in numbers if number in rows}


def _sources(
    index: Index, numbers: Collection[int], texts: Collection[int], mentions: _Groups, iris: Mapping[int, str]
) -> dict[int, Source]:
    rows = _by_number(index, "article", "n, iri, headline, published, publisher, url, authors, file", numbers)
    written = _by_number(index, "article", "n, text", texts)
    return {
        number: source(
            rows[number],
            written[number]["text"] if number in written else "",
            tuple((row["begin"], row["end"], iris[row["entity"]]) for row in mentions.get(number, ())),
        )
        for number in numbers
        if number in rows
    }


def _by_number(index: Index, table: str, columns: str, numbers: Collection[int], joined: str = "") -> dict[int, Row]:
    sql = f"SELECT {columns} {_ASKED} {table} ON {table}.n = asked.value {joined}"
    return {row["n"]: row for row in index.rows(sql, (_listed(numbers),))}


def _grouped(index: Index, joined: str, columns: str, numbers: Collection[int], key: str = "event") -> _Groups:
    """Rows by the number that they belong to."""
    groups: _Groups = {}
    for row in index.rows(f"SELECT {columns} {_ASKED} {joined}", (_listed(numbers),)):
        groups.setdefault(row[key], []).append(row)
    return groups


def _listed(numbers: Iterable[int]) -> str:
    return msgspec.json.encode(list(map(int, numbers))).decode()
