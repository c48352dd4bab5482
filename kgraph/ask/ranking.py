"""The best of what the full-text index finds. What is ranked is bounded: a word that half of all sentences have ranks nothing.

The documents of the index are in the order of their days. Where more of them match than are ranked, only the latest are, and by how much is
known of them: words that so many have do not tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from kgraph.ask.paging import Order, Value
from kgraph.ask.rows import Clause
from kgraph.index import Index

MOST = 5_000
"""How many documents are ranked and counted at most."""
EXAMINED = 15_000
"""How many matches are held against the conditions at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among events, entities or articles: ``match`` is the expression, ``clauses`` are conditions on ``table``.

    ``score`` says how good a match is, and ``common`` does so where there are too many; the least is the best. The numbers of documents,
    which begin with their days, are between ``first`` and ``last``.
    """

    table: str
    match: str
    score: str
    common: str
    clauses: tuple[Clause, ...] = ()
    first: int = 0
    last: int = (1 << 63) - 1

    def source(self, score: str) -> str:
        """What stands behind FROM, with its conditions, for a score."""
        text = f"{self.table}_text"
        where = " AND ".join([f"{text} MATCH ? AND {text}.rowid BETWEEN ? AND ?", *(clause.sql for clause in self.clauses)])
        # A row of the table is read only for what is asked of it.
        joined = f" CROSS JOIN {self.table} ON {self.table}.n = {text}.rowid" if f"{self.table}." in where + score else ""
        return f"{text}{joined} WHERE {where}"

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of its question marks."""
        return (self.match, self.first, self.last, *(value for clause in self.clauses for value in clause.values))


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
    text, floor = f"{wanted.table}_text", _floor(index, wanted)
    wanted = replace(wanted, first=max(wanted.first, floor))
    score = wanted.score if not floor and _count(index, wanted) <= MOST else wanted.common
    found = index.rows(
        f"SELECT n, count(*) OVER () FROM (SELECT {text}.rowid AS n, {score} AS score FROM {wanted.source(score)} "
        f"ORDER BY {text}.rowid DESC LIMIT {MOST}) ORDER BY score, n DESC LIMIT {limit + 1} OFFSET ?",
        (*wanted.values, start),
    )
    total = int(found[0][1]) if found else start
    numbers = tuple(int(number) for number, _ in found[:limit])
    following = order.cursor((start + limit,)) if len(found) > limit else ""
    return Ranked(numbers, total, score == wanted.score, following)


def _count(index: Index, wanted: Wanted) -> int:
    """How many match, counted up to one more than are ranked."""
    return int(index.value(f"SELECT count(*) FROM (SELECT 1 FROM {wanted.source('')} LIMIT {MOST + 1})", wanted.values))


def _floor(index: Index, wanted: Wanted) -> int:
    """The number of the earliest match that is examined, 0 where all are: conditions may hold of few among very many matches."""
    if not wanted.clauses:
        return 0
    text = f"{wanted.table}_text"
    sql = f"SELECT rowid FROM {text} WHERE {text} MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT 1 OFFSET {EXAMINED - 1}"
    return index.value(sql, (wanted.match, wanted.first, wanted.last)) or 0
