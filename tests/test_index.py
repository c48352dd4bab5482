"""The index of a build: tables that say what the graph says, however it came about."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from kgraph.build import build
from kgraph.build.declared import CHANGES, INDEX
from kgraph.disk import Reader
from kgraph.errors import Damaged, StoreError
from kgraph.index import Change, Delta, Index, changed_since, changes, write, write_nodes
from kgraph.index.changes import remembered
from kgraph.index.numbers import after_number, dated_number, first_number, number
from kgraph.index.tables import TEXTS
from kgraph.rdf.nodes import Nodes
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
        text = f"Anna Berg met Eva Lund {name} in Oslo. Lund blamed Carl Ek for raid {day}, Berg said."
        (folder / f"{name}.txt").write_text(f"Day {name}\n\nDate: 2025-04-{day:02}\n\n{text}\n", "utf-8")


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
    for period in ("1999", "2024-03", "2024-12", "2024-12-31", "2900"):
        inside = [dated_number("e", f"{period}-01-01"[:10]), dated_number("f", f"{period}-12-31"[:10])]
        if len(period) != len("2024-03"):
            assert all(first_number(period) <= one < after_number(period) for one in inside)
    assert after_number("2024-12") == first_number("2025")
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
    with pytest.raises(StoreError, match="has no index"):
        Index(tmp_path / INDEX)
    (tmp_path / INDEX).write_bytes(b"a text that is not a database, and long enough to be taken for the head of one")
    with pytest.raises(Damaged):
        Index(tmp_path / INDEX)
    (tmp_path / INDEX).unlink()
    sqlite3.connect(tmp_path / INDEX).close()
    with pytest.raises(Damaged):
        Index(tmp_path / INDEX)


def test_an_index_brought_up_to_date_equals_one_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles come and go, change, and people are called otherwise: entities are joined and parted, and events move to another day."""
    anew: list[Path] = []

    def made_anew(nodes: Nodes, path: Path, *, graph: str, base: str) -> None:
        anew.append(path.parents[2])
        write_nodes(nodes, path, graph=graph, base=base)

    monkeypatch.setattr("kgraph.build.indexed.write_nodes", made_anew)
    monkeypatch.setattr("kgraph.build.indexed.MUCH", 2.0)
    articles, out, own = tmp_path / "articles", tmp_path / "out", tmp_path / "own.yaml"
    own.write_text("- rename: {Eva Lund: Eva Holm}\n- same: [Anna Berg, Carl Ek]\n", "utf-8")
    written(articles, *(f"{day}-a" for day in range(1, 21)))
    indexed([articles], out)
    raid = "A raid\n\nDate: 2025-04-06\n\nPolice arrested Carl Ek in Bergen on Friday.\n"
    written(articles, "21-a", "3-b")
    assert indexed([articles], out) == indexed([articles], tmp_path / "more")
    (articles / "5-a.txt").unlink()
    assert indexed([articles], out) == indexed([articles], tmp_path / "less")
    (articles / "6-a.txt").write_text(raid, "utf-8")
    last = indexed([articles], out)
    assert last == indexed([articles], tmp_path / "changed")
    renamed = Settings(corrections=str(own))
    assert indexed([articles], out, renamed) == indexed([articles], tmp_path / "renamed", renamed)
    assert indexed([articles], out) == last
    assert anew.count(out) == 1


def test_a_damaged_index_is_made_from_nothing(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles", tmp_path / "out"
    written(articles, "1-a", "2-a")
    whole = indexed([articles], out)
    with (out / INDEX).open("r+b") as file:
        file.seek(5000)
        file.write(b"damage")
    assert indexed([articles], out) == whole
    (out / INDEX).unlink()
    written(articles, "3-a")
    assert indexed([articles], out) == indexed([articles], tmp_path / "fresh")


def test_a_build_says_what_it_changed(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles", tmp_path / "out"
    written(articles, *(f"{day}-a" for day in range(1, 12)))
    graphs = []
    for come, gone in (((), ()), (("12-a",), ()), ((), ("12-a",)), (("13-a",), ())):
        written(articles, *come)
        for name in gone:
            (articles / f"{name}.txt").unlink()
        indexed([articles], out)
        with Index(out / INDEX) as index:
            graphs.append(index.graph)
    known = changes(Reader(out))
    assert [(one.before, one.after, one.complete) for one in known] == [
        ("", graphs[0], False),
        (graphs[0], graphs[1], True),
        (graphs[1], graphs[2], True),
        (graphs[2], graphs[3], True),
    ]
    assert graphs[0] == graphs[2]
    came = changed_since(known, graphs[1], graphs[3])
    assert came is not None
    assert [iri.partition("/article/")[2][:8] for iri in (*came.articles.added, *came.articles.removed)] == [
        "day-13-a",
        "day-12-a",
    ]
    with Index(out / INDEX) as index:
        new = {
            iri for (iri,) in index.rows("SELECT event.iri FROM event JOIN report ON event = event.n WHERE quote LIKE '%13-a%'")
        }
    assert new <= {*came.events.added, *came.events.changed}
    assert changed_since(known, graphs[3], graphs[3]) == Change(graphs[3], graphs[3])
    assert changed_since(known, "a graph of long ago", graphs[3]) is None


def test_what_came_and_went_between_two_builds_is_not_told() -> None:
    def change(before: str, after: str, **events: tuple[str, ...]) -> Change:
        return Change(before, after, events=Delta(**events))

    steps = (
        change("a", "b", added=("new", "short"), changed=("old",), removed=("back", "gone")),
        change("b", "c", added=("back",), changed=("new",), removed=("short", "old")),
    )
    found = changed_since(steps, "a", "c")
    assert found is not None
    assert found.events == Delta(added=("new",), changed=("back",), removed=("gone", "old"))


def test_only_the_last_changes_are_remembered() -> None:
    known: tuple[Change, ...] = ()
    for number_of in range(120):
        known = msgspec.json.decode(remembered(known, Change(str(number_of), str(number_of + 1))), type=tuple[Change, ...])
    assert (known[0].before, known[-1].after) == ("20", "120")
    assert changed_since(known, "19", "120") is None
    assert changed_since(known, "20", "120") == Change("20", "120")
    many_nodes = Change("120", "121", events=Delta(changed=tuple(map(str, range(200_001)))))
    assert msgspec.json.decode(remembered(known, many_nodes), type=tuple[Change, ...]) == (many_nodes,)
    again = Change("120", "120", complete=False)
    assert msgspec.json.decode(remembered(known, again), type=tuple[Change, ...]) == known


def test_a_rebuild_remembers_nothing_of_articles_that_are_gone(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles", tmp_path / "out"
    written(articles, *(f"{day}-a" for day in range(1, 12)))
    (articles / "1-a.txt").write_text("Zeppelins\n\nDate: 2025-04-01\n\nCarl Ek blamed Anna Berg for the zeppelin.\n", "utf-8")
    indexed([articles], out)
    (articles / "1-a.txt").unlink()
    indexed([articles], out)
    with Index(out / INDEX) as index:
        assert index.value("SELECT count(*) FROM article_text WHERE article_text MATCH 'zeppelin'") == 0
    build([articles], out, Settings(), parts=["index"], anew=True)
    assert changes(Reader(out)) == ()
    assert not any(b"zeppelin" in (out / name).read_bytes().lower() for name in (INDEX, CHANGES))
