"""Questions cost what their answers cost: a page of a list is read from an index in its order, and does not grow with the graph.

What is counted are the instructions of SQLite and the steps of its plans, which are the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec
import pytest

from kgraph import ask
from kgraph.errors import SlowQuestion
from kgraph.index import Index, within, write
from tests.views import many

_STEP = 100  # instructions
Asking = Callable[[Index], msgspec.Struct]
LISTS: dict[str, Asking] = {
    "events, most reported": lambda index: ask.events(index, ask.EventQuestion()),
    "events, by time": lambda index: ask.events(index, ask.EventQuestion(order="time")),
    "events, newest": lambda index: ask.events(index, ask.EventQuestion(order="newest")),
    "events, surest": lambda index: ask.events(index, ask.EventQuestion(order="surest")),
    "disputed events": lambda index: ask.disagreements(index, ask.DisagreementQuestion()),
    "entities, most events": lambda index: ask.entities(index, ask.EntityQuestion()),
    "entities, by name": lambda index: ask.entities(index, ask.EntityQuestion(order="name")),
    "statements": lambda index: ask.statements(index, ask.StatementQuestion()),
    "articles": lambda index: ask.articles(index, ask.ArticleQuestion()),
    "articles, oldest": lambda index: ask.articles(index, ask.ArticleQuestion(order="oldest")),
    "articles, by headline": lambda index: ask.articles(index, ask.ArticleQuestion(order="headline")),
}
ONES: dict[str, Asking] = {
    "an entity": lambda index: ask.entity(index, _two(index)[0]),
    "an event": lambda index: ask.event(index, "00042"),
    "an article": lambda index: ask.article(index, "7"),
    "entities of a name": lambda index: ask.entities(index, ask.EntityQuestion(name="Rosa Whitcombe")),
    "entities of a beginning": lambda index: ask.entities(index, ask.EntityQuestion(prefix="Rosa Wh")),
    "events of two": lambda index: ask.timeline(index, _of_two(index)),
    "a path": lambda index: ask.path(index, _way(index)),
    "parts of an event": lambda index: ask.events(index, ask.EventQuestion(whole="00042")),
}


def _of_two(index: Index) -> ask.TimelineQuestion:
    first, second = _two(index)
    return msgspec.convert({"of": first, "with": second}, ask.TimelineQuestion)


def _way(index: Index) -> ask.PathQuestion:
    first, second = _two(index)
    return msgspec.convert({"from": first, "to": second}, ask.PathQuestion)


def _two(index: Index) -> tuple[str, str]:
    found = ask.event(index, "00042").event.participants
    return found[0].entity.iri, found[1].entity.iri


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Index]]:
    """A graph, and one of eight times as many events and actors; each with one connection, whose instructions can be counted."""
    folder = tmp_path_factory.mktemp("sizes")
    for name, events in (("small", 1000), ("large", 8000)):
        write(many(events // 2, events, events // 4), folder / name, graph=name, base="https://kgraph.example/")
    with Index(folder / "small", connections=1) as small, Index(folder / "large", connections=1) as large:
        yield small, large


def instructions(index: Index, asking: Asking) -> int:
    """How many instructions of SQLite a question takes that was asked before, so that its total is known."""
    asking(index)
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    with index.connection() as connection:
        connection.set_progress_handler(step, _STEP)
    asking(index)
    with index.connection() as connection:
        connection.set_progress_handler(None, 0)
    return count * _STEP


@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_a_list_takes_no_longer_in_a_larger_graph(indexes: tuple[Index, Index], name: str) -> None:
    small, large = (instructions(index, LISTS[name]) for index in indexes)
    assert large <= 2 * small + 10 * _STEP


@pytest.mark.parametrize("order", ["reported", "time", "newest", "surest"])
def test_a_late_page_takes_no_longer_than_the_first(indexes: tuple[Index, Index], order: str) -> None:
    index = indexes[1]

    def page(cursor: str) -> ask.Paged[ask.Event]:
        return ask.events(index, msgspec.convert({"order": order, "limit": 100, "cursor": cursor}, ask.EventQuestion))

    cursor = ""
    for _ in range(60):
        cursor = page(cursor).cursor
    first, late = instructions(index, lambda _: page("")), instructions(index, lambda _: page(cursor))
    assert late <= 1.2 * first + 10 * _STEP


Statement = tuple[str, tuple[object, ...]]


def statements(index: Index, asking: Asking, monkeypatch: pytest.MonkeyPatch) -> list[Statement]:
    """The statements that a question makes, with their values."""
    found: list[Statement] = []
    rows, row = index.rows, index.row

    def rows_noted(sql: str, values: tuple[object, ...] = ()) -> object:
        found.append((sql, values))
        return rows(sql, values)

    def row_noted(sql: str, values: tuple[object, ...] = ()) -> object:
        found.append((sql, values))
        return row(sql, values)

    with monkeypatch.context() as patch:
        patch.setattr(index, "rows", rows_noted)
        patch.setattr(index, "row", row_noted)
        asking(index)
    assert found
    return found


def plan(index: Index, statement: Statement) -> list[str]:
    """The steps in which SQLite runs a statement."""
    sql, values = statement
    return [step["detail"] for step in index.rows(f"EXPLAIN QUERY PLAN {sql}", values)]


@pytest.mark.parametrize("name", [*LISTS, *ONES])
def test_no_standard_question_goes_through_a_whole_table(
    indexes: tuple[Index, Index], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexes[0]
    made = statements(index, {**LISTS, **ONES}[name], monkeypatch)
    steps = [step for statement in made for step in plan(index, statement)]
    assert [step for step in steps if re.fullmatch(r"SCAN (event|report|article|entity|participant|mention|alias)", step)] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_is_sorted_to_show_its_first_page(
    indexes: tuple[Index, Index], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexes[0]
    listed = next(one for one in statements(index, LISTS[name], monkeypatch) if "_key0" in one[0])
    assert not [step for step in plan(index, listed) if "TEMP B-TREE" in step]


def test_a_question_that_takes_too_long_is_given_up_and_the_next_one_is_answered(indexes: tuple[Index, Index]) -> None:
    index = indexes[1]
    with within(0), pytest.raises(SlowQuestion):
        ask.dyads(index, ask.DyadQuestion(actor=("Orlan",)))
    assert ask.dyads(index, ask.DyadQuestion(actor=("Orlan",))).items


def test_a_question_that_finds_all_connections_busy_waits_no_longer_than_it_may(indexes: tuple[Index, Index]) -> None:
    index = indexes[0]
    with index.connection(), within(0.05), pytest.raises(SlowQuestion):
        ask.about(index)
