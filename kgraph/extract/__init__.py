"""Extraction: what one article says, out of its parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kgraph.coding.plover import with_codes
from kgraph.coreference.chains import chains
from kgraph.extract.attribution import attributions
from kgraph.extract.event_coreference import link
from kgraph.extract.events import matched, reports
from kgraph.extract.frames import Match
from kgraph.extract.reading import Reading
from kgraph.extract.subevents import enclosed
from kgraph.extract.passing import tells
from kgraph.lexicon import Lexicon
from kgraph.model import Article, Extraction, Report
from kgraph.syntax.tree import Doc
from kgraph.time.expressions import expressions
from kgraph.verifier import with_confidence


def extract(article: Article, doc: Doc, lexicon: Lexicon, *, everything: bool = False) -> Extraction:
    """What an article says, and how sure each report of it is; the Doc is what language.parse gave for it.

    ``everything``: also what tells no reader of an event (kgraph.extract.passing), for scorers that count every word for an event.
    """
    return with_confidence(told(read(article, doc), lexicon, everything=everything), doc, lexicon)


def read(article: Article, doc: Doc) -> Reading:
    """Everything that an article says but its events."""
    found_chains, mentions = chains(article, doc)
    times = expressions(article, doc)
    return Reading(article, doc, found_chains, mentions, times, attributions(article, doc, mentions))


def told(reading: Reading, lexicon: Lexicon, *, everything: bool = False) -> Extraction:
    """All that an article says, its events included."""
    matches = matched(reading, lexicon)
    found = _tied(matches, reading, lexicon)
    if not everything:
        worth = _worth_telling(matches, found, reading)
        found = found if len(worth) == len(matches) else _tied(worth, reading, lexicon)
    found = with_codes(found, reading.article.text, lexicon)
    return Extraction(replace(reading.article), reading.chains, reading.mentions, reading.times, reading.attributions, found)


def _tied(matches: Sequence[Match], reading: Reading, lexicon: Lexicon) -> tuple[Report, ...]:
    """The reports of matches, with which of them tell of one event, and which of a part of another."""
    return enclosed(link(reports(matches, reading), reading, lexicon), reading, lexicon)


def _worth_telling(matches: Sequence[Match], found: Sequence[Report], reading: Reading) -> list[Match]:
    """The matches that tell of an event, and those of what such an event is part of: "the attack" in which somebody died."""
    telling = [tells(match, reading) for match in matches]
    wholes = {report.within for report, told in zip(found, telling, strict=True) if told}
    return [match for match, report, told in zip(matches, found, telling, strict=True) if told or report.id in wholes]
