"""Kills builds at random moments, and builds again.

A case takes the finished graph of one state of the corpus (or none), makes the articles those of another, starts a build, and kills it
and all its processes: after a random share of the time that such a build takes, or as soon as something of the folder changes that its
last stages write. Some are killed twice in a row. Readers then have to answer from a graph that was finished, or to say clearly why
not. The next build has to leave exactly what a build from nothing makes, and no temporary file.

The full run kills 200 builds, in about 25 minutes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.robust.command import fault, finished, kill, start
from benchmarks.robust.folders import differences
from benchmarks.robust.outcomes import Outcome, Tally
from benchmarks.robust.readers import ask, judged
from benchmarks.robust.states import STATES, Bench

CASES = 200
_WATCHED = (
    "extractions",
    "store",
    "resolution.json",
    "build.json",
    "graph.nq",
    "graph.jsonld",
    "networks",
    "explore.html",
    ".kgraph/new",
)
_READERS = ("query", "entities", "status")


@dataclass(frozen=True, slots=True)
class Case:
    """A build that is to be killed: from which state (None: from no graph), to which, how often, and when.

    ``watched`` is a path whose change sets off the kill, "" where ``moment``, a share of a build's time, says when.
    """

    number: int
    before: int | None
    after: int
    kills: int
    watched: str
    moment: float

    @property
    def row(self) -> str:
        """How it is counted."""
        return "from nothing" if self.before is None else "killed twice" if self.kills > 1 else "a change"


def case(number: int, seed: int) -> Case:
    """The case of a number."""
    chance = Random(f"killed:{seed}:{number}")
    before, after = chance.sample(range(STATES), 2)
    watched = chance.choice(_WATCHED) if chance.random() < 0.4 else ""
    kills = 2 if chance.random() < 0.2 else 1
    return Case(number, None if chance.random() < 0.25 else before, after, kills, watched, chance.random())


def run_cases(numbers: Sequence[int], seed: int, scratch: Path, tally: Tally) -> None:
    """Tries the cases of these numbers."""
    bench = Bench(scratch, seed)
    change = _seconds_of_a_change(bench)
    kills = late = 0
    for number in numbers:
        one = case(number, seed)
        kills += one.kills
        late += _try(one, change, bench, tally)
    tally.note(f"{kills} kills, of which {late} came when the build had ended")


def _seconds_of_a_change(bench: Bench) -> float:
    bench.clean(1)
    bench.restore(0)
    bench.write(1)
    return bench.build().seconds


def _try(one: Case, change: float, bench: Bench, tally: Tally) -> int:
    """How many kills came when the build had ended."""
    clean = bench.clean(one.after)
    bench.restore(one.before)
    bench.write(one.after)
    seconds = clean.seconds if one.before is None else change
    late = sum(_kill_one(one, bench, seconds) for _ in range(one.kills))
    _read(one, bench, tally)
    again, row = bench.build(), f"build after {one.row}"
    if found := fault(again):
        tally.count(row, found[0], one.number, found[1])
    elif again.status != 0:
        tally.count(row, Outcome.REPORTED)
    else:
        wrong = differences(bench.out, clean.digests)
        tally.count(row, Outcome.WRONG if wrong else Outcome.HEALED, one.number, ", ".join(wrong))
    return late


def _kill_one(one: Case, bench: Bench, seconds: float) -> bool:
    """Whether a build, which takes so many seconds where nobody stops it, had ended before it was to be killed."""
    arguments = ["build", str(bench.articles), "-o", str(bench.out)]
    watched = bench.out / one.watched
    before, begin = _mark(watched), time.perf_counter()
    process = start(arguments, bench.scratch)
    until = begin + (10 * seconds if one.watched else one.moment * seconds)
    while time.perf_counter() < until and process.poll() is None:
        if one.watched and _mark(watched) != before:
            time.sleep(one.moment * 0.1)
            break
        time.sleep(0.001)
    ended = process.poll() is not None
    kill(process)
    finished(process, arguments, 10.0, begin)
    return ended


def _mark(path: Path) -> tuple[int, ...]:
    """What changes about a file or folder when something is written there."""
    try:
        found = path.stat()
        return (found.st_mtime_ns, found.st_size, found.st_ino)
    except OSError:
        return ()


def _read(one: Case, bench: Bench, tally: Tally) -> None:
    """Readers between the kill and the next build. Only a graph of the articles as they are now is up to date."""
    for name in _READERS:
        states = [one.after] if name == "status" or one.before is None else [one.before, one.after]
        ran = ask(name, bench.articles, bench.out)
        outcome, what = judged(name, ran, [bench.clean(state).answers[name] for state in states])
        tally.count(f"{name} after a kill", outcome, one.number, what)
