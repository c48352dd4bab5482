"""Which words are a mention, where it begins and ends, what its head and its type are."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.lexicon import nouns
from kgraph.model import MentionKind
from tests.test_coreference import read

CASES = [
    ("title and name", "US President Carlos Ruiz left.", {"US President Carlos Ruiz": ("Ruiz", "Person")}),
    ("the Russian leader", "The Russian leader left.", {"The Russian leader": ("leader", "Person")}),
    ("both sides", "Both sides claimed victory.", {"Both sides": ("sides", "Group")}),
    ("bare plural", "Protesters burned cars.", {"Protesters": ("Protesters", "Group"), "cars": ("cars", "Product")}),
    ("counted", "Two soldiers died.", {"Two soldiers": ("soldiers", "Military or Group")}),
    ("the company", "The company grew.", {"The company": ("company", "Company")}),
    (
        "of-phrase",
        "The president of the bank left.",
        {"The president of the bank": ("president", "Person"), "the bank": ("bank", "Company")},
    ),
    (
        "apposition",
        "Carlos Ruiz, the mayor of Lima, left.",
        {"Carlos Ruiz": ("Ruiz", "Person"), "the mayor of Lima": ("mayor", "Person")},
    ),
    (
        "possessive",
        "The army's commander fled.",
        {"The army": ("army", "Military"), "The army's commander": ("commander", "Person")},
    ),
    ("relative clause", "A man who sold guns fled.", {"A man": ("man", "Person"), "guns": ("guns", "Product")}),
    ("abstract", "The decision angered voters.", {"The decision": ("decision", "Thing"), "voters": ("voters", "Group")}),
    ("coordination", "The mayor and the judge met.", {"The mayor": ("mayor", "Person"), "the judge": ("judge", "Person")}),
    ("indefinite pronoun", "Somebody saw the gunman.", {"Somebody": ("Somebody", "Person"), "the gunman": ("gunman", "Person")}),
    ("others", "Two men fled; others were killed.", {"others": ("others", "Group")}),
    (
        "ministry",
        "The ministry fired a general.",
        {"The ministry": ("ministry", "Government"), "a general": ("general", "Person")},
    ),
    ("meeting", "The meeting ended.", {"The meeting": ("meeting", "Thing")}),
    ("crowd", "Tens of thousands marched.", {"Tens of thousands": ("thousands", "Group")}),
    ("counted out of others", "Two of the ministers left.", {"Two of the ministers": ("Two", "Group")}),
    ("one of others", "One of the ministers left.", {"One of the ministers": ("One", "Person")}),
    ("suicide bomber", "A suicide bomber fled.", {"A suicide bomber": ("bomber", "Person")}),
    ("condition", "The state of the talks is bad.", {"The state of the talks": ("state", "Thing")}),
    ("member", "A member of the team left.", {"A member of the team": ("member", "Person")}),
    ("partly quoted", 'The mayor met a "brave woman".', {'a "brave woman"': ("woman", "Person")}),
    ("quoted from without", 'He praised "a bridge" and left.', {"a bridge": ("bridge", "Facility")}),
    ("noun unknown to the list", "A cosplayer waved.", {"A cosplayer": ("cosplayer", "Person")}),
]

NOT_MENTIONS = [
    ("date", "He left on Monday.", "Monday"),
    ("date phrase", "He left on 5 May 2024.", "5 May 2024"),
    ("percentage", "Sales fell by 5 percent.", "5 percent"),
    ("amount", "It cost 5 million dollars.", "5 million dollars"),
    ("one of many things", "It is one of the reasons.", "one of the reasons"),
    ("there", "There was a fire.", "There"),
    ("relative pronoun", "A man who sold guns fled.", "who"),
    ("degree", "Carlos Ruiz, M.D., left.", "M.D."),
    ("you", "If you go, go now.", "you"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_mention(nlp: Language, text: str, expected: dict[str, tuple[str, str]]) -> None:
    _, _, mentions = read(nlp, text, Carlos_Ruiz="Person")
    found = {m.span.of(text): (m.head.of(text), m.type) for m in mentions}
    for words, (head, kind) in expected.items():
        assert words in found
        assert found[words][0] == head
        assert found[words][1] in kind.split(" or ")


@pytest.mark.parametrize(("text", "words"), [case[1:] for case in NOT_MENTIONS], ids=[case[0] for case in NOT_MENTIONS])
def test_no_mention(nlp: Language, text: str, words: str) -> None:
    _, _, mentions = read(nlp, text, Carlos_Ruiz="Person")
    assert words not in {m.span.of(text) for m in mentions}


def test_kinds(nlp: Language) -> None:
    text = "Carlos Ruiz praised his army."
    _, _, mentions = read(nlp, text, Carlos_Ruiz="Person")
    kinds = {m.span.of(text): m.kind for m in mentions}
    assert kinds == {"Carlos Ruiz": MentionKind.NAME, "his army": MentionKind.NOMINAL, "his": MentionKind.PRONOUN}


def test_no_two_mentions_have_one_head_and_spans_cover_it(nlp: Language) -> None:
    text = "The mayor of Lima, Carlos Ruiz, and his wife told reporters that the army's tanks had shelled both cities."
    _, _, mentions = read(nlp, text, Carlos_Ruiz="Person", Lima="City")
    assert len({m.head for m in mentions}) == len(mentions)
    assert all(m.span.covers(m.head) for m in mentions)


@pytest.mark.parametrize(
    ("lemma", "kind"),
    [
        ("soldier", "Person"),
        ("ministry", "Government"),
        ("army", "Military"),
        ("company", "Company"),
        ("city", "City"),
        ("bridge", "Facility"),
        ("dog", "Animal"),
        ("decision", "Thing"),
        ("vice-president", "Person"),
        ("xyzzy", "Thing"),
    ],
)
def test_kind_of_a_noun(lemma: str, kind: str) -> None:
    assert nouns.kind_of(lemma) == kind


@pytest.mark.parametrize(
    ("name", "gender"), [("Vladimir", "m"), ("Ursula", "f"), ("Jean", ""), ("Xyzzy", ""), ("OLENA", "f"), ("Recep", "m")]
)
def test_gender_of_a_given_name(name: str, gender: str) -> None:
    assert nouns.given_name_gender(name) == gender


def test_the_lists_know_only_entity_types() -> None:
    from kgraph.lexicon import entity_types

    kinds = {nouns.kind_of(lemma) for lemma in ("president", "side", "team", "law", "film", "money", "drone", "region", "island")}
    assert kinds <= entity_types().keys()
    assert {kind for types in nouns.anaphors().values() for kind in types} <= entity_types().keys()


def test_an_adjective_of_a_country_means_the_country(nlp: Language) -> None:
    _, found, _ = read(nlp, "Norwegian missiles hit a ship. The Swedes fled.")
    assert [(chain.name, chain.type, chain.aliases) for chain in found if chain.country == "NOR" and chain.named] == [
        ("Norway", "Country", ("Norwegian",))
    ]
    assert [chain.type for chain in found if chain.country == "SWE"] == ["Group"]
