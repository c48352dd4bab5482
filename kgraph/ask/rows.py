"""Reading the index: statements made of parts, with every value bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import msgspec

from kgraph.ask.paging import Order, Value
from kgraph.index import Index

TOTAL = "all_of_them"
_MOST = 20_000  # rows that are remembered of one build


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition, and the values of its question marks."""

    sql: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A list in the index: what each item has, from which tables, and what must hold of it."""

    columns: str
    source: str
    clauses: tuple[Clause, ...] = ()
    inner: tuple[Value, ...] = ()
    """The values of question marks in ``source``."""
    counted: str = ""
    """The tables that are enough to count the items, where not all are needed for it."""
    is_dear: bool = False
    """Whether the whole list has to be made for each page, which then is remembered."""

    @property
    def where(self) -> str:
        """What stands behind WHERE."""
        return " AND ".join(clause.sql for clause in self.clauses) or "1"

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of all question marks."""
        return (*self.inner, *(value for clause in self.clauses for value in clause.values))

    def given(self, clauses: Iterable[Clause]) -> Query:
        """The same with further conditions."""
        return replace(self, clauses=(*self.clauses, *clauses))


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a query: its rows, how many rows the query has, and the cursor of the next page."""

    rows: Sequence[sqlite3.Row]
    total: int
    cursor: str


def remembered(index: Index, sql: str, values: tuple[Value, ...]) -> list[sqlite3.Row]:
    """What a statement gives that is often asked again, such as how many items a list has on all its pages.

    A build never changes, so neither does the answer. It is forgotten with the build, and when there are too many.
    """
    return _ANSWERS.setdefault(index, _Memory()).rows(index, sql, values)


class _Memory:
    """Answers of one build, as many as have so many rows together."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, tuple[Value, ...]], list[sqlite3.Row]] = {}
        self._size = 0

    def rows(self, index: Index, sql: str, values: tuple[Value, ...]) -> list[sqlite3.Row]:
        found = self._answers.get((sql, values))
        if found is None:
            found = index.rows(sql, values)
            self._keep((sql, values), found)
        return found

    def _keep(self, question: tuple[str, tuple[Value, ...]], found: list[sqlite3.Row]) -> None:
        if self._size > _MOST:
            self._answers, self._size = {}, 0
        self._answers[question] = found
        self._size += 1 + len(found)


_ANSWERS: WeakKeyDictionary[Index, _Memory] = WeakKeyDictionary()


def count(index: Index, query: Query) -> int:
    """How many rows a query has."""
    sql = f"SELECT count(*) FROM {query.counted or query.source} WHERE {query.where}"
    return int(remembered(index, sql, query.values)[0][0])


def page(index: Index, query: Query, order: Order, limit: int, cursor: str) -> Part:
    """A page of a query. Raises BadQuestion on a cursor that is not one of this list."""
    sql, values = paged(query, order, limit, cursor)
    found = remembered(index, sql, values) if query.is_dear else index.rows(sql, values)
    shown = found[:limit]
    following = order.cursor(_key(shown[-1], order)) if len(found) > limit else ""
    return Part(shown, _total(index, query, found), following)


def _total(index: Index, query: Query, found: Sequence[sqlite3.Row]) -> int:
    """How many items the list has: what a list that is dear to make says itself, under the name of TOTAL."""
    if found and TOTAL in found[0].keys():  # noqa: SIM118 - a row is not a mapping
        return int(found[0][TOTAL])
    return count(index, query)


def paged(query: Query, order: Order, limit: int, cursor: str) -> tuple[str, tuple[Value, ...]]:
    """The statement of a page, which asks for one row more than the page has, and its values."""
    behind, key = order.behind(cursor)
    sql = (
        f"SELECT {query.columns}, {order.columns} FROM {query.source} "
        f"WHERE {query.where} AND {behind} ORDER BY {order.sql} LIMIT {limit + 1}"
    )
    return sql, (*query.values, *key)


def _key(found: sqlite3.Row, order: Order) -> tuple[Value, ...]:
    return tuple(found[f"_key{number}"] for number in range(len(order.keys)))


def joined(clauses: Sequence[Clause], by: str = " AND ") -> Clause:
    """Several conditions as one."""
    return Clause(by.join(clause.sql for clause in clauses), tuple(value for clause in clauses for value in clause.values))


def among(column: str, values: Sequence[Value]) -> Clause:
    """That a column has one of these values."""
    return Clause(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def listed(numbers: Iterable[int]) -> str:
    """Numbers as one value, for ``IN (SELECT value FROM json_each(?))``."""
    return msgspec.json.encode(list(numbers)).decode()


def grouped(found: Iterable[sqlite3.Row], key: str) -> dict[int, list[sqlite3.Row]]:
    """Rows by one of their columns, in their order."""
    groups: dict[int, list[sqlite3.Row]] = {}
    for one in found:
        groups.setdefault(one[key], []).append(one)
    return groups


def prefixed(table: str, *columns: str) -> Iterator[str]:
    """Columns of a table under names that begin with the table's: article_iri."""
    return (f'{table}."{column}" AS {table}_{column}' for column in columns)
