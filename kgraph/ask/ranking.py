"""The best of what the full-text index finds. What is ranked is bounded: a word that half of all sentences have ranks nothing.

The documents of the index are in the order of their days. Where more of them match than are ranked, the latest are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kgraph.ask.paging import Order, Value
from kgraph.ask.rows import Clause
from kgraph.index import Index

RANKED = 2_000
"""How many documents are ranked at most."""
COUNTED = 10_000
"""Up to how many documents are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among events, entities or articles: ``match`` is the expression, ``clauses`` are conditions on ``table``.

    ``score`` says how good a match is; the least is the best.
    """

    table: str
    match: str
    score: str
    clauses: tuple[Clause, ...] = ()

    @property
    def source(self) -> str:
        """What stands behind FROM, with its conditions."""
        where = " AND ".join(clause.sql for clause in self.clauses) or "1"
        text = f"{self.table}_text"
        return f"{text} CROSS JOIN {self.table} ON {self.table}.n = {text}.rowid WHERE {text} MATCH ? AND {where}"

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of its question marks."""
        return (self.match, *(value for clause in self.clauses for value in clause.values))


class Ranked(NamedTuple):
    """The numbers of the best documents, how many match, whether these are all of them, and the cursor of the next page."""

    numbers: tuple[int, ...]
    total: int
    is_exact: bool
    cursor: str


def ranked(index: Index, wanted: Wanted, limit: int, cursor: str) -> Ranked:
    """A page of the best matches. Raises BadQuestion on a cursor that is not one of this list."""
    order = Order((f"search {wanted.table}",))
    start = int(str(values[0])) if (values := order.behind(cursor)[1]) else 0
    text = f"{wanted.table}_text"
    found = index.rows(
        f"SELECT n, count(*) OVER () FROM (SELECT {text}.rowid AS n, {wanted.score} AS score FROM {wanted.source} "
        f"ORDER BY {text}.rowid DESC LIMIT {RANKED}) ORDER BY score, n DESC LIMIT {limit + 1} OFFSET ?",
        (*wanted.values, start),
    )
    total = int(found[0][1]) if found else start
    counted = total if total < RANKED else _count(index, wanted)
    numbers = tuple(int(number) for number, _ in found[:limit])
    following = order.cursor((start + limit,)) if len(found) > limit else ""
    return Ranked(numbers, counted, counted < COUNTED, following)


def _count(index: Index, wanted: Wanted) -> int:
    return int(index.value(f"SELECT count(*) FROM (SELECT 1 FROM {wanted.source} LIMIT {COUNTED})", wanted.values))
