"""What a build holds, in numbers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from kgraph.index import Index
from kgraph.model import SHOWN_CONFIDENCE


class About(msgspec.Struct, frozen=True):
    """A build."""

    graph: Annotated[str, Meta(description="What the graph is called; it changes whenever the graph does.")]
    base: Annotated[str, Meta(description="What the IRIs of its articles, entities and events begin with.")]
    articles: int
    entities: int
    events: int
    shown: Annotated[int, Meta(description="How many of the events are shown unless others are asked for.")]
    at_least: Annotated[float, Meta(description="The confidence that those have.")]
    first: Annotated[str, Meta(description='When the first article was published; "" if no day is known.')]
    last: str


def about(index: Index) -> About:
    """What the graph is called, and how many articles, entities and events it has."""
    days = index.row(
        "SELECT ifnull(min(published), '') AS first, ifnull(max(published), '') AS last FROM article WHERE published != ''"
    )
    assert days is not None
    return About(
        graph=index.graph,
        base=index.base,
        articles=index.value("SELECT count(*) FROM article"),
        entities=index.value("SELECT count(*) FROM entity"),
        events=index.value("SELECT count(*) FROM event"),
        shown=index.value("SELECT count(*) FROM event WHERE confidence >= ?", (SHOWN_CONFIDENCE,)),
        at_least=SHOWN_CONFIDENCE,
        first=days["first"],
        last=days["last"],
    )
