"""Events: reports of one or many articles that tell of one thing that happened, or did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from kgraph.model import (
    CORE_ROLES,
    Entity,
    Event,
    Factuality,
    Interval,
    Modality,
    Polarity,
    Role,
)
from kgraph.ontology import PREPOSITIONS, EventType, Lexicon
from kgraph.resolve.event_coreference import groups
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.units import Unit, best_interval, is_stated
from kgraph.slugs import slug

_MOST = 4
"""Names of one side in a label."""
_SMALL = frozenset(
    "the a an at more less many several some two three four five six seven eight nine ten dozens hundreds thousands tens most his her its "
    "their both all another".split()
)
"""First words of descriptions that have a capital letter only at the beginning of a sentence."""


def events(evidence: Evidence, entities: Sequence[Entity], lexicon: Lexicon) -> tuple[Event, ...]:
    """The events that the reports tell of, sorted by id."""
    by_id = {entity.id: entity for entity in entities}
    drafts = [_event(group, by_id, lexicon) for group in groups(evidence, entities, lexicon)]
    return tuple(sorted(_with_ids(drafts), key=lambda event: event.id))


def _event(units: tuple[Unit, ...], entities: Mapping[str, Entity], lexicon: Lexicon) -> Event:
    """The event of a group, its id still without the number that tells equal ones apart."""
    evidence = [item for unit in units for item in unit.reports]
    votes = Counter(item.type for item in evidence)
    depth = {name: len(tuple(lexicon.ancestors(name))) for name in votes}
    kind = min(votes, key=lambda name: (-votes[name], -depth[name], name))
    roles = sorted({role for unit in units for role in unit.roles}, key=attrgetter("name", "entity"))
    interval = best_interval(unit.facts.interval for unit in units)
    places = (role.entity for role in roles if role.name == "place")
    place = min(places, key=lambda entity: (not entities[entity].named, entity), default=None)
    words = min(evidence, key=lambda item: item.ref).words
    return Event(
        id=_base_id(kind, roles, interval, evidence, entities),
        type=kind,
        label=_label(lexicon.types.get(kind), words, roles, place, entities),
        roles=tuple(roles),
        reports=tuple(sorted(item.ref for item in evidence)),
        factuality=_factuality(evidence),
        interval=interval,
        place=place,
        confidence=max(item.confidence for item in evidence),
    )


def _base_id(
    kind: str,
    roles: Sequence[Role],
    interval: Interval | None,
    evidence: Sequence[ReportEvidence],
    entities: Mapping[str, Entity],
) -> str:
    """Type, core participants and date, as in "invitation/vladimir-putin--donald-trump/2025-08-15"."""
    core = [role for name in CORE_ROLES for role in roles if role.name == name]
    who = "--".join(role.entity.split("/", 1)[1] for role in core[:4])
    if not who or not any(entities[role.entity].named for role in core):
        first = min(item.ref for item in evidence)
        who = "--".join(filter(None, (who, f"{first.article[:8]}-{first.report}")))
    known = [item.day for item in evidence if item.day is not None]
    moment = (interval.begin or interval.end) if is_stated(interval) else min(known, default=None)
    return f"{slug(kind)}/{who}/{moment.isoformat() if moment is not None else 'undated'}"


def _with_ids(drafts: Sequence[Event]) -> list[Event]:
    """The drafts; of those with equal ids all but the first carry their first report's, so that an article more renames few."""
    taken: set[str] = set()
    finished = []
    for draft in sorted(drafts, key=lambda event: event.reports[0]):
        first = draft.reports[0]
        finished.append(draft if draft.id not in taken else replace(draft, id=f"{draft.id}-{first.article[:8]}-{first.report}"))
        taken.add(draft.id)
    return finished


def _label(kind: EventType | None, words: str, roles: Sequence[Role], place: str | None, entities: Mapping[str, Entity]) -> str:
    """The event as a phrase: "Vladimir Putin invited Donald Trump (Moscow)"."""
    names = {name: _shown([entities[role.entity] for role in roles if role.name == name]) for name in CORE_ROLES}
    agents = names["agent"]
    others = names["patient"] + names["recipient"] + names["addressee"]
    phrase = kind.phrase if kind is not None and kind.phrase else words
    if kind is not None and kind.symmetric and len(agents) > 1 and not others:
        agents, others = agents[:1], agents[1:]
    incomplete = not others and phrase.rsplit(" ", 1)[-1] in PREPOSITIONS
    if not agents and not others:
        text = kind.label if kind is not None else words
    elif not agents and kind is not None:
        text = f"{kind.label}: {_listed(others)}"
    elif incomplete and kind is not None:
        text = f"{_listed(agents)}: {kind.label.lower()}"
    else:
        text = " ".join(filter(None, (_listed(agents), phrase, _listed(others))))
    return f"{text} ({entities[place].name})" if place is not None else text


def _shown(fillers: Sequence[Entity]) -> list[str]:
    """The names of a role's fillers; where nobody has one, the first description, as it stands inside a sentence."""
    named = [entity.name for entity in fillers if entity.named]
    return named or [_inside(entity.name) for entity in fillers[:1]]


def _inside(description: str) -> str:
    first, _, rest = description.partition(" ")
    return f"{first.lower()} {rest}" if rest and first.lower() in _SMALL else description


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST:
        return f"{', '.join(names[: _MOST - 1])} and {len(names) - _MOST + 1} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


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
