"""What two units are to each other: bound by something specific, or kept apart by something that both cannot be.

Nothing is bound because nothing speaks against it. A bond needs a key, nearly one sentence, two named sides, or rare words that both
sentences have; and what is not known (a time, a side) is never taken to be the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from kgraph.coreference.decisive import words
from kgraph.lexicon import KeyFamily, Lexicon, entity_is_a
from kgraph.model import PLAIN_EVENT, Entity
from kgraph.resolve.keys import Key, Moment, any_different, any_likely, any_same, families_of, moment, plans_meet
from kgraph.resolve.knowledge import calendar, vague
from kgraph.resolve.likeness import Likeness
from kgraph.resolve.reasons import (
    HEADLINE,
    LIKELY_KEY,
    NAMED_SIDES,
    ONE_STORY,
    REPRINT,
    SAME_KEY,
    SAME_SCORE,
    SHARED_WORDS,
)
from kgraph.resolve.times import are_apart, days_between, is_stated_alike
from kgraph.resolve.units import Facts, Unit, everybody
from kgraph.resolve.words import Words, hashed, is_rare, scores_among, stem, weight

_SUREST_FIRST = (SAME_KEY, REPRINT, HEADLINE, SAME_SCORE, NAMED_SIDES, SHARED_WORDS, LIKELY_KEY, ONE_STORY)
_ORDER = {rule: place for place, rule in enumerate(_SUREST_FIRST)}
_REPRINT = 0.6
"""The share of what both sentences say that nearly one sentence has."""
_TOLD_AGAIN = 0.25
"""The share of what the shorter sentence says that the other says too where both report one event."""
_REPEATED = 0.5
"""The same for what happens again and again, or may be years apart: of 14 judged pairs of undated articles below it 4 were one."""
_SIMILAR = 0.28
"""The share of what both sentences say that two have where no name, or only the name of a speaker, says that they are of one event."""
_SOME = 0.18
"""The same in articles of one story, of somebody who takes part in both."""
_LITTLE, _BESIDE = 6.0, 4.0
"""What words have to say together there, and beside names where two reports have one key."""
_FEW = 3
"""How many events of a type articles of one story may report and still mean one by one word."""
_ENOUGH = 14.0
"""What words have to say together to be worth anything: as much as two or three rare ones."""
_NEAR, _NEARER = 14, 3
"""Days between two events that may be one by their words, and by their sides alone."""
_BEGINNING = 5
"""Letters of a name that may be the beginning of a longer one."""
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


class _Overlap(NamedTuple):
    """What the sentences of two units share: how much it says, as a part of the shorter one, and of both together.

    ``beside`` is how much it says without the names of who takes part.
    """

    says: float = 0.0
    contained: float = 0.0
    alike: float = 0.0
    beside: float = 0.0


class Pairs:
    """Judges pairs of units by what is known of event types, of the entities and of how alike their articles are."""

    def __init__(self, lexicon: Lexicon, entities: Mapping[str, Entity], likeness: Likeness) -> None:
        self._lexicon = lexicon
        self._entities = entities
        self._likeness = likeness
        self._families_of = cache(partial(families_of, lexicon=lexicon))
        self._apart: dict[tuple[int, int], bool] = {}

    def bond(self, a: Unit, b: Unit) -> Bond | None:
        """What makes two units one event, None where nothing does."""
        if self.are_apart(a.facts, b.facts) or (_are_of_other_days(a, b) and not _happens_once(a.facts.keys, b.facts.keys)):
            return None
        if a.article == b.article:
            return self._bond_within(a, b)
        shared, overlap = self._shared(a, b), _overlap(a, b)
        if self._have_one_key(a, b, overlap):
            return Bond(SAME_KEY, len(shared), shared)
        if _is_reprint(a.facts, b.facts, overlap, days_between(a.facts, b.facts)):
            return Bond(REPRINT, overlap.alike, shared)
        if self._have_one_score(a, b):
            return Bond(SAME_SCORE, len(shared), shared)
        likely = Bond(LIKELY_KEY, len(shared), shared) if self._have_likely_key(a, b, overlap) else None
        if self.are_at_odds(a, b, retold=_is_mostly_retold(overlap)):
            return likely
        if a.facts.type == b.facts.type == PLAIN_EVENT:
            return self._bond_untyped(a, b, overlap, shared) or likely
        return self._bond_across(a, b, overlap, shared) or likely

    def _have_one_key(self, a: Unit, b: Unit, overlap: _Overlap) -> bool:
        """Whether a key says that the two are one event; where no time is known, in articles that follow one story, or in common words."""
        own, other = a.facts, b.facts
        if not (own.keys and other.keys) or not (_is_settled(own) or _is_settled(other) or _are_plans(own.keys, other.keys)):
            return False
        retold = _is_retold(overlap)
        related = retold or self._likeness.are_related(a.article, b.article)
        return any_same(own.keys, other.keys, _moment(own), _moment(other), one_story=related, retold=retold)

    def _have_likely_key(self, a: Unit, b: Unit, overlap: _Overlap) -> bool:
        """The same where one of the two keys is guessed, which needs more."""
        own, other = a.facts, b.facts
        if not (own.keys and other.keys and own.is_told and other.is_told):
            return False
        retold = _is_retold(overlap)
        alike = retold or self._are_alike(a, b)
        certain = _are_as_certain(a, b)
        keys, others = ([key for key in facts.keys if certain or key.whole] for facts in (own, other))
        return any_likely(keys, others, _moment(own), _moment(other), one_story=alike, retold=retold)

    def _have_one_score(self, a: Unit, b: Unit) -> bool:
        """Whether two contests ended with one score and have a side in common; with a score that is not rare, both sides.

        Who wins in one article may be named somewhere else in the other, which tells of who loses.
        """
        if a.scores.isdisjoint(b.scores) or not self._have_scores(a.facts, b.facts):
            return False
        sides = (a.facts.who & b.article_names) | (b.facts.who & a.article_names)
        return len(a.facts.who & b.facts.who) > 1 or (bool(sides) and bool(scores_among(a.scores & b.scores, telling=True)))

    def _bond_within(self, a: Unit, b: Unit) -> Bond | None:
        """One article keeps its events apart, unless its headline says what its text says or both have one key."""
        if self.are_at_odds(a, b):
            return None
        shared, overlap = self._shared(a, b), _overlap(a, b)
        if not _share_a_sentence(a, b) and (_is_retold(overlap) or _happens_once(a.facts.keys, b.facts.keys)):
            if self._have_one_key(a, b, overlap):
                return Bond(SAME_KEY, len(shared), shared)
            if _is_retold(overlap) and a.facts.is_told == b.facts.is_told and self._have_likely_key(a, b, overlap):
                return Bond(LIKELY_KEY, len(shared), shared)
        if not _are_told_alike(a.facts, b.facts) or a.facts.type == PLAIN_EVENT or self._is_light(a.facts, b.facts):
            return None
        if a.is_headline != b.is_headline and overlap.contained >= _REPEATED and overlap.says >= _ENOUGH:
            return Bond(HEADLINE, overlap.contained, shared)
        return None

    def may_be_one(self, a: Unit, b: Unit) -> bool:
        """Whether two reports of one article may be of one event where other articles bind each of them to that.

        What people do or say on many occasions, an article reports several times, and so it does earthquakes and matches.
        """
        if _share_a_sentence(a, b) or not _are_told_alike(a.facts, b.facts) or a.facts.type == PLAIN_EVENT:
            return False
        if self._is_light(a.facts, b.facts) or self._is_talk(a.facts) or a.facts.type in words("again"):
            return False
        apart = self._needs_a_key(a.facts, b.facts) or self.are_apart(a.facts, b.facts) or _are_of_other_days(a, b)
        return not (apart or self.are_at_odds(a, b))

    def _bond_across(self, a: Unit, b: Unit, overlap: _Overlap, shared: tuple[str, ...]) -> Bond | None:
        days = days_between(a.facts, b.facts)
        if not (self._are_alike(a, b) if days is None else days <= _NEAR):
            return None
        light = self._is_light(a.facts, b.facts)
        if len(shared) > 1 and not light and (overlap.beside >= _LITTLE if days is None else days <= _NEARER):
            return Bond(NAMED_SIDES, len(shared) + overlap.contained, shared)
        if days is None and self._ends_with_a_score(a.facts):
            return None  # who wins one match wins others, in the same words
        if _share_rare_words(overlap, days, named=bool(shared), light=light):
            return Bond(SHARED_WORDS, overlap.contained, shared)
        if not light and _are_as_certain(a, b) and self._are_alike(a, b) and self._is_one_in_a_story(a, b, overlap, shared):
            return Bond(ONE_STORY, self._likeness.of(a.article, b.article), shared)
        return None

    def _bond_untyped(self, a: Unit, b: Unit, overlap: _Overlap, shared: tuple[str, ...]) -> Bond | None:
        """Two reports without a type are one event in articles of one story, by a rare word for what happened and whom it happened to."""
        if (
            overlap.contained >= _SOME
            and _are_as_certain(a, b)
            and self._says_whom(a.facts, b.facts, shared)
            and self._share_the_word(a, b)
        ):
            return Bond(ONE_STORY, self._likeness.of(a.article, b.article), shared)
        return None

    def _share_the_word(self, a: Unit, b: Unit) -> bool:
        """Whether two articles of one story have one word for what happened, and a rare one."""
        return self._are_alike(a, b) and any(map(is_rare, a.facts.lemmas & b.facts.lemmas))

    def _is_told_again(self, a: Unit, b: Unit, *, few: bool) -> bool:
        """Whether two articles of one story report one thing by one word, of which neither reports many.

        With ``few`` common words beside it they have to be very much alike. What is known by its place or its sides does not count: who
        reports one earthquake or match reports others.
        """
        if not self._share_the_word(a, b) or self._needs_a_key(a.facts, b.facts):
            return False
        return self._likeness.are_very_alike(a.article, b.article) or (not few and max(a.of_type, b.of_type) <= _FEW)

    def _needs_a_key(self, a: Facts, b: Facts) -> bool:
        return any(family.loose or family.score for facts in (a, b) for family in self._families(facts))

    def _says_whom(self, a: Facts, b: Facts, shared: tuple[str, ...]) -> bool:
        """Whether one of the shared sides is a person, or it is done to one of them."""
        people = any(entity_is_a(self._entities[one].type, "Person") for one in shared)
        return people or self._is_telling(_done_to_both(a, b))

    def _is_one_in_a_story(self, a: Unit, b: Unit, overlap: _Overlap, shared: tuple[str, ...]) -> bool:
        """Whether two articles of one story report one thing: where they begin, or of somebody and in some of the same words."""
        if not _share_words(overlap) or self._ends_with_a_score(a.facts):
            return False
        if a.is_main and b.is_main and a.facts.type == b.facts.type:
            return True
        known = self._is_telling(shared) or len(_described_alike(a.facts, b.facts)) > 1
        if known and not a.facts.lemmas.isdisjoint(b.facts.lemmas):
            return True
        if overlap.beside < _LITTLE or overlap.contained < _TOLD_AGAIN:
            return False
        return self._is_told_again(a, b, few=overlap.says < _ENOUGH)

    def _are_alike(self, a: Unit, b: Unit) -> bool:
        return self._likeness.are_alike(a.article, b.article)

    def _shared(self, a: Unit, b: Unit) -> tuple[str, ...]:
        """The named participants of both in the same roles; in articles of one story also people of one surname."""
        own, other = a.facts, b.facts
        sides = [(own.who, other.who)] if self._is_symmetric(own) else list(zip(own.named, other.named, strict=True))
        found = {entity for x, y in sides for entity in x & y}
        if not found and any(x & y for x, y in zip(own.called, other.called, strict=True)) and self._are_alike(a, b):
            found = {entity for x, y, z in zip(own.named, own.called, other.called, strict=True) if y & z for entity in x}
        return tuple(sorted(found))

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
            or (a.polarities.isdisjoint(b.polarities) and not is_stated_alike(a, b))
            or (are_apart(a, b) and not any_same(a.keys, b.keys, _moment(a), _moment(b)))
            or _are_elsewhere(a.places, b.places)
            or self._names_differ(a, b)
            or (any_different(a.keys, b.keys, _moment(a), _moment(b)) and not _are_called_alike(a, b))
            or any(x and y and x.isdisjoint(y) for x, y in zip(a.counts, b.counts, strict=True))
            or (a.is_told != b.is_told and not (is_stated_alike(a, b) or plans_meet(a.keys, b.keys)))
        )

    def are_at_odds(self, a: Unit, b: Unit, *, retold: bool = False) -> bool:
        """Whether a side that one names or describes is described otherwise in the other, in words that the first does not have at all.

        Where most else is ``retold``, two descriptions may be of one: "pirates", "raiders".
        """
        sides = zip(a.facts.named, b.facts.named, a.facts.heads, b.facts.heads, strict=True)
        return any(
            self._is_other(own or (() if retold else heads), others, heads, other_heads, a)
            or self._is_other(others or (() if retold else other_heads), own, other_heads, heads, b)
            for own, others, heads, other_heads in sides
            if heads or other_heads
        )

    def _is_other(
        self, known: Collection[str], others: frozenset[str], heads: frozenset[str], other_heads: frozenset[str], unit: Unit
    ) -> bool:
        told = other_heads - vague()
        if others or not told or vague().issuperset(known) or not told.isdisjoint(heads):
            return False
        return not any(self._likeness.has(unit.article, head) for head in told)

    def _is_one_kind(self, a: Facts, b: Facts) -> bool:
        if PLAIN_EVENT in (a.type, b.type):
            return not a.lemmas.isdisjoint(b.lemmas) or self._may_have_one_key(a, b)
        return self._lexicon.may_be_one(a.type, b.type) or self._have_one_family(a, b)

    def _may_have_one_key(self, a: Facts, b: Facts) -> bool:
        """Whether reports of which at least one has no type may be of one event by their keys or scores."""
        families = {key.family for key in a.keys} & {key.family for key in b.keys}
        return bool(families) or self._have_scores(a, b)

    def _have_one_family(self, a: Facts, b: Facts) -> bool:
        """Whether the types of both have keys of one family: a purchase is a sale."""
        return a.type != b.type and any(x.name == y.name for x in self._families(a) for y in self._families(b))

    def _have_scores(self, a: Facts, b: Facts) -> bool:
        """Whether both are contests that end with a score, by their types or words."""
        return self._ends_with_a_score(a) and self._ends_with_a_score(b)

    def _ends_with_a_score(self, facts: Facts) -> bool:
        return any(family.score for family in self._families(facts))

    def _families(self, facts: Facts) -> Sequence[KeyFamily]:
        """The families of the keys of a type; where there is no type, those of the types that its words may report."""
        return self._families_of(facts.lemmas) if facts.type == PLAIN_EVENT else self._lexicon.keys.get(facts.type, ())

    def _is_symmetric(self, facts: Facts) -> bool:
        return facts.type != PLAIN_EVENT and self._lexicon.types[facts.type].symmetric

    def _names_differ(self, a: Facts, b: Facts) -> bool:
        """Whether a role that both fill by names is filled by other ones, or the sides have changed places.

        Who acts in a sale is not who acts in a purchase.
        """
        if self._is_symmetric(a) and self._is_symmetric(b):
            return not (
                a.who <= b.who
                or b.who <= a.who
                or everybody(a.called) <= everybody(b.called)
                or everybody(b.called) <= everybody(a.called)
            )
        if a.type != b.type and _are_the_same_two(a.keys, b.keys):
            return False
        start = int(self._have_one_family(a, b))
        if any(x and y and not _may_be_called(x, y) for x, y in zip(a.called[start:], b.called[start:], strict=True)):
            return True
        return not start and bool(_done_to(a) & b.named[0] - a.named[0] or _done_to(b) & a.named[0] - b.named[0])

    def _is_light(self, a: Facts, b: Facts) -> bool:
        """Whether it happens again and again, so that sides and day do not say which it is."""
        return self._lexicon.repeats(a.type) or self._lexicon.repeats(b.type)

    def _is_talk(self, facts: Facts) -> bool:
        """Whether somebody says it, so that who says it tells one occasion from another."""
        return self._lexicon.types[facts.type].root in words("talk")

    def _is_telling(self, shared: tuple[str, ...]) -> bool:
        """Whether one of the shared sides is more than a country, a party or a team."""
        return any(not any(entity_is_a(self._entities[one].type, kind) for kind in _COLLECTIVE) for one in shared)


def _share_words(overlap: _Overlap) -> bool:
    """Whether two sentences have some rare words in common, which are not enough to say alone that they report one event."""
    return overlap.contained >= _SOME and overlap.says >= _LITTLE


def _is_retold(overlap: _Overlap) -> bool:
    """Whether two sentences about the same people share some more than their names."""
    return overlap.contained >= _SOME and overlap.beside >= _BESIDE


def _is_mostly_retold(overlap: _Overlap) -> bool:
    """Whether two sentences have half of their rarer words in common, and several."""
    return overlap.contained >= _REPEATED and overlap.beside >= _ENOUGH


def _is_settled(facts: Facts) -> bool:
    """Whether it is told as a fact, or planned; who might resign, or is asked to, might do so at any time."""
    return facts.is_told or facts.is_planned


def _are_plans(a: Sequence[Key], b: Sequence[Key]) -> bool:
    """Whether both have a key of what is planned once."""
    return any(x.rules.plans and x.family == y.family for x in a for y in b)


def _happens_once(a: Sequence[Key], b: Sequence[Key]) -> bool:
    """Whether both have a key of what happens once, so that other days in their sentences are those of something else."""
    return any(x.rules.once and x.family == y.family and not x.who.isdisjoint(y.who) for x in a for y in b)


def _are_the_same_two(a: Sequence[Key], b: Sequence[Key]) -> bool:
    """Whether both are between the same two, whoever does it: a win is the loss of the other."""
    return any(x.family == y.family and x.rules.either_way and not x.who.isdisjoint(y.who) for x in a for y in b)


def _is_reprint(a: Facts, b: Facts, overlap: _Overlap, days: int | None) -> bool:
    """Whether both are nearly one sentence; months later a short one may have become true again."""
    if overlap.alike < _REPRINT or a.lemmas.isdisjoint(b.lemmas):
        return False
    return overlap.says >= (_ENOUGH if days is None or days <= _NEAR else 3 * _ENOUGH)


def _share_rare_words(overlap: _Overlap, days: int | None, *, named: bool, light: bool) -> bool:
    """Whether the rare words of two sentences say that they are of one event.

    Statements and other things that happen again and again need a common name and more words; and so does what may be years apart
    without a common name.
    """
    if overlap.says < _ENOUGH or overlap.beside < _LITTLE:
        return False
    if light:
        return named and overlap.contained >= _REPEATED and overlap.alike >= _SIMILAR
    if days is not None:
        return overlap.contained >= _TOLD_AGAIN
    return overlap.contained >= _REPEATED and (named or overlap.alike >= _SIMILAR)


def _are_told_alike(a: Facts, b: Facts) -> bool:
    return a.type == b.type and (a.is_told, a.is_planned, a.polarities) == (b.is_told, b.is_planned, b.polarities)


def _are_as_certain(a: Unit, b: Unit) -> bool:
    """Whether some report of each is as certain as one of the other: who could be banned need not have been."""
    return not {item.modality for item in a.reports}.isdisjoint([item.modality for item in b.reports])


def _share_a_sentence(a: Unit, b: Unit) -> bool:
    """Whether one sentence of their article reports both, and so perhaps two: "suspended or even dismissed"."""
    return not {item.sentence for item in a.reports}.isdisjoint([item.sentence for item in b.reports])


def _are_of_other_days(a: Unit, b: Unit) -> bool:
    """Whether the sentences of both name days of the week, or months, and no common one."""
    own, other = _union(a.said), _union(b.said)
    return any(own & days and other & days and not own & other & days for days in _calendar())


@lru_cache(1 << 16)
def _union(said: tuple[Words, ...]) -> Words:
    return said[0] if len(said) == 1 else frozenset().union(*said)


@cache
def _calendar() -> tuple[Words, ...]:
    return tuple(frozenset(hashed(stem(word)) for word in words) for words in calendar())


def _overlap(a: Unit, b: Unit) -> _Overlap:
    """What the two sentences share that share most."""
    names = a.names | b.names
    return max((_overlap_of(x, y, names) for x in a.said for y in b.said), default=_Overlap())


def _overlap_of(a: Words, b: Words, names: Words) -> _Overlap:
    shared = a & b
    says = weight(shared)
    if not says:
        return _Overlap()
    own, other = weight(a), weight(b)
    return _Overlap(says, says / min(own, other), says / (own + other - says), weight(shared - names))


def _described_alike(a: Facts, b: Facts) -> frozenset[str]:
    """The head nouns by which both describe who takes part in the same roles, that say who is meant."""
    return frozenset().union(*[x & y for x, y in zip(a.heads, b.heads, strict=True)]) - vague()


def _are_called_alike(a: Facts, b: Facts) -> bool:
    """Whether two that may be the same have the same name and are not known to be."""
    return any(x & y and z.isdisjoint(w) for x, y, z, w in zip(a.called, b.called, a.named, b.named, strict=True))


@lru_cache(1 << 16)
def _may_be_called(names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether some name of both is the same, or the beginning of the other: "Harbourline", "Harbourlines"."""
    if names & others:
        return True
    pairs = ((a, b) for a in names for b in others)
    return any(min(len(a), len(b)) >= _BEGINNING and (a.startswith(b) or b.startswith(a)) for a, b in pairs)


def _moment(facts: Facts) -> Moment:
    return moment(facts.interval, facts.day, period=facts.period, told=facts.is_told)


def _done_to_both(a: Facts, b: Facts) -> tuple[str, ...]:
    return tuple({entity for x, y in zip(a.named[1:], b.named[1:], strict=True) for entity in x & y})


def _done_to(facts: Facts) -> frozenset[str]:
    return frozenset().union(*facts.named[1:])


def _are_elsewhere(places: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether two events cannot be in one place: in two cities or two countries; a city may lie in a region."""
    return not places & others and bool({kind for kind, _ in places} & {kind for kind, _ in others})
