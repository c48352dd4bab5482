"""Origins: which articles have one text, however papers cut it, head it or begin it, and what the graph says of that."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from kgraph.build import build
from kgraph.build.shown import finished_view
from kgraph.disk import Reader
from kgraph.model import Article, Block, BlockKind, Span
from kgraph.rdf.store import open_quads
from kgraph.rdf.view import View
from kgraph.resolve.agencies import agency_of
from kgraph.resolve.evidence import TextEvidence
from kgraph.resolve.origins import Origins, origins_of
from kgraph.resolve.shingles import containment, packed_shingles, shingles_in
from kgraph.settings import Settings
from tests.work import calls

DAY = date(2025, 3, 4)
_WORDS = (
    "harbour ferry pilot minister council bridge storm dock captain island vote budget strike union engine rescue signal tide "
    "warehouse customs village school doctor market river railway tunnel garden court lawyer judge police mayor baker tower"
).split()


def prose(seed: int, words: int = 400) -> str:
    """A text that nobody else has."""
    chance = random.Random(seed)
    return " ".join(chance.choice(_WORDS) + chance.choice(("", "s", "ed")) for _ in range(words))


def text(name: str, words: str, *, day: int | None = 0, agency: str = "") -> TextEvidence:
    when = DAY + timedelta(day) if day is not None else None
    return TextEvidence(name, when, when, packed_shingles(words), agency)


def groups(found: Origins) -> dict[str, str]:
    return dict(zip(found.articles, found.firsts, strict=True))


def one_origin(one: str, other: str, *, agency: str = "") -> bool:
    return bool(origins_of([text("a", one, agency=agency), text("b", other, agency=agency)]).repeats)


WIRE = prose(1)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        " ".join(WIRE.split()[:130]),
        f"{prose(2, 60)} {WIRE}",
        f"{prose(2, 60)} " + " ".join(WIRE.split()[60:]),
        f"{WIRE} {prose(3, 150)}",
        WIRE.upper(),
        " ".join(f"{word}," for word in WIRE.split()),
    ],
    ids=[
        "whole",
        "its first third",
        "a paragraph before it",
        "another first paragraph",
        "an update below it",
        "capitals",
        "commas",
    ],
)
def test_a_copy_is_of_one_origin_with_its_text(copy: str) -> None:
    assert one_origin(WIRE, copy)


def test_an_editor_who_changes_every_twentieth_word_has_the_same_text() -> None:
    changed = [word if number % 20 else "otherwise" for number, word in enumerate(WIRE.split())]
    assert one_origin(WIRE, " ".join(changed))


@pytest.mark.parametrize(
    "other",
    [prose(9), f"{prose(9, 340)} {' '.join(WIRE.split()[:60])}", ""],
    ids=["another text", "one quotation in common", "no text"],
)
def test_articles_with_texts_of_their_own_are_two_origins_of(other: str) -> None:
    assert not one_origin(WIRE, other)


def test_short_texts_need_more_in_common_as_forms_repeat_themselves() -> None:
    form = prose(4, 60)
    assert not one_origin(f"{form} {prose(5, 30)}", f"{form} {prose(6, 30)}")
    assert one_origin(form, form)


def test_two_articles_that_credit_one_agency_need_less_in_common() -> None:
    shared = " ".join(WIRE.split()[:170])
    one, other = f"{prose(7, 230)} {shared}", f"{shared} {prose(8, 230)}"
    assert not one_origin(one, other)
    assert one_origin(one, other, agency="Reuters")


def test_the_first_of_an_origin_is_that_of_the_earliest_day_and_an_undated_one_is_last() -> None:
    found = origins_of([text("a", WIRE, day=None), text("b", WIRE, day=2), text("c", WIRE, day=1), text("d", prose(2))])
    assert groups(found) == {"a": "c", "b": "c", "c": "c", "d": "d"}


def test_a_text_that_grows_from_day_to_day_is_one_origin() -> None:
    """Each version is near the next, though the last one is not near the first."""
    parts = [prose(number, 150) for number in range(6)]
    versions = [" ".join(parts[start : start + 3]) for start in range(4)]
    found = origins_of([text(str(number), words, day=number) for number, words in enumerate(versions)])
    assert set(found.firsts) == {"0"}


def test_neither_order_nor_history_changes_the_origins_of() -> None:
    chance = random.Random(3)
    stock = [
        text(f"{number:03}", f"{prose(number % 17, 200)} {prose(100 + number, chance.choice((20, 150, 300)))}", day=number % 5)
        for number in range(60)
    ]
    last = Origins()
    for _ in range(8):
        some = chance.sample(stock, 45)
        last = origins_of(some, last)
        anew = origins_of(some[::-1])
        assert groups(last) == groups(anew)
        assert 3 < len(last.repeats) < 45


def test_what_a_change_does_not_reach_is_not_compared_again() -> None:
    stock = [text(str(number), prose(number // 2)) for number in range(60)]
    last = origins_of(stock)
    more = [*stock, text("new", prose(0))]
    assert groups(origins_of(more, last)) == groups(origins_of(more))
    assert calls(lambda: origins_of(more, last)) < calls(lambda: origins_of(more)) / 2


def test_the_share_of_a_text_in_another_is_estimated_from_a_quarter_of_its_shingles() -> None:
    half = f"{' '.join(WIRE.split()[:200])} {prose(5, 200)}"
    assert 0.4 < containment(shingles_in(packed_shingles(WIRE)), shingles_in(packed_shingles(half))) < 0.6


CREDITS = [
    ({"authors": ("Ada Lund", "Associated Press")}, "", "AP"),
    ({"source": "Reuters"}, "", "Reuters"),
    ({}, "OSLO, March 7 (Reuters) -", "Reuters"),
    ({}, "OSLO (AP) —", "AP"),
    ({"authors": ("Ada Lund, PA Media",)}, "", "PA"),
    ({"authors": ("Ada Lund",), "source": "The Harbour Post"}, "OSLO:", ""),
    ({"authors": ("Ana Reutersward",)}, "", ""),
]


@pytest.mark.parametrize(("fields", "dateline", "agency"), CREDITS, ids=lambda value: str(value)[:30])
def test_an_agency_is_credited_as_an_author_a_publisher_or_in_the_dateline(
    fields: dict[str, object], dateline: str, agency: str
) -> None:
    words = f"{dateline}\nThe ferry left." if dateline else "The ferry left."
    blocks = [Block(BlockKind.DATELINE, Span(0, len(dateline)))] if dateline else []
    blocks.append(Block(BlockKind.BODY, Span(len(words) - len("The ferry left."), len(words))))
    assert agency_of(Article("a", words, tuple(blocks), **fields)) == agency  # type: ignore[arg-type]


def test_the_agency_of_a_picture_is_not_that_of_the_text() -> None:
    words = "(Image: AFP via Getty Images)\nThe ferry left."
    blocks = (Block(BlockKind.CREDIT, Span(0, 29)), Block(BlockKind.BODY, Span(30, 45)))
    assert agency_of(Article("a", words, blocks)) == ""


BODY = (
    "Anna Berg met Carl Ek in Oslo on Monday. Berg accused Ek of lying to the press about the harbour. The two had agreed on a new ferry "
    "last winter, and the council had paid for it in full before the storm. Ek said that the ferry was late and that the yard was to "
    "blame. Fishermen on the islands have waited for the boat since autumn and have lost much of their trade with the mainland towns. "
    "The mayor promised to visit the yard on Friday with an engineer. Nobody from the yard wanted to speak about the delay this week."
)
ARTICLES = {
    "post.txt": f"Talks in Oslo\n\nDate: 2025-03-04\n\n{BODY}\n",
    "times.txt": f"Berg and Ek fall out over ferry\n\nDate: 2025-03-05\n\nIt was a stormy day.\n\n{BODY}\n",
    "echo.txt": "Ferry row\n\nDate: 2025-03-05\n\nAnna Berg met Carl Ek in Oslo on Monday. They talked for an hour about the late ferry.\n",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, words in ARTICLES.items():
        (folder / name).write_text(words, "utf-8")
    return folder


def built(articles: Path, out: Path) -> View:
    assert build([articles], out, Settings(), parts=[]).errors == ()
    return finished_view(Reader(out))


def test_an_event_has_as_many_origins_as_texts_report_it(articles: Path, tmp_path: Path) -> None:
    view = built(articles, tmp_path / "out")
    first = {source.file: view.sources[source.origin].file for source in view.sources.values()}
    assert first == {"post.txt": "post.txt", "times.txt": "post.txt", "echo.txt": "echo.txt"}
    (meeting,) = [event for event in view.happenings.values() if event.type == "Meeting"]
    assert (len({telling.article for telling in meeting.tellings}), meeting.origins) == (3, 2)


def test_a_graph_that_is_changed_in_place_has_the_origins_of_one_that_is_made_whole(articles: Path, tmp_path: Path) -> None:
    for number in range(12):  # so that one article more is a small change
        (articles / f"{number}.txt").write_text(
            f"Note {number}\n\nDate: 2025-04-01\n\nIda Lund visited Bergen {number} times.\n", "utf-8"
        )
    copy = (articles / "times.txt").read_text("utf-8")
    (articles / "times.txt").unlink()
    built(articles, tmp_path / "out")
    (articles / "times.txt").write_text(copy, "utf-8")
    grown = built(articles, tmp_path / "out")
    assert grown == built(articles, tmp_path / "fresh")
    (articles / "times.txt").unlink()
    shrunk = built(articles, tmp_path / "out")
    assert all(source.origin == source.iri for source in shrunk.sources.values())
    assert quads(tmp_path / "out") == quads_of(articles, tmp_path / "again")


def quads_of(articles: Path, out: Path) -> set[str]:
    built(articles, out)
    return quads(out)


def quads(out: Path) -> set[str]:
    return set(map(str, open_quads(out / "store")))


def test_a_graph_as_of_a_day_is_the_graph_of_the_articles_that_had_appeared(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "out", Settings(), parts=[])
    then = build([articles], tmp_path / "out", Settings(as_of="2025-03-04"), parts=[])
    assert (then.articles, then.extracted, then.removed, then.later) == (1, 0, 0, 2)
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "post.txt").write_text(ARTICLES["post.txt"], "utf-8")
    assert quads(tmp_path / "out") == quads_of(alone, tmp_path / "fresh")
    again = build([articles], tmp_path / "out", Settings(), parts=[])
    assert (again.articles, again.extracted, again.later) == (3, 0, 0)
