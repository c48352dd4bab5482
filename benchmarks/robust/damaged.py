"""Damages each file of a finished build's folder, asks every reader, and builds again.

A file is cut to half, has a byte flipped near its start, in its middle or near its end, is emptied, deleted, replaced by a folder or
made unreadable (by a link to itself where the program runs as root, whom no permission stops). Every reader must give the right answer
or a clear error. The next build must leave what a build from nothing makes, or report. A build that leaves something else is
wrong where that is a file for users (of the graph, the networks, the page) or where a reader answers wrongly afterwards; otherwise
the damage is unnoticed. Status is wrong where it says "up to date" and the next build makes the file again.

The full run tries all of some 900 cases, in about 120 minutes with one job. It prints how far it is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from random import Random

from benchmarks.robust.command import Ran, fault, run
from benchmarks.robust.folders import differences, digest, files
from benchmarks.robust.outcomes import Outcome, Tally
from benchmarks.robust.readers import READERS, WRITERS, arguments, ask, judged
from benchmarks.robust.states import Bench

_LOCKS = (".lock", "lock")  # whose content means nothing
_FOR_USERS = ("graph.", "networks/", "explore.html")


@dataclass(frozen=True, slots=True)
class Case:
    """A file that is to be damaged, and how."""

    number: int
    file: str
    damage: str


def cases(bench: Bench, seed: int) -> list[Case]:
    """All cases, in an order that gives every part of the folder and every kind of damage its share of the first ones."""
    folder = bench.clean(0).folder
    found = [
        (name, damage)
        for name in sorted(files(folder))
        if Path(name).name not in _LOCKS
        for damage in DAMAGES
        if (folder / name).stat().st_size or damage not in _NEED_BYTES
    ]
    Random(f"damaged:{seed}").shuffle(found)
    return [Case(number, name, damage) for number, (name, damage) in enumerate(found)]


def run_cases(share: float, only: int | None, seed: int, jobs: int, scratch: Path, tally: Tally) -> None:
    """Tries a share of the cases, or only the one of a number, ``jobs`` at once, each in folders of its own."""
    benches = [_prepared(scratch / str(job), seed) for job in range(jobs)]
    everything = cases(benches[0], seed)
    chosen = everything[: max(1, round(share * len(everything)))] if only is None else [everything[only]]
    tally.note(f"{len(chosen)} of {len(everything)} cases")
    free: SimpleQueue[Bench] = SimpleQueue()
    for bench in benches:
        free.put(bench)

    def attempt(one: Case) -> None:
        bench = free.get()
        _try(one, bench, tally)
        free.put(bench)

    with ThreadPoolExecutor(jobs) as pool:
        for done, _ in enumerate(pool.map(attempt, chosen), 1):
            tally.progress(done, len(chosen))


def _prepared(scratch: Path, seed: int) -> Bench:
    """Folders with a finished build of the sample corpus."""
    bench = Bench(scratch, seed)
    bench.clean(0)
    bench.write(0)
    return bench


def _try(one: Case, bench: Bench, tally: Tally) -> None:
    bench.restore(0)
    path = bench.out / one.file
    DAMAGES[one.damage](path)
    harmed = _seen(path)
    with ThreadPoolExecutor(2) as pool:
        asked = dict(zip(READERS, pool.map(lambda name: ask(name, bench.articles, bench.out), READERS), strict=True))
    _write_parts(one, bench, tally)
    bench.restore(0)
    DAMAGES[one.damage](path)
    built = bench.build()
    _judge_build(one, built, bench, tally)
    for name, ran in asked.items():
        outcome, what = judged(name, ran, [bench.clean(0).answers[name]])
        if name == "status" and ran.status == 0 and outcome is Outcome.RIGHT:
            outcome, what = _unnoticed(built, same=_seen(path) == harmed)
        tally.count(name, outcome, one.number, f"{one.file}, {one.damage}: {what}")


def _unnoticed(built: Ran, *, same: bool) -> tuple[Outcome, str]:
    """What it means that status found nothing: it and the build agree, or it was wrong."""
    agree = built.status == 0 and same
    return (Outcome.HARMLESS, "") if agree else (Outcome.WRONG, "up to date, and the next build does something about it")


def _write_parts(one: Case, bench: Bench, tally: Tally) -> None:
    """Lets the commands that write a part of the folder read the damaged one."""
    for name, part in WRITERS.items():
        ran = run(arguments(name, bench.articles, bench.out), bench.scratch)
        clean = bench.clean(0).digests
        if found := fault(ran):
            outcome, what = found
        elif ran.status == 2:
            outcome, what = Outcome.REPORTED, ""
        else:
            wrong = [path for path in clean if path.startswith(part) and clean[path] != digest(bench.out, path)]
            outcome, what = (Outcome.WRONG, f"wrote other files: {wrong}") if wrong else (Outcome.RIGHT, "")
        tally.count(name, outcome, one.number, f"{one.file}, {one.damage}: {what}")


def _judge_build(one: Case, built: Ran, bench: Bench, tally: Tally) -> None:
    row, where = f"build: {one.damage}", f"{one.file}: "
    if found := fault(built):
        tally.count(row, found[0], one.number, where + found[1])
    elif built.status == 2:
        tally.count(row, Outcome.REPORTED)
    elif wrong := differences(bench.out, bench.clean(0).digests):
        lies = [name for name in READERS if not _is_right(name, bench)]
        shown = any(name.startswith(_FOR_USERS) for name in wrong)
        outcome = Outcome.WRONG if lies or shown else Outcome.HARMLESS
        tally.count(row, outcome, one.number, f"{where}status 0, but {', '.join(wrong)}; wrong answers of {lies}")
    else:
        tally.count(row, Outcome.HEALED)


def _is_right(name: str, bench: Bench) -> bool:
    ran = ask(name, bench.articles, bench.out)
    return judged(name, ran, [bench.clean(0).answers[name]])[0] is Outcome.RIGHT


def _seen(path: Path) -> str:
    """What can be seen of a path, to tell whether a build did something about it."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return type(error).__name__


def _half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _unreadable(path: Path) -> None:
    if os.geteuid() != 0:
        path.chmod(0)
        return
    path.unlink()
    path.symlink_to(path.name)


def _flipped(share: float) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[int(share * (len(content) - 1))] ^= 0x04
        path.write_bytes(content)

    return flip


_NEED_BYTES = ("cut to half", "flipped near the start", "flipped in the middle", "flipped near the end", "emptied")
DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "cut to half": _half,
    "flipped near the start": _flipped(0.05),
    "flipped in the middle": _flipped(0.5),
    "flipped near the end": _flipped(0.95),
    "emptied": _empty,
    "deleted": Path.unlink,
    "replaced by a folder": _folder,
    "unreadable": _unreadable,
}
