"""What a service calls kgraph's entity types (data/reconciliation.yaml, or a file of the user's)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kgraph.errors import SettingsError
from kgraph.lexicon import entity_is_a, entity_types
from kgraph.reconcile.protocol import Candidate
from kgraph.resolve.names import top_type
from kgraph.shipped import shipped

NOTHING = "nothing"
"""The key of the service's types that no entity of an article is: its disambiguation pages, its given names."""


@dataclass(frozen=True, slots=True)
class ServiceTypes:
    """The ids that a service has for kgraph's entity types, the one that is asked for first, and for what is no entity (NOTHING)."""

    ids: Mapping[str, tuple[str, ...]]

    def asked(self, kind: str) -> str:
        """The id to ask for an entity type: its own, else that of the nearest broader type that has one, else ""."""
        broader = [known for known in self.ids if known != NOTHING and entity_is_a(kind, known)]
        nearest = max(broader, key=lambda known: sum(entity_is_a(known, other) for other in broader), default=None)
        return self.ids[nearest][0] if nearest is not None else ""

    def contradict(self, kind: str, candidate: Candidate) -> bool:
        """Whether a candidate is known to be something else: some of its types are known here, and none is of the entity's kind."""
        told = {service.id for service in candidate.types}
        known = {name for name, ids in self.ids.items() if not told.isdisjoint(ids)}
        return bool(known) and not any(name != NOTHING and top_type(name) == top_type(kind) for name in known)


def service_types(schema_space: str, path: Path | None = None) -> ServiceTypes:
    """The types of the services that have this schema space, or those of a file; none where neither is known.

    Raises SettingsError, naming the file, on one that cannot be read and on a type that kgraph does not have.
    """
    if path is None:
        return _checked(shipped("reconciliation.yaml")["schemas"].get(schema_space, {}), "data/reconciliation.yaml")
    try:
        raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"cannot be read: {error}", str(path)) from None
    return _checked(raw, str(path))


def asked_kinds() -> tuple[str, ...]:
    """The entity types that are asked about unless the user names others."""
    return tuple(shipped("reconciliation.yaml")["asked"])


def _checked(raw: object, where: str) -> ServiceTypes:
    if not isinstance(raw, Mapping):
        raise SettingsError("has no types; write a line for each, such as Person: [Q5]", where)
    valid = (*entity_types(), NOTHING)
    for kind, ids in raw.items():
        if kind not in valid:
            raise SettingsError(f"unknown type {kind!r}; choose from {sorted(valid)}", where)
        if not isinstance(ids, list) or not ids or not all(isinstance(each, str) and each for each in ids):
            raise SettingsError(f"{kind} is {ids!r}, not a list of a service's types", where)
    return ServiceTypes({kind: tuple(ids) for kind, ids in raw.items()})
