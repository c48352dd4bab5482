"""The Reconciliation Service API, versions 0.1 and 0.2: what is asked and answered, as plain values. No network here.

The API is that of the W3C Entity Reconciliation Community Group, https://www.w3.org/community/reports/reconciliation/. Its draft 1.0
is not spoken: its texts do not yet agree on the address and the keys of a query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from kgraph.errors import BadAnswer, NotAService

VERSIONS = ("0.1", "0.2")
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_SHOWN = 200  # characters of an answer that a message quotes


@dataclass(frozen=True, slots=True)
class ServiceManifest:
    """What a service says of itself: its name, what identifiers and types are read as, and how many queries it takes at once.

    ``address`` is where its queries go: the address that was asked, or the one that it redirects to. ``batch`` is None where the
    service sets no limit.
    """

    address: str
    name: str
    identifier_space: str
    schema_space: str = ""
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be looked up: at most ``limit`` candidates, of a service's type ("" for any)."""

    name: str
    type: str = ""
    limit: int = 5


@dataclass(frozen=True, slots=True)
class ServiceType:
    """What a service takes a candidate for; its name may be ""."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a service has under a name, with its own score (of any scale), and whether it is certain of the match."""

    id: str
    name: str
    score: float
    match: bool
    types: tuple[ServiceType, ...] = ()
    description: str = ""


def manifest(body: bytes, address: str) -> ServiceManifest:
    """The manifest in what an address answered. Raises NotAService where that is none, or one of versions that kgraph does not speak."""
    try:
        raw = msgspec.json.decode(body, type=_Manifest)
    except _UNREADABLE as error:
        raise NotAService(
            f"does not return the manifest of a reconciliation service ({error}): {quoted(body)}", address
        ) from None
    if not set(raw.versions) & set(VERSIONS):
        raise NotAService(f"{raw.name!r} speaks versions {raw.versions}; kgraph speaks {list(VERSIONS)}", address)
    batch = raw.batch_size if raw.batch_size is not None and raw.batch_size > 0 else None
    return ServiceManifest(address, " ".join(raw.name.split()), raw.identifier_space, raw.schema_space, batch)


def form(queries: Sequence[Query]) -> dict[str, str]:
    """The form that asks these queries, numbered in their order."""
    return {"queries": json.dumps({_key(n): _asked(query) for n, query in enumerate(queries)}, ensure_ascii=False)}


def answers(body: bytes, queries: Sequence[Query], address: str) -> list[tuple[Candidate, ...]]:
    """The candidates of each query, best first. Raises BadAnswer where the answer is none to these queries."""
    try:
        raw = msgspec.json.decode(body)
        if isinstance(raw, dict) and raw.get("status") == "error":
            raise BadAnswer(f"reports a failure: {quoted(body)}", address)
        results = msgspec.convert(raw, dict[str, _Result], strict=False)
        return [_candidates(results[_key(n)]) for n in range(len(queries))]
    except _UNREADABLE as error:
        raise BadAnswer(f"does not return a reconciliation result ({error}): {quoted(body)}", address) from None
    except KeyError as error:
        raise BadAnswer(f"does not answer query {error}: {quoted(body)}", address) from None


def quoted(body: bytes) -> str:
    """The beginning of an answer, on one line, for messages."""
    text = " ".join(body[: _SHOWN * 4].decode("utf-8", "replace").split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _key(number: int) -> str:
    return f"q{number}"


def _asked(query: Query) -> Mapping[str, Any]:
    asked: dict[str, Any] = {"query": query.name, "limit": query.limit}
    return {**asked, "type": query.type} if query.type else asked


def _candidates(result: _Result) -> tuple[Candidate, ...]:
    found = (
        Candidate(
            id=raw.id,
            name=raw.name,
            score=raw.score,
            match=raw.match,
            types=tuple(
                ServiceType(kind) if isinstance(kind, str) else ServiceType(kind.id, kind.name) for kind in raw.type or ()
            ),
            description=raw.description or "",
        )
        for raw in result.result
    )
    return tuple(sorted(found, key=lambda candidate: -candidate.score))


class _Manifest(
    msgspec.Struct, rename={"identifier_space": "identifierSpace", "schema_space": "schemaSpace", "batch_size": "batchSize"}
):
    name: str
    identifier_space: str
    schema_space: str = ""
    versions: tuple[str, ...] = ("0.1",)  # which had no such key
    batch_size: int | None = None


class _Type(msgspec.Struct):
    id: str
    name: str = ""


class _Candidate(msgspec.Struct):
    id: str
    name: str = ""
    score: float = 0.0
    match: bool = False
    type: list[_Type | str] | None = None
    description: str | None = None


class _Result(msgspec.Struct):
    result: list[_Candidate]
