"""Which mentions of an article mean the same thing, by rules, each link with the name of its rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial

from rapidfuzz.fuzz import ratio

from kgraph.coreference import naming
from kgraph.coreference.appositions import link_syntax
from kgraph.coreference.clusters import Cluster, Clusters, is_of
from kgraph.coreference.counts import count_of
from kgraph.coreference.descriptions import link_descriptions, link_partners, link_possessed
from kgraph.coreference.details import country, sector
from kgraph.coreference.mentions import characters, mention
from kgraph.coreference.name_links import link_names
from kgraph.coreference.offices import link_offices
from kgraph.coreference.phrases import Phrase, phrases
from kgraph.coreference.pronouns import link_pronouns
from kgraph.coreference.titles import titles
from kgraph.language.gazetteer import KnownName, lookup
from kgraph.lexicon import entity_is_a, nouns
from kgraph.model import Article, Chain, Mention
from kgraph.syntax.relations import MODIFIER
from kgraph.syntax.tree import Doc, Token

_SPELLING = 90.0  # edit ratio of two spellings of one name
_ENDS_SENTENCE = re.compile(r"[a-z]{3}\.$")  # "Anna Berg.", but not "Castellan Co." nor "Ann Moss Jr."
_OWNING = frozenset({"pronoun", "cataphora", "speaker"})  # by which a possessive pronoun is put to its owner
_NEAR = 2  # sentences between a possessive pronoun and the last name of its owner
_OF_PEOPLES = ("ADJ", "PROPN")  # tags of a people's word before a noun
RULES = {
    "first": "the first mention of its chain",
    "same name": "the same name, apart from articles, case and company endings",
    "form of a name": "a full name with the same last word and a first name that begins alike",
    "short name": "a surname, or a given name that one person of the article has",
    "known alias": "another name of the same thing in the gazetteer",
    "acronym": "the initials of a longer name in the article",
    "head of a name": "the capitalised head noun of a longer name: the Ministry",
    "apposition": "a description beside a name, set off by commas",
    "predicate": "a description by be, become or remain",
    "same head": "a definite repetition of the same head noun",
    "same words": "the same bare plural of people, or bare noun with the same modifiers: protesters, archeological sites",
    "same owner": "what one owner has under the same noun: Putin's plane, his plane",
    "partner": "the other of two who met: his host",
    "role": "a description by a noun of the same meaning as an earlier one",
    "members": "a plural for things that were named apart: both sides",
    "kind": "a bare definite noun for the last name of its type: the company",
    "office": "an office for the one person of the article who holds it: the prime minister",
    "lead": "a description that opens a sentence, for the one person whom the sentence before is about",
    "sole": "a noun for a body or a calling, for the one of its kind that the sentence before names or that the article is about",
    "focus": "a definite description for the name that the text is about just there: the singer, the Spaniard",
    "pronoun": "a pronoun of the third person, by agreement and salience",
    "reflexive": "a reflexive pronoun and the subject of its clause",
    "cataphora": "a pronoun before the subject that it means",
    "speaker": "a pronoun of the first person in a quotation, for its speaker",
    "author": "a pronoun of the first person outside of quotations",
}


def linked(doc: Doc, day: date | None = None) -> Clusters:
    """The phrases of a Doc, those together that mean the same thing; ``day`` is the article's."""
    clusters = Clusters(doc, phrases(doc))
    link_offices_of_day = partial(link_offices, day=day)
    for link in (
        link_names,
        link_syntax,
        link_descriptions,
        link_offices_of_day,
        link_pronouns,
        link_partners,
        link_possessed,
    ):
        link(clusters)
    return clusters


def chains(article: Article, doc: Doc) -> tuple[tuple[Chain, ...], tuple[Mention, ...]]:
    """The chains of an article in the order of their first mention, and their mentions in the order of the text."""
    clusters = linked(doc, article.day)
    shown = {
        root: told
        for root in clusters.roots()
        if (told := [i for i in clusters[root].phrases if not clusters.phrases[i].members])
    }
    first = sorted((min(told), root) for root, told in shown.items())
    numbers = {root: number for number, (_, root) in enumerate(first)}
    found = tuple(_chain(article, clusters, root, numbers) for _, root in first)
    mentions = (
        mention(doc, phrase, kind=found[numbers[clusters.root(i)]].type, chain=numbers[clusters.root(i)], rule=clusters.rules[i])
        for i, phrase in enumerate(clusters.phrases)
        if not phrase.members
    )
    return found, tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end)))


def _chain(article: Article, clusters: Clusters, root: int, numbers: dict[int, int]) -> Chain:
    cluster = clusters[root]
    names = _names(article, clusters, cluster)
    best = names[0] if names else _description(article, clusters, cluster)
    kind = cluster.type if cluster.types else clusters.phrases[min(cluster.phrases)].type
    known = _known(clusters, names, kind)
    place = _meant_place(clusters, cluster, known)
    if place is not None:
        best, kind, known = place.name, place.type, place
    return Chain(
        id=numbers[root],
        name=best,
        type=kind,
        aliases=tuple(name for name in names if name != best),
        links=known.links if known else (),
        country=country(cluster, known),
        sector=sector(clusters, cluster, kind, known),
        roles=titles(article, clusters, cluster, kind),
        members=tuple(sorted({numbers[clusters.root(i)] for i in cluster.members})),
        named=cluster.named,
        count=None if cluster.named or cluster.members else _count(clusters, cluster),
        gender=_gender(clusters, cluster) if kind == "Person" else "",
    )


def _gender(clusters: Clusters, cluster: Cluster) -> str:
    """What the titles and given names of a person tell, where they agree; pronouns may mean somebody else."""
    told = {phrase.gender for i in cluster.phrases if (phrase := clusters.phrases[i]).is_name} & {"m", "f"}
    return told.pop() if len(told) == 1 else ""


def _count(clusters: Clusters, cluster: Cluster) -> int | None:
    """How many the first of its words that say so tell of."""
    counts = (count_of(clusters.doc[clusters.phrases[i].head]) for i in sorted(cluster.phrases))
    return next((count for count in counts if count is not None), None)


def _meant_place(clusters: Clusters, cluster: Cluster, known: KnownName | None) -> KnownName | None:
    """The country or region that adjectives stand for: "Russian" of "Russian missiles" is Russia; "the Russians" are people."""
    if known is None or known.demonym_of is None:
        return None
    attributive = all(
        phrase.head == phrase.start
        and clusters.doc[phrase.head].pos_ in _OF_PEOPLES
        and clusters.doc[phrase.head].fills(MODIFIER)
        for phrase in (clusters.phrases[i] for i in cluster.phrases)
    )
    return lookup(known.demonym_of) if attributive else None


def _known(clusters: Clusters, names: list[str], kind: str) -> KnownName | None:
    """What the gazetteer has under the best name, or for what is no person under any; never a place for a person.

    A person's shorter names are other people's too: Melania Trump is no Donald Trump because both are called Trump. Nor is one edition of
    a contest the contest.
    """
    for name in names[:1] if kind in ("Person", "NamedEvent") else names:
        found = clusters.known(name)
        if found is not None and name.isupper() and name != names[0] and not (found.sure and _is_spelling(names[0], found)):
            continue  # the article's own acronym, not the gazetteer's
        if found is not None and entity_is_a(kind, "Organization") and entity_is_a(found.type, "Place"):
            continue  # a club by its town's name
        if found is not None and clusters.is_of_another(name, found):
            continue
        if found is not None and (found.type == "Person") == (kind == "Person") and is_of(kind, found):
            return found
    return None


def _is_spelling(name: str, known: KnownName) -> bool:
    """Whether a name may be another spelling of what the gazetteer has: "Organisation" for "Organization"."""
    return any(ratio(name, other) >= _SPELLING for other in (known.name, *known.aliases))


def _names(article: Article, clusters: Clusters, cluster: Cluster) -> list[str]:
    """The names of a cluster, the best first: the longest of the most frequent kind, as the article writes them.

    A noun that stands for a longer name ("the Ministry") is none where there is one that is.
    """
    shown = (_shown(article, clusters, clusters.phrases[i]) for i in cluster.phrases if clusters.phrases[i].is_name)
    counts = Counter(name for name in shown if _is_name(name))
    heads = [name for name in counts if _is_head_of(name, counts)]
    for name in heads if len(heads) < len(counts) else ():
        del counts[name]
    loud = {name for name in counts if name.isupper() and " " in name and not all(other.isupper() for other in counts)}
    return sorted(counts, key=lambda name: (name in loud, -min(len(name.split()), 4), name.isupper(), -counts[name], name))


def _is_name(name: str) -> bool:
    """Whether it can be a name: neither a letter alone nor the ends of two, with a quotation mark between them."""
    return len(name) > 1 and not any(mark in name for mark in '"“”')


def _is_head_of(name: str, others: Iterable[str]) -> bool:
    """Whether a name is a noun for a kind of body that is a word of a longer one: "Bank", of "Bank of Brask"."""
    noun = " " not in name and entity_is_a(nouns.kind_of(name.lower()), "Organization")
    return noun and any(name in other.split() for other in others if other != name)


def _shown(article: Article, clusters: Clusters, phrase: Phrase) -> str:
    """A name as the article writes it, without its article and possessive mark."""
    start, end = phrase.name
    doc = clusters.doc
    while end - start > 1 and (doc[start].lower_ in ("the", "a", "an") or _is_bare_title(clusters, phrase, start)):
        start += 1
    while end - start > 1 and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space):
        end -= 1
    name = " ".join(characters(doc, start, end).of(article.text).split())
    if phrase.type != "Person" and end < len(doc) and doc[end].tag_ == "POS" and f"{name}'s" in naming.words("named_possessive"):
        return f"{name}'s"
    return name[:-1] if _ENDS_SENTENCE.search(name) else name


def _is_bare_title(clusters: Clusters, phrase: Phrase, index: int) -> bool:
    """Whether a word of a person's name is a title before the rest, as in "President Putin" where the model takes both."""
    word = clusters.doc[index].text
    return phrase.type == "Person" and nouns.is_title(word) and not nouns.is_given_name(word)


def _description(article: Article, clusters: Clusters, cluster: Cluster) -> str:
    """The first description of a thing without a name, else its first pronoun."""
    told = [i for i in sorted(cluster.phrases) if not clusters.phrases[i].members]
    third = [
        i
        for i in told
        if clusters.phrases[i].lemma in nouns.pronouns() and nouns.pronouns()[clusters.phrases[i].lemma].person == 3
    ]
    described = [i for i in told if not clusters.phrases[i].is_pronoun] or third or told
    phrase = clusters.phrases[described[0]]
    return " ".join(_with_owners(article, clusters, phrase).split())


def _with_owners(article: Article, clusters: Clusters, phrase: Phrase) -> str:
    """The words of a description, with names for those whom its possessive pronouns mean: "Anna Berg's father" for "her father"."""
    span = characters(clusters.doc, phrase.start, phrase.end)
    words, done = "", span.start
    for token in clusters.doc[phrase.start : phrase.end]:
        if token.tag_ == "PRP$" and (name := _owner_name(article, clusters, token)):
            words += f"{article.text[done : token.idx]}{_possessive(name, token)}"
            done = token.idx + len(token)
    return words + article.text[done : span.end]


def _possessive(name: str, pronoun: Token) -> str:
    """A name with the mark of an owner: that of a people ends in an "s" already."""
    return f"{name}'" if pronoun.lower_ == "their" and name.endswith("s") else f"{name}'s"


def _owner_name(article: Article, clusters: Clusters, pronoun: Token) -> str:
    """The name of whom a possessive pronoun means, where it stands near enough to be sure; else empty."""
    index = clusters.by_head.get(pronoun.i)
    cluster = clusters[index] if index is not None else None
    if index is None or cluster is None or not cluster.named or clusters.rules[index] not in _OWNING:
        return ""
    named = (clusters.phrases[i] for i in cluster.phrases if clusters.phrases[i].is_name)
    near = any(0 <= clusters.phrases[index].sentence - name.sentence <= _NEAR for name in named)
    names = _names(article, clusters, cluster) if near else []
    return names[0] if names else ""
