"""What every route makes of a request: methods, fields, numbers, and what it tells of those that cannot be."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from kgraph.errors import SettingsError
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.mistakes import mistake
from kgraph.serve.asked import whole_number
from kgraph.serve.options import Options
from tests.serving import Served, serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NINES = "9" * 5_000
"""More digits than Python reads as a number."""
ENTITY = "/entity/person/anna-berg"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/api/v1/events", "GET, HEAD, OPTIONS"),
        ("/reconcile", "GET, HEAD, OPTIONS, POST"),
        ("/mcp", "OPTIONS, POST"),
        (ENTITY, "GET, HEAD, OPTIONS"),
    ],
)
def test_every_path_says_by_which_methods_it_can_be_asked(served: Served, path: str, methods: str) -> None:
    asked = served.ask(path, method="OPTIONS")
    assert (asked.status, asked.headers["allow"], asked.body) == (200, methods, b"")
    refused = served.ask(path, method="DELETE")
    assert (refused.status, refused.headers["allow"]) == (405, methods)
    assert methods in refused.json["message"]


def test_head_is_answered_as_get_without_a_body(served: Served) -> None:
    for path in ("/", "/sparql", "/api/v1/events", "/api/", "/reconcile", f"{ENTITY}.ttl"):
        known = served.ask(path, method="HEAD")
        assert (known.status, known.body) == (200, b""), path


def test_a_browser_gets_an_error_as_a_page_and_a_program_as_json(served: Served) -> None:
    for path, slug in (("/no-such-page", "not-found"), ("/api/v1/no-such-path", "not-found"), ("/sparql?x=1", "bad-request")):
        shown = served.ask(path, Accept=BROWSER)
        assert shown.headers["content-type"] == "text/html; charset=utf-8"
        assert slug in shown.text
        assert 'href="/api/"' in shown.text
        assert served.ask(path).json["error"] == slug
    html = served.ask("/no-such-page/%3Cscript%3E", Accept=BROWSER).text
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    "path",
    [
        f"{ENTITY}.html?page={{}}&why={{}}",
        "/api/v1/events?limit={}",
        "/api/v1/events?since={}",
        "/reconcile/suggest/entity?prefix=a&cursor={}",
        "/reconcile/properties?limit={}",
        "/reconcile?queries=" + quote('{"q": {"query": "Anna Berg", "limit": ') + "{}" + quote("}}"),
        "/reconcile?extend="
        + quote('{"ids": ["person/anna-berg"], "properties": [{"id": "alias", "settings": {"limit": "')
        + "{}"
        + quote('"}}]}'),
    ],
)
def test_no_number_is_too_long_to_be_answered(served: Served, path: str) -> None:
    answer = served.ask(path.replace("{}", NINES))
    assert answer.status in (200, 400)
    assert len(answer.body) < 20_000


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("007", 7), ("0", 0), ("", 0), ("-1", 0), ("1.5", 0), ("٣", 0), ("101", 100), (NINES, 100)]
)
def test_what_is_no_number_counts_as_nothing_and_a_large_one_as_the_largest(text: str, number: int) -> None:
    assert whole_number(text, 100) == number


@pytest.mark.parametrize("path", ["/entity/{}", "/{}", "/api/v1/entities/{}", "/api/v1/events?type={}", "/api/v1/events?{}=1"])
def test_an_error_does_not_grow_with_what_was_asked(served: Served, path: str) -> None:
    for accept in ("*/*", BROWSER):
        answer = served.ask(path.replace("{}", "x" * 20_000), Accept=accept)
        assert answer.status in (400, 404)
        assert len(answer.body) < 5_000


def test_fields_that_are_not_utf_8_are_refused_and_not_read_as_nothing(served: Served) -> None:
    for path in ("/api/v1/events?words=%ff", "/sparql?query=%ff", "/reconcile?queries=%ff"):
        answer = served.ask(path)
        assert (answer.status, answer.json["error"]) == (400, "bad-request"), path


def test_an_address_with_raw_letters_is_refused_with_advice(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection:
        connection.sendall("GET /api/v1/entities?name=Édouard HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b" 400 " in answer
    assert b"percent-encoded" in answer


@pytest.mark.parametrize(
    "query", ["SELECT", "SELECT ?x { ?x a kg:Person", "SELECT ?x { ?x nope:a ?y }", "SELEC ?x {}", "SELECT ?x { <a> rdfs:label }"]
)
def test_a_mistake_in_a_query_is_told_in_the_words_of_the_command(served: Served, query: str) -> None:
    answer = served.ask(f"/sparql?query={quote(query)}")
    assert answer.status == 400
    assert answer.json["message"] == mistake(query, PREFIXES, "http://localhost/")
    assert re.match(r"line \d+, column \d+: ", answer.json["message"])


def test_a_graph_that_is_no_iri_is_named(served: Served) -> None:
    answer = served.ask("/sparql?query=ASK%7B%7D&default-graph-uri=nonsense")
    assert (answer.status, answer.json["message"]) == (400, "'nonsense' is not the IRI of a graph")


def test_the_page_at_the_root_is_packed_and_known_again(served: Served) -> None:
    packed = served.ask("/", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert len(packed.body) < len(served.ask("/").body) / 2
    assert served.ask("/", If_None_Match=packed.headers["etag"].removeprefix("W/")).status == 304


def test_options_that_can_have_no_effect_are_refused() -> None:
    for origin in ("example.org", "https://example.org/path", "*"):
        with pytest.raises(SettingsError, match="--origin"):
            Options(origins=(origin,))
    for name in ("https://example.org", "example.org:8000", "example.org/"):
        with pytest.raises(SettingsError, match="--name"):
            Options(names=(name,))
    with pytest.raises(SettingsError, match=r"--query-time is -1; it must be between 0\.1 and 3,600"):
        Options(query_seconds=-1)
    with pytest.raises(SettingsError, match="--port is 80,000,000; it must be between 0 and 65,535"):
        Options(port=80_000_000)


def test_an_origin_may_end_in_a_stroke_as_browsers_show_it(sample_graph: Path) -> None:
    with serving(sample_graph, "--origin", "https://friend.example/") as server:
        answer = server.ask("/api/v1", Origin="https://friend.example")
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "https://friend.example")


def test_a_port_for_an_assistant_that_uses_none_is_refused(sample_graph: Path) -> None:
    command = [sys.executable, "-m", "kgraph.cli", "mcp", "-d", str(sample_graph), "--port", "8001"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "--port needs --http" in done.stderr


@pytest.mark.parametrize(("harm", "slug"), [("missing", "no-store"), ("damaged", "damaged")])
def test_a_build_without_a_sound_index_is_served_with_a_warning(sample_graph: Path, tmp_path: Path, harm: str, slug: str) -> None:
    """Queries and addresses are answered; what needs the index says what is wrong with it."""
    folder = tmp_path / "graph"
    shutil.copytree(sample_graph, folder)
    index = folder / "index.sqlite"
    if harm == "missing":
        index.unlink()
    else:
        index.write_bytes(index.read_bytes()[:4096] + b"\xff" * 40_000)
    with serving(folder) as server:
        assert server.ask("/sparql?query=ASK%7B%7D").json["boolean"] is True
        assert server.ask(f"{ENTITY}.html").status == 200
        answer = server.ask("/api/v1/events")
        assert (answer.status, answer.json["error"]) == (503, slug)
        assert str(folder) not in answer.text
        shown = server.ask("/", Accept=BROWSER)
        assert (shown.status, shown.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert any(f"[{slug}]" in line for line in server.lines)
