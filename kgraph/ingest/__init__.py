"""Articles from files, folders and the standard input. Everything that cannot be read is told, and never stops the rest."""

from __future__ import annotations

import itertools
import os
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from kgraph.disk import is_marked
from kgraph.errors import IngestError, KGraphError, NoArticles, NotText, OwnOutput, TooLong, unreadable
from kgraph.ingest.article import MAX_CHARACTERS, article_id
from kgraph.ingest.html import read_html
from kgraph.ingest.jsonl import Line, lines, read_jsonl, read_lines, records
from kgraph.ingest.seen import Files, Item, Lines
from kgraph.ingest.text import read_text, text_article
from kgraph.model import Article

__all__ = ["READERS", "article_id", "read", "read_again"]

STDIN = "-"
T = TypeVar("T")


class FileReader(Protocol):
    """Reads the articles of one file; may raise KGraphError or OSError, which then count for the whole file."""

    def __call__(self, path: Path, *, max_characters: int) -> Iterator[Article | KGraphError]: ...


READERS: Mapping[str, FileReader] = {".txt": read_text, ".html": read_html, ".htm": read_html, ".jsonl": read_jsonl}


def read(sources: Iterable[str | Path], *, max_characters: int = MAX_CHARACTERS) -> Iterator[Article | KGraphError]:
    """The articles of files and folders, in the order given, an error for each thing that is no article, and warnings before articles.

    A folder is read with all below it, sorted by path; names that begin with a dot or with README are left out. "-" is the standard
    input: JSON Lines where it begins with "{", else plain text. Nothing is raised; every error names its file, and its line
    where it has one.
    """
    for path in _files(sources):
        if path is None:
            yield from _caught("stdin", lambda: _stdin(max_characters))
        elif isinstance(path, KGraphError):
            yield path
        else:
            yield from _caught(str(path), partial(_file, path, max_characters))


def read_again(sources: Iterable[str | Path], files: Files, *, max_characters: int = MAX_CHARACTERS) -> Iterator[Item]:
    """The same, but of files and lines that have not changed since they were last read only what articles they gave."""
    for path in _files(sources):
        if path is None:
            yield from _caught("stdin", lambda: _stdin(max_characters))
        elif isinstance(path, KGraphError):
            yield path
        else:
            yield from _caught(str(path), partial(_file_again, path, files, max_characters))


def _files(sources: Iterable[str | Path]) -> Iterator[Path | KGraphError | None]:
    """The paths of files, and what is wrong with folders; None for the standard input."""
    for source in sources:
        if str(source) == STDIN:
            yield None
        else:
            yield from _caught(str(source), partial(_source, Path(source)))


def _source(source: Path) -> Iterator[Path | KGraphError]:
    if source.is_dir():
        yield from _folder(source)
    else:
        yield source


def _file_again(path: Path, files: Files, max_characters: int) -> Iterator[Item]:
    if not path.is_file():
        return _file(path, max_characters)
    return files.read(path, lambda before: _caught(str(path), partial(_changed_file, path, max_characters, before)))


def _changed_file(path: Path, max_characters: int, before: Lines) -> Iterator[Item]:
    if READERS.get(path.suffix.lower()) is read_jsonl:
        return read_lines(path, max_characters=max_characters, before=before)
    return _file(path, max_characters)


def _file(path: Path, max_characters: int) -> Iterator[Article | KGraphError]:
    reader = READERS.get(path.suffix.lower())
    if not path.exists():
        raise NoArticles("a link to nothing" if path.is_symlink() else "no such file or folder", str(path))
    if reader is None:
        raise NotText(f"unknown kind of file {path.suffix!r}; choose from {', '.join(sorted(READERS))}", str(path))
    if not path.is_file():  # a pipe or a device, which would keep us waiting
        raise NoArticles("neither a file nor a folder", str(path))
    return reader(path, max_characters=max_characters)


def _caught(where: str, reading: Callable[[], Iterator[T]]) -> Iterator[T | KGraphError]:
    """What a reader yields, and what it raises as one thing more."""
    try:
        yield from reading()
    except Exception as error:  # noqa: BLE001 - the boundary of a file: whatever it does to its reader, the others are read
        yield unreadable(error, where)


def _folder(folder: Path) -> Iterator[Path | KGraphError]:
    errors: list[OSError] = []
    own: list[str] = []
    paths = sorted(_below(folder, errors, own))
    for error in errors:
        yield IngestError(f"cannot be read: {error.strerror or error}", str(error.filename or folder))
    for name in sorted(own):
        yield OwnOutput("is left out, because kgraph wrote it", name)
    if not any(path.suffix.lower() in READERS for path in paths):
        yield NoArticles(f"no articles in this folder; choose from {', '.join(sorted(READERS))}", str(folder))
    yield from paths


def _below(folder: Path, errors: list[OSError], own: list[str]) -> Iterator[Path]:
    # os.walk follows no link to a folder, so that none leads round.
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        if is_marked(Path(parent)):
            own.append(parent)
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent) / name for name in names if not name.startswith((".", "README")))


def _stdin(max_characters: int) -> Iterator[Article | KGraphError]:
    if sys.stdin is None:
        raise NoArticles("the standard input is closed", "stdin")
    found = lines(sys.stdin.buffer, max_characters)
    start = list(_up_to_text(found, max_characters))
    if start and (start[-1].raw or b"").removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        yield from records(itertools.chain(start, found), "stdin", "stdin", max_characters=max_characters)
    else:
        raw = _joined(itertools.chain(start, found), max_characters)
        yield from text_article(raw, "stdin", "stdin", max_characters=max_characters)


def _up_to_text(found: Iterable[Line], max_characters: int) -> Iterator[Line]:
    """The lines up to the first that is not blank, or up to more blank ones than an article may have characters."""
    for line in found:
        yield line
        if line.raw is None or line.raw.removeprefix(BOM_UTF8).strip() or line.number > max_characters:
            return


def _joined(found: Iterable[Line], max_characters: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for line in found:
        size += len(line.raw or b"")
        if line.raw is None or size > 4 * (max_characters + 1):
            raise TooLong(f"at most {max_characters:,} characters are read (max_characters)", "stdin")
        parts.append(line.raw)
    return b"".join(parts)
