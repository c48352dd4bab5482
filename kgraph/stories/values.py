"""The numbers and words of data/stories.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kgraph.shipped import shipped


@dataclass(frozen=True, slots=True)
class Values:
    """What decides about stories; data/stories.yaml says what each is."""

    near: float
    together: float
    days: int
    actor: float
    headline: float
    features: int
    common: float
    most: int
    few: int
    neighbours: int
    listed: int
    least: float
    lead: int
    said: int
    per_speaker: int


@cache
def values() -> Values:
    """The numbers."""
    raw = shipped("stories.yaml")
    return Values(**{name: raw[name] for name in Values.__dataclass_fields__})


@cache
def qualifiers() -> Mapping[str, str]:
    """The words that say how exact a number is, each with "more", "less" or "about"."""
    raw = shipped("stories.yaml")
    return {str(words): kind for kind in ("more", "less", "about") for words in raw[kind]}


@cache
def saying() -> frozenset[str]:
    """The branches of event types that are somebody's words."""
    return frozenset(map(str, shipped("stories.yaml")["saying"]))


@cache
def no_title() -> re.Pattern[str]:
    """Finds headlines that name no story."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in shipped("stories.yaml")["no_title"]), re.IGNORECASE)
