"""The reconciliation service of `kgraph serve`, asked over a real port: by the rules of the API 0.2, and by kgraph's own client."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kgraph.build import build
from kgraph.cli import OK, main
from kgraph.rdf.iris import KG
from kgraph.reconcile import Options, reconcile
from kgraph.settings import Settings
from tests.serving import Said, Served, built_graph, serving

BASE = "https://w3id.org/kgraph/"
FORM = "application/x-www-form-urlencoded"
MORE = {
    "press.txt": "Norrvale presses on\n\nDate: 2025-03-09\n\nNorrvale Group sued Norrvale Press in Bergen. Maria Lindqvist blamed "
    "Norrvale Press. Lindqvist resigned on Friday.\n",
    "france.txt": "France and Spain agree\n\nDate: 2025-03-10\n\nFrance signed an agreement with Spain. Google sued Apple in Paris.\n",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built graph with an index."""
    return built_graph(tmp_path_factory.mktemp("reconciliation"), MORE)


@pytest.fixture(scope="module")
def site(graph: Path) -> Iterator[Served]:
    with serving(graph, "--origin", "http://127.0.0.1:3333") as server:
        yield server


def post(site: Served, **fields: Any) -> Said:
    """A form with JSON in its fields."""
    return site.ask(
        "/reconcile", urlencode({name: json.dumps(value) for name, value in fields.items()}).encode(), Content_Type=FORM
    )


def asked(site: Served, **query: Any) -> list[dict[str, Any]]:
    """The candidates of one query."""
    said = post(site, queries={"q0": query})
    assert said.status == 200, said.text
    found: list[dict[str, Any]] = said.json["q0"]["result"]
    return found


def names(found: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in found]


# The manifest


def test_the_address_without_parameters_is_the_manifest(site: Served) -> None:
    said = site.ask("/reconcile")
    assert (said.status, said.headers["content-type"]) == (200, "application/json")
    manifest = said.json
    assert manifest["versions"] == ["0.2"]
    assert (manifest["identifierSpace"], manifest["schemaSpace"]) == (f"{BASE}entity/", KG)
    assert all({"id", "name"} == kind.keys() for kind in manifest["defaultTypes"])
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert isinstance(manifest["preview"]["width"], int)
    assert manifest["batchSize"] >= 10
    assert site.ask("/reconcile/").json == manifest


def test_each_address_in_the_manifest_answers(site: Served) -> None:
    manifest = site.ask("/reconcile").json
    here = site.address.rstrip("/")
    escaped = quote("person/anna-berg", safe="")
    view = site.ask(manifest["view"]["url"].replace("{{id}}", escaped).removeprefix(here))
    assert (view.status, view.headers["location"]) == (303, "/kgraph/entity/person/anna-berg")
    preview = site.ask(manifest["preview"]["url"].replace("{{id}}", escaped).removeprefix(here))
    assert (preview.status, preview.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Anna Berg" in preview.text
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    for service in services:
        path = f"{service['service_url']}{service['service_path']}".removeprefix(here)
        assert site.ask(f"{path}?prefix=a&type=Person").status == 200


def test_addresses_in_the_manifest_follow_the_base_behind_a_proxy(graph: Path, tmp_path: Path) -> None:
    """A proxy that takes https passes http on, and the base says which it was."""
    sources = str(graph.parent / "articles")
    assert main(["build", sources, "-o", str(tmp_path / "own"), "--base", "https://news.example/", "--only", "index"]) == OK
    with serving(tmp_path / "own", "--name", "news.example") as server:
        manifest = server.ask("/reconcile", Host="news.example").json
    assert manifest["identifierSpace"] == "https://news.example/entity/"
    assert manifest["view"]["url"] == "https://news.example/reconcile/view?id={{id}}"


# Queries


def test_a_batch_is_answered_by_the_ids_of_its_queries(site: Served) -> None:
    """By POST of a form as by GET."""
    queries = {"first": {"query": "Anna Berg"}, "": {"query": "Oslo"}, "ü 7": {"query": "nothing like it"}}
    by_post = post(site, queries=queries)
    by_get = site.ask("/reconcile?" + urlencode({"queries": json.dumps(queries)}))
    assert by_post.json == by_get.json
    assert by_post.json.keys() == queries.keys()
    assert by_post.json["ü 7"] == {"result": []}
    assert post(site, queries={}).json == {}


def test_a_candidate_has_what_the_api_asks_for(site: Served) -> None:
    (best, *_) = asked(site, query="Anna Berg")
    assert (best["id"], best["name"], best["match"], best["score"]) == ("person/anna-berg", "Anna Berg", True, 100)
    assert best["type"] == [{"id": "Person", "name": "Person"}]
    assert {"id": "name", "value": 100} in best["features"]
    assert "mentions" in best["description"]


def test_a_name_is_found_by_its_letters_whatever_case_accents_and_order(site: Served) -> None:
    for name in ("anna berg", "Berg, Anna", "Anna  BERG", "Ánna Berg"):
        assert names(asked(site, query=name))[0] == "Anna Berg", name


def test_a_slip_of_the_pen_finds_the_name_and_is_no_match(site: Served) -> None:
    for name in ("Ana Berg", "Maria Lindquist", "Norvale Press"):
        best = asked(site, query=name)[0]
        assert best["name"] in ("Anna Berg", "Maria Lindqvist", "Norrvale Press")
        assert best["match"] is False
        assert 60 < best["score"] < 100


def test_a_bare_surname_is_never_a_match(site: Served) -> None:
    found = asked(site, query="Lindqvist")
    assert names(found)[0] == "Maria Lindqvist"
    assert not any(one["match"] for one in found)


def test_candidates_come_best_first_and_at_most_one_is_the_match(site: Served) -> None:
    for name in ("Norrvale", "Norrvale Press", "Norrvale Group", "Berg"):
        scores = [one["score"] for one in asked(site, query=name)]
        assert scores == sorted(scores, reverse=True)
        assert sum(one["match"] for one in asked(site, query=name)) <= 1


def test_an_identifier_finds_its_entity(site: Served) -> None:
    for given in ("person/anna-berg", f"{BASE}entity/person/anna-berg"):
        best = asked(site, query=given)[0]
        assert (best["id"], best["match"]) == ("person/anna-berg", True)


def test_a_type_keeps_what_is_of_it_or_may_be(site: Served) -> None:
    assert names(asked(site, query="Oslo", type="Place")) == ["Oslo"]
    assert names(asked(site, query="Oslo", type="City")) == ["Oslo"]
    assert asked(site, query="Oslo", type="Person") == []
    assert names(asked(site, query="Oslo", type=["Person", "Place"])) == ["Oslo"]
    assert asked(site, query="Oslo", type=["Person", "Place"], type_strict="all") == []
    doubtful = asked(site, query="Oslo", type="Person", type_strict="should")
    assert names(doubtful) == ["Oslo"]
    assert (doubtful[0]["match"], doubtful[0]["score"] < 100) == (False, True)
    assert asked(site, query="Oslo", type="Q515") == []


def test_properties_tell_candidates_apart(site: Served) -> None:
    agreeing = asked(site, query="Google", properties=[{"pid": "country", "v": "USA"}])[0]
    by_name = asked(site, query="Google", properties=[{"pid": "country", "v": ["France", "United States"]}])[0]
    contradicting = asked(site, query="Google", properties=[{"pid": "country", "v": {"id": "FRA", "name": "France"}}])[0]
    unknown = asked(site, query="Google", properties=[{"pid": "shoe size", "v": 44}, {"pid": "title", "v": True}])[0]
    assert (agreeing["score"], agreeing["match"]) == (by_name["score"], by_name["match"]) == (100, True)
    assert {"id": "property:country", "value": 1} in agreeing["features"]
    assert contradicting["score"] < 100
    assert contradicting["match"] is False
    assert (unknown["score"], unknown["match"]) == (100, True)


def test_an_identifier_elsewhere_finds_an_entity_without_a_name(site: Served) -> None:
    (link,) = post(site, extend={"ids": ["organization/google"], "properties": [{"id": "sameAs"}]}).json["rows"].values()
    address = link["sameAs"][0]["str"]
    for value in (address, address.rpartition("/")[2]):
        assert names(asked(site, properties=[{"pid": "sameAs", "v": value}])) == ["Google"]


def test_limits_are_kept(site: Served) -> None:
    assert len(asked(site, query="Norrvale", limit=1)) == 1
    assert len(asked(site, query="Norrvale", limit=1e9)) > 1
    most = site.ask("/reconcile").json["batchSize"]
    assert post(site, queries={str(n): {"query": "Oslo"} for n in range(most)}).status == 200
    said = post(site, queries={str(n): {"query": "Oslo"} for n in range(most + 1)})
    assert (said.status, said.json["error"]) == (413, "too-many-queries")


def test_an_empty_name_has_no_candidates(site: Served) -> None:
    for name in ("", "   ", "!?", "\u202e"):
        assert asked(site, query=name) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no JSON", "queries: JSON is malformed"),
        ("[]", "queries: Expected `object`"),
        ('{"q1": "Oslo"}', "queries: Expected `object`, got `str`"),
        ('{"q1": {}}', "'q1' has neither a query nor properties"),
        ('{"q1": {"query": 7}}', "'q1': Expected `str`, got `int` - at `$.query`"),
        ('{"q1": {"query": "Oslo", "limit": 0}}', "'q1': the limit must be at least 1"),
        ('{"q1": {"query": "Oslo", "type_strict": "very"}}', "'q1': Invalid enum value 'very'"),
        ('{"q1": {"query": "Oslo", "properties": [{"v": 1}]}}', "missing required field `pid`"),
        ("[" * 100_000, "queries:"),
    ],
)
def test_a_mistake_is_told_with_the_query_that_has_it(site: Served, text: str, reason: str) -> None:
    said = site.ask("/reconcile", urlencode({"queries": text}).encode(), Content_Type=FORM)
    assert (said.status, said.json["error"]) == (400, "bad-parameter")
    assert reason in said.json["message"]


def test_a_request_without_queries_is_told_what_to_send(site: Served) -> None:
    for said in (site.ask("/reconcile?query=Oslo"), site.ask("/reconcile", b"", Content_Type=FORM)):
        assert said.status == 400
        assert '"queries" or "extend"' in said.json["message"]


def test_a_body_that_is_not_a_form_is_refused(site: Served) -> None:
    said = site.ask("/reconcile", b'{"q1": {"query": "Oslo"}}', Content_Type="application/json")
    assert (said.status, said.json["error"]) == (415, "not-a-form")
    assert site.ask("/reconcile", b"queries=%ff%fe", Content_Type=FORM).status == 400


# Suggestions, previews and extensions


def suggested(site: Served, what: str, prefix: str, **more: str) -> list[str]:
    said = site.ask(f"/reconcile/suggest/{what}?" + urlencode({"prefix": prefix, **more}))
    return [one["id"] for one in said.json["result"]]


def test_entities_are_suggested_by_the_beginning_of_a_name_of_a_word_or_by_their_id(site: Served) -> None:
    assert "person/anna-berg" in suggested(site, "entity", "ann")
    assert "person/anna-berg" in suggested(site, "entity", "Anna B")
    assert "person/maria-lindqvist" in suggested(site, "entity", "lindq")
    assert suggested(site, "entity", "person/carl-ek")[0] == "person/carl-ek"
    assert suggested(site, "entity", "") == suggested(site, "entity", '"*') == []
    both = suggested(site, "entity", "norrvale")
    assert suggested(site, "entity", "norrvale", cursor="1") == both[1:]


def test_types_and_properties_are_suggested(site: Served) -> None:
    assert suggested(site, "type", "com") == ["Company"]
    assert suggested(site, "type", "event") == ["NamedEvent"]
    assert suggested(site, "property", "coun") == ["country"]
    assert "sameAs" in suggested(site, "property", "same")


def test_properties_of_known_entities_are_fetched(site: Served) -> None:
    proposed = [one["id"] for one in site.ask("/reconcile/properties?type=Person&limit=4").json["properties"]]
    assert len(proposed) == 4
    wanted = [{"id": name} for name in ("country", "mentionCount", "confidence", "firstDay", "alias", "iri", "no such")]
    said = post(site, extend={"ids": ["person/anna-berg", "organization/google", "person/nobody"], "properties": wanted}).json
    assert [one["id"] for one in said["meta"]] == [one["id"] for one in wanted]
    berg, google, nobody = (said["rows"][one] for one in ("person/anna-berg", "organization/google", "person/nobody"))
    assert berg["iri"] == [{"str": f"{BASE}entity/person/anna-berg"}]
    assert berg["alias"] == [{"str": "Berg"}]
    assert berg["firstDay"] == [{"date": "2025-03-03T00:00:00Z"}]
    assert isinstance(berg["mentionCount"][0]["int"], int)
    assert isinstance(berg["confidence"][0]["float"], float)
    assert google["country"] == [{"str": "USA"}]
    assert all(values == [] for values in nobody.values())
    assert berg["no such"] == []


def test_a_setting_bounds_the_values_of_a_property(site: Served) -> None:
    query = {"ids": ["organization/google"], "properties": [{"id": "sameAs", "settings": {"limit": "1"}}]}
    assert len(post(site, extend=query).json["rows"]["organization/google"]["sameAs"]) == 1


def test_a_preview_fits_into_a_frame_of_the_sites_that_may_read_answers(site: Served) -> None:
    said = site.ask("/reconcile/preview?id=person%2Fanna-berg")
    assert "frame-ancestors 'self' http://127.0.0.1:3333" in said.headers["content-security-policy"]
    assert "<script" not in said.text
    missing = site.ask("/reconcile/preview?id=%3Cscript%3E")
    assert missing.status == 404
    assert "<script>" not in missing.text


def test_pages_of_other_sites_may_read_answers_only_where_an_option_says_so(site: Served, graph: Path) -> None:
    """And there is no JSONP by which they could all the same."""
    allowed = site.ask("/reconcile", Origin="http://127.0.0.1:3333")
    assert allowed.headers["access-control-allow-origin"] == "http://127.0.0.1:3333"
    assert site.ask("/reconcile?callback=steal").status == 400
    with serving(graph) as server:
        assert "access-control-allow-origin" not in server.ask("/reconcile", Origin="http://127.0.0.1:3333").headers
        assert server.ask("/reconcile", Origin="https://other.example").status == 403


def test_a_build_without_an_index_says_what_to_do(graph: Path, tmp_path: Path) -> None:
    shutil.copytree(graph, tmp_path / "graph")
    (tmp_path / "graph" / "index.sqlite").unlink()
    with serving(tmp_path / "graph") as server:
        said = post(server, queries={"q0": {"query": "Oslo"}})
    assert said.status == 503
    assert "--only index" in said.json["message"]


# kgraph's own client


def test_kgraph_s_own_client_finds_the_entities_of_another_graph(site: Served, tmp_path: Path) -> None:
    """A second graph, of articles of its own, gets the first one's identifiers for those that both have."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text(
        "Elsewhere\n\nDate: 2025-04-01\n\nAnna Berg met Maria Lindqvist in Oslo. Olga Horn praised Google.\n", "utf-8"
    )
    assert build([articles], tmp_path / "other", Settings(), parts=[]).errors == ()
    found = reconcile(tmp_path / "other", f"{site.address}reconcile", Options(interval=0))
    taken = {finding.entity.name: finding.taken.id for finding in found.findings if finding.taken is not None}
    assert taken == {
        "Anna Berg": "person/anna-berg",
        "Maria Lindqvist": "person/maria-lindqvist",
        "Oslo": "place/oslo",
        "Google": "organization/google",
    }
    assert f'"{BASE}entity/person/anna-berg"' in found.authority_file()


def test_the_command_writes_an_authority_file_of_this_service(site: Served, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.yaml"
    options = ["--service", f"{site.address}reconcile", "--interval", "0", "--cache", str(tmp_path / "cache")]
    assert main(["reconcile", "-d", str(graph), *options, "-o", str(file)]) == OK
    assert f"{BASE}entity/person/anna-berg" in file.read_text("utf-8")
