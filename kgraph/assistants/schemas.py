"""JSON Schema of questions and answers, as MCP wants it: an object at the root, with what it refers to below."""

from __future__ import annotations

from typing import Any

import msgspec

_DEFINED = "#/$defs/{name}"


def schema_of(kind: Any) -> dict[str, Any]:
    """The schema of a type that is an object in JSON."""
    (root,), defined = msgspec.json.schema_components([kind], ref_template=_DEFINED)
    name = root["$ref"].removeprefix(_DEFINED.format(name=""))
    if _refers(list(defined.values()), name):
        return {"type": "object", **root, "$defs": defined}
    schema: dict[str, Any] = dict(defined.pop(name))
    return {**schema, "$defs": defined} if defined else schema


def input_schema(kind: Any) -> dict[str, Any]:
    """The schema of a question, without what the description of its tool says already."""
    return {name: value for name, value in schema_of(kind).items() if name not in ("title", "description")}


def _refers(schema: object, name: str) -> bool:
    """Whether a part of a schema refers to a definition, so that it has to stay one."""
    if isinstance(schema, dict):
        return schema.get("$ref") == _DEFINED.format(name=name) or any(_refers(part, name) for part in schema.values())
    return isinstance(schema, list) and any(_refers(part, name) for part in schema)
