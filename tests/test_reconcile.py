"""Reconciliation with a real server on loopback: what is asked, what is taken, what goes wrong, and that the next build knows it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.build.declared import RESOLUTION
from kgraph.cli import OK, USAGE, main
from kgraph.disk import opened
from kgraph.errors import (
    AuthorityError,
    BadAnswer,
    CannotWrite,
    KGraphError,
    NoService,
    NotAService,
    NotOurs,
    SettingsError,
)
from kgraph.lexicon import entity_types, shipped_lexicon
from kgraph.model import Chain, Link
from kgraph.reconcile import Clock, Options, Reconciliation, Threshold, is_exposed, reconcile
from kgraph.reconcile.connection import PAUSES, USER_AGENT, Connection
from kgraph.reconcile.findings import Finding, identifier, judged
from kgraph.reconcile.listing import listing
from kgraph.reconcile.protocol import Candidate, ServiceType
from kgraph.reconcile.types import NOTHING, ServiceTypes, asked_kinds, service_types
from kgraph.resolve import resolve
from kgraph.resolve.authority import read_authority, read_entries
from tests.reconciliation_server import SCHEMA, SPACE, Fault, Record, Server, serving
from tests.test_resolve import told

BERG = Record("Q9001", "Anna Berg", {"Q5": "human"}, "mayor of Brask")
EK = Record("Q9002", "Carl Ek", {"Q5": "human"}, "skier")
OTHER_EK = Record("Q9003", "Carl Ek", {"Q5": "human"}, "painter")
INSTITUTE = Record("Q9004", "Harbour Institute", {"Q43229": "organization"})
TEXT = "Talks in Brask\n\nDate: 2025-03-04\n\nAnna Berg met Carl Ek on Monday. Ek blamed the Harbour Institute for the delay.\n"


@dataclass
class Watch:
    """A clock that nobody has to wait for; it keeps what it slept."""

    time: datetime = datetime(2026, 1, 2, 12, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(BERG, EK, OTHER_EK, INSTITUTE) as running:
        yield running


def built(folder: Path, *articles: list[Chain]) -> Path:
    """A build's folder in which resolution has found these chains, a list an article."""
    found = resolve([told(f"a{number}", chains) for number, chains in enumerate(articles)], shipped_lexicon())
    with opened(folder) as files:
        files.write(RESOLUTION, msgspec.json.encode(found))
    return folder


def known(name: str, type: str = "Person", **more: object) -> Chain:
    return replace(Chain(0, name, type, named=True), **more)  # type: ignore[arg-type]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A build with four people and bodies."""
    chains = [known("Anna Berg", country="NOR"), known("Carl Ek"), known("Harbour Institute", "Organization"), known("Ida Falk")]
    return built(tmp_path / "out", chains)


def ask(out: Path, server: Server, watch: Watch | None = None, **options: object) -> Reconciliation:
    return reconcile(out, server.address, Options(**options), clock=(watch or Watch()).clock)  # type: ignore[arg-type]


def taken(found: Reconciliation) -> dict[str, str | None]:
    """The identifier taken for each name that was asked for."""
    return {finding.entity.name: finding.taken.id if finding.taken else None for finding in found.findings}


def why(found: Reconciliation) -> dict[str, str]:
    return {finding.entity.name: finding.why for finding in found.findings if finding.is_open}


def test_the_next_build_has_the_identifier(tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """Build, ask, build again with the answer: the graph says owl:sameAs of that entity and of no other."""
    (tmp_path / "talks.txt").write_text(TEXT, "utf-8")
    out, answers = str(tmp_path / "out"), str(tmp_path / "answers.yaml")
    build = ["build", str(tmp_path / "talks.txt"), "-o", out, "--only", "graph"]
    assert main(build) == OK
    assert main(["reconcile", "-d", out, "--service", server.address, "-o", answers, "--interval", "0"]) == OK
    assert "2 of 4 entities identified by Small Authority, 1 to decide, 1 unknown to it; 2 requests" in capsys.readouterr().err
    assert main([*build, "--authority", answers]) == OK
    query = "SELECT ?name ?same { ?entity owl:sameAs ?same ; rdfs:label ?name ; kg:mentionCount ?count } ORDER BY ?name"
    capsys.readouterr()
    assert main(["query", query, "-d", out, "--format", "csv"]) == OK
    assert capsys.readouterr().out.splitlines() == ["name,same", f"Anna Berg,{SPACE}Q9001", f"Harbour Institute,{SPACE}Q9004"]
    assert main(["reconcile", "-d", out, "--service", server.address]) == OK
    assert "0 of 2 entities identified" in capsys.readouterr().err


def test_an_identifier_of_any_authority_identifies(tmp_path: Path, server: Server) -> None:
    server.manifest["identifierSpace"] = "https://d-nb.info/gnd/"
    articles = [
        [known("Anna Berg"), known("Harbour Institute", "Organization")],
        [known("Anna Berg", country="NOR"), known("Berg")],
    ]
    out, answers = built(tmp_path, *articles), tmp_path / "answers.yaml"
    answers.write_text(ask(out, server).authority_file(), "utf-8")
    extractions = [told(f"a{number}", chains) for number, chains in enumerate(articles)]
    entities = resolve(extractions, shipped_lexicon(), authority=read_authority([answers], shipped=False)).entities
    assert {entity.id: [link.iri for link in entity.links] for entity in entities} == {
        "organization/harbour-institute": ["https://d-nb.info/gnd/Q9004"],
        "person/anna-berg": ["https://d-nb.info/gnd/Q9001"],
    }


def test_the_service_is_told_who_asks_and_for_what(out: Path, server: Server) -> None:
    found = ask(out, server, candidates=3)
    manifest, queries = server.requests
    assert (manifest.method, queries.method) == ("GET", "POST")
    assert {manifest.agent, queries.agent} == {USER_AGENT}
    assert queries.queries == {
        "q0": {"query": "Harbour Institute", "type": "Q43229", "limit": 3},
        "q1": {"query": "Anna Berg", "type": "Q5", "limit": 3},
        "q2": {"query": "Carl Ek", "type": "Q5", "limit": 3},
        "q3": {"query": "Ida Falk", "type": "Q5", "limit": 3},
    }
    assert (found.manifest.name, found.manifest.identifier_space, found.requests) == ("Small Authority", SPACE, 2)


def test_only_what_the_service_is_certain_of_is_taken(out: Path, server: Server) -> None:
    found = ask(out, server)
    assert taken(found) == {"Anna Berg": "Q9001", "Carl Ek": None, "Harbour Institute": "Q9004", "Ida Falk": None}
    assert why(found) == {"Carl Ek": "no candidate is marked as the match"}


def test_what_is_not_asked_about(tmp_path: Path, server: Server) -> None:
    here = (Link("wikidata", f"{SPACE}Q1"),)
    elsewhere = (Link("geonames", "https://sws.geonames.org/1/"),)
    chains = [
        known("Anna Berg", links=here),
        known("Falk"),
        known("Brask", "City", links=elsewhere),
        known("100 dollars", "Money"),
        known("Dockers", "Group"),
        replace(known("the mayor"), named=False),
    ]
    out = built(tmp_path, chains)
    ask(out, server)
    assert server.asked() == ["Brask"]
    ask(out, server, kinds=("Group",))
    assert server.asked() == ["Brask", "Dockers"]


def test_the_most_mentioned_come_first(tmp_path: Path, server: Server) -> None:
    out = built(tmp_path, [known("Anna Berg"), known("Ida Falk")], [known("Ida Falk")])
    ask(out, server, limit=1)
    assert server.asked() == ["Ida Falk"]


def test_an_entity_whose_name_others_have_is_left_to_the_user(tmp_path: Path, server: Server) -> None:
    out = built(tmp_path, [known("Anna Berg", country="NOR")], [known("Anna Berg", country="SWE")])
    found = ask(out, server)
    assert [(finding.taken, finding.why) for finding in found.findings] == [
        (None, "several entities of the articles have this name")
    ] * 2
    assert len(server.asked()) == 1


def test_one_identifier_is_given_to_one_entity(tmp_path: Path, server: Server) -> None:
    server.records = [replace(BERG, name="Anna M. Berg"), replace(EK, id="Q9005")]
    holder = known("C. Ek", links=(Link("wikidata", f"{SPACE}Q9005"),))
    out = built(tmp_path, [holder, known("Carl Ek"), known("Anna M. Berg"), known("Anna Maria Berg")], [known("Anna M. Berg")])
    found = ask(out, server, threshold=Threshold(70))
    assert taken(found) == {"Anna M. Berg": "Q9001", "Anna Maria Berg": None, "Carl Ek": None}
    assert why(found)["Anna Maria Berg"].startswith("the match belongs to person/anna-m-berg;")
    assert why(found)["Carl Ek"].startswith("the match belongs to person/c-ek;")


HUMAN, BODY, SURNAME = ServiceType("Q5"), ServiceType("Q43229"), ServiceType("Q101352")
JUDGED = {
    "the match": ([("Q1", 80, True, HUMAN), ("Q2", 70, False, HUMAN)], None, "Q1"),
    "a match of an unknown type": ([("Q1", 80, True, ServiceType("Q99"))], None, "Q1"),
    "a match of no type": ([("Q1", 80, True, None)], None, "Q1"),
    "a match of another type": ([("Q1", 100, True, BODY)], None, "the match is not of type Person"),
    "a match that is a surname": ([("Q1", 100, True, SURNAME)], None, "the match is not of type Person"),
    "two matches": ([("Q1", 100, True, HUMAN), ("Q2", 100, True, HUMAN)], None, "2 candidates are marked as the match"),
    "no match": ([("Q1", 100, False, HUMAN)], None, "no candidate is marked as the match"),
    "no candidate": ([], Threshold(0), ""),
    "a score that is enough": ([("Q1", 90, False, HUMAN)], Threshold(90), "Q1"),
    "a score too low": ([("Q1", 89, False, HUMAN)], Threshold(90), "no candidate is marked as the match"),
    "a lead that is enough": ([("Q1", 95, False, HUMAN), ("Q2", 85, False, HUMAN)], Threshold(90, 10), "Q1"),
    "a lead too small": (
        [("Q1", 95, False, HUMAN), ("Q2", 86, False, HUMAN)],
        Threshold(90, 10),
        "no candidate is marked as the match",
    ),
    "two alike": ([("Q1", 95, False, HUMAN), ("Q2", 95, False, HUMAN)], Threshold(90), "no candidate is marked as the match"),
    "the best that fits": ([("Q1", 99, False, BODY), ("Q2", 95, False, HUMAN)], Threshold(90), "Q2"),
}


@pytest.mark.parametrize(("rows", "threshold", "expected"), JUDGED.values(), ids=JUDGED.keys())
def test_judgement(rows: list[tuple[str, float, bool, ServiceType | None]], threshold: Threshold | None, expected: str) -> None:
    (entity,) = resolve([told("a", [known("Anna Berg")])], shipped_lexicon()).entities
    candidates = tuple(Candidate(id, "x", score, match, (kind,) if kind else ()) for id, score, match, kind in rows)
    finding = judged(entity, candidates, service_types(SCHEMA), threshold)
    assert (finding.taken.id if finding.taken else finding.why) == expected


def test_answers_are_kept_and_nothing_is_asked_twice(out: Path, server: Server) -> None:
    first = ask(out, server)
    again = ask(out, server, Watch(datetime(2026, 5, 5, tzinfo=UTC)))
    assert (first.requests, again.requests, len(server.requests)) == (2, 0, 2)
    assert again.authority_file() == first.authority_file()
    assert "2026-01-02:" in again.authority_file()
    fresh = ask(out, server, Watch(datetime(2026, 5, 5, tzinfo=UTC)), refresh=True)
    assert (fresh.requests, fresh.retrieved) == (2, (date(2026, 5, 5), date(2026, 5, 5)))


def test_other_queries_and_other_services_have_answers_of_their_own(out: Path, server: Server) -> None:
    ask(out, server)
    assert ask(out, server, candidates=2).requests == 1
    with serving() as other:
        assert set(taken(ask(out, other)).values()) == {None}


def test_a_broken_file_in_the_cache_is_asked_for_again(out: Path, server: Server) -> None:
    ask(out, server)
    for path in (out / "reconciliation").glob("*.json"):
        path.write_bytes(path.read_bytes()[:-3])
    assert taken(ask(out, server))["Anna Berg"] == "Q9001"


def test_a_cache_that_cannot_be_written(out: Path, server: Server) -> None:
    (out / "file").touch()
    with pytest.raises(NotOurs, match="is not a folder"):
        reconcile(out, server.address, cache=out / "file", clock=Watch().clock)
    with pytest.raises(CannotWrite, match="cannot be written"):
        reconcile(out, server.address, cache=out / "file" / "below", clock=Watch().clock)


def test_after_an_error_the_same_call_goes_on(out: Path, server: Server) -> None:
    server.manifest["batchSize"] = 1
    server.faults_after = 3
    server.faults = [Fault(400, b"no")]
    with pytest.raises(NoService, match="HTTP status 400"):
        ask(out, server)
    assert server.asked() == ["Harbour Institute", "Anna Berg", "Carl Ek"]
    server.requests.clear()
    assert ask(out, server).requests == 2
    assert server.asked() == ["Carl Ek", "Ida Falk"]


def test_queries_go_in_batches_no_faster_than_the_interval(tmp_path: Path, server: Server) -> None:
    out, watch = built(tmp_path, [known(f"Anna {letter}erg") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]), Watch()
    ask(out, server, watch, interval=2.5)
    assert [len(request.queries) for request in server.requests] == [0, 10, 10, 6]
    assert watch.slept == [2.5] * 3


def test_a_service_that_says_how_many_at_once(tmp_path: Path, server: Server) -> None:
    server.manifest["batchSize"] = 1
    ask(built(tmp_path, [known("Anna Berg"), known("Carl Ek")]), server)
    assert [len(request.queries) for request in server.requests] == [0, 1, 1]


NO_MANIFESTS = {
    "a web page": (b"<!DOCTYPE html><p>Welcome", "<!DOCTYPE html><p>Welcome"),
    "a list": (b"[]", "Expected `object`"),
    "another API": (b'{"name": "Things"}', "missing required field `identifierSpace`"),
    "a later version": (
        b'{"versions": ["1.0-draft"], "name": "Things", "identifierSpace": "https://x.example/"}',
        r"'Things' speaks versions \('1.0-draft',\); kgraph speaks",
    ),
    "not UTF-8": (b'{"name": "\xff", "identifierSpace": "https://x.example/"}', "does not return the manifest"),
}


@pytest.mark.parametrize(("body", "message"), NO_MANIFESTS.values(), ids=NO_MANIFESTS.keys())
def test_what_is_no_manifest_is_an_error(out: Path, server: Server, body: bytes, message: str) -> None:
    server.faults = [Fault(body=body)]
    with pytest.raises(NotAService, match=message) as caught:
        ask(out, server)
    assert caught.value.where == server.address


def test_a_service_of_the_first_version_has_no_key_for_it(out: Path, server: Server) -> None:
    del server.manifest["versions"], server.manifest["schemaSpace"]
    assert taken(ask(out, server))["Anna Berg"] == "Q9001"
    assert "type" not in server.requests[1].queries["q0"]


@pytest.mark.parametrize(
    "address", ["ftp://x.example/", "file:///etc/passwd", "wikidata", "https://", "", "http://[::1", "http://x:99999/"]
)
def test_only_web_addresses_are_asked(out: Path, address: str) -> None:
    with pytest.raises(NotAService, match="https:// or http://"):
        reconcile(out, address, clock=Watch().clock)


BAD_ANSWERS = {
    "no JSON": (b'{"q0": {"resu', "does not return a reconciliation result .*resu"),
    "a web page": (b"<p>Sorry</p>", "<p>Sorry</p>"),
    "an error": (b'{"status": "error", "message": "invalid query"}', "reports a failure: .*invalid query"),
    "a query left out": (b'{"q0": {"result": []}}', "does not answer query 'q1'"),
    "nested without end": (b'{"q0": ' + b"[" * 100_000, "does not return a reconciliation result"),
    "no result": (b'{"q0": {"results": []}}', "missing required field `result`"),
    "no id": (b'{"q0": {"result": [{"name": "x"}]}}', "missing required field `id`"),
}


@pytest.mark.parametrize(("body", "message"), BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
def test_an_answer_that_breaks_the_protocol(out: Path, server: Server, body: bytes, message: str) -> None:
    ask(out, server, limit=1)
    server.faults = [Fault(body=body)]
    with pytest.raises(BadAnswer, match=message) as caught:
        ask(out, server)
    assert caught.value.where == server.address
    assert ask(out, server).requests == 1


def test_what_services_leave_out_of_their_candidates(out: Path, server: Server) -> None:
    ask(out, server, limit=1)
    first = b'{"q0": {"result": [{"id": "Q1", "name": "a", "score": "12.5"}, {"id": "Q2", "type": ["Q5"], "score": 60}]}, '
    others = b'"q1": {"result": [{"id": "Q3", "type": null, "description": null}]}, "q2": {"result": []}}'
    server.faults = [Fault(body=first + others)]
    answers = {finding.entity.name: finding.candidates for finding in ask(out, server).findings}
    assert answers["Anna Berg"] == (Candidate("Q2", "", 60, False, (HUMAN,)), Candidate("Q1", "a", 12.5, False))
    assert answers["Carl Ek"] == (Candidate("Q3", "", 0, False),)


PATIENT = {
    "too many requests": (Fault(429, headers={"Retry-After": "7"}), [7.0]),
    "a pause shorter than ours": (Fault(429, headers={"Retry-After": "0"}), [PAUSES[0]]),
    "a date": (Fault(503, headers={"Retry-After": format_datetime(datetime(2026, 1, 2, 12, 0, 30, tzinfo=UTC))}), [30.0]),
    "neither number nor date": (Fault(503, headers={"Retry-After": "soon"}), [PAUSES[0]]),
    "a bad gateway": (Fault(502, b"<html>"), [PAUSES[0]]),
    "a connection that breaks off": (Fault(body=b"{", cut=True), [PAUSES[0]]),
}


@pytest.mark.parametrize(("fault", "slept"), PATIENT.values(), ids=PATIENT.keys())
def test_what_passes_is_tried_again(out: Path, server: Server, fault: Fault, slept: list[float]) -> None:
    watch = Watch()
    server.faults = [fault]
    assert taken(ask(out, server, watch, interval=0))["Anna Berg"] == "Q9001"
    assert watch.slept == slept


def test_patience_has_an_end(out: Path, server: Server) -> None:
    watch = Watch()
    server.faults = [Fault(503, b"down for the night")] * 10
    with pytest.raises(NoService, match="HTTP status 503 Service Unavailable: down for the night") as caught:
        ask(out, server, watch, interval=0)
    assert caught.value.where == server.address
    assert watch.slept == list(PAUSES)
    server.faults = [Fault(429, headers={"Retry-After": "3600"})]
    with pytest.raises(NoService, match="a pause of 3600 seconds"):
        ask(out, server)


def test_silence_has_an_end(out: Path, server: Server) -> None:
    server.faults = [Fault(hang=True)] * 10
    with pytest.raises(NoService, match=r"gave no answer within 0\.05 seconds"):
        ask(out, server, timeout=0.05)
    assert len(server.requests) == 1 + len(PAUSES)


def test_a_refusal_is_not_repeated(out: Path, server: Server) -> None:
    watch = Watch()
    server.faults = [Fault(403, b"not you")]
    with pytest.raises(NoService, match="HTTP status 403 Forbidden: not you"):
        ask(out, server, watch)
    assert watch.slept == []


def test_nobody_there(out: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(NoService, match="cannot be reached"):
        reconcile(out, address, clock=Watch().clock)


@pytest.mark.parametrize("path", ["/a b", "/\N{LATIN SMALL LETTER A WITH DIAERESIS}"])
def test_an_address_that_cannot_be_written_into_a_request(out: Path, server: Server, path: str) -> None:
    watch = Watch()
    with pytest.raises(NoService, match="cannot be requested"):
        reconcile(out, server.address + path, clock=watch.clock)
    assert watch.slept == []


def test_an_answer_without_end_is_not_read_to_its_end(out: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.reconcile.connection._LARGEST", 10)
    with pytest.raises(NoService, match="sent more than 10 bytes"):
        ask(out, server)


def test_no_redirect_leads_out_of_encryption(server: Server) -> None:
    connection = Connection(server.address, 0, 1, Watch().clock)
    connection.address = connection.address.replace("http:", "https:")
    with pytest.raises(NotAService, match="which is not encrypted"):
        connection._follow(server.address)


def test_queries_go_where_the_address_redirects_to(out: Path, server: Server) -> None:
    address = server.address.replace("/reconcile", "/old")
    server.faults = [Fault(301, headers={"Location": server.address})]
    found = reconcile(out, address, clock=Watch().clock)
    assert [(request.method, request.path) for request in server.requests] == [
        ("GET", "/old"),
        ("GET", "/reconcile"),
        ("POST", "/reconcile"),
    ]
    assert taken(found)["Anna Berg"] == "Q9001"
    server.requests.clear()
    reconcile(out, address, Options(candidates=2), clock=Watch().clock)
    assert [request.path for request in server.requests] == ["/reconcile"]


def test_no_redirect_leads_to_a_file(out: Path, server: Server) -> None:
    server.faults = [Fault(302, headers={"Location": f"file://{out / RESOLUTION}"})]
    with pytest.raises(NoService, match="HTTP status 302"):
        ask(out, server)


@pytest.mark.parametrize(
    ("address", "exposed"),
    [
        ("https://x.example/", False),
        ("http://x.example/", True),
        ("http://10.0.0.1/", True),
        ("http://localhost:8000/", False),
        ("http://127.0.0.5/", False),
        ("http://[::1]/", False),
    ],
)
def test_what_goes_unencrypted(address: str, exposed: bool) -> None:
    assert is_exposed(address) is exposed


IDENTIFIERS = {
    "of Wikidata": ("Q42", SPACE, Link("wikidata", f"{SPACE}Q42")),
    "of a library": ("118540238", "https://d-nb.info/gnd/", Link("d-nb.info/gnd", "https://d-nb.info/gnd/118540238")),
    "an address": ("https://viaf.org/viaf/9", "http://localhost/ids", Link("viaf.org/viaf", "https://viaf.org/viaf/9")),
    "with a blank": ("a b", "https://x.example/#", Link("x.example", "https://x.example/#a%20b")),
}


@pytest.mark.parametrize(("id", "space", "link"), IDENTIFIERS.values(), ids=IDENTIFIERS.keys())
def test_identifiers(id: str, space: str, link: Link) -> None:
    assert identifier(Candidate(id, "x", 1, True), space) == link


@pytest.mark.parametrize("space", ["http://rdf.example/ns/type.object.id", "urn:things/", ""])
def test_an_identifier_space_that_makes_no_address(space: str) -> None:
    with pytest.raises(BadAnswer, match="--identifiers"):
        identifier(Candidate("42", "x", 1, True), space)


def test_the_user_knows_what_identifiers_begin_with(out: Path, server: Server) -> None:
    server.manifest["identifierSpace"] = "http://rdf.example/ns/type.object.id"
    found = ask(out, server, identifiers="https://x.example/id/")
    assert 'same_as: ["https://x.example/id/Q9001"]' in found.authority_file()


def test_the_file_can_be_decided_upon(out: Path, server: Server, tmp_path: Path) -> None:
    lines = ask(out, server).authority_file().splitlines(keepends=True)
    path = tmp_path / "answers.yaml"

    def names(*uncommented: str) -> list[tuple[str, str]]:
        """The entries of the file with the marks gone before lines that contain these words."""
        path.write_text("".join(line[2:] if any(word in line for word in uncommented) else line for line in lines), "utf-8")
        return [(entry.name, entry.links[0].iri.removeprefix(SPACE)) for entry in read_entries(path)]

    certain = [("Harbour Institute", "Q9004"), ("Anna Berg", "Q9001")]
    assert names() == certain
    entry = ("# - name: Carl Ek", "#   type: Person")
    assert names(*entry, "Q9003") == [*certain, ("Carl Ek", "Q9003")]
    with pytest.raises(AuthorityError, match="'wikidata' appears twice"):
        names(*entry, "Q9002", "Q9003")


def test_the_file_says_whose_answers_it_has(out: Path, server: Server) -> None:
    text = ask(out, server).authority_file()
    assert text.startswith(
        f"# Answers of Small Authority, {server.address}, 2026-01-02: 2 taken, 1 to decide, 1 unknown to it.\n"
    )
    assert "# Anna Berg (mayor of Brask; human), score 100, marked as the match\n- name: Anna Berg\n  type: Person\n" in text
    assert "# person/carl-ek: no candidate is marked as the match.\n" in text
    assert text.endswith("# Unknown to the service: Ida Falk\n")


@given(st.text(), st.text(), st.text(), st.booleans())
def test_nothing_that_a_service_says_becomes_an_entry(name: str, description: str, kind: str, is_taken: bool) -> None:
    (entity,) = resolve([told("a", [known("Anna Berg")])], shipped_lexicon()).entities
    candidate = Candidate("Q1", name, 1, is_taken, (ServiceType(kind),), description)
    text = listing([Finding(entity, (candidate,), candidate if is_taken else None)], service=name, space=SPACE)
    assert [line for line in text.split("\n") if line and not line.startswith("#")] == (
        ["- name: Anna Berg", "  type: Person", "  wikidata: Q1"] if is_taken else []
    )
    assert all(c == "\n" or c.isprintable() for c in text)


def test_the_shipped_types_are_types_of_kgraph() -> None:
    types = service_types(SCHEMA)
    assert set(types.ids) <= {*entity_types(), NOTHING}
    assert {types.asked(kind) for kind in asked_kinds()} >= {"Q5", "Q43229", "Q2221906"}
    ids = [id for ids in types.ids.values() for id in ids]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("Person", "Q5"),
        ("Company", "Q4830453"),
        ("Government", "Q43229"),
        ("Region", "Q2221906"),
        ("City", "Q486972"),
        ("Law", ""),
    ],
)
def test_a_type_is_asked_for_as_the_nearest_that_the_service_has(kind: str, asked: str) -> None:
    assert service_types(SCHEMA).asked(kind) == asked


def test_types_of_a_service_that_kgraph_does_not_know(out: Path, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "types.yaml"
    path.write_text("Person: [Q5, Q6]\nnothing: [Q43229]\n", "utf-8")
    server.manifest["schemaSpace"] = "https://x.example/types"
    assert service_types("https://x.example/types") == ServiceTypes({})
    found = ask(out, server, types=path)
    assert {query["query"]: query.get("type") for query in server.requests[1].queries.values()}["Harbour Institute"] is None
    assert why(found)["Harbour Institute"] == "the match is not of type Organization"


BAD_TYPES = {
    "unknown type": ("Human: [Q5]", "unknown type 'Human'; choose from"),
    "no list": ("Person: Q5", "not a list of a service's types"),
    "no types": ("[]", "has no types"),
    "no YAML": ("Person: [", "cannot be read"),
}


@pytest.mark.parametrize(("text", "message"), BAD_TYPES.values(), ids=BAD_TYPES.keys())
def test_a_bad_file_of_types(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "types.yaml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=message):
        service_types(SCHEMA, tmp_path / "types.yaml")


@pytest.mark.parametrize("options", [{"limit": 0}, {"candidates": 0}, {"timeout": 0}, {"interval": -1}, {"kinds": ("Human",)}])
def test_bad_options(options: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"must be at least|unknown type 'Human'"):
        Options(**options)  # type: ignore[arg-type]


def test_a_file_that_is_there_is_never_written_over(out: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "answers.yaml"
    path.write_text("# mine\n", "utf-8")
    assert main(["reconcile", "-d", str(out), "--service", server.address, "-o", str(path)]) == USAGE
    assert "may hold your decisions" in capsys.readouterr().err
    assert (path.read_text("utf-8"), server.requests) == ("# mine\n", [])


def test_the_command_prints_the_file_and_names_what_goes_wrong(
    out: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["reconcile", "-d", str(out), "--service", server.address, "--interval", "0", "--type", "Person", "--score", "90"]
    assert main([*command, "--margin", "1", "--candidates", "2", "--limit", "2"]) == OK
    assert "- name: Anna Berg\n" in capsys.readouterr().out
    server.faults = [Fault(404, b"moved away")]
    assert main([*command, "--refresh"]) == USAGE
    error = capsys.readouterr().err
    assert f"kgraph: error: {server.address}: HTTP status 404 Not Found: moved away [no-service]" in error


def test_a_margin_needs_a_score(out: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", "-d", str(out), "--service", server.address, "--margin", "5"]) == USAGE
    assert "--margin needs --score [bad-setting]" in capsys.readouterr().err


def test_there_is_nothing_to_ask_without_a_build(tmp_path: Path, server: Server) -> None:
    with pytest.raises(KGraphError, match="build one first"):
        ask(tmp_path, server)
    assert server.requests == []
