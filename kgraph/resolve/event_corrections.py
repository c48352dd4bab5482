"""What a user says of events: reports that tell of one, and reports that do not, over all that the rules say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from kgraph.errors import CorrectionError, UnknownEvent
from kgraph.model import Event, ReportMerge, ReportRef
from kgraph.resolve.corrections import AT, Corrections, Group, Warn, is_meant
from kgraph.resolve.event_clusters import Cluster
from kgraph.resolve.evidence import Evidence, ReportEvidence
from kgraph.resolve.reasons import CORRECTED, FIRST
from kgraph.resolve.units import Unit

Reports = frozenset[ReportRef]


def corrected_clusters(
    found: Iterable[Cluster], events: Iterable[Event], evidence: Evidence, corrections: Corrections, warn: Warn
) -> list[Cluster]:
    """The clusters with corrections applied; ``warn`` is told of each that names what is not there.

    ``events`` are those that the clusters are without corrections: an entry means them by their ids, or the reports of an article by their
    word. What is not one is told apart first. Reports of one article that its extraction has put together stay together. Raises
    CorrectionError where one correction contradicts another.
    """
    known = _Reports(events, evidence, warn)
    apart = [pair for group in corrections.not_same_event for pair in _pairs(known.all_of(group, single=False))]
    clusters = list(found)
    for one, other in apart:
        clusters = [part for cluster in clusters for part in _parted(cluster, one, other)]
    for group in corrections.same_event:
        clusters = _joined(clusters, known.all_of(group, single=True))
        _check(clusters, apart, group)
    return clusters


class _Reports:
    """The reports that a correction means."""

    def __init__(self, events: Iterable[Event], evidence: Evidence, warn: Warn) -> None:
        self._by_event = {event.id: frozenset(event.reports) for event in events}
        self._homes = {ref: event for event, reports in self._by_event.items() for ref in reports}
        self._keys = {item.ref.article: item.key for item in evidence.chains}
        self._by_word: dict[str, list[ReportEvidence]] = defaultdict(list)
        for item in evidence.reports:
            for word in {item.words.casefold(), item.lemma.casefold(), item.type.casefold()}:
                self._by_word[word].append(item)
        self._warn = warn

    def all_of(self, group: Group, *, single: bool) -> list[Reports]:
        """The reports of each name of a group, without those that mean none; with ``single`` those of one name must be of one event."""
        found = [self._of(name, group.where, single=single) for name in group.names]
        return [reports for reports in found if reports]

    def _of(self, name: str, where: str, *, single: bool) -> Reports:
        reports = self._by_event.get(name) or self._called(name)
        if not reports:
            self._warn(UnknownEvent(f"no event has the id {name!r}, and no article has a report of that word", where))
        elif single and len(homes := {self._homes[ref] for ref in reports}) > 1:
            self._warn(UnknownEvent(f"{name!r} is reported of several events: {sorted(homes)}; write an id", where))
            return frozenset()
        return reports

    def _called(self, name: str) -> Reports:
        """The reports with that word, lemma or type in one article."""
        word, at, article = name.rpartition(AT)
        said = self._by_word.get(word.casefold(), ()) if at else ()
        return frozenset(item.ref for item in said if is_meant(item.ref.article, self._keys.get(item.ref.article, ""), article))


def _pairs(sets: Iterable[Reports]) -> Iterator[tuple[Reports, Reports]]:
    """The pairs of sets that must not meet; reports of an event that are named by themselves are taken out of it."""
    for one, other in combinations(sets, 2):
        both = one & other
        yield (one - both, other) if len(one) > len(other) else (one, other - both)


def _parted(cluster: Cluster, one: Reports, other: Reports) -> Iterator[Cluster]:
    """A cluster, in two where it has reports of both: a report goes with those of whom it met first on its way to the first report."""
    sides = _sides(cluster, one, other)
    if len(set(sides.values())) < 2:
        yield cluster
        return
    for side in (False, True):
        yield _cluster([unit for unit in cluster.units if sides[unit.ref] is side], cluster.merges)


def _sides(cluster: Cluster, one: Reports, other: Reports) -> Mapping[ReportRef, bool]:
    """Whether each unit goes with the other reports, by its first report; a unit with reports of both goes with neither alone."""
    unit_of = {item.ref: unit.ref for unit in cluster.units for item in unit.reports}
    marked = {unit: False for ref, unit in unit_of.items() if ref in one}
    marked |= {unit: True for ref, unit in unit_of.items() if ref in other and unit not in marked}
    if len(set(marked.values())) < 2:
        return dict.fromkeys(unit_of.values(), False)
    above = {
        unit_of[merge.report]: unit_of[merge.met] for merge in cluster.merges if merge.met is not None and _leads(merge, unit_of)
    }
    return {unit: _side(unit, above, marked) for unit in unit_of.values()}


def _leads(merge: ReportMerge, unit_of: Mapping[ReportRef, ReportRef]) -> bool:
    """Whether a reason leads from one unit to another."""
    return merge.met is not None and unit_of[merge.report] != unit_of[merge.met]


def _side(unit: ReportRef, above: Mapping[ReportRef, ReportRef], marked: Mapping[ReportRef, bool]) -> bool:
    while unit not in marked:
        if unit not in above:
            return False
        unit = above[unit]
    return marked[unit]


def _joined(clusters: Sequence[Cluster], wanted: Sequence[Reports]) -> list[Cluster]:
    """The clusters with those together that have one of the reports."""
    every = frozenset().union(*wanted)
    among = [cluster for cluster in clusters if any(item.ref in every for unit in cluster.units for item in unit.reports)]
    if len(among) < 2:
        return list(clusters)
    units = [unit for cluster in among for unit in cluster.units]
    merges = [merge for cluster in among for merge in cluster.merges]
    taken = set(map(id, among))
    return [*(cluster for cluster in clusters if id(cluster) not in taken), _cluster(units, merges)]


def _cluster(units: Iterable[Unit], merges: Iterable[ReportMerge]) -> Cluster:
    """Units as one cluster. A report whose reason is gone, as that which it met is elsewhere, is there because a user says so."""
    ordered = sorted(units, key=lambda unit: unit.ref)
    own = [item.ref for unit in ordered for item in unit.reports]
    if len(own) == 1:
        return Cluster(tuple(ordered), ())
    reasons = {merge.report: merge for merge in merges}
    first, *others = [ref for ref in own if (merge := reasons.get(ref)) is None or merge.met not in own]
    kept = {ref: reasons[ref] for ref in own if ref in reasons and reasons[ref].met in own}
    kept |= {first: ReportMerge(first, FIRST)} | {ref: ReportMerge(ref, CORRECTED, first) for ref in others}
    return Cluster(tuple(ordered), tuple(kept[ref] for ref in sorted(own)))


def _check(clusters: Iterable[Cluster], apart: Iterable[tuple[Reports, Reports]], group: Group) -> None:
    """Raises CorrectionError where what is not one has come together."""
    pairs = list(apart)
    for cluster in clusters if pairs else ():
        own = {item.ref for unit in cluster.units for item in unit.reports}
        if any(own & one and own & other for one, other in pairs):
            raise CorrectionError(f"{list(group.names)} are one here but kept apart elsewhere in the file", group.where)
