"""`kgraph serve`: who may ask, how much and for how long, what is written down, and what a client is told of errors."""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from kgraph.errors import SettingsError
from kgraph.serve.options import Options
from tests.serving import Served, serving

DEADLINE = 60  # seconds
SECRET = "open-sesame-42"


@pytest.fixture(scope="module")
def guarded(sample_graph: Path) -> Iterator[Served]:
    """A server that wants a token, and has little patience."""
    with serving(
        sample_graph, "--token", SECRET, "--patience", "1", "--query-time", "60", "--name", "graph.example.org"
    ) as server:
        yield server


def command(*options: str) -> subprocess.CompletedProcess[str]:
    """What `kgraph serve` says that does not come to serve anything."""
    return subprocess.run(
        [sys.executable, "-m", "kgraph.cli", "serve", *options], capture_output=True, text=True, timeout=DEADLINE
    )


def raw(served: Served) -> socket.socket:
    """A connection as a client has it that speaks no HTTP yet."""
    return socket.create_connection(("127.0.0.1", served.port), timeout=DEADLINE)


def is_closed(connection: socket.socket) -> bool:
    """Whether the server closes a connection, after whatever it may send before."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        pass
    return True


# Who may ask


def test_only_this_machine_may_ask_unless_it_is_said_otherwise() -> None:
    assert Options().is_local
    for host in ("127.0.0.1", "127.5.5.5", "::1", "localhost"):
        assert Options(host=host).is_local
    for host in ("0.0.0.0", "::", "192.168.1.4", "example.org", "127.0.0.1.example.org"):
        with pytest.raises(SettingsError, match=r"--token SECRET .* or --public"):
            Options(host=host)
        assert not Options(host=host, token=SECRET).is_local
        assert not Options(host=host, public=True).is_local


def test_the_command_says_what_another_host_needs(sample_graph: Path) -> None:
    said = command("-d", str(sample_graph), "--host", "0.0.0.0", "--port", "0")
    assert said.returncode == 2
    assert "--token SECRET" in said.stderr
    assert "--public" in said.stderr


def test_a_page_whose_name_was_made_to_lead_here_gets_nothing(served: Served) -> None:
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", ""):
        answer = served.ask("/sparql?query=ASK%7B%7D", Host=host)
        assert (answer.status, answer.json["error"]) == (421, "wrong-host"), host
    for host in ("localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:8000"):
        assert served.ask("/sparql?query=ASK%7B%7D", Host=host).status == 200, host


def test_pages_of_other_sites_may_not_ask(served: Served, sample_graph: Path) -> None:
    query = "/sparql?query=ASK%7B%7D"
    assert served.ask(query, Origin="https://evil.example").status == 403
    assert served.ask(query, Origin="null").status == 403
    assert served.ask(query, Origin=served.address.rstrip("/")).status == 200
    assert "access-control-allow-origin" not in served.ask(query).headers
    with serving(sample_graph, "--origin", "https://friend.example") as server:
        answer = server.ask(query, Origin="https://friend.example")
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "https://friend.example")
        asked = {"Origin": "https://friend.example", "Access_Control_Request_Method": "POST"}
        assert server.ask("/sparql", None, "OPTIONS", **asked).status == 200
        assert server.ask(query, Origin="https://evil.example").status == 403


def test_a_reverse_proxy_asks_under_the_name_that_it_was_given(guarded: Served) -> None:
    bearer = f"Bearer {SECRET}"
    assert guarded.ask("/sparql?query=ASK%7B%7D", Host="graph.example.org", Authorization=bearer).status == 200
    assert guarded.ask("/sparql?query=ASK%7B%7D", Host="other.example.org", Authorization=bearer).status == 421


def test_who_has_the_token_is_answered_as_bearer_or_as_a_browser_asks_for_it(guarded: Served) -> None:
    query = "/sparql?query=ASK%7B%7D"
    basic = base64.b64encode(f"anybody:{SECRET}".encode()).decode()
    assert guarded.ask(query, Authorization=f"Bearer {SECRET}").status == 200
    assert guarded.ask(query, Authorization=f"Basic {basic}").status == 200
    for wrong in ("Bearer wrong", "Bearer ", SECRET, "Basic !!", f"Basic {base64.b64encode(b'x').decode()}", "Bearer \xe9"):
        answer = guarded.ask(query, Authorization=wrong)
        assert answer.status == 401, wrong
        assert answer.headers["www-authenticate"].startswith("Basic")
    assert guarded.ask(query).status == 401
    assert guarded.ask("/no-such-page").status == 401


def test_the_token_may_come_from_the_environment(sample_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_TOKEN", SECRET)
    with serving(sample_graph) as server:
        assert server.ask("/sparql").status == 401
        assert server.ask("/sparql", Authorization=f"Bearer {SECRET}").status == 200


# What a client is told


def test_what_is_not_there_is_told_as_json_with_a_slug(served: Served) -> None:
    answer = served.ask("/no-such-page")
    assert (answer.status, answer.json["error"]) == (404, "not-found")


def test_answers_carry_the_headers_that_keep_a_browser_safe_and_name_their_build(served: Served) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/no-such-page"):
        headers = served.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert re.fullmatch("[0-9a-f]{24}", headers["kgraph-build"])
        assert "server" not in headers


def test_a_fault_of_the_server_is_told_without_its_trace() -> None:
    """A route that fails stands in for a fault that nobody has foreseen."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.testclient import TestClient

    from kgraph.serve.guard import Log

    async def fails(_request: Request) -> Response:
        raise RuntimeError("secret words")

    lines: list[str] = []
    app = Starlette(routes=[Route("/", fails)], middleware=[Middleware(Log, say=lines.append)])
    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert (answer.status_code, answer.json()["error"]) == (500, "internal-error")
    assert "secret words" not in answer.text
    assert any("RuntimeError: secret words" in line for line in lines)


# Limits


def test_a_body_may_not_be_larger_than_it_says_here(served: Served) -> None:
    answer = served.ask("/sparql", b"query=" + b"x" * 1_100_000, Content_Type="application/x-www-form-urlencoded")
    assert (answer.status, answer.json["error"]) == (413, "too-large")
    with raw(served) as connection:  # a body that does not say how large it is
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n")
        connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            for _ in range(40):
                connection.sendall(piece)
        except ConnectionError:
            return
        assert b" 413 " in connection.recv(1000)


def test_headers_may_not_be_endless(served: Served) -> None:
    with raw(served) as connection:
        try:
            connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"x" * 200_000)
            assert b" 400 " in connection.recv(1000)
        except ConnectionError:
            pass


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /spar",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer open-sesame-42\r\nContent-Length: 100\r\n\r\nquery=",
    ],
    ids=["nothing", "half a line", "half of the headers", "half of the body"],
)
def test_a_connection_on_which_no_request_comes_to_its_end_is_closed(guarded: Served, begun: bytes) -> None:
    with raw(guarded) as connection:
        connection.sendall(begun)
        assert is_closed(connection)


def test_a_client_that_drips_a_request_is_cut_off(guarded: Served) -> None:
    with raw(guarded) as connection:
        end = time.monotonic() + DEADLINE
        try:
            for number in range(1000):
                connection.sendall(b"GET / HTTP/1.1\r\n" if number == 0 else b"X: y\r\n")
                time.sleep(0.1)
                assert time.monotonic() < end
        except ConnectionError:
            return
    pytest.fail("the server has listened to all of it")


def test_a_client_that_does_not_take_its_answer_is_cut_off_and_keeps_no_process(guarded: Served) -> None:
    numbers = " ".join(map(str, range(3000)))  # 12 MB, which no buffer on the way holds
    wide = quote(f"SELECT ?x ('{'long ' * 800}' AS ?words) WHERE {{ VALUES ?x {{ {numbers} }} }}")
    greedy = []
    for _ in range(6):  # three times as many as there are processes
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(DEADLINE)
        connection.connect(("127.0.0.1", guarded.port))
        connection.sendall(
            f"GET /sparql?query={wide} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {SECRET}\r\n\r\n".encode()
        )
        greedy.append(connection)
    assert guarded.ask("/sparql?query=ASK%7B%7D", Authorization=f"Bearer {SECRET}").status == 200
    waited_for(lambda: sum("broken-off" in line for line in guarded.lines) >= 6)
    for connection in greedy:
        connection.close()


def waited_for(true: object, seconds: float = DEADLINE) -> None:
    """Waits until something is true."""
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it has never come true"
        time.sleep(0.05)


def test_more_connections_than_there_may_be_are_turned_away_and_the_others_served(sample_graph: Path) -> None:
    with serving(sample_graph, "--connections", "10", "--patience", "2") as server:
        held = [raw(server) for _ in range(15)]
        waited_for(lambda: server.ask("/sparql?query=ASK%7B%7D").status == 503)
        waited_for(lambda: server.ask("/sparql?query=ASK%7B%7D").status == 200)
        for connection in held:
            connection.close()


# The log


def test_the_log_has_a_line_for_each_request_without_what_may_be_secret(sample_graph: Path, tmp_path: Path) -> None:
    log = tmp_path / "requests.log"
    with serving(sample_graph, "--log", str(log), "--token", SECRET) as server:
        server.ask("/sparql?query=ASK%7B%7D&password=hunter2", Authorization=f"Bearer {SECRET}")
        server.ask("/%1b%5B31mred%0Aforged%E2%80%AE", Authorization=f"Bearer {SECRET}")
        waited_for(lambda: log.exists() and log.read_text("utf-8").count("\n") == 2)
        assert not any(SECRET in line for line in server.lines)
    first, second = log.read_text("utf-8").splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ 127\.0\.0\.1 GET /sparql 200 \d+ \d+ms", first)
    assert "hunter2" not in first + second
    assert SECRET not in first + second
    assert second.split(" ", 2)[2].startswith("GET / [31mred forged 404 ")


def test_a_line_of_the_log_goes_to_stderr_unless_a_file_is_named(served: Served) -> None:
    served.ask("/a-path-of-its-own")
    waited_for(lambda: any("GET /a-path-of-its-own 404" in line for line in served.lines))


# The command


def test_help_is_enough_to_get_started() -> None:
    said = command("--help")
    assert said.returncode == 0
    for words in ("http://127.0.0.1:8000/", "curl", "--token", "Ctrl-C", "docs/serve.md"):
        assert words in said.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_service_manager_end_it_cleanly(sample_graph: Path, number: signal.Signals) -> None:
    with serving(sample_graph) as server:
        assert server.ask("/sparql?query=ASK%7B%7D").status == 200
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        workers = children.read_text("ascii").split() if children.exists() else []
        os.kill(server.process.pid, number)
        assert server.process.wait(DEADLINE) == 0
    assert "kgraph: stopped\n" in server.lines
    assert not any("Traceback" in line for line in server.lines)
    waited_for(lambda: not any(is_running(int(worker)) for worker in workers))


def is_running(process: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_folder_without_a_graph_and_a_port_that_is_taken_are_told_in_a_line(tmp_path: Path, served: Served) -> None:
    said = command("-d", str(tmp_path), "--port", "0")
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert "[no-store]" in said.stderr
    said = command("-d", str(served.folder), "--port", str(served.port))
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert "--port 0 takes a free port" in said.stderr


def test_processes_that_answer_end_when_the_server_is_killed(sample_graph: Path) -> None:
    with serving(sample_graph, "--query-time", "1") as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        if not children.exists():
            pytest.skip("the system does not list children")
        waited_for(lambda: len(children.read_text("ascii").split()) >= 2)
        workers = list(map(int, children.read_text("ascii").split()))
        server.process.kill()
        waited_for(lambda: not any(map(is_running, workers)))
