"""Events: reports of one or many articles that tell of one thing that happened, or did not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Protocol

from msgspec.structs import replace

from kgraph.lexicon import Lexicon
from kgraph.model import (
    CORE_ROLES,
    Entity,
    Event,
    Factuality,
    Interval,
    Modality,
    Polarity,
    ReportRef,
    Role,
)
from kgraph.resolve.event_clusters import Cluster, clusters, keys_by
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.labels import MOST_NAMES, Core, Labels, named
from kgraph.resolve.likeness import Likeness
from kgraph.resolve.majority import interval_of, is_theme, place_of, roles_of
from kgraph.resolve.neighbourhoods import Neighbourhoods, hashes_by, numbered
from kgraph.resolve.pairs import Pairs
from kgraph.resolve.settled import NOTHING, KnownEvents, Resolved, changed_articles, settled
from kgraph.resolve.units import Units, is_stated
from kgraph.slugs import slug

_OF_NOBODY = 0.5  # the most confidence of an event that names and describes nobody
_UNDATED = "undated"


class Correct(Protocol):
    """Changes clusters to what a user says of them; told the events that they are without it, and all evidence."""

    def __call__(self, found: Iterable[Cluster], events: Iterable[Event], evidence: Evidence) -> list[Cluster]:
        """The clusters as the user would have them."""
        ...


def events(
    evidence: Evidence,
    entities: Sequence[Entity],
    lexicon: Lexicon,
    *,
    last: Resolved = NOTHING,
    correct: Correct | None = None,
) -> tuple[tuple[Event, ...], Neighbourhoods]:
    """The events that the reports tell of, sorted by id, and what the next time is spared by them.

    Only the neighbourhoods that have changed since the ``last`` time are resolved again. With ``correct`` nothing may have been resolved
    before: a user may join what lies in two neighbourhoods.
    """
    units = Units(evidence, entities, lexicon)
    keys_of = keys_by(lexicon)
    hashes = hashes_by(keys_of)
    changed = changed_articles(last, entities, units.articles)
    new = list(units.of(sorted(changed)))
    still = settled(last, changed, {key for unit in new for key in hashes(unit)})
    near = still.articles & units.articles - changed
    told = {reference for event, _ in still.events for reference in event.reports if reference.article in near}
    again = [*new, *units.of(sorted(near), but=told)]
    drafts = [event for event, _ in still.events]
    by_id = {entity.id: entity for entity in entities}
    pairs = Pairs(lexicon, by_id, Likeness(units.words))
    made = clusters(again, pairs, keys_of)
    if correct is not None:
        made = correct(made, _with_ids(list(_drafts(made, by_id, lexicon, still.known))), evidence)
    drafts += _drafts(made, by_id, lexicon, still.known)
    found = tuple(sorted(_with_wholes(_with_ids(drafts), evidence), key=attrgetter("id")))
    numbers, keys = numbered({unit.ref: hashes(unit) for unit in again}, start=len(last.neighbourhoods.keys))
    numbers |= {event.reports[0]: number for event, number in still.events}
    return found, Neighbourhoods.in_order([numbers[event.reports[0]] for event in found], still.keys | keys)


def _drafts(found: Iterable[Cluster], entities: Mapping[str, Entity], lexicon: Lexicon, known: KnownEvents) -> Iterator[Event]:
    """The event of each cluster; those that are ``known`` by their reports and reasons are taken as they are."""
    labels = Labels(lexicon)
    for cluster in found:
        units = cluster.units
        reports = (
            units[0].reports if len(units) == 1 else sorted([r for unit in units for r in unit.reports], key=attrgetter("ref"))
        )
        old = known.get(tuple([item.ref for item in reports]))
        if old is not None and old.merges == cluster.merges:
            yield old
        else:
            yield _event(cluster, reports, entities, lexicon, labels)


def _event(
    cluster: Cluster, evidence: Sequence[ReportEvidence], entities: Mapping[str, Entity], lexicon: Lexicon, labels: Labels
) -> Event:
    """The event of a cluster and its reports, which are sorted; its id still without the number that tells equal ones apart."""
    units = cluster.units
    kind = _type(evidence, lexicon)
    roles = roles_of(units, entities)
    core = _core(roles, entities)
    interval = interval_of(units)
    place = place_of(units, roles, entities)
    factuality = _factuality(evidence)
    label = labels.of(kind, evidence, core, factuality)
    theme = is_theme(cluster)
    return Event(
        id=_base_id(kind, core, interval, evidence),
        type=kind,
        label="".join(("Theme: " if theme else "", label, f" ({entities[place].name})" if place is not None else "")),
        roles=tuple(roles),
        reports=tuple([item.ref for item in evidence]),
        factuality=factuality,
        interval=interval,
        place=place,
        confidence=_confidence(evidence, core),
        merges=cluster.merges,
        theme=theme,
    )


def _confidence(evidence: Sequence[ReportEvidence], core: Core) -> float:
    """The mean of the reports: whoever reads the event's label reads what all of them say.

    A label without anybody is not worth showing, however sure its reports are.
    """
    mean = round(math.fsum(item.confidence for item in evidence) / len(evidence), 2)
    return mean if any(named(fillers) for fillers in core.values()) else min(mean, _OF_NOBODY)


def _type(evidence: Sequence[ReportEvidence], lexicon: Lexicon) -> str:
    """The type that most reports tell of; of several the most exact."""
    if len(evidence) == 1:
        return evidence[0].type
    votes = Counter([item.type for item in evidence])
    return min(votes, key=lambda name: (-votes[name], -len(lexicon.ancestors(name)), name))


def _core(roles: Iterable[Role], entities: Mapping[str, Entity]) -> Core:
    core: Core = {name: [] for name in CORE_ROLES}
    for role in roles:
        if role.name in core:
            core[role.name].append(entities[role.entity])
    return core


def _base_id(kind: str, core: Core, interval: Interval | None, evidence: Sequence[ReportEvidence]) -> str:
    """Type, named core participants and date, as in "invitation/vladimir-putin--donald-trump/2025-08-15"; the evidence is sorted.

    Where nobody has a name, descriptions and the first report. (The ids of who is only described hang on the article that does it first,
    so that one article more renamed twice as many events when they stood here.)
    """
    parts = [entity for fillers in core.values() for entity in fillers]
    who = [entity.id.split("/", 1)[1] for entity in parts if entity.named][:MOST_NAMES]
    if not who:
        first = evidence[0].ref
        who = [
            *list(dict.fromkeys(filter(None, (slug(entity.name) for entity in parts))))[:MOST_NAMES],
            f"{first.article[:8]}-{first.report}",
        ]
    if is_stated(interval):
        moment = interval.begin or interval.end
    else:
        moment = min([item.day for item in evidence if item.day is not None], default=None)
    return f"{slug(kind)}/{'--'.join(who)}/{moment.isoformat() if moment is not None else _UNDATED}"


def _with_ids(drafts: Sequence[Event]) -> list[Event]:
    """The drafts; of those with equal ids all but the first carry their first report's, so that an article more renames few."""
    names = [_without_number(draft.id) for draft in drafts]
    often = {name for name, count in Counter(names).items() if count > 1}
    # No id with a report's in it is like one without, so that only those with equal ids need to be put in order.
    same = [place for place, name in enumerate(names) if name in often]
    taken: set[str] = set()
    for place in sorted(same, key=lambda place: drafts[place].reports):
        name = names[place]
        if name in taken:
            first = drafts[place].reports[0]
            forms = (f"{name}-{article}-{first.report}" for article in (first.article[:8], first.article))
            name = names[place] = next(form for form in forms if form not in taken)
        taken.add(name)
    return [draft if draft.id == name else replace(draft, id=name) for draft, name in zip(drafts, names, strict=True)]


def _with_wholes(found: Sequence[Event], evidence: Evidence) -> Iterator[Event]:
    """The events with the larger ones that they are told to be part of; where two are told to be part of each other, over others or not,
    the later one by its id is part of none."""
    told = [(item.ref, ReportRef(item.ref.article, item.within)) for item in evidence.reports if item.within is not None]
    mentioned = {reference for pair in told for reference in pair}
    homes = {reference: event.id for event in found for reference in event.reports if reference in mentioned}
    wholes: dict[str, list[str]] = {}
    for part, whole in sorted({(homes[inner], homes[outer]) for inner, outer in told}):
        if part not in _wholes_of(whole, wholes):
            wholes.setdefault(part, []).append(whole)
    for event in found:
        own = tuple(wholes.get(event.id, ()))
        yield event if event.part_of == own else replace(event, part_of=own)


def _wholes_of(event: str, wholes: Mapping[str, Sequence[str]]) -> set[str]:
    """An event, what it is part of, and what that is part of."""
    found = {event}
    left = [event]
    while left:
        new = set(wholes.get(left.pop(), ())) - found
        found |= new
        left += new
    return found


def _without_number(identifier: str) -> str:
    """An event's id as ``_base_id`` makes it, which ends in a day or in a word for none."""
    before, _, rest = identifier.rpartition("/")
    return f"{before}/{rest[: len(_UNDATED) if rest.startswith(_UNDATED) else len('2025-08-15')]}"


def _factuality(evidence: Sequence[ReportEvidence]) -> Factuality:
    """What the reports say together: told as fact, denied, both, or else the modality that most of them give it."""
    facts = [item for item in evidence if item.modality is Modality.ACTUAL]
    if facts:
        polarities = {report.polarity for report in facts}
        if len(polarities) > 1:
            return Factuality.DISPUTED
        return Factuality.HAPPENED if polarities == {Polarity.POSITIVE} else Factuality.DID_NOT_HAPPEN
    votes = Counter(item.modality for item in evidence)
    best = min(votes, key=lambda modality: (-votes[modality], modality.value))
    return Factuality(best.value)
