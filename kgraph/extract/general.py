"""Which reports tell of nothing that happened once: what is so in general, what anybody may do, and what somebody is advised to do."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.extract.parties import Party
from kgraph.extract.reading import Reading
from kgraph.model import Participant, Report
from kgraph.syntax.passives import is_verb
from kgraph.syntax.relations import AUXILIARY, COMPOUND, DETERMINER, NUMBER, PASSIVE_AUXILIARY, POSSESSOR
from kgraph.syntax.speech import attributes
from kgraph.syntax.tags import PLURAL
from kgraph.syntax.tree import Token

_PRESENT = frozenset({"VBZ", "VBP"})
_MODALS = frozenset({"can", "may", "might", "could"})
_COPULAS = frozenset({"is", "are"})
_INDEFINITE = frozenset({"a", "an", "any", "every", "each", "no"})
_DISTANT = frozenset({"those", "people", "anyone", "others", "many"})


def is_general(report: Report, verb: Token, sides: Sequence[Party], reading: Reading) -> bool:
    """Whether a verb tells in the present, or by what can be, of a kind of people and things: "buyers who own a copy get a refund"."""
    if not is_verb(verb) or attributes(verb) or not sides:
        return False
    if not (_is_possible(verb) or (_is_present(verb) and not reading.article.is_headline(report.trigger))):
        return False
    return all(_is_kind(side) for side in sides) and not any(
        _is_named(participant, reading) for participant in report.participants
    )


def _is_named(participant: Participant, reading: Reading) -> bool:
    return participant.role == "place" or (participant.chain is not None and reading.chains[participant.chain].named)


def _helpers(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.fills(AUXILIARY | PASSIVE_AUXILIARY)}


def _is_possible(verb: Token) -> bool:
    """Whether a verb says what can be, and not what can have been."""
    helpers = _helpers(verb)
    return bool(helpers & _MODALS) and "have" not in helpers


def _is_present(verb: Token) -> bool:
    """Whether a verb stands in the simple present, active or passive."""
    helpers = _helpers(verb)
    return verb.tag_ == "VBN" and helpers <= _COPULAS if helpers else verb.tag_ in _PRESENT


def _is_kind(side: Party) -> bool:
    """Whether a side is any of a kind: a bare plural, or something indefinite."""
    word = side.head
    if side.is_named or word.pos_ == "PROPN":
        return False
    if word.pos_ != "NOUN":
        return word.lower_ in _DISTANT
    if word.children_as(POSSESSOR | NUMBER) or any(child.pos_ == "PROPN" for child in word.children_as(COMPOUND)):
        return False
    determiners = {child.lower_ for child in word.children_as(DETERMINER)}
    return determiners <= _INDEFINITE if determiners else word.tag_ in PLURAL
