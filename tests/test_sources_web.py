"""Fetching: what servers do wrong costs one page, private addresses are refused, and sites are asked politely."""

from __future__ import annotations

import errno
import gzip
import io
import os
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

from kgraph.cli import FAILED, OK, USAGE, main
from kgraph.clock import Clock
from kgraph.errors import CannotWrite, FetchError, KGraphError, NotOurs, RefusedAddress
from kgraph.watch import Kept, fetch
from kgraph.watch.addresses import canonical, is_public, parsed
from kgraph.watch.archive import EARLIER, Archive
from kgraph.watch.connection import Answer
from kgraph.watch.manners import USER_AGENT, rules
from kgraph.watch.polling import fetched_page
from kgraph.watch.web import Web
from tests.news_server import Reply, page, serving

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUICK = msgspec.structs.replace(rules().manners, pause=0.0)


class Hands:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time, self.slept = NOON, list[float]()
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)


def web_of(**changes: Any) -> Web:
    """A web that may ask this machine, with other manners."""
    return Web(msgspec.structs.replace(QUICK, **changes), allow_private=True, clock=Hands().clock)


def refused(web: Web, address: str) -> FetchError:
    """Why an address gives nothing."""
    with pytest.raises(FetchError) as caught:
        fetched_page(web, address)
    return caught.value


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_its_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::6810:1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_other_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", "data:text/html,x", "example.org/a", "http://", "http:///a",
     "https://[::1", "http://a b/", "http://example.org:99999/", "", "http://" + "a" * 6000],
)  # fmt: skip
def test_only_addresses_of_the_web_are_asked(address: str) -> None:
    with pytest.raises(RefusedAddress):
        parsed(address)


def test_a_password_in_an_address_is_neither_sent_nor_shown() -> None:
    with pytest.raises(RefusedAddress, match="has a user name") as caught:
        parsed("https://me:secret@example.org/feed")
    assert "secret" not in str(caught.value)


def test_an_address_is_written_as_a_request_needs_it() -> None:
    assert str(parsed("HTTPS://Example.ORG:443/a b/ä?q=ü#top")) == "https://example.org/a%20b/%C3%A4?q=%C3%BC"
    assert str(parsed("https://münchen.example/")) == "https://xn--mnchen-3ya.example/"
    assert str(parsed("/b%20c?d", "http://example.org:8080/a")) == "http://example.org:8080/b%20c?d"
    assert "\r" not in str(parsed("http://example.org/a\r\nX: y"))


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/story?id=7",
        "https://EXAMPLE.org/story/?id=7#comments",
        "https://example.org/story?utm_source=rss&id=7&fbclid=x",
    ],
)
def test_addresses_of_one_page(other: str) -> None:
    assert canonical(other) == canonical("https://example.org/story?id=7")


@pytest.mark.parametrize(
    "other", ["https://example.org/story?id=8", "https://example.org/Story?id=7", "https://example.org:8443/story?id=7"]
)
def test_addresses_of_other_pages(other: str) -> None:
    assert canonical(other) != canonical("https://example.org/story?id=7")


# What servers do


def test_a_page_is_fetched_by_a_program_that_says_who_it_is() -> None:
    with serving(story=Reply(page("Talks"))) as site:
        found = fetched_page(web_of(), f"{site.address}/story")
        assert found.answer.body == page("Talks")
        assert [request.headers["User-Agent"] for request in site.requests] == [USER_AGENT, USER_AGENT]


def test_private_addresses_are_refused_unless_they_are_allowed() -> None:
    with serving(story=Reply(page("Talks"))) as site:
        error = refused(Web(QUICK), f"{site.address}/story")
        assert isinstance(error, RefusedAddress)
        assert "127.0.0.1" in str(error)
        assert site.requests == []


def test_the_address_that_is_connected_to_is_checked_whatever_the_name_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may mean a public address when it is looked up first and a private one when it is looked up again."""
    looked_up: list[str] = []
    connected: list[str] = []

    def rebinding(_host: str, port: int, **_: Any) -> list[Any]:
        looked_up.append("127.0.0.1" if looked_up else "93.184.216.34")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (looked_up[-1], port))]

    def connect(place: tuple[str, int], _timeout: float) -> NoReturn:
        connected.append(place[0])
        raise ConnectionRefusedError("nobody is there")

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    web = Web(QUICK, clock=Hands().clock)
    assert "nobody is there" in str(refused(web, "http://news.example/story"))
    with pytest.raises(RefusedAddress, match=r"127\.0\.0\.1"):
        Web(QUICK).get("http://news.example/story", 1_000)
    assert connected == ["93.184.216.34"]


def test_redirects_are_followed_and_each_of_them_is_checked() -> None:
    with serving(story=Reply(page("Talks"))) as site:
        site.replies["/a"] = Reply(status=301, headers={"Location": "/b"})
        site.replies["/b"] = Reply(status=302, headers={"Location": f"{site.address}/story"})
        found = web_of().get(f"{site.address}/a", 10_000)
        assert (found.address, found.lasting) == (f"{site.address}/story", f"{site.address}/b")
        for target in ("file:///etc/passwd", "ftp://example.org/", "gopher://x/"):
            site.replies["/a"] = Reply(status=302, headers={"Location": target})
            assert isinstance(refused(web_of(), f"{site.address}/a"), RefusedAddress)


def test_a_circle_of_redirects_ends() -> None:
    with serving() as site:
        site.replies["/a"] = Reply(status=302, headers={"Location": "/b"})
        site.replies["/b"] = Reply(status=302, headers={"Location": "/a"})
        assert "redirects more than" in str(refused(web_of(), f"{site.address}/a"))
        assert len(site.paths()) == QUICK.redirects + 1


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"x" * 20_000), "has 20,000 bytes"),
        (Reply(b"x", endless=True), "sends more than 10,000 bytes"),
        (Reply(gzip.compress(b"<p>" * 1_000_000), headers={"Content-Encoding": "gzip"}), "sends more than 10,000 bytes"),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "the connection broke"),
        (Reply(page("Talks"), length=5_000), "the connection broke"),
        (Reply(b"x" * 500, drips=True), "takes more than 0.6 seconds"),
        (Reply(hangs=True), "gave no answer within 0.3 seconds"),
        (Reply(b"gone", 410), "HTTP status 410"),
        (Reply(b"{}", type="application/json"), "is not a page but application/json"),
        (Reply(b" "), "is an empty page"),
        (Reply(b"", 204), "HTTP status 204"),
    ],
)  # fmt: skip
def test_what_servers_do_wrong_costs_the_page(reply: Reply, words: str) -> None:
    with serving(story=reply) as site:
        assert words in str(refused(web_of(page=10_000, read=0.3, total=0.6), f"{site.address}/story"))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>x",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500,
    ],
)
def test_what_is_not_http_costs_the_page(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # the test is over
                for _ in range(2):
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(10_000)
                        connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(KGraphError):
            fetched_page(web_of(), f"http://127.0.0.1:{server.getsockname()[1]}/story")


def test_a_host_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "robots.txt cannot be read" in str(refused(web_of(), f"http://127.0.0.1:{port}/story"))
    assert "is not known" in str(refused(web_of(), "http://no-such-host.invalid/"))


def test_a_page_is_kept_as_it_was_before_it_was_compressed() -> None:
    with serving(story=Reply(gzip.compress(page("Talks")), headers={"Content-Encoding": "gzip"})) as site:
        assert fetched_page(web_of(), f"{site.address}/story").answer.body == page("Talks")


# Politeness


def test_robots_txt_is_honoured_and_asked_for_once() -> None:
    with serving(a=Reply(page("A")), b=Reply(page("B"))) as site:
        site.replies["/robots.txt"] = Reply(
            b"User-agent: *\nDisallow: /\n\nUser-agent: kgraph\nDisallow: /b\n", type="text/plain"
        )
        web = web_of()
        assert fetched_page(web, f"{site.address}/a").answer.body == page("A")
        assert "robots.txt" in str(refused(web, f"{site.address}/b"))
        assert [request.path for request in site.requests] == ["/robots.txt", "/a"]


def test_a_redirect_does_not_lead_round_robots_txt() -> None:
    with serving(a=Reply(status=302, headers={"Location": "/b"}), b=Reply(page("B"))) as site:
        site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /b\n", type="text/plain")
        assert isinstance(refused(web_of(), f"{site.address}/a"), RefusedAddress)


@pytest.mark.parametrize(
    ("status", "is_asked"), [(404, True), (403, True), (200, True), (500, False), (503, False), (429, False)]
)
def test_a_robots_txt_that_is_not_there_allows_all_and_one_that_fails_nothing(status: int, is_asked: bool) -> None:
    with serving(a=Reply(page("A"))) as site:
        site.replies["/robots.txt"] = Reply(b"", status)
        if is_asked:
            fetched_page(web_of(), f"{site.address}/a")
        else:
            assert refused(web_of(), f"{site.address}/a").passing
        assert (site.paths() == ["/a"]) is is_asked


def test_a_host_gets_one_request_at_a_time_with_a_pause_between() -> None:
    with serving(**{name: Reply(page(name)) for name in "abcd"}) as site:
        hands = Hands()
        web = Web(msgspec.structs.replace(QUICK, pause=2.0), allow_private=True, clock=hands.clock)
        jobs = [Wanted(f"{site.address}/{name}") for name in "abcd"]
        assert len(list(web.each(jobs, lambda job: fetched_page(web, job.address)))) == 4
        assert hands.slept == [2.0] * 4
        assert site.busiest == 1


def test_the_pause_that_a_site_asks_for_is_kept() -> None:
    with serving(a=Reply(page("A"))) as site:
        site.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7\n", type="text/plain")
        hands = Hands()
        web = Web(QUICK, allow_private=True, clock=hands.clock)
        fetched_page(web, f"{site.address}/a")
        fetched_page(web, f"{site.address}/a")
        assert hands.slept == [7.0]


def test_several_hosts_are_asked_at_once() -> None:
    """Each waits for the other to be asked."""
    both = threading.Barrier(2, timeout=5)
    with serving(a=Reply(page("A"))) as one, serving(a=Reply(page("A"))) as other:
        web = web_of()

        def work(job: Wanted) -> str:
            both.wait()
            return fetched_page(web, job.address).address

        found = dict(web.each([Wanted(f"{one.address}/a"), Wanted(f"{other.address}/a")], work))
        assert sorted(map(str, found.values())) == sorted(job.address for job in found)


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_wants_to_be_left_alone_is(status: int) -> None:
    with serving(a=Reply(b"later", status, headers={"Retry-After": "120"}), b=Reply(page("B"))) as site:
        web = web_of()
        error = refused(web, f"{site.address}/a")
        assert error.passing
        assert error.pause == 120
        assert "a pause of 120 seconds" in str(refused(web, f"{site.address}/b"))
        assert site.paths() == ["/a"]


def test_closing_ends_what_is_being_fetched() -> None:
    with serving(a=Reply(hangs=True)) as site:
        web = web_of(read=30.0, total=60.0)
        threading.Timer(0.3, web.close).start()
        started = datetime.now(UTC)
        refused(web, f"{site.address}/a")
        assert datetime.now(UTC) - started < timedelta(seconds=10)


# The archive


def answer_of(body: bytes) -> Answer:
    return Answer(200, "OK", (("Content-Type", "text/html"), ("Content-Encoding", "gzip")), body, "192.0.2.1")


def test_pages_are_kept_as_warc_one_file_a_day_one_compressed_member_a_page(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "fetched")
    names = {archive.keep(f"https://example.org/{number}", answer_of(page(f"Talks {number}")), NOON) for number in range(3)}
    names.add(archive.keep("https://example.org/3", answer_of(page("Talks 3")), NOON + timedelta(days=1)))
    assert names == {"2026-03-02.warc.gz", "2026-03-03.warc.gz"}
    assert [found.address for found in archive.pages()] == [f"https://example.org/{number}" for number in range(4)]
    raw = (tmp_path / "fetched" / "2026-03-02.warc.gz").read_bytes()
    assert raw.count(b"\x1f\x8b\x08") == 4  # what the file is, and the pages
    plain = gzip.decompress(raw)
    assert plain.startswith(b"WARC/1.0\r\n")
    assert page("Talks 1") in plain
    assert b"Content-Encoding" not in plain  # for the body is kept as it was before


def test_an_archive_that_is_cut_off_is_left_as_it_is(tmp_path: Path) -> None:
    Archive(tmp_path).keep("https://example.org/1", answer_of(page("Talks")), NOON)
    first = tmp_path / "2026-03-02.warc.gz"
    first.write_bytes(first.read_bytes()[:-20])
    cut = first.read_bytes()
    assert Archive(tmp_path).keep("https://example.org/2", answer_of(page("Talks")), NOON) == "2026-03-02-2.warc.gz"
    assert first.read_bytes() == cut
    assert "https://example.org/2" in [found.address for found in Archive(tmp_path).pages()]


def test_the_earlier_version_of_a_page_is_put_aside(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(3):
        archive.keep(f"https://example.org/{number}", answer_of(page(f"Talks {number}")), NOON)
    archive.drop("https://example.org/1", "2026-03-02.warc.gz")
    assert [found.address[-1] for found in archive.pages()] == ["0", "2"]
    assert [found.address[-1] for found in Archive(tmp_path / EARLIER).pages()] == ["1"]
    assert archive.keep("https://example.org/1", answer_of(page("Talks")), NOON) == "2026-03-02.warc.gz"


def test_a_page_that_does_not_fit_on_the_disk_leaves_the_archive_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    name = archive.keep("https://example.org/1", answer_of(page("Talks")), NOON)
    before = (tmp_path / name).read_bytes()

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            archive.keep("https://example.org/2", answer_of(page("Talks")), NOON)
    assert (tmp_path / name).read_bytes() == before


def test_an_archive_does_not_grow_into_a_build(tmp_path: Path) -> None:
    from kgraph.disk import opened

    with opened(tmp_path / "graph") as files:
        files.write("2026-03-02.warc.gz", gzip.compress(b""))
    with pytest.raises(NotOurs):
        Archive(tmp_path / "graph").keep("https://example.org/1", answer_of(page("Talks")), NOON)


# The command


def test_fetch_keeps_pages_and_tells_what_failed(tmp_path: Path) -> None:
    with serving(story=Reply(page("Talks")), picture=Reply(b"\x89PNG", type="image/png")) as site:
        addresses = [f"{site.address}/{name}" for name in ("story", "picture", "nothing")]
        found = list(fetch(addresses, tmp_path / "pages", allow_private=True, manners=QUICK))
        assert [kept.given for kept in found if isinstance(kept, Kept)] == [f"{site.address}/story"]
        assert sum(isinstance(error, KGraphError) for error in found) == 2


def test_the_command_says_what_it_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(story=Reply(page("Talks"))) as site:
        assert main(["fetch", f"{site.address}/story"]) == USAGE
        assert "[refused-address]" in capsys.readouterr().err
        monkeypatch.setattr("sys.stdin", io.StringIO(f"# pages\n{site.address}/story\n"))
        assert main(["fetch", "-", "--allow-private", "-o", "pages"]) == OK
        assert f"{site.address}/story: {len(page('Talks'))} bytes in pages/" in capsys.readouterr().out
        assert main(["fetch", "--allow-private", f"{site.address}/story?again", "file:///etc/passwd"]) == FAILED
    assert next((tmp_path / "pages").iterdir()).name.endswith(".warc.gz")


class Wanted(tuple[str]):
    """An address that is to be fetched."""

    def __new__(cls, address: str) -> Wanted:
        return super().__new__(cls, (address,))

    @property
    def address(self) -> str:
        return self[0]
