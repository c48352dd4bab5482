"""What somebody says is the topic of the report that says so, wherever the verb stands."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article

TOPICS = {
    "a verb in the middle": (
        "Bread prices, Ms Halden says, will fall by the summer.",
        ["Bread prices, Ms Halden says, will fall by the summer"],
    ),
    "a verb behind the first word": (
        "Eventually, Olsen says, the ferries will run at night.",
        ["Eventually, Olsen says, the ferries will run at night"],
    ),
    "a verb behind a conjunction": (
        "But, says Nils Orme, head of research at Kelvia, it was not the engine that failed.",
        ["it was not the engine that failed"],
    ),
    "a clause behind the verb is no word of it": (
        "Forty trains were cancelled in May, Orme said, with the northern line hit most.",
        ["Forty trains were cancelled in May"],
    ),
    "a source that the article names": (
        "The mill will close in May, according to Nils Orme.",
        ["The mill will close in May"],
    ),
    "a question": (
        '"If you have closed the school, how can you open the road?" lawyer Mira Desh said.',
        ["If you have closed the school, how can you open the road?"],
    ),
    "a shout": ('"We won!" shouted Ann Olsen.', ["We won!"]),
    "what was done before speaking": (
        '"We need to think faster than this," Olsen told the paper, after giving a talk at the museum.',
        ["We need to think faster than this"],
    ),
    "a quotation of two sentences": (
        'Ivo Brant said: "The pool here is fantastic. But the roof is old and it will leak."',
        ["The pool here is fantastic. But the roof is old and it will leak"],
    ),
    "a quotation that goes on behind its speaker": (
        '"The dam is past its best," said Anna Moe. "It will have to go."\n\n"We have told them twice."',
        ["The dam is past its best", "It will have to go", "We have told them twice"],
    ),
    "marks within": ("\"They did not see 'the light',\" Olsen said.", ["They did not see 'the light'"]),
    "a clause after the verb": ("Olsen said that the line would close.", ["that the line would close"]),
    "a share": ("Olsen said prices fell by 30%.", ["prices fell by 30%"]),
    "quoted words at its start": ('Olsen said "the old plan" was mad.', ['"the old plan" was mad']),
    "what another says beside it is none of it": (
        "Olsen said the pier was safe, while Brandt said nothing.",
        ["the pier was safe"],
    ),
    "a sentence before it that only stands beside it is none of it": (
        "The ferry sank in the night, Olsen said it had been old.",
        ["it had been old"],
    ),
    "what somebody is quoted as saying": (
        "Ivo Brant was quoted in a magazine as saying the harp was lost.",
        ["the harp was lost"],
    ),
    "quoted words of a phrase": ('Olsen asked the crew to "stay calm".', ['to "stay calm"']),
}


@pytest.mark.parametrize(("text", "topics"), TOPICS.values(), ids=TOPICS)
def test_what_is_said_is_the_topic(nlp: Language, text: str, topics: list[str]) -> None:
    ((read, doc),) = parse([_article(text)], nlp)
    extraction = extract(read, doc, shipped_lexicon())
    said = next(report for report in extraction.reports if report.lemma in ("say", "shout", "tell", "ask", "accord"))
    assert [topic.span.of(text) for topic in said.fillers("topic")] == topics


def _article(text: str) -> Article:
    found = article(text, "test", "test")
    assert isinstance(found, Article)
    return found
