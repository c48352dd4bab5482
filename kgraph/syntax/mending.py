"""Mends a parse before anything reads it: words that the parser has hung on another word than grammar allows are hung anew.

Each rule looks for something that cannot be: a finite clause that nothing joins to the verb before it, a noun that is coordinated with a
verb, a name that stands in no relation although a list goes on with it. What is only unlikely stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.syntax.astray import is_finite, lost_subject
from kgraph.syntax.control import control
from kgraph.syntax.passives import quoted_as
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
    PREPOSITIONAL_CLAUSE,
    SUBJECT,
    UNKNOWN,
)
from kgraph.syntax.tags import NOUNS, PARTICIPLE, VERBS
from kgraph.syntax.tree import Doc, Token, Words, build, words_of

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
        changes = {change.word.i: change for token in doc for change in rule(token) if change.word.sent is change.head.sent}
        if changes and _is_tree(doc, changes):
            doc = _rehung(doc, changes)
    return doc


def _is_tree(doc: Doc, changes: Mapping[int, _Change]) -> bool:
    """Whether each word that is hung anew still hangs on the root of its sentence, and not on itself through others."""
    heads = [token.head.i for token in doc]
    for i, change in changes.items():
        heads[i] = change.head.i
    return all(_reaches_root(i, heads) for i in changes)


def _reaches_root(word: int, heads: Sequence[int]) -> bool:
    seen: set[int] = set()
    while heads[word] != word and word not in seen:
        seen.add(word)
        word = heads[word]
    return heads[word] == word


def _rehung(doc: Doc, changes: Mapping[int, _Change]) -> Doc:
    found = words_of(doc)
    words = list(found.words)
    for i, change in changes.items():
        words[i] = replace(words[i], head=change.head.i, dep=change.relation)
    return build(Words(words, found.entities))


def _clause_of_object(verb: Token) -> Iterator[_Change]:
    """A finite verb that nothing joins to what stands before it, behind the object of a verb that tells or knows.

    The object is its subject: "denied his letter was forged", "found that | her husband, a baker, had left".
    """
    if not verb.fills(CONJUNCT) or not _lacks_subject(verb) or _is_joined(verb) or lost_subject(verb) is not None:
        return
    noun = _object_ending_before(verb)
    if noun is not None:
        yield _Change(noun, verb, "nsubjpass" if verb.children_as(PASSIVE_AUXILIARY) else "nsubj")
        yield _Change(verb, noun.head, "ccomp")


def _lacks_subject(verb: Token) -> bool:
    return verb.pos_ in VERBS and is_finite(verb) and not verb.children_as(SUBJECT | EXPLETIVE | MARK)


def _is_joined(verb: Token) -> bool:
    """Whether a conjunction stands before a coordinated verb."""
    before = _start(verb).i
    return any(child.i < before and child.i > verb.head.i for child in verb.head.children_as(CONJUNCTION)) or (
        before > 0 and verb.doc[before - 1].fills(CONJUNCTION)
    )


def _object_ending_before(verb: Token) -> Token | None:
    """The object of a verb with a clause for its content, where its phrase ends directly before another verb."""
    last = _word_before(_start(verb))
    if last.text in _CLOSING:
        last = _word_before(last)
    while last is not last.head:
        above = last.head
        if above.pos_ == "VERB" and above.i < last.i and last.fills(PREPOSITION):
            last = _word_before(last.left_edge)  # "denied his letter | to the club was forged"
        elif last.fills(OBJECT) and above.pos_ == "VERB" and above.i < last.i and above.lemma_ in control("content"):
            return last if _closes(last, verb) and not above.children_as(COMPLEMENT_CLAUSE) else None
        else:
            last = above
    return None


def _start(clause: Token) -> Token:
    """The first word of a clause, without the mark before it."""
    return next((token for token in clause.subtree if not token.is_punct), clause)


def _word_before(word: Token) -> Token:
    return word.nbor(-1) if word.i else word


def _closes(noun: Token, verb: Token) -> bool:
    """Whether a phrase ends before a verb with no comma between them, save one that closes an apposition."""
    before = _word_before(_start(verb))
    return before.text not in _CLOSING or (noun.right_edge.i >= before.i - 1 and bool(noun.children_as(APPOSITION)))


def _clause_of_verb(verb: Token) -> Iterator[_Change]:
    """A clause with a subject that begins directly behind a verb that tells or knows: "refused to accept | that rain had spoilt it"."""
    start = verb.left_edge
    if not verb.fills(CONJUNCT) or verb.pos_ not in VERBS or start.i == 0 or not verb.children_as(NOMINAL_SUBJECT):
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
    if not noun.fills(CONJUNCT) or noun.pos_ not in NOUNS or verb.pos_ not in VERBS or noun.i < verb.i:
        return
    joining = noun.left_edge.nbor(-1)
    if not joining.fills(CONJUNCTION) or noun.left_edge.is_quote or noun.doc[joining.i - 1].text in _CLOSING or _is_verbal(noun):
        return
    objects = [child for child in verb.subtree if verb.i < child.i < joining.i and child.pos_ in NOUNS and child.fills(OBJECT)]
    if objects:
        yield _Change(noun, objects[-1], "conj")
        yield _Change(joining, objects[-1], "cc")


def _is_verbal(noun: Token) -> bool:
    """Whether a word is a verb that the tagger has for a noun: "and hopes to open"."""
    bare = noun.left_edge is noun and noun.i + 1 < len(noun.doc) and noun.nbor().lower_ == "to"
    return bare or bool(noun.children_as(SUBJECT | AUXILIARY))


def _head_of_list(name: Token) -> Iterator[_Change]:
    """A name that stands beside a verb in no relation, before a subject that goes on with an "and": "Ann, Bo and Cy have won"."""
    verb = name.head
    if not name.fills(_LOOSE) or name.pos_ != "PROPN" or verb.pos_ not in VERBS or not name.i < verb.i:
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


def _speaker_as_content(verb: Token) -> Iterator[_Change]:
    """Who says something, where the parser has what describes the speaker for a content: "Ann Lee, voted mayor in May, said it was"."""
    if (
        verb.lemma_ not in control("telling")
        or not _lacks_subject(verb)
        or not any(child.i > verb.i for child in verb.children_as(COMPLEMENT_CLAUSE))
    ):
        return
    for clause in verb.children_as(FINITE_CLAUSE):
        subject = next((child for child in clause.lefts if child.fills(NOMINAL_SUBJECT)), None)
        closed = clause.i < verb.i and _word_before(_start_of_verb(verb)).text in _CLOSING
        if subject is not None and closed and subject.pos_ in NOUNS and not clause.children_as(MARK):
            yield from _taken_over(subject, clause, verb)
            return


def _start_of_verb(verb: Token) -> Token:
    """A verb or the first of its auxiliaries and adverbs."""
    first = verb
    while first.i and first.nbor(-1).head is verb and first.nbor(-1).fills(AUXILIARY | PASSIVE_AUXILIARY | ADVERB):
        first = first.nbor(-1)
    return first


def _taken_over(subject: Token, clause: Token, verb: Token) -> Iterator[_Change]:
    """The subject of a clause as that of the verb behind it, with all that stands before it; the clause describes the subject."""
    yield _Change(subject, verb, "nsubjpass" if verb.children_as(PASSIVE_AUXILIARY) else "nsubj")
    yield _Change(clause, subject, "acl")
    yield from (_Change(child, verb, child.dep_) for child in clause.lefts if child.i < subject.left_edge.i)


def _participle_for_verb(clause: Token) -> Iterator[_Change]:
    """A participle between commas behind a noun, which the parser has for its verb: "The miners, stunned by the news, are leaving"."""
    if clause.tag_ not in PARTICIPLE or clause.children_as(AUXILIARY | PASSIVE_AUXILIARY | CONJUNCTION):
        return
    subject = next((child for child in clause.lefts if child.fills(NOMINAL_SUBJECT)), None)
    verb = next((child for child in clause.children_as(CONJUNCT) if child.i > clause.i), None)
    if subject is None or verb is None or subject.children_as(APPOSITION) or not _lacks_subject(verb) or not _has_helper(verb):
        return
    opened = clause.nbor(-1).text == "," and clause.i - 2 == subject.right_edge.i - (subject.right_edge.text == ",")
    if opened and _word_before(_start(verb)).text == ",":
        yield _Change(verb, verb if clause.head is clause else clause.head, clause.dep_)
        yield from _taken_over(subject, clause, verb)


def _has_helper(verb: Token) -> bool:
    return bool(verb.children_as(AUXILIARY | PASSIVE_AUXILIARY))


def _speaker_behind(verb: Token) -> Iterator[_Change]:
    """Who says something, where a gerund that goes on has taken the speaker: "it was cold, says Ann, thanking the crew"."""
    if verb.lemma_ not in control("telling") or not _lacks_subject(verb):
        return
    for clause in verb.children_as(FINITE_CLAUSE):
        subject = next((child for child in clause.lefts if child.fills(NOMINAL_SUBJECT)), None)
        if subject is None or clause.tag_ != "VBG" or _has_helper(clause) or subject.left_edge.i != verb.i + 1:
            continue
        if any(other.i < verb.i for other in verb.children_as(FINITE_CLAUSE)):
            yield _Change(subject, verb, "nsubj")
            yield _Change(clause, verb, "advcl")


def _quoted_in(preposition: Token) -> Iterator[_Change]:
    """The "as" of "was quoted in a paper as saying", where the parser gives it to the paper."""
    if preposition.lower_ != "as" or preposition.head.pos_ not in NOUNS:
        return
    verb = next((above for above in preposition.ancestors if above.pos_ in VERBS), None)
    clauses = preposition.children_as(PREPOSITIONAL_CLAUSE)
    if verb is not None and clauses and clauses[0].lemma_ in control("telling") and verb.lemma_ in control("quoting"):
        yield _Change(preposition, verb, "prep")


def _content_of_quoted(clause: Token) -> Iterator[_Change]:
    """What somebody is quoted as saying, where the parser hangs it on the quoting: "It was cold, Ann was quoted as saying"."""
    verb = clause.head
    if clause.fills(FINITE_CLAUSE) and clause.i < verb.i and (saying := quoted_as(verb)) is not None:
        yield _Change(clause, saying, "ccomp")


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
    _speaker_behind,
    _speaker_as_content,
    _quoted_in,
    _content_of_quoted,
    _participle_for_verb,
)
