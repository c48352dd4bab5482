"""What clients of the Reconciliation Service API 0.2 send, read strictly enough that a mistake is told and not guessed around."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kgraph.serve.asked import whole_number
from kgraph.serve.guard import Refused

_MOST = 100_000
BATCH = 50
"""How many queries one request may have."""
MOST = 100
"""The largest limit of a query; a larger one counts as this."""
USUAL = 10
_LONGEST = 500  # characters of a name that are looked at


class Property(msgspec.Struct, frozen=True):
    """What a candidate's property should be: one of these values."""

    pid: str
    v: Any

    @property
    def values(self) -> tuple[str, ...]:
        """The values as text."""
        return tuple(_text(one) for one in (self.v if isinstance(self.v, list) else [self.v]))


class Query(msgspec.Struct, frozen=True):
    """A name with what else is known of its bearer."""

    query: str = ""
    type: str | list[str] | None = None
    limit: int | float | None = None
    properties: tuple[Property, ...] = ()
    type_strict: Literal["any", "all", "should"] = "any"

    @property
    def name(self) -> str:
        """The name in one line."""
        return " ".join(self.query[:_LONGEST].split())

    @property
    def types(self) -> tuple[str, ...]:
        """The types that are asked for."""
        given = [self.type] if isinstance(self.type, str) else self.type or []
        return tuple(one.rpartition("#")[2] for one in given if one)

    @property
    def most(self) -> int:
        """How many candidates are wanted."""
        return USUAL if self.limit is None else min(int(self.limit), MOST)


class Wanted(msgspec.Struct, frozen=True):
    """A property to be fetched, with its settings."""

    id: str
    settings: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def limit(self) -> int | None:
        """How many values are wanted; None for all."""
        return whole_number(str(self.settings.get("limit", "")).partition(".")[0], _MOST) or None


class Extension(msgspec.Struct, frozen=True):
    """Which properties of which entities are to be fetched."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


def batch(text: str) -> dict[str, Query]:
    """The queries of a request by their ids. Raises Refused, with the id of the query that is wrong."""
    found = _decoded(text, dict[str, dict[str, Any]], "queries")
    if len(found) > BATCH:
        raise Refused(413, "too-many-queries", f"a request may have {BATCH} queries, and this one has {len(found)}")
    return {key: _query(key, raw) for key, raw in found.items()}


def extension(text: str) -> Extension:
    """What a data extension asks for. Raises Refused."""
    found: Extension = _decoded(text, Extension, "extend")
    return found


def _query(key: str, raw: dict[str, Any]) -> Query:
    if "query" not in raw and not raw.get("properties"):
        raise _bad(f"queries: {key!r} has neither a query nor properties")
    try:
        query = msgspec.convert(raw, Query)
    except msgspec.ValidationError as error:
        raise _bad(f"queries: {key!r}: {error}") from None
    if query.limit is not None and query.limit < 1:
        raise _bad(f"queries: {key!r}: the limit must be at least 1")
    return query


def _decoded(text: str, kind: type[Any], name: str) -> Any:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise _bad(f"{name}: {error}") from None


def _bad(message: str) -> Refused:
    return Refused(400, "bad-parameter", message)


def _text(value: object) -> str:
    """A value as text: the id of an entity, true and false as JSON has them."""
    if isinstance(value, dict):
        return str(value.get("id", ""))
    return str(value).lower() if isinstance(value, bool) else str(value)
