"""Lemmas that the spelling of a form rules out are mended, others are left."""

from __future__ import annotations

import pytest

from kgraph.language.lemmas import corrected

LEMMAS = [
    ("hoped", "hop", "hope"),
    ("hoping", "hop", "hope"),
    ("hopped", "hop", "hop"),
    ("staged", "stag", "stage"),
    ("fined", "fin", "fine"),
    ("hates", "hat", "hate"),
    ("fixes", "fix", "fix"),
    ("goes", "go", "go"),
    ("helped", "help", "help"),
    ("visited", "visit", "visit"),
    ("bowed", "bow", "bow"),
    ("killed", "kill", "kill"),
    ("said", "say", "say"),
]


@pytest.mark.parametrize(("form", "lemma", "right"), LEMMAS, ids=[form for form, _, _ in LEMMAS])
def test_lemma(form: str, lemma: str, right: str) -> None:
    assert corrected(form, lemma) == right
