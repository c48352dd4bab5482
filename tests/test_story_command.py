"""`kgraph story`: the list, a story in each format, one actor's part of it, claims, and what is said where nothing fits."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from kgraph.build.declared import INDEX
from kgraph.build.shown import finished_view, make_again, quick_view
from kgraph.cli import OK, USAGE, main
from kgraph.disk import Reader
from tests.test_origins import ARTICLES

MORE = {
    "museum.txt": "Museum hangs paintings\n\nDate: 2025-03-05\n\nIda Lund praised the curators of a portrait gallery.\n",
    "owls.txt": "Owls return to forest\n\nDate: 2025-03-06\n\nJens Holm photographed nine chicks among some oaks.\n",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, words in {**ARTICLES, **MORE}.items():
        (folder / name).write_text(words, "utf-8")
    built = tmp_path_factory.mktemp("built") / "out"
    assert main(["build", str(folder), "-o", str(built), "--only", "graph"]) == OK
    return built


def test_stories_are_listed_with_their_size_in_articles_and_origins(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "-d", str(out)]) == OK
    (row,) = capsys.readouterr().out.splitlines()
    number, size, days, title, actors = row.split("\t")
    assert (number, size, days) == ("1", "3 articles, 2 origins", "2025-03-04..2025-03-05")
    assert "Berg" in actors
    assert title in {"Berg and Ek fall out over ferry", "Talks in Oslo", "Ferry row"}


def test_a_story_is_found_by_its_number_and_written_as_its_file_is_called(out: Path, tmp_path: Path) -> None:
    assert main(["story", "1", "-d", str(out), "-o", str(tmp_path / "story.html")]) == OK
    page = (tmp_path / "story.html").read_text("utf-8")
    assert "<blockquote>" in page
    assert page.count("same text") == 1
    assert main(["story", "1", "-d", str(out), "-o", str(tmp_path / "story.json")]) == OK
    assert json.loads((tmp_path / "story.json").read_text("utf-8"))["story"]["origins"] == 2


def test_a_story_is_the_same_from_the_index_as_from_the_graph(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not (out / INDEX).exists()
    copy = tmp_path / "out"
    shutil.copytree(out, copy)
    make_again(copy, "index")
    assert quick_view(copy) == finished_view(Reader(out))
    main(["story", "1", "-d", str(out)])
    graphs = capsys.readouterr().out
    main(["story", "1", "-d", str(copy)])
    assert capsys.readouterr().out == graphs
    with sqlite3.connect(copy / INDEX) as connection:
        connection.execute("UPDATE about SET value = '0' WHERE key = 'format'")  # as an older kgraph left it
    main(["story", "1", "-d", str(copy)])
    assert capsys.readouterr().out == graphs


def test_a_story_can_be_one_actors(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "1", "-d", str(out), "--actor", "anna berg", "--at-least", "0"]) == OK
    assert "What concerns Anna Berg." in capsys.readouterr().out


def test_a_claim_is_followed_from_article_to_article(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "--claim", "met", "-d", str(out), "--at-least", "0"]) == OK
    said = capsys.readouterr().out
    assert "4 March 2025: **first said**" in said
    assert "5 March 2025: **same text again**" in said
    assert "5 March 2025: **repeated**" in said


@pytest.mark.parametrize(
    "words",
    [["nobody's story"], ["1", "--actor", "Nobody Else"], ["--claim", "Nobody Else"], ["--claim"]],
    ids=["story", "actor", "claim", "no claim"],
)
def test_a_name_that_fits_nothing_is_an_error(out: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", *words, "-d", str(out)]) == USAGE
    assert "[unknown-entity]" in capsys.readouterr().err


def test_a_day_that_is_none_is_an_error(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(out), "-o", str(out), "--as-of", "yesterday"]) == USAGE
    assert "as_of is 'yesterday'" in capsys.readouterr().err
