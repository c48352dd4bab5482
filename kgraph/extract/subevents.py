"""Which reports tell of a part of a larger event of the same sentence: "signed at the summit", "the attack killed two"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kgraph.extract.reading import Reading, support_words
from kgraph.lexicon import Lexicon
from kgraph.model import CORE_ROLES, PLAIN_EVENT, Modality, Polarity, Report
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADVERBIAL_CLAUSE,
    BY_AGENT,
    NOMINAL_PREDICATE,
    OBJECT,
    PASSIVE_SUBJECT,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tree import Token

_UPWARDS = OBJECT | NOMINAL_PREDICATE | PASSIVE_SUBJECT | PREPOSITIONAL_OBJECT | PREPOSITION
"""What leads from a noun to the verb that a phrase stands with: "reached a deal on arms at the summit"."""
_OBJECTS = OBJECT | PASSIVE_SUBJECT
_TAKEN = frozenset({*CORE_ROLES, "origin", "destination"})


def enclosed(reports: Sequence[Report], reading: Reading, lexicon: Lexicon) -> tuple[Report, ...]:
    """The reports, each with ``within`` set where the text says that its event is part of another."""
    heads = {report.id: head for report in reports if (head := reading.root(report.trigger)) is not None}
    by_head = {head.i: reports[number] for number, head in heads.items()}
    wholes: dict[int, int] = {}
    for whole in reports:
        part = _told_within(whole, heads.get(whole.id), by_head, lexicon)
        if part is not None and _fits(part, whole) and not _takes_part(heads[whole.id], part):
            wholes.setdefault(part.id, whole.id)
    for part in reports:
        causes = _causes(heads[part.id]) if part.id in heads else ()
        for whole in (by_head[token.i] for token in causes if token.i in by_head):
            if _is_harm_of(part, whole, lexicon) and _fits(part, whole):
                wholes.setdefault(part.id, whole.id)
    return tuple(replace(report, within=wholes[report.id]) if report.id in wholes else report for report in reports)


def _told_within(whole: Report, head: Token | None, by_head: Mapping[int, Report], lexicon: Lexicon) -> Report | None:
    """What a preposition puts into an event: the nearest that it can stand with, if it is of a type that may be part of the event."""
    if whole.type == PLAIN_EVENT or head is None or not head.fills(PREPOSITIONAL_OBJECT):
        return None
    preposition, says = _preposition(head)
    kinds = lexicon.types[whole.type].encloses.get(says)
    part = next((by_head[token.i] for token in _above(preposition) if token.i in by_head), None)
    if kinds is None or part is None:
        return None
    return part if not kinds or any(lexicon.is_a(part.type, kind) for kind in kinds) else None


def _preposition(noun: Token) -> tuple[Token, str]:
    """The preposition that a noun stands behind, and what it says: "on the sidelines of" something is during it."""
    own, edge = noun.head, noun.head.head
    if own.lower_ == "of" and edge.fills(PREPOSITIONAL_OBJECT) and edge.lemma_.lower() in support_words()["edge"]:
        return edge.head, "during"
    return own, own.lower_


def _causes(verb: Token) -> Iterator[Token]:
    """What brings about what a verb tells of: "the blast killed", "killed by the blast", and in "bombed the town, killing" the bombing."""
    if verb.fills(ADVERBIAL_CLAUSE) and verb.tag_ == "VBG":
        yield verb.head
    for child in verb.children:
        if child.fills(ACTIVE_SUBJECT):
            yield child
        elif child.fills(BY_AGENT):
            yield from (one for one in child.children if one.fills(PREPOSITIONAL_OBJECT))


def _is_harm_of(part: Report, whole: Report, lexicon: Lexicon) -> bool:
    """Whether an event is of a type that can be brought about by the other's and be part of it: the dead of an attack."""
    kinds = lexicon.types[whole.type].encloses.get("in", ()) if whole.type != PLAIN_EVENT else ()
    return any(lexicon.is_a(part.type, kind) for kind in kinds)


def _above(preposition: Token) -> Iterator[Token]:
    """What a phrase stands with, as far up as the verb; then what a verb that tells of nothing has as object: "reached a deal"."""
    token = preposition.head
    yield token
    while token.fills(_UPWARDS) and token.head.i != token.i:
        token = token.head
        yield token
    yield from (child for child in token.children if child.fills(_OBJECTS))


def _fits(part: Report, whole: Report) -> bool:
    """Whether two reports tell of two events that have both happened, or of which the part at least is still to be."""
    is_so = part.polarity is whole.polarity is Polarity.POSITIVE
    return part.first != whole.first and is_so and (whole.modality is Modality.ACTUAL or part.modality is whole.modality)


def _takes_part(whole: Token, part: Report) -> bool:
    """Whether an event is one of those whom another happens to, or where it leads: "attacked the meeting", "arrived at the summit"."""
    return any(one.role in _TAKEN and one.head.start == whole.idx for one in part.participants)
