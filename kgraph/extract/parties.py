"""Who acts or undergoes in a report: whether it has a name, is picked out by a description, or is nobody in particular."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.coreference.nobody import nobody
from kgraph.extract.reading import Reading
from kgraph.lexicon import entity_is_a, nouns
from kgraph.model import CORE_ROLES, Chain, Participant, Report
from kgraph.syntax.tree import Token

_PICKED_OUT = ("Person", "Group", "Organization", "Place", "NamedEvent")
"""The types of what a description picks out well enough; a described product or law is no more than a thing."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what acts or undergoes: the word, and the chain where it stands for one."""

    role: str
    head: Token
    chain: Chain | None
    is_described: bool

    @property
    def is_named(self) -> bool:
        return self.chain is not None and self.chain.named

    @property
    def is_picked_out(self) -> bool:
        """Whether a reader can tell who it is: by a name, or by a noun for people, a body, a place or an occasion."""
        if self.chain is None or self._is_pronoun:
            return self.is_named
        return self.is_named or any(entity_is_a(self.chain.type, kind) for kind in _PICKED_OUT)

    @property
    def is_vague(self) -> bool:
        """Whether it is a pronoun for nobody in particular ("something", "who"), or for a thing that has no name."""
        if not self._is_pronoun or self.is_named:
            return False
        definite = self.head.lower_ in nouns.pronouns() or self.head.lower_ in nobody("pointing", "relative")
        return self.chain is None or self.chain.type == "Thing" or not definite

    @property
    def is_unknown(self) -> bool:
        """Whether it is a pronoun that nothing in the article explains."""
        return self._is_pronoun and not self.is_named and not self.is_described

    @property
    def is_explained(self) -> bool:
        """Whether it is a pronoun that a description explains, and no name."""
        return self._is_pronoun and not self.is_named and self.is_described

    @property
    def is_anybody(self) -> bool:
        """Whether it is the reader, or "one"."""
        return self.head.lower_ in nobody("reader", "generic") and self._is_pronoun and not self.head.children

    @property
    def _is_pronoun(self) -> bool:
        return self.head.pos_ == "PRON" or self.head.lower_ in nouns.pronouns()


def sides_of(report: Report, reading: Reading) -> tuple[Party, ...]:
    """Who fills the core roles of a report."""
    return tuple(_sides(report, reading))


def _sides(report: Report, reading: Reading) -> Iterator[Party]:
    for participant in report.fillers(*CORE_ROLES):
        side = _side(participant, reading)
        if side is not None:
            yield side


def _side(participant: Participant, reading: Reading) -> Party | None:
    head = reading.root(participant.head)
    if head is None:
        return None
    chain = reading.chains[participant.chain] if participant.chain is not None else None
    return Party(participant.role, head, chain, participant.chain in reading.described)
