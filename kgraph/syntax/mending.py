"""Mends a parse before anything reads it: words that the parser has hung on another word than grammar allows are hung anew.

Each rule looks for something that cannot be: a finite clause that nothing joins to the verb before it, a noun that is coordinated with a
verb, a name that stands in no relation although a list goes on with it. What is only unlikely stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kgraph.syntax.astray import is_finite
from kgraph.syntax.control import control
from kgraph.syntax.relations import (
    ADVERB,
    ADVERBIAL_CLAUSE,
    ADVERBIAL_NOUN,
    APPOSITION,
    AUXILIARY,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    CONJUNCTION,
    EXPLETIVE,
    FINITE_CLAUSE,
    MARK,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    SUBJECT,
    UNKNOWN,
)
from kgraph.syntax.tree import Doc, EntitySpan, Token, Word, Words, build

_VERBAL = ("VERB", "AUX")
_NOMINAL = ("NOUN", "PROPN")
_LOOSE = ADVERBIAL_NOUN | ADVERB | UNKNOWN
_CLOSING = (",", "-", "–", "—")


@dataclass(frozen=True, slots=True)
class _Change:
    """A word, the word that it belongs to, and what it is to it."""

    word: Token
    head: Token
    relation: str


def mend(doc: Doc) -> Doc:
    """The same Doc with its words hung where they belong; mending it again changes nothing."""
    for rule in _RULES:
        changes = [change for token in doc for change in rule(token)]
        if changes:
            doc = _rehung(doc, {change.word.i: change for change in changes})
    return doc


def _rehung(doc: Doc, changes: Mapping[int, _Change]) -> Doc:
    entities = [EntitySpan(span.start, span.end, span.label_) for span in doc.ents]
    return build(Words([_word(token, changes.get(token.i)) for token in doc], entities))


def _word(token: Token, change: _Change | None) -> Word:
    return Word(
        token.text,
        change.head.i if change is not None else token.head.i,
        change.relation if change is not None else token.dep_,
        token.pos_,
        token.tag_,
        token.lemma_,
        token.ent_type_,
        bool(token.whitespace_),
        token.is_punct,
        token.is_quote,
        token.is_sent_start,
        token.paragraph,
    )


def _clause_of_object(verb: Token) -> Iterator[_Change]:
    """A finite verb that nothing joins to what stands before it, behind the object of a verb that tells or knows.

    The object is its subject: "denied his letter was forged", "found that | her husband, a baker, had left".
    """
    if not verb.fills(CONJUNCT) or not _lacks_subject(verb) or _is_joined(verb):
        return
    noun = _object_ending_before(verb)
    if noun is not None:
        yield _Change(noun, verb, "nsubjpass" if verb.children_as(PASSIVE_AUXILIARY) else "nsubj")
        yield _Change(verb, noun.head, "ccomp")


def _lacks_subject(verb: Token) -> bool:
    return verb.pos_ in _VERBAL and is_finite(verb) and not verb.children_as(SUBJECT | EXPLETIVE | MARK)


def _is_joined(verb: Token) -> bool:
    """Whether a conjunction stands before a coordinated verb."""
    before = verb.left_edge.i
    return any(child.i < before and child.i > verb.head.i for child in verb.head.children_as(CONJUNCTION)) or (
        before > 0 and verb.doc[before - 1].fills(CONJUNCTION)
    )


def _object_ending_before(verb: Token) -> Token | None:
    """The object of a verb with a clause for its content, where its phrase ends directly before another verb."""
    if verb.left_edge.i == 0:
        return None
    last = _word_before(verb.left_edge)
    while last is not last.head:
        above = last.head
        if above.pos_ == "VERB" and above.i < last.i and last.fills(PREPOSITION):
            last = _word_before(last.left_edge)  # "denied his letter | to the club was forged"
        elif last.fills(OBJECT) and above.pos_ == "VERB" and above.i < last.i and above.lemma_ in control("content"):
            return last if _closes(last, verb) and not above.children_as(COMPLEMENT_CLAUSE) else None
        else:
            last = above
    return None


def _word_before(word: Token) -> Token:
    return word.nbor(-1) if word.i else word


def _closes(noun: Token, verb: Token) -> bool:
    """Whether a phrase ends before a verb with no comma between them, save one that closes an apposition."""
    before = verb.left_edge.nbor(-1)
    return before.text not in _CLOSING or (noun.right_edge.i >= before.i - 1 and bool(noun.children_as(APPOSITION)))


def _clause_of_verb(verb: Token) -> Iterator[_Change]:
    """A clause with a subject that begins directly behind a verb that tells or knows: "refused to accept | that rain had spoilt it"."""
    start = verb.left_edge
    if not verb.fills(CONJUNCT) or verb.pos_ not in _VERBAL or start.i == 0 or not verb.children_as(NOMINAL_SUBJECT):
        return
    above = start.nbor(-1)
    if above.pos_ == "VERB" and above.lemma_ in control("content") and is_finite(verb) and not _has_content(above):
        yield _Change(verb, above, "ccomp")
        if start.lower_ == "that" and start.head is not verb:
            yield _Change(start, verb, "mark")


def _has_content(verb: Token) -> bool:
    return bool(verb.children_as(COMPLEMENT_CLAUSE | OBJECT))


def _clause_without_verb_of_its_own(verb: Token) -> Iterator[_Change]:
    """A clause that tells what somebody says, though the parser has it beside the saying: "Ann said rather than walk, she would swim"."""
    above = verb.head
    if not verb.fills(CONJUNCT) or above.pos_ != "VERB" or above.lemma_ not in control("telling") or _has_content(above):
        return
    if verb.children_as(NOMINAL_SUBJECT) and is_finite(verb) and above.i < verb.i and not _is_joined(verb):
        yield _Change(verb, above, "ccomp")


def _second_content(clause: Token) -> Iterator[_Change]:
    """A clause that goes on with another behind its "and": both are what is said, and the parser has two contents."""
    if not clause.fills(FINITE_CLAUSE) or clause.left_edge.i == 0 or clause.i < clause.head.i:
        return
    joining = clause.left_edge.nbor(-1)
    first = joining.head
    if joining.fills(CONJUNCTION) and first.fills(FINITE_CLAUSE) and first.head is clause.head and first.i < clause.i:
        yield _Change(clause, first, "conj")


def _noun_beside_verb(noun: Token) -> Iterator[_Change]:
    """A noun that the parser coordinates with a verb goes on with the last object before it: "able to sort the letters and the parcels"."""
    verb = noun.head
    if not noun.fills(CONJUNCT) or noun.pos_ not in _NOMINAL or verb.pos_ not in _VERBAL or noun.i < verb.i:
        return
    if noun.children_as(SUBJECT | AUXILIARY) or not (joining := noun.left_edge.nbor(-1)).fills(CONJUNCTION):
        return
    before = [child for child in verb.subtree if verb.i < child.i < joining.i and child.pos_ in _NOMINAL and _is_governed(child)]
    wanted = [one for one in before if one.fills(OBJECT)] or before
    if wanted and noun.doc[joining.i - 1].text not in _CLOSING:
        first = wanted[-1]
        yield _Change(noun, first, "conj")
        yield _Change(joining, first, "cc")


def _is_governed(noun: Token) -> bool:
    return noun.fills(OBJECT | PREPOSITIONAL_OBJECT)


def _head_of_list(name: Token) -> Iterator[_Change]:
    """A name that stands beside a verb in no relation, before a subject that goes on with an "and": "Ann, Bo and Cy have won"."""
    verb = name.head
    if not name.fills(_LOOSE) or name.pos_ != "PROPN" or verb.pos_ not in _VERBAL or not name.i < verb.i:
        return
    comma = name.right_edge.nbor()
    subjects = [child for child in verb.children_as(NOMINAL_SUBJECT) if child.left_edge.i == comma.i + 1]
    if comma.text == "," and len(verb.children_as(SUBJECT)) == 1 and subjects and _is_list_of_names(subjects[0]):
        yield _Change(name, verb, subjects[0].dep_)
        yield _Change(subjects[0], name, "conj")


def _is_list_of_names(noun: Token) -> bool:
    return noun.pos_ == "PROPN" and any(child.pos_ == "PROPN" for child in noun.children_as(CONJUNCT))


def _subject_beside_name(name: Token) -> Iterator[_Change]:
    """A name with a description behind it that the parser has for an adverb: "David Prior, the clerk, says ..."."""
    verb = name.head
    if not name.fills(_LOOSE) or name.pos_ != "PROPN" or name.ent_type_ != "Person" or not name.i < verb.i:
        return
    if verb.pos_ == "VERB" and _lacks_subject(verb) and name.children_as(APPOSITION) and not verb.fills(ADVERBIAL_CLAUSE):
        yield _Change(name, verb, "nsubj")


def _subject_in_opening(name: Token) -> Iterator[_Change]:
    """Who says something behind an opening whose last noun the parser has the name for: "Asked about the rents, Ann Lee says ..."."""
    if not name.fills(APPOSITION) or name.ent_type_ != "Person" or name.head.tag_ != "NNS":
        return
    opening = next((above for above in name.ancestors if above.fills(ADVERBIAL_CLAUSE)), None)
    verb = opening.head if opening is not None else name
    if opening is not None and opening.i < name.i < verb.i and verb.lemma_ in control("telling") and _lacks_subject(verb):
        yield _Change(name, verb, "nsubj")


_RULES: tuple[Callable[[Token], Iterator[_Change]], ...] = (
    _clause_of_object,
    _clause_of_verb,
    _clause_without_verb_of_its_own,
    _second_content,
    _noun_beside_verb,
    _head_of_list,
    _subject_beside_name,
    _subject_in_opening,
)
