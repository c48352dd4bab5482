"""How many the words for people or things say that there are."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article

COUNTS = {
    "At least 14 people": 14,
    "More than three thousand homes": 3000,
    "Two hundred and fifty soldiers": 250,
    "A dozen men": 12,
    "Forty-two seamen": 42,
    "1.5 million refugees": 1_500_000,
    "3,200 voters": 3200,
    "The two brothers": 2,
    "One man": 1,
    "Dozens of workers": None,
    "Two or three miners": None,
    "The 2004 telecast": None,
    "A 63-year-old woman": None,
    "Several men": None,
}


@pytest.mark.parametrize(("words", "count"), COUNTS.items(), ids=COUNTS.keys())
def test_how_many_there_are(nlp: Language, words: str, count: int | None) -> None:
    one = article(f"{words} were seen in Oslo.", "test", "test")
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    chain = next(chain for chain in extract(one, doc, shipped_lexicon()).chains if chain.name == words)
    assert chain.count == count


def test_what_has_a_name_is_not_counted(nlp: Language) -> None:
    one = article("The Twelve Apostles stand in the sea.", "test", "test")
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    assert {chain.count for chain in extract(one, doc, shipped_lexicon()).chains} <= {None}
