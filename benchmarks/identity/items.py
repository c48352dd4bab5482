"""What is judged: merges of reports, whole events and entities, as places in articles. No item holds a sentence of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from benchmarks.identity.archive import Paper
from benchmarks.judging import lines
from benchmarks.judging.articles import Offsets

PAIR, INSIDE, EVENT, ENTITY = "pair", "inside", "event", "entity"
KINDS = (PAIR, INSIDE, EVENT, ENTITY)
SIZES = ("2", "3-9", "10+")
"""Over how many articles an event or an entity goes."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an article tells of an event or names an entity.

    ``text`` is a hash of the article's text: while that holds, so do the offsets. ``rule`` is what made the report or the name part of
    what is judged, and is empty where no reason was kept.
    """

    article: str
    file: str
    record: str
    text: str
    start: int
    end: int
    rule: str = ""

    @property
    def offsets(self) -> Offsets:
        """The first character of its word, and the one behind the last."""
        return self.start, self.end

    @property
    def where(self) -> tuple[str, str, int, int]:
        """What does not change while its article is read as it is: the names of file and record, and the offsets."""
        return self.file, self.record, self.start, self.end


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to be judged: the places that the program holds to be one event or entity.

    Of a ``pair`` and of an ``inside`` there are two places, of different articles and of one; of an ``event`` and of an ``entity`` as many
    as a judge can read. ``size`` is the number of articles of the whole, ``name`` its label or name and ``details`` what else is claimed
    of an entity. ``held`` says whether an article is held out, ``reprint`` whether two sentences are nearly the same.
    """

    draw: str
    sheet: int
    number: int
    kind: str
    type: str
    size: int
    places: tuple[Place, ...]
    name: str = ""
    details: tuple[str, ...] = ()
    held: bool = False
    reprint: bool = False

    @property
    def key(self) -> tuple[str, frozenset[tuple[str, str, int, int]]]:
        """What is judged: judged once, it need not be judged again."""
        return self.kind, frozenset(place.where for place in self.places)


def place_of(paper: Paper, offsets: Offsets, rule: str = "") -> Place:
    """A place of an article."""
    return Place(paper.id, paper.file, paper.record, paper.digest, *offsets, rule=rule)


def size_class(articles: int) -> str:
    """Which of SIZES a number of articles is of; one article counts with two."""
    return SIZES[0] if articles < 3 else SIZES[1] if articles < 10 else SIZES[2]


def rank(seed: int | str, *what: object) -> bytes:
    """A place in the order of chance, which is a hash of the seed and of what stands there."""
    return hashlib.sha256("|".join(map(str, (seed, *what))).encode()).digest()


def read_items(path: Path) -> list[Item]:
    """The items of a draw's file."""
    return lines.read(path, Item)


def on_sheets(groups: Iterable[Sequence[Item]], first: int, most: int) -> list[Item]:
    """The items numbered from 1 on each sheet; a sheet has at most so many items, all of one group."""
    placed: list[Item] = []
    sheet = first
    for group in groups:
        for start in range(0, len(group), most):
            part = group[start : start + most]
            placed += [msgspec.structs.replace(item, sheet=sheet, number=number) for number, item in enumerate(part, 1)]
            sheet += 1
    return placed
