"""The whole server as one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from kgraph.serve import addresses, api, editor, explorer, reconciliation
from kgraph.serve.assistants import Assistants
from kgraph.serve.guard import BUILD, Door, Limits, Log, OneSnapshot, Say, SecurityHeaders, handlers
from kgraph.serve.options import Options
from kgraph.serve.site import Site
from kgraph.serve.snapshot import Snapshots
from kgraph.serve.sparql import protocol
from kgraph.serve.sparql.pool import Pool
from kgraph.serve.sparql.protocol import EXPOSED

# The modules that have routes, the most particular first: the last one may take every path that is left.
_ROUTES: tuple[Callable[[Site], list[BaseRoute]], ...] = (
    protocol.routes,
    api.routes,
    editor.routes,
    explorer.routes,
    reconciliation.routes,
    addresses.routes,
)


def opened(folder: Path, options: Options) -> Site:
    """A build's folder, to be served. Raises StoreError where there is no finished graph."""
    site = Site(Snapshots(folder), options, Pool(options))
    site.current()
    return site


def application(site: Site, say: Say = lambda _line: None, *, only_assistants: bool = False) -> Starlette:
    """An ASGI application; ``say`` gets the lines of the request log.

    With ``only_assistants`` there is nothing but the server for assistants.
    """
    assistants = Assistants(site)
    chosen = () if only_assistants else _ROUTES

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        site.pool.start()
        try:
            async with assistants.running():
                yield
        finally:
            site.pool.close()

    found: dict[Any, Any] = dict(handlers())
    return Starlette(
        routes=[*assistants.routes(), *(route for routes in chosen for route in routes(site))],
        middleware=_before(site, say),
        exception_handlers=found,
        lifespan=lifespan,
    )


def _before(site: Site, say: Say) -> list[Middleware]:
    """What stands before the routes, the outermost first."""
    options = site.options
    return [
        Middleware(Log, say=say),
        Middleware(SecurityHeaders),
        *([_cors(options)] if options.origins else []),
        Middleware(Door, options=options),
        Middleware(Limits, options=options),
        Middleware(OneSnapshot, site=site),
    ]


def _cors(options: Options) -> Middleware:
    """What lets pages of the named sites read answers."""
    return Middleware(
        CORSMiddleware,
        allow_origins=options.origins,
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=[BUILD, *EXPOSED],
    )
