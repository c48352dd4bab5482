"""Entities that a name may mean: those that bear it, then those whose names share words or the beginnings of words with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kgraph.ask.answers import Entity, Named
from kgraph.ask.paging import Value
from kgraph.ask.reading import entities_of, named_of, strings
from kgraph.ask.rows import grouped, listed
from kgraph.index import Index

MANY = 150
"""How many entities one way of looking gives at most."""
_WORD = re.compile(r"\w+")
_BEGINNING = 3
"""Letters that words must have in common at their beginning: the full-text index keeps beginnings of up to so many."""
_LAST = "\U0010ffff"
_BEARING = (
    "SELECT DISTINCT entity.n FROM alias JOIN entity ON entity.n = alias.entity WHERE entity.named AND alias.name = ? COLLATE NOCASE "
    "ORDER BY entity.events DESC, entity.iri LIMIT ?"
)
_BEGINNING_WITH = (
    "SELECT DISTINCT entity.n FROM alias JOIN entity ON entity.n = alias.entity "
    "WHERE entity.named AND alias.name >= ? COLLATE NOCASE AND alias.name < ? COLLATE NOCASE "
    "ORDER BY entity.events DESC, entity.iri LIMIT ? OFFSET ?"
)
_MATCHING = (
    "SELECT entity.n FROM entity_text JOIN entity ON entity.n = entity_text.rowid WHERE entity_text MATCH ? AND entity.named "
    "ORDER BY rank, entity.iri LIMIT ?"
)


class Span(NamedTuple):
    """The first and the last day of an entity's events whose time is stated; "" where there is none."""

    first: str
    last: str


def candidates(index: Index, name: str, many: int = MANY) -> tuple[Entity, ...]:
    """The named entities that a name may mean, at most ``many`` of each way of looking, in no order of likeness."""
    words = _WORD.findall(name)
    found = dict.fromkeys(_numbers(index, _BEARING, (name.strip(), many)))
    for query in (_any(words), _any({word[:_BEGINNING] for word in words if len(word) > _BEGINNING}, "*")):
        found |= dict.fromkeys(_numbers(index, _MATCHING, (query, many)) if query else ())
    return _entities(index, found)


def identified(index: Index, given: Iterable[str]) -> tuple[Entity, ...]:
    """The entities with these IRIs, or these ends of IRIs, in the order given; others are left out."""
    iris = [one if one.startswith(index.base) else f"{index.base}entity/{one}" for one in given]
    numbers = [number for iri in iris for number in _numbers(index, "SELECT n FROM entity WHERE iri = ?", (iri,))]
    return _entities(index, numbers)


def linked(index: Index, address: str, many: int = MANY) -> tuple[Entity, ...]:
    """The entities that have a link to an address, or to the last part of one ("Q42")."""
    sql = "SELECT n FROM entity WHERE instr(links, ?) ORDER BY iri LIMIT ?"
    part = address.rstrip("/") if "://" in address else f"/{address}"
    found = _entities(index, _numbers(index, sql, (part, many)))
    return tuple(one for one in found if any(link.rstrip("/").endswith(part) for link in one.links))


def beginning(index: Index, prefix: str, skipped: int = 0, many: int = 10) -> tuple[Entity, ...]:
    """The named entities of which a name begins so, those with most events first; then those with such a word in a name."""
    starting = _numbers(index, _BEGINNING_WITH, (prefix, prefix + _LAST, skipped + many, 0))
    found = dict.fromkeys(starting)
    *whole, last = _WORD.findall(prefix) or [""]
    if last and len(found) < skipped + many:
        query = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
        found |= dict.fromkeys(_numbers(index, _MATCHING, (query, skipped + many)))
    return _entities(index, list(found)[skipped : skipped + many])


def members(index: Index, entity: Entity) -> tuple[Named, ...]:
    """Whom a group is made of."""
    value = index.value("SELECT members FROM entity WHERE iri = ?", (entity.iri,)) or "[]"
    sql = "SELECT iri, name, type FROM json_each(?) AS asked JOIN entity ON iri = asked.value ORDER BY iri"
    return tuple(map(named_of, index.rows(sql, (value,)))) if strings(value) else ()


def days(index: Index, entity: Entity) -> Span:
    """Between which days an entity's events are."""
    found = index.row(
        "SELECT ifnull(min(event.first), ''), ifnull(max(event.last), '') FROM participant JOIN event ON event.n = participant.event "
        "WHERE event.stated AND participant.entity = (SELECT n FROM entity WHERE iri = ?)",
        (entity.iri,),
    )
    assert found is not None
    return Span(found[0], found[1])


def _any(words: Iterable[str], ending: str = "") -> str:
    """A full-text query for any of some words; "" for none."""
    return " OR ".join(f'"{word}"{ending}' for word in sorted(set(words)))


def _numbers(index: Index, sql: str, values: tuple[Value, ...]) -> Iterator[int]:
    return (row["n"] for row in index.rows(sql, values))


def _entities(index: Index, numbers: Iterable[int]) -> tuple[Entity, ...]:
    order = list(dict.fromkeys(numbers))
    found = index.rows("SELECT entity.* FROM json_each(?) AS asked JOIN entity ON entity.n = asked.value", (listed(order),))
    by_number = {number: group[0] for number, group in grouped(found, "n").items()}
    return entities_of(index, [by_number[number] for number in order])
