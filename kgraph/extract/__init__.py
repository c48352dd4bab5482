"""Extraction: what one article says, out of its parse."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from kgraph.extract.attribution import attributions
from kgraph.extract.coreference import chains
from kgraph.extract.event_coreference import link
from kgraph.extract.events import reports
from kgraph.extract.reading import Reading
from kgraph.extract.time import expressions
from kgraph.model import Article, Extraction
from kgraph.ontology import Lexicon


def extract(article: Article, doc: Doc, lexicon: Lexicon) -> Extraction:
    """All that an article says; the Doc is what language.parse gave for it."""
    found_chains, mentions = chains(article, doc)
    times = expressions(article, doc)
    said = attributions(article, doc, mentions)
    reading = Reading(article, doc, found_chains, mentions, times, said)
    found = link(reports(reading, lexicon), reading, lexicon)
    return Extraction(replace(article), found_chains, mentions, times, said, found)
