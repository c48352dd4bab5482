"""What takes part in an event beyond the frame that fits best: what a claim or plan says, and the roles of an entry's other frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kgraph.extract.fillers import Filler, can_act, fill, heads_of, is_apt
from kgraph.extract.reading import Reading
from kgraph.lexicon import EventType, Frame, Slot, Trigger
from kgraph.model import TARGET_ROLES
from kgraph.syntax.predications import Predication
from kgraph.syntax.relations import ACTIVE_SUBJECT, DETERMINER

_ADDED = frozenset(
    {"topic", "amount", "addressee", "recipient", "position", "cause", "seller", "buyer", "score", "contest", "prize"}
)
_DURING = frozenset({"in", "during", "at", "on", "over", "after", "following", "before", "amid", "under"})
_SAYING = ("Thing", "Law", "Work")


def contents(fillers: Iterable[Filler], reading: Reading) -> Iterator[Filler]:
    """What a plan or a claim says as the topic of the event that it takes part in: "denied reports that the mill would close"."""
    for filler in fillers:
        noun = filler.head
        if filler.role not in (*TARGET_ROLES, "topic") or noun.pos_ != "NOUN" or reading.type(noun) not in _SAYING:
            continue
        inner = reading.predications.get(noun)
        if inner is not None and not noun.fills(ACTIVE_SUBJECT):
            yield from (
                Filler("topic", clause) for clause in inner.fillers("clause") if clause.i > noun.i and clause.head is noun
            )


def of_other_frames(
    item: Predication, trigger: Trigger, best: Frame, fillers: Iterable[Filler], event_type: EventType, reading: Reading
) -> Iterator[Filler]:
    """The roles that another frame of the entry fills with what the best one does not ask for: "agreed a deal with the bank to pay"."""
    filled = {filler.role for filler in fillers}
    asked = {slot.path for slot in best.slots}
    for frame in trigger.frames:
        for slot in frame.slots:
            if frame is best or slot.role in filled or slot.path in asked or slot.role not in _ADDED or len(slot.path) > 1:
                continue
            heads = [head for head in heads_of(item, slot, trigger, reading) if is_apt(head, slot, item, event_type, reading)]
            found = [filler for head in heads for filler in fill(head, slot, event_type, reading) if filler.role == slot.role]
            filled |= {filler.role for filler in found}
            yield from found


def other_side(item: Predication, fillers: Iterable[Filler], event_type: EventType, reading: Reading) -> Iterator[Filler]:
    """Who is with those that a noun names: whoever does something in it, or after it ("the firm sold the mill after talks with Norway")."""
    beside = {token.i for head in item.fillers("with") for token in head.subtree}
    agents = [filler.head.i for filler in fillers if filler.role == "agent"]
    if not event_type.symmetric or item.pos != "noun" or not agents or not beside.issuperset(agents) or _is_known(item):
        return
    for governor in reading.predications.governors.get(item.head.i, ()):
        if governor.function in _DURING:
            slot = Slot(("subject",), "agent")
            clause = governor.predication
            for head in clause.fillers("subject") or (clause.fillers("object") if clause.passive else ()):
                if can_act((head,), slot, event_type, reading):
                    yield from fill(head, slot, event_type, reading, inherited=True)
            return


def _is_known(item: Predication) -> bool:
    """Whether the text speaks of an occasion that it has told of before, whose sides may be others: "the row with the bank"."""
    return any(child.lower_ in ("the", "this", "that") for child in item.head.children_as(DETERMINER))
