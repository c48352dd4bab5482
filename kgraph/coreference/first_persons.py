"""Whom "I" and "we" mean: the speaker of a quotation, or the body that he speaks for; outside quotations "I" is the author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.decisive import words
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import entity_is_a, nouns

_NEAR_NAMES = 12  # phrases before and behind a speaker that may be part of what he is called
_NO_NAMES = ("", "CARDINAL", "ORDINAL")
_BEFORE = 2  # sentences before "a spokesman said" in which the one body named is his


def link_first_persons(clusters: Clusters, speakers: Mapping[int, int]) -> None:
    """Put "I" and "we" together with what they mean; ``speakers`` has the speaker's head of each quoted token."""
    author: int | None = None
    for index, phrase in enumerate(clusters.phrases):
        if not _is_first(phrase, "sg"):
            continue
        speaker = _speaker(clusters, speakers, index)
        if speaker is not None:
            clusters.link(index, speaker, "speaker")
        elif phrase.head not in speakers:
            if author is not None:
                clusters.link(index, author, "author")
            author = index
    _link_we(clusters, speakers)


def _is_first(phrase: Phrase, number: str) -> bool:
    if not phrase.is_pronoun:
        return False
    found = nouns.pronouns()[phrase.lemma]
    return found.person == 1 and found.number == number


def _speaker(clusters: Clusters, speakers: Mapping[int, int], index: int) -> int | None:
    return clusters.by_head.get(speakers.get(clusters.phrases[index].head, -1))


def _link_we(clusters: Clusters, speakers: Mapping[int, int]) -> None:
    """All "we" of one speaker are one group, the body that he speaks for where the article names one; the author's are nobody."""
    groups: dict[int, int] = {}
    for index, phrase in enumerate(clusters.phrases):
        speaker = _speaker(clusters, speakers, index) if _is_first(phrase, "pl") else None
        if speaker is None:
            continue
        key = clusters.root(speaker)
        body = None if key in groups else _spoken_for(clusters, speaker)
        if key in groups or body is not None:
            clusters.link(index, groups[key] if body is None else body, "speaker")
        groups.setdefault(clusters.root(speaker), index)


def _spoken_for(clusters: Clusters, speaker: int) -> int | None:
    """The body or the people that the speaker is, or the one body that is named in what he is called: "Ann Moss of Nokia said"."""
    if _is_outsider(clusters, speaker):
        return None
    phrase = clusters.phrases[speaker]
    if entity_is_a(clusters[speaker].type, "Organization") or (phrase.number == "pl" and not phrase.is_pronoun):
        return speaker
    found = {clusters.root(i): i for i in _bodies(clusters, speaker)}
    if not found and phrase.lemma in words("spokespersons") and not _is_somebodys(clusters, phrase):
        found = {clusters.root(i): i for i in _bodies_before(clusters, speaker)}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_somebodys(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether words with a capital say whose spokesman somebody is, though no name was seen in them: "a Nine spokesman"."""
    words = (clusters.doc[i] for i in range(phrase.start, phrase.head))
    return any(word.text[0].isupper() and word.ent_type_ in _NO_NAMES and not word.is_sent_start for word in words)


def _bodies(clusters: Clusters, speaker: int) -> Iterator[int]:
    """The bodies that are named in what a speaker is called anywhere in the article."""
    for mention in clusters[speaker].phrases:
        own = clusters.phrases[mention]
        for i in range(max(0, mention - _NEAR_NAMES), min(len(clusters.phrases), mention + _NEAR_NAMES)):
            if own.start <= clusters.phrases[i].head < own.end and _is_named_body(clusters, i):
                yield i


def _bodies_before(clusters: Clusters, speaker: int) -> Iterator[int]:
    """The bodies that are named shortly before a speaker."""
    first = clusters.phrases[speaker].sentence - _BEFORE
    for i in range(speaker - 1, -1, -1):
        if clusters.phrases[i].sentence < first:
            return
        if _is_named_body(clusters, i):
            yield i


def _is_named_body(clusters: Clusters, index: int) -> bool:
    cluster = clusters[index]
    return cluster.named and not clusters.phrases[index].members and entity_is_a(cluster.type, "Organization")


def _is_outsider(clusters: Clusters, speaker: int) -> bool:
    """Whether a speaker's calling is one that speaks of the world: "We may see rates fall, an Arlen Bank analyst said"."""
    own = (clusters.phrases[i] for i in clusters[speaker].phrases)
    said = {
        clusters.doc[i].lower_
        for phrase in own
        if not phrase.is_pronoun
        for i in range(phrase.start, phrase.name[0] if phrase.is_name else phrase.head + 1)
    }
    return not said.isdisjoint(words("outsiders"))
