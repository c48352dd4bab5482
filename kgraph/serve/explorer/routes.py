"""The page at /, and what it asks for below /explorer."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kgraph import __version__
from kgraph.errors import KGraphError
from kgraph.explore.page import page, policy
from kgraph.serve.asked import has
from kgraph.serve.explorer import finding, payloads
from kgraph.serve.explorer.asked import chosen_of, left_of, words_of
from kgraph.serve.explorer.builds import Builds
from kgraph.serve.explorer.loaded import EVENTS, Loaded
from kgraph.serve.guard import Refused
from kgraph.serve.site import Site, snapshot_of
from kgraph.serve.snapshot import Snapshot

PREFIX = "explorer"
_PAGE = "page"
_SMALLEST, _FAST = 500, 1
"""What is shorter (in bytes) is not worth packing; and packing hard takes longer than it saves."""
_NAMES = ("events", "details", "names", "texts", "build")
Answer = Callable[[Loaded, Mapping[str, str]], object]


def routes(site: Site, most: int = EVENTS) -> list[BaseRoute]:
    """The routes; a page holds at most so many events at first."""
    builds = Builds(most)
    _in_background(builds, site.current)
    packed = [Middleware(GZipMiddleware, minimum_size=_SMALLEST, compresslevel=_FAST)]
    asked = [Route(f"/{name}", _answering(builds, answer)) for name, answer in _ANSWERS.items()]
    return [
        Mount(f"/{PREFIX}", routes=[Route("/build", _telling(builds)), *asked], middleware=packed),
        Route("/", _opening(builds), middleware=packed),
    ]


def _events(loaded: Loaded, fields: Mapping[str, str]) -> object:
    return payloads.events(loaded, left_of(fields))


def _details(loaded: Loaded, fields: Mapping[str, str]) -> object:
    return payloads.details(loaded, left_of(fields), chosen_of(fields))


def _names(loaded: Loaded, fields: Mapping[str, str]) -> object:
    return finding.names(loaded.index, words_of(fields))


def _texts(loaded: Loaded, fields: Mapping[str, str]) -> object:
    return finding.texts(loaded, left_of(fields), words_of(fields))


_ANSWERS: Mapping[str, Answer] = {"events": _events, "details": _details, "names": _names, "texts": _texts}


def _opening(builds: Builds) -> Callable[[Request], Awaitable[Response]]:
    async def opened(request: Request) -> Response:
        """The page with what it shows first."""
        snapshot = snapshot_of(request)
        tag = _tag(snapshot.build, _PAGE)
        headers = {
            "ETag": tag,
            "Cache-Control": "no-cache",
            "Content-Security-Policy": f"{policy(served=True)}; frame-ancestors 'none'",
        }
        if has(request, tag):
            return Response(status_code=304, headers=headers)
        made = await run_in_threadpool(builds.kept, snapshot, _PAGE, lambda loaded: _page(loaded, snapshot.build))
        return Response(made, media_type="text/html", headers=headers)

    return opened


def _page(loaded: Loaded, build: str) -> bytes:
    addresses = {name: f"{PREFIX}/{name}" for name in _NAMES}
    return page({**payloads.first(loaded), "served": {"build": build, "addresses": addresses}}, served=True).encode()


def _answering(builds: Builds, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        snapshot, fields = snapshot_of(request), dict(request.query_params)
        if fields.pop("build", snapshot.build) != snapshot.build:
            raise Refused(409, "another-build", "the graph was rebuilt since this page was opened; open it again")
        key = f"{request.url.path}?{request.url.query}"
        made = await run_in_threadpool(builds.kept, snapshot, key, lambda loaded: msgspec.json.encode(answer(loaded, fields)))
        headers = {"ETag": _tag(snapshot.build, key), "Cache-Control": "no-cache"}
        return Response(made, media_type="application/json", headers=headers)

    return answered


def _telling(builds: Builds) -> Callable[[Request], Awaitable[Response]]:
    async def told(request: Request) -> Response:
        """Which build the server has now; whoever asks is likely to open it soon."""
        snapshot = snapshot_of(request)
        if not builds.has(snapshot):
            _in_background(builds, lambda: snapshot)
        return JSONResponse({"build": snapshot.build}, headers={"Cache-Control": "no-store"})

    return told


def _in_background(builds: Builds, snapshot: Callable[[], Snapshot]) -> None:
    """Reads a build before the page is opened."""

    def read() -> None:
        with suppress(KGraphError):  # whoever opens the page is told
            found = snapshot()
            builds.kept(found, _PAGE, lambda loaded: _page(loaded, found.build))

    threading.Thread(target=read, daemon=True).start()


def _tag(build: str, key: str) -> str:
    """Weak, as the answer may be packed or not."""
    return f'W/"{hashlib.sha256(repr((__version__, build, key)).encode()).hexdigest()[:24]}"'
