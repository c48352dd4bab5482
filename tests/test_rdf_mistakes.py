"""What is said of a query with a mistake in it: where it is, and what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest

from kgraph.errors import QueryError
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.mistakes import mistake
from kgraph.rdf.query import run

QUERIES = sorted((Path(__file__).resolve().parents[1] / "queries").glob("*.rq"))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?x WHERE { ?x a kg:Meeting", "line 1, column 17: this { is never closed; add } where it should end"),
        ("SELECT ?x WHERE {\n  { ?x a kg:Meeting", "line 2, column 3: this { is never closed, nor is the one before it; add }}"),
        ("SELECT ?x WHERE { ?x a kg:Meeting }\n}", "line 2, column 1: this } closes nothing; a { may be missing before it"),
        ("SELECT ?x { FILTER(1 > 2 }", "line 1, column 26: ) is missing before this }; the ( at line 1, column 19 is still open"),
        ("SELECT ?x { ?x rdfs:label \"{ it's\" . ?x a kg:Meeting", "line 1, column 11: this { is never closed"),
        ('SELECT ?x { ?x rdfs:label "Rehn }', 'line 1, column 27: the quotation mark " is never closed'),
        ("SELECT ?x { ?x a kgx:Meeting }", "line 1, column 18: the prefix kgx: is not declared; did you mean kg:?"),
        ("PREFIX own: <urn:x:> SELECT ?x { ?x a own:a ; a other:b }", "line 1, column 49: the prefix other: is not declared"),
        ("SELEC ?x { ?x ?y ?z }", "line 1, column 1: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with SELEC; did you mean"),
        ("SELECT x { ?x a kg:Meeting }", "line 1, column 8: x is neither a keyword nor a variable, and has no prefix; did you mean ?x"),
        ("SELECT ?x { ?x a Meeting }", "line 1, column 18: Meeting is neither a keyword nor a variable, and has no prefix; did you mean"),
        ("ASK {} ODER BY ?x", "line 1, column 8: ODER is neither a keyword nor a variable, and has no prefix; did you mean ORDER"),
        ("SELECT ?x { ?x a kg:Meeting } ORDER ?x", "line 1, column 37: BY is missing after ORDER"),
        ("SELECT ?x, ?y { ?x ?p ?y }", "line 1, column 10: , cannot stand here after ?x"),
        ("SELECT ?x { BIND(STARTS(?x) AS ?y) }", "line 1, column 18: there is no function STARTS"),
        ("SELECT ?x { ?x a <http://x y> }", "line 1, column 18: this is not a valid IRI"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?y ?z }", "SELECT lists a variable that is not in its pattern, or that GROUP BY does not name"),
        ("SELECT (?x AS ?y) { ?x ?y ?z }", "AS names a variable that the query has already"),
        ("ASK", "line 1, column 4: the query ends too early"),
        ("# a comment { with a brace\nASK { ?x a Meeting }", "line 2, column 12: Meeting is neither"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_do(query: str, told: str) -> None:
    found = mistake(query, PREFIXES)
    assert found is not None
    assert told in found


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_bracket_that_is_left_out_is_told(path: Path) -> None:
    """Wherever it was: each bracket of each query is left out in turn."""
    text = path.read_text("utf-8")
    assert mistake(text, PREFIXES) is None
    start = text.index("SELECT")
    for match in list(re.finditer(r"[{}]", text[start:]))[::5]:
        place = start + match.start()
        found = mistake(text[:place] + text[place + 1 :], PREFIXES) or ""
        assert re.match(r"line \d+, column \d+: ", found), found
        assert any(word in found for word in ("never closed", "closes nothing", "is missing before")), found


def test_the_place_is_that_of_what_the_user_wrote_whatever_is_set() -> None:
    with pytest.raises(QueryError, match="line 1, column 46: Meeting is neither"):
        run(pyoxigraph.Store(), "SELECT ?x WHERE { ?x rdfs:label ?name ; a    Meeting }", {"name": "Rehn"})


def test_a_query_that_would_ask_another_machine_is_not_answered_for_the_place_of_its_mistake() -> None:
    """Its beginnings can be whole queries with a SERVICE; the engine does not know the word."""
    found = mistake("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } nonsense", PREFIXES)
    assert found is not None
