"""What a report claims, as the verifier sees it and as a judge reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kgraph.lexicon import Lexicon
from kgraph.model import PLAIN_EVENT, Chain, Extraction, Interval, Participant, Report

UNNAMED = "?"
"""The source of what somebody says who is not named."""
_NAME_WORDS = 6

Day = str | None
Time = tuple[Day, Day, str]
"""First and last day as ISO dates, None for an open end, and whether the time is stated or inferred."""


class Side(NamedTuple):
    """Who fills a role: the characters of the words, and the name and type of the entity behind them, None where there is none."""

    role: str
    start: int
    end: int
    name: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed at one place of an article.

    ``lineage`` is the event type with those above it; ``coded`` whether it has a PLOVER root; ``trigger`` the offsets of its word.
    ``source`` is who says so, UNNAMED for somebody, None for the article itself.
    """

    lineage: tuple[str, ...]
    coded: bool
    lemma: str
    trigger: tuple[int, int]
    polarity: str
    modality: str
    source: str | None
    time: Time | None
    sides: tuple[Side, ...]

    @property
    def type(self) -> str:
        """The event type."""
        return self.lineage[0]

    @property
    def kind(self) -> str:
        """The broadest division of claims: "plain", "statement", "coded" or "everyday"."""
        if self.type == PLAIN_EVENT:
            return "plain"
        if "Statement" in self.lineage:
            return "statement"
        return "coded" if self.coded else "everyday"


def claim_of(report: Report, extraction: Extraction, lexicon: Lexicon) -> Claim:
    """What a report claims."""
    lineage, coded = lineage_of(report.type, lexicon)
    return Claim(
        lineage=lineage,
        coded=coded,
        lemma=report.lemma,
        trigger=(report.trigger.start, report.trigger.end),
        polarity=report.polarity.value,
        modality=report.modality.value,
        source=_source(report, extraction),
        time=time_of(report.time),
        sides=tuple(_side(participant, extraction.chains) for participant in report.participants),
    )


def lineage_of(type_name: str, lexicon: Lexicon) -> tuple[tuple[str, ...], bool]:
    """An event type with those above it, and whether it has a PLOVER root; a type that the lexicon does not have counts as plain."""
    kind = lexicon.types.get(type_name)
    return (kind.lineage, bool(kind.plover)) if kind is not None else ((PLAIN_EVENT,), False)


def _source(report: Report, extraction: Extraction) -> str | None:
    """The name of who says so, or the words where these are nobody that kgraph knows; UNNAMED for "it was reported"."""
    if report.attribution is None:
        return None
    attribution = extraction.attributions[report.attribution]
    if attribution.chain is not None:
        return shortened(extraction.chains[attribution.chain].name)
    return shortened(attribution.source.of(extraction.article.text)) if attribution.source is not None else UNNAMED


def time_of(interval: Interval | None) -> Time | None:
    """The first and last day of an interval, and its basis."""
    if interval is None:
        return None
    begin, end = (day.isoformat() if day is not None else None for day in (interval.begin, interval.end))
    return begin, end, interval.basis.value


def shortened(words: str) -> str:
    """A name without what follows its sixth word: enough to compare, and no passage of an article."""
    first = words.split()[:_NAME_WORDS]
    return words if len(words.split()) <= _NAME_WORDS else f"{' '.join(first)} …"


def _side(participant: Participant, chains: tuple[Chain, ...]) -> Side:
    span = participant.span
    if participant.chain is None:
        return Side(participant.role, span.start, span.end)
    chain = chains[participant.chain]
    return Side(participant.role, span.start, span.end, shortened(chain.name), chain.type)
