"""Which report and which chain of an older build is which of a newer one.

Both are numbered in their article. An article that both builds have read by the same code and data has the same extraction, and the numbers
hold. Where it was extracted again by other code, what stands at the same characters is the same; where the article was rewritten, what
has the same words is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from kgraph.compare.reading import Build
from kgraph.model import Chain, ChainRef, Extraction, Mention, Report, ReportRef, Span

_Part = TypeVar("_Part", Report, Chain)
_Ref = TypeVar("_Ref", ReportRef, ChainRef)


class Alignment(NamedTuple):
    """How the parts of articles are numbered in the newer build; ``None`` stands for "as before"."""

    articles: Mapping[str, str]
    reports: Mapping[str, Mapping[int, int]]
    chains: Mapping[str, Mapping[int, int]]

    def report(self, ref: ReportRef) -> ReportRef | None:
        """A report of the older build as the newer one numbers it; None if its article or the report is gone."""
        return _renumbered(ref, self.articles, self.reports, ReportRef)

    def chain(self, ref: ChainRef) -> ChainRef | None:
        """The same of a chain."""
        return _renumbered(ref, self.articles, self.chains, ChainRef)


def align(old: Build, new: Build) -> Alignment:
    """The alignment of two builds; the extractions of articles that were extracted again are read, one article at a time."""
    articles = {article: article for article in old.stems.keys() & new.stems.keys()} | rewritten(old, new)
    reports: dict[str, Mapping[int, int]] = {}
    chains: dict[str, Mapping[int, int]] = {}
    for before, after in sorted(articles.items()):
        if before == after and old.stems[before] == new.stems[after]:
            continue
        reports[before], chains[before] = _numbers(old.extraction(before), new.extraction(after), again=before == after)
    return Alignment(articles, reports, chains)


def _numbers(old: Extraction, new: Extraction, *, again: bool) -> tuple[dict[int, int], dict[int, int]]:
    """The reports and the chains of an article that was extracted ``again``, or else rewritten."""
    place = _at if again else _in_words

    def report(one: Report, of: Extraction) -> Hashable:
        return (one.type, place(one.trigger, of))

    def chain(one: Chain, of: Extraction) -> Hashable:
        return _chain(one, of, place)

    return _paired((old.reports, old), (new.reports, new), report), _paired((old.chains, old), (new.chains, new), chain)


def rewritten(old: Build, new: Build) -> dict[str, str]:
    """The articles that stand in the same place with another text or other metadata: the old id and the new one."""
    places = {origin: article for article, origin in new.origins.items() if article not in old.stems and article in new.stems}
    return {
        article: places[origin]
        for article, origin in sorted(old.origins.items())
        if article in old.stems and article not in new.stems and origin in places
    }


def _renumbered(
    ref: _Ref, articles: Mapping[str, str], numbers: Mapping[str, Mapping[int, int]], kind: Callable[[str, int], _Ref]
) -> _Ref | None:
    article = articles.get(ref[0])
    if article is None:
        return None
    if ref[0] not in numbers:
        return kind(article, ref[1])
    number = numbers[ref[0]].get(ref[1])
    return None if number is None else kind(article, number)


def _at(span: Span, _: Extraction) -> Hashable:
    return span.start


def _in_words(span: Span, extraction: Extraction) -> Hashable:
    """The words with those around them, as a sentence may stand twice."""
    text = extraction.article.text
    return " ".join(text[max(span.start - 40, 0) : span.end + 40].split())


def _chain(chain: Chain, extraction: Extraction, place: Callable[[Span, Extraction], Hashable]) -> Hashable:
    """A named chain by its name, others by their first mention."""
    if chain.named:
        return (chain.name, chain.type)
    first = min((mention for mention in extraction.mentions if mention.chain == chain.id), key=_start, default=None)
    return (chain.type, place(first.span, extraction)) if first else None


def _start(mention: Mention) -> int:
    return mention.span.start


def _paired(
    before: tuple[Iterable[_Part], Extraction],
    after: tuple[Iterable[_Part], Extraction],
    key: Callable[[_Part, Extraction], Hashable],
) -> dict[int, int]:
    """The parts with equal keys: the first with the first, the second with the second."""
    places = _numbered(*after, key)
    return {number: places[told] for told, number in _numbered(*before, key).items() if told in places}


def _numbered(parts: Iterable[_Part], of: Extraction, key: Callable[[_Part, Extraction], Hashable]) -> dict[Hashable, int]:
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, int] = {}
    for part in parts:
        told = key(part, of)
        found[told, seen[told]] = part.id
        seen[told] += 1
    return found
