"""Keys: what makes two reports reports of one event, whatever words they use. A person dies once, and two teams meet on a day.

keys.yaml in a lexicon's folder lists families of keys (docs/lexicon.md). This module reads them, lays folders over each other, and says
which families a type belongs to. What the key of a report is, kgraph.resolve.keys says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol

from kgraph.errors import LexiconError
from kgraph.lexicon.entity_types import entity_types
from kgraph.lexicon.nodes import MAPPING, short
from kgraph.lexicon.types import COMMON_ROLES, EventType, KeyFamily, KeyPart
from kgraph.lexicon.values import Value

KEYS = "keys.yaml"
EXTEND, REPLACE = "extend", "replace"
_KEPT = frozenset({"name", "where", "existing", "types"})
"""Fields of a family that stay, or are laid over one by one, where another entry extends it."""


class Written(Protocol):
    """What a file of the lexicon has under a name, and where."""

    @property
    def name(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def existing(self) -> str: ...


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One family as a file has it; None for what it does not say."""

    name: str
    where: str
    existing: str = ""
    definition: str | None = None
    types: Mapping[str, tuple[KeyPart, ...]] = field(default_factory=dict)
    beside: tuple[KeyPart, ...] | None = None
    empty: tuple[str, ...] | None = None
    either_way: bool | None = None
    once: bool | None = None
    story: bool | None = None
    proves: bool | None = None
    loose: bool | None = None
    plans: bool | None = None
    score: bool | None = None
    days: int | None = None


def read_keys(whole: Mapping[str, Value]) -> tuple[KeyEntry, ...]:
    """The families of one file; what is wrong with them becomes a fault of the values."""
    return tuple(_entry(name, value) for name, value in whole.items())


def families(layers: Iterable[tuple[Collection[str], Iterable[KeyEntry]]], faults: list[LexiconError]) -> tuple[KeyEntry, ...]:
    """The families of all layers, each laid over those before it; of each layer also the types that it replaces, which lose their keys."""
    found: dict[str, KeyEntry] = {}
    for replaced, layer in layers:
        found = {name: _without(entry, replaced) for name, entry in found.items()}
        for entry in layer:
            old = found.get(entry.name)
            if (old is None) != (not entry.existing):
                faults.append(misplaced(entry, old, "key"))
            elif old is None or entry.existing == REPLACE:
                found[entry.name] = entry
            else:
                found[entry.name] = _extended(old, entry)
    return tuple(found.values())


def keys_by_type(
    entries: Sequence[KeyEntry], types: Mapping[str, EventType], sets: Mapping[str, frozenset[str]], faults: list[LexiconError]
) -> dict[str, tuple[KeyFamily, ...]]:
    """The families of each type that has some: those that list it, or the nearest type above it."""
    for entry in entries:
        _check(entry, types, sets, faults)
    made = {entry.name: _family(entry, sets) for entry in entries}
    found: dict[str, tuple[KeyFamily, ...]] = {}
    for name, kind in types.items():
        own = [replace(made[entry.name], parts=parts) for entry in entries if (parts := _nearest(entry, kind))]
        if own:
            found[name] = tuple(own)
    return found


def _without(entry: KeyEntry, gone: Collection[str]) -> KeyEntry:
    return replace(entry, types={name: parts for name, parts in entry.types.items() if name not in gone})


def _nearest(entry: KeyEntry, kind: EventType) -> tuple[KeyPart, ...]:
    return next((entry.types[name] for name in kind.lineage if name in entry.types), ())


def _family(entry: KeyEntry, sets: Mapping[str, frozenset[str]]) -> KeyFamily:
    words = (sets.get(word[1:], frozenset()) if word.startswith("@") else {word} for word in entry.empty or ())
    return KeyFamily(
        name=entry.name,
        parts=(),
        beside=entry.beside or (),
        empty=frozenset().union(*words),
        either_way=bool(entry.either_way),
        once=bool(entry.once),
        story=bool(entry.story),
        proves=bool(entry.proves),
        loose=bool(entry.loose),
        plans=bool(entry.plans),
        score=bool(entry.score),
        days=entry.days or 0,
    )


def _extended(old: KeyEntry, new: KeyEntry) -> KeyEntry:
    """A family with what another entry says laid over it; types are laid over one by one."""
    said: dict[str, Any] = {one.name: getattr(new, one.name) for one in fields(KeyEntry) if one.name not in _KEPT}
    over = {key: value for key, value in said.items() if value is not None}
    return replace(old, **over, types={**old.types, **new.types})


def misplaced(entry: Written, old: Written | None, what: str) -> LexiconError:
    """What is wrong with a key or a type that is laid over none, or over one of which its file does not know."""
    if old is None:
        return fault(entry, f"there is no such {what} to {entry.existing}; delete existing, or correct the name")
    known = f"is a {what} already, at {old.where}"
    return fault(entry, f"{known}; choose another name, or say existing: {EXTEND} or existing: {REPLACE}")


def _check(
    entry: KeyEntry, types: Mapping[str, EventType], sets: Mapping[str, frozenset[str]], faults: list[LexiconError]
) -> None:
    """What a family says of types, their roles and word sets."""
    for name, parts in entry.types.items():
        if name not in types:
            faults.append(fault(entry, f"unknown type {short(name)}"))
            continue
        roles = COMMON_ROLES.union(role.name for role in types[name].roles)
        if unknown := {role for part in parts for role, _ in part} - roles:
            faults.append(fault(entry, f"{name} has no role {short(min(unknown))}; choose from {', '.join(sorted(roles))}"))
    known = COMMON_ROLES.union(role.name for name in entry.types.keys() & types.keys() for role in types[name].roles)
    if unknown := {role for part in entry.beside or () for role, _ in part} - known:
        faults.append(fault(entry, f"none of its types has the role {short(min(unknown))} in beside"))
    if lacking := [word for word in entry.empty or () if word.startswith("@") and word[1:] not in sets]:
        faults.append(fault(entry, f"no word set {short(lacking[0])} in words.yaml"))


def fault(entry: Written, message: str) -> LexiconError:
    """What is wrong with an entry, named with its file and line."""
    return LexiconError(f"{entry.name}: {message}", entry.where)


def _entry(name: str, value: Value) -> KeyEntry:
    given = value.guarded(lambda given: given.known_fields(_READ.keys())) or {}
    said = {key: read for key, one in given.items() if (read := one.guarded(_READ[key])) is not None}
    if said.get("existing") != EXTEND:
        for key in ("definition", "types", "days"):
            if key not in given:
                value.faults.append(value.error(f"has no {key}"))
    return KeyEntry(name, value.where, **said)


def _types(value: Value) -> Mapping[str, tuple[KeyPart, ...]]:
    return {name: _parts(parts) for name, parts in value.fields().items()}


def _parts(value: Value) -> tuple[KeyPart, ...]:
    return value.each(_part)


def _part(value: Value) -> KeyPart:
    """A role, or roles any of which is the part, each with what must fill it there."""
    if value.node.kind != MAPPING:
        return ((value.text(), ()),)
    return tuple((role, _kinds(kinds)) for role, kinds in value.fields().items())


def _kinds(value: Value) -> tuple[str, ...]:
    kinds = value.texts()
    if unknown := set(kinds) - entity_types().keys():
        raise value.error(f"unknown entity type {short(min(unknown))}; choose from {', '.join(entity_types())}")
    return kinds


_READ: Mapping[str, Callable[[Value], Any]] = {
    "existing": lambda value: value.one_of((EXTEND, REPLACE)),
    "definition": Value.text,
    "types": _types,
    "beside": _parts,
    "empty": Value.texts,
    "either_way": Value.flag,
    "once": Value.flag,
    "story": Value.flag,
    "proves": Value.flag,
    "loose": Value.flag,
    "plans": Value.flag,
    "score": Value.flag,
    "days": Value.count,
}
