"""Times the questions of the API on an index: of each, the median and the slowest of twenty, in milliseconds of processor time.

    python -m benchmarks.speed.ask INDEX

Actors, events and articles are drawn by a seed, those first that have most. What a server remembers of a build (how many items a list has)
is forgotten before each question. benchmarks.speed.search makes a large index of small builds.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import msgspec

from kgraph import ask
from kgraph.index import Index

_TIMES, _SEED = 20, 11


def main() -> int:
    """Prints the figures of docs/api.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="an index.sqlite")
    path = parser.parse_args().index
    with Index(path) as index:
        print(ask.about(index))
        questions = dict(_questions(index))
    for name, made in questions.items():
        times = [_time(path, question) for question in made]
        print(f"| {name} | {median(times):.0f} | {max(times):.0f} |")
    return 0


def _time(path: Path, question: Callable[[Index], object]) -> float:
    """Milliseconds of a question to an index that was just opened, and remembers nothing."""
    with Index(path) as index:
        started = time.process_time()
        msgspec.json.encode(question(index))
        return (time.process_time() - started) * 1000


def _questions(index: Index) -> Iterator[tuple[str, list[Callable[[Index], object]]]]:
    chance = random.Random(_SEED)
    actors = [one.iri for one in ask.entities(index, ask.EntityQuestion(limit=500, named=True)).items]
    events = [one.iri for one in ask.events(index, ask.EventQuestion(limit=500)).items]
    articles = [one.iri for one in ask.articles(index, ask.ArticleQuestion(limit=500)).items]
    drawn = chance.sample(actors[:100], _TIMES)

    def each(values: list[str], asking: Callable[[Index, str], object]) -> list[Callable[[Index], object]]:
        return [partial(_asked, asking, value) for value in values]

    orders = ("reported", "time", "newest", "surest")
    yield "events, a page in any order", each([*orders], lambda i, one: ask.events(i, _convert({"order": one})))
    types = [one.name for one in ask.types(index).events if one.events][:_TIMES]
    yield "events of a type", each(types, lambda i, one: ask.events(i, _convert({"type": [one]})))
    yield "events of an actor", each(drawn, lambda i, one: ask.events(i, _convert({"actor": [one]})))
    months = [f"2004-{month:02}" for month in range(1, 13)]
    yield "events of a month", each(months, lambda i, one: ask.events(i, _convert({"since": one, "until": one})))
    words = ["election", "said", "prime minister", "world cup"]
    yield "events with words", each(words, lambda i, one: ask.events(i, _convert({"words": one})))
    yield "an event", each(chance.sample(events, _TIMES), ask.event)
    yield "an entity", each(drawn, ask.entity)
    yield "an article", each(chance.sample(articles, _TIMES), ask.article)
    yield (
        "statements",
        each(["newest", "oldest"], lambda i, one: ask.statements(i, msgspec.convert({"order": one}, ask.StatementQuestion))),
    )
    yield "statements of a speaker", each(drawn, lambda i, one: ask.statements(i, ask.StatementQuestion(speaker=one)))
    yield "statements about an actor", each(drawn, lambda i, one: ask.statements(i, ask.StatementQuestion(about=one)))
    yield "timeline of an actor", each(drawn, lambda i, one: ask.timeline(i, ask.TimelineQuestion(of=one)))
    pairs = [" ".join(pair) for pair in pairwise(drawn)]
    yield "path between two actors", each(pairs, _path)
    yield "dyads of an actor", each(drawn, lambda i, one: ask.dyads(i, ask.DyadQuestion(actor=(one,))))
    yield "all dyads", each([""], lambda i, _: ask.dyads(i, ask.DyadQuestion()))
    matters = ("whether", "figures", "days")
    yield (
        "disagreements",
        each([*matters], lambda i, one: ask.disagreements(i, msgspec.convert({"on": one}, ask.DisagreementQuestion))),
    )
    facets = ("type", "factuality", "orientation", "publisher", "month", "actor", "kind", "country", "place")
    yield (
        "a facet of all events",
        each([*facets], lambda i, one: ask.facets(i, msgspec.convert({"by": [one]}, ask.FacetQuestion))),
    )
    yield "four facets of an actor's events", each(drawn, lambda i, one: ask.facets(i, ask.FacetQuestion(actor=(one,))))


def _asked(asking: Callable[[Index, str], object], value: str, index: Index) -> object:
    return asking(index, value)


def _convert(question: dict[str, object]) -> ask.EventQuestion:
    return msgspec.convert(question, ask.EventQuestion)


def _path(index: Index, ends: str) -> object:
    first, second = ends.split(" ")
    return ask.path(index, ask.PathQuestion(from_=first, to=second))


if __name__ == "__main__":
    raise SystemExit(main())
