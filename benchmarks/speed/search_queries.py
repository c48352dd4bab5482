"""Times searches in an index, and the same in tantivy, whose index it makes of the same documents.

    python -m benchmarks.speed.search_queries INDEX.SQLITE [--plain | --tantivy FOLDER]

Each kind of query is asked with 20 words or pairs of words, drawn by a seed from words of its frequency. kgraph's time is that of a
whole answer: events, entities and articles with counts, the ten best of each, and the places of the words in them. ``--plain`` asks FTS5
alone for the ten best events and articles by BM25 and for their exact counts. ``--tantivy`` asks tantivy for the same, and needs the
package tantivy. Times are of the processor, and the least of four, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_SEED, _EACH = 5, 20
Asked = tuple[str, Mapping[str, Any]]
"""Words, and filters: type, factuality, since, until."""


def main() -> int:
    """Prints a row for each kind of query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="an index.sqlite")
    parser.add_argument("--plain", action="store_true", help="time FTS5 alone instead")
    parser.add_argument("--tantivy", type=Path, metavar="FOLDER", help="time tantivy instead, with its index in this folder")
    options = parser.parse_args()
    if options.tantivy:
        ask = _tantivy(options.index, options.tantivy)
    else:
        ask = _plain(options.index) if options.plain else _kgraph(options.index)
    print("| query | p50 | p95 | most |\n|---|---|---|---|")
    for kind, questions in kinds(options.index).items():
        times = sorted(min(_timed(ask, question) for _ in range(4)) for question in questions)
        print(f"| {kind} | {times[len(times) // 2]:.1f} | {times[int(len(times) * 0.95)]:.1f} | {times[-1]:.1f} |", flush=True)
    return 0


def kinds(index: Path) -> dict[str, list[Asked]]:
    """The queries of each kind."""
    words, chance = _Words(index), random.Random(_SEED)
    common, usual, rare = (words.between(*share) for share in ((0.1, 1.0), (0.01, 0.03), (0.0001, 0.0003)))
    said = ["said", "people", "new", "year", "time", "last", "government", "first"]
    filters = {"type": ("Statement",), "factuality": ("happened",), "since": "2000", "until": "2004"}
    return {
        "a rare word": [(chance.choice(rare), {}) for _ in range(_EACH)],
        "a usual word": [(chance.choice(usual), {}) for _ in range(_EACH)],
        "a common word": [(word, {}) for word in (*said, *(chance.choice(common) for _ in range(_EACH)))],
        "two usual words": [(f"{chance.choice(usual)} {chance.choice(usual)}", {}) for _ in range(_EACH)],
        "three common words": [(" ".join(chance.sample(said, 3)), {}) for _ in range(_EACH)],
        "a phrase": [(f'"{phrase}"', {}) for phrase in words.phrases(_EACH, chance)],
        "a common phrase": [('"last year"', {}), ('"for the first time"', {}), ('"said the"', {}), ('"of the"', {})],
        "a beginning": [(f"{chance.choice(usual)[:3]}*", {}) for _ in range(_EACH)],
        "a common word without another": [(f"{chance.choice(said)} -{chance.choice(usual)}", {}) for _ in range(_EACH)],
        "a usual word with filters": [(chance.choice(usual), filters) for _ in range(_EACH)],
        "a common word with filters": [(word, filters) for word in said],
        "a common word and a rare type": [(word, {"type": ("Earthquake", "Election")}) for word in said],
    }


class _Words:
    """The words of an index by the share of articles that have them."""

    def __init__(self, index: Path) -> None:
        self._connection = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
        self._connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, article_text, row)")
        self._articles = int(self._connection.execute("SELECT count(*) FROM article").fetchone()[0])

    def between(self, least: float, most: float) -> list[str]:
        """Words that between these shares of the articles have; stemmed, as they stand in the index."""
        sql = (
            "SELECT term FROM temp.words WHERE doc BETWEEN ? AND ? AND length(term) > 3 AND term NOT GLOB '*[0-9]*' ORDER BY term"
        )
        return [term for (term,) in self._connection.execute(sql, (least * self._articles, most * self._articles))]

    def phrases(self, count: int, chance: random.Random) -> Iterator[str]:
        """Pairs of words that stand together in some article."""
        articles = [n for (n,) in self._connection.execute("SELECT n FROM article ORDER BY n LIMIT 5000")]
        for _ in range(count):
            text = self._connection.execute("SELECT text FROM article WHERE n = ?", (chance.choice(articles),)).fetchone()[0]
            words = [word for word in text.split() if word.isalpha()]
            at = chance.randrange(len(words) - 1)
            yield " ".join(words[at : at + 2])


def _timed(ask: Callable[[Asked], object], question: Asked) -> float:
    started = time.thread_time()
    ask(question)
    return (time.thread_time() - started) * 1000


def _kgraph(path: Path) -> Callable[[Asked], object]:
    from kgraph.ask.search import SearchQuestion, search
    from kgraph.index import Index

    index = Index(path)
    return lambda asked: search(index, SearchQuestion(words=asked[0], **asked[1]))


def _plain(path: Path) -> Callable[[Asked], object]:
    from kgraph.ask.words import expression, terms
    from kgraph.index import Index
    from kgraph.index.tags import tag

    index = Index(path)

    def ask(asked: Asked) -> object:
        words, filters = asked
        match, joined = expression(terms(words)), ""
        for key in ("type", "factuality"):
            if key in filters:
                match += f" AND {{tags}} : ({' OR '.join(map(tag, filters[key]))})"
        if "since" in filters:
            joined = f"AND (SELECT first FROM event WHERE n = rowid) BETWEEN '{filters['since']}' AND '{filters['until']}~'"
        for table, columns in (("event_text", "label quotes"), ("article_text", "headline text")):
            if not filters or table == "event_text":
                where = f"FROM {table} WHERE {table} MATCH ? {joined}"
                index.rows(f"SELECT rowid {where} ORDER BY rank LIMIT 10", (f"{{{columns}}} : {match}",))
                index.value(f"SELECT count(*) {where}", (f"{{{columns}}} : {match}",))
        return None

    return ask


def _tantivy(path: Path, folder: Path) -> Callable[[Asked], object]:
    """What asks tantivy, after its index has been made where it is not there."""
    import tantivy

    events, articles = _schema(tantivy, ("label", "quotes")), _schema(tantivy, ("headline", "text"))
    made = [_made(tantivy, path, folder / name, schema) for name, schema in (("event", events), ("article", articles))]
    searchers = [index.searcher() for index in made]

    def ask(asked: Asked) -> object:
        words, filters = asked
        for index, searcher, fields in zip(made, searchers, (("label", "quotes"), ("headline", "text")), strict=True):
            if filters and fields[0] == "headline":
                continue
            searcher.search(
                index.parse_query(_written(words, filters), list(fields), conjunction_by_default=True), 10, count=True
            )
        return None

    return ask


def _written(words: str, filters: Mapping[str, Any]) -> str:
    """A query in tantivy's own language; a beginning is a phrase there, and cannot be asked for by a word alone."""
    text = words.replace("*", "")
    parts = [f"({text})"]
    parts += [
        f"tags:({' OR '.join(f'{name.lower()}0' for name in filters[key])})" for key in ("type", "factuality") if key in filters
    ]
    if "since" in filters:
        parts.append(f"day:[{filters['since']}0101 TO {filters['until']}1231]")
    return " AND ".join(parts)


def _schema(tantivy: Any, texts: Sequence[str]) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in texts:
        builder.add_text_field(name, stored=False, tokenizer_name="en_stem")
    builder.add_text_field("tags", stored=False, tokenizer_name="default")
    builder.add_integer_field("n", stored=True, indexed=True)
    builder.add_integer_field("day", stored=False, indexed=True, fast=True)
    return builder.build()


def _made(tantivy: Any, path: Path, folder: Path, schema: Any) -> Any:
    """An index of the same documents, made with one thread."""
    if folder.exists():
        index = tantivy.Index(schema, path=str(folder))
        index.reload()
        return index
    folder.mkdir(parents=True)
    index = tantivy.Index(schema, path=str(folder))
    started, writer = time.process_time(), index.writer(heap_size=256_000_000, num_threads=1)
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    is_event = folder.name == "event"
    sql = (
        "SELECT n, label, quotes, tags, (SELECT first FROM event WHERE event.n = event_document.n) FROM event_document"
        if is_event
        else "SELECT n, headline, text, '', published FROM article"
    )
    for n, short, long, tags, day in connection.execute(sql):
        names = ("label", "quotes") if is_event else ("headline", "text")
        number = int(f"{day[:10]}-01-01"[:10].replace("-", "")) if day else 0
        writer.add_document(tantivy.Document(**{names[0]: short, names[1]: long or "", "tags": tags, "n": n, "day": number}))
    writer.commit()
    writer.wait_merging_threads()
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"tantivy, {folder.name}: {time.process_time() - started:.0f} s, {size / 1e6:,.0f} MB")
    index.reload()
    return index


if __name__ == "__main__":
    raise SystemExit(main())
