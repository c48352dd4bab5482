"""Words that decide whom a description or a pronoun means (data/coreference.yaml)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped


@cache
def words(key: str) -> frozenset[str]:
    """A plain list of the file: no_holders, outsiders and others."""
    return frozenset(map(str, shipped("coreference.yaml")[key]))


@cache
def weights(key: str) -> Mapping[str, float]:
    """What features of salience weigh for a class of pronouns, beside those that data/nouns/salience.yaml has."""
    found: Mapping[str, float] = shipped("coreference.yaml")["salience"][key]
    return found


def leads() -> Mapping[str, float]:
    """By how much a candidate has to lead in special cases."""
    found: Mapping[str, float] = shipped("coreference.yaml")["leads"]
    return found


@cache
def offices() -> Mapping[str, int]:
    """The number of an office, which is its place in the file, by each of its titles."""
    return {title: number for number, row in enumerate(shipped("coreference.yaml")["offices"]) for title in row["titles"]}


@cache
def offices_by_role() -> Mapping[str, frozenset[int]]:
    """The numbers of the offices by what the list of people calls them, with a country's code where that is needed."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(shipped("coreference.yaml")["offices"]):
        for role in row["roles"]:
            found[role].add(number)
    return {role: frozenset(numbers) for role, numbers in found.items()}
