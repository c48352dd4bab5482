"""Extractions and resolutions as quads.

What one article says stands in its own named graph, what holds over all articles in the default graph. A property with a
kg:default in the ontology is left out where it has that value, which keeps an event's evidence small: polarity "positive",
modality "actual", future, open and theme false, timePrecision "day", timeBasis "inferred", quoteKind "indirect", reportCount and
articleCount 1, an event's originCount that is its
articleCount. So is the end of a time that ends on the day it began. Words that stand in a report's sentence are told by their offsets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgraph.errors import StoreError
from kgraph.model import (
    PLAIN_EVENT,
    Article,
    Attribution,
    Chain,
    Entity,
    Event,
    Extraction,
    Interval,
    Modality,
    Participant,
    Polarity,
    QuoteKind,
    Report,
    Resolution,
    Span,
    TimeBasis,
)
from kgraph.rdf import iris
from kgraph.rdf.iris import Iris
from kgraph.time.days import in_utc

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""Subject, predicate and object."""


@lru_cache(maxsize=4096)
def _term(name: str) -> NamedNode:
    return iris.vocabulary(name) if ":" in name else iris.term(name)


def text(value: str) -> Literal:
    """A plain literal; a lone surrogate, which no RDF can hold, becomes a question mark, so that offsets stay."""
    return Literal(value.encode("utf-8", "replace").decode())


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=_term("xsd:integer"))


def decimal(value: float) -> Literal:
    """An xsd:decimal with at most two digits behind the point, in the canonical form that stores give back."""
    return Literal(f"{value:.2f}".rstrip("0").rstrip("."), datatype=_term("xsd:decimal"))


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=_term("xsd:boolean"))


def day(value: date | datetime) -> Literal:
    """An xsd:date or xsd:dateTime (in UTC where it has a time zone), in the canonical form that stores give back."""
    if not isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=_term("xsd:date"))
    moment = in_utc(value).replace(tzinfo=None) if value.tzinfo else value
    written = moment.isoformat()
    if moment.microsecond:
        written = written.rstrip("0")
    return Literal(written + ("Z" if value.tzinfo else ""), datatype=_term("xsd:dateTime"))


def article_quads(extraction: Extraction, names: Iris) -> Iterator[Quad]:
    """The named graph of one article: the article, its chains, its attributions and its reports; no quad twice."""
    article = names.article(extraction.article.id, extraction.article.title)
    for statement in dict.fromkeys(_article_statements(extraction, article)):
        yield Quad(*statement, article)


def resolution_quads(
    resolution: Resolution, names: Iris, articles: Mapping[str, NamedNode], origins: Mapping[str, str]
) -> Iterator[Quad]:
    """The default graph of entities and events; ``articles`` gives the IRI of each article's id, ``origins`` the id of the first article
    with the same text, for each that repeats one.

    Raises StoreError where an entity or an event cites an article that is not among them.
    """
    for entity in resolution.entities:
        yield from _default_graph(_entity(entity, names, articles))
    for event in resolution.events:
        yield from _default_graph(_event(event, names, articles, origins))
    yield from _default_graph(said for _, said in origin_statements(origins, articles))


def entity_statements(entity: Entity, names: Iris, articles: Mapping[str, NamedNode]) -> frozenset[Statement]:
    """All that the default graph says of an entity. Raises StoreError as ``resolution_quads`` does."""
    return frozenset(_entity(entity, names, articles))


def event_statements(
    event: Event, names: Iris, articles: Mapping[str, NamedNode], origins: Mapping[str, str]
) -> frozenset[Statement]:
    """All that the default graph says of an event. Raises StoreError as ``resolution_quads`` does."""
    return frozenset(_event(event, names, articles, origins))


def origin_statements(origins: Mapping[str, str], articles: Mapping[str, NamedNode]) -> Iterator[tuple[NamedNode, Statement]]:
    """All that the default graph says of articles, each with its article; of those that are in the graph."""
    for article, first in sorted(origins.items()):
        if article in articles and first in articles:
            yield articles[article], (articles[article], _term("sameTextAs"), articles[first])


def _default_graph(statements: Iterator[Statement]) -> Iterator[Quad]:
    graph = DefaultGraph()
    for statement in dict.fromkeys(statements):
        yield Quad(*statement, graph)


def _article_statements(extraction: Extraction, article: NamedNode) -> Iterator[Statement]:
    yield from _metadata(extraction.article, article)
    spans: dict[int, list[Span]] = {}
    for mention in extraction.mentions:
        spans.setdefault(mention.chain, []).append(mention.span)
    cited = _cited(extraction)
    for chain in extraction.chains:
        if chain.id in cited:
            yield from _chain(chain, article, spans.get(chain.id, []))
    words = extraction.article.text
    for number, attribution in enumerate(extraction.attributions):
        yield from _attribution(attribution, iris.attribution(article, number), article, words)
    for report in extraction.reports:
        yield from _report(report, article, words)


def _cited(extraction: Extraction) -> set[int]:
    """The chains that have a name or that something else cites; of the others ("the morning air") nothing is told."""
    members = {chain.id: chain.members for chain in extraction.chains}
    left = [chain.id for chain in extraction.chains if chain.named]
    left += [one.chain for report in extraction.reports for one in report.participants if one.chain is not None]
    left += [attribution.chain for attribution in extraction.attributions if attribution.chain is not None]
    cited: set[int] = set()
    while left:
        chain = left.pop()
        if chain not in cited:
            cited.add(chain)
            left.extend(members.get(chain, ()))
    return cited


def _metadata(article: Article, node: NamedNode) -> Iterator[Statement]:
    yield node, _term("rdf:type"), _term("schema:NewsArticle")
    yield node, _term("nif:isString"), text(article.text)
    yield node, _term("nif:endIndex"), integer(len(article.text))
    if article.title:
        yield node, _term("schema:headline"), text(article.title)
    if article.published is not None:
        yield node, _term("schema:datePublished"), day(article.published)
    if article.modified is not None:
        yield node, _term("schema:dateModified"), day(article.modified)
    for author in article.authors:
        yield node, _term("schema:author"), text(author)
    if article.source:
        yield node, _term("schema:publisher"), text(article.source)
    for category in article.categories:
        yield node, _term("schema:articleSection"), text(category)
    if article.place:
        yield node, _term("schema:locationCreated"), text(article.place)
    yield from _origin(article, node)


def _origin(article: Article, node: NamedNode) -> Iterator[Statement]:
    address = iris.web(article.url)
    if address is not None:
        yield node, _term("schema:url"), address
        yield node, _term("prov:wasDerivedFrom"), address
    if article.file:
        yield node, _term("file"), text(article.file)
    if article.record:
        yield node, _term("schema:identifier"), text(article.record)


def _chain(chain: Chain, article: NamedNode, spans: list[Span]) -> Iterator[Statement]:
    node = iris.chain(article, chain.id)
    yield node, _term("rdfs:label"), text(chain.name)
    for span in spans:
        yield node, _term("gaf:denotedBy"), iris.span(article, span)
    for member in chain.members:
        yield node, _term("member"), iris.chain(article, member)


def _attribution(attribution: Attribution, node: NamedNode, article: NamedNode, words: str) -> Iterator[Statement]:
    if attribution.kind is not QuoteKind.INDIRECT:
        yield node, _term("quoteKind"), text(attribution.kind.value)
    if attribution.chain is not None:
        yield node, _term("source"), iris.chain(article, attribution.chain)
    elif attribution.source is not None:
        yield node, _term("sourceText"), text(attribution.source.of(words))
    if attribution.cue is not None:
        yield node, _term("cueText"), text(attribution.cue.of(words))
    if attribution.content:
        yield node, _term("contentText"), text(" … ".join(span.of(words) for span in attribution.content))
    for span in attribution.content:
        yield node, _term("gaf:denotedBy"), iris.span(article, span)


def _report(report: Report, article: NamedNode, words: str) -> Iterator[Statement]:
    node, sentence = iris.report(article, report.id), iris.span(article, report.sentence)
    yield node, _term("reportedType"), _term(report.type)
    yield node, _term("gaf:denotedBy"), iris.span(article, report.trigger)
    yield node, _term("sentence"), sentence
    yield sentence, _term("nif:anchorOf"), text(report.sentence.of(words))  # once, however many reports the sentence holds
    if report.type == PLAIN_EVENT:
        yield node, _term("lemma"), text(report.lemma)
    for participant in report.participants:
        yield node, *_participant(participant, article, words)
    if report.within is not None:
        yield node, _term("within"), iris.report(article, report.within)
    if report.code:
        yield node, _term("ploverCode"), text(report.code)
    yield node, _term("confidence"), decimal(report.confidence)
    yield from _stance(report, node)
    for cue in report.cues:
        yield node, _term("stanceCue"), iris.span(article, cue)
    if report.attribution is not None:
        yield node, _term("attributedTo"), iris.attribution(article, report.attribution)
    if report.time is not None and report.time.basis is TimeBasis.STATED:
        yield from _interval(report.time, node)


def _participant(participant: Participant, article: NamedNode, words: str) -> tuple[NamedNode, NamedNode | Literal]:
    if participant.chain is not None:
        return _term(participant.role), iris.chain(article, participant.chain)
    return _term(f"{participant.role}Text"), text(participant.span.of(words))


def _stance(report: Report, node: NamedNode) -> Iterator[Statement]:
    if report.polarity is not Polarity.POSITIVE:
        yield node, _term("polarity"), text(report.polarity.value)
    if report.modality is not Modality.ACTUAL:
        yield node, _term("modality"), text(report.modality.value)
    if report.future:
        yield node, _term("future"), boolean(True)


def _interval(interval: Interval, node: NamedNode) -> Iterator[Statement]:
    if interval.begin is not None:
        yield node, _term("begin"), day(interval.begin)
    if interval.end is None:
        yield node, _term("open"), boolean(True)
    elif interval.end != interval.begin:
        yield node, _term("end"), day(interval.end)
    if interval.precision != "day":
        yield node, _term("timePrecision"), text(interval.precision)


def _entity(entity: Entity, names: Iris, articles: Mapping[str, NamedNode]) -> Iterator[Statement]:
    node = names.entity(entity.id)
    yield node, _term("rdf:type"), _term(entity.type)
    yield node, _term("rdfs:label"), text(entity.name)
    yield node, _term("mentionCount"), integer(entity.mention_count)
    yield node, _term("named"), boolean(entity.named)
    if entity.named:
        yield node, _term("confidence"), decimal(entity.confidence)
    if entity.count is not None:
        yield node, _term("count"), integer(entity.count)
    for alias in entity.aliases:
        if alias != entity.name:
            yield node, _term("skos:altLabel"), text(alias)
    for link in entity.links:
        if (address := iris.web(link.iri)) is not None:
            yield node, _term("owl:sameAs"), address
    for name, values in (("country", (entity.country,)), ("sector", (entity.sector,)), ("title", entity.roles)):
        yield from ((node, _term(name), text(value)) for value in values if value)
    for member in entity.members:
        yield node, _term("member"), names.entity(member)
    for merge in entity.evidence:
        yield node, _term("gaf:denotedBy"), iris.chain(_article(articles, merge.chain.article, entity.id), merge.chain.chain)


def _event(event: Event, names: Iris, articles: Mapping[str, NamedNode], origins: Mapping[str, str]) -> Iterator[Statement]:
    node = names.event(event.id)
    yield node, _term("rdf:type"), _term(event.type)
    yield node, _term("rdfs:label"), text(event.label)
    yield node, _term("factuality"), text(event.factuality.value)
    yield node, _term("confidence"), decimal(event.confidence)
    for role in event.roles:
        yield node, _term(role.name), names.entity(role.entity)
    if event.place is not None:
        yield node, _term("place"), names.entity(event.place)
    for whole in event.part_of:
        yield node, _term("sem:subEventOf"), names.event(whole)
    if event.interval is not None:
        yield from _interval(event.interval, node)
        if event.interval.basis is TimeBasis.STATED:
            yield node, _term("timeBasis"), text(event.interval.basis.value)
    reporting = {reference.article for reference in event.reports}
    for name, count in (("reportCount", len(set(event.reports))), ("articleCount", len(reporting))):
        if count > 1:
            yield node, _term(name), integer(count)
    if origins and (count := len({origins.get(article, article) for article in reporting})) < len(reporting):
        yield node, _term("originCount"), integer(count)
    if event.theme:
        yield node, _term("theme"), boolean(True)
    for reference in event.reports:
        article = _article(articles, reference.article, event.id)
        yield node, _term("reportedBy"), iris.report(article, reference.report)


def _article(articles: Mapping[str, NamedNode], identifier: str, citing: str) -> NamedNode:
    try:
        return articles[identifier]
    except KeyError:
        raise StoreError(f"{citing!r} cites the article {identifier!r}, which was not extracted") from None
