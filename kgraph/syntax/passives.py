"""The voice of a clause: whether its subject does something or has it done to it."""

from __future__ import annotations

from kgraph.syntax.astray import is_reduced
from kgraph.syntax.control import control
from kgraph.syntax.nominals import is_behind_dash
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVE,
    ADNOMINAL_CLAUSE,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    FINITE_CLAUSE,
    MARK,
    OBJECT,
    PARTICLE,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    RECIPIENT,
    RELATIVE_CLAUSE,
    SUBJECT,
)
from kgraph.syntax.tags import PARTICIPLE, VERBS
from kgraph.syntax.tree import Token

# What brings in a clause of which only a participle may be left: "if convicted".
_SHORTENING = frozenset("if unless once when until although though".split())


def is_verb(token: Token) -> bool:
    """Whether a token is a verb, full or auxiliary."""
    return token.pos_ in VERBS


def mark(clause: Token) -> Token | None:
    """The word that introduces a subordinate clause: "that", "if", "until", the "for" of "for him to go"."""
    return next((child for child in clause.children if child.fills(MARK)), None)


def mark_word(clause: Token) -> str:
    """The same in lower case, "" where nothing introduces the clause."""
    found = mark(clause)
    return found.lower_ if found is not None else ""


def is_perfect(verb: Token) -> bool:
    """Whether a verb stands with "have": "has left"."""
    return any(child.fills(AUXILIARY) and child.lemma_ in ("have", "'ve") for child in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether a verb's grammatical subject is what the verb is done to."""
    if twin(verb) is not None:
        return True
    while (found := _is_passive_by_itself(verb)) is None:
        verb = verb.head
    return found


def _is_passive_by_itself(verb: Token) -> bool | None:
    """The same as far as the verb's own words tell; None where it shares the voice of the participle that it is coordinated with."""
    if _is_short_perfect(verb):
        return False
    if any(child.fills(PASSIVE_AUXILIARY) or child.dep_ in ("nsubjpass", "csubjpass") for child in verb.children):
        return True
    if verb.tag_ not in PARTICIPLE:
        return False
    if not verb.fills(ADJECTIVE) and _is_left_without_object(verb):
        return True
    if _is_bare_participle(verb) or is_reduced(verb):
        return True
    if _is_told_as_well(verb):
        return None
    if _is_gapped(verb):
        return True
    if _is_caused(verb):
        return not any(child.fills(AUXILIARY | OBJECT) and not is_behind_dash(child) for child in verb.children)
    participle = verb.tag_ == "VBN" or (verb.fills(ADNOMINAL_CLAUSE) and not verb.children_as(SUBJECT | AUXILIARY))
    return _is_passive_participle(verb) if participle and not is_perfect(verb) else False


def quoted_as(verb: Token) -> Token | None:
    """The saying of a verb that only brings in somebody's own words: who "was quoted as saying" something has said it."""
    if verb.lemma_ not in control("quoting") or not verb.children_as(PASSIVE_AUXILIARY):
        return None
    led = (child for child in verb.children_as(PREPOSITION) if child.lower_ == "as")
    said = (clause for preposition in led for clause in preposition.children_as(PREPOSITIONAL_CLAUSE))
    return next((clause for clause in said if clause.lemma_ in control("telling")), None)


def twin(verb: Token) -> Token | None:
    """The passive participle that another goes on with, where the parser hung it on the verb above: "stop it from being sold and taken"."""
    head = verb.head
    if (
        verb.tag_ != "VBN"
        or not verb.fills(CONJUNCT)
        or head.tag_ != "VB"
        or verb.children_as(AUXILIARY | PASSIVE_AUXILIARY | SUBJECT | OBJECT)
    ):
        return None
    below = (one for one in head.subtree if head.i < one.i < verb.i and one.tag_ == "VBN" and one.children_as(PASSIVE_AUXILIARY))
    return next(below, None)


def _is_short_perfect(verb: Token) -> bool:
    """Whether the "is" that the parser sees is a "has", as an object follows: "she's lost a stone", "it's given us hope"."""
    if not any(child.fills(PASSIVE_AUXILIARY) and child.lower_ in ("'s", "’s") for child in verb.children):
        return False
    objects = [child for child in verb.children_as(OBJECT | RECIPIENT) if child.i > verb.i and child.pos_ != "ADP"]
    return len(objects) > (verb.lemma_ in control("giving") | control("naming"))


def _is_told_as_well(verb: Token) -> bool:
    """Whether a verb whose object is to do something lacks it behind a participle: "was fined and told to leave"."""
    if verb.lemma_ not in control("told_to") or not verb.fills(CONJUNCT) or verb.head.tag_ != "VBN":
        return False
    return is_verb(verb.head) and bool(verb.children_as(COMPLEMENT_CLAUSE)) and not verb.children_as(SUBJECT | OBJECT | RECIPIENT)


def _is_bare_participle(verb: Token) -> bool:
    """Whether a participle stands where only a passive one can: "with two guards injured", "Asked about it, she laughed".

    The parser has a past tense in the second, and often a participle for a past tense in other clauses.
    """
    if verb.children_as(AUXILIARY | OBJECT):
        return False
    if verb.children_as(ACTIVE_SUBJECT):
        return _is_behind_with(verb)
    if verb.children_as(PARTICLE | SUBJECT) or not verb.fills(ADVERBIAL_CLAUSE):
        return False
    return mark_word(verb) in _SHORTENING or (verb.i < verb.head.i and not verb.children_as(MARK))


def _is_gapped(verb: Token) -> bool:
    """Whether a participle with a subject has left out the auxiliary of the one before it: "Ann was fined and Bo suspended"."""
    if (
        not verb.fills(CONJUNCT)
        or not verb.children_as(ACTIVE_SUBJECT)
        or verb.children_as(AUXILIARY | OBJECT | COMPLEMENT_CLAUSE)
    ):
        return False
    undergoes = verb.tag_ == "VBN" or verb.lemma_ in control("done_to")
    return undergoes and is_verb(verb.head) and bool(verb.head.children_as(PASSIVE_AUXILIARY))


def _is_behind_with(verb: Token) -> bool:
    """Whether "with" brings in a clause, or the clause before it in a coordination: "with Ann ruled out and Bo suspended"."""
    while verb.fills(CONJUNCT) and is_verb(verb.head) and verb.children_as(ACTIVE_SUBJECT):
        verb = verb.head
    brought = mark_word(verb) == "with" or (verb.fills(PREPOSITIONAL_CLAUSE) and verb.head.lower_ == "with")
    return brought and not verb.left_edge.tag_.startswith("W")  # "lives with whoever paid"


def _is_caused(verb: Token) -> bool:
    """Whether a participle is what somebody has done: "had the envoy summoned"."""
    return verb.fills(COMPLEMENT_CLAUSE) and verb.head.lemma_ in control("causative") and mark(verb) is None


def _is_passive_participle(verb: Token) -> bool | None:
    if verb.fills(ADNOMINAL_CLAUSE | ADJECTIVE | ADVERBIAL_CLAUSE):
        return not any(child.fills(ACTIVE_SUBJECT) for child in verb.children)
    if verb.fills(CONJUNCT) and not any(child.fills(ACTIVE_SUBJECT | AUXILIARY) for child in verb.children):
        return None if is_verb(verb.head) and verb.head.tag_ == "VBN" else False
    return False


def _is_left_without_object(verb: Token) -> bool:
    """Whether a verb that is always done to something has a subject and neither an auxiliary nor an object."""
    if verb.lemma_ not in control("done_to") or not any(child.fills(ACTIVE_SUBJECT) for child in verb.children):
        return False
    if verb.fills(CONJUNCT | RELATIVE_CLAUSE) or (verb.fills(FINITE_CLAUSE) and verb.i > verb.head.i):
        return False
    others = OBJECT | AUXILIARY | COMPLEMENT_CLAUSE | RECIPIENT | RELATIVE_CLAUSE | PARTICLE
    return not any(child.fills(others) for child in verb.children)
