"""Checks that every span of an extraction lies where it must, in whatever text.

    python -m benchmarks.robust.spans FILE_OR_FOLDER ...

prints each fault, and after that how many spans were looked at and how many of them are wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kgraph import ingest
from kgraph.errors import KGraphError
from kgraph.extract import extract
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction, Report, Span
from kgraph.settings import Settings

Placed = tuple[str, Span]
"""What a span is of, and the span."""


def placed(extraction: Extraction) -> Iterator[Placed]:
    """Every span of an extraction with what it is a span of."""
    for mention in extraction.mentions:
        yield "mention", mention.span
        yield "head of a mention", mention.head
    for time in extraction.times:
        yield "time expression", time.span
    for said in extraction.attributions:
        for name, span in (("source", said.source), ("cue of an attribution", said.cue)):
            if span is not None:
                yield name, span
        yield from (("content", piece) for piece in said.content)
    for report in extraction.reports:
        yield from of_report(report)


def of_report(report: Report) -> Iterator[Placed]:
    """The spans of a report."""
    yield "sentence", report.sentence
    yield "trigger", report.trigger
    yield from (("cue of a report", cue) for cue in report.cues)
    for participant in report.participants:
        yield "participant", participant.span
        yield "head of a participant", participant.head


def faults(extraction: Extraction) -> Iterator[str]:
    """What is wrong with the spans of an extraction, one line for each fault."""
    article = extraction.article
    for name, span in placed(extraction):
        yield from (f"{name} {_shown(article, span)} {wrong}" for wrong in _wrong_by_itself(article, span))
    for report in extraction.reports:
        for name, span in (("trigger", report.trigger), *(("cue of a report", cue) for cue in report.cues)):
            if not report.sentence.covers(span):
                yield f"{name} {_shown(article, span)} stands outside the sentence {_shown(article, report.sentence)}"
        for participant in report.participants:
            if not participant.span.covers(participant.head):
                yield f"participant {_shown(article, participant.span)} lacks its head {_shown(article, participant.head)}"
    for mention in extraction.mentions:
        if not mention.span.covers(mention.head):
            yield f"mention {_shown(article, mention.span)} lacks its head {_shown(article, mention.head)}"


def _wrong_by_itself(article: Article, span: Span) -> Iterator[str]:
    words = span.of(article.text)
    if span.end > len(article.text):
        yield "ends behind the text"
    if words != words.strip():
        yield "begins or ends with white space"
    if not any(block.span.covers(span) for block in article.blocks):
        yield "does not lie in one block"


def _shown(article: Article, span: Span) -> str:
    return f"{span.start}..{span.end} {span.of(article.text)[:60]!r}"


def main(sources: list[str]) -> int:
    """1 where a span is wrong."""
    nlp, seen, wrong = load_model(Settings().model), 0, 0
    read = (found for found in ingest.read(sources) if not isinstance(found, KGraphError))
    for article, doc in parse(read, nlp):
        extraction = extract(article, doc, shipped_lexicon())
        seen += sum(1 for _ in placed(extraction))
        for fault in faults(extraction):
            wrong += 1
            print(f"{article.origin}: {fault}")
    print(f"{seen:,} spans, {wrong:,} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
