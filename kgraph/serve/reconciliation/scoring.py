"""How well an entity fits a query: the likeness of the names, the type, and the properties that are known of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kgraph.ask.answers import Entity
from kgraph.ask.candidates import candidates, identified, linked
from kgraph.index import Index
from kgraph.lexicon import entity_is_a, entity_types
from kgraph.resolve.names import is_bare, normalised, top_type
from kgraph.serve.reconciliation.properties import agreement
from kgraph.serve.reconciliation.queries import Query

EXACT = 100.0
"""The score of a query that an entity fits in all that is said."""
_LEAST = 60.0  # of the likeness of two names, from 0 to 100, from which one is a candidate for the other
_MARGIN = 5.0  # by how much a match must lead
_WEIGHTS = {"name": 6.0, "type": 1.0, "property": 1.0}
_BROADER = 0.5  # what a type counts that is broader than the one that is asked for: a Thing may be a Person


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity with its score from 0 to 100, and the features that make it: the name from 0 to 100, all others from 0 to 1."""

    entity: Entity
    score: float
    features: Mapping[str, float]
    is_full: bool
    match: bool = False


def answer(query: Query, index: Index) -> list[Scored]:
    """The candidates for a query, the best first, as many as it wants."""
    scored = [one for entity in _looked_up(query, index) if (one := _scored(query, entity, index)) is not None]
    scored.sort(key=lambda one: (-one.score, -one.entity.mentions, one.entity.iri))
    if scored and _is_certain(scored):
        scored[0] = Scored(scored[0].entity, scored[0].score, scored[0].features, scored[0].is_full, match=True)
    return scored[: query.most]


def _looked_up(query: Query, index: Index) -> Sequence[Entity]:
    """Whoever may be meant: by identifier or by name; where there is neither, by a link."""
    if not query.name:
        links = [value for one in query.properties if one.pid == "sameAs" for value in one.values if value]
        return list(dict.fromkeys(entity for link in links for entity in linked(index, link)))
    return list(dict.fromkeys((*identified(index, [query.name]), *candidates(index, query.name))))


def _scored(query: Query, entity: Entity, index: Index) -> Scored | None:
    """A candidate's score; None where it is none: its names are too unlike, or it is something else than is asked for."""
    plain = normalised(query.name)
    by_id = query.name in (entity.iri, entity.iri.removeprefix(f"{index.base}entity/"))
    likeness = EXACT if by_id else max((_likeness(plain, normalised(name)) for name in entity.names), default=0.0)
    features: dict[str, float] = {"name": likeness} if query.name else {}
    if query.types:
        features["type"] = _fit(entity.type, query)
    features |= _agreements(query, entity, index)
    if (query.name and likeness < _LEAST) or (features.get("type") == 0 and query.type_strict != "should"):
        return None
    is_full = by_id or not query.name or _is_full(query.name, entity)
    return Scored(entity, _mean(features), features, is_full)


def _likeness(one: str, other: str) -> float:
    """How alike two normalised names are, from 0 to 100. Names of which one has all words of the other count, as surnames do."""
    if one == other and one:
        return EXACT
    words, others = set(one.split()), set(other.split())
    shorter, longer = sorted((words, others), key=len)
    part = 65 + 25 * len(shorter) / len(longer) if shorter and shorter < longer else 0.0
    return min(99.0, max(fuzz.ratio(one, other), 0.97 * fuzz.token_sort_ratio(one, other), part))


def _fit(kind: str, query: Query) -> float:
    """How well a type fits those that are asked for: 1 for one or a finer one, less for a broader one. "all" wants each of them."""
    fits = [1.0 if entity_is_a(kind, one) else _BROADER if entity_is_a(one, kind) else 0.0 for one in _known(query)]
    return (min if query.type_strict == "all" else max)(fits, default=0.0)


def _known(query: Query) -> Iterator[str]:
    return (one for one in query.types if one in entity_types())


def _agreements(query: Query, entity: Entity, index: Index) -> dict[str, float]:
    """The properties of which both have a value."""
    found = {one.pid: agreement(entity, one.pid, one.values, index) for one in query.properties}
    return {f"property:{pid}": float(agrees) for pid, agrees in found.items() if agrees is not None}


def _mean(features: Mapping[str, float]) -> float:
    """The weighted mean, from 0 to 100."""
    weighted = [(_WEIGHTS[name.partition(":")[0]], value if name == "name" else value * 100) for name, value in features.items()]
    return round(sum(weight * value for weight, value in weighted) / (sum(weight for weight, _ in weighted) or 1), 2)


def _is_full(name: str, entity: Entity) -> bool:
    """Whether a name is enough to know somebody by: a bare surname is not."""
    return top_type(entity.type) != "Person" or not is_bare(name)


def _is_certain(scored: Sequence[Scored]) -> bool:
    """Whether the best is the match: all that is said fits it, its name is no bare surname, and no other comes near."""
    best, others = scored[0], scored[1:]
    return best.score == EXACT and bool(best.features) and best.is_full and not any(one.score > EXACT - _MARGIN for one in others)
