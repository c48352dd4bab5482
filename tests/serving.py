"""Real servers for tests: `kgraph serve` as a process of its own, on a free port of this machine, over a graph that was built."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from kgraph.build import build
from kgraph.settings import Settings

_DEADLINE = 60  # seconds after which a server that does not come up is a failure
ARTICLES = {
    "talks.txt": "Talks in Oslo\n\nDate: 2025-03-04\nPublisher: Fjord Post\n\nAnna Berg met Carl Ek in Oslo on Monday. "
    "Berg accused Ek of lying to the press. The two leaders will meet again in April.\n",
    "visit.txt": "A visit that was not\n\nDate: 2025-03-05\nPublisher: Fjord Post\n\nCarl Ek did not visit Bergen. "
    "He blamed Anna Berg for the zeppelin.\n",
    "aid.txt": "A promise of aid\n\nDate: 2025-03-06\nPublisher: Valley Herald\n\nAnna Berg promised to send aid to Bergen. "
    "Police arrested two men in Oslo on Wednesday.\n",
    "again.txt": "Leaders meet\n\nDate: 2025-03-05\nPublisher: Valley Herald\n\nCarl Ek and Anna Berg met in Oslo on Monday. "
    "Protesters marched through Bergen.\n",
}


@dataclass(slots=True)
class Served:
    """A server that runs: its address (which ends in "/"), its process, and the lines that it has written so far."""

    address: str
    process: subprocess.Popen[str]
    folder: Path
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> bytes:
        """The body of what a path answers; "_" in the name of a header stands for "-"."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with urlopen(Request(self.address + path.lstrip("/"), headers=named), timeout=_DEADLINE) as answer:
            return bytes(answer.read())


def write_articles(folder: Path) -> Path:
    """A folder with the sample's articles."""
    folder.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """A server over a build, until the block ends."""
    process = _started(folder, options)
    assert process.stdout is not None
    assert process.stderr is not None
    lines: list[str] = []
    reading = threading.Thread(target=lambda stream: lines.extend(stream), args=(process.stderr,), daemon=True)
    reading.start()
    watchdog = threading.Timer(_DEADLINE, process.kill)
    watchdog.start()
    try:
        address = process.stdout.readline().strip()
        watchdog.cancel()
        assert address, f"the server did not come up: {''.join(lines)}"
        yield Served(address, process, folder, lines)
    finally:
        watchdog.cancel()
        _end(process)
        reading.join(5)


def _started(folder: Path, options: tuple[str, ...]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kgraph.cli", "serve", "-d", str(folder), "--port", "0", *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.fixture(scope="session")
def sample_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built graph that nobody writes to; a test that builds again copies it."""
    root = tmp_path_factory.mktemp("served")
    result = build([write_articles(root / "articles")], root / "graph", Settings(), parts=[])
    assert result.errors == ()
    return root / "graph"


@pytest.fixture(scope="session")
def served(sample_graph: Path) -> Iterator[Served]:
    """A server over the sample, which all tests share that only ask."""
    with serving(sample_graph) as server:
        yield server
