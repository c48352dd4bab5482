"""What an answer is made of: frozen, JSON as it stands, and each report with the characters of the article that it cites.

Texts are "" where nothing is known. Days are ISO 8601, and offsets count code points of the article's text, half-open.
"""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

T = TypeVar("T")
Factuality = Literal["happened", "did-not-happen", "disputed", "planned", "wanted", "possible", "conditional"]
"""What the reports of an event say together."""
Orientation = Literal["cooperation", "conflict", "neutral"]


class Paged(msgspec.Struct, Generic[T], frozen=True):
    """A page of a list."""

    items: tuple[T, ...]
    total: Annotated[int, Meta(description="How many there are on all pages together.")]
    cursor: Annotated[str, Meta(description='What asks for the next page; "" on the last one.')] = ""


class Named(msgspec.Struct, frozen=True):
    """An entity where it takes part in something."""

    iri: str
    name: str
    type: str


class Participant(msgspec.Struct, frozen=True):
    """Who or what has which role in an event."""

    role: str
    entity: Named


class ArticleRef(msgspec.Struct, frozen=True):
    """An article as a citation names it."""

    iri: str
    headline: str
    published: Annotated[str, Meta(description="The day, or the time of the day, of publication.")]
    publisher: str
    url: str


class Citation(msgspec.Struct, frozen=True):
    """A report: the sentence of an article that tells of an event."""

    iri: str
    article: ArticleRef
    quote: Annotated[str, Meta(description="The sentence.")]
    start: Annotated[int, Meta(description="Where the sentence begins in the article's text, in code points.")]
    end: int
    trigger_start: Annotated[int, Meta(description="Where the words that name the event begin in the article's text.")]
    trigger_end: int
    factuality: Annotated[Factuality, Meta(description="What this report says; other reports of the event may differ.")]
    future: Annotated[bool, Meta(description="Whether it lies ahead for the report.")]
    source: Annotated[str, Meta(description='Who says so, in words; "" for the article itself.')]
    cue: Annotated[str, Meta(description='The words that attribute it ("said").')]
    confidence: float
    speaker: Annotated[Named | None, Meta(description="The entity that says so, where there is one.")] = None


class Event(msgspec.Struct, frozen=True):
    """An event with its participants and the report that says it most plainly."""

    iri: str
    label: str
    type: str
    root: Annotated[str, Meta(description="The type at the top of the type's branch.")]
    code: Annotated[str, Meta(description="The PLOVER root.")]
    orientation: Orientation
    factuality: Factuality
    begin: Annotated[str, Meta(description="The first day.")]
    end: Annotated[str, Meta(description='The last day; "" where the end is open.')]
    precision: str
    stated: Annotated[bool, Meta(description="Whether a text states the time; else it is inferred from the day of an article.")]
    reports: int
    articles: int
    confidence: float
    participants: tuple[Participant, ...]
    citation: Citation | None = None


class EventRef(msgspec.Struct, frozen=True):
    """An event where something else refers to it."""

    iri: str
    label: str
    type: str
    factuality: Factuality
    begin: str


class Entity(msgspec.Struct, frozen=True):
    """An entity with its names."""

    iri: str
    name: str
    type: str
    named: Annotated[bool, Meta(description='Whether it has a name; else it is only described, as "the driver".')]
    names: Annotated[tuple[str, ...], Meta(description="All names, the first one included.")]
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-3.")]
    sector: str
    titles: tuple[str, ...]
    links: Annotated[tuple[str, ...], Meta(description="The same thing in other collections, such as Wikidata.")]
    mentions: int
    events: int
    confidence: float
