"""Times every query of queries/ over a store of many quads, and says which take longer than a second.

The store is a finished build over and over: each copy has articles, events and entities of its own, with a number in their names, but the
entities that articles speak of most are the same in all copies, so that they have as many events as in a large corpus. The first time
of a query counts, and with its parameters set where it has any; a second column has it without.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgraph.errors import QueryError
from kgraph.rdf import store
from kgraph.rdf.bounded import run_within
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.query import parameters_of

ROOT = Path(__file__).resolve().parents[2]
SLOW = 1.0
_LABEL = PREFIXES["rdfs"] + "label"
_ONTOLOGY = PREFIXES["kg"].removesuffix("#")
VALUES = {
    "about": "Vladimir Putin",
    "event": "Donald Trump met Vladimir Putin (Alaska)",
    "from": "2025-08-15",
    "name": "Vladimir Putin",
    "root": "kg:Consult",
    "source": "Donald Trump",
    "speaker": "Donald Trump",
    "target": "Vladimir Putin",
    "to": "2025-08-18",
}
"""Values for the parameters of queries: what the sample corpus speaks of most, so that the answers are long."""
HEADING = ("| query | s with parameters | s without | rows |", "|---|---|---|---|")
_SHARED = 12  # mentions in one copy from which on an entity is the same in all


def main() -> int:
    """1 where a query with its parameters takes longer than a second, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="the folder of a build")
    parser.add_argument("--quads", type=int, default=1_000_000, help="how many the store has at least (default: 1000000)")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a query is given up (default: 60)")
    parser.add_argument("--only", default="", help="only queries with this in their name")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a folder for the store, used again where it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "store"
        if not folder.is_dir():
            count = store.write(concatenated(options.build / "store", options.quads), folder)
            print(f"{count} quads", file=sys.stderr)
        times = timed(folder, options.limit, options.only)
        print("\n".join(HEADING))
        slow = False
        for time_ in times:
            print(time_.row, flush=True)
            slow = slow or time_.narrow > SLOW
        return int(slow)


def concatenated(folder: Path, quads: int) -> Iterator[Quad]:
    """The quads of a build, copy after copy, until there are enough; the ontology once."""
    found = list(store.open_quads(folder))
    yield from (quad for quad in found if _is_ontology(quad))
    facts = [quad for quad in found if not _is_ontology(quad)]
    shared = set(_shared(facts))
    written = len(found) - len(facts)
    copy = 0
    while written < quads:
        for quad in facts:
            if copy == 0 or quad.subject not in shared or quad.object not in shared:
                yield _copied(quad, copy, shared) if copy else quad
                written += 1
        copy += 1


@dataclass(frozen=True, slots=True)
class Timed:
    """The seconds that a query took, with its parameters and without, and the rows of the former."""

    name: str
    narrow: float
    whole: float
    rows: int
    limit: float

    @property
    def row(self) -> str:
        """A row of a table under HEADING."""
        return f"| {self.name} | {_shown(self.narrow, self.limit)} | {_shown(self.whole, self.limit)} | {self.rows:,} |"


def timed(folder: Path, limit: float = 60.0, only: str = "") -> Iterator[Timed]:
    """The times of all queries, or of those with these letters in their name, over the store in a folder."""
    for path in sorted((ROOT / "queries").glob("*.rq")):
        if only not in path.stem:
            continue
        text = path.read_text("utf-8")
        names = parameters_of(text)
        chosen = {name: VALUES[name] for name in names}
        whole = _seconds(folder, text, {}, limit)
        narrow = _seconds(folder, text, chosen, limit) if chosen else whole
        yield Timed(path.stem, narrow[0], whole[0], narrow[1], limit)


def _seconds(folder: Path, text: str, parameters: Mapping[str, str], limit: float) -> tuple[float, int]:
    """How long the answer takes, without opening the store, and how many rows it has."""
    begin = time.perf_counter()
    try:
        rows = len(run_within(limit, folder, text, parameters).rows)
    except QueryError as error:
        print(f"{error}", file=sys.stderr)
        return limit, 0
    return time.perf_counter() - begin - _start(folder), rows


def _start(folder: Path, _known: dict[Path, float] = {}) -> float:  # noqa: B006 - measured once
    """How long the smallest query takes, which is the start of the process."""
    if folder not in _known:
        begin = time.perf_counter()
        run_within(60, folder, "ASK { kg:Meeting a owl:Class }")
        _known[folder] = time.perf_counter() - begin
    return _known[folder]


def _shown(seconds: float, limit: float) -> str:
    return f"> {limit:g}" if seconds >= limit else f"{max(seconds, 0.0):.2f}"


def _is_ontology(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_ONTOLOGY)


def _shared(quads: list[Quad]) -> Iterator[NamedNode]:
    counts = (quad for quad in quads if quad.predicate.value == PREFIXES["kg"] + "mentionCount")
    for quad in counts:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, Literal)
        if int(quad.object.value) >= _SHARED:
            yield quad.subject


def _copied(quad: Quad, copy: int, shared: set[NamedNode]) -> Quad:
    subject, value, graph = (_renamed(node, copy, shared) for node in (quad.subject, quad.object, quad.graph_name))
    if (
        isinstance(value, Literal)
        and quad.predicate.value == _LABEL
        and subject not in shared
        and isinstance(graph, DefaultGraph)
    ):
        value = Literal(f"{value.value} {copy}")
    return Quad(subject, quad.predicate, value, graph)


def _renamed(node: Any, copy: int, shared: set[NamedNode]) -> Any:
    """An article, event or entity of the copy's own; anything else as it is."""
    if isinstance(node, NamedNode) and node not in shared:
        for kind in ("/article/", "/event/", "/entity/"):
            before, found, after = node.value.partition(kind)
            if found and "ontology" not in before:
                return NamedNode(f"{before}{found}{copy}-{after}")
    return node


if __name__ == "__main__":
    sys.exit(main())
