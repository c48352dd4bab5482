"""What the API answers: each operation is a question of kgraph.ask. Its parameters, their checks and its documentation are one declaration.

The fields of a question's type are the parameters. What their types say is what is checked, and what the OpenAPI document says of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import getdoc, signature
from typing import Any, get_type_hints

import msgspec

from kgraph import ask
from kgraph.ask.names import refuse_unknown
from kgraph.errors import BadQuestion, clipped
from kgraph.serve.snapshot import Snapshot

_WHERE = re.compile(r"\$\.(\w+)|field `(\w+)`")
Given = Mapping[str, "list[str]"]
"""What a query string gives, by the names of its parameters."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A path below the API's address, and the question that it asks; ``{id}`` in the path is what the question is about."""

    path: str
    ask: Callable[..., msgspec.Struct]

    @property
    def name(self) -> str:
        """What clients call it."""
        return self.ask.__name__

    @property
    def summary(self) -> str:
        """What it answers, in a sentence or two; what it raises is no business of a client's."""
        return re.sub(r"\s*Raises .*", "", " ".join((getdoc(self.ask) or "").split()))

    @property
    def about(self) -> str:
        """What the ``{id}`` of the path names, "" where it has none."""
        return self.name if "{id}" in self.path else ""

    @property
    def question(self) -> type[msgspec.Struct] | None:
        """The type whose fields are the parameters."""
        kind: type[msgspec.Struct] | None = _hints(self.ask).get("asked")
        return kind

    @property
    def answer(self) -> Any:
        """The type of the answer."""
        return _hints(self.ask)["return"]

    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The parameters by their names, each as a JSON schema."""
        return _parameters(self.question) if self.question is not None else {}

    def required(self) -> frozenset[str]:
        """The names of the parameters that must be given."""
        return _required(self.question) if self.question is not None else frozenset()

    def run(self, snapshot: Snapshot, identifier: str, given: Given) -> msgspec.Struct:
        """The answer. Raises BadQuestion on a parameter that is not valid, and what the question raises."""
        asked = () if self.question is None else (read(self.question, given),)
        if self.question is None:
            refuse_unknown(given, ())
        files = (snapshot.reader,) if "files" in _hints(self.ask) else ()
        return self.ask(snapshot.index, *files, *((identifier,) if self.about else ()), *asked)


OPERATIONS = (
    Operation("", ask.about),
    Operation("/search", ask.search),
    Operation("/entities", ask.entities),
    Operation("/entities/{id}", ask.entity),
    Operation("/events", ask.events),
    Operation("/events/{id}", ask.event),
    Operation("/statements", ask.statements),
    Operation("/disagreements", ask.disagreements),
    Operation("/timeline", ask.timeline),
    Operation("/path", ask.path),
    Operation("/dyads", ask.dyads),
    Operation("/articles", ask.articles),
    Operation("/articles/{id}", ask.article),
    Operation("/facets", ask.facets),
    Operation("/changes", ask.changes),
    Operation("/types", ask.types),
)


@cache
def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    names = signature(function).parameters
    return {name: hint for name, hint in get_type_hints(function).items() if name in names or name == "return"}


@cache
def _schema(question: type[msgspec.Struct]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = msgspec.json.schema(question)["$defs"][question.__name__]
    return found


@cache
def _parameters(question: type[msgspec.Struct]) -> Mapping[str, Mapping[str, Any]]:
    return {name: _plain(kind) for name, kind in _schema(question)["properties"].items()}


def _plain(kind: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema without the null that stands for what is not given."""
    options = [option for option in kind.get("anyOf", ()) if option.get("type") != "null"]
    if not options:
        return kind
    return {**options[0], **{name: value for name, value in kind.items() if name not in ("anyOf", "default")}}


@cache
def _required(question: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(_schema(question).get("required", ()))


def read(question: type[msgspec.Struct], given: Given) -> msgspec.Struct:
    """A question with the parameters that are given; what is given empty counts as not given. Raises BadQuestion."""
    parameters = _parameters(question)
    refuse_unknown(given, parameters)
    values = {name: _value(name, texts, parameters[name]) for name, texts in given.items() if any(texts)}
    try:
        return msgspec.convert(values, question, strict=False)
    except msgspec.ValidationError as error:
        found = _WHERE.search(str(error))
        name = (found[1] or found[2]) if found else ""
        raise _bad(name, values.get(name), parameters) from None


def _value(name: str, texts: list[str], kind: Mapping[str, Any]) -> str | list[str]:
    told = [text for text in texts if text]
    if kind.get("type") == "array":
        return told
    if len(told) > 1:
        raise BadQuestion(name, f"is given {len(told)} times, and can have one value")
    return told[0]


def _bad(name: str, value: object, parameters: Mapping[str, Mapping[str, Any]]) -> BadQuestion:
    kind = parameters.get(name, {})
    if value is None:
        return BadQuestion(name, f"must be given: {kind.get('description', '')}")
    shown = ", ".join(value) if isinstance(value, list) else str(value)
    return BadQuestion(name, f"{clipped(shown)!r} is not allowed; it must be {allowed(kind)}")


def allowed(kind: Mapping[str, Any]) -> str:
    """What a schema allows, in words."""
    if kind.get("type") == "array":
        most = f", at most {kind['maxItems']} of them" if "maxItems" in kind else ""
        return f"{allowed(kind.get('items', {}))}{most}"
    if "enum" in kind:
        return "one of " + ", ".join(option or '""' for option in kind["enum"])
    if "pattern" in kind:
        return "a day as 2024-03-12, a month as 2024-03, or a year"
    if kind.get("type") == "boolean":
        return "true or false"
    return _size(kind)


def _size(kind: Mapping[str, Any]) -> str:
    if kind.get("type") in ("number", "integer"):
        what = "a whole number" if kind["type"] == "integer" else "a number"
        return f"{what} from {kind['minimum']:g} to {kind['maximum']:g}"
    return f"a text of at most {kind['maxLength']} characters" if "maxLength" in kind else "a text"
