"""Which entry of the lexicon a predication matches, and by which of its frames."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.extract.beyond import contents, of_other_frames, other_side
from kgraph.extract.factuality_grammar import is_indefinite
from kgraph.extract.fillers import (
    Filler,
    can_act,
    distinct,
    fill,
    heads_of,
    is_apt,
    lemmas_of,
    may_own,
    places,
    sides,
    supported,
)
from kgraph.extract.reading import Reading, support_words
from kgraph.extract.selves import acts_on_itself, apart
from kgraph.lexicon import REQUIRED, Frame, Lexicon, Trigger
from kgraph.model import CORE_ROLES
from kgraph.syntax.predications import Predication
from kgraph.syntax.relations import (
    ADJECTIVE,
    ADVERB,
    COMPOUND,
    OBJECT,
    PARTICLE,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tree import Token

_SECOND_WORD = OBJECT | PARTICLE | ADVERB | PREPOSITION


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger found at a predication, with the fillers of its best frame.

    ``beside`` are the words that belong to a verb without a trigger: "up" of "set up", "out of" of "pulled out of".
    """

    trigger: Trigger | None
    head: Token
    fillers: tuple[Filler, ...]
    beside: str = ""


def best_match(item: Predication, reading: Reading, lexicon: Lexicon) -> Match | None:
    """The match of the entry and frame that fit best: senses that a restriction picks out first, then most roles filled.

    Where two fit alike, a finer type goes before the one it belongs to, and else the entry that stands first.
    """
    if item.pos == "noun" and (_only_names(item.head) or _is_title(item.head) or reading.in_name(item.head)):
        return None
    if _is_half(item.head):
        return None
    best: _Fit | None = None
    for trigger in entries(item, lexicon):
        bonus = _bonus(trigger)
        promising = [frame for frame in trigger.frames if best is None or _beats(trigger, bonus + frame.weight, best, lexicon)]
        if not promising or not _has_particle(item, trigger, reading) or not _in_sense(item, trigger, reading):
            continue
        for frame in promising:
            fit = _fit(item, trigger, frame, reading, lexicon)
            if fit is not None and (best is None or _beats(trigger, fit.score, best, lexicon)):
                best = fit
    if best is None:
        return None
    match = _match(item, best, reading, lexicon)
    return None if item.head.fills(ADJECTIVE) and _is_property(item, match, reading) else match


def _is_property(item: Predication, match: Match, reading: Reading) -> bool:
    """Whether a participle before a noun tells only what kind of thing that is: "long-sought", or "a pressurised job".

    "The jailed poet" tells of an event, as does "two jailed poets" or "a jailed poet from Lund".
    """
    noun = item.head.head
    if any(filler.head is not noun for filler in match.fillers) or not match.fillers:
        return not match.fillers
    some = is_indefinite(noun) and not any(child.pos_ == "NUM" for child in noun.children)
    return item.head.tag_ == "VBN" and some and reading.type(noun) != "Person"


def _beats(trigger: Trigger, score: float, best: _Fit, lexicon: Lexicon) -> bool:
    """Whether a fit of that score would be better than the best so far."""
    if score != best.score:
        return score > best.score
    return trigger.type != best.trigger.type and lexicon.is_a(trigger.type, best.trigger.type)


def _only_names(noun: Token) -> bool:
    """Whether a noun tells only what kind of thing another one is: "detention centre", but not "rescue operation"."""
    return noun.fills(COMPOUND) and noun.head.lemma_.lower() not in support_words()["operation"]


def _is_title(noun: Token) -> bool:
    """Whether a capital letter shows that a noun and whose it is name a work: "The Miller's Journey", but not in a headline."""
    if noun.tag_ not in ("NNP", "NNPS") or not noun.text[:1].isupper():
        return False
    owned = any(child.pos_ == "PROPN" for child in noun.children_as(POSSESSOR))
    return owned and any(token.pos_ in ("NOUN", "VERB") and token.text[:1].islower() for token in noun.sent)


def _is_half(word: Token) -> bool:
    """Whether a participle is one half of an adjective: nobody calls anything in "a so-called expert", or enhances in "mood-enhancing"."""
    return word.fills(ADJECTIVE) and word.i > 0 and word.nbor(-1).text == "-"


def entries(item: Predication, lexicon: Lexicon) -> tuple[Trigger, ...]:
    """The triggers of a predication's lemma; of a compound's, where its parts are written with a hyphen ("sit-in")."""
    lemmas = [item.lemma]
    if item.head.i >= 2 and item.head.nbor(-1).text == "-":
        lemmas.insert(0, f"{item.head.nbor(-2).lower_}-{item.lemma}")
    return next((lexicon.triggers[item.pos, lemma] for lemma in lemmas if (item.pos, lemma) in lexicon.triggers), ())


def _has_particle(item: Predication, trigger: Trigger, reading: Reading) -> bool:
    """Whether the trigger's second word is there: a particle, a preposition, or the "way" of "give way"."""
    if not trigger.particle:
        return not item.particle
    if trigger.particle == item.particle:
        return True
    for child in item.head.children:
        if child.lower_ == trigger.particle and child.fills(_SECOND_WORD):
            # "The order was given in time" gives in to nobody, "took effect on Monday" takes on nobody.
            # Nor does "gave the hall in Bath a new roof".
            brought = child.children_as(PREPOSITIONAL_OBJECT)
            return not (brought and (item.passive or item.fillers("object") or reading.is_time(brought[0])))
    return False


def _in_sense(item: Predication, trigger: Trigger, reading: Reading) -> bool:
    """Whether the fillers allow the trigger's sense."""
    for function, lemmas in trigger.when:
        if lemmas.isdisjoint(lemmas_of(item, function, reading)):
            return False
    return all(lemmas.isdisjoint(lemmas_of(item, function, reading)) for function, lemmas in trigger.unless)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a frame of a trigger fits a predication, and what fills its slots."""

    trigger: Trigger
    frame: Frame
    fillers: tuple[Filler, ...]
    score: float


def _bonus(trigger: Trigger) -> float:
    """What a trigger's own words are worth: its particle, and each restriction that picks its sense out."""
    return 10.0 * bool(trigger.particle) + 6.0 * len(trigger.when)


def _fit(item: Predication, trigger: Trigger, frame: Frame, reading: Reading, lexicon: Lexicon) -> _Fit | None:
    """The fit of one frame, or None where a required function is missing."""
    event_type = lexicon.types[trigger.type]
    fillers: list[Filler] = []
    score = _bonus(trigger)
    required = {slot: heads_of(item, slot, trigger, reading) for slot in frame.slots if slot.required}
    if not all(required.values()):
        return None
    for slot in frame.slots:
        if slot.path[0] == "modifier" and any(filler.role == slot.role for filler in fillers):
            continue
        heads = required[slot] if slot.required else heads_of(item, slot, trigger, reading)
        if event_type.plover and not can_act(heads, slot, event_type, reading):
            return None
        score += REQUIRED * slot.required
        found = [
            filler
            for head in heads
            if is_apt(head, slot, item, event_type, reading)
            for filler in fill(head, slot, event_type, reading)
        ]
        if slot.required and not found and slot.role in CORE_ROLES:
            return None
        score += bool(found) * slot.weight
        fillers.extend(found)
    if event_type.plover and item.pos == "verb" and acts_on_itself(fillers, event_type, reading):
        return None
    fit = _Fit(trigger, frame, tuple(fillers), score)
    return fit if _is_at_home(item, fit, reading, lexicon) else None


def _is_at_home(item: Predication, fit: _Fit, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether an event of a type can happen in an article of its domain, or somebody takes part without whom it could not.

    In an article on sport, soldiers attack somebody and forwards do not.
    """
    wanted = lexicon.types[fit.trigger.type].within.get(reading.domain)
    if wanted is None:
        return True
    fillers = _match(item, fit, reading, lexicon).fillers
    return any(not wanted.isdisjoint(reading.lemmas(filler.head)) for filler in fillers)


def _match(item: Predication, fit: _Fit, reading: Reading, lexicon: Lexicon) -> Match:
    """The match of the best fit, with what stands outside the frame: the two sides of one noun, who supports it, and where."""
    event_type = lexicon.types[fit.trigger.type]
    fillers = list(fit.fillers)
    if event_type.symmetric:
        fillers.extend(sides(fillers, event_type, reading))
    fillers = distinct(fillers)
    fillers.extend(of_other_frames(item, fit.trigger, fit.frame, fillers, event_type, reading))
    if event_type.role("topic") is not None:
        fillers.extend(contents(fillers, reading))
    if item.pos == "noun":
        fillers.extend(supported(item, fit.trigger, fit.frame, fillers, reading, lexicon))
        fillers.extend(other_side(item, fillers, event_type, reading))
        fillers = [filler for filler in fillers if filler.role != "agent" or may_own(filler.head, reading)]
    fillers.extend(places(item, fillers, reading))
    return Match(fit.trigger, item.head, tuple(distinct(apart(fillers, item, reading))))
