"""A report as pages show it: the sentence with its trigger marked, the article, its day, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.outgoing import one_line
from kgraph.rdf.iris import KG
from kgraph.serve.addresses.said import Graph, Ref, Said, article_of
from kgraph.serve.addresses.words import stance, written


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in three parts: what stands before the marked words, the words, and what stands behind them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose word a report is: the entity where there is one, else the words that name it; with the words that attribute."""

    ref: Ref | None
    words: str
    cue: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """Who or what has a role in a report: an entity, else the article's words."""

    role: Ref
    ref: Ref | None
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``place`` are the offsets of its trigger in the article's text; ``stance`` is "" where it says plainly that it is so."""

    iri: str
    address: str
    article: Ref
    day: str
    publisher: str
    quote: Quote
    place: tuple[int, int]
    speaker: Speaker | None
    stance: str
    code: str
    confidence: float

    @property
    def name(self) -> str:
        """The fragment."""
        return self.iri.partition("#")[2]


def characters(iri: str) -> tuple[int, int]:
    """The offsets in the IRI of characters."""
    begin, _, end = iri.partition("#char=")[2].partition(",")
    return int(begin), int(end)


def report_of(iri: str, graph: Graph) -> Report:
    """A report by its IRI."""
    home = article_of(iri)
    said, article = graph.node(iri, home), graph.node(home, home)
    sentence, place = said.one("kg:sentence"), characters(said.one("gaf:denotedBy"))
    words, start = graph.node(sentence, home).one("nif:anchorOf"), characters(sentence)[0]
    begin, end = place[0] - start, place[1] - start
    return Report(
        iri=iri,
        address=graph.places.address(iri),
        article=graph.article(home),
        day=written(article.one("schema:datePublished")),
        publisher=one_line(article.one("schema:publisher")),
        quote=Quote(words[:begin], words[begin:end], words[end:]),
        place=place,
        speaker=speaker_of(said, graph),
        stance=stance(said),
        code=said.one("kg:ploverCode"),
        confidence=said.number("kg:confidence"),
    )


def speaker_of(report: Said, graph: Graph) -> Speaker | None:
    """Whose word a report is; None for the article's own."""
    attribution = report.one("kg:attributedTo")
    if not attribution:
        return None
    home = article_of(report.iri)
    said = graph.node(attribution, home)
    chain = said.one("kg:source")
    words = graph.node(chain, home).one("rdfs:label") if chain else said.one("kg:sourceText")
    return Speaker(
        ref=entity_of(chain, graph) if chain else None,
        words=one_line(words),
        cue=one_line(said.one("kg:cueText")),
        kind=said.one("kg:quoteKind", "indirect"),
    )


def entity_of(chain: str, graph: Graph) -> Ref | None:
    """The entity that a chain of an article is part of."""
    return next((graph.ref(iri) for iri in graph.subjects("gaf:denotedBy", chain)), None)


def parts_of(report: str, graph: Graph) -> Iterator[Part]:
    """Who and what has a role in a report."""
    home = article_of(report)
    for predicate, values in sorted(graph.node(report, home).values.items()):
        name = predicate.removeprefix(KG)
        for value in sorted(values):
            if value.startswith(f"{home}#chain-"):
                words = one_line(graph.node(value, home).one("rdfs:label"))
                yield Part(graph.term(name), entity_of(value, graph), words)
            elif name.endswith("Text"):
                yield Part(graph.term(name.removesuffix("Text")), None, one_line(value))
