"""What the article says of a named thing: its country, its sector and its titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kgraph.coreference.clusters import Cluster, Clusters
from kgraph.coreference.mentions import characters
from kgraph.coreference.phrases import Phrase
from kgraph.language.gazetteer import KnownName
from kgraph.lexicon import first_above, nouns
from kgraph.model import Article
from kgraph.syntax.tree import Token

_DETERMINERS = frozenset("the a an his her its their our my".split())
_OF_THE_STATE = ("Government", "Military", "Party")
_OF_STATES = ("minister", "secretary-general")
_OF_FIRMS = ("president", "vice-president", "ex-president")
_OF_BODIES = frozenset(
    "ceo cfo executive chairman chairwoman founder co-founder cofounder owner".split()
)  # of firms and of charities
_STYLES = frozenset("sir lord lady dame baroness baron dr".split())
_OFFICES = ("chief", "ceo", "chairman", "chairwoman", "founder", "co-founder", "managing")
_ACTORS = ("Person", "Group", "Organization")
_DISTINCT = ("Person", "Group", "Organization", "Place")  # types of which a noun of another type says nothing
_TELLING = ("first", "apposition", "predicate", "role")
_NOUNS = ("NOUN", "PROPN")
_PLURAL = ("NNS", "NNPS")


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
            and token.pos_ in _NOUNS
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


def roles(article: Article, clusters: Clusters, cluster: Cluster, kind: str) -> tuple[str, ...]:
    """The titles and descriptions of a thing that has a name, in the article's words, each once."""
    found: dict[str, None] = {}
    for index in sorted(cluster.phrases) if cluster.named else ():
        start, end = _role(clusters, index, kind, cluster)
        if start < end:
            found.setdefault(_bare(characters(clusters.doc, start, end).of(article.text)))
    return tuple(
        role for role in found if _is_whole(role) and (" " in role or kind == "Person")
    )  # "company" tells nothing of one


def _is_whole(role: str) -> bool:
    """Whether there is a role at all, none that breaks off in a bracket."""
    return bool(role) and all(role.count(opening) == role.count(closing) for opening, closing in ("()", "[]"))


def _role(clusters: Clusters, index: int, kind: str, cluster: Cluster) -> tuple[int, int]:
    """The tokens of the description that a phrase gives: before a name up to the calling, or the whole phrase."""
    phrase = clusters.phrases[index]
    if phrase.is_name:
        return _title(clusters, phrase) if kind == "Person" else (0, 0)
    if clusters.doc[phrase.head].lower_ == "one" or (clusters.rules[index] == "predicate" and _judges(clusters, phrase)):
        return 0, 0
    said = not phrase.is_pronoun and clusters.rules[index] in _TELLING and phrase.lemma not in nouns.words("no_titles")
    own = phrase.owner in {clusters.phrases[i].head for i in cluster.phrases}
    return (phrase.start, phrase.end) if said and not own and _describes(clusters, phrase, kind) else (0, 0)


def _judges(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a predicate says how somebody is and not what: "a natural leader"."""
    before = clusters.doc[phrase.start : phrase.head]
    judging = any(token.pos_ == "ADJ" and token.text.islower() for token in before) and not phrase.definite
    return judging or clusters.doc[phrase.head].tag_ in _PLURAL


def _title(clusters: Clusters, phrase: Phrase) -> tuple[int, int]:
    """The words before a person's name that end in a calling; "Mr" and the like may stand between."""
    doc, end = clusters.doc, phrase.name[0]
    while (
        end > phrase.start and nouns.is_title(doc[end - 1].text) and not _is_calling(doc[end - 1], before=end - 1 > phrase.start)
    ):
        end -= 1
    told = end > phrase.start and _is_calling(doc[end - 1]) and doc[end - 1].lemma_.lower() not in nouns.words("no_titles")
    if not told or doc[end - 1].tag_ in _PLURAL:  # "the sprinters Berg and Ek" are no title of one of them
        return 0, 0
    start = phrase.start
    while start < end - 1 and doc[start].lower_ in nouns.words("no_part_of_titles"):
        start += 1
    return start, end


def _is_calling(token: Token, before: bool = False) -> bool:
    """Whether a word tells what somebody does; with words before it, a style tells nothing: "the club's manager Sir Ian"."""
    word = token.lemma_.lower()
    if before and word.rstrip(".") in _STYLES:
        return False
    if token.i > 1 and token.nbor(-1).text == "-":
        word = f"{token.nbor(-2).lower_}-{word}"  # "film-maker"
    return token.pos_ in _NOUNS and nouns.kind_of(word) == "Person"


def _describes(clusters: Clusters, phrase: Phrase, kind: str) -> bool:
    """Whether a description fits the type: a calling for a person; for a thing a common noun, which may begin with an article."""
    if kind == "Person":
        return phrase.type == "Person" and phrase.number == "sg"
    head, first = clusters.doc[phrase.head], clusters.doc[phrase.start]
    named_place = first_above(kind, ("Place",)) == "Place" and first.lower_ not in ("the", "a", "an")
    return _is_of_kind(phrase.type, kind) and not head.text[:1].isupper() and not named_place


def _is_of_kind(told: str, kind: str) -> bool:
    """Whether a noun of this type may say what a thing is: "firm" of a company, and of a place or a body nothing vague."""
    above = first_above(kind, _DISTINCT)
    return told != "Person" and (first_above(told, _DISTINCT) == above)


def _bare(words: str) -> str:
    """The words without a leading article or possessive, on one line."""
    parts = words.split()
    return " ".join(parts[1:] if parts and parts[0].lower() in _DETERMINERS else parts)
