"""The OpenAPI 3.1 document of the API, made of the declarations of its operations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from kgraph import __version__
from kgraph.serve.operations import OPERATIONS, Operation

PREFIX = "/api/v1"
_SCHEMAS = "#/components/schemas/{name}"
_TAGS = {
    "entities": "Who and what takes part in events.",
    "events": "What happened, is planned, or is said to have happened or not.",
    "articles": "Where it is written.",
    "graph": "What the graph holds.",
}
_TAGGED = {
    "entities": "entities",
    "entity": "entities",
    "articles": "articles",
    "article": "articles",
    "about": "graph",
    "types": "graph",
}
_DESCRIPTION = (
    "Questions about a knowledge graph that kgraph made of news articles. Every event cites the sentences that it is taken from: "
    "the article, the words, and where they stand in its text (offsets count code points). Events of which kgraph is less sure are "
    "left out unless `at_least` asks for them. Lists come in pages: pass the `cursor` of one page to get the next."
)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why there is no answer."""

    error: str
    message: str
    parameter: str = ""


@cache
def document() -> Mapping[str, Any]:
    """The document."""
    answers, schemas = msgspec.json.schema_components(
        [operation.answer for operation in OPERATIONS] + [Problem], ref_template=_SCHEMAS
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kgraph",
            "version": __version__,
            "summary": "Who did what to whom, cited to the character",
            "description": _DESCRIPTION,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": {
            operation.path or "/": {"get": _operation(operation, answer)}
            for operation, answer in zip(OPERATIONS, answers, strict=False)
        },
        "components": {"schemas": schemas, "responses": _problems(answers[-1])},
    }


def _operation(operation: Operation, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    problems = {"400": "Bad", **({"404": "Unknown"} if operation.about or operation.question is not None else {}), "503": "None"}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [_TAGGED.get(operation.name, "events")],
        "parameters": [*_identifier(operation), *_query(operation)],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"ETag": {"description": "Changes with the graph.", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": answer}},
            },
            "304": {"description": "The client has the answer (If-None-Match)."},
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in problems.items()},
        },
    }


def _identifier(operation: Operation) -> list[Mapping[str, Any]]:
    if not operation.about:
        return []
    names = " For an entity, a name also does." if operation.about == "entity" else ""
    text = f"The IRI, percent-encoded, or the part of it after /{operation.about}/.{names}"
    return [{"name": "id", "in": "path", "required": True, "description": text, "schema": {"type": "string"}}]


def _query(operation: Operation) -> list[Mapping[str, Any]]:
    """The parameters; one that may have several values is repeated."""
    required = operation.required()
    return [
        {
            "name": name,
            "in": "query",
            "description": kind.get("description", ""),
            **({"required": True} if name in required else {}),
            "schema": {key: value for key, value in kind.items() if key != "description"},
        }
        for name, kind in operation.parameters().items()
    ]


def _problems(problem: Mapping[str, Any]) -> Mapping[str, Any]:
    told = {
        "Bad": "A parameter is not valid; the message names it and says what is allowed.",
        "Unknown": "There is no such entity, event or article.",
        "None": "There is no finished build, or it has no index.",
    }
    return {name: {"description": text, "content": {"application/json": {"schema": problem}}} for name, text in told.items()}
