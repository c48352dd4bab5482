"""Noun phrases: their borders, what determines them, their role in the clause, and the words coordinated with them."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.syntax.astray import claiming_verb
from kgraph.syntax.relations import (
    APPOSITION,
    COMPOUND,
    CONJUNCT,
    CONJUNCTION,
    DETERMINER,
    NEGATION,
    NOMINAL_PREDICATE,
    NUMBER,
    OBJECT,
    OBJECT_PREDICATE,
    POSSESSIVE_MARK,
    POSSESSOR,
    PREDETERMINER,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    PUNCTUATION,
    RECIPIENT,
)
from kgraph.syntax.tags import NOMINALS, NOUNS, VERBS
from kgraph.syntax.tree import Doc, Span, Token

_DETERMINERS = DETERMINER | PREDETERMINER
_LEFT = frozenset("det predet amod compound nmod poss nummod quantmod neg nounmod advmod".split())
_RIGHT = frozenset("of in for from at on to with between against about over near by as".split())
_NOUNS_OF_NAMES = ("PROPN", "NOUN", "ADJ", "X", "NUM")
_DEFINITE = frozenset("the this that these those both such".split())
_SUBJECTS = frozenset("nsubj nsubjpass csubj".split())
_REJECTING = frozenset({("rather", "than"), ("instead", "of"), ("opposed", "to"), ("let", "alone")})
_DASHES = frozenset({"-", "–", "—"})
_DEEPEST = 20  # coordinations longer than this are lists, whose members have no role that is worth the way


def conjuncts_below(token: Token) -> Iterator[Token]:
    """The nouns coordinated below a noun: "and Putin" of "Trump and Putin".

    The parser takes the second name of a long list for an apposition, but nobody has two names of a person.
    """
    todo = [token]
    while todo:
        current = todo.pop()
        if current is not token:
            yield current
        todo.extend(reversed([child for child in current.children if _is_listed(child, current)]))


def members(head: Token) -> tuple[Token, ...]:
    """A noun and those coordinated with it; the name alone where all others are titles of its bearer: "founder and owner Ann Lee"."""
    name = _bearer(head)
    return (name,) if name is not None else (head, *conjuncts_below(head))


def _bearer(title: Token) -> Token | None:
    """Who bears a title that is coordinated with another before a name: a bare noun for one person cannot stand alone."""
    if title.tag_ != "NN" or title.children_as(_DETERMINERS | POSSESSOR | NUMBER) or not title.children_as(CONJUNCTION):
        return None
    others = title.children_as(CONJUNCT)
    if len(others) != 1 or is_behind_dash(others[0]) or others[0].children_as(_DETERMINERS | POSSESSOR | CONJUNCT):
        return None
    names = [
        others[0],
        *others[0].children_as(APPOSITION),
        *(one for one in title.children_as(APPOSITION) if one.i > others[0].i),
    ]
    if not any(child.pos_ == "NOUN" for child in (others[0], *others[0].children_as(COMPOUND | APPOSITION))):
        return None  # "management and Ann Lee"
    return next((one for one in names if one.pos_ == "PROPN" and one.ent_type_ == "Person"), None)


def _is_listed(child: Token, token: Token) -> bool:
    listed = child.fills(APPOSITION) and child.ent_type_ == token.ent_type_ == "Person"
    if not (child.fills(CONJUNCT) or listed) or child.pos_ not in NOMINALS or is_behind_dash(child):
        return False
    return claiming_verb(child) is None


def is_behind_dash(head: Token) -> bool:
    """Whether a phrase begins behind a dash between spaces, where something new begins: "the losses - the hall and the books"."""
    place = head.left_edge.i - 1
    if place > 1 and head.doc[place].fills(CONJUNCTION):
        place -= 1  # "- and the books"
    if place < 1 or head.doc[place].text not in _DASHES:
        return False
    return bool(head.doc[place - 1].whitespace_ and head.doc[place].whitespace_)


def coordinated(head: Token) -> list[Token]:
    """A word and the words coordinated with it behind it, in the order of the text."""
    found, todo = [head], [head]
    while todo:
        following = [child for child in todo.pop().rights if child.fills(CONJUNCT)]
        found += following
        todo += following
    return sorted(found, key=lambda token: token.i)


def first_conjunct(token: Token) -> Token:
    """The first word of the coordination of nouns that a word belongs to."""
    for _ in range(_DEEPEST):
        if not token.fills(CONJUNCT) or token.head.pos_ in VERBS:
            break
        token = token.head
    return token


def is_excluded(token: Token) -> bool:
    """Whether a word stands for what is not meant: "Kyiv, not Moscow", "a loan rather than a gift"."""
    start = token.left_edge.i
    if start > 1 and (token.doc[start - 2].lower_, token.doc[start - 1].lower_) in _REJECTING:
        return True
    return token.fills(CONJUNCT | OBJECT_PREDICATE) and any(child.fills(NEGATION) for child in token.children)


def is_alternative(conjunct: Token) -> bool:
    """Whether "or" stands before a conjunct: one of two is no pair."""
    return any(child.lower_ in ("or", "nor") for child in conjunct.head.children if child.dep_ == "cc")


def grammatical_role(head: Token) -> str:
    """subject, object, possessive, modifier or oblique, of a phrase or of the coordination that it belongs to."""
    token = head
    for _ in range(_DEEPEST):
        if not token.fills(CONJUNCT | APPOSITION):
            break
        token = token.head
    if token.dep_ in _SUBJECTS:
        return "subject"
    if token.fills(OBJECT | RECIPIENT | NOMINAL_PREDICATE | OBJECT_PREDICATE):
        return "object"
    if token.fills(POSSESSOR):
        return "possessive"
    return "modifier" if token.dep_ in ("compound", "nmod", "amod", "npadvmod") else "oblique"


def possessor(noun: Token) -> Token | None:
    """The head of a phrase's possessor: "Iran" of "Iran's plan"."""
    return next((child for child in noun.children if child.fills(POSSESSOR)), None)


def is_definite(head: Token) -> bool:
    """Whether "the", a demonstrative or a possessor determines the phrase."""
    return any((c.fills(_DETERMINERS) and c.lower_ in _DEFINITE) or c.fills(POSSESSOR) for c in head.children)


def name_head(name: Span) -> Token:
    """The word that a name hangs on its sentence by."""
    root = name.root
    if root.pos_ in _NOUNS_OF_NAMES:
        return root
    return next((token for token in reversed(name) if token.pos_ in NOUNS), root)


def noun_phrase_start(head: Token) -> int:
    """Index of the first word of the head's phrase: its determiner, possessor and modifiers, unless a clause stands between."""
    start = head.i
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.fills(PUNCTUATION) and child.text in "-–/'\"" and child.i == start - 1:
            start = child.i
        elif child.dep_ in _LEFT and child.right_edge.i == start - 1:
            start = child.left_edge.i
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return start


def noun_phrase_end(head: Token, *, prepositions: frozenset[str] = _RIGHT) -> int:
    """Index after the last word of the head's phrase: with its prepositional phrases, without clauses, appositions, commas."""
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in ("nummod", "compound", "npadvmod", "advmod") and child.i == end and not child.is_punct:
            end = child.i + 1 if child.dep_ != "advmod" else end
        elif child.fills(PREPOSITION) and child.i == _after_case(head, end) and child.lower_ in prepositions:
            end = _prepositional_end(child, prepositions)
        elif not child.fills(POSSESSIVE_MARK):
            break
    return end


def _after_case(head: Token, end: int) -> int:
    case = next((child for child in head.rights if child.fills(POSSESSIVE_MARK)), None)
    return end if case is None else max(end, case.i + 1)


def _prepositional_end(preposition: Token, allowed: frozenset[str]) -> int:
    """Index after the phrase that a preposition governs, with the conjuncts of its noun."""
    end = preposition.i + 1
    for noun in (child for child in preposition.rights if child.dep_ in ("pobj", "pcomp")):
        if noun.pos_ in VERBS:
            return without_spaces(preposition.doc, preposition.i + 1, noun.right_edge.i + 1)
        end = noun_phrase_end(noun, prepositions=allowed)
        for other in coordinated(noun)[1:]:
            if _joined(noun.doc, end, other):
                end = noun_phrase_end(other, prepositions=allowed)
        shared = next((child for child in noun.rights if child.fills(PREPOSITION) and child.i == end > noun.i + 1), None)
        if shared is not None and shared.lower_ == "of":
            end = _prepositional_end(shared, allowed)  # "in the history and philosophy of science"
    return end


def without_spaces(doc: Doc, start: int, end: int) -> int:
    """The end of a phrase without the white space behind it, which the parser hangs on its last word."""
    while end > start and doc[end - 1].is_space:
        end -= 1
    return end


def _joined(doc: Doc, end: int, other: Token) -> bool:
    """Whether only a conjunction or comma stands between the end so far and the conjunct's phrase."""
    return all(token.dep_ in ("cc", "punct") for token in doc[end : noun_phrase_start(other)])


def counted_noun(token: Token) -> Token | None:
    """The noun behind the "of" of a word that counts: the protesters of "dozens of protesters"."""
    of = (child for child in token.rights if child.fills(PREPOSITION) and child.lower_ == "of")
    return next((child for preposition in of for child in preposition.children if child.fills(PREPOSITIONAL_OBJECT)), None)
