"""The sheets that judges read: what is held to be one event or entity, each place with what stands around it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.identity.archive import Archive, Paper
from benchmarks.identity.items import ENTITY, EVENT, INSIDE, PAIR, Item, Place
from benchmarks.judging.articles import Offsets
from benchmarks.judging.sheets import RULE, around, head, window

LETTERS = string.ascii_lowercase
"""What the places of a whole are called on a sheet, and in a judge's answer."""
_TITLES = {
    PAIR: "two reports of different articles: one event?",
    INSIDE: "two reports of one article: one event?",
    EVENT: "one event?",
    ENTITY: "one entity?",
}
_MOST_DETAILS = 14


def sheet(items: Sequence[Item], archive: Archive) -> str:
    """One sheet, with a head that says what to write."""
    first = items[0]
    whose = "HELD OUT: for figures alone, builders do not read it" if first.held else "not held out"
    columns = ("NUMBER", "VERDICT", *(() if first.kind in (PAIR, INSIDE) else ("STRAYS",)), "CAUSE")
    top = head(first.sheet, f"{first.draw}: {len(items)} items of kind {first.kind} ({whose})", columns)
    return top + "".join(item_text(item, archive) for item in items)


def item_text(item: Item, archive: Archive) -> str:
    """One item: its places with what stands around them, and what the graph calls them together."""
    parts = [f"{RULE}\n{item.number}. {item.kind}: {_TITLES[item.kind]}"]
    if len(item.places) < item.size and item.kind in (EVENT, ENTITY):
        parts[0] += f" ({len(item.places)} places of {item.size} articles)"
    for letter, place in zip(LETTERS, item.places, strict=False):
        paper = archive.named(place.article, place.file, place.record)
        if paper is None:
            continue
        parts += [f"[{letter}] {paper.heading} | {paper.file} {paper.record}".rstrip()]
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
