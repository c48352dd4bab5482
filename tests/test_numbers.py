"""Numbers in words and digits have one reader, whoever asks."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.language import Language

from kgraph.coreference.counts import count_of
from kgraph.model import Article
from kgraph.numbers import number, whole_number
from kgraph.syntax.tree import tree
from kgraph.time.amounts import amount
from kgraph.time.expressions import expressions

NUMBERS = {
    "three": 3,
    "three thousand": 3_000,
    "two thousand five hundred": 2_500,
    "one hundred and fifty": 150,
    "two hundred and fifty thousand": 250_000,
    "1,500": 1_500,
    "1.5 million": 1_500_000,
    "half a million": 500_000,
    "two and a half": 2.5,
    "twenty - five": 25,
    "a dozen": 12,
    "half a dozen": 6,
    "5 1/2": 5.5,
}


@pytest.mark.parametrize(("words", "value"), NUMBERS.items(), ids=NUMBERS.keys())
def test_a_number_in_words(words: str, value: float) -> None:
    assert number(words.split()) == value
    assert amount(words) == value


@pytest.mark.parametrize("words", ["several", "dozens", "three blind", "1/0", "²", "٣", "12345678901234567890", ""])
def test_what_is_not_a_number(words: str) -> None:
    assert number(words.split()) is None


def test_whole_numbers_are_ascii_digits() -> None:
    assert (whole_number("42"), whole_number("²"), whole_number("9" * 16)) == (42, None, None)


@pytest.mark.parametrize(
    ("text", "noun", "count"),
    [
        ("Three thousand homes burned.", "homes", 3_000),
        ("At least 1,500 people fled.", "people", 1_500),
        ("Two hundred and fifty soldiers left.", "soldiers", 250),
        ("Dozens of houses burned.", "houses", None),
    ],
)
def test_how_many_a_group_is_said_to_be(nlp: Language, text: str, noun: str, count: int | None) -> None:
    assert count_of(next(token for token in tree(nlp(text)) if token.text == noun)) == count


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They attacked the town one hundred and fifty years ago.", "one hundred and fifty years ago", "1875"),
        ("The flood came 1,500 years ago.", "1,500 years ago", "0525"),
        ("The talks took three hundred days.", "three hundred days", "P300D"),
    ],
)
def test_numbers_of_time_expressions(nlp: Language, text: str, words: str, value: str) -> None:
    (found,) = expressions(Article(id="0", text=text, blocks=(), published=date(2025, 8, 18)), tree(nlp(text)))
    assert (found.span.of(text), found.value) == (words, value)
