"""How many the words for people or things say that there are: 14 of "at least 14 people", 3,000 of "three thousand homes"."""

from __future__ import annotations

from kgraph.coreference.decisive import words
from kgraph.numbers import is_scale
from kgraph.numbers import number as number_of
from kgraph.syntax.relations import COMPOUND, CONJUNCT, NUMBER
from kgraph.syntax.tree import Token

_PART_OF_NUMBER = COMPOUND | NUMBER

_MOST = 1e15  # beyond it a float is not exact, and nothing that news counts is
_TWO = frozenset({"both", "two"})
_PEOPLE = frozenset({"people", "police", "personnel", "folk"})


def count_of(noun: Token) -> int | None:
    """The number that stands with a noun and fits it: "one man", "two men", but not "the 2004 telecast"; None for "dozens"."""
    number = next((child for child in noun.children if child.fills(NUMBER) and child.i < noun.i), None)
    if number is None:
        return None
    if any(child.lower_ == "or" for child in number.children):
        return None
    said = [token.lower_ for token in number.subtree if token.fills(_PART_OF_NUMBER) and token.i <= number.i]
    if is_scale(number.lower_) and any(child.lower_ == "and" for child in number.children):  # two hundred and fifty
        said += [child.lower_ for child in number.children if child.fills(CONJUNCT)]
    found = _whole(number_of(said))
    is_many = noun.tag_ in ("NNS", "NNPS") or noun.lower_ in _PEOPLE
    return found if found is not None and is_many == (found != 1) else None


def is_of_two(noun: Token) -> bool:
    """Whether a noun says that it means two: "both firms", "the two leaders", "the pair"."""
    before = {child.lower_ for child in noun.children if child.i < noun.i}
    return noun.lemma_.lower() in words("twos") or not before.isdisjoint(_TWO)


def _whole(found: float | None) -> int | None:
    """The number as a count; None where it is not whole, and where it is more than anything that is counted."""
    return int(found) if found is not None and found < _MOST and found == int(found) else None
