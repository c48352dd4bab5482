"""Which plain events tell of an act or a happening, and not of a state, a thought, a habit or what another word says."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.extract.parties import Party
from kgraph.extract.plain import is_joined, plain_verbs, plain_words
from kgraph.extract.reading import Reading, support_words
from kgraph.model import Modality, Polarity, QuoteKind, Report
from kgraph.syntax.clauses import has_own_subject, is_infinitive
from kgraph.syntax.passives import is_passive, is_perfect, mark_word
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADNOMINAL_CLAUSE,
    ADVERBIAL_CLAUSE,
    BARE_CLAUSE,
    CLAUSAL_SUBJECT,
    FINITE_CLAUSE,
    NOMINAL_PREDICATE,
    NUMBER,
    OBJECT_PREDICATE,
    PARTICLE,
    PASSIVE_AUXILIARY,
    PREPOSITION,
)
from kgraph.syntax.tree import Token

_PRESENT = frozenset({"VBZ", "VBP"})
_TOLD_AS_DONE = frozenset({"VBD", "VBN"})
_PARTICIPLES = frozenset({"VBN", "VBG"})
_PAST_COPULAS = frozenset({"was", "were"})
_OF_A_CLAUSE = FINITE_CLAUSE | ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE | OBJECT_PREDICATE
_UNREAL = frozenset({Modality.POSSIBLE, Modality.WANTED})
_UNFINISHED = PARTICLE | BARE_CLAUSE


def is_act(report: Report, verb: Token, sides: Sequence[Party], reading: Reading) -> bool:
    """Whether a verb that the lexicon does not know tells of an act or a happening: who did what, or what was done to whom."""
    if (
        report.modality is Modality.CONDITIONAL
        or report.polarity is Polarity.NEGATIVE
        or report.lemma.split(" ")[0] in plain_verbs()
    ):
        return False
    if any(side.is_vague or (side.is_unknown and side.role == "agent") for side in sides):
        return False
    if report.modality in _UNREAL and any(side.role == "agent" and _is_public(side) for side in sides):
        return False
    took_place = bool(sides) and is_joined(report.lemma) and verb.tag_ in _TOLD_AS_DONE
    if not (took_place or any(side.is_picked_out for side in sides) or _was_done(verb, sides)):
        return False
    if is_quoted(report, reading) and verb.tag_ not in _TOLD_AS_DONE:
        return False
    return not (_is_habit(report, verb, reading) or _is_aside(verb) or _is_incomplete(report, verb, sides))


def _is_public(side: Party) -> bool:
    """Whether a side is people of a kind, however many: "more people", "its customers"."""
    word = side.head
    return (
        word.tag_ == "NNS"
        and word.lemma_.lower() in support_words()["public"]
        and not side.is_named
        and not word.children_as(NUMBER)
    )


def _was_done(verb: Token, sides: Sequence[Party]) -> bool:
    """Whether something was done to a thing: "the calls were diverted" tells what happened although nobody is named."""
    passive = verb.tag_ == "VBN" and any(child.fills(PASSIVE_AUXILIARY) for child in verb.children)
    return passive and bool(sides) and (is_perfect(verb) or any(child.lower_ in _PAST_COPULAS for child in verb.children))


def _is_habit(report: Report, verb: Token, reading: Reading) -> bool:
    """Whether a verb stands in the simple present, which in a text tells what is so in general, and in headlines what has happened."""
    return verb.tag_ in _PRESENT and not reading.article.is_headline(report.trigger)


def _is_aside(verb: Token) -> bool:
    """Whether a clause only describes a noun by a participle ("a house built of stone"), or gives a purpose."""
    if verb.fills(CLAUSAL_SUBJECT) and verb.tag_ == "VBG":
        return True  # "moving the statue would be a mistake"
    if verb.fills(ADVERBIAL_CLAUSE) and verb.tag_ == "VBN" and not has_own_subject(verb):
        return mark_word(verb) != "" or any(child.tag_ == "WRB" for child in verb.children)  # "when adjusted for age"
    return (verb.fills(ADNOMINAL_CLAUSE) and verb.tag_ in _PARTICIPLES) or (verb.fills(ADVERBIAL_CLAUSE) and verb.tag_ == "VB")


def _is_incomplete(report: Report, verb: Token, sides: Sequence[Party]) -> bool:
    """Whether other words say what happens ("is set to leave"), or nothing is done to anybody and it is not told as done."""
    if any(child.fills(_OF_A_CLAUSE) and not is_infinitive(child) for child in verb.children):
        return True
    if report.lemma in plain_words()["ahead"] and is_passive(verb) and any(is_infinitive(child) for child in verb.children):
        return True
    if is_joined(report.lemma):
        return False
    if any(side.role != "agent" for side in sides) and (
        report.modality is Modality.PLANNED or not _has_prepositional_side(sides)
    ):
        return False
    return verb.tag_ not in _TOLD_AS_DONE or any(child.fills(_UNFINISHED) for child in verb.children)


def _has_prepositional_side(sides: Sequence[Party]) -> bool:
    """Whether all to whom it is done stand behind a preposition, as with "listened to": most such verbs say how somebody is or will be."""
    return all(side.head.head.fills(PREPOSITION) for side in sides if side.role != "agent")


def is_quoted(report: Report, reading: Reading) -> bool:
    """Whether the report stands in somebody's own words."""
    return report.attribution is not None and reading.attributions[report.attribution].kind is QuoteKind.DIRECT
