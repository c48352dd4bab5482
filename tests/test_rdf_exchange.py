"""Each exchange format, read by the library that its users would read it with."""

from __future__ import annotations

import builtins
import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import networkx as nx
import pandas as pd
import pyoxigraph
import pytest

from kgraph import rdf
from kgraph.cli.export import EXPORTS
from kgraph.coding import event_table
from kgraph.coding.codes import event_code
from kgraph.errors import KGraphError
from kgraph.lexicon import shipped_lexicon
from kgraph.rdf import exchange, formats
from kgraph.rdf.property_graph import property_graph
from kgraph.rdf.view import Happening, View, view
from tests import builders
from tests.views import actor, happening, source, telling, view_of

BASE = "https://w3id.org/kgraph/"
ILVES, REHN, MEETING = f"{BASE}entity/person/mara-ilves", f"{BASE}entity/person/tomas-rehn", "Mara Ilves met Tomas Rehn"
OSLO = actor("Oslo", "City", links=("http://www.wikidata.org/entity/Q585", "https://sws.geonames.org/3143244/"), country="NOR")
ANN, BO, CY = (actor(name, country="NOR") for name in ("Ann", "Bo", "Cy"))
TYPES = shipped_lexicon().types


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    kept = pyoxigraph.Store()
    kept.extend(rdf.graph_quads(builders.extractions(), builders.resolution(), base_iri=BASE, lexicon=builders.lexicon()))
    return kept


@pytest.fixture(scope="module")
def seen(store: pyoxigraph.Store) -> View:
    return view(store)


@pytest.fixture(scope="module")
def table(store: pyoxigraph.Store) -> pd.DataFrame:
    """The events as a user of pandas reads them: codes are text, days are days."""
    content = exchange.exported(store, "csv")["events.csv"]
    codes = dict.fromkeys(("EventCode", "EventRootCode"), str)
    return pd.read_csv(io.BytesIO(content), dtype=codes, parse_dates=["date", "date_end", "published"], keep_default_na=False)


def only(table: pd.DataFrame, label: str) -> Mapping[str, Any]:
    """The one row of the event with a label."""
    (row,) = table[table["event_label"] == label].to_dict("records")
    found: Mapping[str, Any] = row
    return found


# the event table


def test_csv_has_a_row_for_a_dyad_with_its_codes_and_sides(table: pd.DataFrame) -> None:
    row = only(table, MEETING)
    assert row["date"] == pd.Timestamp(2024, 3, 12)
    assert (row["root_code"], row["event_type"], row["date_basis"]) == ("CONSULT", "Meeting", "stated")
    assert (row["EventCode"], row["EventRootCode"], row["QuadClass"]) == ("040", "04", "1")
    assert (row["source_id"], row["source_name"], row["source_country"], row["source_sector"]) == (
        ILVES,
        "Mara Ilves",
        "ORL",
        "GOV",
    )
    assert (row["target_id"], row["target_name"], row["target_country"]) == (REHN, "Tomas Rehn", "VEL")
    assert (row["place_name"], row["place_type"], row["reports"], row["articles"]) == ("Brask", "City", 2, 2)
    assert (row["factuality"], row["polarity"], row["modality"]) == ("happened", "positive", "actual")
    assert row["attributed_to"] == "Veld's foreign ministry"
    assert row["quote"] == "President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday."
    assert row["headline"] == "Orlan and Veld leaders meet in Brask"


def test_csv_has_every_event_and_the_columns_that_are_documented(table: pd.DataFrame, seen: View) -> None:
    assert set(table["event_id"]) == set(seen.happenings)
    assert tuple(table.columns) == tuple(event_table.COLUMNS)


def test_a_disputed_event_has_both_polarities(table: pd.DataFrame) -> None:
    row = only(table, "Both sides agreed")
    assert (row["factuality"], row["polarity"], row["target_name"]) == ("disputed", "negative; positive", "")
    assert row["quote"] == "Officials said the two agreed to a ceasefire."


def test_what_is_planned_is_coded_as_an_intent(table: pd.DataFrame) -> None:
    row = only(table, "Tomas Rehn visited Kelm")
    assert (row["event_type"], row["root_code"], row["EventCode"], row["QuadClass"]) == ("Visit", "AGREE", "030", "1")


def test_types_without_a_code_have_none(table: pd.DataFrame) -> None:
    row = only(table, "Dockers: cheer")
    assert [row[name] for name in ("root_code", "EventCode", "QuadClass", "Intensity")] == ["", "", "", ""]


def rows_of(event: Happening, *actors: Any) -> list[event_table.Row]:
    return list(event_table.event_rows(view_of([ANN, BO, CY, OSLO, *actors], [event])))


def test_each_dyad_is_a_row() -> None:
    three = rows_of(happening("1", "Meeting", [("agent", ANN), ("agent", BO), ("agent", CY)]))
    assert [(row.source_name, row.target_name) for row in three] == [("Ann", "Bo"), ("Ann", "Cy"), ("Bo", "Cy")]
    two = rows_of(happening("1", "Blame", [("agent", BO), ("patient", ANN), ("recipient", CY)]))
    assert [(row.source_name, row.target_name) for row in two] == [("Bo", "Ann"), ("Bo", "Cy")]


@pytest.mark.parametrize(
    ("roles", "pair"),
    [([("agent", ANN)], ("Ann", "")), ([("patient", BO)], ("", "Bo")), ([], ("", ""))],
    ids=["agent", "patient", "none"],
)
def test_a_side_that_is_missing_is_empty(roles: list[Any], pair: tuple[str, str]) -> None:
    (row,) = rows_of(happening("1", "Blame", roles))
    assert (row.source_name, row.target_name) == pair


def test_place_has_the_coordinates_of_its_geonames_link() -> None:
    (row,) = rows_of(happening("1", "Blame", [("agent", ANN), ("place", BO), ("place", OSLO)]))
    assert (row.place_name, row.place_country) == ("Oslo", "NOR")
    assert row.latitude == pytest.approx(59.91, abs=0.01)
    assert row.longitude == pytest.approx(10.75, abs=0.01)


def test_middle_of_a_country_and_an_unknown_place() -> None:
    norway = actor("Norway", "Country", links=("https://sws.geonames.org/3144096/",))
    assert event_table.coordinates(norway) == (62.0, 10.0)
    assert event_table.coordinates(BO) == (None, None)


def test_line_breaks_are_folded() -> None:
    told = telling(source().iri, "One met\n  another,\r\nthey say.")
    (row,) = rows_of(replace(happening("1", "Meeting", [("agent", ANN)]), tellings=(told,)))
    assert row.quote == "One met another, they say."


def test_parquet_has_types(store: pyoxigraph.Store) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    read = parquet.read_table(io.BytesIO(exchange.exported(store, "parquet")["events.parquet"]))
    assert tuple(read.column_names) == tuple(event_table.COLUMNS)
    row = next(row for row in read.to_pylist() if row["event_label"] == MEETING)
    assert (row["date"], row["reports"], row["QuadClass"], row["EventCode"]) == (date(2024, 3, 12), 2, 1, "040")
    assert row["latitude"] is None


def test_parquet_of_nothing() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(io.BytesIO(event_table.events_parquet([]))).num_rows == 0


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(KGraphError, match=r"install kgraph\[parquet\]"):
        event_table.events_parquet([])


# the codes

CODES = [
    ("happened", "Airstrike", "", ("ASSAULT", "195", 4)),
    ("planned deed", "Airstrike", "THREATEN", ("THREATEN", "130", 3)),
    ("planned talk", "Meeting", "AGREE", ("AGREE", "030", 1)),
    ("refused deed", "HumanitarianAid", "REJECT", ("REJECT", "120", 3)),
    ("demand", "Demand", "", ("REQUEST", "100", 3)),
    ("invitation is an appeal", "Invitation", "", ("REQUEST", "026", 1)),
]


@pytest.mark.parametrize(("kind", "own", "codes"), [case[1:] for case in CODES], ids=[case[0] for case in CODES])
def test_codes_follow_from_the_code_of_the_report(kind: str, own: str, codes: tuple[str, str, int]) -> None:
    event = replace(happening("1", kind, [("agent", ANN)]), tellings=(replace(telling(source().iri), code=own),))
    found = event_code(event, TYPES[kind])
    assert (found.plover, found.cameo, found.quad_class) == codes


@pytest.mark.parametrize("kind", [name for name, kind in TYPES.items() if kind.plover])
def test_every_coded_type_has_a_quad_class_and_an_intensity_that_agree(kind: str) -> None:
    code = event_code(replace(happening("1", kind, []), tellings=()), TYPES[kind])
    assert code.plover == TYPES[kind].plover
    assert code.quad_class is not None
    assert code.intensity is not None
    assert (code.intensity > 0) == (code.quad_class <= 2)
    assert -10 <= code.intensity <= 10


# nodes and edges


def test_property_graph_has_each_entity_event_role_and_member(seen: View) -> None:
    graph = property_graph(seen)
    assert set(graph) == {*seen.actors, *seen.happenings}
    meeting = next(event.iri for event in seen.happenings.values() if event.label == MEETING)
    assert {(target, role) for _, target, role in graph.out_edges(meeting, keys=True)} == {
        (ILVES, "agent"),
        (REHN, "agent"),
        (f"{BASE}entity/city/brask", "place"),
    }
    assert graph.has_edge(f"{BASE}entity/group/both-sides", ILVES, "member")


def edges(graph: Any) -> list[tuple[str, str, str]]:
    return sorted((a, b, data["role"]) for a, b, data in graph.edges(data=True))


READERS = {
    "cytoscape": lambda content: nx.cytoscape_graph(json.loads(content)),
    "graphml": lambda content: nx.read_graphml(io.BytesIO(content), force_multigraph=True),
    "gexf": lambda content: nx.read_gexf(io.BytesIO(content)),
}


@pytest.mark.parametrize("form", READERS)
def test_networkx_reads_the_same_graph_back(form: str, store: pyoxigraph.Store, seen: View) -> None:
    (content,) = exchange.exported(store, form).values()
    read, graph = READERS[form](content), property_graph(seen)
    assert edges(read) == edges(graph)
    for node, data in graph.nodes(data=True):
        assert {name: read.nodes[node][name] for name in data} == data


def test_names_that_no_xml_can_hold_do_not_break_it() -> None:
    odd = view_of([actor("A\x00\x0bB <&> \"'", iri="https://kgraph.example/odd")], [])
    for form in ("graphml", "gexf"):
        (content,) = exchange.EXCHANGES[form](odd).values()
        assert "A B <&> \"'" in {
            value for node in ElementTree.fromstring(content).iter() for value in (node.text, *node.attrib.values())
        }


def neo4j(store: pyoxigraph.Store) -> dict[str, list[dict[str, str]]]:
    """The tables as Neo4j's importer splits them: one record a line."""
    files = {name: content.decode() for name, content in exchange.exported(store, "neo4j").items()}
    assert all(len(list(csv.reader([line]))) == 1 for text in files.values() for line in text.splitlines())
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in files.items()}


def test_neo4j_relationships_join_nodes_that_are_there(store: pyoxigraph.Store, seen: View) -> None:
    tables = neo4j(store)
    nodes = [row["iri:ID"] for name in ("entities.csv", "events.csv", "articles.csv") for row in tables[name]]
    assert len(nodes) == len(set(nodes)) == len(seen.actors) + len(seen.happenings) + len(seen.sources)
    for name in ("relationships.csv", "reports.csv"):
        assert {row[end] for row in tables[name] for end in (":START_ID", ":END_ID")} <= set(nodes)
        assert all(row[":TYPE"].isupper() for row in tables[name])


def test_neo4j_nodes_have_labels_and_values(store: pyoxigraph.Store) -> None:
    tables = neo4j(store)
    ilves = next(row for row in tables["entities.csv"] if row["iri:ID"] == ILVES)
    assert (ilves[":LABEL"], ilves["name"], ilves["aliases:string[]"], ilves["mentions:int"]) == (
        "Entity;Person",
        "Mara Ilves",
        "Ilves",
        "5",
    )
    meeting = next(row for row in tables["events.csv"] if row["name"] == MEETING)
    assert (meeting[":LABEL"], meeting["begin:date"], meeting["reports:int"]) == ("Event;Consult;Meeting", "2024-03-12", "2")
    told = [row for row in tables["reports.csv"] if row[":START_ID"] == meeting["iri:ID"]]
    assert {row["source"] for row in told} == {"", "Veld's foreign ministry"}
    (own,) = [row for row in told if row["source"] == ""]
    assert builders.HARBOUR[int(own["begin:int"]) : int(own["end:int"])] == "met"


def test_no_text_of_a_table_is_a_formula() -> None:
    hostile = "=cmd|' /C calc'!A0"
    odd = actor(hostile, iri=f"{BASE}entity/odd", aliases=("@one", "two"))
    told = telling(source().iri, f"{hostile} he met", source="+x")
    event = happening("1", "Blame", [("agent", odd), ("patient", ANN)], label=hostile, tellings=(told,))
    given = view_of([odd, ANN], [event], [source(0, hostile, publisher="-p")])
    for form in ("csv", "reports", "neo4j"):
        for name, content in exchange.EXCHANGES[form](given).items():
            rows = list(csv.reader(io.StringIO(content.decode())))
            assert {cell[0] for row in rows for cell in row if cell} & set("=+@\t\r") == set(), name
            assert any(cell.startswith("'=") for row in rows for cell in row) or name in ("relationships.csv",), name


def test_a_row_of_the_reports_tells_who_whom_where_and_in_which_words() -> None:
    told = (
        telling(source().iri, "Ann met Bo in Oslo.", source="the mayor"),
        telling(source(1).iri, "They never met.", polarity="negative"),
    )
    oslo = actor("Oslo", "City")
    met = happening("1", "Meeting", [("agent", ANN), ("agent", BO), ("place", oslo)], tellings=told)
    blamed = happening("2", "Blame", [("agent", ANN), ("patient", BO)], tellings=told[:1])
    articles = [source(0, "A meeting", publisher="The Post"), source(1, "No meeting")]
    content = exchange.EXCHANGES["reports"](view_of([ANN, BO, oslo], [met, blamed], articles))["reports.csv"]
    rows = {(row["type"], row["polarity"]): row for row in csv.DictReader(io.StringIO(content.decode()))}
    assert len(rows) == 3
    first = rows["Meeting", "positive"]
    assert (first["who"], first["whom"], first["where"]) == ("Ann; Bo", "", "Oslo")
    assert (first["source"], first["quote"], first["headline"], first["publisher"]) == (
        "the mayor",
        "Ann met Bo in Oslo.",
        "A meeting",
        "The Post",
    )
    assert int(first["quote_end"]) - int(first["quote_begin"]) == len(first["quote"])
    assert first["article_id"] == source().iri
    assert rows["Meeting", "negative"]["quote"] == "They never met."
    assert (rows["Blame", "positive"]["who"], rows["Blame", "positive"]["whom"]) == ("Ann", "Bo")


def test_coordinates_and_intensities_below_zero_stay_numbers() -> None:
    quito = actor("Quito", "City", links=("https://sws.geonames.org/3652462/",))
    event = happening("1", "Blame", [("agent", ANN), ("patient", BO), ("place", quito)])
    content = exchange.EXCHANGES["csv"](view_of([ANN, BO, quito], [event]))["events.csv"]
    (row,) = pd.read_csv(io.BytesIO(content)).to_dict("records")
    assert (row["latitude"] < 0, row["longitude"] < 0, row["Intensity"] < 0) == (True, True, True)


def test_neo4j_ids_labels_and_types_are_never_changed(store: pyoxigraph.Store) -> None:
    for rows in neo4j(store).values():
        for row in rows:
            assert not [name for name, value in row.items() if name.endswith(("ID", "LABEL", "TYPE")) and value.startswith("'")]


def test_neo4j_arrays_are_not_split_inside_a_value() -> None:
    odd = actor("A", aliases=("one; two", "three"))
    (row,) = csv.DictReader(io.StringIO(exchange.EXCHANGES["neo4j"](view_of([odd], []))["entities.csv"].decode()))
    assert row["aliases:string[]"].split(";") == ["one, two", "three"]


# all of them


@pytest.mark.parametrize("form", sorted({*exchange.EXCHANGES} - {"parquet"}))
def test_bytes_do_not_depend_on_the_order(form: str, store: pyoxigraph.Store) -> None:
    other = pyoxigraph.Store()
    other.extend(sorted(store, key=str, reverse=True))
    assert exchange.exported(other, form) == exchange.exported(store, form)


@pytest.mark.parametrize("form", sorted({*exchange.EXCHANGES} - {"parquet"}))
def test_an_empty_graph_is_no_error(form: str) -> None:
    assert all(content for content in exchange.exported(pyoxigraph.Store(), form).values())


def test_rdf_goes_the_same_way(store: pyoxigraph.Store) -> None:
    assert exchange.exported(store, "turtle") == {"graph.ttl": formats.serialise(store, "turtle")}


def test_the_command_line_offers_every_format() -> None:
    assert (*formats.FORMATS, *exchange.EXCHANGES) == EXPORTS


def test_unknown_format_is_refused(store: pyoxigraph.Store) -> None:
    with pytest.raises(KGraphError, match="unknown format 'xlsx'; choose from"):
        exchange.exported(store, "xlsx")
