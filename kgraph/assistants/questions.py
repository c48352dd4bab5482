"""What each tool can be asked. The documentation of a question is what an assistant reads about its tool."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from kgraph.ask.answers import Factuality
from kgraph.ask.disagreements import Matter
from kgraph.ask.filters import Day, Entity, Sure
from kgraph.ask.search import Group
from kgraph.ask.timeline import Direction
from kgraph.model import SHOWN_CONFIDENCE

MOST = 50
"""The most items of a page."""
USUAL = 10
Named = Annotated[str, Meta(max_length=300)]
Limit = Annotated[int, Meta(ge=1, le=MOST, description="How many items the answer has at most.")]
Cursor = Annotated[
    str, Meta(max_length=4000, description='"cursor" of the last answer, for the items that follow; "" for the first ones.')
]
Types = Annotated[
    tuple[Annotated[str, Meta(max_length=100)], ...],
    Meta(max_length=30, description="Types of events, each with the types below it, such as Meeting, Attack or Statement."),
]
Facts = Annotated[
    tuple[Factuality, ...],
    Meta(
        description="What the reports of an event say together: whether it happened, is planned, is disputed and so on. All, if empty."
    ),
]
AtLeast = Annotated[Sure, Meta(description="The least confidence that kgraph has read the event rightly; 0 shows everything.")]
Since = Annotated[Day, Meta(description="The first day, as 2024-03-12, 2024-03 or 2024.")]
Until = Annotated[Day, Meta(description="The last day, as 2024-03-12, 2024-03 or 2024.")]


class _Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    limit: Limit = USUAL
    cursor: Cursor = ""


class DescribeGraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Says what the graph holds: how many articles of which days, entities and events, and the types that other tools take."""


class Search(_Listed, frozen=True, kw_only=True):
    """Searches the words of the articles: events by their labels and sentences, entities by their names, articles by headline and text.

    The best come first, events with the sentences that have the words. Use it when a question has words and no name; find_entities and
    list_events are more exact for names.
    """

    words: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            description='Words, which must all be there in any of their forms; "a phrase", a beginning*, and -without.',
        ),
    ]
    group: Annotated[
        tuple[Group, ...],
        Meta(
            max_length=3, description="Whether events, entities or articles are looked for; else all three. A cursor needs one."
        ),
    ] = ()
    type: Annotated[
        tuple[Annotated[str, Meta(max_length=100)], ...],
        Meta(max_length=30, description="Types of events or of entities, each with the types below it."),
    ] = ()
    factuality: Facts = ()
    since: Since = ""
    until: Until = ""
    at_least: AtLeast = SHOWN_CONFIDENCE


class FindEntities(_Listed, frozen=True, kw_only=True):
    """Finds people, organisations, places and other entities by a name or the beginning of one, those in most events first.

    Use it to see which entities a name could mean before asking about one of them by its IRI.
    """

    name: Annotated[
        str, Meta(min_length=1, max_length=300, description="The beginning of one of its names, whatever its capitals.")
    ]
    type: Annotated[
        tuple[Annotated[str, Meta(max_length=100)], ...],
        Meta(
            max_length=30, description="Types of entities, each with the types below it, such as Person, Organization or Place."
        ),
    ] = ()


class LookUpEntity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shows one entity: its names, type, country, titles and identifiers elsewhere, and its first events, each with a citation.

    list_events lists all its events.
    """

    entity: Annotated[str, Meta(min_length=1, max_length=300, description=f"Which entity: {Entity}.")]
    at_least: AtLeast = SHOWN_CONFIDENCE
    limit: Limit = USUAL


class ListEvents(_Listed, frozen=True, kw_only=True):
    """Lists events: all of them, those of one actor, or those between two actors. Each has the sentence of an article that reports it.

    "factuality" says whether an event happened, is planned, is disputed and so on; an event that is planned or disputed must not be told
    as a fact. Read quote_event for all reports of one event.
    """

    actor: Annotated[Named, Meta(description=f"Who takes part: {Entity}. Everybody, if empty.")] = ""
    other: Annotated[Named, Meta(description=f"The other side, for events between two: {Entity}.")] = ""
    direction: Annotated[
        Direction,
        Meta(description='Between two: "from" what the actor does to the other, "to" what the other does to the actor.'),
    ] = "either"
    type: Types = ()
    factuality: Facts = ()
    since: Since = ""
    until: Until = ""
    publisher: Annotated[tuple[Named, ...], Meta(max_length=30, description="Publishers of which one reports it.")] = ()
    words: Annotated[str, Meta(max_length=200, description="Words that a sentence about it has, all of them.")] = ""
    least_articles: Annotated[int, Meta(ge=1, le=1000, description="How many articles report it at least.")] = 1
    at_least: AtLeast = SHOWN_CONFIDENCE
    order: Annotated[Literal["time", "newest"], Meta(description="By time (the undated last), or newest first.")] = "time"


class QuoteEvent(_Listed, frozen=True, kw_only=True):
    """Shows one event with all its reports: article, publisher, day, URL, the sentence, and where it stands in the article's text.

    Offsets count characters (code points) of the article's text from 0. Each report has a factuality and a confidence of its own; "source"
    says whose words it gives.
    """

    event: Annotated[str, Meta(min_length=1, max_length=300, description="The IRI of the event, as other tools give it.")]


class ListDisagreements(_Listed, frozen=True, kw_only=True):
    """Lists events on which articles or their sources disagree, with what each side says and the sentences in which it says so.

    Which side is right stays open: the graph does not decide, and neither should an answer that is made of it.
    """

    on: Annotated[
        Matter, Meta(description='"whether" it happened, "figures" of how many were killed or hurt, or on which "days" it was.')
    ] = "whether"
    actor: Annotated[Named, Meta(description=f"Who takes part in the event: {Entity}. Everybody, if empty.")] = ""
    type: Types = ()
    since: Since = ""
    until: Until = ""
    at_least: AtLeast = SHOWN_CONFIDENCE


class WhoSaysWhat(_Listed, frozen=True, kw_only=True):
    """Lists what people and bodies say about whom: each statement with its speaker, the event it is about, and reports that contradict it.

    These are claims of their speakers and not facts.
    """

    speaker: Annotated[Named, Meta(description=f"Who says so: {Entity}.")] = ""
    said_by: Annotated[Named, Meta(description='Words that describe who says so, where it has no name, such as "officials".')] = (
        ""
    )
    about: Annotated[Named, Meta(description=f"Who takes part in what is said: {Entity}.")] = ""
    stance: Annotated[Literal["", "claims", "denies"], Meta(description="Only what is claimed, or only what is denied.")] = ""
    contested: Annotated[bool, Meta(description="Only statements that another report contradicts.")] = False
    type: Types = ()
    since: Since = ""
    until: Until = ""
    at_least: AtLeast = SHOWN_CONFIDENCE
    order: Annotated[Literal["newest", "oldest"], Meta(description="By the day of the article.")] = "newest"


class FindPath(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Finds how two entities are connected: the shortest chain of events between them, each step with the sentences that report it."""

    source: Annotated[str, Meta(min_length=1, max_length=300, description=f"Where the chain begins: {Entity}.")]
    target: Annotated[str, Meta(min_length=1, max_length=300, description=f"Where it ends: {Entity}.")]
    steps: Annotated[int, Meta(ge=1, le=8, description="How many steps it has at most.")] = 6
    factuality: Facts = ("happened",)
    since: Since = ""
    until: Until = ""
    at_least: AtLeast = SHOWN_CONFIDENCE


S = TypeVar("S", bound=_Listed)


def smaller(asked: S) -> S | None:
    """The same question for a page of half the length; None for a page of one item."""
    return msgspec.structs.replace(asked, limit=asked.limit // 2) if asked.limit > 1 else None
