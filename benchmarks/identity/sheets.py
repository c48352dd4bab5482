"""The sheets that judges read: what is held to be one event or entity, each place with what stands around it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from benchmarks.identity.archive import Archive, Paper
from benchmarks.identity.items import ENTITY, EVENT, INSIDE, PAIR, Item, Place
from benchmarks.truth.claims import Offsets
from benchmarks.truth.sheets import around, window

LETTERS = string.ascii_lowercase
"""What the places of a whole are called on a sheet, and in a judge's answer."""
_RULE = "-" * 60
_TITLES = {
    PAIR: "two reports of different articles: one event?",
    INSIDE: "two reports of one article: one event?",
    EVENT: "one event?",
    ENTITY: "one entity?",
}
_MOST_DETAILS = 14


def write_sheets(items: Iterable[Item], archive: Archive, folder: Path) -> list[Path]:
    """Writes each sheet of a draw as ``NN.txt``; the files, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, on_it in groupby(sorted(items, key=attrgetter("sheet", "number")), key=attrgetter("sheet")):
        path = folder / f"{number:02}.txt"
        path.write_text(sheet(list(on_it), archive), "utf-8")
        written.append(path)
    return written


def sheet(items: Sequence[Item], archive: Archive) -> str:
    """One sheet, with a head that says what to write."""
    first = items[0]
    whose = "HELD OUT: for figures alone, builders do not read it" if first.held else "not held out"
    columns = "NUMBER VERDICT CAUSE" if first.kind in (PAIR, INSIDE) else "NUMBER VERDICT STRAYS CAUSE"
    head = f"SHEET {first.sheet:02} of draw {first.draw}: {len(items)} items of kind {first.kind} ({whose})\n"
    head += f"Write {first.sheet:02}.tsv, one line an item, tab-separated: {columns}\n"
    return head + "".join(item_text(item, archive) for item in items)


def item_text(item: Item, archive: Archive) -> str:
    """One item: its places with what stands around them, and what the graph calls them together."""
    parts = [f"{_RULE}\n{item.number}. {item.kind}: {_TITLES[item.kind]}"]
    if len(item.places) < item.size and item.kind in (EVENT, ENTITY):
        parts[0] += f" ({len(item.places)} places of {item.size} articles)"
    for letter, place in zip(LETTERS, item.places, strict=False):
        paper = archive.papers[place.article]
        parts += [f"[{letter}] {paper.title or 'no title'} | {paper.day or 'no day'} | {paper.file} {paper.record}".rstrip()]
        parts += _context(item, place, paper)
    return "\n".join([*parts, *_claimed(item), ""])


def _context(item: Item, place: Place, paper: Paper) -> Iterable[str]:
    if item.kind == ENTITY:
        return window(paper.text, place.offsets)
    return around(paper.text, sentence_at(paper, place.offsets), place.offsets)


def sentence_at(paper: Paper, word: Offsets) -> Offsets:
    """The sentence of the report at a word; the word alone where no report is there."""
    return next((told.sentence for told in paper.reports if told.trigger == word), word)


def _claimed(item: Item) -> Iterator[str]:
    if item.kind == ENTITY:
        yield f"ENTITY  {item.name} [{item.type}]"
        more = len(item.details) - _MOST_DETAILS
        yield f"MORE    {'; '.join(item.details[:_MOST_DETAILS]) or 'nothing more'}{f'; and {more} more' if more > 0 else ''}"
    else:
        yield f"EVENT   {item.name} [{item.type}]"
