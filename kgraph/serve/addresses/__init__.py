"""Every IRI of a graph answers: with a page for readers, and with RDF for programs.

An entity or an event is not a document, so its address answers "303 See Other" with the address of a document about it, which is the
IRI with a suffix (".html", ".ttl"). That is what the W3C advises for things in the world (httpRange-14; Cool URIs for the Semantic Web):
who makes a statement about the document's licence or date does not make it about the person. An article is a document, and its parts
(reports, chains, characters) and the ontology's terms are fragments, of which a server never learns; their address answers at once.

The form is told by a suffix, else by ``?format=``, else by Accept. Each answer says "Vary: Accept", links the other forms, and has an ETag
that changes with the build. ETags are weak, as an answer may be packed or not.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kgraph.serve.addresses.answers import Answers, style_sheet
from kgraph.serve.addresses.places import KINDS
from kgraph.serve.pages import STYLE
from kgraph.serve.site import Site, snapshot_of

_SMALLEST = 1000  # bytes: what is shorter is not worth packing


def routes(_site: Site) -> list[BaseRoute]:
    """The addresses of all things of a graph. They come last: the base of a graph may have any path."""
    answers = Answers()

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(answers.answer, request, snapshot_of(request))

    async def style(request: Request) -> Response:
        return style_sheet(request)

    packed = [Middleware(GZipMiddleware, minimum_size=_SMALLEST)]
    return [Route(STYLE, style, middleware=packed), *(Route(path, answer, middleware=packed) for path in _paths())]


def _paths() -> list[str]:
    below = [f"/{kind}/{{name:path}}" for kind in KINDS] + ["/ontology", "/ontology.{suffix}"]
    return [*below, *(f"/{{root:path}}{path}" for path in below)]


__all__ = ["routes"]
