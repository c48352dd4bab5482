"""Which pronoun means whom: agreement and binding say what fits, salience (kgraph.coreference.salience) chooses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kgraph.coreference.binding import is_addressed, is_another, is_spoken_for
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.decisive import words
from kgraph.coreference.epithets import is_called, may_be_called, stands_for_name
from kgraph.coreference.first_persons import link_first_persons
from kgraph.coreference.guesses import is_evident, may_be_person
from kgraph.coreference.leads import body_before, lead, main_person, named_next
from kgraph.coreference.phrases import AGED, ANYBODY, Phrase
from kgraph.coreference.salience import Salience
from kgraph.lexicon import entity_is_a, nouns
from kgraph.syntax.clauses import argument_of, is_direct_argument, is_under, shares_subject, verbs_sharing_subject
from kgraph.syntax.nominals import coordinated, first_conjunct, grammatical_role
from kgraph.syntax.quotations import speakers
from kgraph.syntax.relations import (
    ADVERBIAL_CLAUSE,
    APPOSITION,
    COMPLEMENT_CLAUSE,
    NOMINAL_SUBJECT,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.speech import speaks
from kgraph.syntax.tree import Token

_SENTENCES = 4  # how far back an antecedent is looked for
_PHRASES = 80  # and how many phrases at most


def link_pronouns(clusters: Clusters) -> None:
    """Put each pronoun together with what it means, in the order of the text."""
    resolver = _Resolver(clusters)
    for index in range(len(clusters.phrases)):
        resolver.read(index)
    link_first_persons(clusters, resolver.speakers)


class _Resolver:
    """Reads the phrases in order and keeps what the next pronoun needs to know."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self.speakers = speakers(clusters.doc)
        self.quoted = _quoted(clusters, self.speakers)
        self.told = _told(clusters, self.speakers)
        self.clauses = {i: argument_of(clusters.doc[phrase.head]) for i, phrase in enumerate(clusters.phrases)}
        self.salience = Salience(clusters, self.speakers, self.clauses)

    def read(self, index: int) -> None:
        """Resolve the phrase if it is a pronoun of the third person, then count it."""
        self._speaker_first(index)
        if self._is_open(index):
            self._resolve(index)
        elif self.clusters.rules[index] == "first":
            self._described(index)
        self.salience.read(index)

    def _is_open(self, index: int) -> bool:
        """Whether a phrase is a pronoun of the third person of which nothing is known so far."""
        phrase = self.clusters.phrases[index]
        return phrase.is_pronoun and nouns.pronouns()[phrase.lemma].person == 3 and self.clusters.rules[index] == "first"

    def _speaker_first(self, index: int) -> None:
        """Resolve the pronoun behind a quotation before what it says: in "He sings," he said, the one is not the other."""
        speaker = self._speaker(index)
        if speaker is not None and speaker > index and self._is_open(speaker):
            self._resolve(speaker)

    def _resolve(self, index: int) -> None:
        phrase = self.clusters.phrases[index]
        use = nouns.pronouns()[phrase.lemma].use
        if use == "r" and (subject := self._bound(index)) is not None:
            self.clusters.link(index, subject, "reflexive")
            return
        best = None if self._tells_of_event(index) else self._best(index)
        if best is not None and not self._passes_over(index, best):
            self.clusters.link(index, best, "pronoun" if best < index else "cataphora")
            if phrase.gender in ("m", "f") and self.clusters[best].type != "Person":
                self.clusters.vote(best, "Person")

    def _described(self, index: int) -> None:
        """Put a description together with whom it means where it opens a sentence or stands for a name."""
        quoted = self.clusters.phrases[index].head in self.speakers
        found = None if quoted else lead(self.clusters, index)
        if found is None and not quoted:
            found = named_next(self.clusters, index)
        if found is not None:
            self.clusters.link(index, found, "lead")
        elif stands_for_name(self.clusters, index):
            self._name_meant(index)
        if self.clusters.rules[index] != "first":
            return
        sole = body_before(self.clusters, index)
        if sole is None and not quoted:
            sole = main_person(self.clusters, index)
        if sole is not None:
            self.clusters.link(index, sole, "sole")

    def _name_meant(self, index: int) -> None:
        """Put a description together with the name that it stands for as a pronoun would: "Ann Moss won. The singer smiled"."""
        candidates = [i for i in self._window(index) if self._is_as_told(index, i) and may_be_called(self.clusters, index, i)]
        called = [i for i in candidates if is_called(self.clusters, self.clusters.phrases[index], i)]
        best = self.salience.best(index, self._fitting(index, called or candidates))
        if best is not None:
            self.clusters.link(index, best, "focus")

    def _is_as_told(self, index: int, other: int) -> bool:
        """Whether the article itself speaks of both or quotes both: it calls nobody the singer whom only a quotation names."""
        heads = (self.clusters.phrases[i].head for i in (index, other))
        return self.clusters.phrases[index].type != "Person" or len({head in self.speakers for head in heads}) == 1

    def _tells_of_event(self, index: int) -> bool:
        """Whether "it" is the subject of a verb by which a whole event is meant: "It comes as prices rise", "it depends"."""
        phrase = self.clusters.phrases[index]
        token = self.clusters.doc[phrase.head]
        if phrase.lemma != "it" or not token.fills(NOMINAL_SUBJECT):
            return False
        verb = token.head
        caused = any(f"{verb.lemma_} {child.lower_}" in words("causing") for child in verb.children_as(PREPOSITION))
        return caused or verb.lemma_ in nouns.words("of_events")

    def _bound(self, index: int) -> int | None:
        """The subject of the reflexive's own clause, or of the one that it shares its subject with."""
        own_verb = self.clauses[index]
        for verb in verbs_sharing_subject(own_verb) if own_verb is not None else ():
            for other in reversed(range(max(0, index - 10), index)):
                token = self.clusters.doc[self.clusters.phrases[other].head]
                own = self.clauses[other] is verb and grammatical_role(token) == "subject"
                if own and self._agree(self.clusters.phrases[index], other):
                    return other
        return None

    def _window(self, index: int) -> Iterator[int]:
        first = self._first_sentence(index)
        for other in range(index - 1, max(-1, index - _PHRASES), -1):
            if self.clusters.phrases[other].sentence < first:
                return
            yield other

    def _first_sentence(self, index: int) -> int:
        """The number of the first sentence that a pronoun may look back to.

        What lies between an article's own sentences and is quoted does not count: a quotation of ten sentences moves nobody away.
        """
        own = self.clusters.phrases[index].sentence
        if self.clusters.phrases[index].head in self.speakers:
            return own - _SENTENCES
        told = [number for number in self.told if number < own]
        return min(own - _SENTENCES, told[-_SENTENCES] if len(told) >= _SENTENCES else 0)

    def _ahead(self, index: int) -> Iterator[int]:
        """Subjects behind the pronoun whose verb the pronoun's clause or phrase hangs on: "In his speech, Putin said"."""
        phrase = self.clusters.phrases[index]
        token = self.clusters.doc[phrase.head]
        for other in range(index + 1, min(len(self.clusters.phrases), index + 15)):
            found = self.clusters.phrases[other]
            if found.sentence != phrase.sentence:
                return
            head = self.clusters.doc[found.head]
            governs = head.fills(NOMINAL_SUBJECT) and head.head.is_ancestor(token)
            apart = self.clauses[index] is not head.head or nouns.pronouns()[phrase.lemma].use == "p"
            if governs and apart and not found.is_pronoun:
                yield other

    def _best(self, index: int) -> int | None:
        return self.salience.best(index, self._fitting(index, [*self._window(index), *self._ahead(index)]))

    def _fitting(self, index: int, candidates: list[int]) -> list[int]:
        """The candidates that agree with the pronoun and that grammar allows."""
        blocked = {self.clusters.root(i) for i in candidates if self._blocks(index, i)} | set(self._commanded(index))
        blocked |= {self.clusters.root(i) for i in self.quoted.get(self.clusters.phrases[index].head, ())}
        speaker = self._speaker(index)
        if speaker is not None:
            blocked.add(self.clusters.root(speaker))
        phrase = self.clusters.phrases[index]
        agree = [i for i in candidates if not phrase.is_pronoun or (self._agree(phrase, i) and self._is_person_enough(index, i))]
        blocked.add(self.clusters.root(index))
        return self._without_guesses(phrase, [i for i in agree if self.clusters.root(i) not in blocked])

    def _without_guesses(self, pronoun: Phrase, fitting: list[int]) -> list[int]:
        """Without single words that the model takes for bodies, where a person is named near: "Moss is ill. Tarn says he will rest"."""
        near = any(
            self.clusters[i].type == "Person"
            and self.clusters[i].named
            and self.clusters.phrases[i].sentence >= pronoun.sentence - 1
            for i in fitting
        )
        return [i for i in fitting if not (near and self._is_guess(pronoun, i))]

    def _is_guess(self, pronoun: Phrase, index: int) -> bool:
        """Whether a name is one word and no person's to the model, and speaks, as papers do, or stands in another sentence."""
        phrase, cluster = self.clusters.phrases[index], self.clusters[index]
        single = phrase.is_name and phrase.name[1] - phrase.name[0] == 1
        token = self.clusters.doc[phrase.head]
        apart = phrase.sentence != pronoun.sentence or (token.fills(NOMINAL_SUBJECT) and speaks(token.head))
        return single and apart and phrase.type != "Person" and not (cluster.genders["m"] or cluster.genders["f"])

    def _commanded(self, index: int) -> Iterator[int]:
        """Who is told of in what a pronoun's verb or noun governs: in "he backed Lee's claim" and "his talks with Lee" he is not Lee."""
        token = self.clusters.doc[self.clusters.phrases[index].head]
        if not token.fills(NOMINAL_SUBJECT | POSSESSOR):
            return
        for other in range(index + 1, len(self.clusters.phrases)):
            found = self.clusters.phrases[other]
            if found.sentence != self.clusters.phrases[index].sentence:
                break
            head = self.clusters.doc[found.head]
            if not found.is_pronoun and (
                _in_one_noun_phrase(head, token) if token.fills(POSSESSOR) else is_under(token.head, head)
            ):
                yield self.clusters.root(other)
        yield from self._reported(index)

    def _reported(self, index: int) -> Iterator[int]:
        """Who is told of in a clause before the pronoun and its verb of speech: in "Lee's task was hard, he said" he is not Lee."""
        token = self.clusters.doc[self.clusters.phrases[index].head]
        if not token.fills(NOMINAL_SUBJECT) or not speaks(token.head):
            return
        clauses = [child for child in token.head.children if child.fills(COMPLEMENT_CLAUSE) and child.i < token.i]
        for other in range(index - 1, -1, -1) if clauses else ():
            found = self.clusters.phrases[other]
            if found.sentence != self.clusters.phrases[index].sentence:
                return
            head = self.clusters.doc[found.head]
            if not found.is_pronoun and any(clause is head or clause.is_ancestor(head) for clause in clauses):
                yield self.clusters.root(other)

    def _passes_over(self, index: int, best: int) -> bool:
        """Whether "he said" stands behind words on another than the best candidate, whom no sentence was about: "Lee ran, he said"."""
        subject = self.clusters.doc[self.clusters.phrases[best].head]
        spoke = subject.i in self.salience.spoke or first_conjunct(subject).fills(NOMINAL_SUBJECT)
        near = self.clusters.phrases[best].sentence == self.clusters.phrases[index].sentence
        return not spoke and not near and any(self._may_be_speaker(index, root) for root in self._reported(index))

    def _may_be_speaker(self, index: int, root: int) -> bool:
        """Whether a person of whom a reported clause tells by name, outside of quotations, could be who "he" is behind it."""
        named = self.clusters[root].named and self.clusters[root].type == "Person"
        near = (self.clusters.phrases[i] for i in self.clusters[root].phrases)
        told = any(p.sentence == self.clusters.phrases[index].sentence and p.head not in self.speakers for p in near)
        return named and told and self._agree(self.clusters.phrases[index], root)

    def _speaker(self, index: int) -> int | None:
        head = self.speakers.get(self.clusters.phrases[index].head, -1)
        return self.clusters.by_head.get(head)

    def _agree(self, pronoun: Phrase, other: int) -> bool:
        found, cluster = self.clusters.phrases[other], self.clusters[other]
        if (found.is_pronoun and nouns.pronouns()[found.lemma].person != 3) or found.lemma in ANYBODY:
            return False
        if found.lemma == AGED and found.definite and self.clusters.rules[other] == "first":
            return False  # "the 27-year-old" is somebody named before, and so is "he"
        if pronoun.number == "pl":
            return cluster.plural or found.number == "pl" or (not found.is_pronoun and _is_body(cluster.type))
        if cluster.plural or found.number == "pl":
            return pronoun.gender == "n" and found.type in ("Organization", "Company") and found.is_name
        if pronoun.gender in ("m", "f"):
            return cluster.gender in (pronoun.gender, "p") or (
                cluster.gender in ("a", "n") and may_be_person(self.clusters, other)
            )
        return cluster.gender in ("n", "a") and cluster.type != "Person" and found.lemma not in nouns.words("fleeting")

    def _is_person_enough(self, index: int, other: int) -> bool:
        """Whether "he" and "she" may mean a candidate: a person, or a name of another type with evidence that it is a person's."""
        personal = self.clusters.phrases[index].gender in ("m", "f")
        return not personal or self.clusters[other].type == "Person" or is_evident(self.clusters, index, other)

    def _blocks(self, index: int, other: int) -> bool:
        """Whether grammar forbids that the two are one: arguments of one verb, one inside the other, coordinated."""
        phrase, found = self.clusters.phrases[index], self.clusters.phrases[other]
        use = nouns.use_of(phrase.lemma)
        if found.members:
            return any(self._blocks(index, self.clusters.by_head[head]) for head in found.members)
        if found.sentence != phrase.sentence:
            return False  # all of this is grammar of one sentence
        if found.start <= phrase.head < found.end and found.head != phrase.head:
            return True
        voiced = phrase.gender in ("m", "f") and is_spoken_for(self.clusters.doc[phrase.head], self.clusters.doc[found.head])
        if voiced or _described(self.clusters.doc[phrase.head], self.clusters.doc[found.head]):
            return True
        if _in_one_noun_phrase(self.clusters.doc[phrase.head], self.clusters.doc[found.head]):
            return True
        token, head = self.clusters.doc[phrase.head], self.clusters.doc[found.head]
        if use == "s" and _is_in_opening(token, head):
            return True
        if use != "r" and (is_another(token, head) or (self._is_body(other) and is_addressed(token, head))):
            return True
        if use == "p":
            return False
        if token in coordinated(first_conjunct(head)):
            return True
        # "He returned, giving him ..." says nothing: what gives may be that he returned.
        tied = phrase.head < head.i or not _is_bare_participle(self.clauses[index])
        if use != "r" and (self._argument_below(index, other) or (tied and self._argument_below(other, index))):
            return True
        if other > index:
            return False
        return (
            self.clauses[index] is not None
            and self.clauses[index] is self.clauses[other]
            and is_direct_argument(token)
            and is_direct_argument(first_conjunct(head))
            and use != "r"
        )

    def _is_body(self, index: int) -> bool:
        return entity_is_a(self.clusters[index].type, "Organization")

    def _argument_below(self, subject: int, other: int) -> bool:
        """Whether the one is a clause's subject and the other an argument of a participle that shares it: "Praising Lee, he left"."""
        token, head = (self.clusters.doc[self.clusters.phrases[i].head] for i in (subject, other))
        lower = self.clauses[other]
        if (
            lower is None
            or lower is token.head
            or not token.fills(NOMINAL_SUBJECT)
            or not is_direct_argument(first_conjunct(head))
        ):
            return False
        return shares_subject(lower, token.head)


def _quoted(clusters: Clusters, speakers: Mapping[int, int]) -> Mapping[int, list[int]]:
    """What a speaker's head speaks of in quotations, but for the first person: "I know him," he said, and he is not him."""
    found: dict[int, list[int]] = defaultdict(list)
    for index, phrase in enumerate(clusters.phrases):
        speaker = speakers.get(phrase.head, -1)
        own = phrase.is_pronoun and nouns.pronouns()[phrase.lemma].person != 3
        if speaker != -1 and not own and not phrase.members:
            found[speaker].append(index)
    return found


def _told(clusters: Clusters, speakers: Mapping[int, int]) -> tuple[int, ...]:
    """The numbers of the sentences that are not quoted as a whole, in order."""
    quoted = (
        all(token.i in speakers or token.is_punct or token.is_space for token in sentence) for sentence in clusters.doc.sents
    )
    return tuple(number for number, whole in enumerate(quoted) if not whole)


def _is_bare_participle(verb: Token | None) -> bool:
    """Whether a verb is an adverbial participle behind its clause, without a conjunction."""
    return verb is not None and verb.tag_ == "VBG" and verb.fills(ADVERBIAL_CLAUSE)


def _described(token: Token, candidate: Token) -> bool:
    """Whether the token possesses an apposition to the candidate: "Ann, her best friend"."""
    return token.head.fills(APPOSITION) and token.head.head is candidate


def _in_one_noun_phrase(token: Token, owner: Token) -> bool:
    """Whether a preposition of the noun that the owner possesses governs the token: "Lee's attack on him"."""
    return owner.fills(POSSESSOR) and token.fills(PREPOSITIONAL_OBJECT) and token.head.head is owner.head


def _is_in_opening(subject: Token, candidate: Token) -> bool:
    """Whether a word stands in a participle's phrase that is about the subject: "Born in Losna, Tarnshire, she left"."""
    if not subject.fills(NOMINAL_SUBJECT) or candidate.fills(POSSESSOR):
        return False
    for above in candidate.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            opens = above.tag_ in ("VBN", "VBG") and above.fills(ADVERBIAL_CLAUSE) and above.i < subject.i
            return opens and above.head is subject.head and shares_subject(above, subject.head)
    return False


def _is_body(kind: str) -> bool:
    return kind == "Group" or entity_is_a(kind, "Organization") or kind == "Country"
