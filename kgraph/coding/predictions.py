"""Extractions in the JSON lines that annotation scorers read: spans, types and ids, one line an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kgraph.coding.plover import plover_root
from kgraph.coding.sides import coded
from kgraph.lexicon import Lexicon
from kgraph.model import ChainRef, Extraction, MentionKind, Participant, Report, ReportRef, Span


def predictions(extractions: Sequence[Extraction], events: Mapping[ReportRef, str], lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """One line an article; ``events`` says which event each report tells of, over all articles."""
    for extraction in extractions:
        yield prediction(extraction, lexicon, events)


def prediction(extraction: Extraction, lexicon: Lexicon, events: Mapping[ReportRef, str]) -> dict[str, Any]:
    """What an extraction says, as plain JSON values; ``events`` gives each report's event over all articles."""
    article = extraction.article
    return {
        "id": article.key,
        "mentions": [
            {
                **_span(mention.span),
                "entity": _entity(extraction, mention.chain),
                "type": mention.type,
                "kind": mention.kind.value,
            }
            for mention in extraction.mentions
        ],
        "entities": [
            {
                "id": _entity(extraction, chain.id),
                "name": chain.name,
                "type": chain.type,
                "wikidata": next((x.iri.rsplit("/", 1)[1] for x in chain.links if x.authority == "wikidata"), None),
            }
            for chain in extraction.chains
        ],
        "events": [_event(extraction, report, lexicon, events) for report in extraction.reports],
        "times": [{**_span(time.span), "type": time.type, "value": time.value} for time in extraction.times],
        "attributions": [
            {
                key: value
                for key, value in (
                    ("source", _pair(said.source)),
                    ("cue", _pair(said.cue)),
                    ("content", [_pair(piece) for piece in said.content] or None),
                )
                if value is not None
            }
            for said in extraction.attributions
        ],
    }


def coded_only(line: dict[str, Any], lexicon: Lexicon) -> dict[str, Any]:
    """A line with only those events that PLOVER has a code for."""
    codes = {kind.plover for kind in lexicon.types.values() if kind.plover}
    return {**line, "events": [event for event in line["events"] if event["root"] in codes]}


def _event(extraction: Extraction, report: Report, lexicon: Lexicon, events: Mapping[ReportRef, str]) -> dict[str, Any]:
    kind = lexicon.types.get(report.type)
    time = report.time
    return {
        "id": f"{extraction.article.key}#{report.id}",
        **_span(report.trigger),
        "type": report.type,
        "root": (plover_root(report, kind, extraction.article.text) or kind.root.upper()) if kind is not None else None,
        "participants": list(_participants(extraction, report, lexicon)),
        "polarity": report.polarity.value,
        "modality": report.modality.value,
        "time": time.begin.isoformat() if time is not None and time.begin is not None else None,
        "event": events.get(ReportRef(extraction.article.id, report.id)),
    }


def _participants(extraction: Extraction, report: Report, lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    for participant in coded(report, extraction, lexicon):
        for span in (participant.span, *_antecedent(extraction, report, participant)):
            yield {"role": participant.role, **_span(span), "entity": _filler(extraction, participant)}


def _antecedent(extraction: Extraction, report: Report, participant: Participant) -> Iterator[Span]:
    """The words of the same sentence that a pronoun stands for."""
    own = [mention for mention in extraction.mentions if mention.chain == participant.chain]
    if any(mention.span == participant.span and mention.kind is MentionKind.PRONOUN for mention in own):
        said = [m.span for m in own if m.kind is not MentionKind.PRONOUN and report.sentence.covers(m.span)]
        yield from [span for span in said if span.end <= participant.span.start][-1:]


def _filler(extraction: Extraction, participant: Participant) -> str | None:
    return None if participant.chain is None else _entity(extraction, participant.chain)


def _entity(extraction: Extraction, chain: int) -> str:
    ref = ChainRef(extraction.article.key, chain)
    return f"{ref.article}#{ref.chain}"


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
