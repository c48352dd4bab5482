"""Events: reports of one or many articles that tell of one thing that happened, or did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeGuard

from kgraph.model import (
    CORE_ROLES,
    PLAIN_EVENT,
    ChainRef,
    Entity,
    Event,
    Factuality,
    Interval,
    Modality,
    Polarity,
    ReportRef,
    Role,
    TimeBasis,
)
from kgraph.ontology import EventType, Lexicon
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.slugs import slug

# Articles that tell of the same thing without saying when: reports this many days apart may still be one event.
_NEAR = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class _Unit:
    """The reports of one article that tell of one event."""

    reports: tuple[ReportEvidence, ...]
    type: str
    roles: frozenset[Role]
    places: frozenset[str]
    interval: Interval | None
    day: date | None

    @property
    def core(self) -> frozenset[Role]:
        """The participants that an event is known by."""
        return frozenset(role for role in self.roles if role.name in CORE_ROLES)


def events(evidence: Evidence, entities: Sequence[Entity], lexicon: Lexicon) -> tuple[Event, ...]:
    """The events that the reports tell of, sorted by id."""
    by_chain = {merge.chain: entity.id for entity in entities for merge in entity.evidence}
    by_id = {entity.id: entity for entity in entities}
    members = {item.ref: item.chain.members for item in evidence.chains if item.chain.members}
    units = [_unit(group, by_chain, members) for group in _within_articles(evidence.reports)]
    groups = _across_articles(units, by_id, lexicon)
    drafts = [_event(group, by_id, lexicon) for group in groups]
    return tuple(sorted(_with_ids(drafts), key=lambda event: event.id))


def _within_articles(reports: Iterable[ReportEvidence]) -> list[tuple[ReportEvidence, ...]]:
    groups: dict[ReportRef, list[ReportEvidence]] = {}
    for item in reports:
        first = item.report.id if item.report.same_as is None else item.report.same_as
        groups.setdefault(ReportRef(item.ref.article, first), []).append(item)
    return [tuple(group) for _, group in sorted(groups.items())]


def _unit(
    group: tuple[ReportEvidence, ...], by_chain: Mapping[ChainRef, str], members: Mapping[ChainRef, tuple[int, ...]]
) -> _Unit:
    roles: set[Role] = set()
    for item in group:
        for participant in item.report.participants:
            if participant.chain is not None:
                ref = ChainRef(item.ref.article, participant.chain)
                for chain in members.get(ref, ()) or (participant.chain,):
                    entity = by_chain.get(ChainRef(item.ref.article, chain))
                    if entity is not None:
                        roles.add(Role(participant.role, entity))
    votes = Counter(item.report.type for item in group)
    return _Unit(
        reports=group,
        type=min(votes, key=lambda name: (-votes[name], name)),
        roles=frozenset(roles),
        places=frozenset(role.entity for role in roles if role.name == "place"),
        interval=_best_interval(item.report.time for item in group),
        day=group[0].day,
    )


def _best_interval(intervals: Iterable[Interval | None]) -> Interval | None:
    """The shortest stated interval, else the first inferred one."""
    known = [interval for interval in intervals if interval is not None]
    stated = [interval for interval in known if interval.basis is TimeBasis.STATED]
    return min(stated or known, key=_width, default=None)


def _width(interval: Interval) -> tuple[int, date, date]:
    begin, end = interval.begin or date.min, interval.end or date.max
    return ((end - begin).days, begin, end)


def _across_articles(units: Sequence[_Unit], entities: Mapping[str, Entity], lexicon: Lexicon) -> list[tuple[_Unit, ...]]:
    """Groups of units that tell of one event, found within blocks of one root and the same named participants."""
    blocks: dict[tuple[object, ...], list[_Unit]] = defaultdict(list)
    for unit in units:
        key = _block(unit, entities, lexicon)
        blocks[key if key is not None else ("alone", unit.reports[0].ref)].append(unit)
    return [group for key in blocks for group in _split(blocks[key], lexicon)]


def _block(unit: _Unit, entities: Mapping[str, Entity], lexicon: Lexicon) -> tuple[object, ...] | None:
    """What units must share to be compared at all; None for what stands alone."""
    if unit.type == PLAIN_EVENT or lexicon.types[unit.type].repeats:
        return None
    core = unit.core
    named = {role.entity for role in core if entities[role.entity].named}
    if named and len(named) == len({role.entity for role in core}):
        symmetric = lexicon.types[unit.type].symmetric
        who = tuple(sorted(named)) if symmetric else tuple(sorted((role.name, role.entity) for role in core))
        return (lexicon.types[unit.type].root, who)
    if not core and unit.places and unit.interval is not None:
        return (unit.type, tuple(sorted(unit.places)))
    return None


def _split(units: list[_Unit], lexicon: Lexicon) -> list[tuple[_Unit, ...]]:
    """The groups within a block: each unit joins the first group whose every unit agrees with it."""
    groups: list[list[_Unit]] = []
    for unit in sorted(units, key=_order):
        home = next((group for group in groups if all(_agree(unit, other, lexicon) for other in group)), None)
        if home is None:
            groups.append([unit])
        else:
            home.append(unit)
    return [tuple(group) for group in groups]


def _order(unit: _Unit) -> tuple[object, ...]:
    return (not _is_stated(unit.interval), unit.day or date.max, unit.reports[0].ref)


def _agree(a: _Unit, b: _Unit, lexicon: Lexicon) -> bool:
    if not (lexicon.is_a(a.type, b.type) or lexicon.is_a(b.type, a.type)):
        return False
    if a.places and b.places and not a.places & b.places:
        return False
    if a.reports[0].ref.article == b.reports[0].ref.article:
        return False  # the article itself told them apart
    if _is_stated(a.interval) and _is_stated(b.interval):
        return a.interval.overlaps(b.interval)
    return _is_fact(a) == _is_fact(b) and _near(a, b)


def _is_stated(interval: Interval | None) -> TypeGuard[Interval]:
    return interval is not None and interval.basis is TimeBasis.STATED


def _near(a: _Unit, b: _Unit) -> bool:
    first, second = _about(a), _about(b)
    return first is not None and second is not None and abs(first - second) <= _NEAR


def _about(unit: _Unit) -> date | None:
    """The day that a unit's event is likely near: its stated begin, else its article's."""
    if _is_stated(unit.interval):
        return unit.interval.begin or unit.interval.end
    return unit.day


def _is_fact(unit: _Unit) -> bool:
    return any(item.report.modality is Modality.ACTUAL for item in unit.reports)


def _event(units: tuple[_Unit, ...], entities: Mapping[str, Entity], lexicon: Lexicon) -> Event:
    """The event of a group, its id still without the number that tells equal ones apart."""
    evidence = [item for unit in units for item in unit.reports]
    votes = Counter(item.report.type for item in evidence)
    depth = {name: len(tuple(lexicon.ancestors(name))) for name in votes}
    kind = min(votes, key=lambda name: (-votes[name], -depth[name], name))
    roles = frozenset(role for unit in units for role in unit.roles)
    interval = _best_interval(unit.interval for unit in units)
    place = min((role.entity for role in roles if role.name == "place"), default=None)
    words = min(evidence, key=lambda item: item.ref).words
    return Event(
        id=_base_id(kind, roles, interval, evidence, entities),
        type=kind,
        label=_label(lexicon.types.get(kind), words, roles, place, entities),
        roles=tuple(sorted(roles)),
        reports=tuple(sorted(item.ref for item in evidence)),
        factuality=_factuality(evidence),
        interval=interval,
        place=place,
        confidence=max(item.report.confidence for item in evidence),
    )


def _base_id(
    kind: str,
    roles: frozenset[Role],
    interval: Interval | None,
    evidence: Sequence[ReportEvidence],
    entities: Mapping[str, Entity],
) -> str:
    """Type, core participants and date, as in "invitation/vladimir-putin--donald-trump/2025-08-15"."""
    core = [role for name in CORE_ROLES for role in sorted(roles) if role.name == name]
    who = "--".join(role.entity.split("/", 1)[1] for role in core[:4])
    if not who or not any(entities[role.entity].named for role in core):
        first = min(item.ref for item in evidence)
        who = "--".join(filter(None, (who, f"{first.article[:8]}-{first.report}")))
    known = [item.day for item in evidence if item.day is not None]
    moment = (interval.begin or interval.end) if _is_stated(interval) else min(known, default=None)
    return f"{slug(kind)}/{who}/{moment.isoformat() if moment is not None else 'undated'}"


def _with_ids(drafts: Sequence[Event]) -> list[Event]:
    """The drafts, equal ids numbered in the order of their first report."""
    taken: Counter[str] = Counter()
    finished = []
    for draft in sorted(drafts, key=lambda event: event.reports[0]):
        taken[draft.id] += 1
        count = taken[draft.id]
        finished.append(draft if count == 1 else replace(draft, id=f"{draft.id}-{count}"))
    return finished


def _label(kind: EventType | None, words: str, roles: frozenset[Role], place: str | None, entities: Mapping[str, Entity]) -> str:
    """The event as a phrase: "Vladimir Putin invited Donald Trump (Moscow)"."""
    names = {name: [entities[r.entity].name for r in sorted(roles) if r.name == name] for name in CORE_ROLES}
    agents = names["agent"]
    others = names["patient"] + names["recipient"] + names["addressee"]
    phrase = kind.phrase if kind is not None and kind.phrase else words
    if kind is not None and kind.symmetric and len(agents) > 1 and not others:
        agents, others = agents[:1], agents[1:]
    if not agents and others and kind is not None:
        text = f"{kind.label}: {_listed(others)}"
    elif not agents and not others:
        text = kind.label if kind is not None else words
    else:
        text = " ".join(filter(None, (_listed(agents), phrase, _listed(others))))
    return f"{text} ({entities[place].name})" if place is not None else text


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _factuality(evidence: Sequence[ReportEvidence]) -> Factuality:
    """What the reports say together: told as fact, denied, both, or else the modality that most of them give it."""
    facts = [item.report for item in evidence if item.report.modality is Modality.ACTUAL]
    if facts:
        polarities = {report.polarity for report in facts}
        if len(polarities) > 1:
            return Factuality.DISPUTED
        return Factuality.HAPPENED if polarities == {Polarity.POSITIVE} else Factuality.DID_NOT_HAPPEN
    votes = Counter(item.report.modality for item in evidence)
    best = min(votes, key=lambda modality: (-votes[modality], modality.value))
    return Factuality(best.value)
