"""Plain events: full verbs that no entry of the lexicon matches, with whoever the grammar puts beside them.

A verb keeps its particle ("set up"). Where it has no object, the preposition that brings in its second side belongs to it as well:
"listened to the judge" is done to the judge. Beside an object a preposition names the role (data/plain.yaml), and an infinitive says what
it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from kgraph.coreference.nobody import does_nothing
from kgraph.extract.beyond import contents
from kgraph.extract.fillers import Filler, doers_astray, is_named, places
from kgraph.extract.frames import Match
from kgraph.extract.reading import Reading
from kgraph.extract.selves import apart, is_reflexive
from kgraph.lexicon import entity_is_a
from kgraph.model import TARGET_ROLES
from kgraph.shipped import shipped
from kgraph.syntax.clauses import is_infinitive
from kgraph.syntax.nominals import first_conjunct
from kgraph.syntax.predications import Argument, Predication
from kgraph.syntax.relations import ADJECTIVE, AUXILIARY, BY_AGENT, COMPOUND, PASSIVE_AUXILIARY, PREPOSITION
from kgraph.syntax.tree import Token

_NO_FULL_VERB = AUXILIARY | PASSIVE_AUXILIARY | ADJECTIVE | COMPOUND
_ROLES = {"subject": "agent", "object": "patient", "dative": "recipient"}
_LIFELESS = frozenset({"Thing", "Product", "Work", "Law"})
_ACTORS = ("Person", "Group", "Organization", "Country")


def plain_match(item: Predication, reading: Reading) -> Match | None:
    """A full verb that no entry matches, with its subject, its objects and what prepositions bring in."""
    if item.pos != "verb" or item.head.pos_ != "VERB" or item.lemma == "be" or item.head.fills(_NO_FULL_VERB):
        return None
    if item.head.is_punct or item.head.fills(PREPOSITION):  # the hyphen of "co-signed", "according to"
        return None
    direct = [
        Filler(role, one.head)
        for function, role in _ROLES.items()
        for one in item.arguments
        if one.function == function and not is_reflexive(one.head) and _may_do(role, one, reading)
    ]
    if item.passive and not item.fillers("subject"):
        direct += (Filler("agent", head) for head in doers_astray(item, reading))
    joined = _joined(item)
    direct = _with_sum(_without(joined, direct))
    found = [*direct, *places(item, direct, reading)]
    has_object = any(filler.role in TARGET_ROLES for filler in direct)
    second = () if has_object else tuple(_second_side(item, found, reading, joined))
    found += _beside_object(item, found, reading) if has_object else second
    found += (Filler("topic", clause) for clause in item.fillers("clause") if is_infinitive(clause))
    found += contents(found, reading)
    kept = {filler.head.i: filler for filler in reversed(list(apart(found, item, reading)))}
    words = [
        joined.lower_ if joined is not None else item.particle,
        *(_prepositions(second[0].head, item.head) if second else ()),
    ]
    return Match(None, item.head, tuple(sorted(kept.values(), key=lambda filler: filler.head.i)), " ".join(filter(None, words)))


def _joined(item: Predication) -> Token | None:
    """The bare object that makes one word with its verb: the "place" of "took place" is nobody's and nowhere."""
    nouns = _joins(item.lemma)
    return next((head for head in item.fillers("object") if head.lower_ in nouns and head.left_edge is head), None)


def _joins(lemma: str) -> Mapping[str, Sequence[str]]:
    """The bare objects that make one word with a verb, and the prepositions of their second side."""
    return cast("Mapping[str, Mapping[str, Sequence[str]]]", plain_words()["joined"]).get(lemma, {})


def _without(joined: Token | None, fillers: list[Filler]) -> list[Filler]:
    """The fillers without the noun that belongs to the verb; what takes place does nothing."""
    if joined is None:
        return fillers
    left = [filler for filler in fillers if filler.head is not joined]
    happens = joined.lower_ in plain_words()["happening"]
    return [replace(filler, role="patient") for filler in left if filler.role == "agent"] if happens else left


def is_joined(lemma: str) -> bool:
    """Whether the lemma of a report is a verb with such an object: "take part in"."""
    verb, *words = lemma.split(" ")
    return bool(words) and words[0] in _joins(verb)


def _with_sum(fillers: list[Filler]) -> list[Filler]:
    """The fillers; a sum of money gets nothing: of "the firm was paid ten pounds" the firm is the recipient."""
    gets = [filler.head.ent_type_ == "Money" for filler in fillers if filler.role == "recipient"]
    if not any(gets):
        return fillers
    if not all(gets):  # "the firm was paid ten pounds" with both before the thing paid
        return [replace(filler, role="patient") if filler.head.ent_type_ == "Money" else filler for filler in fillers]
    other = {"recipient": "patient", "patient": "recipient"}
    return [replace(filler, role=other.get(filler.role, filler.role)) for filler in fillers]


def _may_do(role: str, argument: Argument, reading: Reading) -> bool:
    """Whether a word can do what it does not itself stand with: "a way to pay" pays nothing."""
    if role != "agent" or not argument.inherited:
        return True
    return reading.type(argument.head) != "Thing" or argument.head.pos_ == "PRON"


def _second_side(item: Predication, found: list[Filler], reading: Reading, joined: Token | None) -> Iterator[Filler]:
    """The second side of a verb without an object: what the first preposition behind it brings in, where somebody acts."""
    if not any(filler.role == "agent" and reading.type(filler.head) not in _LIFELESS for filler in found):
        return
    if joined is not None:
        own = _joins(item.lemma)[joined.lower_]
        yield from (
            Filler("patient", one.head) for one in item.arguments if one.function in own and not reading.is_time(one.head)
        )
        return
    taken = {filler.head.i for filler in found}
    behind = [one for one in item.arguments if one.function in plain_words()["second"] and one.head.i > item.head.i]
    first = next((one for one in behind if one.head.i not in taken and _takes_part(one, reading)), None)
    if first is not None:
        yield from (Filler("patient", one.head) for one in behind if one.function == first.function and _takes_part(one, reading))


def _beside_object(item: Predication, found: list[Filler], reading: Reading) -> Iterator[Filler]:
    """What stands beside the object of a verb, in the role that its preposition names: "handed the keys to the mayor"."""
    roles = cast("Mapping[str, str]", plain_words()["roles"])
    taken = {filler.head.i for filler in found}
    for one in (*item.arguments, *_astray(item, reading)):
        role = roles.get(one.function)
        if role is None or one.inherited or one.head.i < item.head.i or one.head.i in taken or not _takes_part(one, reading):
            continue
        if role == "instrument" and reading.type(one.head) in ("Person", "Group"):
            continue
        gets = one.function in ("to", "for") and _is_actor(one.head, reading)
        yield Filler("recipient" if gets else role, one.head)


def _astray(item: Predication, reading: Reading) -> Iterator[Argument]:
    """Somebody to whom, where the parser gives the phrase to the object: "handed the keys to the mayor"."""
    for noun in item.fillers("object"):
        inner = reading.predications.get(noun)
        found = inner.fillers("to") if inner is not None and noun.i > item.head.i else ()
        yield from (Argument("to", head) for head in found if _is_actor(head, reading) and reading.type(head) != "Country")


def _is_actor(head: Token, reading: Reading) -> bool:
    return any(entity_is_a(reading.type(head), kind) for kind in _ACTORS)


def _takes_part(argument: Argument, reading: Reading) -> bool:
    """Whether what a preposition brings in is a side, and no time, no set phrase ("with ease") and no mere place or manner."""
    head = argument.head
    if head.pos_ not in ("NOUN", "PROPN", "PRON") or reading.is_time(head) or head.lower_ in does_nothing():
        return False
    if argument.function in plain_words()["named"]:
        return is_named(head, reading) and not entity_is_a(reading.type(head), "Place")
    first = first_conjunct(head)  # "for the rent, heating and food"
    is_bare = first.tag_ == "NN" and first.left_edge is first
    return not is_bare and head.lemma_.lower() not in plain_words()["adverbial"]


def _prepositions(head: Token, verb: Token) -> list[str]:
    """The prepositions between a verb and a word, from the verb on: "out", "of"."""
    words: list[str] = []
    while head is not verb and head.head is not head:
        if head.fills(PREPOSITION | BY_AGENT):
            words.insert(0, head.lower_)
        head = head.head
    return words


@cache
def plain_verbs() -> frozenset[str]:
    """Verbs that report no event unless the lexicon of events knows better."""
    words = plain_words()
    return frozenset(lemma for kind in ("states", "thoughts", "light") for lemma in words[kind])


def plain_words() -> Mapping[str, Any]:
    """The lists of data/plain.yaml by their names."""
    return shipped("plain.yaml")
