"""News agencies that articles credit (data/agencies.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kgraph.model import Article, BlockKind
from kgraph.shipped import shipped

_LINES = frozenset({BlockKind.BYLINE, BlockKind.DATELINE})
_PARTS = re.compile(r"[,;/()\[\]–—]|\s-\s?|\band\b")
_LAST = 60  # characters of a body's last line that credits: "© AFP"


def agency_of(article: Article) -> str:
    """The news agency that an article credits with its text, the first of its words for one; "" where it credits none.

    It does so as an author, as its publisher, in the dateline or in a byline.
    """
    known = _agencies()
    return next((known[words] for credit in _credits(article) if (words := credit.strip(" .|©\u00a0")) in known), "")


def _credits(article: Article) -> Iterator[str]:
    for line in (*article.authors, article.source, *_lines(article)):
        yield line
        for part in _PARTS.split(line):
            yield part
            yield part.removeprefix("Reporting by").rpartition(" via ")[2]


def _lines(article: Article) -> Iterator[str]:
    body = [block for block in article.blocks if block.kind is BlockKind.BODY]
    for block in article.blocks:
        if block.kind in _LINES:
            yield block.span.of(article.text)
    if body and len(last := body[-1].span.of(article.text).strip().rpartition("\n")[2]) <= _LAST:
        yield last


@cache
def _agencies() -> Mapping[str, str]:
    """The agencies by the forms of their names."""
    return {str(form): str(name) for name, forms in shipped("agencies.yaml").items() for form in forms}
