"""What one graph says otherwise than another, node by node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from pyoxigraph import NamedNode

from kgraph.build.state import State
from kgraph.index.changes import Change, Delta
from kgraph.model import Entity, Event, Resolution
from kgraph.rdf.iris import Iris

_Resolved = TypeVar("_Resolved", Entity, Event)


def unknown_change(last: State | None, now: State) -> Change:
    """The change to a graph that cannot be compared with the last one."""
    return Change(last.graph if last is not None else "", now.graph, complete=False)


def change(last: tuple[State, Resolution], now: tuple[State, Resolution]) -> Change:
    """What made one graph of another; both have the same base, and each is a state and what was resolved for it."""
    names = Iris(now[0].base)
    (before, were), (after, are) = last, now
    return Change(
        before.graph,
        after.graph,
        _articles(before, after, names),
        _delta(were.entities, are.entities, names.entity),
        _delta(were.events, are.events, names.event),
    )


def _articles(before: State, after: State, names: Iris) -> Delta:
    was, now = ({names.article(*one).value for one in state.articles.values()} for state in (before, after))
    return Delta(added=tuple(sorted(now - was)), removed=tuple(sorted(was - now)))


def _delta(before: Iterable[_Resolved], after: Iterable[_Resolved], node: Callable[[str], NamedNode]) -> Delta:
    was, now = ({item.id: item for item in items} for items in (before, after))
    changed = (one for one in was.keys() & now.keys() if was[one] is not now[one] and was[one] != now[one])
    return Delta(
        *(tuple(sorted(node(one).value for one in ids)) for ids in (now.keys() - was.keys(), changed, was.keys() - now.keys()))
    )
