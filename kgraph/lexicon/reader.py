"""Reads the files of a lexicon's folder: each entry by itself, as it is written.

What an entry says of others (its parent, the roles that it inherits, word sets) is looked up when layers are put together
(kgraph.lexicon.assembly). docs/lexicon.md explains the format.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kgraph.errors import LexiconError
from kgraph.lexicon.domains import domain_names
from kgraph.lexicon.entity_types import entity_types
from kgraph.lexicon.keys import EXTEND, KEYS, REPLACE, KeyEntry, read_keys
from kgraph.lexicon.nodes import MAPPING, printable, read_file, short, tree
from kgraph.lexicon.types import (
    DOMAIN,
    FUNCTIONS,
    ORIENTATIONS,
    PARTS_OF_SPEECH,
    PREPOSITIONS,
    Counterexample,
    Example,
    Frame,
    RoleType,
    Slot,
)
from kgraph.lexicon.values import Value

WORDS, SETTINGS = "words.yaml", "lexicon.yaml"
SHIPPED, NONE = "shipped", "none"
NO_FUNCTION = "none"
"""What a support verb has for a function whose subject takes no part in what the noun says."""
_TYPE_NAME, _ROLE_NAME = re.compile(r"[A-Z][A-Za-z]+"), re.compile(r"[a-z][A-Za-z]*")
_SLOT = re.compile(r"([a-z]+)((?:\.[a-z]+)?)(!?)")
_PLOVER, _CAMEO = re.compile(r"[A-Z][A-Z-]*"), re.compile(r"[0-9]{2,4}")
_NO_ROLES = ("text", "needs", "missed")
"""What an example says beside its fillers."""
_TRIGGER_KEYS = frozenset((*PARTS_OF_SPEECH, "frames", "when", "unless", "light", "seen"))

Lists = tuple[tuple[str, tuple[str, ...]], ...]
"""The words that are listed for each function, with "@name" for word sets."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One item of an entry's triggers: lemmas that share all the rest, each of which may have a particle.

    ``seen`` is how often it was right and wrong in some corpus; None where nobody has counted.
    """

    where: str
    pos: str
    lemmas: tuple[str, ...]
    frames: tuple[Frame, ...]
    when: Lists = ()
    unless: Lists = ()
    light: Mapping[str, str] | None = None
    seen: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """One event type as a file has it; None for what it does not say."""

    name: str
    where: str
    existing: str = ""
    label: str | None = None
    definition: str | None = None
    parent: str | None = None
    plover: str | None = None
    cameo: str | None = None
    orientation: str | None = None
    symmetric: bool | None = None
    repeats: bool | None = None
    phrase: str | None = None
    alone: str | None = None
    addressing: str | None = None
    alike: tuple[str, ...] = ()
    encloses: Mapping[str, tuple[str, ...]] | None = None
    within: Mapping[str, tuple[str, ...]] | None = None
    roles: tuple[RoleType, ...] | None = None
    triggers: tuple[Sense, ...] = ()
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder: its word sets, entries and keys, whether it extends the shipped lexicon, and a hash of its files."""

    shown: str
    extends: str
    words: Mapping[str, tuple[str, ...]]
    entries: tuple[TypeEntry, ...]
    digest: str
    keys: tuple[KeyEntry, ...] = ()


def layer_files(folder: Path) -> list[Path]:
    """The files of a lexicon's folder, in order. Raises LexiconError where there are none."""
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.suffix in (".yaml", ".yml"))
    except OSError as error:
        raise LexiconError(f"is not a folder with a lexicon: {error.strerror}", str(folder)) from None
    if other := next((path for path in paths if path.suffix == ".yml"), None):
        raise LexiconError("would not be read; give it a name that ends in .yaml", str(other))
    if not paths:
        raise LexiconError("holds no event types: there is no .yaml file", str(folder))
    return paths


def layer_digest(paths: list[Path]) -> str:
    """A hash of files with their names. Raises LexiconError on one that cannot be read."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes())
        except OSError as error:
            raise LexiconError(f"cannot be read: {error.strerror}", f"{path}:1") from None
    return digest.hexdigest()


def read_layer(folder: Path, shown: str, faults: list[LexiconError]) -> Layer:
    """The lexicon in a folder, as far as it can be read; what is wrong with it is put into ``faults``.

    ``shown`` is what messages call the folder. Raises LexiconError where there is no file of a lexicon at all.
    """
    paths = layer_files(folder)
    words: dict[str, tuple[str, ...]] = {}
    entries: list[TypeEntry] = []
    keys: tuple[KeyEntry, ...] = ()
    extends = SHIPPED
    for path in paths:
        whole = _whole(path, f"{shown}/{printable(path.name)}", faults)
        if whole is None:
            continue
        if path.name == WORDS:
            words = {name: value.guarded(_word_set) or () for name, value in whole.items()}
        elif path.name == SETTINGS:
            extends = _extends(whole, faults)
        elif path.name == KEYS:
            keys = read_keys(whole)
        else:
            entries += [entry for name, value in whole.items() if (entry := _entry(name, value)) is not None]
    return Layer(shown, extends, words, tuple(entries), layer_digest(paths), keys)


def _whole(path: Path, shown: str, faults: list[LexiconError]) -> dict[str, Value] | None:
    """The values of a file by their keys; None where it cannot be read."""
    try:
        file = read_file(path, shown)
        node = tree(file, faults)
        if node is not None and node.kind != MAPPING and not node.is_empty:
            raise file.error(f"holds a {node.kind}; it must hold names with a colon", node.line)
    except LexiconError as error:
        faults.append(error)
        return None
    if node is None or node.kind != MAPPING:
        return {}
    return {key.text: Value(value, key.line, printable(key.text), file, faults) for key, value in node.pairs()}


def _word_set(value: Value) -> tuple[str, ...]:
    words = value.texts()
    if inner := next((word for word in words if word.startswith("@")), None):
        raise value.error(f"{short(inner)}: a set cannot hold another one")
    return words


def _extends(fields: dict[str, Value], faults: list[LexiconError]) -> str:
    for key, value in fields.items():
        if key != "extends":
            faults.append(value.error("unknown key; the only one is extends"))
    if "extends" not in fields:
        return SHIPPED
    return fields["extends"].guarded(lambda given: given.one_of((SHIPPED, NONE))) or SHIPPED


def _entry(name: str, value: Value) -> TypeEntry | None:
    if not _TYPE_NAME.fullmatch(name):
        value.faults.append(value.error("is not a type's name: write it in CamelCase"))
        return None
    fields = value.guarded(lambda given: given.known_fields(_READ.keys())) or {}
    said = {key: read for key, field in fields.items() if (read := field.guarded(_READ[key])) is not None}
    if "definition" not in fields and said.get("existing") != EXTEND:
        value.faults.append(value.error("has no definition"))
    return TypeEntry(name, value.where, **said)


def _encloses(value: Value) -> Mapping[str, tuple[str, ...]]:
    if value.node.kind == MAPPING:
        found = {word: kinds.texts() for word, kinds in value.fields().items()}
    else:
        found = dict.fromkeys(value.texts(), ())
    if unknown := found.keys() - PREPOSITIONS:
        raise value.error(f"{short(min(unknown))} is not a preposition; choose from {', '.join(sorted(PREPOSITIONS))}")
    return found


def _within(value: Value) -> Mapping[str, tuple[str, ...]]:
    return {_domain(name, who): who.texts() for name, who in value.fields().items()}


def _domain(name: str, value: Value) -> str:
    if name not in domain_names():
        raise value.error(f"unknown domain {short(name)}; choose from {', '.join(domain_names())}")
    return name


def _roles(value: Value) -> tuple[RoleType, ...]:
    found = (role.guarded(partial(_role, name)) for name, role in value.fields().items())
    return tuple(role for role in found if role is not None)


def _role(name: str, value: Value) -> RoleType:
    if not _ROLE_NAME.fullmatch(name) or name in _NO_ROLES:
        raise value.error(f"is not a role's name: write it in camelCase, and do not use {', '.join(_NO_ROLES)}")
    fields = value.known_fields(("range", "plover"))
    kinds = fields["range"].texts() if "range" in fields else ()
    if unknown := set(kinds) - entity_types().keys():
        raise value.error(f"unknown entity type {short(min(unknown))}; choose from {', '.join(entity_types())}")
    return RoleType(name, kinds, fields["plover"].text() if "plover" in fields else "")


def _example(value: Value) -> Example:
    fields = value.fields()
    text = _sentence(value, fields)
    needs = fields.pop("needs").texts() if "needs" in fields else ()
    missed = fields.pop("missed").flag() if "missed" in fields else False
    return Example(text, tuple((role, words.text()) for role, words in fields.items()), needs, missed, value.where)


def _counterexample(value: Value) -> Counterexample:
    fields = value.known_fields(("text", "needs"))
    return Counterexample(_sentence(value, fields), fields["needs"].texts() if "needs" in fields else (), value.where)


def _sentence(value: Value, fields: dict[str, Value]) -> str:
    if "text" not in fields:
        raise value.error("has no text")
    return fields.pop("text").text()


def _sense(value: Value) -> Sense:
    fields = value.known_fields(_TRIGGER_KEYS)
    parts = [pos for pos in PARTS_OF_SPEECH if pos in fields]
    if len(parts) != 1:
        raise value.error(f"needs one of {', '.join(PARTS_OF_SPEECH)}")
    frames = fields["frames"].each(_frame) if "frames" in fields else ()
    if "frames" not in fields or fields["frames"].node.is_empty:
        raise value.error("has no frames")
    return Sense(
        where=value.where,
        pos=parts[0],
        lemmas=_lemmas(fields[parts[0]]),
        frames=frames,
        when=_lists(fields.get("when")),
        unless=_lists(fields.get("unless")),
        light=_light(fields["light"]) if "light" in fields else None,
        seen=_seen(fields["seen"]) if "seen" in fields else None,
    )


def _lemmas(value: Value) -> tuple[str, ...]:
    lemmas = value.texts()
    if not lemmas:
        raise value.error("does not name a word")
    if long := next((lemma for lemma in lemmas if len(lemma.split(" ")) > 2 or lemma != lemma.strip()), None):
        raise value.error(f"{short(long)} is not a word, or a word and its particle")
    return lemmas


def _frame(value: Value) -> Frame:
    slots = [_slot(function, role) for function, role in value.fields().items()]
    # Modifiers last: of "his Western visit" he is who visits, and the West is not.
    return Frame(tuple(sorted(slots, key=lambda slot: slot.path[0] == "modifier")))


def _slot(function: str, role: Value) -> Slot:
    match = _SLOT.fullmatch(function)
    path = tuple(filter(None, (match[1], match[2].lstrip(".")))) if match else ()
    if match is None or not FUNCTIONS.issuperset(path):
        raise role.error(f"unknown function; choose from {', '.join(sorted(FUNCTIONS))}")
    return Slot(path, role.text(), bool(match[3]))


def _lists(value: Value | None) -> Lists:
    if value is None:
        return ()
    fields = value.fields()
    for function, words in fields.items():
        if function == DOMAIN:
            for name in words.texts():
                _domain(name, words)
        elif not 0 < len(function.split(".")) <= 2 or not FUNCTIONS.issuperset(function.split(".")):
            raise words.error(f"unknown function; choose from {', '.join(sorted((*FUNCTIONS, DOMAIN)))}")
    return tuple((function, words.texts()) for function, words in fields.items())


def _light(value: Value) -> Mapping[str, str]:
    if value.node.kind != MAPPING:
        return dict.fromkeys(value.texts(), "possessive")
    return {verb: function.one_of((*FUNCTIONS, NO_FUNCTION)) for verb, function in value.fields().items()}


def _seen(value: Value) -> tuple[int, int]:
    fields = value.known_fields(("right", "wrong"))
    if missing := {"right", "wrong"} - fields.keys():
        raise value.error(f"lacks {min(missing)}: write {{right: 9, wrong: 1}}")
    return fields["right"].count(), fields["wrong"].count()


def _code(pattern: re.Pattern[str], what: str) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        if not pattern.fullmatch(value.text()):
            raise value.error(f"{short(value.text())} is not {what}")
        return value.text()

    return read


_READ: Mapping[str, Callable[[Value], Any]] = {
    "existing": lambda value: value.one_of((EXTEND, REPLACE)),
    "label": Value.text,
    "definition": Value.text,
    "parent": Value.text,
    "plover": _code(_PLOVER, "a code of PLOVER, such as ASSAULT"),
    "cameo": _code(_CAMEO, "a code of CAMEO, such as 190"),
    "orientation": lambda value: value.one_of(ORIENTATIONS),
    "symmetric": Value.flag,
    "repeats": Value.flag,
    "phrase": Value.text,
    "alone": Value.text,
    "addressing": Value.text,
    "alike": Value.texts,
    "encloses": _encloses,
    "within": _within,
    "roles": _roles,
    "triggers": lambda value: value.each(_sense),
    "examples": lambda value: value.each(_example),
    "counterexamples": lambda value: value.each(_counterexample),
}
