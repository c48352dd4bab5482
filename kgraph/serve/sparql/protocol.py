"""The endpoint: SPARQL 1.1 Protocol, queries only."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from kgraph.serve.asked import pairs as fields
from kgraph.serve.editor import page
from kgraph.serve.guard import Refused, problem
from kgraph.serve.negotiation import preferred
from kgraph.serve.options import MEGABYTE, Options
from kgraph.serve.site import Site, snapshot_of
from kgraph.serve.sparql.description import described
from kgraph.serve.sparql.formats import ALSO, GRAPHS, TABLES
from kgraph.serve.sparql.jobs import STATUS, Done, Failed, Job, Place
from kgraph.serve.sparql.pool import Answer, Busy

PATH = "/sparql"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
LIMITS, CUT, ROWS = "KGraph-Limits", "KGraph-Truncated", "KGraph-Rows"
EXPOSED = (LIMITS, CUT, ROWS)
_HTML = "text/html"
_PIECE = 64 * 1024  # bytes
_UPDATES = "this endpoint only answers queries; it changes nothing"
_PLACE = re.compile(r"line (\d+), column (\d+): (.*)", re.DOTALL)
_NO_AGAIN = {"Retry-After": "1"}


def routes(site: Site) -> list[BaseRoute]:
    """The endpoint, and where VoID says that its description is found."""

    async def endpoint(request: Request) -> Response:
        return await _answered(request, site)

    async def void(_request: Request) -> Response:
        return RedirectResponse(PATH, 303)

    methods = ["GET", "POST"]
    return [
        Route(PATH, endpoint, methods=methods),
        Route(f"{PATH}/", endpoint, methods=methods),
        Route("/.well-known/void", void),
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query and the graphs that the request names."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def _answered(request: Request, site: Site) -> Response:
    if request.method != "POST" and not request.url.query:
        if preferred(",".join(request.headers.getlist("accept")), [*GRAPHS, _HTML]) == _HTML:
            return await page(request)
        return described(request, snapshot_of(request))
    asked = await _asked(request)
    answer = await _while_connected(request, site, _job(asked, request, site.options))
    return await _response(answer, request, site.options)


async def _asked(request: Request) -> _Asked:
    """What a request asks. Raises Refused where it does not follow the protocol."""
    pairs = fields(request.url.query)
    if request.method == "POST":
        kind, _, rest = request.headers.get("content-type", "").partition(";")
        kind, text = kind.strip().lower(), _text(await request.body(), rest)
        if kind == QUERY:
            pairs = [*((name, value) for name, value in pairs if name != "query"), ("query", text)]
        elif kind == FORM:
            pairs = [*pairs, *fields(text)]
        elif kind == UPDATE:
            raise Refused(403, "read-only", _UPDATES)
        else:
            raise Refused(415, "unsupported-media-type", f"send a query as {QUERY}, or a form as {FORM}")
    return _of_pairs(pairs)


def _of_pairs(pairs: Sequence[tuple[str, str]]) -> _Asked:
    """Raises Refused."""

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if values("update"):
        raise Refused(403, "read-only", _UPDATES)
    if len(values("query")) != 1:
        raise Refused(400, "bad-request", f"a request must have one query; this one has {len(values('query'))}")
    return _Asked(values("query")[0], values("default-graph-uri"), values("named-graph-uri"))


def _text(body: bytes, parameters: str) -> str:
    """The body as text, which the protocol wants in UTF-8."""
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, "unsupported-media-type", f"a request must be in UTF-8, not in {charset[1][:40]}")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "bad-request", f"the request is not in UTF-8: byte {error.start}") from None


def _job(asked: _Asked, request: Request, options: Options) -> Job:
    """The query as a process gets it. Raises Refused where the client takes no format that there is."""
    accept = ",".join(request.headers.getlist("accept"))
    table = preferred(accept, [*TABLES, *ALSO]) or ""
    table, graph = ALSO.get(table, table), preferred(accept, [*GRAPHS]) or ""
    if not table and not graph:
        raise Refused(406, "not-acceptable", f"there are {', '.join([*TABLES, *GRAPHS])}")
    is_restricted = bool(asked.default_graphs or asked.named_graphs)
    try:
        place = Place.of(snapshot_of(request).place)
    except OSError:
        raise Refused(503, "gone", "the graph has just been replaced by another; ask again", _NO_AGAIN) from None
    return Job(
        text=asked.text,
        base=str(request.url.replace(query="", fragment="")),
        place=place,
        table=table,
        graph=graph,
        default_graphs=asked.default_graphs if is_restricted else None,
        named_graphs=asked.named_graphs if is_restricted else None,
        rows=options.rows,
        size=options.result_megabytes * MEGABYTE,
        seconds=options.query_seconds,
    )


async def _while_connected(request: Request, site: Site, job: Job) -> Answer:
    """The answer, which is given up as soon as the client is gone. Raises Refused."""
    answering = asyncio.ensure_future(site.pool.answer(job))
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            raise Refused(499, "gone-away", "the client has gone")
        return answering.result()
    except Busy:
        raise Refused(503, "busy", "too many queries are waiting; ask again", _NO_AGAIN) from None
    finally:
        answering.cancel()
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _response(answer: Answer, request: Request, options: Options) -> Response:
    headers = limits(options)
    if isinstance(answer.found, Failed):
        return _failure(answer.found, headers)
    found = answer.found
    headers |= {ROWS: str(found.rows), "Vary": "Accept", "Content-Length": str(found.size)}
    if found.cut:
        headers[CUT] = found.cut
    media = _media(found, request)
    if answer.file is None:
        return Response(found.inline, headers=headers, media_type=media)
    await run_in_threadpool(answer.file.seek, 0)
    return StreamingResponse(
        _pieces(answer.file), headers=headers, media_type=media, background=BackgroundTask(answer.file.close)
    )


def _media(found: Done, request: Request) -> str:
    """The type of the answer; the general one where the client knows no other."""
    accept = request.headers.get("accept", "")
    general = {exact: also for also, exact in ALSO.items()}.get(found.media)
    if general and preferred(accept, [found.media, general]) == general:
        return general
    return found.media


def limits(options: Options) -> dict[str, str]:
    """The header that announces how much an answer may hold."""
    size = options.result_megabytes * MEGABYTE
    return {LIMITS: f"rows={options.rows}, bytes={size}, seconds={options.query_seconds:g}"}


def _failure(failed: Failed, headers: dict[str, str]) -> Response:
    status = STATUS.get(failed.slug, 500)
    if failed.slug in ("died", "gone"):
        headers |= _NO_AGAIN
    place = _PLACE.fullmatch(failed.message) if failed.slug == "bad-query" else None
    more = {"line": int(place[1]), "column": int(place[2])} if place else {}
    return problem(status, failed.slug, failed.message, headers, **more)


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    try:
        while piece := await run_in_threadpool(file.read, _PIECE):
            yield piece
    finally:
        file.close()
