"""Who says what about whom: reports that an article attributes to somebody, each beside the reports that deny it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Citation, EventRef, Paged, Participant
from kgraph.ask.filters import Entity, EventFilter, clauses, with_roles
from kgraph.ask.names import entity_number
from kgraph.ask.paging import USUAL, Cursor, Limit, Order
from kgraph.ask.reading import REPORT, REPORTS, citation_of, participants, reference_of
from kgraph.ask.rows import Clause, Query, grouped, listed, page, prefixed
from kgraph.index import Index

# The number of an article begins with its day.
_ORDERS = {
    "newest": Order(("report.article", "report.iri"), falling=True),
    "oldest": Order(("report.article", "report.iri")),
}
_OPPOSING = 3
"""How many opposing reports a statement shows at most."""


class StatementQuestion(EventFilter, frozen=True, kw_only=True):
    """What is asked for: by whom, about whom, and of which events."""

    speaker: Annotated[str, Meta(max_length=300, description=f"Who says so: {Entity}.")] = ""
    said_by: Annotated[
        str, Meta(max_length=300, description="Words in the description of who says so, as an article has it.")
    ] = ""
    about: Annotated[str, Meta(max_length=300, description=f"Who takes part in what is said: {Entity}.")] = ""
    stance: Annotated[Literal["", "claims", "denies"], Meta(description="Only what is claimed, or only what is denied.")] = ""
    contested: Annotated[bool, Meta(description="Only statements that another report of the event contradicts.")] = False
    order: Annotated[Literal["newest", "oldest"], Meta(description="By the day of the article.")] = "newest"
    limit: Limit = USUAL
    cursor: Cursor = ""


class Statement(msgspec.Struct, frozen=True):
    """What somebody says of an event."""

    citation: Citation
    event: EventRef
    about: Annotated[tuple[Participant, ...], Meta(description="Who takes part in the event.")]
    contradicted_by: Annotated[
        tuple[Citation, ...],
        Meta(description="Reports of this event that say the opposite of whether it happens; the surest ones."),
    ]


def statements(index: Index, asked: StatementQuestion) -> Paged[Statement]:
    """What people and bodies say of events, with the reports that contradict them."""
    columns = ", ".join((REPORT, *prefixed("event", "iri", "label", "type", "factuality", "begin")))
    source = f"{REPORTS} JOIN event ON event.n = report.event"
    wanted = (*_clauses(index, asked), *clauses(index, asked))
    found = Query(columns, source, wanted, counted="event CROSS JOIN report ON report.event = event.n")
    part = page(index, found, _ORDERS[asked.order], asked.limit, asked.cursor)
    return Paged(_statements(index, part.rows), part.total, part.cursor)


def _clauses(index: Index, asked: StatementQuestion) -> Iterator[Clause]:
    yield Clause("report.source != ''")
    if asked.speaker:
        yield Clause("report.speaker = ?", (entity_number(index, asked.speaker),))
    if asked.said_by:
        yield Clause("instr(lower(report.source), lower(?))", (asked.said_by,))
    if asked.about:
        yield with_roles([entity_number(index, asked.about)], ())
    if asked.stance:
        yield Clause("report.polarity = ?", ("negative" if asked.stance == "denies" else "positive",))
    if asked.contested:
        # Of an event that is disputed some reports say that it happened and some that it did not.
        yield Clause("event.factuality = 'disputed' AND report.modality = 'actual'")


def _opposite(one: str, other: str) -> str:
    """That one report says it happened and the other that it did not; plans and wishes contradict nobody."""
    return f"{one}.modality = 'actual' AND {other}.modality = 'actual' AND {one}.polarity != {other}.polarity"


def _statements(index: Index, said: Sequence[sqlite3.Row]) -> tuple[Statement, ...]:
    parts, against = participants(index, {one["event"] for one in said}), _opposing(index, [one["n"] for one in said])
    return tuple(
        Statement(citation_of(one), reference_of(one, "event_"), parts.get(one["event"], ()), against.get(one["n"], ()))
        for one in said
    )


def _opposing(index: Index, reports: Sequence[int]) -> dict[int, tuple[Citation, ...]]:
    """Of each report those of its event that have the other polarity, the surest first."""
    found = index.rows(
        f"SELECT {REPORT}, said.n AS against FROM json_each(?) AS asked JOIN report AS said ON said.n = asked.value "
        f"CROSS JOIN {REPORTS} WHERE report.event = said.event AND {_opposite('report', 'said')} "
        "ORDER BY said.n, report.confidence DESC, report.iri",
        (listed(reports),),
    )
    return {number: tuple(map(citation_of, group[:_OPPOSING])) for number, group in grouped(found, "against").items()}
