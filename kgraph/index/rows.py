"""The rows of an index: what a graph says of each of its nodes, as values of columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from kgraph.coding.codes import event_code
from kgraph.index.numbers import dated_number, number
from kgraph.rdf.view import Actor, Codes, Happening, Source, Telling

Row: TypeAlias = tuple[object, ...]


def article_number(source: Source) -> int:
    """The number of an article."""
    return dated_number(source.iri, source.published)


def event_number(event: Happening) -> int:
    """The number of an event."""
    return dated_number(event.iri, event.begin or event.end)


def type_row(name: str, label: str, root: str, codes: Codes | None, *, symmetric: bool) -> Row:
    """The row of an event type."""
    codes = codes or Codes(name, "", "", "neutral")
    return name, label, root, codes.parent, codes.plover, codes.cameo, codes.orientation, symmetric


def article_row(source: Source) -> Row:
    """The row of an article."""
    return (
        article_number(source),
        source.iri,
        source.headline,
        source.published,
        source.publisher,
        source.url,
        _listed(source.authors),
        source.file,
        source.text,
    )


def mention_rows(source: Source) -> Iterator[Row]:
    """A row for each mention of an entity in an article."""
    article = article_number(source)
    for begin, end, entity in source.mentions:
        yield article, begin, end, number(entity)


def entity_row(actor: Actor, events: int) -> Row:
    """The row of an entity, which takes part in so many events."""
    return (
        number(actor.iri),
        actor.iri,
        actor.name,
        actor.type,
        actor.named,
        actor.country,
        actor.sector,
        _listed(actor.titles),
        _listed(actor.links),
        _listed(actor.members),
        actor.mentions,
        events,
        actor.confidence,
    )


def alias_rows(actor: Actor) -> Iterator[Row]:
    """A row for each name of an entity."""
    for name in dict.fromkeys((actor.name, *actor.aliases)):
        yield number(actor.iri), name


def event_row(event: Happening, codes: Mapping[str, Codes]) -> Row:
    """The row of an event."""
    return (
        event_number(event),
        event.iri,
        event.label,
        event.type,
        event.root,
        event_code(event, codes.get(event.type)).plover,
        event.factuality,
        event.begin,
        event.end,
        event.precision,
        event.stated,
        len(event.tellings),
        len({telling.article for telling in event.tellings}),
        event.confidence,
    )


def participant_rows(event: Happening) -> Iterator[Row]:
    """A row for each participant of an event in each role."""
    for role, entity in dict.fromkeys(event.roles):
        yield event_number(event), role, number(entity)


def part_rows(event: Happening, numbers: Mapping[str, int]) -> Iterator[Row]:
    """A row for each event that an event is part of; ``numbers`` are those of events by their IRIs."""
    for whole in event.wholes:
        yield event_number(event), numbers[whole]


def report_row(telling: Telling, event: int, article: int) -> Row:
    """The row of a report."""
    return (
        number(telling.iri),
        telling.iri,
        event,
        article,
        telling.quote,
        telling.start,
        *telling.trigger,
        telling.polarity,
        telling.modality,
        telling.future,
        telling.source,
        number(telling.speaker) if telling.speaker else None,
        telling.cue,
        telling.code,
        telling.confidence,
        telling.begin,
        telling.end,
    )


def figure_rows(telling: Telling) -> Iterator[Row]:
    """A row for each entity that a report counts."""
    for entity, figure in telling.figures:
        yield number(telling.iri), number(entity), figure


def _listed(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
