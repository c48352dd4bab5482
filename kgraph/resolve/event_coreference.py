"""Which reports of one or many articles tell of one event.

Within an article the extraction has said it (``Report.same_as``). Over articles, reports are compared only where they share a root and a
named participant, or a type and a place; never all pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TypeGuard

import yaml

from kgraph.model import CORE_ROLES, PLAIN_EVENT, ChainRef, Entity, Interval, Modality, Polarity, ReportRef, Role, TimeBasis
from kgraph.ontology import Lexicon
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.stories import stories

# Articles that tell of the same thing without saying when: reports this many days apart may still be one event.
_NEAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Unit:
    """The reports of one article that tell of one event.

    ``named`` are its named core participants, ``heads`` what others are called, ``places`` the types and ids of its named places.
    """

    reports: tuple[ReportEvidence, ...]
    type: str
    roles: frozenset[Role]
    named: frozenset[Role]
    heads: frozenset[tuple[str, str]]
    places: frozenset[tuple[str, str]]
    interval: Interval | None
    day: date | None
    story: int


def groups(evidence: Evidence, entities: Sequence[Entity], lexicon: Lexicon) -> list[tuple[Unit, ...]]:
    """The units of all articles, those together that tell of one event."""
    found: list[list[Unit]] = []
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    story = stories(evidence, entities)
    for unit in sorted(_units(evidence, entities, story), key=_order):
        weeks = _weeks(unit)
        keys = tuple((*key, week) for key in _keys(unit, lexicon) for week in weeks)
        near = sorted({number for key in keys for number in index[key]})
        home = next((n for n in near if all(_agree(unit, other, lexicon) for other in found[n])), len(found))
        if home == len(found):
            found.append([])
        found[home].append(unit)
        for key in keys:
            if not index[key] or index[key][-1] != home:
                index[key].append(home)
    return _joined_in_stories(found, lexicon)


def _joined_in_stories(found: Iterable[Sequence[Unit]], lexicon: Lexicon) -> list[tuple[Unit, ...]]:
    """The groups, those together that tell of one thing because their articles follow one story."""
    joined: list[list[Unit]] = []
    index: dict[tuple[int, str], list[int]] = defaultdict(list)
    for group in found:
        keys = sorted({key for unit in group for key in _story_keys(unit, lexicon)})
        near = sorted({number for key in keys for number in index[key]})
        home = next((n for n in near if _may_join(group, joined[n], lexicon)), len(joined))
        if home == len(joined):
            joined.append([])
        joined[home].extend(group)
        for key in keys:
            if not index[key] or index[key][-1] != home:
                index[key].append(home)
    return [tuple(group) for group in joined]


def _story_keys(unit: Unit, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """What units must share one of to be joined in a story: a word, or a type or one that is like it."""
    if unit.type != PLAIN_EVENT and lexicon.types[unit.type].repeats:
        return
    for lemma in _lemmas(unit):
        yield unit.story, lemma
    if unit.type != PLAIN_EVENT:
        for kind in (*lexicon.ancestors(unit.type), *lexicon.types[unit.type].alike):
            yield unit.story, kind


def _may_join(group: Sequence[Unit], other: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Whether no unit of one is at odds with one of the other, and two of them share somebody."""
    pairs = [(a, b) for a in group for b in other]
    return all(_may_be_of_story(a, b, lexicon) for a, b in pairs) and any(_shares(a, b) for a, b in pairs)


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


def _units(evidence: Evidence, entities: Sequence[Entity], story: Mapping[str, int]) -> Iterator[Unit]:
    by_chain = {merge.chain: entity for entity in entities for merge in entity.evidence}
    members = {item.ref: item.chain.members for item in evidence.chains if item.chain.members}
    same: dict[ReportRef, list[ReportEvidence]] = {}
    for item in evidence.reports:
        first = item.report.id if item.report.same_as is None else item.report.same_as
        same.setdefault(ReportRef(item.ref.article, first), []).append(item)
    for _, group in sorted(same.items()):
        yield _unit(tuple(group), by_chain, members, story[group[0].ref.article])


def _unit(
    group: tuple[ReportEvidence, ...],
    by_chain: Mapping[ChainRef, Entity],
    members: Mapping[ChainRef, tuple[int, ...]],
    story: int,
) -> Unit:
    parts = {role: entity for item in group for role, entity in _parts(item, by_chain, members)}
    core = [(role, entity) for role, entity in parts.items() if role.name in CORE_ROLES]
    votes = Counter(item.report.type for item in group)
    return Unit(
        reports=group,
        type=min(votes, key=lambda name: (-votes[name], name)),
        roles=frozenset(parts),
        named=frozenset(role for role, entity in core if entity.named),
        heads=frozenset((role.name, entity.name.lower().split()[-1]) for role, entity in core if not entity.named),
        places=frozenset((entity.type, entity.id) for role, entity in parts.items() if role.name == "place" and entity.named),
        interval=best_interval(item.report.time for item in group),
        day=group[0].day,
        story=story,
    )


def _parts(
    item: ReportEvidence, by_chain: Mapping[ChainRef, Entity], members: Mapping[ChainRef, tuple[int, ...]]
) -> Iterator[tuple[Role, Entity]]:
    """Each participant's role and entity, groups unfolded into their members."""
    for participant in item.report.participants:
        if participant.chain is not None:
            ref = ChainRef(item.ref.article, participant.chain)
            for chain in members.get(ref, ()) or (participant.chain,):
                entity = by_chain.get(ChainRef(item.ref.article, chain))
                if entity is not None:
                    yield Role(participant.role, entity.id), entity


def _keys(unit: Unit, lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """What units must share one of to be compared at all; nothing for what stands alone."""
    if unit.type == PLAIN_EVENT or lexicon.types[unit.type].repeats:
        return
    for entity in sorted({role.entity for role in unit.named}):
        yield lexicon.types[unit.type].root, entity
    if not unit.named:
        for _, place in sorted(unit.places):
            yield "place", unit.type, place


def _weeks(unit: Unit) -> tuple[str, ...]:
    """The weeks that a unit may be about and their neighbours, so that units near in time share one; "" for an unknown time.

    Of a long or open time only the ends count: what is told of years is seldom one event with what is told of a day.
    """
    days = [unit.day]
    if is_stated(unit.interval):
        days = [unit.interval.begin, unit.interval.end]
    weeks = {day.toordinal() // 7 for day in days if day is not None}
    return tuple(sorted({str(week + step) for week in weeks for step in (0, 1)})) or ("",)


def _order(unit: Unit) -> tuple[object, ...]:
    return (not is_stated(unit.interval), unit.day or date.max, unit.reports[0].ref)


def _may_be_of_story(a: Unit, b: Unit, lexicon: Lexicon) -> bool:
    """Whether two units of one story are facts of one kind, told or denied alike, and not at odds.

    Told by two articles in the same words, they are at odds only where names differ; otherwise where descriptions do as well.
    """
    if a.story != b.story or not (_is_fact(a) and _is_fact(b)) or _polarities(a) != _polarities(b):
        return False
    same_words = bool(_lemmas(a) & _lemmas(b))
    if PLAIN_EVENT in (a.type, b.type):
        if not same_words:
            return False
    elif not lexicon.may_be_one(a.type, b.type):
        return False
    if is_stated(a.interval) and is_stated(b.interval) and not a.interval.overlaps(b.interval):
        return False
    if a.type != PLAIN_EVENT and lexicon.types[a.type].symmetric:
        sides = [{role.entity for role in unit.named} for unit in (a, b)]
        if not (sides[0] <= sides[1] or sides[1] <= sides[0]):
            return False
    agree = _names_agree if same_words and not _of_one_article(a, b) else _may_be_one
    return not _apart(a.places, b.places) and all(agree(a, b, name) for name in CORE_ROLES)


def _of_one_article(a: Unit, b: Unit) -> bool:
    return a.reports[0].ref.article == b.reports[0].ref.article


def _names_agree(a: Unit, b: Unit, name: str) -> bool:
    named_a, named_b = ({role.entity for role in unit.named if role.name == name} for unit in (a, b))
    return not named_a or not named_b or bool(named_a & named_b)


def _shares(a: Unit, b: Unit) -> bool:
    """Whether somebody takes part in both, or the lexicon knows the words, they are the same, and tell of a single thing."""
    parts_a, parts_b = {*a.named, *a.heads}, {*b.named, *b.heads}
    if parts_a & parts_b or _of_one_article(a, b):
        return bool(parts_a & parts_b)
    single = _is_single(a) and _is_single(b) and not any(_is_other(a, b, name) or _is_other(b, a, name) for name in CORE_ROLES)
    return single and PLAIN_EVENT not in (a.type, b.type) and bool(_lemmas(a) & _lemmas(b))


def _is_other(a: Unit, b: Unit, name: str) -> bool:
    """Whether one tells of somebody by a description that says who, and the other by a name: "the negotiators", "Putin"."""
    heads = {head for role, head in a.heads if role == name}
    named = any(role.name == name for role in b.named)
    return named and bool(heads) and not heads & _anybody()


def _is_single(unit: Unit) -> bool:
    """Whether the words are no plural: "the attack" is one that was told of, "attacks" are any."""
    return not any(
        item.words.lower().endswith("s") and not item.words.lower().endswith(("ss", "is", "us")) for item in unit.reports
    )


def _polarities(unit: Unit) -> set[Polarity]:
    return {item.report.polarity for item in unit.reports}


def _may_be_one(a: Unit, b: Unit, name: str) -> bool:
    """Whether a role can be filled by the same in both: "a man" may be anybody of the story, a name or another description not."""
    if _role_agrees(a, b, name):
        return True
    heads = [{head for role, head in unit.heads if role == name} for unit in (a, b)]
    return all(heads) and any(found <= _anybody() for found in heads)


@cache
def _anybody() -> frozenset[str]:
    """Words for a person or people that say nothing else of them."""
    raw = yaml.safe_load((files("kgraph") / "data" / "resolution.yaml").read_text("utf-8"))
    return frozenset(raw["anybody"])


def _agree(a: Unit, b: Unit, lexicon: Lexicon) -> bool:
    """Whether nothing that two units of different articles say keeps them from being one event."""
    if a.reports[0].ref.article == b.reports[0].ref.article:
        return False  # the article itself told them apart
    if not (lexicon.is_a(a.type, b.type) or lexicon.is_a(b.type, a.type)):
        return False
    if _apart(a.places, b.places):
        return False
    if not _sides_agree(a, b, symmetric=lexicon.types[a.type].symmetric):
        return False
    if is_stated(a.interval) and is_stated(b.interval):
        return a.interval.overlaps(b.interval)
    return _is_fact(a) == _is_fact(b) and _near(a, b)


def _apart(places: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether two events cannot be in one place: in two cities or two countries; a city may lie in a region."""
    return not places & others and bool({kind for kind, _ in places} & {kind for kind, _ in others})


def _sides_agree(a: Unit, b: Unit, *, symmetric: bool) -> bool:
    """Whether no role is filled by different ones, and enough is shared: two participants, or one and the trigger's lemma."""
    if symmetric:
        sides_a, sides_b = ({role.entity for role in unit.named} for unit in (a, b))
        compatible, shared = sides_a <= sides_b or sides_b <= sides_a, len(sides_a & sides_b)
    else:
        compatible, shared = all(_role_agrees(a, b, name) for name in CORE_ROLES), len(a.named & b.named)
    if not compatible or (a.named and b.named and not shared):
        return False
    return shared > 1 or (a.type == b.type and bool(_lemmas(a) & _lemmas(b)))


def _role_agrees(a: Unit, b: Unit, name: str) -> bool:
    named_a, named_b = ({role.entity for role in unit.named if role.name == name} for unit in (a, b))
    heads_a, heads_b = ({head for role, head in unit.heads if role == name} for unit in (a, b))
    if named_a and named_b:
        return bool(named_a & named_b)
    if heads_a and heads_b:
        return bool(heads_a & heads_b)
    return True


def _lemmas(unit: Unit) -> set[str]:
    return {item.report.lemma for item in unit.reports}


def _near(a: Unit, b: Unit) -> bool:
    """Whether the two are about the same days; so are articles of which none has a date."""
    first, second = _about(a), _about(b)
    if first is None or second is None:
        return first is second
    return abs(first - second) <= _NEAR


def _about(unit: Unit) -> date | None:
    """The day that a unit's event is likely near: its stated begin, else its article's."""
    if is_stated(unit.interval):
        return unit.interval.begin or unit.interval.end
    return unit.day


def _is_fact(unit: Unit) -> bool:
    return any(item.report.modality is Modality.ACTUAL for item in unit.reports)
