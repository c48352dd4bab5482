"""Why chains are one entity: for each the rules, the article and the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kgraph.errors import UnknownEntity
from kgraph.lexicon import entity_is_a
from kgraph.model import ChainRef, Entity, Extraction, Mention, MentionKind, Span
from kgraph.outgoing import counted, printable
from kgraph.resolve.names import normalised

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """A mention in its sentence: the words before it, its own and those after, and the rule that put it into its chain."""

    before: str
    words: str
    after: str
    rule: str
    more: int  # mentions of the chain by the same rule that are not shown


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one chain is part of an entity: the rule, the name of the chain that it met and that chain's article, and its mentions."""

    chain: ChainRef
    name: str
    article: str
    day: str
    rule: str
    met: str
    quotes: tuple[Quote, ...]


def find_entities(entities: Iterable[Entity], name: str) -> list[Entity]:
    """The entities with this id, else with this name, else with this alias. Raises UnknownEntity, with close ones, where there is none."""
    known = list(entities)
    if found := entities_called(known, name):
        return found
    near = get_close_matches(name, sorted({e.name for e in known if e.named} | {e.id for e in known}), n=3)
    raise UnknownEntity(f"no entity or event is called {name!r}{f'; similar names are {near}' if near else ''}")


def entities_called(known: Sequence[Entity], name: str) -> list[Entity]:
    """The entities that ``find_entities`` finds, none where it would raise."""
    plain = normalised(name)
    for fits in (
        lambda entity: entity.id == name,
        lambda entity: normalised(entity.name) == plain,
        lambda entity: plain in map(normalised, entity.aliases),
    ):
        if found := [entity for entity in known if fits(entity)]:
            return found
    return []


def matching(entities: Iterable[Entity], name: str, kind: str, *, unnamed: bool = False) -> list[Entity]:
    """The entities with this in their name or an alias and of this type or a finer one ("" for any), the most mentioned first."""
    wanted = name.lower()
    found = [
        entity
        for entity in entities
        if (entity.named or unnamed)
        and (not kind or entity_is_a(entity.type, kind))
        and any(wanted in called.lower() for called in (entity.name, *entity.aliases))
    ]
    return sorted(found, key=lambda entity: (-entity.mention_count, entity.id))


def totals(entities: Iterable[Entity]) -> list[tuple[str, int]]:
    """How many chains each rule has put into these entities, the most first."""
    counts = Counter(merge.rule for entity in entities for merge in entity.evidence)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def explain(entity: Entity, extractions: Iterable[Extraction]) -> list[Explanation]:
    """Why each chain of an entity is part of it, those first that others met. ``extractions`` are those of its articles at least."""
    wanted = {ref.article for merge in entity.evidence for ref in (merge.chain, merge.met) if ref is not None}
    found = {extraction.article.id: extraction for extraction in extractions if extraction.article.id in wanted}
    merges = sorted(entity.evidence, key=lambda merge: (merge.met is not None, merge.chain))
    return [_explanation(merge.chain, merge.rule, merge.met, found) for merge in merges]


def _explanation(ref: ChainRef, rule: str, met: ChainRef | None, found: Mapping[str, Extraction]) -> Explanation:
    extraction = found[ref.article]
    article = extraction.article
    other = found[met.article] if met is not None else None
    return Explanation(
        chain=ref,
        name=extraction.chains[ref.chain].name,
        article=article.key or article.id,
        day=article.day.isoformat() if article.day is not None else "",
        rule=rule,
        met=f"{other.chains[met.chain].name} ({other.article.key or other.article.id})"
        if other is not None and met is not None
        else "",
        quotes=tuple(_quotes(extraction, ref.chain)),
    )


def _quotes(extraction: Extraction, chain: int) -> Iterator[Quote]:
    """The first mention by each rule, names before others."""
    by_rule: dict[tuple[bool, str], list[Mention]] = {}
    for mention in extraction.mentions:
        if mention.chain == chain:
            by_rule.setdefault((mention.kind is not MentionKind.NAME, mention.rule), []).append(mention)
    for (_, rule), mentions in sorted(by_rule.items(), key=lambda item: (item[0][1] != "first", item[0][0], item[1][0].span)):
        span, text = mentions[0].span, extraction.article.text
        sentence = sentence_of(extraction, span)
        before, after = text[sentence.start : span.start], text[span.end : sentence.end]
        yield Quote(folded(before), folded(span.of(text)), folded(after), rule, len(mentions) - 1)


def sentence_of(extraction: Extraction, span: Span) -> Span:
    """The sentence around a span: a report's where one covers it, else from one full stop of its paragraph to the next."""
    told = [report.sentence for report in extraction.reports if report.sentence.covers(span)]
    if told:
        return min(told, key=lambda sentence: (sentence.end - sentence.start, sentence))
    block = next((block.span for block in extraction.article.blocks if block.span.covers(span)), None)
    start, end = (block.start, block.end) if block is not None else (0, len(extraction.article.text))
    text = extraction.article.text
    stops = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    start = max([stop for stop in stops if stop <= span.start], default=start)
    end = min([stop for stop in stops if stop >= span.end], default=end)
    return Span(start, end)


def folded(words: str) -> str:
    """White space folded; a blank kept at either end."""
    return re.sub(r"\s+", " ", words)


def render(entity: Entity, explanations: Sequence[Explanation], rules: Mapping[str, str], mentions: Mapping[str, str]) -> str:
    """The explanations as text; ``rules`` and ``mentions`` say in words what the rules of chains and of mentions are."""
    lines = [f"{entity.id}: {entity.name} ({entity.type}), {counted(len(explanations), 'chain')} in {_articles(explanations)}"]
    known = ("also called " + "; ".join(entity.aliases) if entity.aliases else "", *(link.iri for link in entity.links))
    lines += [f"  {line}" for line in known if line]
    for item in explanations:
        lines += ["", f"{item.name} — {item.article}{f', {item.day}' if item.day else ''}"]
        met = f" It joined: {item.met}." if item.met else ""
        lines.append(f"  {item.rule}: {rules.get(item.rule, item.rule)}{met}")
        for quote in item.quotes:
            more = f" (and {quote.more} more)" if quote.more else ""
            lines.append(f"    {quote.rule}: {mentions.get(quote.rule, quote.rule)}{more}")
            lines.append(f"      {quote.before.lstrip()}[{quote.words}]{quote.after.rstrip()}")
    return "".join(f"{printable(line)}\n" for line in lines)


def _articles(explanations: Sequence[Explanation]) -> str:
    return counted(len({item.chain.article for item in explanations}), "article")
