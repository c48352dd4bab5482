"""The report: what the networks and tables say, in sentences, each with where its numbers come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kgraph.analyse import drawings
from kgraph.analyse.drawings import Bar, Dot
from kgraph.analyse.findings import (
    BURST,
    SMALLEST,
    Balance,
    Bin,
    Calendar,
    Circle,
    Standing,
    balance,
    bridges,
    bursts,
    calendar,
    circles,
    disputes,
    dyads,
    happened,
    pairs_over_time,
    standings,
    wavering,
)
from kgraph.analyse.measures import betweenness, community
from kgraph.analyse.networks import Network, who_does_what_to_whom, who_takes_part_together
from kgraph.analyse.tables import Table
from kgraph.outgoing import counted, one_line
from kgraph.rdf.view import Happening, Source, Telling, View
from kgraph.time.days import shifted

_MAIN, _EXPLAINED, _DRAWN, _CIRCLES, _PAIRS, _LISTED = 15, 6, 30, 6, 8, 5
"""Rows of the table of actors, actors explained, actors drawn, communities, pairs over time, and things listed elsewhere."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, the name of its file, and what it shows."""

    name: str
    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; ``sources`` say which query or file gives which of its numbers, as (numbers, where)."""

    title: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None
    figures: tuple[Figure, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GraphReport:
    """All of it."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Material:
    """What the sections are made of, computed once."""

    view: View
    together: Network
    signed: Network
    between: Mapping[str, float]
    community: Mapping[str, float]
    calendar: Calendar

    def name(self, iri: str) -> str:
        return one_line(self.view.actors[iri].name)

    def names(self, iris: Sequence[str]) -> str:
        return listed([self.name(iri) for iri in iris])

    def type(self, name: str) -> str:
        return "Other" if name == "Event" else self.view.types.get(name, (name, ""))[0]


def report(view: View) -> GraphReport:
    """The report of a graph."""
    together = who_takes_part_together(view)
    signed = who_does_what_to_whom(view)
    material = _Material(view, together, signed, betweenness(together), community(together), calendar(view))
    return GraphReport("What these articles tell", tuple(section(material) for section in SECTIONS))


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nobody"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _short(begin: date, unit: str) -> str:
    return f"{_MONTHS[begin.month - 1]} {begin.year}" if unit == "month" else f"{begin.day} {_MONTHS[begin.month - 1]}"


def _when(one: Bin, unit: str) -> str:
    if unit == "day":
        return _day(one.begin)
    return _short(one.begin, unit) if unit == "month" else f"{_day(one.begin)} to {_day(shifted(one.begin, 6))}"


def _query(query: str, /, **values: str) -> str:
    return f"kgraph query {query}" + "".join(f" --set {key}={value}" for key, value in values.items())


def _overview(given: _Material) -> Section:
    view = given.view
    facts = Counter(event.factuality for event in view.happenings.values())
    days = sorted(source.published[:10] for source in view.sources.values() if source.published)
    span = f", published from {_day(date.fromisoformat(days[0]))} to {_day(date.fromisoformat(days[-1]))}" if days else ""
    named = sum(actor.named for actor in view.actors.values())
    types = Counter(event.type for event in view.happenings.values() if event.factuality == "happened" and event.type != "Event")
    kinds = [f"{given.type(name)} {count}" for name, count in sorted(types.items(), key=lambda item: (-item[1], item[0]))[:8]]
    text = (
        f"{counted(len(view.sources), 'article')}{span}, {'tells' if len(view.sources) == 1 else 'tell'} of "
        f"{counted(len(view.happenings), 'event')} and {counted(named, 'named entity', 'named entities')}.",
        f"By what is said, {facts['happened']:,} of the events happened and {facts['did-not-happen']:,} did not; disputed: "
        f"{facts['disputed']:,}; planned: {facts['planned']:,}; wanted: {facts['wanted']:,}; possible: {facts['possible']:,}; "
        f"conditional: {facts['conditional']:,}. What follows counts only what is said to have happened.",
        f"Most frequent: {', '.join(kinds)}." if kinds else "",
    )
    sources = (
        ("articles", _query("articles")),
        ("named entities", _query("entity-types") + " (column with_name)"),
        ("events by kind", _query("event-types")),
        ("events by whether they happened", "timeline.csv (column factuality)"),
    )
    return Section("In short", tuple(line for line in text if line), sources=sources)


def _main_actors(given: _Material) -> Section:
    found = standings(given.view, given.together, given.between)
    rows = tuple(
        (given.name(one.iri), str(one.events), str(one.others), str(one.acts), str(one.acted_on), _percent(one.between))
        for one in found[:_MAIN]
    )
    columns = ("who or what", "events", "others met in them", "acts", "acted on", "paths between others")
    points = tuple(f"{given.name(one.iri)} {why}." for one in found[:_EXPLAINED] if (why := _why(one)))
    text = (
        "An actor matters for different reasons: by the number of events, by the number of others in them, by acting or by being acted on, "
        "and by standing between others who have nothing to do with each other directly.",
    )
    sources = (
        ("events, one by one", _query("timeline", name="NAME")),
        ("others met, paths between others (betweenness), PageRank", "who-takes-part-together-measures.csv"),
        (
            "acts, acted on",
            _query("dyads") + " lists the pairs, " + _query("what-did-x-do-to-y", source="NAME", target="NAME") + " their events",
        ),
    )
    return Section("Main actors, and why", text if rows else ("No named actors take part in an event together.",), points,
                   Table(columns, rows) if rows else None, sources=sources)  # fmt: skip


def _why(one: Standing) -> str:
    reasons = []
    if one.ranks["events"] <= 3:
        reasons.append(f"takes part in {_superlative('events', one.ranks['events'])} ({one.events:,})")
    if one.ranks["others"] <= 3:
        reasons.append(f"meets {_superlative('others', one.ranks['others'])} in them ({one.others:,})")
    if one.ranks["between"] <= 3 and one.between > 0:
        reasons.append(f"lies on {_percent(one.between)} of the shortest paths between two others")
    if one.ranks["pagerank"] <= 3:
        reasons.append(
            f"has to do with those who matter themselves (PageRank {one.pagerank:.3f}, {_ordinal(one.ranks['pagerank'])} of all)"
        )
    if max(one.acts, one.acted_on) >= 5 and max(one.acts, one.acted_on) >= 2 * min(one.acts, one.acted_on):
        reasons.append(
            f"mostly {'acts' if one.acts > one.acted_on else 'is acted on'} "
            f"({counted(one.acts, 'event')} as source, {one.acted_on} as target)"
        )
    return listed(reasons) if reasons else f"takes part in {counted(one.events, 'event')} with {counted(one.others, 'other')}"


def _ordinal(rank: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(rank, f"number {rank}")


def _superlative(what: str, rank: int) -> str:
    return f"the most {what}" if rank == 1 else f"the {_ordinal(rank)} most {what}"


def _communities(given: _Material) -> Section:
    found = circles(given.view, given.together, given.community)
    if not found:
        return Section("Communities", (f"No {SMALLEST} named actors take part in events together.",))
    points = tuple(_circle(number, one, given) for number, one in enumerate(found[:_CIRCLES], 1))
    text = (
        "Who takes part in events together belongs together. The numbers are those of the picture; the themes are the kinds of events "
        "that are more frequent here than elsewhere.",
        f"Left out: {counted(len(found) - _CIRCLES, 'smaller community', 'smaller communities')}."
        if len(found) > _CIRCLES
        else "",
    )
    sources = (
        ("members", "who-takes-part-together-measures.csv (column community, from 0)"),
        ("lines", "who-takes-part-together.csv"),
        ("events of a member", _query("timeline", name="NAME")),
    )
    return Section(
        "Communities and their themes", tuple(line for line in text if line), points, figures=(_picture(given),), sources=sources
    )


def _circle(number: int, one: Circle, given: _Material) -> str:
    first = [given.name(iri) for iri in one.members[:6]]
    rest = len(one.members) - len(first)
    who = listed([*first, counted(rest, "other")] if rest else first)
    themes = f" Themes: {', '.join(f'{given.type(name).lower()} ({count})' for name, count in one.types)}." if one.types else ""
    articles = [f"“{_title(given.view.sources[iri])}”" for iri in one.articles[:2]]
    told = f" Told mostly in {listed(articles)}." if articles else ""
    return f"{number}: {who}; {counted(one.events, 'event')} mostly among them.{themes}{told}"


def _picture(given: _Material) -> Figure:
    network, number = given.together, given.community
    sizes = Counter(number.values())
    ordered = sorted(network, key=lambda node: (-network.degree(node, weight="weight"), node))[:_DRAWN]
    place = {node: index for index, node in enumerate(ordered)}
    dots = [
        Dot(
            given.name(node),
            network.degree(node, weight="weight"),
            int(number[node]) if number[node] < _CIRCLES and sizes[number[node]] >= SMALLEST else None,
        )
        for node in ordered
    ]
    lines = {}
    for a, b, data in network.edges(data=True):
        if a in place and b in place:
            first, second = sorted((place[a], place[b]))
            lines[first, second] = (data["weight"], _tone(given, a, b))
    caption = (
        f"The {counted(len(ordered), 'actor')} with the most events together; the number after a name is its community. Blue lines: more "
        "cooperation between the two; dashed orange: more conflict; grey: as much of both, or neither."
    )
    return Figure("report-communities", drawings.web(dots, lines, "communities", title=caption), caption)


def _tone(given: _Material, a: str, b: str) -> str:
    total = 0
    for pair in ((a, b), (b, a)):
        data = given.signed.get_edge_data(*pair) or {"cooperation": 0, "conflict": 0}
        total += data["cooperation"] - data["conflict"]
    return "cooperation" if total > 0 else "conflict" if total < 0 else "neutral"


def _over_time(given: _Material) -> Section:
    rows = pairs_over_time(given.view, given.calendar, _PAIRS)
    if not rows:
        return Section("Cooperation and conflict", ("Between named actors there is neither.",))
    labels = [_short(one.begin, given.calendar.unit) for one in given.calendar.bins]
    shown = [
        (_cut(given.name(a)), _cut(given.name(b)), f"+{cooperation} −{conflict}", values)
        for (a, b), cooperation, conflict, values in rows
    ]
    caption = f"Between two, whoever acts, by {given.calendar.unit}: cooperation upwards, conflict downwards and hatched."
    table = Table(("from", "to", "cooperation", "conflict", "events"), tuple(_directed(given)))
    text = (
        "Which pairs have the most to do with each other, and whether as partners or opponents. The table has who acts on whom; "
        "the picture both directions together.",
        _time_note(given.calendar),
    )
    sources = (
        ("cooperation, conflict and events of the table", _query("dyads")),
        ("the events of a pair, with their words", _query("what-did-x-do-to-y", source="NAME", target="NAME")),
        ("days", "timeline.csv (columns begin, end and basis)"),
    )
    figure = Figure("report-dyads", drawings.multiples(shown, labels, "dyads", title=caption), caption)
    return Section("Cooperation and conflict over time", text, (), table, (figure,), sources)


def _cut(name: str) -> str:
    return name if len(name) <= 27 else f"{name[:26].rstrip()}…"


def _directed(given: _Material) -> Iterator[tuple[str, ...]]:
    """The pairs of named actors from dyads.rq with the most signed events."""
    counts = dyads(given.view)
    named = [pair for pair in counts if all(given.view.actors[end].named for end in pair)]
    signed = {pair: counts[pair]["cooperation"] + counts[pair]["conflict"] for pair in named}
    for a, b in sorted(named, key=lambda pair: (-signed[pair], pair))[: 2 * _PAIRS]:
        if signed[a, b]:
            row = counts[a, b]
            yield given.name(a), given.name(b), str(row["cooperation"]), str(row["conflict"]), str(row["events"])


def _time_note(found: Calendar) -> str:
    outside = (
        f" {counted(found.outside, 'event')} long before or after most others {'is' if found.outside == 1 else 'are'} not drawn."
        if found.outside
        else ""
    )
    return (
        "An event stands at the day that the articles state; where they state none, at the last day on which it can have happened, "
        f"mostly that of the article. What is dated only to a month or a year is left out.{outside}"
    )


def _bridges(given: _Material) -> Section:
    found = bridges(given.together, given.between, given.community)[:_LISTED]
    points = tuple(_bridge(node, joined, cut, given) for node, joined, cut in found)
    text = (
        "Who links circles that would otherwise have little or nothing to do with each other: a source, a mediator, or what both sides "
        "speak of.",
    )
    sources = (
        ("paths (betweenness), communities", "who-takes-part-together-measures.csv"),
        ("what a bridge takes part in", _query("timeline", name="NAME")),
    )
    return Section("Bridges", text if points else ("Nobody joins different circles.",), points, sources=sources)


def _bridge(node: str, joined: Sequence[int], cut: int, given: _Material) -> str:
    circles_ = (
        f"has to do with members of {counted(len(joined), 'community', 'communities')}"
        if len(joined) > 1
        else "stays in one community"
    )
    lost = f"; without this one {counted(cut, 'actor')} would have no connection to the rest" if cut else ""
    return f"{given.name(node)} {circles_}{lost}."


def _balance(given: _Material) -> Section:
    found = balance(given.view, given.signed)
    if not found.total:
        return Section("Friends of friends", ("There are no three actors who all have cooperation or conflict with each other.",))
    text = (
        f"Of {counted(found.total, 'triangle')} in which each two have more cooperation or more conflict with each other, "
        f"{found.balanced} ({_percent(found.balanced / found.total)}) are balanced: friends of friends are friends, and so are "
        "enemies of enemies.",
        _kinds(found),
    )
    points = tuple(
        f"{given.name(middle)} is on better terms with both {given.name(a)} and {given.name(b)} than these two are with each other."
        for middle, a, b in found.torn[:_LISTED]
    )
    sources = (
        ("signs", "who-does-what-to-whom.csv (columns cooperation and conflict, both directions together)"),
        ("the events behind a side", _query("what-did-x-do-to-y", source="NAME", target="NAME")),
    )
    return Section("Friends of friends: the balance of triangles", text, points, sources=sources)


def _kinds(found: Balance) -> str:
    words = {0: "three friends", 1: "one between two opponents", 2: "two against a third", 3: "three opponents"}
    counts = "; ".join(f"{name}: {found.kinds.get(number, 0)}" for number, name in words.items())
    return f"{counts[0].upper()}{counts[1:]}. The second and the fourth kind are under strain."


def _bursts(given: _Material) -> Section:
    unit, found = given.calendar.unit, bursts(given.calendar)
    if not given.calendar.bins:
        return Section("When much happened", ("No event has a day.",))
    points = tuple(_burst(one, given) for one in found[:_LISTED])
    rows = [
        Bar(_short(one.begin, unit), _parts(one, ("cooperation", "neutral")), _parts(one, ("conflict",)))
        for one in given.calendar.bins
    ]
    caption = f"Events by {unit}: cooperation (blue) and what is neither (grey) upwards, conflict (hatched) downwards."
    text = (
        f"A burst is a {unit} with at least {BURST} times the events of the middle one (the median, {unit}s without any left out), and at "
        "least five." + ("" if found else " There is none."),
        _time_note(given.calendar),
    )
    sources = (
        ("events and their days", "timeline.csv"),
        ("their reports", _query("most-reported")),
        ("words", _query("evidence", event="LABEL")),
    )
    figure = Figure("report-bursts", drawings.bars(rows, "bursts", title=caption), caption)
    return Section("When much happened", text, points, figures=(figure,), sources=sources)


def _parts(one: Bin, orientations: Sequence[str]) -> dict[str, int]:
    counts = Counter(event.orientation for event in one.events)
    return {name: counts[name] for name in orientations}


def _burst(one: Bin, given: _Material) -> str:
    typed = [event for event in one.events if event.type != "Event" and event.roles]
    best = sorted(typed, key=lambda event: (-_articles(event), -len(event.tellings), event.orientation == "neutral", event.iri))[
        :3
    ]
    who = Counter(
        entity for event in one.events for entity in {entity for _, entity in event.roles} if given.view.actors[entity].named
    )
    first = [given.name(iri) for iri in sorted(who, key=lambda iri: (-who[iri], iri))[:3]]
    about = f", most often about {listed(first)}" if first else ""
    told = f" Most reported: {'; '.join(one_line(event.label) for event in best)}." if best else ""
    return f"{_when(one, given.calendar.unit)}: {counted(len(one.events), 'event')}{about}.{told}"


def _articles(event: Happening) -> int:
    return len({telling.article for telling in event.tellings})


def _disputes(given: _Material) -> Section:
    found, unsure = disputes(given.view), wavering(given.view)
    points = [_dispute(event, said, denied, given) for event, said, denied in found[: 2 * _LISTED]]
    points += [_waver(event, given) for event in unsure[:_LISTED]]
    text = (
        f"Disputed: {counted(len(found), 'event')} of which some reports say that it happened and others that it did not.",
        f"Told as a fact in one article and only as planned, wanted, possible or conditional in another, be it because that one is the "
        f"older: {counted(len(unsure), 'event')}.",
    )
    sources = (
        ("disputed events, both sides in their words", _query("both-sides")),
        ("what is denied", _query("did-not-happen")),
        ("what is only planned or possible", _query("planned")),
        ("who says what", _query("who-says-what-about-whom")),
    )
    return Section("What the sources disagree on", text, tuple(points), sources=sources)


def _dispute(event: Happening, said: Sequence[Telling], denied: Sequence[Telling], given: _Material) -> str:
    sides = [
        f"{words} {_told(tellings[0], given)}"
        for words, tellings in (("It happened:", said), ("It did not:", denied))
        if tellings
    ]
    return f"{one_line(event.label)}. {' '.join(sides)}"


def _waver(event: Happening, given: _Material) -> str:
    actual = next(telling for telling in event.tellings if telling.modality == "actual")
    other = next(telling for telling in event.tellings if telling.modality != "actual")
    return f"{one_line(event.label)}. A fact: {_told(actual, given)} Only {other.modality}: {_told(other, given)}"


def _told(telling: Telling, given: _Material) -> str:
    source = given.view.sources[telling.article]
    who = f"{one_line(telling.source)}, " if telling.source else ""
    return f"“{one_line(telling.quote)}” ({who}{_title(source)})"


def _title(source: Source) -> str:
    return one_line(source.headline or source.file)


def _reading(given: _Material) -> Section:
    events = sum(1 for _ in happened(given.view))
    return Section(
        "How to read this",
        (
            "All of this is what the articles say, not what is known to be so: it counts reports that a program has read, and a program "
            "misreads. Before you quote a number, read the sentences behind it.",
            f"Each section names the query or the file that its numbers come from, among {counted(events, 'event')} that happened or are "
            "disputed. Files are in this folder.",
        ),
    )


SECTIONS: Sequence[Callable[[_Material], Section]] = (
    _overview,
    _main_actors,
    _over_time,
    _communities,
    _bridges,
    _balance,
    _bursts,
    _disputes,
    _reading,
)
