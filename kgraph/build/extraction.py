"""From sources to extractions: what is read, what has to be extracted, and how it is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kgraph.build.declared import EXTRACTION, FILES, fingerprint
from kgraph.build.expected import Counting, Progress
from kgraph.build.extracted import Extracted, model_version
from kgraph.build.state import kept
from kgraph.collector import calm_collector, no_collector
from kgraph.disk import Folder, Reader
from kgraph.errors import DuplicateArticle, KGraphError, KGraphWarning
from kgraph.ingest import Reading, read_again
from kgraph.ingest.seen import Files, Seen, SeenFile
from kgraph.lexicon import Lexicon, LexiconSource
from kgraph.model import Article, Extraction
from kgraph.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language


class _FilesRead(msgspec.Struct, frozen=True):
    """The files that a build read, by their paths, and a hash of what it read them with.

    ``extracted`` are the names of extractions by those of their articles (kgraph.build.extracted), by a version of the lexicon.
    """

    reader: str
    files: dict[str, SeenFile]
    lexicon: str
    extracted: dict[str, str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of a build: the files of their extractions, sorted, and those of the words that were looked up for them.

    ``errors`` are those of articles that failed, ``warnings`` what was left out of the others.
    """

    files: tuple[str, ...]
    looked_up: tuple[str, ...]
    extracted: int
    errors: tuple[KGraphError, ...]
    warnings: tuple[KGraphWarning, ...]
    articles: Mapping[str, str]  # ids by where they were read


def extract_articles(
    articles: Iterable[Article], settings: Settings, words: Lexicon | None = None, *, everything: bool = False
) -> Iterator[Extraction]:
    """The extractions of articles, in their order, in this process; by default with the lexicon of the settings.

    ``everything``: also the reports that no reader wants (kgraph.extract.extract).

    Raises whatever an article makes the language model or our own code raise: ``extract_each`` and a build survive that.
    """
    with no_collector():
        # spaCy takes half a second to import; a build that finds everything done need not wait for it.
        from kgraph.extract import extract
        from kgraph.extract.worth import sure_enough
        from kgraph.language import parse

        words = (
            words or LexiconSource.of(settings.lexicon).lexicon()
        )  # before the model: who reads its files for spaCy turns the collector on again
        model = load(settings.model)
    with calm_collector():
        for article, doc in parse(articles, model):
            found = extract(article, doc, words, everything=everything, verify=settings.verify)
            yield found if everything else sure_enough(found, settings.least_confidence)


def extract_each(
    articles: Iterable[Article], settings: Settings, *, everything: bool = False
) -> Iterator[Extraction | KGraphError]:
    """The extraction of each article, in order, or why it failed; before it, a warning for each statement that is left out of it.

    ``everything``: also the reports that no reader wants (kgraph.extract.extract).

    They are made in processes of their own, as a build makes them, and each is there as soon as it is made. No article raises an
    error; raised is what keeps all from being extracted: ModelError, NoWorker.
    """
    from kgraph.build.worker import Task
    from kgraph.build.workers import run

    for _, outcome in run(Task(settings, everything=everything), articles):
        yield from outcome.warnings
        found = outcome.extraction or outcome.error
        assert found is not None, "an outcome has an extraction or an error"
        yield found


def extract_all(
    sources: Sequence[str | Path], folder: Folder, settings: Settings, source: LexiconSource, tell: Progress
) -> Corpus:
    """The corpus, after everything that was not extracted before has been.

    Raises what keeps all articles from being extracted: ModelError, NoWorker, OSError.
    """
    extracted, before = read_before(folder, settings, source)
    files = Files(before, lambda article: extracted.path(article) is not None)
    messages: list[KGraphError] = []
    found: list[Seen] = []
    items = distinct(read_again(sources, files, Reading.of(settings)), messages)
    counting = Counting(tell, sources)
    count, failed = extract_missing(_noted(items, found, counting), extracted, folder, settings, source, counting)
    articles = {article: path for article in found if (path := extracted.path(article)) is not None}
    read = _FilesRead(_reader(settings), files.now, source.version, extracted.names(articles))
    folder.write(FILES, msgspec.json.encode(read))
    messages += failed
    return Corpus(
        tuple(sorted(articles.values())),
        tuple(map(extracted.looked_up, articles)),
        count,
        tuple(message for message in messages if not isinstance(message, KGraphWarning)),
        tuple(message for message in messages if isinstance(message, KGraphWarning)),
        {article.origin: article.id for article in articles},
    )


def _noted(items: Iterable[Article | Seen], found: list[Seen], counting: Counting) -> Iterator[Article | Seen]:
    """The same, with a note of each but for its text."""
    for item in items:
        found.append(Seen.of(item))
        counting.read()
        yield item


def extract_missing(
    items: Iterable[Article | Seen],
    extracted: Extracted,
    folder: Folder,
    settings: Settings,
    source: LexiconSource,
    counting: Counting | None = None,
) -> tuple[int, list[KGraphError]]:
    """How many articles were extracted that had not been, and what is to be said of them."""
    from kgraph.build.worker import Task
    from kgraph.build.workers import run

    count = 0
    messages: list[KGraphError] = []
    counting = counting or Counting(_silent, ())
    missing = _missing(items, extracted, counting)
    # The graph needs the lexicon too: it is read here while the processes start, which takes them longer.
    for _, outcome in run(Task(settings, folder.root), missing, meanwhile=partial(_read_for_good, source)):
        counting.extracted()
        count += outcome.error is None
        messages += outcome.warnings
        if outcome.error is not None:
            messages.append(outcome.error)
    return count, messages


def _missing(items: Iterable[Article | Seen], extracted: Extracted, counting: Counting) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article) and extracted.path(item) is None:
            counting.begin()
            yield item
        else:
            counting.was_there()


def _silent(_stage: str, _done: int, _total: int | None) -> None:
    """Tells nobody."""


@cache
def _read_for_good(source: LexiconSource) -> None:
    """Reads the lexicon, which stays as long as the process: the collector need not search its many parts for garbage."""
    with no_collector():
        source.lexicon()
        gc.freeze()


def read_before(folder: Reader, settings: Settings, source: LexiconSource) -> tuple[Extracted, Mapping[str, SeenFile]]:
    """The extractions in a folder, and the files that the last build read in the same way."""
    last = kept(folder, FILES, _FilesRead)
    if last is None:
        return Extracted(folder, settings, source, {}), {}
    extracted = Extracted(folder, settings, source, last.extracted if last.lexicon == source.version else {})
    return extracted, last.files if last.reader == _reader(settings) else {}


def _reader(settings: Settings) -> str:
    """A hash of what files are read with."""
    return fingerprint([EXTRACTION], [repr(Reading.of(settings)), model_version("trafilatura")])


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


@cache
def load(name: str) -> Language:
    """The language model of this name, once for each process. Raises ModelError."""
    from kgraph.language import load_model

    return load_model(name)
