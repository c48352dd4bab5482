"""Who does what a clause leaves unsaid, where the word above it decides: the lists of data/control.yaml and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADNOMINAL_CLAUSE,
    AUXILIARY,
    OBJECT,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    RECIPIENT,
)
from kgraph.syntax.tags import PARTICIPLE, VERBS
from kgraph.syntax.tree import Token


def control(kind: str) -> frozenset[str]:
    """A list of verbs of data/control.yaml: whose infinitive takes which subject, and what is always done to something."""
    return _lists()[kind]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw = shipped("control.yaml")
    return {kind: frozenset(verbs) for kind, verbs in raw.items()}


def accompanying(verb: Token, noun: Token) -> Token | None:
    """Who does something "with all four doing it", where the parser has a noun before the "with" do it."""
    if verb.tag_ != "VBG" or not verb.fills(ADNOMINAL_CLAUSE):
        return None
    before = verb.doc[max(noun.i, verb.left_edge.i - 1)]
    return next((one for one in _behind(noun, "with") if one.right_edge is before), None)


def beside_place(verb: Token, noun: Token) -> Token | None:
    """The verb whose subject a participle is about where it stands behind a bare noun of place: "appeared in court accused of theft"."""
    if verb.tag_ != "VBN" or verb.lemma_ not in control("done_to") or noun.tag_ != "NN" or noun.left_edge is not noun:
        return None
    above = noun.head.head if noun.fills(PREPOSITIONAL_OBJECT) and noun.head.lower_ in ("in", "at") else None
    return above if above is not None and above.pos_ == "VERB" else None


def work_before(verb: Token) -> Token | None:
    """The plan or text that a participle between commas is about, where the parser has it say something of the subject behind it.

    "In its plan, issued on Monday, the council said the pool would close."
    """
    if verb.tag_ not in PARTICIPLE or verb.lemma_ not in control("of_works") or not verb.left_edge.i < verb.head.i:
        return None
    comma = verb.left_edge.i - 1
    if comma < 1 or verb.doc[comma].text != "," or verb.right_edge.nbor().text != ",":
        return None
    for preposition in verb.head.children_as(PREPOSITION):
        nouns = [noun for noun in preposition.children_as(PREPOSITIONAL_OBJECT) if noun.pos_ == "NOUN"]
        if nouns and preposition.right_edge.i in (comma, comma - 1):
            return nouns[0]
    return None


def gerund_above(verb: Token) -> Token | None:
    """The gerund that a gerund goes on with, where the parser hung it on a finite verb: "with Ann saying he should go and blaming him"."""
    beside = verb.head.tag_ == "VBN" and verb.head.fills(
        ADNOMINAL_CLAUSE
    )  # "took steps against those seen smoking and fining them"
    if verb.tag_ != "VBG" or verb.head.tag_ == "VBG" or verb.children_as(AUXILIARY):
        return None
    if not beside and not verb.head.children_as(AUXILIARY):
        return None
    return next((above for above in verb.head.ancestors if above.tag_ == "VBG"), None)


def goes_on_telling(verb: Token, outer: Token) -> bool:
    """Whether a speaker goes on with a participle that the parser hung on what was said: "said the sea was rough, warning bathers".

    Where what is said is itself somebody's words ("said he refused, calling it a trick"), they may go on.
    """
    if verb.lower_ == "adding":
        return True
    if verb.tag_ != "VBG" or verb.lemma_ not in control("telling") | control("sending") or verb.head.lemma_ in control("telling"):
        return False
    return outer.lemma_ in control("telling") and outer.i < verb.head.i < verb.i and verb.doc[verb.left_edge.i - 1].text == ","


def writer(verb: Token, noun: Token) -> Token | None:
    """The verb whose subject tells something by what it sends: "wrote to the bishop urging him to resign"."""
    if verb.tag_ != "VBG" or not verb.fills(ADNOMINAL_CLAUSE) or verb.lemma_ not in control("telling"):
        return None
    above = next((one for one in noun.ancestors if one.pos_ in VERBS), None)
    return above if above is not None and above.lemma_ in control("sending") and above.i < noun.i else None


def is_anybodys(verb: Token, head: Token) -> bool:
    """Whether a complement leaves open who acts: "she suggests waiting", "the cup is hard to win"."""
    if verb.tag_ == "VBG":
        return head.lemma_ in control("suggesting") and not head.children_as(OBJECT)
    adjectives = head.children_as(ADJECTIVAL_PREDICATE)
    return head.lemma_ == "be" and bool(adjectives) and not any(one.lemma_.lower() in control("eager") for one in adjectives)


def opposed(verb: Token, head: Token) -> Token | None:
    """Whose doing somebody argues against: "argued against the club playing abroad"."""
    if verb.tag_ != "VBG" or verb.left_edge.i == 0:
        return None
    last = verb.left_edge.nbor(-1)
    return next((one for one in _behind(head, "against") if one.right_edge is last), None)


def is_callers(verb: Token) -> bool:
    """Whether who calls does this himself: "called the mayor to thank him", but not "called the mayor to testify"."""
    called = any(child.fills(OBJECT) for child in verb.head.children)
    return called and verb.head.lemma_ in control("calling") and verb.lemma_ in control("told_on_call")


def receiver(noun: Token) -> Token | None:
    """Who is given the chance, the right or the job that an infinitive belongs to: "gave the town the chance to vote"."""
    before = (child for child in noun.head.children_as(OBJECT | RECIPIENT) if noun.head.i < child.i < noun.i)
    return next((child for child in before if child.pos_ != "ADP"), None)


def _behind(token: Token, preposition: str) -> list[Token]:
    """The nouns behind a preposition of a word."""
    near = (child for child in token.children_as(PREPOSITION) if child.lower_ == preposition)
    return [noun for one in near for noun in one.children_as(PREPOSITIONAL_OBJECT)]
