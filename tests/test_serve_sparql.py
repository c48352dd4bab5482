"""The SPARQL endpoint of `kgraph serve`, asked over a real port: the protocol, the formats, what is refused, and the limits."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kgraph.rdf.query import run
from kgraph.rdf.store import open_quads
from tests.serving import Served, serving, write_graph

EX = "http://example.org/"
NAMES = "SELECT ?name WHERE { ?who a kg:Person ; rdfs:label ?name } ORDER BY ?name"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUERIES = Path(__file__).resolve().parents[1] / "queries"


def iri(name: str) -> NamedNode:
    return NamedNode(EX + name)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over three named graphs and a default graph, each of which says which it is; with short limits."""
    graphs: list[NamedNode | DefaultGraph] = [DefaultGraph(), iri("one"), iri("two")]
    quads = [
        Quad(iri("it"), iri("is"), Literal(name), graph) for name, graph in zip(("default", "one", "two"), graphs, strict=True)
    ]
    quads += [Quad(iri(f"n{n}"), iri("number"), Literal(n), DefaultGraph()) for n in range(300)]
    quads += [Quad(iri("odd"), iri("text"), Literal(text), DefaultGraph()) for text in ODD]
    folder = write_graph(quads, tmp_path_factory.mktemp("three") / "graph")
    with serving(folder, "--query-time", "1.5", "--rows", "100") as server:
        yield server


ODD = ['a "quoted" word', "a, comma", "two\nlines", "a\ttab", "<b>&amp;</b>", "\u202eback", "Ærø — ½", " \r "]


# The protocol


def test_a_query_is_asked_by_get_by_form_or_as_the_body(served: Served) -> None:
    by_get = served.ask("/sparql?query=" + quote(NAMES), Accept="text/csv")
    by_form = served.ask(
        "/sparql", urlencode({"query": NAMES}).encode(), Accept="text/csv", Content_Type="application/x-www-form-urlencoded"
    )
    by_body = served.ask("/sparql", NAMES.encode(), Accept="text/csv", Content_Type="application/sparql-query; charset=UTF-8")
    assert by_get.text == "name\r\nAnna Berg\r\nCarl Ek\r\n"
    assert (by_get.status, by_get.body) == (by_form.status, by_form.body) == (by_body.status, by_body.body)


def test_the_prefixes_of_kgraph_need_no_declaration_and_may_be_declared_otherwise(served: Served) -> None:
    assert served.query("ASK { ?s a sem:Event ; prov:wasDerivedFrom ?x }").status == 200
    own = served.query("PREFIX kg: <http://example.org/other#> ASK { ?s a kg:Person }")
    assert own.json["boolean"] is False


def test_every_query_that_comes_with_kgraph_is_answered_as_on_the_command_line(served: Served, sample_graph: Path) -> None:
    store = open_quads(sample_graph / "store")
    for path in sorted(QUERIES.glob("*.rq")):
        text = path.read_text("utf-8")
        answer = served.query(text)
        assert answer.status == 200, (path.name, answer.text)
        there = {tuple(row.get(name) for name in answer.json["head"]["vars"]) for row in answer.rows}
        assert there == set(run(store, text).rows), path.name


@pytest.mark.parametrize(
    ("graphs", "expected"),
    [
        ({}, {"default"}),
        ({"default-graph-uri": [EX + "one"]}, {"one"}),
        ({"default-graph-uri": [EX + "one", EX + "two"]}, {"one", "two"}),
        ({"named-graph-uri": [EX + "one"]}, set()),
        ({"default-graph-uri": ["http://example.org/elsewhere"]}, set()),
    ],
)
def test_the_request_names_the_default_graph(three: Served, graphs: dict[str, list[str]], expected: set[str]) -> None:
    asked = urlencode({"query": f"SELECT ?name WHERE {{ ?s <{EX}is> ?name }}", **graphs}, doseq=True)
    for path, body in ((f"/sparql?{asked}", None), ("/sparql", asked.encode())):
        answer = three.ask(path, body, Content_Type="application/x-www-form-urlencoded")
        assert {row["name"] for row in answer.rows} == expected


def test_the_request_names_the_graphs_that_graph_reaches_whatever_the_query_says(three: Served) -> None:
    text = f"SELECT ?name FROM NAMED <{EX}two> WHERE {{ GRAPH ?g {{ ?s <{EX}is> ?name }} }}"
    assert [row["name"] for row in three.query(text).rows] == ["two"]
    answer = three.ask("/sparql?" + urlencode({"query": text, "named-graph-uri": EX + "one"}))
    assert [row["name"] for row in answer.rows] == ["one"]


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/sparql", b"query=ASK%7B%7D", "", 415),
        ("/sparql", b"ASK {}", "text/plain", 415),
        ("/sparql", "ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
        ("/sparql", b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
        ("/sparql", b"query=%FF", "application/x-www-form-urlencoded", 400),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400),
        ("/sparql?default-graph-uri=http://example.org/one", None, "", 400),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=not+an+iri", None, "", 400),
        ("/sparql", b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 403),
        ("/sparql", b"CLEAR ALL", "application/sparql-update", 403),
    ],
)
def test_what_does_not_follow_the_protocol_is_refused(
    three: Served, path: str, body: bytes | None, kind: str, status: int
) -> None:
    answer = three.ask(path, body, **({"Content_Type": kind} if kind else {}))
    assert answer.status == status, answer.text
    assert set(answer.json) >= {"error", "message"}


def test_other_methods_are_refused(three: Served) -> None:
    assert three.ask("/sparql?query=ASK%7B%7D", b"", "PUT").status == 405
    assert three.ask("/sparql?query=ASK%7B%7D", None, "DELETE").status == 405


# Formats


def test_a_table_comes_as_json_xml_csv_or_tsv(three: Served) -> None:
    text = f"SELECT ?text ?nothing WHERE {{ <{EX}odd> <{EX}text> ?text }}"
    assert {row["text"] for row in three.query(text).rows} == set(ODD)
    cells = list(csv.reader(io.StringIO(three.query(text, "text/csv").text, newline="")))
    assert (cells[0], {row[0] for row in cells[1:]}) == (["text", "nothing"], set(ODD))
    space = "{http://www.w3.org/2005/sparql-results#}"
    tree = ElementTree.fromstring(three.query(text, "application/sparql-results+xml").body)
    assert {node.text for node in tree.iter(f"{space}literal")} == set(ODD)
    lines = three.query(text, "text/tab-separated-values").text.split("\n")
    assert lines[0] == "?text\t?nothing"
    assert '"a\\ttab"\t' in lines


def test_an_answer_says_which_terms_are_iris_and_of_what_type_literals_are(three: Served) -> None:
    text = f"SELECT * WHERE {{ VALUES (?a ?b ?c ?d) {{ (<{EX}x> 'word'@en 7 'plain') }} }}"
    (row,) = three.query(text).json["results"]["bindings"]
    assert row["a"] == {"type": "uri", "value": EX + "x"}
    assert row["b"] == {"type": "literal", "value": "word", "xml:lang": "en"}
    assert row["c"] == {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert row["d"] == {"type": "literal", "value": "plain"}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("image/png, text/tab-separated-values;q=0.1", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_accept_chooses_the_format(three: Served, accept: str, kind: str) -> None:
    assert three.query("SELECT (1 AS ?n) {}", accept).headers["content-type"] == kind


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(three: Served) -> None:
    answer = three.query("SELECT (1 AS ?n) {}", "image/png")
    assert answer.status == 406
    assert "text/csv" in answer.json["message"]
    assert three.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", "text/csv").status == 406


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_construct_and_describe_come_as_rdf(three: Served, accept: str, form: RdfFormat) -> None:
    for text in (f"CONSTRUCT WHERE {{ <{EX}it> ?p ?o }}", f"DESCRIBE <{EX}it>"):
        answer = three.query(text, accept)
        assert answer.headers["content-type"].startswith(accept)
        assert [quad.object for quad in parse(answer.body, format=form)] == [Literal("default")]


def test_ask_has_an_answer_in_json_and_xml(three: Served) -> None:
    assert three.query("ASK {}").json["boolean"] is True
    tree = ElementTree.fromstring(three.query("ASK { <a:b> ?p ?o }", "application/sparql-results+xml").body)
    assert [node.text for node in tree if node.tag.endswith("boolean")] == ["false"]


# Errors, and what is refused


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT ?x WHERE { ?x ?y", 1, 17),
        ("SELECT ?x\nWHERE { ?x a unknown:Thing }", 2, 14),
        ("ASK {\n  SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, 3),
    ],
)
def test_an_error_says_in_which_line_and_column_it_is(three: Served, text: str, line: int, column: int) -> None:
    answer = three.query(text)
    assert (answer.status, answer.json["error"]) == (400, "bad-query")
    assert (answer.json["line"], answer.json["column"]) == (line, column)
    assert f"line {line}, column {column}: " in answer.json["message"]


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <a:b> <a:c> <a:d> }",
        "PREFIX kg: <a:b> # a comment\n DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT * WHERE { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT (<http://example.org/no-such-function>(1) AS ?x) {}",
        "SELECT * WHERE " + "{" * 5000 + "}" * 5000,
        "",
    ],
)
def test_updates_and_whatever_would_use_the_network_are_refused(three: Served, text: str) -> None:
    answer = three.query(text)
    assert (answer.status, answer.json["error"]) == (400, "bad-query")


def test_from_reads_graphs_of_the_store_and_never_an_address(three: Served) -> None:
    assert [row["name"] for row in three.query(f"SELECT ?name FROM <{EX}two> {{ ?s <{EX}is> ?name }}").rows] == ["two"]
    assert three.query("SELECT * FROM <http://127.0.0.1:9/graph> { ?s ?p ?o }").rows == []


# Limits


def test_limits_are_announced_and_an_answer_that_reaches_one_says_so(three: Served) -> None:
    whole = three.query(f"SELECT ?n WHERE {{ ?s <{EX}number> ?n }} LIMIT 100")
    assert whole.headers["kgraph-limits"] == "rows=100, bytes=100000000, seconds=1.5"
    assert (whole.headers["kgraph-rows"], len(whole.rows)) == ("100", 100)
    assert "kgraph-truncated" not in whole.headers
    cut = three.query(f"SELECT ?n WHERE {{ ?s <{EX}number> ?n }}")
    assert (cut.headers["kgraph-truncated"], len(cut.rows)) == ("rows", 100)
    graph = three.query("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert (graph.headers["kgraph-truncated"], graph.text.count(" .\n")) == ("rows", 100)


def test_an_answer_that_grows_too_large_ends_well_formed(sample_graph: Path) -> None:
    triples = "CONSTRUCT { ?s ?p ?again } WHERE { GRAPH ?g { ?s ?p ?o } VALUES ?again { AGAIN } }"
    table = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } VALUES ?again { AGAIN } }"
    triples, table = (text.replace("AGAIN", " ".join(map(str, range(60)))) for text in (triples, table))
    with serving(sample_graph, "--result-megabytes", "1", "--rows", "1000000") as server:
        for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
            answer = server.query(table, accept)
            assert answer.headers["kgraph-truncated"] == "bytes"
            assert 1_000_000 <= len(answer.body) < 1_100_000
        json.loads(server.query(table).body)
        ElementTree.fromstring(server.query(table, "application/sparql-results+xml").body)
        answer = server.query(triples, "application/n-triples")
        assert answer.headers["kgraph-truncated"] == "bytes"
        assert len(list(parse(answer.body, format=RdfFormat.N_TRIPLES))) == int(answer.headers["kgraph-rows"])


def test_a_query_that_takes_too_long_ends_and_disturbs_no_other(three: Served) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        late = pool.submit(three.query, ENDLESS)
        time.sleep(0.2)  # so that it is under way, and one process is left to the others
        others = list(pool.map(three.query, ["ASK {}"] * 20))
        assert not late.done()
        assert [answer.status for answer in others] == [200] * 20
        answer = late.result()
    assert (answer.status, answer.json["error"]) == (503, "slow-query")
    assert three.query("ASK {}").status == 200


def test_a_query_that_needs_too_much_memory_ends_and_disturbs_no_other(sample_graph: Path) -> None:
    rows = " ".join(f"({n})" for n in range(600))
    cross = " ".join(f"{{ VALUES (?v{n}) {{ {rows} }} }}" for n in range(4))
    with serving(sample_graph, "--worker-megabytes", "200", "--query-time", "60") as server:
        answer = server.query(f"SELECT ?v0 ?v1 ?v2 ?v3 WHERE {{ {cross} }} ORDER BY ?v3 ?v2 ?v1 ?v0")
        assert (answer.status, answer.json["error"]) == (503, "large-query")
        assert server.query("ASK {}").status == 200


# What it says of itself


def test_without_a_query_the_endpoint_describes_itself_and_the_graph(served: Served) -> None:
    answer = served.ask("/sparql", Accept="text/turtle")
    triples = {(quad.subject, quad.predicate.value, quad.object) for quad in parse(answer.body, format=RdfFormat.TURTLE)}
    here = NamedNode(served.address + "sparql")
    sd, void = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
    assert (here, f"{sd}endpoint", here) in triples
    assert (here, f"{sd}supportedLanguage", NamedNode(f"{sd}SPARQL11Query")) in triples
    counted = [int(node.value) for _, predicate, node in triples if predicate == f"{void}triples" and isinstance(node, Literal)]
    assert counted == [len(open_quads(served.folder / "store"))]
    assert served.ask("/.well-known/void").headers["location"] == "/sparql"
    assert served.ask("/sparql", Accept="image/png").status == 406


# Clients


def test_sparqlwrapper_asks_it(served: Served) -> None:
    from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

    client = SPARQLWrapper(served.address + "sparql")
    client.setQuery(NAMES)
    for form in (JSON, XML, CSV):
        client.setReturnFormat(form)
        assert client.query().response.status == 200
    client.setReturnFormat(JSON)
    client.setMethod(POST)
    found: Any = client.queryAndConvert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["Anna Berg", "Carl Ek"]
    client.setQuery("CONSTRUCT { ?who rdfs:label ?name } WHERE { ?who a kg:Person ; rdfs:label ?name }")
    client.setReturnFormat(TURTLE)
    found = client.queryAndConvert()
    assert b"Anna Berg" in found


def test_rdflib_asks_it_as_a_store(served: Served) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for method in ("GET", "POST", "POST_FORM"):
        graph = Graph(SPARQLStore(served.address + "sparql", method=method))
        names = [row[0] for row in graph.query(NAMES) if isinstance(row, tuple)]
        assert [str(name) for name in names] == ["Anna Berg", "Carl Ek"]
        assert len(list(graph.query("CONSTRUCT WHERE { ?who a kg:Person }"))) == 2


def test_curl_asks_it(served: Served) -> None:
    import shutil
    import subprocess

    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    command = [
        "curl",
        "-sS",
        "--max-time",
        "30",
        served.address + "sparql",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={NAMES}",
    ]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["name", "Anna", "Berg", "Carl", "Ek"]
