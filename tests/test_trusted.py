"""What was found whole is not hashed again as long as the system has not changed it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kgraph.disk import opened
from kgraph.disk.folder import TRUSTED
from kgraph.errors import Damaged

OLD = 1_700_000_000


def aged(path: Path) -> None:
    os.utime(path, (OLD, OLD))


def flipped(path: Path) -> None:
    """Changes a file and its time, as whoever writes into it does."""
    raw = path.read_bytes()
    path.write_bytes(bytes([raw[0] ^ 1]) + raw[1:])


def flipped_unseen(path: Path) -> None:
    """Changes a file so that the system does not tell, as a failing disk does."""
    times = path.stat()
    flipped(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a file that was found whole long after it had been written."""
    root = tmp_path / "out"
    with opened(root) as files:
        aged(files.write("a.txt", b"Anna Berg"))
    assert bad(root) == []
    return root


def bad(root: Path) -> list[str]:
    with opened(root) as files:
        return files.trusting(["a.txt"])


def test_a_changed_file_is_found(out: Path) -> None:
    flipped(out / "a.txt")
    assert bad(out) == ["a.txt"]


def test_a_missing_file_is_found(out: Path) -> None:
    (out / "a.txt").unlink()
    assert bad(out) == ["a.txt"]


def test_what_the_system_does_not_tell_of_is_found_by_who_hashes_all(out: Path) -> None:
    flipped_unseen(out / "a.txt")
    assert bad(out) == []
    with opened(out) as files:
        assert files.verify(["a.txt"]) == ["a.txt"]


@pytest.mark.parametrize("damage", [flipped, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_note_is_not_believed(out: Path, damage: object) -> None:
    flipped_unseen(out / "a.txt")
    assert callable(damage)
    damage(out / TRUSTED)
    assert bad(out) == ["a.txt"]


def test_a_young_file_is_hashed_each_time(tmp_path: Path) -> None:
    with opened(tmp_path / "out") as files:
        files.write("a.txt", b"Anna Berg")
    assert bad(tmp_path / "out") == []
    flipped_unseen(tmp_path / "out" / "a.txt")
    assert bad(tmp_path / "out") == ["a.txt"]


def test_a_link_to_a_file_that_was_found_whole_is_whole(out: Path) -> None:
    with opened(out) as files:
        found = files.temporary()
        found.mkdir()
        os.link(out / "a.txt", found / "a.txt")
        files.put_folder(found, "2", {})
    flipped_unseen(out / "a.txt")
    with opened(out) as files:
        assert files.trusting(["2/a.txt"]) == []


def test_whoever_reads_what_is_damaged_has_it_hashed_again(out: Path) -> None:
    flipped_unseen(out / "a.txt")
    with opened(out) as files:
        files.trusting(["a.txt"])
        with pytest.raises(Damaged):
            files.read("a.txt")
    assert bad(out) == ["a.txt"]
