"""Which pronoun means whom: agreement, binding, and the salience of what was mentioned in the last sentences.

Salience is a sum of weights in the manner of Lappin and Leass (1994), over the mentions of a thing in the last sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p

from spacy.tokens import Token

from kgraph.extract import nouns
from kgraph.extract.clusters import Clusters
from kgraph.extract.phrases import Phrase, conjuncts, grammatical_role
from kgraph.extract.quotes import speakers
from kgraph.ontology import entity_is_a

_SENTENCES = 4  # how far back an antecedent is looked for
_PHRASES = 80  # and how many phrases at most


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature of a candidate adds to its salience."""

    sentence: float = -1.0
    subject: float = 1.3
    object: float = 0.5
    possessive: float = 0.6
    oblique: float = 0.2
    modifier: float = -0.6
    parallel: float = 0.5
    commands: float = 1.0
    name: float = 0.4
    pronoun: float = 0.5
    frequency: float = 0.5
    gender: float = 0.7
    distance: float = -0.015
    organization: float = -0.8
    nested: float = -0.3
    guess: float = -1.0


WEIGHTS = Weights()


def link_pronouns(clusters: Clusters) -> None:
    """Put each pronoun together with what it means, in the order of the text."""
    resolver = _Resolver(clusters)
    for index in range(len(clusters.phrases)):
        resolver.read(index)
    resolver.first_persons()


class _Resolver:
    """Reads the phrases in order and keeps what the next pronoun needs to know."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self.speakers = speakers(clusters.doc)
        self.counts: dict[int, int] = defaultdict(int)
        self.clauses = {i: clause(clusters.doc[phrase.head]) for i, phrase in enumerate(clusters.phrases)}

    def read(self, index: int) -> None:
        """Resolve the phrase if it is a pronoun of the third person, then count it."""
        phrase = self.clusters.phrases[index]
        if phrase.is_pronoun and nouns.pronouns()[phrase.lemma].person == 3 and self.clusters.rules[index] == "first":
            self._resolve(index)
        self.counts[self.clusters.root(index)] += 1

    def _resolve(self, index: int) -> None:
        phrase = self.clusters.phrases[index]
        use = nouns.pronouns()[phrase.lemma].use
        if use == "r" and (subject := self._bound(index)) is not None:
            self.clusters.link(index, subject, "reflexive")
            return
        best = self._best(index, list(self._window(index)))
        if best is None:
            best = self._best(index, list(self._ahead(index)))
            if best is not None:
                self.clusters.link(index, best, "cataphora")
            return
        self.clusters.link(index, best, "pronoun")

    def _bound(self, index: int) -> int | None:
        """The subject of the reflexive's own clause."""
        for other in reversed(range(max(0, index - 10), index)):
            token = self.clusters.doc[self.clusters.phrases[other].head]
            same = self.clauses[other] == self.clauses[index] != -1
            if same and grammatical_role(token) == "subject" and self._agree(self.clusters.phrases[index], other):
                return other
        return None

    def _window(self, index: int) -> Iterator[int]:
        phrase = self.clusters.phrases[index]
        for other in range(index - 1, max(-1, index - _PHRASES), -1):
            if self.clusters.phrases[other].sentence < phrase.sentence - _SENTENCES:
                return
            yield other

    def _ahead(self, index: int) -> Iterator[int]:
        """Subjects behind the pronoun in its sentence, when the pronoun stands in a clause or phrase before the main verb."""
        phrase = self.clusters.phrases[index]
        for other in range(index + 1, min(len(self.clusters.phrases), index + 15)):
            found = self.clusters.phrases[other]
            if found.sentence != phrase.sentence:
                return
            token = self.clusters.doc[found.head]
            if grammatical_role(token) == "subject" and not found.is_pronoun and self.clauses[other] != self.clauses[index]:
                yield other

    def _best(self, index: int, candidates: list[int]) -> int | None:
        phrase = self.clusters.phrases[index]
        blocked = {self.clusters.root(i) for i in candidates if self._blocks(index, i)}
        speaker = self._speaker(index)
        if speaker is not None:
            blocked.add(self.clusters.root(speaker))
        scores: dict[int, tuple[float, int]] = {}
        for other in candidates:
            root = self.clusters.root(other)
            if root in blocked or not self._agree(phrase, other):
                continue
            score = self._score(index, other)
            if root not in scores or score > scores[root][0]:
                scores[root] = (score, other)
        if not scores:
            return None
        return max(scores.values(), key=lambda pair: (pair[0], pair[1]))[1]

    def _speaker(self, index: int) -> int | None:
        head = self.speakers.get(self.clusters.phrases[index].head, -1)
        return self.clusters.by_head.get(head)

    def _agree(self, pronoun: Phrase, other: int) -> bool:
        found, cluster = self.clusters.phrases[other], self.clusters[other]
        if found.is_pronoun and nouns.pronouns()[found.lemma].person != 3:
            return False
        if pronoun.number == "pl":
            return cluster.plural or found.number == "pl" or (not found.is_pronoun and _is_body(cluster.type))
        if cluster.plural or found.number == "pl":
            return pronoun.gender == "n" and found.type in ("Organization", "Company") and found.is_name
        if pronoun.gender in ("m", "f"):
            return cluster.gender in (pronoun.gender, "p") or (cluster.gender in ("a", "n") and self._may_be_person(found))
        return cluster.gender in ("n", "a") and cluster.type != "Person"

    def _may_be_person(self, phrase: Phrase) -> bool:
        """Whether a name that is no person to the model begins like one's."""
        return phrase.is_name and nouns.is_given_name(self.clusters.doc[phrase.name[0]].text) and phrase.type not in ("Country", "City")

    def _blocks(self, index: int, other: int) -> bool:
        """Whether grammar forbids that the two are one: arguments of one verb, one inside the other, coordinated."""
        phrase, found = self.clusters.phrases[index], self.clusters.phrases[other]
        use = nouns.pronouns()[phrase.lemma].use
        if found.start <= phrase.head < found.end and found.head != phrase.head:
            return True
        if use == "p":
            return False
        token, head = self.clusters.doc[phrase.head], self.clusters.doc[found.head]
        if token in conjuncts(_first(head)):
            return True
        return self.clauses[index] == self.clauses[other] != -1 and _is_argument(token) and _is_argument(_first(head)) and use != "r"

    def _score(self, index: int, other: int) -> float:
        weights = WEIGHTS
        phrase, found, cluster = self.clusters.phrases[index], self.clusters.phrases[other], self.clusters[other]
        token, head = self.clusters.doc[phrase.head], self.clusters.doc[found.head]
        role, own = grammatical_role(head), grammatical_role(token)
        score: float = getattr(weights, role)
        score += weights.sentence * (phrase.sentence - found.sentence) + weights.distance * min(abs(phrase.head - found.head), 100)
        score += weights.parallel * (role == own)
        score += weights.commands * (role == "subject" and phrase.sentence == found.sentence and _first(head).head.is_ancestor(token))
        score += weights.name * found.is_name + weights.pronoun * found.is_pronoun
        score += weights.frequency * log1p(self.counts[self.clusters.root(other)])
        score += weights.gender * (phrase.gender in ("m", "f") and cluster.gender == phrase.gender)
        score += weights.guess * (phrase.gender in ("m", "f") and cluster.gender in ("a", "n"))
        score += weights.organization * (phrase.number == "pl" and not cluster.plural)
        score += weights.nested * (role == "oblique" and head.dep_ == "pobj" and head.head.head.pos_ in ("NOUN", "PROPN"))
        return score

    def first_persons(self) -> None:
        """ "I" and "we" of a quotation mean its speaker, or his country or company; outside quotations "I" is the author."""
        author: int | None = None
        for index, phrase in enumerate(self.clusters.phrases):
            if not phrase.is_pronoun or nouns.pronouns()[phrase.lemma].person != 1:
                continue
            quoted = phrase.head in self.speakers
            speaker = self._speaker(index)
            if speaker is not None and nouns.pronouns()[phrase.lemma].number == "sg":
                self.clusters.link(index, speaker, "speaker")
            elif not quoted and nouns.pronouns()[phrase.lemma].number == "sg":
                if author is not None:
                    self.clusters.link(index, author, "author")
                author = index
        self._we()

    def _we(self) -> None:
        """All "we" of one speaker are one group; the author's are another."""
        groups: dict[int, int] = {}
        for index, phrase in enumerate(self.clusters.phrases):
            if phrase.is_pronoun and phrase.number == "pl" and nouns.pronouns()[phrase.lemma].person == 1:
                speaker = self._speaker(index)
                key = -1 if speaker is None else self.clusters.root(speaker)
                if key in groups:
                    self.clusters.link(index, groups[key], "speaker")
                groups.setdefault(key, index)


def clause(token: Token) -> int:
    """Index of the verb that the token is an argument of, through prepositions and coordination, or -1."""
    current = token
    while current.dep_ in ("pobj", "prep", "conj", "nsubj", "nsubjpass", "dobj", "dative", "attr", "oprd", "agent", "appos"):
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current.i
    return -1


def _first(token: Token) -> Token:
    """The first word of the coordination that a word belongs to."""
    while token.dep_ == "conj" and token.head.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token


def _is_argument(token: Token) -> bool:
    """Whether the token hangs on its verb directly or through one preposition."""
    head = token.head
    return head.pos_ in ("VERB", "AUX") or (head.dep_ in ("prep", "dative", "agent") and head.head.pos_ in ("VERB", "AUX"))


def _is_body(kind: str) -> bool:
    return kind == "Group" or entity_is_a(kind, "Organization") or kind == "Country"


