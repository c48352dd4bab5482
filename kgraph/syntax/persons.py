"""Whom "who" stands for, where the parser ties it to a neighbour that is nobody."""

from __future__ import annotations

from kgraph.coreference.nouns import kind_of
from kgraph.syntax.relations import PREPOSITION, PREPOSITIONAL_OBJECT
from kgraph.syntax.tree import Token

_PEOPLE = frozenset({"Person", "Group", "Military"})
_BODIES = frozenset({"Organization", "Government", "Company", "Party", "Country"})


def who(noun: Token) -> Token:
    """The person that a clause with "who" is about: the sailor of "a sailor with a limp, who died", else the noun itself."""
    if _kind(noun) in _PEOPLE:
        return noun
    above = noun
    while (above := _noun_above(above)) is not None:  # type: ignore[assignment]
        if _kind(above) in _PEOPLE:
            return above
    return noun


def _noun_above(noun: Token) -> Token | None:
    """The noun that a noun belongs to by a preposition."""
    if not noun.fills(PREPOSITIONAL_OBJECT) or not noun.head.fills(PREPOSITION):
        return None
    above = noun.head.head
    return above if above.pos_ in ("NOUN", "PROPN", "PRON", "DET") else None


def _kind(noun: Token) -> str:
    """The kind of what a noun names: Group for "those" and numbers, which stand for people before "who"."""
    if noun.ent_type_ and noun.pos_ == "PROPN":
        return noun.ent_type_
    if noun.pos_ in ("PRON", "DET", "ADJ", "NUM"):
        return "Group"
    return kind_of(noun.lemma_.lower())
