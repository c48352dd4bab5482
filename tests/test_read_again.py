"""Reading files again: what has not changed is not read twice, and what is told is what a first reading tells."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import KGraphError
from kgraph.ingest import read, read_again
from kgraph.ingest.seen import Files, Item, Seen, SeenFile
from kgraph.model import Article

NAMED = [f'{{"id": "{name}", "text": "Anna Berg met Carl Ek in the town of {name}."}}' for name in ("Oslo", "Bergen", "Moss")]
LINES = (
    *NAMED,
    '{"text": "The minister resigned on Monday after the vote."}',
    '{"text": "The council has rejected the plan.", "published": "someday"}',
    '{"id": "news.jsonl:2", "text": "The bank will close the branch in May."}',
    '{"text": "Der Minister ist am Montag nach der Abstimmung nicht mehr im Amt gewesen, sagt die Zeitung aus Berlin."}',
    '{"text": ',
    "",
)


def told(items: Iterable[Item]) -> list[object]:
    """What is found, without the texts."""
    return [(type(item), str(item)) if isinstance(item, KGraphError) else Seen.of(item) for item in items]


def write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(LINES), max_size=6), min_size=2, max_size=4))
def test_a_changed_file_gives_what_it_gives_a_first_reader(versions: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl"
        before: dict[str, SeenFile] = {}
        for lines in versions:
            write(path, lines)
            files = Files(before, lambda _: True)
            assert told(read_again([path], files)) == told(read([path]))
            assert told(read_again([path], Files(files.now, lambda _: True))) == told(read([path]))
            before = files.now


def test_of_a_changed_file_only_new_records_are_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    write(path, NAMED[:2])
    files = Files({}, lambda _: True)
    list(read_again([path], files))
    write(path, [NAMED[2], *NAMED[:2]])
    kinds = [type(item) for item in read_again([path], Files(files.now, lambda _: True))]
    assert kinds == [Article, Seen, Seen]


def test_an_article_whose_extraction_is_gone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    write(path, NAMED)
    files = Files({}, lambda _: True)
    list(read_again([path], files))
    kinds = [type(item) for item in read_again([path], Files(files.now, lambda article: article.key != "Bergen"))]
    assert kinds == [Seen, Article, Seen]


def test_what_may_go_right_next_time_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("Anna Berg met Carl Ek in Oslo.", "utf-8")
    files = Files({}, lambda _: True)

    def fails(_: object) -> Iterable[Item]:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        list(files.read(path, fails))
    assert [type(item) for item in files.read(path, lambda _: read([path]))] == [Article]
