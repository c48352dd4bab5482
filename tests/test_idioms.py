"""Expressions whose words mean nothing alone tell of no event; the same words in their own sense do."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article

IDIOMS = {
    "a verb with its particle": ("The brewery fell behind its rivals in May.", "fall"),
    "words between": ("Anna Berg set her own sights on the trophy.", "set"),
    "a noun and its preposition": ("Vandals carried out a denial of service on Sunday.", "denial"),
    "a verb without its own meaning": ("Hailing from Lund, Anna Berg became a judge.", "hail"),
    "a sigh": ("The villagers breathed a sigh of relief.", "breathe"),
    "nothing but a manner": ("The bank took a similar approach.", "take"),
    "time that is bought": ("Norway bought time to build the dam.", "buy"),
    "a change that is none": ("The price of rye was little changed.", "change"),
    "a preposition before": ("The mill sells flour as opposed to bread.", "oppose"),
}
MEANT = {
    "a fall": ("Anna Berg fell into the river.", "fall into"),
    "where a noun stands between": ("Norway held talks with the head of the bank.", "talk"),
    "praise": ("The mayor hailed the firefighters as heroes.", "hail"),
    "opposition": ("The village opposed the dam.", "oppose"),
}


@pytest.mark.parametrize(("text", "word"), IDIOMS.values(), ids=IDIOMS)
def test_no_event_is_told_of(nlp: Language, text: str, word: str) -> None:
    assert word not in _lemmas(nlp, text)


@pytest.mark.parametrize(("text", "word"), MEANT.values(), ids=MEANT)
def test_an_event_is_told_of(nlp: Language, text: str, word: str) -> None:
    assert word in _lemmas(nlp, text)


def test_what_kind_of_job_it_is_happened_to_nobody(nlp: Language) -> None:
    assert "fund" not in _lemmas(nlp, "Nursing is an underfunded and badly funded trade.")
    assert "jail" in _lemmas(nlp, "Sweden freed the jailed poet.")


def _lemmas(nlp: Language, text: str) -> set[str]:
    one = article(text, "test", "test")
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    return {report.lemma for report in extract(one, doc, shipped_lexicon()).reports}
