"""Runs kgraph's command line in processes of its own, and says what is wrong with how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import AnyStr

from benchmarks.robust.outcomes import Outcome

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 180.0
"""Seconds after which a command on the sample corpus, which takes ten at most, counts as hung."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended; ``status`` is None where it was still running after its time, and was killed."""

    arguments: tuple[str, ...]
    status: int | None
    out: bytes
    err: str
    seconds: float

    @property
    def last_line(self) -> str:
        """What it said last on stderr, which names the exception of a traceback."""
        return ([line for line in self.err.splitlines() if line.strip()] or [""])[-1]


def start(arguments: Sequence[str], cwd: Path, *, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    """A running kgraph command at the head of a process group of its own. ``before`` is called in the new process."""
    command = [sys.executable, "-m", "kgraph.cli", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe,
        start_new_session=True,
        preexec_fn=before,
    )


def run(arguments: Sequence[str], cwd: Path, *, timeout: float = TIMEOUT, before: Callable[[], None] | None = None) -> Ran:
    """How a kgraph command ended; it and its children are killed when its time is up."""
    begin = time.perf_counter()
    process = start(arguments, cwd, before=before)
    return finished(process, arguments, timeout, begin)


def finished(process: subprocess.Popen[bytes], arguments: Sequence[str], timeout: float, begin: float) -> Ran:
    """How a command that ``start`` began ended."""
    try:
        out, err = process.communicate(timeout=timeout)
        status: int | None = process.returncode
    except subprocess.TimeoutExpired:
        kill(process)
        out, err = process.communicate()
        status = None
    return Ran(tuple(arguments), status, out, err.decode("utf-8", "replace"), time.perf_counter() - begin)


def kill(process: subprocess.Popen[AnyStr]) -> None:
    """Kills a command and its children at once, as a machine that fails would."""
    with suppress(ProcessLookupError):  # it has ended, and its group with it
        os.killpg(process.pid, signal.SIGKILL)


def environment() -> dict[str, str]:
    """The variables of this process, with this kgraph first on Python's path."""
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *([path] if path else [])])}


def fault(ran: Ran, statuses: Sequence[int] = (0, 2)) -> tuple[Outcome, str] | None:
    """What is wrong with how a command ended, and what shows it; None where it did its work or gave a clear error."""
    if ran.status is None:
        return Outcome.HUNG, f"no end after {ran.seconds:.0f} s"
    if "Traceback (most recent call last)" in ran.err or "internal error" in ran.err:
        return Outcome.CRASHED, ran.last_line
    if ran.status not in statuses:
        return Outcome.CRASHED, f"status {ran.status}: {ran.last_line}"
    if ran.status == 2 and not is_clear(ran.err):
        return Outcome.CRASHED, f"status 2 without a clear error: {ran.last_line}"
    return None


def is_clear(err: str) -> bool:
    """Whether some line is an error as docs/messages.md explains it."""
    return any(line.rstrip().endswith("]") for line in err.split("kgraph: error:")[1:])
