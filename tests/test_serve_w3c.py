"""The endpoint of `kgraph serve` against the W3C's tests of the SPARQL 1.1 Protocol, where they are at hand: each request, and its answer.

The endpoint changes nothing, so that of the tests of updates only this is asked: that each update is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.conftest import SHARED
from tests.serving import Said, Served, serving, write_graph

FOLDER = SHARED / "standards" / "sparql11-protocol"
DATA = "http://kasei.us/2009/09/sparql/data/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
ACCEPTED = {"boolean": "application/sparql-results+json", "tabular": "text/csv", "RDF": "text/turtle"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the W3C's tests are not here")


@dataclass(frozen=True)
class Exchange:
    """A request of a test, and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    succeeds: bool
    form: str
    boolean: bool | None

    @property
    def is_update(self) -> bool:
        said = f"{self.path.replace('?', '&')} {self.headers} &{(self.body or b'').decode('latin-1')}"
        return any(word in said for word in ("application/sparql-update", "&update="))


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the tests' data, each file of which is a named graph."""
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(f"{DATA}{path.stem}.rdf"))
        for path in sorted(FOLDER.glob("data*.nt"))
        for triple in parse(path.read_bytes(), format=RdfFormat.N_TRIPLES)
    ]
    with serving(write_graph(quads, tmp_path_factory.mktemp("w3c") / "graph")) as server:
        yield server


def manifest() -> list[tuple[str, list[Exchange]]]:
    """The tests with their names."""
    if not FOLDER.is_dir():
        return []
    graph = Graph().parse(FOLDER / "manifest.ttl", publicID="http://example.org/manifest")
    found = []
    for test in Collection(graph, next(graph.objects(None, MF.entries))):
        action = graph.value(test, MF.action)
        requests = Collection(graph, next(graph.objects(action, HT.requests)))
        found.append((str(test).rpartition("#")[2], [exchange(graph, one) for one in requests]))
    return found


def exchange(graph: Graph, request: Node) -> Exchange:
    """What the manifest says of a request."""
    answer = graph.value(request, HT.resp)
    headers = {}
    listed = graph.value(request, HT.headers)
    for header in Collection(graph, listed) if listed is not None else []:
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = graph.value(request, HT.body)
    content = None
    if body is not None:
        content = str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding) or "UTF-8"))
    boolean = graph.value(answer, MF.expectedBoolean)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=headers,
        body=content,
        succeeds=any("2xx" in str(status) for status in graph.objects(answer, MF.expectedStatus)),
        form=str(graph.value(answer, MF.expectedFormat) or ""),
        boolean=None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize(("name", "exchanges"), [pytest.param(*test, id=test[0]) for test in manifest()])
def test_each_request_is_answered_as_the_standard_says(w3c: Served, name: str, exchanges: list[Exchange]) -> None:
    for one in exchanges:
        said = w3c.ask(one.path, one.body, one.method, **one.headers, **({"Accept": ACCEPTED[one.form]} if one.form else {}))
        if one.is_update:
            assert 400 <= said.status < 500, name
            return
        check(one, said)


def check(one: Exchange, said: Said) -> None:
    if not one.succeeds:
        assert 400 <= said.status < 500, said.text
        return
    assert said.status == 200, said.text
    if one.form:
        assert said.headers["content-type"].startswith(ACCEPTED[one.form])
    if one.boolean is not None:
        assert said.json["boolean"] is one.boolean
