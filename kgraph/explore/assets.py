"""The page's parts that come with kgraph: its template, style and scripts, and the library that draws networks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from kgraph.explore.bundle import bundle

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # bundled with pyvis; MIT or Apache-2.0
_START = "start.mjs"
"""The module that needs all others, in kgraph/data/explore/script."""


@cache
def script() -> str:
    """The page's own script."""
    return bundle(_START, lambda path: asset(f"script/{path}"))


@cache
def asset(name: str) -> str:
    """A file of kgraph/data/explore."""
    return (files("kgraph") / "data" / "explore" / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def vis() -> str:
    """The library that draws networks."""
    return (files("pyvis") / _VIS).read_text("utf-8").replace("\r\n", "\n").replace("\r", "\n")
