"""Starts two builds and ten readers at once, again and again, with other articles each time.

Of the builds one must win; the other must say that a build is at work, or find everything done where it came late. What readers answer
must be what a finished graph gives, the last one or the new one; they may also say clearly that they cannot answer now, which is
counted. In the end the folder must be what a build from nothing makes.

The full run does 30 rounds, in about 15 minutes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from benchmarks.robust.command import Ran, fault
from benchmarks.robust.folders import differences
from benchmarks.robust.outcomes import Outcome, Tally
from benchmarks.robust.readers import READERS, ask, judged
from benchmarks.robust.states import STATES, Bench

ROUNDS = 30
_BUILDS, _READERS = 2, 10
_LONGEST = 6.0  # seconds after which the last reader starts


def run_rounds(numbers: Sequence[int], seed: int, scratch: Path, tally: Tally) -> None:
    """Does the rounds of these numbers, each after the graph that the one before should have left."""
    bench = Bench(scratch, seed)
    for number in numbers:
        before, after = Random(f"crowd:{seed}:{number}").sample(range(STATES), 2)
        _ = bench.clean(before), bench.clean(after)  # made now, as they need the folder
        bench.restore(before)
        bench.write(after)
        _round(number, before, after, bench, tally)


def _round(number: int, before: int, after: int, bench: Bench, tally: Tally) -> None:
    chance = Random(f"crowd:{number}")
    chosen = [(chance.choice(list(READERS)), chance.random() * _LONGEST) for _ in range(_READERS)]
    with ThreadPoolExecutor(_BUILDS + _READERS) as crowd:
        builds = [crowd.submit(bench.build) for _ in range(_BUILDS)]
        readers = [(name, crowd.submit(_late, name, wait, bench)) for name, wait in chosen]
    for name, reader in readers:
        states = [after] if name == "status" else [before, after]
        outcome, what = judged(name, reader.result(), [bench.clean(state).answers[name] for state in states])
        tally.count(f"{name} beside builds", outcome, number, what)
    _judge_builds(number, [build.result() for build in builds], tally)
    wrong = differences(bench.out, bench.clean(after).digests)
    tally.count("the folder afterwards", Outcome.WRONG if wrong else Outcome.RIGHT, number, ", ".join(wrong))


def _late(name: str, wait: float, bench: Bench) -> Ran:
    time.sleep(wait)
    return ask(name, bench.articles, bench.out)


def _judge_builds(number: int, builds: Sequence[Ran], tally: Tally) -> None:
    for ran in builds:
        if found := fault(ran):
            tally.count("builds", found[0], number, found[1])
        else:
            tally.count("builds", Outcome.RIGHT if ran.status == 0 else Outcome.REPORTED)
    if all(ran.status != 0 for ran in builds):
        tally.count("rounds that no build won", Outcome.WRONG, number, builds[0].last_line)
