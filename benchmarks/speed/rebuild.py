"""Times a build of many articles and what one article more, another or one less costs afterwards.

    python -m benchmarks.speed.rebuild [--articles 1000] [--news FILE-OR-FOLDER ...]

Of two corpora: ``--news`` are articles that kgraph can read, those of fewer than 100 words put together until they have 250. And
paragraphs of the sample corpus in ever other order: the worst case, as every sentence stands in about thirty articles, so that each is
near all others. After the article that was added has been removed again, the graph is that of before to the byte, or this stops.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kgraph.ingest import read
from kgraph.model import Article

ROOT = Path(__file__).resolve().parents[2]
ABOUT = (
    "Seconds of one process for the graph, as `make graph` makes it (`python -m benchmarks.speed.rebuild`).",
    "The repeated paragraphs are those of the sample corpus, always in another order. This is the worst",
    "case: each sentence is in about thirty articles, and all articles resemble all others. The share is",
    "that of the slowest of the three changes. Files, networks and page, which `make` also writes, cover",
    "the whole graph. The last two columns are processor seconds of the process that resolves and writes,",
    "without those in which other processes extract: for the whole graph from extractions that are there",
    "(`--rebuild`), and for the slowest of the three changes as a share of that.",
)
_COLUMNS = (
    "corpus",
    "articles",
    "words each",
    "from nothing",
    "one more",
    "one less",
    "one changed",
    "share",
    "nothing changed",
    "files, networks, page",
    "memory, MB",
    "graph from extractions, CPU s",
    "share of a change",
)
HEADING = (f"| {' | '.join(_COLUMNS)} |", f"|{'---|' * len(_COLUMNS)}")
_SHORT, _LONG = 100, 250  # words


def main() -> int:
    """Prints a row for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, metavar="N", help="how many at most (default: 1000)")
    parser.add_argument("--news", type=Path, nargs="*", default=[], metavar="PATH", help="files or folders of real articles")
    options = parser.parse_args()
    print("\n".join(HEADING))
    for row in rows(options.articles, options.news):
        print(row, flush=True)
    return 0


def rows(count: int, news: Sequence[Path]) -> Iterator[str]:
    """The lines of the table: of news, where there is any, and of the repeated paragraphs."""
    if news:
        names = ", ".join(path.stem for path in news)
        yield _row(f"news ({names})", list(_records(_of_news(news)))[: count + 1])
    yield _row("repeated paragraphs", list(_records(_repeated(count + 1))))


class _Time(NamedTuple):
    """Seconds by the clock, and of the processor."""

    clock: float
    cpu: float


@dataclass(frozen=True, slots=True)
class _Build:
    """A corpus in a folder, and the command that builds its graph as a user would call it."""

    folder: Path

    def write(self, number: int, record: str) -> None:
        """Puts an article into the corpus."""
        self._path(number).write_text(record, "utf-8")

    def remove(self, number: int) -> None:
        """Takes an article out of the corpus."""
        self._path(number).unlink()

    def time(self, *options: str) -> _Time:
        """How long it takes to bring the graph up to date, or with other options whatever they say."""
        command = [sys.executable, "-m", "kgraph.cli", "build", str(self.folder / "articles"), "-o", str(self.folder / "out")]
        command += options or ("--only", "graph")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        begin, before = time.perf_counter(), _cpu()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        return _Time(time.perf_counter() - begin, _cpu() - before)

    def resolution(self) -> bytes:
        """Who and what happened, as the build wrote it."""
        return (self.folder / "out" / "resolution.json").read_bytes()

    def _path(self, number: int) -> Path:
        return self.folder / "articles" / f"{number:05}.jsonl"


def _row(name: str, records: Sequence[str]) -> str:
    """The times of one corpus; its last article is the one that comes, goes, and takes the place of another."""
    *kept, other = records
    with tempfile.TemporaryDirectory() as folder:
        build = _Build(Path(folder))
        (build.folder / "articles").mkdir()
        for number, record in enumerate(kept):
            build.write(number, record)
        anew = build.time()
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        before = build.resolution()
        build.write(len(kept), other)
        added = build.time()
        build.remove(len(kept))
        removed = build.time()
        if build.resolution() != before:
            raise SystemExit("an article that came and went has left something in the graph")
        build.write(len(kept) // 2, other)
        changed = build.time()
        nothing = build.time()
        files = build.time("--processes", "1")
        graph = build.time("--rebuild", "--only", "graph")
    words = sum(len(json.loads(record)["text"].split()) for record in kept) / len(kept)
    share = 100 * max(added.clock, removed.clock, changed.clock) / anew.clock
    of_graph = 100 * max(added.cpu, removed.cpu, changed.cpu) / graph.cpu
    return (
        f"| {name} | {len(kept):,} | {words:.0f} | {anew.clock:.1f} | {added.clock:.1f} | {removed.clock:.1f} | {changed.clock:.1f} "
        f"| {share:.1f} % | {nothing.clock:.1f} | {files.clock:.1f} | {memory:,.0f} | {graph.cpu:.1f} | {of_graph:.1f} % |"
    )


def _cpu() -> float:
    """The processor seconds of all builds that have ended; a build does not wait for the processes in which it extracts."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _records(articles: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Texts and their dates as records that kgraph reads."""
    for number, (text, published) in enumerate(articles):
        dated = {"published": published} if published else {}
        yield json.dumps({"id": f"article-{number}", "text": text, **dated}, ensure_ascii=False) + "\n"


def _of_news(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Texts and dates of articles in an order of no meaning, short ones put together."""
    found: list[tuple[str, str]] = []
    short: list[str] = []
    for article in (item for item in read(paths) if isinstance(item, Article)):
        if len(article.text.split()) >= _SHORT:
            found.append((article.text, article.published.isoformat() if article.published is not None else ""))
            continue
        short.append(article.text)
        if sum(len(text.split()) for text in short) >= _LONG:
            found.append(("\n\n".join(short), ""))
            short = []
    random.Random(1).shuffle(found)
    return found


def _repeated(count: int) -> Iterator[tuple[str, str]]:
    """Texts of about 500 words that differ: paragraphs of the sample corpus in ever other order."""
    texts = [item.text for item in read([ROOT / "articles"]) if isinstance(item, Article)]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n") if len(paragraph.split()) > 20]
    for number in range(count):
        chosen: list[str] = []
        step = 1 + number % 17
        while sum(len(paragraph.split()) for paragraph in chosen) < 500:
            chosen.append(paragraphs[(number * 7 + len(chosen) * step) % len(paragraphs)])
        yield f"Report {number} of the day\n\n" + "\n\n".join(chosen), ""


if __name__ == "__main__":
    sys.exit(main())
