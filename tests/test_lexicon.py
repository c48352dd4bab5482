"""Every event type is found in its own example sentences, with its roles filled by the right words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from kgraph.lexicon import Example, lexicon, load
from spacy.language import Language

from kgraph.errors import LexiconError
from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.model import Article, Extraction
from scripts.lint import faults

GOLD = Path(__file__).parent / "gold"
EXAMPLES = {f"{name}: {example.text}": (name, example) for name, kind in lexicon().types.items() for example in kind.examples}


@cache
def known_misses() -> frozenset[str]:
    """The examples that are not found yet, a line each."""
    lines = (GOLD / "lexicon_misses.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="session")
def extracted(nlp: Language) -> dict[str, Extraction]:
    """The extraction of each example sentence."""
    texts = sorted({example.text for _, example in EXAMPLES.values()})
    found = [article(text, text, "example") for text in texts]
    articles = [item for item in found if isinstance(item, Article)]
    assert len(articles) == len(texts)
    return {one.text: extract(one, doc, lexicon()) for one, doc in parse(articles, nlp)}


@pytest.mark.parametrize("key", EXAMPLES)
def test_example(extracted: dict[str, Extraction], key: str, request: pytest.FixtureRequest) -> None:
    if key in known_misses():
        request.applymarker(pytest.mark.xfail(strict=True, reason="known miss"))
    name, example = EXAMPLES[key]
    extraction = extracted[example.text]
    found = [report for report in extraction.reports if lexicon().is_a(report.type, name)]
    assert found, [(report.type, report.lemma) for report in extraction.reports]
    assert any(_fills(extraction, index, example) for index in (report.id for report in found)), [
        [(p.role, p.span.of(example.text)) for p in report.participants] for report in found
    ]


def _fills(extraction: Extraction, report: int, example: Example) -> bool:
    text = extraction.article.text
    participants = extraction.reports[report].participants
    return all(any(p.role == role and p.head.of(text) in words for p in participants) for role, words in example.fillers)


def test_every_type_with_triggers_has_an_example() -> None:
    with_triggers = {trigger.type for group in lexicon().triggers.values() for trigger in group}
    assert {name for name in with_triggers if not lexicon().types[name].examples} == set()


def test_the_lexicon_has_no_faults() -> None:
    assert faults(lexicon()) == ()


HEAD = "Help:\n  label: help\n  definition: Helps.\n  roles: {agent: {}, patient: {}}\n  triggers:\n"
OTHER = "Nurse:\n  label: nursing\n  definition: Nurses.\n  roles: {agent: {}, patient: {}}\n  triggers:\n"
TESTED = "  examples: [{text: Anna helped Carl., agent: Anna}]\n"
FAULTS = [
    ("no example", HEAD + "    - {verb: help, frames: [{subject: agent}]}\n", "Help: no sentence tests it"),
    (
        "two types for one frame",
        HEAD
        + "    - {verb: tend, frames: [{subject: agent, object: patient}]}\n"
        + TESTED
        + OTHER
        + "    - {verb: tend, frames: [{object: patient, subject: agent}]}\n"
        + TESTED,
        "Help (verb tend) and Nurse (verb tend): both claim the frame of subject, object",
    ),
    (
        "two types for one object",
        HEAD
        + "    - {verb: tend, when: {object: [man, wound]}, frames: [{subject: agent, object: patient}]}\n"
        + TESTED
        + OTHER
        + "    - {verb: tend, when: {object: [wound, child]}, frames: [{subject: agent, object: patient}]}\n"
        + TESTED,
        "both claim the frame of subject, object; object: wound",
    ),
    (
        "out of reach",
        HEAD + "    - {verb: tend, when: {object: [bar]}, unless: {object: [bar, shop]}, frames: [{subject: agent}]}\n" + TESTED,
        "Help (verb tend): everything that it wants as its object it forbids as well",
    ),
]


@pytest.mark.parametrize(("text", "fault"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_faults_are_named(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "care.yaml").write_text(text, "utf-8")
    (found,) = faults(load(tmp_path))
    assert fault in found


def test_a_finer_type_may_claim_the_frame_of_its_parent(tmp_path: Path) -> None:
    nurse = OTHER.replace("  label", "  parent: Help\n  label") + "    - {verb: tend, frames: [{subject: agent}]}\n" + TESTED
    (tmp_path / "care.yaml").write_text(HEAD + "    - {verb: tend, frames: [{subject: agent}]}\n" + TESTED + nurse, "utf-8")
    assert faults(load(tmp_path)) == ()


def test_known_misses_are_examples() -> None:
    assert known_misses() - EXAMPLES.keys() == frozenset()


def test_lexicon_is_large_enough() -> None:
    senses = [trigger for group in lexicon().triggers.values() for trigger in group]
    assert sum(trigger.pos == "verb" for trigger in senses) >= 1000
    assert sum(trigger.pos == "noun" for trigger in senses) >= 600


def test_all_sixteen_roots_of_plover_are_there() -> None:
    roots = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
    assert set(roots.split()) <= {kind.plover for kind in lexicon().types.values() if kind.parent is None}


BROKEN = {
    "unknown key": ("Meet:\n  definition: x\n  colour: red\n", "colour"),
    "unknown parent": ("Meet:\n  definition: x\n  parent: Talk\n", "Talk"),
    "no definition": ("Meet:\n  label: x\n", "definition"),
    "bad name": ("meet-up:\n  definition: x\n", "CamelCase"),
    "unknown function": (
        "Meet:\n  definition: x\n  roles: {agent: {}}\n  triggers:\n    - {verb: meet, frames: [{wth: agent}]}\n",
        "wth",
    ),
    "unknown role": (
        "Meet:\n  definition: x\n  roles: {agent: {}}\n  triggers:\n    - {verb: meet, frames: [{with: guest}]}\n",
        "guest",
    ),
    "unknown type in alike": ("Meet:\n  definition: x\n  alike: [Talk]\n", "Talk"),
    "no preposition in encloses": ("Meet:\n  definition: x\n  encloses: [hat]\n", "hat"),
    "unknown type in encloses": ("Meet:\n  definition: x\n  encloses: {in: [Talk]}\n", "Talk"),
    "unknown range": ("Meet:\n  definition: x\n  roles: {agent: {range: [Persn]}}\n", "Persn"),
    "unknown word set": (
        "Meet:\n  definition: x\n  roles: {agent: {}}\n  triggers:\n    - {verb: meet, frames: [{with: agent}], when: {object: ['@no']}}\n",
        "@no",
    ),
}


@pytest.mark.parametrize(("text", "named"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_entry_is_named_with_file_and_line(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "broken.yaml").write_text(f"# a comment\n{text}", "utf-8")
    with pytest.raises(LexiconError, match=rf"broken\.yaml:2: .*{named}"):
        load(tmp_path)


def test_type_that_stands_twice_is_named_with_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Meet:\n  definition: x\n", "utf-8")
    (tmp_path / "b.yaml").write_text("\nMeet:\n  definition: x\n", "utf-8")
    with pytest.raises(LexiconError, match=r"b\.yaml:2: Meet stands here and at a\.yaml:1"):
        load(tmp_path)
