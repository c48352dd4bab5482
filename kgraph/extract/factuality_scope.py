"""How far a negation reaches: what it denies of a word, what it leaves open, and where it comes from without a "not"."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.extract.factuality_words import Effect, effects_of, operators
from kgraph.model import Modality
from kgraph.syntax.passives import is_verb, mark_word
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADVERB,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    CONJUNCTION,
    DETERMINER,
    NEGATION,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tree import Token

_HIGHEST = 6  # steps from an "any" to the negation that it needs


def negated(negation: Token, word: Token) -> Iterator[Effect]:
    """What a "not" does to its word: it denies it, or only its manner ("not badly injured"), or nothing ("not only")."""
    following = negation.doc[negation.i + 1] if negation.i + 1 < len(negation.doc) else negation
    if following.lower_ in operators()["unfocused"]:
        return
    if any(_compares(child) for child in word.children_as(ADVERB) if child.i > negation.i):
        return  # "has not grown as much as they hoped" has grown
    if negation.i > word.i and negation.nbor(-1).text == ",":
        return  # "apologised for saying so, not for thinking it": it stands before what it denies
    if negation.lower_ == "never":
        if _tops(word):
            return  # "has never been more worried" is worried
    elif _waits(word):
        return  # "does not open until Friday" opens on Friday
    if any(negation.i < child.i <= word.i and child.lower_ in operators()["degrees"] for child in word.children_as(ADVERB)):
        yield Effect(negation, modality=Modality.POSSIBLE)
    else:
        yield Effect(negation, negates=True)


def _compares(adverb: Token) -> bool:
    return adverb.lower_ not in ("yet", "well", "long", "soon", "far") and any(
        child.lower_ == "as" for child in adverb.children_as(ADVERB)
    )


def _tops(word: Token) -> bool:
    """Whether a word, or what is said by a copula, is compared with what was before: "more worried", "happier"."""
    predicates = [word, *word.children_as(ADJECTIVAL_PREDICATE)] if word.lemma_ in ("be", "feel") else [word]
    adjectives = [one for one in predicates if one.tag_ in ("JJ", "VBN", "JJR")]
    return any(one.tag_ == "JJR" or any(child.lower_ == "more" for child in one.children_as(ADVERB)) for one in adjectives)


def _waits(word: Token) -> bool:
    """Whether a word, or the infinitive below it, tells until when it is not done."""
    words = [word, *word.children_as(ADJECTIVAL_PREDICATE | COMPLEMENT_CLAUSE)]
    words = [*words, *(below for one in words[1:] for below in one.children_as(COMPLEMENT_CLAUSE))]
    phrases = [child for one in words if one is word or one.tag_ in ("JJ", "VB", "VBN") for child in one.children]
    open_end = any(aux.tag_ == "MD" for one in words for aux in one.children_as(AUXILIARY))
    return any(_is_until(phrase, open_end=open_end) for phrase in phrases if phrase.i > word.i)


def _is_until(phrase: Token, *, open_end: bool) -> bool:
    """Whether a phrase names the time from which it is done; "will not sail until they pay" leaves open whether it ever will."""
    if phrase.fills(ADVERBIAL_CLAUSE):
        return mark_word(phrase) in ("until", "till") and not open_end
    return phrase.fills(PREPOSITION) and phrase.lower_ in ("until", "till") and bool(phrase.children_as(PREPOSITIONAL_OBJECT))


def nearly(adverb: Token, word: Token) -> Iterator[Effect]:
    """What "almost" does to an act: it was not done, unless the word only measures ("almost doubled", "nearly finished")."""
    measures = word.lemma_.lower() in operators()["measures"] or word.tag_ not in ("VBD", "VBN", "VB")
    if adverb.lower_ in operators()["nearly"] and is_verb(word) and adverb.i < word.i and not measures:
        yield Effect(adverb, negates=True)


def fronted(preposition: Token) -> Iterator[Effect]:
    """The negation of a phrase: "at no time did they agree", "under no circumstances"."""
    for noun in preposition.children_as(PREPOSITIONAL_OBJECT):
        if noun.lemma_.lower() in operators()["never"] and any(child.lower_ == "no" for child in noun.children_as(DETERMINER)):
            yield Effect(preposition, negates=True)


def of_any(noun: Token, found: tuple[Effect, ...]) -> Iterator[Effect]:
    """What "any" tells of its noun: it stands under a negation, or it says that there may be one."""
    if noun.pos_ != "NOUN" or not any(child.lower_ == "any" for child in noun.children_as(DETERMINER)):
        return
    if any(effect.negates for effect in found):
        return
    denial = next(_denials_above(noun), None)
    if denial is not None:
        yield denial
    elif not found:
        yield Effect(noun, modality=Modality.POSSIBLE)


def _denials_above(noun: Token) -> Iterator[Effect]:
    """The negations of the words above, up to the first verb and the verbs that it is joined to by "or" or "nor"."""
    current = noun
    for _ in range(_HIGHEST):
        above = current.head
        if is_verb(current) and not (current.fills(CONJUNCT) and _is_joined_by_or(above)):
            return
        current = above
        for child in current.children:
            if child.fills(NEGATION):
                yield Effect(child, negates=True)
            elif child.fills(ADVERB):
                yield from (effect for effect in effects_of(child, "adverbs") if effect.negates)


def _is_joined_by_or(verb: Token) -> bool:
    return any(child.fills(CONJUNCTION) and child.lower_ in ("or", "nor") for child in verb.children)
