"""The network that the page shows: actors as nodes, what passed between them as edges, with positions computed beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pyvis.network import Network

from kgraph.explore.layout import positions
from kgraph.ontology import entity_is_a, entity_types
from kgraph.rdf.view import Actor, View

# Shapes tell the kinds apart where colours cannot.
_SHAPES = {"Person": "dot", "Organization": "square", "Place": "diamond", "Group": "triangle", "NamedEvent": "star"}
_CORE = 25
"""How many actors the first view shows: what a reader can take in at once."""
_MOST = 1500
"""How many actors are laid out; above that the page shows the core and finds the others by search."""

Pair = tuple[str, str, str, bool]


def network(view: View) -> Network:
    """A pyvis network; node ids are the actors' places in the order of their importance, edge ``events`` are events' IRIs."""
    edges = _edges(view)
    ranked = _ranked(edges, view)[:_MOST]
    rank = {iri: number for number, iri in enumerate(ranked)}
    kept = {pair: events for pair, events in edges.items() if pair[0] in rank and pair[1] in rank}
    weights: Counter[tuple[int, int]] = Counter()
    for (source, target, _, _), events in kept.items():
        a, b = sorted((rank[source], rank[target]))
        weights[a, b] += len(events)
    names = [view.actors[iri].name for iri in ranked]
    places = positions(names, weights)
    core = positions(names[:_CORE], Counter({pair: n for pair, n in weights.items() if max(pair) < _CORE}))
    shown = Network(directed=True)
    # Filled directly: add_node and add_edge look through all that is there each time (6 times slower at 5,000 nodes).
    shown.nodes = [
        _node(number, view.actors[iri], places[number], core[number] if number < _CORE else places[number], weights)
        for number, iri in enumerate(ranked)
    ]
    shown.edges = [_edge(number, pair, kept[pair], rank) for number, pair in enumerate(sorted(kept))]
    return shown


def _edges(view: View) -> Mapping[Pair, tuple[str, ...]]:
    """The events between each two actors, by (source, target, orientation, whether both sides act alike)."""
    found: dict[Pair, list[str]] = {}
    for event in view.happenings.values():
        for source, target in event.dyads():
            found.setdefault((source, target, event.orientation, event.symmetric), []).append(event.iri)
    return {pair: tuple(events) for pair, events in found.items()}


def _ranked(edges: Mapping[Pair, tuple[str, ...]], view: View) -> list[str]:
    """The actors, those with the most events first; named ones before others."""
    counts: Counter[str] = Counter()
    for (source, target, _, _), events in edges.items():
        counts[source] += len(events)
        counts[target] += len(events)
    return sorted(counts, key=lambda iri: (not view.actors[iri].named, -counts[iri], -view.actors[iri].mentions, iri))


def _node(
    number: int, actor: Actor, place: tuple[float, float], core: tuple[float, float], weights: Mapping[tuple[int, int], int]
) -> dict[str, object]:
    strength = sum(weight for pair, weight in weights.items() if number in pair) if number < _CORE else 0
    return {
        "id": number,
        "iri": actor.iri,
        "label": _short(actor.name),
        "shape": next((shape for kind, shape in _SHAPES.items() if entity_is_a(actor.type, kind)), "dot"),
        "color": entity_types()[actor.type].colour if actor.type in entity_types() else "#999999",
        "size": 9 + min(22, 2.2 * strength**0.7),
        "x": place[0],
        "y": place[1],
        "core": core,
    }


def _short(name: str, length: int = 28) -> str:
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"


def _edge(number: int, pair: Pair, events: tuple[str, ...], rank: Mapping[str, int]) -> dict[str, object]:
    source, target, orientation, symmetric = pair
    return {
        "id": number,
        "from": rank[source],
        "to": rank[target],
        "orientation": orientation,
        "symmetric": symmetric,
        "events": events,
    }
