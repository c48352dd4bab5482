"""Attributions: source, cue and content of what an article gives to somebody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from kgraph.extract.attribution import attributions
from kgraph.extract.reading import Reading
from kgraph.model import Article, Attribution, Block, BlockKind, Mention, MentionKind, QuoteKind, Span
from kgraph.syntax.speech import cues
from kgraph.syntax.tree import tree

Row = tuple[str | None, str | None, str]


def article(text: str, title: str = "") -> Article:
    """An article whose blocks are its paragraphs; the first is its title if there is one."""
    blocks, at = [], 0
    for i, paragraph in enumerate(text.split("\n\n")):
        kind = BlockKind.TITLE if title and i == 0 else BlockKind.BODY
        blocks.append(Block(kind, Span(at, at + len(paragraph))))
        at += len(paragraph) + 2
    return Article(id="0", text=text, blocks=tuple(blocks), title=title)


def read(nlp: Language, text: str, title: str = "") -> tuple[Attribution, ...]:
    return attributions(article(text, title), tree(nlp(text)), ())


def row(found: Attribution, text: str) -> Row:
    source = found.source.of(text) if found.source else None
    return source, found.cue.of(text) if found.cue else None, " ... ".join(piece.of(text) for piece in found.content)


CASES: list[tuple[str, list[Row]]] = [
    # a calling of two nouns is one source
    (
        "The dam is safe, according to food and travel writer Ann Moss.",
        [("food and travel writer Ann Moss", "according to", "The dam is safe")],
    ),
    # somebody whom a person speaks of speaks as well
    (
        "Moss criticised an engineer who said the dam was leaking.",
        [
            ("Moss", "criticised", "an engineer who said the dam was leaking"),
            ("who", "said", "the dam was leaking"),
        ],
    ),
    # word of what nobody by name has said, with and without "that"
    ("There were rumours the envoy would be replaced.", [(None, "rumours", "the envoy would be replaced")]),
    (
        "The clinic stayed open despite claims its owner had broken the rules.",
        [(None, "claims", "its owner had broken the rules")],
    ),
    ("The coach read out the claim he made in May.", []),
    # what is won is not asserted
    ("The rower claimed her second medal in Lima.", []),
    # statements
    ("The minister said that the talks had failed.", [("The minister", "said", "that the talks had failed")]),
    ("The minister said the talks had failed.", [("The minister", "said", "the talks had failed")]),
    ("The talks had failed, the minister said.", [("the minister", "said", "The talks had failed")]),
    ("The talks had failed, said the minister.", [("the minister", "said", "The talks had failed")]),
    ("Protesters, the governor said, had blocked the road.", [("the governor", "said", "Protesters ... had blocked the road")]),
    (
        "The spokesman told reporters that no decision had been made.",
        [("The spokesman", "told", "that no decision had been made")],
    ),
    (
        "The minister said the dam was safe, while the union called for a strike.",
        [("The minister", "said", "the dam was safe"), ("the union", "called for", "a strike")],
    ),
    ("When asked whether the dam was safe, the minister left.", [(None, "asked", "whether the dam was safe")]),
    ("Ms Orme said she had left Kelvia, which was founded in 1901.", [("Ms Orme", "said", "she had left Kelvia")]),
    ("The company said in a statement that it would appeal.", [("The company", "said", "that it would appeal")]),
    ("The judge did not say why the case was closed.", [("The judge", "did not say", "why the case was closed")]),
    ("The report found that the dam was unsafe.", [("The report", "found", "that the dam was unsafe")]),
    ("The envoy denied that her country had sent drones.", [("The envoy", "denied", "that her country had sent drones")]),
    ("Mr Haddad, who heads the agency, warned that floods would return.", [("Mr Haddad", "warned", "that floods would return")]),
    (
        "Officials have repeatedly said that the bridge is safe.",
        [("Officials", "have repeatedly said", "that the bridge is safe")],
    ),
    (
        "The rebels vowed to fight on and said they had no fear.",
        [("The rebels", "vowed", "to fight on"), ("The rebels", "said", "they had no fear")],
    ),
    ("It was reported that the king had died.", [(None, "was reported", "that the king had died")]),
    # direct speech
    ('"The talks have failed," the minister said.', [("the minister", "said", '"The talks have failed,"')]),
    (
        '"The talks have failed," said Maria Lopez, the defence minister.',
        [("Maria Lopez, the defence minister", "said", '"The talks have failed,"')],
    ),
    ('"The talks," the minister said, "have failed."', [("the minister", "said", '"The talks," ... "have failed."')]),
    ('"We lost," the coach said. "We will train harder."', [("the coach", "said", '"We lost," ... "We will train harder."')]),
    ('A source close to the talks said: "It is over."', [("A source close to the talks", "said", '"It is over."')]),
    ('"Will you resign?" a reporter asked.', [("a reporter", "asked", '"Will you resign?"')]),
    ('"Never," he replied.', [("he", "replied", '"Never,"')]),
    (
        '"I will go," she said, adding that nobody had invited her.',
        [("she", "said", '"I will go,"'), ("she", "adding", "that nobody had invited her")],
    ),
    # according to, adverbs, seeming
    ("According to the ministry, two soldiers died.", [("the ministry", "According to", "two soldiers died")]),
    (
        "Two soldiers died, according to people familiar with the matter.",
        [("people familiar with the matter", "according to", "Two soldiers died")],
    ),
    ("The general reportedly fled to Cairo.", [(None, "reportedly", "The general ... fled to Cairo")]),
    # questions and orders
    (
        "Asked whether he would run, the mayor said he had not decided.",
        [(None, "Asked", "whether he would run"), ("the mayor", "said", "he had not decided")],
    ),
    ("Lawmakers urged the president to resign.", [("Lawmakers", "urged", "the president to resign")]),
    ("The union called for a strike.", [("The union", "called for", "a strike")]),
    # beliefs, intentions, feelings
    ("Officials believe that the bridge was mined.", [("Officials", "believe", "that the bridge was mined")]),
    ("The premier wants to visit Kyiv.", [("The premier", "wants", "to visit Kyiv")]),
    ("The premier plans to sign the pact in May.", [("The premier", "plans", "to sign the pact in May")]),
    (
        "Analysts fear prices will rise, while the bank expects them to fall.",
        [("Analysts", "fear", "prices will rise"), ("the bank", "expects", "them to fall")],
    ),
    ("The king is expected to abdicate.", [(None, "is expected", "The king ... to abdicate")]),
    ("He is confident that the vote will pass.", [("He", "is confident", "that the vote will pass")]),
    ("Farmers are worried about the drought.", [("Farmers", "are worried about", "the drought")]),
    # acts of speech upon somebody
    ("The opposition blamed the government for the crisis.", [("The opposition", "blamed", "the government for the crisis")]),
    (
        "The senator was accused by prosecutors of taking bribes.",
        [("prosecutors", "was accused", "The senator ... of taking bribes")],
    ),
    ("The clerk was accused of stealing files.", [(None, "was accused", "The clerk ... of stealing files")]),
    (
        'The leader praised the "brave men and women" of the army.',
        [("The leader", "praised", 'the "brave men and women" of the army')],
    ),
    ("Witnesses described scenes of panic.", [("Witnesses", "described", "scenes of panic")]),
    # nouns
    ("The ministry's claim that the town had fallen was false.", [("The ministry's", "claim", "that the town had fallen")]),
    ("The president's call for calm was ignored.", [("The president's", "call for", "calm")]),
    ("Their demand for a recount was rejected.", [("Their", "demand for", "a recount")]),
    ("The police acted on claims that the clerk had burned files.", [(None, "claims", "that the clerk had burned files")]),
    ("The clerk denied burning the files.", [("The clerk", "denied", "burning the files")]),
    ("The clerk was fined and told to leave.", [(None, "told", "to leave")]),
    # nothing is attributed
    ("The flood showed that the dyke was weak.", []),
    ("The data showed that the dyke was weak.", [("The data", "showed", "that the dyke was weak")]),
    ("The bridge fell into the river.", []),
    ("The army took the town on Friday.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:50] for text, _ in CASES])
def test_parts(nlp: Language, text: str, expected: list[Row]) -> None:
    assert [row(found, text) for found in read(nlp, text)] == expected


def test_a_quotation_goes_on_over_paragraphs(nlp: Language) -> None:
    text = '"We have waited for ten years," said the mayor. "We are tired of it.\n\n"We will not wait any longer."\n\nThe crowd cheered.'
    (found,) = read(nlp, text)
    assert row(found, text)[:2] == ("the mayor", "said")
    assert found.content[-1].end == text.index("\n\nThe crowd")


def test_a_quotation_without_cue_goes_to_the_last_speaker(nlp: Language) -> None:
    text = '"It is a good deal," Lopez said.\n\n"It will bring peace."\n\nTrade grew.'
    (found,) = read(nlp, text)
    assert row(found, text) == ("Lopez", "said", '"It is a good deal," ... "It will bring peace."')


def test_a_paragraph_between_ends_the_speech(nlp: Language) -> None:
    text = '"It is a good deal," Lopez said.\n\nTrade grew.\n\n"It will bring peace."'
    first, second = (row(found, text) for found in read(nlp, text))
    assert first[2] == '"It is a good deal,"'
    assert second == (None, None, '"It will bring peace."')


def test_a_quotation_that_nobody_is_said_to_speak_has_an_unnamed_source(nlp: Language) -> None:
    text = (
        'The ferry sank at noon.\n\n"We lost our boat and our nets."\n\nA sign said "No entry". The play is called "Last Days".'
    )
    assert [row(found, text) for found in read(nlp, text) if found.source is None] == [
        (None, None, '"We lost our boat and our nets."')
    ]


def test_who_believes_something_goes_on_in_a_quotation(nlp: Language) -> None:
    text = 'Prof Lind believes the river may rise.\n\n"I can see it reach the mill."'
    (found,) = read(nlp, text)
    assert row(found, text)[0] == "Prof Lind"


def test_a_quotation_goes_on_with_what_its_speaker_was_said_to_say(nlp: Language) -> None:
    text = 'Lopez told the council that the deal was good.\n\n"It will bring peace."\n\nTrade grew.'
    (found,) = read(nlp, text)
    assert row(found, text) == ("Lopez", "told", 'that the deal was good ... "It will bring peace."')


def test_a_mark_inside_a_quotation_opens_its_next_paragraph(nlp: Language) -> None:
    text = (
        '"We came back," said Bell. "We were glad. "There was no talk of a win." Jones, who won no medal in Oslo, failed no test.'
    )
    (found,) = read(nlp, text)
    assert "Jones" not in row(found, text)[2]
    assert "no talk of a win" in row(found, text)[2]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            "The union said the runners had failed to give samples and ordered the club to hold an inquiry.",
            ["The union", "The union"],
        ),
        ("Lopez said the results were good but added she feared for the crew.", ["Lopez", "Lopez"]),
        ('Lopez said that Moss had spoken with care, adding: "He took the time to listen."', ["Lopez", "Lopez"]),
    ],
)
def test_speech_goes_on_behind_what_is_said(nlp: Language, text: str, sources: list[str]) -> None:
    assert [found.source.of(text) for found in read(nlp, text) if found.source] == sources


def test_a_headline_s_colon(nlp: Language) -> None:
    text = "Lopez: The bridge will open\n\nThe bridge opens in May."
    (found,) = read(nlp, text, title="Lopez: The bridge will open")
    assert row(found, text) == ("Lopez", ":", "The bridge will open")


def test_what_is_quoted_attributes_nothing_itself(nlp: Language) -> None:
    (found,) = read(nlp, '"I think we will win," the coach said.')
    assert found.kind is QuoteKind.DIRECT


def test_speech_about_speech_is_kept(nlp: Language) -> None:
    text = "The aide said that the minister told parliament that the plan was dead."
    assert [row(found, text)[0] for found in read(nlp, text)] == ["The aide", "the minister"]


KINDS = [
    ('"It is over," he said.', QuoteKind.DIRECT),
    ("He said it was over.", QuoteKind.INDIRECT),
    ('He said it was "the end of an era" for the town.', QuoteKind.MIXED),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[kind for _, kind in KINDS])
def test_kinds(nlp: Language, text: str, kind: QuoteKind) -> None:
    (found,) = read(nlp, text)
    assert found.kind is kind


def mention(text: str, words: str, head: str, chain: int) -> Mention:
    start, at = text.index(words), text.index(head)
    return Mention(Span(start, start + len(words)), Span(at, at + len(head)), MentionKind.NOMINAL, "Person", chain, "test")


def test_the_source_s_chain_is_that_of_the_smallest_mention_with_its_head(nlp: Language) -> None:
    text = "The minister of trade said that prices would fall."
    mentions = (mention(text, "The minister of trade", "minister", 3), mention(text, "trade", "trade", 5))
    (found,) = attributions(article(text), tree(nlp(text)), mentions)
    assert found.chain == 3


def test_a_relative_pronoun_has_its_noun_s_chain(nlp: Language) -> None:
    text = "The official who said that prices would fall resigned."
    (found,) = attributions(article(text), tree(nlp(text)), (mention(text, "The official", "official", 7),))
    assert row(found, text)[0] == "who"
    assert found.chain == 7


def test_a_thing_says_and_wants_nothing(nlp: Language) -> None:
    text = "The tariff wanted to end the glut."
    thing = replace(mention(text, "The tariff", "tariff", 4), type="Thing")
    assert attributions(article(text), tree(nlp(text)), ()) != ()
    assert attributions(article(text), tree(nlp(text)), (thing,)) == ()


def test_kinds_of_cues() -> None:
    known = cues()
    assert {"say", "tell"} <= known.kinds["statement"]
    assert "believe" in known.kinds["belief"]
    assert {"want", "plan"} <= known.kinds["intention"]


def test_empty_article(nlp: Language) -> None:
    assert attributions(Article(id="0", text=" ", blocks=()), tree(nlp(" ")), ()) == ()


@pytest.mark.parametrize(
    ("text", "word", "source"),
    [
        ("Members backed the invasion of Norland.", "invasion", None),
        ("Critics praised the rescue of the crew.", "rescue", None),
        ("Critics complained that the port was shelled.", "shelled", "Critics"),
        ("The minister announced the rescue of the crew.", "rescue", "The minister"),
    ],
)
def test_who_has_a_view_of_a_thing_does_not_claim_it(nlp: Language, text: str, word: str, source: str | None) -> None:
    doc = tree(nlp(text))
    reading = Reading(article(text), doc, (), (), (), attributions(article(text), doc, ()))
    number = reading.attribution(next(token for token in doc if token.text == word))
    found = reading.attributions[number].source if number is not None else None
    assert (found.of(text) if found else None) == source


@pytest.mark.parametrize(
    ("text", "word", "source"),
    [
        ("Lind told the managers to find a buyer as the bank tried to save the firm.", "tried", None),
        ("The club defended its decision to bar the players because of the invasion of Norland.", "invasion", None),
        ("Lind told the managers to find a buyer.", "find", "Lind"),
        ("Lind said the bank left as the firm collapsed.", "collapsed", "Lind"),
        ("The governor has not said whether he will sign the bill.", "sign", None),
        ("The governor said that he will sign the bill.", "sign", "The governor"),
    ],
)
def test_who_wants_something_does_not_say_what_happens_beside_it(nlp: Language, text: str, word: str, source: str | None) -> None:
    doc = tree(nlp(text))
    reading = Reading(article(text), doc, (), (), (), attributions(article(text), doc, ()))
    number = reading.attribution(next(token for token in doc if token.text == word))
    found = reading.attributions[number].source if number is not None else None
    assert (found.of(text) if found else None) == source


def test_words_after_a_colon_open_a_quotation_again(nlp: Language) -> None:
    text = '"The dam is old, he wrote. He added: "It leaks." The ministry denied the claims.'
    sources = {found.source.of(text) for found in read(nlp, text) if found.source is not None}
    assert "The ministry" in sources


def test_who_says_something_in_a_clause_is_a_source_whatever_its_noun(nlp: Language) -> None:
    text = "Almost a quarter of those asked said the dam should be closed."
    noun = Mention(Span(0, 32), Span(9, 16), MentionKind.NOMINAL, "Thing", 0, "first")
    found = attributions(article(text), tree(nlp(text)), (noun,))
    assert [row(one, text)[2] for one in found] == ["the dam should be closed"]
