"""What stands before every route: who may ask, how much and for how long, the request log, and what a client is told of errors."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.errors import KGraphError, StoreError, clipped, trace
from kgraph.outgoing import printable
from kgraph.serve.negotiation import preferred
from kgraph.serve.options import MEGABYTE, Options, is_loopback
from kgraph.serve.pages import page, policy
from kgraph.serve.site import SNAPSHOT, Site

Say = Callable[[str], None]
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
}
BUILD = "KGraph-Build"
"""The header that names the build which an answer is of."""
_JSON, _HTML = "application/json", "text/html"
_NOTHING = "there is nothing at {}; / is a page, /sparql takes queries, and /api/ lists what programs can ask"
_HEARD_OUT = 8  # times the largest body: of what is longer, nothing more is read
_LONGEST = 200  # characters of a path in the log


class Refused(Exception):
    """A request that is not answered: the status of the answer, a slug and a sentence."""

    def __init__(self, status: int, slug: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.slug, self.message, self.headers = status, slug, message, dict(headers or {})


def problem(status: int, slug: str, message: str, headers: Mapping[str, str] | None = None, **more: object) -> Response:
    """What a client is told when something went wrong: a slug of docs/messages.md and a sentence, as JSON."""
    return JSONResponse({"error": slug, "message": message, **more}, status, headers)


def handlers() -> dict[object, Callable[[Request, Exception], Response]]:
    """How Starlette is to answer exceptions of routes."""
    return {Refused: _refusal, KGraphError: _known, HTTPException: _http}


def told(request: Request, refused: Refused) -> Response:
    """What whoever asked is told: a browser gets a page, a program what ``problem`` says."""
    headers = {**refused.headers, "Vary": "Accept"}
    if preferred(request.headers.get("accept", ""), (_JSON, _HTML)) != _HTML:
        return problem(refused.status, refused.slug, refused.message, headers)
    title = "Not found" if refused.status == 404 else "Not answered"
    content = page("problem.html", {"title": title, "slug": refused.slug, "message": refused.message, "root": "/"})
    return Response(content, refused.status, {**headers, "Content-Security-Policy": policy()}, f"{_HTML}; charset=utf-8")


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return told(request, error)


def _known(request: Request, error: Exception) -> Response:
    """Where a message names a file of this machine, the client gets the message without it."""
    assert isinstance(error, KGraphError)
    message = str(error).removeprefix(f"{error.where}: ") if error.where else str(error)
    return told(request, Refused(503 if isinstance(error, StoreError) else 400, error.slug, message))


def _http(request: Request, error: Exception) -> Response:
    """Starlette's own errors; that a path has no route for OPTIONS is the answer to it."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return told(request, Refused(404, "not-found", _NOTHING.format(clipped(request.url.path))))
    if error.status_code != 405:
        return told(request, Refused(error.status_code, "bad-request", str(error.detail)))
    methods = ", ".join(sorted({*re.findall(r"\w+", (error.headers or {}).get("Allow", "")), "OPTIONS"}))
    if request.method == "OPTIONS":
        return Response(headers={"Allow": methods})
    return told(request, Refused(405, "method-not-allowed", f"ask with one of {methods}", {"Allow": methods}))


class Log:
    """The request log: one line for each, and the trace of what nobody foresaw, which the client is not told."""

    def __init__(self, app: ASGIApp, say: Say) -> None:
        self._app, self._say = app, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry = _Entry(scope)

        async def told(message: Message) -> None:
            entry.see(message)
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is written down here, and the client learns no more than that
            for line in trace(error).splitlines():
                self._say(printable(line))
            if not entry.status:
                await problem(500, "internal-error", "kgraph failed on this request; its log has more")(scope, receive, told)
            else:
                raise _Broken from None
        finally:
            self._say(entry.line())


class _Broken(Exception):
    """The answer broke off; closes the connection, so that the client does not take what it has for the whole."""


class _Entry:
    """What the log says of a request: never its query string, headers or body, in which secrets may be."""

    def __init__(self, scope: Scope) -> None:
        client = scope.get("client")
        self._who = client[0] if client else "-"
        self._what = printable(f"{scope['method']} {scope['path']}")[:_LONGEST]
        self._start = time.monotonic()
        self.status = self._size = 0
        self._whole = False

    def see(self, message: Message) -> None:
        """Notes a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)

    def line(self) -> str:
        """The line in the log: when, who, what, status, bytes, milliseconds."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        took = (time.monotonic() - self._start) * 1000
        broken = "" if self._whole else " broken-off"
        return f"{now} {printable(self._who)} {self._what} {self.status or '-'} {self._size} {took:.0f}ms{broken}"


class SecurityHeaders:
    """The headers that keep a browser from doing anything with an answer but showing it; a route may say its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


class Door:
    """Who may ask: requests for this server by its own name, not from a page of another site, and with the token where there is one."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app, self._options = app, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            refused = self._refusal(Headers(scope=scope))
            if refused is not None:
                await refused(scope, receive, send)
                return
        elif scope["type"] == "websocket":
            return
        await self._app(scope, receive, send)

    def _refusal(self, headers: Headers) -> Response | None:
        if not self._is_ours(headers.get("host", "")):
            return problem(421, "wrong-host", "this server does not answer under that name; kgraph serve --name adds one")
        origin = headers.get("origin", "")
        if origin and origin not in self._options.origins and not self._is_own(origin, headers.get("host", "")):
            return problem(403, "wrong-origin", "pages of other sites may not ask this server; kgraph serve --origin allows one")
        if self._options.token and not self._has_token(headers.get("authorization", "")):
            asked = {"WWW-Authenticate": 'Basic realm="kgraph", charset="UTF-8"'}
            return problem(401, "no-token", "send the token as a Bearer token, or as the password of any user", asked)
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a request is for a name of ours: a page whose site's name was made to lead here (DNS rebinding) sends another."""
        if not self._options.is_local:
            return True
        name = _name(f"//{host}")
        return is_loopback(name) or name in self._options.names

    def _is_own(self, origin: str, host: str) -> bool:
        return _name(origin) == _name(f"//{host}")

    def _has_token(self, header: str) -> bool:
        kind, _, given = header.partition(" ")
        if kind.lower() == "basic":
            given = _password(given)
        elif kind.lower() != "bearer":
            return False
        return hmac.compare_digest(given.strip().encode(), self._options.token.encode())


def _name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


class Limits:
    """How large the body of a request may be, and how long it may take to come."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app = app
        self._most, self._seconds = options.body_megabytes * MEGABYTE, options.patience_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._most:
            if int(declared) <= _HEARD_OUT * self._most:
                await self._hear_out(receive)
            await self._too_large()(scope, receive, send)
            return
        await self._app(scope, _Body(receive, self._most, self._seconds), send)

    async def _hear_out(self, receive: Receive) -> None:
        """Drops a body as it comes: a client that is cut off while it sends does not see why."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                while (await receive()).get("more_body", False):
                    pass

    def _too_large(self) -> Response:
        message = f"the body of a request may have {self._most:,} bytes"
        return problem(413, "too-large", message, {"Connection": "close"})


class _Body:
    """The body of a request as it comes, until it is more or later than it may be."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive, self._left = receive, most
        self._end = time.monotonic() + seconds
        self._done = False

    async def __call__(self) -> Message:
        if self._done:  # what is waited for now is that the client goes away
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(self._end - time.monotonic(), 0.01))
        except TimeoutError:
            raise Refused(408, "too-late", "the body of the request took too long to come", {"Connection": "close"}) from None
        self._left -= len(message.get("body", b""))
        self._done = not message.get("more_body", False)
        if self._left < 0:
            raise Refused(413, "too-large", "the body of the request is larger than it may be", {"Connection": "close"})
        return message


class OneSnapshot:
    """Gives each request the one build that it reads."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._snapshots = app, site.snapshots

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            snapshots = self._snapshots
            found = snapshots.current() if snapshots.is_fresh else await run_in_threadpool(snapshots.current)
        except KGraphError as error:
            await _known(Request(scope), error)(scope, receive, send)
            return
        scope.setdefault("state", {})[SNAPSHOT] = found

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[BUILD] = found.build
            await send(message)

        await self._app(scope, receive, named)
