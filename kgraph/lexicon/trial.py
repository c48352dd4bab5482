"""Tries a lexicon's own sentences: every example must be found with its fillers, no counterexample may be, and each needs what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kgraph.lexicon.assembly import Assembled
from kgraph.lexicon.linter import LintMessage
from kgraph.lexicon.nodes import short
from kgraph.lexicon.reader import TypeEntry
from kgraph.lexicon.types import Counterexample, Example, Lexicon

if TYPE_CHECKING:
    from spacy.language import Language

    from kgraph.model import Article, Extraction, Report
    from kgraph.syntax.tree import Doc

Parsed = dict[str, tuple["Article", "Doc"]]


def misses(found: Assembled, entries: Iterable[TypeEntry], model: str) -> Iterator[LintMessage]:
    """A finding for each sentence of entries that does not do what it is there for; ``model`` is a spaCy pipeline."""
    wanted = list(entries)
    texts = [example.text for entry in wanted for example in entry.examples]
    parsed = _parsed([*texts, *(counter.text for entry in wanted for counter in entry.counterexamples)], model)
    for entry in wanted:
        for example in entry.examples:
            yield from (
                LintMessage(example.where, f"{entry.name}: {problem}") for problem in _example(entry.name, example, found, parsed)
            )
        for counter in entry.counterexamples:
            yield from (
                LintMessage(counter.where, f"{entry.name}: {problem}") for problem in _counter(entry.name, counter, found, parsed)
            )


def fills(extraction: Extraction, report: Report, example: Example) -> bool:
    """Whether a report's roles are filled by the heads of what the example says."""
    text = extraction.article.text
    return all(any(p.role == role and p.head.of(text) in words for p in report.participants) for role, words in example.fillers)


def _parsed(texts: Iterable[str], model: str) -> Parsed:
    from kgraph.ingest.article import article
    from kgraph.language import parse
    from kgraph.model import Article

    articles = [made for text in sorted(set(texts)) if isinstance(made := article(text, text, "example"), Article)]
    return {one.text: (one, doc) for one, doc in parse(articles, _pipeline(model))}


@cache
def _pipeline(model: str) -> Language:
    from kgraph.language import load_model

    return load_model(model)


def _example(name: str, example: Example, found: Assembled, parsed: Parsed) -> Iterator[str]:
    if example.text not in parsed:
        yield f"{short(example.text)} cannot be read as an article"
    elif example.missed:
        if _is_found(name, example, found.lexicon, parsed):
            yield f"is found in {short(example.text)} now; delete missed"
    elif not _is_found(name, example, found.lexicon, parsed):
        yield f"is not found in {short(example.text)}{_instead(name, example, found.lexicon, parsed)}"
    else:
        for word in example.needs:
            if _is_found(name, example, found.without(name, "when", word), parsed):
                yield f"{short(example.text)} does not need {short(word)}: it is found without it"


def _counter(name: str, counter: Counterexample, found: Assembled, parsed: Parsed) -> Iterator[str]:
    plain = Example(counter.text, ())
    if counter.text not in parsed:
        yield f"{short(counter.text)} cannot be read as an article"
    elif _is_found(name, plain, found.lexicon, parsed):
        yield f"is found in {short(counter.text)}, where it must not be"
    else:
        for word in counter.needs:
            if not _is_found(name, plain, found.without(name, "unless", word), parsed):
                yield f"{short(counter.text)} does not need {short(word)}: it is not found without it either"


def _is_found(name: str, example: Example, lexicon: Lexicon, parsed: Parsed) -> bool:
    extraction = _extraction(example.text, lexicon, parsed)
    return any(fills(extraction, report, example) for report in extraction.reports if lexicon.is_a(report.type, name))


def _instead(name: str, example: Example, lexicon: Lexicon, parsed: Parsed) -> str:
    """What is found: the type with other fillers, or other types."""
    extraction = _extraction(example.text, lexicon, parsed)
    reports = [report for report in extraction.reports if lexicon.is_a(report.type, name)]
    if not reports:
        return f"; found are {', '.join(sorted({report.type for report in extraction.reports})) or 'no events'}"
    said = (f"{p.role}: {p.span.of(example.text)}" for report in reports for p in report.participants)
    return f" with these fillers; found are {', '.join(said) or 'none'}"


def _extraction(text: str, lexicon: Lexicon, parsed: Parsed) -> Extraction:
    from kgraph.extract import extract

    return extract(*parsed[text], lexicon, everything=True)
