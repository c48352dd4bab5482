"""Measures of a network's nodes, as networkx computes them: who is central, who stands between, who belongs together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import networkx as nx

from kgraph.analyse.networks import Network
from kgraph.analyse.tables import Table

# Above this many nodes betweenness is estimated from a sample of sources: exact, it takes a minute for some thousands.
_SAMPLE = 500
_SEED = 1


def degree(network: Network) -> Mapping[str, float]:
    """How many others a node has an edge with."""
    return dict(network.degree())


def strength(network: Network) -> Mapping[str, float]:
    """The sum of the weights of a node's edges."""
    return dict(network.degree(weight="weight"))


def betweenness(network: Network) -> Mapping[str, float]:
    """The share of shortest paths that lead through a node (Freeman 1977), from a sample of sources in large networks."""
    k = _SAMPLE if len(network) > _SAMPLE else None
    return nx.betweenness_centrality(network, k=k, seed=_SEED)


def pagerank(network: Network) -> Mapping[str, float]:
    """How often a walk along the edges comes by (Page and Brin 1998), edges by weight.

    Plain power iteration over the edges: networkx's own needs scipy, which nothing else here does.
    """
    nodes = sorted(network)
    if not nodes:
        return {}
    directed: nx.DiGraph[str] = nx.DiGraph(network)
    out = {node: sum(data["weight"] for _, _, data in directed.out_edges(node, data=True)) for node in nodes}
    rank = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(100):
        lost = sum(rank[node] for node in nodes if not out[node])
        following = dict.fromkeys(nodes, (0.15 + 0.85 * lost) / len(nodes))
        for source, target, data in directed.edges(data=True):
            following[target] += 0.85 * rank[source] * data["weight"] / out[source]
        change = sum(abs(following[node] - rank[node]) for node in nodes)
        rank = following
        if change < 1e-9 * len(nodes):
            break
    return rank


def community(network: Network) -> Mapping[str, float]:
    """The number of a node's community (Louvain: Blondel and others 2008), the largest first."""
    if not network.number_of_edges():
        return dict.fromkeys(network, 0)
    # Numbers for names: the algorithm goes through sets, and the order of strings in a set changes from run to run.
    nodes = sorted(network)
    number = {node: index for index, node in enumerate(nodes)}
    undirected: nx.Graph[int] = nx.Graph()
    undirected.add_nodes_from(range(len(nodes)))
    for source, target, data in sorted(network.edges(data=True), key=lambda edge: edge[:2]):
        pair = number[source], number[target]
        weight = data["weight"] + (undirected.get_edge_data(*pair) or {"weight": 0})["weight"]
        undirected.add_edge(*pair, weight=weight)
    found = nx.community.louvain_communities(undirected, weight="weight", seed=_SEED)
    ordered = sorted(found, key=lambda members: (-len(members), min(members)))
    return {nodes[member]: index for index, members in enumerate(ordered) for member in members}


MEASURES: Mapping[str, Callable[[Network], Mapping[str, float]]] = {
    "degree": degree,
    "strength": strength,
    "betweenness": betweenness,
    "pagerank": pagerank,
    "community": community,
}


def measures(network: Network) -> Table:
    """A row a node, the highest PageRank first."""
    values = {name: measure(network) for name, measure in MEASURES.items()}
    nodes = sorted(network, key=lambda node: (-values["pagerank"][node], node))
    rows = tuple((node, network.nodes[node]["label"], *(_rounded(values[name][node]) for name in MEASURES)) for node in nodes)
    return Table(("entity", "name", *MEASURES), rows)


def _rounded(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}"
