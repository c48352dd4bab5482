"""Events as a table for those who work with event data: a row for each source and target, as PLOVER and CAMEO have them.

Of a symmetric event each pair of sides is one row; an event without a source or a target is one row as well. So count rows for dyads, and
distinct ``event_id`` for events.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, get_type_hints

from kgraph.coding.codes import deciding, event_code
from kgraph.errors import MissingExtra
from kgraph.model import TARGET_ROLES
from kgraph.outgoing import csv_text
from kgraph.rdf.view import Actor, Happening, View

_GEONAMES = "https://sws.geonames.org/"


@dataclass(frozen=True, slots=True)
class Row:
    """One dyad of one event; docs/export.md explains the columns. The fields in CamelCase are CAMEO's, under GDELT's names."""

    event_id: str
    date: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_basis: str
    root_code: str
    event_type: str
    event_label: str
    EventCode: str
    EventRootCode: str
    QuadClass: int | None
    Intensity: int | None
    source_id: str
    source_name: str
    source_type: str
    source_country: str
    source_sector: str
    target_id: str
    target_name: str
    target_type: str
    target_country: str
    target_sector: str
    place_id: str
    place_name: str
    place_type: str
    place_country: str
    latitude: float | None
    longitude: float | None
    factuality: str
    polarity: str
    modality: str
    confidence: float
    reports: int
    articles: int
    origins: int
    attributed_to: str
    quote: str
    headline: str
    publisher: str
    published: datetime.date | None
    url: str
    article_id: str


COLUMNS: Mapping[str, Any] = {field.name: get_type_hints(Row)[field.name] for field in fields(Row)}


def event_rows(view: View) -> Iterator[Row]:
    """The rows, by the events' dates."""
    rows = [row for happening in view.happenings.values() for row in _rows(happening, view)]
    yield from sorted(rows, key=lambda row: (row.date or datetime.date.max, row.event_id, row.source_id, row.target_id))


def events_csv(rows: Iterable[Row]) -> bytes:
    """The rows as CSV in UTF-8, with a header; what is not known is empty, and no text is a formula (outgoing.cell)."""
    return csv_text(tuple(COLUMNS), map(astuple, rows)).encode()


def events_parquet(rows: Iterable[Row]) -> bytes:
    """The rows as a Parquet file with types. Raises KGraphError where pyarrow is not installed: it is an extra, and large."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("Parquet needs pyarrow, which is not installed; install kgraph[parquet]") from None
    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), datetime.date: pyarrow.date32()}
    columns = zip(*map(astuple, rows), strict=True)
    table = [(name, types[_kind(hint)]) for name, hint in COLUMNS.items()]
    values = list(columns) or [()] * len(table)
    arrays = [pyarrow.array(column, kind) for column, (_, kind) in zip(values, table, strict=True)]
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(table)), sink, compression="zstd")
    return sink.getvalue()


def coordinates(actor: Actor) -> tuple[float | None, float | None]:
    """Latitude and longitude of a place that is linked to GeoNames: a city, or the middle of a country; None for others."""
    return position(actor.links)


def position(links: Iterable[str]) -> tuple[float | None, float | None]:
    """The same of links."""
    for link in links:
        found = _points().get(link.removeprefix(_GEONAMES).strip("/"))
        if found is not None:
            return found
    return None, None


def _kind(hint: Any) -> type:
    """The type of a column without the None that it allows."""
    kind: type = next((kind for kind in getattr(hint, "__args__", (hint,)) if kind is not type(None)), str)
    return kind


def _rows(happening: Happening, view: View) -> Iterator[Row]:
    common = {**_what(happening, view), **_where(happening, view), **_told(happening, view)}
    for source, target in _pairs(happening):
        yield Row(**common, **_side("source", view.actors.get(source)), **_side("target", view.actors.get(target)))


def _pairs(happening: Happening) -> list[tuple[str, str]]:
    """The dyads; with "" for a side that is not known where there are none."""
    agents, targets = happening.fillers("agent"), happening.fillers(*TARGET_ROLES)
    return list(happening.dyads()) or [(agent, "") for agent in agents] or [("", target) for target in targets] or [("", "")]


def _what(happening: Happening, view: View) -> dict[str, Any]:
    codes = event_code(happening, view.codes.get(happening.type))
    return {
        "event_id": happening.iri,
        "date": _day(happening.begin),
        "date_end": _day(happening.end),
        "date_precision": happening.precision if happening.begin or happening.end else "",
        "date_basis": ("stated" if happening.stated else "inferred") if happening.begin or happening.end else "",
        "root_code": codes.plover,
        "event_type": happening.type,
        "event_label": _line(happening.label),
        "EventCode": codes.cameo,
        "EventRootCode": codes.cameo_root,
        "QuadClass": codes.quad_class,
        "Intensity": codes.intensity,
        "factuality": happening.factuality,
        "confidence": happening.confidence,
    }


def _side(side: str, actor: Actor | None) -> dict[str, Any]:
    known = ("", "", "", "", "") if actor is None else (actor.iri, _line(actor.name), actor.type, actor.country, actor.sector)
    return dict(zip((f"{side}_{part}" for part in ("id", "name", "type", "country", "sector")), known, strict=True))


def _where(happening: Happening, view: View) -> dict[str, Any]:
    """The first place that has coordinates, else the first place."""
    places = [view.actors[place] for place in happening.fillers("place")]
    place = next((place for place in places if coordinates(place)[0] is not None), places[0] if places else None)
    latitude, longitude = coordinates(place) if place else (None, None)
    side = _side("place", place)
    del side["place_sector"]
    return {**side, "latitude": latitude, "longitude": longitude}


def _told(happening: Happening, view: View) -> dict[str, Any]:
    """What the reports say of the event: how many there are, their stance and sources, and one of them in full."""
    tellings, first = happening.tellings, deciding(happening)
    source = view.sources.get(first.article) if first else None
    return {
        "polarity": _joined(telling.polarity for telling in tellings),
        "modality": _joined(telling.modality for telling in tellings),
        "reports": len(tellings),
        "articles": len({telling.article for telling in tellings}),
        "origins": happening.origins,
        "attributed_to": _joined(telling.source for telling in tellings),
        "quote": _line(first.quote) if first else "",
        "headline": _line(source.headline) if source else "",
        "publisher": _line(source.publisher) if source else "",
        "published": _day(source.published[:10]) if source else None,
        "url": source.url if source else "",
        "article_id": source.iri if source else "",
    }


def _joined(values: Iterable[str]) -> str:
    return "; ".join(sorted({_line(value) for value in values if value}))


def _line(words: str) -> str:
    return " ".join(words.split())


def _day(written: str) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


@cache
def _points() -> Mapping[str, tuple[float, float]]:
    text = (files("kgraph") / "data" / "gazetteer" / "coordinates.csv").read_text("utf-8")
    return {row["geonames"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(text.splitlines())}
