"""Groups: the units that tell of one event, as they are found."""

from __future__ import annotations

from kgraph.resolve.units import Facts, Gist, Unit


class Group:
    """Units that tell of one event, and which articles tell each of their facts."""

    __slots__ = ("articles", "gists", "told", "units")

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.told: dict[Facts, set[str]] = {}
        self.gists: dict[Gist, None] = {}
        self.articles: set[str] = set()

    def add(self, unit: Unit) -> None:
        self.units.append(unit)
        self.told.setdefault(unit.facts, set()).add(unit.article)
        self.gists[unit.facts.gist] = None
        self.articles.add(unit.article)

    def take(self, other: Group) -> None:
        """Adds the units of another."""
        for unit in other.units:
            self.add(unit)
