"""What somebody types into a search box, as an expression of the full-text index. Nothing that is typed is a mistake.

Words must all be there, in any order and any of their forms. "Quotation marks" make a phrase, a star at the end (``elect*``) stands for any
ending, and a minus in front (``-football``) excludes. Whatever else stands there is words, or nothing where it has no letter and no digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MOST = 40
"""How many words and phrases are looked for; those behind them are not."""
SHORTEST = 3
"""The letters that a beginning has at least; a shorter one is a word as it stands."""
_QUOTES = str.maketrans("“”„‟«»", '""""""')
_TERM = re.compile(r'(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*)?')


class Term(NamedTuple):
    """A word or a phrase; whether it stands for all that begins so, and whether it must not be there."""

    text: str
    is_prefix: bool = False
    is_excluded: bool = False

    @property
    def expression(self) -> str:
        """The term as the full-text index reads it: everything in quotation marks is words there."""
        return f'"{self.text}"{"*" if self.is_prefix else ""}'


def terms(words: str) -> list[Term]:
    """What is looked for."""
    return list(_terms(words.translate(_QUOTES).replace("\0", " ")))[:MOST]


def expression(found: Iterable[Term]) -> str:
    """What the full-text index is asked; "" where nothing is looked for, or only what must not be there."""
    found = list(found)
    wanted = " AND ".join(term.expression for term in found if not term.is_excluded)
    excluded = " OR ".join(term.expression for term in found if term.is_excluded)
    return f"(({wanted}) NOT ({excluded}))" if wanted and excluded else wanted and f"({wanted})"


def _terms(words: str) -> Iterator[Term]:
    for match in _TERM.finditer(words):
        text = match["phrase"] if match["phrase"] is not None else match["word"]
        is_prefix = bool(match["star"]) or text.endswith("*")
        if any(character.isalnum() for character in text):
            text = text.rstrip("*")
            yield Term(text, is_prefix and len(text) >= SHORTEST, match["no"] is not None)
