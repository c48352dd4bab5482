"""The sheets that judges read: a file for each, and a passage of an article with the word in question marked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Protocol, TypeVar

from benchmarks.judging.articles import Offsets

RULE = "-" * 60
"""The line between two items."""
_BEFORE, _AFTER, _NEAR, _WIDTH = 400, 250, 200, 140


class Numbered(Protocol):
    """An item of a draw: the sheet that it is on, and its number there."""

    @property
    def sheet(self) -> int: ...
    @property
    def number(self) -> int: ...


_Item = TypeVar("_Item", bound=Numbered)


def write_sheets(items: Iterable[_Item], folder: Path, sheet: Callable[[Sequence[_Item]], str]) -> list[Path]:
    """Writes each sheet of a draw as ``NN.txt``; the files, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, on_it in groupby(sorted(items, key=attrgetter("sheet", "number")), key=attrgetter("sheet")):
        path = folder / f"{number:02}.txt"
        path.write_text(sheet(list(on_it)), "utf-8")
        written.append(path)
    return written


def head(sheet: int, title: str, columns: Iterable[str]) -> str:
    """What stands above the items of a sheet: its title, and what a judge writes into which file."""
    return f"SHEET {sheet:02} of draw {title}\nWrite {sheet:02}.tsv, one line an item, tab-separated: {' '.join(columns)}\n"


def around(text: str, own: Offsets, word: Offsets) -> Iterator[str]:
    """Some text before a sentence, the sentence behind ``>>>`` with its word between guillemets, and some text after it."""
    start, end = own
    if before := _tail(text[max(0, start - _BEFORE) : start], cut=start > _BEFORE):
        yield from _wrapped(before, "    ")
    yield from _wrapped(marked(text, own, word), ">>> ")
    if after := _head(text[end : end + _AFTER], cut=end + _AFTER < len(text)):
        yield from _wrapped(after, "    ")


def window(text: str, word: Offsets) -> list[str]:
    """What stands in the text around a word, cut at white space."""
    start, end = max(0, word[0] - _NEAR), min(len(text), word[1] + _NEAR)
    before, after = _tail(text[start : word[0]], cut=start > 0), _head(text[word[1] : end], cut=end < len(text))
    left, right = " " * (text[word[0] - 1 : word[0]] == " "), " " * (text[word[1] : word[1] + 1] == " ")
    return _wrapped(f"{before}{left}«{text[slice(*word)]}»{right}{after}", ">>> ")


def marked(text: str, own: Offsets, word: Offsets) -> str:
    """A sentence with its word between guillemets."""
    (start, end), (first, last) = own, word
    if not start <= first < last <= end:
        return text[start:end]
    return f"{text[start:first]}«{text[first:last]}»{text[last:end]}"


def _tail(text: str, *, cut: bool) -> str:
    return f"… {text.split(' ', 1)[-1]}" if cut and text.strip() else text.strip()


def _head(text: str, *, cut: bool) -> str:
    return f"{text.rsplit(' ', 1)[0]} …" if cut and text.strip() else text.strip()


def _wrapped(text: str, margin: str) -> list[str]:
    """Text on lines of the sheet; where the article begins a new paragraph stands a slash."""
    one = " / ".join(" ".join(part.split()) for part in text.split("\n") if part.strip())
    return textwrap.wrap(one, _WIDTH, initial_indent=margin, subsequent_indent="    ", break_on_hyphens=False) or [margin]
