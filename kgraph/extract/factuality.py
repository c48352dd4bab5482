"""Whether an event is said to have happened: polarity, modality and the words that decide them.

Read upwards from the trigger: what modifies it, then what governs it, as far as the meaning passes (an infinitive's verb, a light
verb, a preposition), never out of what somebody says. data/factuality.yaml lists the words. The scale follows FactBank (Sauri and
Pustejovsky 2009): actual is its certain, possible its probable and possible; planned, wanted and conditional divide what
it leaves underspecified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml

from kgraph.model import Modality, Polarity
from kgraph.syntax.clauses import infinitive_to, is_infinitive, is_perfect, is_verb, mark, mark_word, particle
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
    DETERMINER,
    EXPLETIVE,
    FINITE_CLAUSE,
    FIRST_CONJUNCTION,
    MARK,
    NEGATION,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    NOUN_CLAUSE,
    NOUN_MODIFIER,
    NUMBER,
    OBJECT,
    OBJECT_PREDICATE,
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
    POSSESSOR,
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

_PREMODIFIER = ADJECTIVE | COMPOUND
_ADVERB_OR_PREPOSITION = ADVERB | PREPOSITION
_DETERMINING = CONJUNCTION | FIRST_CONJUNCTION | DETERMINER
_PREDICATIVE = EXPLETIVE | NOMINAL_PREDICATE | ADJECTIVAL_PREDICATE
_CONDITION = FINITE_CLAUSE | ADVERBIAL_CLAUSE
_DETERMINER_OR_BOTH = FIRST_CONJUNCTION | DETERMINER
_NOMINAL_SUBJECT_OR_OBJECT = NOMINAL_SUBJECT | OBJECT
_OWN_GRAMMAR = NOMINAL_SUBJECT | PASSIVE_AUXILIARY
_DEPENDENT_CLAUSE = NOUN_CLAUSE | FINITE_CLAUSE
_UNDERGOER = PASSIVE_SUBJECT | OBJECT
_AUXILIARIES = AUXILIARY | PASSIVE_AUXILIARY
_SUBJECT_OR_MARK = SUBJECT | EXPLETIVE | MARK
_FINITE = ("VBD", "VBZ", "VBP")

# From what is nearest to fact to what is farthest; of two readings the farther one holds ("may agree to meet" is possible).
_DISTANCE = (Modality.ACTUAL, Modality.PLANNED, Modality.WANTED, Modality.POSSIBLE, Modality.CONDITIONAL)
_GROUPS = {
    "negative": None,
    "planned": Modality.PLANNED,
    "wanted": Modality.WANTED,
    "possible": Modality.POSSIBLE,
    "conditional": Modality.CONDITIONAL,
    "doubtful": Modality.POSSIBLE,
}
_DOUBTFUL = "doubtful"
_LISTS = (
    *(
        "carriers",
        "inquiries",
        "outcomes",
        "implicatives",
        "sayings",
        "predicates",
        "rejections",
        "answered",
        "courtesies",
        "polite",
    ),
    *("perceptions", "denials", "hopes", "occasions", "results", "singling", "signs", "facing", "topics", "admissions"),
    *("left_open", "failures", "ensuring", "tries", "tried", "unfinished", "anybody", "gatherings"),
)
_MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """What a word does to the event it bears on: turns its polarity, or moves its modality."""

    cue: Token
    negates: bool = False
    modality: Modality = Modality.ACTUAL
    future: bool = False


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
        yield Effect(
            _infinitive_to(trigger), modality=Modality.PLANNED, future=True
        )  # a headline's future: "Ministers to meet in Rome"
    yield from _unachieved(trigger)
    while True:
        yield from _own(current, is_trigger=current is trigger)
        yield from _imperative(current)
        passed = _step(current, trigger)
        yield from passed.effects
        if passed.upper is None or steps > _MAX_STEPS:
            break
        current, steps = passed.upper, steps + 1
    yield from _question(trigger)


def _unachieved(trigger: Token) -> Iterator[Effect]:
    """What the trigger itself leaves unachieved: "a takeover bid" is no takeover yet, and what "is being built" does not stand."""
    table, lemma = _operators(), trigger.lemma_.lower()
    if lemma in table["tries"] and any(c.lower_ in table["tried"] for c in trigger.children_as(_PREMODIFIER)):
        yield Effect(trigger, modality=Modality.POSSIBLE)
    passives = trigger.children_as(PASSIVE_AUXILIARY)
    in_progress = any(aux.lower_ == "being" for aux in passives) and any(
        aux.tag_ in ("VBZ", "VBP") for aux in trigger.children_as(AUXILIARY)
    )
    if lemma in table["unfinished"] and in_progress:
        yield Effect(trigger, modality=Modality.PLANNED, future=True)


@dataclass(frozen=True, slots=True)
class _Step:
    """What the way up from a word adds, and the word it leads to, where the meaning passes that far."""

    effects: tuple[Effect, ...] = ()
    upper: Token | None = None


def _own(token: Token, *, is_trigger: bool) -> Iterator[Effect]:
    """The effects of a word's own auxiliaries, negations, determiners and adverbs."""
    for child in token.children:
        if child.fills(NEGATION) and not _is_only(child):
            yield Effect(child, negates=True)
        elif child.fills(AUXILIARY):
            yield from _auxiliary(child, token)
        elif child.fills(ADVERB):
            yield from _adverb(child)
            if is_trigger and token.pos_ == "ADJ" and child.lower_ in ("less", "least"):
                yield Effect(child, negates=True)  # "less critical of the plan"
        elif child.fills(_DETERMINER_OR_BOTH):
            yield from _word(child, "determiners")
        elif child.fills(_PREMODIFIER) and is_trigger and token.pos_ in ("NOUN", "PROPN"):
            yield from _premodifier(child)
        elif child.fills(_NOMINAL_SUBJECT_OR_OBJECT) and is_verb(token) and not _is_far(child, token):
            yield from _quantifier(child)


def _adverb(adverb: Token) -> Iterator[Effect]:
    """The effect of an adverb: "allegedly fled", "no longer pays"."""
    if adverb.lower_ in ("longer", "more") and any(child.lower_ == "no" for child in adverb.children):
        yield Effect(adverb, negates=True)
    else:
        yield from _word(adverb, "adverbs")
        for child in adverb.children_as(ADVERB):  # "hardly ever"
            yield from _word(child, "adverbs")


def _premodifier(word: Token) -> Iterator[Effect]:
    """The effect of what stands before an event noun: "the alleged theft", "the cancelled visit", but not "urgent talks"."""
    if word.lemma_.lower() not in _operators()["predicates"]:
        yield from _word(word, "adjectives")
    if word.tag_ == "VBN" and word.lemma_.lower() not in _operators()["rejections"]:
        yield from _word(word, "verbs")


def _imperative(verb: Token) -> Iterator[Effect]:
    """The wish of a command: "Bring it back"."""
    if verb.tag_ != "VB" or not (verb.fills(ROOT) or (verb.fills(FINITE_CLAUSE) and verb.i < verb.head.i)):
        return
    if verb.lemma_.lower() in _operators()["courtesies"] or any(child.fills(_SUBJECT_OR_MARK) for child in verb.children):
        return
    if not any(child.fills(_AUXILIARIES) and child.lemma_ != "do" for child in verb.children):
        yield Effect(verb, modality=Modality.WANTED)


def _is_far(noun: Token, verb: Token) -> bool:
    """Whether a prepositional phrase stands before a verb's object: then the object is more likely a part of that phrase's list."""
    return any(child.fills(PREPOSITION) and verb.i < child.i < noun.i for child in verb.children)


def _quantifier(noun: Token) -> Iterator[Effect]:
    """The negation that stands in a verb's subject or object: "no soldiers were killed", "nobody came", "produced no results"."""
    yield from _word(noun, "pronouns")
    for child in noun.children:
        if child.fills(_DETERMINING):
            yield from _word(child, "determiners")
        elif child.fills(NEGATION) and not noun.fills(OBJECT) and not _is_only(child):
            yield Effect(child, negates=True)  # "not one of them came"
        elif child.fills(NUMBER):
            yield from (Effect(word, negates=True) for word in child.children if word.lower_ == "not")  # "not one firm paid"


def _word(token: Token, kind: str) -> Iterator[Effect]:
    lemmas = {token.lower_, token.lemma_.lower()}
    if kind == "pronouns" and any(child.lower_ in ("but", "except") for child in token.children):
        return  # "nothing but headlines" is something
    for lemma in sorted(lemmas):
        effect = _operator(kind, lemma, token)
        if effect is not None:
            yield effect
            return


def _operator(kind: str, lemma: str, cue: Token) -> Effect | None:
    group = _operators()[kind].get(lemma)
    if group is None:
        return None
    modality = _GROUPS[group]
    if modality is None:
        return Effect(cue, negates=True)
    return Effect(cue, negates=group == _DOUBTFUL, modality=modality, future=modality is Modality.PLANNED)


def _auxiliary(aux: Token, verb: Token) -> Iterator[Effect]:
    if _is_inverted(aux, verb):
        yield Effect(aux, modality=Modality.CONDITIONAL)
        return
    effect = _operator("auxiliaries", aux.lower_, aux)
    if effect is None or (effect.modality is Modality.CONDITIONAL and _is_polite(verb)):
        return
    if effect.modality is Modality.WANTED and aux.lower_ != "ought" and is_perfect(verb):
        effect = Effect(aux, modality=Modality.POSSIBLE if aux.lower_ == "must" else Modality.CONDITIONAL)
    if aux.lower_ in ("'d", "’d") and verb.tag_ != "VB":
        return  # "he'd gone"
    if effect.modality is Modality.CONDITIONAL and _is_reported_future(verb):
        effect = Effect(aux, modality=Modality.PLANNED, future=True)
    yield effect


def _is_polite(verb: Token) -> bool:
    """Whether "would" only softens what is said: "we would like to thank them", "I would argue that"."""
    lemma = verb.lemma_.lower()
    first = any(child.fills(NOMINAL_SUBJECT) and child.lower_ in ("i", "we") for child in verb.children)
    return f"{lemma} to" in _operators()["polite"] or (first and lemma in _operators()["polite"])


def _is_inverted(aux: Token, verb: Token) -> bool:
    """Whether an auxiliary before its subject makes a condition: "should the talks fail, they will go"."""
    before = aux.lower_ in ("should", "had", "were") and verb.fills(_CONDITION) and verb.i < verb.head.i
    return before and any(child.fills(NOMINAL_SUBJECT) and child.i > aux.i for child in verb.children)


def _is_reported_future(verb: Token) -> bool:
    """Whether "would" is a "will" in past speech ("he said that he would go") and no condition stands beside it."""
    conditioned = any(mark_word(child) in ("if", "unless") for child in verb.children if child.fills(ADVERBIAL_CLAUSE))
    return verb.fills(_DEPENDENT_CLAUSE) and not conditioned


def _infinitive_to(verb: Token) -> Token:
    """The "to" of an infinitive; the verb itself where it has none."""
    return infinitive_to(verb) or verb


def _is_only(negation: Token) -> bool:
    following = negation.i + 1
    return following < len(negation.doc) and negation.doc[following].lower_ in ("only", "just", "least", "surprisingly")


def _step(token: Token, trigger: Token) -> _Step:
    """The way from a word to what governs it."""
    head = token.head
    if token.fills(_COMPLEMENT):
        return _complement(token, head)
    if token.fills(ADJECTIVAL_PREDICATE) and is_verb(head):
        return _Step((), head)
    if token.fills(ADVERBIAL_CLAUSE):
        return _adverbial(token, head)
    if token.fills(NOUN_CLAUSE):
        return _noun_clause(token, head)
    if token.fills(PREPOSITIONAL_CLAUSE):
        return _governed_clause(token, head)
    if token.fills(PREPOSITIONAL_OBJECT):
        if token.lower_ == "comment" and head.lower_ == "for":
            return _Step((), head.head)  # "could not be reached for comment"
        if head.head.lemma_.lower() in _operators()["signs"] and _is_definite(token):
            return _Step()  # "played no part in the decision"
        if token is trigger and token.lemma_.lower() in _operators()["gatherings"] and (ahead := _ahead_at(head)):
            return _Step(ahead)
        return _prepositional(head, passes=True)
    if token.fills(_ARGUMENT):
        return _argument(token, head, trigger)
    if token.fills(CONJUNCT):
        return _conjunct(token, head, trigger)
    if token.fills(_BESIDE_NOUN) and token.pos_ in ("NOUN", "PROPN"):
        return _modifier_noun(token, head)
    if token is trigger and token.fills(ADJECTIVE) and token.tag_ == "VBN" and _is_indefinite(head) and is_verb(head.head):
        return _Step(_unreal(head.head))  # "is to submit revised figures"
    return _Step()


def _ahead_at(preposition: Token) -> tuple[Effect, ...]:
    """The plan of what is to be done on an occasion: the occasion lies ahead as well ("will speak during a visit")."""
    verb = preposition.head
    if preposition.lower_ not in ("at", "during", "on", "before", "ahead") or not is_verb(verb):
        return ()
    return tuple(effect for effect in _unreal(verb) if effect.future)


_COMPLEMENT = COMPLEMENT_CLAUSE | CLAUSAL_SUBJECT
_ARGUMENT = NOMINAL_SUBJECT | OBJECT | NOMINAL_PREDICATE | OBJECT_PREDICATE
_BESIDE_NOUN = APPOSITION | COMPOUND | NOUN_MODIFIER | UNKNOWN


def _complement(token: Token, head: Token) -> _Step:
    """An infinitive, gerund or that-clause: its verb may plan, want or deny it; infinitives carry on upwards."""
    word, infinitive = mark_word(token), token.fills(BARE_CLAUSE) or is_infinitive(token) or _is_small_clause(token, head)
    effect = _governing(token, head)
    if not infinitive:
        effect = _of_finite(token, head, effect)
    if token.fills(CLAUSAL_SUBJECT) and token.tag_ == "VBG" and not word:
        return _Step(_of_gerund_subject(head))
    if not infinitive and token.i < head.i and not word:
        return _Step()  # one clause beside another: "Rome celebrates, Paris prepares for war"
    own = () if word not in ("whether", "if") else (Effect(head, modality=Modality.POSSIBLE),)
    if effect is None and is_infinitive(token) and not _is_implicative(head):
        effect = Effect(
            _infinitive_to(token), modality=Modality.POSSIBLE
        )  # "was inclined to stop": nothing says that it was done
    if not infinitive:
        own = (*own, *_unsaid(head))
        if head.lemma_.lower() in _operators()["ensuring"] and effect is None:
            own = (*own, *_unreal(head))  # "would mean that it ends", "should ensure that it ends"
    effects = (*own, *((effect,) if effect is not None else ()))
    return _Step(effects, head if infinitive else None)


def _of_gerund_subject(predicate: Token) -> tuple[Effect, ...]:
    """What is said of doing something does not tell that it was done: "lowering the tax would help", "building a house takes time"."""
    unreal = _unreal(predicate)
    if unreal or not _is_present(predicate) or is_perfect(predicate):
        return unreal
    return (Effect(predicate, modality=Modality.POSSIBLE),)


def _governing(token: Token, head: Token) -> Effect | None:
    """What the word above does to its complement: "plans to go", "is likely to go", "is to go", "has to go", "stopped going"."""
    lemma = head.lemma_.lower()
    if is_infinitive(token):
        if _is_outstanding(token, head):
            return Effect(_infinitive_to(token), negates=True)
        if lemma == "have" and not any(child.fills(NOMINAL_SUBJECT) for child in token.children):
            return Effect(head, modality=Modality.WANTED) if head.tag_ in ("VBZ", "VBP") else None
        if lemma == "go" and head.tag_ == "VBG" and not particle(head):
            return Effect(head, modality=Modality.PLANNED, future=any(aux.tag_ in _FINITE for aux in head.children_as(AUXILIARY)))
        if lemma == "help" and head.tag_ in ("VBD", "VBN"):
            return None
    if token.tag_ == "VBG" and token.i - head.i <= 2 and (effect := _operator("verbs", f"{lemma} -ing", head)) is not None:
        return effect
    effect = _verb_operator(head) or _adjective_operator(head) or _appointed(token, head)
    if effect is None and is_infinitive(token):
        effect = _operator("verbs", f"{lemma} to", head)  # "told him to go", but not "told him that it goes"
    return effect


def _is_outstanding(infinitive: Token, head: Token) -> bool:
    """Whether an infinitive stands behind "yet": "has yet to reply"."""
    return any(child.lower_ == "yet" and child.i == _infinitive_to(infinitive).i - 1 for child in head.children)


def _is_small_clause(token: Token, head: Token) -> bool:
    """Whether a participle is what somebody sees, wants or has done: "wants to see them freed"."""
    return (
        token.tag_ in ("VBG", "VBN")
        and head.lemma_.lower() in _operators()["perceptions"]
        and not token.children_as(_AUXILIARIES)
    )


def _of_finite(token: Token, head: Token, effect: Effect | None) -> Effect | None:
    """What a verb does to a that-clause: it wishes for no facts, plans none, and denies them only if it is a denial.

    "Insists that they pay" may be a demand, "insists that they paid" is a statement; "forgot that they had paid" holds that they had.
    """
    if effect is None or head.pos_ not in ("VERB", "AUX") or not _is_finite(token):
        return effect
    if effect.negates:
        return effect if head.lemma_.lower() in _operators()["denials"] else None
    if effect.modality not in (Modality.WANTED, Modality.PLANNED) or head.lemma_.lower() in _operators()["hopes"]:
        return effect
    if not _is_indicative(token) or (effect.modality is Modality.WANTED and _may_be_subjunctive(token, head)):
        return effect
    return Effect(effect.cue, modality=Modality.POSSIBLE) if head.lemma_.lower() == "suggest" else None


def _is_indicative(verb: Token) -> bool:
    """Whether a finite verb states what is or was, or what will be."""
    auxiliaries = verb.children_as(_AUXILIARIES)
    if any(aux.tag_ == "MD" for aux in auxiliaries):
        return any(aux.lower_ in ("will", "would", "wo", "'ll", "’ll", "'d", "’d") for aux in auxiliaries)
    return verb.tag_ in _FINITE or any(aux.tag_ in _FINITE for aux in auxiliaries)


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in _FINITE or any(aux.tag_ in (*_FINITE, "MD") for aux in verb.children_as(_AUXILIARIES))


def _may_be_subjunctive(verb: Token, head: Token) -> bool:
    """Whether a bare form is more likely a wish than a fact: "recommends that they reduce it"; "insists that they pay" is neither."""
    return verb.tag_ == "VBP" and head.lemma_.lower() not in ("insist", "suggest")


def _unreal(head: Token) -> tuple[Effect, ...]:
    """What makes a word's event less than actual, without what denies it."""
    return tuple(effect for effect in _effects(head) if not effect.negates and effect.modality is not Modality.ACTUAL)


def _is_implicative(head: Token) -> bool:
    """Whether an infinitive below the word is as true as the word itself: "began to fire", "was forced to resign"."""
    words = {child.lemma_.lower() for child in head.children if child.fills(ADJECTIVAL_PREDICATE)} | {head.lemma_.lower()}
    return not words.isdisjoint(_operators()["implicatives"])


def _unsaid(head: Token) -> Iterator[Effect]:
    """What is not said is not thereby so: "did not say that it fired"."""
    if head.lemma_.lower() in _operators()["sayings"]:
        for effect in _own(head, is_trigger=False):
            if effect.negates:
                yield Effect(effect.cue, modality=Modality.POSSIBLE)


def _appointed(token: Token, copula: Token) -> Effect | None:
    """The plan in "are to meet on Friday", "was to have signed"."""
    if copula.lemma_ != "be" or not is_infinitive(token) or any(child.fills(_PREDICATIVE) for child in copula.children):
        return None
    return Effect(_infinitive_to(token), modality=Modality.PLANNED, future=copula.tag_ in ("VBP", "VBZ"))


def _verb_operator(verb: Token) -> Effect | None:
    if verb.pos_ not in ("VERB", "AUX", "NOUN"):
        return None
    kind = "nouns" if verb.pos_ == "NOUN" else "verbs"
    second = particle(verb)
    lemma = f"{verb.lemma_.lower()} {second}" if second else verb.lemma_.lower()
    if lemma in _operators()["left_open"] and tuple(_denied(verb)):
        return Effect(verb, negates=True, modality=Modality.POSSIBLE)  # "has not ruled out a strike": there may be one
    return _operator(kind, lemma, verb)


def _adjective_operator(head: Token) -> Effect | None:
    """The "likely" of "is likely to attack", where the parser hangs the clause on the adjective or on its copula."""
    if head.pos_ in ("ADJ", "ADV"):
        return _of_adjective(head, head.head)
    for child in head.children:
        if child.fills(ADJECTIVAL_PREDICATE | OBJECT_PREDICATE):
            return _of_adjective(child, head)
    return None


def _of_adjective(adjective: Token, copula: Token) -> Effect | None:
    """The effect of an adjective on its infinitive: "too late to save", "was able to leave" (and did)."""
    excess = next((child for child in adjective.children if child.fills(ADVERB) and child.lower_ == "too"), None)
    if excess is not None:
        return Effect(excess, negates=True)
    if adjective.lower_ == "able" and copula.tag_ == "VBD":
        return None
    return _operator("adjectives", adjective.lemma_.lower(), adjective)


def _adverbial(token: Token, head: Token) -> _Step:
    """An adverbial clause: a condition, a time, a purpose, a result or a means."""
    word = mark_word(token) or _relative_adverb(token)
    if word in _operators()["marks"]:
        return _Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))
    if word in _operators()["occasions"]:
        return _occasion(token, head, word)
    if word in ("", "on", "upon", "for", "so", "as") and is_infinitive(token):
        operator = _verb_operator(head) or _adjective_operator(head) or _operator("verbs", f"{head.lemma_.lower()} to", head)
        if operator is None and word == "" and _is_result(token, head):
            return _Step()
        if _is_outstanding(token, head):
            return _Step((Effect(_infinitive_to(token), negates=True),), head)
        purpose = Effect(_infinitive_to(token), modality=Modality.PLANNED, future=False)
        return _Step((operator or purpose,), head if operator is not None else None)
    if (
        word == ""
        and token.tag_ == "VBG"
        and is_verb(head)
        and token.i > head.i
        and not is_perfect(token)
        and not attributes(token)
    ):
        return _Step(_unreal_here(head))  # "would cost millions, forcing them out"
    return _Step()


def _unreal_here(verb: Token) -> tuple[Effect, ...]:
    """What a verb's own words make of its modality, and of what happens along with it."""
    own = (effect for effect in _own(verb, is_trigger=False) if effect.modality is not Modality.ACTUAL)
    return tuple(replace(effect, negates=False) for effect in own)


def _relative_adverb(clause: Token) -> str:
    return next((child.lower_ for child in clause.children if child.fills(ADVERB) and child.tag_ == "WRB"), "")


def _occasion(token: Token, head: Token, word: str) -> _Step:
    """A clause of time in the present: it waits for what its main clause waits for ("will go when it ends"), or tells of a habit."""
    cue = mark(token) or token
    if not _is_present(token):
        pending = is_perfect(token) and any(effect.future and effect.cue.fills(AUXILIARY) for effect in _effects(head))
        return _Step(
            (Effect(cue, modality=Modality.PLANNED, future=True),) if pending else ()
        )  # "would decide after he had met them"
    if word in ("until", "till"):
        return _Step((Effect(cue, modality=Modality.CONDITIONAL),))
    above = {effect.modality for effect in _unreal(head)}
    if above:
        return _Step((Effect(cue, modality=Modality.PLANNED if above == {Modality.PLANNED} else Modality.CONDITIONAL),))
    habit = word in ("when", "whenever", "once") and _is_present(head) and token.sent[-1].is_punct
    return _Step((Effect(cue, modality=Modality.CONDITIONAL),)) if habit else _Step()


def _is_present(verb: Token) -> bool:
    """Whether a clause is in the present tense: "ends", "has ended", "is being ended"."""
    finite = [*verb.children_as(_AUXILIARIES), verb]
    return finite[0].tag_ in ("VBZ", "VBP") or (len(finite) == 1 and verb.tag_ == "VB")


def _is_result(token: Token, head: Token) -> bool:
    """Whether an infinitive tells what came of it: "came from behind to win"."""
    return token.lemma_.lower() in _operators()["results"] and head.tag_ == "VBD" and token.i > head.i


def _noun_clause(token: Token, head: Token) -> _Step:
    """A clause that hangs on a noun: "plans to go", "claims that he went", "the first to go"."""
    if head.fills(ROOT) and token.tag_ == "VBN" and mark(token) is None:
        return _Step(tuple(_quantifier(head)))  # a headline: "No deal reached in Rome"
    if is_infinitive(token):
        return _infinitive_of(token, head)
    if _is_about_anybody(token, head):
        return _Step((Effect(head, modality=Modality.CONDITIONAL),))
    if (
        token.fills(RELATIVE_CLAUSE)
        or head.pos_ not in ("NOUN", "PROPN")
        or not (mark(token) or token.children_as(NOMINAL_SUBJECT))
    ):
        return _Step()
    return _content_of(head)


def _is_about_anybody(clause: Token, noun: Token) -> bool:
    """Whether a clause only says of whom something holds, whoever that is: "drivers who break the law", "anybody who helps them"."""
    if not clause.fills(RELATIVE_CLAUSE) or clause.tag_ not in ("VBP", "VBZ") or clause.children_as(_AUXILIARIES):
        return False
    who = next((child for child in clause.children_as(NOMINAL_SUBJECT) if child.lower_ in ("who", "that")), None)
    if who is None or who.i < noun.i or noun.doc[clause.left_edge.i - 1].is_punct:
        return False
    if noun.lower_ in _operators()["anybody"]:
        return True
    plain = all(child.i > noun.i or child.lower_ in ("those", "any") for child in noun.children)
    return who.lower_ == "who" and noun.tag_ == "NNS" and plain


def _infinitive_of(token: Token, noun: Token) -> _Step:
    """The infinitive of a noun: what nobody is said to have done, unless the noun tells who did ("the first to go")."""
    own_to = _infinitive_to(token)
    if noun.lower_ == "order" and noun.head.lower_ == "in":
        return _Step((Effect(own_to, modality=Modality.PLANNED),))
    if noun.fills(ROOT):
        return _Step((Effect(own_to, modality=Modality.PLANNED, future=True),))  # a headline: "Envoys to meet in Rome"
    if noun.pos_ not in ("NOUN", "PROPN"):
        return _Step()
    operator = _operator("nouns", noun.lemma_.lower(), noun) or _operator("nouns", f"{noun.lemma_.lower()} to", noun)
    if operator is not None:
        return _Step((operator,), noun)
    if _is_singled_out(noun):
        return _Step()
    return _Step((Effect(own_to, modality=Modality.POSSIBLE), *_denied(noun)))


def _is_singled_out(noun: Token) -> bool:
    """Whether a noun is one that an ordinal, a superlative or "only" picks: "the latest club to sign"."""
    above = noun.head.head if noun.fills(PREPOSITIONAL_OBJECT) and noun.head.lower_ == "of" else noun  # "the first of the clubs"
    words = [noun, *noun.children_as(_PREMODIFIER | NUMBER), above, *above.children_as(_PREMODIFIER | NUMBER)]
    return any(word.tag_ == "JJS" or word.ent_type_ == "ORDINAL" or word.lower_ in _operators()["singling"] for word in words)


def _content_of(noun: Token) -> _Step:
    """The that-clause of a noun: what allegations hold is alleged, and what there is no sign of is not so."""
    lemma = noun.lemma_.lower()
    operator = _operator("nouns", f"{lemma} that", noun) or _operator("nouns", lemma, noun)
    if lemma == "doubt" and tuple(_denied(noun)):
        return _Step()  # "no doubt that he left"
    if lemma in _operators()["signs"]:
        return _Step((), noun)
    return _Step((operator,) if operator is not None else (), noun if operator is not None else None)


def _denied(word: Token) -> Iterator[Effect]:
    """The "no" of a noun, the "not" of a verb."""
    return (effect for effect in _own(word, is_trigger=False) if effect.negates)


def _argument(token: Token, head: Token, trigger: Token) -> _Step:
    """An event noun as subject or object: operators act on objects, carriers pass on what holds of them."""
    if head.pos_ not in ("VERB", "AUX"):
        return _Step()
    if is_verb(token):
        return _Step((), head)
    lemma = head.lemma_.lower()
    named = any(child.fills(OBJECT_PREDICATE) for child in head.children)  # "called the meeting useful" calls for none
    carries = lemma in _operators()["carriers"]
    if token.fills(ACTIVE_SUBJECT) and (lemma in _operators()["outcomes"] or (carries and _says_of_subject(head))):
        return _outcome(token, head, trigger)
    effect = _on_object(token, head, trigger) if token.fills(_UNDERGOER) and not named else None
    if effect is None and not carries and token is trigger and token.fills(_UNDERGOER) and _is_indefinite(token):
        if any(child.lower_ == "any" for child in token.children) and tuple(_denied(head)):
            return _Step((), head)  # "did not see any protests"
        return _Step(_unreal(head) if lemma not in _operators()["topics"] else ())  # "could trigger sanctions"
    return _Step((effect,) if effect is not None else (), head if carries or effect is not None else None)


def _outcome(noun: Token, verb: Token, trigger: Token) -> _Step:
    """What a verb says of its subject: that it is planned or conditional, and of an attempt that fails also that nothing came of it."""
    if verb.lemma_ == "be" and is_perfect(verb) and _is_definite(noun):
        return _Step()  # "their losses could have been worse"
    effects = [effect for effect in _effects(verb) if not effect.negates]
    if noun is not trigger and verb.lemma_.lower() in _operators()["failures"]:
        effects.append(Effect(verb, negates=True))  # "the attempt to sell it failed"
    return _Step(tuple(effects))


def _says_of_subject(verb: Token) -> bool:
    """Whether a verb says something of its subject rather than that it takes place: "the talks did not bring peace", "is not over"."""
    predicate = [c for c in verb.children if c.fills(OBJECT | ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE)]
    return bool(predicate) and not any(c.fills(EXPLETIVE) for c in verb.children) and predicate[0].lower_ != "place"


def _on_object(token: Token, head: Token, trigger: Token) -> Effect | None:
    """What a verb does to its object, if it is the kind of object that it does it to."""
    lemma, noun = head.lemma_.lower(), token.lemma_.lower()
    if lemma == "face":
        facing = noun in _operators()["facing"] and head.tag_ not in ("VBD", "VBN")
        return Effect(head, modality=Modality.POSSIBLE) if facing else None
    effect = _verb_operator(head)
    if effect is None:
        return next(_unsaid(head), None) if lemma in ("confirm", "prove") else None
    if token is trigger and effect.negates and lemma in _operators()["rejections"] and noun in _operators()["answered"]:
        return None  # who rejects an offer was made one
    if lemma in _operators()["topics"] and not effect.negates and _is_definite(token):
        return None  # "discussed the attack" of which everybody knows
    return None if lemma == "offer" and noun in _operators()["courtesies"] else effect


def _is_definite(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or any(
        child.fills(POSSESSOR) or child.lower_ in ("the", "this", "that", "these", "those") for child in noun.children
    )


def _is_indefinite(noun: Token) -> bool:
    """Whether a noun is one of which nothing was said before: "a fine", "further cuts", "support", but not "the fine", "his fine"."""
    determiners = [child.lower_ for child in noun.children if child.fills(DETERMINER | POSSESSOR)]
    return noun.pos_ == "NOUN" and all(word in ("a", "an", "some", "any", "another") for word in determiners)


def _governed_clause(token: Token, preposition: Token) -> _Step:
    """A clause behind a preposition: "accused of stealing", "closer to leaving", "no sign of leaving", "over whether he left"."""
    word, governor = preposition.lower_, preposition.head
    if mark_word(token) in ("whether", "if"):
        return _Step((Effect(mark(token) or token, modality=Modality.POSSIBLE),))
    step = _prepositional(preposition, passes=False)
    if token.tag_ != "VBG" and governor.lemma_.lower() in _operators()["signs"]:
        return _Step()  # "no indication of how they left"
    if word == "with" and token.children_as(SUBJECT) and is_verb(governor) and not step.effects:
        return _Step(_unreal_here(governor))  # "will be cut, with the rest being sold"
    if step.effects or step.upper is not None or token.tag_ != "VBG":
        return step
    if word == "like":
        return _Step((Effect(preposition, modality=Modality.CONDITIONAL),))
    if word in ("to", "toward", "towards") and governor.lemma_.lower() not in _operators()["admissions"]:
        return _Step((Effect(preposition, modality=Modality.POSSIBLE), *_denied(governor)))
    return _Step(_unreal_here(governor) if word in ("by", "through", "in", "before", "via") and is_verb(governor) else ())


def _prepositional(preposition: Token, *, passes: bool) -> _Step:
    """What a preposition brings in: "without a deal", "calls for a truce", "hopes of reaching peace", "ended with no deal"."""
    word, governor = preposition.lower_, preposition.head
    if preposition.fills(PREPOSITION) and governor.fills(_ADVERB_OR_PREPOSITION):
        word = f"{governor.lower_} {word}"
    elif first := [child.lower_ for child in preposition.children if child.fills(ADVERB) and child.i < preposition.i]:
        word = f"{first[-1]} {word}"
    effect = _operator("prepositions", word, preposition)
    if effect is not None:
        return _Step((effect,))
    kind = "nouns" if governor.pos_ in ("NOUN", "PROPN") else "adjectives" if governor.pos_ == "ADJ" else "verbs"
    lemma = governor.lemma_.lower()
    second = particle(governor)
    effect = _operator(kind, f"{lemma} {second} {word}" if second else f"{lemma} {word}", governor)
    if effect is None and (
        (kind == "nouns" and word in ("of", "for", "to", "about", "on", "over")) or (kind == "adjectives" and word == "of")
    ):
        effect = _operator(kind, lemma, governor)
    if effect is not None:
        return _Step((effect,), governor)
    if kind == "nouns" and lemma in _operators()["signs"] and word in ("of", "for", "in", "to"):
        return _Step((), governor)
    if kind == "adjectives" and lemma == "aware" and any((*_denied(governor), *_denied(governor.head))):
        return _Step((Effect(governor, modality=Modality.POSSIBLE),))
    carried = passes and word in ("in", "into", "to", "with", "under", "by") and lemma in _operators()["carriers"]
    if passes and word == "into" and kind == "verbs" and lemma not in _operators()["inquiries"]:
        carried = True  # "did not push them into concessions": into is where they have not got
    return _Step((), governor if carried and is_verb(governor) else None)


def _conjunct(token: Token, head: Token, trigger: Token) -> _Step:
    """A coordinated word shares what governs the first, and its auxiliaries where it has none of its own."""
    effects: list[Effect] = []
    if mark_word(token) in ("if", "unless"):
        return _Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))  # "if, and only if, they ask"
    if token.tag_ == "VBD" and head.tag_ == "VB":
        return _Step()  # "offered to mediate and invited both": a finite verb is no infinitive
    if is_infinitive(token) and head.tag_ in ("VBD", "VBZ", "VBP") and is_verb(head):
        return _Step(
            (Effect(_infinitive_to(token), modality=Modality.POSSIBLE),)
        )  # hung on the wrong verb, but an infinitive it is
    own_clause = any(child.fills(_OWN_GRAMMAR) or (child.fills(AUXILIARY) and child.lower_ != "to") for child in token.children)
    if not own_clause:
        negative = any(child.fills(CONJUNCTION) and child.lower_ in ("or", "nor") for child in head.children)
        for effect in _own(head, is_trigger=False):
            if not effect.negates or negative:
                effects.append(effect)
    elif is_verb(head) and is_verb(token):
        if head.fills(ADVERBIAL_CLAUSE) and mark_word(head) in ("if", "unless") and token.tag_ in _FINITE:
            return _Step((Effect(mark(head) or head, modality=Modality.CONDITIONAL),))  # "if he comes and we let him in"
        nor = next((c for c in head.children if c.fills(CONJUNCTION) and c.lower_ == "nor" and c.i < token.i), None)
        return _Step((Effect(nor, negates=True),) if nor is not None else ())
    further = _step(head, trigger) if head is not token else _Step()
    return _Step((*effects, *further.effects), further.upper)


def _modifier_noun(token: Token, head: Token) -> _Step:
    """The event in a compound: "ceasefire proposal", "peace hopes"."""
    effect = _operator("nouns", head.lemma_.lower(), head) if token.fills(COMPOUND) else None
    return _Step((effect,) if effect is not None else ())


def _question(trigger: Token) -> Iterator[Effect]:
    """A question asks; it does not state. What stands before a dash or a colon is outside it: "He won - but did he gain?"."""
    if trigger.pos_ == "PROPN":
        return  # "Who won at the Alaska Summit?" does not ask whether there was one
    opened = False
    for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        opened = opened or (token.is_quote and token.nbor(-1).whitespace_ != "")
        if token.text == "?":
            if not (opened and token.i + 1 < len(token.doc) and token.nbor().is_quote):  # "asked: 'who goes?'" asked
                yield Effect(token, modality=Modality.POSSIBLE)
            return
        if token.text in ("—", "–", "--", ":", ";") or (token.text == "-" and token.whitespace_ and token.nbor(-1).whitespace_):
            return


@cache
def _operators() -> Mapping[str, Mapping[str, str]]:
    """By kind of word (verbs, nouns, adjectives ...), each lemma with the group that it stands in."""
    raw = yaml.load((files("kgraph") / "data" / "factuality.yaml").read_text("utf-8"), yaml.CSafeLoader)
    kinds = ("verbs", "nouns", "adjectives", "determiners", "adverbs", "prepositions", "pronouns", "marks", "auxiliaries")
    table: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for group in _GROUPS:
        for kind, lemmas in raw[group].items():
            for lemma in lemmas:
                table[kind].setdefault(lemma, group)
    for kind in _LISTS:
        table[kind] = dict.fromkeys(raw[kind], kind)
    return table
