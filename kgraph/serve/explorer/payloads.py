"""What the page gets: parts of the graph in the form in which a file has all of it, with the counts of the whole graph.

Whatever the size of the graph, a part has about as many events, and as many actors stand in its network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from kgraph.ask.columns import ORIENTATIONS
from kgraph.ask.part import part_of
from kgraph.ask.shown import Key, Left, Shown
from kgraph.explore.data import data
from kgraph.explore.network import network
from kgraph.rdf.view import View
from kgraph.serve.explorer.asked import Chosen
from kgraph.serve.explorer.choices import wanted_for
from kgraph.serve.explorer.loaded import Loaded

Payload = dict[str, Any]
_ACTORS, _CELLS, _LINES = 100, 40, 400
"""How many actors have a place in the network and a row in the matrix, and how many lines are sure to have an event."""
_REPORTED, _PLACES, _UNPLACED = 12, 300, 60
_SAME = ("version", "types", "kinds", "targets", "usual", "large", "world")
"""What every part of a build would say again."""
_DETAILS = ("actors", "events", "articles", "nodes", "edges", "lines", "counts", "near")


def first(loaded: Loaded) -> Payload:
    """What the page opens with: all of a small graph."""
    return _whole(loaded) if loaded.is_small else _events(loaded, loaded.usual)


def events(loaded: Loaded, left: Left) -> Payload:
    """The events that matter most of those that pass, and the counts of all."""
    return {name: value for name, value in _events(loaded, left).items() if name not in _SAME}


def details(loaded: Loaded, left: Left, chosen: Chosen) -> Payload:
    """What belongs to what is chosen: events, actors and texts that the page may not have yet."""
    shown = Shown(loaded.numbers, left)
    wanted = wanted_for(loaded, shown, chosen)
    texts = [int(loaded.numbers.article[at]) for at in wanted.texts]
    view = part_of(loaded.index, loaded.event_numbers(wanted.events), actors=loaded.entity_numbers(wanted.actors), texts=texts)
    read = {source.iri for source in view.sources.values() if source.text}
    iris = loaded.iris(at for group in wanted.near.values() for at, _ in group)
    made = {
        **_keyed(data(view, network(view, 0), loaded.totals, read), view),
        "counts": wanted.counts,
        "near": {iri: [(iris[at], number) for at, number in group] for iri, group in wanted.near.items()},
        "lines": {} if loaded.is_small else _lines(loaded, shown, view),
    }
    return {name: made[name] for name in _DETAILS}


def _whole(loaded: Loaded) -> Payload:
    """All of a graph, in the order in which a file has it."""
    numbers = loaded.numbers
    view = _sorted(
        part_of(
            loaded.index,
            loaded.event_numbers(range(len(numbers.event))),
            actors=loaded.entity_numbers(np.flatnonzero(numbers.named)),
            articles=[int(number) for number in numbers.article],
        )
    )
    return _keyed(data(view, network(view), loaded.totals, ()), view)


def _sorted(view: View) -> View:
    return replace(
        view,
        actors=dict(sorted(view.actors.items())),
        happenings=dict(sorted(view.happenings.items())),
        sources=dict(sorted(view.sources.items())),
    )


def _events(loaded: Loaded, left: Left) -> Payload:
    shown = Shown(loaded.numbers, left)
    lines = shown.strongest(shown.main_actors(_ACTORS), _LINES)
    places = list(shown.places())
    placed = [one for one in places if loaded.located[one[0]]][:_PLACES]
    unplaced = [at for at, _, _ in places if loaded.numbers.named[at] and not loaded.located[at]]
    ends = dict.fromkeys(at for one, other, _ in lines for at in (one, other))
    view = part_of(
        loaded.index,
        loaded.event_numbers(
            [*shown.events[: loaded.most], *shown.most_reported(_REPORTED), *(first for _, first in lines.values())]
        ),
        actors=loaded.entity_numbers([*ends, *(at for at, _, _ in placed), *unplaced[:_UNPLACED]]),
    )
    iris = loaded.iris([*ends, *(at for at, _, _ in placed), *unplaced[:_UNPLACED]])
    drawn = network(view, _ACTORS, {_tie(key, iris): number for key, (number, _) in lines.items()})
    return {
        **_keyed(data(view, drawn, loaded.totals, ()), view),
        "sure": loaded.usual.sure,
        "facets": {**shown.facets([loaded.article_at[iri] for iri in view.sources]), "unplaced": len(unplaced)},
        "lines": _lines(loaded, shown, view),
        "cells": _cells(loaded, shown, [str(node["iri"]) for node in drawn[0].nodes[:_CELLS]]),
        "places": {iris[at]: {"all": number, "there": there} for at, number, there in placed},
        "unplaced": [iris[at] for at in unplaced[:_UNPLACED]],
    }


def _tie(key: Key, iris: Mapping[int, str]) -> tuple[str, str, str]:
    first, second = sorted((iris[key[0]], iris[key[1]]))
    return first, second, ORIENTATIONS[key[2]]


def _lines(loaded: Loaded, shown: Shown, view: View) -> dict[str, object]:
    """What there is on each line that an event of the view is on, by the page's name of it."""
    ties = {(*sorted(pair), event.orientation) for event in view.happenings.values() for pair in event.dyads()}
    places = {iri: at for at, iri in _places(loaded, view).items()}
    keys = {f"{side}:{one}<>{other}": _key(places[one], places[other], side) for one, other, side in sorted(ties)}
    iris = {at: iri for iri, at in places.items()}
    found = zip(keys, shown.lines(list(keys.values())), strict=True)
    return {
        name: {"all": line.all, "real": line.real, "acting": [iris[at] for at in line.acting]} for name, line in found if line.all
    }


def _key(one: int, other: int, side: str) -> Key:
    return min(one, other), max(one, other), ORIENTATIONS.index(side)


def _places(loaded: Loaded, view: View) -> dict[int, str]:
    """The IRIs of a view's actors by their places."""
    asked = msgspec.json.encode(list(view.actors)).decode()
    rows = loaded.index.rows("SELECT n, iri FROM json_each(?) AS asked JOIN entity ON iri = asked.value", (asked,))
    return {loaded.numbers.entity_at(row["n"]): row["iri"] for row in rows}


def _cells(loaded: Loaded, shown: Shown, nodes: Sequence[str]) -> dict[str, list[int]]:
    places = {at: iri for iri in nodes if (at := loaded.entity(iri)) is not None}
    return {f"{places[one]}>{places[other]}": cell for (one, other), cell in shown.cells(list(places)).items()}


def _keyed(made: Payload, view: View) -> Payload:
    """The data with the IRIs of articles, by which a page that does not have all of them names them."""
    articles = [{**article, "key": iri} for iri, article in zip(view.sources, made["articles"], strict=True)]
    return {**made, "articles": articles}
