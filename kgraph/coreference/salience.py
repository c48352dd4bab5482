"""Which of the candidates that fit a pronoun it means: the most salient one, where none other comes near.

Salience is a sum of weighted features in the manner of Lappin and Leass (1994); data/nouns/salience.yaml says where the weights
come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from math import log1p

from kgraph.coreference.clusters import Cluster, Clusters
from kgraph.coreference.decisive import leads, weights
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import entity_is_a, first_above, nouns
from kgraph.shipped import shipped
from kgraph.syntax.clauses import argument_of, governing_verb
from kgraph.syntax.nominals import coordinated, first_conjunct, grammatical_role
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    APPOSITION,
    COMPLEMENT_CLAUSE,
    NOMINAL_PREDICATE,
    OBJECT,
    PREPOSITIONAL_OBJECT,
    RECIPIENT,
)
from kgraph.syntax.speech import cues
from kgraph.syntax.tree import Token

_SPEAKERS = frozenset({"Person", "Organization"})


class Salience:
    """What has been read of an article so far, and what that makes of the candidates for a pronoun.

    ``speakers`` has the speaker's head of each quoted token, ``clauses`` the verb whose argument a phrase is,
    ``spoke`` the heads of all speakers.
    """

    def __init__(self, clusters: Clusters, speakers: Mapping[int, int], clauses: Mapping[int, Token | None]) -> None:
        self.clusters = clusters
        self.speakers = speakers
        self.clauses = clauses
        self.counts: dict[int, int] = defaultdict(int)
        self.spoke = frozenset(speakers.values())

    def read(self, index: int) -> None:
        """Count a phrase; a pronoun is resolved by now."""
        self.counts[self.clusters.root(index)] += 1

    def best(self, index: int, fitting: Sequence[int]) -> int | None:
        """The candidate with the most salience, the latest of equals; None where another fits nearly as well, or none fits well.

        ``fitting`` has the nearest first.
        """
        phrase = self.clusters.phrases[index]
        weighed = salience(pronoun_class(phrase))
        scored = [(self._score(weighed, index, other, rank), other) for rank, other in enumerate(fitting)]
        if not scored:
            return None
        score, best = max(scored)
        others = [(value, other) for value, other in scored if not self.clusters.same(other, best)]
        lead = self._lead(phrase, best)
        clear = all(score - value >= self._lead_over(index, best, other, lead) for value, other in others)
        alone = score - weighed["told of"] * self._spoken(index, best).get(
            "told of", 0.0
        )  # it tells candidates apart, and no more
        return best if clear and alone >= weighed["nobody"] + lead else None

    def _score(self, weighed: Mapping[str, float], index: int, other: int, rank: int) -> float:
        return sum(weighed.get(key, 0.0) * value for key, value in self.features(index, other, rank).items() if value)

    def _lead(self, pronoun: Phrase, best: int) -> float:
        """By how much the best candidate has to lead others: more where it is nothing that such a pronoun mostly means."""
        leads = _leads()[pronoun_class(pronoun)]
        if not pronoun.is_pronoun:
            return leads["described"]
        return _for_use(pronoun, leads["usual" if _is_usual(pronoun, self.clusters[best]) else "unusual"], leads)

    def _lead_over(self, index: int, best: int, other: int, lead: float) -> float:
        """The lead over another candidate: larger where "and" joins the two, or where "they" are one body and not the people beside it."""
        pronoun = self.clusters.phrases[index]
        if self._is_body_beside_people(pronoun, best, other):
            return max(lead, leads()["body beside people"])
        own = _leads()[pronoun_class(pronoun)]
        joined = self.clusters[best].plural == self.clusters[other].plural and self._are_joined(best, other)
        return max(lead, _for_use(pronoun, own["joined"], own)) if joined else lead

    def _is_body_beside_people(self, pronoun: Phrase, best: int, other: int) -> bool:
        """Whether "they" would be one body although people stand nearby: "The league warned the players. They left"."""
        if pronoun.number != "pl" or self.clusters[best].plural or self.clusters.phrases[best].number == "pl":
            return False
        near = self.clusters.phrases[other].sentence >= pronoun.sentence - 1
        people = self.clusters[other].plural and self.clusters[other].type in ("Person", "Group")
        return near and people and entity_is_a(self.clusters[best].type, "Organization")

    def _are_joined(self, left: int, right: int) -> bool:
        """Whether "and" joins the two: neither of "Ann and Eva" is meant by "she" for sure."""
        first, second = (self.clusters.doc[self.clusters.phrases[i].head] for i in (left, right))
        return first in coordinated(first_conjunct(second))

    def features(self, index: int, other: int, rank: int) -> dict[str, float]:
        """What speaks for and against a candidate; ``rank`` counts the fitting candidates nearer to the pronoun."""
        phrase, found = self.clusters.phrases[index], self.clusters.phrases[other]
        return {
            **self._structure(index, other),
            **self._discourse(index, other),
            **self._spoken(index, other),
            **self._kind(phrase, other),
            "rank": log1p(rank),
            "distance": log1p(abs(phrase.head - found.head)),
        }

    def _structure(self, index: int, other: int) -> dict[str, float]:
        """Where the two stand in their sentences."""
        phrase, found = self.clusters.phrases[index], self.clusters.phrases[other]
        token, head = self.clusters.doc[phrase.head], self.clusters.doc[found.head]
        role, own = grammatical_role(head), grammatical_role(token)
        sentences = min(abs(phrase.sentence - found.sentence), 3)
        first = first_conjunct(head)
        commands = role == "subject" and sentences == 0 and first.head.is_ancestor(token)
        return {
            f"sentences {sentences}": 1.0,
            f"{role} {min(sentences, 1)}": 1.0,
            "parallel": float(role == own),
            "commands": float(commands),
            "own": float(commands and argument_of(token) is None and self.clauses[other] is governing_verb(token)),
            "ahead": float(found.head > phrase.head),
            "ahead of a possessive": float(found.head > phrase.head and own == "possessive"),
            "nested": float(head.fills(PREPOSITIONAL_OBJECT) and head.head.head.pos_ in ("NOUN", "PROPN")),
            "speaks": float(own == "subject" and _speaks(token) and sort_of(self.clusters[other].type) in _SPEAKERS),
            "both speak": float(own == role == "subject" and _speaks(token) and _speaks(first)),
            # The pronoun that opened the last sentence goes on in the one that opens this ("He left. His car followed.").
            "continues": float(found.is_pronoun and role == "subject" and sentences == 1 and token.is_sent_start is True),
            "fronted": float(role == "subject" and first.left_edge.is_sent_start is True),
            "main": float(role == "subject" and first.head.head is first.head),
            "aside": float(head.fills(APPOSITION | NOMINAL_PREDICATE)),
            "joined": float(first is not head),
        }

    def _discourse(self, index: int, other: int) -> dict[str, float]:
        """How much the article speaks of the candidate, and who speaks."""
        phrase, found, root = self.clusters.phrases[index], self.clusters.phrases[other], self.clusters.root(other)
        quoted, told = phrase.head in self.speakers, found.head in self.speakers
        return {
            "frequency": log1p(self.counts[root]),
            "title": float(found.sentence == 0),
            "quote": float(told != quoted),
        }

    def _spoken(self, index: int, other: int) -> dict[str, float]:
        """Whether the candidate spoke before or was spoken of where the pronoun speaks: "Ash won," Moss said. He smiled, he added."""
        phrase, found = self.clusters.phrases[index], self.clusters.phrases[other]
        token, head = self.clusters.doc[phrase.head], self.clusters.doc[found.head]
        before = phrase.is_pronoun and found.sentence < phrase.sentence
        if not before or phrase.head in self.speakers or not token.fills(ACTIVE_SUBJECT) or not _speaks(token):
            return {}
        spoke = found.head in self.spoke
        told = found.head in self.speakers or _is_reported(head) or _is_addressed(head)
        return {"goes on": float(spoke), "told of": float(not spoke and told)}

    def _kind(self, phrase: Phrase, other: int) -> dict[str, float]:
        """What sort of thing and of phrase the candidate is."""
        found, cluster = self.clusters.phrases[other], self.clusters[other]
        known, sort = phrase.gender in ("m", "f"), sort_of(cluster.type)
        token = self.clusters.doc[phrase.head]
        return {
            f"kind {found.kind.value}": 1.0,
            f"type {sort}": 1.0,
            f"{sort} for {grammatical_role(token)}": 1.0,
            f"{sort} acts": float(token.fills(ACTIVE_SUBJECT) and token.head.pos_ == "VERB"),
            "pair": float(bool(found.members)),
            "same pronoun": float(found.is_pronoun),
            "indefinite": float(not found.definite),
            "named": float(cluster.named),
            "gender": float(known and cluster.gender == phrase.gender),
            "guess": float(known and cluster.gender in ("a", "n")),
            "singular": float(phrase.number == "pl" and not cluster.plural and found.lemma not in nouns.words("teams")),
            "country": float(phrase.number == "pl" and cluster.type == "Country"),
        }


@cache
def salience(key: str) -> Mapping[str, float]:
    """The weights of the features for a class of pronouns (data/nouns/salience.yaml, data/coreference.yaml)."""
    return {**shipped("nouns/salience.yaml")[key], **weights(key)}


def _leads() -> Mapping[str, Mapping[str, float]]:
    """By how much the best candidate has to lead the next, by class of pronoun."""
    found: Mapping[str, Mapping[str, float]] = shipped("nouns/salience.yaml")["leads"]
    return found


def _for_use(pronoun: Phrase, lead: float, leads: Mapping[str, float]) -> float:
    use = nouns.use_of(pronoun.lemma)
    return 0.0 if use == "r" else lead * leads["possessive"] if use == "p" else lead


def _is_usual(pronoun: Phrase, cluster: Cluster) -> bool:
    """Whether what a cluster means is of the sort that such a pronoun mostly means in news: a body for "it", people for "they"."""
    kind = cluster.type
    if pronoun.number == "pl":
        return kind in ("Group", "Person") or entity_is_a(kind, "Organization")
    return entity_is_a(kind, "Organization") != (pronoun.gender in ("m", "f"))


def pronoun_class(phrase: Phrase) -> str:
    """person, thing or group: which weights a pronoun has, or a description that stands for a name as a pronoun does."""
    if phrase.number == "pl":
        return "group"
    return "person" if phrase.gender in ("m", "f") or phrase.type == "Person" else "thing"


def _speaks(token: Token) -> bool:
    """Whether the token is an argument of a verb of saying."""
    return token.head.lemma_ in cues().speech


def sort_of(kind: str) -> str:
    """The entity type's top below Thing."""
    return first_above(kind, ("Person", "Group", "Organization", "Place"))


def _is_reported(token: Token) -> bool:
    """Whether a token stands in a clause that somebody is reported to say."""
    return any(above.fills(COMPLEMENT_CLAUSE) and above.head.lemma_ in cues().speech for above in token.ancestors)


def _is_addressed(token: Token) -> bool:
    """Whether somebody is told something: Radio Tarn, of "Moss told Radio Tarn that it was over"."""
    return token.fills(OBJECT | RECIPIENT) and token.head.lemma_ in cues().speech
