"""Holds the program of today against all verdicts on what is one thing.

A judged item stays what it was judged as long as its places stay together. So each is today

- ``kept``: all its places are still one event or entity;
- ``gone``: some of them are not together any more, which is a gain where they were judged to be different, and a loss where not; or what
  a judge found wrong with an entity's name, type or details is not said any more;
- ``absent``: two of its places cannot be found, as the sources lack the article or no report is made there.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from benchmarks.identity.archive import Archive
from benchmarks.identity.draw import details_of, merges, pair_key
from benchmarks.identity.items import ENTITY, EVENT, INSIDE, PAIR, SIZES, Item, Place, size_class
from benchmarks.identity.verdicts import DIFFERENT, OF_WHAT_IS_SAID, TWO, VERDICTS, Verdict
from benchmarks.judging.articles import Offsets
from benchmarks.judging.command import titled
from benchmarks.judging.intervals import share
from kgraph.model import ChainRef, Entity, ReportRef
from kgraph.verifier.claim import shortened

KEPT, GONE, ABSENT = "kept", "gone", "absent"
STATUSES = (KEPT, GONE, ABSENT)
NO_REASON = "no reason kept"
_LEAST = 3  # items of an event type that has a line of its own


class Standing(NamedTuple):
    """How a judged item stands today.

    ``strays`` are those that can be found and were judged to belong elsewhere, ``still`` those of them that are still with the others;
    ``links`` are the steps from one rightful place to the next, ``held`` those whose two places are still together.
    """

    verdict: Verdict
    status: str
    strays: int = 0
    still: int = 0
    links: int = 0
    held: int = 0


class Line(msgspec.Struct, frozen=True, order=True):
    """A judged item in the file of a score, so that two scores can be compared."""

    kind: str
    verdict: str
    status: str
    key: str


class Homes:
    """Which event or entity of today each place belongs to."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        found = archive.resolution
        self._events: Mapping[ReportRef, str] = {ref: event.id for event in found.events for ref in event.reports}
        self._entities: Mapping[ChainRef, str] = {m.chain: entity.id for entity in found.entities for m in entity.evidence}
        self._by_id: Mapping[str, Entity] = {entity.id: entity for entity in found.entities}

    def home(self, kind: str, place: Place) -> str | None:
        """The id of the event or entity at a place; None where nothing is found there, or the article reads differently."""
        paper = self._archive.named(place.article, place.file, place.record)
        if paper is None or paper.digest != place.text:
            return None
        if kind == ENTITY:
            chains = _nearest(place.offsets, paper.names.items())
            return next((home for chain in chains if (home := self._entities.get(ChainRef(paper.id, chain)))), None)
        reports = _nearest(place.offsets, ((number, told.trigger) for number, told in enumerate(paper.reports)))
        return next((home for number in reports if (home := self._events.get(ReportRef(paper.id, number)))), None)

    def is_claimed(self, item: Item, entity: str) -> bool:
        """Whether the graph says of an entity what it said when an item was judged: type, name and details."""
        now = self._by_id[entity]
        return (item.type, item.name, item.details) == (now.type, shortened(now.name), tuple(map(shortened, details_of(now))))


def standings(verdicts: Iterable[Verdict], archive: Archive) -> list[Standing]:
    """How each judged item stands today."""
    homes = Homes(archive)
    return [_standing(verdict, homes) for verdict in verdicts]


def report(found: Sequence[Standing], archive: Archive | None = None) -> str:
    """All tables of a run, as Markdown; with how many merges there are today, where an archive is given."""
    parts = [titled("What has become of what was judged", _statuses(found))]
    for kind, name in ((PAIR, "Pairs of different articles"), (INSIDE, "Pairs within one article"), (EVENT, "Whole events")):
        parts += _of_kind(kind, name, found)
    parts += _of_kind(ENTITY, "Named entities", found)
    parts.append(titled("Names that mean another thing than the entity, by rule", _strays_by_rule(found)))
    if archive is not None:
        parts.append(titled("Today", _today(archive, {one.verdict.item.key for one in found})))
    return "\n\n".join(parts)


def lines(found: Iterable[Standing]) -> list[Line]:
    """What a run found, as it is written to a file."""
    return sorted(Line(one.verdict.item.kind, one.verdict.verdict, one.status, _key(one.verdict.item)) for one in found)


def compare(base: Iterable[Line], now: Iterable[Line]) -> str:
    """What has changed between two runs on the same verdicts: from which status to which, by verdict."""
    before = {(line.kind, line.key): line.status for line in base}
    moves = Counter(
        (line.kind, was, line.status, line.verdict)
        for line in now
        if (was := before.get((line.kind, line.key), line.status)) != line.status
    )
    rows = [f"| {' | '.join(move)} | {number} |" for move, number in sorted(moves.items())]
    return titled("Changes", "\n".join(["| kind | before | now | verdict | items |", "|---|---|---|---|---|", *rows]))


def _standing(verdict: Verdict, homes: Homes) -> Standing:
    item = verdict.item
    strays = verdict.strays if item.kind in (EVENT, ENTITY) else (1,) if verdict.verdict == DIFFERENT else ()
    found = [(home, number in strays) for number, place in enumerate(item.places) if (home := homes.home(item.kind, place))]
    if len(found) < 2:
        return Standing(verdict, ABSENT)
    core = [home for home, is_stray in found if not is_stray]
    main = Counter(core).most_common(1)[0][0] if core else ""
    away = [home for home, is_stray in found if is_stray]
    status = KEPT if len({home for home, _ in found}) == 1 and _is_said(verdict, main, homes) else GONE
    return Standing(verdict, status, len(away), away.count(main), max(0, len(core) - 1), sum(a == b for a, b in pairwise(core)))


def _is_said(verdict: Verdict, home: str, homes: Homes) -> bool:
    """Whether what was judged is still said; that matters only where a judge found fault with what is said of an entity."""
    return verdict.verdict not in OF_WHAT_IS_SAID or homes.is_claimed(verdict.item, home)


def _of_kind(kind: str, name: str, found: Sequence[Standing]) -> Iterator[str]:
    every = [one for one in found if one.verdict.item.kind == kind]
    if every:
        yield titled(f"{name}, as judged", shares(kind, [one.verdict for one in every]))
        yield titled(f"{name}, still together", shares(kind, [one.verdict for one in every if one.status == KEPT]))
        strays, still, links, held = (sum(getattr(one, field) for one in every) for field in ("strays", "still", "links", "held"))
        yield f"Still with the others: {share(still, strays)} of {strays} strays, {share(held, links)} of {links} rightful links."


def shares(kind: str, verdicts: Sequence[Verdict]) -> str:
    """A table of the verdicts of one kind, for all items and for each group of them."""
    groups: dict[str, list[Verdict]] = {"all": list(verdicts)}
    for verdict in verdicts:
        for name in _groups_of(verdict.item):
            groups.setdefault(name, []).append(verdict)
    words = VERDICTS[kind]
    shown = [name for name in groups if len(groups[name]) >= _LEAST or "type" not in name]
    rows = [_row(name, groups[name], words) for name in sorted(shown, key=lambda name: (name != "all", name))]
    return "\n".join([f"| | items | good | {' | '.join(words)} |", f"|{'---|' * (len(words) + 3)}", *rows])


def _groups_of(item: Item) -> Iterator[str]:
    yield "held out" if item.held else "not held out"
    if item.kind == PAIR:
        yield "reprint" if item.reprint else "no reprint"
        if not item.reprint:
            yield f"no reprint, rule: {item.places[1].rule or NO_REASON}"
            yield f"no reprint, over {size_class(item.size)} articles"
            yield f"no reprint, type: {item.type}"
    elif item.kind == INSIDE:
        yield f"merged by {item.places[1].rule or NO_REASON}"
    else:
        yield f"over {size_class(item.size)} articles"


def _row(name: str, verdicts: Sequence[Verdict], words: Sequence[str]) -> str:
    counts = Counter(verdict.verdict for verdict in verdicts)
    good = sum(verdict.is_good for verdict in verdicts)
    cells = (name, str(len(verdicts)), share(good, len(verdicts)), *(str(counts[word]) for word in words))
    return f"| {' | '.join(cells)} |"


def _statuses(found: Iterable[Standing]) -> str:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in found:
        counts[one.verdict.item.kind, one.verdict.verdict][one.status] += 1
    rows = [f"| {kind} | {word} | {' | '.join(str(counts[kind, word][s]) for s in STATUSES)} |" for kind, word in sorted(counts)]
    return "\n".join([f"| kind | verdict | {' | '.join(STATUSES)} |", "|---|---|---|---|---|", *rows])


def _strays_by_rule(found: Iterable[Standing]) -> str:
    """How often names that a rule put into an entity were judged to mean another thing; entities that are no name at all are left out."""
    names: Counter[str] = Counter()
    strays: Counter[str] = Counter()
    for one in found:
        verdict = one.verdict
        if verdict.item.kind == ENTITY:
            names.update(place.rule or NO_REASON for place in verdict.item.places)
            if verdict.verdict == TWO:
                strays.update(verdict.item.places[number].rule or NO_REASON for number in verdict.strays)
    rows = [f"| {rule} | {names[rule]} | {share(strays[rule], names[rule])} |" for rule in sorted(names)]
    return "\n".join(["| rule | names | mean another thing |", "|---|---|---|", *rows])


def _today(archive: Archive, judged: Collection[object]) -> str:
    """How many events and merges there are, and how many of the merges nobody has judged."""
    sizes = Counter(size_class(articles) for event in archive.resolution.events if (articles := _articles(event.reports)) > 1)
    told = ", ".join(f"{sizes[size]} over {size} articles" for size in SIZES if sizes[size])
    every = [pair_key(archive, one, other) for _, one, other in merges(archive)]
    new = sum(key not in judged for key in every)
    return f"{len(archive.resolution.events)} events; {told or 'none over two articles'}; {len(every)} merges, {new} of them new."


def _articles(reports: Iterable[ReportRef]) -> int:
    return len({ref.article for ref in reports})


def _nearest(wanted: Offsets, found: Iterable[tuple[int, Offsets]]) -> list[int]:
    """The numbers of those that share a character with a place; first those that stand just there."""
    meeting = [(offsets != wanted, number) for number, offsets in found if offsets[0] < wanted[1] and wanted[0] < offsets[1]]
    return [number for _, number in sorted(meeting)]


def _key(item: Item) -> str:
    kind, places = item.key
    return hashlib.sha256(repr((kind, sorted(places))).encode()).hexdigest()[:16]
