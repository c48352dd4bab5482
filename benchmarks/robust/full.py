"""Fills the disk at every stage of a build, gives it space again, and builds again.

The build's folder lies on a small file system in memory, of sizes from a few KB to more than enough, in which builds from nothing and
builds after a change run out of space; or of which the number of files is limited, or which is read-only; or the size of each file is
limited for the process. A build must then say so and exit with 2; readers must answer from the last finished graph or say clearly why
not; and the next build with space must leave what a build from nothing makes. Mounting needs root; without it only the limit on the
size of files is tried.

The full run tries 100 cases, in about 20 minutes.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.robust.command import Ran, fault, run
from benchmarks.robust.folders import differences
from benchmarks.robust.outcomes import Outcome, Tally
from benchmarks.robust.readers import ask, judged
from benchmarks.robust.states import Bench

_KB = 1024
_AMPLE = "size=1g,nr_inodes=1000000"
_READERS = ("query", "entities", "status")
_COUNTS = {"space, from nothing": 40, "space, a change": 30, "number of files": 10, "read-only": 4, "size of a file": 16}


@dataclass(frozen=True, slots=True)
class Case:
    """What is scarce, and how far along the way from nothing to enough of it (0 to 1) the case lies."""

    number: int
    scarce: str
    degree: float

    @property
    def before(self) -> int | None:
        """The state whose finished graph is there already; None for none."""
        if self.scarce in ("space, from nothing", "number of files"):
            return None
        return 1 if self.scarce == "space, a change" or self.number % 2 else None


def cases() -> list[Case]:
    """All cases."""
    found = [(scarce, i / (count - 1)) for scarce, count in _COUNTS.items() for i in range(count)]
    return [Case(number, scarce, degree) for number, (scarce, degree) in enumerate(found)]


def run_cases(share: float, only: int | None, seed: int, scratch: Path, tally: Tally) -> None:
    """Tries a share of the cases of each kind, at least one, or only the case of a number."""
    mounted = os.geteuid() == 0
    out = scratch / "disk" / "out"
    bench = Bench(scratch, seed, out)
    if not mounted:
        tally.note("not root, so no file system could be mounted: only the size of files was limited")
    for one in _chosen(share, only):
        if mounted or one.scarce == "size of a file":
            with _disk(out.parent, mounted=mounted):
                _try(one, bench, tally)


def _chosen(share: float, only: int | None) -> Iterator[Case]:
    """Cases spread evenly over what is scarce."""
    everything = cases()
    if only is not None:
        yield everything[only]
        return
    for scarce in _COUNTS:
        kind = [one for one in everything if one.scarce == scarce]
        wanted = max(1, round(share * len(kind)))
        yield from (kind[int((i + 0.5) * len(kind) / wanted)] for i in range(wanted))


@contextmanager
def _disk(folder: Path, *, mounted: bool) -> Iterator[None]:
    """A file system of its own at a folder, with ample space at first."""
    folder.mkdir(parents=True, exist_ok=True)
    if not mounted:
        yield
        return
    _mount(folder, _AMPLE, "-t", "tmpfs", "tmpfs")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(folder: Path, options: str, *more: str) -> None:
    subprocess.run(["mount", "-o", options, *more, str(folder)], check=True)


def _try(one: Case, bench: Bench, tally: Tally) -> None:
    bench.clean(2)
    bench.restore(one.before)
    bench.write(2)
    _count(one, f"build: {one.scarce}", _starved(one, bench), Outcome.RIGHT, bench, tally)
    _read(one, bench, tally)
    if "size of" not in one.scarce:
        _mount(bench.out.parent, f"remount,rw,{_AMPLE}")
    _count(one, f"build with enough again: {one.scarce}", bench.build(), Outcome.HEALED, bench, tally)


def _count(one: Case, row: str, ran: Ran, good: Outcome, bench: Bench, tally: Tally) -> None:
    """Counts a build: ``good`` if it made what it should have, else whether it said why not."""
    if found := fault(ran):
        tally.count(row, found[0], one.number, found[1])
    elif ran.status == 2:
        tally.count(row, Outcome.REPORTED)
    else:
        wrong = differences(bench.out, bench.clean(2).digests)
        tally.count(row, Outcome.WRONG if wrong else good, one.number, ", ".join(wrong))


def _starved(one: Case, bench: Bench) -> Ran:
    """How a build without enough of something ended."""
    if one.scarce == "size of a file":
        most = int(64 * (20_000 * _KB / 64) ** one.degree)
        arguments = ["build", str(bench.articles), "-o", str(bench.out)]
        return run(arguments, bench.scratch, before=partial(_limit, most))
    _mount(bench.out.parent, f"remount,{_OPTIONS[one.scarce](one, bench)}")
    return bench.build()


def _limit(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _space(one: Case, bench: Bench) -> str:
    """Space for a part of what a build from nothing leaves, in steps that are small at first."""
    most = 1.5 * _size(bench.clean(2).folder)
    return f"size={int(8 * _KB + most * one.degree**2)}"


def _more_space(one: Case, bench: Bench) -> str:
    """Space for a part of what a build leaves, beside the last one."""
    return f"size={_used(bench.out.parent) + int(4 * _KB + 1.2 * _size(bench.clean(2).folder) * one.degree**2)}"


def _inodes(one: Case, bench: Bench) -> str:
    files = sum(1 for _ in bench.clean(2).folder.rglob("*"))
    return f"nr_inodes={4 + int(1.3 * files * one.degree)}"


def _read_only(_: Case, __: Bench) -> str:
    return "ro"


_OPTIONS: Mapping[str, Callable[[Case, Bench], str]] = {
    "space, from nothing": _space,
    "space, a change": _more_space,
    "number of files": _inodes,
    "read-only": _read_only,
}


def _size(folder: Path) -> int:
    """The bytes of a folder's files, in whole pages."""
    return sum(-(-path.lstat().st_size // 4096) * 4096 for path in folder.rglob("*") if path.is_file())


def _used(folder: Path) -> int:
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def _read(one: Case, bench: Bench, tally: Tally) -> None:
    for name in _READERS:
        states = [2] if name == "status" or one.before is None else [one.before, 2]
        ran = ask(name, bench.articles, bench.out)
        outcome, what = judged(name, ran, [bench.clean(state).answers[name] for state in states])
        tally.count(f"{name} beside a full disk", outcome, one.number, what)
