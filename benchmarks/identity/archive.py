"""The articles of a build's folder, as far as the identity of events and entities is judged on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.judging.articles import Library, Offsets, Readable, fields_of
from kgraph.build.declared import EXTRACTIONS
from kgraph.build.folder import read_extraction
from kgraph.disk import Reader
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Extraction, MentionKind, Resolution
from kgraph.resolve import resolve_evidence
from kgraph.resolve.evidence import ArticleEvidence, evidence_of, gather


class Told(NamedTuple):
    """A report of an article: its type, the offsets of its word and of its sentence, and the earlier report that it repeats."""

    type: str
    trigger: Offsets
    sentence: Offsets
    same_as: int | None


class Paper(Readable, frozen=True, array_like=True):
    """An article with its reports by their ids, and the first name of each named chain."""

    reports: tuple[Told, ...]
    names: Mapping[int, Offsets]


@dataclass(frozen=True)
class Archive:
    """The articles of a build by their ids, and what resolution needs of each."""

    papers: Mapping[str, Paper]
    evidence: tuple[ArticleEvidence, ...]

    @classmethod
    def of(cls, build: Path, wanted: Callable[[Extraction], bool] | None = None) -> Archive:
        """The articles in a folder that ``kgraph build`` wrote, or those that are wanted. Its graph is not read."""
        papers: dict[str, Paper] = {}
        evidence: list[ArticleEvidence] = []
        for extraction in extractions(build):
            if wanted is None or wanted(extraction):
                papers[extraction.article.id] = paper_of(extraction)
                evidence.append(evidence_of(extraction))
        return cls(papers, tuple(evidence))

    @cached_property
    def resolution(self) -> Resolution:
        """Who is who and which reports tell of one event, by the code of today."""
        return resolve_evidence(gather(self.evidence), shipped_lexicon()).resolution

    def named(self, article: str, file: str, record: str) -> Paper | None:
        """The article with this id; of one that reads differently today, the one that its source calls so."""
        return self._library.find(article, file, record)

    @cached_property
    def _library(self) -> Library[Paper]:
        return Library(self.papers.values())


def extractions(build: Path) -> Iterator[Extraction]:
    """All extractions in a build's folder, in the order of their files."""
    files = Reader(build)
    for name in sorted(files.names(f"{EXTRACTIONS}/")):
        if name.endswith(".json"):
            yield read_extraction(files, name)


def paper_of(extraction: Extraction) -> Paper:
    """An article as it is judged."""
    return Paper(
        *fields_of(extraction.article),
        reports=tuple(
            Told(r.type, (r.trigger.start, r.trigger.end), (r.sentence.start, r.sentence.end), r.same_as)
            for r in extraction.reports
        ),
        names=_first_names(extraction),
    )


def _first_names(extraction: Extraction) -> Mapping[int, Offsets]:
    found: dict[int, Offsets] = {}
    for mention in sorted(extraction.mentions, key=lambda mention: mention.span):
        if mention.kind is MentionKind.NAME:
            found.setdefault(mention.chain, (mention.span.start, mention.span.end))
    return found
