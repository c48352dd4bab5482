"""Networks made from a graph. Nodes are entities by their IRI; only what is said to have happened counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

import networkx as nx

from kgraph.outgoing import one_line
from kgraph.rdf.view import Actor, Happening, View

Network: TypeAlias = "nx.Graph[str]"  # directed ones are a kind of it
HAPPENED = ("happened", "disputed")
_MEETING_ROOTS = frozenset({"Consult"})
_SIGNS = {"cooperation": 1, "conflict": -1}


def who_meets_whom(view: View) -> Network:
    """Undirected; an edge for each two sides of meetings, visits and talks, its weight their number."""
    network: Network = nx.Graph()
    for happening in _happened(view):
        if happening.root in _MEETING_ROOTS:
            sides = sorted({*happening.fillers("agent"), *happening.fillers("patient", "recipient", "addressee")})
            for pair in combinations(sides, 2):
                _count(network, view, pair, weight=1)
    return network


def who_does_what_to_whom(view: View) -> Network:
    """Directed from source to target; ``cooperation`` and ``conflict`` count events, ``sign`` says which is more (1, -1, 0)."""
    network: Network = nx.DiGraph()
    for happening in _happened(view):
        sign = _SIGNS.get(happening.orientation)
        if sign is None:
            continue
        for pair in _directed(happening):
            _count(network, view, pair, weight=1, cooperation=sign > 0, conflict=sign < 0)
    for _, _, data in network.edges(data=True):
        balance = data["cooperation"] - data["conflict"]
        data["sign"] = (balance > 0) - (balance < 0)
    return network


def who_takes_part_together(view: View) -> Network:
    """Undirected; an edge for each two named entities that have a part in the same event, its weight the number of such events."""
    network: Network = nx.Graph()
    for happening in _happened(view):
        parts = sorted({entity for role, entity in happening.roles if view.actors[entity].named})
        for pair in combinations(parts, 2):
            _count(network, view, pair, weight=1)
    return network


NETWORKS: Mapping[str, Callable[[View], Network]] = {
    "who-meets-whom": who_meets_whom,
    "who-does-what-to-whom": who_does_what_to_whom,
    "who-takes-part-together": who_takes_part_together,
}


def _happened(view: View) -> Iterator[Happening]:
    return (happening for happening in view.happenings.values() if happening.factuality in HAPPENED)


def _directed(happening: Happening) -> Iterator[tuple[str, str]]:
    """The dyads; a symmetric event goes both ways."""
    for source, target in happening.dyads():
        yield source, target
        if happening.symmetric:
            yield target, source


def _count(network: Network, view: View, pair: tuple[str, str], **counts: int) -> None:
    for node in pair:
        if node not in network:
            network.add_node(node, **_attributes(view.actors[node]))
    data = network.get_edge_data(*pair)
    if data is None:
        network.add_edge(*pair, **{name: int(count) for name, count in counts.items()})
    else:
        for name, count in counts.items():
            data[name] += int(count)


def _attributes(actor: Actor) -> dict[str, str | int]:
    return {"label": one_line(actor.name), "type": actor.type, "country": actor.country, "mentions": actor.mentions}
