"""Whom or what a question means: an entity by its IRI, the end of its IRI or a name; types with those below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from kgraph.errors import BadQuestion, UnknownArticle, UnknownEntity, UnknownEvent, clipped
from kgraph.index import Index
from kgraph.lexicon import entity_is_a, entity_types

_SHOWN = 8
"""How many of the allowed values a message names."""


def entity_number(index: Index, given: str) -> int:
    """The entity that an IRI, the end of one ("person/ada-lund") or a name means.

    Of several entities with one name, it is the one that takes part in most events. Raises UnknownEntity.
    """
    found = _by_iri(index, "entity", given)
    if found is None:
        found = _named(index, given)
    if found is None:
        raise UnknownEntity(f"{clipped(given)!r} is neither the IRI nor a name of an entity")
    return found


def event_number(index: Index, given: str) -> int:
    """The event that an IRI or the end of one means. Raises UnknownEvent."""
    found = _by_iri(index, "event", given)
    if found is None:
        raise UnknownEvent(f"{clipped(given)!r} is not the IRI of an event")
    return found


def article_number(index: Index, given: str) -> int:
    """The article that an IRI or the end of one means. Raises UnknownArticle."""
    found = _by_iri(index, "article", given)
    if found is None:
        raise UnknownArticle(f"{clipped(given)!r} is not the IRI of an article")
    return found


def _by_iri(index: Index, table: str, given: str) -> int | None:
    """``table`` is also the word between the base and the end of its IRIs."""
    iri = given if ":" in given else f"{index.base}{table}/{given}"
    found = index.row(f"SELECT n FROM {table} WHERE iri = ?", (iri,))
    return None if found is None else int(found["n"])


def _named(index: Index, given: str) -> int | None:
    found = index.row(
        "SELECT entity.n FROM alias JOIN entity ON entity.n = alias.entity "
        "WHERE alias.name = ? COLLATE NOCASE ORDER BY entity.events DESC, entity.mentions DESC, entity.iri LIMIT 1",
        (given,),
    )
    return None if found is None else int(found["n"])


def event_types_below(index: Index, names: Sequence[str]) -> tuple[str, ...]:
    """These event types and all below them. Raises BadQuestion on a type that the graph does not have."""
    parents = _parents(index)
    for name in names:
        known("type", name, parents)
    return event_types_present(index, names)


def event_types_present(index: Index, names: Sequence[str]) -> tuple[str, ...]:
    """These event types and all below them, as far as the graph has them."""
    parents = _parents(index)
    return tuple(sorted(name for name in parents if not _above(name, parents).isdisjoint(names)))


def _parents(index: Index) -> dict[str, str]:
    return {found["name"]: found["parent"] for found in index.rows("SELECT name, parent FROM type")}


def _above(name: str, parents: dict[str, str]) -> set[str]:
    """A type and the types above it."""
    above: set[str] = set()
    while name and name not in above:
        above.add(name)
        name = parents.get(name, "")
    return above


def entity_types_below(names: Sequence[str], parameter: str = "type") -> tuple[str, ...]:
    """These entity types and all below them. Raises BadQuestion on a type that kgraph does not have."""
    for name in names:
        known(parameter, name, entity_types())
    return tuple(sorted(name for name in entity_types() if any(entity_is_a(name, above) for above in names)))


def known(parameter: str, name: str, allowed: Iterable[str]) -> None:
    """Raises BadQuestion where a name is not one of those allowed; the message names those most like it."""
    names = sorted(allowed)
    if name in names:
        return
    near = get_close_matches(clipped(name), names, _SHOWN, 0.5) or _alike(name, tuple(names))
    raise BadQuestion(parameter, f"{clipped(name)!r} is not known; did you mean {', '.join(near)}?")


def refuse_unknown(given: Iterable[str], allowed: Iterable[str]) -> None:
    """Raises BadQuestion where a parameter is given that a question does not have; the message names those that it has."""
    names = sorted(allowed)
    for name in given:
        if name not in names:
            raise BadQuestion(clipped(name), f"there is no such parameter; there are: {', '.join(names) or 'none here'}")


def _alike(name: str, names: tuple[str, ...]) -> list[str]:
    """Names that differ in their capitals, or else the first ones."""
    return [one for one in names if one.casefold() == name.casefold()] or list(names[:_SHOWN])
