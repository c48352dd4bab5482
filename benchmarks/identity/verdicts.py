"""Verdicts of readers on what is held to be one thing: what they may say, and how their files are read and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from benchmarks.identity.items import ENTITY, EVENT, INSIDE, PAIR, Item
from benchmarks.identity.sheets import LETTERS
from benchmarks.judging.answers import joined, read_lines, unknown
from benchmarks.judging.lines import stored
from kgraph.verifier.claim import shortened

STORE = Path(__file__).resolve().parent / "verdicts"
SAME, PART, DIFFERENT, NO_EVENT = "same", "part", "different", "no-event"
RIGHT, MOSTLY, MIXED = "right", "mostly", "mixed"
CLEAN, TWO, ALIAS, TYPE, DETAILS, NAME, JUNK = "clean", "two-in-one", "alias", "type", "details", "name", "junk"
_OF_REPORTS = (SAME, PART, DIFFERENT, NO_EVENT)
VERDICTS: Mapping[str, Sequence[str]] = {
    PAIR: _OF_REPORTS,
    INSIDE: _OF_REPORTS,
    EVENT: (RIGHT, MOSTLY, MIXED, NO_EVENT),
    ENTITY: (CLEAN, TWO, ALIAS, TYPE, DETAILS, NAME, JUNK),
}
"""What a judge may say of each kind."""
GOOD: Mapping[str, Sequence[str]] = {PAIR: (SAME,), INSIDE: (SAME,), EVENT: (RIGHT, MOSTLY), ENTITY: (CLEAN,)}
"""What counts as right."""
OF_WHAT_IS_SAID = (ALIAS, TYPE, DETAILS, NAME)
"""Verdicts on an entity that find fault with what is said of it, not with what is held to be one."""
CAUSES = ("time", "sides", "place", "victims", "word", "theme", "plan", "part", "name", "other")
"""Why things are not one: what they are at odds over, or that they share only a word or a theme."""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one reader said of one item.

    ``strays`` are the numbers of the places that do not belong to what most of the others are. ``day`` tells when it was judged.
    """

    item: Item
    verdict: str
    judge: str
    day: str
    strays: tuple[int, ...] = ()
    cause: str = "-"

    @property
    def is_good(self) -> bool:
        """Whether what was merged is one thing, as far as a reader minds."""
        return self.verdict in GOOD[self.item.kind]


class _Answer(msgspec.Struct):
    number: int
    verdict: str
    strays: tuple[int, ...]
    cause: str


def read_store(folder: Path = STORE) -> list[Verdict]:
    """All verdicts, in the order of the files' names and of their lines."""
    return stored(folder, Verdict)


def deciding(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdict that counts of each item: the first that was kept. Further readings only measure agreement."""
    first: dict[object, Verdict] = {}
    for verdict in verdicts:
        first.setdefault(verdict.item.key, verdict)
    return list(first.values())


def join(items: Iterable[Item], folder: Path, day: str, kept: Iterable[Verdict] = ()) -> list[Verdict]:
    """The verdicts that the files of a folder give on the items of a draw.

    Raises BadAnswers where any line breaks the rules, or a verdict is kept already.
    """

    def read(text: str, sheet: Mapping[int, Item], judge: str) -> tuple[list[Verdict], list[str]]:
        answers, faults = read_answers(text, sheet)
        return [_verdict(sheet[answer.number], answer, judge, day) for answer in answers], faults

    before = {(verdict.item.key, verdict.judge) for verdict in kept}
    return joined(items, folder, read, lambda verdict: (verdict.item.key, verdict.judge) in before)


def read_answers(text: str, sheet: Mapping[int, Item]) -> tuple[list[_Answer], list[str]]:
    """The lines of a judge's file, and what is wrong with it, each fault with its line."""
    return read_lines(text, sheet, lambda number, cells: _answer(sheet[number], number, cells))


def _answer(item: Item, number: int, cells: Sequence[str]) -> tuple[_Answer | None, list[str]]:
    if item.kind in (PAIR, INSIDE):
        cells = [*cells[:1], "-", *cells[1:]]
    if len(cells) != 3:
        return None, ["wrong number of columns"]
    verdict, strays, cause = cells
    letters = () if strays == "-" else tuple(letter.strip() for letter in strays.split(","))
    wrong = list(_faults(item, verdict, letters, cause))
    return (None, wrong) if wrong else (_Answer(number, verdict, tuple(map(LETTERS.index, letters)), cause), [])


def _faults(item: Item, verdict: str, strays: Sequence[str], cause: str) -> Iterator[str]:
    valid = LETTERS[: len(item.places)]
    yield from unknown("verdict", [verdict], VERDICTS[item.kind])
    yield from unknown("cause", [cause] if cause != "-" else [], CAUSES)
    yield from (f"stray {letter!r} is not on the sheet" for letter in strays if len(letter) != 1 or letter not in valid)
    if verdict in (RIGHT, CLEAN, SAME) and (strays or cause != "-"):
        yield f"{verdict}, but with a stray or a cause"
    if verdict in (MOSTLY, TWO) and not strays:
        yield f"{verdict}, but without a stray"
    if verdict in (DIFFERENT, MIXED) and cause == "-":
        yield f"{verdict}, but without a cause"


def _verdict(item: Item, answer: _Answer, judge: str, day: str) -> Verdict:
    """A verdict with short names, so that no passage of an article gets into the store."""
    brief = replace(item, name=shortened(item.name), details=tuple(map(shortened, item.details)))
    return Verdict(brief, answer.verdict, judge, day, answer.strays, answer.cause)
