"""Units: what one article says of one event, as far as it bears on which units of which articles are one event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import cache, lru_cache
from heapq import nsmallest
from itertools import groupby
from math import log
from typing import NamedTuple, TypeGuard, TypeVar

import msgspec

from kgraph.lexicon import Lexicon
from kgraph.model import CORE_ROLES, Entity, Interval, Modality, Polarity, ReportRef, Role, TimeBasis
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.keys import Key, keys_of
from kgraph.resolve.knowledge import head_noun
from kgraph.resolve.names import normalised, top_type, words_of
from kgraph.resolve.words import Words, hashed, scores_among, stems, unpacked, weight

ByRole = tuple[frozenset[str], ...]
"""A set for each of CORE_ROLES."""
_NOBODY: ByRole = (frozenset(),) * len(CORE_ROLES)
_NUMBERS = {name: number for number, name in enumerate(CORE_ROLES)}
_SENTENCES = 4
"""Of how many sentences of a unit the words are compared."""
_MAIN = 2
"""How many sentences of an article say what it is about: its headline, and the first sentence below."""
_TELLING = 8
"""How many words stand for an article: two that follow one story have two of them in common. With 12, there are no more merges."""
_Value = TypeVar("_Value", bound=Hashable)


class Facts(NamedTuple):
    """What can tell two units apart; units that say the same share one, so that no two are compared twice.

    ``named`` are the ids of the named core participants, ``called`` the names that they may share with others although nothing says that
    they are the same: the surnames of people. ``heads`` are the head nouns of what the others are called, ``counts`` how many the words
    say that those are, ``places`` the types and ids of the named places, ``keys`` what identifies the event. ``is_told`` says whether it
    is told as having happened or not, or as what may have happened ("a man charged with murder"), ``is_planned`` whether as a plan.
    ``day`` is the article's, ``period`` between which days the article appeared where its day is not known.
    """

    type: str
    named: ByRole
    called: ByRole
    heads: ByRole
    counts: ByRole
    places: frozenset[tuple[str, str]]
    lemmas: frozenset[str]
    polarities: frozenset[Polarity]
    is_told: bool
    is_planned: bool
    interval: Interval | None
    day: date | None
    period: Interval | None
    keys: tuple[Key, ...]

    @property
    def who(self) -> frozenset[str]:
        """The named core participants, whatever their roles."""
        return everybody(self.named)


class Unit(msgspec.Struct, frozen=True, eq=False):
    """The reports of one article that describe one event, in the order of the article, with everybody who takes part.

    ``said`` are the content words of their sentences without the words for the event itself, ``names`` those of who takes part.
    ``is_headline`` says whether a headline reports it, ``is_main`` whether that or the sentence after it does; ``about`` are the words
    that say most of what its article is about. ``scores`` are those of ``said``, unless a sentence has several; ``article_names`` are the
    ids of all that its article names, and ``of_type`` is how many units of its article have its type.
    """

    article: str
    reports: tuple[ReportEvidence, ...]
    roles: frozenset[Role]
    facts: Facts
    said: tuple[Words, ...]
    names: Words
    is_headline: bool
    is_main: bool
    about: tuple[int, ...]
    scores: Words
    article_names: frozenset[str]
    of_type: int

    @property
    def ref(self) -> ReportRef:
        """Its first report."""
        return self.reports[0].ref


class Units:
    """The units of articles, of whichever are asked for; ``articles`` are those that report anything."""

    def __init__(self, evidence: Evidence, entities: Sequence[Entity], lexicon: Lexicon) -> None:
        self._reports = {article: tuple(reports) for article, reports in groupby(evidence.reports, key=_article)}
        self._casts = _casts(evidence, entities)
        self._lexicon = lexicon
        self._about = cache(self._said_most)
        self._facts: dict[Facts, Facts] = {}

    @property
    def articles(self) -> Set[str]:
        """The articles that have reports."""
        return self._reports.keys()

    def words(self, article: str) -> Words:
        """The content words of an article's sentences."""
        return frozenset().union(*{unpacked(raw) for raw in {item.content for item in self._reports.get(article, ())}})

    def _said_most(self, article: str) -> tuple[int, ...]:
        """The words of an article that say most, each the more the more of its sentences have it."""
        sentences = {item.sentence: item.content for item in self._reports[article]}
        spread = Counter(word for content in sentences.values() for word in unpacked(content))
        says = {word: weight((word,)) * (1 + log(count)) for word, count in spread.items()}
        return tuple(sorted(nsmallest(_TELLING, says, key=lambda word: (-says[word], word))))

    def of(self, articles: Iterable[str], *, but: Collection[ReportRef] = frozenset()) -> Iterator[Unit]:
        """The units of articles in the order of their first reports; without those whose reports are told of ``but``."""
        for article in articles:
            same: dict[int, list[ReportEvidence]] = {}  # in the order of the first reports, as the evidence is sorted
            reports = self._reports.get(article, ())
            main = frozenset(sorted({item.sentence for item in reports})[:_MAIN])
            for item in reports:
                same.setdefault(item.ref.report if item.same_as is None else item.same_as, []).append(item)
            types = Counter(map(_elected, same.values()))
            for group in same.values():
                if left := [item for item in group if item.ref not in but]:
                    yield self._unit(article, left, main, types[_elected(group)])

    def _unit(self, article: str, group: Sequence[ReportEvidence], main: frozenset[int], of_type: int) -> Unit:
        cast = self._casts[article]
        parts = {part: entity for item in group for role, number in item.fillers for part, entity in cast.parts(role, number)}
        said = _said(group)
        facts = _facts(group, parts, self._lexicon, cast.others)
        return Unit(
            article,
            tuple(group),
            frozenset(parts),
            self._facts.setdefault(facts, facts),
            said,
            frozenset().union(*[_stems_of(entity.name) for entity in parts.values() if entity.named]),
            any(item.headline for item in group),
            any(item.sentence in main for item in group),
            self._about(article),
            frozenset().union(*[found for words in said if len(found := scores_among(words)) == 1]),
            cast.names,
            of_type,
        )


class _Cast:
    """Who the chains of one article are, of whom its groups consist, and how often it mentions each."""

    __slots__ = ("_found", "_names", "_others", "entities", "members", "mentions")

    def __init__(self) -> None:
        self.entities: dict[int, Entity] = {}
        self.mentions: Counter[str] = Counter()
        self._names: frozenset[str] | None = None
        self._others: Sequence[Entity] | None = None
        self.members: dict[int, tuple[int, ...]] = {}
        self._found: dict[tuple[str, int], list[tuple[Role, Entity]]] = {}

    def parts(self, role: str, chain: int) -> Sequence[tuple[Role, Entity]]:
        """The roles and entities of a participant, groups unfolded into their members."""
        found = self._found.get((role, chain))
        if found is None:
            entities = map(self.entities.get, self.members.get(chain) or (chain,))
            found = self._found[role, chain] = [(Role(role, entity.id), entity) for entity in entities if entity is not None]
        return found

    @property
    def names(self) -> frozenset[str]:
        """The ids of all that the article names."""
        if self._names is None:
            self._names = frozenset([entity.id for entity in self.others])
        return self._names

    @property
    def others(self) -> Sequence[Entity]:
        """All that the article names, those that it mentions most first."""
        if self._others is None:
            named = {entity.id: entity for entity in self.entities.values() if entity.named}
            self._others = sorted(named.values(), key=lambda entity: (-self.mentions[entity.id], entity.id))
        return self._others


def _casts(evidence: Evidence, entities: Sequence[Entity]) -> Mapping[str, _Cast]:
    casts: dict[str, _Cast] = defaultdict(_Cast)
    for entity in entities:
        for merge in entity.evidence:
            article, number = merge.chain
            casts[article].entities[number] = entity
    for item in evidence.chains:
        cast = casts[item.ref.article]
        if item.chain.members:
            cast.members[item.ref.chain] = item.chain.members
        if (found := cast.entities.get(item.ref.chain)) is not None:
            cast.mentions[found.id] += item.mentions
    return casts


def is_stated(interval: Interval | None) -> TypeGuard[Interval]:
    """Whether there is a time that the text states."""
    return interval is not None and interval.basis is TimeBasis.STATED


def best_interval(intervals: Iterable[Interval | None]) -> Interval | None:
    """Of the stated intervals that which agrees with most of the others, of those the shortest; else the first inferred one."""
    known = [interval for interval in intervals if interval is not None]
    stated = [interval for interval in known if is_stated(interval)] or known
    if len(stated) < 2:
        return stated[0] if stated else None
    votes = Counter(stated)
    return min(votes, key=lambda own: (-sum(n for other, n in votes.items() if own.overlaps(other)), -votes[own], *width(own)))


def width(interval: Interval) -> tuple[int, date, date]:
    """How many days an interval has more than one, and which."""
    begin, end = interval.begin or date.min, interval.end or date.max
    return ((end - begin).days, begin, end)


def _article(item: ReportEvidence) -> str:
    return item.ref.article


def _said(group: Sequence[ReportEvidence]) -> tuple[Words, ...]:
    own = _stems_of(" ".join([f"{item.words} {item.lemma}" for item in group]))
    sentences = dict.fromkeys(item.content for item in group)
    return tuple([unpacked(raw) - own for raw in list(sentences)[:_SENTENCES]])


@lru_cache(1 << 16)
def _stems_of(words: str) -> Words:
    return frozenset(map(hashed, stems(words)))


def _facts(group: Sequence[ReportEvidence], parts: Mapping[Role, Entity], lexicon: Lexicon, others: Sequence[Entity]) -> Facts:
    kind = _elected(group)
    named: list[tuple[str, str]] = []
    called: list[tuple[str, str]] = []
    heads: list[tuple[str, str]] = []
    counts: list[tuple[str, str]] = []
    places: list[tuple[str, str]] = []
    for role, entity in parts.items():
        if role.name == "place":
            if entity.named:
                places.append((entity.type, entity.id))
        elif role.name in _NUMBERS:
            if entity.named:
                named.append((role.name, entity.id))
                called.append((role.name, _called(entity)))
            else:
                head = head_noun(entity.name)
                if head.isalpha():  # a sum or a number describes nobody
                    heads.append((role.name, head))
            if entity.count is not None:
                counts.append((role.name, str(entity.count)))
    return Facts(
        type=kind,
        named=_by_role(tuple(named)),
        called=_by_role(tuple(called)),
        heads=_by_role(tuple(heads)),
        counts=_by_role(tuple(counts)),
        places=frozenset(places),
        lemmas=_set_of(*[item.lemma for item in group]),
        polarities=_set_of(*[item.polarity for item in group]),
        is_told=any(_is_told(item) for item in group),
        is_planned=any(item.modality is Modality.PLANNED for item in group),
        interval=best_interval(item.time for item in group),
        day=group[0].day,
        period=group[0].period,
        keys=keys_of(
            kind,
            [(role.name, entity) for role, entity in parts.items()],
            lexicon,
            lemmas=[item.lemma for item in group],
            others=others,
        ),
    )


def _called(entity: Entity) -> str:
    """A person's surname, the name of anything else, as names are compared."""
    plain = normalised(entity.name)
    return (words_of(plain) or [plain])[-1] if top_type(entity.type) == "Person" else plain


def _is_told(item: ReportEvidence) -> bool:
    return item.modality is Modality.ACTUAL or (item.modality is Modality.POSSIBLE and not item.future)


def _elected(group: Sequence[ReportEvidence]) -> str:
    votes = Counter(item.type for item in group)
    return min(votes, key=lambda name: (-votes[name], name))


@lru_cache(maxsize=1 << 16, typed=True)
def _set_of(*values: _Value) -> frozenset[_Value]:
    """A set that is made once, and so hashed once."""
    return frozenset(values)


@lru_cache(1 << 16)
def everybody(parts: ByRole) -> frozenset[str]:
    """Those of all roles together."""
    return frozenset().union(*parts)


@lru_cache(maxsize=1 << 16)
def _by_role(pairs: tuple[tuple[str, str], ...]) -> ByRole:
    if not pairs:
        return _NOBODY
    found: list[set[str]] = [set() for _ in CORE_ROLES]
    for name, value in pairs:
        found[_NUMBERS[name]].add(value)
    return tuple(map(frozenset, found))
