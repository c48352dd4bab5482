"""Which stage of an extraction lost an event that a person annotated, read from what each stage really gave.

For an annotated event without a trigger (its root, source and target; ``lost_dyad``), these are asked in order:

- **wrong direction**: an event of the root has both actors, each in the other's place.
- **filtered**: the matched entry has the root and both actors, but the prediction lacks it: its report was joined with another one, or
  what is planned, denied or refused has another code (plover.py).
- **wrong frame**: an event of another PLOVER root has both actors.
- An event of the root has one of the actors. What it lacks of the other is the **wrong filler** if that is an argument of its predication;
  there was **no mention** if no mention overlaps it; otherwise it is the **wrong parse**: a mention that the parse does not make an
  argument of the trigger. Of several such events the first counts.
- **wrong frame** or **no trigger**: an event that PLOVER has no root for has both actors; the lexicon has an entry for its word, or none.
- Some event of the root has none of the actors: again mention, parse or filler, in this order.
- **wrong frame**: some word has an entry of the root, but another entry fitted better, or its conditions were not met.
- **no trigger**: no word has an entry of the root.

For an annotated trigger (``lost_trigger``) there is **no predication** if none of its words heads one; **no trigger** if the lexicon has no
entry for it (a verb remains a plain event); **wrong frame** if it has entries and none fits; **filtered** if one was matched and its report
was then joined with another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations, product

from benchmarks.accuracy.actors import is_among
from kgraph.coding.predictions import prediction
from kgraph.extract import read, told
from kgraph.extract.frames import Match, best_match, entries
from kgraph.extract.plain import plain_match
from kgraph.extract.reading import Reading
from kgraph.lexicon import EventType, Lexicon
from kgraph.model import CORE_ROLES, TARGET_ROLES, Article, Extraction, Span
from kgraph.syntax.predications import Predication
from kgraph.syntax.tree import Doc, Token

_ROOTS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""PLOVER's later names of what the annotation holds together."""
_MUTUAL = ("CONSULT", "AGREE", "COOPERATE")


class Stage(StrEnum):
    """What lost an annotated event; the module's text says when."""

    NO_MENTION = "no mention"
    NO_PREDICATION = "no predication"
    NO_TRIGGER = "no trigger"
    WRONG_FRAME = "wrong frame"
    WRONG_PARSE = "wrong parse"
    WRONG_FILLER = "wrong filler"
    WRONG_DIRECTION = "wrong direction"
    FILTERED = "filtered"


_LACKING_ORDER = (Stage.NO_MENTION, Stage.WRONG_PARSE, Stage.WRONG_FILLER)


@dataclass(frozen=True, slots=True)
class Dyad:
    """An annotated event without a trigger; sources equal to targets are the sides of something mutual."""

    root: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]

    def shown(self, text: str) -> str:
        """The event in words."""
        source, target = (" / ".join(span.of(text) for span in side) or "nobody" for side in (self.sources, self.targets))
        return f"{self.root}: {source} -> {target}"

    def pairs(self) -> Iterator[tuple[tuple[Span, ...], tuple[Span, ...]]]:
        """The sources and targets that an event must have one of each of; none where a side was not annotated."""
        if set(self.sources) == set(self.targets):
            yield from (((one,), (other,)) for one in self.sources for other in self.sources if one != other)
        elif self.sources and self.targets:
            yield self.sources, self.targets


@dataclass(frozen=True, slots=True)
class Found:
    """An event at some stage: its type, root ("" for none), trigger, and participants by role in the order of the text."""

    type: str
    root: str
    trigger: Span
    participants: tuple[tuple[str, Span], ...]

    def shown(self, text: str) -> str:
        """The event in words."""
        who = ", ".join(f"{role} {span.of(text)!r}" for role, span in self.participants)
        return f"{self.type} ({self.root or 'no root'}) {self.trigger.of(text)!r}: {who or 'nobody'}"

    def sides(self) -> Iterator[tuple[Span, Span]]:
        """All pairs of source and target that the event claims; of roots that are mutual, each agent is also a target."""
        sources = [span for role, span in self.participants if role == "agent"]
        targets = [span for role, span in self.participants if role in TARGET_ROLES]
        yield from product(sources, targets)
        if self.root in _MUTUAL:
            yield from permutations(sources, 2)


@dataclass(frozen=True, slots=True)
class Steps:
    """What each stage gave for one article: the reading, the matches before reports are joined, the extraction, the predicted events."""

    reading: Reading
    matches: Mapping[int, Match]
    extraction: Extraction
    events: tuple[Found, ...]
    lexicon: Lexicon

    @property
    def text(self) -> str:
        """The article's text."""
        return self.reading.article.text

    def matched(self) -> Iterator[Found]:
        """The matches as events, with the root of their type whatever is planned or denied."""
        for match in self.matches.values():
            if match.trigger is not None:
                kind = self.lexicon.types[match.trigger.type]
                who = [(filler.role, self.span(filler.head)) for filler in match.fillers]
                mutual = [("patient", span) for role, span in who if role == "agent" and kind.symmetric]
                yield Found(kind.name, root_of(kind), span_of(match.head), (*who, *mutual))

    def predication(self, event: Found) -> Predication | None:
        """The predication that an event was read from."""
        return next((item for item in self.reading.predications if span_of(item.head) == event.trigger), None)

    def roots(self, item: Predication) -> set[str]:
        """The roots that the entries of a predication's word have."""
        return {root_of(self.lexicon.types[trigger.type]) for trigger in entries(item, self.lexicon)}

    def span(self, token: Token) -> Span:
        """The mention that a word is the head of, or else the word."""
        mention = self.reading.mention(token)
        return mention.span if mention is not None else span_of(token)


@dataclass(frozen=True, slots=True)
class Loss:
    """The stage that lost an annotated event, and what was seen there."""

    stage: Stage
    because: str


def steps(article: Article, doc: Doc, lexicon: Lexicon, *, everything: bool = False) -> Steps:
    """What each stage gives for a parsed article; ``everything`` as in kgraph.extract.extract."""
    reading = read(article, doc)
    matches = {
        item.head.i: match
        for item in reading.predications
        if (match := best_match(item, reading, lexicon) or plain_match(item, reading)) is not None
    }
    extraction = told(reading, lexicon, everything=everything)
    events = tuple(_found(event) for event in prediction(extraction, lexicon, {})["events"])
    return Steps(reading, matches, extraction, events, lexicon)


def _found(event: Mapping[str, object]) -> Found:
    """An event of a prediction line."""
    who = event["participants"]
    assert isinstance(who, list)
    root = str(event["root"] or "")
    participants = tuple((str(one["role"]), Span(one["start"], one["end"])) for one in who)
    return Found(str(event["type"]), _ROOTS.get(root, root), Span(int(str(event["start"])), int(str(event["end"]))), participants)


def span_of(token: Token) -> Span:
    """The characters of a word."""
    return Span(token.idx, token.idx + len(token))


def root_of(kind: EventType) -> str:
    """PLOVER's root of a type as the annotation names it; the type's own root where PLOVER has no place for it."""
    return _ROOTS.get(kind.plover, kind.plover) or kind.root.upper()


def lost_dyad(gold: Dyad, seen: Steps) -> Loss | None:
    """What lost an annotated event, None where an event of its root has its source and its target."""
    if any(event.root == gold.root and _has_pair(event, gold, seen.text) for event in seen.events):
        return None
    rooted = [event for event in seen.events if event.root == gold.root]
    if not list(gold.pairs()):
        return None if rooted else _lost_root(gold, seen)
    if turned := next((event for event in rooted if _has_pair(event, gold, seen.text, turned=True)), None):
        return Loss(Stage.WRONG_DIRECTION, _quoted(turned, seen))
    before = (event for event in seen.matched() if event.root == gold.root and _has_pair(event, gold, seen.text))
    if (whole := next(before, None)) is not None:
        return Loss(Stage.FILTERED, _quoted(whole, seen))
    others = [event for event in seen.events if event.root != gold.root and _has_pair(event, gold, seen.text)]
    coded = [event for event in others if event.type in seen.lexicon.types and seen.lexicon.types[event.type].plover]
    if coded:
        return Loss(Stage.WRONG_FRAME, f"{_quoted(coded[0], seen)} is {coded[0].root}")
    near = [event for event in rooted if len(_lacking(event, gold, seen.text)) < 2]
    if near or (rooted and not others):
        return _lost_actor(gold, near or rooted, seen)
    if others:
        known = others[0].type in seen.lexicon.types
        return Loss(Stage.WRONG_FRAME if known else Stage.NO_TRIGGER, f"{_quoted(others[0], seen)} has both actors")
    return _lost_root(gold, seen)


def _has_pair(event: Found, gold: Dyad, text: str, *, turned: bool = False) -> bool:
    sides = [side[::-1] for side in event.sides()] if turned else list(event.sides())
    return any(
        is_among(source, sources, text) and is_among(target, targets, text)
        for sources, targets in gold.pairs()
        for source, target in sides
    )


def _quoted(event: Found, seen: Steps) -> str:
    return f"{event.type} of {event.trigger.of(seen.text)!r}"


def _lost_root(gold: Dyad, seen: Steps) -> Loss:
    """Why no event has the root."""
    recoded = next((event for event in seen.matched() if event.root == gold.root), None)
    if recoded is not None:
        return Loss(Stage.FILTERED, _quoted(recoded, seen))
    known = next((item for item in seen.reading.predications if gold.root in seen.roots(item)), None)
    if known is None:
        return Loss(Stage.NO_TRIGGER, "no word has an entry of the root")
    match = seen.matches.get(known.head.i)
    chosen = match.trigger.type if match is not None and match.trigger is not None else "nothing"
    return Loss(Stage.WRONG_FRAME, f"{known.head.text!r} became {chosen}")


def _lost_actor(gold: Dyad, rooted: Sequence[Found], seen: Steps) -> Loss:
    """Which actor the most complete event of the root lacks, and why."""
    nearest = min(rooted, key=lambda event: len(_lacking(event, gold, seen.text)))
    losses = [_lost_side(side, actors, nearest, seen) for side, actors in _lacking(nearest, gold, seen.text)]
    if not losses:
        return Loss(Stage.WRONG_FILLER, f"{_quoted(nearest, seen)} has both actors on one side")
    return min(losses, key=lambda loss: _LACKING_ORDER.index(loss.stage))


def _lacking(event: Found, gold: Dyad, text: str) -> list[tuple[str, tuple[Span, ...]]]:
    """The sides of an annotated event that no participant of an event names."""
    mutual = set(gold.sources) == set(gold.targets)
    sides = [("side", (one,)) for one in gold.sources] if mutual else [("source", gold.sources), ("target", gold.targets)]
    roles = {"source": ("agent",), "target": TARGET_ROLES, "side": CORE_ROLES}
    return [
        (side, actors)
        for side, actors in sides
        if not any(role in roles[side] and is_among(span, actors, text) for role, span in event.participants)
    ]


def _lost_side(side: str, actors: tuple[Span, ...], event: Found, seen: Steps) -> Loss:
    item = seen.predication(event)
    place = f"the {side} {actors[0].of(seen.text)!r} of {_quoted(event, seen)}"
    taken = (
        [argument.function for argument in item.arguments if is_among(seen.span(argument.head), actors, seen.text)]
        if item
        else []
    )
    if taken:
        return Loss(Stage.WRONG_FILLER, f"{place} is its {' and its '.join(sorted(set(taken)))}")
    if not any(mention.span.overlaps(actor) for mention in seen.reading.mentions for actor in actors):
        return Loss(Stage.NO_MENTION, place)
    return Loss(Stage.WRONG_PARSE, f"{place} is no argument of it")


def lost_trigger(gold: Span, seen: Steps) -> Loss | None:
    """What lost an annotated trigger, None where a report's trigger overlaps it."""
    if any(event.trigger.overlaps(gold) for event in seen.events):
        return None
    items = [item for item in seen.reading.predications if span_of(item.head).overlaps(gold)]
    if not items:
        return Loss(Stage.NO_PREDICATION, ", ".join(_grammar(seen.reading.doc, gold)))
    if any(item.head.i in seen.matches for item in items):
        return Loss(Stage.FILTERED, "its report was joined with another")
    item = items[0]
    if roots := seen.roots(item):
        return Loss(Stage.WRONG_FRAME, f"no frame of {', '.join(sorted(roots))} fits {item.lemma!r}")
    return Loss(Stage.NO_TRIGGER, f"no entry for the {item.pos} {item.lemma!r}")


def _grammar(doc: Doc, span: Span) -> Iterator[str]:
    """The words of a span with what the parser takes them for."""
    return (f"{token.text} {token.pos_} {token.dep_}" for token in doc if span_of(token).overlaps(span))
