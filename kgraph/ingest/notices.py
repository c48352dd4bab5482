"""What a server sends in the place of an article: that there is no such page, that scripts are needed, that robots are not welcome."""

from __future__ import annotations

import re
from functools import cache

from kgraph.ingest.words import lists, squeezed, words

_MOST_WORDS = 150  # of such a notice; a longer text is an article, even one about such notices
_LONGEST = 100  # characters of the line that is quoted


def stands_for_article(text: str, title: str = "") -> str:
    """The line that tells that a text is no article; "" for an article."""
    if len(text) > 20 * _MOST_WORDS or len(words(text)) > _MOST_WORDS:
        return ""
    titles, sentences = _patterns()
    lines = [squeezed(line) for line in (title, *text.splitlines()) if line.strip()]
    first = next((line for line in lines[:2] if titles.fullmatch(line.rstrip(" .!…"))), "")
    return (first or next((line for line in lines if sentences.search(line)), ""))[:_LONGEST]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    found = lists()["no_article"]
    titles = (rf"(?:{title})(?:\s[|–—-]\s.{{1,80}})?" for title in found["titles"])
    return re.compile("|".join(titles), re.IGNORECASE), re.compile("|".join(found["contains"]), re.IGNORECASE)
