"""The stages in order: what is extracted, what is locked, and what a build leaves on disk.

A build extracts only what it has not extracted before, by the same code, model and words of the lexicon (kgraph.build.extracted), so that a
killed build resumes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kgraph.build.declared import (
    CHANGES,
    EVIDENCE,
    EXTRACTION,
    EXTRACTIONS,
    FILES,
    GRAPH,
    LOOKED_UP,
    MADE,
    NEIGHBOURHOODS,
    PARTS,
    RESOLUTION,
    SHOWN,
    STATE,
    STORE,
    code_digest,
    part_of,
)
from kgraph.build.expected import Progress
from kgraph.build.extracted import model_version
from kgraph.build.extraction import Corpus, distinct, extract_all, read_before
from kgraph.build.folder import remove_others
from kgraph.build.state import Made, State
from kgraph.build.state import last_made as made_last
from kgraph.collector import no_collector
from kgraph.disk import Reader, opened
from kgraph.errors import KGraphError, KGraphWarning, NoArticles, UnknownEntity, shown
from kgraph.ingest import Reading, read_again
from kgraph.ingest.seen import Files, Seen
from kgraph.lexicon import LexiconSource
from kgraph.periods import periods_of, read_periods
from kgraph.settings import Settings

if TYPE_CHECKING:
    from kgraph.build.graph import Knowledge

CORRECTIONS = "corrections.yaml"
_FIXED = (
    STATE,
    RESOLUTION,
    NEIGHBOURHOODS,
    CHANGES,
    MADE,
    SHOWN,
    FILES,
    f"{STORE}/CURRENT",
    *(f"{name}/" for name in (EXTRACTIONS, EVIDENCE, LOOKED_UP)),
)
"""What every build writes, folders with a "/" behind them."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: counts of articles, what failed, and whether the graph was already up to date.

    ``warnings`` are fields and statements that were left out, corrections that fit nothing, and folders of kgraph's own that were passed
    over. ``healed`` counts the files that were missing or not what kgraph had written, and have been made again, ``later`` the
    articles that are not known to have appeared by the day as of which the graph is made.
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
    healed: int = 0
    later: int = 0


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
    parts: Collection[str] = tuple(PARTS),
    anew: bool = False,
    progress: Progress | None = None,
    finished: Callable[[], object] = lambda: None,
) -> BuildResult:
    """What a build of these sources into a folder did.

    ``parts`` are what is made beside the graph in its store: any or none of "files", "index", "networks" and "page". With ``anew`` nothing
    but extractions is taken over from the last build. ``finished`` is called as soon as the graph can be queried, before the parts are
    made.

    A bad article is counted in ``errors`` and the rest is built. Raises NoArticles where no source holds an article, NotOurs where the
    folder or a file in it is somebody else's, StoreError where another build has the folder, CannotWrite, ShapeError where the graph
    breaks its shapes, LexiconError, AuthorityError and CorrectionError where such a file breaks its rules.
    """
    from kgraph.build.graph import make_graph
    from kgraph.build.shown import made_of, make_parts

    tell = progress or _silent
    source = LexiconSource.of(settings.lexicon)
    knowledge = _knowledge(settings, source)
    periods = read_periods(settings.period)
    tell("checking the last build", 0, None)
    with opened(out) as files:
        files.claim(name for made in (_FIXED, *map(made_of, parts)) for name in made)
        damaged = files.verify(name for name in files.names() if part_of(name) is None)
        corpus = extract_all(sources, files, settings, source, tell)
        if not corpus.files:
            raise _no_articles(corpus.errors, sources)
        knowledge = replace(knowledge, periods=periods_of(corpus.articles, periods))
        with no_collector():
            state, unchanged = make_graph(corpus.files, files, settings, knowledge, tell, anew=anew)
            removed = remove_others(files, corpus.files, corpus.looked_up)
            finished()
            damaged += make_parts(parts, files, state, tell, anew=anew, megabytes=settings.page_megabytes)
        made = Made(
            tuple(shown(str(name)) for name in sources), dict(corpus.articles), _inputs(settings, source, knowledge.digest)
        )
        files.write(MADE, msgspec.json.encode(made))
        healed = sum(files.holds(name) or name.startswith(f"{STORE}/") for name in set(damaged))
        return _result(corpus, removed, state, unchanged=unchanged, healed=healed)


def last_made(out: Path) -> Made | None:
    """What the last finished build in a folder was made of; None where there is none."""
    return made_last(Reader(out))


def to_make(sources: Sequence[str | Path], folder: Reader, settings: Settings) -> ToMake:
    """What a build into a folder would be made of now.

    Reads the files that have changed since the last build, and extracts nothing.
    """
    errors: list[KGraphError] = []
    source = LexiconSource.of(settings.lexicon)
    extracted, before = read_before(folder, settings, source)
    files = Files(before, lambda article: extracted.path(article) is not None)
    found = [Seen.of(item) for item in distinct(read_again(sources, files, Reading.of(settings)), errors)]
    articles = {article.origin: article.id for article in found}
    read_periods(settings.period)
    made = Made(
        tuple(shown(str(name)) for name in sources), articles, _inputs(settings, source, _knowledge(settings, source).digest)
    )
    to_extract = frozenset(article.id for article in found if extracted.path(article) is None)
    return ToMake(made, to_extract, tuple(error for error in errors if not isinstance(error, KGraphWarning)))


def corrections_beside(sources: Iterable[str | Path]) -> Path | None:
    """The corrections.yaml beside the first source that has one, else the one in the working folder."""
    folders = [Path(source).parent for source in sources if str(source) != "-"]
    return next((path for folder in (*folders, Path()) if (path := folder / CORRECTIONS).is_file()), None)


def _knowledge(settings: Settings, source: LexiconSource) -> Knowledge:
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
    return Knowledge(source, authority, corrections, digest)


def _result(corpus: Corpus, removed: int, state: State, *, unchanged: bool, healed: int) -> BuildResult:
    return BuildResult(
        articles=len(state.articles),
        extracted=corpus.extracted,
        removed=removed,
        entities=state.entities,
        events=state.events,
        quads=state.quads,
        errors=corpus.errors,
        unchanged=unchanged,
        warnings=(*corpus.warnings, *(UnknownEntity(message, where) for message, where in state.warnings)),
        healed=healed,
        later=len(set(corpus.files)) - len(state.articles),
    )


def _no_articles(errors: Sequence[KGraphError], sources: Sequence[str | Path]) -> NoArticles:
    where = ", ".join(str(source) for source in sources[:3]) + ("" if len(sources) <= 3 else f" and {len(sources) - 3} more")
    found = NoArticles(f"no article could be built{f', as all {len(errors):,} failed' if errors else ''}", where)
    found.errors = tuple(errors)
    return found


def _inputs(settings: Settings, source: LexiconSource, knowledge: str) -> dict[str, str]:
    """All that bears on a graph beside its articles, by its name in messages."""
    code = dict.fromkeys(part for stage in (EXTRACTION, GRAPH) for part in stage.code)
    data = dict.fromkeys(f"data/{name}" for stage in (EXTRACTION, GRAPH) for name in stage.data if name != "events")
    return {
        "code": code_digest(tuple(code)),
        "event lexicon": source.version,
        "data": code_digest(tuple(data)),
        "language model": f"{settings.model} {model_version(settings.model)}",
        "authority or corrections": knowledge,
        "periods": ", ".join(settings.period) or "none",
        "base_iri": settings.base_iri,
        "store": settings.store,
        "as_of": settings.as_of or "none",
        "max_characters": str(settings.max_characters),
    }


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""
