"""Resolution: which chains are one entity and which reports tell of one event, over all articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from operator import attrgetter

from kgraph.errors import KGraphError
from kgraph.lexicon import Lexicon
from kgraph.model import Entity, Extraction, Interval, Resolution
from kgraph.resolve.authority import Authority, shipped_authority
from kgraph.resolve.corrections import Corrections, Warn, corrected
from kgraph.resolve.event_corrections import corrected_clusters
from kgraph.resolve.events import events
from kgraph.resolve.evidence import NO_PERIODS, Evidence, evidence_of, gather
from kgraph.resolve.origins import origins_of
from kgraph.resolve.settled import NOTHING, NameNeighbourhoods, Resolved
from kgraph.resolve.settled_names import named_again


def resolve(
    extractions: Iterable[Extraction],
    lexicon: Lexicon,
    *,
    authority: Authority | None = None,
    corrections: Corrections | None = None,
    warn: Warn | None = None,
    periods: Mapping[str, Interval] = NO_PERIODS,
) -> Resolution:
    """The entities and events of all articles, sorted by id; the order of the extractions does not matter.

    ``authority`` is what is known beside the articles, by default what kgraph ships; ``warn`` is told of corrections that fit nothing.
    ``periods`` are between which days undated articles appeared, by their ids.
    Raises CorrectionError where one correction contradicts another.
    """
    found = resolve_evidence(
        gather(map(evidence_of, extractions), periods), lexicon, authority=authority, corrections=corrections, warn=warn
    )
    return found.resolution


def resolve_evidence(
    evidence: Evidence,
    lexicon: Lexicon,
    *,
    authority: Authority | None = None,
    corrections: Corrections | None = None,
    warn: Warn | None = None,
    last: Resolved = NOTHING,
) -> Resolved:
    """The same, of what was kept of the extractions.

    Sooner where much of it was resolved ``last``, with the same code, data, authority and corrections, and the same extractions of the
    articles that are in both.
    """
    said, told = corrections or Corrections(), warn or _silent
    found, names = _entities(evidence, authority or shipped_authority(), said, told, last)
    if said.of_events:
        # What a correction joins can lie anywhere: nothing holds still beside it.
        happened, neighbourhoods = events(
            evidence, found, lexicon, correct=partial(corrected_clusters, corrections=said, warn=told)
        )
    else:
        happened, neighbourhoods = events(evidence, found, lexicon, last=last)
    return Resolved(Resolution(found, happened), neighbourhoods, names, origins_of(evidence.texts, last.origins))


def entities_in(evidence: Evidence, authority: Authority, corrections: Corrections, warn: Warn) -> tuple[Entity, ...]:
    """The entities of the evidence, sorted by id."""
    return _entities(evidence, authority, corrections, warn, NOTHING)[0]


def _entities(
    evidence: Evidence, authority: Authority, corrections: Corrections, warn: Warn, last: Resolved
) -> tuple[tuple[Entity, ...], NameNeighbourhoods]:
    """The entities of the evidence, sorted by id, and what the next time is spared by them."""
    if not corrections.of_entities:
        return named_again(evidence.chains, authority, last)
    found = corrected(evidence.chains, authority, corrections, warn)
    return tuple(sorted(found, key=attrgetter("id"))), NameNeighbourhoods()


def _silent(error: KGraphError) -> None:
    """Tells nobody."""


__all__ = ["NOTHING", "Resolved", "entities_in", "resolve", "resolve_evidence"]
