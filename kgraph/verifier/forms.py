"""What kind of words fill a role: a pronoun, a name, a description."""

from __future__ import annotations

from kgraph.syntax.tree import Span
from kgraph.verifier.claim import Side

Seen = tuple[str, float]
"""The name of a feature and its value, 1 for most."""

_ROLES = frozenset(("agent", "patient", "topic", "place", "addressee", "recipient"))
_OTHER = "other"
_DEFINITE = frozenset("the this that these those his her their its my your our".split())
_INDEFINITE = frozenset("a an some any another one two three several many few".split())


def role_of(side: Side) -> str:
    """The role of a side; the rare ones are one."""
    return side.role if side.role in _ROLES else _OTHER


def form_of(words: Span) -> str:
    """One of "pronoun", "definite", "indefinite", "name" and "bare"."""
    first = words[0]
    if words.root.pos_ == "PRON":
        return "pronoun"
    if first.lower_ in _DEFINITE:
        return "definite"
    if first.lower_ in _INDEFINITE:
        return "indefinite"
    return "name" if words.root.pos_ == "PROPN" else "bare"
