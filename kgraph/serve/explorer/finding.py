"""What the page's search field finds: entities by their names, and words in quotes and titles."""

from __future__ import annotations

from kgraph.ask.shown import Left
from kgraph.index import Index
from kgraph.serve.explorer.loaded import Loaded


def names(index: Index, words: str) -> object:
    return []


def texts(loaded: Loaded, left: Left, words: str) -> object:
    return {"hits": [], "total": 0}
