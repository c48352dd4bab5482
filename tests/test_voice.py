"""Whose word a report is: what the article itself adds, takes for granted or knows to be denied is nobody else's."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article

OWN = {
    "a clause behind a comma": ("Analysts believe Norvex, which has asked the court for help, may sell the mine.", "ask"),
    "another's doing beside it": ("The union said the plan was bad, while the league criticised the club.", "criticise"),
    "a claim that is denied": ("The singer has denied any allegations of fraud.", "allegation"),
    "what somebody is about to do": ("The firm's decision to sell the mine shocked the town.", "sell"),
    "what somebody refuses": ("The baker refused to sell the mill.", "sell"),
    "what somebody won": ("The rower claimed a medal for her win in Lima.", "win"),
    "what somebody has a view of": ("The poll suggests voters doubt the mayor's proposal.", "proposal"),
}
OTHERS = {
    "quoted words of a second paragraph": (
        'Ann Olsen said: "We left the town on foot.\n\n"The rebels, who attacked the town, have gone."',
        "attack",
        "Ann Olsen",
    ),
    "a clause that picks out": ("The minister said that a bridge which rebels attacked had fallen.", "attack", "The minister"),
    "a noun whose event is told": ("Police said the attack was carried out by a man in black.", "attack", "Police"),
    "quoted words": ('Ann Olsen said: "The rebels, who attacked the town, have left."', "attack", "Ann Olsen"),
}


@pytest.mark.parametrize(("text", "lemma"), OWN.values(), ids=OWN)
def test_the_article_says_it(nlp: Language, text: str, lemma: str) -> None:
    assert _source(nlp, text, lemma) is None


@pytest.mark.parametrize(("text", "lemma", "source"), OTHERS.values(), ids=OTHERS)
def test_somebody_says_it(nlp: Language, text: str, lemma: str, source: str) -> None:
    assert _source(nlp, text, lemma) == source


def _source(nlp: Language, text: str, lemma: str) -> str | None:
    one = article(text, "test", "test")
    assert isinstance(one, Article)
    ((read, doc),) = parse([one], nlp)
    extraction = extract(read, doc, shipped_lexicon())
    report = next(report for report in extraction.reports if report.lemma == lemma)
    said = extraction.attributions[report.attribution] if report.attribution is not None else None
    return said.source.of(text) if said is not None and said.source is not None else None
