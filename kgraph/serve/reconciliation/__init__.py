"""A W3C Reconciliation Service API 0.2 over the graph's entities, for OpenRefine and other clients (docs/reconciliation-service.md).

The manifest and the queries are at /reconcile. Pages of other sites may read answers only where ``--origin`` names them (CORS). There is
no JSONP: it would let any site that somebody visits read a graph that is served on that person's own machine. There are no flyouts:
they hand HTML to the client's own page, and the API's authors propose to drop them for that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kgraph.ask.candidates import identified
from kgraph.ask.entities import OneEntity
from kgraph.ask.entities import entity as detailed
from kgraph.errors import UnknownEntity
from kgraph.serve.addresses.places import Places
from kgraph.serve.asked import pairs, whole_number
from kgraph.serve.guard import Refused, problem
from kgraph.serve.options import Options
from kgraph.serve.pages import page, policy
from kgraph.serve.reconciliation import service
from kgraph.serve.reconciliation.queries import batch, extension
from kgraph.serve.reconciliation.service import PATH
from kgraph.serve.site import Site, snapshot_of
from kgraph.serve.snapshot import Snapshot

Answer = Callable[[Request, Snapshot], Any]
_PARAMETERS = ("queries", "extend")
_EVENTS = 3
_MOST = 100_000
"""The largest cursor and limit that make a difference."""
_FORM = "application/x-www-form-urlencoded"


def routes(site: Site) -> list[BaseRoute]:
    """The service's endpoint, its previews and its suggestions."""
    options = site.options

    async def endpoint(request: Request) -> Response:
        fields = await _form(request) if request.method == "POST" else dict(pairs(request.url.query))
        given = {name: fields[name] for name in _PARAMETERS if name in fields}
        return await run_in_threadpool(_endpoint, request, snapshot_of(request), given, options)

    async def preview(request: Request) -> Response:
        return await run_in_threadpool(_preview, request, snapshot_of(request), options)

    async def view(request: Request) -> Response:
        return _view(request, snapshot_of(request))

    return [
        Route(PATH, endpoint, methods=["GET", "POST"]),
        Route(f"{PATH}/", endpoint, methods=["GET", "POST"]),
        Route(f"{PATH}/preview", preview),
        Route(f"{PATH}/view", view),
        *(Route(f"{PATH}{path}", _answering(answer)) for path, answer in _ANSWERS.items()),
    ]


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a posted form. Raises Refused where a request has another body than a form, or one that is not UTF-8."""
    if request.headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
        raise Refused(415, "not-a-form", f"queries are posted as a form, which is {_FORM}")
    try:
        return dict(pairs((await request.body()).decode()))
    except UnicodeDecodeError:
        raise Refused(400, "bad-request", "the request is not in UTF-8") from None


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        return _json(await run_in_threadpool(answer, request, snapshot_of(request)))

    return answered


def _endpoint(request: Request, snapshot: Snapshot, given: Mapping[str, str], options: Options) -> Response:
    """The answer to queries or to an extension; the manifest, where neither is asked."""
    if "queries" in given:
        return _json(service.results(batch(given["queries"]), snapshot.index))
    if "extend" in given:
        return _json(service.extended(extension(given["extend"]), snapshot.index))
    if request.method == "POST" or request.query_params:
        raise Refused(400, "bad-parameter", 'a request has a field "queries" or "extend", in a form or in the query string')
    return _json(service.manifest(request, snapshot, options.token))


def _preview(request: Request, snapshot: Snapshot, options: Options) -> Response:
    """A small page about an entity, which may stand in a frame of the sites that may read answers."""
    given = request.query_params.get("id", "")
    headers = {"Content-Security-Policy": policy(" ".join(("'self'", *options.origins))), "Cache-Control": "no-cache"}
    it = service.previewed(identified(snapshot.index, [given]))
    events = _events(given, snapshot)
    values = {"it": it, "id": given, "events": events, "root": Places(snapshot.base).root}
    return Response(page("preview.html", values), 200 if it else 404, headers, "text/html; charset=utf-8")


def _events(given: str, snapshot: Snapshot) -> list[str]:
    """What an entity's best reported events are called."""
    try:
        return [event.label for event in detailed(snapshot.index, given, OneEntity(at_least=0, limit=_EVENTS)).events.items]
    except UnknownEntity:
        return []


def _view(request: Request, snapshot: Snapshot) -> Response:
    """The way from an id, in which a client escapes all signs, to the page of the entity."""
    given = request.query_params.get("id", "")
    if not given:
        return problem(400, "bad-parameter", "id: an entity's id is missing")
    iri = given if given.startswith(snapshot.base) else f"{snapshot.base}entity/{given}"
    return RedirectResponse(Places(snapshot.base).address(iri), 303)


def _skipped(request: Request) -> int:
    return whole_number(request.query_params.get("cursor", ""), _MOST)


def _prefix(request: Request) -> str:
    return request.query_params.get("prefix", "")[:200]


def _limit(request: Request) -> int | None:
    return whole_number(request.query_params.get("limit", ""), _MOST) or None


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json", headers={"Cache-Control": "no-cache"})


_ANSWERS: Mapping[str, Answer] = {
    "/suggest/entity": lambda request, snapshot: service.suggested_entities(_prefix(request), _skipped(request), snapshot.index),
    "/suggest/type": lambda request, _snapshot: service.suggested_types(_prefix(request), _skipped(request)),
    "/suggest/property": lambda request, _snapshot: service.suggested_properties(_prefix(request), _skipped(request)),
    "/properties": lambda request, _snapshot: service.proposed(request.query_params.get("type", ""), _limit(request)),
}

__all__ = ["routes"]
