"""What news archives export: many documents in one text, each of which is an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kgraph.errors import KGraphError
from kgraph.ingest.article import NOTHING_KNOWN, Metadata, article, with_doubts
from kgraph.ingest.content import Content, Reading
from kgraph.ingest.dates import doubt, undecided
from kgraph.ingest.exports import bbc_monitoring, factiva, nexis, proquest
from kgraph.ingest.exports.documents import Document, Export, article_of
from kgraph.model import Article

EXPORTS: tuple[Export, ...] = (nexis.EXPORT, factiva.EXPORT, proquest.EXPORT, bbc_monitoring.EXPORT)
"""Every archive, in the order in which they are asked; what one refuses the next may take."""

_SIGNS = re.compile(
    r"(?im)^[ \t]*(?:length:\s*[\d,]+\s+words?\b|[\d,]+ words\s|WC[\s|]+[\d,]+ words\b|publication title:|full text:"
    r"|source:\s.{3,200}\bgmt\b)"
)
"""What some line of every export has; it costs an ordinary article nothing to be asked for it."""


def is_export(text: str) -> bool:
    """Whether the beginning of a text is that of an export, as far as it can be told in a moment."""
    return _SIGNS.search(text.replace("\xa0", " ")) is not None


def articles(
    text: str, content: Content, reading: Reading, known: Metadata = NOTHING_KNOWN, by_line: str = ""
) -> Iterator[Article | KGraphError]:
    """The articles of a text: of each document where it is an archive's export, else the one that the text is.

    ``known`` is what the file says of its one text; what an export's file says of itself is not about its documents. ``by_line``
    is the text in the lines of its pages, where the text itself has only its paragraphs.
    """
    lines = by_line or text
    found = _documents(lines) if is_export(lines) else None
    if found is None:
        found_one = article(
            text,
            content.name,
            content.origin,
            known=known,
            max_characters=reading.max_characters,
            day_first=reading.day_first,
        )
        yield from with_doubts(found_one, _doubts(found_one))
        return
    for number, document in enumerate(found, start=1):
        plain = replace(document, body=bbc_monitoring.without_marks(document.body))
        yield article_of(plain, number, content, reading)


def _doubts(item: Article | KGraphError) -> Iterator[str]:
    """What is said of an article whose text has a date that cannot be told."""
    if isinstance(item, Article) and item.published is None and (date := undecided(item.text)):
        yield f"the date {doubt(date)}"


def _documents(text: str) -> Iterable[Document] | None:
    lines = [line.strip() for line in text.replace("\xa0", " ").replace("\ufeff", "").splitlines()]
    return next((found for export in EXPORTS if (found := export.documents(lines)) is not None), None)
