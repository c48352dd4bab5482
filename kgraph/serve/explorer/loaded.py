"""A build that the page is served of: its index, its numbers, and what names in the page's addresses mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from kgraph.ask.columns import KINDS, Columns, Mask, columns
from kgraph.ask.shown import Left
from kgraph.coding.event_table import position
from kgraph.explore.data import Totals
from kgraph.index import Index
from kgraph.model import SHOWN_CONFIDENCE

EVENTS = 1_000
"""How many events a page holds at first; a graph that has no more is loaded whole."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A build with its numbers.

    ``most`` is how many events a page holds at first; ``located`` are the entities whose place on the map is known, ``article_at`` the
    places of articles by their IRIs.
    """

    index: Index
    numbers: Columns
    totals: Totals
    most: int
    located: Mask
    article_at: Mapping[str, int]

    @classmethod
    def of(cls, index: Index, most: int) -> Loaded:
        """Reads the numbers of an index."""
        numbers = columns(index)
        totals = Totals(len(numbers.article), int(numbers.named.sum()), len(numbers.event))
        articles = {iri: at for at, iri in enumerate(numbers.article_iri)}
        return cls(index, numbers, totals, most, _located(index, numbers), articles)

    @property
    def is_small(self) -> bool:
        """Whether a page can hold all events, so that it counts and filters by itself."""
        return len(self.numbers.event) <= self.most

    @property
    def usual(self) -> Left:
        """The filters of a page whose reader has chosen nothing."""
        is_any_sure = bool((self.numbers.confidence >= SHOWN_CONFIDENCE).any())
        return Left(sure=SHOWN_CONFIDENCE if is_any_sure else 0.0)

    def entity(self, iri: str) -> int | None:
        """The place of an entity by its IRI; None where there is none."""
        number = self._number("entity", iri)
        return None if number is None else self.numbers.entity_at(number)

    def event(self, iri: str) -> int | None:
        """The place of an event."""
        number = self._number("event", iri)
        return None if number is None else int(self.numbers.events_at([number])[0])

    def article(self, iri: str) -> int | None:
        """The place of an article."""
        return self.article_at.get(iri)

    def _number(self, table: str, iri: str) -> int | None:
        found = self.index.value(f"SELECT n FROM {table} WHERE iri = ?", (iri,)) if iri else None
        return None if found is None else int(found)

    def kin(self, event: int) -> list[int]:
        """The events that an event is part of, and its parts."""
        number = int(self.numbers.event[event])
        sql = "SELECT whole AS n FROM part WHERE event = :n UNION SELECT event FROM part WHERE whole = :n"
        return [int(at) for at in self.numbers.events_at(row["n"] for row in self.index.rows(sql, {"n": number}))]

    def event_numbers(self, places: Iterable[int]) -> list[int]:
        """The numbers of events in the index, each once."""
        return [int(self.numbers.event[at]) for at in dict.fromkeys(map(int, places))]

    def entity_numbers(self, places: Iterable[int]) -> list[int]:
        """The numbers of entities in the index, each once."""
        return [int(self.numbers.entity[at]) for at in dict.fromkeys(map(int, places))]

    def iris(self, places: Iterable[int]) -> dict[int, str]:
        """The IRIs of entities by their places."""
        numbers = dict.fromkeys(map(int, places))
        asked = "[" + ",".join(str(int(self.numbers.entity[at])) for at in numbers) + "]"
        rows = self.index.rows("SELECT n, iri FROM json_each(?) AS asked JOIN entity ON n = asked.value", (asked,))
        found = {row["n"]: row["iri"] for row in rows}
        return {at: found[int(self.numbers.entity[at])] for at in numbers}


def _located(index: Index, numbers: Columns) -> Mask:
    """Of which entities a link says where they are."""
    flags = np.zeros(len(numbers.entity), bool)
    for row in index.rows("SELECT n, links FROM entity WHERE links != '[]'"):
        at = numbers.entity_at(row["n"])
        if numbers.kind[at] == KINDS.index("Place"):
            flags[at] = position(msgspec.json.decode(row["links"], type=tuple[str, ...])) != (None, None)
    return flags
