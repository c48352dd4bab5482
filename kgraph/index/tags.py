"""Words by which the full-text index knows the type and the factuality of an event, so that a filter costs less than no filter."""

from __future__ import annotations


def tag(name: str) -> str:
    """The word for a type or a factuality: no stemmer shortens what ends in a digit."""
    return f"{name.lower().replace('-', '')}0"
