"""What the user says of where records keep what kgraph reads: "text=body,title=headline"."""

from __future__ import annotations

from collections.abc import Iterable

from kgraph.errors import SettingsError

OURS = ("text", "title", "source", "url", "authors", "published", "modified", "categories", "id")
"""What is read of a record, by kgraph's own names."""
FieldMap = tuple[tuple[str, str], ...]
"""Names of ours with the names of fields that they are read from, in the order in which they were given."""


def read_map(texts: Iterable[str]) -> FieldMap:
    """What "text=body" and the like say. Raises SettingsError, which lists the names that are ours."""
    return tuple(map(_pair, texts))


def _pair(text: str) -> tuple[str, str]:
    ours, sign, theirs = (part.strip() for part in text.partition("="))
    if not sign or not theirs:
        raise SettingsError(f"map {text!r} is not of the form NAME=FIELD, as in text=body")
    if ours not in OURS:
        raise SettingsError(f"map {text!r}: {ours!r} is not a name of ours; choose from {', '.join(OURS)}")
    return ours, theirs
