"""The event types and their triggers: data/events/*.yaml and data/entity_types.yaml, read and checked.

docs/lexicon.md explains the format of an entry. ``lexicon()`` is what the program uses; ``load`` reads any folder and is what
``make data`` checks with.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec
import yaml

from kgraph.compiled import compiled
from kgraph.errors import LexiconError
from kgraph.model import CORE_ROLES

_DATA = Path(str(files("kgraph"))) / "data"
_ENTITY_TYPES = _DATA / "entity_types.yaml"
PREPOSITIONS = frozenset(
    "about above across after against along alongside amid among around as at before behind beside between beyond by "
    "despite down during for from in inside into near of off on onto out outside over past regarding than through "
    "throughout to toward towards under until up upon via with within without".split()
)
FUNCTIONS = frozenset("subject object dative clause attribute possessive modifier modal".split()) | PREPOSITIONS
ORIENTATIONS = ("cooperation", "conflict", "neutral")
REQUIRED = 3.0
"""What a slot that must be filled is worth more than another."""
PARTS_OF_SPEECH = ("verb", "noun", "adjective")
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_TYPE_KEYS = frozenset(
    "label definition parent plover cameo orientation symmetric repeats alike encloses phrase roles triggers examples".split()
)
_TRIGGER_KEYS = frozenset((*PARTS_OF_SPEECH, "frames", "when", "unless", "light"))
_NAME = re.compile(r"[A-Z][A-Za-z]+")
_SLOT = re.compile(r"([a-z]+)((?:\.[a-z]+)?)(!?)")


class _Loader(yaml.CSafeLoader):
    """YAML in which only true and false are booleans: "on" and "off" are prepositions here, not switches."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not (tag.endswith(":bool") and first in "yYnNoO")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class RoleType:
    """A role of an event type: its name, what may fill it (entity types; empty means anything), and PLOVER's name for it."""

    name: str
    range: tuple[str, ...] = ()
    plover: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a frame: the grammatical function, as a path of one or two steps, and the role it fills."""

    path: tuple[str, ...]
    role: str
    required: bool = False

    @property
    def weight(self) -> float:
        """What filling it is worth where frames compete."""
        return 1.0 if self.role in CORE_ROLES else 0.5


@dataclass(frozen=True, slots=True)
class Frame:
    """Which grammatical function fills which role; ``weight`` is what all slots together are worth where frames compete."""

    slots: tuple[Slot, ...]
    weight: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", sum(slot.weight + REQUIRED * slot.required for slot in self.slots))


@dataclass(frozen=True, slots=True)
class Trigger:
    """A lemma that tells of an event type.

    ``particle`` is the second word of "call off". ``when`` and ``unless`` restrict the sense by head lemmas of the fillers of
    a function. ``light`` maps support verbs of a noun to the function of the noun that the verb's subject stands for.
    """

    type: str
    pos: str
    lemma: str
    particle: str
    frames: tuple[Frame, ...]
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    unless: tuple[tuple[str, frozenset[str]], ...] = ()
    light: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own that a type must be found in, with the words that fill its roles."""

    text: str
    fillers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EventType:
    """One class of events.

    ``lineage`` is itself, its parent and so on up to the root; ``phrase`` stands between agent and patient in labels.

    ``repeats``: it happens again and again, so that two reports tell of two events (statements, moves). ``alike`` are types of
    other branches whose reports may tell of the same event: who was killed has died. ``encloses`` are the prepositions by which other
    events are told to be part of one of the type, and of which types these must be (none: of any): "signed at the summit", "killed in the
    attack".
    """

    name: str
    label: str
    definition: str
    parent: str | None
    lineage: tuple[str, ...]
    plover: str
    cameo: str
    orientation: str
    symmetric: bool
    repeats: bool
    alike: frozenset[str]
    encloses: Mapping[str, frozenset[str]]
    phrase: str
    roles: tuple[RoleType, ...]
    examples: tuple[Example, ...]

    @property
    def root(self) -> str:
        """The top of its branch."""
        return self.lineage[-1]

    def role(self, name: str) -> RoleType | None:
        """The role of that name, if the type has it."""
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True, slots=True)
class EntityType:
    """One class of entities."""

    name: str
    parent: str | None
    schema: str
    colour: str
    definition: str


Word = tuple[str, str]
"""A part of speech and a lemma."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All event types, and the triggers by their words; ``version`` is a hash of the files."""

    types: Mapping[str, EventType]
    triggers: Mapping[Word, tuple[Trigger, ...]]
    version: str

    def digest(self, words: Iterable[Word]) -> str:
        """A hash of what is said of words, as far as it bears on what is extracted from a text in which no others were looked up."""
        entries = [
            (word, [self._bearing(trigger) for trigger in self.triggers[word]]) for word in sorted(words) if word in self.triggers
        ]
        return hashlib.sha256(_ENCODER.encode(entries)).hexdigest()

    def _bearing(self, trigger: Trigger) -> tuple[Trigger, list[EventType]]:
        lineage = [self.types[name] for name in self.ancestors(trigger.type)]
        return trigger, [replace(kind, label="", definition="", examples=()) for kind in lineage]

    def ancestors(self, name: str) -> tuple[str, ...]:
        """The type itself, then its parents up to the root; nothing for an unknown type."""
        kind = self.types.get(name)
        return kind.lineage if kind is not None else ()

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether the first type is the second or lies below it."""
        return ancestor in self.ancestors(name)

    def repeats(self, name: str) -> bool:
        """Whether what is of the type happens again and again; not known of a type that no entry has."""
        kind = self.types.get(name)
        return kind is not None and kind.repeats

    def are_alike(self, name: str, other: str) -> bool:
        """Whether an entry says that the two types, or types above them, may stand for one event: a killing and a death."""
        above, beside = set(self.ancestors(name)), set(self.ancestors(other))
        return any(self.types[kind].alike & beside for kind in above) or any(self.types[kind].alike & above for kind in beside)

    def may_be_one(self, name: str, other: str) -> bool:
        """Whether reports of the two types may tell of one event: one lies below the other, or they are alike."""
        return self.is_a(name, other) or self.is_a(other, name) or self.are_alike(name, other)


class _Item(NamedTuple):
    """Triggers that share all but their lemmas, each of which may have a particle."""

    type: str
    pos: str
    lemmas: tuple[str, ...]
    frames: tuple[Frame, ...]
    when: tuple[tuple[str, frozenset[str]], ...]
    unless: tuple[tuple[str, frozenset[str]], ...]
    light: Mapping[str, str]


class _Entries(NamedTuple):
    """What the files of a lexicon say."""

    types: dict[str, EventType]
    items: tuple[_Item, ...]
    version: str


class LookedUp(Mapping[Word, tuple[Trigger, ...]]):
    """Triggers by their words, and which words have been looked up, whether they are there or not."""

    def __init__(self, triggers: Mapping[Word, tuple[Trigger, ...]]) -> None:
        self._triggers = triggers
        self._words: set[Word] = set()

    def __getitem__(self, word: Word) -> tuple[Trigger, ...]:
        self._words.add(word)
        return self._triggers[word]

    def __contains__(self, word: object) -> bool:
        self._words.add(cast(Word, word))
        return word in self._triggers

    def __iter__(self) -> Iterator[Word]:
        self._words.update(self._triggers)
        return iter(self._triggers)

    def __len__(self) -> int:
        return len(self._triggers)

    def words(self) -> set[Word]:
        """The words that have been looked up since this was asked last."""
        words, self._words = self._words, set()
        return words


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with kgraph."""
    paths = sorted(_folder().glob("*.yaml"))
    return _lexicon(compiled("lexicon", [*paths, _ENTITY_TYPES, Path(__file__)], _Entries, lambda: _read(_folder())))


@cache
def lexicon_version() -> str:
    """The version of the lexicon that ships with kgraph, which takes a hundredth of the time of reading it."""
    return _digest(sorted(_folder().glob("*.yaml")))


def _folder() -> Path:
    return _DATA / "events"


@cache
def entity_types() -> Mapping[str, EntityType]:
    """The entity types by name."""
    raw = yaml.load(_ENTITY_TYPES.read_text("utf-8"), _Loader)
    return {
        name: EntityType(name, entry.get("parent"), entry["schema"], entry["colour"], entry["definition"])
        for name, entry in raw.items()
    }


def entity_is_a(name: str, ancestor: str) -> bool:
    """Whether the first entity type is the second or lies below it."""
    types = entity_types()
    current: str | None = name
    while current is not None:
        if current == ancestor:
            return True
        current = types[current].parent if current in types else None
    return False


def load(folder: Path) -> Lexicon:
    """The lexicon in a folder of YAML files.

    Raises LexiconError, naming file and line, on an unknown key, role, function, parent or range, on a type that stands
    twice, or on a trigger without frames.
    """
    return _lexicon(_read(folder))


def _lexicon(entries: _Entries) -> Lexicon:
    triggers: dict[tuple[str, str], list[Trigger]] = {}
    for item in entries.items:
        for lemma in item.lemmas:
            first, _, particle = lemma.partition(" ")
            trigger = Trigger(item.type, item.pos, first, particle, item.frames, item.when, item.unless, item.light)
            triggers.setdefault((item.pos, first), []).append(trigger)
    return Lexicon(entries.types, {key: tuple(group) for key, group in triggers.items()}, entries.version)


def _read(folder: Path) -> _Entries:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise LexiconError("no event types here", str(folder))
    texts = {path.name: path.read_text("utf-8") for path in paths}
    words = _word_sets(texts.pop("words.yaml", ""))
    raw = [entry for name, text in texts.items() for entry in _entries(name, text)]
    types = _types(raw)
    _check_others(types, raw)
    items = tuple(
        _item(name, item, _all_roles(types, name), words, where)
        for name, entry, where in raw
        for item in entry.get("triggers") or ()
    )
    return _Entries(types, items, _digest(paths))


def _digest(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


_Entry = tuple[str, dict[str, Any], str]


def _entries(file: str, text: str) -> Iterator[_Entry]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        raw = loader.construct_document(node) if node is not None else {}
    finally:
        loader.dispose()
    for key, _ in node.value if node is not None else ():
        yield key.value, raw[key.value], f"{file}:{key.start_mark.line + 1}"


def _word_sets(text: str) -> Mapping[str, frozenset[str]]:
    node = yaml.compose(text, _Loader)
    names = [key.value for key, _ in node.value] if node is not None else []
    if repeated := {name for name in names if names.count(name) > 1}:
        raise LexiconError(f"the word set {min(repeated)!r} stands twice", "words.yaml")
    return {name: frozenset(words) for name, words in (yaml.load(text, _Loader) or {}).items()}


def _types(raw: list[_Entry]) -> dict[str, EventType]:
    by_name: dict[str, _Entry] = {}
    for entry in raw:
        name, body, where = entry
        if not _NAME.fullmatch(name):
            raise LexiconError(f"{name!r} is no type name: write it in CamelCase", where)
        if name in by_name:
            raise LexiconError(f"{name} stands here and at {by_name[name][2]}", where)
        if unknown := body.keys() - _TYPE_KEYS:
            raise LexiconError(f"{name}: unknown key {min(unknown)!r}; valid are {sorted(_TYPE_KEYS)}", where)
        by_name[name] = entry
    return {name: _type(by_name, name) for name in by_name}


def _check_others(types: Mapping[str, EventType], raw: Iterable[_Entry]) -> None:
    """What entries say of other types."""
    for name, _, where in raw:
        for key, named in (("alike", types[name].alike), ("encloses", frozenset().union(*types[name].encloses.values()))):
            if unknown := named - types.keys():
                raise LexiconError(f"{name}: unknown type {min(unknown)!r} in {key}", where)


def _type(by_name: Mapping[str, _Entry], name: str) -> EventType:
    _, body, where = by_name[name]
    lineage = _lineage(by_name, name)
    inherited = {key: by_name[parent][1][key] for parent in reversed(lineage) for key in by_name[parent][1]}
    orientation = inherited.get("orientation", "neutral")
    if orientation not in ORIENTATIONS:
        raise LexiconError(f"{name}: orientation {orientation!r}; valid are {ORIENTATIONS}", where)
    if not body.get("definition"):
        raise LexiconError(f"{name}: no definition", where)
    return EventType(
        name=name,
        label=body.get("label") or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize(),
        definition=body["definition"],
        parent=body.get("parent"),
        lineage=tuple(lineage),
        plover=str(inherited.get("plover", "")),
        cameo=str(inherited.get("cameo", "")),
        orientation=orientation,
        symmetric=bool(inherited.get("symmetric", False)),
        repeats=bool(inherited.get("repeats", False)),
        alike=frozenset(body.get("alike") or ()),
        encloses=_encloses(name, inherited.get("encloses") or (), where),
        phrase=inherited.get("phrase", ""),
        roles=_roles(inherited.get("roles") or {}, where),
        examples=tuple(_example(item, where) for item in body.get("examples") or ()),
    )


def _encloses(name: str, raw: Mapping[str, Sequence[str]] | Sequence[str], where: str) -> Mapping[str, frozenset[str]]:
    found = {word: frozenset(raw[word] if isinstance(raw, Mapping) else ()) for word in raw}
    if unknown := found.keys() - PREPOSITIONS:
        raise LexiconError(f"{name}: {min(unknown)!r} in encloses is no preposition; valid are {sorted(PREPOSITIONS)}", where)
    return found


def _lineage(by_name: Mapping[str, _Entry], name: str) -> list[str]:
    lineage = [name]
    while (parent := by_name[lineage[-1]][1].get("parent")) is not None:
        if parent not in by_name or parent in lineage:
            raise LexiconError(f"{lineage[-1]}: parent {parent!r} is unknown or a circle", by_name[lineage[-1]][2])
        lineage.append(parent)
    return lineage


def _roles(raw: Mapping[str, Mapping[str, Any] | None], where: str) -> tuple[RoleType, ...]:
    roles = []
    for name, entry in raw.items():
        entry = entry or {}
        if unknown := set(entry.get("range", ())) - entity_types().keys():
            raise LexiconError(f"role {name}: unknown entity type {min(unknown)!r}", where)
        roles.append(RoleType(name, tuple(entry.get("range", ())), entry.get("plover", "")))
    return tuple(roles)


def _example(raw: Mapping[str, str], where: str) -> Example:
    if "text" not in raw:
        raise LexiconError("an example without text", where)
    return Example(raw["text"], tuple((role, words) for role, words in raw.items() if role != "text"))


def _all_roles(types: Mapping[str, EventType], name: str) -> frozenset[str]:
    return frozenset(role.name for role in types[name].roles) | {"place", "time"}


def _item(
    type_name: str,
    item: Mapping[str, Any],
    roles: frozenset[str],
    words: Mapping[str, frozenset[str]],
    where: str,
) -> _Item:
    if unknown := item.keys() - _TRIGGER_KEYS:
        raise LexiconError(f"{type_name}: unknown trigger key {min(unknown)!r}", where)
    pos = next((pos for pos in PARTS_OF_SPEECH if pos in item), None)
    if pos is None or not item.get("frames"):
        raise LexiconError(f"{type_name}: a trigger needs one of {PARTS_OF_SPEECH} and frames: {dict(item)}", where)
    light = item.get("light") or {}
    return _Item(
        type=type_name,
        pos=pos,
        lemmas=tuple(map(str, item[pos] if isinstance(item[pos], list) else [item[pos]])),
        frames=tuple(_frame(type_name, frame, roles, where) for frame in item["frames"]),
        when=_restriction(item.get("when"), words, where),
        unless=_restriction(item.get("unless"), words, where),
        light=dict.fromkeys(light, "possessive") if isinstance(light, list) else dict(light),
    )


def _frame(type_name: str, raw: Mapping[str, str], roles: frozenset[str], where: str) -> Frame:
    slots = []
    for key, role in raw.items():
        match = _SLOT.fullmatch(str(key))
        path = tuple(filter(None, (match[1], match[2].lstrip(".")))) if match else ()
        if match is None or not FUNCTIONS.issuperset(path):
            raise LexiconError(f"{type_name}: unknown function {key!r}; valid are {sorted(FUNCTIONS)}", where)
        if role not in roles:
            raise LexiconError(f"{type_name}: unknown role {role!r}; valid are {sorted(roles)}", where)
        slots.append(Slot(path, role, bool(match[3])))
    # Modifiers last: of "his Western visit" he is who visits, and the West is not.
    return Frame(tuple(sorted(slots, key=lambda slot: slot.path[0] == "modifier")))


def _restriction(
    raw: Mapping[str, list[str]] | None, words: Mapping[str, frozenset[str]], where: str
) -> tuple[tuple[str, frozenset[str]], ...]:
    """Restrictions with their word sets ("@sanctions") filled in from words.yaml."""
    result = []
    for function, listed in (raw or {}).items():
        if not FUNCTIONS.issuperset(function.split(".")):
            raise LexiconError(f"unknown function {function!r}; valid are {sorted(FUNCTIONS)}", where)
        lemmas: set[str] = set()
        for word in [listed] if isinstance(listed, str) else listed:
            if str(word).startswith("@"):
                if word[1:] not in words:
                    raise LexiconError(f"no word set {word!r} in words.yaml", where)
                lemmas |= words[word[1:]]
            else:
                lemmas.add(str(word))
        result.append((function, frozenset(lemmas)))
    return tuple(result)
