"""The graph on disk: written whole or not at all, and read behind rdflib's API.

A store's folder holds one numbered folder a build, and the file CURRENT that names the finished one. A build that is killed leaves
CURRENT as it was, and whoever has the last graph open keeps reading it: its files go only with the build after the next.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from typing import Literal as OneOf

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.errors import StoreError
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.triples import Statement

if TYPE_CHECKING:
    from rdflib import Dataset

CURRENT = "CURRENT"
BATCH = 200_000  # quads; 1.5 million at once take 1.4 GB, in batches 0.45
FILE = "graph.nq"  # beside the folder
_BUILDING = "building"
T = TypeVar("T")
Subject = NamedNode | BlankNode | Triple


def write(quads: Iterable[Quad], folder: Path, *, gate: Callable[[pyoxigraph.Store], None] | None = None) -> int:
    """How many quads the folder's store now holds: exactly these, which are streamed, in place of what it held before.

    ``gate`` sees the new store before anybody else; when it raises, the last store stays. One process at a time may write.
    Raises StoreError where the folder cannot be written.
    """
    return _made(folder, lambda building: _load(quads, building, gate))


@dataclass(frozen=True, slots=True)
class Turn:
    """All that the default graph said of a subject, and all that it says now."""

    before: frozenset[Statement]
    after: frozenset[Statement]


@dataclass(frozen=True, slots=True)
class Change:
    """What makes one graph of another: articles' graphs that go and that come, and the subjects of the default graph that change."""

    gone: tuple[NamedNode, ...]
    come: tuple[Quad, ...]
    subjects: Mapping[NamedNode, Turn]


@dataclass(frozen=True, slots=True)
class Changed:
    """A store after a change: by how many quads it has grown, and the nodes that the change bears on, with the predicates they have.

    Those are what something new is said of, and what in the default graph points to what is said less of: a report that is gone.
    ``links`` are the statements of the default graph that are new, or that point so.
    """

    growth: int
    nodes: Mapping[NamedNode, frozenset[NamedNode]]
    links: frozenset[Statement]


def update(change: Change, folder: Path, *, gate: Callable[[pyoxigraph.Store, Changed], None] | None = None) -> Changed:
    """What a change did to the folder's store, which stays as it was until all is done; takes time in proportion to the change.

    The new store shares the files of the last one that need not change. What is taken out is out of reach of every query, but its
    words stay in the store's files until ``write`` makes them anew. ``gate`` as in ``write``. Raises StoreError.
    """
    current = _current(folder)
    if current is None:
        raise StoreError("there is no finished graph here; build one first", str(folder))
    return _made(folder, lambda building: _altered(change, current, building, gate))


def forget(folder: Path) -> None:
    """Deletes the stores of earlier builds, of which one is else kept for those who still open it."""
    current = _current(folder)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and path != current:
            shutil.rmtree(path, ignore_errors=True)


def generation(folder: Path) -> int:
    """The number of the folder's finished store, which every build raises; 0 where there is none."""
    current = _current(folder)
    return int(current.name) if current is not None else 0


def _made(folder: Path, make: Callable[[Path], T]) -> T:
    """What ``make`` gives when it has put a store into the folder that it is handed, which is then the current one."""
    building = folder / _BUILDING
    try:
        shutil.rmtree(building, ignore_errors=True)  # what a killed build left
        folder.mkdir(parents=True, exist_ok=True)
        made = make(building)
        _publish(building, folder)
    except OSError as error:
        raise StoreError(f"cannot be written: {error}", str(folder)) from None
    return made


def _altered(change: Change, current: Path, building: Path, gate: Callable[[pyoxigraph.Store, Changed], None] | None) -> Changed:
    _linked_copy(current, building)
    store = pyoxigraph.Store(str(building))
    changed = _apply(change, store)
    if gate is not None:
        gate(store, changed)
    store.flush()  # after the gate, whose queries take twice as long beside the tidying up that it sets off
    del store  # closes it, so that its folder can be moved
    return changed


def _linked_copy(source: Path, target: Path) -> None:
    """A copy of a closed store: its tables, which are never written again, as links where the file system can."""
    target.mkdir()
    for path in source.iterdir():
        if path.suffix == ".sst":
            try:
                os.link(path, target / path.name)
                continue
            except OSError:
                pass  # a file system without links: copied like the rest
        shutil.copy2(path, target / path.name)


def _apply(change: Change, store: pyoxigraph.Store) -> Changed:
    gone = [quad for graph in change.gone for quad in store.quads_for_pattern(None, None, None, graph)]
    for graph in change.gone:
        store.remove_graph(graph)
    less = [Quad(*said) for turn in change.subjects.values() for said in turn.before - turn.after]
    more = [said for turn in change.subjects.values() for said in turn.after - turn.before]
    for quad in less:
        store.remove(quad)
    store.extend([*change.come, *(Quad(*said) for said in more)])
    growth = len(change.come) + len(more) - len(gone) - len(less)
    citing = _citing(_poorer(change) | {quad.subject for quad in gone}, store)
    return Changed(
        growth, _borne_on(change, store, {quad.subject for quad in citing}), frozenset([*more, *map(_statement, citing)])
    )


def _poorer(change: Change) -> set[Subject]:
    """What in the default graph has lost the last statement of a predicate."""
    return {
        subject
        for subject, turn in change.subjects.items()
        if not {predicate for _, predicate, _ in turn.after}.issuperset([predicate for _, predicate, _ in turn.before])
    }


def _citing(nodes: Iterable[Subject], store: pyoxigraph.Store) -> list[Quad]:
    """The statements of the default graph that point to these nodes."""
    return [quad for node in nodes for quad in store.quads_for_pattern(None, None, node, DefaultGraph())]


def _borne_on(change: Change, store: pyoxigraph.Store, citing: Iterable[Subject]) -> Mapping[NamedNode, frozenset[NamedNode]]:
    """The nodes that a change bears on, with their predicates; ``citing`` are those that point to what is said less of."""
    said: dict[Subject, set[NamedNode]] = defaultdict(set)
    for quad in change.come:
        said[quad.subject].add(quad.predicate)
    for subject, turn in change.subjects.items():
        said[subject].update([predicate for _, predicate, _ in turn.after])
    for node in citing:
        said[node].update(quad.predicate for quad in store.quads_for_pattern(node, None, None, DefaultGraph()))
    return {node: frozenset(predicates) for node, predicates in said.items() if predicates and isinstance(node, NamedNode)}


def _statement(quad: Quad) -> Statement:
    assert isinstance(quad.subject, NamedNode)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.subject, quad.predicate, quad.object


def open_store(folder: Path, *, kind: OneOf["oxigraph", "memory"] = "oxigraph") -> Dataset:
    """The graph of the last finished build, to be read only; queries without GRAPH see the default graph alone.

    "memory" reads ``graph.nq`` beside the folder into rdflib's own store. Raises StoreError where there is no finished graph.
    """
    dataset = _from_file(folder.parent / FILE) if kind == "memory" else _from_store(folder)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def open_quads(folder: Path) -> pyoxigraph.Store:
    """The same graph as pyoxigraph's own store, to be read only; from ``graph.nq`` where a build kept no store on disk.

    Raises StoreError where there is no finished graph.
    """
    current, file = _current(folder), folder.parent / FILE
    if current is None and not file.is_file():
        raise StoreError("there is no finished graph here; build one first", str(folder))
    try:
        if current is not None:
            return pyoxigraph.Store.read_only(str(current))
        store = pyoxigraph.Store()
        store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)
        return store
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"cannot be opened: {error}", str(folder)) from None


def _from_store(folder: Path) -> Dataset:
    # rdflib takes a tenth of a second to import, which a build that writes quads need not wait for.
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    return Dataset(OxigraphStore(store=open_quads(folder)), default_union=False)


def _from_file(path: Path) -> Dataset:
    from rdflib import Dataset

    if not path.is_file():
        raise StoreError("there is no finished graph here; build one first", str(path))
    dataset = Dataset(default_union=False)
    dataset.parse(path, format="nquads")
    return dataset


def _load(quads: Iterable[Quad], building: Path, gate: Callable[[pyoxigraph.Store], None] | None) -> int:
    stream, count = iter(quads), 0
    store = pyoxigraph.Store(str(building))
    while batch := list(islice(stream, BATCH)):
        store.bulk_extend(batch)
        count += len(batch)
    store.flush()
    if gate is not None:
        gate(store)
    del store  # closes it, so that its folder can be moved
    return count


def _publish(building: Path, folder: Path) -> None:
    current = _current(folder)
    number = int(current.name) + 1 if current is not None else 1
    finished = folder / str(number)
    shutil.rmtree(finished, ignore_errors=True)  # moved there by a build that was killed before it wrote CURRENT
    building.rename(finished)
    pointer = folder / f"{CURRENT}.new"
    pointer.write_text(f"{number}\n", "utf-8")
    os.replace(pointer, folder / CURRENT)
    for old in folder.iterdir():
        if old.is_dir() and old.name.isdigit() and int(old.name) < number - 1:
            shutil.rmtree(old, ignore_errors=True)


def _current(folder: Path) -> Path | None:
    """The folder of the last finished build; None where there is none."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except OSError:
        return None
    path = folder / name
    return path if name.isdigit() and path.is_dir() else None
