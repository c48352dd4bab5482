"""What every route has: the builds of a folder, the choices of the server, and the processes that answer queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from starlette.requests import HTTPConnection

from kgraph.serve.options import Options
from kgraph.serve.snapshot import Snapshot, Snapshots
from kgraph.serve.sparql.pool import Pool

SNAPSHOT = "snapshot"
"""The name in a request's state of the build that it reads."""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder that is served."""

    snapshots: Snapshots
    options: Options
    pool: Pool

    def current(self) -> Snapshot:
        """The last finished build, for work that is not a request; a request has its own (``snapshot_of``). Raises StoreError."""
        return self.snapshots.current()


def snapshot_of(request: HTTPConnection) -> Snapshot:
    """The one build that a request reads from beginning to end."""
    return cast(Snapshot, request.scope["state"][SNAPSHOT])
