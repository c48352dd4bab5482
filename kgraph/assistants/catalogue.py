"""All tools that answer from the index, in the order in which clients list them."""

from __future__ import annotations

from typing import Any

import msgspec

from kgraph.ask.answers import Entity, Event, Paged
from kgraph.ask.disagreements import Disagreement
from kgraph.ask.entities import EntityDetail
from kgraph.ask.paths import Way
from kgraph.ask.search import Found
from kgraph.ask.statements import Statement
from kgraph.assistants import asking, questions, readable
from kgraph.assistants.asking import Description, QuotedEvent
from kgraph.assistants.questions import smaller
from kgraph.assistants.tools import Tool


def tools() -> tuple[Tool[Any, Any], ...]:
    """The tools."""
    return (
        Tool(
            "describe_graph",
            "Describe the graph",
            questions.DescribeGraph,
            Description,
            asking.describe_graph,
            readable.description,
        ),
        Tool("search", "Search for words", questions.Search, Found, asking.search_words, readable.what_was_found, smaller),
        Tool(
            "find_entities",
            "Find entities by name",
            questions.FindEntities,
            Paged[Entity],
            asking.find_entities,
            readable.entity_page,
            smaller,
        ),
        Tool(
            "look_up_entity",
            "Look up an entity",
            questions.LookUpEntity,
            EntityDetail,
            asking.look_up_entity,
            readable.entity_detail,
            _fewer,
        ),
        Tool(
            "list_events",
            "List events of an actor, or between two",
            questions.ListEvents,
            Paged[Event],
            asking.list_events,
            readable.event_page,
            smaller,
        ),
        Tool(
            "quote_event",
            "Quote the reports of an event",
            questions.QuoteEvent,
            QuotedEvent,
            asking.quote_event,
            readable.quoted_event,
            smaller,
        ),
        Tool(
            "list_disagreements",
            "List what sources disagree on",
            questions.ListDisagreements,
            Paged[Disagreement],
            asking.list_disagreements,
            readable.disagreement_page,
            smaller,
        ),
        Tool(
            "who_says_what",
            "List who says what about whom",
            questions.WhoSaysWhat,
            Paged[Statement],
            asking.who_says_what,
            readable.statement_page,
            smaller,
        ),
        Tool("find_path", "Find a path between two entities", questions.FindPath, Way, asking.find_path, readable.path_found),
    )


def _fewer(asked: questions.LookUpEntity) -> questions.LookUpEntity | None:
    return msgspec.structs.replace(asked, limit=asked.limit // 2) if asked.limit > 1 else None
