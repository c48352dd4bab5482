"""The keys of reports: what says by itself that two reports are of one event, or of two.

Which roles identify an event of which type is data (kgraph/data/events/keys.yaml, docs/lexicon.md). A key is made of what one article says,
so whether two keys are equal does not depend on any third article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import permutations, product

import msgspec
from msgspec.structs import replace

from kgraph.lexicon import KeyFamily, KeyPart, Lexicon, entity_lineage
from kgraph.model import PLAIN_EVENT, Entity, Interval, TimeBasis
from kgraph.resolve.knowledge import titles
from kgraph.resolve.names import is_generic, normalised

_PREPOSITION = re.compile(r"\s+(?:of|in|at|for|to|from|on|with|who|by|and|under|over|against)\s+")
Who = tuple[str, ...]
"""The ids of the entities that a key consists of."""
_PAIR = 2
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_WORDS = ("verb", "noun")
"""The parts of speech of the words for events in a lexicon."""
_MOST = 12
"""How many of those that fill the roles of one report make keys: a list of fifty guests identifies nothing."""


class Told(msgspec.Struct, frozen=True):
    """What fills a role beside a key: the ids of those that have a name, offices, and the last words of other descriptions."""

    role: str
    named: frozenset[str]
    offices: frozenset[str]
    words: frozenset[str]


class Key(msgspec.Struct, frozen=True):
    """What identifies the event of a report, in one family of keys.

    ``who`` has one item for each choice among those that fill the roles: a report of two deaths has the key of each. ``names`` are the
    words of their names, by their ids. ``beside`` is what tells two events of the same people apart.

    A ``guessed`` key is less than what the text says: no type is known and the word is one of such types, or the key is not ``whole``: one
    part has no name and may be whoever else the article names ("the Norland invasion" in an article that names Osterby). It meets only
    keys that the text gives, and tells nothing apart.
    """

    family: str
    rules: KeyFamily
    who: frozenset[Who]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    beside: tuple[Told, ...]
    guessed: bool = False
    whole: bool = True

    def blocks(self) -> Iterator[tuple[str, ...]]:
        """What keys must share one of to be equal, to look them up by: the ids of a key, and the last words of its names."""
        last = {one: words[-1] if words else one for one, words in self.names}
        for who in sorted(self.who):
            yield (self.family, *who)
            if self.guessed:
                continue
            called = tuple(last[one] for one in who)
            yield (self.family, "called", *(sorted(called) if self.rules.either_way else called))


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

    @property
    def is_stated(self) -> bool:
        """Whether the text says both when it began and when it ended at the latest."""
        return self.earliest is not None and self.latest is not None


def keys_of(
    kind: str, roles: Iterable[tuple[str, Entity]], lexicon: Lexicon, *, lemmas: Iterable[str] = (), others: Sequence[Entity] = ()
) -> tuple[Key, ...]:
    """The keys of reports of a type with those who take part.

    There are none where the type has no key, or somebody whom it needs has no name and is none of the ``others`` whom the article names.
    Of reports without a type the ``lemmas`` say which types they may have.
    """
    if kind == PLAIN_EVENT:
        taking_part = [one for one in roles if one[1].named]
        families = families_of(frozenset(lemmas), lexicon) if len(taking_part) > 1 else ()
        found = (_key(family, taking_part) for family in families)
        return tuple(dict.fromkeys(replace(key, guessed=True) for key in found if key is not None and len(key.who) == 1))
    families = lexicon.keys.get(kind, ())
    if not families:
        return ()
    taking_part = list(roles)
    keys = (_key(family, taking_part) or _guessed(family, taking_part, others) for family in families)
    return tuple(key for key in keys if key is not None)


def families_of(lemmas: frozenset[str], lexicon: Lexicon) -> Sequence[KeyFamily]:
    """The families of two parts or more whose types words may report, each once for the same parts."""
    words = [(kind, lemma) for lemma in sorted(lemmas) for kind in _WORDS]
    types = dict.fromkeys(trigger.type for word in words for trigger in lexicon.triggers.get(word, ()))
    found = {(family.name, family.parts): family for kind in types for family in lexicon.keys.get(kind, ())}
    return [family for family in found.values() if len(family.parts) > 1]


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


def are_same(a: Key, b: Key, when: Moment, other: Moment, *, one_story: bool = False, retold: bool = False) -> bool:
    """Whether two reports are of one event because their keys say so: nothing else has to.

    ``one_story`` is whether their articles follow one story, which is as good as a time for what happens once in a story. In one story,
    who has a part of somebody's name is that person. ``retold`` is whether their sentences have rare words in common, which is as good for
    what ends with a score.
    """
    rules = a.rules
    if a.family != b.family or _clash(a.beside, b.beside) or are_apart(when, other, rules.days):
        return False
    if a.who.isdisjoint(b.who) and not (one_story and not (a.guessed or b.guessed) and _matches(a, b, _is_shorter)):
        return False
    if rules.once or are_near(when, other, rules.days) or (rules.proves and _agree(a.beside, b.beside)):
        return True
    if rules.score:  # a team plays many others that its articles name
        return retold and a.whole and b.whole and _may_be_at_once(when, other, rules.days)
    return rules.story and one_story and _may_be_at_once(when, other, rules.days)


def are_different(a: Key, b: Key, when: Moment, other: Moment) -> bool:
    """Whether two reports are of two events because their keys say so, whatever else agrees.

    Two names that share a word may be of one person or body, so they do not make two events.
    """
    if a.family != b.family or a.guessed or b.guessed:
        return False
    others = not a.rules.loose and not _matches(a, b, _overlap)
    return others or _clash(a.beside, b.beside) or are_apart(when, other, a.rules.days)


def _matches(a: Key, b: Key, agree: Callable[[Collection[str], Collection[str]], object]) -> bool:
    """Whether each of one key is one of the other, or has a name that agrees with his."""
    words, others = dict(a.names), dict(b.names)
    return any(
        all(one == two or agree(words[one], others[two]) for one, two in zip(who, order, strict=True))
        for who in a.who
        for other in b.who
        for order in (permutations(other) if a.rules.either_way else (other,))
    )


def _is_shorter(name: Collection[str], other: Collection[str]) -> bool:
    """Whether one name is the other, or a part of it."""
    return bool(name and other) and (set(name) <= set(other) or set(other) <= set(name))


def _overlap(name: Collection[str], other: Collection[str]) -> bool:
    return not set(name).isdisjoint(other)


def any_same(
    a: Sequence[Key], b: Sequence[Key], when: Moment, other: Moment, *, one_story: bool = False, retold: bool = False
) -> bool:
    """Whether some of their keys say that two reports are of one event, and none that they are of two."""
    pairs = ((x, y) for x in a for y in b if not (x.guessed or y.guessed))
    found = any(are_same(x, y, when, other, one_story=one_story, retold=retold) for x, y in pairs)
    return found and not any_different(a, b, when, other)


def any_likely(
    a: Sequence[Key], b: Sequence[Key], when: Moment, other: Moment, *, one_story: bool = False, retold: bool = False
) -> bool:
    """The same where one of the two keys is guessed."""
    pairs = ((x, y) for x in a for y in b if x.guessed != y.guessed)
    found = any(are_same(x, y, when, other, one_story=one_story, retold=retold) for x, y in pairs)
    return found and not any_different(a, b, when, other)


def any_different(a: Sequence[Key], b: Sequence[Key], when: Moment, other: Moment) -> bool:
    """Whether some of their keys say that two reports are of two events."""
    return any(are_different(x, y, when, other) for x in a for y in b)


def plans_meet(a: Sequence[Key], b: Sequence[Key]) -> bool:
    """Whether of two reports one may plan what the other reports as a fact: a firm is taken over as somebody planned, if at all."""
    return any(
        x.rules.plans
        and not (x.guessed or y.guessed)
        and x.family == y.family
        and not x.who.isdisjoint(y.who)
        and not _clash(x.beside, y.beside)
        for x in a
        for y in b
    )


def are_near(when: Moment, other: Moment, days: int) -> bool:
    """Whether the days that two events were likely near are known and all lie within so many of each other."""
    if when.begin is None or when.end is None or other.begin is None or other.end is None:
        return False
    return (max(when.end, other.end) - min(when.begin, other.begin)).days <= days


def _may_be_at_once(when: Moment, other: Moment, days: int) -> bool:
    """Whether the times of two events, long ones as well, can be no more than so many days apart; of unknown ones none may be stated."""
    if when.begin is None or when.end is None or other.begin is None or other.end is None:
        return not (when.is_stated or other.is_stated)
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
    pairs = ((a.named, b.named), (a.offices, b.offices), (a.words, b.words))
    return not any(x & y for x, y in pairs) and any(x and y for x, y in pairs)


def _agree(told: Sequence[Told], others: Sequence[Told]) -> bool:
    """Whether a role beside the key is filled by the same name or office in both."""
    return any(a.named & b.named or a.offices & b.offices for a in told for b in others if a.role == b.role)


def _key(family: KeyFamily, roles: Sequence[tuple[str, Entity]]) -> Key | None:
    parts = [_fillers(part, roles) for part in family.parts]
    return _made(family, parts, roles) if all(0 < len(part) <= _MOST for part in parts) else None


def _made(family: KeyFamily, parts: Sequence[Sequence[str]], roles: Sequence[tuple[str, Entity]]) -> Key | None:
    """The key of every choice of one of each part; None where nobody is left to choose."""
    choices = {choice for choice in product(*parts) if len(set(choice)) == len(choice)}
    if not choices:
        return None
    who = frozenset(tuple(sorted(choice)) for choice in choices) if family.either_way else frozenset(choices)
    inside = {one for choice in who for one in choice}
    names = {entity.id: _words(entity.name) for _, entity in roles if entity.id in inside}
    return Key(family.name, family, who, tuple(sorted(names.items())), tuple(_beside(family, roles)))


def _guessed(family: KeyFamily, roles: Sequence[tuple[str, Entity]], others: Sequence[Entity]) -> Key | None:
    """The keys with one of the others for the one part that has no name; None where the text tells that it is somebody else."""
    parts = [_fillers(part, roles) for part in family.parts]
    if len(parts) != _PAIR or not any(parts) or max(map(len, parts)) > _MOST:
        return None
    place = next((number for number, part in enumerate(parts) if not part or (number and parts[0] == part)), None)
    if place is None or not _may_be_another(family.parts[place], roles, parts[1 - place]):
        return None
    parts[place] = [entity.id for entity in others if entity.id not in parts[1 - place] and _fits(family.parts[place], entity)]
    key = _made(family, [part[:_MOST] for part in parts], [*roles, *(("", entity) for entity in others)])
    return replace(key, guessed=True, whole=False) if key is not None else None


def _may_be_another(part: KeyPart, roles: Sequence[tuple[str, Entity]], known: Collection[str]) -> bool:
    """Whether somebody whom the article names elsewhere may be meant: nobody is told of, or a definite description that fits."""
    told = [entity for role, entity in roles if any(role == name for name, _ in part) and entity.id not in known]
    return all(not entity.named and _DEFINITE.match(entity.name) and _fits(part, entity) for entity in told)


def _fits(part: KeyPart, entity: Entity) -> bool:
    return any(_fills(part, role, entity.type) for role, _ in part)


@lru_cache(maxsize=1 << 16)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name by which its bearer may be called alone; not its initials and everyday words."""
    return tuple(word for word in normalised(name).split() if len(word) > 1 and not is_generic(word))


def _fillers(part: KeyPart, roles: Sequence[tuple[str, Entity]]) -> list[str]:
    """The ids of those with a name who are a part of a key, in order."""
    return sorted({entity.id for role, entity in roles if entity.named and _fills(part, role, entity.type)})


@lru_cache(maxsize=1 << 14)
def _fills(part: KeyPart, role: str, kind: str) -> bool:
    above = entity_lineage(kind)
    return any(role == name and (not kinds or not set(kinds).isdisjoint(above)) for name, kinds in part)


@lru_cache(maxsize=1 << 14)
def _offices(name: str) -> frozenset[str]:
    """The offices that a description ends in, before an "of": "the home secretary of the day"."""
    words = _PREPOSITION.split(name.lower())[0].replace(",", " ").split()
    return next((found for place in range(len(words)) if (found := titles().get(" ".join(words[place:])))), frozenset())


@lru_cache(maxsize=1 << 14)
def _last_word(name: str) -> str:
    """The last word of a description before an "of"."""
    return _singular((_PREPOSITION.split(name.lower())[0].split() or [""])[-1])


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _beside(family: KeyFamily, roles: Sequence[tuple[str, Entity]]) -> Iterator[Told]:
    for part in family.beside:
        own = [entity for role, entity in roles if _fills(part, role, entity.type)]
        descriptions = [entity.name for entity in own if not entity.named]
        named = frozenset(entity.id for entity in own if entity.named)
        offices = frozenset(office for name in descriptions for office in _offices(name)) - family.empty
        words = frozenset(_last_word(name) for name in descriptions if not _offices(name)) - family.empty
        if named or offices or words:
            yield Told(part[0][0], named, offices, words)
