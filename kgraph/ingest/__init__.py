"""Articles from files, folders and the standard input. Everything that cannot be read is told, and never stops the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from kgraph.disk import is_marked
from kgraph.errors import EmptyArticle, IngestError, KGraphError, KGraphWarning, NoArticles, NotText, OwnOutput, unreadable
from kgraph.ingest.article import article_id
from kgraph.ingest.content import DEFAULT, Content, Reading
from kgraph.ingest.formats import kind_of, suffixes
from kgraph.ingest.names import Left, is_hidden, is_left_out
from kgraph.ingest.records import Telling
from kgraph.ingest.seen import Files, Item, Lines
from kgraph.model import Article

__all__ = ["Reading", "article_id", "read", "read_again"]

STDIN = "-"
_DEEPEST = 3  # archives in each other; a bomb has more
T = TypeVar("T")


def read(sources: Iterable[str | Path], reading: Reading = DEFAULT) -> Iterator[Article | KGraphError]:
    """The articles of files and folders, in the order given, an error for each thing that is no article, and warnings before articles.

    A folder is read with all below it, sorted by path; names that begin with a dot or with README are left out, and so are the pictures,
    scripts and style sheets of pages. "-" is the standard input, whose kind its beginning tells. Nothing is raised; every error names its
    file, and its line or record where it has one.
    """
    for path in _files(sources):
        if path is None:
            yield from _caught("stdin", partial(_stdin, reading))
        elif isinstance(path, KGraphError):
            yield path
        else:
            yield from _caught(str(path), partial(_file, path, reading))


def read_again(sources: Iterable[str | Path], files: Files, reading: Reading = DEFAULT) -> Iterator[Item]:
    """The same, but of files and lines that have not changed since they were last read only what articles they gave."""
    for path in _files(sources):
        if path is None:
            yield from _caught("stdin", partial(_stdin, reading))
        elif isinstance(path, KGraphError):
            yield path
        else:
            yield from _caught(str(path), partial(_file_again, path, files, reading))


def read_content(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of a file, or of all files in an archive. Raises KGraphError and OSError for the file as a whole."""
    if content.depth > _DEEPEST:
        raise NotText(f"archives are nested more than {_DEEPEST} deep", content.origin)
    if not content.head:
        raise EmptyArticle("the file is empty", content.origin)
    telling, empty = Telling(content.origin), True
    for found in kind_of(content).read(content, reading):
        empty &= isinstance(found, KGraphWarning)
        if isinstance(found, Content):
            yield from filter(telling.lets, _caught(found.origin, partial(read_content, found, reading)))
        else:
            yield found
    yield from telling.end()
    if empty:
        yield EmptyArticle("no article in it", content.origin)


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


def _file_again(path: Path, files: Files, reading: Reading) -> Iterator[Item]:
    if not path.is_file():
        return _file(path, reading)
    return files.read(path, lambda before: _caught(str(path), partial(_changed_file, path, reading, before)))


def _changed_file(path: Path, reading: Reading, before: Lines) -> Iterator[Item]:
    with path.open("rb") as stream:
        content = Content(path.name, str(path), stream, size=path.stat().st_size)
        if (again := kind_of(content).read_again) is not None:
            yield from again(content, reading, before)
        else:
            yield from read_content(content, reading)


def _file(path: Path, reading: Reading) -> Iterator[Article | KGraphError]:
    if not path.exists():
        raise NoArticles("a link to nothing" if path.is_symlink() else "no such file or folder", str(path))
    if not path.is_file():  # a pipe or a device, which would keep us waiting
        raise NoArticles("neither a file nor a folder", str(path))
    with path.open("rb") as stream:
        yield from read_content(Content(path.name, str(path), stream, size=path.stat().st_size), reading)


def _caught(where: str, reading: Callable[[], Iterator[T]]) -> Iterator[T | KGraphError]:
    """What a reader yields, and what it raises as one thing more."""
    try:
        yield from reading()
    except Exception as error:  # noqa: BLE001 - the boundary of a file: whatever it does to its reader, the others are read
        yield unreadable(error, where)


def _folder(folder: Path) -> Iterator[Path | KGraphError]:
    errors: list[OSError] = []
    own: list[str] = []
    names = {path: path.relative_to(folder).as_posix() for path in sorted(_below(folder, errors, own))}
    left = Left(names.values())
    paths = [path for path, name in names.items() if not left.has(name)]
    for error in errors:
        yield IngestError(f"cannot be read: {error.strerror or error}", str(error.filename or folder))
    for name in sorted(own):
        yield OwnOutput("is left out, because kgraph wrote it", name)
    if not paths:
        yield NoArticles(f"no articles in this folder; choose from {', '.join(suffixes())}", str(folder))
    yield from paths


def _below(folder: Path, errors: list[OSError], own: list[str]) -> Iterator[Path]:
    # os.walk follows no link to a folder, so that none leads round.
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        if is_marked(Path(parent)):
            own.append(parent)
            folders.clear()
            continue
        folders[:] = [name for name in folders if not is_hidden(name)]
        yield from (Path(parent) / name for name in names if not is_left_out(name))


def _stdin(reading: Reading) -> Iterator[Article | KGraphError]:
    if sys.stdin is None:
        raise NoArticles("the standard input is closed", "stdin")
    yield from read_content(Content("stdin", "stdin", sys.stdin.buffer), reading)
