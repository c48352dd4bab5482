"""Names as parts of identifiers."""

from __future__ import annotations

import unicodedata

SLUG_LENGTH = 60


def slug(words: str) -> str:
    """Lower-case letters and digits of any script, with hyphens between the words; at most SLUG_LENGTH characters."""
    plain = unicodedata.normalize("NFKD", words[: SLUG_LENGTH * 10]).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    composed = unicodedata.normalize("NFC", "-".join(kept.split()))
    if len(composed) <= SLUG_LENGTH:
        return composed
    cut = composed[:SLUG_LENGTH]
    whole_words = cut if composed[SLUG_LENGTH] == "-" else cut.rpartition("-")[0]
    return (whole_words or cut).rstrip("-")
