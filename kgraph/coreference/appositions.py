"""Which descriptions stand beside what they mean: appositions, "X is the president", "the city of Bonn"."""

from __future__ import annotations

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.epithets import fronted
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import entity_is_a, nouns
from kgraph.model import MentionKind
from kgraph.syntax.clauses import antecedent
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    APPOSITION,
    AUXILIARY,
    MARK,
    NEGATION,
    NOMINAL_PREDICATE,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tree import Token

_UNSURE = frozenset("could would may might should must can".split())
_COPULAS = frozenset("be become remain".split())
_IMAGINING = frozenset("if unless though lest".split())


def link_syntax(clusters: Clusters) -> None:
    """Put appositions and predicate nouns together with what they are said of."""
    for index, phrase in enumerate(clusters.phrases):
        token = clusters.doc[phrase.head]
        if (place := _named_by_of(clusters, phrase, token)) is not None:
            clusters.link(index, place, "apposition")
        elif token.fills(APPOSITION):
            _link_apposition(clusters, index, token)
        elif (subject := fronted(clusters, index)) is not None:
            clusters.link(index, subject, "apposition")
        elif token.fills(NOMINAL_PREDICATE):
            _link_predicate(clusters, index, token)


def _named_by_of(clusters: Clusters, phrase: Phrase, token: Token) -> int | None:
    """The place's name behind "of" in "the city of Bonn"."""
    if phrase.kind is not MentionKind.NOMINAL or not phrase.definite or token.lemma_.lower() not in nouns.words("named_by_of"):
        return None
    of = (child for child in token.rights if child.fills(PREPOSITION) and child.lower_ == "of")
    found = (clusters.index_at(noun) for preposition in of for noun in preposition.children_as(PREPOSITIONAL_OBJECT))
    return next((i for i in found if i is not None and clusters.phrases[i].is_name and _is_place(clusters, i)), None)


def _is_place(clusters: Clusters, index: int) -> bool:
    return entity_is_a(clusters.phrases[index].type, "Place")


def _link_apposition(clusters: Clusters, index: int, token: Token) -> None:
    antecedent = _described(clusters, index, token)
    if antecedent is None or _is_after_colon(clusters, index, antecedent):
        return
    phrase, other = clusters.phrases[index], clusters.phrases[antecedent]
    if phrase.is_name and other.is_name:
        if not _brackets(token, other):
            return
    elif phrase.number != other.number and ("Person" in (phrase.type, other.type) or "Group" not in (phrase.type, other.type)):
        return  # "they [Moss and Venn]"
    if _may_be_said_of(clusters, index, antecedent):
        kind = _told_type(clusters, phrase, other)
        clusters.link(index, antecedent, "apposition")
        if kind:
            clusters.vote(index, kind)


def _is_after_colon(clusters: Clusters, index: int, antecedent: int) -> bool:
    """Whether a colon stands between: "Photo: Harbour Board" gives a source and describes nothing."""
    first, last = sorted((clusters.phrases[index], clusters.phrases[antecedent]), key=lambda phrase: phrase.head)
    return any(clusters.doc[i].text == ":" for i in range(first.head, last.head))


def _told_type(clusters: Clusters, phrase: Phrase, name: Phrase) -> str:
    """The type that a description tells of a name that was taken for something else: "Acme, a manufacturer", "... City, the champions"."""
    if phrase.kind is not MentionKind.NOMINAL or not name.is_name or phrase.lemma in nouns.words("partitives"):
        return ""
    if phrase.lemma in nouns.words("clubs_called") and clusters.known(clusters.name_text(name)) is None:
        return "Organization" if entity_is_a(name.type, "Place") else ""
    body = entity_is_a(phrase.type, "Organization") or phrase.type in ("City", "Country")
    return phrase.type if body and phrase.number == "sg" and name.type in ("Product", "Work", "Law", "NamedEvent") else ""


def _described(clusters: Clusters, index: int, token: Token) -> int | None:
    """What an apposition is said of: its head, or for a person's name the role whose place it was hung on by mistake."""
    head = token.head
    while clusters.phrases[index].is_name and clusters.phrases[index].type == "Person" and head.fills(PREPOSITIONAL_OBJECT):
        role = clusters.index_at(head.head.head)
        found = clusters.index_at(head)
        if found is None or role is None or not head.head.fills(PREPOSITION) or not entity_is_a(clusters[found].type, "Place"):
            break
        if clusters.phrases[role].type == "Person" and not clusters.phrases[role].is_name:
            return role
        head = head.head.head
    return clusters.index_at(head)


def _brackets(token: Token, other: Phrase) -> bool:
    """Whether the token is an acronym in brackets behind a name: "World Health Organization (WHO)"."""
    opened = other.end <= token.i and token.doc[other.end].text == "("
    return opened and token.text.isupper() and token.ent_type_ not in ("Country", "Region")


def _link_predicate(clusters: Clusters, index: int, token: Token) -> None:
    """ "X is the president": the predicate describes the subject unless it is negated, unsure or asked."""
    verb = token.head
    children = list(verb.children)
    if (
        verb.lemma_ not in _COPULAS
        or _is_imagined(verb)
        or any(c.fills(NEGATION) or (c.fills(AUXILIARY) and c.lower_ in _UNSURE) for c in children)
    ):
        return
    subject = next((c for c in children if c.fills(ACTIVE_SUBJECT) and c.i < token.i), None)
    if subject is None:
        return
    described = clusters.index_at(antecedent(subject))
    if described is None or clusters.phrases[described].number != clusters.phrases[index].number:
        return
    if clusters.phrases[index].type != "Thing" and _may_be_said_of(clusters, index, described):
        clusters.link(index, described, "predicate")


def _is_imagined(verb: Token) -> bool:
    """Whether a verb stands behind "if", "unless" or "as if": "If I were the mayor" makes nobody the mayor."""
    return any(child.fills(MARK) and child.lower_ in _IMAGINING for child in verb.children)


def _may_be_said_of(clusters: Clusters, index: int, antecedent: int) -> bool:
    phrase, other = clusters.phrases[index], clusters.phrases[antecedent]
    genders = {phrase.gender, clusters[antecedent].gender}
    if genders == {"m", "f"} or other.start <= phrase.head < other.end:
        return False
    if other.is_pronoun:
        return other.gender in ("a", phrase.gender) or (other.gender in ("m", "f", "p") and phrase.type == "Person")
    kinds = (phrase.type, clusters[antecedent].type)
    if "Person" in kinds:
        return kinds[0] == kinds[1]
    return "Group" not in kinds or kinds[0] == kinds[1] or "Thing" not in kinds
