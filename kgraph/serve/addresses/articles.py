"""What the page of an article shows: its text with mentions and triggers marked, and its reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.outgoing import one_line
from kgraph.rdf.iris import KG
from kgraph.serve.addresses.entities import kind_of
from kgraph.serve.addresses.marked import Mark, Piece, paragraphs
from kgraph.serve.addresses.reports import Part, Report, characters, parts_of, report_of
from kgraph.serve.addresses.said import Graph, Ref, Said
from kgraph.serve.addresses.words import When, fact, when, written

_REAL = ("happened", "disputed")


@dataclass(frozen=True, slots=True)
class Told:
    """A report of the article: of which event, of which type, with whom, and when as the sentence has it."""

    report: Report
    event: Ref | None
    type: Ref
    lemma: str
    parts: tuple[Part, ...]
    when: When
    looks: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its text and its reports. ``heading`` are the pieces of the headline where the text begins with it."""

    ref: Ref
    publisher: str
    published: str
    modified: str
    day: str
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    place: str
    url: str
    file: str
    heading: tuple[Piece, ...]
    text: tuple[tuple[Piece, ...], ...]
    reports: tuple[Told, ...]


def article_page(iri: str, graph: Graph) -> ArticlePage:
    """The article at an IRI."""
    said = graph.node(iri, iri)
    reports = tuple(sorted(_told(iri, graph), key=lambda told: (told.report.place, told.report.iri)))
    mentions, names = _mentions(iri, graph)
    names += [(told.report.place[0], "char={},{}".format(*told.report.place)) for told in reports]
    names += _attributions(iri, graph)
    names += [(characters(sentence)[0], sentence.partition("#")[2]) for sentence in graph.having("nif:anchorOf", iri)]
    marks = [*mentions, *(mark for told in reports if (mark := _mark(told)) is not None)]
    text = [tuple(paragraph) for paragraph in paragraphs(said.one("nif:isString"), marks, dict.fromkeys(names))]
    heading = text.pop(0) if text and _is_headline(text[0], said) else ()
    return ArticlePage(
        ref=graph.article(iri),
        publisher=one_line(said.one("schema:publisher")),
        published=said.one("schema:datePublished"),
        modified=written(said.one("schema:dateModified")),
        day=written(said.one("schema:datePublished")),
        authors=tuple(map(one_line, said.all("schema:author"))),
        sections=tuple(map(one_line, said.all("schema:articleSection"))),
        place=one_line(said.one("schema:locationCreated")),
        url=said.one("schema:url"),
        file=one_line(said.one("kg:file")),
        heading=heading,
        text=tuple(text),
        reports=reports,
    )


def _is_headline(paragraph: tuple[Piece, ...], article: Said) -> bool:
    return one_line("".join(piece.words for piece in paragraph)) == one_line(article.one("schema:headline"))


def _told(iri: str, graph: Graph) -> Iterator[Told]:
    for report in graph.having("kg:reportedType", iri):
        said = graph.node(report, iri)
        event = next(iter(graph.subjects("kg:reportedBy", report)), "")
        kind = graph.node(said.one("kg:reportedType"))
        real = fact(graph.node(event).one("kg:factuality")) in _REAL if event else True
        orientation = "other" if kind.iri == f"{KG}Event" else kind.one("kg:orientation", "neutral")
        yield Told(
            report=report_of(report, graph),
            event=graph.ref(event) if event else None,
            type=graph.ref(kind.iri),
            lemma=said.one("kg:lemma"),
            parts=tuple(parts_of(report, graph)),
            when=when(Said(report, {**said.values, f"{KG}timeBasis": ["stated"]})),
            looks=f"told {orientation}{'' if real else ' unreal'}",
        )


def _mark(told: Told) -> Mark | None:
    if told.event is None:
        return None
    title = f"{told.type.name}: {told.event.name}"
    return Mark(*told.report.place, told.event.address, title, told.looks, is_event=True)


def _mentions(iri: str, graph: Graph) -> tuple[list[Mark], list[tuple[int, str]]]:
    """The mentions of entities as marks, and where each chain's first one is."""
    marks, names = [], []
    for chain in graph.having("gaf:denotedBy", iri):
        places = sorted(characters(place) for place in graph.node(chain, iri).all("gaf:denotedBy"))
        if "#chain-" not in chain or not places:
            continue
        names.append((places[0][0], chain.partition("#")[2]))
        entity = next(iter(graph.subjects("gaf:denotedBy", chain)), "")
        if entity:
            marks += [_mention(place, entity, graph) for place in places]
    return marks, names


def _attributions(iri: str, graph: Graph) -> Iterator[tuple[int, str]]:
    """Where the words of each attribution begin, or the text where they are not known."""
    for attribution in graph.parts(iri, "attribution"):
        places = [characters(place)[0] for place in graph.node(attribution, iri).all("gaf:denotedBy")]
        yield min(places, default=0), attribution.partition("#")[2]


def _mention(place: tuple[int, int], entity: str, graph: Graph) -> Mark:
    said, ref = graph.node(entity), graph.ref(entity)
    look = f"said named {kind_of(ref.type)}" if said.is_true("kg:named") else "said"
    return Mark(*place, ref.address, ref.name, look, is_event=False)
