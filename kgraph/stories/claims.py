"""A claim over time: who made it first, who repeated, changed, denied or withdrew it, and when.

A claim is an event of the graph, and each of its reports somebody's word for it. There are three times: when the thing happened (the
event's), when an article said so (the step's), and when the graph was made, which the graph does not hold, so that the same articles give
the same graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.rdf.view import Happening, Telling, View
from kgraph.stories.figures import Figure, figures

FIRST, REPEATED, SAME_TEXT = "first", "repeated", "same text"
CHANGED, CONFIRMED, DENIED, WITHDREW = "changed", "confirmed", "denied", "withdrew"
DISPUTES = frozenset({CHANGED, DENIED, WITHDREW})
"""What makes a claim worth a reader's second look."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one article says of a claim: what it does to it, on which day, and in whose words ("" for the article's own).

    ``changes`` say what is other than before: "at least 40 people, then up to 100 people". ``day`` is "" where the article has none.
    """

    kind: str
    day: str
    source: str
    telling: Telling
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """An event with what was said of it, in the order of the articles' days; ``begin`` and ``end`` are when it happened, in a unit."""

    event: str
    label: str
    begin: str
    end: str
    precision: str
    steps: tuple[Step, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether somebody changed, denied or withdrew it."""
        return any(step.kind in DISPUTES for step in self.steps)


@dataclass(slots=True)
class _Before:
    """What was said so far: the last figures, by what they count, the origins, and the stance of each source and of all."""

    figures: dict[str, Figure] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)
    stances: dict[str, tuple[str, str]] = field(default_factory=dict)
    last: tuple[str, str] | None = None


def claim_of(happening: Happening, view: View) -> Claim:
    """What was said of an event over time; of one article each source once for each thing that it says."""
    ordered = sorted(happening.tellings, key=lambda telling: (_day(telling, view) or "9999", telling.article, telling.start))
    shared = _counted_again(ordered)
    return Claim(
        happening.iri, happening.label, happening.begin, happening.end, happening.precision, tuple(_steps(ordered, shared, view))
    )


def claims_about(name: str, view: View) -> list[Claim]:
    """The claims whose event has a name in its label or somebody of that name in it: the disputed first, then those said most often."""
    wanted = name.casefold()
    called = {iri for iri, actor in view.actors.items() if wanted in {word.casefold() for word in (actor.name, *actor.aliases)}}
    about = (
        event
        for event in view.happenings.values()
        if wanted and (wanted in event.label.casefold() or any(entity in called for _, entity in event.roles))
    )
    claims = [claim_of(event, view) for event in about]
    return sorted(
        claims, key=lambda claim: (not claim.is_disputed, -len(claim.steps), claim.begin or claim.end or "9999", claim.event)
    )


def _steps(ordered: Iterable[Telling], counted: frozenset[str], view: View) -> Iterator[Step]:
    before, seen = _Before(), set[tuple[object, ...]]()
    for telling in ordered:
        stance = (telling.polarity, telling.modality)
        numbers = {figure.unit: figure for figure in figures(telling.quote) if figure.unit in counted}
        said = (telling.article, telling.source, stance, tuple(sorted((n.unit, n.value, n.bound) for n in numbers.values())))
        if said not in seen:
            seen.add(said)
            yield _step(telling, numbers, before, view)


def _step(telling: Telling, numbers: dict[str, Figure], before: _Before, view: View) -> Step:
    stance = (telling.polarity, telling.modality)
    source = view.sources.get(telling.article)
    origin = (source.origin if source else "") or telling.article
    changes = tuple(
        f"{old.words}, then {number.words}"
        for unit, number in numbers.items()
        if (old := before.figures.get(unit)) is not None and not old.agrees(number)
    )
    step = Step(_kind(telling, origin, changes, before), _day(telling, view), telling.source, telling, changes)
    before.figures |= numbers
    before.origins.add(origin)
    before.stances[telling.source or origin] = stance
    before.last = stance
    return step


def _kind(telling: Telling, origin: str, changes: Sequence[str], before: _Before) -> str:
    polarity, modality = telling.polarity, telling.modality
    if before.last is None:
        return FIRST
    if origin in before.origins and telling.source not in before.stances and not telling.source and not changes:
        return SAME_TEXT
    if polarity == "negative":
        own = before.stances.get(telling.source) if telling.source else None
        return WITHDREW if own is not None and own[0] == "positive" else _kept(before, DENIED)
    if changes:
        return CHANGED
    if before.last[1] != "actual" and modality == "actual":
        return CONFIRMED
    return REPEATED


def _kept(before: _Before, kind: str) -> str:
    """Who denies what all have denied so far repeats it."""
    return REPEATED if all(polarity == "negative" for polarity, _ in before.stances.values()) else kind


def _counted_again(tellings: Sequence[Telling]) -> frozenset[str]:
    """What more than one article counts: only that can have changed."""
    articles: dict[str, set[str]] = {}
    for telling in tellings:
        for figure in figures(telling.quote):
            articles.setdefault(figure.unit, set()).add(telling.article)
    return frozenset(unit for unit, found in articles.items() if len(found) > 1)


def _day(telling: Telling, view: View) -> str:
    source = view.sources.get(telling.article)
    return source.published[:10] if source is not None else ""
