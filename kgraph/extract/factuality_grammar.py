"""What the grammar around a word is, as far as only factuality asks for it."""

from __future__ import annotations

from itertools import pairwise

from kgraph.extract.factuality_words import operators
from kgraph.syntax.clauses import infinitive_to
from kgraph.syntax.passives import is_perfect, mark
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    CLAUSAL_SUBJECT,
    COMPLEMENT_CLAUSE,
    COMPOUND,
    CONJUNCT,
    CONJUNCTION,
    DETERMINER,
    EXPLETIVE,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    NUMBER,
    OBJECT,
    PASSIVE_AUXILIARY,
    POSSESSOR,
    PREPOSITIONAL_OBJECT,
    RELATIVE_CLAUSE,
    SUBJECT,
)
from kgraph.syntax.tree import Token

PREMODIFIER = ADJECTIVE | COMPOUND
OWN_GRAMMAR = NOMINAL_SUBJECT | PASSIVE_AUXILIARY
AUXILIARIES = AUXILIARY | PASSIVE_AUXILIARY
FINITE = ("VBD", "VBZ", "VBP")


def to_of(verb: Token) -> Token:
    """The "to" of an infinitive; the verb itself where it has none."""
    return infinitive_to(verb) or verb


def is_outstanding(infinitive: Token, head: Token) -> bool:
    """Whether an infinitive stands behind "yet": "has yet to reply"."""
    return any(child.lower_ == "yet" and child.i == to_of(infinitive).i - 1 for child in head.children)


def is_small_clause(token: Token, head: Token) -> bool:
    """Whether a participle is what somebody sees, wants or has done: "wants to see them freed"."""
    auxiliaries = token.children_as(AUXILIARIES)
    if token.tag_ == "VBN" and auxiliaries and all(aux.lower_ == "being" for aux in auxiliaries):
        return True  # "to prevent them being fined"
    if token.tag_ not in ("VBG", "VBN") or head.lemma_.lower() not in operators()["perceptions"]:
        return False
    return not auxiliaries


def is_indicative(verb: Token) -> bool:
    """Whether a finite verb states what is or was, or what will be."""
    auxiliaries = verb.children_as(AUXILIARIES)
    if any(aux.tag_ == "MD" for aux in auxiliaries):
        return any(aux.lower_ in ("will", "would", "wo", "'ll", "’ll", "'d", "’d") for aux in auxiliaries)
    return verb.tag_ in FINITE or any(aux.tag_ in FINITE for aux in auxiliaries)


def is_finite(verb: Token) -> bool:
    """Whether a verb is finite: its own form, or its auxiliary's."""
    return verb.tag_ in FINITE or any(aux.tag_ in (*FINITE, "MD") for aux in verb.children_as(AUXILIARIES))


def may_be_subjunctive(verb: Token, head: Token) -> bool:
    """Whether a bare form is more likely a wish than a fact: "recommends that they reduce it", "demanded that the king quit".

    "Insists that they pay" is neither.
    """
    if verb.tag_ == "VBD":
        return verb.lower_ == verb.lemma_.lower() and head.lemma_.lower() != "suggest"
    return verb.tag_ == "VBP" and head.lemma_.lower() not in ("insist", "suggest")


def is_implicative(head: Token, clause: Token) -> bool:
    """Whether an infinitive below the word is as true as the word itself: "began to fire", "was forced to resign"."""
    said = {child.lemma_.lower() for child in head.children if child.fills(ADJECTIVAL_PREDICATE)}
    judged = said and head.lemma_ == "be" and not (clause.fills(CLAUSAL_SUBJECT) or is_perfect(clause))
    words = said if judged else said | {head.lemma_.lower()}
    if is_timed(head) or (head.lemma_.lower() in operators()["letting"] and head.tag_ in ("VBD", "VBG")):
        return True
    return not words.isdisjoint(operators()["implicatives"])


def is_timed(verb: Token) -> bool:
    """Whether a verb tells how long it took to do it, and so that it was done: "needed ten minutes to score"."""
    times = (child for child in verb.children_as(OBJECT) if child.ent_type_ in ("TIME", "DATE"))
    return verb.lemma_ == "need" and verb.tag_ == "VBD" and any(times)


def is_called_for(clause: Token) -> bool:
    """Whether a clause says what it is time for, or what is vital: "it is time that they pay", "it is vital to us that they pay"."""
    if (
        not clause.fills(RELATIVE_CLAUSE)
        or not is_present(clause)
        or not any(child.lower_ == "that" for child in clause.children)
    ):
        return False
    noun = clause.head
    copula = noun.head.head.head if noun.fills(PREPOSITIONAL_OBJECT) else noun.head
    if copula.lemma_ != "be" or not any(child.lower_ == "it" for child in copula.children_as(NOMINAL_SUBJECT)):
        return False
    predicates = copula.children_as(ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE)
    return any(word.lemma_.lower() in operators()["called_for"] for word in predicates)


def relative_adverb(clause: Token) -> str:
    """The "when", "where" or "while" that begins a clause as an adverb; empty where there is none."""
    return next((child.lower_ for child in clause.children if child.fills(ADVERB) and child.tag_ == "WRB"), "")


def is_present(verb: Token) -> bool:
    """Whether a clause is in the present tense: "ends", "has ended", "is being ended"."""
    finite = [*verb.children_as(AUXILIARIES), verb]
    return finite[0].tag_ in ("VBZ", "VBP") or (len(finite) == 1 and verb.tag_ == "VB")


def is_full_sentence(verb: Token) -> bool:
    """Whether a verb's sentence closes with a mark, as headlines do not; a line break behind the mark belongs to the sentence too."""
    last = next((token for token in reversed(list(verb.sent)) if not token.is_space), verb)
    return last.is_punct


def is_pluperfect(verb: Token) -> bool:
    """Whether a copula or a passive stands in the past of the past: "had been", "had been scheduled"."""
    auxiliaries = [*verb.children_as(AUXILIARIES)]
    been = verb.lower_ == "been" or any(aux.lower_ == "been" for aux in auxiliaries)
    return been and any(aux.lower_ in ("had", "'d", "’d") for aux in auxiliaries)


def is_let_alone(conjunct: Token) -> bool:
    """Whether a conjunct goes even further than what is denied: "did not see, much less visit it"."""
    first = conjunct.left_edge
    before = [token.lower_ for token in conjunct.doc[max(first.i - 2, 0) : conjunct.i]]
    return any(pair in (("much", "less"), ("let", "alone")) for pair in pairwise(before))


def is_alternative(verb: Token) -> bool:
    """Whether a verb is joined to others by "or", at whichever of them it stands: "did not sign, send or print it"."""
    if any(child.lower_ in ("or", "nor") for child in verb.children_as(CONJUNCTION)):
        return True
    return any(is_alternative(conjunct) for conjunct in verb.children_as(CONJUNCT))


def is_in_case(clause: Token) -> bool:
    """Whether a clause stands behind "in case", whatever the parser makes of these words."""
    first = clause.left_edge
    before = [token.lower_ for token in clause.doc[max(first.i - 2, 0) : first.i + 2]]
    return ("in", "case") in pairwise(before)


def is_ruled(verb: Token) -> bool:
    """Whether a verb says what is to be done in a case: "must pass a sentence", "may appeal", "will be fined"."""
    return any(aux.lower_ in ("must", "may", "will", "shall", "should", "can") for aux in verb.children_as(AUXILIARY))


def is_nth_time(clause: Token, noun: Token) -> bool:
    """Whether a clause says what comes for the nth time: "it will be the second time that they have met"."""
    nth = any(child.ent_type_ == "ORDINAL" or child.lower_ in operators()["singling"] for child in noun.children_as(PREMODIFIER))
    return noun.lower_ == "time" and nth and noun.fills(NOMINAL_PREDICATE) and clause.i > noun.i


def is_reduced(clause: Token, noun: Token) -> bool:
    """Whether a participle picks some of a new noun: "drivers caught there", "a judge named by him"."""
    participle = (
        clause.tag_ in ("VBN", "VBG") and not clause.fills(RELATIVE_CLAUSE) and not clause.children_as(SUBJECT | AUXILIARIES)
    )
    return participle and mark(clause) is None and is_indefinite(noun)


def is_gerund(clause: Token) -> bool:
    """Whether a participle without a mark may be a gerund whose subject stands before it: "Oslo closing the port", "them being fined"."""
    being = any(aux.lower_ == "being" for aux in clause.children_as(PASSIVE_AUXILIARY))
    return (clause.tag_ == "VBG" or being) and not clause.fills(RELATIVE_CLAUSE) and mark(clause) is None


def stands_beside(clause: Token, head: Token) -> bool:
    """Whether a dash or semicolon parts a clause from the verb that the parser hangs it on."""
    first = clause.left_edge.i
    between = clause.doc[max(first - 1, head.i + 1) : first + 1] if first > head.i else ()
    return any(token.text == ";" or (token.text in ("-", "–", "—", "--") and token.nbor(-1).whitespace_) for token in between)


def has_own_subject(clause: Token) -> bool:
    """Whether a clause has a subject that is no relative pronoun."""
    return any(child.tag_ not in ("WDT", "WP") and child.lower_ != "that" for child in clause.children_as(SUBJECT))


def is_content(clause: Token, noun: Token) -> bool:
    """Whether what looks like a relative clause has all that it needs and so tells what its noun holds: "reports they repaid the loan"."""
    if operators()["nouns"].get(f"{noun.lemma_.lower()} that") != "possible" or clause.lemma_ in (
        "make",
        "have",
        "give",
        "raise",
    ):
        return False
    relative = any(child.tag_ in ("WDT", "WP", "WRB", "WP$") for child in clause.subtree)
    return has_own_subject(clause) and bool(clause.children_as(OBJECT)) and not relative


def is_performed(infinitive: Token, head: Token) -> bool:
    """Whether somebody does by saying so what they want or would like to do: "I want to thank the crew"."""
    first = any(child.lower_ in ("i", "we") for child in head.children_as(NOMINAL_SUBJECT))
    return first and head.lemma_ in ("want", "like", "wish") and infinitive.lemma_.lower() in operators()["performed"]


def raised_verb(subject: Token, copula: Token) -> Token | None:
    """The infinitive whose subject stands before an adjective's copula: "a deal is likely to be reached"."""
    if copula.lemma_ != "be" or not subject.fills(NOMINAL_SUBJECT) or subject.fills(EXPLETIVE):
        return None
    adjectives = copula.children_as(ADJECTIVAL_PREDICATE)
    if not any(
        adjective.lemma_.lower() in ("likely", "unlikely", "due", "set", "certain", "sure", "bound") for adjective in adjectives
    ):
        return None
    words = [child for adjective in (copula, *adjectives) for child in adjective.children_as(COMPLEMENT_CLAUSE)]
    return next((word for word in words if infinitive_to(word) is not None), None)


def wrongful(verb: Token) -> Token | None:
    """The adverb that says that a charge did not hold: "wrongly convicted of stealing"."""
    return next((child for child in verb.children_as(ADVERB) if child.lower_ in operators()["wrongful"]), None)


def instead(conjunct: Token, first: Token) -> Token | None:
    """The "than" of what is not done but passed over: "was used to repair the roof rather than be paid out"."""
    between = (child for child in first.children_as(CONJUNCTION) if child.i < conjunct.i and child.lower_ == "than")
    return next((child for child in between if child.i > 0 and child.nbor(-1).lower_ == "rather"), None)


def is_result(token: Token, head: Token) -> bool:
    """Whether an infinitive tells what came of it: "came from behind to win"."""
    return token.lemma_.lower() in operators()["results"] and head.tag_ == "VBD" and token.i > head.i


def is_about_anybody(clause: Token, noun: Token) -> bool:
    """Whether a clause only says of whom something holds, whoever that is: "drivers who break the law", "anybody who helps them"."""
    auxiliaries = clause.children_as(AUXILIARIES)
    passive = len(auxiliaries) == 1 and auxiliaries[0].lower_ in ("is", "are") and clause.tag_ == "VBN"
    if (
        not clause.fills(RELATIVE_CLAUSE)
        or clause.lemma_ == "be"
        or not (passive or (clause.tag_ in ("VBP", "VBZ") and not auxiliaries))
    ):
        return False
    who = next((child for child in clause.children_as(NOMINAL_SUBJECT) if child.lower_ in ("who", "that")), None)
    if who is None or who.i < noun.i or noun.doc[clause.left_edge.i - 1].is_punct:
        return False
    if noun.lower_ in operators()["anybody"]:
        return True
    if any(child.lower_ in ("any", "every", "each") for child in noun.children):
        return True
    plain = all(child.i > noun.i or child.lower_ == "those" for child in noun.children)
    return who.lower_ == "who" and noun.tag_ == "NNS" and plain


def is_bare(verb: Token, head: Token) -> bool:
    """Whether a verb below another is an infinitive without "to": "helped him regain it"."""
    if head.lemma_ == "suggest":
        return False  # "the survey suggests the public pay"
    auxiliaries = verb.children_as(AUXILIARIES)
    passive = verb.tag_ == "VBN" and len(auxiliaries) == 1 and auxiliaries[0].tag_ == "VB"  # "helped her be seen"
    return (passive or (verb.tag_ == "VB" and not auxiliaries)) and mark(verb) is None


def is_singled_out(noun: Token) -> bool:
    """Whether a noun is one that an ordinal, a superlative or "only" picks: "the latest club to sign"."""
    above = noun.head.head if noun.fills(PREPOSITIONAL_OBJECT) and noun.head.lower_ == "of" else noun  # "the first of the clubs"
    words = [noun, *noun.children_as(PREMODIFIER | NUMBER), above, *above.children_as(PREMODIFIER | NUMBER)]
    return any(word.tag_ == "JJS" or word.ent_type_ == "ORDINAL" or word.lower_ in operators()["singling"] for word in words)


def says_of_subject(verb: Token) -> bool:
    """Whether a verb says something of its subject rather than that it takes place: "the talks did not bring peace", "is not over"."""
    predicate = [c for c in verb.children if c.fills(OBJECT | ADJECTIVAL_PREDICATE | NOMINAL_PREDICATE)]
    return bool(predicate) and not any(c.fills(EXPLETIVE) for c in verb.children) and predicate[0].lower_ != "place"


def is_definite(noun: Token) -> bool:
    """Whether a noun is one that the reader knows: by its article, a possessor or a name."""
    return noun.pos_ == "PROPN" or any(
        child.fills(POSSESSOR) or child.lower_ in ("the", "this", "that", "these", "those") for child in noun.children
    )


def is_indefinite(noun: Token) -> bool:
    """Whether a noun is one of which nothing was said before: "a fine", "further cuts", "support", but not "the fine", "his fine"."""
    determiners = [child.lower_ for child in noun.children if child.fills(DETERMINER | POSSESSOR)]
    return noun.pos_ == "NOUN" and all(word in ("a", "an", "some", "any", "another") for word in determiners)


def is_subjunctive(verb: Token) -> bool:
    """Whether a clause has a bare form beside a subject that no present agrees with: "a ruling that he pay", "that the bank be sold"."""
    subject = next(iter(verb.children_as(SUBJECT)), None)
    finite = next(iter(verb.children_as(AUXILIARIES)), verb)
    if subject is None or finite.i < subject.i or mark(verb) is None or finite.lower_ != finite.lemma_.lower():
        return False
    if finite.lemma_ == "be":
        return finite.lower_ == "be"
    singular = subject.tag_ in ("NN", "NNP") or subject.lower_ in ("he", "she", "it")
    return finite is verb and verb.tag_ in ("VB", "VBP") and singular


def is_standing(noun: Token) -> bool:
    """Whether a noun is of what is under way or past, whatever is said about it: "an ongoing inquiry", "earlier talks"."""
    return noun.pos_ == "NOUN" and any(child.lower_ in operators()["standing"] for child in noun.children_as(ADJECTIVE))


def is_anybodys(verb: Token) -> bool:
    """Whether a verb in the present tells what holds for each of a kind: "any player who leaves breaks the contract"."""
    subjects = verb.children_as(NOMINAL_SUBJECT)
    chosen = (noun for noun in subjects if any(child.lower_ in ("any", "every") for child in noun.children_as(DETERMINER)))
    return is_present(verb) and any(noun.children_as(RELATIVE_CLAUSE) for noun in chosen)
