"""The file of an index while it is written: its tables, and rows that come and go together with what full-text search knows of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from kgraph.index import rows
from kgraph.index.rows import Kinds, Row
from kgraph.rdf.nodes import Nodes
from kgraph.rdf.view import Actor, Happening, Source

_CACHE = 64_000  # kilobytes that a file in the making may take of the memory
_KEPT = 20_000
TEXTS = {
    "article": ("article_text", "article", "headline, text"),
    "event": ("event_text", "event_document", "label, quotes, tags"),
    "entity": ("entity_text", "entity_document", "name, aliases"),
}
"""By what it finds, the table of full-text search, the table or the view that has its documents, and the columns of these."""


class Tables:
    """The tables of an index in the making; of a graph whose nodes and event types are given."""

    def __init__(self, connection: sqlite3.Connection, nodes: Nodes) -> None:
        self.connection = connection
        self.nodes = nodes
        self.kinds: Kinds = {kind.name: kind for kind in nodes.kinds()}
        self.article = lru_cache(_KEPT)(self._article)

    def insert(self, table: str, values: Iterable[Row]) -> None:
        """Adds rows to a table."""
        iterator = iter(values)
        first = next(iterator, None)
        if first is not None:
            sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
            self.connection.execute(sql, first)
            self.connection.executemany(sql, iterator)

    def add_article(self, source: Source) -> None:
        """Adds the rows of an article, its mentions included."""
        self.insert("article", [rows.article_row(source)])
        self.insert("mention", rows.mention_rows(source))

    def add_entity(self, actor: Actor) -> None:
        """Adds the rows of an entity, whose articles are there already."""
        self.insert("entity", [rows.entity_row(actor)])
        self.insert("alias", rows.alias_rows(actor))
        self.insert("chain", rows.chain_rows(actor.iri, self.nodes.chains(actor.iri), self.article))

    def add_event(self, event: Happening) -> None:
        """Adds the rows of an event with its reports, whose articles are there already."""
        self.insert("event", [rows.event_row(event, self.kinds)])
        self.insert("participant", rows.participant_rows(event))
        self.insert("part", rows.part_rows(event, self.nodes.events(event.wholes)))
        self.insert("report", rows.report_rows(event, self.article))
        self.insert("figure", rows.figure_rows(event))

    def add_repeats(self) -> None:
        """Says which articles repeat a text; the articles are there already."""
        known = ((self.article(article), self.article(first)) for article, first in self.nodes.repeats())
        self.insert("repeat", (pair for pair in known if None not in pair))

    def learn(self, what: str, numbers: Iterable[int]) -> None:
        """Lets full-text search find articles, events or entities, whose rows are there."""
        table, documents, columns = TEXTS[what]
        sql = f"INSERT INTO {table} (rowid, {columns}) SELECT n, {columns} FROM {documents} WHERE n = ?"
        self.connection.executemany(sql, ((one,) for one in sorted(numbers)))

    def forget(self, what: str, numbers: Iterable[int]) -> None:
        """Lets full-text search not find them any more; their rows are as they were when it learnt of them."""
        table, documents, columns = TEXTS[what]
        sql = f"INSERT INTO {table} ({table}, rowid, {columns}) SELECT 'delete', n, {columns} FROM {documents} WHERE n = ?"
        self.connection.executemany(sql, ((one,) for one in sorted(numbers)))

    def _article(self, iri: str) -> int | None:
        """The number of an article that is there."""
        found = self.connection.execute("SELECT n FROM article WHERE iri = ?", (iri,)).fetchone()
        return None if found is None else int(found[0])


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A file to be written that nobody reads yet: a build that is killed leaves it to be thrown away."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "secure_delete = ON",
            f"cache_size = -{_CACHE}",
            "temp_store = FILE",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


@cache
def layout() -> tuple[str, ...]:
    """The statements that make the tables, in the order of kgraph/data/index.sql."""
    found, statement = [], ""
    for line in (files("kgraph") / "data" / "index.sql").read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return tuple(found)
