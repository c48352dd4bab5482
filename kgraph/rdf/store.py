"""The graph on disk: written whole or not at all, and read behind rdflib's API.

A store's folder holds one numbered folder a build, and the file CURRENT that names the finished one. A build that is killed leaves
CURRENT as it was, and whoever has the last graph open keeps reading it: its files go only with the build after the next.

Its files are listed in the manifest of the build's folder, or of its own where it is in none (kgraph.disk).
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar
from typing import Literal as OneOf

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.disk import FileRecord, Folder, Reader, is_marked, opened
from kgraph.errors import CannotWrite, Damaged, KGraphError, StoreError
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.triples import Statement

if TYPE_CHECKING:
    from rdflib import Dataset

CURRENT = "CURRENT"
BATCH = 200_000  # quads; 1.5 million at once take 1.4 GB, in batches 0.45
_LOGS = "LOG"  # "LOG" and "LOG.old.1796058023800671"; what the write-ahead log is called is "000233.log"
FILE = "graph.nq"  # beside the folder
_SMALL = (
    1 << 20
)  # bytes up to which a file is read whole to see whether it is what was written; RocksDB has checksums in the others
_NONE = "there is no finished graph here; build one first"
T = TypeVar("T")
Subject = NamedNode | BlankNode | Triple


@dataclass(frozen=True, slots=True)
class Site:
    """Where a store is kept: the folder whose manifest lists its files, and its own folder there ("" where they are the same)."""

    files: Reader
    name: str

    @classmethod
    def of(cls, folder: Path) -> Site | None:
        """Of a store's folder; None where no manifest lists it."""
        for root in (folder.parent, folder):
            if is_marked(root):
                return cls(Reader(root), "" if root == folder else folder.name)
        return None

    def path(self, name: str = "") -> str:
        """The name in the manifest of what lies in the store's folder."""
        return "/".join(part for part in (self.name, name) if part)

    def names(self, number: int) -> list[str]:
        """The files of one of its stores."""
        return self.files.names(self.path(f"{number}/"))

    def numbers(self) -> set[int]:
        """The numbers of its stores."""
        below = self.path("x").removesuffix("x")
        parts = (name.removeprefix(below).split("/") for name in self.files.names(below))
        return {int(first) for first, *rest in parts if rest and first.isdigit()}

    def current(self) -> int:
        """The number of the finished store; 0 where there is none. Raises Damaged where that cannot be told."""
        return int(self._pointer()[0])

    def graph(self) -> str:
        """What its maker calls the graph in the finished store. Raises Damaged."""
        return self._pointer()[1]

    def is_whole(self) -> bool:
        """Whether there is a finished store, and no file of it is missing or was found damaged."""
        try:
            number = self.current()
        except Damaged:
            return False
        names = self.names(number)
        return bool(number and names) and all(map(self.files.holds, names))

    def _pointer(self) -> tuple[str, str]:
        raw = self.files.read(self.path(CURRENT))
        number, _, graph = (raw or b"0").decode().strip().partition(" ")
        return number, graph


@dataclass(frozen=True, slots=True)
class Prepared(Generic[T]):
    """A store that is complete and not yet the current one, and what its making gave; ``known`` are entries of its files."""

    made: T
    files: Folder
    name: str
    building: Path
    known: Mapping[str, FileRecord]

    def publish(self, graph: str = "") -> T:
        """Makes it the current one, whose graph is called so. Raises CannotWrite."""
        try:
            return self._published(graph)
        finally:
            self.discard()

    def discard(self) -> None:
        """Deletes it, unless it has been put in place."""
        shutil.rmtree(self.building, ignore_errors=True)

    def _published(self, graph: str) -> T:
        site = Site(self.files, self.name)
        numbers = {*site.numbers(), *_numbers(self.files.path(self.name))}
        number = max(numbers, default=0) + 1
        self.files.put_folder(self.building, site.path(str(number)), self.known)
        last = _last(site)
        self.files.write(site.path(CURRENT), f"{number} {graph}".strip().encode() + b"\n")
        self.files.remove(name for old in site.numbers() - {number, last} for name in site.names(old))
        return self.made


def write(quads: Iterable[Quad], folder: Path, *, gate: Callable[[pyoxigraph.Store], None] | None = None) -> int:
    """How many quads the folder's store now holds: exactly these, which are streamed, in place of what it held before.

    ``gate`` sees the new store before anybody else; when it raises, the last store stays. One process at a time may write.
    Raises StoreError where the folder cannot be written.
    """
    with opened(folder, among=True) as files:
        return prepared(quads, files, "", gate=gate).publish()


def prepared(
    quads: Iterable[Quad], files: Folder, name: str, *, gate: Callable[[pyoxigraph.Store], None] | None = None
) -> Prepared[int]:
    """The same in a folder that is open, as a store that is not yet the current one."""
    building = files.temporary()
    with _writing(building, files.path(name)):
        return Prepared(_load(quads, building, gate), files, name, building, {})


@dataclass(frozen=True, slots=True)
class Turn:
    """All that the default graph said of a subject, and all that it says now."""

    before: frozenset[Statement]
    after: frozenset[Statement]


@dataclass(frozen=True, slots=True)
class GraphChange:
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


def update(change: GraphChange, folder: Path, *, gate: Callable[[pyoxigraph.Store, Changed], None] | None = None) -> Changed:
    """What a change did to the folder's store, which stays as it was until all is done; takes time in proportion to the change.

    The new store shares the files of the last one that need not change. What is taken out is out of reach of every query, but its
    words stay in the store's files until ``write`` makes them anew. ``gate`` as in ``write``. Raises StoreError.
    """
    with opened(folder, among=True) as files:
        return altered(change, files, "", gate=gate).publish()


def altered(
    change: GraphChange, files: Folder, name: str, *, gate: Callable[[pyoxigraph.Store, Changed], None] | None = None
) -> Prepared[Changed]:
    """The same in a folder that is open, as a store that is not yet the current one."""
    site = Site(files, name)
    number = site.current()
    if not number:
        raise StoreError(_NONE, str(files.path(name)))
    building = files.temporary()
    with _writing(building, files.path(name)):
        linked = _linked_copy(files, site.names(number), building)
        entries = {path: files.entry(site.path(f"{number}/{path}")) for path in linked}
        changed = _altered(change, building, gate)
    return Prepared(changed, files, name, building, {path: entry for path, entry in entries.items() if entry is not None})


def forget(files: Folder, name: str) -> None:
    """Deletes the stores of earlier builds, of which one is else kept for those who still open it."""
    site = Site(files, name)
    current = site.current()
    files.remove(path for number in site.numbers() - {current} for path in site.names(number))


def forget_damaged(files: Folder, name: str) -> None:
    """Deletes those stores of earlier builds of which a file was found damaged."""
    site = Site(files, name)
    damaged = {number for number in site.numbers() if not all(map(files.holds, site.names(number)))}
    files.remove(path for number in damaged - {_last(site)} for path in site.names(number))


@contextmanager
def _writing(building: Path, folder: Path) -> Iterator[None]:
    """Tells what goes wrong while a store is made, of which then nothing stays."""
    try:
        yield
    except BaseException as error:
        shutil.rmtree(building, ignore_errors=True)
        if is_of_store(error):
            raise CannotWrite(f"cannot be written: {error}", str(folder)) from None
        raise


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Tells as Damaged what goes wrong while a store is read, which RocksDB may see only at the block where it is."""
    try:
        yield
    except BaseException as error:
        if is_of_store(error) or (isinstance(error, (ValueError, SyntaxError)) and not isinstance(error, KGraphError)):
            raise damage(error, folder) from None
        raise


def damage(error: BaseException, folder: Path | None = None) -> Damaged:
    """The error that a store cannot be read."""
    return Damaged(f"is damaged: {error}; build again to heal it", str(folder or "the store"))


def is_of_store(error: BaseException) -> bool:
    """Whether Oxigraph raised an error that is not about what it was asked: a panic of its own code is no Exception."""
    return isinstance(error, (OSError, RuntimeError)) or type(error).__name__ == "PanicException"


def _last(site: Site) -> int:
    try:
        return site.current()
    except Damaged:
        return 0


def _numbers(folder: Path) -> set[int]:
    """The numbers that are taken in a folder, by whomever."""
    return {int(path.name) for path in folder.iterdir() if path.name.isdecimal()} if folder.is_dir() else set()


def _altered(change: GraphChange, building: Path, gate: Callable[[pyoxigraph.Store, Changed], None] | None) -> Changed:
    store = pyoxigraph.Store(str(building))
    changed = _apply(change, store)
    if gate is not None:
        gate(store, changed)
    store.flush()  # after the gate, whose queries take twice as long beside the tidying up that it sets off
    del store  # closes it, so that its folder can be moved
    return changed


def _linked_copy(files: Folder, names: Iterable[str], target: Path) -> set[str]:
    """Makes a copy of a closed store; the names of its tables, which are never written again and so are links where that can be.

    Its logs stay behind: nothing reads them, and each opening of a store leaves another one.
    """
    target.mkdir()
    tables = set()
    for name in names:
        path = files.path(name)
        if path.name.startswith(_LOGS):
            continue
        if path.suffix == ".sst":
            tables.add(path.name)
            try:
                files.link(name, target / path.name)
                continue
            except OSError:
                pass  # a file system without links: copied like the rest
        shutil.copy2(path, target / path.name)
    return tables


def _apply(change: GraphChange, store: pyoxigraph.Store) -> Changed:
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


def _poorer(change: GraphChange) -> set[Subject]:
    """What in the default graph has lost the last statement of a predicate."""
    return {
        subject
        for subject, turn in change.subjects.items()
        if not {predicate for _, predicate, _ in turn.after}.issuperset([predicate for _, predicate, _ in turn.before])
    }


def _citing(nodes: Iterable[Subject], store: pyoxigraph.Store) -> list[Quad]:
    """The statements of the default graph that point to these nodes."""
    return [quad for node in nodes for quad in store.quads_for_pattern(None, None, node, DefaultGraph())]


def _borne_on(
    change: GraphChange, store: pyoxigraph.Store, citing: Iterable[Subject]
) -> Mapping[NamedNode, frozenset[NamedNode]]:
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
    dataset = _from_file(folder.parent) if kind == "memory" else _from_store(folder)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def open_quads(folder: Path) -> pyoxigraph.Store:
    """The same graph as pyoxigraph's own store, to be read only; from ``graph.nq`` where a build kept no store on disk.

    Raises StoreError where there is no finished graph, Damaged where its files are not what was written.
    """
    return opened_at(place_of(folder))


def place_of(folder: Path) -> Path:
    """The folder of the finished store, or the file of the graph of a build that kept none, for ``opened_at`` in other processes.

    Raises StoreError where there is no finished graph, Damaged where its files are not what was written.
    """
    site = Site.of(folder)
    current = _whole(site) if site is not None else _current(folder)
    return current if current is not None else folder.parent / FILE


def opened_at(place: Path) -> pyoxigraph.Store:
    """The graph at a place that ``place_of`` has given, to be read only. Raises StoreError."""
    if place.name != FILE:
        with reading(place.parent):
            return pyoxigraph.Store.read_only(str(place))
    raw = _file(place.parent)
    with reading(place):
        store = pyoxigraph.Store()
        store.bulk_load(raw, format=pyoxigraph.RdfFormat.N_QUADS)
        return store


def _whole(site: Site) -> Path | None:
    """The folder of the finished store, if its files are there and, as far as they are small, what was written. Raises Damaged."""
    number = site.current()
    if not number:
        return None
    names = site.names(number)
    for name in names:
        if not site.files.holds(name) or (site.files.path(name).stat().st_size <= _SMALL and site.files.whole(name) is None):
            raise site.files.damage(name)
    if not names:
        raise site.files.damage(site.path(str(number)))
    return site.files.path(site.path(str(number)))


def _file(root: Path) -> bytes:
    """The graph as N-Quads, of a build that kept no store. Raises StoreError."""
    raw = Reader(root).read(FILE)
    if raw is None:
        raise StoreError(_NONE, str(root))
    return raw


def _from_store(folder: Path) -> Dataset:
    # rdflib takes a tenth of a second to import, which a build that writes quads need not wait for.
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    return Dataset(OxigraphStore(store=open_quads(folder)), default_union=False)


def _from_file(root: Path) -> Dataset:
    from rdflib import Dataset

    dataset = Dataset(default_union=False)
    dataset.parse(data=_file(root), format="nquads")
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


def _current(folder: Path) -> Path | None:
    """The folder of the last finished build; None where there is none."""
    try:
        name = (folder / CURRENT).read_text("utf-8").partition(" ")[0].strip()
    except OSError:
        return None
    path = folder / name
    return path if name.isdigit() and path.is_dir() else None
