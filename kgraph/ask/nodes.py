"""Which entities and events some texts name, as cells of a table do: by their IRIs, or by exactly what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Event
from kgraph.ask.reading import EVENT, events_of, strings
from kgraph.coding.event_table import position
from kgraph.index import Index

MOST = 2_000
"""The most texts that are looked up at once."""


class Node(msgspec.Struct, frozen=True):
    """An entity or an event. Of several with one name it is the one in most events, or that most articles report."""

    iri: str
    kind: Literal["entity", "event"]
    name: str
    type: str
    at: Annotated[tuple[float, float] | None, Meta(description="Latitude and longitude of a place whose position is known.")] = (
        None
    )


def nodes_of(index: Index, texts: Sequence[str]) -> dict[str, Node]:
    """The nodes that these texts name, by the texts; those that name none are left out."""
    asked = msgspec.json.encode(list(dict.fromkeys(texts))[:MOST]).decode()
    found: dict[str, Node] = {}
    for column, table, condition, order in _LOOKED_UP:
        sql = (
            f"SELECT {table}.{column} AS text, {table}.* FROM {table} "
            f"WHERE {table}.{column} IN (SELECT value FROM json_each(?)) AND {condition} ORDER BY {order}"
        )
        for row in index.rows(sql, (asked,)):
            found.setdefault(row["text"], _NODES[table](row))
    return found


def events_by_iri(index: Index, iris: Sequence[str]) -> tuple[Event, ...]:
    """The events of these IRIs, each with the report that says it most plainly; unknown ones are left out."""
    asked = msgspec.json.encode(list(iris)).decode()
    sql = f"SELECT {EVENT} FROM json_each(?) AS asked CROSS JOIN event WHERE event.iri = asked.value ORDER BY asked.key"
    return events_of(index, index.rows(sql, (asked,)))


_MOST_EVENTS = "entity.events DESC, entity.mentions DESC, entity.iri"
_MOST_REPORTED = "event.articles DESC, event.reports DESC, event.iri"
_NO_TYPE = "event.label NOT IN (SELECT label FROM type)"  # an event of which no more is known is called what its type is
_LOOKED_UP = (
    ("iri", "entity", "1", _MOST_EVENTS),
    ("iri", "event", "1", _MOST_REPORTED),
    ("name", "entity", "1", _MOST_EVENTS),
    ("label", "event", _NO_TYPE, _MOST_REPORTED),
)


def _entity(row: Row) -> Node:
    latitude, longitude = position(strings(row["links"]))
    at = None if latitude is None or longitude is None else (latitude, longitude)
    return Node(row["iri"], "entity", row["name"], row["type"], at)


def _event(row: Row) -> Node:
    return Node(row["iri"], "event", row["label"], row["type"])


_NODES = {"entity": _entity, "event": _event}
