"""Units: what one article tells of one event, as far as it bears on which units of which articles are one event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from itertools import groupby
from typing import NamedTuple, TypeGuard, TypeVar

import msgspec

from kgraph.model import CORE_ROLES, Entity, Interval, Modality, Polarity, ReportRef, Role, TimeBasis
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.names import last_word

ByRole = tuple[frozenset[str], ...]
"""A set for each of CORE_ROLES."""
_NOBODY: ByRole = (frozenset(),) * len(CORE_ROLES)
_NUMBERS = {name: number for number, name in enumerate(CORE_ROLES)}
_Value = TypeVar("_Value", bound=Hashable)


class Gist(msgspec.Struct, frozen=True, eq=False):
    """What is compared of a unit to find out whether two articles tell of one event; units that tell the same share one.

    ``named`` are the ids of its named core participants, ``heads`` the last words of what the others are called, ``places`` the types and
    ids of its named places. ``is_fact`` says whether it is told as having happened or not, ``is_told`` whether so or as what may have
    happened ("a man charged with murder"), ``is_planned`` whether as a plan. ``who`` are the ids of all its named core participants.
    """

    type: str
    named: ByRole
    heads: ByRole
    places: frozenset[tuple[str, str]]
    lemmas: frozenset[str]
    polarities: frozenset[Polarity]
    is_fact: bool
    is_told: bool
    is_planned: bool
    interval: Interval | None
    day: date | None
    who: frozenset[str]


class Facts(Gist, frozen=True, eq=False):
    """What is compared besides in a story; units that tell the same share one here as well, so that nothing is compared twice.

    ``beside`` are the others that its sentences name, and the words for what else happens there. ``is_single`` says whether the words are
    no plural: "the attack" is one that was told of, "attacks" are any; ``is_headline`` whether a headline tells of it. ``story`` is the
    name of its article's story.
    """

    beside: frozenset[str]
    is_single: bool
    is_headline: bool
    story: str
    gist: Gist


class Unit(msgspec.Struct, frozen=True):
    """The reports of one article that tell of one event, in the order of the article, with everybody who takes part."""

    article: str
    reports: tuple[ReportEvidence, ...]
    roles: frozenset[Role]
    facts: Facts


_Told = tuple[
    str,
    ByRole,
    ByRole,
    frozenset[tuple[str, str]],
    frozenset[str],
    frozenset[Polarity],
    bool,
    bool,
    bool,
    Interval | None,
    date | None,
]
"""The values of a Gist but the last, which follows from the others."""
_Values = tuple[_Told, frozenset[str], bool, bool, str]
"""The same of Facts."""


class Units:
    """The units of articles, of whichever are asked for; ``stories`` are the names of the articles' stories."""

    def __init__(self, evidence: Evidence, entities: Sequence[Entity], stories: Mapping[str, str]) -> None:
        self._reports = {article: tuple(reports) for article, reports in groupby(evidence.reports, key=_article)}
        self._casts = _casts(evidence, entities)
        self._stories = stories
        self._facts_of = cache(partial(_facts, gist_of=cache(_gist)))

    def of(self, articles: Iterable[str], *, but: Collection[ReportRef] = frozenset()) -> Iterator[Unit]:
        """The units of articles in the order of their first reports; without those whose reports are told of ``but``."""
        for article in articles:
            reports = self._reports.get(article, ())
            wanted = [item for item in reports if item.ref not in but]
            if not wanted:
                continue
            same: dict[int, list[ReportEvidence]] = {}  # in the order of the first reports, as the evidence is sorted
            for item in wanted:
                same.setdefault(item.ref.report if item.same_as is None else item.same_as, []).append(item)
            cast, story = self._casts[article], self._stories[article]
            beside = _besides(reports, cast)
            for group in same.values():
                parts = {
                    part: entity for item in group for role, number in item.fillers for part, entity in cast.parts(role, number)
                }
                facts = self._facts_of(_values(group, parts, _around(group, beside), story))
                yield Unit(article, tuple(group), frozenset(parts), facts)


def _gist(told: _Told) -> Gist:
    return Gist(*told, who=frozenset().union(*told[1]))


def _facts(values: _Values, gist_of: Callable[[_Told], Gist]) -> Facts:
    gist = gist_of(values[0])
    return Facts(*values[0], gist.who, *values[1:], gist)


class _Cast:
    """Who the chains of one article are, and of whom its groups consist."""

    __slots__ = ("_found", "entities", "members")

    def __init__(self) -> None:
        self.entities: dict[int, Entity] = {}
        self.members: dict[int, tuple[int, ...]] = {}
        self._found: dict[tuple[str, int], list[tuple[Role, Entity]]] = {}

    def parts(self, role: str, chain: int) -> Sequence[tuple[Role, Entity]]:
        """The roles and entities of a participant, groups unfolded into their members."""
        found = self._found.get((role, chain))
        if found is None:
            entities = map(self.entities.get, self.members.get(chain) or (chain,))
            found = self._found[role, chain] = [(Role(role, entity.id), entity) for entity in entities if entity is not None]
        return found


def _casts(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, _Cast]:
    casts: dict[str, _Cast] = defaultdict(_Cast)
    for entity in entities:
        for merge in entity.evidence:
            article, number = merge.chain
            casts[article].entities[number] = entity
    for item in evidence.chains:
        if item.chain.members:
            casts[item.ref.article].members[item.ref.chain] = item.chain.members
    return casts


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


def _besides(reports: Sequence[ReportEvidence], cast: _Cast) -> Mapping[int, frozenset[str]]:
    """Whom each sentence of an article names or describes, and its words for what happens."""
    found: dict[int, set[str]] = {}
    for item in reports:
        if item.sentence not in found:
            entities = (cast.entities.get(chain) for chain in item.near)
            found[item.sentence] = {e.id if e.named else last_word(e.name) for e in entities if e is not None}
        found[item.sentence].add(item.lemma)
    return {sentence: frozenset(words) for sentence, words in found.items()}


def _around(group: Sequence[ReportEvidence], beside: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """What stands beside the reports of a group, without their own words."""
    if len(group) == 1:
        return beside[group[0].sentence].difference((group[0].lemma,))
    return frozenset().union(*[beside[item.sentence] for item in group]).difference([item.lemma for item in group])


def _article(item: ReportEvidence) -> str:
    return item.ref.article


def _values(group: Sequence[ReportEvidence], parts: Mapping[Role, Entity], beside: frozenset[str], story: str) -> _Values:
    named: list[tuple[str, str]] = []
    heads: list[tuple[str, str]] = []
    places: list[tuple[str, str]] = []
    for role, entity in parts.items():
        if role.name == "place":
            if entity.named:
                places.append((entity.type, entity.id))
        elif role.name in _NUMBERS:
            (named if entity.named else heads).append((role.name, entity.id if entity.named else last_word(entity.name)))
    words = _words_of_one(group[0]) if len(group) == 1 else _words(group)
    told = (
        words.type,
        _by_role(tuple(named)),
        _by_role(tuple(heads)),
        frozenset(places),
        words.lemmas,
        words.polarities,
        words.is_fact,
        words.is_told,
        words.is_planned,
        words.time,
        group[0].day,
    )
    return told, beside, words.is_single, words.is_headline, story


class _Words(NamedTuple):
    """What the reports of a unit say whoever takes part."""

    type: str
    lemmas: frozenset[str]
    polarities: frozenset[Polarity]
    is_fact: bool
    is_told: bool
    is_planned: bool
    is_single: bool
    is_headline: bool
    time: Interval | None


def _words(group: Sequence[ReportEvidence]) -> _Words:
    return _Words(
        type=_elected(group),
        lemmas=_set_of(*[item.lemma for item in group]),
        polarities=_set_of(*[item.polarity for item in group]),
        is_fact=any(item.modality is Modality.ACTUAL for item in group),
        is_told=any(_is_told(item) for item in group),
        is_planned=any(item.modality is Modality.PLANNED for item in group),
        is_single=not any(_is_plural(item.words, item.lemma) for item in group),
        is_headline=any(item.headline for item in group),
        time=best_interval(item.time for item in group),
    )


def _words_of_one(item: ReportEvidence) -> _Words:
    """The same of the one report that nearly every unit has."""
    return _Words(
        item.type,
        _set_of(item.lemma),
        _set_of(item.polarity),
        item.modality is Modality.ACTUAL,
        _is_told(item),
        item.modality is Modality.PLANNED,
        not _is_plural(item.words, item.lemma),
        item.headline,
        item.time,
    )


def _is_told(item: ReportEvidence) -> bool:
    return item.modality is Modality.ACTUAL or (item.modality is Modality.POSSIBLE and not item.future)


def _elected(group: Sequence[ReportEvidence]) -> str:
    votes = Counter(item.type for item in group)
    return min(votes, key=lambda name: (-votes[name], name))


@lru_cache(maxsize=1 << 16, typed=True)
def _set_of(*values: _Value) -> frozenset[_Value]:
    """A set that is made once, and so hashed once."""
    return frozenset(values)


@lru_cache(maxsize=1 << 16)
def _by_role(pairs: tuple[tuple[str, str], ...]) -> ByRole:
    if not pairs:
        return _NOBODY
    found: list[set[str]] = [set() for _ in CORE_ROLES]
    for name, value in pairs:
        found[_NUMBERS[name]].add(value)
    return tuple(map(frozenset, found))


@lru_cache(maxsize=1 << 16)
def _is_plural(words: str, lemma: str) -> bool:
    """Whether the words are more of what the lemma is; the Olympics are one."""
    plain = words.lower()
    return plain != lemma and plain.endswith("s") and not plain.endswith(("ss", "is", "us"))
