"""Words that stand for nobody in particular, by the kind of word (data/nobody.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped

_UNTOLD = ("reader", "generic", "somebody", "none", "things", "quantity", "pointing", "relative", "asking", "expletive", "mark")


@cache
def nobody(*kinds: str) -> frozenset[str]:
    """The words of these kinds; without a kind, all of them."""
    raw: Mapping[str, list[str]] = shipped("nobody.yaml")
    return frozenset(word for kind in kinds or raw for word in raw[kind])


def does_nothing() -> frozenset[str]:
    """The words of which no event is told: what they do, or what is done to them ("who could say?"); but "everybody left" is one."""
    return nobody(*_UNTOLD)
