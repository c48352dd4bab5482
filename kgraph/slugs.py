"""Names as parts of identifiers."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SLUG_LENGTH = 60


@lru_cache(maxsize=1 << 16)
def slug(words: str) -> str:
    """Lower-case letters and digits of any script, with hyphens between the words; at most SLUG_LENGTH characters."""
    composed = _hyphenated(words[: SLUG_LENGTH * 10])
    if len(composed) <= SLUG_LENGTH:
        return composed
    cut = composed[:SLUG_LENGTH]
    whole_words = cut if composed[SLUG_LENGTH] == "-" else cut.rpartition("-")[0]
    return (whole_words or cut).rstrip("-")


def _hyphenated(words: str) -> str:
    if words.isascii():
        return "-".join(words.lower().translate(_ASCII).split())
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    return unicodedata.normalize("NFC", "-".join(kept.split()))


# What becomes of each ASCII character: the same as of any other, without a look into the tables of Unicode.
_ASCII = {code: None if chr(code) == "'" else chr(code) if chr(code).isalnum() else " " for code in range(128)}
