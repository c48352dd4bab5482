"""The JSON API on a real port: what its document promises, what a mistake is told, and what a client may keep."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kgraph.ask.events import ORDERS
from kgraph.build import build
from kgraph.serve.openapi import document
from kgraph.serve.operations import OPERATIONS, Operation
from kgraph.settings import Settings
from tests.serving import Served, serving, write_graph

jsonschema: Any = pytest.importorskip("jsonschema")
API = "/api/v1"
MEETING = "meeting/anna-berg--carl-ek/2025-03-03"
ASKED = {
    "about": "",
    "search": "/search?words=Berg",
    "entities": "/entities",
    "entity": "/entities/person/anna-berg",
    "events": "/events?at_least=0",
    "event": f"/events/{MEETING}",
    "statements": "/statements?at_least=0",
    "disagreements": "/disagreements?on=whether",
    "timeline": "/timeline?of=Anna+Berg&with=Carl+Ek",
    "path": "/path?from=Anna+Berg&to=Carl+Ek",
    "dyads": "/dyads",
    "articles": "/articles",
    "article": "/articles/talks-in-oslo-486d32f1?text=true",
    "facets": "/facets?by=type&by=actor&by=month",
    "changes": "/changes",
    "types": "/types",
}
"""Of each operation a question that the sample answers."""


FORGED = base64.urlsafe_b64encode(json.dumps([ORDERS["reported"].name, 10**40, 1, "", ""]).encode()).decode().rstrip("=")
"""A cursor with a number that no graph has."""


def told(served: Served, path: str) -> Any:
    """The JSON of what a path below the API's answers."""
    said = served.ask(API + path)
    assert said.status == 200, said.body
    assert said.headers["content-type"] == "application/json"
    return json.loads(said.body)


# The document


def test_the_openapi_document_is_valid(served: Served) -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(told_document(served))


def told_document(served: Served) -> Any:
    """The document as the server gives it."""
    said = served.ask(f"{API}/openapi.json")
    assert said.status == 200
    assert said.headers["content-type"].startswith("application/vnd.oai.openapi+json")
    return json.loads(said.body)


def test_every_operation_has_parameters_and_an_answer_that_are_explained(served: Served) -> None:
    paths = told_document(served)["paths"]
    assert {path["get"]["operationId"] for path in paths.values()} == ASKED.keys() == {one.name for one in OPERATIONS}
    for path in paths.values():
        assert path["get"]["summary"].endswith(".")
        for parameter in path["get"]["parameters"]:
            assert parameter["description"].strip(), parameter


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_answer_is_what_the_document_says(served: Served, operation: Operation) -> None:
    whole = document()
    answer = whole["paths"][operation.path or "/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(told(served, ASKED[operation.name]), {**closed(answer), "components": closed(whole["components"])})


def closed(schema: Any) -> Any:
    """The same schema, which allows nothing that it does not name."""
    if isinstance(schema, Mapping):
        made = {key: closed(value) for key, value in schema.items()}
        return {**made, "additionalProperties": False} if "properties" in schema and schema.get("type") == "object" else made
    return [closed(one) for one in schema] if isinstance(schema, (list, tuple)) else schema


# Answers


def test_an_event_answers_with_the_sentence_its_article_and_where_it_stands(served: Served) -> None:
    cited = told(served, f"/events/{MEETING}")["citations"][0]
    text = told(served, "/articles/" + quote(cited["article"]["iri"], safe="") + "?text=true")["text"]
    assert text[cited["start"] : cited["end"]] == cited["quote"] == "Anna Berg met Carl Ek in Oslo on Monday."
    assert cited["article"]["publisher"] == "Fjord Post"
    assert cited["article"]["published"] == "2025-03-04"


@pytest.mark.parametrize(
    "name", ["person/anna-berg", "Anna%20Berg", quote("https://w3id.org/kgraph/entity/person/anna-berg", safe="")]
)
def test_an_entity_is_addressed_by_its_iri_the_end_of_it_or_its_name(served: Served, name: str) -> None:
    assert told(served, f"/entities/{name}")["entity"]["name"] == "Anna Berg"


def test_pages_follow_each_other_by_their_cursors(served: Served) -> None:
    whole = [one["iri"] for one in told(served, "/events?at_least=0&limit=500")["items"]]
    found: list[str] = []
    cursor = ""
    while not found or cursor:
        page = told(served, f"/events?at_least=0&limit=2&cursor={cursor}")
        assert page["total"] == len(whole)
        found += [one["iri"] for one in page["items"]]
        cursor = page["cursor"]
    assert found == whole


def test_a_parameter_that_is_given_empty_is_not_given(served: Served) -> None:
    assert told(served, "/events?type=&actor=&since=&undated=&limit=") == told(served, "/events")


def test_a_parameter_of_several_values_is_repeated(served: Served) -> None:
    both = told(served, "/events?type=Meeting&type=Blame")
    assert {one["type"] for one in both["items"]} == {"Meeting", "Blame"}


# Mistakes


@pytest.mark.parametrize(
    ("path", "parameter", "allowed"),
    [
        ("/events?limit=0", "limit", "a whole number from 1 to 500"),
        ("/events?limit=many", "limit", "a whole number from 1 to 500"),
        ("/events?at_least=2", "at_least", "a number from 0 to 1"),
        ("/events?order=alphabet", "order", "newest, reported, surest, time"),
        ("/events?factuality=true", "factuality", "did-not-happen"),
        ("/events?since=yesterday", "since", "2024-03-12"),
        ("/events?since=2025-02-30", "since", "not in the calendar"),
        ("/events?undated=perhaps", "undated", "true or false"),
        ("/events?type=Meetin", "type", "did you mean Meeting"),
        ("/events?order=time&order=newest", "order", "one value"),
        ("/events?cursor=abc", "cursor", "is not a cursor"),
        (f"/events?cursor={FORGED}", "cursor", "another list"),
        ("/events?" + "&".join(["factuality=happened"] * 2000), "factuality", "at most 20 of them"),
        ("/events?" + "&".join(["actor=Oslo"] * 2000), "actor", "at most 200 of them"),
        ("/events?colour=red", "colour", "there are: actor,"),
        ("/types?limit=3", "limit", "none here"),
        ("/timeline", "of", "must be given"),
        ("/path?from=Anna+Berg", "to", "must be given"),
        ("/facets?by=colour", "by", "actor"),
        ("/changes?since=another", "since", "is not known"),
    ],
)
def test_a_mistake_is_told_with_the_parameter_and_what_is_allowed(
    served: Served, path: str, parameter: str, allowed: str
) -> None:
    said = served.ask(API + path)
    assert said.status == 400
    told = json.loads(said.body)
    assert (told["error"], told["parameter"]) == ("bad-parameter", parameter)
    assert allowed in told["message"]
    assert "Traceback" not in said.body.decode()


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/entities/person/nobody", "unknown-entity"),
        ("/timeline?of=Nobody+Here", "unknown-entity"),
        ("/events/meeting/none", "unknown-event"),
        ("/articles/none", "unknown-article"),
        ("/weather", "not-found"),
    ],
)
def test_what_is_not_there_is_not_found(served: Served, path: str, slug: str) -> None:
    said = served.ask(API + path)
    assert (said.status, json.loads(said.body)["error"]) == (404, slug)


def test_nothing_can_be_written(served: Served) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert served.ask(f"{API}/events", b"{}", method).status == 405


# What a client may keep, and how it is sent


def test_an_answer_that_the_client_has_is_not_sent_again(served: Served) -> None:
    first = served.ask(f"{API}/events")
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = served.ask(f"{API}/events", If_None_Match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert served.ask(f"{API}/events", If_None_Match='"other"').status == 200
    assert served.ask(f"{API}/events?order=time", If_None_Match=tag).status == 200


def test_a_long_answer_is_packed_for_a_client_that_can_unpack_it(served: Served) -> None:
    plain, packed = served.ask(f"{API}/types"), served.ask(f"{API}/types", Accept_Encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) * 4 < len(plain.body)


def test_head_answers_as_get_does_without_the_body(served: Served) -> None:
    whole, head = served.ask(f"{API}/events"), served.ask(f"{API}/events", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.body))


@pytest.fixture(scope="module")
def open_to(sample_graph: Path) -> Iterator[Served]:
    """A server whose answers pages of another site may read."""
    with serving(sample_graph, "--origin", "https://pages.example") as server:
        yield server


def test_pages_of_other_sites_may_read_answers_only_where_they_are_named(served: Served, open_to: Served) -> None:
    assert "access-control-allow-origin" not in served.ask(f"{API}/events").headers
    assert served.ask(f"{API}/events", Origin="https://pages.example").status == 403
    allowed = open_to.ask(f"{API}/events", Origin="https://pages.example")
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, "https://pages.example")
    assert "access-control-allow-origin" not in open_to.ask(f"{API}/events", Origin="https://others.example").headers


# The page


class Links(HTMLParser):
    """The addresses that a page links to, and those that it would load by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.scripts += tag == "script"
        if tag == "a":
            self.links.append(values.get("href") or "")
        self.loaded += [values[name] or "" for name in ("src", "data") if name in values]
        if tag == "link":
            self.loaded.append(values.get("href") or "")


@pytest.fixture(scope="module")
def page(served: Served) -> str:
    said = served.ask("/api/")
    assert said.status == 200
    return said.body.decode()


def test_the_page_about_the_api_runs_nothing_and_loads_nothing(served: Served, page: str) -> None:
    found = Links()
    found.feed(page)
    assert found.scripts == 0
    assert [re.sub(r"\?.*", "", one) for one in found.loaded] == ["data:,", "/page.css"]
    policy = served.ask("/api/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src")
    assert "unsafe" not in policy


def test_all_that_the_page_offers_to_try_has_an_answer(served: Served, page: str) -> None:
    found = Links()
    found.feed(page)
    tried = [link for link in found.links if link.startswith(API)]
    assert len(tried) > len(OPERATIONS)
    for link in tried:
        assert served.ask(link).status == 200, link


def test_the_page_has_a_field_for_every_parameter(page: str) -> None:
    for operation in OPERATIONS:
        for name in operation.parameters():
            assert f'id="{operation.name}-{name}"' in page


def test_the_address_without_a_stroke_leads_to_the_page(served: Served) -> None:
    said = served.ask("/api")
    assert (said.status, re.sub(r"^https?://[^/]+", "", said.headers["location"])) == (307, "/api/")


# Another build


def test_when_a_build_ends_tags_change_and_what_has_changed_is_told(tmp_path: Path, sample_graph: Path) -> None:
    folder, articles = tmp_path / "graph", tmp_path / "articles"
    shutil.copytree(sample_graph, folder)
    shutil.copytree(sample_graph.parent / "articles", articles)
    with serving(folder) as served:
        before, tag = told(served, ""), served.ask(f"{API}/events").headers["etag"]
        (articles / "late.txt").write_text(
            "Late news\n\nDate: 2025-03-07\nPublisher: Fjord Post\n\nAnna Berg praised Carl Ek on Thursday.\n", "utf-8"
        )
        assert build([articles], folder, Settings(), parts=["index"]).errors == ()
        again = served.ask(f"{API}/events", If_None_Match=tag)
        assert (again.status, again.headers["etag"] != tag) == (200, True)
        changes = told(served, f"/changes?since={before['graph']}&kind=article")
        assert [one["how"] for one in changes["items"]] == ["added"]
        assert "late-news" in changes["items"][0]["iri"]
        assert changes["graph"] == told(served, "")["graph"] != before["graph"]
        assert told(served, f"/changes?since={changes['graph']}")["items"] == []


def test_a_build_without_an_index_says_so_and_still_has_a_page_about_the_api(tmp_path: Path) -> None:
    with serving(write_graph([], tmp_path / "graph")) as served:
        said = served.ask(f"{API}/events")
        assert (said.status, json.loads(said.body)["error"]) == (503, "no-store")
        assert "has no index" in json.loads(said.body)["message"]
        assert str(tmp_path) not in said.body.decode()
        assert served.ask("/api/").status == 200
