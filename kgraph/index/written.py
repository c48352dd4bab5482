"""Writing the index of a whole graph."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from kgraph.index import rows
from kgraph.index.opened import FORMAT
from kgraph.index.tables import TEXTS, Tables, layout, writing
from kgraph.rdf.nodes import Nodes, ViewedNodes
from kgraph.rdf.view import View

_INDEX = re.compile(r"^CREATE INDEX", re.MULTILINE)
COUNTED = "UPDATE entity SET events = (SELECT count(DISTINCT event) FROM participant WHERE entity = entity.n)"


def write(view: View, path: Path, *, graph: str = "", base: str = "") -> None:
    """Writes the index of a view as a file, in place of one that is there; the names are as for ``write_nodes``."""
    write_nodes(ViewedNodes(view), path, graph=graph, base=base)


def write_nodes(nodes: Nodes, path: Path, *, graph: str, base: str) -> None:
    """Writes the index of a graph as a file, in place of one that is there.

    ``graph`` is the id of the graph, and ``base`` the beginning of its IRIs. The bytes follow from the graph alone.
    """
    path.unlink(missing_ok=True)
    with writing(path) as connection:
        for statement in layout():
            if not _INDEX.search(statement):
                connection.execute(statement)
        _fill(Tables(connection, nodes))
        _describe(connection, graph, base)
        for statement in layout():
            if _INDEX.search(statement):
                connection.execute(statement)
        connection.execute(COUNTED)
        for name, _, _ in TEXTS.values():
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
    _tidy(path)


def _fill(tables: Tables) -> None:
    tables.insert("type", map(rows.type_row, tables.kinds.values()))
    for source in tables.nodes.articles():
        tables.add_article(source)
    for actor in tables.nodes.entities():
        tables.add_entity(actor)
    for event in tables.nodes.events():
        tables.add_event(event)
    tables.add_repeats()


def _describe(connection: sqlite3.Connection, graph: str, base: str) -> None:
    about = {"format": str(FORMAT), "graph": graph, "base": base}
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())


def _tidy(path: Path) -> None:
    """Leaves no holes in the file and none of what stood there before, and lays each table out in its own order."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("VACUUM")
    finally:
        connection.close()
