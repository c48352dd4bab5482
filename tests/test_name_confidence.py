"""How sure kgraph is that a name is read right, and what becomes of names of which it is not sure."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language

from kgraph.extract import extract
from kgraph.extract.worth import sure_enough
from kgraph.ingest.furniture import classify
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import LEAST_CONFIDENCE, Article, Extraction
from kgraph.syntax.tree import Doc
from kgraph.verifier.name_confidence import named
from kgraph.verifier.weights import shipped_name_weights

TEXT = "Talks in Velm\n\nAnna Berg met Carl Ek in Oslo on Monday. The weather in Bergen was fine.\n"


def extracted(nlp: Language) -> tuple[Extraction, Doc]:
    article = Article(id="0" * 16, text=TEXT, blocks=classify(TEXT).blocks, origin="test")
    [(_, doc)] = parse([article], nlp)
    return extract(article, doc, shipped_lexicon()), doc


def with_confidences(extraction: Extraction, sure: float) -> Extraction:
    return replace(extraction, chains=tuple(replace(chain, confidence=sure) for chain in extraction.chains))


def names(extraction: Extraction) -> set[str]:
    return {chain.name for chain in extraction.chains if chain.named}


def test_every_name_has_a_confidence(nlp: Language) -> None:
    extraction, _ = extracted(nlp)
    assert all(0 < chain.confidence < 1 for chain in extraction.chains if chain.named)
    assert all(chain.confidence == 1 for chain in extraction.chains if not chain.named)


def test_a_name_is_seen_by_its_words_its_type_and_its_place(nlp: Language) -> None:
    extraction, doc = extracted(nlp)
    berg = next(chain.id for chain in extraction.chains if chain.name == "Anna Berg")
    assert {"type=Person", "first=Anna", "Person.given=True", "after1=met"} <= named(extraction, doc)[berg].keys()


def test_the_weights_know_what_is_seen(nlp: Language) -> None:
    extraction, doc = extracted(nlp)
    known = shipped_name_weights().by_name
    assert all(known.keys() & seen.keys() for seen in named(extraction, doc).values())


def test_an_unsure_name_that_takes_part_in_nothing_stays_out(nlp: Language) -> None:
    extraction, _ = extracted(nlp)
    assert "Bergen" in names(extraction)
    unsure = sure_enough(with_confidences(extraction, 0.1), 0.01)
    assert "Bergen" not in names(unsure)
    assert {"Anna Berg", "Carl Ek"} <= names(unsure)
    assert {mention.chain for mention in unsure.mentions} == {chain.id for chain in unsure.chains}


def test_all_names_stay_where_everything_is_wanted(nlp: Language) -> None:
    extraction, _ = extracted(nlp)
    assert names(sure_enough(with_confidences(extraction, 0.1), 0)) == names(extraction)


def test_sure_names_stay(nlp: Language) -> None:
    extraction, _ = extracted(nlp)
    assert names(sure_enough(with_confidences(extraction, 0.9), LEAST_CONFIDENCE)) == names(extraction)
