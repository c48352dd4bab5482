"""What an entity's page lists, counted and in order, by numbers of pages: its events by time, and the articles that mention it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kgraph.index import Index


class Listed(NamedTuple):
    """A part of a list: its items, each an IRI with what belongs to it, and how many there are in all."""

    items: Sequence[tuple[str, tuple[str, ...]]]
    total: int


_ENTITY = "(SELECT n FROM entity WHERE iri = ?)"


def events_listed(index: Index, entity: str, first: int, many: int) -> Listed:
    """``many`` events of an entity from number ``first`` on, each with the entity's roles; those without any day come last."""
    found = index.rows(
        "SELECT event.iri, group_concat(participant.role, ' ') AS roles FROM participant JOIN event ON event.n = participant.event "
        f"WHERE participant.entity = {_ENTITY} GROUP BY event.n ORDER BY moment = '', moment, event.iri LIMIT ? OFFSET ?",
        (entity, many, first),
    )
    total = index.value(f"SELECT count(DISTINCT event) FROM participant WHERE entity = {_ENTITY}", (entity,))
    return Listed([(row["iri"], tuple(sorted(row["roles"].split()))) for row in found], total)


def articles_listed(index: Index, entity: str, many: int) -> Listed:
    """The articles that mention an entity most often, each with the number of mentions."""
    found = index.rows(
        "SELECT article.iri, count(*) AS mentions FROM mention JOIN article ON article.n = mention.article "
        f"WHERE mention.entity = {_ENTITY} GROUP BY article.n ORDER BY mentions DESC, article.iri LIMIT ?",
        (entity, many),
    )
    total = index.value(f"SELECT count(DISTINCT article) FROM mention WHERE entity = {_ENTITY}", (entity,))
    return Listed([(row["iri"], (str(row["mentions"]),)) for row in found], total)
