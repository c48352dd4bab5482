"""The properties by which candidates can be told apart, and which can be fetched for entities that have been identified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kgraph.ask.answers import Entity
from kgraph.ask.candidates import days, members
from kgraph.index import Index
from kgraph.resolve.names import normalised

Cell = dict[str, Any]
"""A value as the API writes it: {"str": ...}, {"int": ...}, {"float": ...}, {"date": ...}, or an entity as {"id": ..., "name": ...}."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its id, with its name, what it means, and how an entity's values are found."""

    id: str
    name: str
    meaning: str
    cells: Callable[[Entity, Index], list[Cell]]
    is_compared: bool = True


def short(iri: str, base: str) -> str:
    """An entity's id in this service: what stands behind "entity/" in its IRI."""
    return iri.removeprefix(f"{base}entity/")


def cells(entity: Entity, name: str, index: Index) -> list[Cell]:
    """An entity's values of a property; none of a property that there is not."""
    known = PROPERTIES.get(name)
    return known.cells(entity, index) if known is not None else []


def agreement(entity: Entity, name: str, wanted: Sequence[str], index: Index) -> bool | None:
    """Whether an entity has one of some values of a property; None where it has none, or there is no such property."""
    found = [_plain(name, str(value)) for cell in cells(entity, name, index) for value in cell.values()]
    if not found or not any(wanted) or not PROPERTIES[name].is_compared:
        return None
    return not set(found).isdisjoint(_plain(name, value) for value in wanted)


def _plain(name: str, value: str) -> str:
    """A value as it is compared."""
    if name == "country":
        return _countries().get(value.strip().lower(), value.strip().upper())
    if name == "sameAs":
        return value.rstrip("/").rpartition("/")[2].lower()
    return normalised(value) or value.strip().lower()


@cache
def _countries() -> Mapping[str, str]:
    """The codes of countries by their names."""
    lines = (files("kgraph") / "data" / "gazetteer" / "countries.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    return {name.lower(): code for name, _type, code, *_ in rows}


def _texts(field: str) -> Callable[[Entity, Index], list[Cell]]:
    """The values of a field of texts."""

    def found(entity: Entity, _index: Index) -> list[Cell]:
        value = getattr(entity, field)
        return [{"str": one} for one in ((value,) if isinstance(value, str) else value) if one]

    return found


def _number(field: str, kind: str) -> Callable[[Entity, Index], list[Cell]]:
    return lambda entity, _index: [{kind: getattr(entity, field)}]


def _aliases(entity: Entity, _index: Index) -> list[Cell]:
    return [{"str": name} for name in entity.names if name != entity.name]


def _members(entity: Entity, index: Index) -> list[Cell]:
    return [{"id": short(one.iri, index.base), "name": one.name} for one in members(index, entity)]


def _day(last: bool) -> Callable[[Entity, Index], list[Cell]]:
    """The first or the last day; the API writes days with a time."""

    def found(entity: Entity, index: Index) -> list[Cell]:
        day = days(index, entity)[last][:10]
        return [{"date": f"{day}T00:00:00Z"}] if len(day) == len("2024-03-12") else []

    return found


_ALL = (
    Property(
        "country",
        "country",
        "The country that it is or belongs to, by its ISO 3166-1 alpha-3 code or its name.",
        _texts("country"),
    ),
    Property("sector", "sector", "PLOVER's code of what an actor is, such as GOV or MIL.", _texts("sector")),
    Property("title", "title", "A title or office that the articles give it.", _texts("titles")),
    Property(
        "sameAs",
        "the same as",
        "The same thing in other collections, such as Wikidata, by its address or its id there.",
        _texts("links"),
    ),
    Property("alias", "alias", "Another name of it.", _aliases),
    Property("name", "name", "Its main name.", _texts("name")),
    Property("type", "type", "Its type.", _texts("type")),
    Property("member", "member", "Whom a group is made of.", _members),
    Property("iri", "address", "Its IRI in the graph.", _texts("iri")),
    Property("mentionCount", "mentions", "How often the articles mention it.", _number("mentions", "int"), is_compared=False),
    Property("eventCount", "events", "In how many events it takes part.", _number("events", "int"), is_compared=False),
    Property("firstDay", "first day", "The first stated day of its events.", _day(False), is_compared=False),
    Property("lastDay", "last day", "The last stated day of its events.", _day(True), is_compared=False),
    Property(
        "confidence",
        "confidence",
        "How sure its name and type are, from 0 to 1.",
        _number("confidence", "float"),
        is_compared=False,
    ),
)
PROPERTIES: Mapping[str, Property] = {one.id: one for one in _ALL}
"""All properties, the most useful first."""
