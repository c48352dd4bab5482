"""What a text tells as part of a larger event."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article

WITHIN = {
    "at a summit": ("Norway and Sweden signed a treaty at the summit.", [("signed", "summit")]),
    "in an attack": ("Twelve people were killed in the attack.", [("killed", "attack")]),
    "during talks, of a noun with a verb that tells of nothing": (
        "They reached a deal on arms during talks in Oslo.",
        [("deal", "talks")],
    ),
    "what an attack did": ("The blast killed twelve people.", [("killed", "blast")]),
    "by what it was done": ("Twelve people were killed by the blast.", [("killed", "blast")]),
    "while it was done": ("Rebels bombed the town, killing two.", [("killing", "bombed")]),
    "what no attack did": ("The minister met the king, killing time.", []),
    "on the sidelines": ("The minister met the king on the sidelines of the conference.", [("met", "conference")]),
    "both still to be": ("He will resign at the conference.", [("resign", "conference")]),
    "what it is done to": ("Norway attacked the meeting.", []),
    "where it leads": ("She arrived at the summit.", []),
    "what did not happen": ("No agreement was reached at the summit.", []),
    "what is done about an attack": ("The ministry named a suspect in the bombing.", []),
    "at no event": ("Norway and Sweden signed a treaty at the castle.", []),
}


@pytest.mark.parametrize(("text", "pairs"), WITHIN.values(), ids=WITHIN.keys())
def test_what_a_text_tells_as_part_of_a_larger_event(nlp: Language, text: str, pairs: list[tuple[str, str]]) -> None:
    one = article(text, "test", "test")
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    reports = extract(one, doc, shipped_lexicon(), everything=True).reports
    found = [
        (report.trigger.of(text), reports[report.within].trigger.of(text)) for report in reports if report.within is not None
    ]
    assert found == pairs
