"""`kgraph serve` while everything goes wrong at once: no answer is wrong, and who asks for little is answered.

benchmarks/speed/serving.py does the same for longer, with more clients and a large graph.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from benchmarks.speed.serving import ENDLESS, Plan, children, disturbed, resident
from kgraph.build.declared import STORE
from kgraph.rdf.store import Site
from tests.serving import Served, serving

DEADLINE = 40  # seconds
NAMES = "SELECT ?name WHERE { ?who a kg:Person ; rdfs:label ?name } ORDER BY ?name"


def asked_and_left(server: Served, text: str) -> socket.socket:
    """A connection on which a query has been asked, and the answer not read."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE)
    connection.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def test_no_answer_is_wrong_while_everything_goes_wrong_at_once(sample_graph: Path, tmp_path: Path) -> None:
    """Many clients, slow readers, half-open connections, an endless query, killed processes, and a build in the middle."""
    folder = tmp_path / "graph"
    shutil.copytree(sample_graph, folder)
    site = Site.of(folder / STORE)
    assert site is not None
    plan = Plan(seconds=6, clients=20, rest=0.2, slow=3, half_open=5, kill_every=1)
    tally = disturbed(folder, plan, site.graph(), "--query-time", "3", "--patience", "2")
    assert tally.wrong == []
    assert tally.outcomes["status 200"] > 20
    assert tally.outcomes["processes killed"] >= 2
    assert {what for what in tally.outcomes if what.startswith("status")} <= {"status 200", "status 503"}
    assert not any(what.startswith("no answer") for what in tally.outcomes), tally.outcomes


def test_a_query_whose_process_is_killed_is_answered_by_another(sample_graph: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a rdfs:label ?c . ?d a ?f . FILTER(CONTAINS(STR(?a), STR(?d))) }"
    with serving(sample_graph, "--workers", "2", "--query-time", "60") as server, ThreadPoolExecutor(1) as pool:
        right = server.query(slow).rows
        answer = pool.submit(server.query, slow)
        time.sleep(0.1)  # so that it is being answered
        for worker in children(server.process.pid):
            os.kill(worker, signal.SIGKILL)
        assert answer.result().rows == right
        assert server.query(slow).rows == right


def test_a_client_that_goes_away_frees_the_process_that_worked_for_it(sample_graph: Path) -> None:
    with serving(sample_graph, "--workers", "1", "--query-time", "600") as server:
        for connection in [asked_and_left(server, ENDLESS) for _ in range(4)]:
            time.sleep(0.7)  # so that it is being answered
            connection.close()
        assert server.query(NAMES).status == 200


def test_more_queries_than_can_be_answered_soon_are_sent_away(sample_graph: Path) -> None:
    with serving(sample_graph, "--workers", "1", "--query-time", "4") as server, ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(server.query, [ENDLESS] * 40))
        errors = {answer.json["error"] for answer in answers}
        assert {answer.status for answer in answers} == {503}
        assert errors == {"busy", "slow-query"}
        assert all(answer.headers["retry-after"] == "1" for answer in answers if answer.json["error"] == "busy")
        assert server.query(NAMES).status == 200


def test_short_queries_are_answered_beside_as_many_endless_ones_as_there_are_processes(sample_graph: Path) -> None:
    with serving(sample_graph, "--workers", "2", "--query-time", "30") as server:
        left = [asked_and_left(server, ENDLESS) for _ in range(2)]
        time.sleep(1.5)  # so that they are known for long ones
        assert [server.query(NAMES).status for _ in range(20)] == [200] * 20
        for connection in left:
            connection.close()


def test_memory_stays_flat(sample_graph: Path) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("the system does not tell how much memory a process has")
    with serving(sample_graph, "--quiet") as server:
        sizes = []
        for _ in range(3):
            for number in range(400):
                server.query(f"{NAMES} # {number}")
                if number % 20 == 0:
                    server.query("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } VALUES ?x { 1 2 3 } }")
            sizes.append(sum(map(resident, [server.process.pid, *children(server.process.pid)])))
    assert sizes[2] < sizes[1] * 1.1, sizes
