"""The lexicon: event types, the words that express them, and the entity types that fill their roles (docs/lexicon.md)."""

from __future__ import annotations

from kgraph.lexicon.domains import NO_DOMAIN, domain_names, domain_of
from kgraph.lexicon.entity_types import EntityType, entity_is_a, entity_lineage, entity_types, first_above
from kgraph.lexicon.source import LexiconSource, load, shipped_lexicon
from kgraph.lexicon.types import (
    CLAUSES,
    COMMON_ROLES,
    DOMAIN,
    FUNCTIONS,
    PREPOSITIONS,
    REQUIRED,
    Counterexample,
    EventType,
    Example,
    Frame,
    KeyFamily,
    KeyPart,
    Lexicon,
    LookedUp,
    RoleType,
    Slot,
    Trigger,
    Word,
)

__all__ = [
    "CLAUSES",
    "COMMON_ROLES",
    "DOMAIN",
    "FUNCTIONS",
    "NO_DOMAIN",
    "PREPOSITIONS",
    "REQUIRED",
    "Counterexample",
    "EntityType",
    "EventType",
    "Example",
    "Frame",
    "KeyFamily",
    "KeyPart",
    "Lexicon",
    "LexiconSource",
    "LookedUp",
    "RoleType",
    "Slot",
    "Trigger",
    "Word",
    "domain_names",
    "domain_of",
    "entity_is_a",
    "entity_lineage",
    "entity_types",
    "first_above",
    "load",
    "shipped_lexicon",
]
