"""The index of a build, output/index.sqlite: what the graph says as tables (kgraph/data/index.sql), for all who ask for a part of it."""

from kgraph.index.opened import FILE, Index
from kgraph.index.written import write, write_nodes

__all__ = ["FILE", "Index", "write", "write_nodes"]
