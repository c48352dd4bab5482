"""Files that a process has hashed are hashed again only after somebody has written to them, and then always."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.disk import FileRecord, Folder, known, opened
from kgraph.disk.manifest import measured


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    """A folder with one file that was verified, as if it were older than a tick of the clock."""
    monkeypatch.setattr(known, "_SETTLED", -1)
    with opened(tmp_path / "out") as files:
        files.write("tables/one", b"as it was")
        assert files.verify() == []
        yield files


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are hashed from here on."""
    found: list[str] = []

    def noted(path: str) -> FileRecord:
        found.append(Path(path).name)
        return measured(path)

    monkeypatch.setattr(known, "measured", noted)
    return found


def test_a_file_is_hashed_once(files: Folder, hashed: list[str]) -> None:
    assert files.verify() == []
    assert hashed == []


def test_a_file_that_was_written_to_is_hashed_again_although_its_size_and_its_time_are_what_they_were(
    files: Folder, hashed: list[str]
) -> None:
    before = files.path("tables/one").stat()
    files.path("tables/one").write_bytes(b"as it Was")
    os.utime(files.path("tables/one"), ns=(before.st_atime_ns, before.st_mtime_ns))
    assert files.verify() == ["tables/one"]
    assert hashed == ["one"]


def test_a_file_that_was_put_in_the_place_of_another_is_hashed(files: Folder, hashed: list[str]) -> None:
    other = files.root / "other"
    other.write_bytes(b"as it Was")
    other.replace(files.path("tables/one"))
    assert files.verify() == ["tables/one"]
    assert hashed == ["one"]


def test_a_link_of_our_own_changes_nothing(files: Folder, hashed: list[str]) -> None:
    files.link("tables/one", files.root / "link")
    assert files.verify() == []
    assert hashed == []


def test_a_file_that_was_written_to_before_it_was_linked_is_hashed(files: Folder, hashed: list[str]) -> None:
    files.path("tables/one").write_bytes(b"as it Was")
    files.link("tables/one", files.root / "link")
    assert files.verify() == ["tables/one"]
    assert hashed == ["one"]


def test_a_file_that_has_just_been_written_is_not_trusted(
    files: Folder, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two changes within a tick of the file system's clock leave one time."""
    monkeypatch.setattr(known, "_SETTLED", 10**18)
    files.write("new", b"new")
    assert files.verify() == files.verify() == []
    assert hashed.count("new") == 2


def test_whoever_opens_a_file_alone_reads_all_of_it(files: Folder, hashed: list[str]) -> None:
    """What a disk loses without a write is not noticed by times."""
    assert files.whole("tables/one") is not None
    assert files.read("tables/one") == b"as it was"
    assert hashed == []
