"""What verbs, prepositions and other nouns make of an event that a noun tells of.

``Held`` gives all that bears on a word, from its own modifiers upwards: what is said of a verb is so of what depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kgraph.extract.factuality_ahead import ahead, announced
from kgraph.extract.factuality_beside import ADVERB_OR_PREPOSITION, denials
from kgraph.extract.factuality_governing import unsaid, verb_operator
from kgraph.extract.factuality_grammar import is_definite, is_indefinite, is_present, says_of_subject
from kgraph.extract.factuality_occasions import verb_above
from kgraph.extract.factuality_words import Effect, Step, effect_of, operators
from kgraph.model import Modality
from kgraph.syntax.clauses import particle
from kgraph.syntax.passives import is_perfect, is_verb
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVAL_PREDICATE,
    ADVERB,
    AUXILIARY,
    COMPLEMENT_CLAUSE,
    COMPOUND,
    FINITE_CLAUSE,
    NEGATION,
    NOMINAL_PREDICATE,
    OBJECT,
    OBJECT_PREDICATE,
    PASSIVE_SUBJECT,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.speech import attributes
from kgraph.syntax.tree import Token

Held = Callable[[Token], Iterable[Effect]]


def unreal(head: Token, held: Held) -> tuple[Effect, ...]:
    """What makes a word's event less than actual, without what denies it."""
    return tuple(effect for effect in held(head) if not effect.negates and effect.modality is not Modality.ACTUAL)


def of_gerund_subject(predicate: Token, held: Held) -> tuple[Effect, ...]:
    """What is said of doing something does not tell that it was done: "lowering the tax would help", "building a house takes time"."""
    above = tuple(
        Effect(effect.cue, modality=Modality.CONDITIONAL) if effect.modality is Modality.PLANNED else effect
        for effect in unreal(predicate, held)
    )
    reported = predicate.lemma_ == "be" and predicate.fills(FINITE_CLAUSE) and attributes(predicate.head)
    if above or not (is_present(predicate) or reported) or is_perfect(predicate):
        return above  # "said that selling it was the only way" is "selling it is the only way" in reported speech
    goals = (effect_of("nouns", noun.lemma_.lower(), noun) for noun in predicate.children_as(NOMINAL_PREDICATE))
    if (goal := next(goals, None)) is not None:
        return (goal,)  # "stopping the strike is an aim"
    return (Effect(predicate, modality=Modality.POSSIBLE),)


def dated(noun: Token, verb: Token, held: Held) -> tuple[Effect, ...]:
    """The plan in what is to be done with an occasion, which lies ahead as well: "hosts the summit next year"."""
    if (
        noun.lemma_.lower() not in operators()["gatherings"]
        or not noun.fills(OBJECT)
        or verb.lemma_.lower() in operators()["topics"]
    ):
        return ()
    if verb_operator(verb) is not None or tuple(denials(verb)):
        return ()
    return tuple(ahead(verb)) or tuple(effect for effect in unreal(verb, held) if effect.future)


def raised(noun: Token, verb: Token, trigger: Token) -> Step:
    """What is said of the subject of a raised verb: "a deal is likely to be reached", "talks are due to take place"."""
    lemma, operator = verb.lemma_.lower(), verb_operator(verb)
    if operator is None and (lemma not in {**operators()["carriers"], **operators()["outcomes"]} or says_of_subject(verb)):
        return Step()
    if noun is trigger and is_definite(noun) and (lemma in operators()["outcomes"] or particle(verb)):
        return Step()  # "their proposals are unlikely to work"
    return Step((operator,) if operator is not None else (), verb)


def likelihood(verb: Token) -> Effect | None:
    """How likely what a copula stands behind is said to be: "a strike is unlikely", "a delay looks imminent"."""
    if verb.lemma_ not in ("be", "seem", "look", "appear", "remain", "become"):
        return None
    chances = (
        word
        for word in verb.children_as(ADJECTIVAL_PREDICATE | OBJECT_PREDICATE)
        if word.lemma_.lower() in operators()["chances"]
    )
    chance = next(
        (word for word in chances if not word.children_as(COMPLEMENT_CLAUSE) and not verb.children_as(COMPLEMENT_CLAUSE)), None
    )
    return effect_of("adjectives", chance.lemma_.lower(), chance) if chance is not None else None


def outcome(noun: Token, verb: Token, trigger: Token, held: Held) -> Step:
    """What a verb says of its subject: that it is planned or conditional, and of an attempt that fails also that nothing came of it."""
    if noun is trigger and noun.tag_ == "NNS" and verb.lemma_.lower() in ("fail", "collapse", "continue"):
        return Step()  # "if rescue talks fail"
    if is_definite(noun):
        if noun is trigger and noun.lemma_.lower() in operators()["answered"] and verb.lemma_ != "be":
            return Step()  # "the minister's proposals would see taxes rise"
        if noun is trigger and verb.lemma_.lower() in operators()["presupposing"]:
            return Step()  # "the talks will continue"
        if verb.lemma_ == "be" and (is_perfect(verb) or not _is_ahead(verb)):
            return Step()  # "their losses could have been worse", "believes her death was an accident"
    effects = [effect for effect in held(verb) if not effect.negates]
    if noun is not trigger and verb.lemma_.lower() in operators()["failures"]:
        effects.append(Effect(verb, negates=True))  # "the attempt to sell it failed"
    return Step(tuple(effects))


def _is_ahead(copula: Token) -> bool:
    """Whether what a copula says is still to be: "will be", "would be"."""
    return any(child.fills(AUXILIARY) and child.tag_ == "MD" for child in copula.children)


def on_object(token: Token, head: Token, trigger: Token) -> Effect | None:
    """What a verb does to its object, if it is the kind of object that it does it to."""
    lemma, noun = head.lemma_.lower(), token.lemma_.lower()
    if (plan := announced(token, head)) is not None:
        return plan
    if lemma == "face":
        facing = noun in operators()["facing"] and head.tag_ not in ("VBD", "VBN")
        return Effect(head, modality=Modality.POSSIBLE) if facing else None
    if lemma == "agree" and noun in operators()["concluded"]:
        return None  # "agreed a settlement"
    if lemma == "negotiate" and noun in operators()["concluded"] and head.tag_ in ("VBG", "VBP", "VBZ"):
        return Effect(head, modality=Modality.POSSIBLE)  # "is negotiating a contract"
    effect = verb_operator(head)
    if token.fills(PASSIVE_SUBJECT) and any(child.fills(OBJECT) for child in head.children):
        return None  # "imports were denied relief"
    if effect is None:
        return next(unsaid(head), None) if lemma in ("confirm", "prove") else None
    rejects = f"{lemma} {particle(head)}".strip() in operators()["rejections"]
    if token is trigger and effect.negates and rejects and noun in operators()["answered"]:
        return None  # who rejects an offer was made one
    if lemma in operators()["siding"] and token is not trigger:
        return None  # "backed plans to pay"
    if lemma == "oppose" and tuple(denials(head)):
        return Effect(head, negates=True, modality=Modality.POSSIBLE)  # "would not oppose the sale": there may be one
    if lemma in operators()["topics"] and not effect.negates and is_definite(token):
        return None  # "discussed the attack" of which everybody knows
    return None if lemma == "offer" and noun in operators()["courtesies"] else effect


def prepositional(preposition: Token, held: Held, *, passes: bool) -> Step:
    """What a preposition brings in: "without a deal", "calls for a truce", "hopes of reaching peace", "ended with no deal"."""
    word, governor = preposition.lower_, preposition.head
    if preposition.fills(PREPOSITION) and governor.fills(ADVERB_OR_PREPOSITION):
        word = f"{governor.lower_} {word}"
    elif first := [child.lower_ for child in preposition.children if child.fills(ADVERB) and child.i < preposition.i]:
        word = f"{first[-1]} {word}"
    effect = effect_of("prepositions", word, preposition)
    if effect is None and word.split()[0] in ("even", "just", "only"):
        word = preposition.lower_  # "even without a threat"
        effect = effect_of("prepositions", word, preposition)
    if effect is not None and word == "without" and is_verb(governor):
        return _without(effect, governor, held)
    if effect is not None:
        return Step((effect,))
    if (parted := _parted(preposition) or _beside_object(preposition)) is not None:
        return Step((parted,))
    kind = "nouns" if governor.pos_ in ("NOUN", "PROPN") else "adjectives" if governor.pos_ == "ADJ" else "verbs"
    lemma = governor.lemma_.lower()
    second = particle(governor)
    effect = effect_of(kind, f"{lemma} {second} {word}" if second else f"{lemma} {word}", governor)
    if effect is None and (
        (kind == "nouns" and word in ("of", "for", "to", "about", "on", "over")) or (kind == "adjectives" and word == "of")
    ):
        effect = None if _is_anothers(preposition) else effect_of(kind, lemma, governor)
    if effect is not None:
        return Step((effect,), governor)
    if kind == "nouns" and lemma in operators()["signs"] and word in ("of", "for", "in", "to"):
        return Step((), governor)
    if kind == "adjectives" and lemma == "aware" and any((*denials(governor), *denials(governor.head))):
        return Step((Effect(governor, modality=Modality.POSSIBLE),))
    if word == "of" and lemma in operators()["parts"]:
        return Step((), governor)  # "will be one of the largest strikes"
    carried = passes and word in ("in", "into", "to", "with", "under", "by") and lemma in operators()["carriers"]
    if passes and word == "into" and kind == "verbs" and lemma not in operators()["inquiries"]:
        carried = True  # "did not push them into concessions": into is where they have not got
    return Step((), governor if carried and is_verb(governor) else None)


def _parted(preposition: Token) -> Effect | None:
    """The wish whose "for" stands behind the verb: "calls have grown for an inquiry", "pressure is mounting for a ban"."""
    verb = preposition.head
    if preposition.lower_ != "for" or not is_verb(verb) or preposition.i < verb.i or verb.children_as(OBJECT):
        return None
    for noun in verb.children_as(ACTIVE_SUBJECT | PASSIVE_SUBJECT):
        effect = effect_of("nouns", noun.lemma_.lower(), noun)
        if effect is not None and effect.modality is Modality.WANTED:
            return effect
    return None


def _beside_object(preposition: Token) -> Effect | None:
    """What the object right before a preposition makes of what that brings in: "blamed delays to the launch"."""
    before = preposition.nbor(-1) if preposition.i > 0 else preposition
    if not before.fills(OBJECT) or before.head is not preposition.head:
        return None
    return effect_of("nouns", f"{before.lemma_.lower()} {preposition.lower_}", before)


def _is_anothers(preposition: Token) -> bool:
    """Whether an "of" brings in what asks or rules itself: "the demands of the ruling"."""
    nouns = preposition.children_as(PREPOSITIONAL_OBJECT)
    return preposition.lower_ == "of" and any(
        noun.lemma_.lower() in operators()["answered"] and is_definite(noun) for noun in nouns
    )


def _without(effect: Effect, verb: Token, held: Held) -> Step:
    """What a verb is done without: "left without paying". Who is "not going to leave without paying" is to pay; who "cannot" needs to."""
    effects = tuple(held(verb))
    if not any(other.negates for other in effects):
        return Step((effect, *effects))  # "will leave without paying" has not left yet
    unable = any(other.modality is Modality.POSSIBLE or (other.negates and not other.cue.fills(NEGATION)) for other in effects)
    return Step((Effect(effect.cue, modality=Modality.CONDITIONAL),) if unable else (effect, *effects))


def modifier_noun(token: Token, head: Token) -> Step:
    """The event in a compound: "ceasefire proposal", "peace hopes"."""
    effect = effect_of("nouns", head.lemma_.lower(), head) if token.fills(COMPOUND) else None
    return Step((effect,) if effect is not None else ())


def ahead_at(preposition: Token, held: Held) -> tuple[Effect, ...]:
    """The plan of what is to be done on an occasion: the occasion lies ahead as well ("will speak during a visit")."""
    verb = preposition.head
    if verb.lower_ == "time" and verb.head.fills(PREPOSITION):
        verb = verb.head.head  # "is to sing for the first time at the gala"
    if preposition.lower_ in ("at", "during") and not is_verb(verb):
        verb = verb_above(verb) or verb  # "will raise doubts about the rules at the meeting", wherever that hangs
    if preposition.lower_ not in ("at", "during", "on", "before", "ahead", "in", "for", "to") or not is_verb(verb):
        return ()
    new = preposition.children_as(PREPOSITIONAL_OBJECT)
    hoped = any(is_indefinite(noun) for noun in new)
    return tuple(
        effect
        for effect in unreal(verb, held)
        if effect.future or effect.cue.lemma_ == "expect" or (hoped and effect.modality is Modality.WANTED)
    )
