"""The page: one HTML file that shows a graph, asks no address for anything, and runs nothing that an article says."""

from __future__ import annotations

from pathlib import Path

from kgraph.collector import no_collector
from kgraph.explore.network import network
from kgraph.explore.page import page
from kgraph.rdf.view import View

FILE = "explore.html"


@no_collector()
def explore(view: View, out: Path) -> Path:
    """The path of the page that was written, ``out/explore.html``."""
    path = out / FILE
    path.write_text(page(view, *network(view)), "utf-8", newline="")
    return path


__all__ = ["explore"]
