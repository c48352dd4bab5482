"""What there is to choose from: how many of the events of a filter have each type, factuality, publisher, month, actor and so on.

Each count leaves out the filter of its own kind, so that it says what a choice would show.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from kgraph.ask.filters import EventFilter, clauses
from kgraph.ask.reading import EVENTS
from kgraph.ask.rows import Query, count
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
    """How a facet is counted: its value, its label, what is joined to the events, and the field of the filter that is its own."""

    value: str
    label: str
    joined: str = ""
    own: str = ""
    only: str = "1"


_TAKING_PART = "JOIN participant ON participant.event = event.n JOIN entity ON entity.n = participant.entity"
_REPORTING = "JOIN report ON report.event = event.n JOIN article ON article.n = report.article"
_MONTH = "substr(event.first, 1, 7)"
_KIND = "CASE {} ELSE 'Thing' END".format(
    " ".join(
        f"WHEN entity.type = '{name}' THEN '{first_above(name, KINDS)}'"
        for name in entity_types()
        if first_above(name, KINDS) != "Thing"
    )
)
_BY: dict[str, _Counted] = {
    "type": _Counted("event.type", "type.label", own="type"),
    "root": _Counted("event.root", "(SELECT label FROM type AS up WHERE up.name = event.root)", own="type"),
    "orientation": _Counted("type.orientation", "type.orientation", own="orientation"),
    "factuality": _Counted("event.factuality", "event.factuality", own="factuality"),
    "code": _Counted("event.code", "event.code", own="code", only="event.code != ''"),
    "publisher": _Counted("article.publisher", "article.publisher", _REPORTING, "article", "article.publisher != ''"),
    "article": _Counted("article.iri", "article.headline", _REPORTING, "article"),
    "month": _Counted(_MONTH, _MONTH, own="since", only="event.stated AND event.precision IN ('time', 'day', 'week', 'month')"),
    "actor": _Counted("entity.iri", "entity.name", _TAKING_PART, "actor", "entity.named"),
    "kind": _Counted(_KIND, _KIND, _TAKING_PART, "kind"),
    "country": _Counted("entity.country", "entity.country", _TAKING_PART, "country", "entity.country != ''"),
    "place": _Counted("entity.iri", "entity.name", _TAKING_PART, "place", "participant.role = 'place'"),
    "role": _Counted("participant.role", "participant.role", _TAKING_PART, "actor"),
}


def facets(index: Index, asked: FacetQuestion) -> Facets:
    """How many events have each value of each facet that is asked for."""
    total = count(index, Query("", EVENTS, clauses(index, asked)))
    return Facets(total, {name: _counts(index, asked, name) for name in asked.by})


def _counts(index: Index, asked: FacetQuestion, name: str) -> tuple[Count, ...]:
    by = _BY[name]
    found = Query("", f"{EVENTS} {by.joined}", clauses(index, asked, but=by.own))
    counted = "count(DISTINCT event.n)" if by.joined else "count(*)"
    order = "value DESC" if name == "month" else "events DESC, value"
    sql = (
        f"SELECT {by.value} AS value, {by.label} AS label, {counted} AS events FROM {found.source} "
        f"WHERE {found.where} AND {by.only} GROUP BY 1 ORDER BY {order} LIMIT {asked.most}"
    )
    counts = (Count(one["value"], one["label"] or one["value"], one["events"]) for one in index.rows(sql, found.values))
    return tuple(sorted(counts, key=lambda one: one.value) if name == "month" else counts)
