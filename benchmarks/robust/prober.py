"""Finds the files of a group that a build dies of."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.robust.command import Ran, environment, kill

T = TypeVar("T")


def culprits(group: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> list[Sequence[T]]:
    """The smallest parts of a group that fail: single ones, or some that fail only together."""
    if not fails(group):
        return []
    if len(group) == 1:
        return [group]
    middle = len(group) // 2
    return culprits(group[:middle], fails) + culprits(group[middle:], fails) or [group]


class Prober:
    """A process that builds one group after the other (benchmarks.robust.each); started again where it was killed."""

    def __init__(self, cwd: Path) -> None:
        self._cwd = cwd
        self._process: subprocess.Popen[str] | None = None

    def run(self, arguments: Sequence[str], timeout: float) -> Ran:
        """How a command ended in that process."""
        begin, process = time.perf_counter(), self._started()
        assert process.stdin is not None
        process.stdin.write(json.dumps(list(arguments)) + "\n")
        process.stdin.flush()
        line = _line(process, timeout)
        seconds = time.perf_counter() - begin
        if line is None or not line:
            self.close()
            return Ran(tuple(arguments), None if line is None else -9, b"", "" if line is None else "the process died", seconds)
        answer = json.loads(line)
        return Ran(tuple(arguments), answer["status"] if answer["status"] is not None else 1, b"", answer["err"], seconds)

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            kill(self._process)
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            pipe = subprocess.PIPE
            command = [sys.executable, "-m", "benchmarks.robust.each"]
            self._process = subprocess.Popen(
                command, cwd=self._cwd, env=environment(), stdin=pipe, stdout=pipe, text=True, start_new_session=True
            )
        return self._process


def _line(process: subprocess.Popen[str], timeout: float) -> str | None:
    """The next line that a process prints; "" where it died, None where it was silent for too long."""
    found: queue.SimpleQueue[str] = queue.SimpleQueue()
    assert process.stdout is not None
    threading.Thread(target=lambda stream: found.put(stream.readline()), args=(process.stdout,), daemon=True).start()
    try:
        return found.get(timeout=timeout)
    except queue.Empty:
        return None
