"""Verdicts of readers on claims: what they may say, where it is kept, and how far two readers agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.judging.answers import read_lines, unknown
from benchmarks.judging.intervals import kappa
from benchmarks.judging.lines import stored
from benchmarks.truth.claims import ENTITY, FACT, Claim

STORE = Path(__file__).resolve().parent / "verdicts"
RIGHT, MINOR, MISLEADING, FALSE, NOISE = "right", "minor", "misleading", "false", "noise"
VERDICTS = (RIGHT, MINOR, MISLEADING, FALSE, NOISE)
USABLE = (RIGHT, MINOR)
SLOTS = ("type", "agent", "role", "name", "polarity", "modality", "time", "place", "source")
CAUSES = ("sense", "parse", "coreference", "merge", "furniture", "factuality", "time", "attribution", "name", "missing", "other")
ENTITY_VERDICTS = (RIGHT, "type", "name", "two-in-one", "one-in-two", "details", "junk")
FOUND, MISSING = "found", "missing"
SIDES, VISIBLE = "sides", "shown"


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """A claim of an article, that is judged or to be judged.

    ``article`` is the article's id, ``file`` and ``record`` are what its source calls it, ``text`` is a hash of its text: while that holds,
    so do all offsets.
    """

    article: str
    file: str
    record: str
    text: str
    kind: str
    claim: Claim

    @property
    def key(self) -> ClaimKey:
        """What is judged."""
        return ClaimKey(self.article, self.kind, self.claim)


class Verdict(Subject, frozen=True, omit_defaults=True):
    """What one reader said of one claim.

    ``pos`` is the part of speech of the lexicon's entry. ``slots`` are what is wrong, ``cause`` is the main reason, "-"
    for none; of a fact that was found, ``slots`` are what holds of it: its sides are right, it is shown. ``day`` and ``draw`` tell when
    the claim was judged, and from which draw.
    """

    verdict: str
    judge: str
    day: str
    draw: str
    pos: str = ""
    slots: tuple[str, ...] = ()
    cause: str = "-"

    @property
    def is_usable(self) -> bool:
        """Whether a reader of the graph is told something true: right, or with a fault that misleads nobody."""
        return self.verdict in USABLE


class ClaimKey(NamedTuple):
    """A claim of one article: judged once, it need not be judged again."""

    article: str
    kind: str
    claim: Claim


class Answer(NamedTuple):
    """A line of a judge's file."""

    number: int
    verdict: str
    slots: tuple[str, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings of the same claims agree: how many claims, and of usable and exact verdicts the agreed ones and kappa."""

    claims: int
    usable: int
    usable_kappa: float
    exact: int
    exact_kappa: float


def read_store(folder: Path = STORE) -> list[Verdict]:
    """All verdicts, in the order of the files' names and of their lines."""
    return stored(folder, Verdict)


def deciding(verdicts: Iterable[Verdict]) -> dict[ClaimKey, Verdict]:
    """The verdict that counts of each claim: the first that was kept. Further readings only measure agreement."""
    first: dict[ClaimKey, Verdict] = {}
    for verdict in verdicts:
        first.setdefault(verdict.key, verdict)
    return first


def agreement(verdicts: Iterable[Verdict]) -> Agreement:
    """How far readers agree on what several of them have read, every two readings of a claim compared."""
    readings: dict[ClaimKey, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        readings[verdict.key].append(verdict)
    pairs = [pair for several in readings.values() for pair in combinations(several, 2)]
    exact = [(one.verdict, other.verdict) for one, other in pairs]
    usable = [(one.is_usable, other.is_usable) for one, other in pairs]
    return Agreement(len(pairs), _equal(usable), kappa(usable), _equal(exact), kappa(exact))


def read_answers(text: str, numbers: Collection[int], kind: str) -> tuple[list[Answer], list[str]]:
    """The lines of a judge's file, and what is wrong with it, each fault with its line."""
    return read_lines(text, numbers, _READERS.get(kind, _claim_answer))


def _equal(pairs: Iterable[tuple[object, object]]) -> int:
    return sum(one == other for one, other in pairs)


_Read = tuple[Answer | None, list[str]]


def _claim_answer(number: int, cells: Sequence[str]) -> _Read:
    if len(cells) != 3:
        return None, [f"{len(cells) + 1} columns instead of number, verdict, slots and cause"]
    verdict, slots, cause = cells
    parts = () if slots == "-" else tuple(part.strip() for part in slots.split(","))
    faults = [
        *unknown("verdict", [verdict], VERDICTS),
        *unknown("slot", parts, SLOTS),
        *unknown("cause", [cause] if cause != "-" else [], CAUSES),
    ]
    faults = faults or list(_contradictions(verdict, parts, cause))
    return (None, faults) if faults else (Answer(number, verdict, parts, cause), [])


def _contradictions(verdict: str, slots: Sequence[str], cause: str) -> Iterator[str]:
    """A right claim has no fault; every other one has a cause, and what misleads or is false has a slot."""
    if verdict == RIGHT and (slots or cause != "-"):
        yield "right, but with a slot or a cause"
    if verdict != RIGHT and cause == "-":
        yield f"{verdict}, but without a cause"
    if verdict in (MISLEADING, FALSE) and not slots:
        yield f"{verdict}, but without a slot"


def _entity_answer(number: int, cells: Sequence[str]) -> _Read:
    if len(cells) != 1:
        return None, [f"{len(cells) + 1} columns instead of number and verdict"]
    [verdict] = cells
    faults = list(unknown("verdict", [verdict], ENTITY_VERDICTS))
    return (None, faults) if faults else (Answer(number, verdict, (), "-"), [])


def _fact_answer(number: int, cells: Sequence[str]) -> _Read:
    if len(cells) != 3:
        return None, [f"{len(cells) + 1} columns instead of number, found, sides and shown"]
    faults = list(unknown("mark", cells, ("yes", "no")))
    found, sides, shown = (mark == "yes" for mark in cells)
    if not faults and not found and (sides or shown):
        faults = ["not found, but with right sides or shown"]
    holds = tuple(slot for slot, held in ((SIDES, sides), (VISIBLE, shown)) if held)
    return (None, faults) if faults else (Answer(number, FOUND if found else MISSING, holds, "-"), [])


_READERS: Mapping[str, Callable[[int, Sequence[str]], _Read]] = {ENTITY: _entity_answer, FACT: _fact_answer}
