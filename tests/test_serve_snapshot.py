"""`kgraph serve` while builds come and go: a reader sees one whole graph, and the next request after a build sees the new one."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgraph.build import build
from kgraph.build.declared import STATE, STORE
from kgraph.disk import is_being_changed, opened
from kgraph.errors import StoreError
from kgraph.rdf import store
from kgraph.serve.snapshot import Snapshots
from kgraph.settings import Settings
from tests.serving import ARTICLES, Served, serving, write_articles, write_graph

EX = "http://example.org/"
SIZE = 300
"""How many things each graph speaks of; all of them say the number of their build."""
NUMBERS = f"SELECT ?n (COUNT(?s) AS ?count) WHERE {{ ?s <{EX}build> ?n }} GROUP BY ?n"


def graph(number: int) -> Iterator[Quad]:
    """A graph all of whose statements say which build it is."""
    for thing in range(SIZE):
        yield Quad(NamedNode(f"{EX}{thing}"), NamedNode(f"{EX}build"), Literal(number), DefaultGraph())


def numbered(folder: Path, number: int) -> Path:
    """The build with this number."""
    return write_graph(graph(number), folder, f"build-{number}")


def seen(server: Served) -> tuple[int, str]:
    """The number of the one build that an answer speaks of, and the name that its header gives."""
    answer = server.query(NUMBERS)
    assert answer.status == 200, answer.text
    (row,) = answer.rows
    assert row["count"] == str(SIZE)
    return int(row["n"]), answer.headers["kgraph-build"]


def test_the_next_request_after_a_build_sees_it(tmp_path: Path) -> None:
    with serving(numbered(tmp_path / "graph", 1)) as server:
        for number in range(1, 5):
            numbered(tmp_path / "graph", number)
            assert seen(server) == (number, f"build-{number}")


def test_no_reader_ever_sees_parts_of_two_builds(tmp_path: Path) -> None:
    """Readers ask all the time while one build after the other takes the last one's place; each number they see is whole, and grows."""
    folder = numbered(tmp_path / "graph", 1)
    found: list[list[int]] = []
    failures: list[object] = []
    done = threading.Event()

    def read() -> None:
        mine: list[int] = []
        found.append(mine)
        while not done.is_set():
            answer = server.query(NUMBERS)
            if answer.status == 503 and answer.json["error"] == "gone":  # two builds came while it was being asked
                continue
            if answer.status != 200 or len(answer.rows) != 1 or answer.rows[0]["count"] != str(SIZE):
                failures.append(answer)
                return
            if answer.headers["kgraph-build"] != f"build-{answer.rows[0]['n']}":
                failures.append(answer)
                return
            mine.append(int(answer.rows[0]["n"]))

    with serving(folder) as server:
        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(2, 12):
            numbered(folder, number)
            while not any(number in mine for mine in found) and any(reader.is_alive() for reader in readers):
                time.sleep(0.01)
        last = seen(server)
        done.set()
        for reader in readers:
            reader.join(60)
    assert failures == []
    assert last == (11, "build-11")
    assert all(mine == sorted(mine) for mine in found)
    assert {number for mine in found for number in mine} >= set(range(2, 12))


def test_a_store_that_is_in_place_before_its_state_is_not_read_yet(tmp_path: Path) -> None:
    folder = numbered(tmp_path / "graph", 1)
    snapshots = Snapshots(folder)
    assert snapshots.current().build == "build-1"
    with opened(folder) as files:
        store.prepared(graph(2), files, STORE).publish("build-2")
        assert snapshots.current().build == "build-1"
        assert len(snapshots.current().store) == SIZE
    numbered(folder, 2)
    assert snapshots.current().build == "build-2"


def test_a_snapshot_lives_as_long_as_somebody_has_it(tmp_path: Path) -> None:
    folder = numbered(tmp_path / "graph", 1)
    snapshots = Snapshots(folder)
    old = snapshots.current()
    numbered(folder, 2)
    assert snapshots.current() is not old
    assert {quad.object for quad in old.store} == {Literal(1)}
    assert {quad.object for quad in snapshots.current().store} == {Literal(2)}


def test_nothing_is_read_again_while_nothing_changes(tmp_path: Path) -> None:
    snapshots = Snapshots(numbered(tmp_path / "graph", 1))
    first = snapshots.current()
    assert snapshots.is_fresh
    assert snapshots.current() is first


def test_a_build_that_is_damaged_leaves_the_last_one_in_place(tmp_path: Path) -> None:
    folder = numbered(tmp_path / "graph", 1)
    snapshots = Snapshots(folder)
    snapshots.current()
    (folder / STATE).write_bytes(b"{")
    assert snapshots.current().build == "build-1"
    with pytest.raises(StoreError):
        Snapshots(folder).current()
    numbered(folder, 3)
    assert snapshots.current().build == "build-3"


def test_whoever_asks_is_told_that_a_build_has_no_index(tmp_path: Path) -> None:
    snapshot = Snapshots(numbered(tmp_path / "graph", 1)).current()
    with pytest.raises(StoreError, match="--only index"):
        _ = snapshot.index


def test_whether_a_folder_is_being_changed_is_seen_without_taking_its_lock(tmp_path: Path) -> None:
    folder = numbered(tmp_path / "graph", 1)
    if not Path("/proc/locks").exists():
        pytest.skip("the system does not list locks")
    assert not is_being_changed(folder)
    with opened(folder):
        assert is_being_changed(folder)
    assert not is_being_changed(folder)


def test_a_real_build_is_seen_with_its_index_while_the_server_runs(sample_graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(sample_graph, folder)
    snapshots = Snapshots(folder)
    before = snapshots.current()
    assert before.index.graph == before.build
    articles = write_articles(tmp_path / "articles")
    (articles / "new.txt").write_text(
        "A third meeting\n\nDate: 2025-03-09\n\nAnna Berg met Dora Holm in Bergen on Friday.\n", "utf-8"
    )
    with serving(folder) as server:
        names = "SELECT ?name WHERE { ?who a kg:Person ; rdfs:label ?name } ORDER BY ?name"
        assert [row["name"] for row in server.query(names).rows] == ["Anna Berg", "Carl Ek"]
        build([articles], folder, Settings(), parts=["index"])
        assert [row["name"] for row in server.query(names).rows] == ["Anna Berg", "Carl Ek", "Dora Holm"]
    after = snapshots.current()
    assert after.index.graph == after.build != before.build
    assert before.index.graph == before.build


def test_a_build_of_the_graph_alone_is_served_without_an_index(sample_graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(sample_graph, folder)
    articles = write_articles(tmp_path / "articles")
    snapshots = Snapshots(folder)
    before = snapshots.current()
    (articles / sorted(ARTICLES)[0]).unlink()
    build([articles], folder, Settings(), parts=[])
    after = snapshots.current()
    assert after.build != before.build
    assert after.found_index is None
