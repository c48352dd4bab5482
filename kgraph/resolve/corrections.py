"""Corrections: what a user says of entities and events, over all that the rules say. Read at every build, never written.

Those of events are applied in resolve.event_corrections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path

import yaml
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from kgraph.errors import CorrectionError, KGraphError, UnknownEntity
from kgraph.lexicon import entity_types
from kgraph.model import Entity
from kgraph.resolve.authority import Authority
from kgraph.resolve.clusters import Cluster, entities_of
from kgraph.resolve.entities import clusters_of, joined_chains
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined
from kgraph.resolve.names import normalised
from kgraph.resolve.reading import text_of, where_is, yaml_of

KEYS = ("same", "not same", "same event", "not same event", "rename", "retype")
AT = " @ "
"""Between a name or a word and the article where it is meant."""

Warn = Callable[[KGraphError], None]
"""Told of a correction that fits nothing."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entities or events that are one, or of which no two are; each by id, an entity by name as well, or as "name @ article"."""

    names: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Change:
    """A new name or type for an entity."""

    entity: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that a corrections file says, in its order."""

    same: tuple[Group, ...] = ()
    not_same: tuple[Group, ...] = ()
    same_event: tuple[Group, ...] = ()
    not_same_event: tuple[Group, ...] = ()
    rename: tuple[Change, ...] = ()
    retype: tuple[Change, ...] = ()

    @property
    def of_entities(self) -> bool:
        """Whether some correction is about entities."""
        return bool(self.same or self.not_same or self.rename or self.retype)

    @property
    def of_events(self) -> bool:
        """Whether some correction is about events."""
        return bool(self.same_event or self.not_same_event)

    def __bool__(self) -> bool:
        return self.of_entities or self.of_events


def read_corrections(path: Path) -> Corrections:
    """The corrections in a YAML file. Raises CorrectionError, naming file and line, on one that breaks the rules."""
    root = yaml_of(text_of(path, CorrectionError), str(path), CorrectionError)
    groups: dict[str, list[Group]] = {key: [] for key in KEYS if "same" in key}
    changes: dict[str, list[Change]] = {key: [] for key in KEYS if key not in groups}
    for key, value in _entries(root, path):
        if key in groups:
            groups[key].extend(_groups(value, path))
        else:
            changes[key].extend(_changes(key, value, path))
    return Corrections(
        same=tuple(groups["same"]),
        not_same=tuple(groups["not same"]),
        same_event=tuple(groups["same event"]),
        not_same_event=tuple(groups["not same event"]),
        rename=tuple(changes["rename"]),
        retype=tuple(changes["retype"]),
    )


def corrected(chains: Sequence[ChainEvidence], authority: Authority, corrections: Corrections, warn: Warn) -> list[Entity]:
    """The entities of chains, with corrections applied; ``warn`` is told of each that names what is not there.

    Names and ids are those that the chains have without corrections; of ``same`` and the changes, those that they have once what is
    not the same has been told apart. A correction changes no id, except that the entities of ``same`` have the id of the first.
    Raises CorrectionError where one correction contradicts another.
    """
    index = _Index(chains, joined_chains(chains, authority), authority, warn)
    if corrections.not_same:
        apart = [pair for group in corrections.not_same for pair in index.apart(group)]
        index = _Index(chains, joined_chains(chains, authority, apart), authority, warn)
    leaders = [leader for group in corrections.same if (leader := _join(group, index)) is not None]
    names = index.changes(corrections.rename)
    types = index.changes(corrections.retype)
    return entities_of(list(_labelled(index, leaders, names, types)))


def _join(group: Group, index: _Index) -> int | None:
    """A chain of the entity that the joined ones are called by: the first that has a name, else the first."""
    found = [chains[0] for name in group.names if (chains := index.chains(name, group.where))]
    for chain in (chain for name in group.names for chain in index.quiet(name)):
        if not index.joined.force(found[0], chain, "corrected"):
            raise CorrectionError(f"{list(group.names)} are one here but kept apart elsewhere in the file", group.where)
    return next((chain for chain in found if index.entity_at(chain).named), found[0] if found else None)


def _labelled(
    index: _Index, leaders: Iterable[int], names: Iterable[tuple[int, str]], types: Iterable[tuple[int, str]]
) -> Iterator[Cluster]:
    """The clusters after all joins, each with the id, name and type that it is to have."""
    called: dict[int, int] = {}
    for chain in leaders:
        called.setdefault(index.joined.find(chain), chain)
    named = {index.joined.find(chain): name for chain, name in names}
    typed = {index.joined.find(chain): kind for chain, kind in types}
    for cluster in clusters_of(index.evidence, index.joined, index.authority):
        root = index.joined.find(index.number[cluster.members[0].ref])
        entity = index.entity_at(called.get(root, root))
        name = named.get(root, entity.name if root in called else "")
        yield replace(cluster, id=entity.id, name=name, type=typed.get(root, entity.type if root in called else ""))


class _Index:
    """The entities of chains by id and by name, and the chains that a correction means."""

    def __init__(self, evidence: Sequence[ChainEvidence], joined: Joined, authority: Authority, warn: Warn) -> None:
        self.evidence, self.joined, self.authority, self._warn = evidence, joined, authority, warn
        self.number = {item.ref: index for index, item in enumerate(evidence)}
        self.entities = entities_of(clusters_of(evidence, joined, authority))
        self._by_chain = {self.number[m.chain]: n for n, entity in enumerate(self.entities) for m in entity.evidence}
        self._by_id = {entity.id: n for n, entity in enumerate(self.entities)}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_alias: dict[str, list[int]] = defaultdict(list)
        for n, entity in enumerate(self.entities):
            self._by_name[normalised(entity.name)].append(n)
            for alias in {normalised(alias) for alias in entity.aliases}:
                self._by_alias[alias].append(n)

    def entity_at(self, chain: int) -> Entity:
        """The entity that a chain was part of before any correction joined it to another."""
        return self.entities[self._by_chain[chain]]

    def chains(self, name: str, where: str) -> list[int]:
        """The chains of the entities that a correction names; none, and a warning, where it fits nothing or an alias of several."""
        found = self.quiet(name)
        if not found:
            several = [self.entities[n].id for n in self._by_alias.get(normalised(name), ())]
            if several:
                reason = f"{name!r} is an alias of several entities: {sorted(several)}; write an id"
            else:
                reason = f"no entity is called {name!r}{self._close(name)}"
            self._warn(UnknownEntity(reason, where))
        return found

    def quiet(self, name: str) -> list[int]:
        """The same without a warning."""
        if name in self._by_id:
            return self._of([self._by_id[name]])
        plain = normalised(name)
        if plain in self._by_name:
            return self._of(self._by_name[plain])
        if len(self._by_alias.get(plain, ())) == 1:
            return self._of(self._by_alias[plain])
        thing, at, article = name.rpartition(AT)
        return self._called(thing, article) if at else []

    def apart(self, group: Group) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
        """The pairs of sets of chains that must not meet. A name means the chains that have it themselves, so that it can be split off."""
        sets = [frozenset(self._own(name) or self.chains(name, group.where)) for name in group.names]
        for a, b in combinations(sets, 2):
            both = a & b
            yield (a - both, b) if len(a) > len(b) else (a, b - both)

    def changes(self, changes: Iterable[Change]) -> Iterator[tuple[int, str]]:
        """A chain of each entity that is to change, with the new value."""
        for change in changes:
            found = self.chains(change.entity, change.where)
            roots = {self.joined.find(chain): chain for chain in found}
            yield from ((chain, change.value) for chain in roots.values())

    def _of(self, entities: Iterable[int]) -> list[int]:
        return [self.number[merge.chain] for n in entities for merge in self.entities[n].evidence]

    def _own(self, name: str) -> list[int]:
        """The chains that bear a name, else those that have it as an alias; none for an id."""
        if name in self._by_id:
            return []
        plain = normalised(name)
        called = self._by_words.get(plain, ())
        bearing = [n for n in called if self.evidence[n].chain.named and normalised(self.evidence[n].chain.name) == plain]
        return bearing or [n for n in called if plain in map(normalised, self.evidence[n].chain.aliases)]

    def _called(self, name: str, article: str) -> list[int]:
        """The chains of that name in one article, by the article's key, its file name or the beginning of its id."""
        return [n for n in self._by_words.get(normalised(name), ()) if self._is_in(n, article)]

    def _is_in(self, chain: int, article: str) -> bool:
        item = self.evidence[chain]
        return is_meant(item.ref.article, item.key, article)

    @cached_property
    def _by_words(self) -> Mapping[str, Sequence[int]]:
        """The chains by each of their names and descriptions, in their order."""
        found: dict[str, list[int]] = defaultdict(list)
        for n, item in enumerate(self.evidence):
            for plain in dict.fromkeys(map(normalised, (item.chain.name, *item.chain.aliases))):
                found[plain].append(n)
        return found

    @cached_property
    def _known(self) -> Sequence[str]:
        return sorted({*self._by_id, *(entity.name for entity in self.entities if entity.named)})

    def _close(self, name: str) -> str:
        near = [known for known, _, _ in extract(name, self._known, scorer=ratio, limit=3, score_cutoff=70)]
        return f"; similar names are {near}" if near else ""


def is_meant(identifier: str, key: str, article: str) -> bool:
    """Whether an article with this id and key is meant: by its key, its file name or the beginning of its id."""
    return (key != "" and article in (key, Path(key).name)) or (len(article) >= 8 and identifier.startswith(article))


def _entries(root: yaml.Node | None, path: Path) -> Iterator[tuple[str, yaml.Node]]:
    """Each key and value of the file, which is a list of entries or one entry."""
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return
    for entry in root.value if isinstance(root, yaml.SequenceNode) else [root]:
        if not isinstance(entry, yaml.MappingNode):
            raise _error(f"an entry is a key and a value; valid keys are {list(KEYS)}", entry, path)
        for key, value in entry.value:
            if not isinstance(key, yaml.ScalarNode) or key.value not in KEYS:
                named = repr(key.value) if isinstance(key, yaml.ScalarNode) else "that is not a word"
                raise _error(f"unknown key {named}; choose from {list(KEYS)}", key, path)
            yield key.value, value


def _groups(node: yaml.Node, path: Path) -> Iterator[Group]:
    """A list of names is one group, a list of lists several."""
    if not isinstance(node, yaml.SequenceNode):
        raise _error("expected a list of two or more entities or events", node, path)
    if node.value and all(isinstance(item, yaml.SequenceNode) for item in node.value):
        yield from (_group(item, path) for item in node.value)
    else:
        yield _group(node, path)


def _group(node: yaml.Node, path: Path) -> Group:
    names = tuple(_word(item, path) for item in node.value)
    if len(set(names)) < 2:
        raise _error(f"expected a list of two or more entities or events, not {list(names)}", node, path)
    return Group(names, where_is(node, path))


def _changes(key: str, node: yaml.Node, path: Path) -> Iterator[Change]:
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise _error(f"{key} needs an entity and its new {'name' if key == 'rename' else 'type'}", node, path)
    for entity, value in node.value:
        new = _word(value, path)
        if key == "retype" and new not in entity_types():
            raise _error(f"unknown type {new!r}; choose from {sorted(entity_types())}", value, path)
        yield Change(_word(entity, path), new, where_is(entity, path))


def _word(node: yaml.Node, path: Path) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _error("expected a name", node, path)
    return " ".join(str(node.value).split())


def _error(message: str, node: yaml.Node, path: Path) -> CorrectionError:
    return CorrectionError(message, where_is(node, path))
