"""Rows of the index as parts of answers. Whatever a page of items needs is fetched for all of them at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kgraph.ask.answers import ArticleRef, Citation, Entity, Event, EventRef, Factuality, Named, Participant
from kgraph.ask.rows import grouped, listed
from kgraph.index import Index

EVENT = "event.*, (SELECT orientation FROM type WHERE name = event.type) AS orientation"
EVENTS = "event"
REPORT = (
    "report.*, article.iri AS article_iri, headline, published, publisher, url, "
    "speaker.iri AS speaker_iri, speaker.name AS speaker_name, speaker.type AS speaker_type"
)
REPORTS = "report JOIN article ON article.n = report.article LEFT JOIN entity AS speaker ON speaker.n = report.speaker"
# First the reports that say what the event is said to be, and of those the ones in the article's own voice, then the surest.
_PLAINEST = (
    "CASE event.factuality WHEN 'did-not-happen' THEN report.polarity != 'negative' OR report.modality != 'actual' "
    "WHEN 'happened' THEN report.polarity != 'positive' OR report.modality != 'actual' "
    "WHEN 'disputed' THEN report.modality != 'actual' "
    "ELSE report.polarity != 'positive' OR report.modality != event.factuality END, report.source != '', "
    "-report.confidence, report.iri"
)
_ACTUAL: Mapping[str, Factuality] = {"positive": "happened", "negative": "did-not-happen"}


def events_of(index: Index, found: Sequence[sqlite3.Row]) -> tuple[Event, ...]:
    """Events with their participants and their plainest citations."""
    numbers = [one["n"] for one in found]
    parts, cited = participants(index, numbers), plainest(index, numbers)
    return tuple(event_of(one, parts.get(one["n"], ()), cited.get(one["n"])) for one in found)


def event_of(found: sqlite3.Row, parts: tuple[Participant, ...], cited: Citation | None) -> Event:
    """An event of a row of EVENT."""
    return Event(
        iri=found["iri"],
        label=found["label"],
        type=found["type"],
        root=found["root"],
        code=found["code"],
        orientation=found["orientation"],
        factuality=found["factuality"],
        begin=found["begin"],
        end=found["end"],
        precision=found["precision"],
        stated=bool(found["stated"]),
        reports=found["reports"],
        articles=found["articles"],
        confidence=found["confidence"],
        participants=parts,
        citation=cited,
    )


def reference_of(found: sqlite3.Row, before: str = "") -> EventRef:
    """An event as something else refers to it; ``before`` begins the names of its columns."""
    return EventRef(*(found[before + name] for name in ("iri", "label", "type", "factuality", "begin")))


def participants(index: Index, events: Iterable[int]) -> dict[int, tuple[Participant, ...]]:
    """Who takes part in events, by their numbers: those who act first."""
    found = index.rows(
        "SELECT event, role, entity.iri, entity.name, entity.type FROM json_each(?) AS asked "
        "JOIN participant ON event = asked.value JOIN entity ON entity.n = participant.entity "
        "ORDER BY event, role != 'agent', role, entity.iri",
        (listed(events),),
    )
    return {
        event: tuple(Participant(one["role"], named_of(one)) for one in group) for event, group in grouped(found, "event").items()
    }


def named_of(found: sqlite3.Row, before: str = "") -> Named:
    """An entity of columns whose names begin with ``before``."""
    return Named(found[f"{before}iri"], found[f"{before}name"], found[f"{before}type"])


def plainest(index: Index, events: Iterable[int]) -> dict[int, Citation]:
    """Of each event the report that says most plainly what it is said to be."""
    ranked = (
        f"SELECT report.n AS ranked, row_number() OVER (PARTITION BY report.event ORDER BY {_PLAINEST}) AS place "
        "FROM json_each(?) AS asked JOIN event ON event.n = asked.value JOIN report ON report.event = event.n"
    )
    found = index.rows(
        f"SELECT {REPORT} FROM ({ranked}) CROSS JOIN {REPORTS} WHERE place = 1 AND report.n = ranked", (listed(events),)
    )
    return {one["event"]: citation_of(one) for one in found}


def citations(index: Index, event: int) -> tuple[Citation, ...]:
    """All reports of an event, the plainest first."""
    found = index.rows(
        f"SELECT {REPORT} FROM {REPORTS} JOIN event ON event.n = report.event WHERE report.event = ? ORDER BY {_PLAINEST}",
        (event,),
    )
    return tuple(map(citation_of, found))


def citation_of(found: sqlite3.Row) -> Citation:
    """A report of a row of REPORT."""
    start = found["start"]
    return Citation(
        iri=found["iri"],
        article=article_of(found),
        quote=found["quote"],
        start=start,
        end=start + len(found["quote"]),
        trigger_start=start + found["trigger_begin"],
        trigger_end=start + found["trigger_end"],
        factuality=_ACTUAL[found["polarity"]] if found["modality"] == "actual" else found["modality"],
        future=bool(found["future"]),
        source=found["source"],
        cue=found["cue"],
        confidence=found["confidence"],
        speaker=None if found["speaker_iri"] is None else named_of(found, "speaker_"),
    )


def article_of(found: sqlite3.Row) -> ArticleRef:
    """The article of a row of REPORT."""
    return ArticleRef(found["article_iri"], found["headline"], found["published"], found["publisher"], found["url"])


def entities_of(index: Index, found: Sequence[sqlite3.Row]) -> tuple[Entity, ...]:
    """Entities with their names."""
    names = index.rows(
        "SELECT entity, name FROM json_each(?) AS asked JOIN alias ON entity = asked.value ORDER BY entity, name",
        (listed(one["n"] for one in found),),
    )
    aliases = grouped(names, "entity")
    return tuple(_entity(one, [alias["name"] for alias in aliases.get(one["n"], ())]) for one in found)


def _entity(found: sqlite3.Row, names: Sequence[str]) -> Entity:
    return Entity(
        iri=found["iri"],
        name=found["name"],
        type=found["type"],
        named=bool(found["named"]),
        names=tuple(dict.fromkeys((found["name"], *names))),
        country=found["country"],
        sector=found["sector"],
        titles=strings(found["titles"]),
        links=strings(found["links"]),
        mentions=found["mentions"],
        events=found["events"],
        confidence=found["confidence"],
    )


def strings(text: str) -> tuple[str, ...]:
    """A list of texts that the index keeps as JSON."""
    return msgspec.json.decode(text, type=tuple[str, ...])
