"""Clubs and bands that go by a town's name or by a word of their own: "Leeds have signed", "the Brask midfielder"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.coreference import naming
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import entity_is_a, nouns
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    AUXILIARY,
    COMPOUND,
    CONJUNCT,
    CONJUNCTION,
    NOMINAL_SUBJECT,
    OBJECT,
    POSSESSOR,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.tree import Doc, Token

_TOWNS = ("Place", "City", "Region")
_UNSURE = ("Thing", "Product", "Work")
_WITHIN = frozenset("in near around outside inside across throughout".split())
_NEAR = 2  # words from a name to its verb
_MATCH = 4  # different words of team sport that an article has which tells of matches
_BESIDE = 3  # words between a club's name and the player's: "Brask captain and striker Ek"
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
    where = sum(_is_where(clusters, clusters.phrases[index]) for index in indices)
    return any(uses) and (2 * sum(uses) >= where or _is_of_a_match(clusters.doc))


def _uses(clusters: Clusters, indices: Iterable[int]) -> Iterator[bool]:
    """For each mention, whether it is used as a team's."""
    for index in indices:
        phrase = clusters.phrases[index]
        head = clusters.doc[phrase.head]
        if phrase.type not in _TOWNS:
            yield _is_plural(head)
        else:
            yield any(use(head) for use in _USES) or (_is_of_a_match(clusters.doc) and any(use(head) for use in _USES_IN_A_MATCH))


def _is_of_a_match(doc: Doc) -> bool:
    """Whether an article tells of team sport, by its words: there a town that does something is its club."""
    found: set[str] = set()
    for token in doc:
        if token.lemma_.lower() in naming.words("team_sport"):
            found.add(token.lemma_.lower())
            if len(found) == _MATCH:
                return True
    return False


def _acts(head: Token) -> bool:
    """Whether a name is the subject of a verb that is active: "with Brask facing relegation"."""
    return head.fills(ACTIVE_SUBJECT) and head.head.pos_ in ("VERB", "AUX")


def _is_led(head: Token) -> bool:
    """Whether a name is what a player leads, lifts or leaves: "to lift Brask"."""
    return head.fills(OBJECT) and head.head.lemma_ in naming.words("done_to_clubs")


def _owns_a_player(head: Token) -> bool:
    """Whether a name has what only a team has, with other words between: "Brask's leading scorer"."""
    noun = head.head
    return head.fills(_MOD) and noun.i > head.i and noun.lemma_.lower() in naming.words("of_clubs")


def _is_beside_a_player(head: Token) -> bool:
    """Whether a player's noun stands right behind a name, before the player's own: "Brask forward Milan Ek"."""
    return head.i + 1 < len(head.doc) and _is_players(head.nbor(1))


def _is_joined(head: Token) -> bool:
    """Whether a name is where a player moves from or to: "who joined from Brask last summer"."""
    while head.fills(CONJUNCT):
        head = head.head
    above = head.head
    return not _has_article(head) and (
        head.fills(PREPOSITIONAL_OBJECT)
        and above.lower_ in naming.words("joined_by")
        and above.head.lemma_.lower() in naming.words("joining")
    )


def _has_article(head: Token) -> bool:
    """Whether an article stands before a name, as it does before a ground's and before no club's: "at the Riverside"."""
    return any(child.lower_ == "the" for child in head.children)


def _is_praised(head: Token) -> bool:
    """Whether a noun for clubs stands right before a name: "European giants Brask", "leaders Velm"."""
    return head.i > 0 and head.nbor(-1).lower_ in naming.words("praised")


def _is_listed(head: Token) -> bool:
    """Whether a name stands in a list with clubs: "Tarn Rovers, Brask and Velm"."""
    others = [head.head] if head.fills(CONJUNCT) else []
    others += [child for child in head.children if child.fills(CONJUNCT)]
    return any(other.ent_type_ == "Organization" for other in others)


def _is_players(token: Token) -> bool:
    return token.lemma_.lower() in nouns.words("players")


def _is_plural(head: Token) -> bool:
    return _is_plural_subject(head) and not head.lower_.endswith("s")


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


_USES = (_is_plural, _has_players, _is_beside_a_player, _plays, _is_called_a_club)
_USES_IN_A_MATCH = (_acts, _is_led, _owns_a_player, _is_joined, _is_praised, _is_listed)
