"""Why reports are one event: for each the rule, the report that it met, what the two share, and its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.invisible import visible
from kgraph.model import Entity, Event, Extraction, Report, ReportMerge, ReportRef, Resolution
from kgraph.outgoing import counted, printable
from kgraph.resolve.explain import folded
from kgraph.resolve.reasons import COREFERENCE, FIRST, RULES
from kgraph.resolve.words import shared_words

_MOST_WORDS = 8
"""Of the words that two sentences share, how many are named."""


@dataclass(frozen=True, slots=True)
class Account:
    """Why one report is part of an event.

    ``met`` is the report that it met, as its word and its article, ``shared`` are the names of the entities that take part in both and
    ``words`` what both sentences say, the rarest first. The sentence is given as what stands before the report's word, the word, and what
    stands behind it.
    """

    article: str
    day: str
    rule: str
    met: str
    shared: tuple[str, ...]
    words: tuple[str, ...]
    before: str
    word: str
    after: str


def event_with_id(resolution: Resolution, identifier: str) -> list[Event]:
    """The event with an id; empty where there is none."""
    return [event for event in resolution.events if event.id == identifier]


def events_labelled(resolution: Resolution, label: str) -> list[Event]:
    """The events with a label, whatever its letters' case."""
    return [event for event in resolution.events if event.label.casefold() == label.casefold()]


def explain_event(event: Event, entities: Iterable[Entity], extractions: Iterable[Extraction]) -> list[Account]:
    """Why each report is part of an event, in the order of the reasons: a report comes behind that which it met.

    ``extractions`` are those of the event's articles at least.
    """
    names = {entity.id: entity.name for entity in entities}
    found = {extraction.article.id: extraction for extraction in extractions}
    merges = event.merges or tuple(ReportMerge(ref, FIRST) for ref in event.reports[:1])
    return [account_of(merge, names, found) for merge in in_turn(merges)]


def render_event(event: Event, accounts: Sequence[Account]) -> str:
    """The accounts as text."""
    articles = len({ref.article for ref in event.reports})
    head = f"{event.id}: {event.label} ({event.type}), {counted(len(event.reports), 'report')} in {counted(articles, 'article')}"
    lines = [head, f"  {event.factuality.value}"]
    if event.theme:
        lines.append("  A theme: many articles write about it, and nothing says that it is one event.")
    for account in accounts:
        lines += ["", *_lines(account)]
    return "".join(f"{printable(line)}\n" for line in lines)


def in_turn(merges: Sequence[ReportMerge]) -> Iterator[ReportMerge]:
    """The reasons, each behind that of the report that was met."""
    met_by: dict[ReportRef | None, list[ReportMerge]] = {}
    for merge in merges:
        met_by.setdefault(merge.met, []).append(merge)
    left = met_by.get(None, [])[::-1]
    while left:
        merge = left.pop()
        yield merge
        left += met_by.get(merge.report, [])[::-1]


def account_of(merge: ReportMerge, names: Mapping[str, str], found: Mapping[str, Extraction]) -> Account:
    """One reason; ``names`` are those of entities by their ids, ``found`` the extractions of both articles by the articles' ids."""
    extraction, report = _report(merge.report, found)
    text, sentence = extraction.article.text, report.sentence
    shared = tuple(names.get(identifier, identifier) for identifier in merge.shared)
    day = extraction.article.day_at(report.trigger.start)
    return Account(
        article=extraction.article.key or extraction.article.id,
        day=day.isoformat() if day is not None else "",
        rule=merge.rule,
        met=_met(merge, found),
        shared=shared,
        words=tuple(_both_say(merge, shared, found)),
        before=folded(text[sentence.start : report.trigger.start]),
        word=folded(report.trigger.of(text)),
        after=folded(text[report.trigger.end : sentence.end]),
    )


def _met(merge: ReportMerge, found: Mapping[str, Extraction]) -> str:
    if merge.met is None:
        return ""
    extraction, report = _report(merge.met, found)
    return f"[{folded(report.trigger.of(extraction.article.text))}] in {extraction.article.key or extraction.article.id}"


def _both_say(merge: ReportMerge, names: Iterable[str], found: Mapping[str, Extraction]) -> list[str]:
    """The rarer words of both sentences, without the words of the reports themselves and the names of those whom both have."""
    if merge.met is None or merge.rule == COREFERENCE:
        return []
    both = [_report(ref, found) for ref in (merge.report, merge.met)]
    own, other = (visible(report.sentence.of(extraction.article.text)) for extraction, report in both)
    but = {word for extraction, report in both for word in visible(report.trigger.of(extraction.article.text)).split()}
    but |= {word for name in names for word in name.split()}
    return shared_words(own, other, but=but)[:_MOST_WORDS]


def _report(ref: ReportRef, found: Mapping[str, Extraction]) -> tuple[Extraction, Report]:
    extraction = found[ref.article]
    return extraction, extraction.reports[ref.report]


def _lines(account: Account) -> Iterator[str]:
    yield f"{account.article}{f', {account.day}' if account.day else ''}"
    met = f" It met: {account.met}." if account.met else ""
    yield f"  {account.rule}: {RULES.get(account.rule, account.rule)}{met}"
    if account.shared:
        yield f"    both have: {'; '.join(account.shared)}"
    if account.words:
        yield f"    both say: {', '.join(account.words)}"
    yield f"      {account.before.lstrip()}[{account.word}]{account.after.rstrip()}"
