"""The entity types: data/entity_types.yaml.

They are the same for every lexicon. Names, nouns and pronouns are sorted into them before an event is looked up, so a lexicon could
name another one, but nothing would ever be found to be of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kgraph.shipped import shipped


@dataclass(frozen=True, slots=True)
class EntityType:
    """One class of entities."""

    name: str
    parent: str | None
    schema: str
    colour: str
    definition: str


@cache
def entity_types() -> Mapping[str, EntityType]:
    """The entity types by name."""
    raw = shipped("entity_types.yaml")
    return {
        name: EntityType(name, entry.get("parent"), entry["schema"], entry["colour"], entry["definition"])
        for name, entry in raw.items()
    }


@cache
def entity_lineage(name: str) -> tuple[str, ...]:
    """The entity type itself, then its parents up to the root; of an unknown type itself alone."""
    kind = entity_types().get(name)
    return (name,) if kind is None or kind.parent is None else (name, *entity_lineage(kind.parent))


def entity_is_a(name: str, ancestor: str) -> bool:
    """Whether the first entity type is the second or lies below it."""
    return ancestor in entity_lineage(name)


def first_above(name: str, among: Sequence[str], otherwise: str = "Thing") -> str:
    """The first of some entity types that a type is or lies below; ``otherwise`` where there is none."""
    return next((above for above in among if entity_is_a(name, above)), otherwise)
