"""The second reader of claims: what it is given to read, what it makes of it, and what happens where it is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.errors import ModelError
from kgraph.extract import extract
from kgraph.ingest.furniture import classify
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction
from kgraph.settings import Settings
from kgraph.verifier.claim import Claim, Side
from kgraph.verifier.cross_encoder import CrossEncoder, Pair, shipped_cross_encoder
from kgraph.verifier.weights import Blend
from kgraph.verifier.words import sentence

TEXT = "The pier was shut in June. Harbour chief Ida Lund met Per Holt on Friday."


def read(*pairs: Pair) -> list[float]:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    return shipped_cross_encoder().odds(pairs)


def pair(words: str) -> Pair:
    begin, met = TEXT.index("Harbour"), TEXT.index("met")
    return Pair.of(words, TEXT, (begin, len(TEXT)), (met, met + 3))


def extracted(nlp: Language, text: str, *, verify: bool) -> Extraction:
    article = Article(id="0" * 16, text=text, blocks=classify(text).blocks, origin="test")
    [(_, doc)] = parse([article], nlp)
    return extract(article, doc, shipped_lexicon(), verify=verify)


def test_a_claim_is_one_sentence_with_names_and_types() -> None:
    start = TEXT.index("met")
    ida = Side("agent", TEXT.index("Ida"), TEXT.index(" met"), "Ida Lund", "Person")
    per = Side("agent", TEXT.index("Per"), TEXT.index(" on"), "Per Holt", "Person")
    claim = Claim(("Meeting", "Consult"), True, "meet", (start, start + 3), "positive", "actual", None, None, (ida, per))
    assert sentence(claim, TEXT, shipped_lexicon()) == "Ida Lund [Person] and Per Holt [Person] met (happened)"


def test_the_trigger_is_marked_and_what_stands_before_the_sentence_is_there() -> None:
    assert pair("Ida  Lund met").claim == "Ida Lund met"
    assert pair("").context == "The pier was shut in June. | Harbour chief Ida Lund «met» Per Holt on Friday."


def test_long_texts_are_cut() -> None:
    text = "word " * 500
    cut = Pair.of("claim " * 500, text, (1000, len(text)), (1000, 1004))
    assert len(cut.claim) <= 400
    assert len(cut.context) <= 100 + 3 + 600


def test_what_the_sentence_says_is_likelier_than_what_it_does_not() -> None:
    right, wrong = read(
        pair("Ida Lund [Person] and Per Holt [Person] met (happened)"),
        pair("Pier [Facility] beat June [Organization] (NOT: said not to have happened)"),
    )
    assert right > wrong


def test_the_order_of_claims_does_not_matter() -> None:
    pairs = [pair("Ida Lund [Person] met"), pair("Per Holt [Person] and Ida Lund [Person] met (happened)")]
    assert read(*pairs) == read(*reversed(pairs))[::-1]


def test_nothing_is_read_of_no_claims() -> None:
    assert read() == []


def test_verified_reports_have_other_confidences(nlp: Language) -> None:
    pytest.importorskip("onnxruntime")
    plain, verified = (extracted(nlp, TEXT, verify=verify) for verify in (False, True))
    assert [report.trigger for report in verified.reports] == [report.trigger for report in plain.reports]
    assert [report.confidence for report in verified.reports] != [report.confidence for report in plain.reports]
    assert all(0 <= report.confidence <= 1 for report in verified.reports)


def test_a_text_without_events_needs_no_second_reader(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert extracted(nlp, "Nothing much.", verify=True).reports == ()


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"install kgraph\[verify\]"):
        CrossEncoder(tmp_path)


def test_a_folder_without_a_model_is_reported(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    with pytest.raises(ModelError, match="cannot be read"):
        CrossEncoder(tmp_path)


def test_both_opinions_are_blended() -> None:
    assert Blend(weights=0.5, cross_encoder=2.0, shift=-1.0).odds(2.0, 1.5) == pytest.approx(3.0)


def test_verification_is_off_unless_asked_for() -> None:
    assert not Settings().verify
