"""Units: what one article tells of one event, as far as it bears on which units of which articles are one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TypeGuard

from kgraph.model import CORE_ROLES, ChainRef, Entity, Interval, Modality, Polarity, ReportRef, Role, TimeBasis
from kgraph.resolve.evidence import Evidence, ReportEvidence

ByRole = tuple[frozenset[str], ...]
"""A set for each of CORE_ROLES."""
_NOBODY: ByRole = (frozenset(),) * len(CORE_ROLES)
_NUMBERS = {name: number for number, name in enumerate(CORE_ROLES)}


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is compared of a unit; units that tell the same share one, so that nothing is compared twice.

    ``named`` are the ids of its named core participants, ``heads`` the last words of what the others are called, ``places`` the types and
    ids of its named places. ``beside`` are the others that its sentences name, and the words for what else happens there. ``is_fact`` says
    whether it is told as having happened or not, ``is_told`` whether so or as what may have ("a man charged with murder"); ``is_single``
    whether the words are no plural: "the attack" is one that was told of, "attacks" are any.
    """

    type: str
    named: ByRole
    heads: ByRole
    places: frozenset[tuple[str, str]]
    lemmas: frozenset[str]
    beside: frozenset[str]
    polarities: frozenset[Polarity]
    is_fact: bool
    is_told: bool
    is_single: bool
    interval: Interval | None
    day: date | None
    story: int

    @property
    def who(self) -> frozenset[str]:
        """The ids of all named core participants."""
        return frozenset().union(*self.named)


_VALUES = attrgetter(*(field.name for field in fields(Facts)))


@dataclass(frozen=True, slots=True)
class Unit:
    """The reports of one article that tell of one event, in the order of the article, with everybody who takes part."""

    reports: tuple[ReportEvidence, ...]
    roles: frozenset[Role]
    facts: Facts

    @property
    def article(self) -> str:
        """The id of its article."""
        return self.reports[0].ref.article


def units(evidence: Evidence, entities: Sequence[Entity], story: Mapping[str, int]) -> Iterator[Unit]:
    """The units of all articles by their first reports; ``story`` gives the number of each article's story."""
    by_chain = {merge.chain: entity for entity in entities for merge in entity.evidence}
    members = {item.ref: item.chain.members for item in evidence.chains if item.chain.members}
    same: dict[ReportRef, list[ReportEvidence]] = {}  # in the order of the first reports, as the evidence is sorted
    for item in evidence.reports:
        first = item.ref if item.same_as is None else ReportRef(item.ref.article, item.same_as)
        same.setdefault(first, []).append(item)
    known: dict[tuple[object, ...], Facts] = {}
    beside = _besides(evidence, by_chain)
    for group in same.values():
        parts = {role: entity for item in group for role, entity in _parts(item, by_chain, members)}
        own = {item.lemma for item in group}
        around = frozenset().union(*(beside[item.ref.article, item.sentence] for item in group)) - own
        facts = _facts(group, parts, around, story[group[0].ref.article])
        yield Unit(tuple(group), frozenset(parts), known.setdefault(_VALUES(facts), facts))


def is_stated(interval: Interval | None) -> TypeGuard[Interval]:
    """Whether there is a time that the text states."""
    return interval is not None and interval.basis is TimeBasis.STATED


def best_interval(intervals: Iterable[Interval | None]) -> Interval | None:
    """The shortest stated interval, else the first inferred one."""
    known = [interval for interval in intervals if interval is not None]
    stated = [interval for interval in known if is_stated(interval)]
    return min(stated or known, key=_width, default=None)


def _width(interval: Interval) -> tuple[int, date, date]:
    begin, end = interval.begin or date.min, interval.end or date.max
    return ((end - begin).days, begin, end)


def _besides(evidence: Evidence, by_chain: Mapping[ChainRef, Entity]) -> Mapping[tuple[str, int], frozenset[str]]:
    """Whom each sentence of an article names or describes, and its words for what happens."""
    found: dict[tuple[str, int], set[str]] = {}
    for item in evidence.reports:
        key = (item.ref.article, item.sentence)
        if key not in found:
            entities = (by_chain.get(ChainRef(item.ref.article, chain)) for chain in item.near)
            found[key] = {entity.id if entity.named else _last_word(entity.name) for entity in entities if entity is not None}
        found[key].add(item.lemma)
    return {key: frozenset(words) for key, words in found.items()}


def _facts(group: Sequence[ReportEvidence], parts: Mapping[Role, Entity], beside: frozenset[str], story: int) -> Facts:
    named: list[tuple[str, str]] = []
    heads: list[tuple[str, str]] = []
    places: list[tuple[str, str]] = []
    for role, entity in parts.items():
        if role.name == "place":
            if entity.named:
                places.append((entity.type, entity.id))
        elif role.name in _NUMBERS:
            (named if entity.named else heads).append((role.name, entity.id if entity.named else _last_word(entity.name)))
    return Facts(
        type=group[0].type if len(group) == 1 else _elected(group),
        named=_by_role(named),
        heads=_by_role(heads),
        places=frozenset(places),
        lemmas=frozenset([item.lemma for item in group]),
        beside=beside,
        polarities=frozenset([item.polarity for item in group]),
        is_fact=any(item.modality is Modality.ACTUAL for item in group),
        is_told=any(_is_told(item) for item in group),
        is_single=not any(_is_plural(item.words) for item in group),
        interval=group[0].time if len(group) == 1 else best_interval(item.time for item in group),
        day=group[0].day,
        story=story,
    )


def _is_told(item: ReportEvidence) -> bool:
    return item.modality is Modality.ACTUAL or (item.modality is Modality.POSSIBLE and not item.future)


def _elected(group: Sequence[ReportEvidence]) -> str:
    votes = Counter(item.type for item in group)
    return min(votes, key=lambda name: (-votes[name], name))


@lru_cache(maxsize=1 << 16)
def _last_word(name: str) -> str:
    return name.lower().split()[-1]


def _by_role(pairs: Sequence[tuple[str, str]]) -> ByRole:
    if not pairs:
        return _NOBODY
    found: list[set[str]] = [set() for _ in CORE_ROLES]
    for name, value in pairs:
        found[_NUMBERS[name]].add(value)
    return tuple(map(frozenset, found))


@lru_cache(maxsize=1 << 16)
def _is_plural(words: str) -> bool:
    plain = words.lower()
    return plain.endswith("s") and not plain.endswith(("ss", "is", "us"))


def _parts(
    item: ReportEvidence, by_chain: Mapping[ChainRef, Entity], members: Mapping[ChainRef, tuple[int, ...]]
) -> Iterator[tuple[Role, Entity]]:
    """Each participant's role and entity, groups unfolded into their members."""
    for role, number in item.fillers:
        for chain in members.get(ChainRef(item.ref.article, number), ()) or (number,):
            entity = by_chain.get(ChainRef(item.ref.article, chain))
            if entity is not None:
                yield Role(role, entity.id), entity
