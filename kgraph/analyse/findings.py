"""What a graph tells as a whole: who matters and why, who belongs together, who is at odds, when much happened, what is disputed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import median

import networkx as nx

from kgraph.analyse.measures import degree, pagerank
from kgraph.analyse.networks import HAPPENED, Network
from kgraph.model import TARGET_ROLES
from kgraph.rdf.view import Happening, Telling, View
from kgraph.time.days import shifted

SMALLEST = 3
"""Of fewer members a community is not told of."""
BURST = 2
"""How many times the events of the middle day, week or month make a burst: readers can check it, and one burst does not hide the next."""
_FEWEST = 5
_LONGEST = 40 * 366
"""How many days a calendar has at most: 500 months are as many as a picture can show."""
_PERCENT = 0.02


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor's place in a network; a ``rank`` of 1 is the first of all, equals share the better one."""

    iri: str
    events: int
    others: int
    between: float
    pagerank: float
    acts: int
    acted_on: int
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Circle:
    """A community: its members by their strength, its event types and those that mark it, its articles, and its days."""

    members: tuple[str, ...]
    events: int
    types: tuple[tuple[str, int], ...]
    articles: tuple[str, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Bin:
    """A day, week or month (its first day), and its events."""

    begin: date
    events: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bins of a time in which most events lie, how long a bin is, and how many dated events lie outside."""

    bins: tuple[Bin, ...]
    unit: str
    outside: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Signed triangles: how many of each kind by the number of conflicts in them, and the unbalanced ones as (a, b, c)."""

    kinds: Mapping[int, int]
    torn: tuple[tuple[str, str, str], ...]

    @property
    def total(self) -> int:
        """How many triangles have three signs."""
        return sum(self.kinds.values())

    @property
    def balanced(self) -> int:
        """Those with no conflict, or two."""
        return self.kinds.get(0, 0) + self.kinds.get(2, 0)


def happened(view: View) -> Iterator[Happening]:
    """The events that are said to have happened, disputed ones among them."""
    return (event for event in view.happenings.values() if event.factuality in HAPPENED)


def passes_from_to(event: Happening) -> set[tuple[str, str]]:
    """The pairs of a source and a target as queries/dyads.rq finds them: agents and targets, and agents of a symmetric event."""
    agents, targets = event.fillers("agent"), event.fillers(*TARGET_ROLES)
    pairs = {(a, b) for a in agents for b in targets}
    if event.symmetric:
        pairs.update((a, b) for a in agents for b in agents)
    return {(a, b) for a, b in pairs if a != b}


def dyads(view: View) -> Mapping[tuple[str, str], Counter[str]]:
    """The events from each source to each target by orientation, with their sum as "events", as queries/dyads.rq counts them."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for event in view.happenings.values():
        if event.factuality == "happened":
            for pair in passes_from_to(event):
                counts[pair].update((event.orientation, "events"))
    return counts


def standings(view: View, network: Network, between: Mapping[str, float]) -> list[Standing]:
    """The nodes of who-takes-part-together with their betweenness, the one in the most events first."""
    events: Counter[str] = Counter()
    for event in happened(view):
        events.update({entity for _, entity in event.roles})
    acts, acted_on = _directions(view)
    others, rank = degree(network), pagerank(network)
    measures = {"events": events, "others": others, "between": between, "pagerank": rank}
    ranks = {name: _ranks({node: values[node] for node in network}) for name, values in measures.items()}
    found = [
        Standing(
            node,
            events[node],
            int(others[node]),
            between[node],
            rank[node],
            acts[node],
            acted_on[node],
            {name: ranks[name][node] for name in measures},
        )
        for node in network
    ]
    return sorted(found, key=lambda one: (-one.events, -one.pagerank, one.iri))


def _directions(view: View) -> tuple[Counter[str], Counter[str]]:
    """In how many events each actor is a source, and in how many a target."""
    acts: Counter[str] = Counter()
    acted_on: Counter[str] = Counter()
    for event in view.happenings.values():
        if event.factuality == "happened":
            pairs = passes_from_to(event)
            acts.update({a for a, _ in pairs})
            acted_on.update({b for _, b in pairs})
    return acts, acted_on


def _ranks(values: Mapping[str, float]) -> dict[str, int]:
    ordered = sorted(values.values(), reverse=True)
    first: dict[float, int] = {}
    for number, value in enumerate(ordered, 1):
        first.setdefault(value, number)
    return {node: first[value] for node, value in values.items()}


def circles(view: View, network: Network, number: Mapping[str, float]) -> list[Circle]:
    """The communities of who-takes-part-together, by their numbers, that have at least SMALLEST members, the largest first."""
    members: dict[float, list[str]] = defaultdict(list)
    for node in sorted(network, key=lambda node: (-network.degree(node, weight="weight"), node)):
        members[number[node]].append(node)
    whole = Counter(event.type for event in happened(view))
    kept = sorted((place, nodes) for place, nodes in members.items() if len(nodes) >= SMALLEST)
    inside = _inside(view, number)
    return [_circle(nodes, inside.get(place, []), whole) for place, nodes in kept]


def _inside(view: View, number: Mapping[str, float]) -> Mapping[float, list[Happening]]:
    """The events of which more than half of those with a name belong to one community, by its number."""
    found: dict[float, list[Happening]] = defaultdict(list)
    for event in happened(view):
        parts = {entity for _, entity in event.roles if view.actors[entity].named}
        for place, count in Counter(number[entity] for entity in parts if entity in number).items():
            if count * 2 > len(parts):
                found[place].append(event)
    return found


def _circle(members: Sequence[str], events: Sequence[Happening], whole: Counter[str]) -> Circle:
    types = Counter(event.type for event in events if event.type != "Event")
    share = len(events) / max(1, sum(whole.values()))
    # Of its types those that are frequent here and more frequent than elsewhere: the log-likelihood of the surplus.
    marked = {name: count * math.log(count / (share * whole[name])) for name, count in types.items()}
    best = sorted((name for name in types if marked[name] > 0), key=lambda name: (-marked[name], name))
    articles = Counter(telling.article for event in events for telling in event.tellings)
    days = sorted(event.begin for event in events if event.stated and event.begin)
    return Circle(
        members=tuple(members),
        events=len(events),
        types=tuple((name, types[name]) for name in best[:5]),
        articles=tuple(sorted(articles, key=lambda iri: (-articles[iri], iri))[:3]),
        first=days[0] if days else "",
        last=days[-1] if days else "",
    )


def bridges(
    network: Network, between: Mapping[str, float], number: Mapping[str, float]
) -> list[tuple[str, tuple[int, ...], int]]:
    """Who joins communities: (node, the communities of its neighbours, how many would be cut off without it), the most between first."""
    cuts = set(nx.articulation_points(network))
    found = []
    for node in sorted(network, key=lambda node: (-between[node], node)):
        joined = Counter(int(number[other]) for other in network[node])
        if between[node] > _PERCENT and (len(joined) > 1 or node in cuts):
            found.append((node, tuple(sorted(joined)), _cut_off(network, node) if node in cuts else 0))
    return found


def _cut_off(network: Network, node: str) -> int:
    """How many of a node's part of the network lose the largest rest of it when the node goes."""
    part = nx.node_connected_component(network, node) - {node}
    rest = [len(one) for one in nx.connected_components(network.subgraph(part))]
    return len(part) - max(rest, default=0)


def balance(view: View, network: Network) -> Balance:
    """The triangles of named actors in who-does-what-to-whom of which each side has a sign: of more cooperation, or of more conflict.

    A triangle is balanced where the product of its signs is positive (Cartwright and Harary 1956): friends of friends are friends.
    """
    sums: Counter[tuple[str, str]] = Counter()
    for a, b, data in network.edges(data=True):
        sums[min(a, b), max(a, b)] += data["cooperation"] - data["conflict"]
    signs = {pair: total > 0 for pair, total in sums.items() if total and all(view.actors[end].named for end in pair)}
    signed: nx.Graph[str] = nx.Graph(sorted(signs))
    kinds: Counter[int] = Counter()
    torn = []
    for a, b, c in _triangles(signed):
        conflicts = 3 - signs[a, b] - signs[a, c] - signs[b, c]
        kinds[conflicts] += 1
        if conflicts == 1:
            torn.append(_middle_first((a, b, c), signs))
    weight = {name: sum(abs(sums[min(pair), max(pair)]) for pair in combinations(name, 2)) for name in torn}
    return Balance(kinds, tuple(sorted(torn, key=lambda name: (-weight[name], name))))


def _triangles(network: Network) -> Iterator[tuple[str, str, str]]:
    """Each three that are joined to one another, in the order of their names; never all pairs of one node's neighbours."""
    later = {a: {b for b in network[a] if b > a} for a in network}
    for a in sorted(network):
        for b in sorted(later[a]):
            yield from ((a, b, c) for c in sorted(later[a] & later[b]))


def _middle_first(three: tuple[str, str, str], signs: Mapping[tuple[str, str], bool]) -> tuple[str, str, str]:
    """The one that is on good terms with the two others, who are not, first."""
    a, b, c = three
    if not signs[b, c]:
        return a, b, c
    return (b, a, c) if not signs[a, c] else (c, a, b)


def calendar(view: View) -> Calendar:
    """The events that happened and have a day (see day_of) by day, week or month, over the time in which nine tenths of them lie.

    That time has at most forty years: those around the middle event, so that one stray date makes no axis of a thousand years.
    """
    dated = sorted((day, event.iri) for event in happened(view) if (day := day_of(event)))
    if not dated:
        return Calendar((), "day", 0)
    first, last = _most([day for day, _ in dated])
    unit = "day" if (last - first).days <= 45 else "week" if (last - first).days <= 400 else "month"
    groups: dict[date, list[Happening]] = {begin: [] for begin in _begins(first, last, unit)}
    for day, iri in dated:
        if _begin(day, unit) in groups:
            groups[_begin(day, unit)].append(view.happenings[iri])
    bins = tuple(Bin(begin, tuple(events)) for begin, events in groups.items())
    return Calendar(bins, unit, len(dated) - sum(len(one.events) for one in bins))


def _most(days: Sequence[date]) -> tuple[date, date]:
    """The first and the last day of the time in which most of some sorted days lie."""
    cut = len(days) // 20
    kept = days[cut : len(days) - cut]
    middle = kept[len(kept) // 2]
    near = [day for day in kept if abs(day - middle).days <= _LONGEST // 2]
    return near[0], near[-1]


def day_of(event: Happening) -> date | None:
    """The day on which an event is said to have begun, else the last on which it can have happened: mostly that of the report.

    None where only a month or a longer time is stated, and where nothing is known.
    """
    if event.stated:
        return date.fromisoformat(event.begin) if event.begin and event.precision in ("time", "day", "week") else None
    return date.fromisoformat(event.end[:10]) if event.end else None


def _begin(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    return shifted(day, -day.weekday()) if unit == "week" else day


def _begins(first: date, last: date, unit: str) -> Iterator[date]:
    if unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        yield from (date(month // 12, month % 12 + 1, 1) for month in months)
    else:
        step = 7 if unit == "week" else 1
        yield from map(date.fromordinal, range(_begin(first, unit).toordinal(), last.toordinal() + 1, step))


def bursts(found: Calendar) -> list[Bin]:
    """The bins with at least BURST times the events of the median of those that have any, and at least five; the fullest first."""
    sizes = [len(one.events) for one in found.bins if one.events]
    limit = max(_FEWEST, BURST * median(sizes)) if sizes else _FEWEST
    return sorted((one for one in found.bins if len(one.events) >= limit), key=lambda one: (-len(one.events), one.begin))


def disputes(view: View) -> list[tuple[Happening, list[Telling], list[Telling]]]:
    """The disputed events with the reports that affirm and those that deny, as queries/both-sides.rq has them, the most reported first."""
    found = []
    for event in view.happenings.values():
        if event.factuality == "disputed":
            denied = [telling for telling in event.tellings if telling.polarity == "negative"]
            found.append((event, [telling for telling in event.tellings if telling not in denied], denied))
    return sorted(found, key=lambda one: (-len(one[0].tellings), one[0].iri))


def wavering(view: View) -> list[Happening]:
    """Events that some articles tell as a fact and others as planned, wanted, possible or conditional, the most reported first."""
    found = []
    for event in view.happenings.values():
        actual = {telling.article for telling in event.tellings if telling.modality == "actual"}
        others = {telling.article for telling in event.tellings if telling.modality != "actual"}
        if actual and others and len(actual | others) > 1:
            found.append(event)
    return sorted(found, key=lambda event: (-len(event.tellings), event.iri))


def pairs_over_time(view: View, found: Calendar, count: int) -> list[tuple[tuple[str, str], int, int, list[tuple[int, int]]]]:
    """The pairs of named actors with the most signed events: (pair, cooperation, conflict, (cooperation, conflict) of each bin)."""
    whole: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for event in _signed(view):
        for pair in _sides(event, view):
            whole[pair][event.orientation] += 1
    best = sorted(whole, key=lambda pair: (-sum(whole[pair].values()), pair))[:count]
    rows = {pair: [Counter[str]() for _ in found.bins] for pair in best}
    for index, one in enumerate(found.bins):
        for event in one.events:
            if event.factuality == "happened" and event.orientation != "neutral":
                for pair in _sides(event, view) & rows.keys():
                    rows[pair][index][event.orientation] += 1
    return [
        (pair, whole[pair]["cooperation"], whole[pair]["conflict"], [(one["cooperation"], one["conflict"]) for one in rows[pair]])
        for pair in best
    ]


def _signed(view: View) -> Iterator[Happening]:
    return (event for event in view.happenings.values() if event.factuality == "happened" and event.orientation != "neutral")


def _sides(event: Happening, view: View) -> set[tuple[str, str]]:
    """The pairs that an event passes between, whoever acts, where both have a name."""
    pairs = {(min(pair), max(pair)) for pair in passes_from_to(event)}
    return {pair for pair in pairs if all(view.actors[end].named for end in pair)}
