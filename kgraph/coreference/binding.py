"""Whom a pronoun cannot mean by the grammar of the clauses around it, beside what one clause forbids (kgraph.coreference.pronouns).

Each rule looks at two words of one sentence: the pronoun and the head of a candidate. Reflexives are not asked about.
"""

from __future__ import annotations

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.decisive import words
from kgraph.coreference.phrases import Phrase
from kgraph.syntax.clauses import is_infinitive, is_under, subject
from kgraph.syntax.nominals import first_conjunct
from kgraph.syntax.passives import is_verb
from kgraph.syntax.relations import (
    ADNOMINAL_CLAUSE,
    AUXILIARY,
    COMPLEMENT_CLAUSE,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_AUXILIARY,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    RECIPIENT,
)
from kgraph.syntax.tags import FINITE_OR_MODAL
from kgraph.syntax.tree import Token


def is_another(token: Token, candidate: Token) -> bool:
    """Whether the clauses say that a pronoun means another than the candidate."""
    head = first_conjunct(candidate)
    if token.fills(POSSESSOR):
        return _is_judged(token, head) or _is_reacted_to(token, head)
    return _is_made_to_act(token, head) or _is_acted_on(token, head)


def _is_made_to_act(token: Token, head: Token) -> bool:
    """Whether the candidate wants or lets the pronoun do something: "Tarn expects it to grow", "Moss made him wait"."""
    verb = token.head
    small = token.fills(NOMINAL_SUBJECT) and verb.fills(COMPLEMENT_CLAUSE) and not _is_finite(verb)
    return small and is_verb(verb.head) and subject(verb.head) is head


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in FINITE_OR_MODAL or any(
        child.fills(AUXILIARY | PASSIVE_AUXILIARY) and child.tag_ in FINITE_OR_MODAL for child in verb.children
    )


def _is_acted_on(token: Token, head: Token) -> bool:
    """Whether the candidate does to the pronoun what a verb without a subject says: "Moss felt the need to warn him"."""
    return token.fills(OBJECT | RECIPIENT) and is_verb(token.head) and _doer(token.head) is head


def _doer(verb: Token) -> Token | None:
    """The subject of a clause, also of one that a noun takes: "Moss saw no need to warn him"."""
    governor = verb.head.head
    needed = verb.fills(ADNOMINAL_CLAUSE) and is_infinitive(verb) and verb.head.fills(OBJECT) and is_verb(governor)
    if not needed or any(child.fills(RECIPIENT) for child in governor.children):
        return subject(verb)
    return subject(governor)


def _is_judged(token: Token, head: Token) -> bool:
    """Whether the candidate judges another for what is his: "Moss praised Venn for his work"."""
    preposition = token.head.head
    verb = preposition.head
    governed = token.head.fills(PREPOSITIONAL_OBJECT) and preposition.fills(PREPOSITION) and preposition.lower_ == "for"
    judged = governed and verb.lemma_ in words("judging") and any(child.fills(OBJECT) for child in verb.children)
    return judged and head.fills(NOMINAL_SUBJECT) and subject(verb) is head


def _is_reacted_to(token: Token, head: Token) -> bool:
    """Whether the candidate has a view of what another did: "Moss welcomed his apology"."""
    verb = token.head.head
    return token.head.fills(OBJECT) and verb.lemma_ in words("reacting") and subject(verb) is head


def is_spoken_for(token: Token, candidate: Token) -> bool:
    """Whether the candidate is somebody's voice whose words the pronoun stands in: "Moss's lawyer said he would appeal"."""
    verb = candidate.head
    voice = candidate.fills(NOMINAL_SUBJECT) and candidate.lemma_.lower() in words("voices")
    said = any(clause.is_ancestor(token) for clause in verb.children if clause.fills(COMPLEMENT_CLAUSE))
    owned = any(
        child.fills(POSSESSOR) or (child.fills(PREPOSITION) and child.lower_ in ("of", "for")) for child in candidate.children
    )
    return voice and said and owned


def is_addressed(token: Token, candidate: Token) -> bool:
    """Whether the candidate is told the clause whose plural subject the pronoun is: "Moss told Radio Tarn they had left"."""
    verb = token.head
    plural = token.fills(NOMINAL_SUBJECT) and token.lower_ == "they" and verb.fills(COMPLEMENT_CLAUSE)
    told = candidate.fills(OBJECT | RECIPIENT) and candidate.head is verb.head
    return plural and (told or (candidate.head.lower_ == "to" and candidate.head.head is verb.head))


def is_told_of(clusters: Clusters, description: Phrase, other: int) -> bool:
    """Whether a description stands in what somebody says or does: in "Moss said the singer had left" Moss is not the singer.

    Of bodies it says nothing: "Tarn said the company would grow".
    """
    if description.type != "Person":
        return False
    token = clusters.doc[description.head]
    found = (clusters.phrases[i] for i in clusters[other].phrases)
    heads = (clusters.doc[phrase.head] for phrase in found if phrase.sentence == description.sentence and phrase.head < token.i)
    return any(head.fills(NOMINAL_SUBJECT) and is_under(head.head, token) for head in map(first_conjunct, heads))
