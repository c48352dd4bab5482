"""What is read of kgraph's own data is read once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kgraph.compiled import compiled


class Reader:
    """Counts the words of a file, and how often it has done so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.times = 0

    def words(self) -> dict[str, int]:
        """What is kept."""
        return compiled("words", [self.path], dict[str, int], self._read)

    def _read(self) -> dict[str, int]:
        self.times += 1
        words = self.path.read_text("utf-8").split()
        return {word: words.count(word) for word in words}


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "data.txt").write_text("to be or not to be", "utf-8")
    return Reader(tmp_path / "data.txt")


def test_it_is_read_once(reader: Reader) -> None:
    assert reader.words() == reader.words() == {"to": 2, "be": 2, "or": 1, "not": 1}
    assert reader.times == 1


def test_it_is_read_again_when_the_data_have_changed_and_the_old_is_gone(reader: Reader) -> None:
    reader.words()
    reader.path.write_text("to do", "utf-8")
    assert reader.words() == {"to": 1, "do": 1}
    assert reader.times == 2
    assert len(list((reader.path.parent / "__pycache__").iterdir())) == 1


def test_what_is_broken_is_read_again(reader: Reader) -> None:
    reader.words()
    (kept,) = (reader.path.parent / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-3])
    assert reader.words()["not"] == 1
    assert reader.words()["not"] == 1
    assert reader.times == 2


def test_a_flipped_byte_is_noticed(reader: Reader) -> None:
    reader.words()
    (kept,) = (reader.path.parent / "__pycache__").iterdir()
    raw = kept.read_bytes()
    for place in range(len(raw)):
        kept.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        assert reader.words() == {"to": 2, "be": 2, "or": 1, "not": 1}, place
        assert kept.read_bytes() == raw


def test_nothing_is_kept_where_python_writes_no_bytecode(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert reader.words() == reader.words()
    assert reader.times == 2
    assert [path.name for path in reader.path.parent.iterdir()] == ["data.txt"]


def test_it_is_read_each_time_where_nothing_may_be_written(reader: Reader) -> None:
    (reader.path.parent / "__pycache__").write_text("in the way", "utf-8")
    assert reader.words() == reader.words()
    assert reader.times == 2
