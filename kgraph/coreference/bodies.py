"""Which bodies a noun for one may mean: a newspaper is no stock exchange, though both are organizations."""

from __future__ import annotations

from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import Phrase
from kgraph.language.gazetteer import KnownName
from kgraph.lexicon import nouns

_MEDIA = "MED"
_ANYBODY = ("", "BUS")  # a broadcaster is a company too


def is_of_sector(clusters: Clusters, phrase: Phrase, other: int) -> bool:
    """Whether nothing known of a named body says that it is of another sector than a noun: "the newspaper", "the union".

    A paper or a station has to be known as one, or called one by the article.
    """
    wanted = nouns.sector_of(phrase.lemma, frozenset())
    if wanted in _ANYBODY or phrase.type == "Person":
        return True
    known = {found.sector for found in _known(clusters, other) if found.sector}
    if wanted == _MEDIA:
        return _MEDIA in known or any(nouns.sector_of(role) == _MEDIA for role in clusters[other].roles)
    return not known or wanted in known


def _known(clusters: Clusters, index: int) -> list[KnownName]:
    """What the gazetteer has under the names of a thing."""
    names = (clusters.name_text(phrase) for i in clusters[index].phrases if (phrase := clusters.phrases[i]).is_name)
    return [found for name in names if (found := clusters.known(name)) is not None]
