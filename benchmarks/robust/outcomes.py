"""What a program that tries to break kgraph counts, and how it keeps and shows its counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from threading import Lock

import msgspec

from kgraph import __version__


class Outcome(StrEnum):
    """How one try ended."""

    RIGHT = "right"
    HEALED = "healed"
    REPORTED = "reported"
    LOST = "lost"
    HARMLESS = "unnoticed"
    WRONG = "wrong"
    CRASHED = "crashed"
    HUNG = "hung"


FAULTS = frozenset({Outcome.LOST, Outcome.WRONG, Outcome.CRASHED, Outcome.HUNG})
"""Outcomes that are kgraph's fault. A report is not, nor is damage that nobody noticed and that changed no answer."""


class Failure(msgspec.Struct, frozen=True):
    """A try that ended in a fault: what was tried, its number, what was seen, and the command that repeats it."""

    row: str
    case: str
    outcome: Outcome
    what: str
    command: str

    def __str__(self) -> str:
        return f"{self.outcome}: {self.row}, case {self.case}: {self.what}\n    {self.command}"


class Results(msgspec.Struct, frozen=True):
    """What one part counted: tries by row and outcome, the failures, and notes such as times."""

    part: str
    day: str
    version: str
    share: float
    seed: int
    seconds: float
    rows: dict[str, dict[Outcome, int]]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...] = ()


class Tally:
    """Counts tries while a part runs, and prints each failure as it is found. ``command`` is what repeats the part.

    Several threads may count at once.
    """

    def __init__(self, command: str) -> None:
        self._command = command
        self._lock = Lock()
        self._rows: dict[str, Counter[Outcome]] = defaultdict(Counter)
        self._failures: list[Failure] = []
        self._notes: list[str] = []

    def count(self, row: str, outcome: Outcome, case: object = "", what: str = "") -> None:
        """Counts one try. A fault is printed and kept with its case and with ``what`` was seen."""
        with self._lock:
            self._rows[row][outcome] += 1
            if outcome in FAULTS:
                failure = Failure(row, str(case), outcome, what[:500], f"{self._command} --case {case}")
                self._failures.append(failure)
                print(failure, flush=True)

    @staticmethod
    def progress(done: int, of: int, every: int = 25) -> None:
        """Prints how far a long part is, at every so many cases."""
        if done % every == 0:
            print(f"{done} of {of} cases tried", flush=True)

    def note(self, line: str) -> None:
        """Keeps and prints a line that the report shows below the counts."""
        self._notes.append(line)
        print(line, flush=True)

    def results(self, part: str, share: float, seed: int, seconds: float) -> Results:
        """Everything that was counted so far."""
        rows = {row: dict(counts) for row, counts in sorted(self._rows.items())}
        day = date.today().isoformat()
        return Results(part, day, __version__, share, seed, seconds, rows, tuple(self._failures), tuple(self._notes))


def keep(results: Results, folder: Path) -> Path:
    """The file in which the results of a part now are."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{results.part}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    return path


def kept(folder: Path, parts: Iterable[str]) -> list[Results]:
    """The results that are kept of these parts, in their order."""
    paths = (folder / f"{part}.json" for part in parts)
    return [msgspec.json.decode(path.read_bytes(), type=Results) for path in paths if path.is_file()]


HEADING = ("part", "what", "tried", *Outcome)


def table(found: Iterable[Results]) -> Iterator[str]:
    """The lines of a Markdown table of results, with the day and the size of each part below it."""
    found = list(found)
    yield f"| {' | '.join(HEADING)} |"
    yield f"|---|---|{'---:|' * (len(HEADING) - 2)}"
    for results in found:
        for row, counts in results.rows.items():
            cells = (results.part, row, f"{sum(counts.values()):,}", *(_cell(counts.get(outcome, 0)) for outcome in Outcome))
            yield f"| {' | '.join(cells)} |"
    yield ""
    for results in found:
        minutes = f"{results.seconds / 60:.1f} minutes"
        yield f"- `{results.part}`: {results.day}, kgraph {results.version}, share {results.share:g}, seed {results.seed}, {minutes}"
        yield from (f"  - {note}" for note in results.notes)


def _cell(number: int) -> str:
    return f"{number:,}" if number else ""
