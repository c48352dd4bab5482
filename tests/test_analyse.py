"""Networks, measures and tables, on views made by hand."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph
import pytest

from kgraph import rdf
from kgraph.analyse import NETWORKS, TABLES, analyse, findings
from kgraph.analyse.measures import MEASURES, betweenness, community, measures, pagerank
from kgraph.analyse.networks import Network, who_does_what_to_whom, who_meets_whom, who_takes_part_together
from kgraph.analyse.report import report
from kgraph.analyse.tables import dyads, timeline
from kgraph.rdf.query import run
from kgraph.rdf.view import Happening, View, view
from tests import builders
from tests.views import actor, happening, many, source, telling, view_of

KG = "https://w3id.org/kgraph/"

ANN, BO, CY = actor("Ann"), actor("Bo", "Country"), actor("Cy")
CROWD = actor("the crowd", "Group", named=False)
PEOPLE = (ANN, BO, CY, CROWD)
PICTURES = {"report-dyads", "report-communities", "report-bursts"}
ROOT = Path(__file__).resolve().parents[1]


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
    assert len(paths) == len(NETWORKS) * (4 + 2) + len(TABLES) * 2 + 2 + len(PICTURES)
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
    nasty = actor('A "quoted", <b>name</b> & co\n=1+1\x00\x1b\u2028end', iri="https://kgraph.example/entity/nasty")
    seen = view_of((nasty, ANN), [happening("1", "Blame", [("agent", nasty), ("patient", ANN)])])
    analyse(seen, tmp_path)
    folder = tmp_path / "networks"
    (row,) = csv.DictReader(io.StringIO((folder / "dyads.csv").read_text("utf-8")))
    line = 'A "quoted", <b>name</b> & co =1+1 end'
    assert row["source"] == line, "in one line, without control characters"
    for network in (
        nx.read_graphml(folder / "who-does-what-to-whom.graphml"),
        nx.read_gexf(folder / "who-does-what-to-whom.gexf"),
    ):
        assert network.nodes[nasty.iri]["label"] == line


# findings


def corpus() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.extend(rdf.graph_quads(builders.extractions(), builders.resolution(), base_iri=KG, lexicon=builders.lexicon()))
    return store


def answer(name: str) -> list[dict[str, str | None]]:
    table = run(corpus(), (ROOT / "queries" / f"{name}.rq").read_text("utf-8"))
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_dyads_are_those_of_the_query() -> None:
    seen = view(corpus())
    counts = findings.dyads(seen)
    found = Counter(
        (seen.actors[a].name, seen.actors[b].name, str(row["cooperation"]), str(row["conflict"]), str(row["events"]))
        for (a, b), row in counts.items()
    )
    rows = answer("dyads")
    assert found == Counter((row["source"], row["target"], row["cooperation"], row["conflict"], row["events"]) for row in rows)
    assert len(rows) > 2


def test_disputes_are_those_of_the_query() -> None:
    found = {event.label: (len(said), len(denied)) for event, said, denied in findings.disputes(view(corpus()))}
    rows = answer("both-sides")
    assert {row["event"] for row in rows} == set(found)
    for label, (said, denied) in found.items():
        sides = Counter(row["says"] for row in rows if row["event"] == label)
        assert (sides["it happened"], sides["it did not happen"]) == (said, denied)


def test_the_overview_agrees_with_the_queries() -> None:
    overview = report(view(corpus())).sections[0]
    assert overview.text[0].startswith(f"{len(answer('articles'))} articles")
    events = sum(int(row["events"] or 0) for row in answer("event-types"))
    named = sum(int(row["with_name"] or 0) for row in answer("entity-types"))
    assert f"of {events} events and {named} named entities" in overview.text[0]
    happened = sum(int(row["happened"] or 0) for row in answer("event-types"))
    assert f"{happened} of the events happened" in overview.text[1]


@pytest.mark.parametrize(
    ("signs", "conflicts", "torn"),
    [
        (("Praise", "Praise", "Praise"), 0, None),
        (("Praise", "Praise", "Blame"), 1, "Ann"),
        (("Praise", "Blame", "Praise"), 1, "Bo"),
        (("Blame", "Praise", "Praise"), 1, "Cy"),
        (("Blame", "Blame", "Praise"), 2, None),
        (("Blame", "Blame", "Blame"), 3, None),
    ],
    ids=["friends", "Ann between", "Bo between", "Cy between", "two against Ann", "enemies"],
)
def test_balance_of_a_triangle(signs: tuple[str, str, str], conflicts: int, torn: str | None) -> None:
    pairs = ((ANN, BO), (CY, ANN), (BO, CY))
    seen = some(
        *(
            happening(str(n), sign, [("agent", a), ("patient", b)])
            for n, (sign, (a, b)) in enumerate(zip(signs, pairs, strict=True))
        )
    )
    found = findings.balance(seen, who_does_what_to_whom(seen))
    assert found.kinds == {conflicts: 1}
    assert found.balanced == (conflicts in (0, 2))
    assert [seen.actors[middle].name for middle, _, _ in found.torn] == ([torn] if torn else [])


def test_a_triangle_needs_three_signs_and_three_names() -> None:
    seen = some(
        happening("1", "Praise", [("agent", ANN), ("patient", BO)]),
        happening("2", "Praise", [("agent", BO), ("patient", CROWD)]),
        happening("3", "Praise", [("agent", CROWD), ("patient", ANN)]),
        happening("4", "Praise", [("agent", ANN), ("patient", CY)]),
        happening("5", "Praise", [("agent", CY), ("patient", BO)]),
        happening("6", "Blame", [("agent", CY), ("patient", BO)]),
    )
    assert findings.balance(seen, who_does_what_to_whom(seen)).total == 0


def test_bursts() -> None:
    days = [f"2024-03-{1 + number:02}" for number in range(20)] + ["2024-03-12"] * 9
    seen = some(*(happening(f"{n:02}", "Praise", [("agent", ANN), ("patient", BO)], day=day) for n, day in enumerate(days)))
    found = findings.calendar(seen)
    assert (found.unit, sum(len(one.events) for one in found.bins) + found.outside) == ("day", 29)
    assert [(str(one.begin), len(one.events)) for one in findings.bursts(found)] == [("2024-03-12", 10)]


def test_events_of_long_ago_do_not_stretch_the_calendar() -> None:
    days = ["1923-01-01", *(f"2024-03-{1 + number % 28:02}" for number in range(60))]
    seen = some(*(happening(f"{n:02}", "Praise", [("agent", ANN)], day=day) for n, day in enumerate(days)))
    found = findings.calendar(seen)
    assert found.bins[0].begin.year == 2024
    assert found.outside >= 1


@pytest.mark.parametrize(
    ("day", "end", "precision", "expected"),
    [
        ("2024-03-12", "2024-03-12", "day", "2024-03-12"),
        ("2024-03-11", "2024-03-17", "week", "2024-03-11"),
        ("2024-03-01", "2024-03-31", "month", "None"),
        ("", "2024-03-15", "day", "2024-03-15"),
        ("", "", "day", "None"),
    ],
    ids=["stated", "week", "month", "inferred", "unknown"],
)
def test_day_of(day: str, end: str, precision: str, expected: str) -> None:
    event = happening("1", "Visit", [("agent", ANN)], day=day, end=end, precision=precision)
    assert str(findings.day_of(event)) == expected


def circles_of_four() -> View:
    """Two circles of four, joined by one actor of the first; one circle demonstrates friendship, the other does not."""
    left, right = ([actor(f"{side} {number}") for number in range(4)] for side in ("Left", "Right"))
    pairs = [(a, b, "Praise") for n, a in enumerate(left) for b in left[n + 1 :]] * 3
    pairs += [(a, b, "Attack") for n, a in enumerate(right) for b in right[n + 1 :]] * 3
    pairs.append((left[0], right[0], "Meeting"))
    return view_of(
        (*left, *right), [happening(f"{n:02}", kind, [("agent", a), ("patient", b)]) for n, (a, b, kind) in enumerate(pairs)]
    )


def test_circles_and_their_themes() -> None:
    seen = circles_of_four()
    network = who_takes_part_together(seen)
    found = findings.circles(seen, network, community(network))
    assert [({seen.actors[iri].name.split()[0] for iri in one.members}, one.types[0]) for one in found] == [
        ({"Left"}, ("Praise", 18)),
        ({"Right"}, ("Attack", 18)),
    ]
    assert [one.events for one in found] == [18, 18]


def test_bridges() -> None:
    seen = circles_of_four()
    network = who_takes_part_together(seen)
    found = findings.bridges(network, betweenness(network), community(network))
    assert [(seen.actors[node].name, joined, cut) for node, joined, cut in found] == [
        ("Left 0", (0, 1), 3),
        ("Right 0", (0, 1), 3),
    ]


def test_standings() -> None:
    seen = circles_of_four()
    network = who_takes_part_together(seen)
    first = findings.standings(seen, network, betweenness(network))[0]
    assert (seen.actors[first.iri].name, first.events, first.others, first.acts, first.acted_on) == ("Left 0", 10, 4, 10, 0)
    assert first.ranks["between"] == first.ranks["others"] == 1


# the report


def test_each_number_says_where_it_is_from(written: Path) -> None:
    named = 0
    for section in report(many(40, 200)).sections:
        for _, where in section.sources:
            for query in re.findall(r"kgraph query ([\w-]+)", where):
                text = (ROOT / "queries" / f"{query}.rq").read_text("utf-8")
                assert all(f"?{name}" in text for name in re.findall(r"--set (\w+)=", where))
                named += 1
            for file in re.findall(r"[\w-]+\.csv", where):
                assert (written / file).is_file()
                named += 1
        assert section.sources or section.title == "How to read this"
    assert named > 15


def test_the_report_has_a_picture_for_each_reference(written: Path) -> None:
    text = (written / "report.md").read_text("utf-8")
    assert set(re.findall(r"\]\((.*?)\.svg\)", text)) == PICTURES
    for name in PICTURES:
        root = ElementTree.parse(written / f"{name}.svg").getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert len(root.findall(".//{http://www.w3.org/2000/svg}text")) > 3


def test_the_report_runs_and_loads_nothing(written: Path) -> None:
    page = (written / "report.html").read_text("utf-8")
    assert "default-src 'none'" in page
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert set(re.findall(r"https?://[^\s\"'<>]+", page)) == {"http://www.w3.org/2000/svg"}
    for word in ("<script", "<link", "<img", " style=", " on", "url(http"):
        assert word not in re.sub(r">[^<]*<", "><", page), word


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "](javascript:alert(1))",
        "a|b\n# c `d` *e*",
        "\u202eright\u200f \x00\x1b &amp;",
        "n" * 10_000,
    ],
    ids=["script", "link", "marks", "control", "long"],
)
def test_what_an_article_says_is_text_in_the_report(text: str, tmp_path: Path) -> None:
    nasty = actor(text, iri="https://kgraph.example/entity/nasty")
    told = (telling(source().iri, f"met {text}", source=text), telling(source().iri, f"met {text}", polarity="negative"))
    events = [
        happening("1", "Meeting", [("agent", nasty), ("agent", ANN)], label=text, factuality="disputed", tellings=told),
        happening("2", "Praise", [("agent", nasty), ("patient", ANN)], label=text, tellings=told, day="2024-03-12"),
        happening("3", "Praise", [("agent", BO), ("patient", nasty)], label=text, tellings=told, day="2024-03-12"),
        happening("4", "Praise", [("agent", BO), ("patient", ANN)], label=text, tellings=told, day="2024-03-12"),
    ]
    analyse(view_of((nasty, ANN, BO), events, [source(0, text)]), tmp_path)
    folder = tmp_path / "networks"
    page, plain = ((folder / f"report.{suffix}").read_text("utf-8") for suffix in ("html", "md"))
    assert "<script" not in page + plain
    assert "](javascript" not in plain.replace("\\]", "")
    assert [line for line in plain.splitlines() if line.startswith("# ")] == ["# What these articles tell"]
    rows = [line for line in plain.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {6, 7}
    for name in PICTURES:
        ElementTree.parse(folder / f"{name}.svg")


def test_a_report_of_nothing(tmp_path: Path) -> None:
    analyse(view_of((), ()), tmp_path)
    text = (tmp_path / "networks" / "report.md").read_text("utf-8")
    assert "1 article, published" in text
    assert "Nobody joins different circles" in text


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
