"""Article from a text and what its source says about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kgraph.errors import EmptyArticle, KGraphError, NotEnglish, TooLong
from kgraph.ingest.addresses import appeared
from kgraph.ingest.english import other_language
from kgraph.ingest.furniture import classify
from kgraph.ingest.words import squeezed
from kgraph.model import Article, BlockKind, Interval, file_of

MAX_CHARACTERS = 200_000
"""The longest article that is read: a third of a novel, for which extraction takes 1 GB and 20 seconds."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a record or page says about its text apart from it.

    ``appeared``: the month or the year of a date that states no day. ``marked``: what mark-up says of the paragraph at an offset.
    """

    title: str = ""
    source: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    published: date | datetime | None = None
    modified: date | datetime | None = None
    appeared: Interval | None = None
    categories: tuple[str, ...] = ()
    marked: Mapping[int, BlockKind] = field(default_factory=dict)


NOTHING_KNOWN = Metadata()


def article_id(
    text: str,
    title: str,
    source: str,
    url: str,
    authors: Iterable[str],
    published: date | datetime | None,
    modified: date | datetime | None = None,
) -> str:
    """Sixteen hexadecimal digits that depend on the content alone: the start of a SHA-256 over it as a JSON array."""
    content = [text, title, source, url, list(authors), published.isoformat() if published is not None else None]
    content += [modified.isoformat()] if modified is not None else []
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode("ascii")).hexdigest()[:16]


def article(
    text: str, key: str, origin: str, *, known: Metadata = NOTHING_KNOWN, max_characters: int = MAX_CHARACTERS
) -> Article | KGraphError:
    """The article, or the reason why the text is none: empty, too long, in another language.

    What is known goes before what the text says of itself.
    """
    if len(text) > max_characters:
        return TooLong(f"{len(text):,} characters; at most {max_characters:,} are read (max_characters)", origin)
    if not any(map(str.isalnum, text)):
        return EmptyArticle("no text", origin)
    if language := other_language(text):
        return NotEnglish(f"not English but {language}", origin)
    return _assembled(text, key, origin, known)


def _assembled(text: str, key: str, origin: str, known: Metadata) -> Article:
    found = classify(text, title=known.title, authors=known.authors, marked=known.marked)
    title = squeezed(known.title) or found.title
    source = squeezed(known.source) or found.source
    url = known.url.strip() or found.url
    authors = known.authors or found.authors
    published = known.published if known.published is not None else found.published
    return Article(
        id=article_id(text, title, source, url, authors, published, known.modified),
        text=text,
        blocks=found.blocks,
        key=key,
        origin=origin,
        title=title,
        source=source,
        url=url,
        authors=authors,
        published=published,
        place=found.place,
        categories=known.categories or found.categories,
        appeared=known.appeared or appeared(url, key, file_of(origin)) if published is None else None,
        modified=known.modified,
    )
