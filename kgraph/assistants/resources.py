"""The nodes of the graph as resources: each has its IRI as URI, and answers as JSON with its citations. The ontology is one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

import msgspec
from mcp_types import (
    ListResourcesResult,
    ListResourceTemplatesResult,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from kgraph.ask.articles import article
from kgraph.ask.entities import EntityQuestion, entities, entity
from kgraph.ask.events import event
from kgraph.errors import BadQuestion
from kgraph.index import Index
from kgraph.outgoing import one_line
from kgraph.rdf.iris import PREFIXES

ONTOLOGY = PREFIXES["kg"].rstrip("#/")
"""The URI of the ontology."""
_PAGE = 50
_JSON, _TURTLE = "application/json", "text/turtle"
_KINDS: Mapping[str, tuple[str, Callable[[Index, str], msgspec.Struct]]] = {
    "entity": ("An entity: its names, identifiers and first events, each with a citation", entity),
    "event": ("An event: who, what, when, and each report with the sentence and its offsets", event),
    "article": ("An article: what it reports, and whom it mentions where", article),
}


def listed(index: Index, cursor: str) -> ListResourcesResult:
    """A page of resources: the ontology, then the entities, those in most events first."""
    page = entities(index, EntityQuestion(order="events", limit=_PAGE, cursor=cursor))
    found = [
        Resource(uri=one.iri, name=one_line(one.name), description=f"{one.type}, in {one.events} events", mime_type=_JSON)
        for one in page.items
    ]
    return ListResourcesResult(resources=[*([] if cursor else [_ontology()]), *found], next_cursor=page.cursor or None)


def templates(base: str) -> ListResourceTemplatesResult:
    """The URIs of all nodes."""
    made = [
        ResourceTemplate(name=kind, uri_template=f"{base}{kind}/{{+id}}", description=said, mime_type=_JSON)
        for kind, (said, _) in _KINDS.items()
    ]
    return ListResourceTemplatesResult(resource_templates=made)


def read(index: Callable[[], Index], base: str, uri: str) -> ReadResourceResult:
    """A resource. Raises KGraphError where there is none of this URI."""
    if uri.rstrip("#/") == ONTOLOGY:
        return _contents(uri, _TURTLE, (files("kgraph") / "data" / "ontology.ttl").read_text("utf-8"))
    kind = uri.removeprefix(base).partition("/")[0] if uri.startswith(base) else ""
    if kind not in _KINDS:
        raise BadQuestion(
            "uri", f"{uri!r} is not a resource of this graph; its nodes begin with {base} and entity/, event/ or article/"
        )
    return _contents(uri, _JSON, msgspec.json.encode(_KINDS[kind][1](index(), uri)).decode())


def _ontology() -> Resource:
    said = "The types and properties of the graph, for queries in SPARQL"
    return Resource(uri=ONTOLOGY, name="ontology", description=said, mime_type=_TURTLE)


def _contents(uri: str, media: str, text: str) -> ReadResourceResult:
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=media, text=text)])
