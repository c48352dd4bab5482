"""Answers as short text. Each line that begins with ">" is a sentence of an article, and its source stands below it.

Whatever an article says is put in one line, so that it cannot end its quotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from kgraph.ask.answers import ArticleRef, Citation, Entity, Event, EventRef, Paged
from kgraph.ask.disagreements import Disagreement
from kgraph.ask.entities import EntityDetail
from kgraph.ask.paths import Way
from kgraph.ask.search import Found, Hits
from kgraph.ask.statements import Statement
from kgraph.assistants.asking import Description, QuotedEvent
from kgraph.outgoing import one_line

LONGEST = 12_000
"""The most characters of a text; the structured answer has the whole."""
_CUT = "... The text ends here. Ask with a smaller limit to read the rest as text; the structured answer has it."


def text_of(lines: Iterator[str]) -> str:
    """The lines as one text, cut where it would be too long."""
    made: list[str] = []
    left = LONGEST
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return "\n".join([*made, _CUT])
        made.append(line)
    return "\n".join(made)


def description(found: Description) -> Iterator[str]:
    """What the graph holds."""
    about = found.about
    days = f" published from {about.first[:10]} to {about.last[:10]}" if about.first else ""
    yield f"{_counted(about.articles, 'article', 'articles')}{days}, {_counted(about.entities, 'entity', 'entities')}"
    yield f"{_counted(about.events, 'event', 'events')}, {about.shown:,} of them with a confidence of at least {about.at_least}"
    yield "types of events: " + ", ".join(f"{one.name} {one.count}" for one in found.event_types)
    yield "types of entities: " + ", ".join(f"{one.name} {one.count}" for one in found.entity_types)


def what_was_found(found: Found) -> Iterator[str]:
    """What a search found."""
    yield from _hits("events", found.events)
    for event in found.events.items:
        yield f"- {_claim(event.event)}"
        yield f"  {event.event.iri}"
        for quote in event.quotes:
            yield from _citation(quote.citation)
        if not event.quotes and event.event.citation is not None:
            yield from _citation(event.event.citation)
    yield from _hits("entities", found.entities)
    for entity in found.entities.items:
        yield from _entity(entity.entity)
    yield from _hits("articles", found.articles)
    for hit in found.articles.items:
        yield f"- {_article(hit.article)}"
        for passage in hit.passages:
            yield f'  > "{one_line(passage.text)}"'
            yield f"    characters {passage.start}-{passage.end}"


def _hits(group: str, hits: Hits[Any]) -> Iterator[str]:
    number = f"{hits.total:,}" if hits.exact else f"at least {hits.total:,}"
    more = f'; there are more with group ["{group}"] and cursor "{hits.cursor}"' if hits.cursor else ""
    yield f"{group}: {number}{more}"


def entity_page(found: Paged[Entity]) -> Iterator[str]:
    """Entities of a page."""
    yield from _head(found, "entity", "entities")
    for one in found.items:
        yield from _entity(one)


def entity_detail(found: EntityDetail) -> Iterator[str]:
    """An entity with its events."""
    yield from _entity(found.entity)
    if found.members:
        yield "members: " + ", ".join(one_line(one.name) for one in found.members)
    yield ""
    cursor = found.events.cursor
    if cursor:
        yield f'list_events goes on with the IRI of this entity as actor and with cursor "{cursor}".'
    yield from _head(msgspec.structs.replace(found.events, cursor=""), "event", "events")
    for one in found.events.items:
        yield from event_lines(one)


def event_page(found: Paged[Event]) -> Iterator[str]:
    """Events of a page."""
    yield from _head(found, "event", "events")
    for one in found.items:
        yield from event_lines(one)


def quoted_event(found: QuotedEvent) -> Iterator[str]:
    """An event with its reports."""
    yield _claim(found.event)
    yield f"  {found.event.iri}"
    for role in found.event.participants:
        yield f"  {role.role}: {one_line(role.entity.name)} ({role.entity.type}) {role.entity.iri}"
    yield from (f"  part of: {_reference(one)}" for one in found.wholes)
    yield from (f"  has part: {_reference(one)}" for one in found.parts)
    yield from _head(found.reports, "report", "reports")
    for one in found.reports.items:
        yield from _citation(one)


def disagreement_page(found: Paged[Disagreement]) -> Iterator[str]:
    """Disagreements of a page, with the sides of each."""
    yield from _head(found, "event", "events")
    for one in found.items:
        yield f"- {_reference(one.event)}"
        for side in one.sides:
            yield f"  {len(side.citations)} say: {one_line(side.says)}"
            for citation in side.citations:
                yield from _citation(citation)


def statement_page(found: Paged[Statement]) -> Iterator[str]:
    """Statements of a page."""
    yield from _head(found, "statement", "statements")
    for one in found.items:
        speaker = one.citation.speaker.iri if one.citation.speaker else "an unnamed source"
        yield f"- {one_line(one.citation.source)} ({speaker}) says: {_reference(one.event)}"
        yield from _citation(one.citation)
        for against in one.contradicted_by:
            yield "  contradicted by:"
            yield from _citation(against)


def path_found(found: Way) -> Iterator[str]:
    """A path, step by step."""
    ends = f"{one_line(found.source.name)} to {one_line(found.target.name)}"
    if not found.steps:
        yield f"No path from {ends} was found{'' if found.complete else ' among those that were looked at'}."
        return
    yield f"A path of {_counted(len(found.steps), 'step', 'steps')} from {ends}:"
    for step in found.steps:
        yield f"{one_line(step.source.name)} - {one_line(step.target.name)} ({_counted(step.count, 'event', 'events')})"
        for one in step.events:
            yield from event_lines(one)


def _head(found: Paged[Any], one: str, many: str) -> Iterator[str]:
    here = f", {len(found.items)} of them here" if len(found.items) < found.total else ""
    more = f'; for those that follow, ask again with cursor "{found.cursor}"' if found.cursor else ""
    yield f"{_counted(found.total, one, many)}{here}{more}{':' if found.items else ''}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _entity(one: Entity) -> Iterator[str]:
    about = [one.type, one.country, _counted(one.events, "event", "events"), f"confidence {one.confidence:.2f}"]
    yield f"- {one_line(one.name)} ({', '.join(filter(None, about))}) {one.iri}"
    others = [one_line(name) for name in one.names if name != one.name]
    if others:
        yield f"  also: {', '.join(others[:12])}"
    if one.titles:
        yield f"  titles: {', '.join(map(one_line, one.titles[:6]))}"
    if one.links:
        yield f"  same as: {' '.join(one.links[:6])}"


def event_lines(one: Event) -> Iterator[str]:
    """An event with the report that says it most plainly."""
    yield f"- {_claim(one)}"
    yield f"  {one.iri}"
    if one.citation is not None:
        yield from _citation(one.citation)


def _claim(one: Event) -> str:
    how = "" if one.stated or not (one.begin or one.end) else ", inferred from the article's day"
    reports = f"{_counted(one.reports, 'report', 'reports')} in {_counted(one.articles, 'article', 'articles')}"
    return f"{one_line(one.label)} [{one.type}; {one.factuality}; {_time(one)}{how}; {reports}; confidence {one.confidence:.2f}]"


def _time(one: Event) -> str:
    if one.begin == one.end:
        return one.begin or "day unknown"
    if not one.begin:
        return f"by {one.end}"
    return f"{one.begin} to {one.end}" if one.end else f"from {one.begin} on"


def _reference(one: EventRef) -> str:
    return f"{one_line(one.label)} [{one.type}; {one.factuality}{f'; {one.begin}' if one.begin else ''}] {one.iri}"


def _citation(one: Citation) -> Iterator[str]:
    yield f'  > "{one_line(one.quote)}"'
    yield f"    {_article(one.article)}, characters {one.start}-{one.end}"
    source = f"according to {one_line(one.source)}; " if one.source else ""
    yield f"    {source}says: {one.factuality}; confidence {one.confidence:.2f}"


def _article(one: ArticleRef) -> str:
    where = [f'"{one_line(one.headline)}"', one_line(one.publisher), one.published, one_line(one.url), one.iri]
    return ", ".join(filter(None, where))
