"""What a search finds, in which order, and where it says that the words stand."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.ask import ranking
from kgraph.ask.marks import Mark, Marked, passages
from kgraph.ask.search import Found, SearchQuestion, search
from kgraph.ask.words import Term, expression, terms
from kgraph.build import build
from kgraph.cli import OK, USAGE, main
from kgraph.errors import BadQuestion
from kgraph.index import Index, write
from kgraph.rdf.view import Happening, View
from kgraph.settings import Settings
from tests.views import actor, happening, source, telling, view_of

LUND, HOLM, PORT = (
    actor("Ada Lund", aliases=("Lund", "Minister Lund")),
    actor("Édouard Holm"),
    actor("Port of Veld", "Organization"),
)
FLOOD = "The flooded dam at Veld was opened by Ada Lund in the night."
STRIKE = "Dockers will strike at the port on Friday, the union said."
QUARREL = "Holm blamed Lund for the strike. He called the dam a mistake."
ARTICLE = "https://kgraph.example/article/"
PIECES = ('"', "-", "*", "AND", "NOT", "NEAR(", ")", ":", "^", "{label}", "a", " ", "\0", "'")
"""What means something to the full-text index."""


def world() -> View:
    """Three events in two articles: a visit to a dam, a planned strike, and a quarrel about both."""
    texts = (f"Water over Veld\n\n{FLOOD} Nobody was hurt.", f"Port stands still\n\n{STRIKE}\n\n{QUARREL}")
    sources = [
        source(0, "Water over Veld", text=texts[0], published="2024-03-01"),
        source(1, "Port stands still", text=texts[1], published="2024-04-02"),
    ]
    visited = telling(f"{ARTICLE}0", FLOOD, "opened", start=17)
    planned = telling(f"{ARTICLE}1", STRIKE, "strike", start=19)
    blamed = telling(f"{ARTICLE}1", QUARREL.partition(" He")[0], "blamed", start=79)
    visit = happening(
        "visit", "Visit", (("agent", LUND),), label="Ada Lund opened the dam", day="2024-03-01", tellings=(visited,)
    )
    strike = happening(
        "strike",
        "Demand",
        (("patient", PORT),),
        label="Dockers would strike",
        day="2024-04-05",
        factuality="planned",
        tellings=(planned,),
    )
    sides = (("agent", HOLM), ("patient", LUND))
    blame = happening("blame", "Blame", sides, label="Édouard Holm blamed Ada Lund", tellings=(blamed,))
    happenings = [visit, strike, blame]
    return view_of([LUND, HOLM, PORT], happenings, sources)


def meetings(count: int) -> list[Happening]:
    """So many meetings of one person, each on a day of March 2024 and reported in a sentence."""
    return [
        happening(
            f"{number:02}",
            "Meeting",
            (("agent", LUND),),
            day=f"2024-03-{number + 1:02}",
            tellings=(telling(f"{ARTICLE}0", f"They met {number}."),),
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of that world."""
    path = tmp_path_factory.mktemp("search") / "index.sqlite"
    write(world(), path)
    with Index(path) as opened:
        yield opened


def asked(index: Index, words: str, **filters: object) -> Found:
    """What is found with these words and filters."""
    return search(index, SearchQuestion(words=words, **filters))  # type: ignore[arg-type]


def events(found: Found) -> list[str]:
    """The ends of the IRIs of the events that were found."""
    return [hit.event.iri.rpartition("/")[2] for hit in found.events.items]


def shown(text: str, marks: tuple[Mark, ...]) -> list[str]:
    """The words at these places."""
    return [text[mark.start : mark.end] for mark in marks]


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("dam", ["visit"]),
        ("DAM opened", ["visit"]),
        ("floods", ["visit"]),
        ("strike", ["strike", "blame"]),
        ("strikes union", ["strike"]),
        ('"opened by ada"', ["visit"]),
        ('"ada opened"', []),
        ("“Lund opened the dam”", ["visit"]),
        ("stri*", ["strike", "blame"]),
        ('"on fri*"', ["strike"]),
        ("strike -union", ["blame"]),
        ('strike -"the union"', ["blame"]),
        ("edouard", ["blame"]),
        ("zebra", []),
        ("dam zebra", []),
        ("-dam", []),
    ],
)
def test_events_have_all_the_words_in_any_form(index: Index, words: str, which: list[str]) -> None:
    assert sorted(events(asked(index, words))) == sorted(which)


def test_no_phrase_runs_from_one_sentence_into_another(tmp_path: Path) -> None:
    told = (telling(f"{ARTICLE}0", "They met at noon."), telling(f"{ARTICLE}1", "Tomorrow they met."))
    write(view_of([LUND], [happening("m", "Meeting", (("agent", LUND),), tellings=told)], [source(0), source(1)]), tmp_path / "i")
    with Index(tmp_path / "i") as opened:
        assert events(asked(opened, '"at noon"')) == ["m"]
        assert events(asked(opened, '"noon tomorrow"')) == events(asked(opened, '"met they"')) == []
        assert events(asked(opened, "noon tomorrow")) == ["m"]


def test_an_event_is_found_by_its_label_before_its_sentence(index: Index) -> None:
    assert events(asked(index, "strike")) == ["strike", "blame"]


def test_a_hit_says_where_the_words_stand(index: Index) -> None:
    hit = asked(index, "dam flood").events.items[0]
    assert shown(hit.event.label, hit.marks) == ["dam"]
    quote = hit.quotes[0]
    assert shown(quote.citation.quote, quote.marks) == ["flooded", "dam"]
    assert quote.citation.article.headline == "Water over Veld"
    article = asked(index, "dam flood").articles.items[0]
    assert [(shown(one.text, one.marks), one.text) for one in article.passages] == [(["flooded", "dam"], FLOOD)]
    text = index.value("SELECT text FROM article WHERE iri = ?", (article.article.iri,))
    assert text[article.passages[0].start : article.passages[0].end] == FLOOD


def test_an_article_is_found_by_words_of_different_sentences_and_of_its_headline(index: Index) -> None:
    found = asked(index, "dockers mistake still").articles.items
    assert [hit.article.headline for hit in found] == ["Port stands still"]
    assert shown(found[0].article.headline, found[0].marks) == ["still"]
    assert [shown(one.text, one.marks) for one in found[0].passages] == [["Dockers"], ["mistake"]]


def test_an_entity_is_found_by_each_of_its_names(index: Index) -> None:
    hit = asked(index, "lund").entities.items[0]
    assert hit.entity.name == "Ada Lund"
    assert [(one.name, shown(one.name, one.marks)) for one in hit.names] == [
        ("Ada Lund", ["Lund"]),
        ("Lund", ["Lund"]),
        ("Minister Lund", ["Lund"]),
    ]
    assert [one.entity.name for one in asked(index, "minister").entities.items] == ["Ada Lund"]
    assert [one.entity.name for one in asked(index, "edou*").entities.items] == ["Édouard Holm"]


@pytest.mark.parametrize(
    ("filters", "counts"),
    [
        ({}, (2, 0, 1)),
        ({"factuality": ("planned",)}, (1, 0, 0)),
        ({"factuality": ("planned", "happened")}, (2, 0, 0)),
        ({"type": ("Request",)}, (1, 0, 0)),
        ({"type": ("Blame", "Demand")}, (2, 0, 0)),
        ({"type": ("Blame",), "factuality": ("planned",)}, (0, 0, 0)),
        ({"type": ("Organization",)}, (0, 0, 0)),
        ({"since": "2024-04"}, (1, 0, 1)),
        ({"until": "2024-03"}, (0, 0, 0)),
        ({"since": "2024-04-02", "until": "2024-04-05"}, (1, 0, 1)),
        ({"since": "2024-04-03", "until": "2024"}, (1, 0, 0)),
        ({"group": ("articles",)}, (0, 0, 1)),
    ],
)
def test_filters_leave_out_what_they_say_nothing_about(
    index: Index, filters: dict[str, object], counts: tuple[int, int, int]
) -> None:
    found = asked(index, "strike", **filters)
    assert (found.events.total, found.entities.total, found.articles.total) == counts


def test_a_type_finds_entities_too(index: Index) -> None:
    found = asked(index, "port", type=("Organization",))
    assert [hit.entity.name for hit in found.entities.items] == ["Port of Veld"]
    assert found.events.total == 0
    with pytest.raises(BadQuestion, match="did you mean"):
        asked(index, "port", type=("Organisation",))


@pytest.mark.parametrize("day", ["2024-13", "2024-02-30", "0000"])
def test_a_day_that_is_none_is_refused(index: Index, day: str) -> None:
    for name in ("since", "until"):
        for group in ("events", "articles"):
            with pytest.raises(BadQuestion, match=f"{name}: '{day}' is not in the calendar"):
                asked(index, "strike", group=(group,), **{name: day})


def test_a_word_with_very_many_matches_is_looked_for_in_the_latest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "EXAMINED", 10)
    write(view_of([LUND], meetings(25)), tmp_path / "i")
    with Index(tmp_path / "i") as opened:
        found = asked(opened, "met", since="2024-03-12", until="2024-03-14").events
        assert (found.total, found.exact) == (3, False)
        assert asked(opened, "met", since="2024-03-20").events.total == 6
        assert asked(opened, "met", until="2024-03-09").events.total == 9


def test_pages_follow_each_other_without_a_gap(tmp_path: Path) -> None:
    told = meetings(25)
    write(view_of([LUND], told), tmp_path / "i")
    with Index(tmp_path / "i") as opened:
        whole = events(asked(opened, "met", limit=500))
        first = asked(opened, "met", limit=10, group=("events",))
        second = asked(opened, "met", limit=10, group=("events",), cursor=first.events.cursor)
        third = asked(opened, "met", limit=10, group=("events",), cursor=second.events.cursor)
        assert [*events(first), *events(second), *events(third)] == whole
        assert (third.events.cursor, third.events.total, len(whole)) == ("", 25, 25)
        with pytest.raises(BadQuestion, match="give its group"):
            asked(opened, "met", cursor=first.events.cursor)
        with pytest.raises(BadQuestion, match="another list"):
            asked(opened, "met", group=("articles",), cursor=first.events.cursor)


def test_of_very_many_matches_the_latest_are_ranked_and_not_all_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST", 10)
    told = meetings(25)
    write(view_of([LUND], told), tmp_path / "i")
    with Index(tmp_path / "i") as opened:
        found = asked(opened, "met", limit=500).events
        assert sorted(hit.event.begin for hit in found.items) == [f"2024-03-{day}" for day in range(16, 26)]
        assert (found.total, found.exact) == (10, False)
        assert (asked(opened, '"met 7"').events.total, asked(opened, '"met 7"').events.exact) == (1, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a b", [Term("a"), Term("b")]),
        ('"a b" c', [Term("a b"), Term("c")]),
        ('"a b', [Term("a b")]),
        ("“a b”", [Term("a b")]),
        ("abc* -b -“c d”", [Term("abc", is_prefix=True), Term("b", is_excluded=True), Term("c d", is_excluded=True)]),
        ("ab* c*", [Term("ab"), Term("c")]),
        ("well-known e-mail", [Term("well-known"), Term("e-mail")]),
        ("— * - & ()", []),
        ('"" "*"', []),
    ],
)
def test_quotation_marks_stars_and_minuses_are_all_that_means_something(words: str, found: list[Term]) -> None:
    assert terms(words) == found


def test_what_only_excludes_asks_for_nothing() -> None:
    assert expression(terms("-a -b")) == expression([]) == ""


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES)).map("".join))
@settings(max_examples=300, deadline=None)
def test_nothing_that_is_typed_is_a_mistake(words: str) -> None:
    with _shared() as opened:
        search(opened, SearchQuestion(words=words))


def _shared() -> Index:
    path = Path(os.environ["PYTEST_SEARCH_INDEX"])
    return Index(path, connections=1)


@pytest.fixture(autouse=True, scope="module")
def _path_of_the_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    path = tmp_path_factory.mktemp("shared") / "index.sqlite"
    write(world(), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_SEARCH_INDEX", str(path))
        yield


def test_a_long_sentence_is_shown_around_what_was_found() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    begin = words.index("word150")
    (passage,) = passages(Marked(f"Short. {words}.", (Mark(begin + 7, begin + 14),)), 2)
    assert len(passage.text) <= 320
    assert shown(passage.text, passage.marks) == ["word150"]
    assert f"Short. {words}."[passage.start : passage.end] == passage.text


@pytest.mark.parametrize(
    "sentence",
    [
        "On Oct. 6 the ferry sank.",
        "The U.S. navy found the ferry.",
        "Mr. Rehn and Dr. J. Ilves own the ferry.",
        "“Nobody saw it!” the captain of the ferry said.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    text = f"It was dark. {sentence} Nobody was hurt."
    begin = text.index("ferry")
    (passage,) = passages(Marked(text, (Mark(begin, begin + 5),)), 2)
    assert passage.text == sentence


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one article with an index."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text("Talks in Oslo\n\nDate: 2025-03-04\n\nAnna Berg met Carl Ek in Oslo on Monday.\n", "utf-8")
    build([folder / "a.txt"], folder / "out", Settings(), parts=["index"])
    return folder / "out"


def test_the_command_shows_what_it_found(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "met", "berg", "-d", str(output)]) == OK
    printed = capsys.readouterr().out
    sentence = "Anna Berg met Carl Ek in Oslo on Monday."
    assert f"events: 1\n  2025-03-03  Anna Berg met Carl Ek (Oslo)  [Meeting, happened]\n      {sentence}\n" in printed
    assert "articles: 1\n  Talks in Oslo" in printed
    assert main(["search", "berg", "--kind", "entities", "--format", "json", "-d", str(output)]) == OK
    found = json.loads(capsys.readouterr().out)
    assert [hit["entity"]["name"] for hit in found["entities"]["items"]] == ["Anna Berg"]
    assert main(["search", "berg", "--kind", "entities", "--format", "csv", "-d", str(output)]) == OK
    assert capsys.readouterr().out.startswith("group,found,type,factuality,day,text,article,iri\nentity,Anna Berg,Person,")


def test_the_command_says_what_it_did_not_find(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "zebra", "-d", str(output)]) == OK
    assert capsys.readouterr() == (
        "",
        "kgraph: nothing found; of events, those with a confidence of 0.85 and more were searched, --at-least 0 searches all\n",
    )
    for wide in (["--at-least", "0"], ["--kind", "entities"]):
        assert main(["search", "zebra", *wide, "-d", str(output)]) == OK
        assert capsys.readouterr().err == "kgraph: nothing found\n"
    assert main(["search", "met", "--type", "Meting", "-d", str(output)]) == USAGE
    assert "did you mean Meeting" in capsys.readouterr().err
    assert main(["search", "met", "-d", str(tmp_path)]) == USAGE
    assert "[no-store]" in capsys.readouterr().err


def test_words_are_bold_on_a_terminal(output: Path) -> None:
    ours, theirs = pty.openpty()
    run = [sys.executable, "-m", "kgraph.cli", "search", "berg", "--kind", "events", "-d", str(output)]
    subprocess.run(run, stdout=theirs, check=True, timeout=60)
    os.close(theirs)
    assert b"Anna \x1b[1mBerg\x1b[0m met Carl Ek in Oslo" in os.read(ours, 10_000)
    os.close(ours)
