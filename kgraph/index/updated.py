"""Bringing an index up to date: only the rows of what has changed are written, and it then equals one that is written from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kgraph.index.changes import Change
from kgraph.index.numbers import number
from kgraph.index.rows import CHAIN, article_number, event_number, mention_rows
from kgraph.index.tables import Tables, writing
from kgraph.index.written import COUNTED
from kgraph.rdf.nodes import Nodes


def update(nodes: Nodes, path: Path, change: Change) -> None:
    """Makes the index in a file that of the graph after a change, whose nodes are given; it is that of the graph before.

    The file must be a copy that nobody reads. Raises sqlite3.DatabaseError where it is damaged.
    """
    with writing(path) as connection:
        _Update(Tables(connection, nodes), change).run()


class _Update:
    """One update.

    Full-text search must forget a text while all of its rows are still there, and learn one when all of its rows are.
    """

    def __init__(self, tables: Tables, change: Change) -> None:
        self._tables, self._change, self._nodes = tables, change, tables.nodes

    def run(self) -> None:
        """Does it."""
        moved = self._moved()
        events = sorted({*self._change.events.all, *self._events_of(moved)})
        before = self._numbers("event", events)
        taking_part = self._participants(before.values())
        self._remove(before.values())
        self._add(moved)
        now = self._add_events(events)
        self._follow_wholes(before, now)
        self._repeat()
        self._count(taking_part | self._participants(now.values()))
        self._learn(now.values())
        self._execute("UPDATE about SET value = ? WHERE key = 'graph'", self._change.after)

    def _moved(self) -> list[str]:
        """The articles, of those that were there before, of which a chain belongs to another entity now."""
        found: set[str] = set()
        for entity in self._change.entities.all:
            rows = self._rows(
                "SELECT article.iri, number FROM chain JOIN article ON n = article WHERE entity = ?", number(entity)
            )
            before = {f"{article}{CHAIN}{ordinal}" for article, ordinal in rows}
            found.update(chain.rpartition(CHAIN)[0] for chain in before.symmetric_difference(self._nodes.chains(entity)))
        return sorted(found.difference(self._change.articles.all))

    def _events_of(self, articles: Iterable[str]) -> Iterator[str]:
        """The events that articles report, of which a report may have another speaker now."""
        for number_of in self._numbers("article", articles).values():
            sql = "SELECT DISTINCT event.iri FROM report JOIN event ON event.n = event WHERE article = ?"
            yield from (iri for (iri,) in self._rows(sql, number_of))

    def _remove(self, events: Iterable[int]) -> None:
        """Removes the rows of all that changed or is gone."""
        articles = list(self._numbers("article", self._change.articles.all).values())
        entities = list(self._numbers("entity", self._change.entities.all).values())
        for name, gone in (("event", events), ("entity", entities), ("article", articles)):
            self._tables.forget(name, gone)
        for event in events:
            self._execute("DELETE FROM figure WHERE report IN (SELECT n FROM report WHERE event = ?)", event)
        for table, column, gone in (
            *((table, "event", events) for table in ("participant", "part", "report")),
            ("event", "n", events),
            *((table, "entity", entities) for table in ("alias", "chain")),
            ("entity", "n", entities),
            ("mention", "article", articles),
            ("article", "n", articles),
        ):
            self._tables.connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((one,) for one in gone))

    def _add(self, moved: Iterable[str]) -> None:
        """Adds articles and entities, and says anew who is mentioned in other articles."""
        for source in self._nodes.articles(self._change.articles.added):
            self._tables.add_article(source)
        for actor in self._nodes.entities(self._change.entities.all):
            self._tables.add_entity(actor)
        for source in self._nodes.articles(moved):
            self._execute("DELETE FROM mention WHERE article = ?", article_number(source))
            self._tables.insert("mention", mention_rows(source))

    def _add_events(self, events: Iterable[str]) -> Mapping[str, int]:
        """The numbers of those events that are still there, by their IRIs, after their rows have been added."""
        found = {}
        for event in self._nodes.events(events):
            self._tables.add_event(event)
            found[event.iri] = event_number(event)
        return found

    def _follow_wholes(self, before: Mapping[str, int], now: Mapping[str, int]) -> None:
        """Parts that have not changed themselves know the new number of an event whose day is another."""
        for iri in before.keys() & now.keys():
            if before[iri] != now[iri]:
                self._execute("UPDATE part SET whole = ? WHERE whole = ?", now[iri], before[iri])

    def _repeat(self) -> None:
        """Says anew which articles repeat a text: one that stays may repeat another since the first one is gone."""
        self._execute("DELETE FROM repeat")
        self._tables.add_repeats()

    def _participants(self, events: Iterable[int]) -> set[int]:
        return {entity for event in events for (entity,) in self._rows("SELECT entity FROM participant WHERE event = ?", event)}

    def _count(self, taking_part: Iterable[int]) -> None:
        """Says of entities in how many events they take part: of those of the events that changed, and of those with new rows."""
        entities = {*taking_part, *map(number, self._change.entities.all)}
        self._tables.connection.executemany(f"{COUNTED} WHERE n = ?", ((one,) for one in entities))

    def _learn(self, events: Iterable[int]) -> None:
        self._tables.learn("article", self._numbers("article", self._change.articles.added).values())
        self._tables.learn("entity", self._numbers("entity", self._change.entities.all).values())
        self._tables.learn("event", events)

    def _numbers(self, table: str, iris: Iterable[str]) -> dict[str, int]:
        """The numbers of those nodes that have a row."""
        return {iri: found for iri in iris for (found,) in self._rows(f"SELECT n FROM {table} WHERE iri = ?", iri)}

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._tables.connection.execute(sql, values).fetchall()

    def _execute(self, sql: str, *values: object) -> None:
        self._tables.connection.execute(sql, values)
