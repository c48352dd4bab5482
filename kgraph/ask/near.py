"""What an IRI that the graph does not have may have meant: things whose IRI begins alike, and entities of the name that it spells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from rapidfuzz.fuzz import ratio

from kgraph.index import Index

_TITLES = {"entity": "name", "event": "label", "article": "headline"}
_LAST = "\U0010ffff"
_NUMBER = re.compile(r"-\d+$")
_LOOKED_AT = 200
"""How many things with one beginning are compared."""
_ALIKE = 60
"""How much two IRIs have to be alike, from 0 to 100."""
_LEAST = 3
"""Characters that two IRIs have in common, besides their kind, before one is offered for the other."""


class Near(msgspec.Struct, frozen=True):
    """A thing of the graph by its IRI."""

    iri: str
    title: str


def near(index: Index, kind: str, given: str, limit: int = 8) -> tuple[Near, ...]:
    """The things of a kind (entity, event, article) that are most like an IRI, the most like it first."""
    start, title = f"{index.base}{kind}/", _TITLES[kind]
    name = given.removeprefix(start)
    found: dict[str, Near] = {}
    least = _ALIKE if kind == "entity" else 0  # of an event that is unknown, others of its type may help
    if kind == "entity":
        _add(found, index, _NAMED, (_words(name), _LOOKED_AT))
    named = frozenset(found)
    for stem in _stems(name):
        if len(found) >= limit:
            break
        between = f"SELECT iri, {title} AS title FROM {kind} WHERE iri >= ? AND iri < ? ORDER BY iri LIMIT ?"
        _add(found, index, between, (start + stem, start + stem + _LAST, _LOOKED_AT))
    likeness = {iri: ratio(_without_type(name), _without_type(iri.removeprefix(start))) for iri in found}
    alike = [one for one in found.values() if likeness[one.iri] >= least or one.iri in named]
    return tuple(sorted(alike, key=lambda one: (-likeness[one.iri], one.iri)))[:limit]


def _without_type(name: str) -> str:
    """What tells a thing from others of its type: "ada-lund" of "person/ada-lund"."""
    return name.partition("/")[2] or name


def _stems(name: str) -> Iterator[str]:
    """Ever shorter beginnings: up to the last hyphen or slash of each."""
    while (end := max(name.rfind("-"), name.rfind("/"))) >= _LEAST:
        name = name[:end]
        yield name


_NAMED = (
    "SELECT DISTINCT iri, entity.name AS title, events FROM alias JOIN entity ON entity.n = alias.entity "
    "WHERE alias.name = ? COLLATE NOCASE ORDER BY events DESC, iri LIMIT ?"
)


def _add(found: dict[str, Near], index: Index, sql: str, values: tuple[str | int, ...]) -> None:
    for one in index.rows(sql, values):
        found.setdefault(one["iri"], Near(one["iri"], one["title"]))


def _words(name: str) -> str:
    """The words that the end of an IRI spells: "ada lund" of "person/ada-lund-2"."""
    return _NUMBER.sub("", name.rpartition("/")[2]).replace("-", " ").replace("_", " ").strip()
