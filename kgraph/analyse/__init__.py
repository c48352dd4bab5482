"""Analysis: networks, measures, tables and a report out of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kgraph.analyse.files import NETWORK_FORMATS, TABLE_FORMATS, network_files, report_files, table_files
from kgraph.analyse.measures import measures
from kgraph.analyse.networks import NETWORKS
from kgraph.analyse.report import report
from kgraph.analyse.tables import TABLES
from kgraph.collector import no_collector
from kgraph.disk import opened
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.rdf.view import View

FOLDER = "networks"
FIXED = tuple(
    f"{FOLDER}/{name}"
    for name in (
        *(f"{name}.{suffix}" for name in NETWORKS for suffix in NETWORK_FORMATS),
        *(f"{name}-measures.{suffix}" for name in NETWORKS for suffix in TABLE_FORMATS),
        *(f"{name}.{suffix}" for name in TABLES for suffix in TABLE_FORMATS),
        "report.html",
        "report.md",
    )
)
"""The files that are made of every graph; pictures are made where they have something to show."""


@no_collector()
def contents(view: View) -> Mapping[str, bytes]:
    """The files of an analysis: each network in four formats with its measures, each table in two, and the report.

    They are made of the events that are shown by default (SHOWN_CONFIDENCE).
    """
    shown = view.at_least(SHOWN_CONFIDENCE)
    return {f"{FOLDER}/{name}": text.encode() for name, text in _files(shown)}


def analyse(view: View, out: Path) -> tuple[Path, ...]:
    """The files written below ``out/networks``. Raises NotOurs where somebody else's file is in the way, CannotWrite."""
    found = contents(view)
    with opened(out, among=True) as folder:
        folder.claim(found)
        return tuple(folder.write(name, content) for name, content in found.items())


def _files(view: View) -> Iterator[tuple[str, str]]:
    for name, make in NETWORKS.items():
        network = make(view)
        yield from network_files(network, name)
        yield from table_files(measures(network), f"{name}-measures")
    for name, table in TABLES.items():
        yield from table_files(table(view), name)
    yield from report_files(report(view))


__all__ = ["FIXED", "NETWORKS", "TABLES", "analyse", "contents"]
