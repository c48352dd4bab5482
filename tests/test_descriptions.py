"""Whom descriptions mean that add something new, and whom pronouns cannot mean: tables of texts."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.test_coreference import chain_of, read

NAMES = {
    "Carlos_Ruiz": "Person",
    "Juan_Gomez": "Person",
    "Maria_Lopez": "Person",
    "Anna_Berg": "Person",
    "Ruiz": "Person",
    "Gomez": "Person",
    "Lopez": "Person",
    "Losna": "City",
    "Losna_Echo": "Organization",
    "Radio_Losna": "Organization",
    "Tarnbank": "Company",
    "Nokia": "Company",
    "Echo": "Organization",
    "Port_Authority": "Organization",
    "Labour": "Party",
}

TOGETHER = [
    ("an age", "Maria Lopez won in Losna. The 24-year-old thanked her coach.", ["Maria Lopez", "The 24-year-old"]),
    (
        "an age that was told",
        "Maria Lopez, 24, beat Carlos Ruiz, 31, in Losna. The 24-year-old was tired.",
        ["Maria Lopez", "The 24-year-old"],
    ),
    (
        "who opens the next sentence",
        "Maria Lopez has sold her bakery in Losna. The Losna baker said rents were too high.",
        ["Maria Lopez", "The Losna baker"],
    ),
    (
        "who does something to the other",
        "Maria Lopez has sued Carlos Ruiz over a bakery. The Losna baker accuses Ruiz of fraud.",
        ["Maria Lopez", "The Losna baker"],
    ),
    (
        "who goes on speaking",
        "Carlos Ruiz has wasted a year, Maria Lopez has said. The opposition leader said the dam was late.",
        ["Maria Lopez", "The opposition leader"],
    ),
    (
        "an office at the beginning",
        "Maria Lopez has apologised to the farmers. The home secretary confirmed that a review would begin.",
        ["Maria Lopez", "The home secretary"],
    ),
    (
        "he of whom a paper speaks",
        "Carlos Ruiz spoke in Losna. Echo says he will leave the choir.",
        ["Carlos Ruiz", "he"],
    ),
    (
        "who told a station",
        "Tarnbank told Radio Losna that wages were fair. It said the strike was a mistake.",
        ["Tarnbank", "It"],
    ),
    (
        "the one body before",
        "Tarnbank shares fell in Losna. Maria Lopez praised the company for its fees.",
        ["Tarnbank", "the company"],
    ),
    (
        "who argues on",
        "Carlos Ruiz disagrees. Juan Gomez was a baker all of his life, he argues.",
        ["Carlos Ruiz", "he"],
    ),
    (
        "a bare office at the beginning",
        "Carlos Ruiz has written to the farmers. The chancellor said the poll was near.",
        ["Carlos Ruiz", "The chancellor"],
    ),
    (
        "who is named in the next sentence",
        "A baker who sued her bank has won in Losna. Maria Lopez, 44, said she was glad.",
        ["A baker", "Maria Lopez"],
    ),
    (
        "a quotation of many sentences moves nobody away",
        '"We are sad," said Maria Lopez. "We never got it. There is no plan. The roof leaks. All are cold. Some wait." She left.',
        ["Maria Lopez", "She"],
    ),
    (
        "the body that the article is about",
        "Tarnbank cut its fees. Tarnbank is old. Tarnbank is poor. Storms hit the north. Maria Lopez slept. The firm hired clerks.",
        ["Tarnbank", "The firm"],
    ),
    ("he beside they", "Ruiz left Losna. They [Ruiz and a friend] ran a farm. He sold it.", ["Ruiz", "He"]),
]

APART = [
    ("another age", "Maria Lopez, 24, spoke to a girl. The 31-year-old smiled.", ["Maria Lopez", "The 31-year-old"]),
    (
        "whom a speaker tells of",
        "Singer Maria Lopez sued musician Juan Gomez. Gomez said the singer had lied.",
        ["Gomez", "the singer"],
    ),
    (
        "a party is no people",
        "Carlos Ruiz leads the union. Juan Gomez called the Labour leader a bully.",
        ["Juan Gomez", "the Labour leader"],
    ),
    (
        "an office is not every minister's",
        "Immigration Minister Maria Lopez spoke on Monday. On Friday the chancellor said taxes would rise.",
        ["Lopez", "the chancellor"],
    ),
    (
        "two may open it",
        "Maria Lopez and Juan Gomez have sold a bakery. The Losna baker said rents were too high.",
        ["Maria Lopez", "The Losna baker"],
    ),
    (
        "another of several",
        "Maria Lopez agreed on Monday with two southern farmers. The northern farmer opposed the dam.",
        ["Maria Lopez", "The northern farmer"],
    ),
    (
        "a paper",
        "Tarnbank spoke to the union on Monday. The newspaper suggested that the talks had failed.",
        ["Tarnbank", "The newspaper"],
    ),
    ("a spokesman", "Maria Lopez has sold her bakery. The council spokesman said rents were fair.", ["Maria Lopez", "spokesman"]),
    (
        "two bodies before",
        "Tarnbank sued Nokia in Losna. Maria Lopez praised the company for its fees.",
        ["Tarnbank", "Nokia", "the company"],
    ),
    (
        "what a firm has is not the firm",
        "Tarnbank feared for its business. Storms hit the north. The firm hired clerks.",
        ["its business", "The firm"],
    ),
    ("what caused it", "Tarnbank raised its fees, the union said. It led to a boycott.", ["Tarnbank", "It"]),
    (
        "whose words are told",
        "The union wrote to Anna Berg. Maria Lopez left because the flour was bad, she said.",
        ["Anna Berg", "she"],
    ),
]


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER])
def test_together(nlp: Language, text: str, words: list[str]) -> None:
    _, _, mentions = read(nlp, text, **NAMES)
    assert len({chain_of(text, mentions, word) for word in words}) == 1, [(m.span.of(text), m.chain, m.rule) for m in mentions]


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_apart(nlp: Language, text: str, words: list[str]) -> None:
    _, _, mentions = read(nlp, text, **NAMES)
    assert len({chain_of(text, mentions, word) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("Carlos Ruiz and Juan Gomez won in Losna. The high-profile duo thanked a baker.", "The high-profile duo"),
        ("Carlos Ruiz and Juan Gomez won in Losna. The pair thanked a baker.", "The pair"),
        ("Carlos Ruiz and Juan Gomez won in Losna. They thanked a baker.", "They"),
    ],
    ids=["duo", "pair", "they"],
)
def test_two_who_belong_together(nlp: Language, text: str, plural: str) -> None:
    _, found, mentions = read(nlp, text, **NAMES)
    members = found[chain_of(text, mentions, plural)].members
    assert [found[member].name for member in members] == ["Carlos Ruiz", "Juan Gomez"]


def test_firms_that_nobody_counted_are_no_pair(nlp: Language) -> None:
    text = "Tarnbank rose. Nokia fell. The firms were silent. Both firms were silent."
    _, found, mentions = read(nlp, text, **NAMES)
    assert found[chain_of(text, mentions, "The firms")].members == ()
    assert len(found[chain_of(text, mentions, "Both firms")].members) == 2


def test_a_description_names_the_owner_whom_its_pronoun_means(nlp: Language) -> None:
    text = "Maria Lopez won in Losna. Her father wept. Somebody sold his boat."
    _, found, mentions = read(nlp, text, **NAMES)
    assert found[chain_of(text, mentions, "Her father")].name == "Maria Lopez's father"


def test_a_noun_for_a_thing_is_a_body_where_it_has_spoken(nlp: Language) -> None:
    _, found, _ = read(nlp, "The exchange said it was sorry. The exchange of letters ended.")
    assert [chain.type for chain in found][:2] == ["Organization", "Thing"]
