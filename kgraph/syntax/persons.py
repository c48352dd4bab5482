"""Whom "who" stands for, where the parser ties it to a neighbour that is nobody."""

from __future__ import annotations

from kgraph.lexicon.nouns import kind_of
from kgraph.syntax.relations import AUXILIARY, CONJUNCT, PASSIVE_AUXILIARY, PREPOSITION, PREPOSITIONAL_OBJECT, SUBJECT
from kgraph.syntax.tags import PLURAL, PRESENT_TENSE, SINGULAR
from kgraph.syntax.tree import Token

_PEOPLE = frozenset({"Person", "Group", "Military"})
_COUNTED = SINGULAR | PLURAL


def who(noun: Token) -> Token:
    """The person that a clause with "who" is about: the sailor of "a sailor with a limp, who died", else the noun itself."""
    if _kind(noun) in _PEOPLE:
        return noun
    above = noun
    while (above := _noun_above(above)) is not None:  # type: ignore[assignment]
        if _kind(above) in _PEOPLE:
            return above
    return noun


def agreeing(noun: Token, pronoun: Token, clause: Token) -> Token:
    """The noun of a relative clause by its number: the debt of "the risks of this debt, which is growing"."""
    helpers = [child for child in clause.children_as(AUXILIARY | PASSIVE_AUXILIARY) if child.tag_ in PRESENT_TENSE]
    verb = helpers[0] if helpers else clause
    wanted = {"VBZ": SINGULAR, "VBP": PLURAL}.get(verb.tag_)
    if (
        wanted is None
        or pronoun.head is not clause
        or not pronoun.fills(SUBJECT)
        or noun.tag_ in wanted
        or noun.tag_ not in _COUNTED
    ):
        return noun
    if noun.children_as(CONJUNCT) or (wanted is PLURAL and pronoun.lower_ != "which"):
        return noun  # "a crew who are lost" is British
    place = clause.left_edge.i - 1
    while place > noun.i and clause.doc[place].is_punct:
        place -= 1
    near = clause.doc[place]
    return (
        near if near.i > noun.i and near.tag_ in wanted and noun in near.ancestors and near.fills(PREPOSITIONAL_OBJECT) else noun
    )


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
