"""Article from a text and what its source says about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kgraph.errors import BadField, EmptyArticle, KGraphError, NoArticleInPage, NotEnglish, TooLong
from kgraph.ingest.addresses import appeared
from kgraph.ingest.english import other_language
from kgraph.ingest.furniture import Furniture, classify
from kgraph.ingest.notices import stands_for_article
from kgraph.ingest.rewritten import day_of_rewriting
from kgraph.ingest.words import squeezed
from kgraph.invisible import Sight, visible
from kgraph.model import Article, Block, BlockKind, Interval, Post, Span, file_of

MAX_CHARACTERS = 200_000
"""The longest article that is read: a third of a novel, for which extraction takes 1 GB and 20 seconds."""


_NO_PROSE = "not English: it has hardly any of the small words (the, of, and) that English sentences have"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a record or page says about its text apart from it.

    ``appeared``: the month or the year of a date that states no day. ``marked``: what mark-up says of the paragraph at an offset.
    ``posts``: the day of the part of a live blog that begins at an offset; None where nobody knows which of several days that is.
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
    posts: Mapping[int, date | None] = field(default_factory=dict)


NOTHING_KNOWN = Metadata()


def article_id(
    text: str,
    title: str,
    source: str,
    url: str,
    authors: Iterable[str],
    published: date | datetime | None,
    modified: date | datetime | None = None,
    posts: Iterable[Post] = (),
) -> str:
    """Sixteen hexadecimal digits that depend on the content alone: the start of a SHA-256 over it as a JSON array."""
    content: list[object] = [text, title, source, url, list(authors), published.isoformat() if published is not None else None]
    content += [modified.isoformat()] if modified is not None else []
    content += [[post.span.start, post.span.end, post.day.isoformat() if post.day is not None else None] for post in posts]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode("ascii")).hexdigest()[:16]


def article(
    text: str,
    key: str,
    origin: str,
    *,
    known: Metadata = NOTHING_KNOWN,
    max_characters: int = MAX_CHARACTERS,
    day_first: bool | None = None,
) -> Article | KGraphError:
    """The article, or the reason why the text is none: empty, too long, in another language, or what a server sends in the place of one.

    What is known goes before what the text says of itself; ``day_first`` says what 03/04/2025 means there.
    """
    if len(text) > max_characters:
        return TooLong(f"{len(text):,} characters; at most {max_characters:,} are read (max_characters)", origin)
    sight = Sight(text)
    if not any(map(str.isalnum, sight.text)):
        return EmptyArticle("no text", origin)
    if notice := stands_for_article(sight.text, known.title):
        return NoArticleInPage(f"no article, but what a server sends in the place of one: {notice!r}", origin)
    if language := other_language(sight.text):
        return NotEnglish(_NO_PROSE if language == "unknown" else f"not English but {language}", origin)
    marked = {sight.seen(offset): kind for offset, kind in known.marked.items()}
    authors = map(visible, known.authors)
    found = classify(sight.text, title=visible(known.title), authors=authors, marked=marked, day_first=day_first)
    return _assembled(sight, text, key, origin, known, found)


def with_doubts(item: Article | KGraphError, doubts: Iterable[str]) -> Iterator[Article | KGraphError]:
    """An article after a warning for each thing beside its text that is left out; anything else alone."""
    if isinstance(item, Article):
        yield from (BadField(f"{doubt}; it is left out", item.origin) for doubt in doubts)
    yield item


def _assembled(sight: Sight, text: str, key: str, origin: str, known: Metadata, found: Furniture) -> Article:
    title = _cleaned(known.title) or found.title
    source = _cleaned(known.source) or found.source
    url = known.url.strip() or found.url
    authors = tuple(filter(None, map(_cleaned, known.authors))) or found.authors
    published = known.published if known.published is not None else found.published
    modified = known.modified if known.modified is not None else found.modified
    posts = tuple(_posts(known.posts, len(text)))
    return Article(
        id=article_id(text, title, source, url, authors, published, modified, posts),
        text=text,
        blocks=tuple(Block(block.kind, sight.span_as_read(block.span)) for block in found.blocks),
        key=key,
        origin=origin,
        title=title,
        source=source,
        url=url,
        authors=authors,
        published=published,
        place=found.place,
        categories=tuple(filter(None, map(_cleaned, known.categories))) or found.categories,
        appeared=known.appeared or appeared(url, key, file_of(origin)) if published is None else None,
        modified=modified,
        rewritten=day_of_rewriting(sight.text, found.blocks, published, modified),
        posts=posts,
    )


def _cleaned(name: str) -> str:
    return squeezed(visible(name))


def _posts(begins: Mapping[int, date | None], length: int) -> Iterator[Post]:
    """The posts, from where each begins to where the next does; neighbours of one day are one."""
    runs: list[tuple[int, date | None]] = []
    for offset in sorted(begins):
        if not runs or runs[-1][1] != begins[offset]:
            runs.append((offset, begins[offset]))
    ends = [*(start for start, _ in runs[1:]), length]
    for (start, day), end in zip(runs, ends, strict=False):
        if start < end:
            yield Post(Span(start, end), day)
