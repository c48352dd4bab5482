"""The page: one HTML file that shows a graph, asks no address for anything, and runs nothing that an article says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kgraph.collector import no_collector
from kgraph.disk import opened
from kgraph.explore.network import network
from kgraph.explore.page import page
from kgraph.rdf.view import View

FILE = "explore.html"


@no_collector()
def contents(view: View) -> Mapping[str, bytes]:
    """The page by its name."""
    return {FILE: page(view, *network(view)).encode()}


def explore(view: View, out: Path) -> Path:
    """The path of the page that was written, ``out/explore.html``. Raises NotOurs where somebody else's file is there, CannotWrite."""
    found = contents(view)
    with opened(out, among=True) as folder:
        folder.claim(found)
        return folder.write(FILE, found[FILE])


__all__ = ["FILE", "contents", "explore"]
