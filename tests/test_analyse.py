"""Networks, measures and tables, on views made by hand."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from kgraph.analyse import NETWORKS, TABLES, analyse
from kgraph.analyse.measures import MEASURES, community, measures, pagerank
from kgraph.analyse.networks import Network, who_does_what_to_whom, who_meets_whom, who_takes_part_together
from kgraph.analyse.tables import dyads, timeline
from kgraph.rdf.view import Happening, View
from tests.views import actor, happening, many, view_of

ANN, BO, CY = actor("Ann"), actor("Bo", "Country"), actor("Cy")
CROWD = actor("the crowd", "Group", named=False)
PEOPLE = (ANN, BO, CY, CROWD)


def edges(network: Network, *names: str) -> dict[tuple[str, str], tuple[int, ...]]:
    """Each edge with these of its values, by the names of its ends."""
    called = {node: data["label"] for node, data in network.nodes(data=True)}
    found = {(called[a], called[b]): tuple(data[name] for name in names) for a, b, data in network.edges(data=True)}
    return found if network.is_directed() else {(min(pair), max(pair)): values for pair, values in found.items()}


def some(*events: Happening) -> View:
    return view_of(PEOPLE, events)


def test_meetings_are_undirected_and_counted() -> None:
    met = who_meets_whom(
        some(
            happening("1", "Meeting", [("agent", ANN), ("agent", BO)]),
            happening("2", "Visit", [("agent", BO), ("patient", ANN)]),
            happening("3", "Blame", [("agent", ANN), ("patient", CY)]),
        )
    )
    assert not met.is_directed()
    assert edges(met, "weight") == {("Ann", "Bo"): (2,)}


def test_signed_and_directed() -> None:
    whole = who_does_what_to_whom(
        some(
            happening("1", "Blame", [("agent", ANN), ("patient", BO)]),
            happening("2", "Attack", [("agent", ANN), ("patient", BO)]),
            happening("3", "Praise", [("agent", ANN), ("patient", BO)]),
            happening("4", "Praise", [("agent", BO), ("patient", ANN)]),
            happening("5", "Praise", [("agent", CY), ("patient", BO)]),
            happening("6", "Blame", [("agent", CY), ("patient", BO)]),
            happening("7", "Statement", [("agent", CY), ("addressee", ANN)]),
        )
    )
    assert whole.is_directed()
    assert edges(whole, "cooperation", "conflict", "sign", "weight") == {
        ("Ann", "Bo"): (1, 2, -1, 3),
        ("Bo", "Ann"): (1, 0, 1, 1),
        ("Cy", "Bo"): (1, 1, 0, 2),
    }


def test_a_symmetric_event_goes_both_ways() -> None:
    whole = who_does_what_to_whom(some(happening("1", "Meeting", [("agent", ANN), ("agent", BO)])))
    assert edges(whole, "cooperation", "sign") == {("Ann", "Bo"): (1, 1), ("Bo", "Ann"): (1, 1)}


def test_taking_part_together_is_of_named_ones_in_any_role() -> None:
    network = who_takes_part_together(
        some(
            happening("1", "Statement", [("agent", ANN), ("place", BO), ("addressee", CROWD)]),
            happening("2", "Visit", [("agent", CY)]),
        )
    )
    assert edges(network, "weight") == {("Ann", "Bo"): (1,)}


@pytest.mark.parametrize(
    ("factuality", "counted"),
    [
        ("happened", True),
        ("disputed", True),
        ("did-not-happen", False),
        ("planned", False),
        ("wanted", False),
        ("possible", False),
        ("conditional", False),
    ],
)
@pytest.mark.parametrize("name", NETWORKS)
def test_only_what_happened(name: str, factuality: str, counted: bool) -> None:
    network = NETWORKS[name](some(happening("1", "Meeting", [("agent", ANN), ("agent", BO)], factuality=factuality)))
    assert bool(network.number_of_edges()) is counted


@pytest.mark.parametrize("name", NETWORKS)
def test_nothing_gives_an_empty_network(name: str) -> None:
    network = NETWORKS[name](some())
    assert len(network) == 0
    assert measures(network).rows == ()


def chain_of(*names: str) -> Network:
    network: Network = nx.DiGraph()
    for name in names:
        network.add_node(name, label=name)
    for a, b in pairwise(names):
        network.add_edge(a, b, weight=1)
    return network


def test_measures_of_a_chain() -> None:
    table = measures(chain_of("a", "b", "c"))
    assert table.columns == ("entity", "name", *MEASURES)
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert (rows["b"]["degree"], rows["b"]["betweenness"]) == ("2", "0.500000")
    assert [row[0] for row in table.rows] == ["c", "b", "a"], "the highest PageRank first"


def test_pagerank_agrees_with_its_definition() -> None:
    rank = pagerank(chain_of("a", "b", "c"))
    assert sum(rank.values()) == pytest.approx(1)
    # By hand: with t = (0.15 + 0.85 c) / 3 flowing to all, a = t, b = t + 0.85 a, c = t + 0.85 b.
    assert rank["b"] == pytest.approx(1.85 * rank["a"], abs=1e-6)
    assert rank["c"] == pytest.approx(rank["a"] + 0.85 * rank["b"], abs=1e-6)


def test_communities() -> None:
    network: Network = nx.Graph()
    for left in ("abc", "xyzw"):
        for one in left:
            for other in left:
                if one < other:
                    network.add_edge(one, other, weight=5)
    network.add_edge("a", "x", weight=1)
    found = community(network)
    assert {node for node, number in found.items() if number == 0} == set("xyzw"), "the largest first"
    assert {node for node, number in found.items() if number == 1} == set("abc")


def test_timeline() -> None:
    table = timeline(
        some(
            happening("c", "Visit", [("agent", ANN)], day="2024-03-12"),
            happening("b", "Visit", [("agent", ANN)], end="2024-03-10"),
            happening("a", "Visit", [("agent", ANN)]),
        )
    )
    assert [(row[0], row[1], row[3]) for row in table.rows] == [
        ("", "2024-03-10", "inferred"),
        ("2024-03-12", "2024-03-12", "stated"),
        ("", "", "unknown"),
    ]


def test_dyads_table() -> None:
    table = dyads(
        some(
            happening("1", "Blame", [("agent", ANN), ("patient", BO)]),
            happening("2", "Praise", [("agent", ANN), ("patient", BO)]),
            happening("3", "Praise", [("agent", ANN), ("patient", BO)]),
            happening("4", "Praise", [("agent", BO), ("patient", ANN)], factuality="planned"),
        )
    )
    assert [row[:5] for row in table.rows] == [("Ann", "Bo", "2", "1", "Praise 2; Blame 1")]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analysis")
    paths = analyse(many(40, 200), out)
    assert all(path.is_file() for path in paths)
    assert len(paths) == len(NETWORKS) * (4 + 2) + len(TABLES) * 2
    return out / "networks"


@pytest.mark.parametrize("name", NETWORKS)
def test_formats_read_back(written: Path, name: str) -> None:
    expected = NETWORKS[name](many(40, 200))
    graphml = nx.read_graphml(written / f"{name}.graphml")
    gexf = nx.read_gexf(written / f"{name}.gexf")
    linked = nx.node_link_graph(json.loads((written / f"{name}.json").read_text("utf-8")), edges="links")
    for read in (graphml, gexf, linked):
        assert read.is_directed() == expected.is_directed()
        assert set(read.nodes) == set(expected.nodes)
        if read.is_directed():
            assert set(read.edges) == set(expected.edges)
        assert {frozenset(pair) for pair in read.edges} == {frozenset(pair) for pair in expected.edges}
        for a, b, data in expected.edges(data=True):
            assert {key: read.edges[a, b][key] for key in data} == data
        assert {node: data["label"] for node, data in read.nodes(data=True)} == {
            node: data["label"] for node, data in expected.nodes(data=True)
        }


def test_csv(written: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((written / "who-does-what-to-whom.csv").read_text("utf-8"))))
    network = who_does_what_to_whom(many(40, 200))
    assert len(rows) == network.number_of_edges()
    for row in rows:
        data = network.edges[row["source_iri"], row["target_iri"]]
        assert (int(row["sign"]), int(row["weight"])) == (data["sign"], data["weight"])


def test_names_that_hurt_formats(tmp_path: Path) -> None:
    nasty = actor('A "quoted", <b>name</b> & co\n=1+1', iri="https://kgraph.example/entity/nasty")
    seen = view_of((nasty, ANN), [happening("1", "Blame", [("agent", nasty), ("patient", ANN)])])
    analyse(seen, tmp_path)
    folder = tmp_path / "networks"
    (row,) = csv.DictReader(io.StringIO((folder / "dyads.csv").read_text("utf-8")))
    assert row["source"] == nasty.name
    for network in (
        nx.read_graphml(folder / "who-does-what-to-whom.graphml"),
        nx.read_gexf(folder / "who-does-what-to-whom.gexf"),
    ):
        assert " ".join(str(network.nodes[nasty.iri]["label"]).split()) == " ".join(nasty.name.split())


def test_the_same_bytes_whatever_the_hashes(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kgraph.analyse import analyse; from kgraph.explore import explore;"
        "from tests.views import many; seen = many(40, 200); analyse(seen, Path(sys.argv[1])); explore(seen, Path(sys.argv[1]))"
    )
    contents = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        out.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).resolve().parents[1]
        subprocess.run([sys.executable, "-c", program, str(out)], check=True, env=environment, cwd=root)
        contents.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert contents[0].keys() == contents[1].keys()
    assert [name for name in contents[0] if contents[0][name] != contents[1][name]] == []
