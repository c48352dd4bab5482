"""Networks and tables as files: CSV and JSON for people and programs, GraphML and GEXF for Gephi and its like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import networkx as nx

from kgraph.analyse import render
from kgraph.analyse.networks import Network
from kgraph.analyse.report import GraphReport
from kgraph.analyse.tables import Table
from kgraph.outgoing import csv_text, json_text, one_line


def network_files(network: Network, name: str) -> Iterator[tuple[str, str]]:
    """A network in every format, by the names of the files."""
    ordered = _ordered(network)
    for suffix, text in NETWORK_FORMATS.items():
        yield f"{name}.{suffix}", text(ordered)


def table_files(table: Table, name: str) -> Iterator[tuple[str, str]]:
    """A table as CSV and as JSON, by the names of the files."""
    for suffix, text in TABLE_FORMATS.items():
        yield f"{name}.{suffix}", text(table)


def report_files(report: GraphReport) -> Iterator[tuple[str, str]]:
    """The report as a page and as Markdown, and its pictures, by the names of the files."""
    yield "report.html", render.as_html(report)
    yield "report.md", render.as_markdown(report)
    for figure in (figure for section in report.sections for figure in section.figures):
        yield f"{figure.name}.svg", render.picture(figure)


def _ordered(network: Network) -> Network:
    """The same network with nodes and edges in the order of their names, so that its files are always the same; labels in one line."""
    ordered = network.__class__()
    for node in sorted(network):
        said = network.nodes[node].items()
        ordered.add_node(node, **{name: one_line(value) if isinstance(value, str) else value for name, value in said})
    ordered.add_edges_from(sorted(network.edges(data=True), key=lambda edge: edge[:2]))
    return ordered


def _edges_csv(network: Network) -> str:
    names = sorted({name for _, _, data in network.edges(data=True) for name in data})
    rows = (
        (network.nodes[a]["label"], network.nodes[b]["label"], *(str(data[name]) for name in names), a, b)
        for a, b, data in network.edges(data=True)
    )
    return _csv(Table(("source", "target", *names, "source_iri", "target_iri"), tuple(rows)))


def _network_json(network: Network) -> str:
    return json_text(nx.node_link_data(network, edges="links"), indent=1, sort_keys=True) + "\n"


def _graphml(network: Network) -> str:
    return "\n".join(nx.generate_graphml(network, named_key_ids=True)) + "\n"


def _gexf(network: Network) -> str:
    """GEXF without the day on which it was written: the same network gives the same bytes."""
    return re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(network))) + "\n"


def _csv(table: Table) -> str:
    return csv_text(table.columns, (tuple(map(one_line, row)) for row in table.rows))


def _json(table: Table) -> str:
    return json_text([dict(zip(table.columns, row, strict=True)) for row in table.rows], indent=1) + "\n"


NETWORK_FORMATS: Mapping[str, Callable[[Network], str]] = {
    "csv": _edges_csv,
    "json": _network_json,
    "graphml": _graphml,
    "gexf": _gexf,
}
TABLE_FORMATS: Mapping[str, Callable[[Table], str]] = {"csv": _csv, "json": _json}
