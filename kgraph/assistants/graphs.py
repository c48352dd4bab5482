"""What a server for assistants needs of the graph that it serves."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from kgraph.index import Index


class Graph(Protocol):
    """One finished build."""

    @property
    def build(self) -> str:
        """What its graph is called, which changes whenever the graph does."""

    @property
    def base(self) -> str:
        """What the IRIs of its nodes begin with."""

    @property
    def index(self) -> Index:
        """Its index. Raises StoreError where it was built without one."""


class Graphs(Protocol):
    """The builds of a folder, as they come."""

    def current(self) -> Graph:
        """The last finished build. Raises StoreError."""

    def select(self, graph: Graph, query: str, rows: int) -> Awaitable[bytes]:
        """The answer of a query in SPARQL's JSON format, within the limits of the server. Raises KGraphError."""
