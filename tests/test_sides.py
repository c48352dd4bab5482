"""Sources and targets as event coders read them out of a report."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.coding.sides import coded
from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import TARGET_ROLES, Article

# The sentence, the event's type, and the sources and targets that coders would read.
CASES = {
    "as the graph has it": ("Norway blamed Sweden.", "Blame", {"Norway"}, {"Sweden"}),
    "mutual": ("Norway met Sweden.", "Meeting", {"Norway", "Sweden"}, {"Norway", "Sweden"}),
    "one side alone is no target of its own": ("Norway held talks.", "Discussion", {"Norway"}, set()),
    "place as target": ("Gunmen carried out attacks in Chad.", "Attack", {"Gunmen"}, {"Chad"}),
    "no place where a target is named": ("Gunmen attacked soldiers in Chad.", "Attack", {"Gunmen"}, {"soldiers"}),
    "place of an arrest": ("The reporter was arrested in Chad.", "Arrest", {"Chad"}, {"The reporter"}),
    "no place without a name": ("The reporter was arrested in a park.", "Arrest", set(), {"The reporter"}),
    "not where somebody arrests": ("Rebels arrested the reporter in Chad.", "Arrest", {"Rebels"}, {"the reporter"}),
    "not of violence": ("The reporter was attacked in Chad.", "Attack", set(), {"The reporter"}),
    "who does something in a meeting": (
        "Norway raised the price in a meeting with Chad.",
        "Meeting",
        {"Norway", "Chad"},
        {"Norway", "Chad"},
    ),
    "to whom something is done after a row": (
        "Sweden was fined after a row with Chad.",
        "Dispute",
        {"Sweden", "Chad"},
        {"Sweden", "Chad"},
    ),
    "not of a row that is known": ("Per Olsen spoke of ships in the row with Chad.", "Dispute", {"Chad"}, set()),
    "whose strike it was": ("A Turkish airstrike killed a guard.", "Killing", {"Turkish", "A Turkish airstrike"}, {"a guard"}),
    "nobody's bomb": ("A car bomb killed a guard.", "Killing", {"A car bomb"}, {"a guard"}),
    "whom the promise is for": (
        "Norway agreed to return the masks to Chad.",
        "Agree",
        {"Norway"},
        {"Chad"},
    ),
}


@pytest.mark.parametrize(("text", "kind", "sources", "targets"), CASES.values(), ids=CASES.keys())
def test_sources_and_targets(nlp: Language, text: str, kind: str, sources: set[str], targets: set[str]) -> None:
    made = article(text, "a", "a")
    assert isinstance(made, Article)
    found = next(extract(made, doc, shipped_lexicon()) for _, doc in parse([made], nlp))
    report = next(report for report in found.reports if report.type == kind)
    who = coded(report, found, shipped_lexicon())
    assert {one.span.of(text) for one in who if one.role == "agent"} == sources
    assert {one.span.of(text) for one in who if one.role in TARGET_ROLES} == targets
