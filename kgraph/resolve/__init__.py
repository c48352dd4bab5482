"""Resolution: which chains are one entity and which reports tell of one event, over all articles."""

from __future__ import annotations

from collections.abc import Iterable

from kgraph.model import Extraction, Resolution
from kgraph.ontology import Lexicon
from kgraph.resolve.entities import entities
from kgraph.resolve.events import events
from kgraph.resolve.evidence import Evidence, gather


def resolve(extractions: Iterable[Extraction], lexicon: Lexicon) -> Resolution:
    """The entities and events of all articles, sorted by id; the order of the extractions does not matter."""
    evidence: Evidence = gather(extractions)
    found = entities(evidence)
    return Resolution(found, events(evidence, found, lexicon))


__all__ = ["resolve"]
