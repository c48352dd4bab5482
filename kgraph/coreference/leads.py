"""Descriptions that open a sentence and mean the one person of the sentence before: "Ann Moss resigned. The Brask mayor said"."""

from __future__ import annotations

from kgraph.coreference.ages import may_be_aged
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.decisive import words
from kgraph.coreference.epithets import is_called, may_be_called, stands_for_name
from kgraph.coreference.offices import title_of
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import nouns
from kgraph.model import MentionKind
from kgraph.syntax.clauses import is_under
from kgraph.syntax.nominals import first_conjunct
from kgraph.syntax.relations import CONJUNCT, NOMINAL_SUBJECT
from kgraph.syntax.speech import speaks

_FAR_MORE = 3  # times as often as any other
_OPENING = 2  # the first sentences of an article, in which an office is whose the first of them is about


def lead(clusters: Clusters, index: int) -> int | None:
    """Whom a description that is the subject of a sentence means: the subject of the sentence before, if nobody else is named."""
    found = _sole(clusters, index) if _may_open(clusters, index) else None
    return found if found is not None and _fits(clusters, clusters.phrases[index], found) else None


def body_before(clusters: Clusters, index: int) -> int | None:
    """The one body of a description's kind that the sentence before names, else the one that the article is about.

    "Moss left Tarnbank. The firm said".
    """
    if clusters.phrases[index].lemma not in words("sole_bodies") or not stands_for_name(clusters, index):
        return None
    near = _bodies(clusters, index, clusters.phrases[index].sentence - 1)
    return next(iter(near.values())) if len(near) == 1 else None if near else _main(clusters, index)


def main_person(clusters: Clusters, index: int) -> int | None:
    """The person whom the article is about, for a calling that stands for a name: "the singer" far behind the last name."""
    if clusters.phrases[index].type != "Person" or not stands_for_name(clusters, index):
        return None
    return _main(clusters, index)


def named_next(clusters: Clusters, index: int) -> int | None:
    """The person whose name and age open the sentence behind one that opens an article: "A woman won. Anna Berg, 44, said"."""
    phrase, doc = clusters.phrases[index], clusters.doc
    opens = (
        phrase.kind is MentionKind.NOMINAL and phrase.type == "Person" and phrase.number == "sg" and phrase.sentence <= _OPENING
    )
    if not opens or not _is_subject(clusters, phrase) or doc[phrase.start].lower_ not in ("a", "an"):
        return None
    for other in range(index + 1, len(clusters.phrases)):
        found = clusters.phrases[other]
        if found.sentence > phrase.sentence + 1:
            return None
        if found.sentence == phrase.sentence + 1:
            aged = doc[found.end : found.end + 1].text == "," and doc[found.end + 1 : found.end + 2].text.isdigit()
            fits = found.is_name and found.type == "Person" and {phrase.gender, clusters[other].gender} != {"m", "f"}
            new = min(clusters[other].phrases) == other
            return other if aged and fits and new and _is_subject(clusters, found) else None
    return None


def _is_subject(clusters: Clusters, phrase: Phrase) -> bool:
    token = clusters.doc[phrase.head]
    return token.fills(NOMINAL_SUBJECT) and token.head.head is token.head


def _bodies(clusters: Clusters, index: int, first: int) -> dict[int, int]:
    """The bodies or persons that a description can be said of, named from a sentence on, each with the last phrase that means it."""
    found: dict[int, int] = {}
    for other in range(index - 1, -1, -1):
        if clusters.phrases[other].sentence < first:
            break
        if not clusters.phrases[other].is_pronoun and may_be_called(clusters, index, other):
            found.setdefault(clusters.root(other), other)
    return found


def _main(clusters: Clusters, index: int) -> int | None:
    """The body or person that the article's opening names and that it speaks of far more than of any other of the kind."""
    every = {root: last for root, last in _bodies(clusters, index, 0).items() if _is_sort(clusters, index, last)}
    times = {root: sum(i < index for i in clusters[root].phrases) for root in every}
    ranked = sorted(every, key=lambda root: -times[root])
    if not ranked or clusters.phrases[min(clusters[ranked[0]].phrases)].sentence > _OPENING:
        return None
    others = times[ranked[1]] if len(ranked) > 1 else 0
    return every[ranked[0]] if times[ranked[0]] >= _FAR_MORE * max(others, 1) else None


def _is_sort(clusters: Clusters, index: int, other: int) -> bool:
    """Whether a person or a firm is meant, or a body that the article has called so: not every body is a union or a charity."""
    phrase = clusters.phrases[index]
    anybody = phrase.type == "Person" or "Company" in nouns.anaphors().get(phrase.lemma, ())
    return anybody or is_called(clusters, phrase, other)


def _may_open(clusters: Clusters, index: int) -> bool:
    """Whether a phrase is the subject of its sentence and describes one person, whoever that is."""
    phrase = clusters.phrases[index]
    single = phrase.kind is MentionKind.NOMINAL and phrase.type == "Person" and phrase.number == "sg" and phrase.definite
    if not single or phrase.owner != -1 or phrase.members or clusters[index].named or _is_anyone(clusters, phrase):
        return False
    before = {clusters.doc[i].lower_ for i in range(phrase.start, phrase.head)}
    told = "the" in before and before.isdisjoint(nouns.words("contrasting"))
    token = clusters.doc[phrase.head]
    bare = len(before) == 1 and (title_of(clusters, phrase) is None or phrase.sentence > _OPENING)
    return told and token.fills(NOMINAL_SUBJECT) and token.head.head is token.head and not bare


def _is_anyone(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a noun tells of somebody beside the one who was named: "the spokesman", "the secretary", but no home secretary."""
    return phrase.lemma in words("anyone") and title_of(clusters, phrase) is None


def _sole(clusters: Clusters, index: int) -> int | None:
    """The subject of the sentence before, where nobody else can be meant: the only person named, or who goes on speaking."""
    phrase = clusters.phrases[index]
    people = _people_before(clusters, index)
    others = _told_of(clusters, index)
    found = [root for root in people if root not in others and _is_subject_before(clusters, root, phrase.sentence)]
    if len(found) != 1 or not clusters[found[0]].named or _is_one_of_several(clusters, index):
        return None
    sole = not (people.keys() - others - set(found))
    return people[found[0]] if sole or _goes_on(clusters, phrase, people[found[0]]) else None


def _is_one_of_several(clusters: Clusters, index: int) -> bool:
    """Whether the sentence before speaks of others of the kind: "Moss and two southern farmers agreed. The northern farmer did not"."""
    mine = clusters.phrases[index]
    before = (found for found in clusters.phrases[:index] if found.sentence == mine.sentence - 1)
    return any(found.lemma == mine.lemma and found.number == "pl" for found in before)


def _people_before(clusters: Clusters, index: int) -> dict[int, int]:
    """The persons of the sentence before and up to a description, each with the last phrase that means him."""
    phrase = clusters.phrases[index]
    people: dict[int, int] = {}
    for other in range(index - 1, -1, -1):
        found = clusters.phrases[other]
        if found.sentence < phrase.sentence - 1:
            break
        unknown = found.is_pronoun and not clusters[other].named
        if not (found.members or unknown) and clusters[other].type == "Person" and not phrase.start <= found.head < phrase.end:
            people.setdefault(clusters.root(other), other)
    return people


def _told_of(clusters: Clusters, index: int) -> set[int]:
    """Who is named in what the description does: Venn, of "The Brask mayor praised Venn"."""
    phrase = clusters.phrases[index]
    verb = clusters.doc[phrase.head].head
    found: set[int] = set()
    for other in range(index + 1, len(clusters.phrases)):
        if clusters.phrases[other].sentence != phrase.sentence:
            break
        if clusters.phrases[other].is_name and is_under(verb, clusters.doc[clusters.phrases[other].head]):
            found.add(clusters.root(other))
    return found


def _goes_on(clusters: Clusters, phrase: Phrase, speaker: int) -> bool:
    """Whether the subject of the sentence before says something there, and the description again."""
    verbs = (clusters.doc[head].head for head in (phrase.head, clusters.phrases[speaker].head))
    return all(speaks(verb) for verb in verbs)


def _is_subject_before(clusters: Clusters, root: int, sentence: int) -> bool:
    """Whether the sentence before is about somebody."""
    mine = (clusters.phrases[i] for i in clusters[root].phrases)
    heads = (first_conjunct(clusters.doc[found.head]) for found in mine if found.sentence == sentence - 1)
    return any(head.fills(NOMINAL_SUBJECT) and head.head.head is head.head and not head.children_as(CONJUNCT) for head in heads)


def _fits(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    cluster = clusters[other]
    if {phrase.gender, cluster.gender} == {"m", "f"} or cluster.plural or not may_be_aged(clusters, phrase, other):
        return False
    countries = clusters.countries_in(phrase)
    if countries and cluster.countries and countries.isdisjoint(cluster.countries):
        return False
    office = title_of(clusters, phrase)
    told = {title_of(clusters, clusters.phrases[i]) for i in cluster.phrases} - {None}
    bare = phrase.end - phrase.start == 2
    called = bare and any(nouns.kind_of(role) == "Person" for role in cluster.roles)  # a minister is not the chancellor
    known = office in told or (not told and not called and phrase.sentence <= _OPENING)
    return office is None or known
