"""What the endpoint says of itself: the SPARQL 1.1 Service Description, with VoID of the graph."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from kgraph.rdf.iris import PREFIXES
from kgraph.serve.guard import Refused
from kgraph.serve.negotiation import preferred
from kgraph.serve.snapshot import Snapshot
from kgraph.serve.sparql.formats import GRAPHS

_SD, _VOID = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_WRITTEN = {**PREFIXES, "sd": _SD, "void": _VOID, "formats": _FORMATS, "dcterms": "http://purl.org/dc/terms/"}
_PREFIXES = {
    name: space for name, space in sorted(_WRITTEN.items()) if name in ("sd", "void", "formats", "dcterms", "rdf", "xsd")
}
Node = NamedNode | BlankNode


def described(request: Request, snapshot: Snapshot) -> Response:
    """The description in the format that the client likes best. Raises Refused where it takes none."""
    media = preferred(",".join(request.headers.getlist("accept")), [*GRAPHS])
    if media is None:
        raise Refused(406, "not-acceptable", f"without a query this endpoint describes itself, as {', '.join(GRAPHS)}")
    address = str(request.url.replace(query="", fragment=""))
    content = pyoxigraph.serialize(_triples(address, snapshot), format=GRAPHS[media], prefixes=_PREFIXES)
    return Response(content, media_type=media, headers={"Vary": "Accept"})


def _triples(address: str, snapshot: Snapshot) -> Iterator[Triple]:
    service, dataset, graph = NamedNode(address), NamedNode(f"{address}#dataset"), NamedNode(f"{address}#default-graph")
    yield _is(service, _SD, "Service")
    yield Triple(service, NamedNode(f"{_SD}endpoint"), service)
    yield Triple(service, NamedNode(f"{_SD}supportedLanguage"), NamedNode(f"{_SD}SPARQL11Query"))
    for name in (*_RESULTS, *_GRAPHS):
        yield Triple(service, NamedNode(f"{_SD}resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, NamedNode(f"{_SD}defaultDataset"), dataset)
    yield from _dataset(service, dataset, graph, snapshot)


def _dataset(service: Node, dataset: Node, graph: Node, snapshot: Snapshot) -> Iterator[Triple]:
    """The articles' graphs are counted and not listed: there may be a hundred thousand."""
    state = snapshot.state
    yield _is(dataset, _SD, "Dataset")
    yield _is(dataset, _VOID, "Dataset")
    yield Triple(dataset, NamedNode(f"{_SD}defaultGraph"), graph)
    yield _is(graph, _SD, "Graph")
    yield Triple(dataset, NamedNode(f"{_VOID}sparqlEndpoint"), service)
    yield Triple(dataset, NamedNode(f"{_VOID}uriSpace"), Literal(snapshot.base))
    yield Triple(dataset, NamedNode("http://purl.org/dc/terms/identifier"), Literal(snapshot.build))
    for name, number in (
        ("triples", state.quads),
        ("entities", state.entities + state.events),
        ("documents", len(state.articles)),
    ):
        yield Triple(dataset, NamedNode(_VOID + name), Literal(number))
    for space in sorted(PREFIXES.values()):
        yield Triple(dataset, NamedNode(f"{_VOID}vocabulary"), NamedNode(space))


def _is(node: Node, space: str, name: str) -> Triple:
    return Triple(node, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(space + name))
