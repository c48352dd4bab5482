"""What sources disagree on: reports of one event that differ on whether it happened, on how many, or on the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sqlite3 import Row
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Citation, EventRef, Paged
from kgraph.ask.events import ORDERS, query
from kgraph.ask.filters import EventFilter
from kgraph.ask.names import event_types_present
from kgraph.ask.paging import USUAL, Cursor, Limit
from kgraph.ask.reading import REPORT, REPORTS, citation_of, reference_of
from kgraph.ask.rows import Clause, among, listed, page
from kgraph.index import Index

Matter = Literal["whether", "figures", "days"]
TOLLS = ("Death", "Killing", "Injury", "Wounding")
"""The types of events of which reports count the victims."""


class DisagreementQuestion(EventFilter, frozen=True, kw_only=True):
    """On what sources disagree, and about which events."""

    on: Annotated[Matter, Meta(description="Whether it happened, how many were killed or hurt, or on which days.")] = "whether"
    limit: Limit = USUAL
    cursor: Cursor = ""


class Side(msgspec.Struct, frozen=True):
    """What some reports say, and which those are."""

    says: Annotated[str, Meta(description='"happened", a number, or a day or days as "2024-03-12..2024-03-15".')]
    citations: tuple[Citation, ...]


class Disagreement(msgspec.Struct, frozen=True):
    """An event and what its reports say differently; which of them is right stays open."""

    event: EventRef
    on: Matter
    sides: tuple[Side, ...]


class _Kind(NamedTuple):
    """How a disagreement is found among the reports of an event, and what a report says."""

    differs: str
    says: str
    joined: str = ""
    only: str = "1"


_SPAN = "report.begin || CASE report.\"end\" WHEN report.begin THEN '' ELSE '..' || report.\"end\" END"
_KINDS: dict[Matter, _Kind] = {
    "whether": _Kind(
        "event.factuality = 'disputed'",
        "CASE report.polarity WHEN 'negative' THEN 'did-not-happen' ELSE 'happened' END",
        only="report.modality = 'actual'",
    ),
    "figures": _Kind(
        "event.n IN (SELECT event FROM figure JOIN report ON report.n = figure.report GROUP BY event "
        "HAVING min(number) < max(number))",
        "figure.number",
        "JOIN figure ON figure.report = report.n",
    ),
    # Times that overlap agree, as do a week and a day of it; a time that is open agrees with all that is later.
    "days": _Kind(
        "event.n IN (SELECT event FROM report WHERE begin != '' GROUP BY event "
        "HAVING min(CASE \"end\" WHEN '' THEN '~' ELSE \"end\" END) < max(begin))",
        _SPAN,
        only="report.begin != ''",
    ),
}


def disagreements(index: Index, asked: DisagreementQuestion) -> Paged[Disagreement]:
    """Events on which reports disagree, those first that most articles report, with the citations of each side."""
    kind = _KINDS[asked.on]
    tolls = [among("event.type", event_types_present(index, TOLLS))] if asked.on == "figures" else []
    found = query(index, asked).given([Clause(kind.differs), *tolls])
    part = page(index, found, ORDERS["reported"], asked.limit, asked.cursor)
    sides = _sides(index, [one["n"] for one in part.rows], kind)
    made = (Disagreement(reference_of(one), asked.on, sides.get(one["n"], ())) for one in part.rows)
    return Paged(tuple(made), part.total, part.cursor)


def _sides(index: Index, events: Sequence[int], kind: _Kind) -> dict[int, tuple[Side, ...]]:
    found = index.rows(
        f"SELECT {REPORT}, {kind.says} AS says FROM json_each(?) AS asked JOIN {REPORTS} {kind.joined} "
        f"WHERE report.event = asked.value AND {kind.only} ORDER BY report.event, says, report.confidence DESC, report.iri",
        (listed(events),),
    )
    grouped: dict[int, dict[str, list[Row]]] = {}
    for one in found:
        grouped.setdefault(one["event"], {}).setdefault(str(one["says"]), []).append(one)
    return {event: tuple(_side(says, reports) for says, reports in sides.items()) for event, sides in grouped.items()}


def _side(says: str, reports: Iterable[Row]) -> Side:
    return Side(says, tuple(map(citation_of, reports)))
