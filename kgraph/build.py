"""The stages in order: what is extracted, what is locked, and what a build leaves on disk.

A build extracts only what it has not extracted before, by the same code, model and words of the lexicon (kgraph.extracted), so that a
killed build resumes.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kgraph.collector import calm_collector, no_collector
from kgraph.errors import DuplicateArticle, KGraphError, NoArticles, ShapeError, StoreError, UnknownEntity
from kgraph.extracted import Extracted, model_version
from kgraph.folder import (
    EXTRACTIONS,
    FILES,
    GRAPHING,
    LOCK,
    LOOKED_UP,
    MADE,
    code_digest,
    extractions,
    kept,
    read_extraction,
    remove_others,
    resolution,
    write_atomically,
)
from kgraph.ingest import read_again
from kgraph.ingest.seen import File, Files, Seen
from kgraph.model import Article, Extraction
from kgraph.ontology import Lexicon, LookedUp, lexicon, lexicon_version
from kgraph.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from kgraph.graph import Knowledge, State

CORRECTIONS = "corrections.yaml"
# How many articles are read before they are handed to the extractor; workers load the model anew for each batch.
_BATCH, _BATCH_OF_WORKERS = 64, 1024
_BROKEN = ".broken"
"""How a file ends that says, from one process to another, why an article's graph is broken."""

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


class Made(msgspec.Struct, frozen=True):
    """What a finished build was made of, so that status can tell what has changed since.

    ``sources`` are what it was told to read, ``articles`` the ids of what it found there by their origins, ``inputs`` everything else
    that bears on the graph: a readable value, or a hash.
    """

    sources: tuple[str, ...]
    articles: dict[str, str]
    inputs: dict[str, str]


class ToMake(NamedTuple):
    """What a build would be made of, the ids of the articles that it would extract, and those that it would fail on."""

    made: Made
    to_extract: frozenset[str]
    errors: tuple[KGraphError, ...]


class _FilesRead(msgspec.Struct, frozen=True):
    """The files that a build read, by their paths, and the limit that it read them with.

    ``extracted`` are the names of extractions by those of their articles (kgraph.extracted), by a version of the lexicon.
    """

    max_characters: int
    files: dict[str, File]
    lexicon: str
    extracted: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The articles of a build: the files of their extractions, sorted, and those of the words that were looked up for them."""

    files: tuple[Path, ...]
    looked_up: tuple[Path, ...]
    extracted: int
    errors: tuple[KGraphError, ...]
    articles: Mapping[str, str]  # ids by where they were read


def build(
    sources: Sequence[str | Path],
    out: Path,
    settings: Settings,
    *,
    files: bool = True,
    anew: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """What a build of these sources into a folder did.

    Without ``files`` the graph is only in its store; with ``anew`` nothing but extractions is taken over from the last build. A bad article
    is counted in ``errors`` and the rest is built. Raises NoArticles where no source holds an article, StoreError where another build has
    the folder, ShapeError where the graph breaks its shapes, AuthorityError and CorrectionError where such a file breaks its rules.
    """
    from kgraph.graph import make_graph, write_files

    tell = progress or _silent
    knowledge = _knowledge(settings)
    with _locked(out):
        corpus = _extract_all(sources, out, settings, tell)
        if not corpus.files:
            raise _no_articles(corpus.errors, sources)
        removed = remove_others(out, corpus.files, corpus.looked_up)
        tell("graph", 0, None)
        with no_collector():
            state, unchanged = make_graph(corpus.files, out, settings, knowledge, anew=anew)
            if files:
                tell("files", 0, None)
                write_files(out)
        made = Made(tuple(map(str, sources)), dict(corpus.articles), _inputs(settings, knowledge.digest))
        write_atomically(out / MADE, msgspec.json.encode(made))
        return _result(corpus, removed, state, unchanged=unchanged)


def last_made(out: Path) -> Made | None:
    """What the last finished build in a folder was made of; None where there is none."""
    from kgraph.graph import last_state

    return kept(out / MADE, Made) if last_state(out) is not None else None


def to_make(sources: Sequence[str | Path], out: Path, settings: Settings) -> ToMake:
    """What a build into a folder would be made of now.

    Reads the files that have changed since the last build, and extracts nothing.
    """
    errors: list[KGraphError] = []
    extracted, before = _read_before(out, settings)
    found = [
        Seen.of(item) for item in _distinct(read_again(sources, Files(before), max_characters=settings.max_characters), errors)
    ]
    articles = {article.origin: article.id for article in found}
    made = Made(tuple(map(str, sources)), articles, _inputs(settings, _knowledge(settings).digest))
    return ToMake(made, frozenset(article.id for article in found if extracted.path(article) is None), tuple(errors))


def corrections_beside(sources: Iterable[str | Path]) -> Path | None:
    """The corrections.yaml beside the first source that has one, else the one in the working folder."""
    folders = [Path(source).parent for source in sources if str(source) != "-"]
    return next((path for folder in (*folders, Path()) if (path := folder / CORRECTIONS).is_file()), None)


def extract_articles(articles: Iterable[Article], settings: Settings, words: Lexicon | None = None) -> Iterator[Extraction]:
    """The extractions of articles, in their order, in this process; by default with the event lexicon that ships with kgraph."""
    with no_collector():
        # spaCy takes half a second to import; a build that finds everything done need not wait for it.
        from kgraph.extract import extract
        from kgraph.language import parse

        words = words or lexicon()  # before the model: who reads its files for spaCy turns the collector on again
        model = _model(settings.model)
    with calm_collector():
        for article, doc in parse(articles, model):
            yield extract(article, doc, words)


def _extract_all(sources: Sequence[str | Path], out: Path, settings: Settings, tell: Progress) -> _Corpus:
    """The corpus, after everything that was not extracted before has been."""
    (out / EXTRACTIONS).mkdir(parents=True, exist_ok=True)
    (out / LOOKED_UP).mkdir(exist_ok=True)
    errors: list[KGraphError] = []
    articles: list[Seen] = []
    paths: list[Path] = []
    count = 0
    extracted, before = _read_before(out, settings)
    files = Files(before)
    found = _distinct(read_again(sources, files, max_characters=settings.max_characters), errors)
    for batch in _batches(found, _BATCH if settings.processes == 1 else _BATCH_OF_WORKERS):
        missing = [item for item in batch if isinstance(item, Article) and extracted.path(item) is None]
        errors += _extract_batch(missing, extracted, settings)
        count += sum(extracted.path(article) is not None for article in missing)
        there = [(item, path) for item in batch if (path := extracted.path(item)) is not None]
        articles += [Seen.of(item) for item, _ in there]
        paths += [path for _, path in there]
        tell("articles", len(articles), None)
    read = _FilesRead(settings.max_characters, files.now, lexicon_version(), extracted.names(articles))
    write_atomically(out / FILES, msgspec.json.encode(read))
    return _Corpus(
        tuple(sorted(paths)),
        tuple(map(extracted.looked_up, articles)),
        count,
        tuple(errors),
        {item.origin: item.id for item in articles},
    )


def _read_before(out: Path, settings: Settings) -> tuple[Extracted, Mapping[str, File]]:
    """The extractions in a folder, and the files that the last build read, as far as all extractions of theirs hold."""
    last = kept(out / FILES, _FilesRead)
    if last is None:
        return Extracted(out, settings, {}), {}
    extracted = Extracted(out, settings, last.extracted if last.lexicon == lexicon_version() else {})
    if last.max_characters != settings.max_characters:
        return extracted, {}
    return extracted, {
        path: file for path, file in last.files.items() if all(extracted.path(article) is not None for article in file.articles)
    }


def _distinct(found: Iterable[Article | Seen | KGraphError], errors: list[KGraphError]) -> Iterator[Article | Seen]:
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


def _batches(items: Iterable[Article | Seen], size: int) -> Iterator[list[Article | Seen]]:
    batch: list[Article | Seen] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _extract_batch(articles: Sequence[Article], extracted: Extracted, settings: Settings) -> Iterator[KGraphError]:
    """Writes the extractions of a batch; yields an error for each article that took its process down, or whose graph breaks a shape."""
    if settings.processes == 1 or len(articles) < 2:
        _extract_here(articles, extracted, settings)
    else:
        from kgraph.workers import run

        share = max(1, len(articles) // (settings.processes * 4))
        work = partial(_extract_here, extracted=extracted, settings=settings)
        for article in run(work, articles, processes=settings.processes, share=share):
            yield StoreError("the process that extracted this article died", article.origin)
    for article in articles:
        broken = extracted.looked_up(article).with_suffix(_BROKEN)
        if broken.is_file():
            yield ShapeError(broken.read_text("utf-8"), article.origin)
            broken.unlink()


def _extract_here(articles: Sequence[Article], extracted: Extracted, settings: Settings) -> None:
    """Writes each article's extraction as soon as it is there, whole or not at all; or else why its graph is broken."""
    if not articles:
        return
    from kgraph.rdf import check_article

    triggers = LookedUp(lexicon().triggers)
    for extraction in extract_articles(articles, settings, replace(lexicon(), triggers=triggers)):
        words = triggers.words()
        try:
            check_article(extraction, base_iri=settings.base_iri)
        except ShapeError as error:
            write_atomically(extracted.looked_up(extraction.article).with_suffix(_BROKEN), str(error).encode())
        else:
            extracted.keep(extraction, words)


def _knowledge(settings: Settings) -> Knowledge:
    """What the settings name, read and checked before anything is extracted."""
    from kgraph.graph import Knowledge
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
    return Knowledge(authority, corrections, digest)


def _result(corpus: _Corpus, removed: int, state: State, *, unchanged: bool) -> BuildResult:
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


def _inputs(settings: Settings, knowledge: str) -> dict[str, str]:
    """All that bears on a graph beside its articles, by its name in messages."""
    data = Path(str(files("kgraph"))) / "data"
    others = sorted(
        f"data/{path.name}"
        for path in data.iterdir()
        if path.name not in ("events", "explore", "cameo.yaml", "ontology.ttl", "reconciliation.yaml")
    )
    stages = tuple(part for part in GRAPHING if not part.startswith("data"))
    return {
        "code": code_digest(stages),
        "event lexicon": lexicon_version(),
        "data": code_digest(tuple(others)),
        "language model": f"{settings.model} {model_version(settings.model)}",
        "authority or corrections": knowledge,
        "base_iri": settings.base_iri,
        "store": settings.store,
        "max_characters": str(settings.max_characters),
    }


@cache
def _model(name: str) -> Language:
    from kgraph.language import load_model

    return load_model(name)


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""


__all__ = [
    "BuildResult",
    "Made",
    "Progress",
    "ToMake",
    "build",
    "corrections_beside",
    "extract_articles",
    "extractions",
    "last_made",
    "read_extraction",
    "resolution",
    "to_make",
]
