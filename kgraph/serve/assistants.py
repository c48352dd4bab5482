"""The server for assistants over HTTP: MCP's streamable HTTP at /mcp, where the extra "mcp" is installed.

Each request is answered by itself, in JSON: there are no sessions to keep, and no streams that stay open.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kgraph.errors import MissingExtra, QueryError
from kgraph.serve.guard import Refused
from kgraph.serve.options import MEGABYTE
from kgraph.serve.site import Site
from kgraph.serve.snapshot import Snapshot
from kgraph.serve.sparql.jobs import Failed, Job, Place
from kgraph.serve.sparql.pool import Busy

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from kgraph.assistants.graphs import Graph

PATH = "/mcp"
_RESULTS = "application/sparql-results+json"
_LARGEST = MEGABYTE
_MISSING = "assistants need the package mcp, which is not installed; install kgraph[mcp]"
_NO_GRAPHS = "only SELECT and ASK are answered here; select the variables of the pattern instead"
_METHODS = ["POST"]  # a GET would wait for messages that a server without sessions never sends


class SiteGraphs:
    """The builds of a site, and its processes that answer queries."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def current(self) -> Snapshot:
        """The last finished build."""
        return self._site.current()

    async def select(self, graph: Graph, query: str, rows: int) -> bytes:
        """The answer of a query in SPARQL's JSON format. Raises QueryError."""
        job = self._job(cast(Snapshot, graph), query, rows)
        try:
            answer = await self._site.pool.answer(job)
        except Busy:
            raise QueryError("too many queries are waiting; ask again") from None
        if isinstance(answer.found, Failed):
            raise QueryError(_NO_GRAPHS if answer.found.slug == "not-acceptable" else answer.found.message)
        if answer.file is None:
            return answer.found.inline or b""
        with answer.file as file:
            file.seek(0)
            return file.read()

    def _job(self, graph: Snapshot, query: str, rows: int) -> Job:
        try:
            place = Place.of(graph.place)
        except OSError:
            raise QueryError("the graph has just been replaced by another; ask again") from None
        return Job(
            text=query,
            base=graph.base,
            place=place,
            table=_RESULTS,
            graph="",
            default_graphs=None,
            named_graphs=None,
            rows=rows,
            size=_LARGEST,
            seconds=self._site.options.query_seconds,
        )


class Assistants:
    """The routes for assistants, and what has to run while they are answered."""

    def __init__(self, site: Site) -> None:
        self._manager = _manager(site)

    def routes(self) -> list[BaseRoute]:
        """The address of the server for assistants; without the extra it says what is missing."""
        if self._manager is None:
            return [Route(PATH, _missing, methods=_METHODS)]
        from mcp.server.streamable_http_manager import StreamableHTTPASGIApp

        return [Route(PATH, cast(Any, StreamableHTTPASGIApp(self._manager)), methods=_METHODS)]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Has assistants answered until the block ends."""
        if self._manager is None:
            yield
            return
        async with self._manager.run():
            yield


def _manager(site: Site) -> StreamableHTTPSessionManager | None:
    try:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
        from mcp.server.transport_security import TransportSecuritySettings
    except ImportError:
        return None
    from kgraph.assistants.server import assistant_server

    return StreamableHTTPSessionManager(
        assistant_server(SiteGraphs(site)),
        json_response=True,
        stateless=True,
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # the guard stands before it
        max_request_body_size=site.options.body_megabytes * MEGABYTE,
    )


async def _missing(_request: Request) -> Response:
    raise Refused(501, MissingExtra.slug, _MISSING)
