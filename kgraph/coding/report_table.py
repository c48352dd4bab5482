"""Reports as a table: who says in which words of which article who did what to whom, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kgraph.model import TARGET_ROLES
from kgraph.outgoing import csv_text
from kgraph.rdf.view import Happening, Source, Telling, View

PARTIES = ("who", "whom", "where")
"""Columns for the names of those who act, those who are acted on, and places."""
CITATION = ("source", "quote", "headline", "publisher", "published", "url", "file", "article_id")
"""Columns for the words of one report and where they stand; ``source`` is whose words they are, empty for the article's own voice."""
COLUMNS = (
    *("event_id", "event", "type", *PARTIES, "begin", "end", "date_basis", "factuality", "event_confidence"),
    *("polarity", "modality", "confidence", "cue", *CITATION, "quote_begin", "quote_end"),
)


def reports_csv(view: View) -> bytes:
    """A row for each report, by the days of the events, then their ids and the articles; docs/export.md explains the columns."""
    events = sorted(view.happenings.values(), key=lambda event: (event.begin or event.end or "9", event.iri))
    return csv_text(COLUMNS, (row for event in events for row in _rows(event, view))).encode()


def parties(event: Happening, view: View) -> tuple[str, str, str]:
    """The names for the columns of PARTIES, with "; " between several. Of a symmetric event all sides act."""
    agents, targets = event.fillers("agent"), event.fillers(*TARGET_ROLES)
    who, whom = (dict.fromkeys((*agents, *targets)), ()) if event.symmetric else (agents, targets)
    return _names(who, view), _names(whom, view), _names(event.fillers("place"), view)


def citation(telling: Telling | None, view: View) -> tuple[str, ...]:
    """The values for the columns of CITATION; empty where there is no report."""
    if telling is None:
        return ("",) * len(CITATION)
    return (telling.source, _line(telling.quote), *_article(view.sources.get(telling.article)))


def _rows(event: Happening, view: View) -> Iterator[tuple[object, ...]]:
    basis = ("stated" if event.stated else "inferred") if event.begin or event.end else ""
    about = (event.iri, _line(event.label), event.type, *parties(event, view), event.begin, event.end, basis)
    for telling in event.tellings:
        said = (telling.polarity, telling.modality, telling.confidence, telling.cue)
        place = (telling.start, telling.start + len(telling.quote))
        yield (*about, event.factuality, event.confidence, *said, *citation(telling, view), *place)


def _article(source: Source | None) -> tuple[str, ...]:
    if source is None:
        return ("",) * 6
    return (_line(source.headline), _line(source.publisher), source.published[:10], source.url, source.file, source.iri)


def _names(entities: Iterable[str], view: View) -> str:
    return "; ".join(_line(view.actors[entity].name) for entity in entities)


def _line(words: str) -> str:
    return " ".join(words.split())
