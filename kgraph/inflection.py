"""Forms of English verbs: the past tense, the past participle and the base form (data/inflection.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped

_ONE_SYLLABLE = re.compile(r"(?:qu|[^aeiouy])*[aeiouy][bdfgklmnprtz]")
_MOST_LETTERS = 30


def past(verb: str) -> str:
    """The past tense of a verb's base form: "wrote" of "write"."""
    return _irregular()[verb][0] if verb in _irregular() else _regular(verb)


def participle(verb: str) -> str:
    """The past participle of a verb's base form: "written" of "write"."""
    return _irregular()[verb][1] if verb in _irregular() else _regular(verb)


def is_form_of(word: str, verb: str) -> bool:
    """Whether a word is a form of a verb that is given by its base form."""
    if word in {verb, past(verb), participle(verb), f"{verb}ed"}:
        return True
    return re.fullmatch(rf"{re.escape(_stem(verb))}\w{{0,2}}(s|ing)", word) is not None


def base_of_past(word: str, known: frozenset[str]) -> str | None:
    """The base form of a word in the past tense, if it is irregular or among the verbs that are ``known``."""
    if word in _by_past():
        return _by_past()[word]
    if not word.endswith("ed") or len(word) > _MOST_LETTERS:
        return None
    stem = word[:-2]
    undoubled = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
    candidates = (stem, f"{stem}e", undoubled, f"{stem[:-1]}y" if stem.endswith("i") else stem)
    return next((verb for verb in candidates if verb in known and _regular(verb) == word), None)


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    if verb.endswith("c"):
        return f"{verb}ked"
    doubles = (_ONE_SYLLABLE.fullmatch(verb) is not None and len(verb) > 2) or verb in _doubled()
    return f"{verb}{verb[-1]}ed" if doubles else f"{verb}ed"


def _stem(verb: str) -> str:
    return verb[:-2] if verb.endswith("ie") else verb[:-1] if verb.endswith(("e", "y")) else verb


@cache
def _irregular() -> Mapping[str, tuple[str, str]]:
    forms = {verb: forms.split() for verb, forms in shipped("inflection.yaml")["irregular"].items()}
    return {verb: (words[0], words[-1]) for verb, words in forms.items()}


@cache
def _by_past() -> Mapping[str, str]:
    return {forms[0]: verb for verb, forms in sorted(_irregular().items(), reverse=True)}


@cache
def _doubled() -> frozenset[str]:
    return frozenset(shipped("inflection.yaml")["doubled"].split())
