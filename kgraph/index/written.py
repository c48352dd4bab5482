"""Writing the index of a graph."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from kgraph.index import rows
from kgraph.index.opened import FORMAT
from kgraph.index.rows import Row
from kgraph.rdf.view import View


def write(view: View, path: Path, *, graph: str = "") -> None:
    """Writes the index of a graph, which has this id, as a file; one that is there is replaced."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.executescript((files("kgraph") / "data" / "index.sql").read_text("utf-8"))
        with connection:
            _fill(connection, view)
            _insert(connection, "about", [("format", str(FORMAT)), ("graph", graph)])
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, view: View) -> None:
    symmetric = {event.type for event in view.happenings.values() if event.symmetric}
    articles = {source.iri: rows.article_number(source) for source in view.sources.values()}
    events = {event.iri: rows.event_number(event) for event in view.happenings.values()}
    parts = Counter(entity for event in view.happenings.values() for entity in {entity for _, entity in event.roles})
    _insert(
        connection,
        "type",
        (
            rows.type_row(name, label, root, view.codes.get(name), symmetric=name in symmetric)
            for name, (label, root) in view.types.items()
        ),
    )
    _insert(connection, "article", map(rows.article_row, view.sources.values()))
    _insert(connection, "mention", (row for source in view.sources.values() for row in dict.fromkeys(rows.mention_rows(source))))
    _insert(connection, "entity", (rows.entity_row(actor, parts[actor.iri]) for actor in view.actors.values()))
    _insert(connection, "alias", (row for actor in view.actors.values() for row in rows.alias_rows(actor)))
    for event in view.happenings.values():
        _insert(connection, "event", [rows.event_row(event, view.codes)])
        _insert(connection, "participant", rows.participant_rows(event))
        _insert(connection, "part", rows.part_rows(event, events))
        _insert(
            connection,
            "report",
            (rows.report_row(telling, events[event.iri], articles[telling.article]) for telling in event.tellings),
        )
        _insert(connection, "figure", (row for telling in event.tellings for row in rows.figure_rows(telling)))


def _insert(connection: sqlite3.Connection, table: str, values: Iterable[Row]) -> None:
    iterator = iter(values)
    first = next(iterator, None)
    if first is not None:
        sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
        connection.execute(sql, first)
        connection.executemany(sql, iterator)
