"""Articles that no rule is ever written on: of each source about 30 in 100, chosen by a hash of what the source calls the article."""

from __future__ import annotations

import hashlib

PER_CENT = 30


def is_held_out(file: str, record: str) -> bool:
    """Whether an article is kept aside, by the name of its file and that of its record (empty for a file of one article).

    The name, not the article's content: it stays what it is when the program reads the file in another way.
    """
    digest = hashlib.sha256(f"{file}/{record}".encode()).hexdigest()
    return int(digest[:8], 16) % 100 < PER_CENT
