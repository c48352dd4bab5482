"""Real servers for tests: `kgraph serve` as a process of its own, on a free port of this machine, over a graph that was built."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import msgspec
import pytest
from pyoxigraph import Quad

from kgraph.build import build
from kgraph.build.declared import STATE, STORE
from kgraph.build.state import State
from kgraph.disk import opened
from kgraph.rdf import store
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


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its status, its headers by their names in small letters, and its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of a table in JSON, without the types of their cells."""
        return [{name: cell["value"] for name, cell in row.items()} for row in self.json["results"]["bindings"]]


@dataclass(slots=True)
class Served:
    """A server that runs: its address (which ends in "/"), its process, and the lines that it has written so far."""

    address: str
    process: subprocess.Popen[str]
    folder: Path
    lines: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return urlsplit(self.address).port or 0

    def ask(self, path: str, body: bytes | None = None, method: str = "", **headers: str) -> Said:
        """What a request is answered, whatever the status; with a body it is a POST. "_" in the name of a header stands for "-"."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_DEADLINE)
        try:
            connection.request(method or ("GET" if body is None else "POST"), path, body, named)
            answer = connection.getresponse()
            return Said(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", **more: str) -> Said:
        """What the endpoint answers to a query by GET; ``more`` are further parameters of the request."""
        return self.ask("/sparql?" + urlencode({"query": text, **more}), Accept=accept)

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


def built_graph(root: Path, more: Mapping[str, str]) -> Path:
    """A build with an index, of the sample's articles and some more."""
    articles = write_articles(root / "articles")
    for name, text in more.items():
        (articles / name).write_text(text, "utf-8")
    assert build([articles], root / "graph", Settings(), parts=["index"]).errors == ()
    return root / "graph"


def write_graph(quads: Iterable[Quad], folder: Path, name: str = "graph") -> Path:
    """A folder as a build leaves it, whose graph is just these quads; again in the same folder, it is the next build."""
    with opened(folder) as files:
        count = store.prepared(quads, files, STORE).publish(name)
        state = State(name, "", "", {}, "oxigraph", "", "", 0, 0, count)
        files.write(STATE, msgspec.json.encode(state))
    return folder


@contextmanager
def serving(folder: Path, *options: str, command: Sequence[str] = ("serve",)) -> Iterator[Served]:
    """A server over a build, until the block ends."""
    process = _started(folder, options, command)
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


def _started(folder: Path, options: tuple[str, ...], command: Sequence[str]) -> subprocess.Popen[str]:
    whole = [sys.executable, "-m", "kgraph.cli", *command, "-d", str(folder), "--port", "0", *options]
    return subprocess.Popen(
        whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
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
    return built_graph(tmp_path_factory.mktemp("served"), {})


@pytest.fixture(scope="session")
def served(sample_graph: Path) -> Iterator[Served]:
    """A server over the sample, which all tests share that only ask."""
    with serving(sample_graph) as server:
        yield server
