"""Draws what the program has merged: pairs of reports, whole events and entities, by chance and as evenly as the graph has them.

The order of chance is a hash of the seed and of the places, so the order of the articles does not matter. Half of each kind is drawn from
articles that are held out and half from those that are not: builders may read the second half alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from benchmarks.identity.archive import Archive, Paper
from benchmarks.identity.items import ENTITY, EVENT, INSIDE, PAIR, SIZES, Item, Place, place_of, rank, size_class
from benchmarks.truth.entities import details_of as said_of
from kgraph.model import Entity, Event, ReportRef

PER_EVENT = 2
"""Pairs of one event in a draw."""
REPRINTS = 0.2
"""The share of pairs of a draw that are reprints: the program is seldom wrong there."""
SHOWN = 10
"""Places of an event or entity that a judge reads."""
_ALIKE = 0.7
"""How alike the words of two sentences are, in their order, from which on one is a reprint of the other."""
_LEAST_ARTICLES = 3
"""Of an event or an entity that is judged as a whole."""
RESOLUTION, EXTRACTION = "resolution", "extraction"
"""What merged two reports of one article."""


class Rules(NamedTuple):
    """The seed, how many of each kind, the name of the draw, and what was judged before and is not drawn again."""

    seed: int
    numbers: Mapping[str, int]
    name: str
    judged: frozenset[object] = frozenset()


def draw(archive: Archive, rules: Rules) -> list[list[Item]]:
    """The items in groups that are read together: each of one kind, from held out articles or from others."""
    pools = {PAIR: pairs, INSIDE: insides, EVENT: wholes, ENTITY: entities}
    groups: list[list[Item]] = []
    for kind, number in rules.numbers.items():
        pool = [item for item in pools[kind](archive, rules) if item.key not in rules.judged]
        free = _chosen(kind, _ranked(rules, pool, held=False), number // 2)
        taken = {item.key for item in free} | {(item.type, item.name) for item in free if kind in (EVENT, ENTITY)}
        rest = [item for item in pool if item.key not in taken and (item.type, item.name) not in taken]
        groups += [free, _chosen(kind, _ranked(rules, rest, held=True), number - number // 2)]
    return [group for group in groups if group]


def _ranked(rules: Rules, pool: Iterable[Item], *, held: bool) -> list[Item]:
    return sorted((item for item in pool if item.held is held), key=lambda item: _rank(rules.seed, item))


def merges(archive: Archive) -> Iterator[tuple[Event, ReportRef, ReportRef]]:
    """For each event, each article behind its first with one report of it and one of another article of the event.

    So an event over ten articles is nine merges. A report is held against the one that it met, where the reason says so; else against one
    that chance chooses.
    """
    for event in archive.resolution.events:
        met = {merge.report: merge.met for merge in event.merges}
        firsts = _first_reports(event)
        for place, report in enumerate(firsts[1:], 1):
            other = met.get(report)
            if other is None or other.article == report.article:
                other = min(firsts[:place], key=lambda ref: rank("other", ref, report))
            yield event, other, report


def pair_key(archive: Archive, one: ReportRef, other: ReportRef) -> object:
    """What is judged of two reports of different articles."""
    return PAIR, frozenset(_report_place(archive, ref, "").where for ref in (one, other))


def pairs(archive: Archive, rules: Rules) -> Iterator[Item]:
    """The merges of reports of different articles."""
    for event, one, other in merges(archive):
        yield _pair(archive, rules, PAIR, event, (one, other))


def insides(archive: Archive, rules: Rules) -> Iterator[Item]:
    """Pairs of reports of one article that one event holds: each report with the one before it."""
    for event in archive.resolution.events:
        for reports in _by_article(event).values():
            for one, other in pairwise(reports):
                yield _pair(archive, rules, INSIDE, event, (one, other))


def wholes(archive: Archive, rules: Rules) -> Iterator[Item]:
    """The events over three articles or more; of those not held out, with the reports of such articles alone."""
    for event in archive.resolution.events:
        firsts = _first_reports(event)
        if len(firsts) < _LEAST_ARTICLES:
            continue
        reasons = {merge.report: merge.rule for merge in event.merges}
        places = [_report_place(archive, ref, reasons.get(ref, "")) for ref in firsts]
        for held, shown in _sides(archive, rules.seed, places):
            yield Item(rules.name, 0, 0, EVENT, event.type, len(firsts), shown, name=event.label, held=held)


def entities(archive: Archive, rules: Rules) -> Iterator[Item]:
    """The named entities of three articles or more; of those not held out, with the names of such articles alone."""
    for entity in archive.resolution.entities:
        places = list(_entity_places(archive, entity)) if entity.named else []
        size = len({place.article for place in places})
        if size >= _LEAST_ARTICLES:
            for held, shown in _sides(archive, rules.seed, places):
                details = tuple(details_of(entity))
                yield Item(rules.name, 0, 0, ENTITY, entity.type, size, shown, name=entity.name, details=details, held=held)


def is_reprint(one: str, other: str) -> bool:
    """Whether two sentences are nearly the same, word by word."""
    return Indel.normalized_similarity(_words(one), _words(other)) >= _ALIKE


def merged_by(paper: Paper, one: int, other: int) -> str:
    """Whether two reports of an article are one event because the extraction says so, or because resolution does."""
    root = [number if told.same_as is None else told.same_as for number, told in enumerate(paper.reports)]
    return EXTRACTION if root[one] == root[other] else RESOLUTION


def report_at(archive: Archive, ref: ReportRef) -> tuple[int, int]:
    """The offsets of the word of a report."""
    return archive.papers[ref.article].reports[ref.report].trigger


def _pair(archive: Archive, rules: Rules, kind: str, event: Event, refs: tuple[ReportRef, ReportRef]) -> Item:
    papers = [archive.papers[ref.article] for ref in refs]
    sentences = [paper.text[slice(*paper.reports[ref.report].sentence)] for paper, ref in zip(papers, refs, strict=True)]
    reasons = {merge.report: merge.rule for merge in event.merges}
    how = [reasons.get(ref, "") for ref in refs]
    if kind == INSIDE and not how[1]:
        how[1] = merged_by(papers[0], refs[0].report, refs[1].report)
    return Item(
        draw=rules.name,
        sheet=0,
        number=0,
        kind=kind,
        type=event.type,
        size=len({ref.article for ref in event.reports}),
        places=tuple(_report_place(archive, ref, rule) for ref, rule in zip(refs, how, strict=True)),
        name=event.label,
        held=any(paper.is_held_out for paper in papers),
        reprint=is_reprint(*sentences),
    )


def _chosen(kind: str, ranked: Sequence[Item], number: int) -> list[Item]:
    """The first of a group in the order of chance, as many of each part of it as it is to have."""
    if kind == PAIR:
        again = _few_of_one_event(item for item in ranked if item.reprint)
        others = _few_of_one_event(item for item in ranked if not item.reprint)[
            : number - min(len(again), round(number * REPRINTS))
        ]
        return _mixed([*others, *again[: number - len(others)]])
    if kind == INSIDE:
        return _in_equal_parts(_few_of_one_event(ranked), number, lambda item: item.places[1].rule)
    if kind == EVENT:
        few = min(number // 3, sum(size_class(item.size) == SIZES[2] for item in ranked))
        large = [item for item in ranked if size_class(item.size) == SIZES[2]][:few]
        return [item for item in ranked if size_class(item.size) == SIZES[1]][: number - few] + large
    return list(ranked[:number])


def _mixed(items: Sequence[Item]) -> list[Item]:
    """The items mixed, so that a judge does not read all reprints at once."""
    return sorted(items, key=lambda item: _rank("mixed", item))


def _few_of_one_event(ranked: Iterable[Item]) -> list[Item]:
    """The items without those behind the first few of one event."""
    seen: Counter[tuple[str, str, int]] = Counter()
    kept = []
    for item in ranked:
        key = (item.type, item.name, item.size)
        seen[key] += 1
        if seen[key] <= PER_EVENT:
            kept.append(item)
    return kept


def _in_equal_parts(ranked: Iterable[Item], number: int, part: Callable[[Item], str]) -> list[Item]:
    """The first of each part by turns."""
    parts: dict[str, list[Item]] = defaultdict(list)
    for item in ranked:
        parts[part(item)].append(item)
    turns = [(place, rank("part", key), item) for key, items in parts.items() for place, item in enumerate(items)]
    return [item for _, _, item in sorted(turns, key=lambda turn: turn[:2])][:number]


def _sides(archive: Archive, seed: int, places: Sequence[Place]) -> Iterator[tuple[bool, tuple[Place, ...]]]:
    """What judges are shown of a whole: the places in articles that are not held out, and the places of it all, where some are."""
    free = [place for place in places if not archive.papers[place.article].is_held_out]
    if len({place.article for place in free}) >= _LEAST_ARTICLES:
        yield False, _some(seed, free)
    if len(free) < len(places):
        yield True, _some(seed, places)


def _some(seed: int, places: Sequence[Place]) -> tuple[Place, ...]:
    chosen = sorted(places, key=lambda place: rank(seed, place.where))[:SHOWN]
    return tuple(sorted(chosen, key=lambda place: place.where))


def _entity_places(archive: Archive, entity: Entity) -> Iterator[Place]:
    for merge in sorted(entity.evidence, key=lambda merge: merge.chain):
        paper = archive.papers[merge.chain.article]
        if merge.chain.chain in paper.names:
            yield place_of(paper, paper.names[merge.chain.chain], merge.rule)


def _report_place(archive: Archive, ref: ReportRef, rule: str) -> Place:
    return place_of(archive.papers[ref.article], report_at(archive, ref), rule)


def _first_reports(event: Event) -> list[ReportRef]:
    """The first report of each article of an event."""
    return [reports[0] for reports in _by_article(event).values()]


def _by_article(event: Event) -> Mapping[str, list[ReportRef]]:
    found: dict[str, list[ReportRef]] = defaultdict(list)
    for ref in sorted(event.reports):
        found[ref.article].append(ref)
    return found


def details_of(entity: Entity) -> Iterator[str]:
    """What the graph says of an entity beside its name and type."""
    yield from said_of(entity)
    yield from (f"link {link.iri}" for link in entity.links)


def _rank(seed: int | str, item: Item) -> bytes:
    return rank(seed, item.kind, *(place.where for place in item.places))


def _words(sentence: str) -> list[str]:
    return [word.strip(".,;:!?\"'“”‘’()[]") for word in sentence.lower().split()]
