"""The stages in order: what is extracted, what is locked, and what a build leaves on disk.

A build extracts only what it has not extracted before, by the same code, model and words of the lexicon (kgraph.build.extracted), so that a
killed build resumes.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kgraph.build.extracted import model_version
from kgraph.build.extraction import Corpus, Progress, distinct, extract_all, read_before
from kgraph.build.folder import GRAPHING, LOCK, MADE, code_digest, kept, remove_others, write_atomically
from kgraph.collector import no_collector
from kgraph.errors import KGraphError, NoArticles, StoreError, UnknownEntity
from kgraph.ingest import read_again
from kgraph.ingest.seen import Files, Seen
from kgraph.lexicon import LexiconSource
from kgraph.settings import Settings

if TYPE_CHECKING:
    from kgraph.build.graph import Knowledge, State

CORRECTIONS = "corrections.yaml"


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
    the folder, ShapeError where the graph breaks its shapes, LexiconError, AuthorityError and CorrectionError where such a file breaks
    its rules.
    """
    from kgraph.build.graph import make_graph, write_files

    tell = progress or _silent
    knowledge, source = _knowledge(settings), LexiconSource.of(settings.lexicon)
    with _locked(out):
        corpus = extract_all(sources, out, settings, source, tell)
        if not corpus.files:
            raise _no_articles(corpus.errors, sources)
        removed = remove_others(out, corpus.files, corpus.looked_up)
        tell("graph", 0, None)
        with no_collector():
            state, unchanged = make_graph(corpus.files, out, settings, knowledge, source, anew=anew)
            if files:
                tell("files", 0, None)
                write_files(out)
        made = Made(tuple(map(str, sources)), dict(corpus.articles), _inputs(settings, source, knowledge.digest))
        write_atomically(out / MADE, msgspec.json.encode(made))
        return _result(corpus, removed, state, unchanged=unchanged)


def last_made(out: Path) -> Made | None:
    """What the last finished build in a folder was made of; None where there is none."""
    from kgraph.build.graph import last_state

    return kept(out / MADE, Made) if last_state(out) is not None else None


def to_make(sources: Sequence[str | Path], out: Path, settings: Settings) -> ToMake:
    """What a build into a folder would be made of now.

    Reads the files that have changed since the last build, and extracts nothing.
    """
    errors: list[KGraphError] = []
    source = LexiconSource.of(settings.lexicon)
    extracted, before = read_before(out, settings, source)
    found = [
        Seen.of(item) for item in distinct(read_again(sources, Files(before), max_characters=settings.max_characters), errors)
    ]
    articles = {article.origin: article.id for article in found}
    made = Made(tuple(map(str, sources)), articles, _inputs(settings, source, _knowledge(settings).digest))
    return ToMake(made, frozenset(article.id for article in found if extracted.path(article) is None), tuple(errors))


def corrections_beside(sources: Iterable[str | Path]) -> Path | None:
    """The corrections.yaml beside the first source that has one, else the one in the working folder."""
    folders = [Path(source).parent for source in sources if str(source) != "-"]
    return next((path for folder in (*folders, Path()) if (path := folder / CORRECTIONS).is_file()), None)


def _knowledge(settings: Settings) -> Knowledge:
    """What the settings name, read and checked before anything is extracted."""
    from kgraph.build.graph import Knowledge
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


def _result(corpus: Corpus, removed: int, state: State, *, unchanged: bool) -> BuildResult:
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


def _inputs(settings: Settings, source: LexiconSource, knowledge: str) -> dict[str, str]:
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
        "event lexicon": source.version,
        "data": code_digest(tuple(others)),
        "language model": f"{settings.model} {model_version(settings.model)}",
        "authority or corrections": knowledge,
        "base_iri": settings.base_iri,
        "store": settings.store,
        "max_characters": str(settings.max_characters),
    }


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""
