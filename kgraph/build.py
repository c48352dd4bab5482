"""The stages in order: what is cached, what is locked, and what a build leaves on disk.

An extraction depends on its article, the settings that bear on it, the language model and the code and data of the stages before it; a
hash of those names its file, so a build extracts only what it has not extracted before, and a killed build resumes.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from pydantic import TypeAdapter, ValidationError

from kgraph.errors import DuplicateArticle, KGraphError, NoArticles, StoreError, UnknownEntity
from kgraph.ingest import read
from kgraph.model import Article, Extraction, Resolution
from kgraph.ontology import lexicon
from kgraph.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from kgraph.resolve.authority import Authority
    from kgraph.resolve.corrections import Corrections

EXTRACTIONS, RESOLUTION, STORE, STATE, LOCK = "extractions", "resolution.json", "store", "build.json", ".lock"
MADE = "made-of.json"
CORRECTIONS = "corrections.yaml"
# Code and data that an extraction depends on, and what a graph depends on besides.
_EXTRACTING = ("model.py", "ontology.py", "ingest", "language", "extract", "data")
_GRAPHING = (*_EXTRACTING, "resolve", "rdf", "data/authority", "data/resolution.yaml")
# Data that no extraction depends on: a change of it must not extract anew.
_NOT_EXTRACTING = (
    "data/authority",
    "data/resolution.yaml",
    "data/explore",
    "data/ontology.ttl",
    "data/cameo.yaml",
    "data/reconciliation.yaml",
    "data/gazetteer/coordinates.csv",
)
# How many articles are read before they are handed to the extractor; workers load the model anew for each batch.
_BATCH, _BATCH_OF_WORKERS = 64, 1024

Progress = Callable[[str, int, int | None], None]
"""Told of a stage, how much of it is done, and of how much (None where that is not known)."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: counts of articles, what failed, and whether the graph was already up to date.

    ``warnings`` are corrections that fit nothing.
    """

    articles: int
    extracted: int
    removed: int
    entities: int
    events: int
    quads: int
    errors: tuple[KGraphError, ...]
    unchanged: bool
    warnings: tuple[KGraphError, ...] = ()


class _State(msgspec.Struct, frozen=True):
    """What the last finished graph was made of."""

    graph: str
    entities: int
    events: int
    quads: int
    warnings: tuple[tuple[str, str], ...] = ()  # message and place


class Made(msgspec.Struct, frozen=True):
    """What a finished build was made of, so that status can tell what has changed since.

    ``sources`` are what it was told to read, ``articles`` the ids of what it found there by their origins, ``inputs`` everything else
    that bears on the graph: a readable value, or a hash.
    """

    sources: tuple[str, ...]
    articles: dict[str, str]
    inputs: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What resolution is told beside the extractions, and a hash of it."""

    authority: Authority
    corrections: Corrections
    digest: str


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The articles of a build: the files of their extractions, in the order of the articles' ids."""

    files: tuple[Path, ...]
    extracted: int
    errors: tuple[KGraphError, ...]
    articles: Mapping[str, str]  # ids by where they were read


def build(sources: Sequence[str | Path], out: Path, settings: Settings, *, progress: Progress | None = None) -> BuildResult:
    """What a build of these sources into a folder did.

    A bad article is counted in ``errors`` and the rest is built. Raises NoArticles where no source holds an article, StoreError
    where another build has the folder, ShapeError where the graph breaks its shapes, AuthorityError and CorrectionError where such a
    file breaks its rules.
    """
    tell = progress or _silent
    knowledge = _knowledge(settings)
    with _locked(out):
        corpus = _extract_all(sources, out, settings, tell)
        if not corpus.files:
            raise _no_articles(corpus.errors, sources)
        removed = _remove_others(out / EXTRACTIONS, corpus.files)
        known = (settings.base_iri, settings.store, knowledge.digest)
        fingerprint = _fingerprint(_GRAPHING, [*known, *(path.stem for path in corpus.files)])
        state = _read_state(out)
        unchanged = state is not None and state.graph == fingerprint
        if state is None or not unchanged:
            state = _graph(corpus, out, settings, knowledge, fingerprint, tell)
        made = Made(tuple(map(str, sources)), dict(corpus.articles), _inputs(settings, knowledge.digest))
        write_atomically(out / MADE, msgspec.json.encode(made))
        return _result(corpus, removed, state, unchanged=unchanged)


def last_made(out: Path) -> Made | None:
    """What the last finished build in a folder was made of; None where there is none."""
    try:
        return msgspec.json.decode((out / MADE).read_bytes(), type=Made) if _read_state(out) is not None else None
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def to_make(sources: Sequence[str | Path], settings: Settings) -> tuple[Made, tuple[KGraphError, ...]]:
    """What a build would be made of now, and the articles that it would fail on; reads the articles and extracts nothing."""
    errors: list[KGraphError] = []
    found = _distinct(read(sources, max_characters=settings.max_characters), errors)
    articles = {article.origin: article.id for article in found}
    return Made(tuple(map(str, sources)), articles, _inputs(settings, _knowledge(settings).digest)), tuple(errors)


def extractions(out: Path, articles: Container[str] | None = None) -> Iterator[Extraction]:
    """The extractions of a build's folder, in the order of their files, read one by one; of these articles' ids only, where given."""
    for path in sorted((out / EXTRACTIONS).glob("*.json")):
        if articles is None or _article_of(path) in articles:
            yield read_extraction(path)


def corrections_beside(sources: Iterable[str | Path]) -> Path | None:
    """The corrections.yaml beside the first source that has one, else the one in the working folder."""
    folders = [Path(source).parent for source in sources if str(source) != "-"]
    return next((path for folder in (*folders, Path()) if (path := folder / CORRECTIONS).is_file()), None)


def resolution(out: Path) -> Resolution:
    """The resolution of a build's folder. Raises StoreError where there is none."""
    path = out / RESOLUTION
    try:
        return msgspec.json.decode(path.read_bytes(), type=Resolution)
    except FileNotFoundError:
        raise StoreError("there is no finished graph here; build one first", str(out)) from None


def read_extraction(path: Path) -> Extraction:
    """The extraction in a file that a build wrote. Raises StoreError on one that is broken."""
    try:
        return _reader().validate_json(path.read_bytes())
    except ValidationError as error:
        raise StoreError(f"broken extraction, delete it and build again: {error}", str(path)) from None


def _article_of(path: Path) -> str:
    """The id of the article that a file of ours is about, which is the first value in it."""
    with path.open("rb") as file:
        match = re.match(rb'\{"article":\{"id":"([^"\\]*)"', file.read(400))
    return match[1].decode() if match is not None else read_extraction(path).article.id


def extract_articles(articles: Iterable[Article], settings: Settings) -> Iterator[Extraction]:
    """The extractions of articles, in their order, in this process."""
    # spaCy takes a second to import; a build that finds everything done need not wait for it.
    from kgraph.extract import extract
    from kgraph.language import parse

    model, words = _model(settings.model), lexicon()
    with _calm_collector():
        for article, doc in parse(articles, model):
            yield extract(article, doc, words)


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Collects garbage seldom: a parse makes many small objects that no cycle holds, and the lexicon need not be searched each time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _extract_all(sources: Sequence[str | Path], out: Path, settings: Settings, tell: Progress) -> _Corpus:
    """The corpus, after everything that was not extracted before has been."""
    folder = out / EXTRACTIONS
    folder.mkdir(parents=True, exist_ok=True)
    errors: list[KGraphError] = []
    known: dict[str, Path] = {}
    origins: dict[str, str] = {}
    extracted = 0
    for batch in _batches(
        _distinct(read(sources, max_characters=settings.max_characters), errors),
        _BATCH if settings.processes == 1 else _BATCH_OF_WORKERS,
    ):
        paths = {
            article.id: folder / f"{_fingerprint(_EXTRACTING, [article.id, settings.model, _model_version(settings.model)])}.json"
            for article in batch
        }
        known |= paths
        origins |= {article.origin: article.id for article in batch}
        missing = [article for article in batch if not paths[article.id].is_file()]
        for failure in _extract_batch(missing, paths, settings):
            errors.append(failure)
        extracted += sum(paths[article.id].is_file() for article in missing)
        tell("articles", len(known), None)
    finished = {identifier: path for identifier, path in known.items() if path.is_file()}
    articles = {origin: identifier for origin, identifier in origins.items() if identifier in finished}
    return _Corpus(tuple(sorted(finished.values())), extracted, tuple(errors), articles)


def _distinct(found: Iterable[Article | KGraphError], errors: list[KGraphError]) -> Iterator[Article]:
    """The articles, each content once; errors and repetitions are put aside."""
    seen: dict[str, str] = {}
    for item in found:
        if isinstance(item, KGraphError):
            errors.append(item)
        elif item.id in seen:
            errors.append(DuplicateArticle(f"has the same content as {seen[item.id]}", item.origin))
        else:
            seen[item.id] = item.origin
            yield item


def _batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _extract_batch(articles: Sequence[Article], paths: Mapping[str, Path], settings: Settings) -> Iterator[KGraphError]:
    """Writes the extractions of a batch; yields an error for each article that took its process down."""
    if settings.processes == 1 or len(articles) < 2:
        _extract_here(articles, paths, settings)
        return
    from kgraph.workers import run

    share = max(1, len(articles) // (settings.processes * 4))
    work = partial(_extract_here, paths=paths, settings=settings)
    for article in run(work, articles, processes=settings.processes, share=share):
        yield StoreError("the process that extracted this article died", article.origin)


def _extract_here(articles: Sequence[Article], paths: Mapping[str, Path], settings: Settings) -> None:
    """Writes each article's extraction as soon as it is there, whole or not at all."""
    if not articles:
        return
    for extraction in extract_articles(articles, settings):
        write_atomically(paths[extraction.article.id], msgspec.json.encode(extraction))


def write_atomically(path: Path, content: bytes) -> None:
    """Puts a file in place whole: whoever reads it sees the old one or the new one."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_bytes(content)
    temporary.replace(path)


def _knowledge(settings: Settings) -> _Knowledge:
    """What the settings name, read and checked before anything is extracted."""
    from kgraph.resolve.authority import read_authority
    from kgraph.resolve.corrections import Corrections, read_corrections

    paths = [Path(name) for name in settings.authority]
    authority = read_authority(paths, shipped=settings.shipped_authority)
    corrections = Corrections()
    if settings.corrections:
        paths.append(Path(settings.corrections))
        corrections = read_corrections(paths[-1])
    contents = (path.read_bytes() for path in paths)
    digest = hashlib.sha256(repr((settings.shipped_authority, bool(settings.corrections), *contents)).encode()).hexdigest()
    return _Knowledge(authority, corrections, digest)


def _graph(corpus: _Corpus, out: Path, settings: Settings, knowledge: _Knowledge, fingerprint: str, tell: Progress) -> _State:
    """Resolves, checks and stores; the graph changes only when all of it has worked."""
    from kgraph.rdf import write_graph
    from kgraph.resolve import resolve

    tell("resolving", 0, None)
    warnings: list[KGraphError] = []
    found = resolve(
        map(read_extraction, corpus.files),
        lexicon(),
        authority=knowledge.authority,
        corrections=knowledge.corrections,
        warn=warnings.append,
    )
    tell("storing", 0, None)
    quads = write_graph(map(read_extraction, corpus.files), found, out, settings)
    write_atomically(out / RESOLUTION, msgspec.json.encode(found))
    told = tuple((str(warning).removeprefix(f"{warning.where}: "), warning.where) for warning in warnings)
    state = _State(fingerprint, len(found.entities), len(found.events), quads, told)
    write_atomically(out / STATE, msgspec.json.encode(state))
    return state


def _read_state(out: Path) -> _State | None:
    try:
        return msgspec.json.decode((out / STATE).read_bytes(), type=_State)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _remove_others(folder: Path, keep: Sequence[Path]) -> int:
    """How many extractions of articles that are gone, or of older code, were deleted."""
    others = set(folder.iterdir()) - set(keep)
    for path in others:
        path.unlink()
    return sum(path.suffix == ".json" for path in others)


def _result(corpus: _Corpus, removed: int, state: _State, *, unchanged: bool) -> BuildResult:
    return BuildResult(
        articles=len(corpus.files),
        extracted=corpus.extracted,
        removed=removed,
        entities=state.entities,
        events=state.events,
        quads=state.quads,
        errors=corpus.errors,
        unchanged=unchanged,
        warnings=tuple(UnknownEntity(message, where) for message, where in state.warnings),
    )


def _no_articles(errors: Sequence[KGraphError], sources: Sequence[str | Path]) -> NoArticles:
    reasons = "; ".join(str(error) for error in errors[:3])
    where = ", ".join(str(source) for source in sources)
    return NoArticles(f"no article could be read{': ' + reasons if reasons else ''}", where)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keeps other builds out of a folder; the lock goes with the process, however it ends."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError("another build is at work here; wait for it to end", str(out)) from None
        yield


def _fingerprint(parts: Sequence[str], inputs: Sequence[str]) -> str:
    """A hash of the inputs and of the code and data of the stages that turn them into a result."""
    return hashlib.sha256(repr((inputs, _code(tuple(parts)))).encode()).hexdigest()[:24]


def _inputs(settings: Settings, knowledge: str) -> dict[str, str]:
    """All that bears on a graph beside its articles, by its name in messages."""
    data = Path(str(files("kgraph"))) / "data"
    others = sorted(
        f"data/{path.name}"
        for path in data.iterdir()
        if path.name not in ("events", "explore", "cameo.yaml", "ontology.ttl", "reconciliation.yaml")
    )
    code = tuple(part for part in _GRAPHING if not part.startswith("data"))
    return {
        "code": _code(code),
        "event lexicon": lexicon().version,
        "data": _code(tuple(others)),
        "language model": f"{settings.model} {_model_version(settings.model)}",
        "authority or corrections": knowledge,
        "base_iri": settings.base_iri,
        "store": settings.store,
        "max_characters": str(settings.max_characters),
    }


@cache
def _model(name: str) -> Language:
    from kgraph.language import load_model

    return load_model(name)


@cache
def _model_version(model: str) -> str:
    try:
        return version(model.replace("_", "-"))
    except PackageNotFoundError:
        return "unknown"


@cache
def _code(parts: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    root = Path(str(files("kgraph")))
    for part in parts:
        path = root / part
        for file in (
            [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix not in (".pyc", "") and p.is_file())
        ):
            if file != path and path.name == "data" and file.relative_to(root).as_posix().startswith(_NOT_EXTRACTING):
                continue
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def _reader() -> TypeAdapter[Extraction]:
    # msgspec, which writes, cannot read a field that is a date or a datetime.
    return TypeAdapter(Extraction)


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""
