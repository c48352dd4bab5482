"""Which domain a text is of (sport, business, culture ...), by its own words.

Much of what tells the senses of a word apart is not in its sentence: a team attacks, retreats and surrenders, and nobody is hurt. The
words of each domain, and how many of them a text needs, are data (data/domains.yaml).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from kgraph.shipped import shipped

NO_DOMAIN = "general"
"""What a text is of in which no domain has enough words."""


@dataclass(frozen=True, slots=True)
class _Domains:
    """The domains of each word, and what a text needs to be of one: so many of its words, and such a share of the words of all domains."""

    least: int
    share: float
    words: Mapping[str, Collection[str]]

    def of(self, words: Collection[str]) -> Mapping[str, int]:
        """How many of some words each domain has."""
        return Counter(name for name, listed in self.words.items() for word in words if word in listed)


def domain_names() -> tuple[str, ...]:
    """The names of all domains."""
    return tuple(_domains().words)


def domain_of(words: Collection[str]) -> str:
    """The domain that has the most of a text's words, given once each in lower case; NO_DOMAIN where it does not have enough of them."""
    domains = _domains()
    counts = domains.of(words)
    first = max(domain_names(), key=lambda name: counts[name])
    enough = counts[first] >= max(domains.least, domains.share * sum(counts.values()))
    return first if enough else NO_DOMAIN


@cache
def _domains() -> _Domains:
    raw = shipped("domains.yaml")
    return _Domains(int(raw["least"]), float(raw["share"]), {name: frozenset(words) for name, words in raw["words"].items()})
