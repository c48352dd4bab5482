"""What belongs to what a reader has chosen: events to load, and how many there are of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from kgraph.ask.columns import ORIENTATIONS, Numbers
from kgraph.ask.shown import Shown
from kgraph.serve.explorer.asked import Chosen
from kgraph.serve.explorer.loaded import Loaded

_OF_ONE, _NEAR, _RING, _STEP, _OF_ARTICLE = 200, 10, 24, 20, 500
"""How many events of an actor, a line or a pair are loaded; of how many neighbours; of each step of a path; of an article."""
_PAIR = re.compile(r"pair:([^<>]+)(<?>)([^<>]+)")
_EDGE = re.compile(r"edge:([a-z]+):([^<>]+)<>([^<>]+)")


@dataclass(slots=True)
class Wanted:
    """Places of events, actors and articles; ``counts`` are those of all events by what selects them."""

    events: list[int] = field(default_factory=list)
    actors: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    near: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def wanted_for(loaded: Loaded, shown: Shown, chosen: Chosen) -> Wanted:
    """All that belongs to what is chosen. The page knows what a small graph has, but for the texts."""
    wanted = Wanted()
    if not loaded.is_small:
        for add in (_actor, _pair, _edge, _event):
            add(wanted, loaded, shown, chosen)
    article = loaded.article(chosen.read)
    if article is not None:
        wanted.texts.append(article)
        wanted.events += _first(shown.of_article(article), _OF_ARTICLE)
    return wanted


def _actor(wanted: Wanted, loaded: Loaded, shown: Shown, chosen: Chosen) -> None:
    actor = loaded.entity(chosen.select)
    if actor is None:
        return
    events, near = shown.of_actor(actor), shown.nearest(actor, _NEAR)
    wanted.counts[chosen.select], wanted.near[chosen.select] = len(events), near
    wanted.actors += [actor, *(at for at, _ in near)]
    wanted.events += _first(events, _OF_ONE)
    wanted.events += [event for _, event in shown.lines_of(actor, _RING * len(ORIENTATIONS)).values()]
    other = loaded.entity(chosen.path)
    if other is not None and other != actor:
        wanted.actors.append(other)
        for one, following in pairwise(shown.way(actor, other)):
            wanted.events += _first(shown.between(one, following), _STEP)


def _pair(wanted: Wanted, loaded: Loaded, shown: Shown, chosen: Chosen) -> None:
    """All from one actor to another, with how many there are the other way round; or between the two."""
    found = _PAIR.fullmatch(chosen.select)
    ends = [loaded.entity(found[at]) for at in (1, 3)] if found else []
    if not found or None in ends:
        return
    one, other = (end for end in ends if end is not None)
    if found[2] == ">":
        events = shown.from_to(one, other)
        wanted.counts[f"pair:{found[3]}>{found[1]}"] = len(shown.from_to(other, one))
    else:
        events = shown.between(one, other)
    wanted.counts[chosen.select] = len(events)
    wanted.actors += [one, other]
    wanted.events += [*_first(events, _OF_ONE), *_first(shown.between(one, other), 1)]


def _edge(wanted: Wanted, loaded: Loaded, shown: Shown, chosen: Chosen) -> None:
    found = _EDGE.fullmatch(chosen.select)
    ends = [loaded.entity(found[at]) for at in (2, 3)] if found and found[1] in ORIENTATIONS else []
    if not found or not ends or None in ends:
        return
    one, other = (end for end in ends if end is not None)
    events = shown.between(one, other, ORIENTATIONS.index(found[1]))
    wanted.counts[chosen.select] = len(events)
    wanted.actors += [one, other]
    wanted.events += _first(events, _OF_ONE)


def _event(wanted: Wanted, loaded: Loaded, _: Shown, chosen: Chosen) -> None:
    event = loaded.event(chosen.select)
    if event is not None:
        wanted.events += [event, *loaded.kin(event)]


def _first(events: Numbers, most: int) -> list[int]:
    return [int(event) for event in events[:most]]
