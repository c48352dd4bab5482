"""The page about the API: every operation with its parameters, a form to ask it, and links that ask it of this graph.

It is made of the same declarations as the OpenAPI document. It has no scripts, and looks like the pages of the graph's addresses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from kgraph import ask
from kgraph.index import Index
from kgraph.serve.openapi import PREFIX, document
from kgraph.serve.operations import OPERATIONS, Operation, allowed
from kgraph.serve.pages import page

_LEAST, _SHOWN = 2, 3  # actors that an example needs, and events of which examples are made


class _Example(NamedTuple):
    """A link that asks the API, and what it is called."""

    words: str
    address: str


def api_page(index: Index | None) -> bytes:
    """The HTML of the page."""
    return page(
        "api.html",
        {
            "prefix": PREFIX,
            "root": "/",
            "description": document()["info"]["description"].replace("`", ""),
            "operations": list(_operations(_examples(index) if index is not None else {})),
        },
    )


def _operations(examples: Mapping[str, list[_Example]]) -> Iterator[Mapping[str, Any]]:
    for operation in OPERATIONS:
        yield {
            "name": operation.name,
            "path": operation.path,
            "summary": operation.summary,
            "action": "" if operation.about else PREFIX + operation.path,
            "parameters": list(_parameters(operation)),
            "examples": examples.get(operation.name, []),
        }


def _parameters(operation: Operation) -> Iterator[Mapping[str, Any]]:
    required = operation.required()
    for name, kind in operation.parameters().items():
        item = kind.get("items", kind)
        yield {
            "name": name,
            "required": name in required,
            "many": kind.get("type") == "array",
            "options": ["true", "false"] if item.get("type") == "boolean" else [one for one in item.get("enum", ()) if one],
            "usual": _usual(kind.get("default")),
            "allowed": allowed(item)[:1].upper() + allowed(item)[1:],
            "description": kind.get("description", ""),
        }


def _usual(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(json.dumps(value)).strip('"')


def _examples(index: Index) -> Mapping[str, list[_Example]]:
    """Questions about this graph that have answers."""
    actors = ask.entities(index, ask.EntityQuestion(named=True, limit=_LEAST)).items
    events = ask.events(index, ask.EventQuestion(limit=_SHOWN)).items
    found = {"about": [_example("this graph", "")], "types": [_example("all types", "/types")], **_lists()}
    if len(actors) == _LEAST:
        found |= _of_actors(*actors)
    if events and events[0].citation is not None:
        found["event"] = [_one(event.label, "/events/", event.iri) for event in events]
        article = events[0].citation.article
        found["article"] = [_one(article.headline or article.iri, "/articles/", article.iri)]
    return found


def _lists() -> dict[str, list[_Example]]:
    return {
        "entities": [_example("people", "/entities", type="Person"), _example("places", "/entities", type="Place")],
        "events": [_example("most reported", "/events"), _example("planned", "/events", factuality="planned", order="newest")],
        "statements": [_example("newest", "/statements"), _example("denials", "/statements", stance="denies")],
        "disagreements": [_example(f"on {one}", "/disagreements", on=one) for one in ("whether", "figures", "days")],
        "dyads": [_example("most events", "/dyads")],
        "articles": [_example("newest", "/articles")],
        "facets": [_example("actors", "/facets", by="actor"), _example("months", "/facets", by="month")],
    }


def _of_actors(first: ask.Entity, second: ask.Entity) -> dict[str, list[_Example]]:
    both = {"from": first.iri, "to": second.iri}
    between = {"of": first.iri, "with": second.iri}
    return {
        "search": [_example(first.name, "/search", words=first.name)],
        "entity": [_one(first.name, "/entities/", first.iri)],
        "timeline": [
            _example(first.name, "/timeline", of=first.iri),
            _example(f"{first.name} and {second.name}", "/timeline", **between),
        ],
        "path": [_example(f"from {first.name} to {second.name}", "/path", **both)],
    }


def _example(called: str, path: str, **parameters: str) -> _Example:
    return _Example(called, f"{PREFIX}{path}{'?' if parameters else ''}{urlencode(parameters)}")


def _one(words: str, path: str, iri: str) -> _Example:
    return _Example(words, f"{PREFIX}{path}{quote(iri, safe='')}")
