"""What there is to choose from: how many of the events of a filter have each type, factuality, publisher, month, actor and so on.

Each count leaves out the filter of its own kind, so that it says what a choice would show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from kgraph.ask.filters import FIRST, EventFilter, clauses
from kgraph.ask.rows import Query, count, remembered
from kgraph.index import Index
from kgraph.lexicon import entity_types, first_above

Facet = Literal[
    "type",
    "root",
    "orientation",
    "factuality",
    "code",
    "publisher",
    "article",
    "month",
    "actor",
    "kind",
    "country",
    "place",
    "role",
]
KINDS = ("Person", "Group", "Organization", "Place", "NamedEvent")
"""The kinds of entities that a facet tells apart; all others are things."""


class FacetQuestion(EventFilter, frozen=True, kw_only=True):
    """The events that are counted, and by what."""

    by: Annotated[tuple[Facet, ...], Meta(max_length=13, description="What is counted.")] = (
        "type",
        "factuality",
        "publisher",
        "month",
    )
    most: Annotated[
        int,
        Meta(
            ge=1, le=1000, description="How many values each facet has at most: those with the most events, and the last months."
        ),
    ] = 20


class Count(msgspec.Struct, frozen=True):
    """A value, its label, and how many events have it."""

    value: str
    label: str
    events: int


class Facets(msgspec.Struct, frozen=True):
    """The counts of each facet, most events first; of months the last ones, in the order of time."""

    total: Annotated[int, Meta(description="How many events the filter lets through.")]
    facets: dict[str, tuple[Count, ...]]


class _Counted(NamedTuple):
    """How a facet is counted: its value, what is joined to the events, the fields of the filter that are its own, what it leaves out."""

    value: str
    joined: str = ""
    own: tuple[str, ...] = ()
    only: str = "1"


_TAKING_PART = "CROSS JOIN participant ON participant.event = event.n"
_REPORTING = "CROSS JOIN report ON report.event = event.n"
_PUBLISHING = f"{_REPORTING} CROSS JOIN article ON article.n = report.article"
_BEING = f"{_TAKING_PART} CROSS JOIN entity ON entity.n = participant.entity"
_KIND = "CASE {} ELSE 'Thing' END".format(
    " ".join(
        f"WHEN entity.type = '{name}' THEN '{first_above(name, KINDS)}'"
        for name in entity_types()
        if first_above(name, KINDS) != "Thing"
    )
)
_MONTH = f"substr({FIRST}, 1, 7)"
_REPORTERS = ("article",)
_BY: Mapping[str, _Counted] = {
    "type": _Counted("+event.type", own=("type",)),
    "root": _Counted("(SELECT root FROM type WHERE name = event.type)", own=("type",)),
    "orientation": _Counted("(SELECT orientation FROM type WHERE name = event.type)", own=("orientation",)),
    "factuality": _Counted("event.factuality", own=("factuality",)),
    "code": _Counted("event.code", own=("code",), only="event.code != ''"),
    "publisher": _Counted("article.publisher", _PUBLISHING, _REPORTERS, "article.publisher != ''"),
    "article": _Counted("report.article", _REPORTING, _REPORTERS),
    "month": _Counted(_MONTH, own=("since",), only="event.stated AND event.precision IN ('time', 'day', 'week', 'month')"),
    "actor": _Counted("participant.entity", _TAKING_PART, ("actor",)),
    "kind": _Counted(_KIND, _BEING, ("kind",)),
    "country": _Counted("entity.country", _BEING, ("country",), "entity.country != ''"),
    "place": _Counted("participant.entity", _TAKING_PART, ("place",), "participant.role = 'place'"),
    "role": _Counted("participant.role", _TAKING_PART, ("actor",)),
}
# Of the facets that count by numbers or names of the index: how what they count is named.
_LABELS: Mapping[str, str] = {
    "type": "SELECT name AS key, name AS value, label FROM type WHERE name IN (SELECT value FROM json_each(?))",
    "root": "SELECT name AS key, name AS value, label FROM type WHERE name IN (SELECT value FROM json_each(?))",
    "article": "SELECT n AS key, iri AS value, headline AS label FROM article WHERE n IN (SELECT value FROM json_each(?))",
    "actor": "SELECT n AS key, iri AS value, name AS label FROM entity WHERE n IN (SELECT value FROM json_each(?))",
    "place": "SELECT n AS key, iri AS value, name AS label FROM entity WHERE n IN (SELECT value FROM json_each(?))",
}


def facets(index: Index, asked: FacetQuestion) -> Facets:
    """How many events have each value of each facet that is asked for."""
    total = count(index, Query("", "event", clauses(index, asked)))
    return Facets(total, {name: _counts(index, asked, name) for name in asked.by})


def _counts(index: Index, asked: FacetQuestion, name: str) -> tuple[Count, ...]:
    by = _BY[name]
    found = Query("", f"event {by.joined}", clauses(index, asked, but=by.own))
    counted = "count(DISTINCT event.n)" if by.joined else "count(*)"
    order = "value DESC" if name == "month" else "events DESC, value"
    sql = (
        f"SELECT {by.value} AS value, {counted} AS events FROM {found.source} "
        f"WHERE {found.where} AND {by.only} GROUP BY 1 ORDER BY {order} LIMIT {asked.most}"
    )
    counts = _named(index, name, remembered(index, sql, found.values))
    return tuple(sorted(counts, key=lambda one: one.value)) if name == "month" else counts


def _named(index: Index, name: str, counts: Sequence[Row]) -> tuple[Count, ...]:
    """The counts with what they are of as answers name it."""
    if name not in _LABELS:
        return tuple(Count(one["value"], one["value"], one["events"]) for one in counts)
    found = index.rows(_LABELS[name], (msgspec.json.encode([one["value"] for one in counts]).decode(),))
    names = {one["key"]: (one["value"], one["label"] or one["value"]) for one in found}
    return tuple(Count(*names[one["value"]], one["events"]) for one in counts if one["value"] in names)
