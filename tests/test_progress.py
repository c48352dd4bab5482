"""What a build says while it works: the stage, and n of N wherever the sources tell N before they are read."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kgraph.build import build
from kgraph.build.expected import expected
from kgraph.cli import OK, main
from kgraph.cli.output import progress_words
from kgraph.outgoing import counted
from kgraph.settings import Settings

TEXT = "Talks in {place}\n\nAnna Berg met Carl Ek in {place} on Monday.\n"


def corpus(folder: Path, *places: str) -> Path:
    for place in places:
        (folder / f"{place}.txt").write_text(TEXT.format(place=place), "utf-8")
    return folder


def test_a_build_says_its_stage_and_how_many_of_how_many(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    source = corpus(tmp_path, "Oslo", "Bergen", "Rome")
    build([source], tmp_path / "out", Settings(), parts=("page",), progress=lambda *words: told.append(words))
    assert [words for words in told if words[0] == "extracting articles"] == [("extracting articles", n, 3) for n in (1, 2, 3)]
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == [
        "checking the last build",
        "starting the language model",
        "extracting articles",
        "gathering what the articles say",
        "finding who and what is the same in 3 articles",
        "writing the graph of articles",
        "writing and checking the graph of all articles",
        "writing the page",
    ]
    told.clear()
    build([source], tmp_path / "out", Settings(), parts=(), progress=lambda *words: told.append(words))
    assert "starting the language model" not in [stage for stage, _, _ in told], "nothing has changed"


def test_articles_are_counted_before_they_are_read(tmp_path: Path) -> None:
    corpus(tmp_path, "Oslo", "Bergen")
    (tmp_path / "feed.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n{"text": "c"}\n', "utf-8")
    (tmp_path / "README.txt").write_text("what this is", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert expected([tmp_path]) == 5
    assert expected([tmp_path / "Oslo.txt", tmp_path / "feed.jsonl"]) == 4
    assert expected(["-"]) is None
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    assert expected([tmp_path]) is None, "an archive has to be read to know"


@pytest.mark.parametrize(
    ("done", "total", "words"),
    [(0, None, "reading"), (7, None, "reading: 7"), (0, 12, "reading: 0 of 12"), (1000, 2000, "reading: 1,000 of 2,000")],
)
def test_progress_in_words(done: int, total: int | None, words: str) -> None:
    assert progress_words("reading", done, total) == words


def test_one_is_not_many() -> None:
    assert [counted(n, "article") for n in (0, 1, 2, 12_809)] == ["0 articles", "1 article", "2 articles", "12,809 articles"]
    assert [counted(n, "entity", "entities") for n in (1, 2)] == ["1 entity", "2 entities"]


def test_a_build_ends_with_what_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = corpus(tmp_path / "", "Oslo") / "Oslo.txt"
    assert main(["build", str(source), "-o", str(tmp_path / "out")]) == OK
    told = capsys.readouterr().err.splitlines()
    assert told[-1] == f"kgraph: open {tmp_path / 'out' / 'explore.html'} in a browser"
    assert "kgraph: 1 article (1 extracted, 0 removed), " in told[-2]
    assert main(["build", str(source), "-o", str(tmp_path / "out"), "--only", "graph"]) == OK
    assert "kgraph: open " not in capsys.readouterr().err


def test_python_dash_m() -> None:
    done = subprocess.run([sys.executable, "-m", "kgraph", "--version"], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("kgraph ")
