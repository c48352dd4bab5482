"""The editor of queries, as a server gives it to browsers: its page, its files, its queries, and what their cells name."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pyoxigraph
import pytest

from kgraph.rdf import store
from kgraph.rdf.catalogue import catalogue
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.query import AT_LEAST, LIMIT, run
from tests.assisted import argued_graph
from tests.serving import Served, serving

__all__ = ["argued_graph"]
EDITOR = Path(str(files("kgraph") / "data" / "serve" / "editor"))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NODE = shutil.which("node")
BIND = Path(__file__).parent / "page" / "bind.js"


@pytest.fixture(scope="module")
def server(argued_graph: Path) -> Iterator[Served]:
    with serving(argued_graph) as served:
        yield served


def answer_of(server: Served, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    data = None if body is None else json.dumps(body).encode() if not isinstance(body, bytes) else body
    request = Request(urljoin(server.address, path), data, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read()


def nodes_of(server: Served, *names: str) -> dict[str, Any]:
    status, _, body = answer_of(server, "/editor/nodes", {"names": names})
    assert status == 200
    found: dict[str, Any] = json.loads(body)["nodes"]
    return found


# the page


def test_the_endpoint_gives_browsers_the_editor_and_programs_its_description(server: Served) -> None:
    status, headers, body = answer_of(server, "/sparql", Accept=BROWSER)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<title>Query the graph" in body
    assert "Accept" in headers["vary"]
    for accept in ("text/turtle", "*/*", "application/rdf+xml"):
        assert "html" not in answer_of(server, "/sparql", Accept=accept)[1]["content-type"]


def test_the_page_loads_nothing_from_elsewhere(server: Served) -> None:
    _, headers, body = answer_of(server, "/editor")
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "http" not in policy
    assert "unsafe-inline" not in policy
    assert re.findall(r'(?:src|href)="(?!/|data:)', body.decode()) == []


def test_each_file_that_the_page_needs_is_there(server: Served) -> None:
    _, _, page = answer_of(server, "/editor")
    left, seen = re.findall(r'(?:src|href)="(/editor/[^"]+)"', page.decode()), set[str]()
    while left:
        path = left.pop()
        seen.add(path)
        status, headers, body = answer_of(server, path)
        assert status == 200, path
        if path.endswith(".mjs"):
            assert headers["content-type"].startswith("text/javascript")
            needed = re.findall(r'from "([^"]+)"|new URL\("([^"]+\.json)"', body.decode())
            left += {urljoin(path, one or other) for one, other in needed} - seen
    assert {path.rsplit("/", 1)[1] for path in seen} >= {path.name for path in EDITOR.glob("*.mjs")} | {"world.json"}
    assert answer_of(server, "/editor/assets/vis-network.min.js")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "serve/editor/none.mjs",
        "index.sql",
        "serve/editor/../../index.sql",
        "explore/page.html",
        "",
        "serve/editor/%2e%2e/%2e%2e/index.sql",
    ],
)
def test_other_files_are_not_given(path: str, server: Served) -> None:
    command = ["curl", "-s", "--path-as-is", "-o", "/dev/null", "-w", "%{http_code}", f"{server.address}editor/assets/{path}"]
    assert subprocess.run(command, capture_output=True, text=True, timeout=20).stdout == "404"


def test_a_browser_that_has_a_file_is_not_sent_it_again(server: Served) -> None:
    path = "/editor/assets/serve/editor/yasgui.min.js"
    _, headers, body = answer_of(server, path)
    assert len(body) > 900_000
    status, _, body = answer_of(server, path, If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")


# the queries


def test_all_queries_are_examples_with_their_titles_and_parameters(server: Served) -> None:
    given = json.loads(answer_of(server, "/editor/queries.json")[2])
    assert [query["name"] for query in given["queries"]] == [query.name for query in catalogue()]
    for query, known in zip(given["queries"], catalogue(), strict=True):
        assert query["title"]
        assert query["text"] == known.text
        assert [one["name"] for one in query["parameters"]] == [one.name for one in known.parameters]
    assert given["prefixes"] == dict(PREFIXES)


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_a_form_binds_parameters_as_kgraph_query_does(argued_graph: Path) -> None:
    asked = [
        {"text": query.text, "values": {one.name: value_of(one.name) for one in query.parameters}, "prefixes": dict(PREFIXES)}
        for query in catalogue()
    ]
    command = [str(NODE), str(BIND)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=True)
    graph = store.opened_at(store.place_of(argued_graph / "store"))
    answered = 0
    for one, bound in zip(asked, json.loads(done.stdout), strict=True):
        expected = run(graph, str(one["text"]), one["values"])  # type: ignore[arg-type]
        assert sorted(map(str, rows_of(graph, bound))) == sorted(map(str, expected.rows))
        answered += bool(expected.rows)
    assert answered > 15


def value_of(parameter: str) -> str:
    """A value that the sample has something for."""
    values = {AT_LEAST: "0", LIMIT: "3", "root": "kg:Consult", "type": "kg:Meeting", "from": "2025-01-01", "to": "2025-12-31"}
    return values.get(
        parameter, "Carl Ek visited Bergen" if parameter == "event" else "Carl Ek" if parameter == "target" else "Anna Berg"
    )


def rows_of(graph: pyoxigraph.Store, text: str) -> Iterator[tuple[str | None, ...]]:
    found = graph.query(text, prefixes=PREFIXES)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    for row in found:
        yield tuple(None if term is None else str(getattr(term, "value", term)) for term in row)


# what cells name


def test_cells_that_name_an_entity_or_an_event_are_its_nodes(server: Served) -> None:
    found = nodes_of(server, "Anna Berg", "Oslo", "Carl Ek visited Bergen", "nothing", "anna berg", "Visit")
    assert {text: (node["kind"], node["type"]) for text, node in found.items()} == {
        "Anna Berg": ("entity", "Person"),
        "Oslo": ("entity", "City"),
        "Carl Ek visited Bergen": ("event", "Visit"),
    }
    assert nodes_of(server, found["Oslo"]["iri"])[found["Oslo"]["iri"]] == found["Oslo"]


def test_places_have_their_positions(server: Served) -> None:
    found = nodes_of(server, "Anna Berg", "Oslo")
    assert found["Anna Berg"]["at"] is None
    assert found["Oslo"]["at"] == pytest.approx([59.9, 10.7], abs=0.1)


@pytest.mark.parametrize(
    "body", [b"{", {}, {"names": "x"}, {"names": ["x"] * 2_001}, {"names": ["x" * 2_001]}, {"names": [], "more": 1}]
)
def test_a_wrong_question_about_names_is_refused(body: object, server: Served) -> None:
    status, _, answer = answer_of(server, "/editor/nodes", body)
    assert status == 400
    assert "the body must be JSON with a list of names" in json.loads(answer)["message"]


# what was taken from others


def test_the_licence_of_each_package_in_the_script_is_there() -> None:
    licences = (EDITOR / "YASGUI-LICENSES.txt").read_text("utf-8")
    for package in ("@zazuko/yasgui 4.6.2", "codemirror ", "datatables.net ", "jquery ", "dompurify ", "lodash-es ", "n3 "):
        assert f"\n{package}" in licences
    notice = (Path(__file__).resolve().parents[1] / "NOTICE").read_text("utf-8")
    assert "YASGUI-LICENSES.txt" in notice


def test_the_script_names_no_file_that_is_not_there() -> None:
    assert "sourceMappingURL" not in (EDITOR / "yasgui.min.js").read_text("utf-8")
    assert re.findall(r"url\((?!data:|\")|@import", (EDITOR / "yasgui.min.css").read_text("utf-8")) == []


@pytest.mark.parametrize(
    "path", [*sorted(EDITOR.glob("*.mjs")), EDITOR / "editor.css", EDITOR / "editor.html"], ids=lambda path: path.name
)
def test_lines_can_be_read(path: Path) -> None:
    assert [line for line in path.read_text("utf-8").splitlines() if len(line) > 120] == []
