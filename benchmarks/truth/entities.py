"""Draws named entities of the graph, and shows each with some of its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.judging.sheets import RULE, window
from benchmarks.truth.claims import ENTITY, Claim
from benchmarks.truth.corpus import Made, Page
from benchmarks.truth.draw import Candidate, Drawn, Rules, rank
from benchmarks.truth.verdicts import ClaimKey
from kgraph.model import ChainRef, Entity, Extraction, Mention, MentionKind, Resolution

_MENTIONS = 4  # that a sheet shows, of different articles first


def draw_entities(
    resolution: Resolution, pages: Mapping[str, Page], found: Iterable[Extraction], rules: Rules
) -> list[Candidate]:
    """Named entities in the order of chance."""
    articles = {extraction.article.id: extraction for extraction in found}
    named = (entity for entity in resolution.entities if entity.named)
    pool = (one for entity in named if (one := _candidate(entity, pages, articles)) is not None)
    ranked = sorted(pool, key=lambda one: rank(rules.seed, one))
    fresh = [one for one in ranked if ClaimKey(one.page.id, ENTITY, one.made.claim) not in rules.judged]
    return fresh[: rules.numbers.get(ENTITY, 0)]


def entity_text(item: Drawn, pages: Mapping[str, Page]) -> str:
    """An item of a sheet: mentions of the entity with what stands around them, and what the graph says that it is."""
    parts = [f"{RULE}\n{item.number}. entity"]
    for article, start, end in ((item.article, *item.claim.trigger), *item.claim.also):
        page = pages[article]
        parts += [page.heading, *window(page.text, (start, end))]
    details = "; ".join(item.claim.details) or "nothing more"
    return "\n".join([*parts, f"ENTITY  {item.claim.name} [{item.claim.type}]", f"MORE    {details}", ""])


def _candidate(entity: Entity, pages: Mapping[str, Page], articles: Mapping[str, Extraction]) -> Candidate | None:
    places = _places([merge.chain for merge in entity.evidence], articles)
    if not places:
        return None
    (article, start, end), *others = places
    claim = Claim(type=entity.type, trigger=(start, end), name=entity.name, details=tuple(details_of(entity)), also=tuple(others))
    return Candidate(pages[article], Made(claim, ENTITY, "", (start, end), True))


def _places(chains: Sequence[ChainRef], articles: Mapping[str, Extraction]) -> list[tuple[str, int, int]]:
    """The first name of each chain, in the order of the articles; of one chain alone its first names."""
    refs = [ref for ref in sorted(chains) if ref.article in articles]
    several = [_names(articles[ref.article], ref.chain) for ref in refs]
    if len(refs) == 1:
        return [(refs[0].article, m.span.start, m.span.end) for m in several[0][:_MENTIONS]]
    firsts = [(ref.article, names[0].span.start, names[0].span.end) for ref, names in zip(refs, several, strict=True) if names]
    return firsts[:_MENTIONS]


def _names(extraction: Extraction, chain: int) -> list[Mention]:
    mentions = [mention for mention in extraction.mentions if mention.chain == chain and mention.kind is MentionKind.NAME]
    return sorted(mentions, key=lambda mention: mention.span)


def details_of(entity: Entity) -> Iterator[str]:
    """What the graph says of an entity beside its name, type and links."""
    if entity.country:
        yield f"country {entity.country}"
    if entity.sector:
        yield f"sector {entity.sector}"
    yield from (f"title {role}" for role in entity.roles)
    yield from (f"also called {alias}" for alias in entity.aliases if alias != entity.name)
