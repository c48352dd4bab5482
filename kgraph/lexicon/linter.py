"""What is wrong with a lexicon although it can be read: entries that no sentence tests, that claim one frame, or that nothing reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from kgraph.lexicon.assembly import Assembled, Item
from kgraph.lexicon.entity_types import entity_types
from kgraph.lexicon.nodes import short
from kgraph.lexicon.reader import TypeEntry
from kgraph.lexicon.types import Frame, Lexicon, Trigger
from kgraph.outgoing import counted


class LintMessage(NamedTuple):
    """Something to say about a lexicon, with its file and line."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


Mine = Callable[[str], bool]
"""Whether a file and line belong to what is checked, and not to a lexicon below it."""


def faults(found: Assembled, mine: Mine) -> tuple[LintMessage, ...]:
    """What should be put right in entries that are mine."""
    entries, items = _of(found, mine)
    return (
        *_untested(entries, items, mine),
        *_contradictory(items),
        *_capital(items),
        *_needless(entries, found.items, mine),
        *(claim for claim, theirs in _claims(found, mine) if mine(theirs)),
    )


def notes(found: Assembled, mine: Mine, *, words: bool, each: bool) -> tuple[LintMessage, ...]:
    """What is good to know of entries that are mine.

    Of words in lists that no sentence needs there is how many there are of ``each`` type, or in all; with ``words``, which they are.
    """
    entries, items = _of(found, mine)
    return (
        *(claim for claim, theirs in _claims(found, mine) if not mine(theirs)),
        *_precision(items),
        *(
            _unjustified(entries, items)
            if words
            else _unjustified_counts(entries, items)
            if each
            else _unjustified_total(entries, items)
        ),
    )


def _of(found: Assembled, mine: Mine) -> tuple[list[TypeEntry], list[Item]]:
    entries = [entry for entry in found.entries.values() if mine(entry.where)]
    return entries, [item for item in found.items if mine(item.sense.where)]


def _untested(entries: Iterable[TypeEntry], items: Iterable[Item], mine: Mine) -> Iterator[LintMessage]:
    triggered = {item.type for item in items}
    for entry in entries:
        if entry.name in triggered and not any(mine(example.where) for example in entry.examples):
            yield LintMessage(entry.where, f"{entry.name}: no sentence tests it")


def _contradictory(items: Iterable[Item]) -> Iterator[LintMessage]:
    """Items that nothing can reach: whatever their "when" asks for, their "unless" forbids."""
    for item in items:
        forbidden = dict(item.unless)
        for function, wanted in item.when:
            if wanted <= forbidden.get(function, frozenset()):
                yield LintMessage(item.sense.where, f"{_named(item)}: it forbids everything that it wants as its {function}")


def _capital(items: Iterable[Item]) -> Iterator[LintMessage]:
    """Words that nothing can be: they are looked up in lower case, but for the names of entity types."""
    for item in items:
        listed = {word for lists in (item.when, item.unless) for _, words in lists for word in words} - entity_types().keys()
        for word in sorted({*listed, *item.sense.lemmas}):
            if word != word.lower():
                yield LintMessage(
                    item.sense.where, f"{item.type}: {short(word)} has a capital letter, and words are looked up in lower case"
                )


def _needless(entries: Iterable[TypeEntry], items: Iterable[Item], mine: Mine) -> Iterator[LintMessage]:
    """Sentences that need words which no list has."""
    listed = _listed(items)
    for entry in entries:
        domains = {(entry.name, "unless", domain) for domain in entry.within or ()}
        for key, sentences in (("when", entry.examples), ("unless", entry.counterexamples)):
            for sentence in sentences:
                for word in sentence.needs:
                    if mine(sentence.where) and (entry.name, key, word) not in (listed.keys() | domains):
                        yield LintMessage(sentence.where, f"{entry.name}: needs {short(word)}, which is not in its {key}")


def _claims(found: Assembled, mine: Mine) -> Iterator[tuple[LintMessage, str]]:
    """Frames of two types that the same words would fill, so that the entry that stands first gets all; with where the other stands."""
    by_word: dict[tuple[str, str], list[tuple[Item, Trigger]]] = {}
    for item in found.items:
        for trigger in item.triggers():
            by_word.setdefault((trigger.pos, trigger.lemma), []).append((item, trigger))
    for group in by_word.values():
        for (item, one), (other_item, other) in combinations(group, 2):
            if mine(item.sense.where) and not _may_share(one, other, found.lexicon) and (shared := _shared_frame(one, other)):
                functions = ", ".join(".".join(slot.path) for slot in shared.slots)
                both = f"{_called(one)} and {_called(other)}: both claim the frame of {functions}{_words_of_both(one, other)}"
                yield LintMessage(item.sense.where, f"{both}; {one.type} gets it"), other_item.sense.where


def _may_share(one: Trigger, other: Trigger, lexicon: Lexicon) -> bool:
    """Whether two triggers may have one frame: of two that fit alike the finer type is taken."""
    return one.particle != other.particle or lexicon.is_a(one.type, other.type) or lexicon.is_a(other.type, one.type)


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


def _precision(items: Iterable[Item]) -> Iterator[LintMessage]:
    """How often items were right in the corpus that somebody counted in."""
    for item in items:
        if item.sense.seen is not None:
            right, wrong = item.sense.seen
            yield LintMessage(item.sense.where, f"{_named(item)}: right {right} times of {right + wrong}")


def _unjustified(entries: Iterable[TypeEntry], items: Iterable[Item]) -> Iterator[LintMessage]:
    """The words of when and unless that no sentence needs yet."""
    listed = _listed(items)
    needed = {(entry.name, *word) for entry in entries for word in _needed(entry)}
    for name, key, word in listed.keys() - needed:
        yield LintMessage(listed[name, key, word], f"{name}: no sentence needs {short(word)} in {key}")


def _unjustified_counts(entries: Sequence[TypeEntry], items: Sequence[Item]) -> Iterator[LintMessage]:
    for entry in entries:
        mine = [item for item in items if item.type == entry.name]
        count = sum(1 for _ in _unjustified([entry], mine))
        if count:
            yield LintMessage(entry.where, f"{entry.name}: {_of_words(count, mine)}")


def _unjustified_total(entries: Iterable[TypeEntry], items: Sequence[Item]) -> Iterator[LintMessage]:
    count = sum(1 for _ in _unjustified(entries, items))
    yield LintMessage("all entries", _of_words(count, items))


def _of_words(count: int, items: Iterable[Item]) -> str:
    words = f"{count} of {counted(len(_listed(items)), 'word')} in when and unless"
    return f"{words} {'is' if count == 1 else 'are'} not yet justified by a sentence that needs {'it' if count == 1 else 'them'}"


def _needed(entry: TypeEntry) -> Iterator[tuple[str, str]]:
    yield from (("when", word) for example in entry.examples for word in example.needs)
    yield from (("unless", word) for example in entry.counterexamples for word in example.needs)


def _listed(items: Iterable[Item]) -> Mapping[tuple[str, str, str], str]:
    """Where each word of when and unless is listed first, by type, key and word."""
    found: dict[tuple[str, str, str], str] = {}
    for item in items:
        for key, lists in (("when", item.sense.when), ("unless", item.sense.unless)):
            for _, words in lists:
                for word in words:
                    found.setdefault((item.type, key, word), item.sense.where)
    return found


def _named(item: Item) -> str:
    return f"{item.type} ({item.sense.pos} {', '.join(item.sense.lemmas[:3])}{', ...' if len(item.sense.lemmas) > 3 else ''})"


def _called(trigger: Trigger) -> str:
    return f"{trigger.type} ({trigger.pos} {' '.join(filter(None, (trigger.lemma, trigger.particle)))})"
