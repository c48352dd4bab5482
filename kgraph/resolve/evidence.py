"""What resolution keeps of an extraction: names and event keys, never text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from kgraph.invisible import visible
from kgraph.model import (
    Article,
    Chain,
    ChainRef,
    Extraction,
    Interval,
    Mention,
    Modality,
    Polarity,
    QuoteKind,
    Report,
    ReportRef,
    Span,
    TimeBasis,
    day_of,
)
from kgraph.periods import narrower
from kgraph.resolve.agencies import agency_of
from kgraph.resolve.clauses import details, said
from kgraph.resolve.shingles import shingles_of
from kgraph.resolve.words import packed

NO_PERIODS: Mapping[str, Interval] = MappingProxyType({})


class ChainEvidence(msgspec.Struct, frozen=True):
    """A chain with how often it is mentioned, and whether it takes part in an event or makes a statement.

    ``day`` is its article's, ``key`` what the article's source calls it; ``times`` are what the text states of when the things
    happened that an unnamed chain takes part in.
    """

    ref: ChainRef
    chain: Chain
    mentions: int
    takes_part: bool
    day: date | None = None
    key: str = ""
    times: tuple[Interval, ...] = ()


class ReportEvidence(msgspec.Struct, frozen=True):
    """A report without its places in the text: the day of its article, the words of its trigger, and the chains that fill its roles.

    ``sentence`` tells its sentence from others of the article, ``near`` are the chains that are mentioned there, ``content`` are hashes of
    its content words (kgraph.resolve.words); ``headline`` is whether it is the article's title. ``period`` is between which days the
    article appeared, where its day is not known. ``said`` and ``details`` are what its label says beside the main sides
    (kgraph.resolve.clauses).
    """

    ref: ReportRef
    type: str
    lemma: str
    words: str
    day: date | None = None
    fillers: tuple[tuple[str, int], ...] = ()
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    future: bool = False
    time: Interval | None = None
    same_as: int | None = None
    within: int | None = None
    sentence: int = 0
    near: tuple[int, ...] = ()
    headline: bool = False
    confidence: float = 1.0
    content: bytes = b""
    period: Interval | None = None
    said: str = ""
    details: str = ""


class TextEvidence(msgspec.Struct, frozen=True):
    """What tells whether an article has the text of another: shingles of its prose (kgraph.resolve.shingles), and the news agency that it
    credits, "" where it credits none; with its day, and the last day on which it can have appeared."""

    id: str
    day: date | None = None
    last: date | None = None
    shingles: bytes = b""
    agency: str = ""


class ArticleEvidence(msgspec.Struct, frozen=True):
    """What resolution keeps of one article: the chains that can be entities, the reports, and what is left of its text."""

    id: str
    title: str
    chains: tuple[ChainEvidence, ...]
    reports: tuple[ReportEvidence, ...]
    text: TextEvidence = TextEvidence("")


class Evidence(msgspec.Struct, frozen=True):
    """The evidence of all articles, sorted by article and number."""

    chains: tuple[ChainEvidence, ...]
    reports: tuple[ReportEvidence, ...]
    texts: tuple[TextEvidence, ...] = ()


def gather(articles: Iterable[ArticleEvidence], periods: Mapping[str, Interval] = NO_PERIODS) -> Evidence:
    """The evidence of all articles together, each article's once: of several with one id, always the same, whatever their order.

    ``periods`` are between which days articles appeared, by their ids, as far as somebody knows; they bear on articles without a day.
    """
    by_id: dict[str, ArticleEvidence] = {}
    for article in articles:
        other = by_id.setdefault(article.id, article)
        if other != article:
            by_id[article.id] = min(other, article, key=msgspec.json.encode)
    found = sorted(by_id.values(), key=lambda article: article.id)
    return Evidence(
        tuple(chain for article in found for chain in article.chains),
        tuple(report for article in found for report in _dated(article.reports, periods.get(article.id))),
        tuple(article.text for article in found if article.text.id),
    )


def _dated(reports: Iterable[ReportEvidence], period: Interval | None) -> Iterable[ReportEvidence]:
    """The reports of an article, with the period in which it appeared where its day is not known."""
    if period is None:
        return reports
    return [replace(item, period=narrower(item.period, period)) if item.day is None else item for item in reports]


def evidence_of(extraction: Extraction) -> ArticleEvidence:
    """The evidence of one article.

    Of its chains those that are named, and the unnamed ones that take part in an event.
    """
    article = extraction.article
    chains = tuple(item for item in _chains(extraction) if item.chain.named or item.takes_part)
    text = TextEvidence(article.id, article.day, _last_day(article), shingles_of(article), agency_of(article))
    return ArticleEvidence(article.id, article.title, chains, tuple(_reports(extraction)), text)


def _chains(extraction: Extraction) -> Iterable[ChainEvidence]:
    article = extraction.article
    counts: Counter[int] = Counter(mention.chain for mention in extraction.mentions)
    taking_part = {p.chain for r in extraction.reports for p in r.participants if p.role != "topic" and p.chain is not None}
    taking_part |= {attribution.chain for attribution in extraction.attributions if attribution.chain is not None}
    taking_part |= {member for chain in extraction.chains if chain.id in taking_part for member in chain.members}
    times = _times(extraction)
    for chain in extraction.chains:
        yield ChainEvidence(
            ref=ChainRef(article.id, chain.id),
            chain=chain,
            mentions=counts[chain.id],
            day=article.day,
            key=article.key,
            takes_part=chain.id in taking_part,
            times=() if chain.named else tuple(times.get(chain.id, ())),
        )


def _times(extraction: Extraction) -> dict[int, list[Interval]]:
    """The stated times of the reports that each chain takes part in."""
    times: dict[int, list[Interval]] = {}
    for report in extraction.reports:
        if report.time is not None and report.time.basis is TimeBasis.STATED:
            for participant in report.participants:
                if participant.chain is not None:
                    times.setdefault(participant.chain, []).append(report.time)
    return times


def _reports(extraction: Extraction) -> Iterable[ReportEvidence]:
    article = extraction.article
    mentions = _mentions(extraction)
    quoted = [span for item in extraction.attributions if item.kind is QuoteKind.DIRECT for span in item.content]
    near = {sentence: tuple(sorted({mention.chain for mention in found})) for sentence, found in mentions.items()}
    content = {sentence: packed(visible(sentence.of(article.text))) for sentence in mentions}
    for report in extraction.reports:
        day = article.day_at(report.trigger.start)
        what = said(report, article.text, quoted)
        yield ReportEvidence(
            ref=ReportRef(article.id, report.id),
            type=report.type,
            lemma=report.lemma,
            words=_words(report, article.text),
            day=day,
            fillers=tuple((part.role, part.chain) for part in report.participants if part.chain is not None),
            polarity=report.polarity,
            modality=report.modality,
            future=report.future,
            time=report.time,
            same_as=report.same_as,
            within=report.within,
            sentence=report.sentence.start,
            near=near[report.sentence],
            headline=article.is_headline(report.trigger),
            confidence=report.confidence,
            content=packed(_without_speaker(report, mentions, article.text)) if what else content[report.sentence],
            period=_period(article) if day is None else None,
            said=what,
            details=details(report, article.text),
        )


def _without_speaker(report: Report, mentions: Mapping[Span, Sequence[Mention]], text: str) -> str:
    """The sentence of a report without the words for whoever acts: a statement is not known by the titles of its speaker."""
    speakers = {part.chain for part in report.participants if part.role == "agent"}
    start, end, kept = report.sentence.start, report.sentence.end, []
    for mention in sorted(mentions[report.sentence], key=lambda one: one.span):
        if mention.chain in speakers:
            kept.append(text[start : max(start, mention.span.start)])
            start = max(start, mention.span.end)
    return visible(" ".join([*kept, text[start:end]]))


def _mentions(extraction: Extraction) -> dict[Span, list[Mention]]:
    """The mentions in each sentence with a report."""
    ordered = sorted({report.sentence for report in extraction.reports})
    found: dict[Span, list[Mention]] = {sentence: [] for sentence in ordered}
    starts = [sentence.start for sentence in ordered]
    for mention in extraction.mentions:
        place = bisect_right(starts, mention.span.start) - 1
        if place >= 0 and ordered[place].covers(mention.span):
            found[ordered[place]].append(mention)
    return found


def _period(article: Article) -> Interval | None:
    """Between which days a part of an article was written whose day is not known: of a live blog, between its first and its last post."""
    first, last = article.day, day_of(article.modified)
    if first is None or last is None:
        return article.appeared
    return Interval(first, max(first, last), "period", TimeBasis.INFERRED)


def _last_day(article: Article) -> date | None:
    return article.day or (article.appeared.end if article.appeared is not None else None)


def _words(report: Report, text: str) -> str:
    """The word of a report, with the particle and the preposition that are part of its lemma: "set up"."""
    return " ".join((visible(report.trigger.of(text)), *report.lemma.split(" ")[1:]))
