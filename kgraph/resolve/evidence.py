"""What resolution keeps of an extraction: names and event keys, never text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kgraph.model import Chain, ChainRef, Extraction, Interval, Report, ReportRef, TimeBasis


@dataclass(frozen=True, slots=True)
class ChainEvidence:
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


@dataclass(frozen=True, slots=True)
class ReportEvidence:
    """A report with the day of its article and the words of its trigger."""

    ref: ReportRef
    report: Report
    day: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All chains and reports, sorted by article and number."""

    chains: tuple[ChainEvidence, ...]
    reports: tuple[ReportEvidence, ...]


def gather(extractions: Iterable[Extraction]) -> Evidence:
    """The evidence of all extractions; each is let go before the next is read."""
    chains: list[ChainEvidence] = []
    reports: list[ReportEvidence] = []
    for extraction in extractions:
        chains.extend(_chains(extraction))
        reports.extend(_reports(extraction))
    return Evidence(tuple(sorted(chains, key=lambda c: c.ref)), tuple(sorted(reports, key=lambda r: r.ref)))


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
            takes_part=chain.id in taking_part,
            day=article.day,
            key=article.key,
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
    for report in extraction.reports:
        yield ReportEvidence(ReportRef(article.id, report.id), report, article.day, report.trigger.of(article.text))
