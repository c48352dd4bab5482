"""Checks a lexicon as a whole: everything that its reader, its linter and its own sentences find, with file and line. It writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kgraph.errors import LexiconError
from kgraph.lexicon.linter import LintMessage, faults, notes
from kgraph.lexicon.reader import TypeEntry
from kgraph.lexicon.source import assembled, assembled_afresh
from kgraph.lexicon.trial import misses


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: faults to put right, and notes that are good to know; and how many types and sentences there are."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    types: int
    sentences: int


def check(folders: Sequence[str] = (), *, model: str | None = None, words: bool = False) -> Checked:
    """What is wrong with the entries of these folders, or with the shipped lexicon where there are none.

    With a ``model``, a spaCy pipeline, their sentences are tried; with ``words``, each word that no sentence needs is a note. Raises
    LexiconError where a folder holds no lexicon.
    """
    errors: list[LexiconError] = []
    found = assembled(folders, errors) if folders else assembled_afresh(errors)
    own = [_mine(entry, folders) for entry in found.entries.values() if _is_below(entry.where, folders)]
    if errors:  # what is only half read would have faults that are none
        return Checked(_sorted(errors), (), len(own), 0)
    mine = partial(_is_below, folders=folders)
    wrong = [*faults(found, mine), *(misses(found, own, model) if model is not None else ())]
    sentences = sum(len(entry.examples) + len(entry.counterexamples) for entry in own)
    return Checked(_sorted(wrong), _sorted(notes(found, mine, words=words, each=bool(folders))), len(own), sentences)


def _is_below(where: str, folders: Sequence[str]) -> bool:
    """Whether a file lies in one of the folders; any does where there are none."""
    return not folders or where.startswith(tuple(f"{folder.rstrip('/')}/" for folder in folders))


def _mine(entry: TypeEntry, folders: Sequence[str]) -> TypeEntry:
    """An entry with those sentences alone that the folders have."""
    examples = tuple(example for example in entry.examples if _is_below(example.where, folders))
    counterexamples = tuple(counter for counter in entry.counterexamples if _is_below(counter.where, folders))
    return replace(entry, examples=examples, counterexamples=counterexamples)


def _sorted(findings: Iterable[LexiconError | LintMessage]) -> tuple[str, ...]:
    """Each finding once, by file and line."""
    return tuple(sorted(set(map(str, findings)), key=_place))


def _place(line: str) -> tuple[str, int, str]:
    match = re.match(r"(.*?):(\d+): ", line)
    return (match[1], int(match[2]), line) if match else (line, 0, line)
