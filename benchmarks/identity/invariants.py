"""What holds of every event of any build, whatever the articles say: where it does not, reports were merged wrongly.

- ``reasons``: an event of several reports has one reason for each, in their order; one report is the first, and each other one met a
  report of the same event.
- ``one event``: no report is part of two events.
- ``one person``: of what happens to one person (ONE_PERSON), no two reports name different people.
- ``agent and patient``: nobody does to others what the same event has others do to him, unless it is mutual.
- ``years``: the times that two reports state have a year in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from kgraph.lexicon import Lexicon
from kgraph.model import TARGET_ROLES, ChainRef, Entity, Event, Interval, ReportRef, Resolution, TimeBasis
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.reasons import COREFERENCE, CORRECTED, FIRST

REASONS, ONE_EVENT, PERSON, SIDES, YEARS = "reasons", "one event", "one person", "agent and patient", "years"
NAMES = (REASONS, ONE_EVENT, PERSON, SIDES, YEARS)
ONE_PERSON: Mapping[str, str] = {
    "Resignation": "agent",
    "Retirement": "agent",
    "Dismissal": "patient",
    "Death": "patient",
    "Appointment": "patient",
}
"""Types of events that happen to one person each, and the role of that person."""
_UNTOLD = (COREFERENCE, CORRECTED)
"""Rules of merges that resolution does not decide: an article's own, and a user's."""


class Broken(NamedTuple):
    """An event that breaks an invariant, and why."""

    invariant: str
    event: Event
    why: str


def broken(found: Resolution, evidence: Evidence, lexicon: Lexicon) -> list[Broken]:
    """The events that break an invariant, in the order of their ids."""
    told = _Told(found, evidence, lexicon)
    counts = Counter(ref for event in found.events for ref in event.reports)
    return [
        Broken(name, event, why)
        for event in found.events
        for name, whys in (
            (REASONS, _reasons(event)),
            (ONE_EVENT, (f"{ref} is in {counts[ref]} events" for ref in event.reports if counts[ref] > 1)),
            (PERSON, told.persons(event)),
            (SIDES, told.sides(event)),
            (YEARS, told.years(event)),
        )
        for why in list(whys)[:1]
    ]


def report(found: Sequence[Broken], events: int, *, most: int = 5) -> str:
    """How many events break each invariant, with the first of them."""
    lines = []
    for name in NAMES:
        own = [one for one in found if one.invariant == name]
        lines.append(f"{name}: {len(own)} of {events} events")
        lines += [f"  {one.event.id}: {one.why}" for one in own[:most]]
    return "\n".join(lines)


class _Told:
    """What the reports of events say, with everybody resolved."""

    def __init__(self, found: Resolution, evidence: Evidence, lexicon: Lexicon) -> None:
        self._entities = {m.chain: entity for entity in found.entities for m in entity.evidence}
        self._by_id = {entity.id: entity for entity in found.entities}
        self._reports = {item.ref: item for item in evidence.reports}
        self._lexicon = lexicon

    def persons(self, event: Event) -> Iterator[str]:
        """Pairs of reports that name different people."""
        role = next((role for kind, role in ONE_PERSON.items() if self._lexicon.is_a(event.type, kind)), None)
        if role is not None and len(event.reports) > 1:
            named = {ref: names for ref in _resolved(event) if (names := set(self._people(ref, role)))}
            for one, other in combinations(named, 2):
                if named[one].isdisjoint(named[other]):
                    yield f"{sorted(named[one])} in {one}, {sorted(named[other])} in {other}"

    def sides(self, event: Event) -> Iterator[str]:
        """Named entities that act and are acted upon, in different reports."""
        kind = self._lexicon.types.get(event.type)
        if len(event.reports) > 1 and not (kind is not None and kind.symmetric):
            agents = {role.entity for role in event.roles if role.name == "agent" and self._by_id[role.entity].named}
            targets = {role.entity for role in event.roles if role.name in TARGET_ROLES}
            yield from (f"{entity} is agent and patient" for entity in sorted(agents & targets))

    def years(self, event: Event) -> Iterator[str]:
        """Pairs of reports that state times without a common year."""
        times = [
            (ref, item.time) for ref in _resolved(event) if (item := self._reports[ref]).time is not None and _is_stated(item)
        ]
        for (one, first), (other, second) in combinations(times, 2):
            if first is not None and second is not None and not _share_a_year(first, second):
                yield f"{first.begin}..{first.end} in {one}, {second.begin}..{second.end} in {other}"

    def _people(self, ref: ReportRef, role: str) -> Iterator[str]:
        for name, chain in self._reports[ref].fillers:
            entity = self._entities.get(ChainRef(ref.article, chain))
            if name == role and entity is not None and _is_person(entity):
                yield entity.id


def _reasons(event: Event) -> Iterator[str]:
    if len(event.reports) == 1:
        return
    if tuple(merge.report for merge in event.merges) != event.reports:
        yield "the reasons are not those of its reports"
    if sum(merge.rule == FIRST for merge in event.merges) != 1:
        yield "not one report is the first"
    own = set(event.reports)
    yield from (f"{merge.report} met {merge.met}" for merge in event.merges if merge.rule != FIRST and merge.met not in own)


def _resolved(event: Event) -> list[ReportRef]:
    """The reports that resolution has put there, and the first."""
    untold = {merge.report for merge in event.merges if merge.rule in _UNTOLD}
    return [ref for ref in event.reports if ref not in untold]


def _is_stated(item: ReportEvidence) -> bool:
    return item.time is not None and item.time.basis is TimeBasis.STATED


def _share_a_year(one: Interval, other: Interval) -> bool:
    """Whether some year is in both; an open end reaches any."""
    begins = [interval.begin.year for interval in (one, other) if interval.begin is not None]
    ends = [interval.end.year for interval in (one, other) if interval.end is not None]
    return not begins or not ends or max(begins) <= min(ends)


def _is_person(entity: Entity) -> bool:
    return entity.named and entity.type == "Person"
