"""Words that decide whom a description or a pronoun means (data/coreference.yaml)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words(key: str) -> frozenset[str]:
    """A plain list of the file: no_holders, outsiders and others."""
    return frozenset(map(str, _table()[key]))


@cache
def weights(key: str) -> Mapping[str, float]:
    """What features of salience weigh for a class of pronouns, beside those that data/nouns/salience.yaml has."""
    found: Mapping[str, float] = _table()["salience"][key]
    return found


def leads() -> Mapping[str, float]:
    """By how much a candidate has to lead in special cases."""
    found: Mapping[str, float] = _table()["leads"]
    return found


@cache
def offices() -> Mapping[str, int]:
    """The number of an office, which is its place in the file, by each of its titles."""
    return {title: number for number, row in enumerate(_table()["offices"]) for title in row["titles"]}


@cache
def offices_by_role() -> Mapping[str, frozenset[int]]:
    """The numbers of the offices by what the list of people calls them, with a country's code where that is needed."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(_table()["offices"]):
        for role in row["roles"]:
            found[role].add(number)
    return {role: frozenset(numbers) for role, numbers in found.items()}


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / "coreference.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return found
