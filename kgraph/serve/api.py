"""The JSON API: the questions of kgraph.ask over HTTP, below /api/v1."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kgraph import __version__
from kgraph.errors import BadQuestion, KGraphError, SlowQuestion, UnknownArticle, UnknownEntity, UnknownEvent
from kgraph.index import within
from kgraph.serve.api_page import api_page
from kgraph.serve.asked import has, pairs
from kgraph.serve.guard import problem
from kgraph.serve.openapi import PREFIX, document
from kgraph.serve.operations import OPERATIONS, Operation
from kgraph.serve.pages import policy
from kgraph.serve.site import Site, snapshot_of
from kgraph.serve.snapshot import Snapshot

_SMALLEST = 500  # bytes: what is shorter is not worth packing
_LEVEL = 5  # of gzip: nearly as small as with 9, in a third of the time
_UNKNOWN = (UnknownEntity, UnknownEvent, UnknownArticle)
_JSON = "application/json"
Answer = Callable[[Request], Awaitable[Response]]


def routes(site: Site) -> list[BaseRoute]:
    """The API, its OpenAPI document, and a page that shows both."""
    seconds = site.options.query_seconds
    packed = [Middleware(GZipMiddleware, minimum_size=_SMALLEST, compresslevel=_LEVEL)]
    return [
        Route(PREFIX, _answering(OPERATIONS[0], seconds), middleware=packed),
        Mount(
            PREFIX, routes=[*(_route(one, seconds) for one in OPERATIONS), Route("/openapi.json", _document)], middleware=packed
        ),
        Route("/api", _to_page),
        Mount("/api", routes=[Route("/", _page)], middleware=packed),
    ]


def _route(operation: Operation, seconds: float) -> Route:
    return Route(operation.path.replace("{id}", "{id:path}") or "/", _answering(operation, seconds), name=operation.name)


def _answering(operation: Operation, seconds: float) -> Answer:
    async def answer(request: Request) -> Response:
        snapshot = snapshot_of(request)
        tag = _tag(snapshot, request)
        if has(request, tag):
            return Response(status_code=304, headers=_kept(tag))
        try:
            body = await run_in_threadpool(_asked, operation, snapshot, request, seconds)
            return Response(body, media_type=_JSON, headers=_kept(tag))
        except KGraphError as error:
            return _refusal(error)

    return answer


def _asked(operation: Operation, snapshot: Snapshot, request: Request, seconds: float) -> bytes:
    given: dict[str, list[str]] = {}
    for name, value in pairs(request.url.query):
        given.setdefault(name, []).append(value)
    with within(seconds):
        return msgspec.json.encode(operation.run(snapshot, request.path_params.get("id", ""), given))


def _refusal(error: KGraphError) -> Response:
    """What a client is told; where a parameter is to blame, which one."""
    if isinstance(error, BadQuestion):
        return JSONResponse({"error": error.slug, "message": str(error), "parameter": error.parameter}, 400)
    if isinstance(error, _UNKNOWN):
        return problem(404, error.slug, str(error))
    if isinstance(error, SlowQuestion):
        return problem(503, error.slug, str(error))
    raise error


def _tag(snapshot: Snapshot, request: Request) -> str:
    """What changes when the answer may: with the build, the question and the program. Weak, as the answer may be packed or not."""
    parts = (__version__, snapshot.build, request.url.path, request.url.query)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def _kept(tag: str) -> Mapping[str, str]:
    """The headers of an answer that a client may keep, if it asks each time whether it is still so."""
    return {"ETag": tag, "Cache-Control": "no-cache"}


async def _document(request: Request) -> Response:
    tag = _tag(snapshot_of(request), request)
    if has(request, tag):
        return Response(status_code=304, headers=_kept(tag))
    return Response(
        msgspec.json.encode(document()), media_type="application/vnd.oai.openapi+json;version=3.1", headers=_kept(tag)
    )


async def _to_page(_request: Request) -> Response:
    return RedirectResponse("/api/")


async def _page(request: Request) -> Response:
    snapshot = snapshot_of(request)
    html = await run_in_threadpool(api_page, snapshot.found_index)
    return HTMLResponse(html, headers={"Content-Security-Policy": policy()})
