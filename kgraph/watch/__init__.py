"""Fetches pages, and watches feeds and folders to keep a graph up to date (docs/watch.md).

Only this package and ``kgraph.reconcile`` use the network. A build reads local files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kgraph.clock import Clock
from kgraph.errors import KGraphError
from kgraph.watch.alerts import Outlet, Query, read_queries
from kgraph.watch.archive import Archive
from kgraph.watch.loop import FETCHED, Updated, Watch, Watched, Wishes
from kgraph.watch.manners import Manners
from kgraph.watch.polling import fetched_page
from kgraph.watch.web import Web

__all__ = ["FETCHED", "Kept", "Outlet", "Query", "Updated", "Watch", "Watched", "Wishes", "fetch", "read_queries"]


class _Wanted(NamedTuple):
    """A page to fetch."""

    address: str


class Kept(NamedTuple):
    """A fetched page: the address as given, the final address, the size in bytes, and the WARC file it is in."""

    given: str
    address: str
    size: int
    file: Path


def fetch(
    addresses: Iterable[str],
    folder: Path,
    *,
    allow_private: bool = False,
    clock: Clock | None = None,
    manners: Manners | None = None,
) -> Iterator[Kept | KGraphError]:
    """Fetches pages and keeps them as WARC files in a folder. Yields each page as it arrives, or an error for a page that failed.

    Raises CannotWrite, NotOurs.
    """
    web, archive, watch = Web(manners, allow_private=allow_private, clock=clock), Archive(folder), clock or Clock()
    jobs = [_Wanted(address) for address in dict.fromkeys(addresses)]
    try:
        for job, found in web.each(jobs, lambda job: fetched_page(web, job.address)):
            if isinstance(found, KGraphError):
                yield found
            else:
                file = archive.keep(found.address, found.answer, watch.now())
                yield Kept(job.address, found.address, len(found.answer.body), folder / file)
    finally:
        web.close()
