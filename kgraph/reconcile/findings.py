"""Which of a service's candidates is an entity: what may be taken as it is, and what somebody has to decide. No network here.

A wrong identifier is worse than none: it makes two things in the world one for everybody who reads the graph (owl:sameAs).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from kgraph.errors import BadAnswer
from kgraph.lexicon import entity_is_a
from kgraph.model import Entity, Link
from kgraph.reconcile.protocol import Candidate
from kgraph.reconcile.types import ServiceTypes
from kgraph.resolve.authority import link_of
from kgraph.resolve.names import is_bare, normalised, top_type

_ID_SAFE = "!$&'()*+,/:;=@-._~"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From what score the best candidate is taken where the service is not certain, and how far the next must stay behind.

    Of two with equal scores none is ever taken.
    """

    score: float
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a service has for an entity, best first: the candidate that is taken, or why none is."""

    entity: Entity
    candidates: tuple[Candidate, ...]
    taken: Candidate | None = None
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide."""
        return self.taken is None and bool(self.candidates)


def identifier(candidate: Candidate, space: str) -> Link:
    """The link to a candidate: its id where that is an address, else the identifier space with its id behind it.

    Raises BadAnswer where the two make no address that could be told apart again.
    """
    own = candidate.id if candidate.id.startswith(("http://", "https://")) else ""
    link = link_of(own or space + quote(candidate.id, safe=_ID_SAFE)) if own or space.endswith(("/", "#", "=")) else None
    if link is None:
        raise BadAnswer(
            f"{candidate.id!r} in the identifier space {space!r} is not an address; say what the identifiers begin with (--identifiers)"
        )
    return link


def askable(entities: Iterable[Entity], kinds: Sequence[str], space: str) -> Iterator[Entity]:
    """The entities of these types or finer ones that a service can be asked about, the most mentioned first.

    Not those that have an identifier of its space, nor people of whom only a surname is known, who could be anybody.
    """
    start = _without_scheme(space)
    for entity in sorted(entities, key=lambda entity: (-entity.mention_count, entity.id)):
        plain = normalised(entity.name)
        if not entity.named or not plain or not any(entity_is_a(entity.type, kind) for kind in kinds):
            continue
        if top_type(entity.type) == "Person" and is_bare(entity.name):
            continue
        if not any(_without_scheme(link.iri).startswith(start) for link in entity.links):
            yield entity


def found(
    answers: Mapping[Entity, tuple[Candidate, ...]],
    entities: Iterable[Entity],
    *,
    types: ServiceTypes,
    threshold: Threshold | None,
    space: str,
) -> Iterator[Finding]:
    """What each answer comes to, in their order; ``entities`` are all of the build.

    No identifier is given to two entities, and none to an entity whose name others have as well: a name is all that an authority
    file could tell them apart by.
    """
    known = list(entities)
    holders = {link: entity for entity in known for link in entity.links}
    bearers = Counter(name for entity in known for name in _names(entity))
    for entity, candidates in answers.items():
        finding = judged(entity, candidates, types, threshold)
        if finding.taken is not None:
            link = identifier(finding.taken, space)
            holder = holders.setdefault(link, entity)
            if bearers[normalised(entity.name), top_type(entity.type)] > 1:
                finding = replace(finding, taken=None, why="several entities of the articles have this name")
            elif holder is not entity:
                finding = replace(
                    finding, taken=None, why=f"the match belongs to {holder.id}; make this name an alias there if they are one"
                )
        yield finding


def judged(entity: Entity, candidates: tuple[Candidate, ...], types: ServiceTypes, threshold: Threshold | None) -> Finding:
    """What an answer comes to by itself.

    Taken is the only candidate that the service marks as the match, unless its type contradicts; where it marks none, the best that
    fits, if the threshold lets it.
    """
    certain = [candidate for candidate in candidates if candidate.match]
    fitting = [candidate for candidate in candidates if not types.contradict(entity.type, candidate)]
    if len(certain) > 1:
        return Finding(entity, candidates, why=f"{len(certain)} candidates are marked as the match")
    if certain and certain[0] not in fitting:
        return Finding(entity, candidates, why=f"the match is not of type {entity.type}")
    if certain:
        return Finding(entity, candidates, certain[0])
    if threshold is not None and fitting and _passes(fitting, threshold):
        return Finding(entity, candidates, fitting[0])
    return Finding(entity, candidates, why="no candidate is marked as the match" if candidates else "")


def _passes(fitting: Sequence[Candidate], threshold: Threshold) -> bool:
    if fitting[0].score < threshold.score:
        return False
    lead = fitting[0].score - fitting[1].score if len(fitting) > 1 else None
    return lead is None or (lead > 0 and lead >= threshold.margin)


def _names(entity: Entity) -> set[tuple[str, str]]:
    """The names that an authority entry would know an entity by."""
    kind = top_type(entity.type)
    return {(normalised(name), kind) for name in (entity.name, *entity.aliases)} if entity.named else set()


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]
