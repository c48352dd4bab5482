"""A query stays on this machine: a server stands ready to be asked, and no query may reach it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

import pyoxigraph
import pytest
from oxrdflib import OxigraphStore
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Dataset

from kgraph.errors import QueryError
from kgraph.rdf.query import QueryResult, run


class Listener:
    """A server on this machine that notes what it is asked for."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.asked: list[str] = []

    def written(self, query: str) -> str:
        """The query with the server's address for ADDRESS."""
        return query.replace("ADDRESS", self.address)


@pytest.fixture(scope="module")
def listening() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_response(500)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Listener(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def listener(listening: Listener) -> Iterator[Listener]:
    listening.asked.clear()
    yield listening
    assert listening.asked == []


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    kept = pyoxigraph.Store()
    kept.add(Quad(NamedNode("urn:ann"), NamedNode("urn:says"), Literal("at your service")))
    kept.add(Quad(NamedNode("urn:ann"), NamedNode("urn:counts"), Literal(1)))
    kept.add(Quad(NamedNode("urn:bo"), NamedNode("urn:says"), Literal("no"), NamedNode("urn:article")))
    return kept


@pytest.fixture(scope="module")
def memory(store: pyoxigraph.Store) -> Dataset:
    dataset = Dataset(default_union=False)
    dataset.parse(data=store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"", format="nquads")
    return dataset


def rows(store: pyoxigraph.Store, query: str) -> list[object]:
    """What Oxigraph itself answers."""
    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return list(solutions)


def test_the_server_would_notice(listening: Listener, store: pyoxigraph.Store) -> None:
    listening.asked.clear()
    with pytest.raises(OSError, match="500"):
        rows(store, listening.written("SELECT * { SERVICE <ADDRESS> { ?a ?b ?c } }"))
    assert listening.asked == ["/"]


# The keyword, wherever the parser takes it

PLACES = [
    ("after a dot", "SELECT * { ?s ?p ?o.§SERVICE <ADDRESS> { ?a ?b ?c } }"),
    ("after a number", "SELECT * { ?s ?p 1.§SERVICE <ADDRESS> { ?a ?b ?c } }"),
    ("with an empty prefix", "PREFIX : <ADDRESS>\nSELECT * { ?s ?p ?o . §SERVICE:b { ?a ?b ?c } }"),
    ("after what could begin an IRI", "SELECT * { ?s ?p ?o FILTER(1<2)§SERVICE#>\n<ADDRESS> { ?a ?b ?c } }"),
    ("joined with SILENT", "SELECT * { ?s ?p ?o §SERVICESILENT<ADDRESS>{ ?a ?b ?c } }"),
    ("before a comment and SILENT", "SELECT * { ?s ?p ?o §SERVICE # SILENT\n  SILENT <ADDRESS> { ?a ?b ?c } }"),
    ("after a comment that a carriage return ends", "SELECT * { # a\r§SERVICE <ADDRESS> { ?a ?b ?c } }"),
    ("after a semicolon", "PREFIX : <ADDRESS> SELECT * { ?s ?p ?o ; §SERVICE:b { ?a ?b ?c } }"),
    ("escaped", "SELECT * {\n  §\\u0053ERVICE <ADDRESS> { ?a ?b ?c } }"),
    ("the second word of two", "SELECT ?service {\n ?service ?p ?o . §service <ADDRESS> { ?a ?b ?c } }"),
    ("with an address out of a variable", "SELECT * { VALUES ?x { <ADDRESS> } §SERVICE ?x { ?a ?b ?c } }"),
    ("beside a prefix of another name", "PREFIX sorvice: <ADDRESS> SELECT * { ?s ?p ?o . §SERVICE <ADDRESS> {} }"),
    ("for each row", "SELECT * { ?s ?p ?o LATERAL { §SERVICE <ADDRESS> { ?a ?b ?c } } }"),
]


@pytest.mark.parametrize("query", [case[1] for case in PLACES], ids=[case[0] for case in PLACES])
def test_service_is_refused_at_its_place(query: str, listener: Listener, store: pyoxigraph.Store) -> None:
    before, _, _ = text = listener.written(query).partition("§")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    with pytest.raises(QueryError, match=f"^line {line}, column {column}: SERVICE is refused"):
        run(store, "".join(text).replace("§", ""))


KEYWORDS = (
    "SERVICE ",
    "service\t",
    "SeRvIcE\n",
    "SERVICE # why\n",
    "SERVICE SILENT ",
    "\\u0053ERVICE ",
    "S\\U00000045RVICE\r\n",
    "SERVICE",
)
BEFORE = (
    "",
    "?s ?p ?o . ",
    "?s ?p ?o.",
    "?s ?p 'SERVICE' . ",
    "?s <urn:service> ?o . # SERVICE\n",
    "FILTER(2>1)",
    "BIND('}' AS ?x) ",
)
AROUND = (
    "SELECT * {{ {} }}",
    "ASK {{ {} }}",
    "CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {} }}",
    "DESCRIBE ?a WHERE {{ {} }}",
    "SELECT * {{ OPTIONAL {{ {} }} }}",
    "SELECT * {{ {{ ?s ?p ?o }} UNION {{ {} }} }}",
    "SELECT * {{ GRAPH ?g {{ {} }} }}",
    "SELECT * {{ {{ SELECT ?a {{ {} }} LIMIT 3 }} }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {} }} }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ {} }} }}",
    "PREFIX service: <urn:x#> SELECT ?service {{ VALUES ?service {{ 'SERVICE' }} {} }}",
    "SELECT (EXISTS {{ {} }} AS ?x) {{ ?s ?p ?o }}",
)


@pytest.mark.parametrize("around", AROUND)
def test_service_is_refused_in_every_form(around: str, listener: Listener, store: pyoxigraph.Store, memory: Dataset) -> None:
    for keyword, before in product(KEYWORDS, BEFORE):
        query = listener.written(around.format(f"{before}{keyword}<ADDRESS> {{ ?a ?b ?c }}"))
        with pytest.raises(QueryError, match="SERVICE is refused"):
            run(store, query)
        with pytest.raises(QueryError, match=r"SERVICE is refused|line \d+, column \d+"):
            run(memory, query)


def test_a_dataset_over_a_store_refuses_what_the_store_refuses(listener: Listener, store: pyoxigraph.Store) -> None:
    dataset = Dataset(OxigraphStore(store=store), default_union=False)
    dataset.bind("service", "urn:")
    for _, query in PLACES:
        with pytest.raises(QueryError, match="SERVICE is refused"):
            run(dataset, listener.written(query).replace("§", ""))
    assert run(dataset, "SELECT ?s { ?s service:says 'at your service' }").rows == (("urn:ann",),)


def test_a_parameter_cannot_bring_it_in(listener: Listener, store: pyoxigraph.Store, memory: Dataset) -> None:
    query = "SELECT ?s WHERE { ?s <urn:says> ?said }"
    for said in (
        "' } SERVICE <ADDRESS> { ?a ?b ?c } #",
        '" } SERVICE <ADDRESS> {} {',
        "\\u0022 } SERVICE <ADDRESS> {} #",
        "\\",
        "\\\\u0022",
        '"""',
    ):
        value = listener.written(said)
        for graph in (store, memory):
            assert run(graph, query, {"said": value}).rows == ()
            assert run(graph, "SELECT ?said WHERE { }", {"said": value}) == QueryResult(("said",), ((value,),))
        with pytest.raises(QueryError, match="no parameter"):
            run(store, query, {value: "x"})


# The word, wherever it is none

WORDS = [
    ("a string", "SELECT ?s { ?s ?p 'at your service' }"),
    ("a long string", 'SELECT ?s { ?s ?p ?o FILTER(?o != """x" SERVICE <ADDRESS> { ?a ?b ?c } """) }'),
    ("a variable", "SELECT ?service $SERVICE { ?service ?SERVICE ?o FILTER(?service != ?o) }"),
    ("an IRI", "SELECT ?s { ?s <ADDRESS/SERVICE#> ?o }"),
    ("a prefix", "PREFIX service: <urn:> SELECT ?s { ?s service:service ?o }"),
    (
        "prefixes that differ in case",
        "PREFIX service: <urn:> PREFIX SERVICE: <urn:x> SELECT ?s { ?s service:a ?o ; SERVICE:b ?x }",
    ),
    ("a comment", "SELECT ?s { ?s ?p ?o # SERVICE <ADDRESS> { ?a ?b ?c }\n}"),
    ("a blank node", "SELECT ?p { _:service ?p ?o }"),
    ("a language", "SELECT ?s { ?s ?p 'x'@service }"),
    ("an alias", "SELECT (COUNT(?s) AS ?services) { ?s ?p ?o } GROUP BY ?p"),
]


@pytest.mark.parametrize("query", [case[1] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_word_is_allowed_where_it_is_no_keyword(
    query: str, listener: Listener, store: pyoxigraph.Store, memory: Dataset
) -> None:
    text = listener.written(query)
    assert run(store, text) == run(memory, text)
    assert len(run(store, text).rows) == len(rows(store, text))


def test_another_fault_is_told_as_such(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="line 1, column") as told:
        run(store, "SELECT ?service { ?service ?p ?o ;; }}")
    assert "SERVICE" not in str(told.value)


# Other ways out

LOADS = ["LOAD <ADDRESS>", "LOAD SILENT <ADDRESS> INTO GRAPH <urn:g>"]
FROMS = [
    "SELECT * FROM <ADDRESS> { ?s ?p ?o }",
    "SELECT * FROM NAMED <ADDRESS> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s FROM <urn:none> FROM NAMED <ADDRESS> FROM <ADDRESS> { ?s ?p ?o }",
]
LOOKUPS = ["DESCRIBE <ADDRESS>", "SELECT * { GRAPH <ADDRESS> { ?s ?p ?o } }", "BASE <ADDRESS> SELECT * { <a> <b> <c> }"]


@pytest.mark.parametrize("query", LOADS)
def test_nothing_is_loaded(query: str, listener: Listener, store: pyoxigraph.Store, memory: Dataset) -> None:
    for graph in (store, memory):
        with pytest.raises(QueryError, match="LOAD would change the graph"):
            run(graph, listener.written(query))


@pytest.mark.parametrize("query", FROMS)
def test_from_an_address_loads_nothing(query: str, listener: Listener, store: pyoxigraph.Store, memory: Dataset) -> None:
    assert run(store, listener.written(query)).rows == ()
    with pytest.raises(QueryError, match="FROM over a graph in memory is refused"):
        run(memory, listener.written(query))


@pytest.mark.parametrize("query", LOOKUPS)
def test_an_iri_is_only_looked_up(query: str, listener: Listener, store: pyoxigraph.Store, memory: Dataset) -> None:
    for graph in (store, memory):
        assert run(graph, listener.written(query)).rows == ()


def test_from_chooses_among_the_graphs_of_a_store(store: pyoxigraph.Store, memory: Dataset) -> None:
    query = "SELECT ?s\nFROM <urn:article> { ?s ?p ?o }"
    assert run(store, query).rows == (("urn:bo",),)
    with pytest.raises(QueryError, match="line 2, column 1: FROM over a graph in memory is refused"):
        run(memory, query)
