"""What has changed since an earlier build, so that a copy of the graph can follow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kgraph.ask.paging import Cursor, Limit, Order
from kgraph.disk import Reader
from kgraph.errors import BadQuestion
from kgraph.index import Change, Index, changed_since
from kgraph.index import changes as known_changes

Kind = Literal["article", "entity", "event"]
How = Literal["added", "changed", "removed"]
_ORDER = Order(("kind", "iri"))
_USUAL = 500


class ChangeQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Since when, and changes of what."""

    since: Annotated[
        str,
        Meta(max_length=200, description="The `graph` of an earlier build; if none is given, the build before the present one."),
    ] = ""
    kind: Annotated[tuple[Kind, ...], Meta(max_length=20, description="Only changes of these.")] = ()
    how: Annotated[tuple[How, ...], Meta(max_length=20, description="Only what came, is described otherwise, or went.")] = ()
    limit: Limit = _USUAL
    cursor: Cursor = ""


class Changed(msgspec.Struct, frozen=True):
    """A node that has changed."""

    kind: Kind
    how: How
    iri: str


class Changes(msgspec.Struct, frozen=True):
    """What has changed from one graph to another."""

    since: str
    graph: Annotated[str, Meta(description="The present graph: what to ask with next time.")]
    items: tuple[Changed, ...]
    total: Annotated[int, Meta(description="How many there are on all pages together.")]
    cursor: Annotated[str, Meta(description='What asks for the next page; "" on the last one.')]


def changes(index: Index, files: Reader, asked: ChangeQuestion) -> Changes:
    """The articles, entities and events that came, went, or are described otherwise than in an earlier build.

    Raises BadQuestion where nobody knows any more what has changed since then.
    """
    change = _since(index, files, asked.since)
    found = sorted(_nodes(change, asked), key=lambda node: (node.kind, node.iri))
    behind = _ORDER.read(asked.cursor) if asked.cursor else ("", "")
    left = [node for node in found if (node.kind, node.iri) > behind]
    shown = left[: asked.limit]
    following = _ORDER.cursor((shown[-1].kind, shown[-1].iri)) if len(left) > asked.limit else ""
    return Changes(change.before, index.graph, tuple(shown), len(found), following)


def _since(index: Index, files: Reader, before: str) -> Change:
    known = known_changes(files)
    if not before:
        return next(
            (one for one in reversed(known) if one.after == index.graph and one.complete), Change(index.graph, index.graph)
        )
    found = changed_since(known, before, index.graph)
    if found is None:
        raise BadQuestion(
            "since", f"what has changed since the graph {before!r} is not known; read the lists again from the beginning"
        )
    return found


def _nodes(change: Change, asked: ChangeQuestion) -> Iterator[Changed]:
    kinds: dict[Kind, object] = {"article": change.articles, "entity": change.entities, "event": change.events}
    hows: tuple[How, ...] = ("added", "changed", "removed")
    for kind, delta in kinds.items():
        for how in hows:
            if (not asked.kind or kind in asked.kind) and (not asked.how or how in asked.how):
                yield from (Changed(kind, how, iri) for iri in getattr(delta, how))
