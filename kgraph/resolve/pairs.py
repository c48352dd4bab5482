"""What two units are to each other: bound by something specific, or kept apart by something that both cannot be.

Nothing is bound because nothing speaks against it. A bond needs a key, nearly one sentence, two named sides, or rare words that both
sentences have; and what is not known (a time, a side) is never taken to be the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kgraph.lexicon import Lexicon, entity_is_a
from kgraph.model import PLAIN_EVENT, Entity
from kgraph.resolve.knowledge import anybody
from kgraph.resolve.likeness import Likeness
from kgraph.resolve.reasons import HEADLINE, NAMED_SIDES, ONE_STORY, REPRINT, SAME_KEY, SHARED_WORDS
from kgraph.resolve.times import are_apart, days_between, is_stated_alike
from kgraph.resolve.units import ByRole, Facts, Unit
from kgraph.resolve.words import Words, weight

_ORDER = {rule: place for place, rule in enumerate((SAME_KEY, REPRINT, HEADLINE, NAMED_SIDES, SHARED_WORDS, ONE_STORY))}
_REPRINT = 0.6
"""The share of what both sentences say that nearly one sentence has."""
_TOLD_AGAIN = 0.25
"""The share of what the shorter sentence says that the other says too where both report one event."""
_REPEATED = 0.5
"""The same for what happens again and again."""
_ENOUGH = 14.0
"""What words have to say together to be worth anything: as much as two or three rare ones."""
_NEAR, _NEARER = 14, 3
"""Days between two events that may be one by their words, and by their sides alone."""
_COLLECTIVE = ("Country", "Place", "PoliticalParty", "SportsTeam", "Government", "Group", "Money", "Work", "Product", "Law")
"""Types of which one alone says little about which event is meant."""


class Bond(NamedTuple):
    """Why two units are one event: a rule, how much its evidence says (more is more), and which entities or key they share."""

    rule: str
    strength: float
    shared: tuple[str, ...]

    @property
    def order(self) -> tuple[int, float]:
        """The surest first."""
        return _ORDER[self.rule], -self.strength

    @property
    def is_strong(self) -> bool:
        """Whether it outweighs that one names a side and the other describes it."""
        return self.rule in (SAME_KEY, REPRINT)


class _Overlap(NamedTuple):
    """What the sentences of two units share: how much it says, as a part of the shorter one, and of both together."""

    says: float = 0.0
    contained: float = 0.0
    alike: float = 0.0


class Pairs:
    """Judges pairs of units by what is known of event types, of the entities and of how alike their articles are."""

    def __init__(self, lexicon: Lexicon, entities: Mapping[str, Entity], likeness: Likeness) -> None:
        self._lexicon = lexicon
        self._entities = entities
        self._likeness = likeness
        self._apart: dict[tuple[int, int], bool] = {}
        self._at_odds: dict[tuple[int, int], bool] = {}

    def bond(self, a: Unit, b: Unit) -> Bond | None:
        """What makes two units one event, None where nothing does."""
        if self.are_apart(a.facts, b.facts):
            return None
        overlap = _overlap(a, b)
        shared = _shared(a.facts, b.facts, symmetric=self._is_symmetric(a.facts))
        if a.article == b.article:
            return self._bond_within(a, b, overlap, shared)
        if _is_reprint(a.facts, b.facts, overlap):
            return Bond(REPRINT, overlap.alike, shared)
        if PLAIN_EVENT in (a.facts.type, b.facts.type) or self.are_at_odds(a.facts, b.facts):
            return None
        return self._bond_across(a, b, overlap, shared)

    def _bond_within(self, a: Unit, b: Unit, overlap: _Overlap, shared: tuple[str, ...]) -> Bond | None:
        """One article keeps its events apart, unless its headline says what its text says or both name the same two sides."""
        if self.are_at_odds(a.facts, b.facts) or not _are_told_alike(a.facts, b.facts) or self._is_light(a.facts, b.facts):
            return None
        if a.is_headline != b.is_headline and overlap.contained >= 2 * _TOLD_AGAIN and overlap.says >= _ENOUGH:
            return Bond(HEADLINE, overlap.contained, shared)
        return Bond(NAMED_SIDES, overlap.contained, shared) if len(shared) > 1 and a.facts.lemmas & b.facts.lemmas else None

    def _bond_across(self, a: Unit, b: Unit, overlap: _Overlap, shared: tuple[str, ...]) -> Bond | None:
        days = days_between(a.facts, b.facts)
        near = self._likeness.are_alike(a.article, b.article) if days is None else days <= _NEAR
        if not near:
            return None
        light = self._is_light(a.facts, b.facts)
        if len(shared) > 1 and not light and (days is None or days <= _NEARER):
            return Bond(NAMED_SIDES, len(shared) + overlap.contained, shared)
        if overlap.says >= _ENOUGH and overlap.contained >= (_REPEATED if light else _TOLD_AGAIN):
            return Bond(SHARED_WORDS, overlap.contained, shared)
        if not light and self._likeness.are_alike(a.article, b.article) and (self._is_telling(shared) or self._is_main(a, b)):
            return Bond(ONE_STORY, self._likeness.of(a.article, b.article), shared)
        return None

    def are_apart(self, a: Facts, b: Facts) -> bool:
        """Whether two units cannot be one event, whatever else they share."""
        key = (id(a), id(b)) if id(a) < id(b) else (id(b), id(a))
        found = self._apart.get(key)
        if found is None:
            found = self._apart[key] = self._are_apart(a, b)
        return found

    def _are_apart(self, a: Facts, b: Facts) -> bool:
        return (
            not self._is_one_kind(a, b)
            or a.polarities.isdisjoint(b.polarities)
            or are_apart(a, b)
            or _are_elsewhere(a.places, b.places)
            or self._names_differ(a, b)
            or any(x and y and x.isdisjoint(y) for x, y in zip(a.counts, b.counts, strict=True))
            or (a.is_told != b.is_told and not is_stated_alike(a, b))
        )

    def are_at_odds(self, a: Facts, b: Facts) -> bool:
        """Whether a side that one names or describes is described otherwise in the other."""
        key = (id(a), id(b)) if id(a) < id(b) else (id(b), id(a))
        found = self._at_odds.get(key)
        if found is None:
            found = self._at_odds[key] = any(
                _is_other(*parts) for parts in zip(a.named, b.named, a.heads, b.heads, strict=True)
            )
        return found

    def _is_one_kind(self, a: Facts, b: Facts) -> bool:
        if PLAIN_EVENT in (a.type, b.type):
            return a.lemmas == b.lemmas
        return self._lexicon.may_be_one(a.type, b.type)

    def _is_symmetric(self, facts: Facts) -> bool:
        return facts.type != PLAIN_EVENT and self._lexicon.types[facts.type].symmetric

    def _names_differ(self, a: Facts, b: Facts) -> bool:
        """Whether a role that both fill by names is filled by other ones, or the sides have changed places."""
        if self._is_symmetric(a) and self._is_symmetric(b):
            return not (a.who <= b.who or b.who <= a.who)
        if any(x and y and x.isdisjoint(y) for x, y in zip(a.named, b.named, strict=True)):
            return True
        return bool(_done_to(a) & b.named[0] - a.named[0] or _done_to(b) & a.named[0] - b.named[0])

    def _is_light(self, a: Facts, b: Facts) -> bool:
        """Whether it happens again and again, so that sides and day do not say which it is."""
        return any(facts.type == PLAIN_EVENT or self._lexicon.repeats(facts.type) for facts in (a, b))

    def _is_telling(self, shared: tuple[str, ...]) -> bool:
        """Whether one of the shared sides is more than a country, a party or a team."""
        return any(not any(entity_is_a(self._entities[one].type, kind) for kind in _COLLECTIVE) for one in shared)

    def _is_main(self, a: Unit, b: Unit) -> bool:
        return a.is_headline and b.is_headline and a.facts.type == b.facts.type


def _is_reprint(a: Facts, b: Facts, overlap: _Overlap) -> bool:
    return overlap.alike >= _REPRINT and overlap.says >= 2 * _ENOUGH and not a.lemmas.isdisjoint(b.lemmas)


def _are_told_alike(a: Facts, b: Facts) -> bool:
    return a.type == b.type and (a.is_told, a.is_planned, a.polarities) == (b.is_told, b.is_planned, b.polarities)


def _overlap(a: Unit, b: Unit) -> _Overlap:
    """What the two sentences share that share most."""
    return max((_overlap_of(x, y) for x in a.said for y in b.said), default=_Overlap())


def _overlap_of(a: Words, b: Words) -> _Overlap:
    says = weight(a & b)
    if not says:
        return _Overlap()
    own, other = weight(a), weight(b)
    return _Overlap(says, says / min(own, other), says / (own + other - says))


def _shared(a: Facts, b: Facts, *, symmetric: bool) -> tuple[str, ...]:
    """The named participants of both in the same roles."""
    if symmetric:
        return tuple(sorted(a.who & b.who))
    return tuple(sorted({entity for x, y in zip(a.named, b.named, strict=True) for entity in x & y}))


def _done_to(facts: Facts) -> frozenset[str]:
    return frozenset().union(*facts.named[1:])


def _are_elsewhere(places: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether two events cannot be in one place: in two cities or two countries; a city may lie in a region."""
    return not places & others and bool({kind for kind, _ in places} & {kind for kind, _ in others})


def _is_other(named: frozenset[str], others: frozenset[str], heads: frozenset[str], other_heads: frozenset[str]) -> bool:
    """Whether a role is filled by somebody else as far as the words go: a name against a description, or another description."""
    if named and others:
        return False
    told = heads - anybody() if not named else frozenset()
    other = other_heads - anybody() if not others else frozenset()
    if named or others:
        return bool((named and other) or (others and told))
    return bool(told and other) and told.isdisjoint(other)


