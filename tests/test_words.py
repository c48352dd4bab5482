"""What two sentences and two articles share: forms of a word are one, common words say little, and no third article counts."""

from __future__ import annotations

import pytest

from kgraph.resolve.likeness import Likeness
from kgraph.resolve.words import RAREST, hashed, packed, rarest, scores, scores_among, shared_words, stem, unpacked, weight

NOTE = "Stevedores unloaded the barque's saffron, nutmeg and quicksilver beside the silted breakwater."
OTHER = "Beside the breakwater lay quicksilver, nutmeg and saffron that stevedores unload from a barque."
ELSEWHERE = "A cobbler repaired the verger's galoshes, umbrella and spectacles before the pageant."


@pytest.mark.parametrize(
    ("form", "other"), [("acquired", "acquires"), ("companies", "company"), ("shooting", "shoot"), ("fires", "fire")]
)
def test_forms_of_a_word_are_one(form: str, other: str) -> None:
    assert stem(form) == stem(other)


def test_what_every_article_has_is_not_kept_and_what_none_has_says_most() -> None:
    assert unpacked(packed("It was and is in the year.")) == frozenset()
    assert weight(unpacked(packed("quicksilver"))) == RAREST > weight(unpacked(packed("government"))) > 0


def test_packed_words_do_not_depend_on_their_order() -> None:
    assert packed("saffron and nutmeg") == packed("Nutmeg, saffron")
    assert rarest(unpacked(packed("the government's saffron")), 1) == rarest(unpacked(packed("saffron")), 1)


def test_shared_words_are_found_again_in_the_texts() -> None:
    assert shared_words(NOTE, OTHER, but={"unloaded"})[:2] == ["Stevedores", "barque"]
    assert shared_words(NOTE, ELSEWHERE) == []


def test_articles_are_alike_by_their_rare_words() -> None:
    texts = {"a": NOTE, "b": OTHER, "c": ELSEWHERE, "d": "Saffron and nutmeg."}
    likeness = Likeness(lambda article: unpacked(packed(texts[article])))
    assert likeness.are_alike("a", "b")
    assert not likeness.are_related("a", "c")
    assert likeness.of("a", "d") > 0
    assert not likeness.are_alike("a", "d")
    assert likeness.has("a", "barques")


def test_scores_are_found_whoever_is_named_first() -> None:
    assert list(scores("They won 31-24, then lost 2–3.")) == ["31-24", "3-2"]
    assert list(scores("In 2004-05, on 9-11-2001 and at 24/7 it was 50-50%.")) == []


def test_a_score_is_known_among_hashes_of_words() -> None:
    words = unpacked(packed("Norland beat Osterby 31-24 and Brask 2-1"))
    assert scores_among(words) == {hashed("31-24"), hashed("2-1")}
    assert scores_among(words, telling=True) == {hashed("31-24")}
