"""The page: one HTML file that shows a graph, asks no address for anything, and runs nothing that an article says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kgraph.collector import no_collector
from kgraph.disk import opened
from kgraph.explore.data import Totals, data
from kgraph.explore.network import network
from kgraph.explore.page import page
from kgraph.explore.selection import Part, bounded, part_of
from kgraph.page_size import PAGE_MEGABYTES
from kgraph.rdf.view import View

FILE = "explore.html"
_MEGABYTE = 1_000_000


@no_collector()
def contents(view: View, megabytes: int = PAGE_MEGABYTES) -> Mapping[str, bytes]:
    """The page by its name: of all of the graph or, where it would be larger, of the events that matter most."""
    totals = Totals.of(view)

    def made(part: Part) -> bytes:
        return page(data(part.view, network(part.view), totals, part.texts)).encode()

    fixed = len(made(Part(part_of(view, ()), frozenset())))
    return {FILE: bounded(view, megabytes * _MEGABYTE, made, fixed)}


def explore(view: View, out: Path, megabytes: int = PAGE_MEGABYTES) -> Path:
    """The path of the page that was written, ``out/explore.html``. Raises NotOurs where somebody else's file is there, CannotWrite."""
    found = contents(view, megabytes)
    with opened(out, among=True) as folder:
        folder.claim(found)
        return folder.write(FILE, found[FILE])


__all__ = ["FILE", "contents", "explore"]
