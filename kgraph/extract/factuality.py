"""Whether an event is said to have happened: polarity, modality and the words that decide them.

Read upwards from the trigger: what modifies it, then what governs it, as far as the meaning passes (an infinitive's verb, a light
verb, a preposition), never out of what somebody says. data/factuality.yaml lists the words. The scale follows FactBank (Sauri and
Pustejovsky 2009): actual is its certain, possible its probable and possible; planned, wanted and conditional divide what
it leaves underspecified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kgraph.extract.factuality_ahead import ahead, announced
from kgraph.extract.factuality_beside import (
    ADVERB_OR_PREPOSITION,
    asked,
    beside,
    commanded,
    conditioned,
    denials,
    quantified,
    unachieved,
)
from kgraph.extract.factuality_governing import adjective_operator, governing, of_finite, unsaid, verb_operator
from kgraph.extract.factuality_grammar import (
    FINITE,
    OWN_GRAMMAR,
    is_about_anybody,
    is_bare,
    is_called_for,
    is_definite,
    is_implicative,
    is_indefinite,
    is_let_alone,
    is_outstanding,
    is_present,
    is_result,
    is_singled_out,
    is_small_clause,
    relative_adverb,
    says_of_subject,
    to_of,
)
from kgraph.extract.factuality_scope import of_any
from kgraph.extract.factuality_words import Effect, Step, effect_of, operators
from kgraph.model import Modality, Polarity
from kgraph.syntax.clauses import is_infinitive, particle
from kgraph.syntax.passives import is_perfect, is_verb, mark, mark_word
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVAL_PREDICATE,
    ADJECTIVE,
    ADVERB,
    ADVERBIAL_CLAUSE,
    APPOSITION,
    AUXILIARY,
    BARE_CLAUSE,
    CLAUSAL_SUBJECT,
    COMPLEMENT_CLAUSE,
    COMPOUND,
    CONJUNCT,
    CONJUNCTION,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    NOUN_CLAUSE,
    NOUN_MODIFIER,
    OBJECT,
    OBJECT_PREDICATE,
    PASSIVE_SUBJECT,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
    RELATIVE_CLAUSE,
    ROOT,
    SUBJECT,
    UNKNOWN,
)
from kgraph.syntax.speech import attributes
from kgraph.syntax.tree import Token

_UNDERGOER = PASSIVE_SUBJECT | OBJECT
# From what is nearest to fact to what is farthest; of two readings the farther one holds ("may agree to meet" is possible).
_DISTANCE = (Modality.ACTUAL, Modality.PLANNED, Modality.WANTED, Modality.POSSIBLE, Modality.CONDITIONAL)
_MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class Factuality:
    """How a report holds its event, and the words that decided it."""

    polarity: Polarity
    modality: Modality
    future: bool
    cues: tuple[Token, ...]


def factuality(trigger: Token) -> Factuality:
    """The factuality of the event that a word tells of, as its sentence holds it."""
    effects = list(_effects(trigger))
    effects.extend(of_any(trigger, tuple(effects)))
    negations = {effect.cue.i for effect in effects if effect.negates}
    modality = max((effect.modality for effect in effects), key=_DISTANCE.index, default=Modality.ACTUAL)
    return Factuality(
        polarity=Polarity.NEGATIVE if len(negations) % 2 else Polarity.POSITIVE,
        modality=modality,
        future=any(effect.future for effect in effects),
        cues=tuple(sorted({effect.cue for effect in effects}, key=lambda token: token.i)),
    )


def _effects(trigger: Token) -> Iterator[Effect]:
    """What bears on a trigger: its own modifiers, then its governors' from the nearest outwards."""
    current, steps = trigger, 0
    if trigger.fills(ROOT) and trigger.tag_ == "VB" and is_infinitive(trigger):
        yield Effect(to_of(trigger), modality=Modality.PLANNED, future=True)  # a headline's future: "Ministers to meet in Rome"
    yield from unachieved(trigger)
    while True:
        yield from beside(current, is_trigger=current is trigger)
        yield from ahead(current)
        yield from conditioned(current)
        yield from commanded(current)
        passed = _step(current, trigger)
        yield from passed.effects
        if passed.upper is None or steps > _MAX_STEPS:
            break
        current, steps = passed.upper, steps + 1
    yield from asked(trigger)


def _step(token: Token, trigger: Token) -> Step:
    """The way from a word to what governs it."""
    head = token.head
    if token.fills(_COMPLEMENT):
        return _complement(token, head)
    if token.fills(ADJECTIVAL_PREDICATE) and is_verb(head):
        return Step((), head)
    if token.fills(ADVERBIAL_CLAUSE):
        return _adverbial(token, head)
    if token.fills(NOUN_CLAUSE):
        return _noun_clause(token, head)
    if token.fills(PREPOSITIONAL_CLAUSE):
        return _governed_clause(token, head)
    if token.fills(PREPOSITIONAL_OBJECT):
        if token.lower_ == "comment" and head.lower_ == "for":
            return Step((), head.head)  # "could not be reached for comment"
        if head.head.lemma_.lower() in operators()["signs"] and is_definite(token):
            return Step()  # "played no part in the decision"
        if token is trigger and token.lemma_.lower() in operators()["gatherings"] and (ahead := _ahead_at(head)):
            return Step(ahead)
        return _prepositional_object(token, head, trigger)
    if token.fills(_ARGUMENT):
        return _argument(token, head, trigger)
    if token.fills(CONJUNCT):
        return _conjunct(token, head, trigger)
    if token.fills(_BESIDE_NOUN) and token.pos_ in ("NOUN", "PROPN"):
        return _modifier_noun(token, head)
    if token is trigger and token.fills(ADJECTIVE) and token.tag_ == "VBN" and is_indefinite(head) and is_verb(head.head):
        return Step(_unreal(head.head))  # "is to submit revised figures"
    return Step()


def _ahead_at(preposition: Token) -> tuple[Effect, ...]:
    """The plan of what is to be done on an occasion: the occasion lies ahead as well ("will speak during a visit")."""
    verb = preposition.head
    if preposition.lower_ not in ("at", "during", "on", "before", "ahead") or not is_verb(verb):
        return ()
    new = preposition.children_as(PREPOSITIONAL_OBJECT)
    hoped = any(is_indefinite(noun) for noun in new)
    return tuple(effect for effect in _unreal(verb) if effect.future or (hoped and effect.modality is Modality.WANTED))


_COMPLEMENT = COMPLEMENT_CLAUSE | CLAUSAL_SUBJECT
_ARGUMENT = NOMINAL_SUBJECT | OBJECT | NOMINAL_PREDICATE | OBJECT_PREDICATE
_BESIDE_NOUN = APPOSITION | COMPOUND | NOUN_MODIFIER | UNKNOWN


def _complement(token: Token, head: Token) -> Step:
    """An infinitive, gerund or that-clause: its verb may plan, want or deny it; infinitives carry on upwards."""
    word = mark_word(token)
    infinitive = token.fills(BARE_CLAUSE) or is_infinitive(token) or is_small_clause(token, head) or is_bare(token)
    if not infinitive and head.lower_ in operators()["marks"]:
        return Step((Effect(head, modality=Modality.CONDITIONAL),))  # "providing that they sign"
    effect = governing(token, head)
    if not infinitive:
        effect = of_finite(token, head, effect)
    if token.fills(CLAUSAL_SUBJECT) and token.tag_ == "VBG" and not word:
        return Step(_of_gerund_subject(head))
    if not infinitive and token.i < head.i and not word:
        return Step()  # one clause beside another: "Rome celebrates, Paris prepares for war"
    own = () if word not in ("whether", "if") else (Effect(head, modality=Modality.POSSIBLE),)
    if effect is None and is_infinitive(token) and not is_implicative(head):
        effect = Effect(to_of(token), modality=Modality.POSSIBLE)  # "was inclined to stop": nothing says that it was done
    if not infinitive:
        own = (*own, *unsaid(head))
        if head.lemma_.lower() in operators()["ensuring"] and effect is None:
            own = (*own, *_unreal(head))  # "would mean that it ends", "should ensure that it ends"
    effects = (*own, *((effect,) if effect is not None else ()))
    return Step(effects, head if infinitive else None)


def _of_gerund_subject(predicate: Token) -> tuple[Effect, ...]:
    """What is said of doing something does not tell that it was done: "lowering the tax would help", "building a house takes time"."""
    unreal = tuple(
        Effect(effect.cue, modality=Modality.CONDITIONAL) if effect.modality is Modality.PLANNED else effect
        for effect in _unreal(predicate)
    )
    if unreal or not is_present(predicate) or is_perfect(predicate):
        return unreal
    goals = (effect_of("nouns", noun.lemma_.lower(), noun) for noun in predicate.children_as(NOMINAL_PREDICATE))
    if (goal := next(goals, None)) is not None:
        return (goal,)  # "stopping the strike is an aim"
    return (Effect(predicate, modality=Modality.POSSIBLE),)


def _unreal(head: Token) -> tuple[Effect, ...]:
    """What makes a word's event less than actual, without what denies it."""
    return tuple(effect for effect in _effects(head) if not effect.negates and effect.modality is not Modality.ACTUAL)


def _adverbial(token: Token, head: Token) -> Step:
    """An adverbial clause: a condition, a time, a purpose, a result or a means."""
    word = mark_word(token) or relative_adverb(token)
    if word == "as" and head.lower_ == "long":
        return Step((Effect(head, modality=Modality.CONDITIONAL),))  # "as long as they pay"
    if word in operators()["marks"]:
        return Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))
    if word in operators()["occasions"]:
        return _occasion(token, head, word)
    if word in ("", "on", "upon", "for", "so", "as") and is_infinitive(token):
        operator = verb_operator(head) or adjective_operator(head) or effect_of("verbs", f"{head.lemma_.lower()} to", head)
        if operator is None and word == "" and is_result(token, head):
            return Step()
        if is_outstanding(token, head):
            return Step((Effect(to_of(token), negates=True),), head)
        purpose = Effect(to_of(token), modality=Modality.PLANNED, future=False)
        return Step((operator,), head) if operator is not None else Step((purpose, *_unreal(head)))
    if (
        word == ""
        and token.tag_ == "VBG"
        and is_verb(head)
        and token.i > head.i
        and not is_perfect(token)
        and (is_infinitive(head) or not attributes(token))
    ):
        return Step(_unreal(head))  # "would cost millions, forcing them out"
    return Step()


def _unreal_here(verb: Token) -> tuple[Effect, ...]:
    """What a verb's own words make of its modality, and of what happens along with it."""
    own = (effect for effect in beside(verb, is_trigger=False) if effect.modality is not Modality.ACTUAL)
    return tuple(replace(effect, negates=False) for effect in own)


def _occasion(token: Token, head: Token, word: str) -> Step:
    """A clause of time in the present: it waits for what its main clause waits for ("will go when it ends"), or tells of a habit."""
    cue = mark(token) or token
    if _is_only(token, word) and any(effect.modality is Modality.CONDITIONAL for effect in beside(head, is_trigger=False)):
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))  # "only when it was paid would it sail"
    if not is_present(token):
        pending = is_perfect(token) and any(effect.future and effect.cue.fills(AUXILIARY) for effect in _effects(head))
        return Step(
            (Effect(cue, modality=Modality.PLANNED, future=True),) if pending else ()
        )  # "would decide after he had met them"
    if word in ("until", "till"):
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))
    above = {effect.modality for effect in _unreal(head)}
    if above:
        return Step((Effect(cue, modality=Modality.PLANNED if above == {Modality.PLANNED} else Modality.CONDITIONAL),))
    habit = word in ("when", "whenever", "once") and is_present(head) and token.sent[-1].is_punct
    return Step((Effect(cue, modality=Modality.CONDITIONAL),)) if habit else Step()


def _is_only(clause: Token, word: str) -> bool:
    """Whether a clause of time stands behind "only": "only when", "only after"."""
    first = next((token for token in clause.doc[clause.left_edge.i : clause.i] if token.lower_ == word), clause)
    return first.i > 0 and first.nbor(-1).lower_ == "only"


def _noun_clause(token: Token, head: Token) -> Step:
    """A clause that hangs on a noun: "plans to go", "claims that he went", "the first to go"."""
    if head.fills(ROOT) and token.tag_ == "VBN" and mark(token) is None:
        return Step(tuple(quantified(head)))  # a headline: "No deal reached in Rome"
    if is_infinitive(token):
        return _infinitive_of(token, head)
    if is_called_for(token):
        return Step((Effect(head, modality=Modality.WANTED),))
    if is_about_anybody(token, head):
        return Step((Effect(head, modality=Modality.CONDITIONAL),))
    if (
        token.fills(RELATIVE_CLAUSE)
        or head.pos_ not in ("NOUN", "PROPN")
        or not (mark(token) or token.children_as(NOMINAL_SUBJECT))
    ):
        return Step()
    return _content_of(head)


def _infinitive_of(token: Token, noun: Token) -> Step:
    """The infinitive of a noun: what nobody is said to have done, unless the noun tells who did ("the first to go")."""
    own_to = to_of(token)
    if noun.lower_ == "order" and noun.head.lower_ == "in":
        return Step((Effect(own_to, modality=Modality.PLANNED),))
    if noun.fills(ROOT):
        return Step((Effect(own_to, modality=Modality.PLANNED, future=True),))  # a headline: "Envoys to meet in Rome"
    if noun.pos_ not in ("NOUN", "PROPN"):
        return Step()
    operator = effect_of("nouns", noun.lemma_.lower(), noun) or effect_of("nouns", f"{noun.lemma_.lower()} to", noun)
    if operator is not None:
        return Step((operator,), noun)
    if is_singled_out(noun) or (noun.fills(ACTIVE_SUBJECT) and noun.head.lower_ == "included"):
        return Step()
    return Step((Effect(own_to, modality=Modality.POSSIBLE), *denials(noun)))


def _content_of(noun: Token) -> Step:
    """The that-clause of a noun: what allegations hold is alleged, and what there is no sign of is not so."""
    lemma = noun.lemma_.lower()
    operator = effect_of("nouns", f"{lemma} that", noun) or effect_of("nouns", lemma, noun)
    if lemma == "doubt" and tuple(denials(noun)):
        return Step()  # "no doubt that he left"
    if lemma in operators()["signs"]:
        return Step((), noun)
    return Step((operator,) if operator is not None else (), noun if operator is not None else None)


def _argument(token: Token, head: Token, trigger: Token) -> Step:
    """An event noun as subject or object: operators act on objects, carriers pass on what holds of them."""
    if head.pos_ not in ("VERB", "AUX"):
        return Step()
    if is_verb(token):
        return Step((), head)
    lemma = head.lemma_.lower()
    named = any(child.fills(OBJECT_PREDICATE) for child in head.children)  # "called the meeting useful" calls for none
    carries = lemma in operators()["carriers"]
    if token.fills(ACTIVE_SUBJECT) and (lemma in operators()["outcomes"] or (carries and says_of_subject(head))):
        return _outcome(token, head, trigger)
    effect = _on_object(token, head, trigger) if token.fills(_UNDERGOER) and not named else None
    if effect is None and not carries and token is trigger and token.fills(_UNDERGOER) and is_indefinite(token):
        if any(child.lower_ == "any" for child in token.children) and tuple(denials(head)):
            return Step((), head)  # "did not see any protests"
        return Step(_unreal(head) if lemma not in operators()["topics"] else ())  # "could trigger sanctions"
    return Step((effect,) if effect is not None else (), head if carries or effect is not None else None)


def _outcome(noun: Token, verb: Token, trigger: Token) -> Step:
    """What a verb says of its subject: that it is planned or conditional, and of an attempt that fails also that nothing came of it."""
    if is_definite(noun):
        if noun is trigger and noun.lemma_.lower() in operators()["answered"] and verb.lemma_ != "be":
            return Step()  # "the minister's proposals would see taxes rise"
        if verb.lemma_ == "be" and (is_perfect(verb) or not _is_ahead(verb)):
            return Step()  # "their losses could have been worse", "believes her death was an accident"
    effects = [effect for effect in _effects(verb) if not effect.negates]
    if noun is not trigger and verb.lemma_.lower() in operators()["failures"]:
        effects.append(Effect(verb, negates=True))  # "the attempt to sell it failed"
    return Step(tuple(effects))


def _is_ahead(copula: Token) -> bool:
    """Whether what a copula says is still to be: "will be", "would be"."""
    return any(child.fills(AUXILIARY) and child.tag_ == "MD" for child in copula.children)


def _on_object(token: Token, head: Token, trigger: Token) -> Effect | None:
    """What a verb does to its object, if it is the kind of object that it does it to."""
    lemma, noun = head.lemma_.lower(), token.lemma_.lower()
    if (plan := announced(token, head)) is not None:
        return plan
    if lemma == "face":
        facing = noun in operators()["facing"] and head.tag_ not in ("VBD", "VBN")
        return Effect(head, modality=Modality.POSSIBLE) if facing else None
    effect = verb_operator(head)
    if token.fills(PASSIVE_SUBJECT) and any(child.fills(OBJECT) for child in head.children):
        return None  # "imports were denied relief"
    if effect is None:
        return next(unsaid(head), None) if lemma in ("confirm", "prove") else None
    rejects = f"{lemma} {particle(head)}".strip() in operators()["rejections"]
    if token is trigger and effect.negates and rejects and noun in operators()["answered"]:
        return None  # who rejects an offer was made one
    if lemma in operators()["topics"] and not effect.negates and is_definite(token):
        return None  # "discussed the attack" of which everybody knows
    return None if lemma == "offer" and noun in operators()["courtesies"] else effect


def _governed_clause(token: Token, preposition: Token) -> Step:
    """A clause behind a preposition: "accused of stealing", "closer to leaving", "no sign of leaving", "over whether he left"."""
    word, governor = preposition.lower_, preposition.head
    if mark_word(token) in ("whether", "if"):
        return Step((Effect(mark(token) or token, modality=Modality.POSSIBLE),))
    step = _prepositional(preposition, passes=False)
    if token.tag_ != "VBG" and governor.lemma_.lower() in operators()["signs"]:
        return Step()  # "no indication of how they left"
    if word == "with" and token.children_as(SUBJECT) and is_verb(governor) and governor.i < token.i and not step.effects:
        return Step(_unreal_here(governor))  # "will be cut, with the rest being sold"
    if step.effects or step.upper is not None or token.tag_ != "VBG":
        return step
    if word == "like":
        return Step((Effect(preposition, modality=Modality.CONDITIONAL),))
    if word in ("to", "toward", "towards") and governor.lemma_.lower() not in operators()["admissions"]:
        return Step((Effect(preposition, modality=Modality.POSSIBLE), *denials(governor)))
    if word == "before" and is_verb(governor):
        return Step(tuple(replace(effect, modality=Modality.POSSIBLE) for effect in _unreal_here(governor)))
    return Step(_unreal(governor) if word in operators()["along"] and is_verb(governor) else ())


def _prepositional_object(token: Token, preposition: Token, trigger: Token) -> Step:
    """A noun behind a preposition; a new one is as unreal as the verb that it belongs to: "would work in partnership with them"."""
    step = _prepositional(preposition, passes=True)
    verb = preposition.head
    new = token is trigger and is_indefinite(token) and is_verb(verb) and verb.i < token.i
    if step.effects or step.upper is not None or not new or preposition.lower_ not in operators()["accompanying"]:
        return step
    return Step(tuple(effect for effect in _unreal_here(verb) if effect.modality is not Modality.POSSIBLE))


def _prepositional(preposition: Token, *, passes: bool) -> Step:
    """What a preposition brings in: "without a deal", "calls for a truce", "hopes of reaching peace", "ended with no deal"."""
    word, governor = preposition.lower_, preposition.head
    if preposition.fills(PREPOSITION) and governor.fills(ADVERB_OR_PREPOSITION):
        word = f"{governor.lower_} {word}"
    elif first := [child.lower_ for child in preposition.children if child.fills(ADVERB) and child.i < preposition.i]:
        word = f"{first[-1]} {word}"
    effect = effect_of("prepositions", word, preposition)
    if effect is not None:
        return Step((effect, *(_around(governor) if word == "without" and is_verb(governor) else ())))
    kind = "nouns" if governor.pos_ in ("NOUN", "PROPN") else "adjectives" if governor.pos_ == "ADJ" else "verbs"
    lemma = governor.lemma_.lower()
    second = particle(governor)
    effect = effect_of(kind, f"{lemma} {second} {word}" if second else f"{lemma} {word}", governor)
    if effect is None and (
        (kind == "nouns" and word in ("of", "for", "to", "about", "on", "over")) or (kind == "adjectives" and word == "of")
    ):
        effect = effect_of(kind, lemma, governor)
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


def _around(governor: Token) -> tuple[Effect, ...]:
    """What is said of a verb that is denied: "not going to leave without paying" is to pay."""
    effects = tuple(_effects(governor))
    return effects if any(effect.negates for effect in effects) else ()


def _conjunct(token: Token, head: Token, trigger: Token) -> Step:
    """A coordinated word shares what governs the first, and its auxiliaries where it has none of its own."""
    effects: list[Effect] = []
    if mark_word(token) in ("if", "unless"):
        return Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))  # "if, and only if, they ask"
    if mark_word(token) == "that" == mark_word(head):
        return _step(head, trigger)  # "denied that he had paid, or that she had left"
    if token.tag_ == "VBD" and head.tag_ == "VB":
        return Step()  # "offered to mediate and invited both": a finite verb is no infinitive
    if is_infinitive(token) and head.tag_ in ("VBD", "VBZ", "VBP") and is_verb(head):
        return Step((Effect(to_of(token), modality=Modality.POSSIBLE),))  # hung on the wrong verb, but an infinitive it is
    own_clause = any(child.fills(OWN_GRAMMAR) or (child.fills(AUXILIARY) and child.lower_ != "to") for child in token.children)
    if not own_clause:
        negative = is_let_alone(token) or any(
            child.fills(CONJUNCTION) and child.lower_ in ("or", "nor") for child in head.children
        )
        for effect in beside(head, is_trigger=False):
            if not effect.negates or negative:
                effects.append(effect)
    elif is_verb(head) and is_verb(token):
        if head.fills(ADVERBIAL_CLAUSE) and mark_word(head) in ("if", "unless") and token.tag_ in FINITE:
            return Step((Effect(mark(head) or head, modality=Modality.CONDITIONAL),))  # "if he comes and we let him in"
        nor = next((c for c in head.children if c.fills(CONJUNCTION) and c.lower_ == "nor" and c.i < token.i), None)
        return Step((Effect(nor, negates=True),) if nor is not None else ())
    further = _step(head, trigger) if head is not token else Step()
    return Step((*effects, *further.effects), further.upper)


def _modifier_noun(token: Token, head: Token) -> Step:
    """The event in a compound: "ceasefire proposal", "peace hopes"."""
    effect = effect_of("nouns", head.lemma_.lower(), head) if token.fills(COMPOUND) else None
    return Step((effect,) if effect is not None else ())
