"""The page as a file has a bounded size whatever the graph: the most certain and most reported events come first."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.cli import main
from kgraph.explore import contents, explore
from kgraph.explore.selection import part_for, part_of, surest_first
from kgraph.rdf.view import View
from tests.serving import write_articles
from tests.test_explore import data_of
from tests.views import actor, happening, many, source, telling, view_of

MEGABYTE = 1_000_000
ROOM = 400_000
"""Bytes of data, less than the sample below takes."""


def with_texts(view: View, letters: int) -> View:
    """The same view, whose articles have texts of so many letters."""
    return replace(view, sources={iri: replace(one, text="It rained. " * (letters // 11)) for iri, one in view.sources.items()})


@pytest.fixture(scope="module")
def large() -> View:
    return with_texts(many(900, 6000, 120), 8_000)


@pytest.fixture(scope="module")
def bounded(large: View) -> str:
    return contents(large, 2)["explore.html"].decode()


def told_by(*articles: int, confidence: float = 1.0, name: str = "1") -> object:
    tellings = tuple(telling(source(number).iri) for number in articles)
    return replace(happening(name, "Meeting", [("agent", actor("Ann"))], tellings=tellings), confidence=confidence)


# what comes first


def test_what_more_articles_report_comes_first() -> None:
    events = [told_by(1, name="one"), told_by(1, 2, name="two"), told_by(1, 1, 1, name="one, three times")]
    assert [event.iri.rpartition("/")[2] for event in surest_first(events)] == ["two", "one, three times", "one"]  # type: ignore[arg-type]


def test_what_the_page_shows_by_default_comes_before_what_is_less_sure() -> None:
    events = [told_by(1, 2, 3, confidence=0.7, name="doubtful"), told_by(1, confidence=0.9, name="sure")]
    assert [event.iri.rpartition("/")[2] for event in surest_first(events)] == ["sure", "doubtful"]  # type: ignore[arg-type]


def test_a_part_has_all_that_belongs_to_its_events(large: View) -> None:
    first = surest_first(large.happenings.values())[:10]
    part = part_of(large, {event.iri for event in first})
    assert part.actors.keys() == {entity for event in first for _, entity in event.roles}
    assert part.sources.keys() == {told.article for event in first for told in event.tellings}


def test_an_event_is_part_of_none_that_is_left_out() -> None:
    whole, inner = happening("whole", "Meeting", []), happening("part", "Meeting", [], wholes=("whole",))
    part = part_of(view_of((), [whole, inner]), {inner.iri})
    assert part.happenings[inner.iri].wholes == ()


# what fits


def test_a_graph_that_fits_is_there_whole() -> None:
    view = with_texts(many(20, 60), 500)
    part = part_for(view, 10 * MEGABYTE)
    assert (part.view, part.texts) == (view, frozenset(view.sources))


def test_events_leave_room_for_texts(large: View) -> None:
    part = part_for(large, ROOM)
    assert 0 < len(part.view.happenings) < len(large.happenings)
    assert 0 < len(part.texts) < len(part.view.sources)
    reports = [
        sum(told.article == iri for event in part.view.happenings.values() for told in event.tellings) for iri in part.texts
    ]
    assert min(reports) > 1, "of the articles that tell of the most"


def test_more_room_holds_all_of_what_less_room_holds(large: View) -> None:
    less, more = (part_for(large, room).view for room in (ROOM, 2 * ROOM))
    assert less.happenings.keys() < more.happenings.keys()


@pytest.mark.parametrize("megabytes", [2, 3])
def test_a_page_keeps_to_its_size_and_uses_it(large: View, megabytes: int) -> None:
    size = len(contents(large, megabytes)["explore.html"])
    assert 0.8 * megabytes * MEGABYTE < size <= megabytes * MEGABYTE


def test_the_usual_size_is_15_megabytes() -> None:
    texts = with_texts(many(60, 300, 40), 700_000)
    assert 12 * MEGABYTE < len(contents(texts)["explore.html"]) <= 15 * MEGABYTE


def test_a_page_is_the_same_each_time(large: View, bounded: str) -> None:
    assert contents(large, 2)["explore.html"].decode() == bounded


def test_a_page_says_how_much_the_graph_has(large: View, bounded: str) -> None:
    data = data_of(bounded)
    assert data["totals"] == {"articles": 120, "named": len(large.actors), "events": 6000}
    assert len(data["events"]) < 6000


def test_all_that_a_page_names_is_there(bounded: str) -> None:
    data = data_of(bounded)
    for event in data["events"].values():
        assert all(number < len(data["actors"]) for _, number in event["roles"])
        assert all(told["article"] < len(data["articles"]) for told in event["tellings"])
    for edge in data["edges"]:
        assert all(number < len(data["events"]) for number in edge["events"])


# the option


def test_the_size_is_an_option_of_both_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, out = write_articles(tmp_path / "articles"), tmp_path / "output"
    assert main(["build", str(articles), "-o", str(out), "--only", "page", "--page-size", "3"]) == 0
    shown = json.loads((out / "shown.json").read_text("utf-8"))["page"]
    assert main(["build", str(articles), "-o", str(out), "--only", "page", "--page-size", "4"]) == 0
    assert json.loads((out / "shown.json").read_text("utf-8"))["page"] != shown, "another size is another page"
    assert main(["explore", "-d", str(out), "--page-size", "3"]) == 0
    assert json.loads((out / "shown.json").read_text("utf-8"))["page"] == shown
    capsys.readouterr()
    assert main(["explore", "-d", str(out), "--page-size", "1"]) != 0
    assert "page_megabytes is 1; it must be between 2 and 2,000" in capsys.readouterr().err


def test_no_size_is_too_small_for_the_page_itself(tmp_path: Path) -> None:
    written = explore(with_texts(many(60, 300), 100), tmp_path, 0).read_text("utf-8")
    assert data_of(written)["events"] == {}
