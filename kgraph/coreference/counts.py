"""How many the words for people or things say that there are: 14 of "at least 14 people", 3,000 of "three thousand homes"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from kgraph.language.trees import below
from kgraph.time import grammar

_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?")
_MOST = 1e15  # beyond it a float is not exact, and nothing that news counts is
_TIMES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_PEOPLE = frozenset({"people", "police", "personnel", "folk"})


def count_of(noun: Token) -> int | None:
    """The number that stands with a noun and fits it: "one man", "two men", but not "the 2004 telecast"; None for "dozens"."""
    number = next((child for child in noun.children if child.dep_ == "nummod" and child.i < noun.i), None)
    if number is None:
        return None
    if any(child.lower_ == "or" for child in number.children):
        return None
    words = [
        token.lower_
        for token in sorted(below(number), key=lambda word: word.i)
        if token.dep_ in ("compound", "nummod") and token.i <= number.i
    ]
    if number.lower_ in _TIMES and any(child.lower_ == "and" for child in number.children):  # two hundred and fifty
        words += [child.lower_ for child in number.children if child.dep_ == "conj"]
    found = _value(words)
    is_many = noun.tag_ in ("NNS", "NNPS") or noun.lower_ in _PEOPLE
    return found if found is not None and is_many == (found != 1) else None


def _value(words: Sequence[str]) -> int | None:
    """The number that words say: "two hundred", "1.5 million", "3,000".

    None where one of them is not a number, where there is none, and where it is more than anything that is counted.
    """
    total, part = 0.0, 0.0
    for word in words:
        if word in _TIMES:
            part = max(part, 1.0) * _TIMES[word]
            if _TIMES[word] >= 1_000:
                total, part = total + part, 0.0
            continue
        value = float(word.replace(",", "")) if _DIGITS.fullmatch(word) else grammar.value("number", word)
        if value is None:
            return None
        part += value
    found = total + part
    return int(found) if words and found < _MOST and found == int(found) else None
