"""What the program claims at one place of an article, as plain values that can be judged, kept and compared.

A claim holds no sentence of its article: only offsets, the names of those who take part, and what the program made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from benchmarks.judging.articles import Offsets
from kgraph import verifier
from kgraph.lexicon import Lexicon
from kgraph.model import Extraction, Report
from kgraph.verifier.claim import Day, Side, Time, claim_of, lineage_of, shortened

CODED, EVERYDAY, STATEMENT, PLAIN = "coded", "everyday", "statement", "plain"
REPORT_KINDS = (CODED, EVERYDAY, STATEMENT, PLAIN)
"""Of reports: with a PLOVER code, typed without one, somebody saying something, and those that no entry of the lexicon matches."""
SHOWN, MERGED, ENTITY, FACT = "shown", "merged", "entity", "fact"
KINDS = (*REPORT_KINDS, SHOWN, MERGED, ENTITY, FACT)


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is claimed of a report, an event or an entity.

    ``trigger`` are the offsets of a report's word, of the word of an event's first report, or of an entity's first mention. ``source`` is
    who says so, None for the article itself. Events and entities have a ``name`` (the label) and ``also``: the articles and offsets of
    further reports or mentions. ``details`` are an entity's country, sector and titles. An event's modality is its factuality.
    """

    type: str
    trigger: Offsets
    lemma: str = ""
    polarity: str = "positive"
    modality: str = "actual"
    time: Time | None = None
    source: str | None = None
    participants: tuple[Side, ...] = ()
    name: str = ""
    details: tuple[str, ...] = ()
    also: tuple[tuple[str, int, int], ...] = ()


def claims(extraction: Extraction, lexicon: Lexicon) -> Iterator[tuple[Report, Claim]]:
    """Each report of an article, and what it claims."""
    for report in extraction.reports:
        yield report, _judged(claim_of(report, extraction, lexicon))


def _judged(claimed: verifier.Claim) -> Claim:
    """The claim of a report, as the verifier has it, to be judged."""
    return Claim(
        type=claimed.type,
        trigger=claimed.trigger,
        lemma=claimed.lemma,
        polarity=claimed.polarity,
        modality=claimed.modality,
        time=claimed.time,
        source=claimed.source,
        participants=claimed.sides,
    )


def kind_of(claim: Claim, lexicon: Lexicon) -> str:
    """Which of REPORT_KINDS the claim of a report is of."""
    return as_claimed(claim, lexicon).kind


def as_claimed(judged: Claim, lexicon: Lexicon) -> verifier.Claim:
    """The judged claim of a report as the verifier sees it."""
    lineage, coded = lineage_of(judged.type, lexicon)
    return verifier.Claim(
        lineage=lineage,
        coded=coded,
        lemma=judged.lemma,
        trigger=judged.trigger,
        polarity=judged.polarity,
        modality=judged.modality,
        source=judged.source,
        time=judged.time,
        sides=judged.participants,
    )


def moved(claim: Claim, by: int) -> Claim:
    """The same claim of a text in which all offsets are larger by so many characters."""
    if by == 0:
        return claim
    start, end = claim.trigger
    sides = tuple(side._replace(start=side.start + by, end=side.end + by) for side in claim.participants)
    return msgspec.structs.replace(claim, trigger=(start + by, end + by), participants=sides)


def differences(old: Claim, new: Claim) -> tuple[str, ...]:
    """The slots in which two claims of one place differ, sorted: the slots that judges name, and ``word`` for the trigger itself."""
    pairs = {
        "word": ((old.trigger, old.lemma), (new.trigger, new.lemma)),
        "type": (old.type, new.type),
        "polarity": (old.polarity, new.polarity),
        "modality": (old.modality, new.modality),
        "time": (old.time, new.time),
        "source": (old.source, new.source),
    }
    return tuple(sorted({slot for slot, (one, other) in pairs.items() if one != other} | set(_participants_differ(old, new))))


def claim_from(raw: Mapping[str, Any]) -> Claim:
    """A claim as other programs write it: participants as objects, an open end of a time as the word None."""
    fillers = tuple(
        Side(p["role"], p["start"], p["end"], p["name"] and shortened(p["name"]), p["type"]) for p in raw["participants"]
    )
    time = raw["time"] and (_day(raw["time"][0]), _day(raw["time"][1]), raw["time"][2])
    plain = {key: raw[key] for key in ("type", "lemma", "polarity", "modality", "source")}
    return Claim(**plain, trigger=tuple(raw["trigger"]), time=time, participants=fillers)


def _participants_differ(old: Claim, new: Claim) -> Iterator[str]:
    """The slots of participants that differ: who they were resolved to, or which words fill the role."""
    for slot, roles in _slots_of_roles(old, new).items():
        before, after = _fillers(old, roles), _fillers(new, roles)
        if before.keys() != after.keys():
            yield slot
        elif before != after:
            yield "name"


def _slots_of_roles(*both: Claim) -> dict[str, set[str]]:
    roles = {filler.role for claim in both for filler in claim.participants}
    slots = {"agent": roles & {"agent"}, "place": roles & {"place"}, "role": roles - {"agent", "place"}}
    return {slot: of for slot, of in slots.items() if of}


def _fillers(claim: Claim, roles: set[str]) -> dict[tuple[str, int, int], tuple[str | None, str | None]]:
    return {(f.role, f.start, f.end): (f.name, f.type) for f in claim.participants if f.role in roles}


def _day(value: str | None) -> Day:
    return None if value in (None, "None") else value
