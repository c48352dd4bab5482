"""Puts layers together into one lexicon: parents and what they pass on, word sets, and which layer goes before which.

A layer adds types to those before it. An entry for a type that is already there says what is to become of it: "existing: extend" lays its
values over the old ones and puts its triggers before them, "existing: replace" drops the old entry with all its triggers. Triggers of a
later layer stand before those of an earlier one, and so get what fits both alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from kgraph.errors import LexiconError
from kgraph.lexicon.keys import REPLACE, families, fault, keys_by_type, misplaced
from kgraph.lexicon.nodes import printable, short
from kgraph.lexicon.reader import Layer, Lists, Sense, TypeEntry
from kgraph.lexicon.terms import is_taken_role, taken_types
from kgraph.lexicon.types import COMMON_ROLES, EventType, Lexicon, Restrictions, RoleType, Trigger, Word

_ADDED = frozenset({"triggers", "examples", "counterexamples", "alike"})
"""Fields that an extended entry has beside the old ones, its own first."""
_KEPT = frozenset({"name", "existing"})


@dataclass(frozen=True, slots=True)
class Item:
    """Triggers of one entry that share all but their lemmas, with their word sets filled in."""

    type: str
    sense: Sense
    when: Restrictions
    unless: Restrictions

    def triggers(self) -> Iterator[Trigger]:
        """A trigger for each lemma."""
        for lemma in self.sense.lemmas:
            first, _, particle = lemma.partition(" ")
            sense = self.sense
            yield Trigger(self.type, sense.pos, first, particle, sense.frames, self.when, self.unless, sense.light or {})


@dataclass(frozen=True, slots=True)
class Assembled:
    """A lexicon with the entries, items and word sets that it was made of: what the checks of a lexicon look at."""

    lexicon: Lexicon
    entries: Mapping[str, TypeEntry]
    items: tuple[Item, ...]
    sets: Mapping[str, frozenset[str]]

    def without(self, name: str, key: str, word: str) -> Lexicon:
        """The lexicon without a word in the ``when`` or ``unless`` lists of a type's triggers."""
        items = (self._thinned(item, key, word) if item.type == name else item for item in self.items)
        types = self._open_to(name, word) if key == "unless" else self.lexicon.types
        return replace(self.lexicon, types=types, triggers=by_word(items))

    def _open_to(self, name: str, domain: str) -> Mapping[str, EventType]:
        """The types, where those that take it from one of that name do not ask who takes part in a domain."""
        said = self.entries[name].within if name in self.entries else None
        if said is None or domain not in said:
            return self.lexicon.types
        mine = self.lexicon.types[name].within
        return {
            other: replace(kind, within={key: who for key, who in kind.within.items() if key != domain})
            if kind.within == mine and name in kind.lineage
            else kind
            for other, kind in self.lexicon.types.items()
        }

    def _thinned(self, item: Item, key: str, word: str) -> Item:
        lists = tuple((function, tuple(w for w in words if w != word)) for function, words in getattr(item.sense, key))
        thinned = filled_in(lists, self.sets)
        return replace(item, when=thinned) if key == "when" else replace(item, unless=thinned)


def assemble(layers: Sequence[Layer], version: str, faults: list[LexiconError]) -> Assembled:
    """The lexicon of layers, each laid over those before it; what is wrong with it is put into ``faults``."""
    entries: dict[str, TypeEntry] = {}
    items: list[Item] = []
    words: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        words = {**words, **layer.words}
        replaced = _lay_over(entries, layer, faults)
        items = [*_items(layer.entries, words, faults), *(item for item in items if item.type not in replaced)]
    types = _types(entries, word_sets(words), faults)
    _check_others(types, entries, faults)
    _check_roles(types, items, faults)
    known = tuple(item for item in items if item.type in types)
    sets = word_sets(words)
    keys = keys_by_type(families(((_replaced(layer), layer.keys) for layer in layers), faults), types, sets, faults)
    return Assembled(Lexicon(types, by_word(known), version, keys), entries, known, sets)


def _replaced(layer: Layer) -> frozenset[str]:
    return frozenset(entry.name for entry in layer.entries if entry.existing == REPLACE)


def check_names(entries: Iterable[TypeEntry], faults: list[LexiconError]) -> None:
    """Puts names of types and roles that already have a meaning in the graph into the faults."""
    for entry in entries:
        roles = (role.name for role in entry.roles or ())
        for name in (*filter(taken_types().__contains__, (entry.name,)), *filter(is_taken_role, roles)):
            faults.append(fault(entry, f"{name!r} already has a meaning in the graph; choose another name"))


def _lay_over(entries: dict[str, TypeEntry], layer: Layer, faults: list[LexiconError]) -> frozenset[str]:
    """The types whose old triggers go, after the layer's entries were laid over those before."""
    replaced: set[str] = set()
    own: dict[str, str] = {}
    for entry in layer.entries:
        old = entries.get(entry.name)
        if entry.name in own:
            faults.append(fault(entry, f"is defined here and at {own[entry.name]}"))
        elif (old is None) != (not entry.existing):
            faults.append(misplaced(entry, old, "type"))
        elif old is None or entry.existing == REPLACE:
            entries[entry.name] = entry
            replaced |= {entry.name}
        else:
            entries[entry.name] = _extended(old, entry, _inherited_roles(old, entries))
        own.setdefault(entry.name, entry.where)
    return frozenset(replaced)


def _inherited_roles(entry: TypeEntry, entries: Mapping[str, TypeEntry]) -> tuple[RoleType, ...]:
    """The roles of an entry, or of the nearest one above it that lists some."""
    seen: set[str] = set()
    above: TypeEntry | None = entry
    while above is not None and above.roles is None and above.name not in seen:
        seen.add(above.name)
        above = entries.get(above.parent or "")
    return (above.roles if above is not None else None) or ()


def _extended(old: TypeEntry, new: TypeEntry, roles: tuple[RoleType, ...]) -> TypeEntry:
    """An entry with what another one says laid over it; roles are laid over one by one."""
    said: dict[str, Any] = {field.name: getattr(new, field.name) for field in fields(TypeEntry) if field.name not in _KEPT}
    over = {key: value for key, value in said.items() if value is not None and key not in _ADDED}
    added: dict[str, Any] = {key: (*said[key], *getattr(old, key)) for key in _ADDED}
    if new.roles is not None:
        over["roles"] = tuple({role.name: role for role in (*roles, *new.roles)}.values())
    return replace(old, **over, **added)


def _items(entries: Iterable[TypeEntry], words: Mapping[str, tuple[str, ...]], faults: list[LexiconError]) -> Iterator[Item]:
    sets = word_sets(words)
    for entry in entries:
        for sense in entry.triggers:
            try:
                yield Item(entry.name, sense, filled_in(sense.when, sets), filled_in(sense.unless, sets))
            except KeyError as unknown:
                faults.append(
                    LexiconError(f"{entry.name}: no word set {short('@' + unknown.args[0])} in words.yaml", sense.where)
                )


def word_sets(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    """The word sets by their names."""
    return {name: frozenset(listed) for name, listed in words.items()}


def filled_in(lists: Lists, sets: Mapping[str, frozenset[str]]) -> Restrictions:
    """Restrictions with the words of their sets. Raises KeyError on a set that is not there."""
    return tuple((function, frozenset().union(*(meant(word, sets) for word in words))) for function, words in lists)


def meant(word: str, sets: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return sets[word[1:]] if word.startswith("@") else frozenset((word,))


def _types(
    entries: Mapping[str, TypeEntry], sets: Mapping[str, frozenset[str]], faults: list[LexiconError]
) -> dict[str, EventType]:
    within = {name: _within(entry, sets, faults) for name, entry in entries.items()}
    types = {}
    for name, entry in entries.items():
        lineage = _lineage(name, entries, faults)
        nearest = next((within[above] for above in lineage if entries[above].within is not None), {})
        types[name] = _type(entry, [entries[above] for above in lineage], nearest)
    return types


def _within(entry: TypeEntry, sets: Mapping[str, frozenset[str]], faults: list[LexiconError]) -> Mapping[str, frozenset[str]]:
    """Who must take part in each domain, with the words of the sets that the entry names."""
    try:
        return dict(filled_in(tuple((entry.within or {}).items()), sets))
    except KeyError as unknown:
        faults.append(fault(entry, f"no word set {short('@' + unknown.args[0])} in words.yaml"))
        return {}


def _lineage(name: str, entries: Mapping[str, TypeEntry], faults: list[LexiconError]) -> list[str]:
    lineage = [name]
    while (parent := entries[lineage[-1]].parent) is not None:
        if parent not in entries or parent in lineage:
            if len(lineage) == 1 or parent == name:  # told once, where it is said
                faults.append(
                    fault(entries[name], f"parent {short(parent)} is {'part of a circle' if parent in entries else 'unknown'}")
                )
            break
        lineage.append(parent)
    return lineage


def _type(entry: TypeEntry, lineage: Sequence[TypeEntry], within: Mapping[str, frozenset[str]]) -> EventType:
    def inherited(key: str, otherwise: object) -> object:
        return next((value for one in lineage if (value := getattr(one, key)) is not None), otherwise)

    roles = inherited("roles", ())
    encloses = inherited("encloses", {})
    assert isinstance(roles, tuple)
    assert isinstance(encloses, Mapping)
    return EventType(
        name=entry.name,
        label=entry.label or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", entry.name).capitalize(),
        definition=entry.definition or "",
        parent=entry.parent,
        lineage=tuple(one.name for one in lineage),
        plover=str(inherited("plover", "")),
        cameo=str(inherited("cameo", "")),
        orientation=str(inherited("orientation", "neutral")),
        symmetric=bool(inherited("symmetric", False)),
        repeats=bool(inherited("repeats", False)),
        alike=frozenset(entry.alike),
        encloses={word: frozenset(kinds) for word, kinds in encloses.items()},
        within=within,
        phrase=str(inherited("phrase", "")),
        alone=next((one.alone or "" for one in lineage if one.phrase or one.alone), ""),
        addressing=next((one.addressing or "" for one in lineage if one.phrase or one.addressing), ""),
        roles=roles,
        examples=entry.examples,
        counterexamples=entry.counterexamples,
    )


def _check_others(types: Mapping[str, EventType], entries: Mapping[str, TypeEntry], faults: list[LexiconError]) -> None:
    """What entries say of other types."""
    for name, entry in entries.items():
        enclosed = [kind for kinds in (entry.encloses or {}).values() for kind in kinds]
        for key, named in (("alike", entry.alike), ("encloses", enclosed)):
            for unknown in sorted(set(named) - types.keys()):
                faults.append(fault(entry, f"unknown type {short(unknown)} in {key}"))
        for example in entry.examples:
            if unknown_roles := {role for role, _ in example.fillers} - _role_names(types[name].roles):
                message = f"{name}.examples: unknown role {short(min(unknown_roles))}{_valid(types[name])}"
                faults.append(LexiconError(message, example.where))


def _check_roles(types: Mapping[str, EventType], items: Iterable[Item], faults: list[LexiconError]) -> None:
    """That frames fill roles that their types have."""
    roles = {name: _role_names(kind.roles) for name, kind in types.items()}
    for item in items:
        for number, frame in enumerate(item.sense.frames):
            for slot in frame.slots:
                if item.type in types and slot.role not in roles[item.type]:
                    path = printable(".".join(slot.path))
                    message = f"{item.type}: frames[{number}].{path}: unknown role {short(slot.role)}{_valid(types[item.type])}"
                    faults.append(LexiconError(message, item.sense.where))


def _role_names(roles: Iterable[RoleType]) -> frozenset[str]:
    return COMMON_ROLES.union(role.name for role in roles)


def _valid(kind: EventType) -> str:
    return f"; choose from {', '.join(sorted(_role_names(kind.roles)))}"


def by_word(items: Iterable[Item]) -> dict[Word, tuple[Trigger, ...]]:
    """The triggers of items by their words."""
    triggers: dict[Word, list[Trigger]] = {}
    for item in items:
        for trigger in item.triggers():
            triggers.setdefault((trigger.pos, trigger.lemma), []).append(trigger)
    return {word: tuple(group) for word, group in triggers.items()}
