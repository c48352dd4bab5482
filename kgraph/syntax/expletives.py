"""The "it" that stands for nothing: weather, clefts, "it seems", "it is clear that", "made it clear" (data/expletives.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped
from kgraph.syntax.nominals import is_definite
from kgraph.syntax.passives import is_verb
from kgraph.syntax.relations import (
    ADVERBIAL_CLAUSE,
    BARE_CLAUSE,
    CLAUSAL_SUBJECT,
    COMPLEMENT_CLAUSE,
    EXPLETIVE,
    FINITE_CLAUSE,
    NOUN_CLAUSE,
    OBJECT_PREDICATE,
    RELATIVE_CLAUSE,
)
from kgraph.syntax.tree import Token

_CLAUSES = COMPLEMENT_CLAUSE | ADVERBIAL_CLAUSE | NOUN_CLAUSE | CLAUSAL_SUBJECT


def is_expletive_it(token: Token) -> bool:
    """Whether a word is an "it" that stands for nothing, or the "there" of "there is"."""
    verb = token.head
    if token.lower_ != "it" or token.fills(EXPLETIVE):
        return token.fills(EXPLETIVE)
    if verb.lower_ in _words("gotten") and verb.head.lemma_ == "get":
        return True
    if verb.pos_ == "ADJ" and verb.fills(COMPLEMENT_CLAUSE | OBJECT_PREDICATE):
        return _announces_beside(verb)
    if token.dep_ in ("nsubj", "nsubjpass"):
        return _is_empty_subject(token, verb)
    complements = verb.children_as(COMPLEMENT_CLAUSE | OBJECT_PREDICATE)
    return verb.lemma_ in _words("finding") and any(_announces(child) for child in complements)


def _announces(complement: Token) -> bool:
    """Whether an adjective brings a clause: "made it clear that he would go"."""
    return complement.pos_ == "ADJ" and any(below.fills(COMPLEMENT_CLAUSE) for below in complement.subtree)


def _announces_beside(adjective: Token) -> bool:
    beside = (child for child in (*adjective.rights, *adjective.head.rights) if child is not adjective)
    return any(_has_mark(child) for child in beside if child.fills(COMPLEMENT_CLAUSE | ADVERBIAL_CLAUSE))


def _is_empty_subject(token: Token, verb: Token) -> bool:
    clauses = [child for child in verb.children_as(_CLAUSES) if child.i > verb.i]
    lemma = verb.lemma_
    if lemma in _words("weather"):
        return True
    if lemma in _words("seeming"):
        return any(clause.fills(COMPLEMENT_CLAUSE) and _has_mark(clause) for clause in clauses)
    if token.dep_ == "nsubjpass":
        return any(clause.fills(FINITE_CLAUSE) for clause in clauses)
    if lemma == "take":
        return any(clause.fills(BARE_CLAUSE | ADVERBIAL_CLAUSE) for clause in clauses)
    if lemma == "mean":
        return any(clause.fills(COMPLEMENT_CLAUSE) for clause in clauses)  # "it means fighting on" is said of how things stand
    if lemma not in _words("copulas") and not (is_verb(verb) and verb.pos_ == "AUX"):
        return False
    return _is_empty_copula(verb, clauses)


def _has_mark(clause: Token) -> bool:
    return any(child.lower_ in ("that", "to", "as", "like") for child in clause.lefts)


def _is_empty_copula(verb: Token, clauses: list[Token]) -> bool:
    if any(c.lower_ == "up" and c.i > verb.i and verb.doc[c.i + 1 : c.i + 2].text == "to" for c in verb.children):
        return True  # "it is up to them to decide"
    predicates = [c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd", "prep", "npadvmod") and c.i > verb.i]
    return bool(predicates) and _is_empty_predicate(predicates[0], clauses)


def _is_empty_predicate(first: Token, clauses: list[Token]) -> bool:
    near = (*clauses, *first.children)
    if first.lower_ in _words("ready") and any(clause.fills(BARE_CLAUSE) for clause in near):
        return False  # "it is ready to talk" is said of somebody
    if first.pos_ == "ADJ" and (any(c.dep_ in ("xcomp", "ccomp", "csubj") for c in near) or first.lower_ in _words("clear")):
        return True
    return first.ent_type_ in ("TIME", "DATE") or _is_cleft(first, clauses)


def _is_cleft(first: Token, clauses: list[Token]) -> bool:
    """Whether a clause tells of the noun what "it" announces: "it was Ann who won"."""
    relative = [c for c in (*first.children, *clauses) if c.fills(RELATIVE_CLAUSE | COMPLEMENT_CLAUSE) or c.dep_ == "csubj"]
    openings = {clause.left_edge.lower_ for clause in relative}
    definite = first.pos_ == "PROPN" or is_definite(first)
    return not openings.isdisjoint(("who", "that", "to")) or (
        definite and not openings.isdisjoint(("which", "whose", "where", "when"))
    )


def _words(kind: str) -> frozenset[str]:
    return _lists()[kind]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw = shipped("expletives.yaml")
    return {kind: frozenset(words) for kind, words in raw.items()}
