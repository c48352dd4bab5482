"""Nobody acts on themselves unless a word such as "himself" says so: which fillers of one event can stand for different people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgraph.extract.fillers import Filler, in_range, is_named
from kgraph.extract.measures import is_stray_unit
from kgraph.extract.reading import Reading
from kgraph.lexicon import EventType, entity_is_a, nouns
from kgraph.model import TARGET_ROLES
from kgraph.syntax.predications import Predication
from kgraph.syntax.relations import OBJECT, PREPOSITIONAL_OBJECT, RECIPIENT
from kgraph.syntax.tree import Token

_ACTING = ("Person", "Group", "Organization", "Country")
_OBJECTS = OBJECT | RECIPIENT | PREPOSITIONAL_OBJECT


def acts_on_itself(fillers: Sequence[Filler], event_type: EventType, reading: Reading) -> bool:
    """Whether the only actor that is acted on is the agent: who ruins its plans, or saves itself, does nothing to another."""
    doers = {filler.head.i for filler in fillers if filler.role == "agent"}
    others = [filler for filler in fillers if filler.role in TARGET_ROLES and filler.head.i not in doers]
    if any(_is_plain(filler.head) for filler in others):
        return False  # a plain "him" is another than who does it
    actors = [filler for filler in others if _is_actor(filler, event_type, reading)]
    return bool(actors) and all(_is_agent(filler, fillers, reading) for filler in actors)


def apart(fillers: Iterable[Filler], item: Predication, reading: Reading) -> Iterator[Filler]:
    """What grammar allows: no "it" that stands for nothing, no unit of a sum, nobody who acts on himself without a "himself".

    "Ann left with praise, giving him hope": a clause says "himself" of its own subject, so whoever gives here is another. Where the
    clause has the agent itself, it is the other word that was taken for the agent.
    """
    told = [
        filler
        for filler in fillers
        if not is_stray_unit(filler.head) and (filler.head.lower_ != "it" or reading.mention(filler.head) is not None)
    ]
    own = {argument.head.i for argument in item.arguments if not argument.inherited}
    plain = _chains((filler.head for filler in told if filler.role != "agent" and _is_plain(filler.head)), reading)
    kept = [one for one in told if one.role != "agent" or one.head.i in own or not _chains([one.head], reading) & plain]
    acting = [
        one.head for one in kept if one.role == "agent" and any(entity_is_a(reading.type(one.head), kind) for kind in _ACTING)
    ]
    for filler in kept:
        if filler.role == "agent" and acting and _is_scenery(filler.head, reading):
            continue
        if filler.role not in TARGET_ROLES or is_reflexive(filler.head) or not _is_agent(filler, kept, reading):
            yield filler


def _is_scenery(head: Token, reading: Reading) -> bool:
    """Whether a word beside somebody who acts is a thing or a place without a name: "shot by a man by a canal"."""
    if head.head.lower_ in ("with", "from", "to", "of", "against"):
        return False  # the other side of a deal is somebody, whatever it is called: "a deal with the bakery"
    kinds = ("Thing", "Place", "Facility", "Region") if head.head.lower_ == "by" else ("Thing",)
    return reading.type(head) in kinds and head.pos_ == "NOUN" and not is_named(head, reading)


def _is_agent(filler: Filler, fillers: Iterable[Filler], reading: Reading) -> bool:
    """Whether a word stands for one of those who act."""
    agents = _chains((other.head for other in fillers if other.role == "agent"), reading)
    return bool(_chains([filler.head], reading) & agents)


def _is_actor(filler: Filler, event_type: EventType, reading: Reading) -> bool:
    role = event_type.role(filler.role)
    return role is not None and bool(role.range) and in_range(filler.head, role, reading)


def _chains(heads: Iterable[Token], reading: Reading) -> frozenset[int]:
    """The chains that words belong to."""
    return frozenset(mention.chain for head in heads if (mention := reading.mention(head)) is not None)


def is_reflexive(token: Token) -> bool:
    """Whether a word turns an act back on who acts: "himself"."""
    pronoun = nouns.pronouns().get(token.lower_)
    return pronoun is not None and pronoun.use == "r"


def _is_plain(token: Token) -> bool:
    """Whether the token is a pronoun, and an object, that no clause uses for its own subject: him, not himself or his."""
    pronoun = nouns.pronouns().get(token.lower_)
    return pronoun is not None and pronoun.use in ("s", "o") and pronoun.person == 3 and token.fills(_OBJECTS)
