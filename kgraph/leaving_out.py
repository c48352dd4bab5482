"""Leaving parts out of an extraction, so that what is left is whole: numbers count on, and nothing points to what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kgraph.model import Attribution, Chain, Extraction, Participant, Report


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of an extraction, by their numbers."""

    reports: frozenset[int] = frozenset()
    attributions: frozenset[int] = frozenset()
    chains: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.reports or self.attributions or self.chains)


def without(extraction: Extraction, parts: Parts) -> Extraction:
    """The extraction without these parts.

    A report that is attributed goes with its attribution: without it, the article itself would say so. What a chain filled is told by its
    words alone. Of a report that is the same as one that goes, or within it, the next in line takes the place.
    """
    gone = parts.reports | {one.id for one in extraction.reports if one.attribution in parts.attributions}
    reports = _numbers((one.id for one in extraction.reports), gone)
    attributions = _numbers(range(len(extraction.attributions)), parts.attributions)
    chains = _numbers((one.id for one in extraction.chains), parts.chains)
    return replace(
        extraction,
        chains=tuple(_chain(one, chains) for one in extraction.chains if one.id in chains),
        mentions=tuple(replace(one, chain=chains[one.chain]) for one in extraction.mentions if one.chain in chains),
        attributions=tuple(_attribution(extraction.attributions[number], chains) for number in attributions),
        reports=tuple(_report(one, extraction, reports, attributions, chains) for one in extraction.reports if one.id in reports),
    )


def _numbers(before: Iterable[int], gone: frozenset[int]) -> Mapping[int, int]:
    """The new numbers of what stays, by the old ones."""
    return {old: new for new, old in enumerate(number for number in before if number not in gone)}


def _chain(chain: Chain, chains: Mapping[int, int]) -> Chain:
    return replace(chain, id=chains[chain.id], members=tuple(chains[member] for member in chain.members if member in chains))


def _attribution(attribution: Attribution, chains: Mapping[int, int]) -> Attribution:
    return replace(attribution, chain=_moved(attribution.chain, chains))


def _report(
    report: Report, extraction: Extraction, reports: Mapping[int, int], attributions: Mapping[int, int], chains: Mapping[int, int]
) -> Report:
    before = {one.id: one for one in extraction.reports}
    return replace(
        report,
        id=reports[report.id],
        participants=tuple(_participant(one, chains) for one in report.participants),
        attribution=_moved(report.attribution, attributions),
        same_as=_next_in_line(report.same_as, lambda number: before[number].same_as, reports),
        within=_next_in_line(report.within, lambda number: before[number].within, reports),
    )


def _participant(participant: Participant, chains: Mapping[int, int]) -> Participant:
    return replace(participant, chain=_moved(participant.chain, chains))


def _moved(number: int | None, numbers: Mapping[int, int]) -> int | None:
    return numbers.get(number) if number is not None else None


def _next_in_line(number: int | None, after: Callable[[int], int | None], numbers: Mapping[int, int]) -> int | None:
    """The new number of a report, or of the first of those that it points to in turn and that stays."""
    seen: set[int] = set()
    while number is not None and number not in numbers and number not in seen:
        seen.add(number)
        number = after(number)
    return _moved(number, numbers)
