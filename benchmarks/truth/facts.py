"""Whole articles of which a reader first writes down ten facts, and then looks which of them the graph has.

Each article gives two files: the form, with the text and room for the facts, and what the graph has of it, which is read afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.truth.claims import FACT, Claim
from benchmarks.truth.corpus import Page
from benchmarks.truth.draw import Candidate, Drawn, Rules, rank
from benchmarks.truth.words import sentence
from kgraph.lexicon import Lexicon
from kgraph.model import SHOWN_CONFIDENCE

FACTS = 10
_SHORTEST, _LONGEST = 1_000, 8_000  # characters of an article that a reader can be asked to read
_FORM = """ARTICLE {sheet:02}: {heading}
Read the article. Before you open {sheet:02}.graph.txt, write down below the ten facts that a careful reader would want of it,
one a line, in your own words.
Then open {sheet:02}.graph.txt and write {sheet:02}.tsv, one line a fact, tab-separated, yes or no: NUMBER FOUND SIDES SHOWN
FOUND: the graph says it in some form. SIDES: with the right sides, names behind pronouns and descriptions included.
SHOWN: one of the lines that say it is marked [shown].

{text}

{facts}
"""


def draw_articles(pages: Iterable[Page], rules: Rules) -> list[Page]:
    """Articles in the order of chance, none too short for ten facts or too long to be read."""
    fitting = [page for page in pages if _SHORTEST <= len(page.text) <= _LONGEST and page.claims]
    ranked = sorted(fitting, key=lambda page: rank(rules.seed, Candidate(page, page.claims[0])))
    return [page for page in ranked if not rules.before.get(page.id)][: rules.numbers.get(FACT, 0)]


def fact_items(pages: Iterable[Page], name: str, first: int) -> Iterator[Drawn]:
    """Ten facts an article, a sheet an article. What they say is not kept: that they were judged, and of which article, is."""
    for sheet, page in enumerate(pages, first):
        for number in range(1, FACTS + 1):
            claim = Claim(type="Fact", trigger=(0, len(page.text)), name=str(number))
            yield Drawn(page.id, page.file, page.record, page.digest, FACT, claim, name, sheet, number)


def write_forms(items: Iterable[Drawn], pages: Mapping[str, Page], folder: Path, lexicon: Lexicon) -> list[Path]:
    """Writes the form of each article and what the graph has of it; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for sheet, article in sorted({(item.sheet, item.article) for item in items}):
        form, graph = folder / f"{sheet:02}.txt", folder / f"{sheet:02}.graph.txt"
        form.write_text(_form(sheet, pages[article]), "utf-8")
        graph.write_text("".join(f"{line}\n" for line in _graph(pages[article], lexicon)), "utf-8")
        written += [form, graph]
    return written


def _form(sheet: int, page: Page) -> str:
    facts = "\n".join(f"FACT {number}: " for number in range(1, FACTS + 1))
    return _FORM.format(sheet=sheet, heading=page.heading, text=page.text, facts=facts)


def _graph(page: Page, lexicon: Lexicon) -> Iterator[str]:
    for number, made in enumerate(page.claims, 1):
        shown = "[shown] " if made.confidence >= SHOWN_CONFIDENCE else "[hidden]"
        yield f"{number:>4} {shown} {sentence(made.claim, page.text, lexicon)}{_meant(made.claim, page)}"


def _meant(claim: Claim, page: Page) -> str:
    """Whom the pronouns and descriptions inside the clauses of a claim stand for, as the graph has it: " [he: Anna Berg]"."""
    clauses = [(one.start, one.end) for one in claim.participants if one.name is None]
    inside = (
        (page.text[start:end].lower(), name)
        for start, end, name in page.meant
        if any(first <= start and end <= last for first, last in clauses)
    )
    told = dict.fromkeys(f"{words}: {name}" for words, name in inside)
    return f" [{'; '.join(told)}]" if told else ""
