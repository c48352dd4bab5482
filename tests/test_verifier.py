"""How sure kgraph is of a claim: what is seen of it, and what the weights make of that."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.furniture import classify
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import SHOWN_CONFIDENCE, Article, Extraction
from kgraph.syntax.tree import Doc
from kgraph.verifier import Claim, Side, features, shipped_weights
from kgraph.verifier.antecedents import antecedents
from kgraph.verifier.weights import BIAS, Weights, probability, shipped_calibrations
from tests.trees import tree

MET = tree(
    "Ann/PROPN:NNP/nsubj>2 met=meet/VERB:VBD/ROOT him/PRON:PRP/dobj>2 in/ADP:IN/prep>2 Brask/PROPN:NNP/pobj>4 ./PUNCT:./punct>2"
)


def extracted(nlp: Language, text: str) -> Extraction:
    article = Article(id="0" * 16, text=text, blocks=classify(text).blocks, origin="test")
    [(_, doc)] = parse([article], nlp)
    return extract(article, doc, shipped_lexicon())


def claim(doc: Doc, *sides: Side, lineage: tuple[str, ...] = ("Meeting", "Consult"), source: str | None = None) -> Claim:
    start = doc.text.index("met")
    return Claim(lineage, True, "meet", (start, start + 3), "positive", "actual", source, None, sides)


def side(doc: Doc, role: str, words: str, name: str | None = None, kind: str | None = None) -> Side:
    start = doc.text.index(words)
    return Side(role, start, start + len(words), name, kind)


def test_a_claim_is_seen_with_its_type_and_those_above_it() -> None:
    seen = features(claim(MET), MET)
    assert {"type=Meeting", "type=Consult", "entry=Meeting:meet", "kind=coded", "tag=VBD"} <= seen.keys()


@pytest.mark.parametrize(
    ("lineage", "coded", "kind"),
    [
        (("Event",), False, "plain"),
        (("Statement", "Communication"), False, "statement"),
        (("Meeting", "Consult"), True, "coded"),
        (("Sale", "Business"), False, "everyday"),
    ],
)
def test_claims_are_of_four_kinds(lineage: tuple[str, ...], coded: bool, kind: str) -> None:
    assert Claim(lineage, coded, "x", (0, 1), "positive", "actual", None, None, ()).kind == kind


def test_a_side_is_seen_by_its_form_and_by_how_it_hangs_on_the_word() -> None:
    seen = features(
        claim(MET, side(MET, "agent", "Ann", "Ann Berg", "Person"), side(MET, "place", "Brask", "Brask", "City")), MET
    )
    assert {"agent.form=name", "agent.type=Person", "agent.path=nsubj", "place.path=pobj/in"} <= seen.keys()


def test_a_pronoun_that_was_resolved_differs_from_one_that_was_not() -> None:
    resolved = features(claim(MET, side(MET, "patient", "him", "Bo Ek", "Person")), MET)
    alone = features(claim(MET, side(MET, "patient", "him", "him", "Person")), MET)
    assert "patient.pronoun=him:True" in resolved
    assert "patient.pronoun=him:False" in alone


def test_one_who_stands_twice_in_a_claim_is_seen() -> None:
    both = [side(MET, "agent", "Ann", "Ann Berg", "Person"), side(MET, "patient", "him", "Ann Berg", "Person")]
    assert features(claim(MET, *both), MET)["twice"] == 1
    assert features(claim(MET, both[0]), MET)["twice"] == 0


def test_a_word_outside_the_text_has_no_features() -> None:
    assert features(Claim(("Event",), False, "x", (10_000, 10_001), "positive", "actual", None, None, ()), MET) == {}


def test_log_odds_add_up_to_a_probability() -> None:
    weights = Weights({BIAS: -1.0, "a": 2.0, "b": 0.5})
    assert probability(weights.odds({})) == pytest.approx(0.2689, abs=1e-4)
    assert probability(weights.odds({"a": 0.5, "unknown": 9.0})) == pytest.approx(0.5)
    assert weights.odds({"b": 1.0, "a": 1.0}) == weights.odds({"a": 1.0, "b": 1.0})


def test_the_shipped_weights_are_numbers_of_printable_features() -> None:
    weights = shipped_weights().by_name
    assert BIAS in weights
    assert len(weights) > 1000
    assert all(name.isprintable() for name in weights)


def test_each_kind_of_claims_has_its_own_calibration_which_keeps_their_order() -> None:
    calibrations = shipped_calibrations()
    assert calibrations.keys() == {"coded", "everyday", "plain", "statement"}
    for each in calibrations.values():
        assert each.odds(1.0) < each.odds(2.0)


def test_everyday_events_seldom_bear_out_high_odds() -> None:
    """Held-out everyday claims at log odds of 2.5 were usable in fewer cases than coded ones."""
    calibrations = shipped_calibrations()
    assert calibrations["everyday"].odds(2.5) < calibrations["coded"].odds(2.5)


def test_every_report_has_a_confidence(nlp: Language) -> None:
    extraction = extracted(
        nlp, "President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday. “We will sign,” she said."
    )
    assert extraction.reports
    assert all(0 <= report.confidence <= 1 for report in extraction.reports)


def test_a_named_speaker_is_surer_than_a_bare_noun(nlp: Language) -> None:
    extraction = extracted(nlp, "Mara Ilves, the finance minister, said the budget was late. You could get better sales.")
    said = max(report.confidence for report in extraction.reports if report.lemma == "say")
    others = [report.confidence for report in extraction.reports if report.lemma != "say"]
    assert said >= SHOWN_CONFIDENCE
    assert all(other < said for other in others)


LEFT = tree(
    "Ann/PROPN:NNP/nsubj>2 met=meet/VERB:VBD/ROOT Bo/PROPN:NNP/dobj>2 before/ADP:IN/mark>6 he/PRON:PRP/nsubj>6 "
    "left=leave/VERB:VBD/advcl>2 ./PUNCT:./punct>2"
)


def test_how_far_back_the_name_behind_a_pronoun_is_and_what_it_is_there_is_seen() -> None:
    found = dict(antecedents(claim(LEFT, side(LEFT, "agent", "he", "Bo", "Person")), LEFT))
    assert {"ante.he.sentences=0", "ante.he.dep=dobj", "ante.he.names=0", "ante.agent.people=0"} <= found.keys()
    further = dict(antecedents(claim(LEFT, side(LEFT, "agent", "he", "Ann", "Person")), LEFT))
    assert {"ante.he.dep=nsubj", "ante.he.names=1"} <= further.keys()


def test_a_name_that_does_not_stand_before_its_pronoun_is_seen() -> None:
    assert "ante.he.none" in dict(antecedents(claim(LEFT, side(LEFT, "agent", "he", "Carl Dahl", "Person")), LEFT))


def test_only_a_side_without_the_last_word_of_its_name_has_an_antecedent() -> None:
    assert dict(antecedents(claim(LEFT, side(LEFT, "agent", "Ann", "Ann Berg", "Person")), LEFT)).keys() == {
        "ante.agent.none",
        "ante.name.none",
    }
    assert not dict(antecedents(claim(LEFT, side(LEFT, "agent", "Bo", "Bo", "Person")), LEFT))


def test_a_source_that_its_sentence_names_is_here() -> None:
    assert dict(antecedents(claim(LEFT, source="Ann"), LEFT)) == {"ante.source.here": 1.0}
