"""What nouns and names tell by themselves: type, gender, sector, number (data/nouns)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kgraph.lexicon import entity_is_a
from kgraph.shipped import shipped

_FOLDER = files("kgraph") / "data" / "nouns"
_LONGEST_NOUN = 40  # letters; the longest of kinds.csv that can end another word has fewer


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A row of pronouns.yaml. ``gender``: m, f, n (a thing), p (a person), a (anything). ``use``: s o p r."""

    person: int
    number: str
    gender: str
    use: str


@cache
def pronouns() -> Mapping[str, Pronoun]:
    """The pronouns by lower-case word."""
    return {word: Pronoun(**row) for word, row in shipped("nouns/pronouns.yaml").items()}


def use_of(lemma: str) -> str:
    """s, o, p or r for a pronoun, "" for any other word."""
    found = pronouns().get(lemma)
    return found.use if found is not None else ""


def kind_of(lemma: str) -> str:
    """The entity type of what a noun names; Animal for beasts, which no entity type covers, Thing for all that is unknown."""
    known = _kinds()
    if lemma in known:
        return known[lemma]
    if "-" in lemma:
        return known.get(lemma.rpartition("-")[2], "Thing")
    return "Person" if any(known.get(ending) == "Person" for ending in endings(lemma, 2, 5)) else "Thing"


def endings(word: str, first: int, shortest: int) -> Iterator[str]:
    """The ends of a word behind its first letters, the longest first: of so many letters at least, and no more than a noun has."""
    return (word[i:] for i in range(max(first, len(word) - _LONGEST_NOUN), len(word) - shortest + 1))


def entity_type_of(lemma: str, plural: bool) -> str:
    """The entity type of a noun phrase with this head: several persons are a Group."""
    kind = kind_of(lemma)
    if kind == "Person" and plural:
        return "Group"
    return "Thing" if kind == "Animal" else kind


def noun_gender(lemma: str) -> str:
    """m or f for nouns that tell it ("spokeswoman"), else ""."""
    return _genders().get(lemma.rpartition("-")[2] or lemma, "")


def given_name_gender(name: str) -> str:
    """m or f for a given name that is nearly always one of them, else ""."""
    return _given_names().get(name.lower(), "")


def is_given_name(name: str) -> bool:
    """Whether the list of given names has it."""
    return name.lower() in _given_names()


def title_gender(word: str) -> str:
    """m or f for "Mr." and "Lady", else ""."""
    return _titles().get(word.lower(), "") or noun_gender(word.lower())


def is_title(word: str) -> bool:
    """Whether the word can stand before a person's name without being part of it."""
    return word.lower() in _titles()


def sector_of(lemma: str, beside: Set[str] = frozenset()) -> str:
    """The PLOVER sector of a head noun, or ""; ``beside`` are the other words of its phrase, which decide for "officer"."""
    if lemma in (unclear := _unclear_sectors()):
        return next((code for code, others in unclear[lemma] if not others or others & beside), "")
    known = _sectors()
    return known.get(lemma) or known.get(lemma.rpartition("-")[2], "")


def sector_of_type(entity_type: str) -> str:
    """The PLOVER sector that a name's type implies, or ""."""
    found: str = _nouns()["sectors_of_types"].get(entity_type, "")
    return found


@cache
def words(key: str) -> frozenset[str]:
    """A plain list of nouns.yaml: collectives, partitives, excluded, fixed_phrases."""
    return frozenset(map(str, _nouns()[key]))


@cache
def listed(key: str, part: str) -> frozenset[str]:
    """The words of one part of a list of nouns.yaml that has several; none where there is no such part."""
    return frozenset(map(str, _nouns()[key].get(part, ())))


@cache
def name_endings(key: str) -> frozenset[str]:
    """Words after a name: credentials ("Ph.D."), generations ("Jr.") or companies ("Inc.")."""
    return frozenset(shipped("nouns/titles.yaml")[key])


@cache
def _short_titles() -> Mapping[str, str]:
    table: dict[str, str] = shipped("nouns/titles.yaml")["short_for"]
    return table


def role_of(word: str) -> str:
    """The role noun that a title in small letters is short for ("gov."), else the word."""
    return _short_titles().get(word.removesuffix("."), word)


@cache
def anaphors() -> Mapping[str, tuple[str, ...]]:
    """Head noun -> entity types that the bare definite noun can stand for ("the company")."""
    found: dict[str, list[str]] = {}
    for entity_type, lemmas in _nouns()["anaphors"].items():
        for lemma in lemmas:
            found.setdefault(lemma, []).append(entity_type)
    return {lemma: tuple(types) for lemma, types in found.items()}


@cache
def equivalents() -> Mapping[str, frozenset[str]]:
    """Head noun -> nouns that the same thing may be called by."""
    found: dict[str, set[str]] = {}
    for group in _nouns()["equivalents"]:
        for lemma in group:
            found.setdefault(lemma, set()).update(group)
    return {lemma: frozenset(group) for lemma, group in found.items()}


def alike(left: str, right: str) -> bool:
    """Whether two head nouns are the same or may be said of the same thing."""
    return left == right or right in equivalents().get(left, ())


def compatible(left: str, right: str) -> bool:
    """Whether one thing could have both entity types."""
    if left == right or "Thing" in (left, right):
        return True
    return entity_is_a(left, right) or entity_is_a(right, left)


def _nouns() -> Mapping[str, Any]:
    return shipped("nouns/nouns.yaml")


def _pairs(name: str) -> dict[str, str]:
    rows = csv.reader((_FOLDER / name).read_text("utf-8").splitlines())
    next(rows)
    return dict(rows)


@cache
def _kinds() -> Mapping[str, str]:
    known = _pairs("kinds.csv")
    for entity_type, lemmas in _nouns()["types"].items():
        known.update(dict.fromkeys(lemmas, entity_type))
    return known


@cache
def _genders() -> Mapping[str, str]:
    return {lemma: gender for gender, lemmas in _nouns()["gender"].items() for lemma in lemmas}


@cache
def _given_names() -> Mapping[str, str]:
    return _pairs("given_names.csv")


@cache
def _titles() -> Mapping[str, str]:
    table = shipped("nouns/titles.yaml")
    return {word: key if key in ("m", "f") else "" for key in ("any", "m", "f") for word in table[key]}


@cache
def _unclear_sectors() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Head noun -> codes with the words that tell them, in order; no words for what is left."""
    table = _nouns()["sectors_by_words"]
    return {
        lemma: tuple(("" if code == "none" else code, frozenset(others)) for code, others in rows.items())
        for lemmas, rows in ((key.split(), rows) for key, rows in table.items())
        for lemma in lemmas
    }


@cache
def _sectors() -> Mapping[str, str]:
    return {lemma: code for code, lemmas in _nouns()["sectors"].items() for lemma in lemmas}
