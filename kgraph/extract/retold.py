"""Whether two sentences of one article tell one thing, by the words that both have and few other sentences of the article have."""

from __future__ import annotations

from math import log

from kgraph.extract.reading import Reading
from kgraph.model import CORE_ROLES, Report, Span
from kgraph.syntax.tags import CONTENT
from kgraph.syntax.tree import Token

_ENOUGH = 4.0
"""What shared words have to say together: as much as two words that two sentences of twenty have."""
_SHARE = 0.25
"""The share of what the shorter sentence says that both have."""


def share_words(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether the sentences of two reports share enough words beside those for the event and for who takes part in both.

    A word says the more, the fewer sentences of the article have it. What is shared must be a quarter of what the shorter sentence says.
    """
    a, b = _words(earlier.sentence, reading), _words(later.sentence, reading)
    if a.isdisjoint(b):
        return False
    known = _known(earlier, reading) | _known(later, reading)
    says = _weight((a & b) - known, reading)
    return says >= _ENOUGH and says >= _SHARE * min(_weight(a - known, reading), _weight(b - known, reading))


def _weight(found: frozenset[str], reading: Reading) -> float:
    number = len(reading.doc.sents)
    return sum(log((number + 1) / reading.spread[word]) for word in sorted(found))


def _words(sentence: Span, reading: Reading) -> frozenset[str]:
    """The content words of a sentence; kept, as each is compared with many."""
    if sentence not in reading.contents:
        tokens = reading.doc.char_span(sentence.start, sentence.end) or ()
        reading.contents[sentence] = frozenset(token.lemma_.lower() for token in tokens if is_content(token))
    return reading.contents[sentence]


def is_content(token: Token) -> bool:
    """Whether a word says something by itself."""
    return token.pos_ in CONTENT and token.text[0].isalnum()


def _known(report: Report, reading: Reading) -> frozenset[str]:
    """The words for an event itself and the names of who takes part in it; kept, as each report is compared with many."""
    if report.id not in reading.known:
        reading.known[report.id] = frozenset(_found_known(report, reading))
    return reading.known[report.id]


def _found_known(report: Report, reading: Reading) -> set[str]:
    trigger = reading.root(report.trigger)
    chains = {part.chain for part in report.participants if part.role in CORE_ROLES and part.chain is not None}
    chains |= {member for chain in chains for member in reading.chains[chain].members}
    names = {word.lower() for chain in chains for word in reading.chains[chain].name.split()}
    return names | {report.lemma} | ({trigger.lemma_.lower(), trigger.lower_} if trigger is not None else set())
