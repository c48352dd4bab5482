"""Which predications are reported at all: not what nobody in particular does, nor what a clause only mentions."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article

# The sentence, and a lemma that it does not report.
SILENT = {
    "nobody takes part": ("The attack came as a surprise.", "attack"),
    "generic you": ("You can buy a boat there.", "buy"),
    "a question": ("Who could blame Olsen?", "blame"),
    "a share of people": ("About 36% said they were worried.", "say"),
    "what somebody does something for": ("Olsen sold the boat to pay the baker.", "pay"),
    "what a thing is for": ("The town needs a ferry that would help families.", "help"),
    "by doing what": ("The baker made a profit by cutting wages.", "cut"),
    "support for a kind of people": ("The leaflet speaks of support for families.", "support"),
    "somebody of himself": ("I hobbled home.", "hobble"),
    "what is hard is not the doer": ("The reporter found that Olsen is hard to attack.", "attack"),
    "the plot of a film": ("Olsen made a film about a man who robs a bank.", "rob"),
    "what is done in a plot": ("Olsen's film tells the story of a girl who is sent to Chad.", "send"),
    "a plot that goes on": ("The film is the story of a widow who opens a shop, but robs a guest.", "rob"),
    "what a film is about": ("The film is about a miller who joins a gang.", "join"),
    "the title of a poem": ("Olsen read The Miller's Journey to the children.", "journey"),
    "what a thing is like": ("The bank presented revised plans.", "revise"),
    "whom a paper asks for an answer": ("Norvex has been approached for comment.", "approach"),
    "who hides a name": ("Olsen sold the boat to a clerk who asked not to be named.", "ask"),
    "what anybody of a kind does": ("Guests who lose a ticket get a refund.", "lose"),
    "what anybody of a kind can do": ("In spring, farmers can sell eggs to schools.", "sell"),
    "whether, as somebody asked": ("Asked whether he had robbed the bank, Per Olsen left the room.", "rob"),
    "if, as somebody asked": ("Asked if she owed Norway an apology, Anna Berg left the room.", "apology"),
    "a command to the reader": ("Meet the woman behind Norvex.", "meet"),
    "what people of a kind are": ("The doctors treated detained migrants in Chad.", "detain"),
    "a growing number": ("A growing number of banks left Norway.", "grow"),
    "what sort of people somebody means": ("Olsen praised teachers who support refugees.", "support"),
    "what it lets people do": ("The new box lets viewers copy two films.", "copy"),
    "what takes patience": ("Nursing Anna Berg takes patience.", "nurse"),
    "an idle thing": ("The paint dried.", "dry"),
}
TOLD = {
    "named": ("Norway's attack on Chad came as a surprise.", "attack"),
    "in a place": ("An earthquake in Chad came as a surprise.", "earthquake"),
    "he": ("Per Olsen sold the boat. He hobbled home.", "hobble"),
    "a witness who acts": ("The police spoke to a man who robbed a bank in Chad.", "rob"),
    "called to thank": ("Olsen called Anna Berg to thank her.", "thank"),
    "by doing what, of somebody named": ("Olsen angered Norway by attacking Chad.", "attack"),
    "what those already named underwent": ("The doctors treated the detained families in Chad.", "detain"),
    "what an interim report holds": ("Norvex published a report which concludes that the bridge is safe.", "conclude"),
    "what a firm is wanted to do": ("Norvex wants Norway to rent its boats.", "rent"),
    "a refusal to answer": ("Norvex declined to comment.", "decline"),
    "what a kind of people says": ("Critics fear that Norvex will sell the ferry.", "fear"),
    "what a kind of people did": ("Farmers sold eggs to schools.", "sell"),
    "a named half of nothing": ("50 Cent said the concert was over.", "say"),
}


@pytest.mark.parametrize(("text", "lemma"), SILENT.values(), ids=SILENT.keys())
def test_nobody_does_it(nlp: Language, text: str, lemma: str) -> None:
    assert lemma not in _lemmas(nlp, text)


@pytest.mark.parametrize(("text", "lemma"), TOLD.values(), ids=TOLD.keys())
def test_somebody_does_it(nlp: Language, text: str, lemma: str) -> None:
    assert lemma in _lemmas(nlp, text)


def _lemmas(nlp: Language, text: str) -> set[str]:
    made = article(text, "a", "a")
    assert isinstance(made, Article)
    found = next(extract(made, doc, shipped_lexicon()) for _, doc in parse([made], nlp))
    return {report.lemma for report in found.reports}
