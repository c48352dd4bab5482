"""The word lists of data/furniture.yaml, and small questions about the words of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kgraph.shipped import shipped

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_CLOSERS = "\"'”’»)]}"
_QUOTES = "\"'“”‘’«„`"
CLOSING_QUOTES = "\"'”’»"
_QUOTED = re.compile(r"“([^“”\"]*)”|\"([^“”\"]*)\"|«([^«»]*)»|„([^„“”]*)[“”]|(?<!\w)[‘']([^‘“”\"]*)[’'](?!\w)")


def lists() -> Mapping[str, Any]:
    """What data/furniture.yaml holds."""
    return shipped("furniture.yaml")


@cache
def word_set(*path: str) -> frozenset[str]:
    """A list of data/furniture.yaml in lower case, by the keys that lead to it."""
    found: Any = lists()
    for key in path:
        found = found[key]
    return frozenset(str(word).lower() for word in found)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, with any white space between their parts.

    ASCII where case is ignored: else "Auguſt" would be read as a month, and no list has its lower case.
    """
    spelled = (r"(?u:\s+)".join(map(re.escape, word.split())) for word in sorted(words, key=lambda word: (-len(word), word)))
    return f"(?a:{'|'.join(spelled)})"


def words(line: str) -> list[str]:
    """The words of a line without its punctuation."""
    return _WORD.findall(line)


def squeezed(line: str) -> str:
    """The line with single spaces for all its white space."""
    return " ".join(line.split())


def ends_sentence(line: str) -> bool:
    """Whether the line has final punctuation, perhaps inside a quotation mark or bracket."""
    bare = line.rstrip().rstrip(_CLOSERS)
    return bare.endswith((".", "!", "?", "…", "。")) or line.rstrip().endswith("''")


def begins_quotation(line: str) -> bool:
    """Whether the line opens with a quotation mark."""
    return line.lstrip()[:1] in _QUOTES if line.strip() else False


def without_quotes(line: str) -> str:
    """The line without the quotation marks that stand in pairs."""
    return _QUOTED.sub(lambda match: match[match.lastindex or 0], line)


def is_title_case(line: str) -> bool:
    """Whether every word that is not a small one has a capital or is a number."""
    large = [word for word in words(line) if word.lower() not in word_set("small_words")]
    return bool(large) and all(not word[0].islower() for word in large)


def is_name(line: str) -> bool:
    """Whether the line could be a person's name: two to five words with capitals, particles aside."""
    parts = line.replace(",", " ").split()
    large = [part for part in parts if part.lower() not in word_set("name_particles")]
    return 2 <= len(parts) <= 5 and len(large) >= 2 and all(_is_name_word(part) for part in large)


def _is_name_word(part: str) -> bool:
    bare = part.strip(".").replace("’", "'").replace("-", "").replace("'", "").replace(".", "")
    return bare.isalpha() and part[0].isupper()
