"""The keys of reports: what says by itself that two reports are of one event, or of two.

Which roles identify an event of which type is data (kgraph/data/events/keys.yaml, docs/lexicon.md). A key is made of what one article says,
so whether two keys are equal does not depend on any third article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import product

import msgspec

from kgraph.lexicon import KeyFamily, KeyPart, Lexicon, entity_lineage
from kgraph.model import Entity, Interval, TimeBasis
from kgraph.resolve.knowledge import titles

_PREPOSITION = re.compile(r"\s+(?:of|in|at|for|to|from|on|with|who|by|and|under|over|against)\s+")
Who = tuple[str, ...]
"""The ids of the entities that a key consists of."""
_MOST = 12
"""How many of those that fill the roles of one report make keys: a list of fifty guests identifies nothing."""


class Told(msgspec.Struct, frozen=True):
    """What fills a role beside a key: the ids of those that have a name, and the last words of other descriptions."""

    role: str
    named: frozenset[str]
    words: frozenset[str]


class Key(msgspec.Struct, frozen=True):
    """What identifies the event of a report, in one family of keys.

    ``who`` has one item for each choice among those that fill the roles: who reports the deaths of two reports the death of each.
    ``beside`` is what tells two events of the same people apart. ``once``, ``story`` and ``days`` are the family's.
    """

    family: str
    who: frozenset[Who]
    beside: tuple[Told, ...]
    once: bool
    story: bool
    days: int

    def blocks(self) -> Iterator[tuple[str, ...]]:
        """What keys must share one of to be equal, to look them up by."""
        for who in sorted(self.who):
            yield (self.family, *who)


class Moment(msgspec.Struct, frozen=True):
    """When an event may have been, as far as a report says. An unknown end is None.

    ``begin`` and ``end`` are the days that it was likely near, both or neither: those that the text states, else the day or the period of
    the article. ``earliest`` and ``latest`` are the days outside of which it cannot lie: what an undated report tells as a fact may be much
    older than its article, and is no younger.
    """

    begin: date | None = None
    end: date | None = None
    earliest: date | None = None
    latest: date | None = None


def keys_of(kind: str, roles: Iterable[tuple[str, Entity]], lexicon: Lexicon) -> tuple[Key, ...]:
    """The keys of reports of a type with those who take part; none where the type has no key, or somebody whom it needs has no name."""
    families = lexicon.keys.get(kind, ())
    if not families:
        return ()
    taking_part = list(roles)
    found = (_key(family, taking_part) for family in families)
    return tuple(key for key in found if key is not None)


def moment(time: Interval | None, day: date | None, *, period: Interval | None = None, told: bool = True) -> Moment:
    """When the event of a report may have been.

    ``time`` is the report's own, ``day`` its article's, ``period`` the days between which the article appeared if no day is known, and
    ``told`` whether the report tells what has happened and not what is planned.
    """
    if time is not None and time.basis is TimeBasis.STATED:
        if time.begin is None or time.end is None:
            return Moment(earliest=time.begin, latest=time.end)
        return Moment(time.begin, time.end, time.begin, time.end)
    first, last = (day, day) if day is not None or period is None else (period.begin, period.end)
    return Moment(first, last, None if told else first, last if told else None)


def are_same(a: Key, b: Key, when: Moment, other: Moment, *, one_story: bool = False) -> bool:
    """Whether two reports are of one event because their keys say so: nothing else has to.

    ``one_story`` is whether their articles follow one story, which is as good as a time for what happens once in a story.
    """
    if a.family != b.family or a.who.isdisjoint(b.who) or _clash(a.beside, b.beside) or are_apart(when, other, a.days):
        return False
    return a.once or (a.story and one_story and _may_be_at_once(when, other, a.days)) or are_near(when, other, a.days)


def are_different(a: Key, b: Key, when: Moment, other: Moment) -> bool:
    """Whether two reports are of two events because their keys say so, whatever else agrees."""
    if a.family != b.family:
        return False
    return a.who.isdisjoint(b.who) or _clash(a.beside, b.beside) or are_apart(when, other, a.days)


def any_same(a: Sequence[Key], b: Sequence[Key], when: Moment, other: Moment, *, one_story: bool = False) -> bool:
    """Whether some of their keys say that two reports are of one event, and none that they are of two."""
    found = any(are_same(x, y, when, other, one_story=one_story) for x in a for y in b)
    return found and not any_different(a, b, when, other)


def any_different(a: Sequence[Key], b: Sequence[Key], when: Moment, other: Moment) -> bool:
    """Whether some of their keys say that two reports are of two events."""
    return any(are_different(x, y, when, other) for x in a for y in b)


def are_near(when: Moment, other: Moment, days: int) -> bool:
    """Whether the days that two events were likely near are known and all lie within so many of each other."""
    if when.begin is None or when.end is None or other.begin is None or other.end is None:
        return False
    return (max(when.end, other.end) - min(when.begin, other.begin)).days <= days


def _may_be_at_once(when: Moment, other: Moment, days: int) -> bool:
    """Whether the times of two events, long ones as well, can be no more than so many days apart; so can two of which nothing is known."""
    if when.begin is None or when.end is None or other.begin is None or other.end is None:
        return when.begin is other.begin
    return max(_gap(when.end, other.begin), _gap(other.end, when.begin)) <= days


def are_apart(when: Moment, other: Moment, days: int) -> bool:
    """Whether more than so many days must lie between two events."""
    return _gap(when.latest, other.earliest) > days or _gap(other.latest, when.earliest) > days


def _gap(end: date | None, begin: date | None) -> int:
    return (begin - end).days if begin is not None and end is not None else 0


def _clash(told: Sequence[Told], others: Sequence[Told]) -> bool:
    """Whether a role beside the key is filled by others in both."""
    return any(_differ(a, b) for a in told for b in others if a.role == b.role)


def _differ(a: Told, b: Told) -> bool:
    if a.named & b.named or a.words & b.words:
        return False
    return bool((a.named and b.named) or (a.words and b.words))


def _key(family: KeyFamily, roles: Sequence[tuple[str, Entity]]) -> Key | None:
    parts = [_fillers(part, roles) for part in family.parts]
    if not all(0 < len(part) <= _MOST for part in parts):
        return None
    choices = {choice for choice in product(*parts) if len(set(choice)) == len(choice)}
    if not choices:
        return None
    who = frozenset(tuple(sorted(choice)) for choice in choices) if family.either_way else frozenset(choices)
    return Key(family.name, who, tuple(_beside(family, roles)), family.once, family.story, family.days)


def _fillers(part: KeyPart, roles: Sequence[tuple[str, Entity]]) -> list[str]:
    """The ids of those with a name who are a part of a key, in order."""
    return sorted({entity.id for role, entity in roles if entity.named and _fills(part, role, entity.type)})


@lru_cache(maxsize=1 << 14)
def _fills(part: KeyPart, role: str, kind: str) -> bool:
    above = entity_lineage(kind)
    return any(role == name and (not kinds or not set(kinds).isdisjoint(above)) for name, kinds in part)


@lru_cache(maxsize=1 << 14)
def _described(name: str) -> frozenset[str]:
    """What a description says: the offices that it ends in, else its last word; of both only what stands before an "of"."""
    words = _PREPOSITION.split(name.lower())[0].replace(",", " ").split()
    for place in range(len(words)):
        if found := titles().get(" ".join(words[place:])):
            return found
    return frozenset(_singular(word) for word in words[-1:])


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _beside(family: KeyFamily, roles: Sequence[tuple[str, Entity]]) -> Iterator[Told]:
    for part in family.beside:
        own = [entity for role, entity in roles if _fills(part, role, entity.type)]
        named = frozenset(entity.id for entity in own if entity.named)
        words = frozenset(word for entity in own if not entity.named for word in _described(entity.name)) - family.empty
        if named or words:
            yield Told(part[0][0], named, words)
