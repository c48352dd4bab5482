"""Asks a server from many clients at once while it is disturbed, and says how fast and how right its answers were.

    python -m benchmarks.speed.serving output --quads 1000000 --seconds 60

The graph is a finished build over and over (benchmarks.speed.queries). The clients ask the standard queries: what a page or an assistant
asks of one entity, one pair, one event, one day, and the short ones of queries/. Each client rests a second between two of them. Meanwhile
some clients read their answer very slowly, connections are opened on which no request comes to its end, an endless query runs, processes
are killed, and at half time the next build takes the graph's place. Each answer is compared with what the graph of the build that it names
says. Everything stays on this machine, in the time and number that are given.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from urllib.parse import quote, urlsplit

import msgspec
import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat

from benchmarks.speed.queries import ROOT, concatenated
from kgraph.build.declared import STATE, STORE
from kgraph.build.state import State
from kgraph.disk import opened
from kgraph.rdf import store
from kgraph.rdf.iris import PREFIXES

SHORT = ("meetings", "sub-events", "times")
"""Queries of queries/ that need not look at the whole graph."""
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 90000"
_OF_ONE = (
    "SELECT ?p ?o WHERE {{ <{one}> ?p ?o }}",
    'SELECT ?who ?type WHERE {{ ?who rdfs:label "{name}" ; a ?type }}',
    "SELECT ?event ?label ?begin WHERE {{ ?event kg:agent <{one}> ; rdfs:label ?label OPTIONAL {{ ?event kg:begin ?begin }} }} "
    "ORDER BY DESC(?begin) ?event LIMIT 50",
    "SELECT DISTINCT ?event ?label WHERE {{ ?event kg:agent <{one}> ; kg:agent|kg:patient|kg:addressee <{other}> ; rdfs:label ?label }} "
    "ORDER BY ?event LIMIT 50",
    "SELECT ?quote WHERE {{ <{event}> kg:reportedBy ?report GRAPH ?article {{ ?report kg:sentence/nif:anchorOf ?quote }} }}",
    "SELECT ?event ?label WHERE {{ ?event kg:begin ?day ; rdfs:label ?label . <{event}> kg:begin ?day }} ORDER BY ?event LIMIT 50",
)
_WARMING = 16  # clients
_ACTORS = (
    "SELECT ?one ?name (COUNT(?event) AS ?n) WHERE { ?event kg:agent ?one . ?one rdfs:label ?name } "
    "GROUP BY ?one ?name ORDER BY DESC(?n) ?one LIMIT 20"
)
_EVENTS_OF = "SELECT ?event WHERE { ?event kg:agent <%s> ; kg:reportedBy ?report } ORDER BY ?event LIMIT 5"


@dataclass(slots=True)
class Tally:
    """What came of the requests; ``processor`` are the seconds of processor time that the server and its processes took."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    processor: float = 0.0

    def percentile(self, share: float) -> float:
        """The seconds within which this share of the standard queries was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0

    @property
    def growth(self) -> float:
        """How many times the memory of the first quarter that of the last is."""
        quarter = max(len(self.memory) // 4, 1)
        return statistics.median(self.memory[-quarter:]) / statistics.median(self.memory[:quarter])


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and by how many clients of each kind, a server is asked; ``rest`` are seconds between two requests of a client."""

    seconds: float = 60.0
    clients: int = 50
    rest: float = 1.0
    slow: int = 5
    half_open: int = 10
    endless: int = 1
    kill_every: float = 5.0


def digest(lines: Iterable[str]) -> str:
    """What tells two answers apart, whatever the order of their rows."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def standard_queries(graph: pyoxigraph.Store) -> list[str]:
    """The queries that clients ask, about entities and events of this graph."""
    actors = [(str(row["one"].value), str(row["name"].value)) for row in graph.query(_ACTORS, prefixes=PREFIXES)]  # type: ignore[union-attr]
    found = []
    for number, (one, name) in enumerate(actors):
        events = [str(row["event"].value) for row in graph.query(_EVENTS_OF % one, prefixes=PREFIXES)]  # type: ignore[union-attr]
        other = actors[(number + 1) % len(actors)][0]
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        found += [text.format(one=one, other=other, name=quoted, event=events[0]) for text in _OF_ONE if events]
    short = [(ROOT / "queries" / f"{name}.rq").read_text("utf-8") for name in SHORT]
    return found + short * max(len(actors) // 5, 1)


def expected(graph: pyoxigraph.Store, queries: Sequence[str]) -> dict[str, str]:
    """The digest of the right answer to each query, as CSV."""
    found = {}
    for text in dict.fromkeys(queries):
        answer = graph.query(text, prefixes=PREFIXES)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        found[text] = digest((answer.serialize(format=QueryResultsFormat.CSV) or b"").decode().splitlines())
    return found


def publish(prepared: store.Prepared[int] | store.Prepared[store.Changed], name: str, count: int) -> None:
    """Makes a prepared store the graph of the build with this name, as a build does it."""
    prepared.publish(name)
    prepared.files.write(STATE, msgspec.json.encode(State(name, "", "", {}, "oxigraph", "", "", 0, 0, count)))


def next_build(folder: Path, name: str, count: int) -> None:
    """Changes the graph in a folder a little, and makes that the next build."""
    news = Quad(NamedNode("http://example.org/news"), NamedNode(PREFIXES["rdfs"] + "label"), Literal(name), DefaultGraph())
    with opened(folder) as files:
        publish(store.altered(store.GraphChange((), (news,), {}), files, STORE), name, count + 1)


class Client:
    """A client that keeps its connection as long as the server does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, text: str) -> tuple[int, Mapping[str, str], bytes]:
        """The status, headers and body of an answer in CSV. Raises OSError, IncompleteReadError."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        try:
            writer.write(request(text))
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
            return int(head[0].split()[1]), headers, await reader.readexactly(int(headers.get("content-length", "0")))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Ends the connection."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


def request(text: str) -> bytes:
    """A query as a request."""
    return f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode()


class Crowd:
    """All who ask at once; ``right`` are the digests of right answers by the name of the build and the query."""

    def __init__(self, server: subprocess.Popen[str], port: int, plan: Plan, right: Mapping[str, Mapping[str, str]]) -> None:
        self._server, self._port, self._plan, self._right = server, port, plan, right
        self._queries = list(next(iter(right.values())))
        self._end = 0.0
        self.tally = Tally()

    async def run(self) -> Tally:
        """Asks until the time is over."""
        plan = self._plan
        self._end = time.monotonic() + plan.seconds
        tasks = [self._standard(number) for number in range(plan.clients)]
        tasks += [self._slow() for _ in range(plan.slow)] + [self._half_open() for _ in range(plan.half_open)]
        tasks += [self._endless() for _ in range(plan.endless)]
        tasks += [self._killing(), self._measuring()]
        before = processor(self._server.pid)
        await asyncio.gather(*tasks)
        self.tally.processor = processor(self._server.pid) - before
        return self.tally

    def _is_over(self) -> bool:
        return time.monotonic() >= self._end

    async def _standard(self, number: int) -> None:
        chance, client = Random(number), Client(self._port)
        await asyncio.sleep(chance.random() * self._plan.rest)
        while not self._is_over():
            await self._one(client, chance.choice(self._queries))
            await asyncio.sleep(self._plan.rest * (0.5 + chance.random()))
        client.close()

    async def _one(self, client: Client, text: str) -> None:
        begin = time.monotonic()
        try:
            status, headers, body = await asyncio.wait_for(client.ask(text), 60)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.tally.outcomes[f"no answer: {type(error).__name__}"] += 1
            return
        self.tally.outcomes[f"status {status}"] += 1
        if status != 200:
            return
        self.tally.seconds.append(time.monotonic() - begin)
        build = headers["kgraph-build"]
        if digest(body.decode().splitlines()) != self._right[build][text]:
            self.tally.wrong.append(f"{build}: {text}")

    async def _slow(self) -> None:
        """Asks for a large answer again and again, and takes a kilobyte of it each tenth of a second."""
        while not self._is_over():
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1024)
                writer.write(request(LARGE))
                while not self._is_over() and await reader.read(1024):
                    await asyncio.sleep(0.1)
                writer.transport.abort()
                self.tally.outcomes["slow readers that ended"] += 1

    async def _half_open(self) -> None:
        """Begins a request again and again that never comes to its end."""
        while not self._is_over():
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                writer.write(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nquery=")
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(), max(self._end - time.monotonic(), 0.1))
                writer.transport.abort()
                self.tally.outcomes["half-open connections that ended"] += 1

    async def _endless(self) -> None:
        client = Client(self._port)
        while not self._is_over():
            with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                status, _, _ = await asyncio.wait_for(client.ask(ENDLESS), max(self._end - time.monotonic(), 0.1))
                self.tally.outcomes[f"endless query: status {status}"] += 1
        client.close()

    async def _killing(self) -> None:
        chance = Random(1)
        while not self._is_over():
            await asyncio.sleep(min(self._plan.kill_every, max(self._end - time.monotonic(), 0)))
            if not self._is_over() and (workers := children(self._server.pid)):
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    self.tally.outcomes["processes killed"] += 1

    async def _measuring(self) -> None:
        while not self._is_over():
            self.tally.memory.append(sum(resident(process) for process in [self._server.pid, *children(self._server.pid)]))
            await asyncio.sleep(0.5)


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    with suppress(OSError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()))
    return []


def resident(process: int) -> int:
    """The bytes of memory that a process has for itself, so that what several share counts once at most."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Private", "Swap:")))
    return 0


def processor(process: int) -> float:
    """The seconds of processor time of a process, of those that it has started, and of those of them that have ended."""
    ticks = os.sysconf("SC_CLK_TCK")
    found = 0
    for number, times in ((process, 4), *((child, 2) for child in children(process))):
        with suppress(OSError):
            found += sum(map(int, Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[11 : 11 + times]))
    return found / ticks


async def warm(port: int, queries: Sequence[str]) -> None:
    """Asks some queries, many at once, so that each process has opened the graph."""

    async def some(number: int) -> None:
        client = Client(port)
        for text in queries[number::_WARMING]:
            await client.ask(text)
        client.close()

    await asyncio.gather(*map(some, range(_WARMING)))


@contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server over a folder, and its port."""
    command = [sys.executable, "-m", "kgraph.cli", "serve", "-d", str(folder), "--port", "0", "--quiet", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process, urlsplit(process.stdout.readline().strip()).port or 0
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def disturbed(folder: Path, plan: Plan, name: str, *options: str) -> Tally:
    """What came of asking a server over a folder, whose graph has this name, while it is disturbed in every way."""
    graph = store.open_quads(folder / STORE)
    queries = standard_queries(graph)
    right, count = expected(graph, queries), len(graph)
    del graph
    with server(folder, *options) as (process, port):
        asyncio.run(warm(port, list(right)))
        crowd = Crowd(process, port, plan, {name: right, f"{name}-next": right})
        return asyncio.run(_with_build(crowd, plan, folder, f"{name}-next", count))


async def _with_build(crowd: Crowd, plan: Plan, folder: Path, name: str, count: int) -> Tally:
    async def build() -> None:
        await asyncio.sleep(plan.seconds / 2)
        await asyncio.to_thread(next_build, folder, name, count)

    tally, _ = await asyncio.gather(crowd.run(), build())
    return tally


def main() -> int:
    """1 where an answer was wrong, or 5 of 100 took longer than 300 ms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the folder of a build")
    parser.add_argument(
        "--quads", type=int, default=1_000_000, help="how many statements the graph has at least (default: 1000000)"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--clients", type=int, default=50, help="clients that ask standard queries (default: 50)")
    parser.add_argument("--workers", default="4", help="processes that answer (default: 4)")
    parser.add_argument(
        "--alone", action="store_true", help="disturb nothing, to see what the standard queries take by themselves"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a folder for the graph, used again where it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "graph"
        if not folder.is_dir():
            with opened(folder) as files:
                prepared = store.prepared(concatenated(options.build / STORE, options.quads), files, STORE)
                publish(prepared, "one", prepared.made)
        name = store.Site.of(folder / STORE).graph()  # type: ignore[union-attr]
        plan = Plan(options.seconds, options.clients)
        if options.alone:
            plan = replace(plan, slow=0, half_open=0, endless=0, kill_every=math.inf)
        tally = disturbed(folder, plan, name, "--workers", options.workers)
    return report(tally)


def report(tally: Tally) -> int:
    """Prints what came of it, and says whether it was good."""
    print(f"{len(tally.seconds)} answers; 50 of 100 in {tally.percentile(0.5) * 1000:.0f} ms, ", end="")
    print(f"95 in {tally.percentile(0.95) * 1000:.0f} ms, 99 in {tally.percentile(0.99) * 1000:.0f} ms")
    print(f"{len(tally.wrong)} wrong answers")
    print(f"{tally.processor:.1f} s of processor time; the load of the machine was {os.getloadavg()[0]:.1f}")
    print(f"memory: {max(tally.memory) / 1e6:.0f} MB at most; last quarter {tally.growth:.2f} times the first")
    for what, count in sorted(tally.outcomes.items()):
        print(f"{what}: {count}")
    print("\n".join(tally.wrong[:5]))
    return int(bool(tally.wrong) or tally.percentile(0.95) > 0.3)


if __name__ == "__main__":
    sys.exit(main())
