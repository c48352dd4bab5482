"""Whether a text is English, by its function words: enough to refuse what the language model cannot read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from kgraph.shipped import shipped

_FEWEST_WORDS = 20  # shorter texts are never refused
_FEWEST_LETTERS = 40  # of a script that does not part its words
_FEWEST_DIFFERENT = 5  # function words of another language
_SAMPLE = 40_000  # characters; more changes no verdict
_LOW = 0.08  # English news has a quarter to a half of function words; tables of names have fewer
_WORD = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str | None:
    """The name of the language or script that a text is in, "unknown" where none fits, or None for English.

    Short texts and lists of names count as English: None.
    """
    found = _WORD.findall(text[:_SAMPLE])
    letters = sum(map(len, found))
    if letters >= _FEWEST_LETTERS and (script := _script(found, letters)):
        return script
    if len(found) <= _FEWEST_WORDS:
        return None
    return _by_words(found)


def _by_words(found: list[str]) -> str | None:
    english, others = _profiles()
    lower = [word.lower() for word in found]
    share = sum(word in english for word in lower) / len(lower)
    name, best = max(((name, _share(lower, listed)) for name, listed in others.items()), key=lambda scored: scored[1])
    if best > 0.1 and best > 1.2 * share:
        return name
    capitals = sum(word[0].isupper() for word in found) / len(found)
    return "unknown" if share < _LOW and capitals < 0.5 and len(found) > 2 * _FEWEST_WORDS else None


def _share(lower: list[str], listed: frozenset[str]) -> float:
    """The share of words that are listed; 0 for fewer than five different ones, as in names ("de la", "von der")."""
    hits = [word for word in lower if word in listed]
    return len(hits) / len(lower) if len(set(hits)) >= _FEWEST_DIFFERENT else 0.0


def _script(found: list[str], letters: int) -> str | None:
    foreign = [letter for word in found for letter in word if letter > "\u024f" and not "\u1e00" <= letter <= "\u1eff"]
    if len(foreign) <= letters / 2:
        return None
    return unicodedata.name(foreign[0], "unknown").split()[0].lower()


@cache
def _profiles() -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    raw = shipped("languages.yaml")
    english = frozenset(raw["english"].split())
    return english, {name: frozenset(listed.split()) - english for name, listed in raw["others"].items()}
