"""Builds: only what changed is done again, and the result never depends on how it came about."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from kgraph.build import BuildResult, build, extractions, remembering, resolution
from kgraph.build.declared import STATE
from kgraph.disk.folder import LOCK
from kgraph.errors import AuthorityError, DuplicateArticle, LexiconError, NoArticles, StoreError
from kgraph.rdf.query import run
from kgraph.rdf.store import open_quads, open_store
from kgraph.settings import Settings

ARTICLES = {
    "one.txt": "Talks in Oslo\n\nDate: 2025-03-04\n\nAnna Berg met Carl Ek in Oslo on Monday. Berg accused Ek of lying to the press.\n",
    "two.txt": "A visit\n\nDate: 2025-03-05\n\nCarl Ek did not visit Bergen. He blamed Anna Berg for the zeppelin.\n",
    "three.txt": "A promise\n\nDate: 2025-03-06\n\nAnna Berg promised to send aid to Bergen. Police arrested two men in Oslo.\n",
}
FILES = ("graph.nq", "graph.trig", "graph.ttl", "graph.jsonld", "resolution.json")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def built(sources: Sequence[Path], out: Path, *, processes: int = 1) -> BuildResult:
    """What a build did that had no errors."""
    result = build(sources, out, Settings(processes=processes), parts=["files"])
    assert result.errors == ()
    return result


def content(out: Path) -> dict[str, bytes]:
    """The bytes of what a build wrote."""
    return {name: (out / name).read_bytes() for name in FILES}


def test_a_build_finds_entities_and_events(articles: Path, tmp_path: Path) -> None:
    result = built([articles], tmp_path / "out")
    assert (result.articles, result.extracted) == (3, 3)
    names = {entity.id for entity in resolution(tmp_path / "out").entities}
    assert {"person/anna-berg", "person/carl-ek"} <= names
    assert "Meeting" in {event.type for event in resolution(tmp_path / "out").events}


def test_a_second_build_does_nothing(articles: Path, tmp_path: Path) -> None:
    built([articles], tmp_path / "out")
    again = built([articles], tmp_path / "out")
    assert (again.extracted, again.unchanged) == (0, True)


def test_neither_order_nor_processes_nor_history_change_the_bytes(articles: Path, tmp_path: Path) -> None:
    files = sorted(articles.iterdir())
    built(files, tmp_path / "a")
    built(files[::-1], tmp_path / "b")
    built(files, tmp_path / "c", processes=2)
    built(files[:1], tmp_path / "d")
    built(files, tmp_path / "d")
    assert content(tmp_path / "a") == content(tmp_path / "b") == content(tmp_path / "c") == content(tmp_path / "d")


def test_a_changed_article_alone_is_extracted_again(articles: Path, tmp_path: Path) -> None:
    built([articles], tmp_path / "out")
    (articles / "two.txt").write_text("A visit\n\nDate: 2025-03-05\n\nCarl Ek visited Bergen on Tuesday.\n", "utf-8")
    result = built([articles], tmp_path / "out")
    assert (result.extracted, result.removed) == (1, 1)
    built([articles], tmp_path / "fresh")
    assert content(tmp_path / "out") == content(tmp_path / "fresh")


def test_a_deleted_article_leaves_no_trace(articles: Path, tmp_path: Path) -> None:
    built([articles], tmp_path / "out")
    (articles / "two.txt").unlink()
    result = built([articles], tmp_path / "out")
    assert (result.articles, result.extracted, result.removed) == (2, 0, 1)
    assert not any(b"zeppelin" in text for text in content(tmp_path / "out").values())
    store = open_quads(tmp_path / "out" / "store")
    assert run(store, 'SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o FILTER(CONTAINS(STR(?o), "zeppelin")) } }').rows == ()


def test_the_store_alone_is_changed_in_place(articles: Path, tmp_path: Path) -> None:
    """However the store came about, it holds the same; files, networks and page of an older graph are gone."""
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    for number in range(20):
        (articles / f"{number}.txt").write_text(
            f"Day {number}\n\nDate: 2025-04-{number + 1:02}\n\nAnna Berg met Eva Lund {number}.\n", "utf-8"
        )
    built([articles], out)
    assert build([articles], out, Settings(), parts=["page"]).unchanged
    (articles / "two.txt").unlink()
    (articles / "3.txt").write_text("A raid\n\nDate: 2025-04-04\n\nPolice arrested Carl Ek in Oslo.\n", "utf-8")
    assert build([articles], out, Settings(), parts=()).extracted == 1
    assert not [name for name in (*FILES[:4], "explore.html") if (out / name).exists()]
    assert tables(out / "store" / "2") & tables(out / "store" / "1"), "no table is shared: it was written anew"
    assert not list((out / "store" / "2").glob("LOG.old*")), "each change would leave one more"
    built([articles], fresh)
    assert set(open_quads(out / "store")) == set(open_quads(fresh / "store"))
    assert build([articles], out, Settings(), parts=["files"]).unchanged
    assert content(out) == content(fresh)


@pytest.mark.parametrize("between", [nullcontext, remembering])
def test_however_a_graph_came_about_it_is_the_same(
    between: Callable[[], AbstractContextManager[None]], articles: Path, tmp_path: Path
) -> None:
    """Articles come, go and change, people are called otherwise and again as they were, and somebody writes into the folder."""
    out, own = tmp_path / "out", tmp_path / "own.yaml"
    own.write_text("- rename: {Carl Ek: Karl Ek}\n", "utf-8")
    for number in range(30):
        (articles / f"{number}.txt").write_text(
            f"Day {number}\n\nDate: 2025-04-{number + 1:02}\n\nAnna Berg met Eva Lund. Lund blamed a striker for raid {number}.\n",
            "utf-8",
        )
    plain, renamed = Settings(), Settings(corrections=str(own))
    raid = "A raid\n\nDate: 2025-04-04\n\nEva Berg met Anna Berg in Oslo. Berg blamed Eva Lund.\n"
    steps: list[tuple[Callable[[], object], Settings]] = [
        (lambda: None, plain),
        (lambda: (articles / "3.txt").write_text(raid, "utf-8"), plain),
        (lambda: (articles / "30.txt").write_text(f"One more\n\n{raid}", "utf-8"), plain),
        (lambda: (articles / "0.txt").unlink(), plain),
        (lambda: (articles / "1.txt").unlink(), renamed),
        (lambda: (articles / "4.txt").unlink(), renamed),
        (lambda: (articles / "5.txt").unlink(), plain),
        (lambda: (out / "resolution.json").write_bytes(b'{"entities":[],"events":[]}'), renamed),
        (lambda: (out / "resolution.json").unlink(), plain),
    ]
    with between():
        for number, (change, settings) in enumerate(steps):
            change()
            build([articles], out, settings, parts=())
            fresh = tmp_path / f"fresh-{number}"
            build([articles], fresh, settings, parts=())
            assert (out / "resolution.json").read_bytes() == (fresh / "resolution.json").read_bytes()
            assert set(open_quads(out / "store")) == set(open_quads(fresh / "store"))


def test_a_graph_made_anew_leaves_no_file_of_the_last(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built([articles], out)
    (articles / "two.txt").unlink()
    build([articles], out, Settings(), parts=())
    assert len(list((out / "store").glob("[0-9]*"))) == 2
    assert not build([articles], out, Settings(), anew=True).unchanged
    (store,) = (out / "store").glob("[0-9]*")
    assert not any(b"zeppelin" in path.read_bytes() for path in out.rglob("*") if path.is_file())
    built([articles], tmp_path / "fresh")
    assert content(out) == content(tmp_path / "fresh")
    assert set(open_quads(store.parent)) == set(open_quads(tmp_path / "fresh" / "store"))


def tables(folder: Path) -> set[int]:
    """The numbers that the file system has for a store's tables."""
    return {path.stat().st_ino for path in folder.glob("*.sst")}


def test_a_graph_that_was_not_finished_is_made_anew(articles: Path, tmp_path: Path) -> None:
    """A build was killed after it had put its store in place, and then the articles were put back as they had been."""
    out = tmp_path / "out"
    built([articles], out)
    state = (out / STATE).read_bytes()
    text = (articles / "two.txt").read_text("utf-8")
    (articles / "two.txt").unlink()
    built([articles], out)
    (out / STATE).write_bytes(state)
    (articles / "two.txt").write_text(text, "utf-8")
    assert not built([articles], out).unchanged
    built([articles], tmp_path / "fresh")
    assert content(out) == content(tmp_path / "fresh")
    assert set(open_quads(out / "store")) == set(open_quads(tmp_path / "fresh" / "store"))


def test_a_graph_in_memory_is_a_file(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([articles], out, Settings(store="memory"), parts=())
    assert (out / "graph.nq").is_file()
    assert not (out / "store").exists()
    assert len(open_store(out / "store", kind="memory").query("SELECT ?e { ?e a kg:Meeting }")) == 1
    (articles / "two.txt").unlink()
    build([articles], out, Settings(store="memory"), parts=())
    assert b"zeppelin" not in (out / "graph.nq").read_bytes()


def test_authority_and_corrections_are_resolved_anew_and_nothing_is_extracted_again(articles: Path, tmp_path: Path) -> None:
    known, corrections = tmp_path / "known.yaml", tmp_path / "own.yaml"
    known.write_text("- {name: Anna Berg, type: Person, wikidata: Q42}\n", "utf-8")
    corrections.write_text("- rename: {Carl Ek: Karl Ek, Eva Lund: Eva}\n", "utf-8")
    settings = Settings(authority=(str(known),), corrections=str(corrections))
    out = tmp_path / "out"
    built([articles], out)
    first = build([articles], out, settings)
    assert (first.extracted, first.unchanged) == (0, False)
    (warning,) = first.warnings
    assert "own.yaml:1: no entity is called 'Eva Lund'" in str(warning)
    named = {entity.id: entity for entity in resolution(out).entities}
    assert named["person/anna-berg"].links[0].iri.endswith("/Q42")
    assert named["person/carl-ek"].name == "Karl Ek"
    again = build([articles], out, settings)
    assert (again.extracted, again.unchanged, [str(w) for w in again.warnings]) == (0, True, [str(warning)])
    for path, text in ((known, "- {name: Anna Berg, type: Person, country: NOR}\n"), (corrections, "[]\n")):
        path.write_text(text, "utf-8")
        assert (build([articles], out, settings).unchanged, build([articles], out, settings).extracted) == (False, 0)
    assert build([articles], out, Settings(shipped_authority=False)).extracted == 0


def test_a_newer_lexicon_extracts_only_the_articles_that_hold_a_word_of_which_it_says_something_else(
    articles: Path, tmp_path: Path
) -> None:
    own, out = tmp_path / "own", tmp_path / "out"
    own.mkdir()
    settings = Settings(lexicon=(str(own),))
    text = ARTICLES["one.txt"].replace("accused Ek of lying to the press", "said that Carl Ek lied to reporters")
    (articles / "one.txt").write_text(text, "utf-8")

    def extracted(entry: str) -> int:
        (own / "own.yaml").write_text(entry, "utf-8")
        return build([articles], out, settings).extracted

    entry = "Lie:\n  definition: Says what is not true.\n  phrase: lied to\n  roles: {agent: {}, addressee: {}}\n  triggers:\n"
    assert extracted("") == 3
    assert extracted(f"{entry}    - {{verb: lie, frames: [{{subject: agent, to: addressee}}]}}\n") == 1
    assert "Lie" in {event.type for event in resolution(out).events}
    assert extracted(f"{entry}    - {{verb: [lie, fib], frames: [{{subject: agent, to: addressee}}]}}\n") == 0, "nobody fibs"
    assert extracted(entry.replace("not true", "false") + "    - {verb: lie, frames: [{subject: agent, to: addressee}]}\n") == 0
    assert extracted("") == 1
    assert build([articles], out, Settings()).extracted == 0
    built([articles], tmp_path / "fresh")
    assert content(out) == content(tmp_path / "fresh")


def test_a_lexicon_with_faults_stops_a_build_before_it_extracts(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("Lie: {colour: red}\n", "utf-8")
    with pytest.raises(LexiconError, match=r"own\.yaml:1"):
        build([articles], tmp_path / "out", Settings(lexicon=(str(tmp_path),)))
    assert not list((tmp_path / "out").glob("extractions/*"))


def test_a_bad_authority_file_stops_a_build_before_it_extracts(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "known.csv").write_text("name,type\nAnna Berg,Human\n", "utf-8")
    with pytest.raises(AuthorityError, match=r"known\.csv:2"):
        build([articles], tmp_path / "out", Settings(authority=(str(tmp_path / "known.csv"),)))
    assert not (tmp_path / "out").exists()


def test_extractions_can_be_read_of_some_articles(articles: Path, tmp_path: Path) -> None:
    built([articles], tmp_path / "out")
    wanted = next(extractions(tmp_path / "out")).article.id
    assert [extraction.article.id for extraction in extractions(tmp_path / "out", {wanted})] == [wanted]


def test_a_moved_article_is_not_extracted_again(articles: Path, tmp_path: Path) -> None:
    built([articles], tmp_path / "out")
    (articles / "old").mkdir()
    (articles / "two.txt").rename(articles / "old" / "two.txt")
    assert built([articles], tmp_path / "out").extracted == 0


def test_a_renamed_article_is_told_by_its_new_name(articles: Path, tmp_path: Path) -> None:
    built([articles], tmp_path / "out")
    (articles / "two.txt").rename(articles / "zwei.txt")
    built([articles], tmp_path / "out")
    built([articles], tmp_path / "fresh")
    assert content(tmp_path / "out") == content(tmp_path / "fresh")
    assert set(open_quads(tmp_path / "out" / "store")) == set(open_quads(tmp_path / "fresh" / "store"))


def test_a_record_is_not_extracted_again_for_one_before_it(tmp_path: Path) -> None:
    feed, records = (
        tmp_path / "feed.jsonl",
        [f'{{"id": "{name}", "text": "Anna Berg met Carl Ek in {name}."}}' for name in ("Oslo", "Bergen")],
    )
    feed.write_text(records[1] + "\n", "utf-8")
    built([feed], tmp_path / "out")
    feed.write_text("\n".join(records) + "\n", "utf-8")
    assert built([feed], tmp_path / "out").extracted == 1


def test_a_repeated_article_is_told_and_built_once(articles: Path, tmp_path: Path) -> None:
    (articles / "again.txt").write_text(ARTICLES["one.txt"], "utf-8")
    result = build([articles], tmp_path / "out", Settings())
    assert result.articles == 3
    (error,) = result.errors
    assert isinstance(error, DuplicateArticle)
    assert "one.txt" in str(error)
    assert "again.txt" in str(error)


def test_bad_articles_are_told_and_the_others_built(articles: Path, tmp_path: Path) -> None:
    (articles / "empty.txt").touch()
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (articles / "broken.jsonl").write_text('{"text": "Anna Berg met Eva Lund in Rome."}\n{"text": \n', "utf-8")
    result = build([articles], tmp_path / "out", Settings())
    assert result.articles == 4
    messages = "\n".join(sorted(str(error) for error in result.errors))
    assert len(result.errors) == 3
    assert "empty.txt" in messages
    assert "binary.txt" in messages
    assert "broken.jsonl:2" in messages


def test_nothing_to_build_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoArticles, match="missing"):
        build([tmp_path / "missing"], tmp_path / "out", Settings())


def test_one_build_at_a_time(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / LOCK).parent.mkdir(parents=True)
    with (out / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another build"):
            build([articles], out, Settings(), parts=["files"])


def test_a_failed_build_leaves_the_last_graph(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    built([articles], out)
    before = content(out)
    (articles / "two.txt").unlink()

    def fail(*_: object) -> None:
        raise StoreError("the gate is shut")

    monkeypatch.setattr("kgraph.rdf.shapes.check", fail)
    with pytest.raises(StoreError, match="gate"):
        build([articles], out, Settings(), parts=["files"])
    assert content(out) == before
    assert "A visit" in {
        row[0] for row in run(open_quads(out / "store"), "SELECT ?h WHERE { GRAPH ?a { ?a schema:headline ?h } }").rows
    }
    monkeypatch.undo()
    assert built([articles], out).extracted == 0


def test_a_broken_extraction_is_named(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built([articles], out)
    path = next((out / "extractions").iterdir())
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(StoreError, match=path.name):
        list(extractions(out))


def test_a_killed_build_resumes(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built([articles / "one.txt"], out)
    finished = {path: path.stat().st_mtime_ns for path in (out / "extractions").iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph.cli", "build", str(articles), "-o", str(out)], stderr=subprocess.DEVNULL
    )
    process.send_signal(signal.SIGKILL)
    process.wait()
    built([articles], out)
    assert {path: path.stat().st_mtime_ns for path in finished if path.exists()} == finished
    built([articles], tmp_path / "fresh")
    assert content(out) == content(tmp_path / "fresh")
