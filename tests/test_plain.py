"""What a verb that no entry of the lexicon matches says, and who takes part in what it says beside subject and object."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Report

# The lemma, and the words in each role.
SECOND_SIDES = {
    "what somebody takes part in": (
        "Anna Berg took part in the survey.",
        ("take part in", {"agent": ["Anna Berg"], "patient": ["the survey"]}),
    ),
    "what takes place does nothing to a place": (
        "The Lund rehearsal took place on Sunday.",
        ("take place", {"patient": ["The Lund rehearsal"]}),
    ),
    "a particle belongs to the verb": (
        "Anna Berg tidied up the archive.",
        ("tidy up", {"agent": ["Anna Berg"], "patient": ["the archive"]}),
    ),
    "so does the preposition that brings in whom it is done to": (
        "Anna Berg leaned on the treasurer.",
        ("lean", {"agent": ["Anna Berg"]}),
    ),
    "a name behind any preposition": (
        "Anna Berg trained at Lund University.",
        ("train at", {"agent": ["Anna Berg"], "patient": ["Lund University"]}),
    ),
    "who does something to himself does it to what stands behind the preposition": (
        "Anna Berg distanced herself from the report.",
        ("distance from", {"agent": ["Anna Berg"], "patient": ["the report"]}),
    ),
    "to whom, beside an object": (
        "Anna Berg passed the torch to Emil Lund.",
        ("pass", {"agent": ["Anna Berg"], "patient": ["the torch"], "recipient": ["Emil Lund"]}),
    ),
    "as what": (
        "Emil Lund billed Anna Berg as a genius.",
        ("bill", {"agent": ["Emil Lund"], "patient": ["Anna Berg"], "position": ["a genius"]}),
    ),
    "to do what": (
        "Anna Berg trained Emil Lund to sing.",
        ("train", {"agent": ["Anna Berg"], "patient": ["Emil Lund"], "topic": ["to sing"]}),
    ),
    "a time and a set phrase are no sides": (
        "Anna Berg polished the brass with ease on Sunday.",
        ("polish", {"agent": ["Anna Berg"], "patient": ["the brass"]}),
    ),
}


@pytest.mark.parametrize(("text", "expected"), SECOND_SIDES.values(), ids=SECOND_SIDES)
def test_a_plain_event_has(nlp: Language, text: str, expected: tuple[str, dict[str, list[str]]]) -> None:
    assert (expected[0], expected[1]) in _told(nlp, text)


def test_what_has_been_done_was_done(nlp: Language) -> None:
    assert ("reroute", {"patient": ["The parade"]}) in _told(nlp, "The parade has been rerouted.")


def test_what_is_set_to_happen_has_not_been_set(nlp: Language) -> None:
    assert not [lemma for lemma, _ in _told(nlp, "Anna Berg is poised to sing.") if lemma == "poise"]


def test_who_is_compared_acts_on_nobody(nlp: Language) -> None:
    assert not [lemma for lemma, _ in _told(nlp, "Compared to Norway, Sweden is warm.") if lemma.startswith("compare")]


# The type, and the words in each role.
BEYOND = {
    "what a claim says": (
        "The mill denied reports that it would close.",
        ("Denial", {"agent": ["The mill"], "patient": ["reports"], "topic": ["that it would close"]}),
    ),
    "what a plan is to do": (
        "Anna Berg opposed the plan to drain the lake.",
        ("Reject", {"agent": ["Anna Berg"], "topic": ["to drain the lake"]}),
    ),
    "by how much": ("Exports rose 4%.", ("Increase", {"patient": ["Exports"], "amount": ["4%"]})),
    "the other side of what somebody faces": (
        "The bakery is facing a dispute with its union.",
        ("Dispute", {"agent": ["The bakery", "its union"]}),
    ),
    "who achieves what a noun says": (
        "Norway returned to the top with a narrow win over Sweden.",
        ("Win", {"agent": ["Norway"], "patient": ["Sweden"]}),
    ),
    "those whom a group includes by name": (
        "Several banks, including Handelsbank and Nordea, criticised the tax.",
        ("Criticism", {"agent": ["Several banks", "Handelsbank", "Nordea"]}),
    ),
    "the role of another frame": (
        "Norway agreed a deal with Sweden to share the river.",
        ("Agreement", {"agent": ["Norway", "Sweden"]}),
    ),
}


@pytest.mark.parametrize(("text", "expected"), BEYOND.values(), ids=BEYOND)
def test_an_event_has_beyond_its_frame(nlp: Language, text: str, expected: tuple[str, dict[str, list[str]]]) -> None:
    kind, roles = expected
    found = [report for report in _reports(nlp, text) if shipped_lexicon().is_a(report.type, kind)]
    assert any(_roles(report, text).items() >= roles.items() for report in found), [_roles(report, text) for report in found]


def _told(nlp: Language, text: str) -> list[tuple[str, dict[str, list[str]]]]:
    return [(report.lemma, _roles(report, text)) for report in _reports(nlp, text) if report.type == "Event"]


def _roles(report: Report, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in report.participants:
        found.setdefault(part.role, []).append(part.span.of(text))
    return found


def _reports(nlp: Language, text: str) -> tuple[Report, ...]:
    one = article(text, "test", "test")
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    return extract(one, doc, shipped_lexicon()).reports
