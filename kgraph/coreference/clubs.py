"""Clubs and bands that go by a town's name or by a word of their own: "Leeds have signed", "the Brask midfielder"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import entity_is_a, nouns
from kgraph.syntax.relations import (
    AUXILIARY,
    COMPOUND,
    CONJUNCT,
    CONJUNCTION,
    NOMINAL_SUBJECT,
    OBJECT,
    POSSESSOR,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tree import Token

_TOWNS = ("Place", "City", "Region")
_UNSURE = ("Thing", "Product", "Work")
_WITHIN = frozenset("in near around outside inside across throughout".split())
_NEAR = 2  # words from a name to its verb
_MOD = COMPOUND | POSSESSOR


def retype_clubs(clusters: Clusters, others: Iterable[int]) -> frozenset[str]:
    """Give names that are used as a club's or a band's, but in a town's place, the type of a body. Returns these names in lower case."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for index in others:
        if clusters.phrases[index].type in (*_TOWNS, *_UNSURE):
            by_name[clusters.name_text(clusters.phrases[index]).lower()].append(index)
    found = frozenset(name for name, indices in by_name.items() if _is_club(clusters, name, indices))
    for index in (index for name in found for index in by_name[name] if not _is_where(clusters, clusters.phrases[index])):
        clusters.retype(index, "Organization", "n")
        clusters[index].countries.clear()
    return found


def _is_club(clusters: Clusters, name: str, indices: Iterable[int]) -> bool:
    if name in nouns.words("nations"):
        return False
    uses = list(_uses(clusters, indices))
    return any(uses) and 2 * sum(uses) >= sum(_is_where(clusters, clusters.phrases[index]) for index in indices)


def _uses(clusters: Clusters, indices: Iterable[int]) -> Iterator[bool]:
    """For each mention, whether it is used as a team's."""
    for index in indices:
        phrase = clusters.phrases[index]
        head = clusters.doc[phrase.head]
        plural = _is_plural_subject(head) and not head.lower_.endswith("s")
        yield plural or (phrase.type in _TOWNS and (_has_players(head) or _plays(head) or _is_called_a_club(head)))


def _is_plural_subject(head: Token) -> bool:
    """Whether a name alone is the subject of a verb in the plural: "Brask are top", but not "Brask and Velm are"."""
    if not head.fills(NOMINAL_SUBJECT) or any(child.fills(CONJUNCT | CONJUNCTION) for child in head.children):
        return False
    verb = head.head
    first = min((child for child in verb.children if child.fills(AUXILIARY)), key=lambda child: child.i, default=verb)
    near = 0 < first.i - head.i <= _NEAR and not any(head.doc[i].is_punct for i in range(head.i, first.i))
    return near and first.lower_ in ("are", "have", "were")


def _has_players(head: Token) -> bool:
    """Whether a name stands before what only clubs have: "Brask midfielder", "Brask's striker"."""
    noun = head.head
    if not head.fills(_MOD) or noun.i <= head.i or noun.lemma_.lower() not in nouns.words("players"):
        return False
    return all(head.doc[i].pos_ != "PROPN" for i in range(head.i + 1, noun.i))


def _plays(head: Token) -> bool:
    """Whether a name stands where only a team's does: "lost to Brask", "beat Brask"; the first of several answers for all."""
    while head.fills(CONJUNCT):
        head = head.head
    if head.fills(OBJECT):
        return head.head.lemma_ in nouns.listed("team_play", "object")
    above = head.head
    return head.fills(PREPOSITIONAL_OBJECT) and above.head.lemma_ in nouns.listed("team_play", above.lower_)


def _is_called_a_club(head: Token) -> bool:
    """Whether a noun for a team stands right before a name: "the union side Brask"."""
    return head.i > 0 and head.nbor(-1).pos_ == "NOUN" and head.nbor(-1).lemma_.lower() in nouns.words("clubs_called")


def _is_where(clusters: Clusters, phrase: Phrase) -> bool:
    head = clusters.doc[phrase.head]
    return head.fills(PREPOSITIONAL_OBJECT) and head.head.lower_ in _WITHIN and entity_is_a(phrase.type, "Place")
