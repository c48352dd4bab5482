"""Which of the names in an entity's chains are other names of it, where an article was misread."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from kgraph.language.gazetteer import lookup
from kgraph.language.words import name_words
from kgraph.lexicon import entity_is_a
from kgraph.resolve.knowledge import kinds_in_names
from kgraph.resolve.names import normalised

_WHOLE = ("Party", "Country", "City", "Region", "Place")
"""Types of which a longer name is often that of a part or of something there: "New Labour", "City of London Corporation"."""


def is_name_of(alias: str, kind: str, names: Collection[str]) -> bool:
    """Whether another name in the chains of a thing with this type and these names is one of its own."""
    return alias in names or any(_may_be(alias, kind, name) for name in names)


@lru_cache(1 << 16)
def _may_be(alias: str, kind: str, name: str) -> bool:
    known, other = lookup(name), lookup(alias)
    if known is not None and other is not None and known.sure and other.sure and kind != "Person":
        return known.name == other.name or known.name == other.demonym_of or other.name == known.demonym_of
    words, own = normalised(alias).split(), normalised(name).split()
    if not words:
        return False
    if kind == "Person":
        return len(words) == 1 or len(own) == 1 or not set(words).isdisjoint(own) or words[-1][:1] == own[-1][:1]
    if kind in _WHOLE and len(words) > len(own) and set(own) <= set(words):
        more = set(words) - set(own)
        return more <= kinds_in_names() and not _is_body(alias, kind)
    return True


def _is_body(alias: str, kind: str) -> bool:
    """Whether the last word of a place's other name is one of bodies."""
    last = name_words().last.get(alias.split()[-1], "")
    return entity_is_a(kind, "Place") and bool(last) and entity_is_a(last, "Organization")
