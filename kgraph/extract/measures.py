"""Words that say how much or when, and so take no part in an event unless a role asks for them."""

from __future__ import annotations

from kgraph.extract.reading import Reading, support_words
from kgraph.lexicon import Slot
from kgraph.syntax.predications import counted
from kgraph.syntax.relations import PREPOSITION, PREPOSITIONAL_OBJECT
from kgraph.syntax.tree import Token

_UNITS = frozenset("m bn tn k p c".split())


def is_stray_unit(head: Token) -> bool:
    """Whether a word is the "m" of "£100m" that the parser hangs on the verb beside the number."""
    if head.lower_ not in _UNITS or head.i == 0:
        return False
    number = head.nbor(-1)
    return number.pos_ == "NUM" and not number.whitespace_ and number.head.i != head.i


def is_time(head: Token, reading: Reading) -> bool:
    """Whether a word is a time, or counts one: "a number of years"."""
    return reading.is_time(head) or (
        head.lemma_.lower() in support_words()["quantity"] and any(reading.is_time(noun) for noun in counted(head))
    )


def is_bare_amount(head: Token, slot: Slot) -> bool:
    """Whether a word is a number and no more, which something grew from or to: "grew from 3.2 million"."""
    return (
        slot.path[-1] in ("from", "to", "at")
        and head.tag_ == "CD"
        and not head.children_as(PREPOSITION)
        and head.fills(PREPOSITIONAL_OBJECT)
    )


def is_measured(head: Token) -> bool:
    """Whether a word says how much: a number, what has one, or a word for a sum."""
    counts, sums = support_words()["quantity"], support_words()["sum"]
    counted = any(word.pos_ in ("NUM", "SYM") or word.lemma_.lower() in counts for word in (head, *head.children))
    return counted or head.lemma_.lower() in sums
