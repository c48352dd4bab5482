"""What is wrong with the event lexicon though it can be read: entries that no sentence tests, that claim one frame, or out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from kgraph.lexicon import Frame, Lexicon, Trigger

Restrictions = Mapping[str, frozenset[str]]


def faults(words: Lexicon) -> tuple[str, ...]:
    """A sentence for each fault, by the names of types and triggers."""
    return (*_untested(words), *_contradictory(words), *_claimed(words))


def _untested(words: Lexicon) -> Iterator[str]:
    triggered = {trigger.type for group in words.triggers.values() for trigger in group}
    for name in sorted(triggered):
        if not words.types[name].examples:
            yield f"{name}: no sentence tests it"


def _contradictory(words: Lexicon) -> Iterator[str]:
    """Triggers that nothing can reach: whatever their "when" asks for, their "unless" forbids."""
    for trigger in _all(words):
        forbidden = dict(trigger.unless)
        for function, wanted in trigger.when:
            if wanted <= forbidden.get(function, frozenset()):
                yield f"{_named(trigger)}: everything that it wants as its {function} it forbids as well"


def _claimed(words: Lexicon) -> Iterator[str]:
    """Frames of two types that the same words would fill, so that the entry that stands first gets all and the other nothing."""
    for group in words.triggers.values():
        for one, other in combinations(group, 2):
            if one.particle != other.particle or words.is_a(one.type, other.type) or words.is_a(other.type, one.type):
                continue  # of two that fit alike the finer type is taken
            if shared := _shared_frame(one, other):
                functions = ", ".join(".".join(slot.path) for slot in shared.slots)
                yield f"{_named(one)} and {_named(other)}: both claim the frame of {functions}{_words_of_both(one, other)}"


def _shared_frame(one: Trigger, other: Trigger) -> Frame | None:
    """A frame that both have with the same worth, where nothing else that they ask for keeps them apart."""
    if not _can_both_be(one, other):
        return None
    theirs = {_key(frame) for frame in other.frames}
    return next((frame for frame in one.frames if _key(frame) in theirs), None)


def _key(frame: Frame) -> tuple[object, ...]:
    return frozenset((slot.path, slot.required) for slot in frame.slots), frame.weight


def _can_both_be(one: Trigger, other: Trigger) -> bool:
    """Whether some words satisfy the restrictions of both, and neither is picked out by more of them."""
    if len(one.when) != len(other.when):
        return False
    mine, theirs = dict(one.when), dict(other.when)
    for function, wanted in mine.items():
        both = wanted & theirs.get(function, wanted)
        if not both - dict(one.unless).get(function, frozenset()) - dict(other.unless).get(function, frozenset()):
            return False
    return mine.keys() == theirs.keys()


def _words_of_both(one: Trigger, other: Trigger) -> str:
    theirs = dict(other.when)
    both = {function: sorted(wanted & theirs[function]) for function, wanted in one.when}
    return "".join(f"; {function}: {', '.join(found)}" for function, found in both.items())


def _named(trigger: Trigger) -> str:
    return f"{trigger.type} ({trigger.pos} {' '.join(filter(None, (trigger.lemma, trigger.particle)))})"


def _all(words: Lexicon) -> Iterator[Trigger]:
    for group in words.triggers.values():
        yield from group
