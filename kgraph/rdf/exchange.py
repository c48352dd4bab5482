"""A finished graph in any format that somebody else's program reads: RDF, event tables, property graphs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyoxigraph

from kgraph.coding.event_table import event_rows, events_csv, events_parquet
from kgraph.coding.report_table import reports_csv
from kgraph.errors import KGraphError
from kgraph.rdf.formats import FORMATS, SUFFIXES, serialise
from kgraph.rdf.property_graph import cytoscape, gexf, graphml, neo4j
from kgraph.rdf.view import View, view

Files = Mapping[str, bytes]
"""What a format writes: the contents by file name."""

EXCHANGES: Mapping[str, Callable[[View], Files]] = {
    "csv": lambda seen: {"events.csv": events_csv(event_rows(seen))},
    "reports": lambda seen: {"reports.csv": reports_csv(seen)},
    "parquet": lambda seen: {"events.parquet": events_parquet(event_rows(seen))},
    "neo4j": lambda seen: {name: text.encode() for name, text in neo4j(seen).items()},
    "cytoscape": lambda seen: {"graph.cyjs": cytoscape(seen).encode()},
    "graphml": lambda seen: {"graph.graphml": graphml(seen).encode()},
    "gexf": lambda seen: {"graph.gexf": gexf(seen).encode()},
}


def exported(graph: pyoxigraph.Store, form: str, at_least: float = 0.0) -> Files:
    """The files of a graph in one of formats.FORMATS or EXCHANGES; of the latter only events with at least this confidence.

    Raises KGraphError on another format, and where RDF, which is always the whole graph, should leave out events.
    """
    if form in FORMATS:
        if at_least:
            raise KGraphError(f"{form} holds the whole graph; a least confidence needs one of {tuple(EXCHANGES)}")
        return {f"graph.{SUFFIXES[form]}": serialise(graph, form)}
    if form not in EXCHANGES:
        raise KGraphError(f"unknown format {form!r}; choose from {(*FORMATS, *EXCHANGES)}")
    return EXCHANGES[form](view(graph).at_least(at_least))
