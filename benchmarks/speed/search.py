"""Times full-text search over about a million sentences: SQLite's FTS5, as kgraph uses it, and tantivy.

    python -m benchmarks.speed.search -d BUILD [BUILD ...] [--sentences 1000000] [--folder FOLDER] [--tantivy]

The articles, entities and events of the builds are repeated until there are that many sentences, each time in other words: a seeded
permutation puts another word in the place of each, of about the same frequency, so that neither sentences nor paragraphs recur, but words
are as common as in real news and stand together as in real sentences. The 200 most frequent words stay. One word in three that are rare
gets an ending of its own, as new articles bring new names. Days move by up to ten years. ``--tantivy`` needs the package tantivy.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from kgraph.build.declared import INDEX, STORE
from kgraph.index import write_nodes
from kgraph.rdf.nodes import Kind, StoredNodes
from kgraph.rdf.store import open_quads
from kgraph.rdf.view import Actor, Happening, Source, Telling

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])|\n\s*\n")
_STAYING, _BAND, _RARE = 200, 40, 5
Words = Callable[[str], str]


def main() -> int:
    """Prints the figures of docs/search.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-d", "--builds", type=Path, nargs="+", required=True, metavar="BUILD", help="folders of builds")
    parser.add_argument("--sentences", type=int, default=1_000_000, metavar="N", help="how many (default: a million)")
    parser.add_argument(
        "--folder", type=Path, default=Path("search-benchmark"), help="where to write (default: search-benchmark)"
    )
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True)
    corpus = Corpus.of([StoredNodes(open_quads(build / STORE), whole=True) for build in options.builds])
    copies = -(-options.sentences // corpus.sentences)
    started = time.process_time()
    write_nodes(Repeated(corpus, copies), options.folder / INDEX, graph="g", base="https://w3id.org/kgraph/")
    articles, events = (len(found) * copies for found in (corpus.articles, corpus.events))
    print(f"{copies} copies of {corpus.sentences:,} sentences, {articles:,} articles, {events:,} events")
    print(f"{time.process_time() - started:.0f} s, {(options.folder / INDEX).stat().st_size / 1e6:,.0f} MB")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB of memory")
    return 0


@dataclass(frozen=True)
class Corpus:
    """What builds say, in memory."""

    kinds: Sequence[Kind]
    articles: Sequence[Source]
    entities: Sequence[Actor]
    events: Sequence[Happening]

    @classmethod
    def of(cls, graphs: Sequence[StoredNodes]) -> Corpus:
        """Of several builds; what two of them know is taken from the first, event types from the last."""
        return cls(
            list(graphs[-1].kinds()),
            list({source.iri: source for graph in graphs for source in graph.articles()}.values()),
            list({actor.iri: actor for graph in graphs for actor in graph.entities()}.values()),
            list({event.iri: event for graph in graphs for event in graph.events()}.values()),
        )

    @property
    def sentences(self) -> int:
        """About how many sentences the articles have."""
        return sum(len(_SENTENCE.findall(source.text)) + 1 for source in self.articles)

    def frequencies(self) -> Counter[str]:
        """How often each word is there, in lower case."""
        return Counter(word.lower() for source in self.articles for word in _WORD.findall(source.text))


class Repeated:
    """A corpus so many times, each time in other words."""

    def __init__(self, corpus: Corpus, copies: int) -> None:
        self._corpus = corpus
        frequencies = corpus.frequencies()
        ranked = sorted(frequencies, key=lambda word: (-frequencies[word], word))
        self._copies = [Copy(number, reworded(ranked, frequencies, number)) for number in range(copies)]

    def kinds(self) -> Iterable[Kind]:
        """The event types."""
        return self._corpus.kinds

    def articles(self, iris: Iterable[str] | None = None) -> Iterator[Source]:
        """All articles."""
        assert iris is None
        return chain.from_iterable(map(copy.article, self._corpus.articles) for copy in self._copies)

    def entities(self, iris: Iterable[str] | None = None) -> Iterator[Actor]:
        """All entities."""
        assert iris is None
        return chain.from_iterable(map(copy.entity, self._corpus.entities) for copy in self._copies)

    def events(self, iris: Iterable[str] | None = None) -> Iterator[Happening]:
        """All events; none is part of another."""
        return chain.from_iterable(map(copy.event, self._corpus.events) for copy in self._copies) if iris is None else iter(())

    def chains(self, _entity: str, /) -> Sequence[str]:
        """None."""
        return ()

    def repeats(self) -> Sequence[tuple[str, str]]:
        """None."""
        return ()


@dataclass(frozen=True)
class Copy:
    """One time the corpus, in other words and on other days."""

    number: int
    words: Words

    def article(self, source: Source) -> Source:
        """An article."""
        return replace(
            source,
            iri=self._iri(source.iri),
            headline=self.words(source.headline),
            published=self._day(source.published),
            text=self.words(source.text),
            mentions=(),  # their offsets are others in other words
        )

    def entity(self, actor: Actor) -> Actor:
        """An entity."""
        aliases = tuple(dict.fromkeys(map(self.words, actor.aliases)))
        return replace(actor, iri=self._iri(actor.iri), name=self.words(actor.name), aliases=aliases)

    def event(self, event: Happening) -> Happening:
        """An event with its reports."""
        return replace(
            event,
            iri=self._iri(event.iri),
            label=self.words(event.label),
            roles=tuple((role, self._iri(entity)) for role, entity in event.roles),
            begin=self._day(event.begin),
            end=self._day(event.end),
            wholes=(),
            tellings=tuple(map(self._telling, event.tellings)),
        )

    def _telling(self, told: Telling) -> Telling:
        speaker = self._iri(told.speaker) if told.speaker else ""
        return replace(
            told,
            iri=self._iri(told.iri),
            article=self._iri(told.article),
            quote=self.words(told.quote),
            speaker=speaker,
            counted=(),
        )

    def _iri(self, iri: str) -> str:
        return f"{iri}~{self.number}"

    def _day(self, day: str) -> str:
        if len(day) < len("2024-03-12"):
            return day
        return str(date.fromisoformat(day[:10]) - timedelta(days=random.Random(self.number).randrange(3650)))


def reworded(ranked: Sequence[str], frequencies: Counter[str], seed: int) -> Words:
    """What puts other words in the place of those of a text; their first capitals stay."""
    chance = random.Random(seed)
    others = list(ranked)
    for start in range(_STAYING, len(others), _BAND):
        band = others[start : start + _BAND]
        chance.shuffle(band)
        others[start : start + _BAND] = band
    endings = ["ville", "son", "man", "ford", "ton", "sky", "berg", "ham"]
    new = {
        word: f"{other}{chance.choice(endings)}" if frequencies[word] < _RARE and chance.random() < 1 / 3 else other
        for word, other in zip(ranked, others, strict=True)
    }

    def of(match: re.Match[str]) -> str:
        found = new.get(match[0].lower(), match[0])
        return found.capitalize() if match[0][0].isupper() else found

    return lambda text: _WORD.sub(of, text)


if __name__ == "__main__":
    raise SystemExit(main())
