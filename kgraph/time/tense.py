"""Where the verb above an expression of time points: to the past, the present or the future."""

from __future__ import annotations

from kgraph.syntax.relations import (
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    NOMINAL_SUBJECT,
    NOUN_CLAUSE,
    PASSIVE_AUXILIARY,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tags import FINITE, NOUNS, PRESENT_TENSE, VERBS
from kgraph.syntax.tree import Token
from kgraph.time import grammar
from kgraph.time.readings import FUTURE, PAST, PRESENT

_ANY_AUXILIARY = AUXILIARY | PASSIVE_AUXILIARY

DEADLINES = frozenset({"for", "until", "till", "by", "to", "through"})


def _governor(token: Token) -> Token | None:
    """The verb that a token depends on, itself not counted."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in VERBS:
            return ancestor
    return None


def tense(token: Token) -> str:
    """Where the verb above a token points: "past", "future", "present", or "" where nothing tells."""
    verb = _governor(token)
    if any(ancestor.lower_ == "due" for ancestor in token.ancestors):
        return FUTURE
    happening = _happening(token)
    if token.tag_ == "NNS" and token.head.lower_ == "in" and _ranked(token.head.head):
        return ""  # "will be the first visit in seven years"
    if verb is None:
        return _told(happening, "") if happening is not None else ""
    lead = token if token.fills(PREPOSITION) else next((a for a in token.ancestors if a.fills(PREPOSITION)), None)
    deadline = lead is not None and lead.lower_ in DEADLINES
    found = _tense(verb, deadline=deadline, depth=0)
    if happening is None:
        return found
    return _told(happening, found) or _of_happening(token, happening, verb, found)


def _happening(token: Token) -> Token | None:
    """The noun that a time dates: "Tuesday's win", "the win on Tuesday"; None where it hangs on the verb itself."""
    above = token.head.head if token.fills(PREPOSITIONAL_OBJECT) else token.head
    return above if above.pos_ in NOUNS and above.i != token.i else None


def _told(happening: Token, found: str) -> str:
    """What a preposition above a happening tells: "after Tuesday's win", "ahead of Monday's caucuses"."""
    hints = grammar.grammar().hints
    for lead in happening.ancestors:
        word = lead.lower_
        if word in hints["over"] or (word in hints["done"] and found != FUTURE):
            return PAST
        if word in hints["ahead"]:
            return PAST if found == PAST and word == "before" else FUTURE
        if lead.pos_ in VERBS and not lead.fills(PREPOSITIONAL_CLAUSE):  # "after beating her in Tuesday's vote"
            break
    return ""


def _of_happening(token: Token, happening: Token, verb: Token, found: str) -> str:
    """The tense for a time inside a noun phrase: in "Friday's ruling is a blow" the present is not that of the ruling."""
    owned = token.fills(POSSESSOR)
    if found == PRESENT and (owned or happening.fills(NOMINAL_SUBJECT)):
        return PAST
    return "" if owned and found == FUTURE and verb.tag_ == "VB" and not any(c.tag_ == "MD" for c in verb.children) else found


def _tense(verb: Token, *, deadline: bool, depth: int) -> str:
    hints = grammar.grammar().hints
    auxiliaries = verb.children_as(_ANY_AUXILIARY)
    modal = next((a.lower_ for a in auxiliaries if a.tag_ == "MD"), "")
    if modal and modal != "could":
        return PRESENT if modal == "can" else FUTURE
    perfect = any(a.lemma_ == "have" for a in auxiliaries)
    agenda = verb.lemma_ in hints["agenda"] and (
        verb.tag_ == "VBN" or verb.lemma_ in hints["arrange"]
    )  # "has scheduled a hearing Thursday"
    promised = verb.lemma_ in hints["forward"] and (deadline or (verb.tag_ == "VBN" and not perfect))
    if agenda or promised:
        return FUTURE
    if perfect:
        return PAST
    if verb.tag_ == "VB" and any(a.tag_ == "TO" for a in auxiliaries):
        return _infinitive(verb, depth)
    finite = next((a for a in auxiliaries if a.tag_ in FINITE), None)
    if verb.tag_ in ("VBD",) or (finite is not None and finite.tag_ == "VBD"):
        return PAST
    if verb.tag_ in PRESENT_TENSE or finite is not None:
        return PAST if verb.lemma_ in hints["historic"] else PRESENT
    if verb.tag_ == "VBN":
        return PAST
    above = _governor(verb)
    return _tense(above, deadline=False, depth=depth + 1) if above is not None and depth < 4 else ""


def _infinitive(verb: Token, depth: int) -> str:
    above = _governor(verb)
    ranked = verb.fills(NOUN_CLAUSE) and _ranked(verb.head)  # "the first to arrive on Friday"
    purpose = verb.fills(ADVERBIAL_CLAUSE) or ranked  # "met on Friday to sign": both at one time
    if above is not None and depth < 4 and (purpose or above.lemma_ in grammar.grammar().hints["backward"]):
        return _tense(above, deadline=False, depth=depth + 1)
    return FUTURE


def _ranked(noun: Token) -> bool:
    ranking = grammar.grammar().hints["ranking"]
    return noun.tag_ == "JJS" or noun.lower_ in ranking or any(c.lower_ in ranking or c.tag_ == "JJS" for c in noun.children)
