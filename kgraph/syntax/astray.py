"""Subjects that the parser has hung on a neighbouring word.

Where a finite verb has no subject, an earlier word has often been taken for something else: the last member of a list ("met the
miners and the mayor has called for calm"), the object of the verb above ("the report shows sales fell"), or the subject of a
participle beside it ("the crews sent to Lima were late").
"""

from __future__ import annotations

from kgraph.syntax.control import control
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    BARE_CLAUSE,
    CLAUSAL_SUBJECT,
    CONJUNCT,
    CONJUNCTION,
    EXPLETIVE,
    FINITE_CLAUSE,
    MARK,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    SUBJECT,
)
from kgraph.syntax.tags import FINITE_OR_MODAL, PARTICIPLE, VERBS
from kgraph.syntax.tree import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})


def lost_subject(verb: Token) -> Token | None:
    """The subject of a finite verb that has none of its own, where it hangs on another word; None where there is none."""
    if verb.pos_ not in VERBS or not is_finite(verb) or any(child.fills(SUBJECT | EXPLETIVE) for child in verb.lefts):
        return None
    if verb.fills(CONJUNCT) or _is_loose(verb):
        return _last_of_list(verb)
    if (participle := _participle_before(verb)) is not None:
        return _first_subject(participle)
    if verb.fills(FINITE_CLAUSE) and not verb.children_as(MARK):
        return _object_before(verb) or _subject_of_sibling(verb)
    return None


def _is_loose(verb: Token) -> bool:
    """Whether the parser has for an adverbial clause what nothing brings in: "Ann played for Lund and Bo coached Malmo"."""
    return verb.fills(ADVERBIAL_CLAUSE) and verb.i > verb.head.i and verb.tag_ != "VBN" and not verb.children_as(MARK)


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
    if verb.tag_ == "VBD" and is_participle_as_subject(verb):
        return True
    if _is_named_between(verb):
        return True
    if verb.tag_ not in PARTICIPLE or verb.children_as(AUXILIARY | PASSIVE_AUXILIARY | OBJECT):
        return False
    if _first_subject(verb) is None or any(clause.children_as(SUBJECT) for clause in verb.children_as(FINITE_CLAUSE)):
        return False
    return (verb.head is not verb and _participle_before(verb.head) is verb) or any(_goes_on(after) for after in _followers(verb))


def without_clause(subject: Token) -> Token:
    """The noun of "the clerks freed on Monday are well", where the parser takes the participle for a clause that is the subject."""
    if not is_participle_as_subject(subject):
        return subject
    return _first_subject(subject) or subject


def is_participle_as_subject(clause: Token) -> bool:
    """Whether a clause that the parser has for a subject is a participle beside its noun."""
    if not clause.fills(CLAUSAL_SUBJECT) or clause.tag_ not in PARTICIPLE or _first_subject(clause) is None:
        return False
    return not clause.children_as(MARK | AUXILIARY | PASSIVE_AUXILIARY) and (
        clause.tag_ == "VBN" or not clause.children_as(OBJECT)
    )


def is_sentence_as_subject(clause: Token) -> bool:
    """Whether what the parser has for a subject is a sentence of its own: "The club has suspended him for saying the old should go"."""
    if not clause.fills(CLAUSAL_SUBJECT) or clause.children_as(MARK) or is_participle_as_subject(clause) or not is_finite(clause):
        return False
    return _first_subject(clause) is not None and clause.left_edge.tag_ not in ("WP", "WDT", "WRB", "IN")


def behind_opening(verb: Token, subject: Token) -> Token:
    """The subject of "Since the fire, Ann and Bo have run it", where the parser takes the fire for the first of a list."""
    opens = any(child.fills(MARK) and child.lower_ in ("since", "after", "before", "until") for child in verb.lefts)
    if not opens or verb.head is not verb:
        return subject
    listed = [
        child for child in subject.children_as(CONJUNCT) if child.i < verb.i and subject.doc[child.left_edge.i - 1].text == ","
    ]
    return listed[0] if listed else subject


def is_finite(verb: Token) -> bool:
    """Whether a verb has a tense or a modal: its own, or that of its auxiliary."""
    helpers = verb.children_as(AUXILIARY | PASSIVE_AUXILIARY)
    if helpers:
        return any(helper.tag_ in FINITE_OR_MODAL for helper in helpers)
    return verb.tag_ in FINITE_OR_MODAL


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
    ending = _ending_before(clause)
    for word in ending:
        if word.head is clause.head and word.fills(PREPOSITION):
            word = _last_ending_at(word.left_edge.i, clause.head) or word
        if word.head is clause.head and word.i > clause.head.i and word.fills(OBJECT | ADJECTIVAL_PREDICATE):
            return word
    return next((word for word in ending[:1] if _is_object_below(word, clause.head)), None)


def _last_ending_at(place: int, verb: Token) -> Token | None:
    """The object of a verb that ends before a phrase which the parser gives to the verb: "claimed damp on the walls made him ill"."""
    return next((child for child in verb.rights if child.fills(OBJECT) and child.right_edge.i + 1 == place), None)


def _is_object_below(word: Token, verb: Token) -> bool:
    """Whether a word is what the parser has for the object of an infinitive: "said she refused to accept her act had hurt him"."""
    above = word.head
    if not word.fills(OBJECT) or not above.fills(BARE_CLAUSE):
        return False
    while above.fills(BARE_CLAUSE | FINITE_CLAUSE) and above.head is not verb:
        above = above.head
    return above.fills(BARE_CLAUSE | FINITE_CLAUSE)


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
            and child.tag_ in PARTICIPLE
            and not child.children_as(MARK | AUXILIARY | PASSIVE_AUXILIARY | OBJECT)
        ):
            subject = _first_subject(child)
            if subject is not None and any(token.text == "," for token in verb.doc[subject.i + 1 : child.i]):
                return None if any(other.fills(SUBJECT) for other in verb.lefts) else child
    return None


def _is_named_between(verb: Token) -> bool:
    """Whether a verb of naming stands behind a comma, with a finite verb to come: "Ann, elected mayor in May, has resigned"."""
    subject = _first_subject(verb)
    if verb.lemma_ not in control("naming") or verb.tag_ not in PARTICIPLE or subject is None or verb.children_as(AUXILIARY):
        return False
    if (
        verb.left_edge.i == verb.i
        or verb.nbor(-1).text != ","
        or not verb.nbor(-1).i > subject.i
        or verb.children_as(CONJUNCTION)
    ):
        return False
    return any(is_finite(after) and not after.children_as(SUBJECT) for after in verb.children_as(CONJUNCT) if after.i > verb.i)


def _followers(verb: Token) -> list[Token]:
    """The clauses that may go on with the subject of a participle: those below it, or beside it."""
    beside = verb.head.children_as(FINITE_CLAUSE) if verb.fills(FINITE_CLAUSE) else []
    return [child for child in (*verb.children_as(FINITE_CLAUSE | ADVERBIAL_CLAUSE), *beside) if child.i > verb.i]


def _goes_on(after: Token) -> bool:
    """Whether a finite verb follows a participle with nothing to join them."""
    if after.pos_ not in VERBS or not is_finite(after) or after.children_as(SUBJECT | EXPLETIVE | MARK):
        return False
    if _object_before(after) is not None or (_is_loose(after) and _last_of_list(after) is not None):
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
