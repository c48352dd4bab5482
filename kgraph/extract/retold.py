"""Whether two sentences of one article tell one thing, by the words that both have and few other sentences of the article have."""

from __future__ import annotations

from math import log

from kgraph.extract.reading import Reading
from kgraph.model import CORE_ROLES, Report
from kgraph.syntax.tree import Token

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "NUM", "ADJ"})
_ENOUGH = 4.0
"""What shared words have to say together: as much as two words that two sentences of twenty have."""
_SHARE = 0.25
"""The share of what the shorter sentence says that both have."""


def share_words(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether the sentences of two reports share enough words beside those for the event and for who takes part in both."""
    says, share = overlap(earlier, later, reading)
    return says >= _ENOUGH and share >= _SHARE


def overlap(earlier: Report, later: Report, reading: Reading) -> tuple[float, float]:
    """What the words say that the sentences of two reports share, and its share of what the shorter sentence says.

    A word says the more, the fewer sentences of the article have it.
    """
    known = _known(earlier, reading) | _known(later, reading)
    a, b = (_words(report, reading) - known for report in (earlier, later))
    shared = _weight(a & b, reading)
    return shared, shared / min(_weight(a, reading), _weight(b, reading)) if shared else 0.0


def _weight(found: set[str], reading: Reading) -> float:
    number = len(reading.doc.sents)
    return sum(log((number + 1) / reading.spread[word]) for word in sorted(found))


def _words(report: Report, reading: Reading) -> set[str]:
    sentence = reading.doc.char_span(report.sentence.start, report.sentence.end)
    return {token.lemma_.lower() for token in sentence if is_content(token)} if sentence is not None else set()


def is_content(token: Token) -> bool:
    """Whether a word says something by itself."""
    return token.pos_ in _CONTENT and token.text[0].isalnum()


def _known(report: Report, reading: Reading) -> set[str]:
    """The words for an event itself and the names of who takes part in it."""
    trigger = reading.root(report.trigger)
    chains = {part.chain for part in report.participants if part.role in CORE_ROLES and part.chain is not None}
    chains |= {member for chain in chains for member in reading.chains[chain].members}
    names = {word.lower() for chain in chains for word in reading.chains[chain].name.split()}
    return names | {report.lemma} | ({trigger.lemma_.lower(), trigger.lower_} if trigger is not None else set())
