"""From sources to extractions: what is read, what has to be extracted, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kgraph.build.extracted import Extracted
from kgraph.build.folder import EXTRACTIONS, FILES, LOOKED_UP, kept, write_atomically
from kgraph.collector import calm_collector, no_collector
from kgraph.errors import DuplicateArticle, KGraphError, ShapeError, StoreError
from kgraph.ingest import read_again
from kgraph.ingest.seen import File, Files, Seen
from kgraph.lexicon import Lexicon, LexiconSource, LookedUp
from kgraph.model import Article, Extraction
from kgraph.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

# How many articles are read before they are handed to the extractor; workers load the model anew for each batch.
_BATCH, _BATCH_OF_WORKERS = 64, 1024
_BROKEN = ".broken"
"""How a file ends that says, from one process to another, why an article's graph is broken."""

Progress = Callable[[str, int, int | None], None]
"""Told of a stage, how much of it is done, and of how much (None where that is not known)."""


class _FilesRead(msgspec.Struct, frozen=True):
    """The files that a build read, by their paths, and the limit that it read them with.

    ``extracted`` are the names of extractions by those of their articles (kgraph.build.extracted), by a version of the lexicon.
    """

    max_characters: int
    files: dict[str, File]
    lexicon: str
    extracted: dict[str, str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of a build: the files of their extractions, sorted, and those of the words that were looked up for them."""

    files: tuple[Path, ...]
    looked_up: tuple[Path, ...]
    extracted: int
    errors: tuple[KGraphError, ...]
    articles: Mapping[str, str]  # ids by where they were read


def extract_articles(articles: Iterable[Article], settings: Settings, words: Lexicon | None = None) -> Iterator[Extraction]:
    """The extractions of articles, in their order, in this process; by default with the lexicon of the settings."""
    with no_collector():
        # spaCy takes half a second to import; a build that finds everything done need not wait for it.
        from kgraph.extract import extract
        from kgraph.language import parse

        words = (
            words or LexiconSource.of(settings.lexicon).lexicon()
        )  # before the model: who reads its files for spaCy turns the collector on again
        model = _model(settings.model)
    with calm_collector():
        for article, doc in parse(articles, model):
            yield extract(article, doc, words)


def extract_all(sources: Sequence[str | Path], out: Path, settings: Settings, source: LexiconSource, tell: Progress) -> Corpus:
    """The corpus, after everything that was not extracted before has been."""
    (out / EXTRACTIONS).mkdir(parents=True, exist_ok=True)
    (out / LOOKED_UP).mkdir(exist_ok=True)
    errors: list[KGraphError] = []
    articles: list[Seen] = []
    paths: list[Path] = []
    count = 0
    extracted, before = read_before(out, settings, source)
    files = Files(before)
    found = distinct(read_again(sources, files, max_characters=settings.max_characters), errors)
    for batch in _batches(found, _BATCH if settings.processes == 1 else _BATCH_OF_WORKERS):
        missing = [item for item in batch if isinstance(item, Article) and extracted.path(item) is None]
        errors += _extract_batch(missing, extracted, settings, source)
        count += sum(extracted.path(article) is not None for article in missing)
        there = [(item, path) for item in batch if (path := extracted.path(item)) is not None]
        articles += [Seen.of(item) for item, _ in there]
        paths += [path for _, path in there]
        tell("articles", len(articles), None)
    read = _FilesRead(settings.max_characters, files.now, source.version, extracted.names(articles))
    write_atomically(out / FILES, msgspec.json.encode(read))
    return Corpus(
        tuple(sorted(paths)),
        tuple(map(extracted.looked_up, articles)),
        count,
        tuple(errors),
        {item.origin: item.id for item in articles},
    )


def read_before(out: Path, settings: Settings, source: LexiconSource) -> tuple[Extracted, Mapping[str, File]]:
    """The extractions in a folder, and the files that the last build read, as far as all extractions of theirs hold."""
    last = kept(out / FILES, _FilesRead)
    if last is None:
        return Extracted(out, settings, source, {}), {}
    extracted = Extracted(out, settings, source, last.extracted if last.lexicon == source.version else {})
    if last.max_characters != settings.max_characters:
        return extracted, {}
    return extracted, {
        path: file for path, file in last.files.items() if all(extracted.path(article) is not None for article in file.articles)
    }


def distinct(found: Iterable[Article | Seen | KGraphError], errors: list[KGraphError]) -> Iterator[Article | Seen]:
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


def _extract_batch(
    articles: Sequence[Article], extracted: Extracted, settings: Settings, source: LexiconSource
) -> Iterator[KGraphError]:
    """Writes the extractions of a batch; yields an error for each article that took its process down, or whose graph breaks a shape."""
    if articles:
        source.lexicon()  # what is wrong with it is said once, before any process is started
    if settings.processes == 1 or len(articles) < 2:
        _extract_here(articles, extracted, settings, source)
    else:
        from kgraph.build.workers import run

        share = max(1, len(articles) // (settings.processes * 4))
        work = partial(_extract_here, extracted=extracted, settings=settings, source=source)
        for article in run(work, articles, processes=settings.processes, share=share):
            yield StoreError("the process that extracted this article died", article.origin)
    for article in articles:
        broken = extracted.looked_up(article).with_suffix(_BROKEN)
        if broken.is_file():
            yield ShapeError(broken.read_text("utf-8"), article.origin)
            broken.unlink()


def _extract_here(articles: Sequence[Article], extracted: Extracted, settings: Settings, source: LexiconSource) -> None:
    """Writes each article's extraction as soon as it is there, whole or not at all; or else why its graph is broken."""
    if not articles:
        return
    from kgraph.rdf import check_article

    words = source.lexicon()
    triggers = LookedUp(words.triggers)
    for extraction in extract_articles(articles, settings, replace(words, triggers=triggers)):
        looked_up = triggers.words()
        try:
            check_article(extraction, base_iri=settings.base_iri)
        except ShapeError as error:
            write_atomically(extracted.looked_up(extraction.article).with_suffix(_BROKEN), str(error).encode())
        else:
            extracted.keep(extraction, looked_up)


@cache
def _model(name: str) -> Language:
    from kgraph.language import load_model

    return load_model(name)
