"""Which predications tell of an event: not what nobody in particular does, nor what a clause only mentions in passing.

Readers judged thousands of reports. Of those that these rules leave out, fewer than one in ten told them something.
"""

from __future__ import annotations

from kgraph.coreference.nobody import does_nothing
from kgraph.extract.fillers import Filler, is_named
from kgraph.extract.frames import Match
from kgraph.extract.reading import Reading, support_words
from kgraph.model import CORE_ROLES, TARGET_ROLES
from kgraph.syntax.clauses import is_infinitive
from kgraph.syntax.control import control
from kgraph.syntax.passives import is_passive
from kgraph.syntax.relations import (
    ADJECTIVE,
    ADNOMINAL_CLAUSE,
    ADVERB,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_AUXILIARY,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
    RELATIVE_CLAUSE,
)
from kgraph.syntax.tree import Token

_MENTIONING = RELATIVE_CLAUSE | CONJUNCT
_THINGS = frozenset({"Thing", "Product", "Work"})


def tells(match: Match, reading: Reading) -> bool:
    """Whether a match tells of an event that somebody or something takes part in."""
    if (
        not match.fillers
        or _is_plot(match.head)
        or _is_legwork(match.head)
        or any(_has_only_nobody(match, role, reading) for role in CORE_ROLES)
    ):
        return False
    if match.trigger is not None and match.trigger.pos == "noun":
        return not _is_general(match, reading)
    if match.head.pos_ not in ("VERB", "AUX"):
        return True
    return not (_is_in_passing(match, reading) or _is_idle(match, reading) or (match.trigger is None and _is_personal(match)))


def _is_general(match: Match, reading: Reading) -> bool:
    """Whether a noun speaks of a kind of thing and of nobody: "support for families", "their support"; a change in something is news."""
    if any(_is_named(filler, reading) or filler.role == "place" for filler in match.fillers):
        return False
    if all(filler.role in TARGET_ROLES for filler in match.fillers):
        return not any(filler.head.head.lower_ == "in" for filler in match.fillers)
    return all(filler.head.pos_ == "PRON" for filler in match.fillers)


def _is_legwork(verb: Token) -> bool:
    """Whether a text only tells how it was made: "the firm has been contacted for comment", "a clerk who asked not to be named"."""
    asked = verb.lemma_.lower() in support_words()["legwork"]
    if not asked or verb.pos_ != "VERB":
        return False
    goals = [
        word for lead in verb.children_as(PREPOSITION) if lead.lower_ == "for" for word in lead.children_as(PREPOSITIONAL_OBJECT)
    ]
    if any(word.lemma_.lower() in support_words()["answer"] and not word.children_as(PREPOSITION) for word in goals):
        return True
    clauses = [child for child in verb.children if child.tag_ in ("VB", "VBN") and is_infinitive(child)]
    hidden = any(child.lemma_ in support_words()["hide"] and is_passive(child) for child in clauses)
    return hidden or (
        verb.lemma_.lower() not in support_words()["hush"] and any(child.lemma_ in support_words()["answer"] for child in clauses)
    )


def _is_plot(verb: Token) -> bool:
    """Whether a clause says whom a story is about: "a film about a man who robs a bank" tells of no robbery."""
    first = verb.head if verb.fills(CONJUNCT) and verb.head.pos_ == "VERB" else verb
    noun = first.head
    if not first.fills(RELATIVE_CLAUSE) or not _is_in_present(verb) or noun.pos_ != "NOUN":
        return False
    if not any(child.lower_ in ("a", "an", "two", "three") for child in noun.children):
        return False
    above = noun.head.head if noun.fills(PREPOSITIONAL_OBJECT) else noun.head
    about = noun.head.lower_ == "about" or any(child.lower_ == "about" for child in noun.children_as(ADVERB))
    works = above.children_as(NOMINAL_SUBJECT | OBJECT) if about else []
    plots = {word.lemma_.lower() for word in (above, *works) if word.tag_ not in ("VBD", "VBN")}
    return not plots.isdisjoint(support_words()["plot"])


def _is_in_present(verb: Token) -> bool:
    finite = next((child for child in verb.children_as(AUXILIARY | PASSIVE_AUXILIARY)), verb)
    return finite.tag_ in ("VBZ", "VBP")


def _is_idle(match: Match, reading: Reading) -> bool:
    """Whether a thing without a name does something to nobody: "the plan goes on"."""
    return all(filler.role == "agent" and _is_thing(filler, reading) for filler in match.fillers)


def _is_thing(filler: Filler, reading: Reading) -> bool:
    return reading.type(filler.head) in _THINGS and filler.head.pos_ != "VERB" and not _is_named(filler, reading)


def _is_personal(match: Match) -> bool:
    """Whether somebody speaks of himself, or of what has been named before: "I hobbled", "it went on"."""
    agents = [filler.head.lower_ for filler in match.fillers if filler.role == "agent"]
    return bool(agents) and all(word in support_words()["speaking"] for word in agents)


def _has_only_nobody(match: Match, role: str, reading: Reading) -> bool:
    """Whether a role is filled, and by nobody in particular: "what you need"; as an agent also by a share of people: "36 % said"."""
    heads = [filler.head for filler in match.fillers if filler.role == role]
    shares = support_words()["share"] if role == "agent" else ()
    return bool(heads) and all(
        _is_nobody(head, reading) or (head.pos_ != "PROPN" and head.lemma_.lower() in shares) for head in heads
    )


def _is_nobody(head: Token, reading: Reading) -> bool:
    return head.lower_ in does_nothing() and reading.mention(head) is None


def _is_in_passing(match: Match, reading: Reading) -> bool:
    """Whether a clause only says what somebody is for, after or able to, and names nobody: "a way to pay bills", "by cutting costs"."""
    verb, done = match.head, any(filler.role == "agent" for filler in match.fillers)
    named = any(_is_named(filler, reading) for filler in match.fillers)
    if verb.tag_ == "VB":
        return _is_bare_in_passing(match, named=named)
    if verb.fills(ADJECTIVE) and _only_describes(match, reading, named=named):
        return True
    if verb.fills(RELATIVE_CLAUSE) and not named and _tells_a_kind(verb):
        return True
    if verb.tag_ == "VBG" and verb.fills(PREPOSITIONAL_CLAUSE | ADJECTIVE):
        return not (named and done) if verb.fills(PREPOSITIONAL_CLAUSE) else done
    return match.trigger is None and not named and verb.fills(ADNOMINAL_CLAUSE)


def _only_describes(match: Match, reading: Reading, *, named: bool) -> bool:
    """Whether a participle before a noun says what kind of thing or people it is: "revised plans", "a growing number"."""
    verb = match.head
    if verb.tag_ == "VBG":
        return verb.lemma_.lower() in support_words()["describing"]
    if verb.tag_ != "VBN":
        return False
    noun_known = any(child.fills(POSSESSOR) or child.lower_ in ("the", "this", "these", "those") for child in verb.head.children)
    return all(_is_thing(filler, reading) for filler in match.fillers) or not (named or noun_known)


def _tells_a_kind(verb: Token) -> bool:
    """Whether a clause only says which kind of people or things is meant, by what is always so: "buyers who own a copy"."""
    before = verb.doc[verb.left_edge.i - 1]
    more = verb.children_as(AUXILIARY | PASSIVE_AUXILIARY | COMPLEMENT_CLAUSE)
    return verb.tag_ in ("VBZ", "VBP") and not more and not before.is_punct and verb.head.pos_ == "NOUN"


def _is_bare_in_passing(match: Match, *, named: bool) -> bool:
    """The same for a verb behind "to" or a modal."""
    verb = match.head
    if verb.fills(ADVERBIAL_CLAUSE) and is_infinitive(
        verb
    ):  # what somebody does something for; who calls to thank somebody does so
        return verb.head.lemma_ not in control("calling") or not named
    alone = all(filler.role == "agent" for filler in match.fillers)
    return not named and (verb.fills(_MENTIONING) or (alone and verb.fills(COMPLEMENT_CLAUSE)))


def _is_named(filler: Filler, reading: Reading) -> bool:
    return filler.role != "place" and is_named(filler.head, reading)
