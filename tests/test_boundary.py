"""No article, however odd, stops a build: what it costs is itself, or less."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.build import build, extract_each, extractions, workers
from kgraph.cli import FAILED, OK, USAGE, main
from kgraph.errors import AuthorityError, BadField, CorrectionError, KGraphError, SettingsError, shown
from kgraph.ingest import Reading, formats, read
from kgraph.ingest.article import Metadata
from kgraph.ingest.article import article as made
from kgraph.ingest.content import Content, Kind
from kgraph.model import Article, Extraction
from kgraph.resolve.authority import read_entries
from kgraph.resolve.corrections import read_corrections
from kgraph.settings import Settings, read_settings
from tests import faults

GOOD = "Anna Berg met Carl Ek in {place} on Monday."


def feed(folder: Path, *texts: str) -> Path:
    """A JSON Lines file of articles."""
    path = folder / "feed.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a model that fails on certain words; all that it has made of the processes ends with the module."""
    folder = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield faults.install(folder)
    workers.dismiss()


# Extraction


def test_whatever_an_article_does_the_others_are_built(tmp_path: Path, model: str) -> None:
    """It raises, it never ends, looking at signals or not, it takes all memory, it takes its process down."""
    words = ("freeze", "vanish", "", "explode", "recurse", "devour", "", "", "dawdle")
    texts = [f"They {word}. {GOOD.format(place=f'Oslo {n}')}" for n, word in enumerate(words)]
    settings = Settings(model=model, processes=2, max_seconds=2, max_megabytes=1_500)
    result = build([feed(tmp_path, *texts)], tmp_path / "out", settings, parts=())
    assert result.articles == 3
    failed = {int(error.where.rpartition(":")[2]): (error.slug, str(error)) for error in result.errors}
    assert {line: slug for line, (slug, _) in failed.items()} == {
        1: "too-slow",
        2: "process-died",
        4: "failed-article",
        5: "failed-article",
        6: "out-of-memory",
        9: "too-slow",
    }
    assert [error.where for error in result.errors] == [f"{tmp_path / 'feed.jsonl'}:{line}" for line in sorted(failed)]
    assert "kgraph failed on it: ZeroDivisionError: this was asked for" in failed[4][1]
    assert "signal 9" in failed[2][1]
    assert "max_seconds" in failed[1][1]


def test_the_same_holds_for_one_process_and_what_is_built_is_what_would_be_without(tmp_path: Path, model: str) -> None:
    texts = [GOOD.format(place=place) for place in ("Oslo", "Bergen", "Rome")]
    path = feed(tmp_path, *(f"{text} They {word}." for text, word in zip(texts, ("laugh", "explode", "cry"), strict=True)))
    result = build([path], tmp_path / "out", Settings(model=model), parts=())
    (error,) = result.errors
    assert "fault" in error.trace
    assert "explode" in error.trace
    build([feed(tmp_path, f"{texts[0]} They laugh.", "", f"{texts[2]} They cry.")], tmp_path / "other", Settings(model=model))
    kept, others = ({e.article.text: e.reports for e in extractions(tmp_path / name)} for name in ("out", "other"))
    assert kept == others


def test_extractions_are_there_as_soon_as_they_are_made_and_in_order(tmp_path: Path, model: str) -> None:
    texts = [GOOD.format(place="Oslo"), "They explode.", *(GOOD.format(place=f"Rome {n}") for n in range(20))]
    articles = [item for item in read([feed(tmp_path, *texts)]) if isinstance(item, Article)]
    found = list(extract_each(articles, Settings(model=model, processes=2)))
    assert [type(item) for item in found] == [Extraction if "explode" not in text else type(found[1]) for text in texts]
    assert isinstance(found[1], KGraphError)
    assert [item.article.text for item in found if isinstance(item, Extraction)] == [t for t in texts if "explode" not in t]
    several = extract_each(iter(articles), Settings(model=model))
    assert isinstance(next(several), Extraction)
    several.close()  # type: ignore[attr-defined]


def test_extract_tells_errors_and_goes_on(tmp_path: Path, model: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = feed(tmp_path, GOOD.format(place="Oslo"), "They explode.", GOOD.format(place="Rome"))
    assert main(["extract", str(path), "--model", model]) == FAILED
    told = capsys.readouterr()
    assert [json.loads(line)["article"]["key"] for line in told.out.splitlines()] == ["feed.jsonl:1", "feed.jsonl:3"]
    assert "feed.jsonl:2: kgraph failed on it: ZeroDivisionError" in told.err
    assert "Traceback" not in told.err
    assert main(["--debug", "extract", str(path), "--model", model, "--format", "predictions"]) == FAILED
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert "Traceback" in told.err


def test_where_all_articles_fail_nothing_is_built(tmp_path: Path, model: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = feed(tmp_path, "They explode.", "Others explode.")
    assert main(["build", str(path), "-o", str(tmp_path / "out"), "--model", model]) == USAGE
    told = capsys.readouterr().err
    assert "feed.jsonl:1: kgraph failed on it" in told
    assert "feed.jsonl:2: kgraph failed on it" in told
    assert "[no-articles]" in told
    assert main(["extract", str(path), "--model", model]) == USAGE


def test_a_model_that_cannot_be_loaded_is_no_article_s_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = feed(tmp_path, GOOD)
    assert main(["extract", str(path), "--model", "en_none"]) == USAGE
    assert "[no-model]" in capsys.readouterr().err


def test_a_process_that_was_ended_while_nobody_needed_it_is_replaced(tmp_path: Path) -> None:
    articles = [item for item in read([feed(tmp_path, GOOD)]) if isinstance(item, Article)]
    for _ in range(2):
        (found,) = extract_each(articles, Settings())
        assert isinstance(found, Extraction)
        os.kill(workers._idle[-1]._process.pid, signal.SIGKILL)


# Reading


def test_a_reader_that_fails_costs_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
        yield from formats.text.read(content, reading)
        raise RecursionError("too deep")

    monkeypatch.setattr("kgraph.ingest.formats.KINDS", (*formats.KINDS, Kind("odd", (".odd",), broken)))
    for name in ("a.odd", "b.txt"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    first, failed, second = read([tmp_path])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(failed, KGraphError)
    assert str(failed) == f"{tmp_path / 'a.odd'}: kgraph failed on it: RecursionError: too deep"


def test_an_article_that_its_reader_fails_on_costs_its_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def article(
        text: str, key: str, origin: str, *, known: Metadata, max_characters: int, day_first: bool | None
    ) -> Article | KGraphError:
        if "odd" in text:
            raise KeyError("odd")
        return made(text, key, origin, known=known, max_characters=max_characters, day_first=day_first)

    monkeypatch.setattr("kgraph.ingest.records.article", article)
    found = list(read([feed(tmp_path, GOOD, "An odd man.", GOOD)]))
    assert [isinstance(item, Article) for item in found] == [True, False, True]
    assert str(found[1]).startswith(f"{tmp_path / 'feed.jsonl'}:2: kgraph failed on it: KeyError")


FIELDS = [
    ({"title": 5}, '"title" must be a string, not a number'),
    ({"title": "a \ud800 b"}, '"title" has half a surrogate pair'),
    ({"source": ["a", "b"]}, '"source" must be a string, not a list'),
    ({"url": {"href": "a"}}, '"url" must be a string, not an object'),
    ({"url": "https://x.example/" + "a" * 10_000}, '"url" has 10,018 characters, more than 5,000'),
    ({"authors": ["Jane Doe", 5]}, '"authors" must be a string, not a number'),
    ({"authors": ["Jane Doe"] * 5_000}, '"authors" has 5,000 names, more than 1,000'),
    ({"published": "some day"}, "\"published\" 'some day' is not a date"),
    ({"published": "2025-13-45"}, "is not a date"),
    ({"published": "0001-01-01T00:00:00+14:00"}, "is not a date"),
    ({"published": "9999-12-31"}, "is not a date"),
    ({"published": 10**400}, '"published"'),
    ({"published": [2025, 8, 16]}, "is not a date"),
    ({"id": "a \udcff b"}, '"id" has half a surrogate pair'),
    ({"id": {"x": 5}}, '"id" must be a string, not an object'),
]


@pytest.mark.parametrize(("fields", "words"), FIELDS)
def test_a_bad_field_costs_the_field(tmp_path: Path, fields: dict[str, object], words: str) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text("\n" + json.dumps({"text": GOOD, "source": "The Bugle", **fields}) + "\n", "utf-8")
    warning, article = read([path])
    assert isinstance(warning, BadField)
    assert warning.where == f"{path}:2"
    assert words in str(warning)
    assert isinstance(article, Article)
    assert (article.source == "The Bugle") != ("source" in fields)
    assert article.authors == (("Jane Doe",) if words.endswith("a number") and "authors" in fields else ())
    assert article.key == "feed.jsonl:2"
    json.dumps(repr(article)).encode()


@pytest.mark.parametrize(
    ("text", "kept"), [("One \ud83d man \udcff came.", "One \ufffd man \ufffd came."), ("One\x00 man came.", "One man came.")]
)
def test_characters_that_no_text_can_hold_are_put_right(tmp_path: Path, text: str, kept: str) -> None:
    warning, article = read([feed(tmp_path, text)])
    assert isinstance(warning, BadField)
    assert isinstance(article, Article)
    assert article.text == kept
    assert [block.span.of(article.text) for block in article.blocks] == [kept]


def test_warnings_are_told_at_each_build_and_change_no_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps({"text": GOOD, "title": 5, "published": "some day"}), "utf-8")
    for _ in range(2):
        assert main(["build", str(path), "-o", str(tmp_path / "out"), "--only", "graph"]) == OK
        assert capsys.readouterr().err.count("kgraph: warning: ") == 2
    again = build([path], tmp_path / "out", Settings(), parts=())
    assert (again.extracted, [warning.slug for warning in again.warnings]) == (0, ["bad-field", "bad-field"])
    assert again.warnings[0].where == f"{path}:1"


def test_a_record_may_have_megabytes_of_other_fields(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps({"text": GOOD, "html": "<p>" * 1_000_000}), "utf-8")
    (article,) = read([path], Reading(1_000))
    assert isinstance(article, Article)


def test_of_a_file_with_very_many_bad_lines_the_first_are_told(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text("x\n" * 5_000 + json.dumps({"text": GOOD}) + "\n", "utf-8")
    found = list(read([path]))
    assert len(found) == 1_002
    assert "5,000 of its records failed" in str(found[-1])
    assert all(error.__traceback__ is None and error.__context__ is None for error in found if isinstance(error, KGraphError))


# File names and kinds of files


@pytest.mark.parametrize(
    "name",
    [b"caf\xe9.txt", b"a\nb.txt", b"a\x1b[31m.txt", b"a" * 251 + b".txt", "a\u202eb.txt".encode()],
    ids=["no-utf-8", "line-break", "escape", "255-bytes", "right-to-left"],
)
def test_files_of_any_name_are_built(tmp_path: Path, name: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / os.fsdecode(name)).write_text(GOOD, "utf-8")
    (folder / os.fsdecode(b"empty " + name[-200:])).touch()
    command = ["build", str(folder), "-o", str(tmp_path / "out"), "--only", "graph"]
    for _ in range(2):
        assert main(command) == FAILED
        told = capsys.readouterr().err
        assert len(told.splitlines()) == 3
        assert told.replace("\n", "").isprintable()
    assert main(["status", "-d", str(tmp_path / "out")]) == OK
    (extraction,) = extractions(tmp_path / "out")
    assert extraction.article.key == shown(os.fsdecode(name))


def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "inner").mkdir(parents=True)
    (folder / "good.txt").write_text(GOOD, "utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "broken.txt").symlink_to("nowhere")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "inner" / "loop").symlink_to(folder)
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(folder)  # the name of a socket is short
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
        found = list(read([folder, tmp_path / ("x" * 300), tmp_path / ("y/" * 3_000), "nul\x00.txt"]))
    assert [type(item).__name__ for item in found if isinstance(item, Article)] == ["Article"]
    told = {Path(item.where).name[:9]: item.slug for item in found if isinstance(item, KGraphError)}
    assert told["broken.tx"] == told["self.txt"] == told["pipe.txt"] == told["socket.tx"] == "no-articles"
    assert len([item for item in found if isinstance(item, KGraphError)]) == 7


def test_a_file_that_vanishes_or_changes_while_it_is_read(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for path in paths:
        path.write_text(GOOD, "utf-8")
    found = read(paths)
    assert isinstance(next(found), Article)
    paths[1].unlink()
    assert [isinstance(item, Article) for item in found] == [False, True]


# Files of the user's


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"model = " + b"[" * 5_000 + b"]" * 5_000, "nested too deep"),
        (b"model = 'a\x00b'", "cannot be read"),
        (b"model = '\xff'", "cannot be read"),
        ("model = 'a'".encode("utf-16"), "cannot be read"),
        (b"# " + b"x" * 2_000_000, "at most 1,000,000 bytes"),
        (b"processes = " + b"9" * 5_000, "cannot be read"),
        (b"processes = 99999", "it must be between 1 and 1,000"),
        (b"max_seconds = 0", "it must be between 1 and"),
        (b"max_megabytes = 'much'", "must be a whole number"),
    ],
)
def test_bad_settings(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "kgraph.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=words) as caught:
        read_settings(path, {})
    assert caught.value.where == str(path)


def test_settings_that_are_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for name in ("", "pipe.toml", "missing.toml", "x" * 300):
        with pytest.raises(SettingsError, match="cannot be read"):
            read_settings(tmp_path / name, {})


YAML = [
    (b"- " * 100_000, "1", "nested deeper than 20 levels"),
    (b"[" * 100_000, "1", "nested deeper than 20 levels"),
    (b"- &a [x]\n- *a\n", "2", "an alias of YAML"),
    (b"- &a [*a]\n", "1", "an alias of YAML"),
    (b"- {name: x}\n- \xff\n", "2", "not UTF-8"),
    (b"- a\n- b\x00\n", "2", "is not YAML"),
    (b"- a\n- {[x, y]: z}\n", "", "expected|valid keys"),
    (b"- a\n- {b: }}\n", "2", "is not YAML"),
    (b"- 2025-99-99\n- 5\n- null\n- !!python/object:os.system {}\n", "", "expected|valid keys"),
]


@pytest.mark.parametrize(("content", "line", "words"), YAML)
def test_bad_authority_and_corrections_files(tmp_path: Path, content: bytes, line: str, words: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(content)
    for read_it, kind in ((lambda: list(read_entries(path)), AuthorityError), (lambda: read_corrections(path), CorrectionError)):
        with pytest.raises(kind, match=words) as caught:
            read_it()
        assert caught.value.where.startswith(f"{path}:{line}")


@pytest.mark.parametrize(
    "content", [b"name,type\nx\xff,Person\n", b'name,type\n"x,Person\n', b"name,type\n" + b"x" * 200_000 + b",Person\n"]
)
def test_bad_tables_of_entities(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.csv").write_bytes(content)
    with pytest.raises(AuthorityError) as caught:
        list(read_entries(tmp_path / "own.csv"))
    assert caught.value.where == f"{tmp_path / 'own.csv'}:2"


def test_authority_and_corrections_that_are_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    for name in ("pipe.yaml", "folder.yaml", "missing.yaml", "nul\x00.yaml"):
        with pytest.raises(AuthorityError, match="cannot be read"):
            list(read_entries(tmp_path / name))
        with pytest.raises(CorrectionError, match="cannot be read"):
            read_corrections(tmp_path / name)


# The program


def test_a_bug_ends_with_one_line_and_status_two(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> None:
        raise LookupError("no such thing\nat all")

    monkeypatch.setattr("kgraph.cli.build.settings_of", fail)
    assert main(["build", "somewhere"]) == USAGE
    assert capsys.readouterr().err == (
        "kgraph: internal error: LookupError: no such thing (run again with --debug for the traceback; please report it)\n"
    )
    assert main(["build", "somewhere", "--debug"]) == USAGE
    assert "Traceback" in capsys.readouterr().err


def test_what_the_system_refuses_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "file").touch()
    assert main(["build", str(tmp_path / "good.txt"), "-o", str(tmp_path / "file" / "out")]) == USAGE
    told = capsys.readouterr().err
    assert "Not a directory" in told
    assert "[cannot-write]" in told


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    assert main(["build", str(tmp_path / "good.txt"), "-o", str(tmp_path / "out"), "--only", "graph"]) == OK
    with Path("/dev/full").open("wb") as full:
        done = program(["entities", "-d", str(tmp_path / "out")], stdout=full)
    assert done.returncode == USAGE
    assert "No space left on device [file-error]" in done.stderr


def test_terminals_that_lack_a_character(tmp_path: Path) -> None:
    name = tmp_path / "Zażółć ☃.txt"
    name.write_text("Zażółć met Anna Berg in Gdańsk.", "utf-8")
    done = program(["extract", str(name), str(tmp_path / "☃.txt")], PYTHONIOENCODING="ascii:strict", LANG="C")
    assert done.returncode == FAILED
    assert json.loads(done.stdout.encode("utf-8", "surrogateescape"))["article"]["text"].startswith("Zażółć")
    assert "no such file or folder" in done.stderr


def test_a_closed_standard_input(tmp_path: Path) -> None:
    line = f"{sys.executable} -m kgraph.cli build - -o {tmp_path / 'out'} <&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=120)
    assert done.returncode == USAGE
    assert "the standard input is closed" in done.stderr


def test_nobody_reads_the_output_to_its_end(tmp_path: Path) -> None:
    path = feed(tmp_path, *(GOOD.format(place=f"Oslo {n}") for n in range(40)))
    line = f"{sys.executable} -m kgraph.cli extract {path} | head -c 10"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ('{"article"', "")


def program(
    arguments: list[str], *, stdout: int | io.BufferedWriter = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The program as a user starts it."""
    return subprocess.run(
        [sys.executable, "-m", "kgraph.cli", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
        check=False,
    )
