"""Articles: those of a publisher, of some days or about somebody, and one with what it reports and whom it mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sqlite3 import Row
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Citation, EventRef, Named, Paged
from kgraph.ask.filters import Day, Entity, Names, Sure, published
from kgraph.ask.names import article_number, entity_number
from kgraph.ask.paging import USUAL, Cursor, Limit, Order
from kgraph.ask.reading import REPORT, REPORTS, citation_of, named_of, reference_of, strings
from kgraph.ask.rows import Clause, Query, among, page, prefixed
from kgraph.index import Index
from kgraph.model import SHOWN_CONFIDENCE

_ORDERS = {
    "newest": Order(("article.published", "article.iri"), falling=True),
    "oldest": Order(("article.undated", "article.published", "article.iri")),
    "headline": Order(("article.headline", "article.iri")),
}
# Not all columns: the last one is the whole text.
_COLUMNS = (
    "n, iri, headline, published, publisher, url, authors, file, "
    "(SELECT count(*) FROM report WHERE report.article = article.n) AS reports"
)


class ArticleQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which articles are asked for, in which order, a page at a time."""

    publisher: Annotated[Names, Meta(description="Publishers, one of them.")] = ()
    since: Annotated[Day, Meta(description="The first day of publication, as 2024-03-12, 2024-03 or 2024.")] = ""
    until: Annotated[Day, Meta(description="The last day of publication, as 2024-03-12, 2024-03 or 2024.")] = ""
    mentions: Annotated[Names, Meta(description=f"Whom they mention, all of them: {Entity}.")] = ()
    words: Annotated[str, Meta(max_length=200, description="Words of the headline, all of them.")] = ""
    order: Annotated[Literal["newest", "oldest", "headline"], Meta(description="Newest or oldest first, or by headline.")] = (
        "newest"
    )
    limit: Limit = USUAL
    cursor: Cursor = ""


class OneArticle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of an article is shown."""

    at_least: Annotated[Sure, Meta(description="The least confidence of the events that it reports; 0 shows all.")] = (
        SHOWN_CONFIDENCE
    )
    text: Annotated[bool, Meta(description="Whether the whole text is shown, to which all offsets refer.")] = False


class Article(msgspec.Struct, frozen=True):
    """An article."""

    iri: str
    headline: str
    published: Annotated[str, Meta(description="The day, or the time of the day, of publication.")]
    publisher: str
    url: str
    authors: tuple[str, ...]
    file: Annotated[str, Meta(description="The name of the file that it was found in.")]
    reports: Annotated[int, Meta(description="How many reports it has, whatever their confidence.")]


class Told(msgspec.Struct, frozen=True):
    """A report of an article, with the event that it tells of."""

    citation: Citation
    event: EventRef


class Mention(msgspec.Struct, frozen=True):
    """Where the article mentions whom; offsets as in a citation."""

    start: int
    end: int
    entity: Annotated[str, Meta(description="Its IRI; the name is in ``entities``.")]


class ArticleDetail(msgspec.Struct, frozen=True):
    """An article with what it reports and whom it mentions, in the order of its text."""

    article: Article
    reports: tuple[Told, ...]
    entities: Annotated[tuple[Named, ...], Meta(description="Everybody and everything mentioned, once.")]
    mentions: tuple[Mention, ...]
    text: Annotated[str, Meta(description='The text, if it is asked for; else "".')] = ""


_USUAL = OneArticle()


def articles(index: Index, asked: ArticleQuestion) -> Paged[Article]:
    """Articles that are what is asked for."""
    part = page(index, Query(_COLUMNS, "article", tuple(_clauses(index, asked))), _ORDERS[asked.order], asked.limit, asked.cursor)
    return Paged(tuple(map(_article, part.rows)), part.total, part.cursor)


def article(index: Index, given: str, asked: OneArticle = _USUAL) -> ArticleDetail:
    """An article by its IRI, with the reports of events that have this confidence. Raises UnknownArticle."""
    number = article_number(index, given)
    found = index.row(f"SELECT {_COLUMNS} FROM article WHERE n = ?", (number,))
    assert found is not None
    mentioned = _mentioned(index, number)
    entities = {one["iri"]: named_of(one) for one in mentioned}
    return ArticleDetail(
        article=_article(found),
        reports=_told(index, number, asked.at_least),
        entities=tuple(entities.values()),
        mentions=tuple(Mention(one["begin"], one["end"], one["iri"]) for one in mentioned),
        text=index.value("SELECT text FROM article WHERE n = ?", (number,)) if asked.text else "",
    )


def _clauses(index: Index, asked: ArticleQuestion) -> Iterator[Clause]:
    if asked.publisher:
        yield among("article.publisher", asked.publisher)
    yield from published(asked.since, asked.until)
    for one in asked.mentions:
        yield Clause("article.n IN (SELECT article FROM mention WHERE entity = ?)", (entity_number(index, one),))
    for word in asked.words.split():
        yield Clause("instr(lower(article.headline), lower(?))", (word,))


def _article(found: Row) -> Article:
    return Article(
        iri=found["iri"],
        headline=found["headline"],
        published=found["published"],
        publisher=found["publisher"],
        url=found["url"],
        authors=strings(found["authors"]),
        file=found["file"],
        reports=found["reports"],
    )


def _told(index: Index, number: int, at_least: float) -> tuple[Told, ...]:
    found = index.rows(
        f"SELECT {REPORT}, {', '.join(prefixed('event', 'iri', 'label', 'type', 'factuality', 'begin'))} "
        f"FROM {REPORTS} JOIN event ON event.n = report.event WHERE report.article = ? AND event.confidence >= ? "
        "ORDER BY report.start, report.trigger_begin, report.iri",
        (number, at_least),
    )
    return tuple(Told(citation_of(one), reference_of(one, "event_")) for one in found)


def _mentioned(index: Index, number: int) -> Sequence[Row]:
    return index.rows(
        'SELECT begin, "end", iri, name, type FROM mention JOIN entity ON entity.n = mention.entity '
        'WHERE article = ? ORDER BY begin, "end", iri',
        (number,),
    )
