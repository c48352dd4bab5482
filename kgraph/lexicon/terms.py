"""kgraph's own terms (data/terms.yaml), whose names no event type and no role can have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kgraph.lexicon.entity_types import entity_types
from kgraph.shipped import shipped


def terms() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """kgraph's own terms, as data/terms.yaml has them: classes, properties and well-known roles by name."""
    return shipped("terms.yaml")


@cache
def taken_types() -> frozenset[str]:
    """Names that no event type can have. "Event" is a class of ours as well, the one above all event types."""
    return frozenset(entity_types().keys() | terms()["classes"].keys()) - {"Event"}


def is_taken_role(name: str) -> bool:
    """Whether a property of ours has the role's name, or that of the words for it."""
    return not terms()["properties"].keys().isdisjoint((name, f"{name}Text"))
