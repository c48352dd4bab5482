"""Draws events of the graph, which one or more reports tell of, over one article or several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from benchmarks.judging.sheets import RULE, around
from benchmarks.truth.claims import MERGED, SHOWN, Claim
from benchmarks.truth.corpus import Made, Page
from benchmarks.truth.draw import Candidate, Drawn, Rules, rank
from benchmarks.truth.verdicts import ClaimKey
from benchmarks.truth.words import type_in_words
from kgraph.lexicon import Lexicon
from kgraph.model import SHOWN_CONFIDENCE, Entity, Event, ReportRef, Resolution
from kgraph.verifier.claim import Side, time_of
from kgraph.verifier.words import when

_MOST_REPORTS = 6  # that a sheet shows
Pages = Mapping[str, Page]


def is_shown(event: Event) -> bool:
    """Whether the page and the standard queries show an event by default."""
    return event.confidence >= SHOWN_CONFIDENCE


def event_candidates(resolution: Resolution, pages: Pages, kind: str) -> Iterator[Candidate]:
    """The events of a kind (shown or merged) with the article of their first report."""
    entities = {entity.id: entity for entity in resolution.entities}
    for event in resolution.events:
        if is_shown(event) if kind == SHOWN else len(event.reports) > 1:
            first = _reports(event)[0]
            made = _report(first, pages)
            yield Candidate(pages[first.article], Made(event_claim(event, entities, pages), kind, "", made.sentence, made.whole))


def event_claim(event: Event, entities: Mapping[str, Entity], pages: Pages) -> Claim:
    """What the graph claims of an event."""
    first, *others = _reports(event)
    fillers = [_filler(role.name, entities[role.entity]) for role in event.roles]
    place = [_filler("place", entities[event.place])] if event.place else []
    return Claim(
        type=event.type,
        trigger=_report(first, pages).claim.trigger,
        modality=event.factuality.value,
        time=time_of(event.interval),
        participants=tuple(dict.fromkeys([*fillers, *place])),
        name=event.label,
        also=tuple((ref.article, *_report(ref, pages).claim.trigger) for ref in others),
    )


def draw_events(pool: Iterable[Candidate], rules: Rules) -> list[Candidate]:
    """Events in the order of chance; of merged ones half are told by two articles or more, as far as there are as many."""
    ranked = sorted(pool, key=lambda one: rank(rules.seed, one))
    kinds = {candidate.made.kind for candidate in ranked}
    number = sum(rules.numbers.get(kind, 0) for kind in kinds)
    if kinds != {MERGED}:
        return _within(ranked, rules, number)
    over = _within([one for one in ranked if _articles(one) > 1], rules, number // 2)
    return over + _within([one for one in ranked if _articles(one) == 1], rules, number - len(over))


def event_text(item: Drawn, pages: Pages, lexicon: Lexicon) -> str:
    """An item of a sheet: its reports, each with what stands around it, and the event."""
    places = [(item.article, *item.claim.trigger), *item.claim.also]
    parts = [f"{RULE}\n{item.number}. {item.kind}: {len(places)} report{'s' if len(places) > 1 else ''}"]
    for article, start, end in places[:_MOST_REPORTS]:
        page = pages[article]
        made = next(made for made in page.claims if made.claim.trigger == (start, end))
        parts += [page.heading, *around(page.text, made.sentence, (start, end))]
    if len(places) > _MOST_REPORTS:
        parts.append(f"(and {len(places) - _MOST_REPORTS} more reports)")
    return "\n".join([*parts, *_lines(item.claim, lexicon), ""])


def _lines(claim: Claim, lexicon: Lexicon) -> Iterator[str]:
    yield f"EVENT   {claim.name}"
    yield f"TYPE    {type_in_words(claim, lexicon)}"
    for filler in claim.participants:
        yield f"{filler.role.upper():<7} [{filler.name}, {filler.type}]"
    yield f"STANCE  {claim.modality}"
    yield f"TIME    {when(claim.time) or 'none'}"


def _within(ranked: Iterable[Candidate], rules: Rules, number: int) -> list[Candidate]:
    drawn: list[Candidate] = []
    articles: Counter[str] = Counter()
    for one in ranked:
        key = ClaimKey(one.page.id, one.made.kind, one.made.claim)
        if len(drawn) < number and articles[one.page.id] < rules.per_article and key not in rules.judged:
            articles[one.page.id] += 1
            drawn.append(one)
    return drawn


def _articles(candidate: Candidate) -> int:
    return len({candidate.page.id, *(article for article, _, _ in candidate.made.claim.also)})


def _reports(event: Event) -> list[ReportRef]:
    return sorted(event.reports)


def _report(ref: ReportRef, pages: Pages) -> Made:
    """The claim of a report; the claims of a page are in the order of its reports' ids."""
    return pages[ref.article].claims[ref.report]


def _filler(role: str, entity: Entity) -> Side:
    return Side(role, 0, 0, entity.name, entity.type)
