"""The rows of an index: what a graph says of each of its nodes, as values of columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from kgraph.coding.codes import event_code
from kgraph.index.numbers import dated_number, number
from kgraph.index.tags import tag
from kgraph.rdf.nodes import Kind
from kgraph.rdf.view import Actor, Happening, Source

Row: TypeAlias = tuple[object, ...]
Kinds: TypeAlias = Mapping[str, Kind]
Numbered: TypeAlias = Callable[[str], "int | None"]
"""What finds the number of an article by its IRI."""
CHAIN = "#chain-"
"""What stands in a chain's IRI between the article's and the number."""


def article_number(source: Source) -> int:
    """The number of an article."""
    return dated_number(source.iri, source.published)


def event_number(event: Happening) -> int:
    """The number of an event."""
    return dated_number(event.iri, event.begin or event.end)


def type_row(kind: Kind) -> Row:
    """The row of an event type."""
    return (
        kind.name,
        kind.label,
        kind.parent,
        kind.root,
        kind.codes.plover,
        kind.codes.cameo,
        kind.codes.orientation,
        kind.symmetric,
    )


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
    for begin, end, entity in dict.fromkeys(source.mentions):
        yield article, begin, end, number(entity)


def entity_row(actor: Actor) -> Row:
    """The row of an entity; in how many events it takes part is counted when these are there."""
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
        0,
        actor.confidence,
    )


def alias_rows(actor: Actor) -> Iterator[Row]:
    """A row for each name of an entity."""
    for name in dict.fromkeys((actor.name, *actor.aliases)):
        yield number(actor.iri), name


def chain_rows(entity: str, chains: Iterable[str], article: Numbered) -> Iterator[Row]:
    """A row for each chain of an entity."""
    for chain in chains:
        where, _, ordinal = chain.rpartition(CHAIN)
        if (found := article(where)) is not None:
            yield found, int(ordinal), number(entity)


def event_row(event: Happening, kinds: Kinds) -> Row:
    """The row of an event."""
    kind = kinds.get(event.type)
    return (
        event_number(event),
        event.iri,
        event.label,
        event.type,
        event.root,
        event_code(event, kind.codes if kind is not None else None).plover,
        event.factuality,
        event.begin,
        event.end,
        event.precision,
        event.stated,
        len(event.tellings),
        len({telling.article for telling in event.tellings}),
        event.confidence,
        " ".join(map(tag, (*_above(event.type, kinds), event.factuality))),
    )


def participant_rows(event: Happening) -> Iterator[Row]:
    """A row for each participant of an event in each role."""
    for role, entity in dict.fromkeys(event.roles):
        yield event_number(event), role, number(entity)


def part_rows(event: Happening, wholes: Iterable[Happening]) -> Iterator[Row]:
    """A row for each event that an event is part of."""
    for whole in wholes:
        yield event_number(event), event_number(whole)


def report_rows(event: Happening, article: Numbered) -> Iterator[Row]:
    """A row for each report of an event."""
    for telling in event.tellings:
        yield (
            number(telling.iri),
            telling.iri,
            event_number(event),
            article(telling.article),
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


def figure_rows(event: Happening) -> Iterator[Row]:
    """A row for each number that a report of an event gives."""
    for telling in event.tellings:
        for entity, counted in dict(telling.counted).items():
            yield number(telling.iri), number(entity), counted


def _above(kind: str, kinds: Kinds) -> list[str]:
    """An event type and those above it."""
    found: list[str] = []
    while kind and kind not in found:
        found.append(kind)
        kind = kinds[kind].parent if kind in kinds else ""
    return found


def _listed(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
