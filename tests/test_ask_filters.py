"""The filters of events let through what the page's filters would, tried on graphs made by rule: SQL against plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from kgraph import ask
from kgraph.ask import EventQuestion
from kgraph.index import Index
from kgraph.lexicon import entity_is_a
from kgraph.rdf.view import Happening, View
from tests.asking import asked
from tests.views import TYPES, many

_FACTS = ("happened", "did-not-happen", "disputed", "planned")


@pytest.fixture(scope="module")
def view() -> View:
    """A graph with events of all confidences, some of them in months or with an open end."""
    chance = random.Random(5)
    made = many(25, 300, seed=5)
    return replace(made, happenings={iri: _varied(event, chance) for iri, event in made.happenings.items()})


def _varied(event: Happening, chance: random.Random) -> Happening:
    odd = chance.random()
    event = replace(event, confidence=round(chance.random(), 2))
    if odd < 0.1:
        return replace(event, begin="2024-03-01", end="2024-03-31", precision="month", stated=True)
    if odd < 0.15:
        return replace(event, begin="2024-02-10", end="", stated=True)
    return replace(event, begin="", end="2024-03-05", stated=False) if odd < 0.2 else event


@pytest.fixture(scope="module")
def index(view: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with asked(tmp_path_factory.mktemp("filters"), view) as found:
        yield found


def passes(event: Happening, view: View, question: EventQuestion) -> bool:
    """What kgraph/data/explore/script/model/filters.mjs says, in other words."""
    kinds = {view.actors[iri].type for _, iri in event.roles}
    return (
        event.confidence >= question.at_least
        and (not question.type or event.type in question.type)
        and (not question.orientation or event.orientation in question.orientation)
        and (not question.factuality or event.factuality in question.factuality)
        and (not question.kind or any(entity_is_a(kind, above) for kind in kinds for above in question.kind))
        and (not question.article or bool({told.article for told in event.tellings} & set(question.article)))
        and all(
            any(iri == actor and (not question.role or role in question.role) for role, iri in event.roles)
            for actor in question.actor
        )
        and lies_within(event, question)
    )


def lies_within(event: Happening, question: EventQuestion) -> bool:
    """Whether the time of an event lies between the days that are asked for."""
    if not (question.since or question.until):
        return event.stated or question.undated is not False
    if not event.stated:
        return bool(question.undated)
    first, last = event.begin or event.end, event.end or event.begin
    return not (question.since and last < question.since) and not (question.until and first > question.until)


def drawn(view: View, seed: int) -> EventQuestion:
    """A filter made by rule, of which each part is there or not."""
    chance = random.Random(seed)

    def some(values: list[str], most: int) -> list[str]:
        return chance.sample(values, chance.randrange(1, most + 1)) if chance.random() < 0.35 else []

    question = {
        "type": some(sorted(TYPES), 5),
        "orientation": some(["cooperation", "conflict", "neutral"], 2),
        "factuality": some([*_FACTS], 3),
        "kind": some(["Person", "Country", "Organization", "Place"], 2),
        "article": some(sorted(view.sources), 8),
        "actor": some(sorted(view.actors)[:10], 1),
        "role": some(["agent", "patient"], 1),
        "since": chance.choice(["", "", "2024-02-15", "2024-03-10"]),
        "until": chance.choice(["", "", "2024-03-20", "2024-05-01"]),
        "undated": chance.choice([None, True, False]),
        "at_least": chance.choice([0, 0.3, 0.85]),
        "limit": 500,
    }
    if not question["actor"]:
        question["role"] = []
    return msgspec.convert(question, EventQuestion)


@pytest.mark.parametrize("seed", range(60))
def test_sql_and_plain_python_let_the_same_events_through(index: Index, view: View, seed: int) -> None:
    question = drawn(view, seed)
    expected = {iri for iri, event in view.happenings.items() if passes(event, view, question)}
    found = ask.events(index, question)
    assert {one.iri for one in found.items} == expected
    assert found.total == len(expected)


def test_most_of_the_filters_tried_let_something_through_and_keep_something_back(index: Index, view: View) -> None:
    totals = [ask.events(index, drawn(view, seed)).total for seed in range(60)]
    assert sum(0 < total < len(view.happenings) for total in totals) > 30
