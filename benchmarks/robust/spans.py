"""Checks that every article becomes an extraction whose spans lie where they must and whose graph keeps the shapes, whatever its text.

    python -m benchmarks.robust.spans [--changed 3000] [--seed 0] FILE_OR_FOLDER ...

reads the articles themselves or, with ``--changed``, so many texts that were cut out of them and changed at random. It prints each text
with a fault, and at the end how many there were. The same seed gives the same texts.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from spacy.language import Language

from benchmarks.robust.oddities import DAYS, Source, changed_text
from kgraph import ingest
from kgraph.errors import KGraphError
from kgraph.extract import extract
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.dates import published
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction, Report, Span
from kgraph.rdf import kept_to_shapes
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
    own = extraction.article
    for name, span in placed(extraction):
        yield from (f"{name} {_shown(own, span)} {wrong}" for wrong in _wrong_by_itself(own, span))
    for report in extraction.reports:
        for name, span in (("trigger", report.trigger), *(("cue of a report", cue) for cue in report.cues)):
            if not report.sentence.covers(span):
                yield f"{name} {_shown(own, span)} stands outside the sentence {_shown(own, report.sentence)}"
        for participant in report.participants:
            if not participant.span.covers(participant.head):
                yield f"participant {_shown(own, participant.span)} lacks its head {_shown(own, participant.head)}"
    for mention in extraction.mentions:
        if not mention.span.covers(mention.head):
            yield f"mention {_shown(own, mention.span)} lacks its head {_shown(own, mention.head)}"


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


def changed_articles(count: int, seed: int, source: Source) -> Iterator[Article]:
    """Articles whose texts were changed at random, most of them with a day, as far as they can be read; of whatever language."""
    chance = Random(seed)
    for number in range(count):
        day = published(chance.choice(DAYS)) if chance.random() < 0.7 else None
        text = changed_text(chance, source)
        made = article(text, str(number), f"changed:{number}", known=Metadata(published=day))
        if isinstance(made, Article):
            yield made


def problem(one: Article, nlp: Language) -> str:
    """What goes wrong with an article: a message of an exception, of a span or of a shape; "" where all is well."""
    try:
        [(_, doc)] = parse([one], nlp)
        extraction = extract(one, doc, shipped_lexicon(), everything=True)
        _, left_out = kept_to_shapes(extraction, base_iri="https://example.org/")
    except KGraphError as error:
        return str(error)
    except Exception:  # noqa: BLE001 (whatever it is, it is what is looked for)
        return traceback.format_exc(limit=-3)
    return "\n".join([*faults(extraction), *map(str, left_out)])


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where something goes wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--changed", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    read = [found for found in ingest.read(options.sources) if isinstance(found, Article)]
    if options.changed:
        read = list(changed_articles(options.changed, options.seed, Source([one.text for one in read])))
    nlp = load_model(Settings().model)
    wrong = [one for one in read if _is_wrong(one, nlp)]
    print(f"{len(read):,} articles, {len(wrong):,} with faults")
    return 1 if wrong else 0


def _is_wrong(one: Article, nlp: Language) -> bool:
    """Prints what goes wrong with an article."""
    if told := problem(one, nlp):
        print(f"{one.origin} {one.published} {one.text[:2000]!r}\n{told}\n", flush=True)
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
