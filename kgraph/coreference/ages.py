"""Ages that an article gives to those whom it calls by one: "Ann Moss, 27, won. The 27-year-old smiled"."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import AGED, Phrase


def may_be_aged(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    """Whether somebody is as old as a description says, or nothing tells how old he is."""
    age = _age(clusters, phrase) if phrase.lemma == AGED else ""
    known = set(_ages(clusters, other)) if age else set()
    return not known or age in known


def is_aged(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    """Whether the article says that somebody is as old as a description says."""
    return phrase.lemma == AGED and _age(clusters, phrase) in set(_ages(clusters, other))


def _age(clusters: Clusters, phrase: Phrase) -> str:
    """The years of "the 27-year-old"."""
    return next((clusters.doc[i].text for i in range(phrase.start, phrase.head) if clusters.doc[i].text.isdigit()), "")


def _ages(clusters: Clusters, index: int) -> Iterator[str]:
    """The ages behind somebody's name ("Ann Moss, 27,") and in what else he was called."""
    doc = clusters.doc
    for phrase in (clusters.phrases[i] for i in clusters[index].phrases):
        after = doc[phrase.end : phrase.end + 2]
        if phrase.is_name and len(after) == 2 and after[0].text in (",", "(") and after[1].text.isdigit():
            yield after[1].text
        if phrase.lemma == AGED and (age := _age(clusters, phrase)):
            yield age
