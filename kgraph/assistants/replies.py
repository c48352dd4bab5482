"""What goes back to a client: an answer as text and as structure, or a sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from mcp_types import CallToolResult, TextContent

from kgraph.errors import KGraphError, UnknownArticle, UnknownEntity, UnknownEvent
from kgraph.outgoing import one_line

_LONGEST = 400
_HINTS: Mapping[type[KGraphError], str] = {
    UnknownEntity: "find_entities finds entities by the beginning of a name",
    UnknownEvent: "list_events and who_says_what give the IRIs of events",
    UnknownArticle: "quote_event gives the IRIs of articles",
}


def reply(text: str, encoded: bytes) -> CallToolResult:
    """An answer as text and as the structure that its schema describes."""
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=msgspec.json.decode(encoded))


def failed(message: str) -> CallToolResult:
    """An answer that says why there is none."""
    return CallToolResult(content=[TextContent(type="text", text=message)], is_error=True)


def sentence(error: KGraphError) -> str:
    """What an assistant is told of an error: without files of this machine, and with tools in the place of addresses."""
    message = str(error).removeprefix(f"{error.where}: ") if error.where else str(error)
    known = message.partition("; /")[0].partition("? /")[0]
    hint = _HINTS.get(type(error), "")
    return f"{known}; {hint}" if hint else _shortened(known)


def _shortened(message: str) -> str:
    """A message that is not too long: a parser may list all letters that it could have gone on with."""
    line = one_line(message)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} ..."


def invalid(error: msgspec.ValidationError) -> str:
    """What an assistant is told of an argument that is not valid."""
    said, _, where = str(error).partition(" - at `$.")
    return f"{where.rstrip('`')}: {said}" if where else said
