"""The network that the page shows: actors as nodes, what passed between them as edges, with positions computed beforehand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pyvis.network import Network

from kgraph.explore.layout import TIERS, Mark, Tier, tiers
from kgraph.lexicon import entity_types, first_above
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.outgoing import one_line
from kgraph.rdf.view import View

# Shapes tell the kinds apart where colours cannot.
SHAPES = {"Person": "dot", "Organization": "square", "Place": "diamond", "Group": "triangle", "NamedEvent": "star"}
SHAPE = "dot"  # of all others
MOST = 5000
"""How many actors are laid out; the page finds the others by search."""
_LINE, _LONGEST = 16, 30
"""Letters of a label's line, and of a label."""


Ties = Mapping[tuple[str, str, str], list[str]]
"""The events of each two actors (in the order of their IRIs) and orientation."""
Counts = Mapping[tuple[str, str, str], int]
"""How many events they have."""


def network(view: View, placed: int = MOST, counted: Counts | None = None) -> tuple[Network, tuple[Tier, ...]]:
    """A pyvis network and its layouts, in which at most ``placed`` actors have places.

    Where the view is a part of a graph, ``counted`` are the counts of the whole graph between the actors who come first.

    Node ids are the actors' places in the order of their importance; a node's ``places`` are those in the layouts that show it, from
    the smallest on. There is one edge for each two actors and orientation, whoever acts on whom; its ``events`` are IRIs. The actors of
    events that are shown by default come before those who have a part only in less certain ones.
    """
    ties = _main_ties(view)
    counts = {**_counts(ties), **(counted or {})}
    sure = _counts(_main_ties(view.at_least(SHOWN_CONFIDENCE))) if counted is None else counted
    strength = _strength(counts)
    ranked = list(dict.fromkeys([*_in_order(sure, view), *_in_order(counts, view)]))[:MOST]
    rank = {iri: number for number, iri in enumerate(ranked)}
    kept = {key: events for key, events in ties.items() if key[0] in rank and key[1] in rank}
    most = max(strength.values(), default=1)
    marks = [
        Mark(label(view.actors[iri].name), round(8 + 15 * (strength[iri] / most) ** 0.5, 1), 15 if number < 8 else 13)
        for number, iri in enumerate(ranked)
    ]
    layouts = tiers(marks[:placed], _weights(counts, rank))
    shown = Network(directed=True)
    # Filled directly: add_node and add_edge look through all that is there each time (6 times slower at 5,000 nodes).
    shown.nodes = [_node(number, iri, marks[number], layouts, view) for number, iri in enumerate(ranked)]
    shown.edges = [_edge(number, key, kept[key], rank) for number, key in enumerate(sorted(kept))]
    return shown, layouts


def label(name: str) -> str:
    """A name as it stands below its node: shortened where it is long, and in two lines."""
    words = one_line(name).split()
    short = " ".join(words)
    short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1].rstrip()}…"
    if len(short) <= _LINE or " " not in short:
        return short
    breaks = [number for number, letter in enumerate(short) if letter == " "]
    middle = min(breaks, key=lambda number: (abs(number - len(short) / 2), number))
    return f"{short[:middle]}\n{short[middle + 1 :]}"


def _main_ties(view: View) -> Ties:
    """The ties between actors who are worth a node."""
    ties = _ties(view)
    main = _main(_strength(_counts(ties)), view)
    return {key: events for key, events in ties.items() if key[0] in main and key[1] in main}


def _counts(ties: Ties) -> Counts:
    return {key: len(events) for key, events in ties.items()}


def _in_order(counts: Counts, view: View) -> list[str]:
    """Those who have ties, in the order of their importance."""
    return _together(_ranked(_strength(counts), view), counts, view)


def _ties(view: View) -> Ties:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for event in view.happenings.values():
        for first, second in dict.fromkeys(min(pair, pair[::-1]) for pair in event.dyads()):
            found[first, second, event.orientation].append(event.iri)
    return found


def _strength(counts: Counts) -> Counter[str]:
    """How many events each actor has with others."""
    found: Counter[str] = Counter()
    for (first, second, _), number in counts.items():
        found[first] += number
        found[second] += number
    return found


def _main(strength: Mapping[str, int], view: View) -> set[str]:
    """Who is worth a node: what has a name, and nameless people, bodies and places that have a part in more than one event."""
    actors = view.actors
    return {iri for iri, count in strength.items() if actors[iri].named or (actors[iri].type != "Thing" and count > 1)}


def _ranked(strength: Mapping[str, int], view: View) -> list[str]:
    """Those with a name first, then those with the most events."""
    actors = view.actors
    return sorted(strength, key=lambda iri: (not actors[iri].named, -strength[iri], -actors[iri].mentions, iri))


def _together(ranked: Sequence[str], counts: Counts, view: View) -> list[str]:
    """The same actors, so ordered that each step of the slider (see TIERS) shows nobody without a line to somebody shown.

    Who has no line to those before comes with its strongest neighbour (one with a name, if there is one), or later where a step has
    room for only one of the two.
    """
    weights: dict[str, Counter[str]] = defaultdict(Counter)
    for (first, second, _), number in counts.items():
        weights[first][second] += number
        weights[second][first] += number
    rank, named = {iri: number for number, iri in enumerate(ranked)}, {iri: view.actors[iri].named for iri in ranked}
    order: dict[str, None] = {}
    left = dict.fromkeys(ranked)
    while left:
        room = min((tier - len(order) for tier in TIERS if tier > len(order)), default=2)
        lined = (iri for iri in left if room > 1 or not order.keys().isdisjoint(weights[iri]))
        chosen = next(lined, next(iter(left)))
        added = [chosen]
        if order.keys().isdisjoint(weights[chosen]):
            added += sorted(weights[chosen], key=lambda other: (not named[other], -weights[chosen][other], rank[other]))[:1]
        order.update(dict.fromkeys(added))
        for iri in added:
            left.pop(iri, None)
    return list(order)


def _weights(counts: Counts, rank: Mapping[str, int]) -> Mapping[tuple[int, int], int]:
    weights: Counter[tuple[int, int]] = Counter()
    for (first, second, _), number in counts.items():
        if first in rank and second in rank:
            a, b = sorted((rank[first], rank[second]))
            weights[a, b] += number
    return weights


def _node(number: int, iri: str, mark: Mark, layouts: Sequence[Tier], view: View) -> dict[str, object]:
    kind = view.actors[iri].type
    places = [layout.places[number] for layout in layouts if number < len(layout.places)]
    return {
        "id": number,
        "iri": iri,
        "label": mark.label,
        "shape": SHAPES.get(first_above(kind, tuple(SHAPES)), SHAPE),
        "color": entity_types()[kind].colour if kind in entity_types() else "#999999",
        "size": mark.size,
        "font": mark.font,
        "places": places,
    }


def _edge(number: int, key: tuple[str, str, str], events: list[str], rank: Mapping[str, int]) -> dict[str, object]:
    first, second = sorted(key[:2], key=lambda iri: rank[iri])
    return {
        "id": number,
        "from": rank[first],
        "to": rank[second],
        "orientation": key[2],
        "events": events,
    }
