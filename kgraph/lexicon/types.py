"""What a lexicon consists of: event types with their roles, and triggers with their frames.

A Lexicon is a value. Whatever needs one gets it as a parameter; kgraph.lexicon.source reads one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import msgspec

from kgraph.model import CORE_ROLES

PREPOSITIONS = frozenset(
    "about above across after against along alongside amid among around as at before behind beside between beyond by "
    "despite down during for from in inside into near of off on onto out outside over past regarding than through "
    "throughout to toward towards under until up upon via with within without".split()
)
CLAUSES = frozenset({"infinitive", "question"})
"""The kinds of clauses that a frame can ask for by name; "clause" is any."""
DOMAIN = "domain"
"""What a restriction asks for that is no function: which domain the article is of (kgraph.lexicon.domains)."""
FUNCTIONS = (
    frozenset("subject object dative clause attribute possessive modifier modal score rank".split()) | CLAUSES | PREPOSITIONS
)
ORIENTATIONS = ("cooperation", "conflict", "neutral")
PARTS_OF_SPEECH = ("verb", "noun", "adjective")
COMMON_ROLES = frozenset({"place", "time"})
"""The roles that every type has."""
REQUIRED = 3.0
"""What a slot that must be filled is worth more than another."""
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")

Restrictions = tuple[tuple[str, frozenset[str]], ...]
"""Head lemmas by the grammatical function that they must fill, or must not."""


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
    """A lemma that expresses an event type.

    ``particle`` is the second word of "call off". ``when`` and ``unless`` restrict the sense by head lemmas of the fillers of
    a function. ``light`` maps support verbs of a noun to the function of the noun that the verb's subject stands for.
    """

    type: str
    pos: str
    lemma: str
    particle: str
    frames: tuple[Frame, ...]
    when: Restrictions = ()
    unless: Restrictions = ()
    light: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a type must be found in, with the words that fill its roles.

    ``needs`` are the words of the entry's ``when`` lists without which the type is not found in it. One that is ``missed`` is known not to
    be found yet. ``where`` is its file and line.
    """

    text: str
    fillers: tuple[tuple[str, str], ...]
    needs: tuple[str, ...] = ()
    missed: bool = False
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A sentence that a type must not be found in.

    ``needs`` are the words of the entry's ``unless`` lists that keep the type out; ``where`` is its file and line.
    """

    text: str
    needs: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class EventType:
    """One class of events.

    ``lineage`` is itself, its parent and so on up to the root; ``phrase`` stands between agent and patient in labels, ``alone``
    behind a patient to whom it happens without an agent ("killed", "died"), ``addressing`` between an agent and those addressed where
    nobody else takes part ("said", "told").

    ``repeats``: it happens again and again, so that two reports are about two events (statements, moves). ``alike`` are types of
    other branches whose reports may be about the same event: who was killed has died. ``encloses`` are the prepositions that make another
    event a part of one of the type, and of which types that event must be (none: of any): "signed at the summit", "killed in the attack".
    ``within``: who must take part, as words or entity types, where the article is of a domain; nobody can where it names none.
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
    within: Mapping[str, frozenset[str]]
    phrase: str
    alone: str
    addressing: str
    roles: tuple[RoleType, ...]
    examples: tuple[Example, ...]
    counterexamples: tuple[Counterexample, ...] = ()

    @property
    def root(self) -> str:
        """The top of its branch."""
        return self.lineage[-1]

    def role(self, name: str) -> RoleType | None:
        """The role of that name, if the type has it."""
        return next((role for role in self.roles if role.name == name), None)


KeyPart = tuple[tuple[str, tuple[str, ...]], ...]
"""What one part of a key is: the roles any of which is it, each with the entity types of what fills it there (none: anything)."""


@dataclass(frozen=True, slots=True)
class KeyFamily:
    """What identifies events of a type, whatever words report them (kgraph.lexicon.keys).

    ``parts`` say who the key consists of, in the type that was asked for; the order counts unless it is ``either_way``. ``beside`` are
    roles that tell two events of the same people apart where both are known, as two offices that one person gave up; the words in
    ``empty`` tell nothing there ("post"), and what is equal there may prove that two events are one (``proves``).

    ``once``: these people do it once in their lives, so a time is not needed. ``story``: they do it once in what articles of one story are
    about. ``loose``: others in the key do not make another event, as one storm strikes several cities. ``plans``: who plans it plans what
    then happens, as a takeover. ``score``: it ends with a score, by which it is known even if one side has no name. ``days`` is how many
    days the reports of one event can lie apart.
    """

    name: str
    parts: tuple[KeyPart, ...]
    beside: tuple[KeyPart, ...]
    empty: frozenset[str]
    either_way: bool
    once: bool
    story: bool
    proves: bool
    loose: bool
    plans: bool
    score: bool
    days: int


Word = tuple[str, str]
"""A part of speech and a lemma."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All event types, the triggers by their words, and the keys by the names of types; ``version`` is a hash of the files."""

    types: Mapping[str, EventType]
    triggers: Mapping[Word, tuple[Trigger, ...]]
    version: str
    keys: Mapping[str, tuple[KeyFamily, ...]] = field(default_factory=dict)

    def digest(self, words: Iterable[Word]) -> str:
        """A hash of what is said of words, as far as it bears on what is extracted from a text in which no others were looked up."""
        entries = [
            (word, [self._bearing(trigger) for trigger in self.triggers[word]]) for word in sorted(words) if word in self.triggers
        ]
        return hashlib.sha256(_ENCODER.encode(entries)).hexdigest()

    def _bearing(self, trigger: Trigger) -> tuple[Trigger, list[EventType]]:
        lineage = [self.types[name] for name in self.ancestors(trigger.type)]
        return trigger, [replace(kind, label="", definition="", examples=(), counterexamples=()) for kind in lineage]

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
        """Whether an entry says that the two types, or types above them, may stand for one event: a killing and a death.

        So do types that have a key in common: a purchase and a merger.
        """
        if {family.name for family in self.keys.get(name, ())} & {family.name for family in self.keys.get(other, ())}:
            return True
        above, beside = set(self.ancestors(name)), set(self.ancestors(other))
        return any(self.types[kind].alike & beside for kind in above) or any(self.types[kind].alike & above for kind in beside)

    def may_be_one(self, name: str, other: str) -> bool:
        """Whether reports of the two types may be about one event: one lies below the other, or they are alike."""
        return self.is_a(name, other) or self.is_a(other, name) or self.are_alike(name, other)


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
