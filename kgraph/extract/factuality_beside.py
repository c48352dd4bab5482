"""What the words beside a word say of whether its event happened: negations, auxiliaries, adverbs, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgraph.extract.factuality_ahead import awaited
from kgraph.extract.factuality_grammar import (
    AUXILIARIES,
    PREMODIFIER,
)
from kgraph.extract.factuality_scope import fronted, nearly, negated
from kgraph.extract.factuality_words import Effect, effect_of, effects_of, operators
from kgraph.model import Modality
from kgraph.syntax.passives import is_perfect, is_verb, mark, mark_word
from kgraph.syntax.relations import (
    ADNOMINAL_CLAUSE,
    ADVERB,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    CONJUNCT,
    CONJUNCTION,
    DETERMINER,
    EXPLETIVE,
    FINITE_CLAUSE,
    FIRST_CONJUNCTION,
    MARK,
    NEGATION,
    NOMINAL_SUBJECT,
    NOUN_CLAUSE,
    NUMBER,
    OBJECT,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    ROOT,
    SUBJECT,
)
from kgraph.syntax.speech import attributes
from kgraph.syntax.tree import Token

ADVERB_OR_PREPOSITION = ADVERB | PREPOSITION
_DETERMINING = CONJUNCTION | FIRST_CONJUNCTION | DETERMINER
_CONDITION = FINITE_CLAUSE | ADVERBIAL_CLAUSE
_DETERMINER_OR_BOTH = FIRST_CONJUNCTION | DETERMINER
_NOMINAL_SUBJECT_OR_OBJECT = NOMINAL_SUBJECT | OBJECT
_DEPENDENT_CLAUSE = NOUN_CLAUSE | FINITE_CLAUSE
_SUBJECT_OR_MARK = SUBJECT | EXPLETIVE | MARK


def beside(token: Token, *, is_trigger: bool) -> Iterator[Effect]:
    """The effects of a word's own auxiliaries, negations, determiners and adverbs."""
    for child in token.children:
        if child.fills(NEGATION):
            yield from negated(child, token)
        elif child.fills(AUXILIARY):
            yield from _auxiliary(child, token)
        elif child.fills(ADVERB):
            yield from _adverb(child)
            yield from nearly(child, token)
            if is_trigger and token.pos_ == "ADJ" and child.lower_ in ("less", "least"):
                yield Effect(child, negates=True)  # "less critical of the plan"
        elif child.fills(PREPOSITION) and is_verb(token):
            yield from fronted(child)
        elif child.fills(_DETERMINER_OR_BOTH):
            yield from effects_of(child, "determiners")
        elif child.fills(PREMODIFIER) and is_trigger and token.pos_ in ("NOUN", "PROPN"):
            yield from _premodifier(child)
        elif child.fills(ADNOMINAL_CLAUSE) and is_trigger and child.tag_ == "VBN" and _is_pending(child):
            yield from effects_of(child, "verbs")
        elif child.fills(_NOMINAL_SUBJECT_OR_OBJECT) and is_verb(token) and not _is_far(child, token):
            yield from quantified(child)


def _adverb(adverb: Token) -> Iterator[Effect]:
    """The effect of an adverb: "allegedly fled", "no longer pays"."""
    if adverb.lower_ in ("longer", "more") and any(child.lower_ == "no" for child in adverb.children):
        yield Effect(adverb, negates=True)
    else:
        yield from effects_of(adverb, "adverbs")
        yield from (
            Effect(child, negates=True) for child in adverb.children_as(NEGATION) if child.lower_ == "never"
        )  # "never before"
        for child in adverb.children_as(ADVERB):  # "hardly ever"
            yield from effects_of(child, "adverbs")


def _premodifier(word: Token) -> Iterator[Effect]:
    """The effect of what stands before an event noun: "the alleged theft", "the cancelled visit", but not "urgent talks"."""
    if word.lemma_.lower() not in operators()["predicates"]:
        yield from effects_of(word, "adjectives")
    if word.tag_ == "VBN" and word.lemma_.lower() not in operators()["rejections"]:
        yield from effects_of(word, "verbs")


def _is_pending(participle: Token) -> bool:
    """Whether a participle behind a noun says that somebody wants or plans it: "the ban sought by the club"."""
    return participle.lemma_.lower() in operators()["pending"] and not participle.children_as(SUBJECT | AUXILIARIES)


def commanded(verb: Token) -> Iterator[Effect]:
    """The wish of a command: "Bring it back"."""
    if verb.tag_ != "VB" or not (verb.fills(ROOT) or (verb.fills(FINITE_CLAUSE) and verb.i < verb.head.i)):
        return
    if verb.lemma_.lower() in operators()["courtesies"] or any(child.fills(_SUBJECT_OR_MARK) for child in verb.children):
        return
    if not any(child.fills(AUXILIARIES) and child.lemma_ != "do" for child in verb.children):
        yield Effect(verb, modality=Modality.WANTED)


def _is_far(noun: Token, verb: Token) -> bool:
    """Whether a prepositional phrase stands before a verb's object: then the object is more likely a part of that phrase's list."""
    return any(child.fills(PREPOSITION) and verb.i < child.i < noun.i for child in verb.children)


def quantified(noun: Token) -> Iterator[Effect]:
    """The negation that stands in a verb's subject or object: "no soldiers were killed", "nobody came", "produced no results"."""
    yield from effects_of(noun, "pronouns")
    for child in noun.children:
        if child.text == "No" and noun.tag_ == "CD":
            continue  # "No 10", "the No 3 seed"
        if child.fills(_DETERMINING):
            yield from effects_of(child, "determiners")
        elif child.fills(NEGATION) and not noun.fills(OBJECT):
            yield from negated(child, noun)  # "not one of them came"
        elif child.fills(NUMBER):
            yield from (Effect(word, negates=True) for word in child.children if word.lower_ == "not")  # "not one firm paid"


def _auxiliary(aux: Token, verb: Token) -> Iterator[Effect]:
    if _is_inverted(aux, verb):
        yield Effect(aux, modality=Modality.CONDITIONAL)
        return
    effect = effect_of("auxiliaries", aux.lower_, aux)
    if effect is None or (effect.modality is Modality.CONDITIONAL and (_is_polite(verb) or _is_habit(verb))):
        return
    if effect.modality is Modality.PLANNED and is_perfect(verb) and not _has_deadline(verb):
        return  # "the storm will have scared them": it is held to have done so
    if effect.modality is Modality.WANTED and (_is_expected(verb) or (aux.lower_ == "must" and verb.tag_ == "VBG")):
        effect = Effect(aux, modality=Modality.POSSIBLE)  # "the wind should ease", "they must be hoping"
    if effect.modality is Modality.WANTED and aux.lower_ != "ought" and is_perfect(verb):
        effect = Effect(aux, modality=Modality.POSSIBLE if aux.lower_ == "must" else Modality.CONDITIONAL)
    if aux.lower_ in ("'d", "’d") and verb.tag_ != "VB":
        return  # "he'd gone"
    if effect.modality is Modality.CONDITIONAL and _is_reported_future(verb):
        effect = Effect(aux, modality=Modality.PLANNED, future=True)
    yield effect


def _has_deadline(verb: Token) -> bool:
    """Whether a verb tells by when it will be done: "will have left by noon", "will have left when you come"."""
    prepositions = (child.lower_ for child in verb.children_as(PREPOSITION))
    return any(word in ("by", "before", "until", "within", "in") for word in prepositions) or bool(
        verb.children_as(ADVERBIAL_CLAUSE)
    )


def _is_expected(verb: Token) -> bool:
    """Whether "should" expects what nobody does rather than asks for it."""
    somebody = any(
        child.pos_ in ("PROPN", "PRON") and child.lower_ not in ("it", "this", "that")
        for child in verb.children_as(NOMINAL_SUBJECT)
    )
    return verb.lemma_.lower() in operators()["expected"] and not somebody and not verb.children_as(OBJECT | PASSIVE_AUXILIARY)


def _is_polite(verb: Token) -> bool:
    """Whether "would" only softens what is said: "we would like to thank them", "I would argue that"."""
    lemma = verb.lemma_.lower()
    first = any(child.fills(NOMINAL_SUBJECT) and child.lower_ in ("i", "we") for child in verb.children)
    return f"{lemma} to" in operators()["polite"] or (first and lemma in operators()["polite"])


def _is_habit(verb: Token) -> bool:
    """Whether "would" tells of what was done again and again: "he would often visit her"."""
    return any(child.lower_ in operators()["repeating"] for child in verb.children_as(ADVERB))


def _is_inverted(aux: Token, verb: Token) -> bool:
    """Whether an auxiliary before its subject makes a condition: "should the talks fail, they will go"."""
    if aux.lower_ not in ("should", "had", "were"):
        return False
    if not verb.fills(_CONDITION):
        return _is_unmarked(aux, verb)
    first = verb.i < verb.head.i or (verb.left_edge is aux and aux.i > 0 and not any(word.text == "?" for word in verb.sent))
    return first and any(child.fills(SUBJECT) and child.i > aux.i for child in verb.children)


def _is_unmarked(aux: Token, verb: Token) -> bool:
    """Whether "had" stands right before a pronoun behind a "would", wherever it hangs: "it would cost less had he asked"."""
    pronoun = any(child.i == aux.i + 1 and child.pos_ == "PRON" for child in verb.children_as(SUBJECT))
    before = verb.doc[verb.sent.start : aux.i]
    return aux.lower_ == "had" and pronoun and any(word.lower_ in ("would", "could", "might") for word in before)


def _is_reported_future(verb: Token) -> bool:
    """Whether "would" is a "will" in past speech ("he said that he would go") and no condition stands beside it."""
    if is_perfect(verb):
        return False  # "a shot that would have won it"
    marks = [mark_word(child) for child in verb.children if child.fills(ADVERBIAL_CLAUSE)]
    marks.extend(child.lower_ for child in verb.children_as(MARK)[1:])  # "said that, if asked, he would go"
    conditioned = any(word in ("if", "unless") for word in marks)
    now = verb.fills(FINITE_CLAUSE) and verb.head.tag_ in ("VBZ", "VBP") and not is_perfect(verb.head)  # "they say that it would"
    joined = (
        verb.fills(CONJUNCT) and verb.head.fills(FINITE_CLAUSE) and verb.head.head.tag_ == "VBD"
    )  # "said that it had failed and would try again"
    return (joined or verb.fills(_DEPENDENT_CLAUSE)) and not conditioned and not now


def denials(word: Token) -> Iterator[Effect]:
    """The "no" of a noun, the "not" of a verb."""
    return (effect for effect in beside(word, is_trigger=False) if effect.negates)


def asked(trigger: Token) -> Iterator[Effect]:
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


def conditioned(trigger: Token) -> Iterator[Effect]:
    """The condition that stands beside a verb: "will leave if they come", "are fined unless they pay"."""
    if not is_verb(trigger) or trigger.tag_ in ("VBD", "VBG") or attributes(trigger):
        return
    modals = [aux for aux in trigger.children_as(AUXILIARY) if aux.tag_ == "MD"]
    if any(aux.lower_ not in ("will", "'ll", "’ll", "wo", "would", "must", "should", "shall") for aux in modals):
        return  # "may leave if they come" is possible already
    for clause in trigger.children_as(ADVERBIAL_CLAUSE):
        found = mark(clause)
        if (
            found is not None
            and found.lower_ in ("if", "unless")
            and clause.left_edge is found
            and clause.children_as(SUBJECT | EXPLETIVE)
        ):
            yield Effect(found, modality=Modality.CONDITIONAL)


def unachieved(trigger: Token) -> Iterator[Effect]:
    """What the trigger itself leaves unachieved: "a takeover bid" is no takeover yet, and what "is being built" does not stand."""
    table, lemma = operators(), trigger.lemma_.lower()
    yield from awaited(trigger)
    if lemma in table["tries"] and any(c.lower_ in table["tried"] for c in trigger.children_as(PREMODIFIER)):
        yield Effect(trigger, modality=Modality.POSSIBLE)
    passives = trigger.children_as(PASSIVE_AUXILIARY)
    in_progress = any(aux.lower_ == "being" for aux in passives) and any(
        aux.tag_ in ("VBZ", "VBP") for aux in trigger.children_as(AUXILIARY)
    )
    if lemma in table["unfinished"] and in_progress:
        yield Effect(trigger, modality=Modality.PLANNED, future=True)


def unreal_here(verb: Token) -> tuple[Effect, ...]:
    """What a verb's own words make of its modality, and of what happens along with it."""
    own = (effect for effect in beside(verb, is_trigger=False) if effect.modality is not Modality.ACTUAL)
    return tuple(replace(effect, negates=False) for effect in own)
