"""Analysis: networks, measures, tables and a report out of a graph."""

from __future__ import annotations

from pathlib import Path

from kgraph.analyse.files import write_network, write_report, write_table
from kgraph.analyse.measures import measures
from kgraph.analyse.networks import NETWORKS
from kgraph.analyse.report import report
from kgraph.analyse.tables import TABLES
from kgraph.collector import no_collector
from kgraph.rdf.view import View

FOLDER = "networks"


@no_collector()
def analyse(view: View, out: Path) -> tuple[Path, ...]:
    """The files written below ``out/networks``: each network in four formats with its measures, each table in two, and the report."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, make in NETWORKS.items():
        network = make(view)
        written.extend(write_network(network, folder, name))
        written.extend(write_table(measures(network), folder, f"{name}-measures"))
    for name, table in TABLES.items():
        written.extend(write_table(table(view), folder, name))
    written.extend(write_report(report(view), folder))
    return tuple(written)


__all__ = ["NETWORKS", "TABLES", "analyse"]
