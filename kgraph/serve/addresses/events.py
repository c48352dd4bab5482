"""What the page of an event shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgraph.coding.codes import Code, event_code
from kgraph.outgoing import one_line
from kgraph.rdf.iris import KG
from kgraph.rdf.view import Codes, Happening, Telling
from kgraph.serve.addresses.reports import Report, report_of
from kgraph.serve.addresses.said import Graph, Ref, Said, article_of
from kgraph.serve.addresses.words import When, fact, when

_PLAIN = {"happened": ("positive", "actual"), "did-not-happen": ("negative", "actual")}


@dataclass(frozen=True, slots=True)
class Side:
    """A participant of an event and its role."""

    role: Ref
    entity: Ref


@dataclass(frozen=True, slots=True)
class Line:
    """An event in a list, with the report that says it most plainly."""

    ref: Ref
    type: Ref
    roles: tuple[Ref, ...]
    when: When
    factuality: str
    orientation: str
    reports: int
    confidence: float
    report: Report | None


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with all that the graph says of it; ``reports`` are those of one page, of ``total``."""

    ref: Ref
    type: Ref
    definition: str
    code: Code
    sides: tuple[Side, ...]
    when: When
    factuality: str
    orientation: str
    confidence: float
    theme: bool
    wholes: tuple[Ref, ...]
    parts: tuple[Ref, ...]
    reports: tuple[Report, ...]
    total: int
    articles: int


def event_page(iri: str, graph: Graph, first: int, many: int) -> EventPage:
    """The event at an IRI, with ``many`` of its reports from number ``first`` on, the plainest first."""
    said = graph.node(iri)
    kind = graph.node(said.one("rdf:type"))
    order = _plainest_first(said, graph)
    return EventPage(
        ref=graph.ref(iri),
        type=graph.ref(kind.iri),
        definition=kind.one("skos:definition"),
        code=_code(said, kind, graph),
        sides=tuple(_sides(said, graph)),
        when=when(said),
        factuality=fact(said.one("kg:factuality")),
        orientation=kind.one("kg:orientation", "neutral"),
        confidence=said.number("kg:confidence"),
        theme=said.is_true("kg:theme"),
        wholes=tuple(map(graph.ref, said.all("sem:subEventOf"))),
        parts=tuple(map(graph.ref, graph.subjects("sem:subEventOf", iri))),
        reports=tuple(report_of(report, graph) for report in order[first : first + many]),
        total=len(order),
        articles=len(set(map(article_of, order))),
    )


def line_of(iri: str, roles: Iterable[str], graph: Graph) -> Line:
    """An event as a list has it, for an entity that has these roles in it."""
    said = graph.node(iri)
    kind = graph.node(said.one("rdf:type"))
    return Line(
        ref=graph.ref(iri),
        type=graph.ref(kind.iri),
        roles=tuple(map(graph.term, roles)),
        when=when(said),
        factuality=fact(said.one("kg:factuality")),
        orientation=kind.one("kg:orientation", "neutral"),
        reports=int(said.number("kg:reportCount")),
        confidence=said.number("kg:confidence"),
        report=next((report_of(report, graph) for report in _plainest_first(said, graph)), None),
    )


def _plainest_first(event: Said, graph: Graph) -> list[str]:
    """The IRIs of the reports, first those that say what the event is said to be, and of those the ones in the article's own voice."""
    factuality = event.one("kg:factuality")
    polarity, modality = _PLAIN.get(factuality, ("positive", factuality))

    def distance(report: str) -> tuple[bool, bool, bool, str]:
        said = graph.node(report, article_of(report))
        is_told_so = said.one("kg:modality", "actual") != modality, said.one("kg:polarity", "positive") != polarity
        return *is_told_so, bool(said.one("kg:attributedTo")), report

    return sorted(event.all("kg:reportedBy"), key=distance)


def _sides(event: Said, graph: Graph) -> Iterator[Side]:
    """Whoever or whatever has a part, agents first."""
    found = [
        Side(graph.term(predicate.removeprefix(KG)), graph.ref(value))
        for predicate, values in event.values.items()
        for value in sorted(values)
        if value.startswith(f"{graph.places.base}entity/")
    ]
    order = ("agent", "patient", "recipient", "addressee")
    rank = {KG + name: number for number, name in enumerate(order)}
    yield from sorted(found, key=lambda side: (rank.get(side.role.iri, len(order)), side.role.iri, side.entity.iri))


def _code(event: Said, kind: Said, graph: Graph) -> Code:
    """The codes of the event, which the report decides that says what it is."""
    happening = Happening(
        iri=event.iri,
        label="",
        type="",
        root="",
        orientation="",
        symmetric=False,
        factuality=event.one("kg:factuality"),
        roles=(),
        begin="",
        end="",
        precision="",
        stated=False,
        tellings=tuple(_telling(report, graph) for report in event.all("kg:reportedBy")),
    )
    codes = (kind.one(f"kg:{name}") for name in ("ploverCode", "cameoCode", "orientation"))
    return event_code(happening, Codes(one_line(kind.iri), *codes))


def _telling(report: str, graph: Graph) -> Telling:
    said = graph.node(report, article_of(report))
    return Telling(
        article=article_of(report),
        quote="",
        trigger=(0, 0),
        polarity=said.one("kg:polarity", "positive"),
        modality=said.one("kg:modality", "actual"),
        source="",
        cue="",
        code=said.one("kg:ploverCode"),
    )
