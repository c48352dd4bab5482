"""What lies ahead, though no "will" says so: a present with a date, a noun with a date, and what somebody announces."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.extract.factuality_grammar import AUXILIARIES, is_full_sentence, is_indefinite
from kgraph.extract.factuality_words import Effect, operators
from kgraph.model import Modality
from kgraph.syntax.clauses import is_infinitive
from kgraph.syntax.passives import is_perfect, is_verb
from kgraph.syntax.relations import (
    ADJECTIVE,
    ADVERB,
    ADVERBIAL_NOUN,
    COMPOUND,
    NOMINAL_SUBJECT,
    OBJECT,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    ROOT,
)
from kgraph.syntax.speech import attributes
from kgraph.syntax.tree import Token

_PRESENT = ("VBZ", "VBP")
_DATING = ("on", "from", "in", "at", "until", "before", "by")
_DATE = POSSESSOR | COMPOUND | ADVERBIAL_NOUN


def ahead(token: Token) -> Iterator[Effect]:
    """The plan in a date beside a word: "begins on Monday", "next month's vote", "starts next week"."""
    if is_verb(token):
        if _is_plain_present(token):
            yield from (Effect(day, modality=Modality.PLANNED, future=True) for day in _dates(token))
    elif token.pos_ in ("NOUN", "PROPN"):
        dates = (child for child in token.children_as(_DATE) if _is_coming(child))
        yield from (Effect(day, modality=Modality.PLANNED, future=True) for day in dates)


def _is_plain_present(verb: Token) -> bool:
    """Whether a verb of doing stands in the present of a full sentence, not of a headline: "begins", "is shown"."""
    finite = next((aux for aux in verb.children_as(AUXILIARIES) if aux.tag_ in (*_PRESENT, "MD")), verb)
    plain = (
        verb.tag_ == "VB" and verb.fills(ROOT) and not verb.children_as(AUXILIARIES) and bool(verb.children_as(NOMINAL_SUBJECT))
    )
    if not (finite.tag_ in _PRESENT or plain) or is_perfect(verb) or is_infinitive(verb) or verb.lemma_ in ("be", "have"):
        return False
    if attributes(verb) and verb.lemma_ != "begin":
        return False
    if finite is verb and verb.tag_ == "VBP" and verb.lower_ in operators()["unchanging"]:
        return False  # "shares hurt the index on Friday"
    return is_full_sentence(verb) and verb.lemma_.lower() not in operators()["dateless"]


def _dates(verb: Token) -> Iterator[Token]:
    """The days that a verb's phrases name: "on Monday", "from 1 January", "next month", "tomorrow"."""
    for child in verb.children:
        if child.fills(PREPOSITION) and child.lower_ in _DATING:
            yield from (day for day in child.children_as(PREPOSITIONAL_OBJECT) if _is_day(day) or _is_coming(day))
        elif child.fills(ADVERBIAL_NOUN | ADVERB) and (_is_day(child) or _is_coming(child)):
            yield child


def _is_day(token: Token) -> bool:
    """Whether a word is a day or month of the calendar that stands for one day or month: "Monday", "1 January", "early May".

    "Every Monday" and "May 1944" are none: the one comes again, the other is past.
    """
    if token.pos_ != "PROPN" or token.lower_ not in operators()["calendar"]:
        return False
    beside = [child.lower_ for child in token.subtree if child is not token]
    is_old = any(word.isdigit() and len(word) == 4 for word in beside) and not any(
        word.isdigit() and len(word) < 3 for word in beside
    )
    return not is_old and not any(word in ("every", "each", "most", "last", "of") for word in beside)


def _is_coming(token: Token) -> bool:
    """Whether a time is one to come: "tomorrow", "next Friday", "the coming week"."""
    if token.lower_ in ("tomorrow", "tonight"):
        return True
    return token.ent_type_ in ("DATE", "TIME") and any(
        child.lower_ in ("next", "coming") and child.fills(ADJECTIVE) for child in token.children
    )


def announced(noun: Token, verb: Token) -> Effect | None:
    """The plan in what is announced or voted for: "announced a strike", but not "announced her death"."""
    if noun.lemma_.lower() not in operators()["announced"] or not is_indefinite(noun):
        return None
    return Effect(verb, modality=Modality.PLANNED, future=True) if verb.lemma_.lower() in operators()["announcing"] else None


def awaited(trigger: Token) -> Iterator[Effect]:
    """What one waits for has not come, where the waiting itself is read as the event: "awaiting trial"."""
    waits = trigger.lemma_.lower() == "await" or (trigger.lemma_ == "face" and trigger.tag_ in (*_PRESENT, "VBG"))
    if waits and any(child.lemma_.lower() in operators()["facing"] for child in trigger.children_as(OBJECT)):
        yield Effect(trigger, modality=Modality.PLANNED, future=True)
