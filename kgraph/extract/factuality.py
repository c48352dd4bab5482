"""Whether an event is said to have happened: polarity, modality and the words that decide them.

Read upwards from the trigger: what modifies it, then what governs it, as far as the meaning passes (an infinitive's verb, a light
verb, a preposition), never out of what somebody says. data/factuality.yaml lists the words. The scale follows FactBank (Sauri and
Pustejovsky 2009): actual is its certain, possible its probable and possible; planned, wanted and conditional divide what
it leaves underspecified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from kgraph.model import Modality, Polarity
from kgraph.syntax.clauses import infinitive_to, is_infinitive, is_verb, mark, mark_word, particle
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
    NEGATION,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    NOUN_CLAUSE,
    NOUN_MODIFIER,
    OBJECT,
    OBJECT_PREDICATE,
    PASSIVE_AUXILIARY,
    PASSIVE_SUBJECT,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
    ROOT,
    UNKNOWN,
)
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

# From what is nearest to fact to what is farthest; of two readings the farther one holds ("may agree to meet" is possible).
_DISTANCE = (Modality.ACTUAL, Modality.PLANNED, Modality.WANTED, Modality.POSSIBLE, Modality.CONDITIONAL)
_GROUPS = {
    "negative": None,
    "planned": Modality.PLANNED,
    "wanted": Modality.WANTED,
    "possible": Modality.POSSIBLE,
    "conditional": Modality.CONDITIONAL,
}
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
    while True:
        yield from _own(current, is_trigger=current is trigger)
        passed = _step(current, trigger)
        yield from passed.effects
        if passed.upper is None or steps > _MAX_STEPS:
            break
        current, steps = passed.upper, steps + 1
    yield from _question(trigger)


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
            yield from _word(child, "adverbs")
        elif child.fills(_DETERMINER_OR_BOTH):
            yield from _word(child, "determiners")
        elif child.fills(_PREMODIFIER) and is_trigger and token.pos_ in ("NOUN", "PROPN"):
            yield from _word(child, "adjectives")
            if child.pos_ == "VERB":
                yield from _word(child, "verbs")
        elif child.fills(_NOMINAL_SUBJECT_OR_OBJECT) and is_verb(token) and not _is_far(child, token):
            yield from _quantifier(child)


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
    return Effect(cue, modality=modality, future=modality is Modality.PLANNED)


def _auxiliary(aux: Token, verb: Token) -> Iterator[Effect]:
    if _is_inverted(aux, verb):
        yield Effect(aux, modality=Modality.CONDITIONAL)
        return
    effect = _operator("auxiliaries", aux.lower_, aux)
    if effect is None:
        return
    if aux.lower_ in ("'d", "’d") and verb.tag_ != "VB":
        return  # "he'd gone"
    if effect.modality is Modality.CONDITIONAL and _is_reported_future(verb):
        effect = Effect(aux, modality=Modality.PLANNED, future=True)
    yield effect


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
    if token.fills(_ADJUNCT):
        return _adjunct(token, head)
    if token.fills(_GOVERNED):
        return _prepositional(head, passes=token.fills(PREPOSITIONAL_OBJECT))
    if token.fills(_ARGUMENT):
        return _argument(token, head)
    if token.fills(CONJUNCT):
        return _conjunct(token, head, trigger)
    if token.fills(_BESIDE_NOUN) and token.pos_ in ("NOUN", "PROPN"):
        return _modifier_noun(token, head)
    return _Step()


_COMPLEMENT = COMPLEMENT_CLAUSE | CLAUSAL_SUBJECT
_ADJUNCT = ADVERBIAL_CLAUSE | NOUN_CLAUSE
_GOVERNED = PREPOSITIONAL_OBJECT | PREPOSITIONAL_CLAUSE
_ARGUMENT = NOMINAL_SUBJECT | OBJECT | NOMINAL_PREDICATE | OBJECT_PREDICATE
_BESIDE_NOUN = APPOSITION | COMPOUND | NOUN_MODIFIER | UNKNOWN


def _complement(token: Token, head: Token) -> _Step:
    """An infinitive, gerund or that-clause: its verb may plan, want or deny it; infinitives carry on upwards."""
    effect = _verb_operator(head) or _adjective_operator(head) or _appointed(token, head)
    if effect is None and is_infinitive(token):
        effect = _operator("verbs", f"{head.lemma_.lower()} to", head)  # "told him to go", but not "told him that it goes"
    word = mark_word(token)
    infinitive = token.fills(BARE_CLAUSE) or is_infinitive(token)
    if not infinitive and token.i < head.i and not word:
        return _Step()  # one clause beside another: "Rome celebrates, Paris prepares for war"
    own = () if word not in ("whether", "if") else (Effect(head, modality=Modality.POSSIBLE),)
    if effect is None and is_infinitive(token) and not _is_implicative(head):
        effect = Effect(
            _infinitive_to(token), modality=Modality.POSSIBLE
        )  # "was inclined to stop": nothing says that it was done
    if not infinitive:
        own = (*own, *_unsaid(head))
    effects = (*own, *((effect,) if effect is not None else ()))
    return _Step(effects, head if infinitive else None)


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
    return _operator(kind, f"{verb.lemma_.lower()} {second}" if second else verb.lemma_.lower(), verb)


def _adjective_operator(head: Token) -> Effect | None:
    """The "likely" of "is likely to attack", where the parser hangs the clause on the adjective or on its copula."""
    if head.pos_ in ("ADJ", "ADV"):
        return _operator("adjectives", head.lemma_.lower(), head)
    for child in head.children:
        if child.fills(ADJECTIVAL_PREDICATE):
            return _operator("adjectives", child.lemma_.lower(), child)
    return None


def _adjunct(token: Token, head: Token) -> _Step:
    """An adverbial, infinitival or relative clause."""
    word = mark_word(token)
    if token.fills(ADVERBIAL_CLAUSE):
        if word in _operators()["marks"]:
            return _Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))
        if word == "until" and token.tag_ in ("VBP", "VBZ", "VB"):
            return _Step((Effect(mark(token) or token, modality=Modality.CONDITIONAL),))
        if word in ("before", "until"):
            return _Step()
        if word in ("", "on", "upon", "for", "so", "as") and is_infinitive(token):
            operator = _verb_operator(head) or _adjective_operator(head)
            purpose = Effect(_infinitive_to(token), modality=Modality.PLANNED, future=False)
            return _Step((operator or purpose,), head if operator is not None else None)
        return _Step()
    if head.fills(ROOT) and token.tag_ == "VBN":
        return _Step(tuple(_quantifier(head)))  # a headline: "No deal reached in Rome"
    if head.lower_ == "order" and head.head.lower_ == "in" and is_infinitive(token):
        return _Step((Effect(_infinitive_to(token), modality=Modality.PLANNED),))
    if head.fills(ROOT) and is_infinitive(token):
        return _Step(
            (Effect(_infinitive_to(token), modality=Modality.PLANNED, future=True),)
        )  # again a headline: "Envoys to meet in Rome"
    if head.pos_ in ("NOUN", "PROPN") and is_infinitive(token):
        operator = _operator("nouns", head.lemma_.lower(), head) or _operator("nouns", f"{head.lemma_.lower()} to", head)
        return _Step((operator,) if operator else (), head if operator else None)
    return _Step()


def _argument(token: Token, head: Token) -> _Step:
    """An event noun as subject or object: operators act on objects, carriers pass on what holds of them."""
    if head.pos_ not in ("VERB", "AUX"):
        return _Step()
    if is_verb(token):
        return _Step((), head)
    named = any(child.fills(OBJECT_PREDICATE) for child in head.children)  # "called the meeting useful" calls for none
    if token.fills(ACTIVE_SUBJECT) and head.lemma_.lower() in _operators()["outcomes"]:
        return _Step(tuple(effect for effect in _effects(head) if not effect.negates))
    effect = _verb_operator(head) if token.fills(_UNDERGOER) and not named else None
    carries = head.lemma_.lower() in _operators()["carriers"]
    return _Step((effect,) if effect is not None else (), head if carries or effect is not None else None)


def _prepositional(preposition: Token, *, passes: bool) -> _Step:
    """What a preposition brings in: "without a deal", "calls for a truce", "hopes of reaching peace", "ended with no deal"."""
    word, governor = preposition.lower_, preposition.head
    if preposition.fills(PREPOSITION) and governor.fills(_ADVERB_OR_PREPOSITION):
        word = f"{governor.lower_} {word}"
    effect = _operator("prepositions", word, preposition)
    if effect is not None:
        return _Step((effect,))
    kind = "nouns" if governor.pos_ in ("NOUN", "PROPN") else "adjectives" if governor.pos_ == "ADJ" else "verbs"
    lemma = governor.lemma_.lower()
    effect = _operator(kind, f"{lemma} {word}", governor)
    if effect is None and kind == "nouns" and word in ("of", "for", "to", "about", "on"):
        effect = _operator(kind, lemma, governor)
    if effect is not None:
        return _Step((effect,), governor)
    carried = passes and word in ("in", "into", "to", "with", "under", "by") and lemma in _operators()["carriers"]
    if passes and word == "into" and kind == "verbs" and lemma not in _operators()["inquiries"]:
        carried = True  # "did not push them into concessions": into is where they have not got
    return _Step((), governor if carried and is_verb(governor) else None)


def _conjunct(token: Token, head: Token, trigger: Token) -> _Step:
    """A coordinated word shares what governs the first, and its auxiliaries where it has none of its own."""
    effects: list[Effect] = []
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
    for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if token.text == "?":
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
    for kind in ("carriers", "inquiries", "outcomes", "implicatives", "sayings"):
        table[kind] = dict.fromkeys(raw[kind], kind)
    return table
