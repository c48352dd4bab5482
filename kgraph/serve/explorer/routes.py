"""The page at /, and what it asks for below /explorer."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kgraph import __version__
from kgraph.explore.page import page, policy
from kgraph.serve.explorer import finding, payloads
from kgraph.serve.explorer.asked import chosen_of, left_of, words_of
from kgraph.serve.explorer.builds import Builds
from kgraph.serve.explorer.loaded import EVENTS, Loaded
from kgraph.serve.guard import Refused
from kgraph.serve.site import Site, snapshot_of

PREFIX = "explorer"
_SMALLEST, _FAST = 500, 1
"""What is shorter (in bytes) is not worth packing; and packing hard takes longer than it saves."""
_NAMES = ("events", "details", "names", "texts", "build")
Answer = Callable[[Loaded, Mapping[str, str]], object]


def routes(_site: Site, most: int = EVENTS) -> list[BaseRoute]:
    """The routes; a page holds at most so many events at first."""
    builds = Builds(most)
    packed = [Middleware(GZipMiddleware, minimum_size=_SMALLEST, compresslevel=_FAST)]
    asked = [Route(f"/{name}", _answering(builds, answer)) for name, answer in _ANSWERS.items()]
    return [
        Mount(f"/{PREFIX}", routes=[Route("/build", _build), *asked], middleware=packed),
        Route("/", _opening(builds)),
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
        tag = _tag(snapshot.build, "page")
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Security-Policy": policy(served=True)}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        made = await run_in_threadpool(builds.kept, snapshot, "page", lambda loaded: _page(loaded, snapshot.build))
        return Response(made, media_type="text/html", headers=headers)

    return opened


def _page(loaded: Loaded, build: str) -> bytes:
    addresses = {name: f"{PREFIX}/{name}" for name in _NAMES}
    return page({**payloads.first(loaded), "served": {"build": build, "addresses": addresses}}, served=True).encode()


def _answering(builds: Builds, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        snapshot, fields = snapshot_of(request), dict(request.query_params)
        if fields.pop("build", snapshot.build) != snapshot.build:
            raise Refused(409, "another-build", "the graph was built anew since this page was opened; open it again")
        key = f"{request.url.path}?{request.url.query}"
        made = await run_in_threadpool(builds.kept, snapshot, key, lambda loaded: msgspec.json.encode(answer(loaded, fields)))
        headers = {"ETag": _tag(snapshot.build, key), "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        return Response(made, media_type="application/json", headers=headers)

    return answered


async def _build(request: Request) -> Response:
    """Which build the server has now."""
    return JSONResponse({"build": snapshot_of(request).build}, headers={"Cache-Control": "no-store"})


def _tag(build: str, key: str) -> str:
    return f'"{hashlib.sha256(repr((__version__, build, key)).encode()).hexdigest()[:24]}"'
