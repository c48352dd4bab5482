"""Reconciliation: a service on the network is asked for the identifiers of a build's entities, and its answers become an authority file.

The only part of kgraph that uses the network, and only when it is called. A build never does: it reads the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from kgraph.build import Progress, resolution
from kgraph.clock import Clock
from kgraph.errors import SettingsError
from kgraph.lexicon import entity_types
from kgraph.reconcile.cache import Answer, Cache, Introduction
from kgraph.reconcile.connection import Connection, is_exposed
from kgraph.reconcile.findings import Finding, Threshold, askable, found
from kgraph.reconcile.listing import listing
from kgraph.reconcile.protocol import Query, ServiceManifest, answers, form, manifest
from kgraph.reconcile.types import asked_kinds, service_types

CACHE = "reconciliation"
_BATCH = 10  # queries in a request, unless the service says fewer: what OpenRefine sends


@dataclass(frozen=True, slots=True)
class Options:
    """How a service is asked, with the defaults.

    ``kinds`` are entity types, () for those of data/reconciliation.yaml; ``limit`` how many entities are asked about, the most mentioned
    first, None for all; ``candidates`` how many are wanted of each. ``identifiers`` is what an id stands behind to make an address, "" for
    the service's own identifier space; ``types`` a file of the service's types; ``interval`` the seconds between two requests, ``timeout``
    those that the service may be silent. ``refresh`` asks anew what the cache has. Raises SettingsError on a value that is not valid.
    """

    kinds: tuple[str, ...] = ()
    limit: int | None = None
    candidates: int = 5
    threshold: Threshold | None = None
    identifiers: str = ""
    types: Path | None = None
    refresh: bool = False
    interval: float = 1.0
    timeout: float = 30.0

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in entity_types():
                raise SettingsError(f"unknown type {kind!r}; choose from {sorted(entity_types())}")
        for name, least in (("limit", 1), ("candidates", 1), ("interval", 0.0), ("timeout", 0.001)):
            value = getattr(self, name)
            if value is not None and not value >= least:
                raise SettingsError(f"{name} is {value}; it must be at least {least}")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a service answered: its manifest, the findings (the most mentioned entity first), and when the first and last was retrieved.

    ``requests`` is how many went over the network; none where all was in the cache.
    """

    manifest: ServiceManifest
    space: str
    findings: tuple[Finding, ...]
    retrieved: tuple[date, date]
    requests: int

    def authority_file(self) -> str:
        """The findings as an authority file in YAML."""
        first, last = self.retrieved
        days = f"{first}" if first == last else f"{first} to {last}"
        return listing(self.findings, service=f"{self.manifest.name}, {self.manifest.address}, {days}", space=self.space)


def reconcile(
    directory: Path,
    service: str,
    options: Options | None = None,
    *,
    cache: Path | None = None,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Reconciliation:
    """What a reconciliation service has for the entities of a build that have no identifier of it.

    What it answers is kept in a folder (``cache``, by default one in the build's) batch by batch, so that after an error the same call
    goes on where it stopped. Raises StoreError where there is no build, NotAService, NoService and BadAnswer as the service fails.
    """
    wanted = options or Options()
    entities = resolution(directory).entities
    source = _Source(service, Cache(cache or directory / CACHE, service), wanted, clock or Clock())
    told = source.manifest()
    types, space = service_types(told.schema_space, wanted.types), wanted.identifiers or told.identifier_space
    asked = list(islice(askable(entities, wanted.kinds or asked_kinds(), space), wanted.limit))
    queries = {entity: Query(entity.name, types.asked(entity.type), wanted.candidates) for entity in asked}
    kept = source.answers(list(queries.values()), told, progress or _silent)
    by_entity = {entity: kept[query].candidates for entity, query in queries.items()}
    days = [answer.retrieved for answer in kept.values()] or [source.today()]
    return Reconciliation(
        manifest=told,
        space=space,
        findings=tuple(found(by_entity, entities, types=types, threshold=wanted.threshold, space=space)),
        retrieved=(min(days), max(days)),
        requests=source.connection.requests,
    )


class _Source:
    """A service behind its cache."""

    def __init__(self, service: str, cache: Cache, options: Options, clock: Clock) -> None:
        self.service, self.cache, self.clock, self.refresh = service, cache, clock, options.refresh
        self.connection = Connection(service, options.interval, options.timeout, clock)

    def today(self) -> date:
        return self.clock.now().date()

    def manifest(self) -> ServiceManifest:
        kept = None if self.refresh else self.cache.introduction()
        if kept is None:
            body = self.connection.fetch()
            kept = Introduction(self.service, self.today(), manifest(body, self.connection.address))
            self.cache.keep(kept)
        self.connection.address = kept.manifest.address
        return kept.manifest

    def answers(self, queries: Sequence[Query], told: ServiceManifest, progress: Progress) -> dict[Query, Answer]:
        """The answer to each query, those from the network once they are in the cache."""
        kept = {} if self.refresh else dict(self._kept(queries))
        missing = [query for query in dict.fromkeys(queries) if query not in kept]
        size = min(_BATCH, told.batch or _BATCH)
        for start in range(0, len(missing), size):
            progress(f"asking {told.name}", start, len(missing))
            batch = missing[start : start + size]
            body = self.connection.fetch(form(batch))
            for query, candidates in zip(batch, answers(body, batch, self.connection.address), strict=True):
                kept[query] = Answer(self.service, query, self.today(), candidates)
            self.cache.keep(*(kept[query] for query in batch))
        return kept

    def _kept(self, queries: Iterable[Query]) -> Iterator[tuple[Query, Answer]]:
        for query in queries:
            if (answer := self.cache.answer(query)) is not None:
                yield query, answer


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tells nobody."""


__all__ = ["CACHE", "Clock", "Finding", "Options", "Reconciliation", "Threshold", "is_exposed", "reconcile"]
