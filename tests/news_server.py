"""A news site on this machine for tests: pages, feeds, redirects, and all that servers do wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple

from tests.loopback import listening

PARAGRAPH = (
    "Anna Berg met Carl Ek in Oslo on Monday. The minister said that the talks about the harbour had gone well, and that both sides "
    "would go on with them in the week after. Ek invited Berg to Stockholm, and she thanked him for it in front of the journalists."
)


def page(title: str, *paragraphs: str, head: str = "") -> bytes:
    """A page with an article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (paragraphs or (PARAGRAPH,)))
    shown = f"<article><h1>{title}</h1>{body}</article>"
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{shown}</body></html>".encode()


def rss(*items: str, title: str = "The Harbour Times") -> bytes:
    """A feed of these items."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'.encode()


def item(link: str, day: str = "Mon, 02 Mar 2026 08:00:00 GMT", title: str = "Talks") -> str:
    """An item of a feed."""
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate></item>"


class Request(NamedTuple):
    """A request as it arrived."""

    path: str
    headers: Message


@dataclass(frozen=True)
class Reply:
    """What the server does with a request: ``length`` is stated in place of the true one, ``endless`` goes on with the body for ever.

    ``drips``: a byte now and then; ``hangs``: nothing at all, until the test is over.
    """

    body: bytes = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    endless: bool = False
    drips: bool = False
    hangs: bool = False


@dataclass
class Site:
    """A running site: its replies by path, which a test may change at any time, and the requests that came."""

    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    address: str = ""
    released: threading.Event = field(default_factory=threading.Event)
    busy: int = 0
    busiest: int = 0

    def paths(self) -> list[str]:
        """What was asked for but for robots.txt, in order."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def feed(self, *items: str, **headers: str) -> None:
        """Has a feed of these items at /feed, with headers such as ETag."""
        self.replies["/feed"] = Reply(rss(*items), type="application/rss+xml", headers=headers)


@contextmanager
def serving(**replies: Reply) -> Iterator[Site]:
    """A site at an address of its own, until the block ends; names of replies are paths without the slash."""
    site = Site({f"/{name}": reply for name, reply in replies.items()})
    with listening(_handler(site), site.released) as site.address:
        yield site


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append(Request(self.path, self.headers))
            site.busy += 1
            site.busiest = max(site.busiest, site.busy)
            try:
                with suppress(ConnectionError):
                    self._reply(site.replies.get(self.path.partition("?")[0], Reply(b"nothing here", 404)))
            finally:
                site.busy -= 1

        def _reply(self, reply: Reply) -> None:
            etag = reply.headers.get("ETag")
            if etag is not None and self.headers["If-None-Match"] == etag:
                self.send_response(304)
                self.end_headers()
                return
            if reply.hangs:
                site.released.wait()
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.type, **reply.headers}.items():
                self.send_header(name, value)
            if not reply.endless:
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            if not reply.drips:
                self.wfile.write(reply.body)
            for number in range(len(reply.body) if reply.drips else 0):
                self.wfile.write(reply.body[number : number + 1])
                self.wfile.flush()
                if site.released.wait(0.05):
                    return
            while reply.endless and not site.released.is_set():
                self.wfile.write(b"x" * 65_536)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
