"""Articles with all that is claimed of them, read and extracted once and kept in a folder, so that a second draw takes seconds.

The folder holds extractions as a build's folder does, each named by a hash of the code, data and words of the lexicon that bear on it, and
files of claims (``claims-*.msgpack``). Both can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from benchmarks.accuracy.run import digest
from benchmarks.truth import claims as claims_module
from benchmarks.truth.claims import Claim, Offsets, claims, kind_of
from benchmarks.truth.senses import parts_of_speech
from kgraph.build import extract_articles, read_extraction
from kgraph.build.extracted import Extracted, model_version
from kgraph.build.folder import EXTRACTING, EXTRACTIONS, LOOKED_UP, fingerprint, kept, read_evidence, write_atomically
from kgraph.build.workers import run
from kgraph.errors import KGraphError
from kgraph.ingest import read
from kgraph.model import Article, Extraction, Report, Resolution
from kgraph.ontology import LookedUp, lexicon, lexicon_version
from kgraph.resolve import resolve_evidence
from kgraph.resolve.evidence import gather
from kgraph.settings import Settings

_SHARE = 16
"""How many articles a process extracts before it fetches more; each share loads the language model anew."""
_BEGINS_BROKEN = re.compile(r"\s*[“\"'‘]?\s*([a-z]|[,.;:!?)\]%’])")
"""A paragraph that has lost its first letters begins with a small letter or with a mark that ends something."""


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A claim with its kind, the part of speech of its entry and its sentence; ``whole``: its paragraph has not lost its first letters."""

    claim: Claim
    kind: str
    pos: str
    sentence: Offsets
    whole: bool


class Page(msgspec.Struct, frozen=True, array_like=True):
    """An article and what is claimed of it; ``day`` is an ISO date or empty."""

    id: str
    file: str
    record: str
    title: str
    day: str
    text: str
    claims: tuple[Made, ...]

    @property
    def digest(self) -> str:
        """A short hash of the text: as long as it is equal, so are all offsets."""
        return text_digest(self.text)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where articles come from, where what is made of them is kept, and with how many processes."""

    sources: tuple[Path, ...]
    cache: Path
    processes: int = 1

    def pages(self, wanted: Callable[[Article], bool] | None = None, name: str = "all") -> list[Page]:
        """The articles, or those that are wanted, sorted by id; ``name`` tells one choice of articles from another."""
        path = self.cache / f"claims-{self._fingerprint(name)}.msgpack"
        pages = kept(path, list[Page])
        if pages is None:
            pages = list(self._made(wanted))
            write_atomically(path, msgspec.msgpack.encode(pages))
        return pages

    def extractions(self, wanted: Callable[[Article], bool] | None = None) -> list[Path]:
        """The files of the extractions of the articles, or of those that are wanted."""
        articles = [article for article in distinct(self.sources) if wanted is None or wanted(article)]
        return extract_missing(articles, self.cache, Settings(processes=self.processes))

    def resolution(self) -> Resolution:
        """Who is who and which reports tell of one event, over all articles."""
        evidence = gather(map(read_evidence, self.extractions()))
        return resolve_evidence(evidence, lexicon()).resolution

    def _made(self, wanted: Callable[[Article], bool] | None) -> Iterator[Page]:
        return (page_of(read_extraction(path)) for path in self.extractions(wanted))

    def _fingerprint(self, name: str) -> str:
        own = Path(claims_module.__file__).read_bytes() + Path(__file__).read_bytes()
        code = hashlib.sha256(own).hexdigest()
        model = Settings().model
        inputs = [name, code, lexicon_version(), model_version(model), *map(digest, self.sources)]
        return fingerprint(EXTRACTING, inputs)


def distinct(sources: Sequence[Path]) -> list[Article]:
    """The articles of files and folders, sorted by id; what is no article, or is there already, is left out."""
    found = (item for item in read(sources) if not isinstance(item, KGraphError))
    articles: dict[str, Article] = {}
    for article in found:
        articles.setdefault(article.id, article)
    return [articles[key] for key in sorted(articles)]


def extract_missing(articles: Sequence[Article], cache: Path, settings: Settings) -> list[Path]:
    """The files of the extractions of articles, in their order, after those that were missing have been made."""
    for name in (EXTRACTIONS, LOOKED_UP):
        (cache / name).mkdir(parents=True, exist_ok=True)
    extracted = Extracted(cache, settings, {})
    missing = [article for article in articles if extracted.path(article) is None]
    work = partial(_extract, cache=cache, settings=settings)
    if settings.processes == 1:
        work(missing)
    else:
        share = max(_SHARE, len(missing) // (4 * settings.processes))
        for article in run(work, missing, processes=settings.processes, share=share):
            raise RuntimeError(f"{article.origin}: the process that extracted this article died")
    return [path for article in articles if (path := extracted.path(article)) is not None]


def page_of(extraction: Extraction) -> Page:
    """An article's extraction as a page with its claims."""
    article = extraction.article
    made = list(claims(extraction))
    poses = parts_of_speech([(claim, article.text, (r.sentence.start, r.sentence.end)) for r, claim in made])
    whole = _whole_paragraphs(article)
    return Page(
        id=article.id,
        file=article.file,
        record=article.record,
        title=article.title,
        day=article.day.isoformat() if article.day is not None else "",
        text=article.text,
        claims=tuple(_made(*item, pos, whole) for item, pos in zip(made, poses, strict=True)),
    )


def text_digest(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _made(report: Report, claim: Claim, pos: str, whole: Callable[[Report], bool]) -> Made:
    return Made(claim, kind_of(claim, lexicon()), pos, (report.sentence.start, report.sentence.end), whole(report))


def _whole_paragraphs(article: Article) -> Callable[[Report], bool]:
    """Tells of a report whether its paragraph begins with a whole word."""
    broken = [block.span for block in article.blocks if _BEGINS_BROKEN.match(block.span.of(article.text))]
    return lambda report: not any(span.overlaps(report.sentence) for span in broken)


def _extract(articles: Sequence[Article], cache: Path, settings: Settings) -> None:
    triggers = LookedUp(lexicon().triggers)
    extracted = Extracted(cache, settings, {})
    for extraction in extract_articles(articles, settings, replace(lexicon(), triggers=triggers)):
        extracted.keep(extraction, triggers.words())
