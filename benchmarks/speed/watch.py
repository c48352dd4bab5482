"""Times how long a watch takes from the moment at which a site sends a new article until the graph has it.

    python -m benchmarks.speed.watch [--articles 1000] [--times 5] --news FILE-OR-FOLDER ...

A site on this machine has a feed; the graph is one of so many articles that were fetched before, each a page of a web archive.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kgraph.clock import Clock
from kgraph.errors import KGraphError
from kgraph.ingest import read
from kgraph.model import Article
from kgraph.settings import Settings
from kgraph.watch import FETCHED, Outlet, Updated, Watch, Watched, Wishes
from kgraph.watch.archive import Archive
from kgraph.watch.connection import Answer
from tests.news_server import Reply, Site, item, page, serving

_EVERY = timedelta(seconds=3)


def main() -> int:
    """Prints the seconds of each article that is added, and their median."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, metavar="N", help="how many are there before (default: 1000)")
    parser.add_argument("--times", type=int, default=5, metavar="N", help="how many are added, one by one (default: 5)")
    parser.add_argument("--news", type=Path, nargs="+", required=True, metavar="PATH", help="files or folders of real articles")
    options = parser.parse_args()
    articles = list(islice(_articles(options.news), options.articles + options.times))
    with tempfile.TemporaryDirectory() as folder:
        found = measured(articles[: -options.times], articles[-options.times :], Path(folder) / "graph")
    for one in found:
        print(f"{one.seconds:.2f} s, of which {one.processor:.2f} s of the watching process's processor time", flush=True)
    print(f"median: {statistics.median(one.seconds for one in found):.2f} s with {options.articles} articles")
    return 0


class Arrival(NamedTuple):
    """Seconds from when a page was sent to when it was in the graph, by the clock and of the watching process."""

    seconds: float
    processor: float


def measured(before: Sequence[Article], new: Sequence[Article], out: Path) -> list[Arrival]:
    """How long each new article takes."""
    _archived(before, out)
    with serving() as site:
        site.feed()
        updates: list[tuple[float, Updated]] = []
        ended = threading.Event()

        def rest(seconds: float) -> None:
            if ended.wait(seconds):
                raise SystemExit  # of the thread

        wishes = Wishes(every=_EVERY, parts=(), outlet=Outlet(print), allow_private=True)
        watch = Watch(
            Watched.of((f"{site.address}/feed",)),
            out,
            Settings(processes=2),
            wishes,
            print,
            updated=lambda done: updates.append((time.perf_counter(), done)),
            clock=Clock(sleep=rest),
        )
        thread = threading.Thread(target=watch.run)
        thread.start()
        while not updates:
            time.sleep(0.1)
        found = [_arrival(article, number, site, updates) for number, article in enumerate(new)]
        ended.set()
        thread.join()
        return found


def _arrival(article: Article, number: int, site: Site, updates: Sequence[tuple[float, Updated]]) -> Arrival:
    count, processor = len(updates), _processor()
    site.replies[f"/new{number}"] = Reply(_page(article))
    site.feed(*(item(f"{site.address}/new{one}") for one in range(number + 1)))
    while f"/new{number}" not in site.paths():
        time.sleep(0.001)
    sent, processor = time.perf_counter(), _processor()
    while len(updates) == count:
        time.sleep(0.001)
    return Arrival(updates[-1][0] - sent, _processor() - processor)


def _archived(articles: Sequence[Article], out: Path) -> None:
    """Puts pages of articles where a watch keeps those that it has fetched, some hundred a day."""
    from kgraph.disk import opened

    with opened(out):
        pass
    archive = Archive(out / FETCHED)
    for number, article in enumerate(articles):
        answer = Answer(200, "OK", (("Content-Type", "text/html; charset=utf-8"),), _page(article), "192.0.2.1")
        archive.keep(f"https://example.org/{number}", answer, datetime.now(UTC))


def _articles(news: Sequence[Path]) -> list[Article]:
    return [found for found in read(news) if isinstance(found, Article) and not isinstance(found, KGraphError)]


def _page(article: Article) -> bytes:
    title, *paragraphs = [escape(line) for line in article.text.splitlines() if line.strip()]
    return page(title, *paragraphs)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
