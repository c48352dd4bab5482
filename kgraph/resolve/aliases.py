"""Which of the names in an entity's chains are other names of it, where an article was misread."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from kgraph.language.gazetteer import KnownName, lookup
from kgraph.language.words import name_words
from kgraph.lexicon import entity_is_a
from kgraph.resolve.knowledge import kinds_in_names
from kgraph.resolve.names import normalised
from kgraph.resolve.same_names import how_alike

_WHOLE = ("Party", "Country", "City", "Region", "Place")
"""Types of which a longer name is often that of a part or of something there: "New Labour", "City of London Corporation"."""


def is_name_of(alias: str, kind: str, names: Collection[str]) -> bool:
    """Whether another name in the chains of a thing with this type and these names is one of its own."""
    return alias in names or all(_may_be(alias, kind, name) for name in names)


def called_alike(name: str, others: Collection[str]) -> frozenset[str]:
    """A name with those of the others that the gazetteer has under the same entry."""
    known = lookup(name)
    same = (other for other in others if known is not None and lookup(other) == known)
    return frozenset((name, *same))


@lru_cache(1 << 16)
def _may_be(alias: str, kind: str, name: str) -> bool:
    words, own = normalised(alias).split(), normalised(name).split()
    if not (words and own) or _is_body(alias, kind) or _is_people(alias, kind):
        return False
    if words == own:
        return True
    known, other = lookup(name), lookup(alias)
    if known is not None and other is not None and known.sure and other.sure and kind != "Person":
        return _are_one(known, other) or bool(how_alike(name, alias) or how_alike(alias, name))
    if kind == "Person":
        return len(words) == 1 or len(own) == 1 or not set(words).isdisjoint(own) or words[-1][:1] == own[-1][:1]
    if kind in _WHOLE and len(words) > len(own) and set(own) <= set(words):
        return set(words) - set(own) <= kinds_in_names()
    return True


def _are_one(known: KnownName, other: KnownName) -> bool:
    """Whether two entries of the gazetteer are one thing, or a place and its people."""
    return known.name == other.name or known.name == other.demonym_of or other.name == known.demonym_of


def _is_people(alias: str, kind: str) -> bool:
    """Whether a place's other name is that of its people, or the adjective: "Czech" of Czechia."""
    known = lookup(alias)
    return entity_is_a(kind, "Place") and known is not None and bool(known.demonym_of)


def _is_body(alias: str, kind: str) -> bool:
    """Whether the last word of a place's other name is one of bodies."""
    last = name_words().last.get(alias.split()[-1], "")
    return entity_is_a(kind, "Place") and bool(last) and entity_is_a(last, "Organization")
