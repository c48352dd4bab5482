"""The second half of a build: from what the articles say to the graph, anew or only as far as it has changed since the last.

The graph is made anew where there is none, where code, data or the base IRI have changed, and where many articles have. Otherwise a copy of
the store that shares its files is changed, and only what the change bears on is checked against the shapes. The two ways give one graph,
and either way the last one stays until the new one is finished.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kgraph import rdf
from kgraph.build.folder import (
    EXTRACTIONS,
    GRAPHING,
    NEIGHBOURHOODS,
    NETWORKS,
    PAGE,
    RESOLUTION,
    SHOWN,
    STATE,
    STORE,
    decoded_resolution,
    fingerprint,
    kept,
    read_evidence,
    read_extraction,
    write_atomically,
)
from kgraph.collector import no_collector
from kgraph.errors import KGraphError
from kgraph.lexicon import LexiconSource
from kgraph.model import Resolution
from kgraph.rdf import formats, store
from kgraph.rdf.view import View, read_view, view
from kgraph.resolve import NOTHING, Resolved, resolve_evidence
from kgraph.resolve.authority import Authority
from kgraph.resolve.corrections import Corrections
from kgraph.resolve.evidence import gather
from kgraph.resolve.neighbourhoods import Neighbourhoods
from kgraph.settings import Settings

_MANY = 0.2
"""The share of articles above which a graph is made anew: from there on a bulk load is the faster way (benchmarks/speed)."""

_PLACES = {"networks": NETWORKS, "page": PAGE}
Articles = Mapping[str, tuple[str, str]]
"""The ids and titles of articles by the stems of their extractions' files."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What resolution is told beside the extractions, and a hash of it."""

    authority: Authority
    corrections: Corrections
    digest: str


class State(msgspec.Struct, frozen=True):
    """What the last finished graph was made of, and what it holds.

    ``graph`` is a hash of all that bears on it, ``knowledge`` of what resolution is told, ``frame`` of all but that and the articles.
    ``articles`` are the ids and titles of its articles by the stems of their extractions' files; ``store`` is the
    number of its store, ``resolution`` and ``neighbourhoods`` are hashes of their files.
    """

    graph: str
    frame: str
    knowledge: str
    articles: dict[str, tuple[str, str]]
    store: int
    resolution: str
    neighbourhoods: str
    entities: int
    events: int
    quads: int
    warnings: tuple[tuple[str, str], ...] = ()  # message and place


@dataclass(frozen=True, slots=True)
class _Base:
    """The last graph: its state, and what was resolved for it."""

    state: State
    resolved: Resolved


def last_state(out: Path) -> State | None:
    """The state of the finished graph in a folder; None where there is none, or a build was killed while it put one in place."""
    state = kept(out / STATE, State)
    return state if state is not None and state.store == store.generation(out / STORE) else None


def make_graph(
    paths: Sequence[Path], out: Path, settings: Settings, knowledge: Knowledge, source: LexiconSource, *, anew: bool
) -> tuple[State, bool]:
    """The state of the graph of these extractions' files, and whether it was there already.

    ``anew`` takes nothing over from the last graph, and leaves none of its files. Raises ShapeError, StoreError.
    """
    last = last_state(out) if not anew else None
    frame = fingerprint(GRAPHING, [settings.base_iri, settings.store, source.version])
    graph = fingerprint([], [frame, knowledge.digest, *(path.stem for path in paths)])
    if last is not None and last.graph == graph:
        return last, True
    evidence = {path.stem: read_evidence(path) for path in paths}
    articles = {stem: (article.id, article.title) for stem, article in evidence.items()}
    base = _base(last, articles, out) if last is not None and last.frame == frame else None
    warnings: list[KGraphError] = []
    found = resolve_evidence(
        gather(evidence.values()),
        source.lexicon(),
        authority=knowledge.authority,
        corrections=knowledge.corrections,
        warn=warnings.append,
        last=base.resolved if base is not None and base.state.knowledge == knowledge.digest else NOTHING,
    )
    resolution = found.resolution
    if base is not None and settings.store == "oxigraph" and not _is_other(base.state.articles, articles):
        quads = _changed(base, articles, resolution, out, settings)
    else:
        read = map(read_extraction, paths)
        quads = rdf.write(read, resolution, out / STORE, base_iri=settings.base_iri, lexicon=source.lexicon())
    _remove_others(out, settings)
    if anew:
        store.forget(out / STORE)
    raw, beside = msgspec.json.encode(resolution), msgspec.msgpack.encode(found.neighbourhoods)
    write_atomically(out / RESOLUTION, raw)
    write_atomically(out / NEIGHBOURHOODS, beside)
    state = State(
        graph=graph,
        frame=frame,
        knowledge=knowledge.digest,
        articles=articles,
        store=store.generation(out / STORE),
        resolution=_digest(raw),
        neighbourhoods=_digest(beside),
        entities=len(resolution.entities),
        events=len(resolution.events),
        quads=quads,
        warnings=tuple((str(warning).removeprefix(f"{warning.where}: "), warning.where) for warning in warnings),
    )
    write_atomically(out / STATE, msgspec.json.encode(state))
    return state, False


def write_files(out: Path) -> None:
    """Writes the finished graph as a file in each format, those that are not there already. Raises StoreError."""
    finished = _graph_files(out)
    if all(path.is_file() for path in finished.values()):
        return
    building = {form: path.with_name(f"new-{path.name}") for form, path in finished.items()}
    try:
        formats.export_all(store.open_quads(out / STORE), building)
        for form, path in finished.items():
            building[form].replace(path)
    finally:
        for path in building.values():
            path.unlink(missing_ok=True)


def finished_view(out: Path) -> View:
    """The view of the finished graph in a folder. Raises StoreError where there is none."""
    file = _graph_files(out)["nquads"]
    with no_collector():
        return read_view(file) if last_state(out) is not None and file.is_file() else view(store.open_quads(out / STORE))


def is_shown(out: Path, part: str) -> bool:
    """Whether the networks or the page are those of the finished graph, by the code and data of today."""
    return _shown(out).get(part) == _showing(out) and (out / _PLACES[part]).exists()


def keep_shown(out: Path, part: str) -> None:
    """Remembers that the networks or the page are those of the finished graph."""
    write_atomically(out / SHOWN, msgspec.json.encode({**_shown(out), part: _showing(out)}))


def _shown(out: Path) -> dict[str, str]:
    return kept(out / SHOWN, dict[str, str]) or {}


def _showing(out: Path) -> str:
    """A hash of the finished graph and of all code and data that show it."""
    state = last_state(out)
    return fingerprint(["."], [state.graph if state is not None else ""])


def _base(last: State, articles: Articles, out: Path) -> _Base | None:
    """The last graph, of which the next can be made.

    None where a file of it is not the one that was written, or where an article is in both that says something else now, by another model.
    """
    gone = {last.articles[stem][0] for stem in last.articles.keys() - articles.keys()}
    new = {articles[stem][0] for stem in articles.keys() - last.articles.keys()}
    raw, beside = (path.read_bytes() if path.is_file() else b"" for path in (out / RESOLUTION, out / NEIGHBOURHOODS))
    if (_digest(raw), _digest(beside)) != (last.resolution, last.neighbourhoods) or not gone.isdisjoint(new):
        return None
    return _Base(last, Resolved(decoded_resolution(raw), msgspec.msgpack.decode(beside, type=Neighbourhoods)))


def _is_other(last: Articles, articles: Articles) -> bool:
    """Whether so many articles are new or gone that it is sooner made anew."""
    return len(last.keys() ^ articles.keys()) > _MANY * len(articles)


def _changed(base: _Base, articles: Articles, found: Resolution, out: Path, settings: Settings) -> int:
    """How many quads the store holds after it was changed."""
    last = base.state
    grown = rdf.update(
        rdf.Stage(base.resolved.resolution, dict(last.articles.values())),
        rdf.Stage(found, dict(articles.values())),
        (read_extraction(out / EXTRACTIONS / f"{stem}.json") for stem in sorted(articles.keys() - last.articles.keys())),
        out / STORE,
        base_iri=settings.base_iri,
    )
    return last.quads + grown


def _remove_others(out: Path, settings: Settings) -> None:
    """Deletes what was made of the last graph, so that nothing in the folder tells of an article that is gone."""
    (out / STATE).unlink(missing_ok=True)
    for path in (*_graph_files(out).values(), out / PAGE):
        path.unlink(missing_ok=True)
    shutil.rmtree(out / NETWORKS, ignore_errors=True)
    if settings.store == "memory":
        formats.export(store.open_quads(out / STORE), out / store.FILE)
        shutil.rmtree(out / STORE)


def _graph_files(out: Path) -> Mapping[str, Path]:
    return {form: out / f"graph.{suffix}" for form, suffix in formats.SUFFIXES.items()}


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
