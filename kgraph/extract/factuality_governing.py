"""What a word does to the clause below it: a verb, a noun or an adjective plans, wants, denies or leaves open what its infinitive says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgraph.extract.factuality_beside import beside, denials
from kgraph.extract.factuality_grammar import (
    FINITE,
    is_finite,
    is_full_sentence,
    is_indicative,
    is_outstanding,
    is_pluperfect,
    is_timed,
    may_be_subjunctive,
    to_of,
)
from kgraph.extract.factuality_words import Effect, effect_of, operators
from kgraph.model import Modality
from kgraph.syntax.clauses import is_infinitive, particle
from kgraph.syntax.passives import mark
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADJECTIVAL_PREDICATE,
    ADVERB,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    CONJUNCT,
    CONJUNCTION,
    EXPLETIVE,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    OBJECT,
    OBJECT_PREDICATE,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    SUBJECT,
)
from kgraph.syntax.tree import Token

_AHEAD = ("will", "'ll", "’ll", "would", "'d", "’d")
_PREDICATIVE = EXPLETIVE | NOMINAL_PREDICATE | ADJECTIVAL_PREDICATE


def governing(token: Token, head: Token) -> Effect | None:
    """What the word above does to its complement: "plans to go", "is likely to go", "is to go", "has to go", "stopped going"."""
    lemma = head.lemma_.lower()
    if is_infinitive(token):
        if is_outstanding(token, head):
            return Effect(to_of(token), negates=True)
        if (needed := _needed(token, head)) is not None or lemma == "have":
            return needed
        if lemma == "go" and head.tag_ == "VBG" and not particle(head):
            return Effect(head, modality=Modality.PLANNED, future=any(aux.tag_ in FINITE for aux in head.children_as(AUXILIARY)))
        if _is_let(token, head) or is_timed(head):
            return None
        if lemma in operators()["obliging"] and head.tag_ in ("VBZ", "VBP") and is_full_sentence(head):
            return Effect(head, modality=Modality.WANTED)  # "the rule forces clubs to pay"
        if lemma == "vote" and token.lemma_.lower() in operators()["voted"]:
            return None  # whoever voted to reject it has rejected it
        if (plan := _overtaken(head, token)) is not None:
            return Effect(plan, negates=True)
        if _is_undertaken(head):
            return Effect(to_of(token), modality=Modality.PLANNED)
        if (offer := _offered(token, head)) is not None:
            return offer
        if lemma == "help" and head.tag_ in ("VBD", "VBN"):
            return None
        if lemma == "need" and any(aux.lower_ in _AHEAD for aux in head.children_as(AUXILIARY)) and not tuple(denials(head)):
            return Effect(head, modality=Modality.PLANNED, future=True)  # "will need to pay", as "will have to pay"
    if token.tag_ == "VBG" and lemma == "mean":
        return None  # "the job means leading a crew"
    if token.tag_ == "VBG" and (against := _opposed(token, head)) is not None:
        return Effect(against, modality=Modality.POSSIBLE)
    if token.tag_ == "VBG" and token.i - head.i <= 2 and (effect := effect_of("verbs", f"{lemma} -ing", head)) is not None:
        return effect
    effect = verb_operator(head) or adjective_operator(head) or _appointed(token, head)
    if effect is None and is_infinitive(token):
        effect = effect_of("verbs", f"{lemma} to", head)  # "told him to go", but not "told him that it goes"
    return effect


def _opposed(gerund: Token, verb: Token) -> Token | None:
    """The "against" before the subject of a gerund that the parser hangs on the verb: "argued against Oslo closing the port"."""
    leads = (child for child in verb.children_as(PREPOSITION) if child.lower_ == "against")
    return next((lead for lead in leads if lead.right_edge.i == gerund.left_edge.i - 1), None)


def _is_let(infinitive: Token, head: Token) -> bool:
    """Whether what let somebody do it tells that it was done: "the mistake allowed Moss to win", not "the ruling allowed firms to sell"."""
    past = head.tag_ == "VBD" or (head.tag_ == "VBG" and head.fills(ADVERBIAL_CLAUSE) and head.head.tag_ == "VBD")
    who = [*infinitive.children_as(NOMINAL_SUBJECT), *head.children_as(OBJECT)]
    return (
        past
        and head.lemma_.lower() in operators()["letting"]
        and not tuple(denials(head))
        and any(word.pos_ == "PROPN" or word.lower_ in ("him", "her") for word in who)
    )


def _overtaken(head: Token, infinitive: Token) -> Token | None:
    """The plan that is told of as one that did not hold: "had been due to speak", "had been supposed to sail"."""
    copula = head.head if head.pos_ == "ADJ" else head
    plans = [head, *copula.children_as(ADJECTIVAL_PREDICATE)]
    given_up = is_pluperfect(copula) or _is_turned(copula, infinitive)
    return next((plan for plan in plans if plan.lower_ in operators()["overtaken"] and given_up), None)


def _is_turned(verb: Token, infinitive: Token) -> bool:
    """Whether a past verb is followed by a "but": "was due to sing but lost her voice"."""
    past = [verb, *verb.children_as(AUXILIARY | PASSIVE_AUXILIARY)]
    but = any(child.lower_ == "but" for word in (verb, infinitive) for child in word.children_as(CONJUNCTION))
    other = (conjunct for word in (verb, infinitive) for conjunct in word.children_as(CONJUNCT))
    return but and any(word.lower_ in ("was", "were") for word in past) and any(is_finite(conjunct) for conjunct in other)


def _is_undertaken(verb: Token) -> bool:
    """Whether work began on what is not there yet: "work has started to repair the bridge"."""
    subjects = verb.children_as(ACTIVE_SUBJECT)
    return verb.lemma_ in ("start", "begin") and any(noun.lemma_.lower() in operators()["undertakings"] for noun in subjects)


def _offered(infinitive: Token, head: Token) -> Effect | None:
    """What somebody is glad to do: an offer in the present ("is happy to talk"), a fact in the past ("was happy to see her")."""
    copula = head.head if head.pos_ == "ADJ" else head
    if copula.tag_ not in ("VBZ", "VBP") or infinitive.lemma_.lower() in operators()["seeing"]:
        return None
    glad = [child for child in copula.children_as(ADJECTIVAL_PREDICATE) if child.lemma_.lower() in operators()["glad"]]
    return Effect(glad[0], modality=Modality.PLANNED, future=True) if glad else None


def _needed(infinitive: Token, head: Token) -> Effect | None:
    """What must be done: "have to pay", "have got to pay"; what need not be done is left open."""
    lemma = head.lemma_.lower()
    if lemma in operators()["needless"] and (denied := tuple(denials(head))):
        ahead = any(aux.lower_ in ("will", "wo", "would") for aux in head.children_as(AUXILIARY))
        cue = head if ahead else denied[0].cue  # the negation counts once: it is found again on the way up
        return Effect(cue, negates=not ahead, modality=Modality.POSSIBLE)  # "did not have to pay", "will not have to pay"
    auxiliaries = head.children_as(AUXILIARY)
    if lemma == "get" and head.lower_ == "got" and any(aux.tag_ in ("VBZ", "VBP") for aux in auxiliaries):
        return Effect(head, modality=Modality.WANTED)
    if lemma != "have" or any(child.fills(NOMINAL_SUBJECT) for child in infinitive.children):
        return None
    return Effect(head, modality=Modality.WANTED) if head.tag_ in ("VBZ", "VBP") else None


def of_finite(token: Token, head: Token, effect: Effect | None) -> Effect | None:
    """What a verb does to a that-clause: it wishes for no facts, plans none, and denies them only if it is a denial.

    "Insists that they pay" may be a demand, "insists that they paid" is a statement; "forgot that they had paid" holds that they had.
    """
    if _is_amazed(head):
        return None  # "cannot believe that they left"
    if effect is not None and head.lemma_.lower() == "suggest" and _is_evidence(head):
        return Effect(effect.cue, modality=Modality.POSSIBLE)  # "the survey suggests that they pay"
    if effect is None or head.pos_ not in ("VERB", "AUX") or not is_finite(token):
        return effect
    if head.lemma_.lower() in operators()["reporting"] and is_indicative(token) and not _looks_ahead(token):
        return None  # "warned that the ship was sinking"
    if effect.negates and effect.modality is Modality.POSSIBLE:
        return replace(effect, negates=False)  # "has not ruled out that they left"
    if effect.negates:
        return effect if head.lemma_.lower() in operators()["denials"] else None
    if effect.modality not in (Modality.WANTED, Modality.PLANNED) or head.lemma_.lower() in operators()["hopes"]:
        return effect
    if not is_indicative(token) or (effect.modality is Modality.WANTED and may_be_subjunctive(token, head)):
        return effect
    return Effect(effect.cue, modality=Modality.POSSIBLE) if head.lemma_.lower() == "suggest" else None


def held_by(clause: Token, copula: Token) -> Effect | None:
    """What the word before a that-clause makes of it: "the idea is that they meet", "is confident that they will meet"."""
    if copula.lemma_ != "be" and copula.pos_ != "ADJ":
        return None
    nouns = ((effect_of("nouns", noun.lemma_.lower(), noun)) for noun in copula.children_as(NOMINAL_SUBJECT))
    ahead = any(aux.tag_ == "MD" for aux in clause.children_as(AUXILIARY))  # "confident that she won" holds that she did
    words = (copula, *copula.children_as(ADJECTIVAL_PREDICATE)) if ahead else ()
    sure = (effect_of("adjectives", f"{word.lemma_.lower()} that", word) for word in words)
    return next((effect for effect in (*nouns, *sure) if effect is not None and not effect.negates), None)


def _is_amazed(verb: Token) -> bool:
    """Whether somebody finds it hard to believe what they know: "could not believe that they had won"."""
    able = any(aux.lower_ in ("can", "ca", "could") for aux in verb.children_as(AUXILIARY))
    return verb.lemma_ == "believe" and able and any(denials(verb))


def _is_evidence(verb: Token) -> bool:
    return any(child.lemma_.lower() in operators()["evidence"] for child in verb.children_as(NOMINAL_SUBJECT))


def supposed(head: Token) -> Effect | None:
    """The condition that a that-clause stands in: "if it becomes clear that they left", but not "if they knew that he had left"."""
    found = mark(head) if head.fills(ADVERBIAL_CLAUSE) else None
    if found is None or found.lower_ not in ("if", "unless") or head.lemma_.lower() in operators()["factive"]:
        return None
    return Effect(found, modality=Modality.CONDITIONAL)


def _looks_ahead(verb: Token) -> bool:
    """Whether a clause tells of what may come or always holds: a modal, or a plain present."""
    auxiliaries = verb.children_as(AUXILIARY)
    return any(aux.tag_ == "MD" for aux in auxiliaries) or (verb.tag_ in ("VBZ", "VBP") and not auxiliaries)


def unsaid(head: Token) -> Iterator[Effect]:
    """What is not said is not thereby so ("did not say that it fired"); what is not believed is held not to be so."""
    if head.lemma_.lower() in operators()["sayings"]:
        implied = head.lemma_ == "mean"  # what a fact "does not mean" is held not to follow
        for effect in beside(head, is_trigger=False):
            if effect.negates:
                yield Effect(effect.cue, negates=implied, modality=Modality.POSSIBLE)
    if head.lemma_.lower() in operators()["opinions"] and not _is_amazed(head):
        yield from denials(head)  # "does not believe that they will come"
    words = [head, *head.children_as(ADJECTIVAL_PREDICATE)]
    if any(word.lemma_.lower() in operators()["certainties"] for word in words):
        for effect in (*denials(head), *(denials(head.head) if head.pos_ == "ADJ" else ())):
            yield Effect(effect.cue, modality=Modality.POSSIBLE)  # "is not certain that they will come"


def _appointed(token: Token, copula: Token) -> Effect | None:
    """The plan in "are to meet on Friday", "was to have signed"."""
    if copula.lemma_ != "be" or not is_infinitive(token):
        return None
    next_to = to_of(token).i == copula.i + 1  # "is to be followed by Berg, now a judge": what stands behind is no predicate
    if any(child.fills(_PREDICATIVE) and (child.i < token.i or not next_to) for child in copula.children):
        behind = to_of(token).i > copula.i and to_of(token).nbor(-1).text == ","
        apart = behind and bool(token.children_as(PASSIVE_AUXILIARY))
        return (
            Effect(to_of(token), modality=Modality.PLANNED, future=True) if apart else None
        )  # "is a plan, to be printed in May"
    subjects = {child.lemma_.lower(): child for child in copula.children_as(NOMINAL_SUBJECT)}
    if not operators()["effects"].keys().isdisjoint(subjects):
        return None  # "the effect is to double the price"
    for lemma, subject in subjects.items():
        if token.children_as(PASSIVE_AUXILIARY) or any(is_infinitive(child) for child in subject.children):
            break  # "efforts to sell wine are to be doubled"
        if (meant := effect_of("nouns", lemma, subject)) is not None and meant.modality is Modality.WANTED:
            return meant  # "the aim is to double the price"
        if lemma in operators()["remedies"]:
            return Effect(subject, modality=Modality.WANTED)  # "the answer is to double the price"
    return Effect(to_of(token), modality=Modality.PLANNED, future=copula.tag_ in ("VBP", "VBZ"))


def verb_operator(verb: Token) -> Effect | None:
    if verb.pos_ not in ("VERB", "AUX", "NOUN"):
        return None
    kind = "nouns" if verb.pos_ == "NOUN" else "verbs"
    second = particle(verb)
    lemma = f"{verb.lemma_.lower()} {second}" if second else verb.lemma_.lower()
    if lemma in operators()["left_open"] and tuple(denials(verb)):
        return Effect(verb, negates=True, modality=Modality.POSSIBLE)  # "has not ruled out a strike": there may be one
    return effect_of(kind, lemma, verb)


def adjective_operator(head: Token) -> Effect | None:
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
    if excess is not None and adjective.lower_ in ("slow", "quick", "fast"):
        return None  # who was too slow to act acted late
    if excess is not None:
        return Effect(excess, negates=True)
    if adjective.lower_ == "able" and copula.tag_ == "VBD":
        return None
    effect = effect_of("adjectives", adjective.lemma_.lower(), adjective)
    if effect is None or effect.modality is not Modality.POSSIBLE:
        return effect
    less = any(child.lower_ in ("less", "least") for child in adjective.children_as(ADVERB))
    return replace(effect, negates=effect.negates or less)  # "is less likely to slow"


def ensuring(head: Token) -> Token | None:
    """The verb whose clause is as far from fact as it is: "ensure", "make sure"."""
    verb = head.head if head.pos_ == "ADJ" else head
    sure = verb.lemma_ == "make" and any(
        word.lower_ in ("sure", "certain") for word in (head, *verb.children_as(ADJECTIVAL_PREDICATE | OBJECT_PREDICATE))
    )
    return verb if sure or verb.lemma_.lower() in operators()["ensuring"] else None


def untrue(noun: Token) -> Token | None:
    """What says that a claim does not hold: "reports that they left were false"."""
    if not noun.fills(SUBJECT) or any(denials(noun.head)):
        return None
    predicates = noun.head.children_as(ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE)
    return next((word for word in predicates if word.lemma_.lower() in operators()["untrue"]), None)


def asks(verb: Token) -> bool:
    operator = verb_operator(verb)
    return operator is not None and operator.modality is Modality.WANTED
