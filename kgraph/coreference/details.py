"""What the article says of a named thing: its country and its sector. Its titles: titles.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kgraph.coreference.clusters import Cluster, Clusters
from kgraph.coreference.phrases import Phrase
from kgraph.language.gazetteer import KnownName
from kgraph.lexicon import first_above, nouns
from kgraph.syntax.tags import NOUNS
from kgraph.syntax.tree import Token

_OF_THE_STATE = ("Government", "Military", "Party")
_OF_STATES = ("minister", "secretary-general")
_OF_FIRMS = ("president", "vice-president", "ex-president")
_OF_BODIES = frozenset(
    "ceo cfo executive chairman chairwoman founder co-founder cofounder owner".split()
)  # of firms and of charities
_OFFICES = ("chief", "ceo", "chairman", "chairwoman", "founder", "co-founder", "managing")
_ACTORS = ("Person", "Group", "Organization")


def country(cluster: Cluster, known: KnownName | None) -> str:
    """The country of a thing: the gazetteer's, or the only one that its phrases name."""
    if known is not None and known.country:
        return known.country
    return next(iter(cluster.countries)) if len(cluster.countries) == 1 else ""


def sector(clusters: Clusters, cluster: Cluster, kind: str, known: KnownName | None) -> str:
    """The sector of a name, of the most frequent role that has one, or of the type; only actors have any."""
    if known is not None and known.sector:
        return known.sector
    if first_above(kind, _ACTORS) == "Thing":
        return ""
    votes: Counter[str] = Counter()
    heads = {clusters.phrases[index].head for index in cluster.phrases}
    for index in sorted(cluster.phrases):
        phrase = clusters.phrases[index]
        if not phrase.is_pronoun and phrase.owner not in heads:
            votes.update(code for role in _said(clusters, phrase) if (code := _sector_of(clusters, phrase, role)))
    if kind == "Person":
        del votes["CVL"]  # "the father of three": everybody is a civilian whose calling nobody tells
    return votes.most_common(1)[0][0] if votes else nouns.sector_of_type(kind)


def _said(clusters: Clusters, phrase: Phrase) -> Iterator[str]:
    """The nouns that say what a phrase means: its head, or before a person's name the callings; "King" of "Ann King" is none."""
    if not (phrase.is_name and phrase.type == "Person"):
        yield phrase.lemma
        return
    before = clusters.doc[phrase.start : phrase.name[0]]
    if "secretary general" in before.text.lower():
        yield "secretary-general"  # of many states, where a general secretary is a union's
    for token in before:
        if (
            token.lower_.rstrip(".") != "dr"
            and token.pos_ in NOUNS
            and nouns.kind_of(role := nouns.role_of(token.lower_)) == "Person"
        ):
            yield role


def _sector_of(clusters: Clusters, phrase: Phrase, role: str) -> str:
    """The sector of a role; a president of a company is not one of a state, nor does a shadow minister govern."""
    beside = clusters.modifiers(phrase)
    code = nouns.sector_of(role, beside)
    if code == "BUS" and role in _OF_BODIES:
        return code if _names_a_firm(clusters, phrase) else ""
    elsewhere = "shadow" in beside or (role not in _OF_STATES and _has_employer(clusters, phrase))
    elsewhere = elsewhere or (role in _OF_FIRMS and (_is_of_a_firm(clusters, phrase) or not _is_of_a_state(clusters, phrase)))
    return "" if code == "GOV" and elsewhere else code


def _beside_name(clusters: Clusters, phrase: Phrase) -> list[Token]:
    """The words of a phrase beside its own name."""
    return [clusters.doc[i] for i in range(phrase.start, phrase.end) if not phrase.name[0] <= i < phrase.name[1]]


def _names_a_firm(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a phrase says of which firm, as a charity has a chief executive too: "the chairman of a bank"."""
    outside = _beside_name(clusters, phrase)
    return any(token.ent_type_ == "Company" or nouns.kind_of(token.lemma_.lower()) == "Company" for token in outside)


def _is_of_a_state(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a president is one of a state: by a country or a people beside the word, or by the capital before the name."""
    outside = _beside_name(clusters, phrase)
    told = any(first_above(token.ent_type_, (*_OF_THE_STATE, "Country", "Region", "Group")) != "Thing" for token in outside)
    titles = [token for token in outside if token.text == "President"]
    alone = titles and not any(token.i and token.nbor(-1).pos_ == "PROPN" for token in titles)  # no "Harbour Trust President"
    return told or bool(phrase.is_name and alone)


def _is_of_a_firm(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a president presides over something in a firm, or has another of its offices: "president of research"."""
    behind = clusters.doc[phrase.head + 1 : phrase.end]
    states = any(first_above(token.ent_type_, (*_OF_THE_STATE, "Place", "Group")) != "Thing" for token in behind)
    of = len(behind) > 1 and behind[0].lower_ == "of"
    more = [token.lower_ for token in clusters.doc[phrase.end : phrase.end + 2]]
    return (of and not states) or (more[:1] == ["and"] and more[-1] in _OFFICES)


def _has_employer(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a phrase names a body beside its own name that is not of the state: "vice-president of Castellan Energy"."""
    outside = _beside_name(clusters, phrase)
    return any(first_above(token.ent_type_, (*_OF_THE_STATE, "Organization")) == "Organization" for token in outside)
