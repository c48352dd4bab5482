"""Descriptions that stand for a name as a pronoun would: "Ann Moss won. The singer smiled"; "Tarn sold it. The company said"."""

from __future__ import annotations

from kgraph.coreference.ages import is_aged, may_be_aged
from kgraph.coreference.binding import is_told_of
from kgraph.coreference.bodies import is_of_sector
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import AGED, Phrase
from kgraph.language.gazetteer import lookup
from kgraph.lexicon import entity_is_a, nouns
from kgraph.model import MentionKind
from kgraph.syntax.relations import COMPOUND, NOMINAL_SUBJECT


def stands_for_name(clusters: Clusters, index: int) -> bool:
    """Whether a phrase is a definite description of one thing that adds little: "the singer", "the 27-year-old", "the company"."""
    phrase = clusters.phrases[index]
    single = phrase.kind is MentionKind.NOMINAL and phrase.number == "sg" and phrase.definite and not phrase.members
    if not single or phrase.owner != -1 or phrase.end != phrase.head + 1 or clusters[index].named:
        return False
    if clusters.doc[phrase.head].fills(COMPOUND):
        return False  # "the town halls"
    before = {clusters.doc[i].lower_ for i in range(phrase.start, phrase.head)}
    if not before.isdisjoint(nouns.words("contrasting")) or (before.isdisjoint(_DETERMINERS) and phrase.lemma != AGED):
        return False
    if phrase.type == "Person":
        return _is_epithet(clusters, phrase)
    return phrase.lemma in nouns.anaphors() and not clusters.modifiers(phrase)


_DETERMINERS = frozenset({"the"})


def _is_epithet(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a noun for a person says a calling, a nationality or an age."""
    return phrase.lemma in nouns.words("epithets") or _nationality(clusters, phrase) != ""


def _nationality(clusters: Clusters, phrase: Phrase) -> str:
    """The code of the country whose national a noun means: "the Spaniard"."""
    known = lookup(clusters.doc[phrase.head].text)
    return known.country if known is not None and known.demonym_of is not None else ""


def may_be_called(clusters: Clusters, index: int, other: int) -> bool:
    """Whether a description can be said of what another phrase means, which has a name."""
    phrase, found, cluster = clusters.phrases[index], clusters.phrases[other], clusters[other]
    if not cluster.named or cluster.plural or found.members or {phrase.gender, cluster.gender} == {"m", "f"}:
        return False
    if is_told_of(clusters, phrase, other) or not may_be_aged(clusters, phrase, other):
        return False
    countries = clusters.countries_in(phrase) | {_nationality(clusters, phrase)} - {""}
    if countries and cluster.countries and countries.isdisjoint(cluster.countries):
        return False
    return _has_calling(clusters, phrase, other) if phrase.type == "Person" else _is_of_kind(clusters, phrase, other)


def _has_calling(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    """Whether a person has the calling, or none that is known."""
    if phrase.lemma == AGED:
        return clusters[other].type == "Person"
    fits = phrase.lemma not in nouns.words("epithets") or not clusters[other].roles or is_called(clusters, phrase, other)
    return clusters[other].type == "Person" and fits


def is_called(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    """Whether what another phrase means was described by the description's noun, or by one that means the same."""
    return is_aged(clusters, phrase, other) or any(nouns.alike(phrase.lemma, role) for role in clusters[other].roles)


def _is_of_kind(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    kind = clusters[other].type
    return is_of_sector(clusters, phrase, other) and any(
        entity_is_a(kind, wanted) or (kind, wanted) == ("Organization", "Company") for wanted in nouns.anaphors()[phrase.lemma]
    )


def fronted(clusters: Clusters, index: int) -> int | None:
    """The person who is the subject behind a description that opens the sentence: "A trained baker, she opened a shop"."""
    phrase, doc = clusters.phrases[index], clusters.doc
    opens = phrase.kind is MentionKind.NOMINAL and phrase.type == "Person" and doc[phrase.start].is_sent_start is True
    if not opens or phrase.number != "sg" or phrase.owner != -1 or doc[phrase.end : phrase.end + 1].text != ",":
        return None
    found = next(
        (i for i in range(index + 1, min(index + 3, len(clusters.phrases))) if _begins(clusters, i, phrase.end + 1)), None
    )
    if found is None or clusters.phrases[found].sentence != phrase.sentence:
        return None
    told = clusters.phrases[found]
    person = told.type == "Person" or (told.is_pronoun and told.gender in ("m", "f"))
    agrees = {phrase.gender, told.gender} != {"m", "f"} and told.number == "sg"
    subject = doc[told.head].fills(NOMINAL_SUBJECT) and doc[phrase.head].head is doc[told.head].head
    return found if person and agrees and subject else None


def _begins(clusters: Clusters, index: int, start: int) -> bool:
    return clusters.phrases[index].start == start
