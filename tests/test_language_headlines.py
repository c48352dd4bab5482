"""Title-case headlines in sentence case."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.language.headlines import is_title_case, lower_headlines
from kgraph.model import Article, Block, BlockKind, Span


def lowered(nlp: Language, head: str, body: str = "", kind: BlockKind = BlockKind.TITLE) -> str:
    """The headline as the parser will see it, above an article with this body."""
    text = f"{head}\n\n{body}"
    blocks = [Block(kind, Span(0, len(head)))]
    if body:
        blocks.append(Block(BlockKind.BODY, Span(len(head) + 2, len(text))))
    result = lower_headlines(Article("0" * 16, text, tuple(blocks)), text, nlp)
    assert len(result) == len(text)
    assert result[len(head) :] == text[len(head) :]
    return result[: len(head)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Why Trump Praised Putin Twice During Talks", "Why Trump praised Putin twice during talks"),
        ("UN Security Council Condemns North Korea's Latest Test", "UN Security Council condemns North Korea's latest test"),
        ("Israeli Strike Kills Three in Gaza City, Officials Say", "Israeli strike kills three in Gaza City, officials say"),
        ("John Smith Named Chief Executive of World Bank", "John Smith named chief executive of World Bank"),
        ("Kenya's Ruto Sacks Cabinet After Weeks of Protests", "Kenya's Ruto sacks cabinet after weeks of protests"),
        ("Firm Unveils New iPhone as Shares of Rivals Fall", "Firm unveils new iPhone as shares of rivals fall"),
        ("Russia-Ukraine Truce Talks Collapse in Geneva", "Russia-Ukraine truce talks collapse in Geneva"),
        ("TRUMP MEETS PUTIN IN ALASKA WHILE KYIV WATCHES", "Trump meets Putin in Alaska while Kyiv watches"),
    ],
)
def test_lowered(head: str, expected: str, nlp: Language) -> None:
    assert lowered(nlp, head) == expected


def test_the_body_tells_names(nlp: Language) -> None:
    body = "The vote that Hope Green lost was held in March. Then Green left the green hills, and mayor Stone spoke."
    assert lowered(nlp, "Mayor Stone Mourns Green Hills Before Vote", body) == "Mayor Stone mourns green hills before vote"


def test_a_pair_that_the_body_writes_with_capitals_stays(nlp: Language) -> None:
    body = "They met at the Lakeside Summit. The summit was short."
    assert lowered(nlp, "Leaders Leave Lakeside Summit Without Deal", body) == "Leaders leave Lakeside Summit without deal"


@pytest.mark.parametrize(
    "head",
    ["Trump says talks with Putin went well", "Mali and Niger vote", "Ex-minister wins German election, beating Scholz"],
)
def test_sentence_case_stays(head: str, nlp: Language) -> None:
    assert not is_title_case(head)
    assert lowered(nlp, head) == head


def test_sentences_of_the_body_stay(nlp: Language) -> None:
    sentence = "President Donald Trump Praised Vladimir Putin Twice."
    assert lowered(nlp, sentence, kind=BlockKind.BODY) == sentence
