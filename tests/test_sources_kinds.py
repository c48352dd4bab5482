"""What kind a file is of: its name says it, unless its bytes know better."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from kgraph.errors import NoArticles, NotText
from kgraph.ingest import read
from kgraph.ingest.beginnings import is_signed, root
from kgraph.ingest.content import Content
from kgraph.ingest.formats import kind_of
from kgraph.model import Article
from tests.sources import LEFT, MET, articles, found, messages, page

FEED = f'<?xml version="1.0"?><rss version="2.0"><channel><item><description>{MET}</description></item></channel></rss>'
RECORD = json.dumps({"text": MET}) + "\n"
WARC = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"


def zipped(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, MET)
    return stream.getvalue()


def kind(name: str, data: bytes | str) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return kind_of(Content(name, name, io.BytesIO(raw))).name


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", MET, "plain text"),
        ("a", MET, "plain text"),
        ("stdin", MET, "plain text"),
        ("U.S. and Iran meet", MET, "plain text"),
        ("a.txt", page(MET), "HTML page"),
        ("a.txt", "\ufeff\n<!-- saved -->\n<HTML lang='en'>", "HTML page"),
        ("a.txt", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">\n<html>', "HTML page"),
        ("a.txt", page(MET).encode("utf-16"), "HTML page"),
        ("a.jsonl", page(MET), "HTML page"),
        ("index.php?id=5", page(MET), "HTML page"),
        ("a.xml", page(MET), "HTML page"),
        ("a.html", "<div>A piece of a page.</div>", "HTML page"),
        ("a.html", MET, "HTML page"),
        ("a.txt", FEED, "feed"),
        ("a.html", FEED, "feed"),
        ("stdin", FEED, "feed"),
        ("a.txt", RECORD, "JSON Lines"),
        ("stdin", RECORD, "JSON Lines"),
        ("a.dat", RECORD, "JSON Lines"),
        ("a.txt", "{Note} The minister left.", "plain text"),
        ("a.txt", gzip.compress(b"x", mtime=0), "compressed with gzip"),
        ("a.html", gzip.compress(b"x", mtime=0), "compressed with gzip"),
        ("a.jsonl.gz", gzip.compress(b"x", mtime=0), "compressed with gzip"),
        ("a.jsonl.gz", RECORD, "JSON Lines"),
        ("a.warc.gz", gzip.compress(WARC, mtime=0), "web archive"),
        ("a", gzip.compress(WARC, mtime=0), "web archive"),
        ("a.txt", WARC, "web archive"),
        ("a.txt", zipped("a.txt"), "ZIP archive"),
        ("stdin", zipped("a.txt"), "ZIP archive"),
        ("a.txt", "WARCRAFT is a game.", "plain text"),
        ("a.txt", "BZh... is how he laughed.", "compressed with bzip2"),
        ("a.txt", "<b>Bold</b> words about a minister.", "plain text"),
        ("a.txt", "<3 is a heart.", "plain text"),
    ],
)
def test_the_kind_of_a_file(name: str, data: bytes | str, expected: str) -> None:
    assert kind(name, data) == expected


@pytest.mark.parametrize("name", ["[Content_Types].xml", "word/document.xml", "mimetype"])
def test_a_document_that_is_a_zip_archive_is_not_read_as_one(name: str) -> None:
    with suppress(NotText):  # where nothing reads such documents
        assert kind("a.dat", zipped(name)) != "ZIP archive"


def test_braces_are_not_always_records() -> None:
    assert kind("a.txt", "{\\rtf1\\ansi text}") != "JSON Lines"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<rss>", "rss"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- <html> --><rdf:RDF x='y'>", "rdf:rdf"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", "rss"),
        (b"<!DOCTYPE html", "html"),
        (b"<!doctype html>\n<title>", "title"),
        (b"Prose with <html> inside.", ""),
        (b"", ""),
    ],
)
def test_the_first_element(head: bytes, expected: str) -> None:
    assert root(head) == expected


def test_prose_is_not_signed() -> None:
    assert not is_signed(MET.encode())
    assert not is_signed(b"")


def test_an_unknown_kind_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_text(MET)
    (message,) = messages(found(tmp_path / "a.dat"))
    for ending in (".gz", ".html", ".jsonl", ".rss", ".tar", ".txt", ".warc", ".zip"):
        assert ending in message


def test_a_folder_of_files_that_only_their_bytes_tell(tmp_path: Path) -> None:
    (tmp_path / "page").write_text(page(MET, LEFT))
    (tmp_path / "index.php").write_text(page(LEFT, MET))
    items = found(tmp_path)
    assert len(items) == len(articles(items)) == 2


@pytest.mark.parametrize("name", ["a.txt", "a.zip", "a.gz", "a.warc", "a.tar", "a.rss", "a.jsonl", "a.html", "a"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert messages(found(tmp_path / name)) == [f"{tmp_path / name}: the file is empty"]


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text(MET)
    (error,) = found(tmp_path)
    assert isinstance(error, NoArticles)


def test_a_pipe_of_records_is_read_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb", buffering=0) as sink:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(source))
        sink.write(RECORD.encode())
        items = read(["-"])
        assert isinstance(next(items), Article)  # while the pipe is still open


# A terminal


def with_terminal(typed: bytes, *arguments: str) -> str:
    """What a command says on stderr whose standard input is a terminal at which something is typed, and then the end once."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kgraph.cli", *arguments]
    process = subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(slave)
    os.write(master, typed + b"\x04")
    _, said = process.communicate(timeout=120)
    os.close(master)
    return said.decode()


@pytest.mark.parametrize("typed", [b"", b"\n", b"{}\n{}\n"])
def test_at_a_terminal_the_program_says_that_it_waits(tmp_path: Path, typed: bytes) -> None:
    said = with_terminal(typed, "build", "-o", str(tmp_path / "out"))
    assert said.startswith("kgraph: reading articles from the terminal")
    assert "Ctrl-D" in said


def test_elsewhere_it_does_not(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kgraph.cli", "build", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert b"terminal" not in done.stderr
