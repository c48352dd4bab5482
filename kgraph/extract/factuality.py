"""Whether an event is said to have happened: polarity, modality and the words that decide them.

Read upwards from the trigger: what modifies it, then what governs it, as far as the meaning passes (an infinitive's verb, a light
verb, a preposition), never out of what somebody says. data/factuality.yaml lists the words. The scale follows FactBank (Sauri and
Pustejovsky 2009): actual is its certain, possible its probable and possible; planned, wanted and conditional divide what
it leaves underspecified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kgraph.extract.factuality_ahead import ahead
from kgraph.extract.factuality_beside import (
    asked,
    beside,
    commanded,
    conditioned,
    denials,
    quantified,
    unachieved,
    unreal_here,
)
from kgraph.extract.factuality_governing import (
    adjective_operator,
    asks,
    ensuring,
    governing,
    held_by,
    of_finite,
    supposed,
    unsaid,
    untrue,
    verb_operator,
)
from kgraph.extract.factuality_grammar import (
    FINITE,
    OWN_GRAMMAR,
    has_own_subject,
    instead,
    is_about_anybody,
    is_alternative,
    is_anybodys,
    is_bare,
    is_called_for,
    is_content,
    is_definite,
    is_gerund,
    is_implicative,
    is_in_case,
    is_indefinite,
    is_let_alone,
    is_nth_time,
    is_outstanding,
    is_performed,
    is_present,
    is_reduced,
    is_result,
    is_ruled,
    is_singled_out,
    is_small_clause,
    is_standing,
    is_subjunctive,
    raised_verb,
    relative_adverb,
    says_of_subject,
    stands_beside,
    to_of,
    wrongful,
)
from kgraph.extract.factuality_nouns import (
    ahead_at,
    dated,
    likelihood,
    modifier_noun,
    of_gerund_subject,
    on_object,
    outcome,
    prepositional,
    raised,
    unreal,
)
from kgraph.extract.factuality_occasions import along_with, occasion, verb_above
from kgraph.extract.factuality_scope import of_any
from kgraph.extract.factuality_words import Effect, Step, effect_of, operators
from kgraph.model import Modality, Polarity
from kgraph.syntax.clauses import is_infinitive
from kgraph.syntax.passives import is_perfect, is_verb, mark, mark_word
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVAL_PREDICATE,
    ADJECTIVE,
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
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
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
class Stance:
    """How a report holds its event, and the words that decided it."""

    polarity: Polarity
    modality: Modality
    future: bool
    cues: tuple[Token, ...]


def factuality(trigger: Token) -> Stance:
    """The factuality of the event that a word tells of, as its sentence holds it."""
    effects = list(_effects(trigger))
    effects.extend(of_any(trigger, tuple(effects)))
    negations = {effect.cue.i for effect in effects if effect.negates}
    modality = max((effect.modality for effect in effects), key=_DISTANCE.index, default=Modality.ACTUAL)
    return Stance(
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
    if is_verb(trigger) and is_anybodys(trigger):
        yield Effect(trigger, modality=Modality.CONDITIONAL)
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
    if token is trigger and is_standing(token):
        return Step()  # "concern about an ongoing inquiry"
    if token.fills(_COMPLEMENT):
        return _complement(token, head)
    if token.fills(ADJECTIVAL_PREDICATE) and is_verb(head):
        return Step((), head)
    if token.fills(ADVERBIAL_CLAUSE):
        return _adverbial(token, head)
    if token.fills(NOUN_CLAUSE):
        return _noun_clause(token, head, trigger)
    if token.fills(PREPOSITIONAL_CLAUSE):
        return _governed_clause(token, head)
    if token.fills(PREPOSITIONAL_OBJECT):
        if token.lower_ == "comment" and head.lower_ == "for":
            return Step((), head.head)  # "could not be reached for comment"
        if head.head.lemma_.lower() in operators()["signs"] and is_definite(token):
            return Step()  # "played no part in the decision"
        if token is trigger and token.lemma_.lower() in operators()["gatherings"] and (plan := ahead_at(head, _effects)):
            return Step(plan)
        return _prepositional_object(token, head, trigger)
    if token.fills(_ARGUMENT):
        return _argument(token, head, trigger)
    if token.fills(CONJUNCT):
        return _conjunct(token, head, trigger)
    if token.fills(_BESIDE_NOUN) and token.pos_ in ("NOUN", "PROPN"):
        return modifier_noun(token, head)
    if token is trigger and token.fills(ADJECTIVE) and token.tag_ == "VBN" and is_indefinite(head) and is_verb(head.head):
        return Step(_unreal(head.head))  # "is to submit revised figures"
    return Step()


_COMPLEMENT = COMPLEMENT_CLAUSE | CLAUSAL_SUBJECT
_ARGUMENT = NOMINAL_SUBJECT | OBJECT | NOMINAL_PREDICATE | OBJECT_PREDICATE
_BESIDE_NOUN = APPOSITION | COMPOUND | NOUN_MODIFIER | UNKNOWN


def _complement(token: Token, head: Token) -> Step:
    """An infinitive, gerund or that-clause: its verb may plan, want or deny it; infinitives carry on upwards."""
    word = mark_word(token)
    if is_performed(token, head):
        return Step()
    if is_subjunctive(token):
        return Step((Effect(token, modality=Modality.WANTED),), None)
    infinitive = token.fills(BARE_CLAUSE) or is_infinitive(token) or is_small_clause(token, head) or is_bare(token, head)
    if not infinitive and stands_beside(token, head):
        return Step()  # "both want the tax cut - the bank has urged a rise"
    if not infinitive and (head.lower_ in operators()["marks"] or is_in_case(token)):
        return Step((Effect(head, modality=Modality.CONDITIONAL),))  # "providing that they sign"
    effect = governing(token, head)
    if not infinitive:
        effect = of_finite(token, head, effect) or supposed(head) or held_by(token, head)
    if token.fills(CLAUSAL_SUBJECT) and token.tag_ == "VBG" and not word:
        return Step(of_gerund_subject(head, _effects))
    if not infinitive and token.i < head.i and not word:
        return Step()  # one clause beside another: "Rome celebrates, Paris prepares for war"
    own = () if word not in ("whether", "if") else (Effect(head, modality=Modality.POSSIBLE),)
    if effect is None and is_infinitive(token) and any(map(is_singled_out, head.children_as(NOMINAL_PREDICATE))):
        return Step((), head)  # "became the fourth sailor to cross it"
    if effect is None and is_infinitive(token) and not is_implicative(head, token):
        effect = Effect(to_of(token), modality=Modality.POSSIBLE)  # "was inclined to stop": nothing says that it was done
    if not infinitive:
        own = (*own, *unsaid(head))
        if (sure := ensuring(head)) is not None and effect is None:
            own = (*own, *_unreal(sure))  # "would mean that it ends", "should ensure that it ends"
    effects = (*own, *((effect,) if effect is not None else ()))
    return Step(effects, head if infinitive else None)


def _unreal(head: Token) -> tuple[Effect, ...]:
    return unreal(head, _effects)


def _adverbial(token: Token, head: Token) -> Step:
    """An adverbial clause: a condition, a time, a purpose, a result or a means."""
    word = mark_word(token) or relative_adverb(token)
    if word == "as" and head.lower_ == "long":
        return Step((Effect(head, modality=Modality.CONDITIONAL),))  # "as long as they pay"
    if word in operators()["marks"] or is_in_case(token):
        return Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))
    if word in operators()["occasions"]:
        return occasion(token, head, word, _unreal(head))
    if word == "where" and is_present(token) and token.i < head.i and is_ruled(head):
        return Step((Effect(head, modality=Modality.CONDITIONAL),))  # "where a driver is caught, the court must fine him"
    if word == "as" and not is_infinitive(token) and token.i > head.i:
        return along_with(token, _unreal(head))
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
        and (not attributes(token) or (is_infinitive(head) and asks(token)))
    ):
        return Step(_unreal(head))  # "would cost millions, forcing them out"
    return Step()


def _noun_clause(token: Token, head: Token, trigger: Token) -> Step:
    """A clause that hangs on a noun: "plans to go", "claims that he went", "the first to go"."""
    if head.fills(ROOT) and token.tag_ == "VBN" and mark(token) is None:
        return Step(tuple(quantified(head)))  # a headline: "No deal reached in Rome"
    if is_infinitive(token):
        return _infinitive_of(token, head)
    if is_subjunctive(token):
        return Step((Effect(token, modality=Modality.WANTED),))  # "an order that he pay"
    if relative_adverb(token) == "when" and is_present(token) and (verb := verb_above(head)) is not None:
        return _relative_occasion(token, head, verb)
    if is_gerund(token) and (gerund := _gerund_of(token, head, trigger)) is not None:
        return gerund
    if is_nth_time(token, head):
        return Step(_unreal(head.head))  # "it will be the second time that they have met"
    if is_reduced(token, head) and (verb := verb_above(head)) is not None:
        return Step(_of_kind(token, head, verb))
    if is_called_for(token):
        return Step((Effect(head, modality=Modality.WANTED),))
    if is_about_anybody(token, head):
        return Step((Effect(head, modality=Modality.CONDITIONAL),))
    condition = effect_of("nouns", head.lemma_.lower(), head)
    if condition is not None and condition.modality is Modality.CONDITIONAL and token.tag_ in FINITE and has_own_subject(token):
        return Step((condition,))  # "on the proviso that she ran"
    if (
        (token.fills(RELATIVE_CLAUSE) and not is_content(token, head))
        or head.pos_ not in ("NOUN", "PROPN")
        or not (mark(token) or token.children_as(NOMINAL_SUBJECT))
    ):
        return Step()
    return _content_of(head)


def _relative_occasion(clause: Token, noun: Token, verb: Token) -> Step:
    """A clause of time that hangs on a noun: "could be reached in May, when both meet", but not "at a time when prices rise"."""
    above = _unreal(verb)
    if above and noun.ent_type_ == "DATE":
        return Step((Effect(noun, modality=Modality.PLANNED, future=True),))
    return occasion(clause, verb, "when", above) if above else Step()


def _gerund_of(token: Token, noun: Token, trigger: Token) -> Step | None:
    """A participle that the parser hangs on its subject: "could lead to Oslo closing the port", "to prevent them being fined"."""
    preposition = noun.head
    if noun.fills(PREPOSITIONAL_OBJECT) and preposition.head.lemma_.lower() in operators()["consequent"]:
        return Step(_unreal(preposition.head))
    if noun.fills(PREPOSITIONAL_OBJECT) and preposition.lower_ == "against" and preposition.i < noun.i < token.i:
        return Step((Effect(preposition, modality=Modality.POSSIBLE),))  # "argued against Oslo closing the port"
    passive = any(aux.lower_ == "being" for aux in token.children_as(PASSIVE_AUXILIARY))
    if passive and (none := tuple(quantified(noun))):
        return Step(none)  # "with no charges being brought"
    if passive and noun.fills(PREPOSITIONAL_OBJECT) and preposition.head.lemma_.lower() in operators()["signs"]:
        return Step((), preposition.head)  # "no record of a copy being sold"
    return _step(noun, trigger) if passive and noun.fills(OBJECT) else None


def _of_kind(participle: Token, noun: Token, verb: Token) -> tuple[Effect, ...]:
    """What is said of anybody of a kind ("drivers caught must pay"), or of what is not there yet ("will hire a cook named by him")."""
    if noun.fills(SUBJECT) and noun.tag_ == "NNS":
        must = verb.lemma_ == "have" or any(aux.lower_ in ("must", "should", "shall") for aux in verb.children_as(AUXILIARY))
        return (Effect(noun, modality=Modality.CONDITIONAL),) if must else ()
    one = any(child.lower_ in ("a", "an") for child in noun.children)
    return tuple(effect for effect in unreal_here(verb) if effect.future and one and participle.tag_ == "VBN")


def _infinitive_of(token: Token, noun: Token) -> Step:
    """The infinitive of a noun: what nobody is said to have done, unless the noun tells who did ("the first to go")."""
    own_to = to_of(token)
    if noun.lower_ == "order" and noun.head.lower_ == "in":
        return Step((Effect(own_to, modality=Modality.PLANNED),))
    if noun.fills(ROOT):
        return Step((Effect(own_to, modality=Modality.PLANNED, future=True),))  # a headline: "Envoys to meet in Rome"
    if noun.pos_ not in ("NOUN", "PROPN"):
        anybody = noun.lower_ in operators()["anybody"] and noun.i < token.i and not is_perfect(token)
        return Step((Effect(own_to, modality=Modality.PLANNED),) if anybody else ())  # "among those to be asked"
    operator = effect_of("nouns", noun.lemma_.lower(), noun) or effect_of("nouns", f"{noun.lemma_.lower()} to", noun)
    if operator is not None:
        return Step((operator,), noun)
    if is_singled_out(noun) or is_perfect(token) or (noun.fills(ACTIVE_SUBJECT) and noun.head.lower_ == "included"):
        return Step()
    if token.children_as(PASSIVE_AUXILIARY) and not tuple(denials(noun)):
        planned = Effect(own_to, modality=Modality.PLANNED, future=True)
        return Step((planned, *_unreal(noun)))  # "a bill, to be published in May", but "proposed a fee to be paid"
    return Step((Effect(own_to, modality=Modality.POSSIBLE), *denials(noun)))


def _content_of(noun: Token) -> Step:
    """The that-clause of a noun: what allegations hold is alleged, and what there is no sign of is not so."""
    lemma = noun.lemma_.lower()
    operator = effect_of("nouns", f"{lemma} that", noun) or effect_of("nouns", lemma, noun)
    if lemma == "doubt" and tuple(denials(noun)):
        return Step()  # "no doubt that he left"
    if lemma in operators()["signs"]:
        return Step((), noun)
    if (denial := untrue(noun)) is not None:
        return Step((Effect(denial, negates=True),))
    denied = noun.head.lemma_.lower() in operators()["denials"] or any(denials(noun))
    if operator is None or (operator.modality is Modality.POSSIBLE and not denied):
        return Step((operator,) if operator is not None else ())
    return Step((operator,), noun)


def _argument(token: Token, head: Token, trigger: Token) -> Step:
    """An event noun as subject or object: operators act on objects, carriers pass on what holds of them."""
    if head.pos_ not in ("VERB", "AUX"):
        return Step()
    if is_verb(token):
        return Step((), head)
    if token is trigger and (planned := dated(token, head, _effects)):
        return Step(planned)
    if (verb := raised_verb(token, head)) is not None:
        return raised(token, verb, trigger)
    lemma = head.lemma_.lower()
    if token.fills(ACTIVE_SUBJECT) and (chance := likelihood(head)) is not None:
        return Step((chance,))
    if token is trigger and lemma in operators()["accepting"] and is_definite(token):
        return Step()  # "are expected to accept the offer": there is one
    named = any(child.fills(OBJECT_PREDICATE) for child in head.children)  # "called the meeting useful" calls for none
    agreed = lemma == "agree" and token.lemma_.lower() in operators()["concluded"]  # "has not agreed a settlement"
    carries = agreed or lemma in operators()["carriers"]
    if token.fills(ACTIVE_SUBJECT) and (lemma in operators()["outcomes"] or (carries and says_of_subject(head))):
        return outcome(token, head, trigger, _effects)
    if token is trigger and token.fills(ACTIVE_SUBJECT) and is_indefinite(token) and not is_perfect(head) and not carries:
        would = tuple(effect for effect in unreal_here(head) if effect.cue.lower_ in ("would", "'d", "’d"))
        return Step(would)  # "a strike would harm the town"
    effect = on_object(token, head, trigger) if token.fills(_UNDERGOER) and not named else None
    if effect is None and not carries and token is trigger and token.fills(_UNDERGOER) and is_indefinite(token):
        if any(child.lower_ == "any" for child in token.children) and tuple(denials(head)):
            return Step((), head)  # "did not see any protests"
        return Step(_unreal(head) if lemma not in operators()["topics"] else ())  # "could trigger sanctions"
    return Step((effect,) if effect is not None else (), head if carries or effect is not None else None)


def _governed_clause(token: Token, preposition: Token) -> Step:
    """A clause behind a preposition: "accused of stealing", "closer to leaving", "no sign of leaving", "over whether he left"."""
    word, governor = preposition.lower_, preposition.head
    if mark_word(token) in ("whether", "if"):
        return Step((Effect(mark(token) or token, modality=Modality.POSSIBLE),))
    step = prepositional(preposition, _effects, passes=False)
    if (wrong := wrongful(governor)) is not None:
        return Step((Effect(wrong, negates=True),))
    if token.tag_ != "VBG" and governor.lemma_.lower() in operators()["signs"]:
        return Step()  # "no indication of how they left"
    if word == "with" and token.children_as(SUBJECT) and is_verb(governor) and governor.i < token.i and not step.effects:
        return Step(unreal_here(governor))  # "will be cut, with the rest being sold"
    if step.effects or step.upper is not None or token.tag_ != "VBG":
        return step
    if word == "against":
        return Step(
            (Effect(preposition, modality=Modality.POSSIBLE), *denials(governor))
        )  # "a campaign against closing the pool"
    if word == "like":
        return Step((Effect(preposition, modality=Modality.CONDITIONAL),))
    if word == "to" and governor.lemma_.lower() in operators()["consequent"]:
        return Step(_unreal(governor))  # "could lead to closing the mill"
    if word in ("to", "toward", "towards") and governor.lemma_.lower() not in operators()["admissions"]:
        return Step((Effect(preposition, modality=Modality.POSSIBLE), *denials(governor)))
    if word == "before" and is_verb(governor):
        above = _unreal(governor) if is_infinitive(governor) else unreal_here(governor)
        spoken = (effect for effect in above if effect.cue.fills(AUXILIARY) and effect.cue.lower_ != "to")
        return Step(
            tuple(replace(effect, modality=Modality.POSSIBLE) for effect in spoken)
        )  # "would need to pay before being let in"
    return Step(_unreal(governor) if word in operators()["along"] and is_verb(governor) else ())


def _prepositional_object(token: Token, preposition: Token, trigger: Token) -> Step:
    """A noun behind a preposition; a new one is as unreal as the verb that it belongs to: "would work in partnership with them"."""
    step = prepositional(preposition, _effects, passes=not is_definite(token))
    verb = preposition.head
    if step.effects or step.upper is not None:
        return step
    new = token is trigger and is_indefinite(token) and is_verb(verb) and verb.i < token.i
    if not new or preposition.lower_ not in (*operators()["accompanying"], "on", "for", "at"):
        return step
    one = any(child.lower_ in ("a", "an") for child in token.children)
    if not one and preposition.lower_ not in operators()["accompanying"]:
        return step
    here, open_too = unreal_here(verb), one and preposition.lower_ not in ("after", "following") and not is_perfect(verb)
    return Step(tuple(effect for effect in here if effect.modality is not Modality.POSSIBLE or open_too))


def _conjunct(token: Token, head: Token, trigger: Token) -> Step:
    """A coordinated word shares what governs the first, and its auxiliaries where it has none of its own."""
    effects: list[Effect] = []
    if mark_word(token) in ("if", "unless"):
        return Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))  # "if, and only if, they ask"
    if (passed_over := instead(token, head)) is not None:
        return Step((Effect(passed_over, negates=True),))
    if mark_word(token) == "that" == mark_word(head):
        return _step(head, trigger)  # "denied that he had paid, or that she had left"
    if token.tag_ == "VBD" and head.tag_ == "VB":
        return Step()  # "offered to mediate and invited both": a finite verb is no infinitive
    if is_infinitive(token) and head.tag_ in ("VBD", "VBZ", "VBP") and is_verb(head):
        return Step((Effect(to_of(token), modality=Modality.POSSIBLE),))  # hung on the wrong verb, but an infinitive it is
    own_clause = any(child.fills(OWN_GRAMMAR) or (child.fills(AUXILIARY) and child.lower_ != "to") for child in token.children)
    if not own_clause:
        negative = is_let_alone(token) or is_alternative(head)
        for effect in (*beside(head, is_trigger=False), *conditioned(head)):
            if not effect.negates or negative:
                effects.append(effect)
    elif is_verb(head) and is_verb(token):
        if head.fills(ADVERBIAL_CLAUSE) and mark_word(head) in ("if", "unless") and token.tag_ in FINITE:
            return Step((Effect(mark(head) or head, modality=Modality.CONDITIONAL),))  # "if he comes and we let him in"
        nor = next(
            (c for c in head.children if c.fills(CONJUNCTION) and c.lower_ == "nor" and c.i == token.left_edge.i - 1), None
        )
        return Step((Effect(nor, negates=True),) if nor is not None else ())
    further = _step(head, trigger) if head is not token else Step()
    return Step((*effects, *further.effects), further.upper)
