"""Scores, ranks and sums that a tokenizer or a parser takes for something else."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.ingest.furniture import classify
from kgraph.language import parse
from kgraph.model import Article
from kgraph.syntax.predications import predications
from kgraph.syntax.tree import Doc


def doc_of(text: str, nlp: Language) -> Doc:
    """The parsed Doc of a text."""
    [(_, doc)] = parse([Article("0" * 16, text, classify(text).blocks)], nlp)
    return doc


ARGUMENTS = {
    "score behind the beaten": ("Molde beat Viking 3-1 on Sunday.", "beat", {"object": ["Viking"], "score": ["3-1"]}),
    "score at the end": ("Molde beat Viking 3-1.", "beat", {"object": ["Viking"], "score": ["3-1"]}),
    "described and beaten": ("Aas defeated the third seed 6-0.", "defeated", {"object": ["seed"], "score": ["6-0"]}),
    "sets of one score": ("Ida Aas beat Eva Novak 6-4 6-2.", "beat", {"object": ["Novak"], "score": ["6-2"]}),
    "a tie-break is no score": ("Ida Aas beat Eva Novak 7-6 (7-5).", "beat", {"object": ["Novak"], "score": ["7-6"]}),
    "what follows a score": ("Malta lost 2-0 to Norway.", "lost", {"score": ["2-0"], "to": ["Norway"]}),
    "tally of a vote": ("The council voted 7-2 against the plan.", "voted", {"score": ["7-2"], "against": ["plan"]}),
    "score of a noun": ("The 3-0 win over Malta was easy.", "win", {"score": ["3-0"], "over": ["Malta"]}),
    "dash": ("Molde beat Viking 3–1 on Sunday.", "beat", {"object": ["Viking"], "score": ["3-1"]}),
    "rank and race": ("Ines Duarte finished second in the marathon.", "finished", {"rank": ["second"], "in": ["marathon"]}),
    "scale and currency": ("The weir cost 4m euros.", "cost", {"object": ["euros"], "dative": []}),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_numerals_among_the_arguments(name: str, nlp: Language) -> None:
    text, word, expected = ARGUMENTS[name]
    doc = doc_of(text, nlp)
    item = predications(doc).get(next(token for token in doc if token.text == word))
    assert item is not None
    assert {function: [head.text for head in item.fillers(function)] for function in expected} == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Molde won 3-1.", ["3-1"]),
        ("Born on 24-11-05 in Bodo.", ["24", "-", "11", "-", "05"]),
        ("The 2004-05 season began.", ["2004", "-", "05"]),
        ("A five-year-old won 10-9.", ["10-9"]),
    ],
)
def test_a_score_is_one_word_and_a_date_in_numbers_is_not(text: str, words: list[str], nlp: Language) -> None:
    found = [token.text for token in doc_of(text, nlp) if any(letter.isdigit() for letter in token.text) or token.text == "-"]
    assert [word for word in found if word in words] == words


def test_a_score_is_not_part_of_a_name(nlp: Language) -> None:
    doc = doc_of("Roma beat Lazio 2-0 and Parma beat Siena 1-0 on Saturday.", nlp)
    assert not [name.text for name in doc.ents if "-" in name.text]


@pytest.mark.parametrize(
    "text",
    [
        "From 5-7 6-2 40-15 the Slovene lost nine points in a row.",
        "A qualifier, Anton Marek, beat Ivo Babic in the club hall 7-5 2-6 7-6 6-1.",
        "6-4 6-2. 7-5 6-7 was the score before 1-0 2-0 3-0.",
        "Aas (6-4, 6-2) and Moe 6-1 1-6 6-0, who won 7-6 7-6, met.",
    ],
)
def test_a_parse_stays_a_tree(text: str, nlp: Language) -> None:
    doc = doc_of(text, nlp)
    assert all(token.left_edge.i <= token.i <= token.right_edge.i for token in doc)
