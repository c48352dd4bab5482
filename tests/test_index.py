"""The index of a build: tables that say what the graph says, however it came about."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from kgraph.build import build
from kgraph.build.declared import INDEX
from kgraph.errors import Damaged, StoreError
from kgraph.index import Index, write
from kgraph.index.numbers import after_number, dated_number, first_number, number
from kgraph.index.tables import TEXTS
from kgraph.settings import Settings
from tests.views import actor, happening, many, source, telling, view_of

BERG, EK, COURT = actor("Anna Berg", aliases=("Berg",)), actor("Carl Ek"), actor("High Court", "Organization")


def tables(path: Path) -> dict[str, list[str]]:
    """All rows of an index, whatever their order, and what its full-text search finds where."""
    with sqlite3.connect(path) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_text%'")
        ]
        found = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}
        for name, _, _ in TEXTS.values():
            connection.execute(f"CREATE VIRTUAL TABLE temp.{name}_words USING fts5vocab (main, {name}, instance)")
            found[name] = sorted(map(repr, connection.execute(f"SELECT * FROM temp.{name}_words")))
            connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
    return found


def written(folder: Path, *names: str) -> None:
    """Articles by the days of April 2025 on which they appeared: each is about a meeting and a quarrel."""
    folder.mkdir(exist_ok=True)
    for name in names:
        day = int(name.partition("-")[0])
        text = f"Day {name}\n\nDate: 2025-04-{day:02}\n\nAnna Berg met Eva Lund {name} in Oslo. Lund blamed Carl Ek for raid {day}, Berg said.\n"
        (folder / f"{name}.txt").write_text(text, "utf-8")


def indexed(sources: Sequence[Path], out: Path, settings: Settings | None = None) -> dict[str, list[str]]:
    """The tables of the index after a build."""
    build(sources, out, settings or Settings(), parts=["index"])
    return tables(out / INDEX)


def test_a_number_follows_from_the_iri_and_is_in_the_order_of_days() -> None:
    numbers = [
        dated_number("e", day) for day in ("", "0300-01-01", "1999", "2024-03", "2024-03-12", "2024-03-12T10:00:00Z", "2900")
    ]
    assert numbers == sorted(numbers)
    assert all(0 <= one < 1 << 63 for one in numbers)
    assert first_number("2024-03-12") <= dated_number("e", "2024-03-12T23:59:59Z") < after_number("2024-03-12")
    assert number("e") == dated_number("e", "") < first_number("1000")


def test_an_index_says_what_the_graph_says(tmp_path: Path) -> None:
    met = telling("https://kgraph.example/article/0", "Berg met Ek on Monday.", "met", source="an aide", cue="said", start=9)
    happened = happening("1", "Meeting", (("agent", BERG), ("agent", EK)), tellings=(met,), day="2024-03-12", wholes=("2",))
    trial = happening("2", "Lawsuit", (("place", COURT),), day="2024-03-01")
    write(
        view_of([BERG, EK, COURT], [happened, trial], [source(mentions=((9, 13, BERG.iri),), text="A headline\nBerg met Ek.")]),
        tmp_path / INDEX,
    )
    with Index(tmp_path / INDEX) as index:
        row = index.row("SELECT * FROM event WHERE type = 'Meeting'")
        assert row is not None
        assert (row["label"], row["root"], row["first"], row["reports"]) == ("Meeting 1", "Consult", "2024-03-12", 1)
        asked = "SELECT name FROM participant JOIN entity ON entity.n = entity WHERE event = ? ORDER BY name"
        assert [name for (name,) in index.rows(asked, [row["n"]])] == ["Anna Berg", "Carl Ek"]
        assert index.value("SELECT whole.label FROM part JOIN event AS whole ON whole.n = whole") == "Lawsuit 2"
        report = index.row(
            "SELECT report.*, headline FROM report JOIN article ON article.n = article WHERE event = ?", [row["n"]]
        )
        assert report is not None
        assert (report["quote"], report["start"], report["source"], report["headline"]) == (met.quote, 9, "an aide", "A headline")
        assert index.value("SELECT name FROM mention JOIN entity ON entity.n = entity WHERE begin = 9") == "Anna Berg"
        assert index.value("SELECT events FROM entity WHERE name = 'High Court'") == 1
        assert [name for (name,) in index.rows("SELECT name FROM alias ORDER BY name")] == [
            "Anna Berg",
            "Berg",
            "Carl Ek",
            "High Court",
        ]


def test_one_graph_gives_one_file(tmp_path: Path) -> None:
    write(many(60, 300), tmp_path / "a", graph="g")
    write(many(60, 300), tmp_path / "b", graph="g")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_many_threads_ask_one_index(tmp_path: Path) -> None:
    write(many(60, 300), tmp_path / INDEX)
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(50):
            wrong.extend(found for found in [index.value("SELECT count(*) FROM event")] if found != 300)

    with Index(tmp_path / INDEX) as index:
        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_an_open_index_tells_of_its_own_build_when_another_takes_its_place(tmp_path: Path) -> None:
    write(many(60, 300), tmp_path / INDEX, graph="first")
    with Index(tmp_path / INDEX) as index:
        write(many(60, 200), tmp_path / "next", graph="second")
        (tmp_path / "next").replace(tmp_path / INDEX)
        assert {index.value("SELECT count(*) FROM event") for _ in range(9)} == {300}
        assert index.graph == "first"


def test_nobody_writes_through_an_open_index(tmp_path: Path) -> None:
    write(many(9, 9), tmp_path / INDEX)
    with Index(tmp_path / INDEX) as index, pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.rows("DELETE FROM event")


def test_what_is_no_index_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here"):
        Index(tmp_path / INDEX)
    (tmp_path / INDEX).write_bytes(b"a text that is not a database, and long enough to be taken for the head of one")
    with pytest.raises(Damaged):
        Index(tmp_path / INDEX)
    (tmp_path / INDEX).unlink()
    sqlite3.connect(tmp_path / INDEX).close()
    with pytest.raises(Damaged):
        Index(tmp_path / INDEX)


def test_an_index_brought_up_to_date_equals_one_from_nothing(tmp_path: Path) -> None:
    """Articles come and go, change, and people are called otherwise: entities are joined and parted, and events move to another day."""
    articles, out, own = tmp_path / "articles", tmp_path / "out", tmp_path / "own.yaml"
    own.write_text("- rename: {Eva Lund: Eva Holm}\n- same: [Anna Berg, Carl Ek]\n", "utf-8")
    written(articles, *(f"{day}-a" for day in range(1, 21)))
    indexed([articles], out)
    steps = (
        lambda: written(articles, "21-a", "3-b"),
        lambda: (articles / "5-a.txt").unlink(),
        lambda: (articles / "6-a.txt").write_text(
            "A raid\n\nDate: 2025-04-06\n\nPolice arrested Carl Ek in Bergen on Friday.\n", "utf-8"
        ),
    )
    for number_of, step in enumerate(steps):
        step()
        found = indexed([articles], out)
        assert found == indexed([articles], tmp_path / f"fresh-{number_of}")
    renamed = Settings(corrections=str(own))
    assert indexed([articles], out, renamed) == indexed([articles], tmp_path / "renamed", renamed)
    assert indexed([articles], out) == indexed([articles], tmp_path / "fresh-2")
