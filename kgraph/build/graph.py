"""The second half of a build: from what the articles say to the graph, anew or only as far as it has changed since the last.

The graph is made anew where there is none, where code, data or the base IRI have changed, and where many articles have. Otherwise a copy of
the store that shares its files is changed, and only what the change bears on is checked against the shapes. The two ways give one graph,
and either way the last one stays until the new one is finished.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

import msgspec
import pyoxigraph

from kgraph import rdf
from kgraph.build.declared import CHANGES, EXTRACTION, EXTRACTIONS, GRAPH, NEIGHBOURHOODS, RESOLUTION, STATE, STORE, fingerprint
from kgraph.build.differences import change, unknown_change
from kgraph.build.expected import Progress
from kgraph.build.folder import all_evidence, decoded_neighbourhoods, decoded_resolution, keep_evidence, read_extraction
from kgraph.build.memory import memory
from kgraph.build.state import Articles, State, last_state
from kgraph.disk import Folder
from kgraph.errors import Damaged, KGraphError, NoArticles
from kgraph.index.changes import Change, changes, remembered
from kgraph.lexicon import LexiconSource
from kgraph.model import Extraction, Interval, Resolution
from kgraph.rdf import formats, store
from kgraph.resolve import NOTHING, Resolved, resolve_evidence
from kgraph.resolve.authority import Authority
from kgraph.resolve.corrections import Corrections
from kgraph.resolve.evidence import ArticleEvidence, gather
from kgraph.settings import Settings

_MANY = 0.2
"""The share of articles above which a graph is made anew: from there on a bulk load is the faster way (benchmarks/speed)."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What resolution is told beside the extractions; ``digest`` is a hash of authority and corrections.

    ``periods`` are those of undated articles, by their ids.
    """

    lexicon: LexiconSource
    authority: Authority
    corrections: Corrections
    digest: str
    periods: Mapping[str, Interval] = field(default_factory=dict)

    def holds_for(self, state: State) -> bool:
        """Whether the last resolution was told the same of the articles that it has in common with this one."""
        ids = {article for article, _ in state.articles.values()}
        then, now = state.periods, self.periods
        return state.knowledge == self.digest and all(then.get(one) == now.get(one) for one in ids & (then.keys() | now.keys()))


@dataclass(frozen=True, slots=True)
class _Base:
    """The last graph: its state, and what was resolved for it."""

    state: State
    resolved: Resolved


class _Content(NamedTuple):
    """What a graph is to hold; the extractions can be read once."""

    articles: Articles
    found: Resolved
    extractions: Iterator[Extraction]


Prepared = store.Prepared[int] | store.Prepared[store.Changed]


def make_graph(
    paths: Sequence[str], files: Folder, settings: Settings, knowledge: Knowledge, tell: Progress, *, anew: bool
) -> tuple[State, bool]:
    """The state of the graph of these extractions' files, and whether it was there already.

    ``anew`` takes nothing over from the last graph, and leaves none of its files and nothing of what changed at earlier builds. Raises
    ShapeError, StoreError.
    """
    tell("gathering what the articles say", 0, None)
    store.forget_damaged(files, STORE)
    last = last_state(files)
    keep_evidence(files, paths)
    frame = fingerprint([EXTRACTION, GRAPH], [settings.base_iri, settings.store, knowledge.lexicon.version])
    stems = {PurePath(path).stem: path for path in paths}
    graph = fingerprint([], [frame, knowledge.digest, repr(sorted(knowledge.periods.items())), settings.as_of, *stems])
    if last is not None and last.graph == graph and not anew and _holds_the_rest(files):
        return last, True
    evidence = _appeared_by(settings.last_day, all_evidence(files, stems), knowledge.periods)
    articles = {stem: (article.id, article.title) for stem, article in evidence.items()}
    base = _base(last, articles, files) if last is not None and last.frame == frame and not anew else None
    warnings: list[KGraphError] = []
    tell(f"finding who and what is the same in {len(articles):,} articles", 0, None)
    found = resolve_evidence(
        gather(evidence.values(), knowledge.periods),
        knowledge.lexicon.lexicon(),
        authority=knowledge.authority,
        corrections=knowledge.corrections,
        warn=warnings.append,
        last=base.resolved if base is not None and knowledge.holds_for(base.state) else NOTHING,
    )
    resolution = found.resolution
    extractions = _told((read_extraction(files, f"{EXTRACTIONS}/{stem}.json") for stem in articles), len(articles), tell)
    prepared, quads = _prepared(base, _Content(articles, found, extractions), files, settings, knowledge.lexicon)
    raw, beside = msgspec.json.encode(resolution), msgspec.msgpack.encode(found[1:])
    state = State(
        graph=graph,
        frame=frame,
        knowledge=knowledge.digest,
        articles=articles,
        periods=dict(knowledge.periods),
        base=settings.base_iri,
        store=settings.store,
        resolution=_digest(raw),
        neighbourhoods=_digest(beside),
        entities=len(resolution.entities),
        events=len(resolution.events),
        quads=quads,
        warnings=tuple((str(warning).removeprefix(f"{warning.where}: "), warning.where) for warning in warnings),
    )
    _publish(prepared, state, files)
    if anew or last is None:
        store.forget(files, STORE)
    files.write(RESOLUTION, raw)
    files.write(NEIGHBOURHOODS, beside)
    files.write(CHANGES, remembered(changes(files) if not anew else (), _change(base, last, state, resolution)))
    kept = memory()
    kept.resolved, kept.digests = found, (state.resolution, state.neighbourhoods)
    files.write(STATE, msgspec.json.encode(state))
    return state, False


def _appeared_by(
    day: date | None, evidence: Mapping[str, ArticleEvidence], periods: Mapping[str, Interval]
) -> Mapping[str, ArticleEvidence]:
    """The articles that had appeared by the end of a day, all where none is given. Raises NoArticles.

    An article whose day nobody knows had appeared if its period was over.
    """
    if day is None:
        return evidence
    found: dict[str, ArticleEvidence] = {}
    for stem, article in evidence.items():
        period = periods.get(article.id)
        last = article.text.last or (period.end if period is not None else None)
        if last is not None and last <= day:
            found[stem] = article
    if not found:
        raise NoArticles(f"no article is known to have appeared by {day}")
    return found


def _holds_the_rest(files: Folder) -> bool:
    """Whether what resolution found is there as well."""
    return files.holds(RESOLUTION) and files.holds(NEIGHBOURHOODS)


def _told(extractions: Iterator[Extraction], total: int, tell: Progress) -> Iterator[Extraction]:
    """The same extractions, each told of when it is asked for; what comes after the last is written and checked at once."""
    for number, extraction in enumerate(extractions, 1):
        tell("writing the graph of articles", number, total)
        yield extraction
    tell("writing and checking the graph of all articles", 0, None)


def _prepared(
    base: _Base | None, content: _Content, files: Folder, settings: Settings, source: LexiconSource
) -> tuple[Prepared, int]:
    """The store of the graph, complete but not yet the current one, and how many quads it holds."""
    place = rdf.Place(files, STORE)
    if base is not None and settings.store == "oxigraph" and not _is_other(base.state.articles, content.articles):
        changed = _changed(base, content.articles, content.found, place, settings)
        return changed, base.state.quads + changed.made.growth
    anew = rdf.prepared(
        content.extractions,
        content.found.resolution,
        place,
        base_iri=settings.base_iri,
        lexicon=source.lexicon(),
        origins=content.found.origins.repeats,
    )
    return anew, anew.made


def _publish(prepared: Prepared, state: State, files: Folder) -> None:
    """Puts the store in place, or the file of the graph where it is kept in none."""
    if state.store != "memory":
        prepared.publish(state.graph)
        return
    temporary = files.temporary()
    with store.reading(prepared.building):
        formats.export(pyoxigraph.Store.read_only(str(prepared.building)), temporary, "nquads")
    prepared.discard()
    files.remove([STATE])  # a file does not say whose graph it is, as a store does
    files.put(temporary, store.FILE)
    files.remove(files.names(f"{STORE}/"))


def _base(last: State, articles: Articles, files: Folder) -> _Base | None:
    """The last graph, of which the next can be made.

    None where a file of it is not the one that was written, or where an article is in both that says something else now, by another model.
    """
    gone = {last.articles[stem][0] for stem in last.articles.keys() - articles.keys()}
    new = {articles[stem][0] for stem in articles.keys() - last.articles.keys()}
    resolved = _last_resolved(last, files) if gone.isdisjoint(new) else None
    return _Base(last, resolved) if resolved is not None else None


def _last_resolved(last: State, files: Folder) -> Resolved | None:
    """What was resolved last, from memory where the files of it are those of the state; None where they are not."""
    wanted, entries = (last.resolution, last.neighbourhoods), [files.entry(name) for name in (RESOLUTION, NEIGHBOURHOODS)]
    if wanted != tuple(entry.digest for entry in entries if entry is not None):
        return None
    if (kept := memory()).digests == wanted:
        return kept.resolved
    raw, beside = (_content(files, name) for name in (RESOLUTION, NEIGHBOURHOODS))
    if raw is None or beside is None:
        return None
    return Resolved(decoded_resolution(raw), *decoded_neighbourhoods(beside))


def _content(files: Folder, name: str) -> bytes | None:
    try:
        return files.read(name)
    except Damaged:
        return None


def _is_other(last: Articles, articles: Articles) -> bool:
    """Whether so many articles are new or gone that it is sooner made anew."""
    return len(last.keys() ^ articles.keys()) > _MANY * len(articles)


def _changed(
    base: _Base, articles: Articles, found: Resolved, place: rdf.Place, settings: Settings
) -> store.Prepared[store.Changed]:
    last = base.state
    new = sorted(articles.keys() - last.articles.keys())
    return rdf.altered(
        rdf.GraphState(base.resolved.resolution, dict(last.articles.values()), base.resolved.origins.repeats),
        rdf.GraphState(found.resolution, dict(articles.values()), found.origins.repeats),
        (read_extraction(place.files, f"{EXTRACTIONS}/{stem}.json") for stem in new),
        place,
        base_iri=settings.base_iri,
    )


def _change(base: _Base | None, last: State | None, state: State, resolution: Resolution) -> Change:
    """What made the graph of the last one."""
    if base is None:
        return unknown_change(last, state)
    return change((base.state, base.resolved.resolution), (state, resolution))


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
