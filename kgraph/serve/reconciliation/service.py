"""What the service says of itself, and its answers as the API writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from kgraph import __version__
from kgraph.ask.answers import Entity
from kgraph.ask.candidates import beginning, identified
from kgraph.index import Index
from kgraph.lexicon import entity_types
from kgraph.outgoing import one_line
from kgraph.rdf.iris import KG
from kgraph.serve.reconciliation.properties import PROPERTIES, cells, short
from kgraph.serve.reconciliation.queries import BATCH, Extension, Query
from kgraph.serve.reconciliation.scoring import Scored, answer
from kgraph.serve.snapshot import Snapshot

PATH = "/reconcile"
VERSIONS = ("0.2",)
_WIDTH, _HEIGHT = 430, 300
_SUGGESTED = 10
_DEFAULT_TYPES = ("Person", "Organization", "Place", "Thing")
_SETTING = {
    "name": "limit",
    "type": "number",
    "default": 0,
    "label": "Limit",
    "help_text": "The most values of a row; 0 for all",
}


def manifest(request: Request, snapshot: Snapshot, token: str) -> dict[str, Any]:
    """The service manifest."""
    here = f"{_root(request, snapshot)}{PATH}"
    said: dict[str, Any] = {
        "versions": VERSIONS,
        "name": f"kgraph: {_place(snapshot.base)}",
        "identifierSpace": f"{snapshot.base}entity/",
        "schemaSpace": KG,
        "serviceVersion": __version__,
        "defaultTypes": [_type(name) for name in _DEFAULT_TYPES],
        "view": {"url": f"{here}/view?id={{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {what: {"service_url": here, "service_path": f"/suggest/{what}"} for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [_SETTING],
        },
        "batchSize": BATCH,
    }
    return said | ({"authentication": {"type": "basic"}} if token else {})


def _root(request: Request, snapshot: Snapshot) -> str:
    """The beginning of the server's addresses: that of the graph's base where a request came for the base's host, by way of a proxy."""
    base = urlsplit(snapshot.base)
    scheme = base.scheme if base.netloc == request.url.netloc else request.url.scheme
    return f"{scheme}://{request.url.netloc}"


def _place(base: str) -> str:
    return base.partition("://")[2].rstrip("/") or base


def results(queries: dict[str, Query], index: Index) -> dict[str, Any]:
    """The candidates of each query of a batch, by its id."""
    return {key: {"result": [_candidate(one, index) for one in answer(query, index)]} for key, query in queries.items()}


def _candidate(one: Scored, index: Index) -> dict[str, Any]:
    entity = one.entity
    return {
        **_named(entity, index),
        "type": [_type(entity.type)],
        "score": one.score,
        "match": one.match,
        "features": [{"id": name, "value": round(value, 2)} for name, value in one.features.items()],
    }


def _named(entity: Entity, index: Index) -> dict[str, Any]:
    return {"id": short(entity.iri, index.base), "name": one_line(entity.name), "description": describing(entity)}


def describing(entity: Entity) -> str:
    """What tells an entity from its namesakes, in one line."""
    said = [*entity.titles[:2], entity.country, f"{entity.mentions:,} mentions", f"{entity.events:,} events"]
    return " · ".join(one_line(part) for part in said if part)


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": type_name(name)}


def type_name(name: str) -> str:
    """A type in words: "named event"."""
    return "".join(f" {letter.lower()}" if letter.isupper() and place else letter for place, letter in enumerate(name))


def suggested_entities(prefix: str, skipped: int, index: Index) -> dict[str, Any]:
    """Entities that a beginning or an identifier may mean."""
    known = identified(index, [prefix.strip()]) if not skipped else ()
    found = dict.fromkeys((*known, *beginning(index, prefix.strip(), skipped, _SUGGESTED))) if prefix.strip() else {}
    return {"result": [{**_named(entity, index), "notable": [_type(entity.type)]} for entity in found][:_SUGGESTED]}


def suggested_types(prefix: str, skipped: int) -> dict[str, Any]:
    """Entity types of which the id, or a word of the name, begins so."""
    found = [
        {**_type(name), "description": kind.definition}
        for name, kind in entity_types().items()
        if _begins((name, type_name(name)), prefix)
    ]
    return {"result": found[skipped : skipped + _SUGGESTED]}


def suggested_properties(prefix: str, skipped: int) -> dict[str, Any]:
    """Properties by which candidates can be told apart."""
    found = [
        {"id": one.id, "name": one.name, "description": one.meaning}
        for one in PROPERTIES.values()
        if one.is_compared and _begins((one.id, one.name), prefix)
    ]
    return {"result": found[skipped : skipped + _SUGGESTED]}


def _begins(names: Iterable[str], prefix: str) -> bool:
    wanted = prefix.strip().lower()
    return any(word.startswith(wanted) for name in names for word in (name.lower(), *name.lower().split()))


def proposed(kind: str, limit: int | None) -> dict[str, Any]:
    """The properties that can be fetched for entities of a type."""
    found = [{"id": one.id, "name": one.name} for one in PROPERTIES.values() if one.id not in ("name", "type")]
    told: dict[str, Any] = {"properties": found[:limit]}
    return told | ({"type": kind} if kind else {}) | ({"limit": limit} if limit else {})


def extended(asked: Extension, index: Index) -> dict[str, Any]:
    """The values of properties of entities; an entity that is not there has none."""
    found = {short(entity.iri, index.base): entity for entity in identified(index, asked.ids)}
    rows = {}
    for given in asked.ids:
        entity = found.get(short(given, index.base))
        rows[given] = {
            wanted.id: cells(entity, wanted.id, index)[: wanted.limit] if entity is not None else []
            for wanted in asked.properties
        }
    return {"meta": [_meta(wanted.id) for wanted in asked.properties], "rows": rows}


def _meta(name: str) -> dict[str, Any]:
    known = PROPERTIES.get(name)
    return {"id": name, "name": known.name if known is not None else name}


def previewed(found: Sequence[Entity]) -> dict[str, Any] | None:
    """What a preview shows of an entity; None where there is none."""
    if not found:
        return None
    entity = found[0]
    aliases = [one_line(name) for name in entity.names if name != entity.name]
    return {"name": one_line(entity.name), "type": type_name(entity.type), "aliases": aliases, "says": describing(entity)}
