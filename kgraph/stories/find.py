"""Which articles are one story.

An article is known by the words and named actors that say most of it: those that it has often and that few others have. Articles that share
some of them are compared; the most alike join first, as long as the two groups are alike as wholes, or a story would run on from one thing
to the next. The time is in proportion to the articles, as an article meets only those with which it shares a rare word.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kgraph.rdf.view import Source, View
from kgraph.resolve.words import RAREST, hashed, stems, weights
from kgraph.stories.titles import title_of
from kgraph.stories.values import values

Vector = dict[str, float]
_SHARED = 3
"""How many words or actors two articles of a story have in common: a single one can be a word of the page around them."""
_COMPARED = 60
"""With how many others an article is compared: those with which it shares most of what says most of it."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that a reader follows together, by their day; ``actors`` are IRIs, those that say most of it first.

    ``slug`` names it among the others of its view; it is made of the title. ``origins`` counts the texts that differ.
    """

    slug: str
    title: str
    articles: tuple[str, ...]
    actors: tuple[str, ...]
    begin: str
    end: str
    origins: int


def stories(view: View, least: int = 2) -> list[Story]:
    """The stories of a view that have so many articles, the largest first."""
    vectors = _vectors(view)
    groups = [group for group in _groups(vectors, view) if len(group) >= least]
    made = [_story(group, vectors, view) for group in groups]
    ordered = sorted(made, key=lambda story: (-story.origins, -len(story.articles), story.title, story.articles))
    return list(_with_slugs(ordered))


def alike(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length one."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(value * other[name] for name, value in one.items() if name in other)


def _story(group: Sequence[str], vectors: Mapping[str, Vector], view: View) -> Story:
    ordered = sorted(group, key=lambda article: (view.sources[article].published or "9999", article))
    days = [view.sources[article].published[:10] for article in ordered if view.sources[article].published]
    middle = _sum(vectors[article] for article in group)
    return Story(
        slug="",
        title=title_of([view.sources[article] for article in ordered], {a: alike(vectors[a], middle) for a in group}),
        articles=tuple(ordered),
        actors=_actors(group, vectors, view),
        begin=min(days, default=""),
        end=max(days, default=""),
        origins=len({view.sources[article].origin or article for article in group}),
    )


def _actors(group: Sequence[str], vectors: Mapping[str, Vector], view: View) -> tuple[str, ...]:
    """The actors of a story: of more than one of its articles where it has several, those that say most of it first."""
    said = _sum(vectors[article] for article in group)
    often = Counter(actor for article in group for actor in {entity for _, _, entity in view.sources[article].mentions})
    least = 2 if len(group) > 2 else 1
    known = [name for name in said if name in view.actors and often[name] >= least]
    return tuple(sorted(known, key=lambda name: (-said[name] * often[name], name))[:10])


def _with_slugs(found: Iterable[Story]) -> Iterator[Story]:
    taken: Counter[str] = Counter()
    for story in found:
        words = "-".join(re.findall(r"[a-z0-9]+", story.title.lower())[:8]) or "story"
        taken[words] += 1
        slug = words if taken[words] == 1 else f"{words}-{taken[words]}"
        yield Story(slug, story.title, story.articles, story.actors, story.begin, story.end, story.origins)


def _vectors(view: View) -> dict[str, Vector]:
    """What says most of each article, as a vector of length one."""
    counted = {iri: _counts(source, view) for iri, source in view.sources.items()}
    often = Counter(name for counts in counted.values() for name in counts)
    number = len(counted)
    return {iri: _vector(counts, often, number) for iri, counts in counted.items()}


def _counts(source: Source, view: View) -> Vector:
    known = weights()
    counts: Vector = defaultdict(float)
    for text, weight in ((source.headline, values().headline), (source.text, 1.0)):
        for word, count in Counter(stems(text)).items():
            if _tells(word, known):
                counts[word] += weight * count
    for _, _, entity in source.mentions:
        if (actor := view.actors.get(entity)) is not None and actor.named:
            counts[entity] += values().actor
    return counts


def _tells(word: str, known: Mapping[int, float]) -> bool:
    """Whether a word can say what an article is about: neither a number nor one that most articles have."""
    return not word[0].isdigit() and known.get(hashed(word), RAREST) > 1


def _vector(counts: Vector, often: Mapping[str, int], number: int) -> Vector:
    """Of words that only this article has nothing stays: they find nobody."""
    scored = {
        name: (1 + math.log(count)) * math.log(1 + number / often[name])
        for name, count in counts.items()
        if often[name] > 1 and count > 0
    }
    kept = sorted(scored, key=lambda name: (-scored[name], name))[: values().features]
    return _unit({name: scored[name] for name in kept if scored[name] > 0})


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}


def _sum(vectors: Iterable[Vector]) -> Vector:
    total: Vector = defaultdict(float)
    for vector in vectors:
        for name, value in vector.items():
            total[name] += value
    return dict(total)


def _groups(vectors: Mapping[str, Vector], view: View) -> Iterator[list[str]]:
    """Groups of articles: the most alike join first, where their groups are alike on average."""
    home = {article: article for article in vectors}
    members = {article: [article] for article in vectors}
    sums = {article: dict(vector) for article, vector in vectors.items()}
    for one, other in _pairs(vectors, view):
        first, second = sorted((home[one], home[other]), key=lambda group: (-len(members[group]), group))
        if first == second:
            continue
        mean = alike(sums[first], sums[second]) / (len(members[first]) * len(members[second]))
        if mean >= values().together:
            for article in members[second]:
                home[article] = first
            members[first] += members.pop(second)
            sums[first] = _sum((sums[first], sums.pop(second)))
    yield from members.values()


def _pairs(vectors: Mapping[str, Vector], view: View) -> Iterator[tuple[str, str]]:
    """Pairs of articles that are near, the most alike first; of each article only its nearest ones."""
    owners: dict[str, list[str]] = defaultdict(list)
    for article, vector in sorted(vectors.items()):
        for name in vector:
            owners[name].append(article)
    most = min(values().most, max(values().few, int(values().common * len(vectors))))
    found: dict[tuple[str, str], float] = {}
    for article, vector in vectors.items():
        met = Counter(other for name in vector if len(owners[name]) <= most for other in owners[name] if other != article)
        best = heapq.nsmallest(
            _COMPARED, (other for other, count in met.items() if count >= _SHARED), key=lambda other: (-met[other], other)
        )
        scored = sorted(
            ((_likeness(article, other, vectors, view), other) for other in best), key=lambda pair: (-pair[0], pair[1])
        )
        for score, other in scored[: values().neighbours]:
            if score >= values().near:
                found[min(article, other), max(article, other)] = score
    return iter(sorted(found, key=lambda pair: (-found[pair], pair)))


def _likeness(one: str, other: str, vectors: Mapping[str, Vector], view: View) -> float:
    first, second = view.sources[one].published[:10], view.sources[other].published[:10]
    apart = abs((_day(first) - _day(second)).days) if first and second else 0
    return alike(vectors[one], vectors[other]) * math.pow(0.5, max(0, apart - 1) / values().days)


@lru_cache(1 << 14)
def _day(written: str) -> date:
    return date.fromisoformat(written)
