"""A build's folder: nothing of the user's is lost, nothing damaged goes unnoticed, and its history leaves no trace."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kgraph.build import BuildResult, build, extractions, resolution
from kgraph.build.declared import CHANGES, INDEX
from kgraph.build.status import status
from kgraph.cli import FAILED, OK, USAGE, main
from kgraph.disk import HIDDEN, MANIFEST, Reader
from kgraph.disk.manifest import COPY
from kgraph.errors import Damaged, NotOurs, OwnOutput, StoreError
from kgraph.rdf.query import run
from kgraph.rdf.store import open_quads, open_store
from kgraph.settings import Settings
from tests.test_index import tables

PEOPLE = ("Anna Berg", "Carl Ek", "Eva Lund", "Ida Falk")
ACTS = ("met", "blamed", "praised", "accused", "invited")
TOWNS = ("Oslo", "Bergen", "Stockholm")


def text(number: int) -> str:
    """An article that shares people, places and days with others."""
    chance = random.Random(number)
    sentences = (
        f"{chance.choice(PEOPLE)} {chance.choice(ACTS)} {chance.choice(PEOPLE)} in {chance.choice(TOWNS)}." for _ in range(3)
    )
    return f"News {number}\n\nDate: 2025-03-{number % 27 + 1:02}\n\n{' '.join(sentences)}\n"


def write(folder: Path, *numbers: int) -> Path:
    """A folder with articles of these numbers."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number}.txt").write_text(text(number), "utf-8")
    return folder


def made(articles: Path, out: Path, **options: object) -> BuildResult:
    """A build of everything that had no errors."""
    result = build([articles], out, Settings(), **options)  # type: ignore[arg-type]
    assert result.errors == ()
    return result


def written(out: Path) -> dict[str, bytes]:
    """What a build wrote, by its names, without what may differ: RocksDB's own files, the order of the manifest, what earlier builds did.

    Of the index, whose pages may lie in another order, the rows.
    """
    paths = (path for path in out.rglob("*") if path.is_file())
    names = {path.relative_to(out).as_posix(): path for path in paths}
    kept = {name: path for name, path in names.items() if not name.startswith(("store/", f"{HIDDEN}/", CHANGES))}
    return {name: path.read_bytes() if name != INDEX else repr(tables(path)).encode() for name, path in kept.items()}


def assert_as_from_nothing(articles: Path, out: Path, fresh: Path, **options: object) -> None:
    """Whether a folder holds, byte for byte, what a build of the same articles makes in a new one."""
    made(articles, fresh, **options)
    assert_same(out, fresh)


def assert_same(out: Path, fresh: Path) -> None:
    """Whether two folders hold the same, byte for byte, and the first nothing that is damaged or in the making."""
    assert written(out) == written(fresh)
    assert set(open_quads(out / "store")) == set(open_quads(fresh / "store"))
    assert list((out / HIDDEN / "new").iterdir()) == []
    assert Reader(out).verify() == []


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and a build of them; tests work on copies."""
    folder = tmp_path_factory.mktemp("finished")
    made(write(folder / "articles", 1, 2, 3), folder / "out")
    return folder


@pytest.fixture
def articles(finished: Path) -> Path:
    """The articles where the build found them, which it remembers; as they were then."""
    shutil.rmtree(finished / "articles")
    return write(finished / "articles", 1, 2, 3)


@pytest.fixture
def out(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished / "out", tmp_path / "out"))


# what is the user's


def test_the_manifest_is_one_that_sha256sum_checks(out: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("no sha256sum here")
    done = subprocess.run([program, "--strict", "--quiet", "-c", MANIFEST], cwd=out, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert set(written(out)) <= set(Reader(out).names())


def test_files_of_the_user_stay_whatever_happens(articles: Path, out: Path) -> None:
    names = (
        "evidence/photo.jpg",
        "extractions/mine.json",
        "networks/my/drawing.svg",
        "store/readme",
        "store/1/note",
        "notes.txt",
        "looked-up/x",
    )
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(f"mine: {name}", "utf-8")
    made(write(articles, 4), out)
    (articles / "1.txt").unlink()
    made(articles, out, parts=())
    made(write(articles, 5), out, anew=True)
    made(write(articles, 6), out)
    assert {name: (out / name).read_text("utf-8") for name in names} == {name: f"mine: {name}" for name in names}


@pytest.mark.parametrize(
    "name", ["explore.html", "graph.ttl", "build.json", "networks/dyads.csv", "store", "networks", "evidence", "store/CURRENT"]
)
def test_a_file_in_the_way_is_refused_before_anything_is_done(name: str, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    (out / HIDDEN).mkdir(parents=True)
    (out / MANIFEST).touch()
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("mine", "utf-8")
    with pytest.raises(NotOurs, match=name):
        made(articles, out)
    assert (out / name).read_text("utf-8") == "mine"
    assert [path for path in out.rglob("*") if path.is_file() and HIDDEN not in path.parts] == [out / name]


def test_a_file_that_the_build_would_not_write_is_in_nobodys_way(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    made(articles, out, parts=())
    (out / "explore.html").write_text("mine", "utf-8")
    made(write(articles, 4), out, parts=["files"])
    assert (out / "explore.html").read_text("utf-8") == "mine"
    with pytest.raises(NotOurs):
        made(articles, out)


def test_what_equals_what_would_be_written_is_taken_as_written(articles: Path, out: Path, tmp_path: Path) -> None:
    made(articles, tmp_path / "other", parts=())
    shutil.copytree(out / "extractions", tmp_path / "other" / "extractions", dirs_exist_ok=True)
    made(articles, tmp_path / "other")
    assert_as_from_nothing(articles, tmp_path / "other", tmp_path / "fresh")


def foreign(folder: Path) -> None:
    (folder / "thesis.txt").write_text("mine", "utf-8")


def older(folder: Path) -> None:
    (folder / "build.json").write_text("{}", "utf-8")


@pytest.mark.parametrize(("fill", "why"), [(foreign, "thesis.txt"), (older, "older kgraph")])
def test_a_folder_of_somebody_else_is_refused(fill: Callable[[Path], None], why: str, articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    fill(place)
    before = written(place)
    assert main(["build", str(articles), "-o", str(place)]) == USAGE
    with pytest.raises(NotOurs, match=why):
        made(articles, place)
    assert written(place) == before
    assert not (place / HIDDEN).exists()


def test_hidden_files_do_not_count(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in (".gitkeep", ".DS_Store"):
        (tmp_path / "new" / name).touch()
    made(articles, tmp_path / "new", parts=())
    assert (tmp_path / "new" / ".gitkeep").exists()


def test_places_that_cannot_be_a_folder_are_refused(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = articles / "1.txt"
    for place in (article, article / "out", tmp_path / ("x" * 300), articles):
        assert main(["build", str(articles), "-o", str(place)]) == USAGE, place
        assert str(place) in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["build", str(articles), "-o", ""])
    assert "an empty name" in capsys.readouterr().err
    assert article.read_text("utf-8") == text(1)
    assert sorted(path.name for path in articles.iterdir()) == ["1.txt", "2.txt", "3.txt"]


def test_output_among_the_articles_is_left_out_with_a_warning(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        result = made(articles, articles / "out")
        assert result.articles == 3
        (warning,) = result.warnings
        assert isinstance(warning, OwnOutput)
        assert warning.where == str(articles / "out")
    assert main(["build", str(articles), "-o", str(articles / "out")]) == OK
    assert "warning: " in capsys.readouterr().err
    assert main(["extract", str(articles)]) == OK


def test_make_clean_leaves_nothing(out: Path) -> None:
    (out / ".gitkeep").touch()
    subprocess.run(["make", "-s", "clean", f"OUTPUT={out}"], cwd=Path(__file__).parents[1], check=True)
    assert [path.name for path in out.iterdir()] == [".gitkeep"]


# what is damaged


def flipped(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    replaced(path, bytes(raw))


def cut(path: Path) -> None:
    replaced(path, path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    replaced(path, b"")


def replaced(path: Path, content: bytes) -> None:
    path.unlink()  # else a link of the same table would be damaged as well
    path.write_bytes(content)


DAMAGES: tuple[Callable[[Path], None], ...] = (flipped, cut, emptied, Path.unlink)
KINDS: tuple[str, ...] = (
    "extractions/",
    "evidence/",
    "looked-up/",
    "files-read.json",
    "resolution.json",
    "neighbourhoods.msgpack",
    "build.json",
    "made-of.json",
)
KINDS += ("shown.json", "store/CURRENT", "graph.nq", "graph.ttl", "explore.html", "networks/report.md", "networks/actors.json")


def some(out: Path, kind: str) -> Path:
    """A file of a kind that a build wrote and that has content."""
    names = (name for name in Reader(out).names() if name == kind or (kind.endswith("/") and name.startswith(kind)))
    return next(path for name in names if (path := out / name).stat().st_size > 0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_made_again(kind: str, articles: Path, out: Path, finished: Path) -> None:
    for damage in (flipped, Path.unlink):
        path = some(out, kind) if kind != "networks/actors.json" or (out / kind).exists() else some(out, "networks/")
        damage(path)
        assert any("1 file damaged" in reason for reason in status([articles], out, Settings()).reasons), damage
        result = made(articles, out)
        assert result.healed == 1, damage
        assert written(out).keys() == written(finished / "out").keys()
        assert kind == "store/CURRENT" or path.read_bytes() == (finished / "out" / path.relative_to(out)).read_bytes()
    assert made(articles, out).healed == 0
    assert set(open_quads(out / "store")) == set(open_quads(finished / "out" / "store"))


def test_a_damaged_table_of_the_store_never_leads_to_nothing_to_do(
    articles: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", str(articles), "-o", str(out)]
    assert main(command) == OK
    for damage in DAMAGES:
        for suffix in ("*.sst", "MANIFEST-*") if damage is flipped else ("*.sst",):
            capsys.readouterr()
            current = out / "store" / (out / "store" / "CURRENT").read_text("utf-8").split()[0]
            damage(max(current.glob(suffix), key=lambda path: path.stat().st_size))
            assert main(command) == OK
            assert "1 damaged file restored" in capsys.readouterr().err
            assert len(open_quads(out / "store")) > 0


def test_readers_tell_what_is_damaged(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flipped(out / "resolution.json")
    for reader in (["entities"], ["explain", "Anna Berg"], ["reconcile", "--service", "http://127.0.0.1:9/"]):
        assert main([*reader, "-d", str(out)]) == USAGE
        assert "resolution.json: is damaged; build again to heal it [damaged]" in capsys.readouterr().err
    with pytest.raises(Damaged, match="resolution"):
        resolution(out)
    cut(some(out, "extractions/"))
    with pytest.raises(Damaged, match="extractions"):
        list(extractions(out))


@pytest.mark.parametrize("name", ["store/CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_store_is_told_and_the_graphs_file_serves_where_it_can(
    name: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / name if "/" in name else max((out / "store" / "1").glob(name), key=lambda path: path.stat().st_size)
    cut(path)
    for reader in (
        ["query", "ASK { ?s ?p ?o }"],
        ["export", "-o", str(out.parent / "x.trig")],
        ["query", "ASK {?s ?p ?o}", "--timeout", "9"],
    ):
        assert main([*reader, "-d", str(out)]) == USAGE
        assert "[damaged]" in capsys.readouterr().err
    with pytest.raises(StoreError, match="build again"):
        open_store(out / "store")
    assert not (out.parent / "x.trig").exists()


def test_a_block_of_the_store_is_checked_when_it_is_read(out: Path) -> None:
    """The table keeps its size, so that only Oxigraph sees it, in the middle of a query."""
    for table in (out / "store" / "1").glob("*.sst"):
        raw = bytearray(table.read_bytes())
        raw[: len(raw) // 2] = bytes(len(raw) // 2)
        replaced(table, bytes(raw))
    Reader(out)
    with pytest.raises(StoreError, match="build again"):
        run(open_quads(out / "store"), "SELECT * { ?s ?p ?o }")


def test_a_damaged_file_of_the_graph_is_not_shown(out: Path) -> None:
    page = (out / "explore.html").read_bytes()
    emptied(out / "graph.nq")
    assert main(["explore", "-d", str(out)]) == OK
    assert main(["analyse", "-d", str(out)]) == OK
    assert (out / "explore.html").read_bytes() == page


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_manifest_is_healed(damage: Callable[[Path], None], articles: Path, out: Path, tmp_path: Path) -> None:
    damage(out / MANIFEST)
    assert main(["query", "ASK { ?s ?p ?o }", "-d", str(out)]) == OK
    made(write(articles, 4), out)
    assert_as_from_nothing(articles, out, tmp_path / "fresh")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_of_the_manifest_is_reported_and_healed(damage: Callable[[Path], None], articles: Path, out: Path) -> None:
    damage(out / COPY)
    assert Reader(out).verify() == [COPY]
    made(articles, out)
    assert (out / COPY).read_bytes() == (out / MANIFEST).read_bytes()


def test_a_copy_of_the_manifest_before_is_renewed(articles: Path, out: Path) -> None:
    """A build may be killed between the manifest and its copy."""
    before = (out / COPY).read_bytes()
    made(write(articles, 4), out)
    (out / COPY).write_bytes(before)
    made(articles, out)
    assert (out / COPY).read_bytes() == (out / MANIFEST).read_bytes() != before


def test_without_any_manifest_nothing_is_changed_and_the_user_is_told_how_to_go_on(articles: Path, out: Path) -> None:
    (out / MANIFEST).unlink()
    (out / COPY).unlink()
    before = written(out)
    with pytest.raises(NotOurs, match="delete it, or name another"):
        made(articles, out)
    assert written(out) == before


def test_a_manifest_that_says_anything_deletes_nothing_else(articles: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", "utf-8")
    (out / "notes.txt").write_text("mine", "utf-8")
    lines = "".join(f"{'0' * 64}  {name}\n" for name in ("../precious.txt", "notes.txt", str(tmp_path / "precious.txt")))
    with (out / MANIFEST).open("a") as file:
        file.write(lines.replace("notes.txt", "networks/../notes.txt") + "nonsense")
    (articles / "1.txt").unlink()
    made(articles, out)
    assert (tmp_path / "precious.txt").read_text("utf-8") == (out / "notes.txt").read_text("utf-8") == "mine"


# what a build leaves


@pytest.mark.parametrize("seed", range(2))
def test_history_leaves_no_trace(seed: int, tmp_path: Path) -> None:
    chance, articles, out = random.Random(seed), write(tmp_path / "articles", *range(12)), tmp_path / "out"
    for step in range(5):
        made(articles, out, parts=chance.choice([(), ("page",), ("files", "networks", "page")]))
        there = sorted(articles.iterdir())
        chance.choice(there).unlink()
        write(articles, 20 + step + 10 * seed)
        there = sorted(articles.iterdir())
        chance.choice(there).write_text(text(50 + step), "utf-8")
        chance.choice(there[:-1]).rename(articles / f"renamed-{step}.txt")
        if step % 2:
            kill(articles, {out: chance.randrange(1, 40)})
    made(articles, out)
    assert_as_from_nothing(articles, out, tmp_path / "fresh")


KILLED = """
import json, os, signal, sys
from pathlib import Path
from kgraph.build import build
from kgraph.disk import folder
from kgraph.settings import Settings
append, left = folder.append, 0
def step():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
def counted(*given):
    step()
    append(*given)
    step()
folder.append = counted
articles, outs = Path(sys.argv[1]), json.loads(sys.argv[2])
from kgraph.build import extract_articles
from kgraph.ingest import read
list(extract_articles(list(read([articles]))[:1], Settings()))  # the model is read once, and no store is open yet
for out, moment in outs.items():
    left = moment
    if os.fork() == 0:
        build([articles], Path(out), Settings())
        os._exit(0)
    os.wait()
"""
MOMENTS = (1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 40)


def kill(articles: Path, moments: dict[Path, int]) -> None:
    """Builds into folders, and is killed in each before or after it has put so many records into the manifest."""
    outs = json.dumps({str(out): moment for out, moment in moments.items()})
    subprocess.run(
        [sys.executable, "-c", KILLED, str(articles), outs], cwd=Path(__file__).parents[1], capture_output=True, check=True
    )


@pytest.fixture(scope="module")
def killed(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles, a whole build of them, and for each moment one that was killed on its way from other articles to these."""
    folder = tmp_path_factory.mktemp("killed")
    shutil.copytree(finished / "out", folder / "before")
    write(folder / "articles", 1, 3, 4)
    for moment in MOMENTS:
        shutil.copytree(finished / "out", folder / str(moment))
    kill(folder / "articles", {folder / str(moment): moment for moment in MOMENTS})
    made(folder / "articles", folder / "fresh")
    return folder


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_is_followed_by_a_whole_one(moment: int, killed: Path) -> None:
    out, fresh = killed / str(moment), killed / "fresh"
    seen = set(open_quads(out / "store"))
    assert seen in (set(open_quads(killed / "before" / "store")), set(open_quads(fresh / "store"))), (
        "neither the last graph nor the new"
    )
    assert Reader(out).verify() or any((out / HIDDEN / "new").iterdir()) or written(out) != written(fresh), "nobody was killed"
    made(killed / "articles", out)
    assert_same(out, fresh)


def test_an_extraction_does_not_tell_where_its_article_lay(articles: Path, out: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(articles, tmp_path / "elsewhere"))
    made(moved, tmp_path / "other")
    for name in ("extractions", "evidence", "looked-up"):
        assert written(tmp_path / "other" / name) == written(out / name)
    assert not any(b"articles" in content for content in written(out / "extractions").values())
    assert (tmp_path / "other" / "graph.nq").read_bytes() == (out / "graph.nq").read_bytes()


def test_a_build_makes_networks_and_page_unless_it_is_told_otherwise(articles: Path, out: Path, tmp_path: Path) -> None:
    assert (out / "explore.html").is_file()
    assert (out / "networks" / "report.md").is_file()
    made(articles, tmp_path / "bare", parts=())
    assert not {"explore.html", "graph.nq"} & set(written(tmp_path / "bare"))
    made(write(articles, 4), out, parts=["page"])
    assert not (out / "networks").exists(), "networks of an older graph stay in no folder"
    assert not (out / "graph.nq").exists()


def test_networks_and_page_are_written_only_where_nobody_builds(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import fcntl

    with (out / HIDDEN / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in ("analyse", "explore"):
            assert main([command, "-d", str(out)]) == USAGE
            assert "another build is at work" in capsys.readouterr().err


def test_nothing_is_made_in_a_folder_that_is_only_read(tmp_path: Path) -> None:
    for command in (["analyse"], ["explore"], ["query", "ASK {?s ?p ?o}"], ["entities"], ["export"]):
        assert main([*command, "-d", str(tmp_path / "nothing")]) == USAGE
    assert main(["status", "-d", str(tmp_path / "nothing"), str(tmp_path)]) == FAILED
    assert list(tmp_path.iterdir()) == []


def test_readers_beside_a_build_see_whole_graphs(articles: Path, out: Path) -> None:
    troubles: list[BaseException] = []
    done = threading.Event()

    def reads() -> None:
        while not done.is_set():
            try:
                assert run(open_quads(out / "store"), "ASK { ?s ?p ?o }").rows == (("true",),)
                assert resolution(out).events
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
                troubles.append(error)

    reader = threading.Thread(target=reads)
    reader.start()
    try:
        for number in range(4, 8):
            made(write(articles, number), out)
    finally:
        done.set()
        reader.join()
    assert troubles == []


# where nothing can be written


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts file systems with so many kilobytes."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(place)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("no file system can be mounted here")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


def used(folder: Path) -> int:
    """How many kilobytes a folder takes."""
    done = subprocess.run(["du", "-sk", str(folder)], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[0])


def grown(place: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}k", str(place)], check=True)


@pytest.mark.parametrize("share", [0.002, 0.3, 0.7, 0.95])
def test_a_full_disk_is_told_and_with_space_the_build_goes_on(
    share: float, small: Callable[[int], Path], articles: Path, out: Path, tmp_path: Path
) -> None:
    place = small(max(8, int(share * used(out))))
    assert main(["build", str(articles), "-o", str(place / "out")]) == USAGE
    grown(place, 100_000)
    assert_after_healing(articles, place / "out", tmp_path / "fresh")


def assert_after_healing(articles: Path, out: Path, fresh: Path) -> None:
    made(articles, out)
    assert_as_from_nothing(articles, out, fresh)


def test_a_disk_that_fills_up_leaves_the_last_graph(
    small: Callable[[int], Path], articles: Path, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = small(60_000)
    moved = Path(shutil.copytree(out, place / "out"))
    before = set(open_quads(moved / "store"))
    write(articles, 4, 5)
    grown(place, used(moved) + 300)
    assert main(["build", str(articles), "-o", str(moved)]) == USAGE
    assert f"{os.strerror(errno.ENOSPC)} [cannot-write]" in capsys.readouterr().err
    assert set(open_quads(moved / "store")) == before
    assert resolution(moved).events
    with suppress(OSError), (place / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    for command in (
        ["export", "-o", str(place / "x" / "graph.trig")],
        ["export", "--format", "jsonld", "-o", str(place / "graph.jsonld")],
    ):
        assert main([*command, "-d", str(moved)]) == USAGE
    assert [path.name for path in place.iterdir() if path.is_dir() and any(path.iterdir())] == ["out"]
    grown(place, 100_000)
    assert_after_healing(articles, moved, tmp_path / "fresh")


def test_a_file_of_a_build_is_not_exported_over(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (out / "graph.ttl").read_bytes()
    assert main(["export", "-d", str(out), "--format", "csv", "-o", str(out / "graph.ttl")]) == USAGE
    assert "[not-ours]" in capsys.readouterr().err
    assert (out / "graph.ttl").read_bytes() == before
    assert main(["export", "-d", str(out), "--format", "csv", "-o", "/dev/null"]) == OK
    assert not Path("/dev/null").is_file()


def test_a_damaged_store_of_an_earlier_build_goes(articles: Path, out: Path) -> None:
    made(write(articles, 4), out)
    old = out / "store" / "1"
    emptied(max(old.glob("OPTIONS-*")))
    assert status([articles], out, Settings()).is_stale
    result = made(articles, out)
    assert (result.unchanged, result.healed, old.exists()) == (True, 1, False)
    assert not status([articles], out, Settings()).is_stale
