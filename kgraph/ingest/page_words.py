"""The names of data/pages.yaml, by which a page says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _data() -> Any:
    return yaml.load((files("kgraph") / "data" / "pages.yaml").read_text("utf-8"), yaml.CSafeLoader)


@cache
def names(*path: str) -> Sequence[str]:
    """A list of data/pages.yaml, by the keys that lead to it."""
    found = _data()
    for key in path:
        found = found[key]
    return tuple(map(str, found))
