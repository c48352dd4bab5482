"""How names are written in news: titles, particles, telling last words (data/names.yaml)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kgraph.shipped import shipped


@dataclass(frozen=True, slots=True)
class TypeCue:
    """Phrases before and after a name, in small letters, that tell its type where it had one of the others so far."""

    type: str
    instead_of: frozenset[str]
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists of data/names.yaml; ``last`` and ``first`` map a name's telling word to a type, ``described`` the noun before it."""

    titles: frozenset[str]
    offices: frozenset[str]
    storms: frozenset[str]
    particles: frozenset[str]
    joining: frozenset[str]
    suffixes: frozenset[str]
    suffixed: frozenset[str]
    last: Mapping[str, str]
    first: Mapping[str, str]
    described: Mapping[str, str]
    never_surnames: frozenset[str]
    governed: frozenset[str]
    spoken: frozenset[str]
    areas: frozenset[str]
    followed: Mapping[str, str]
    representing: frozenset[str]
    no_names: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    personal: frozenset[str]
    kin: frozenset[str]
    formations: frozenset[str]
    arms: frozenset[str]
    deeds: frozenset[str]
    honours: frozenset[str]
    seats: frozenset[str]
    with_fields: frozenset[str]
    joint: frozenset[str]
    kinds: Mapping[str, str]
    evidence: tuple[TypeCue, ...]


@cache
def name_words() -> NameWords:
    """The lists, read once."""
    data = dict(shipped("names.yaml"))
    last, first, described, followed = (_types(data.pop(key)) for key in ("last", "first", "described", "followed"))
    kinds = {**described, **_types(data.pop("kinds"))}
    evidence = tuple(map(_evidence, data.pop("evidence")))
    return NameWords(
        **{key: frozenset(map(str, value)) for key, value in data.items()},
        last=last,
        first=first,
        described=described,
        followed=followed,
        kinds=kinds,
        evidence=evidence,
    )


def _evidence(row: Mapping[str, Any]) -> TypeCue:
    before, after = (tuple(tuple(phrase.split()) for phrase in row.get(key, ())) for key in ("before", "after"))
    return TypeCue(row["type"], frozenset(row["instead_of"]), before, after)


@cache
def given_names() -> frozenset[str]:
    """The given names of data/nouns, capitalised, without those that are common nouns as well."""
    return frozenset(name.capitalize() for name in _first_column("given_names.csv") - _first_column("kinds.csv"))


def is_given_name(word: str) -> bool:
    """Whether a capitalised word is a given name, with or without its accents: "Sinéad"."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return not {word, plain}.isdisjoint(name_words().given | given_names())


def is_common_noun(word: str) -> bool:
    """Whether data/nouns has a lower-case word as a noun."""
    return word in _first_column("kinds.csv") or word in _typed_nouns()


@cache
def _typed_nouns() -> frozenset[str]:
    data = shipped("nouns/nouns.yaml")
    return frozenset(str(noun) for nouns in data["types"].values() for noun in nouns)


@cache
def _first_column(name: str) -> frozenset[str]:
    rows = (files("kgraph") / "data" / "nouns" / name).read_text("utf-8").splitlines()[1:]
    return frozenset(row.partition(",")[0] for row in rows)


def _types(entry: Mapping[str, list[str]]) -> dict[str, str]:
    """Each word's type; the first entry that has the word wins."""
    return {str(word): kind for kind, members in reversed(list(entry.items())) for word in members}
