"""The data that kgraph comes with: YAML files below kgraph/data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def shipped(name: str) -> Mapping[str, Any]:
    """What a file says, read once; nobody may change it."""
    found: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / name).read_text("utf-8"), yaml.CSafeLoader)
    return found
