"""Which events a question is about: all that the page's filters tell apart, and more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Factuality, Orientation
from kgraph.ask.names import article_number, entity_number, entity_types_below, event_number, event_types_below
from kgraph.ask.rows import Clause, among, joined
from kgraph.ask.words import expression, terms
from kgraph.days import first_and_last
from kgraph.errors import BadQuestion
from kgraph.index import Index
from kgraph.model import SHOWN_CONFIDENCE, TARGET_ROLES

Day = Annotated[str, Meta(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", examples=["2024-03-12"])]
"""A day, or a month or a year, which mean all their days; "" for none."""
Names = Annotated[tuple[str, ...], Meta(max_length=200)]
Sure = Annotated[float, Meta(ge=0, le=1)]
Entity = "an IRI, the end of one after /entity/, or a name"


class EventFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which events are asked for. What is given must hold together; of a list, one suffices unless it says otherwise."""

    type: Annotated[Names, Meta(description="Types of events, each with the types below it.", examples=["Meeting"])] = ()
    orientation: Annotated[tuple[Orientation, ...], Meta(max_length=20, description="Cooperation, conflict or neither.")] = ()
    factuality: Annotated[
        tuple[Factuality, ...], Meta(max_length=20, description="What the reports of an event say together.")
    ] = ()
    code: Annotated[Names, Meta(description="PLOVER roots.", examples=["CONSULT"])] = ()
    actor: Annotated[Names, Meta(description=f"Who takes part, all of them: {Entity}.")] = ()
    role: Annotated[Names, Meta(description="The roles that the actors have; any, if none is given.", examples=["agent"])] = ()
    source: Annotated[Names, Meta(description=f"Who acts; one suffices: {Entity}.")] = ()
    target: Annotated[Names, Meta(description=f"On whom; one suffices: {Entity}.")] = ()
    place: Annotated[Names, Meta(description=f"Where it is: {Entity}.")] = ()
    kind: Annotated[Names, Meta(description="Types of entities of which one takes part.", examples=["Person"])] = ()
    country: Annotated[Names, Meta(description="Countries (ISO 3166-1 alpha-3) from which somebody takes part.")] = ()
    since: Annotated[Day, Meta(description="The first day, as 2024-03-12, 2024-03 or 2024.")] = ""
    until: Annotated[Day, Meta(description="The last day, as 2024-03-12, 2024-03 or 2024.")] = ""
    undated: Annotated[
        bool | None,
        Meta(description="Whether events are shown whose time no text states. Usually they are, unless days are given."),
    ] = None
    article: Annotated[Names, Meta(description="Articles that report it: an IRI, or the end of one after /article/.")] = ()
    publisher: Annotated[Names, Meta(description="Publishers of articles that report it.")] = ()
    published_since: Annotated[Day, Meta(description="The first day of articles that report it.")] = ""
    published_until: Annotated[Day, Meta(description="The last day of articles that report it.")] = ""
    whole: Annotated[str, Meta(description="The event of which it is a part: an IRI, or the end of one after /event/.")] = ""
    words: Annotated[
        str,
        Meta(
            max_length=200,
            description="Words of its label and the sentences about it, in any form, as in a search.",
        ),
    ] = ""
    least_articles: Annotated[int, Meta(ge=1, le=1000, description="How many articles report it at least.")] = 1
    at_least: Annotated[Sure, Meta(description="The least confidence; 0 shows all events.")] = SHOWN_CONFIDENCE


SYMMETRIC = Clause("event.type IN (SELECT name FROM type WHERE symmetric)")
"""That both sides of an event act alike."""
# Written so that the index event_facts is enough: it has no virtual columns.
FIRST = "CASE event.begin WHEN '' THEN event.\"end\" ELSE event.begin END"
LAST = 'CASE event."end" WHEN \'\' THEN event.begin ELSE event."end" END'
Clauses: TypeAlias = Iterator[Clause]


def clauses(index: Index, asked: EventFilter, but: Collection[str] = ()) -> tuple[Clause, ...]:
    """The conditions on the table of events, all or all but those of some fields.

    Raises BadQuestion, UnknownEntity, UnknownArticle or UnknownEvent on a name that the graph does not have.
    """
    found = [clause for name, made in _FIELDS.items() if name not in but for clause in made(index, asked)]
    return (Clause("event.confidence >= ?", (asked.at_least,)), *found)


def _types(index: Index, asked: EventFilter) -> Clauses:
    if asked.type:
        yield among("event.type", event_types_below(index, asked.type))


def _orientations(_index: Index, asked: EventFilter) -> Clauses:
    if asked.orientation:
        one = among("orientation", asked.orientation)
        yield Clause(f"event.type IN (SELECT name FROM type WHERE {one.sql})", one.values)


def _factualities(_index: Index, asked: EventFilter) -> Clauses:
    if asked.factuality:
        yield among("event.factuality", asked.factuality)


def _codes(_index: Index, asked: EventFilter) -> Clauses:
    if asked.code:
        yield among("event.code", asked.code)


def _actors(index: Index, asked: EventFilter) -> Clauses:
    for actor in asked.actor:
        yield with_roles([entity_number(index, actor)], asked.role)
    if asked.role and not asked.actor:
        one = among("role", asked.role)
        yield Clause(f"event.n IN (SELECT event FROM participant WHERE {one.sql})", one.values)


def _filling(field: str, roles: tuple[str, ...], index: Index, asked: EventFilter) -> Clauses:
    """The condition of a field that names who fills one of the roles."""
    given: tuple[str, ...] = getattr(asked, field)
    if given:
        yield with_roles([entity_number(index, one) for one in given], roles)


def with_roles(entities: list[int], roles: tuple[str, ...]) -> Clause:
    """That one of the entities takes part, in one of the roles if some are given."""
    who, part = among("entity", entities), among("role", roles) if roles else Clause("1")
    return Clause(f"event.n IN (SELECT event FROM participant WHERE {who.sql} AND {part.sql})", (*who.values, *part.values))


def _kinds(_index: Index, asked: EventFilter) -> Clauses:
    if asked.kind:
        yield _somebody(among("entity.type", entity_types_below(asked.kind, "kind")))


def _countries(_index: Index, asked: EventFilter) -> Clauses:
    if asked.country:
        yield _somebody(among("entity.country", asked.country))


def _somebody(one: Clause) -> Clause:
    """That somebody takes part of whom a condition holds."""
    found = "SELECT event FROM entity JOIN participant ON participant.entity = entity.n"
    return Clause(f"event.n IN ({found} WHERE {one.sql})", one.values)


def _days(_index: Index, asked: EventFilter) -> Clauses:
    if not (asked.since or asked.until):
        return
    for parameter in ("since", "until"):
        check_day(parameter, getattr(asked, parameter))
    # Both from what events are counted by alone: whoever finds few days would else go through all events in the order of the list.
    within = [Clause(f"{LAST} >= ?", (asked.since,))] if asked.since else []
    within += [Clause(f"{FIRST} <= ?", (last_day(asked.until),))] if asked.until else []
    found = joined([Clause("confidence >= ? AND stated", (asked.at_least,)), *within])
    dated = f"event.n IN (SELECT n FROM event INDEXED BY event_facts WHERE {found.sql})"
    yield Clause(f"(NOT event.stated OR {dated})" if asked.undated else dated, found.values)


def _undated(_index: Index, asked: EventFilter) -> Clauses:
    if asked.undated is False:
        yield Clause("event.stated")


def check_day(parameter: str, given: str) -> None:
    """Raises BadQuestion on a day that is not in the calendar."""
    try:
        if given:
            first_and_last(*map(int, given.split("-")))
    except ValueError:
        raise BadQuestion(parameter, f"{given!r} is not in the calendar") from None


def last_day(day: str) -> str:
    """What is not before any day that a month or a year has."""
    return f"{day}~" if len(day) < len("2024-03-12") else day


def _reporting(index: Index, asked: EventFilter) -> Clauses:
    """That one article reports it of which all that is said of articles holds."""
    found = list(article_clauses(index, asked))
    if found:
        one = joined(found)
        source = "report JOIN article ON article.n = report.article"
        yield Clause(f"event.n IN (SELECT report.event FROM {source} WHERE {one.sql})", one.values)


def article_clauses(index: Index, asked: EventFilter) -> Clauses:
    """The conditions on the articles."""
    if asked.article:
        yield among("article.n", [article_number(index, one) for one in asked.article])
    if asked.publisher:
        yield among("article.publisher", asked.publisher)
    yield from published(asked.published_since, asked.published_until, "published_")


def published(since: str, until: str, before: str = "") -> Clauses:
    """That an article appeared between two days; ``before`` begins the names of the parameters. Raises BadQuestion."""
    check_day(f"{before}since", since)
    check_day(f"{before}until", until)
    if since:
        yield Clause("article.published >= ?", (since,))
    if until:
        yield Clause("article.published <= ? AND article.published != ''", (f"{until}~",))


def _parts(index: Index, asked: EventFilter) -> Clauses:
    if asked.whole:
        yield Clause("event.n IN (SELECT event FROM part WHERE whole = ?)", (event_number(index, asked.whole),))


def _worded(_index: Index, asked: EventFilter) -> Clauses:
    match = expression(terms(asked.words))
    if match:
        yield Clause("event.n IN (SELECT rowid FROM event_text WHERE event_text MATCH ?)", (f"{{label quotes}} : {match}",))


def _corroborated(_index: Index, asked: EventFilter) -> Clauses:
    if asked.least_articles > 1:
        yield Clause("event.articles >= ?", (asked.least_articles,))


_FIELDS: Mapping[str, Callable[[Index, EventFilter], Clauses]] = {
    "type": _types,
    "orientation": _orientations,
    "factuality": _factualities,
    "code": _codes,
    "actor": _actors,
    "source": partial(_filling, "source", ("agent",)),
    "target": partial(_filling, "target", TARGET_ROLES),
    "place": partial(_filling, "place", ("place",)),
    "kind": _kinds,
    "country": _countries,
    "since": _days,
    "undated": _undated,
    "article": _reporting,
    "whole": _parts,
    "words": _worded,
    "least_articles": _corroborated,
}
