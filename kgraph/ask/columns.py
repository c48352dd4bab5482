"""What is counted of events, as arrays in memory: read once for each build, so that whatever is filtered, a count takes milliseconds.

Events, entities and articles are named by their places in the arrays. Events stand in the order in which they are worth showing: the sure
ones first, then those of the most articles and reports. An event takes about a hundred bytes, with all that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kgraph.index import Index
from kgraph.lexicon import first_above
from kgraph.model import SHOWN_CONFIDENCE, TARGET_ROLES

KINDS = ("Person", "Group", "Organization", "Place", "NamedEvent", "Thing")
ORIENTATIONS = ("cooperation", "conflict", "neutral")
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Values: TypeAlias = tuple[Any, ...]
_AGENT, _TARGET, _PLACE = 1, 2, 3
_REAL = ("happened", "disputed")
_DAILY = ("day", "time", "week")


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
    kinds = dict(_named_rows(index, "SELECT name, orientation, symmetric FROM type ORDER BY name"))
    n, types, facts, begin, end, precision, stated, confidence, articles, reports = _columns(
        index, 'SELECT n, type, factuality, begin, "end", precision, stated, confidence, articles, reports FROM event', 10
    )
    order = _best_first(n, confidence, articles, reports)
    entity, entity_type, named, mentions = _columns(index, "SELECT n, type, named, mentions FROM entity ORDER BY n", 4)
    article, article_iri = _columns(index, "SELECT n, iri FROM article ORDER BY n", 2)
    names, fact_names = tuple(sorted({*kinds, *types})), tuple(sorted(set(facts)))
    event, of_type = _array(n)[order], _numbered(types, names)[order]
    said = [kinds.get(name, ("neutral", 0)) for name in names]
    orientation = np.array([ORIENTATIONS.index(one) for one, _ in said], np.int64)
    symmetric = np.array([bool(one) for _, one in said], bool)[of_type]
    kind_of = {name: KINDS.index(first_above(name, KINDS)) for name in set(entity_type)}
    kind = _array([kind_of[name] for name in entity_type])
    parts = _parts(index, event, _array(entity))
    dyads = _dyads(parts, symmetric)
    is_stated = _array(stated)[order] > 0
    return Columns(
        types=names,
        facts=fact_names,
        event=event,
        type=of_type,
        fact=_numbered(facts, fact_names)[order],
        orientation=orientation[of_type],
        real=np.array([name in _REAL for name in fact_names], bool)[_numbered(facts, fact_names)[order]],
        first=_days([one or other for one, other in zip(begin, end, strict=True)])[order],
        last=_days([one or other for one, other in zip(end, begin, strict=True)])[order],
        stated=is_stated,
        daily=is_stated & np.array([one in _DAILY for one in precision], bool)[order],
        confidence=np.array(confidence, np.float64)[order],
        kinds=_kinds(parts, kind, len(event)),
        roles=np.bincount(parts.event, minlength=len(event)),
        symmetric=symmetric,
        entity=_array(entity),
        kind=kind,
        named=_array(named) > 0,
        mentions=_array(mentions),
        article=_array(article),
        article_iri=tuple(article_iri),
        parts=parts,
        dyads=dyads,
        ties=_ties(dyads),
        reports=_reports(index, event, _array(article)),
    )


def _best_first(n: Values, confidence: Values, articles: Values, reports: Values) -> Numbers:
    sure = np.array(confidence, np.float64)
    order: Numbers = np.lexsort((_array(n), -sure, -_array(reports), -_array(articles), sure < SHOWN_CONFIDENCE))
    return order


def _fetched(index: Index, sql: str) -> list[tuple[Any, ...]]:
    """The rows of an answer as tuples, which take half the time."""
    with index.connection() as connection:
        cursor = connection.cursor()
        cursor.row_factory = None
        return cursor.execute(sql).fetchall()


def _columns(index: Index, sql: str, width: int) -> list[Values]:
    return list(zip(*_fetched(index, sql), strict=True)) or [()] * width


def _named_rows(index: Index, sql: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    return ((row[0], row[1:]) for row in _fetched(index, sql))


def _array(values: Iterable[int]) -> Numbers:
    return np.array(values if isinstance(values, list | tuple) else list(values), np.int64)


def _numbered(values: Values, names: Sequence[str]) -> Numbers:
    at = {name: number for number, name in enumerate(names)}
    return _array([at[value] for value in values])


def _table(index: Index, sql: str, width: int) -> Numbers:
    """The rows of an answer that has only whole numbers."""
    found = _fetched(index, sql)
    return np.fromiter(chain.from_iterable(found), np.int64, width * len(found)).reshape(-1, width)


def _places(numbers: Numbers, all_numbers: Numbers) -> Numbers:
    """The places of numbers in an array that has each once, in whatever order."""
    order = np.argsort(all_numbers)
    return order[np.searchsorted(all_numbers, numbers, sorter=order)] if len(numbers) else numbers


def _days(days: Sequence[str]) -> Numbers:
    known = {day: day_number(day) for day in set(days)}
    return _array([known[day] for day in days])


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
