"""Words in names and beside them: kinds of names, clubs and titles (data/naming.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped


@cache
def words(key: str) -> frozenset[str]:
    """A plain list of the file: works, joining, no_titles and others."""
    return frozenset(map(str, shipped("naming.yaml")[key]))


@cache
def kinds_by_last_word() -> Mapping[str, str]:
    """The types that last words of names tell, beside those of data/names.yaml."""
    return {word: kind for kind, found in shipped("naming.yaml")["last_words"].items() for word in found}
