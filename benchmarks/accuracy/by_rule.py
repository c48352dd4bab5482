"""Counts how often each rule of coreference and of resolution is right on a gold set, and writes tables into docs/accuracy.md.

A rule joins two mentions of an article, or two chains of two articles. The join is right where the gold has both in one chain, wrong where
it has them in two, and unknown where it lacks one of them. The gold is read by the modules of a neutral scorer (spans.py, set_SET.py),
which lie beside it; kgraph sees the articles alone.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy.run import made_of, run_program, write_section
from kgraph.coreference.chains import RULES as MENTION_RULES
from kgraph.coreference.chains import linked
from kgraph.coreference.mentions import characters
from kgraph.errors import KGraphError
from kgraph.extract import extract
from kgraph.ingest import read
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, ChainRef, Entity, Extraction, Span
from kgraph.resolve import resolve
from kgraph.resolve.entities import RULES as CHAIN_RULES
from kgraph.settings import Settings
from kgraph.syntax.tree import Doc

SETS = ("gum", "meantime", "newsfair", "gap")
OVER_ARTICLES = ("meantime", "newsfair")  # whose gold knows one thing in several articles


class Verdict(StrEnum):
    """What the gold says of a join."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Join:
    """What a rule has put together, as the gold chains of the two, None for one that the gold does not have; ``words`` shows it."""

    rule: str
    one: str | None
    other: str | None
    words: str = ""

    @property
    def verdict(self) -> Verdict:
        """What the gold says of it."""
        if self.one is None or self.other is None:
            return Verdict.UNKNOWN
        return Verdict.RIGHT if self.one == self.other else Verdict.WRONG


@dataclass(frozen=True, slots=True)
class Gold:
    """The mentions of one article that the gold has, with their chains; None for one of a chain that it does not name.

    ``parts`` are what was annotated, () for all of it.
    """

    text: str
    mentions: tuple[tuple[Span, str | None], ...]
    parts: tuple[Span, ...] = ()

    def covers(self, span: Span) -> bool:
        """Whether a mention begins where the article was annotated."""
        return not self.parts or any(part.start <= span.start < part.end for part in self.parts)


def main() -> int:
    """Counts, prints and, unless told otherwise, writes the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="print the tables, leave the document as it is")
    parser.add_argument("--wrong", metavar="RULE", help="instead, print what a rule joined wrongly")
    options = parser.parse_args()
    for path in (options.scorer, options.gold):
        if not path.exists():
            parser.error(f"{path} does not exist")
    within, over = measure(options.scorer, options.set, options.gold)
    if options.wrong is not None:
        print("\n".join(sorted(wrong([*within, *over], options.wrong))))
        return 0
    tables = report(within, over)
    print(tables)
    if not options.dry:
        write_section(f"{options.set} by rule: {options.gold.name}", f"{made_of(options.gold)}\n\n{tables}")
    return 0


def measure(scorer: Path, name: str, path: Path) -> tuple[list[Join], list[Join]]:
    """The joins within the articles of a gold set, and those over its articles where the gold knows of any."""
    spans, golds = _module(scorer, "spans"), gold_articles(scorer, name, path)
    within: list[Join] = []
    found: list[Extraction] = []
    known: dict[ChainRef, str | None] = {}
    for article, doc in parse(_articles(scorer, name, path), load_model(Settings().model)):
        gold = golds[article.key]
        within += mention_joins(article, doc, gold, spans)
        if name in OVER_ARTICLES:
            found.append(extract(article, doc, shipped_lexicon()))
            chains = gold_of_chains(found[-1], gold, spans)
            known |= {ChainRef(article.id, chain): entity for chain, entity in chains.items()}
    return within, list(chain_joins(resolve(found, shipped_lexicon()).entities, known))


def report(within: Sequence[Join], over: Sequence[Join]) -> str:
    """The tables of both."""
    tables = ["Mentions of one article:", table(within, MENTION_RULES)]
    return "\n\n".join([*tables, "Chains of several articles:", table(over, CHAIN_RULES)] if over else tables)


def wrong(joins: Iterable[Join], rule: str) -> Iterator[str]:
    """The words of what a rule joined wrongly."""
    return (join.words for join in joins if join.rule == rule and join.verdict is Verdict.WRONG)


def mention_joins(article: Article, doc: Doc, gold: Gold, spans: ModuleType) -> Iterator[Join]:
    """The joins that made the chains of one article, as far as it was annotated."""
    clusters = linked(doc)
    own = [characters(doc, phrase.start, phrase.end) for phrase in clusters.phrases]
    chains = aligned(own, gold, spans)
    for link in clusters.links:
        phrase, antecedent = own[link.phrase], own[link.antecedent]
        if gold.covers(phrase) and gold.covers(antecedent):
            words = (
                f"{article.key}:{phrase.start} {phrase.of(article.text)!r} = {antecedent.start} {antecedent.of(article.text)!r}"
            )
            yield Join(link.rule, chains.get(link.phrase), chains.get(link.antecedent), words)


def chain_joins(entities: Iterable[Entity], known: Mapping[ChainRef, str | None]) -> Iterator[Join]:
    """The joins that made entities of chains. A chain that met an authority file's entry is held against the first that met it."""
    for entity in entities:
        first: ChainRef | None = None
        for merge in sorted(entity.evidence, key=lambda merge: merge.chain):
            met = merge.met
            if met is None and merge.rule != "first":
                met, first = first, first or merge.chain
            if met is not None:
                yield Join(merge.rule, known.get(merge.chain), known.get(met), f"{entity.id}: {merge.chain} = {met}")


def gold_of_chains(extraction: Extraction, gold: Gold, spans: ModuleType) -> Mapping[int, str | None]:
    """The gold chain that most mentions of each chain are in; None where the gold has none of them, or two chains have as many."""
    chains = aligned([mention.span for mention in extraction.mentions], gold, spans)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for number, mention in enumerate(extraction.mentions):
        if (chain := chains.get(number)) is not None:
            votes[mention.chain][chain] += 1
    return {chain: _winner(counts) for chain, counts in votes.items()}


def aligned(own: Sequence[Span], gold: Gold, spans: ModuleType) -> Mapping[int, str | None]:
    """The gold chain of each of kgraph's mentions that the gold has, one to one by the scorer's rule of heads."""
    theirs = [(span.start, span.end) for span, _ in gold.mentions]
    pairs: Mapping[int, int] = spans.align(theirs, [(span.start, span.end) for span in own], spans.by_head(gold.text))
    return {mine: gold.mentions[its][1] for its, mine in pairs.items()}


def table(joins: Iterable[Join], meanings: Mapping[str, str]) -> str:
    """A Markdown table of the joins by rule, the most frequent first, and of all."""
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for join in joins:
        counts[join.rule][join.verdict] += 1
    rows = [_row(rule, meanings.get(rule, ""), counts[rule]) for rule in sorted(counts, key=lambda r: (-counts[r].total(), r))]
    total = sum(counts.values(), Counter[Verdict]())
    return "\n".join(
        ["| rule | meaning | right | wrong | unknown | precision |", "|---|---|---|---|---|---|", *rows, _row("all", "", total)]
    )


def gold_articles(scorer: Path, name: str, path: Path) -> Mapping[str, Gold]:
    """The gold of a set by the ids of its articles."""
    return {found.doc.id: _gold(found) for found in _module(scorer, f"set_{name}").read(path)}


def _gold(found: Any) -> Gold:
    mentions = tuple((Span(*mention.span), mention.entity) for mention in found.doc.mentions)
    return Gold(found.doc.text, mentions, tuple(Span(*part) for part in found.scope if part[0] < part[1]))


def _articles(scorer: Path, name: str, path: Path) -> Iterator[Article]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        file.write_text(run_program(sys.executable, str(scorer), name, "texts", str(path)), "utf-8")
        for item in read([file]):
            if isinstance(item, KGraphError):
                raise item
            yield item


def _module(scorer: Path, name: str) -> ModuleType:
    """A module that lies beside the scorer."""
    folder = str(scorer.resolve().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def _winner(counts: Counter[str]) -> str | None:
    (best, most), *others = counts.most_common(2)
    return None if others and others[0][1] == most else best


def _row(rule: str, meaning: str, counts: Counter[Verdict]) -> str:
    judged = counts[Verdict.RIGHT] + counts[Verdict.WRONG]
    precision = f"{counts[Verdict.RIGHT] / judged:.3f}" if judged else "-"
    cells = (rule, meaning, *(str(counts[verdict]) for verdict in Verdict), precision)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
