"""Extraction: what one article says, out of its parse."""

from __future__ import annotations

from dataclasses import replace

from kgraph.coding.plover import with_codes
from kgraph.coreference.chains import chains
from kgraph.extract.attribution import attributions
from kgraph.extract.event_coreference import link
from kgraph.extract.events import matched, reports
from kgraph.extract.reading import Reading
from kgraph.extract.subevents import enclosed
from kgraph.extract.worth import wanted
from kgraph.invisible import article_as_seen, extraction_as_read
from kgraph.lexicon import Lexicon
from kgraph.model import Article, Extraction
from kgraph.syntax.mending import mend
from kgraph.syntax.tree import Doc
from kgraph.time.expressions import expressions
from kgraph.verifier import with_confidence
from kgraph.verifier.name_confidence import with_sure_names


def extract(article: Article, doc: Doc, lexicon: Lexicon, *, everything: bool = False, verify: bool = False) -> Extraction:
    """What an article says, and how sure each report of it is; the Doc is what language.parse gave for it.

    ``everything``: also the reports that no reader wants (kgraph.extract.worth), for scorers that count every word for an event.
    ``verify``: a cross-encoder reads each claim as well. Raises ModelError where it is not installed.
    """
    reading = read(article, doc)
    found = with_sure_names(told(reading, lexicon, everything=everything), reading.doc)
    return extraction_as_read(with_confidence(found, reading.doc, lexicon, verify=verify), article)


def read(article: Article, doc: Doc) -> Reading:
    """Everything that an article says but its events, from its mended parse; all characters are those of the article as it is seen."""
    article, doc = article_as_seen(article), mend(doc)
    found_chains, mentions = chains(article, doc)
    times = expressions(article, doc)
    return Reading(article, doc, found_chains, mentions, times, attributions(article, doc, mentions))


def told(reading: Reading, lexicon: Lexicon, *, everything: bool = False) -> Extraction:
    """What an article says, its events included; all characters are those of the article as it is seen."""
    matches = matched(reading, lexicon)
    found = enclosed(link(reports(matches, reading), reading, lexicon), reading, lexicon)
    if not everything:
        found = wanted(found, matches, reading)
    found = with_codes(found, reading.article.text, lexicon)
    return Extraction(replace(reading.article), reading.chains, reading.mentions, reading.times, reading.attributions, found)
