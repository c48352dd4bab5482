"""The editor of queries in the browser: YASGUI with the queries that kgraph comes with, from this server alone.

The page is what a browser gets at the endpoint. Its files lie in kgraph/data/serve/editor; some of its modules are the explorer's.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kgraph.ask.nodes import MOST, Node, nodes_of
from kgraph.rdf.catalogue import catalogue
from kgraph.rdf.iris import PREFIXES
from kgraph.serve.asked import has
from kgraph.serve.guard import Refused
from kgraph.serve.site import Site, snapshot_of

_STYLES = (
    "sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk=",  # how the table's columns are sized
    "sha256-c0O6TmFAkgpNbHxKAa1BrveWHHopjEtC47i0PzMudxg=",  # the cursor while one is
    "sha256-EntWS0hFrz2vH7susM+dPUxvHlL6sBswmM8K80E5oUk=",  # the words that a wrong query could have
)
"""The styles that YASGUI's script sets on its own; a browser that finds another says so in its console."""
POLICY = (
    "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    f"style-src 'self' 'unsafe-hashes' {' '.join(map(repr, _STYLES))}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: nothing that another server has, and no script or style that is not a file of ours."""
_FOLDERS = ("serve/editor/", "explore/script/model/", "explore/script/view/elements.mjs", "explore/world.json")
"""The files in kgraph/data that the page is made of."""
_VIS = "vis-network.min.js"
_BUNDLED = "templates/lib/vis-9.1.2/vis-network.min.js"
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".txt": "text/plain",
}


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the cells of an answer say."""

    names: Annotated[tuple[Annotated[str, Meta(max_length=2_000)], ...], Meta(max_length=MOST)]


class Known(msgspec.Struct, frozen=True):
    """Those of them that name an entity or an event."""

    nodes: Mapping[str, Node]


def routes(_site: Site) -> list[BaseRoute]:
    """The page and what it loads."""
    return [
        Route("/editor", page),
        Route("/editor/queries.json", _queries),
        Route("/editor/assets/{path:path}", _asset),
        Route("/editor/nodes", _nodes, methods=["POST"]),
    ]


async def page(request: Request) -> Response:
    """The editor's page, which the endpoint gives to browsers."""
    headers = {"Content-Security-Policy": POLICY, "Vary": "Accept"}
    return _cached(request, _read("serve/editor/editor.html"), "text/html; charset=utf-8", headers)


async def _queries(request: Request) -> Response:
    return _cached(request, _listed(), "application/json")


async def _asset(request: Request) -> Response:
    path = request.path_params["path"]
    if path != _VIS and not (path.startswith(_FOLDERS) and ".." not in path):
        raise Refused(404, "not-found", "the editor has no file of this name")
    try:
        content = _read(path)
    except OSError:
        raise Refused(404, "not-found", "the editor has no file of this name") from None
    suffix = "." + path.rpartition(".")[2]
    kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return _cached(request, content, kind if kind.startswith("image/") else f"{kind}; charset=utf-8")


async def _nodes(request: Request) -> Response:
    try:
        asked = msgspec.json.decode(await request.body(), type=Asked)
    except msgspec.DecodeError as error:
        raise Refused(400, "bad-request", f"the body must be JSON with a list of names: {error}") from None
    found = await run_in_threadpool(nodes_of, snapshot_of(request).index, asked.names)
    return Response(msgspec.json.encode(Known(found)), media_type="application/json")


def _cached(request: Request, content: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that a browser keeps, and asks each time whether it is still the same."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = {"ETag": tag, "Cache-Control": "no-cache", **(headers or {})}
    if has(request, tag):
        return Response(status_code=304, headers=known)
    return Response(content, media_type=kind, headers=known)


@cache
def _listed() -> bytes:
    """The queries that kgraph comes with, each with its parameters, and the prefixes that need no declaration."""
    queries = [{**query._asdict(), "parameters": [one._asdict() for one in query.parameters]} for query in catalogue()]
    return msgspec.json.encode({"queries": queries, "prefixes": PREFIXES})


@cache
def _read(path: str) -> bytes:
    if path == _VIS:
        return (files("pyvis") / _BUNDLED).read_bytes()
    return (files("kgraph") / "data" / path).read_bytes()
