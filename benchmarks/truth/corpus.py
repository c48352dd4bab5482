"""Articles with all that is claimed of them, read and extracted once and kept in a folder, so that a second draw takes seconds.

The folder holds parses (``parses-*/``), files of claims (``claims-*.msgpack``), and extractions as a build's folder does, each named by a
hash of the code and data that bear on it. All can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import msgspec

from benchmarks.accuracy.run import digest
from benchmarks.judging import articles
from benchmarks.judging.articles import Offsets, Readable, fields_of
from benchmarks.truth import claims as claims_module
from benchmarks.truth.claims import Claim, claims, kind_of
from benchmarks.truth.parsed import Parses
from benchmarks.truth.senses import part_of_speech
from kgraph.build.declared import EXTRACTION, fingerprint
from kgraph.build.extracted import Extracted, model_version
from kgraph.build.extraction import extract_missing
from kgraph.build.folder import keep_evidence, read_evidence, read_extraction
from kgraph.build.state import kept
from kgraph.disk import Folder, opened
from kgraph.errors import KGraphError
from kgraph.extract import extract
from kgraph.ingest import read
from kgraph.lexicon import Lexicon, LexiconSource, shipped_lexicon
from kgraph.model import Article, Extraction, MentionKind, Report, Resolution
from kgraph.resolve import resolve_evidence
from kgraph.resolve.evidence import gather
from kgraph.settings import Settings
from kgraph.syntax.tree import Doc

_BATCH = 16  # articles that a process is given at once
_BEGINS_BROKEN = re.compile(r"\s*[“\"'‘]?\s*([a-z]|[,.;:!?)\]%’])")
"""A paragraph that has lost its first letters begins with a small letter or with a mark that ends something."""


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A claim with its kind, the part of speech of its entry, its sentence and how sure the program is of it.

    ``whole``: its paragraph has not lost its first letters.
    """

    claim: Claim
    kind: str
    pos: str
    sentence: Offsets
    whole: bool
    confidence: float = 1.0


class Page(Readable, frozen=True, array_like=True):
    """An article and what is claimed of it.

    ``meant`` are the offsets of the pronouns and descriptions that stand for a name, with that name.
    """

    claims: tuple[Made, ...]
    meant: tuple[tuple[int, int, str], ...] = ()

    def at_least(self, confidence: float) -> Page:
        """The same with only the claims that have this confidence."""
        return msgspec.structs.replace(self, claims=tuple(made for made in self.claims if made.confidence >= confidence))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where articles come from, where what is made of them is kept, and with how many processes."""

    sources: tuple[Path, ...]
    cache: Path
    processes: int = 1

    def pages(self, wanted: Callable[[Article], bool] | None = None, name: str = "all") -> list[Page]:
        """The articles, or those that are wanted, sorted by id; ``name`` tells one choice of articles from another."""
        file = f"claims-{self._fingerprint(name)}.msgpack"
        with opened(self.cache, among=True) as folder:
            pages = kept(folder, file, list[Page])
            if pages is None:
                pages = sorted(self._read(wanted), key=lambda page: page.id)
                folder.write(file, msgspec.msgpack.encode(pages))
        return pages

    def _read(self, wanted: Callable[[Article], bool] | None) -> Iterator[Page]:
        articles = [article for article in distinct(self.sources) if wanted is None or wanted(article)]
        batches = [articles[start : start + _BATCH] for start in range(0, len(articles), _BATCH)]
        parses = Parses.below(self.cache)
        if self.processes == 1:
            return chain.from_iterable(_pages(parses, batch) for batch in batches)
        with ProcessPoolExecutor(self.processes) as pool:
            return chain.from_iterable(list(pool.map(_pages, repeat(parses), batches)))

    def extractions(self, wanted: Callable[[Article], bool] | None = None) -> Iterator[Extraction]:
        """The extractions of the articles, or of those that are wanted."""
        with opened(self.cache, among=True) as folder:
            yield from self._extracted(folder, wanted)

    def resolution(self) -> Resolution:
        """Who is who and which reports tell of one event, over all articles."""
        with opened(self.cache, among=True) as folder:
            names = self._names(folder, None)
            keep_evidence(folder, names)
            evidence = gather(read_evidence(folder, name) for name in names)
        return resolve_evidence(evidence, shipped_lexicon()).resolution

    def _extracted(self, folder: Folder, wanted: Callable[[Article], bool] | None) -> Iterator[Extraction]:
        return (read_extraction(folder, name) for name in self._names(folder, wanted))

    def _names(self, folder: Folder, wanted: Callable[[Article], bool] | None) -> list[str]:
        """The files of the extractions of articles, in their order, after those that were missing have been made."""
        articles = [article for article in distinct(self.sources) if wanted is None or wanted(article)]
        settings, source = Settings(processes=self.processes), LexiconSource.of()
        extracted = Extracted(folder, settings, source, {})
        _, failed = extract_missing(articles, extracted, folder, settings, source)
        for error in failed:
            print(error, file=sys.stderr)
        return [name for article in articles if (name := extracted.path(article)) is not None]

    def _fingerprint(self, name: str) -> str:
        own = (articles.__file__, claims_module.__file__, __file__)
        code = hashlib.sha256(b"".join(Path(file).read_bytes() for file in own)).hexdigest()
        model = Settings().model
        inputs = [name, code, LexiconSource.of().version, model_version(model), *map(digest, self.sources)]
        return fingerprint([EXTRACTION], inputs)


def distinct(sources: Sequence[Path]) -> list[Article]:
    """The articles of files and folders, sorted by id; what is no article, or is there already, is left out."""
    found = (item for item in read(sources) if not isinstance(item, KGraphError))
    articles: dict[str, Article] = {}
    for article in found:
        articles.setdefault(article.id, article)
    return [articles[key] for key in sorted(articles)]


def _pages(parses: Parses, articles: Sequence[Article]) -> list[Page]:
    lexicon = shipped_lexicon()
    return [_page(extract(article, doc, lexicon), doc, lexicon) for article, doc in parses.docs(articles)]


def _page(extraction: Extraction, doc: Doc, lexicon: Lexicon) -> Page:
    """An article's extraction as a page with its claims."""
    whole = _whole_paragraphs(extraction.article)
    return Page(
        *fields_of(extraction.article),
        claims=tuple(_made(report, claim, doc, lexicon, whole(report)) for report, claim in claims(extraction, lexicon)),
        meant=tuple(_meant(extraction)),
    )


def _meant(extraction: Extraction) -> Iterator[tuple[int, int, str]]:
    """Pronouns and descriptions of an article that stand for a name."""
    for mention in extraction.mentions:
        chain = extraction.chains[mention.chain]
        if chain.named and mention.kind is not MentionKind.NAME:
            yield mention.span.start, mention.span.end, chain.name


def _made(report: Report, claim: Claim, doc: Doc, lexicon: Lexicon, whole: bool) -> Made:
    trigger = doc.token_at(claim.trigger[0])
    pos = part_of_speech(claim, trigger.tag_ if trigger is not None else "")
    sentence = (report.sentence.start, report.sentence.end)
    return Made(claim, kind_of(claim, lexicon), pos, sentence, whole, report.confidence)


def _whole_paragraphs(article: Article) -> Callable[[Report], bool]:
    """Tells of a report whether its paragraph begins with a whole word."""
    broken = [block.span for block in article.blocks if _BEGINS_BROKEN.match(block.span.of(article.text))]
    return lambda report: not any(span.overlaps(report.sentence) for span in broken)
