"""Words in names and beside them: kinds of names, clubs and titles (data/naming.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words(key: str) -> frozenset[str]:
    """A plain list of the file: works, joining, no_titles and others."""
    return frozenset(map(str, _table()[key]))


@cache
def kinds_by_last_word() -> Mapping[str, str]:
    """The types that last words of names tell, beside those of data/names.yaml."""
    return {word: kind for kind, found in _table()["last_words"].items() for word in found}


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / "naming.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return found
