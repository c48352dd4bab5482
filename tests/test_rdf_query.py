"""What a query may do, how it fails, and how its answer is written."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import re
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kgraph import rdf
from kgraph.errors import QueryError, StoreError
from kgraph.rdf import store as stores
from kgraph.rdf.bounded import run_within
from kgraph.rdf.query import QueryResult, limit_of, parameters_of, render, run
from tests import builders

LABELS = "SELECT ?label WHERE { ?e a kg:City ; rdfs:label ?label } ORDER BY ?label"


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    kept = pyoxigraph.Store()
    kept.extend(
        rdf.graph_quads(
            builders.extractions(), builders.resolution(), base_iri="https://w3id.org/kgraph/", lexicon=builders.lexicon()
        )
    )
    return kept


def test_select_and_ask_and_construct(store: pyoxigraph.Store) -> None:
    assert run(store, LABELS) == QueryResult(("label",), (("Brask",), ("Kelm",)))
    assert run(store, "ASK { ?e a kg:Meeting }") == QueryResult(("answer",), (("true",),))
    built = run(store, "CONSTRUCT { ?e rdfs:label ?l } WHERE { ?e a kg:City ; rdfs:label ?l }")
    assert built.columns == ("subject", "predicate", "object")
    assert [row[2] for row in built.rows] == ["Brask", "Kelm"]
    assert run(store, "DESCRIBE <https://w3id.org/kgraph/entity/city/brask>").rows


def test_rdflib_memory_store_answers_alike(store: pyoxigraph.Store) -> None:
    dataset = Dataset(default_union=False)
    dataset.parse(data=store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"", format="nquads")
    assert run(dataset, LABELS) == run(store, LABELS)
    assert run(dataset, LABELS.replace("?label }", "?label . }"), {"label": "Kelm"}).rows == (("Kelm",),)


def test_rows_without_order_are_sorted(store: pyoxigraph.Store) -> None:
    rows = run(store, "SELECT ?label ?country WHERE { ?e rdfs:label ?label OPTIONAL { ?e kg:country ?country } }").rows
    assert list(rows) == sorted(rows, key=lambda row: tuple((cell is not None, cell or "") for cell in row))


PARAMETERS = [
    ("string", {"label": "Kelm"}, ["Kelm"]),
    ("class", {"type": "kg:Company"}, ["Orlan Lines"]),
    ("iri", {"e": "<https://w3id.org/kgraph/entity/city/brask>"}, ["Brask"]),
    ("quotes", {"label": '"Red Pier"'}, ['"Red Pier"']),
    ("injection", {"label": '"} } #'}, []),
    ("line-break", {"label": "a\nb\\"}, []),
    ("two", {"label": "Kelm", "type": "kg:City"}, ["Kelm"]),
]


@pytest.mark.parametrize(("parameters", "labels"), [case[1:] for case in PARAMETERS], ids=[case[0] for case in PARAMETERS])
def test_parameters(parameters: dict[str, str], labels: list[str], store: pyoxigraph.Store) -> None:
    query = "SELECT ?label WHERE { ?e a ?type ; rdfs:label ?label ; kg:mentionCount ?n }"
    assert [row[0] for row in run(store, query, parameters).rows] == labels


def test_parameters_reach_the_pattern_of_an_aggregate(store: pyoxigraph.Store) -> None:
    query = "# parameters: type\nPREFIX x: <urn:x> # {\nSELECT (COUNT(?e) AS ?n) { ?e a ?type ; kg:mentionCount ?m } # {"
    assert run(store, query, {"type": "kg:City"}).rows == (("2",),)


def test_parameters_reach_inner_selects(store: pyoxigraph.Store) -> None:
    query = "SELECT (COUNT(?e) AS ?n) WHERE { { SELECT ?e WHERE { ?e a ?type ; kg:mentionCount ?m } LIMIT 3 } }"
    assert run(store, query, {"type": "kg:City"}).rows == (("2",),)


PLACES = """# parameters: limit
SELECT DISTINCT ?country ?type WHERE {
  { SELECT ?e WHERE { ?e a/rdfs:subClassOf* kg:Place ; rdfs:label ?label } ORDER BY ?label LIMIT 3 } # LIMIT 9
  ?e a/rdfs:label ?type .
  OPTIONAL { ?e kg:country ?country }
} ORDER BY ?type ?country"""


def test_a_limit_is_a_parameter_where_the_query_says_so(store: pyoxigraph.Store) -> None:
    query = f"# parameters: limit\n{LABELS} LIMIT 5"
    assert limit_of(query) == 5
    assert parameters_of(query) == ()
    assert run(store, query) == run(store, query, {"limit": "0"}) == QueryResult(("label",), (("Brask",), ("Kelm",)))
    assert run(store, query, {"limit": "1"}) == QueryResult(("label",), (("Brask",),), limit=1)
    assert limit_of(f"{LABELS} LIMIT 5") is None
    assert run(store, f"{LABELS} LIMIT 1").limit is None


def test_a_limit_inside_is_reached_where_equal_rows_are_shown_once(store: pyoxigraph.Store) -> None:
    """Brask and Kelm are both cities of Orlan: three places, two rows."""
    assert len(run(store, PLACES).rows) == 2
    assert run(store, PLACES).limit == 3
    everything = run(store, PLACES, {"limit": "0"})
    assert (len(everything.rows), everything.limit) == (3, None)
    assert run(store, PLACES, {"limit": "4"}) == replace(everything, limit=4)
    assert run(store, PLACES, {"limit": "5"}) == everything
    assert run(store, PLACES.replace("LIMIT 3", "LIMIT 3 VALUES ?label { 'Brask' 'Kelm' }")).limit is None


def test_a_limit_in_memory_is_the_same(store: pyoxigraph.Store) -> None:
    dataset = Dataset(default_union=False)
    dataset.parse(data=store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"", format="nquads")
    for limit in ("0", "1", "3"):
        assert run(dataset, PLACES, {"limit": limit}) == run(store, PLACES, {"limit": limit})


NO_LIMITS = [
    ("many", f"# parameters: limit\n{LABELS} LIMIT many", "bad", "whole number"),
    ("none", f"# parameters: limit\n{LABELS} # LIMIT 1", "1", "must have one LIMIT; this one has 0"),
    ("two", "# parameters: limit\nSELECT * { { SELECT ?e { ?e a ?t } LIMIT 1 } } LIMIT 2", "1", "this one has 2"),
    ("negative", f"# parameters: limit\n{LABELS} LIMIT 1", "-1", "'-1' is not a whole number"),
    ("endless", f"# parameters: limit\n{LABELS} LIMIT 1", "9" * 5000, "at most 18 digits"),
]


@pytest.mark.parametrize(("query", "limit", "message"), [case[1:] for case in NO_LIMITS], ids=[case[0] for case in NO_LIMITS])
def test_what_is_no_limit_is_refused(query: str, limit: str, message: str, store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match=message):
        run(store, query, {"limit": limit})


def test_a_dataset_and_its_store_answer_alike(store: pyoxigraph.Store) -> None:
    dataset = Dataset(OxigraphStore(store=store), default_union=False)
    for query in (LABELS, "ASK { ?e a kg:Nothing }", "DESCRIBE <https://w3id.org/kgraph/entity/city/brask>", "SELECT ?a { }"):
        assert run(dataset, query) == run(store, query)


# A limit of time

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def folder(store: pyoxigraph.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bounded") / "store"
    stores.write(store, path)
    return path


def test_an_answer_in_time_is_the_same(store: pyoxigraph.Store, folder: Path) -> None:
    assert run_within(30, folder, LABELS) == run(store, LABELS)
    assert run_within(30, folder, LABELS.replace("?label }", "?label . }"), {"label": "Kelm"}).rows == (("Kelm",),)


def test_an_endless_query_is_given_up(folder: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryError, match=r"no answer within 0\.5 seconds"):
        run_within(0.5, folder, ENDLESS)
    assert time.monotonic() - begin < 20
    assert not multiprocessing.active_children()


def test_errors_come_through(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+"):
        run_within(30, folder, "SELECT ?e WHERE { ?e a kg:Meeting ;; }}")
    with pytest.raises(StoreError, match="build one first"):
        run_within(30, tmp_path, LABELS)
    with pytest.raises(QueryError, match="above 0"):
        run_within(0, folder, LABELS)


REFUSED = [
    ("syntax", "SELECT ?e WHERE {\n ?e a kg:Meeting ;; }}", r"line 2, column \d+"),
    ("prefix", "SELECT ?e WHERE { ?e a unknown:Meeting }", "line 1, column"),
    ("empty", "# nothing\n", "empty"),
    ("insert", "INSERT DATA { <a> <b> <c> }", "INSERT would change the graph"),
    ("drop", "PREFIX a: <b>\n# x\nDROP ALL", "DROP would change"),
    ("service", "SELECT * WHERE {\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "line 2, column 2: SERVICE is refused"),
    ("service-silent", "SELECT * { { service silent ?x { ?s ?p ?o } } }", "SERVICE is refused"),
    ("service-escaped", "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
    ("service-after-quote", "SELECT * { ?s kg:a\\' ?o . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } . ?s kg:b\\' ?p }", "SERVICE"),
    ("service-after-less", "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "SERVICE"),
    ("service-after-comment", "SELECT * { # '\nSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } } # '", "SERVICE"),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(text: str, message: str, store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match=message):
        run(store, text)


DEEP = [
    ("groups", "SELECT * " + "{" * 50_000 + "}" * 50_000),
    ("brackets", "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }"),
    ("brackets beside comments", "SELECT * { FILTER(" + "( # )\n" * 20_000 + "1" + ")" * 20_000 + ") }"),
    ("negations", "SELECT * { FILTER(" + "! " * 50_000 + "true) }"),
    ("signs", "SELECT * { FILTER(" + "-" * 50_000 + "1) }"),
]


@pytest.mark.parametrize("text", [case[1] for case in DEEP], ids=[case[0] for case in DEEP])
def test_a_query_without_end_is_refused_and_ends_nothing(text: str, store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="nested too deeply"):
        run(store, text)


def test_many_brackets_beside_each_other_are_not_deep(store: pyoxigraph.Store) -> None:
    values = " ".join(f"('{number}')" for number in range(2_000))
    assert len(run(store, f"SELECT ?n {{ VALUES (?n) {{ {values} }} }}").rows) == 2_000


def test_a_function_that_nobody_knows_is_an_error(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="urn:f"):
        run(store, "SELECT (<urn:f>(1) AS ?x) { }")


ALLOWED = [
    ("string", 'SELECT ?s { ?s rdfs:label "SERVICE {" }'),
    ("comment", "SELECT ?s { ?s ?p ?o } # SERVICE <x>"),
    ("variable", "SELECT ?service { ?service a kg:Meeting }"),
    ("name", "SELECT ?s { ?s kg:service ?o }"),
    ("iri", "SELECT ?s { ?s <urn:SERVICE> ?o }"),
    ("drop-in-name", "SELECT ?drop { ?drop a kg:Meeting }"),
]


@pytest.mark.parametrize("text", [case[1] for case in ALLOWED], ids=[case[0] for case in ALLOWED])
def test_allowed(text: str, store: pyoxigraph.Store) -> None:
    run(store, text)


def test_memory_errors_have_a_position() -> None:
    with pytest.raises(QueryError, match=r"line 2, column \d+"):
        run(Dataset(default_union=False), "SELECT ?e WHERE {\n ?e a kg:Meeting ;; }}")


def test_unknown_parameter_is_refused(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="no parameter 'nam'; its only parameter is name"):
        run(store, "# parameters: name\nSELECT ?e { ?e rdfs:label ?name }", {"nam": "x"})


TABLE = QueryResult(("name", "note"), (("Mara", 'says "yes, | and\nno"'), ("北京市", None)))


def test_table_fits_its_width() -> None:
    long = QueryResult(("a", "b"), (("short", "word " * 60), ("x" * 200, "y")))
    text = render(long, "table", width=40)
    assert max(len(line) for line in text.splitlines()) <= 40
    assert text.count("word") == 60
    assert text.count("x") == 200


def test_table_aligns_wide_letters_and_drops_control_characters() -> None:
    lines = render(QueryResult(("a", "b"), (("北京", "1"), ("\x1b[31mred", "2"))), "table", width=60).splitlines()
    assert lines[2] == "北京     1"
    assert lines[3] == "[31mred  2"


def test_no_form_lets_a_control_character_out() -> None:
    hostile = QueryResult(("a\x1b]0;b",), (("\x1b[2J\x9b31m\u202eabc\u2028def\x7f",),))
    for form in ("table", "csv", "tsv", "json", "markdown"):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", render(hostile, form)), form
    assert json.loads(render(hostile, "json")) == [dict(zip(hostile.columns, hostile.rows[0], strict=True))]


def test_no_cell_of_a_table_for_spreadsheets_is_a_formula() -> None:
    cells = QueryResult(("=a", "b"), (("=1+1", "-5.5"), ("@sum", "\t=1"), ("+49 30", None)))
    (header, *rows) = csv.reader(io.StringIO(render(cells, "csv")))
    assert header == ["'=a", "b"]
    assert rows == [["'=1+1", "-5.5"], ["'@sum", "'\t=1"], ["'+49 30", ""]]
    assert render(cells, "tsv") == "'=a\tb\n'=1+1\t-5.5\n'@sum\t'=1\n'+49 30\t\n"
    assert json.loads(render(cells, "json"))[0] == {"=a": "=1+1", "b": "-5.5"}


def test_nothing_in_a_cell_is_a_mark_of_markdown() -> None:
    row = render(QueryResult(("a",), (("<b>&lt; [x](javascript:y) | `z`\n# t",),)), "markdown").splitlines()[2]
    assert row == r"| &lt;b&gt;&amp;lt; \[x\](javascript:y) \| \`z\` \# t |"


def test_csv_json_markdown() -> None:
    assert list(csv.reader(io.StringIO(render(TABLE, "csv")))) == [
        ["name", "note"],
        ["Mara", 'says "yes, | and\nno"'],
        ["北京市", ""],
    ]
    assert json.loads(render(TABLE, "json"))[1] == {"name": "北京市", "note": None}
    assert render(TABLE, "markdown").splitlines()[2] == '| Mara | says "yes, \\| and no" |'


def test_tsv_has_a_line_a_row() -> None:
    assert render(TABLE, "tsv") == 'name\tnote\nMara\tsays "yes, | and no"\n北京市\t\n'


def test_empty_tables() -> None:
    for form in ("table", "csv", "tsv", "json", "markdown"):
        assert render(QueryResult(("a",), ()), form)
        assert render(QueryResult((), ()), form)


def test_unknown_form_is_refused() -> None:
    with pytest.raises(QueryError, match="unknown form 'xml'"):
        render(TABLE, "xml")
