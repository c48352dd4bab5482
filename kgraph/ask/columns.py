"""What is counted of events, as arrays in memory: read once for each build, so that whatever is filtered, a count takes milliseconds.

Events, entities and articles are named by their places in the arrays. Events stand in the order in which they are worth showing: the sure
ones first, then those of the most articles and reports. An event takes about a hundred bytes, with all that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kgraph.index import Index
from kgraph.lexicon import first_above
from kgraph.model import SHOWN_CONFIDENCE, TARGET_ROLES

KINDS = ("Person", "Group", "Organization", "Place", "NamedEvent", "Thing")
ORIENTATIONS = ("cooperation", "conflict", "neutral")
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
_AGENT, _TARGET, _PLACE = 1, 2, 3
_REAL = ("happened", "disputed")
_DAILY = ("day", "time", "week")
_THING = KINDS.index("Thing")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a table of two or three columns, as arrays."""

    event: Numbers
    one: Numbers
    other: Numbers


@dataclass(frozen=True, slots=True)
class Columns:
    """The numbers of a build.

    ``event``, ``entity`` and ``article`` are numbers in the index. Days are numbers as 20240312, 0 for none. ``kinds`` has a bit for each
    kind that takes part. ``parts`` are events with entities and roles, ``dyads`` events with who acts and on whom (of symmetric events both
    ways), ``ties`` each two of them once, and ``reports`` events with articles.
    """

    types: tuple[str, ...]
    facts: tuple[str, ...]
    event: Numbers
    type: Numbers
    fact: Numbers
    orientation: Numbers
    real: Mask
    first: Numbers
    last: Numbers
    stated: Mask
    daily: Mask
    confidence: NDArray[np.float64]
    kinds: Numbers
    roles: Numbers
    symmetric: Mask
    entity: Numbers
    entity_type: tuple[str, ...]
    kind: Numbers
    named: Mask
    mentions: Numbers
    article: Numbers
    article_iri: tuple[str, ...]
    parts: Pairs
    dyads: Pairs
    ties: Pairs
    reports: Pairs

    def events_at(self, numbers: Iterable[int]) -> Numbers:
        """The places of events by their numbers in the index."""
        return _places(np.fromiter(numbers, np.int64), self.event)

    def entity_at(self, number: int) -> int:
        """The place of an entity by its number."""
        return int(np.searchsorted(self.entity, number))


def columns(index: Index) -> Columns:
    """The arrays of an index."""
    types = index.rows("SELECT name, orientation, symmetric FROM type ORDER BY name")
    events = index.rows(
        "SELECT n, type, factuality, begin, \"end\", precision, stated, confidence FROM event "
        f"ORDER BY confidence < {SHOWN_CONFIDENCE}, articles DESC, reports DESC, confidence DESC, iri"
    )
    entities = index.rows("SELECT n, type, named, mentions FROM entity ORDER BY n")
    articles = index.rows("SELECT n, iri FROM article ORDER BY n")
    names, facts = sorted({one["name"] for one in types} | {one["type"] for one in events}), sorted({one["factuality"] for one in events})
    event, entity = _array(events, "n"), _array(entities, "n")
    kind_of = {name: KINDS.index(first_above(name, KINDS)) for name in {one["type"] for one in entities}}
    kind = np.array([kind_of[one["type"]] for one in entities], np.int64)
    type_number = {name: number for number, name in enumerate(names)}
    said = {one["name"]: one for one in types}
    of_type = np.array([type_number[one["type"]] for one in events], np.int64)
    orientation = np.array([ORIENTATIONS.index(said[name]["orientation"] if name in said else "neutral") for name in names], np.int64)
    symmetric = np.array([bool(said[name]["symmetric"]) if name in said else False for name in names], bool)
    parts = _parts(index, event, entity)
    dyads = _dyads(parts, symmetric[of_type] if len(events) else np.zeros(0, bool))
    article = _array(articles, "n")
    return Columns(
        types=tuple(names),
        facts=tuple(facts),
        event=event,
        type=of_type,
        fact=np.array([facts.index(one["factuality"]) for one in events], np.int64),
        orientation=orientation[of_type] if len(events) else np.zeros(0, np.int64),
        real=np.array([one["factuality"] in _REAL for one in events], bool),
        first=_days((one["begin"] or one["end"] for one in events), len(events)),
        last=_days((one["end"] or one["begin"] for one in events), len(events)),
        stated=np.array([bool(one["stated"]) for one in events], bool),
        daily=np.array([bool(one["stated"]) and one["precision"] in _DAILY for one in events], bool),
        confidence=np.array([one["confidence"] for one in events], np.float64),
        kinds=_kinds(parts, kind, len(events)),
        roles=np.bincount(parts.event, minlength=len(events)),
        symmetric=symmetric[of_type] if len(events) else np.zeros(0, bool),
        entity=entity,
        entity_type=tuple(one["type"] for one in entities),
        kind=kind,
        named=np.array([bool(one["named"]) for one in entities], bool),
        mentions=_array(entities, "mentions"),
        article=article,
        article_iri=tuple(one["iri"] for one in articles),
        parts=parts,
        dyads=dyads,
        ties=_ties(dyads),
        reports=_reports(index, event, article),
    )


def _array(found: Sequence[object], name: str) -> Numbers:
    return np.fromiter((one[name] for one in found), np.int64, len(found))  # type: ignore[index]


def _table(index: Index, sql: str, width: int) -> Numbers:
    """The rows of an answer that has only whole numbers."""
    found = index.rows(sql)
    return np.fromiter(chain.from_iterable(found), np.int64, width * len(found)).reshape(-1, width)


def _places(numbers: Numbers, all_numbers: Numbers) -> Numbers:
    """The places of numbers in an array that has each once, in whatever order."""
    order = np.argsort(all_numbers)
    return order[np.searchsorted(all_numbers, numbers, sorter=order)] if len(numbers) else numbers


def _days(days: Iterable[str], count: int) -> Numbers:
    known: dict[str, int] = {}
    return np.fromiter((known.get(day) or known.setdefault(day, day_number(day)) for day in days), np.int64, count)


def day_number(day: str) -> int:
    """A day as a number, 20240312; of a month or a year the number before its first day, 0 of none."""
    return int(day[:10].replace("-", "").ljust(8, "0")) if day[:4].isdigit() else 0


def _parts(index: Index, event: Numbers, entity: Numbers) -> Pairs:
    targets = ", ".join(f"'{role}'" for role in TARGET_ROLES)
    role = f"CASE WHEN role = 'agent' THEN {_AGENT} WHEN role IN ({targets}) THEN {_TARGET} WHEN role = 'place' THEN {_PLACE} ELSE 0 END"
    rows = _table(index, f"SELECT event, entity, {role} FROM participant", 3)
    return Pairs(_places(rows[:, 0], event), np.searchsorted(entity, rows[:, 1]), rows[:, 2])


def _reports(index: Index, event: Numbers, article: Numbers) -> Pairs:
    rows = _table(index, "SELECT event, article FROM report", 2)
    return Pairs(_places(rows[:, 0], event), np.searchsorted(article, rows[:, 1]), np.zeros(len(rows), np.int64))


def _kinds(parts: Pairs, kind: Numbers, events: int) -> Numbers:
    bits = np.zeros(events, np.int64)
    np.bitwise_or.at(bits, parts.event, 1 << kind[parts.one])
    return bits


def _dyads(parts: Pairs, symmetric: Mask) -> Pairs:
    """Who acts on whom; the sides of a symmetric event act on each other."""
    if not len(parts.event):
        return parts
    both = symmetric[parts.event]
    acting = ((parts.other == _AGENT) & ~both) | (both & np.isin(parts.other, (_AGENT, _TARGET)))
    acted = ((parts.other == _TARGET) & ~both) | (both & np.isin(parts.other, (_AGENT, _TARGET)))
    event, one, other = _joined(parts.event[acting], parts.one[acting], parts.event[acted], parts.one[acted])
    different = one != other
    rows = np.unique(np.stack([event[different], one[different], other[different]], axis=1), axis=0)
    return Pairs(rows[:, 0], rows[:, 1], rows[:, 2])


def _joined(left: Numbers, ones: Numbers, right: Numbers, others: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each left row with each right row of the same event."""
    order = np.argsort(right, kind="stable")
    right, others = right[order], others[order]
    begin, end = np.searchsorted(right, left, "left"), np.searchsorted(right, left, "right")
    counts = end - begin
    rows = np.repeat(np.arange(len(left)), counts)
    places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)
    return left[rows], ones[rows], others[places]


def _ties(dyads: Pairs) -> Pairs:
    low, high = np.minimum(dyads.one, dyads.other), np.maximum(dyads.one, dyads.other)
    rows = np.unique(np.stack([dyads.event, low, high], axis=1), axis=0)
    return Pairs(rows[:, 0], rows[:, 1], rows[:, 2])
