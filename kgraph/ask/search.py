"""Full-text search: events by their labels and sentences, entities by their names, articles by headline and text, the best first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

from kgraph.ask.answers import ArticleRef, Citation, Entity, Event, Factuality
from kgraph.ask.filters import FIRST, LAST, Day, Names, Sure, check_day, last_day
from kgraph.ask.marks import Mark, Marked, Passage, highlighted, marked, passages, pieces
from kgraph.ask.names import entity_types_below, known
from kgraph.ask.paging import Cursor, Limit
from kgraph.ask.ranking import Wanted, ranked
from kgraph.ask.reading import EVENT, REPORT, REPORTS, article_of, citation_of, entities_of, events_of
from kgraph.ask.rows import Clause, among, listed
from kgraph.ask.words import expression, terms
from kgraph.errors import BadQuestion
from kgraph.index import Index
from kgraph.index.numbers import EARLIEST, LATEST, after_number, first_number
from kgraph.index.tags import tag
from kgraph.lexicon import entity_types
from kgraph.model import SHOWN_CONFIDENCE

T = TypeVar("T")
Group = Literal["events", "entities", "articles"]
GROUPS: tuple[Group, ...] = ("events", "entities", "articles")
_QUOTES, _PASSAGES = 2, 2
"""How many sentences of an event and of an article are shown."""
_EVENT_SCORE = "bm25(event_text, 2.0, 1.0, 0.0)"
_REPORTED, _ACTIVE, _LATEST = "-event.articles", "-entity.events", "0"
_ARTICLE_SCORE = "bm25(article_text, 4.0, 1.0)"
# Whoever takes part in much is meant rather than a namesake.
_ENTITY_SCORE = "bm25(entity_text, 4.0, 2.0) * (1.0 + min(entity.events, 100) / 10.0)"


class SearchQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is looked for, and where; a filter leaves out the groups that it says nothing about."""

    words: Annotated[
        str,
        Meta(
            max_length=1000,
            description='Words, which must all be there in any of their forms; "a phrase", a beginning*, and -without.',
            examples=["election fraud"],
        ),
    ]
    group: Annotated[
        tuple[Group, ...], Meta(max_length=20, description="Whether events, entities or articles are looked for; else all three.")
    ] = ()
    type: Annotated[
        Names, Meta(description="Types of events or of entities, each with the types below it.", examples=["Attack"])
    ] = ()
    factuality: Annotated[
        tuple[Factuality, ...], Meta(max_length=20, description="What the reports of an event say together.")
    ] = ()
    since: Annotated[Day, Meta(description="The first day of an event or of publication, as 2024-03-12, 2024-03 or 2024.")] = ""
    until: Annotated[Day, Meta(description="The last day of an event or of publication, as 2024-03-12, 2024-03 or 2024.")] = ""
    at_least: Annotated[Sure, Meta(description="The least confidence of events; 0 shows all.")] = SHOWN_CONFIDENCE
    limit: Limit = 10
    cursor: Annotated[Cursor, Meta(description="The cursor of the page before; with one group only.")] = ""


class Hits(msgspec.Struct, Generic[T], frozen=True):
    """The best of what was found in one group."""

    items: tuple[T, ...]
    total: Annotated[int, Meta(description="How many there are on all pages together.")]
    exact: Annotated[bool, Meta(description="Whether total is the number; else there are at least so many.")]
    cursor: Annotated[str, Meta(description='What asks for the next page; "" on the last one.')] = ""


class QuoteHit(msgspec.Struct, frozen=True):
    """A report whose sentence has the words."""

    citation: Citation
    marks: Annotated[tuple[Mark, ...], Meta(description="Where they stand in the quote.")]


class EventHit(msgspec.Struct, frozen=True):
    """An event that was found, by its label or by sentences that report it."""

    event: Event
    marks: Annotated[tuple[Mark, ...], Meta(description="Where the words stand in the label.")]
    quotes: tuple[QuoteHit, ...]


class NameHit(msgspec.Struct, frozen=True):
    """A name that has the words."""

    name: str
    marks: tuple[Mark, ...]


class EntityHit(msgspec.Struct, frozen=True):
    """An entity that was found, and by which of its names."""

    entity: Entity
    names: tuple[NameHit, ...]


class ArticleHit(msgspec.Struct, frozen=True):
    """An article that was found: its headline or its text has all the words."""

    article: ArticleRef
    marks: Annotated[tuple[Mark, ...], Meta(description="Where the words stand in the headline.")]
    passages: tuple[Passage, ...]


class Found(msgspec.Struct, frozen=True):
    """What was found."""

    events: Hits[EventHit]
    entities: Hits[EntityHit]
    articles: Hits[ArticleHit]


def search(index: Index, asked: SearchQuestion) -> Found:
    """Events, entities and articles that have all the words, the best first, and where they have them.

    Raises BadQuestion on a type that the graph does not have, and on a cursor that is not one of this list.
    """
    if asked.cursor and len(asked.group) != 1:
        raise BadQuestion("cursor", "a cursor goes on in one list; give its group as well")
    match = expression(terms(asked.words))
    return Found(
        _hits(index, asked, _events(index, asked, match), _event_hits),
        _hits(index, asked, _entities(index, asked, match), _entity_hits),
        _hits(index, asked, _articles(index, asked, match), _article_hits),
    )


def _hits(
    index: Index, asked: SearchQuestion, wanted: Wanted | None, read: Callable[[Index, Wanted, Sequence[int]], Iterable[T]]
) -> Hits[T]:
    """A page of a group; nothing where it is not wanted."""
    if wanted is None or not wanted.match:
        return Hits((), 0, exact=True)
    part = ranked(index, wanted, asked.limit, asked.cursor)
    return Hits(tuple(read(index, wanted, part.numbers)), part.total, part.is_exact, part.cursor)


def _is_asked(asked: SearchQuestion, group: Group) -> bool:
    return group in (asked.group or GROUPS)


def _event_types(index: Index, asked: SearchQuestion) -> tuple[str, ...]:
    """Those of the types asked for that are types of events. Raises BadQuestion on one that is of nothing."""
    events = [name for (name,) in index.rows("SELECT name FROM type")]
    for name in asked.type:
        known("type", name, [*events, *entity_types()])
    return tuple(name for name in asked.type if name in events)


def _events(index: Index, asked: SearchQuestion, match: str) -> Wanted | None:
    types = _event_types(index, asked)
    if not _is_asked(asked, "events") or not match or (asked.type and not types):
        return None
    tags = [" OR ".join(map(tag, names)) for names in (types, asked.factuality) if names]
    tagged = "".join(f" AND {{tags}} : ({names})" for names in tags)
    # An event of these days has begun by the last of them; how long it goes on does not show in its number.
    return Wanted(
        "event", f"{{label quotes}} : {match}{tagged}", _EVENT_SCORE, _REPORTED, tuple(_conditions(asked)), last=_range(asked)[1]
    )


def _conditions(asked: SearchQuestion) -> Iterable[Clause]:
    """The conditions on an event that was found. They are as in kgraph.ask.filters, but hold of one event: few are looked at."""
    yield Clause("event.confidence >= ?", (asked.at_least,))
    if asked.since or asked.until:
        yield Clause("event.stated")
    if asked.since:
        yield Clause(f"{LAST} >= ?", (asked.since,))
    if asked.until:
        yield Clause(f"{FIRST} <= ?", (last_day(asked.until),))


def _range(asked: SearchQuestion) -> tuple[int, int]:
    """The numbers that begin with the days asked for. Raises BadQuestion on a day that is not in the calendar."""
    check_day("since", asked.since)
    check_day("until", asked.until)
    first, last = asked.since and first_number(asked.since), asked.until and after_number(asked.until) - 1
    return first or EARLIEST, last or LATEST


def _entities(index: Index, asked: SearchQuestion, match: str) -> Wanted | None:
    events = _event_types(index, asked)
    types = [name for name in asked.type if name not in events]
    filtered = asked.factuality or asked.since or asked.until or (asked.type and not types)
    if not _is_asked(asked, "entities") or filtered:
        return None
    return Wanted("entity", match, _ENTITY_SCORE, _ACTIVE, (among("entity.type", entity_types_below(types)),) if types else ())


def _articles(_index: Index, asked: SearchQuestion, match: str) -> Wanted | None:
    if not _is_asked(asked, "articles") or asked.factuality or asked.type:
        return None
    if not (asked.since or asked.until):
        return Wanted("article", match, _ARTICLE_SCORE, _LATEST)
    first, last = _range(asked)
    return Wanted("article", match, _ARTICLE_SCORE, _LATEST, first=first, last=last)


def _event_hits(index: Index, wanted: Wanted, numbers: Sequence[int]) -> Iterable[EventHit]:
    rows = index.rows(f"SELECT {EVENT} FROM event WHERE event.n IN (SELECT value FROM json_each(?))", (listed(numbers),))
    events = {row["n"]: event for row, event in zip(rows, events_of(index, rows), strict=True)}
    found = highlighted(index, "event_text", wanted.match, numbers)
    for number in numbers:
        label, quotes, _ = found[number]
        yield EventHit(events[number], marked(label).marks, tuple(_quotes(index, number, pieces(quotes))))


def _quotes(index: Index, event: int, sentences: Iterable[Marked]) -> Iterable[QuoteHit]:
    """The sentences of an event with most of the words, each as one report has it."""
    best = sorted((one for one in sentences if one.marks), key=lambda one: (-one.worth, one.text))
    for sentence in best[:_QUOTES]:
        report = index.row(
            f"SELECT {REPORT} FROM {REPORTS} WHERE report.event = ? AND quote = ? ORDER BY published, report.iri",
            (event, sentence.text),
        )
        if report is not None:
            yield QuoteHit(citation_of(report), sentence.marks)


def _entity_hits(index: Index, wanted: Wanted, numbers: Sequence[int]) -> Iterable[EntityHit]:
    rows = index.rows("SELECT * FROM entity WHERE n IN (SELECT value FROM json_each(?))", (listed(numbers),))
    entities = {row["n"]: entity for row, entity in zip(rows, entities_of(index, rows), strict=True)}
    found = highlighted(index, "entity_text", wanted.match, numbers)
    for number in numbers:
        name, aliases = found[number]
        names = [one for one in (marked(name), *pieces(aliases)) if one.marks]
        yield EntityHit(entities[number], tuple(NameHit(one.text, one.marks) for one in names))


def _article_hits(index: Index, wanted: Wanted, numbers: Sequence[int]) -> Iterable[ArticleHit]:
    columns = "n, iri AS article_iri, headline, published, publisher, url"
    rows = index.rows(f"SELECT {columns} FROM article WHERE n IN (SELECT value FROM json_each(?))", (listed(numbers),))
    articles = {row["n"]: article_of(row) for row in rows}
    found = highlighted(index, "article_text", wanted.match, numbers)
    for number in numbers:
        headline, text = map(marked, found[number])
        # Most texts begin with the headline, which is shown anyway.
        shown = [one for one in passages(text, _PASSAGES + 1) if one.start or one.text not in headline.text]
        yield ArticleHit(articles[number], headline.marks, tuple(shown[:_PASSAGES]))
