"""Judges' files: which sheet each is on, who wrote it, and everything that is wrong with it.

``NN.tsv`` is on sheet NN; a second reading is called ``NN.b.tsv``, so that its judge is another. Each line is about one item: its number,
and what the judge says of it in further cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.judging.sheets import Numbered

ANSWERS = ".tsv"
_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item", bound=Numbered)
_Verdict = TypeVar("_Verdict")


class BadAnswers(ValueError):
    """Judges' files that break the rules; ``faults`` names each, with its file and line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def joined(
    items: Iterable[_Item],
    folder: Path,
    read: Callable[[str, Mapping[int, _Item], str], tuple[Sequence[_Verdict], Sequence[str]]],
    is_kept: Callable[[_Verdict], bool],
) -> list[_Verdict]:
    """The verdicts in the files of a folder on the items of a draw.

    ``read`` turns a file's text, the items of its sheet by their numbers and the name of its judge into verdicts and faults. Files of
    sheets that are not in the draw are left alone, as are sheets without a file. Raises BadAnswers where any file has a fault, or a
    verdict that is kept already.
    """
    sheets = _by_sheet(items)
    found: list[_Verdict] = []
    faults: list[str] = []
    for path in sorted(folder.glob(f"*{ANSWERS}")):
        if (sheet := sheets.get(path.name.split(".")[0])) is not None:
            judge = f"j{path.name.removesuffix(ANSWERS)}"
            verdicts, wrong = read(path.read_text("utf-8"), sheet, judge)
            again = sum(map(is_kept, verdicts))
            wrong = [*wrong, f"{again} verdicts of {judge} are kept already"] if again else wrong
            found += verdicts
            faults += [f"{path.name}: {fault}" for fault in wrong]
    if faults:
        raise BadAnswers(faults)
    return found


def read_lines(
    text: str, numbers: Collection[int], read: Callable[[int, Sequence[str]], tuple[_Answer | None, Sequence[str]]]
) -> tuple[list[_Answer], list[str]]:
    """The answers in a judge's file, and what is wrong with it, each fault with its line.

    ``read`` turns the number of an item and the cells behind it into an answer and faults. Each of the sheet's numbers is wanted once.
    """
    answers: dict[int, _Answer] = {}
    faults: list[str] = []
    for line_number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            first, *cells = (cell.strip() for cell in line.split("\t"))
            number = int(first) if first.isdecimal() else -1
            answer, wrong = _checked(number, first, numbers, answers) or read(number, cells)
            faults += [f"line {line_number}: {fault}" for fault in wrong]
            if answer is not None:
                answers[number] = answer
    return list(answers.values()), [*faults, *(f"number {n} has no valid line" for n in sorted(set(numbers) - answers.keys()))]


def unknown(what: str, values: Iterable[str], valid: Collection[str]) -> Iterable[str]:
    """A fault for each value that is not valid."""
    return (f"{what} {value!r} is not valid; choose from {', '.join(valid)}" for value in values if value not in valid)


def _checked(number: int, written: str, numbers: Collection[int], answers: Collection[int]) -> tuple[None, Sequence[str]] | None:
    """What is wrong with the number of a line; None where nothing is."""
    if number < 0:
        return None, [f"number {written!r} is not valid; write digits, and a tab behind them"]
    if number not in numbers:
        return None, [f"number {written!r} is not on the sheet"]
    return (None, [f"number {number} stands twice"]) if number in answers else None


def _by_sheet(items: Iterable[_Item]) -> Mapping[str, Mapping[int, _Item]]:
    """The items by their sheets, as these are named, and by their numbers."""
    sheets: dict[str, dict[int, _Item]] = defaultdict(dict)
    for item in items:
        sheets[f"{item.sheet:02}"][item.number] = item
    return sheets
