"""A story's title: the headline of one of its articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kgraph.rdf.view import Source
from kgraph.resolve.words import stems
from kgraph.stories.values import no_title

_SHORTEST, _LONGEST = 25, 110  # characters
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def title_of(articles: Sequence[Source], central: Mapping[str, float]) -> str:
    """The headline that says most of a story: of a central article, with the words that the others' headlines have, and not a question.

    ``central`` is how much each article, by its IRI, is like the whole story. Of equal ones the earliest is taken.
    """
    shared = Counter(word for source in articles for word in set(stems(source.headline)))
    best = max(articles, key=lambda source: _fitness(source, shared, central[source.iri] / len(articles)))
    return without_site(best.headline) or best.file or best.iri


def without_site(headline: str) -> str:
    """A headline in one line, without the name of the site behind it: "Mayor resigns | The Harbour Post"."""
    line = " ".join(headline.split())
    short = _SITE.sub("", line)
    return short if len(short) >= _SHORTEST else line


def _fitness(source: Source, shared: Mapping[str, int], central: float) -> float:
    title = without_site(source.headline)
    words = set(stems(title))
    if not words:
        return -2.0
    common = sum(shared[word] > 1 for word in words) / (len(words) + 2)
    fits = _SHORTEST <= len(title) <= _LONGEST
    return central + 0.5 * common - (0 if fits else 0.3) - (1 if no_title().search(title) else 0)
