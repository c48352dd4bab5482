"""Names that the model took for something else and that "he" or "she" may mean all the same: which could be a person's, and where."""

from __future__ import annotations

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import Phrase
from kgraph.language.name_types import is_body_name
from kgraph.language.words import is_common_noun
from kgraph.lexicon import entity_is_a, nouns
from kgraph.syntax.nominals import first_conjunct
from kgraph.syntax.relations import COMPOUND, NOMINAL_SUBJECT, POSSESSOR

_LONGEST = 3  # words of a person's name


def may_be_person(clusters: Clusters, index: int) -> bool:
    """Whether a name that is no person to the model could be one: one to three words, no article, unknown to the gazetteer."""
    phrase = clusters.phrases[index]
    start, end = phrase.name
    if not phrase.is_name or end - start > _LONGEST or phrase.start < start:
        return False
    if end - start == 1 and entity_is_a(phrase.type, "Organization") and not _may_be_surname(clusters, phrase):
        return False
    words = [clusters.doc[i] for i in range(start, end)]
    if clusters.doc[phrase.head].fills(COMPOUND) or _is_body_with_longer_name(clusters, phrase):
        return False  # "Losna tournaments" has no person in it
    if not all(word.text[:1].isupper() and word.text.isalpha() and not word.text.isupper() for word in words):
        return False
    known = clusters.known(clusters.name_text(phrase))
    return nouns.is_given_name(words[0].text) or known is None or known.type == "Person"


def is_evident(clusters: Clusters, pronoun: int, index: int) -> bool:
    """Whether something tells that the name is a person's: a given name, a title, or where it stands.

    A single word that acts or owns may be a surname. Of several the sentence has to tell: "Orsal Venn said that she was tired".
    """
    phrase = clusters.phrases[index]
    if not phrase.is_name:
        return True
    words = [clusters.doc[i].text for i in range(*phrase.name)]
    if nouns.is_given_name(words[0]) or nouns.is_title(words[0]):
        return True
    if is_common_noun(words[-1].lower()) or is_body_name(words):
        return False
    single = len(words) == 1 and clusters.doc[phrase.head].fills(NOMINAL_SUBJECT | POSSESSOR)
    return single or _governs(clusters, index, pronoun)


def _governs(clusters: Clusters, index: int, pronoun: int) -> bool:
    """Whether a phrase stands before the pronoun as the subject of a verb that the pronoun's words depend on."""
    subject = first_conjunct(clusters.doc[clusters.phrases[index].head])
    token = clusters.doc[clusters.phrases[pronoun].head]
    return index < pronoun and subject.fills(NOMINAL_SUBJECT) and subject.head.is_ancestor(token)


def _may_be_surname(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether nothing tells what sort of body a single word is: no list, no description and no noun, as of the Parliament."""
    word = clusters.doc[phrase.name[0]]
    return phrase.type == "Organization" and not is_common_noun(word.lower_) and not is_body_name([word.text])


def _is_body_with_longer_name(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether the name is short for a body's that tells what it is: Castellan, of the Castellan Group."""
    cluster = clusters[clusters.by_head[phrase.head]]
    names = (clusters.name_text(clusters.phrases[i]) for i in cluster.phrases if clusters.phrases[i].is_name)
    return entity_is_a(cluster.type, "Organization") and any(is_body_name(name.split()) for name in names)
