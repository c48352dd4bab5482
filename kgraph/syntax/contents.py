"""What clauses tell: which of them say what a verb or a noun speaks of, where they end, and what only stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.syntax.astray import is_finite
from kgraph.syntax.clauses import finite_above, has_own_subject, is_infinitive, resumed
from kgraph.syntax.control import control
from kgraph.syntax.passives import is_verb, mark_word
from kgraph.syntax.relations import (
    ADNOMINAL_CLAUSE,
    ADVERBIAL_CLAUSE,
    BARE_CLAUSE,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    FINITE_CLAUSE,
    NOMINAL_SUBJECT,
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
    PREPOSITIONAL_OBJECT,
    PUNCTUATION,
)
from kgraph.syntax.tags import VERBS
from kgraph.syntax.tree import Token

_CONTRASTING = frozenset({"while", "whereas", "though", "although"})


def breaks_off(verb: Token) -> Iterator[Token]:
    """The verbs that the parser has coordinated with the verb of a clause, and that go on with a verb above it."""
    for child in verb.children_as(CONJUNCT):
        if is_verb(child) and (
            finite_above(child, verb) is not None or (child.lemma_ in control("telling") and resumed(child) is not None)
        ):
            yield child
        elif is_verb(child):
            yield from breaks_off(child)
    yield from _set_against(verb)


def _set_against(verb: Token) -> Iterator[Token]:
    """What a text sets against what somebody says, or what the speaker says next: "said it had failed, while the bank said nothing"."""
    if not verb.fills(FINITE_CLAUSE) or verb.i < verb.head.i or verb.head.lemma_ not in control("telling"):
        return
    for child in verb.rights:
        own = [subject for subject in child.children_as(NOMINAL_SUBJECT) if subject.i < child.i]
        if not own or not is_finite(child) or _is_within_quotation(child, verb):
            continue
        contrasts = child.fills(ADVERBIAL_CLAUSE) and mark_word(child) in _CONTRASTING and child.left_edge.nbor(-1).text == ","
        contrasts = contrasts and (own[0].pos_ == "PROPN" or child.lemma_ in control("telling"))
        goes_on = child.fills(CONJUNCT) and child.lemma_ in control("telling") and own[0].lower_ in ("he", "she")
        if contrasts or (goes_on and child.tag_ == verb.head.tag_):
            yield child


def _is_within_quotation(clause: Token, first: Token) -> bool:
    """Whether a clause goes on within a quotation that holds another one before it."""
    before = [token.text for token in first.doc[first.head.i : clause.left_edge.i] if token.is_quote]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def infinitive_of(noun: Token) -> Token | None:
    """The infinitive that says what is to become of a noun behind "for": "called for the rents to be halved", "a call for aid to be sent".

    The parser has the noun for the infinitive's subject, or hangs both on the verb.
    """
    clause = noun.head
    if noun.fills(NOMINAL_SUBJECT) and is_infinitive(clause) and mark_word(clause) == "for":
        return clause
    if not noun.fills(PREPOSITIONAL_OBJECT) or noun.head.lower_ != "for":
        return None
    above = noun.head.head
    beside = (*noun.rights, *above.children_as(ADVERBIAL_CLAUSE | BARE_CLAUSE))
    behind_it = (
        one for one in beside if one.left_edge.i == noun.right_edge.i + 1 or (one.head is noun and one.fills(ADNOMINAL_CLAUSE))
    )
    return next((one for one in behind_it if is_infinitive(one) and one.children_as(PASSIVE_AUXILIARY)), None)


def is_beside_content(clause: Token) -> bool:
    """Whether a sentence before a verb only stands beside it, as the verb has a content of its own: "Ann left, Bo said she was ill"."""
    verb = clause.head
    if clause.i > verb.i:
        return False
    if any(other.i > verb.i for other in verb.children_as(COMPLEMENT_CLAUSE)):
        return True
    ends = clause.right_edge.nbor().text if clause.right_edge.i + 1 < len(clause.doc) else ""
    told = verb.lemma_ in control("giving")  # "the sea was rough, the crew was told"
    return ends in (";", "-", "–", "—") or (not told and any(one.lower_ != "it" for one in verb.children_as(PASSIVE_SUBJECT)))


def is_astray(clause: Token, noun: Token) -> bool:
    """Whether an infinitive behind a noun is not the noun's: "For his plan to work, he needs luck", "a loan - with six more to come"."""
    if not is_infinitive(clause):
        return False
    if any(
        child.fills(PUNCTUATION) and noun.i < child.i < clause.i and child.text in ("-", "–", "—", ",") for child in noun.children
    ):
        return True
    opening = noun.head
    return (
        noun.fills(PREPOSITIONAL_OBJECT) and opening.lower_ == "for" and opening.i < opening.head.i and opening.head.pos_ in VERBS
    )


def is_behind_comma(clause: Token) -> bool:
    """Whether a comma stands before a clause."""
    return clause.left_edge.i > 0 and clause.left_edge.nbor(-1).text == ","


def is_content(clause: Token) -> bool:
    """Whether a clause says what a noun is: "the claim that it was sold", "reports he would leave"."""
    if any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children):
        return True
    return clause.dep_ in ("acl", "ccomp") and is_finite(clause) and has_own_subject(clause)


def is_addition(preposition: Token) -> bool:
    """Whether "as" brings in with a gerund what somebody does besides: "As well as painting, she sings"."""
    i = preposition.i
    return (
        preposition.lower_ == "as" and i > 1 and (preposition.doc[i - 2].lower_, preposition.doc[i - 1].lower_) == ("as", "well")
    )
