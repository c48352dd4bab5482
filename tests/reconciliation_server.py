"""A server of the Reconciliation Service API 0.2 on loopback: real sockets, a table of its own, and faults on demand.

It follows https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/: the manifest at its address, queries as a
form that is posted there, results by the keys of the queries, candidates with id, name, score, match and types, best first.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

from rapidfuzz.fuzz import ratio

from tests.loopback import listening

SPACE, SCHEMA = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
MANIFEST: Mapping[str, Any] = {
    "versions": ["0.1", "0.2"],
    "name": "Small Authority",
    "identifierSpace": SPACE,
    "schemaSpace": SCHEMA,
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
    "defaultTypes": [{"id": "Q35120", "name": "entity"}],
}
_LEAST = 60.0  # of the ratio of two names, in percent, from which one is a candidate for the other
_MISMATCH = 20.0  # what a candidate of another type than was asked for loses


@dataclass(frozen=True)
class Record:
    """A thing that the server knows."""

    id: str
    name: str
    types: Mapping[str, str] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True)
class Fault:
    """What the server does to one request instead of answering it; ``hang`` is seconds of silence first, ``cut`` closes the connection."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


@dataclass(frozen=True)
class Request:
    """A request as it came in, with the queries that it asked."""

    method: str
    path: str
    agent: str
    queries: Mapping[str, Mapping[str, Any]]


@dataclass
class Server:
    """What a running server knows and has seen. The manifest can be exchanged.

    ``faults`` are used up in their order, one a request, once ``faults_after`` requests were answered.
    """

    records: list[Record]
    manifest: Any = field(default_factory=lambda: dict(MANIFEST))
    faults: list[Fault] = field(default_factory=list)
    faults_after: int = 0
    requests: list[Request] = field(default_factory=list)
    address: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def asked(self) -> list[str]:
        """The names that were asked for, in their order."""
        return [query["query"] for request in self.requests for query in request.queries.values()]

    def results(self, queries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """The answer to a batch of queries."""
        return {key: {"result": self._candidates(query)} for key, query in queries.items()}

    def _candidates(self, query: Mapping[str, Any]) -> list[dict[str, Any]]:
        scored = sorted(
            ((self._score(record, query), record) for record in self.records), key=lambda pair: (-pair[0], pair[1].id)
        )
        best = [(score, record) for score, record in scored if score >= _LEAST][: query.get("limit", 10)]
        certain = [record for score, record in scored if score == 100.0]
        return [
            {
                "id": record.id,
                "name": record.name,
                "score": score,
                "match": certain == [record],
                "type": [{"id": kind, "name": name} for kind, name in record.types.items()],
                "description": record.description,
            }
            for score, record in best
        ]

    def _score(self, record: Record, query: Mapping[str, Any]) -> float:
        wanted = query.get("type")
        return ratio(record.name, query["query"]) - (_MISMATCH if wanted and wanted not in record.types else 0.0)


@contextmanager
def serving(*records: Record) -> Iterator[Server]:
    """A server at an address of its own, until the block ends."""
    server = Server(list(records))
    with listening(_handler(server), server.released) as address:
        server.address = f"{address}/reconcile"
        yield server


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve({})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._serve(json.loads(form["queries"][0]))

        def _serve(self, queries: Mapping[str, Mapping[str, Any]]) -> None:
            server.requests.append(Request(self.command, self.path, self.headers["User-Agent"], queries))
            if server.faults and len(server.requests) > server.faults_after:
                self._fail(server.faults.pop(0))
            elif self.path != "/reconcile":
                self._send(404, b"no service here")
            else:
                self._send(200, json.dumps(server.results(queries) if queries else server.manifest).encode())

        def _fail(self, fault: Fault) -> None:
            if fault.hang:
                server.released.wait()
            elif fault.cut:
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(fault.body)
            else:
                self._send(fault.status, fault.body, fault.headers)

        def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Tells nobody."""

    return Handler
