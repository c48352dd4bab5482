"""The index of a build, output/index.sqlite: what the graph says as tables (kgraph/data/index.sql), for all who ask for a part of it."""

from kgraph.index.changes import Change, Delta, changed_since, changes
from kgraph.index.opened import FILE, NONE, Index, within
from kgraph.index.updated import update
from kgraph.index.viewed import indexed_view
from kgraph.index.written import write, write_nodes

__all__ = [
    "FILE",
    "NONE",
    "Change",
    "Delta",
    "Index",
    "changed_since",
    "changes",
    "indexed_view",
    "update",
    "within",
    "write",
    "write_nodes",
]
