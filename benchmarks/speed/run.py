"""Times kgraph as ratios taken in one run on one machine, and writes them into docs/speed.md.

Extraction is timed against spaCy's own tagger, parser, NER and lemmatizer on the same texts in the same process, in turn, so that a
machine whose speed drifts slows both.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyoxigraph

from benchmarks.speed import page, queries, rebuild, resolution
from benchmarks.speed.clock import processor_seconds, seconds
from kgraph.build import build, extract_articles
from kgraph.ingest import read
from kgraph.language import load_model
from kgraph.model import Article
from kgraph.rdf import store
from kgraph.rdf.store import open_quads
from kgraph.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "speed.md"


def main() -> int:
    """Measures, prints and, unless told otherwise, writes the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="how many articles the builds have at most (default: 1000)")
    parser.add_argument("--news", type=Path, nargs="*", default=[], metavar="PATH", help="real articles to build as well")
    parser.add_argument("--dry", action="store_true", help="print the figures, leave the document as it is")
    options = parser.parse_args()
    lines = [f"{date.today().isoformat()}; Python {platform.python_version()}, {platform.machine()}", ""]
    lines += extraction_against_spacy()
    lines += one_article()
    lines += ["", *builds(options.articles, options.news)]
    lines += [
        "",
        "## Resolution",
        "",
        "On synthetic evidence (`python -m benchmarks.speed.resolution`):",
        "",
        *resolution_curve(),
    ]
    lines += ["", *size_and_queries()]
    if shutil.which("chromium"):
        lines += ["", "## The page", "", page.ABOUT, ""]
        lines += [*page.HEADING, *map(page.row, page.SIZES)]
    text = "\n".join(lines)
    print(text)
    if not options.dry:
        DOCUMENT.write_text(f"# Speed and memory\n\nWritten by `make speed`.\n\n{text}\n", "utf-8")
    return 0


def resolution_curve(largest: int = 1_000_000) -> list[str]:
    """The rows of a table: seconds for growing numbers of mentions."""
    rows = [resolution.row(largest // part, with_events=True) for part in (8, 4, 2, 1)]
    return [*resolution.HEADING, *rows]


def extraction_against_spacy(rounds: int = 5) -> list[str]:
    """Words a second of processor time of kgraph's extraction and of spaCy alone, and their ratio, as medians over rounds in turn."""
    nlp = load_model(Settings().model)
    articles = _sample()
    words = sum(len(article.text.split()) for article in articles)
    ours, theirs = [], []
    for _ in range(rounds + 1):
        theirs.append(processor_seconds(lambda: _drain(nlp.pipe((a.text for a in articles), batch_size=16))))
        ours.append(processor_seconds(lambda: _drain(extract_articles(articles, Settings()))))
    ratios = [spacy / kgraph for spacy, kgraph in zip(theirs[1:], ours[1:], strict=True)]
    return [
        "| what | words a second of processor time |",
        "|---|---|",
        f"| spaCy's tagger, parser, NER and lemmatizer | {words / statistics.median(theirs[1:]):,.0f} |",
        f"| kgraph: text to extraction | {words / statistics.median(ours[1:]):,.0f} |",
        "",
        f"Speed of extraction over spaCy's own, median of {rounds} pairs: {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f}).",
        "",
    ]


def builds(count: int, news: Sequence[Path]) -> Iterable[str]:
    """What a build of many articles takes, and one article more, another or one less afterwards."""
    yield from ("## Builds", "", *rebuild.ABOUT, "", *rebuild.HEADING, *rebuild.rows(count, news))


def one_article() -> list[str]:
    """Seconds from one text to its page, with start-up."""
    with tempfile.TemporaryDirectory() as folder:
        path = next(iter(sorted((ROOT / "articles").glob("*.txt"))))
        command = [sys.executable, "-m", "kgraph.cli", "build", str(path), "-o", folder]
        took = seconds(lambda: subprocess.run(command, check=True, capture_output=True))
    return [f"One article from text to page, with start-up: {took:.1f} s."]


def size_and_queries(quads: int = 1_000_000) -> Iterable[str]:
    """What an event of the sample corpus costs in statements, and the times of all queries over a store of many."""
    with tempfile.TemporaryDirectory() as temporary:
        out, folder = Path(temporary) / "out", Path(temporary) / "store"
        result = build([ROOT / "articles"], out, Settings(), parts=())
        yield from ("## The graph", "", *size_of(open_quads(out / "store"), result.events))
        count = store.write(queries.concatenated(out / "store", quads), folder)
        yield ""
        yield f"All queries over {count:,} statements, which repeat the sample corpus (`python -m benchmarks.speed.queries`):"
        yield from ("", *queries.HEADING, *(timed.row for timed in queries.timed(folder)))


def size_of(graph: pyoxigraph.Store, events: int) -> Iterable[str]:
    """How many statements an event has, by what they are about."""
    counts: Counter[str] = Counter()
    for quad in graph:
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        counts[next((name for part, name in _PARTS.items() if part in quad.subject.value), "ontology")] += 1
    own, evidence = counts["event"] + counts["report"], counts["sentence"] + counts["attribution"]
    everything = counts.total() - counts["ontology"]
    yield f"Statements for each of the {events:,} events of the sample corpus: {own / events:.1f} of the event and its reports,"
    yield f"{(own + evidence) / events:.1f} with the sentences and attributions that reports share, {everything / events:.1f}"
    yield "with entities, their mentions and the articles."


_PARTS = {
    "#report-": "report",
    "#chain-": "chain",
    "#attribution-": "attribution",
    "#char=": "sentence",
    "/event/": "event",
    "/entity/": "entity",
    "/article/": "article",
}


def _sample() -> list[Article]:
    return [item for item in read([ROOT / "articles"]) if isinstance(item, Article)] * 4


def _drain(items: Iterable[object]) -> None:
    for _ in items:
        pass


if __name__ == "__main__":
    sys.exit(main())
