"""Subjects that the parser has hung on a neighbouring word.

Where a finite verb has no subject, an earlier word has often been taken for something else: the last member of a list ("met the
miners and the mayor has called for calm"), the object of the verb above ("the report shows sales fell"), or the subject of a
participle beside it ("the crews sent to Lima were late").
"""

from __future__ import annotations

from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    CLAUSAL_SUBJECT,
    CONJUNCT,
    CONJUNCTION,
    EXPLETIVE,
    FINITE_CLAUSE,
    MARK,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_AUXILIARY,
    SUBJECT,
)
from kgraph.syntax.tree import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PARTICIPLES = frozenset({"VBN", "VBD"})


def lost_subject(verb: Token) -> Token | None:
    """The subject of a finite verb that has none of its own, where it hangs on another word; None where there is none."""
    if verb.pos_ not in ("VERB", "AUX") or not is_finite(verb) or any(child.fills(SUBJECT | EXPLETIVE) for child in verb.lefts):
        return None
    if verb.fills(CONJUNCT):
        return _last_of_list(verb)
    if (participle := _participle_before(verb)) is not None:
        return _first_subject(participle)
    if verb.fills(FINITE_CLAUSE) and not verb.children_as(MARK):
        return _object_before(verb) or _subject_of_sibling(verb)
    return None


def claiming_verb(token: Token) -> Token | None:
    """The verb whose subject a word is, although it hangs on another one."""
    if not token.fills(CONJUNCT | OBJECT | ADJECTIVAL_PREDICATE) or token.right_edge.i + 1 >= len(token.doc):
        return None
    first = token.right_edge.nbor()
    verb = first
    while verb.head is not verb and verb.head.left_edge is first:
        verb = verb.head
    return verb if verb.left_edge is first and lost_subject(verb) is token else None


def is_reduced(verb: Token) -> bool:
    """Whether a verb with a subject is a participle beside it, so that the subject undergoes it: "the crews sent to Lima were late"."""
    if verb.tag_ not in _PARTICIPLES or verb.children_as(AUXILIARY | PASSIVE_AUXILIARY | OBJECT):
        return False
    if _first_subject(verb) is None or any(clause.children_as(SUBJECT) for clause in verb.children_as(FINITE_CLAUSE)):
        return False
    return (verb.head is not verb and _participle_before(verb.head) is verb) or any(_goes_on(after) for after in _followers(verb))


def without_clause(subject: Token) -> Token:
    """The noun of "the clerks freed on Monday are well", where the parser takes the participle for a clause that is the subject."""
    if not subject.fills(CLAUSAL_SUBJECT) or subject.tag_ != "VBN" or subject.children_as(MARK | AUXILIARY | PASSIVE_AUXILIARY):
        return subject
    return next((child for child in subject.lefts if child.fills(NOMINAL_SUBJECT)), subject)


def is_finite(verb: Token) -> bool:
    """Whether a verb has a tense or a modal: its own, or that of its auxiliary."""
    helpers = verb.children_as(AUXILIARY | PASSIVE_AUXILIARY)
    if helpers:
        return any(helper.tag_ in _FINITE for helper in helpers)
    return verb.tag_ in _FINITE


def _last_of_list(verb: Token) -> Token | None:
    """The last member of a list that stands directly before a coordinated verb without an "and" of its own."""
    found = None
    for word in _ending_before(verb):
        if word.fills(CONJUNCT) and word.pos_ in _NOMINAL and word.head.pos_ in _NOMINAL:
            found = word
    if found is None or found.left_edge.i == 0 or not found.left_edge.nbor(-1).fills(CONJUNCTION):
        return None
    return found if verb.head in found.ancestors else None


def _object_before(clause: Token) -> Token | None:
    """What the parser has for the object of the verb above, where it stands directly before the clause."""
    for word in _ending_before(clause):
        if word.head is clause.head and word.i > clause.head.i and word.fills(OBJECT | ADJECTIVAL_PREDICATE):
            return word
    return None


def _subject_of_sibling(clause: Token) -> Token | None:
    """The subject of another clause of the same verb: "says she hit him then kicked him"."""
    for sibling in reversed([child for child in clause.head.children_as(FINITE_CLAUSE) if child.i < clause.i]):
        if (found := _first_subject(sibling)) is not None and sibling.i > clause.head.i:
            return found
    return None


def _participle_before(verb: Token) -> Token | None:
    """The participle that has the subject of the verb behind it: "The oarsman, ranked third, won"."""
    if not is_finite(verb):
        return None
    for child in verb.lefts:
        if (
            child.fills(ADVERBIAL_CLAUSE)
            and child.tag_ in _PARTICIPLES
            and not child.children_as(MARK | AUXILIARY | PASSIVE_AUXILIARY | OBJECT)
        ):
            subject = _first_subject(child)
            if subject is not None and any(token.text == "," for token in verb.doc[subject.i + 1 : child.i]):
                return None if any(other.fills(SUBJECT) for other in verb.lefts) else child
    return None


def _followers(verb: Token) -> list[Token]:
    """The clauses that may go on with the subject of a participle: those below it, or beside it."""
    beside = verb.head.children_as(FINITE_CLAUSE) if verb.fills(FINITE_CLAUSE) else []
    return [child for child in (*verb.children_as(FINITE_CLAUSE | ADVERBIAL_CLAUSE), *beside) if child.i > verb.i]


def _goes_on(after: Token) -> bool:
    """Whether a finite verb follows a participle with nothing to join them."""
    if after.pos_ not in ("VERB", "AUX") or not is_finite(after) or after.children_as(SUBJECT | EXPLETIVE | MARK):
        return False
    before = after.left_edge.nbor(-1)
    return not (before.is_punct or before.fills(CONJUNCTION)) and not any(child.tag_ == "WRB" for child in after.children)


def _first_subject(verb: Token) -> Token | None:
    return next((child for child in verb.lefts if child.fills(NOMINAL_SUBJECT)), None)


def _ending_before(verb: Token) -> list[Token]:
    """The words whose phrases end directly before a clause, the innermost first."""
    if verb.left_edge.i == 0:
        return []
    last = verb.left_edge.nbor(-1)
    found = [last]
    while found[-1].head is not found[-1] and found[-1].head.right_edge is last:
        found.append(found[-1].head)
    return found
