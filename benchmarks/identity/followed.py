"""Whether the stories that ``kgraph story`` finds keep the articles of real stories together.

    python -m benchmarks.identity.followed OUTPUT

OUTPUT is a build of ../shared/news. For each story of stories.jsonl it prints how many of its articles are in one story, and how large
that is: a story that readers follow is larger than its main event.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from statistics import mean

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from benchmarks.identity.stories import read
from kgraph.build.shown import finished_view
from kgraph.disk import Reader
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.store import open_quads
from kgraph.stories import stories


def main(out: Path) -> None:
    """Prints a line for each story with two articles or more in the build, and the means."""
    records = _records(open_quads(out / "store"))
    found = stories(finished_view(Reader(out)))
    homes = {article: number for number, story in enumerate(found) for article in story.articles}
    rows = []
    for story in read():
        own = [records[one.file, one.record] for one in story.articles if (one.file, one.record) in records]
        if len(own) > 1:
            (home, kept), *_ = Counter(homes.get(article, ~number) for number, article in enumerate(own)).most_common(1)
            rows.append((kept / len(own), len(found[home].articles) if home >= 0 else 1))
            print(f"{kept} of {len(own)} in a story of {rows[-1][1]}: {story.name}")
    if rows:
        print(f"mean of {len(rows)}: {mean(share for share, _ in rows):.2f}, in stories of {mean(size for _, size in rows):.1f}")


def _records(graph: pyoxigraph.Store) -> dict[tuple[str, str], str]:
    """The articles by their file and what it calls them."""
    found: dict[str, dict[str, str]] = {}
    for name in (PREFIXES["kg"] + "file", PREFIXES["schema"] + "identifier"):
        for quad in graph.quads_for_pattern(None, NamedNode(name), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found.setdefault(quad.subject.value, {})[name] = quad.object.value
    return {
        (said[PREFIXES["kg"] + "file"], said[PREFIXES["schema"] + "identifier"]): iri
        for iri, said in found.items()
        if len(said) == 2
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
