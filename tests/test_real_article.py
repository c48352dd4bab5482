"""A real article as it came off the web: the facts that a reader takes from it, each with its words. Skipped where it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.build import build, extractions, resolution
from kgraph.extract import extract
from kgraph.ingest import read
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Event, Extraction, Factuality, Modality, Polarity, Report, Resolution
from kgraph.settings import Settings

TRUMP, PUTIN, ZELENSKYY = "Donald Trump", "Vladimir Putin", "Volodymyr Zelenskyy"

# Type, who by role, a word of the sentence that tells of it, polarity, modality.
FACTS = {
    "the two met in Alaska": ("Meeting", {"agent": {TRUMP, PUTIN}, "place": {"Alaska"}}, "Summit between", "+", "actual"),
    "Putin invited Trump": (
        "Invitation",
        {"agent": {PUTIN}, "addressee": {TRUMP}, "topic": {"Moscow"}},
        "inviting",
        "+",
        "actual",
    ),
    "Trump blamed Zelenskyy": ("Blame", {"agent": {TRUMP}, "patient": {ZELENSKYY}}, "partial blame", "+", "actual"),
    "Trump berated Zelenskyy": (
        "Criticism",
        {"agent": {TRUMP}, "patient": {ZELENSKYY}, "place": {"Oval Office"}},
        "berated",
        "+",
        "actual",
    ),
    "Trump reduced support to Kyiv": ("ReduceAid", {"agent": {TRUMP}, "patient": {"Kyiv"}}, "reduced", "+", "actual"),
    "Putin applauded": ("Praise", {"agent": {PUTIN}}, "applauding", "+", "actual"),
    "the West tried to isolate Putin": ("Isolation", {"patient": {PUTIN}}, "isolate", "+", "possible"),
    "Trump pledged to end the war": ("Promise", {"agent": {TRUMP}}, "pledged", "+", "actual"),
    "Trump promised more talks": ("PledgeTalks", {"agent": {TRUMP}}, "more talks", "+", "actual"),
    "no ceasefire": ("Ceasefire", {}, "no ceasefire", "-", "actual"),
    "no sanctions relief": ("EaseSanctions", {}, "no sanctions relief", "-", "actual"),
    "no concessions": ("Concede", {}, "without concessions", "-", "actual"),
}
# Trigger words of what the article says did not happen.
NEGATED = ("secure", "extract", "push", "bring", "strengthen", "ceasefire", "relief", "concessions")


@pytest.fixture(scope="module")
def source(shared_articles: Path) -> Path:
    return shared_articles / "alaska-summit.txt"


@pytest.fixture(scope="module")
def extraction(source: Path, nlp: Language) -> Extraction:
    (one,) = read([source])
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    return extract(one, doc, shipped_lexicon(), everything=True)


@pytest.fixture(scope="module")
def resolved(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Resolution:
    folder = tmp_path_factory.mktemp("real")
    build([source], folder, Settings())
    assert len(list(extractions(folder))) == 1
    return resolution(folder)


@pytest.mark.parametrize(("kind", "roles", "words", "sign", "modality"), FACTS.values(), ids=FACTS.keys())
def test_fact(extraction: Extraction, kind: str, roles: dict[str, set[str]], words: str, sign: str, modality: str) -> None:
    found = [report for report in _told_by(extraction, words) if shipped_lexicon().is_a(report.type, kind)]
    polarity = Polarity.POSITIVE if sign == "+" else Polarity.NEGATIVE
    fitting = [report for report in found if report.polarity is polarity and report.modality is Modality(modality)]
    assert any(all(names <= _fillers(extraction, report, role) for role, names in roles.items()) for report in fitting), found


@pytest.mark.parametrize("word", NEGATED)
def test_what_did_not_happen(extraction: Extraction, word: str) -> None:
    text = extraction.article.text
    assert any(report.polarity is Polarity.NEGATIVE for report in extraction.reports if report.trigger.of(text) == word)


def test_the_invitation_is_told_twice_and_is_one(resolved: Resolution) -> None:
    (invitation,) = _events(resolved, "Invitation")
    assert len(invitation.reports) == 2
    assert invitation.factuality is Factuality.HAPPENED


@pytest.mark.parametrize("name", [TRUMP, PUTIN, ZELENSKYY])
def test_one_node_each(resolved: Resolution, name: str) -> None:
    surname = name.split()[-1]
    assert [
        entity.name for entity in resolved.entities if entity.named and surname in (entity.name + " ".join(entity.aliases))
    ] == [name]


@pytest.mark.parametrize("words", ["ALSO READ", "Neerja", "Mishra", "Empty Promises", "Test of", "B-2", "Categories"])
def test_furniture_is_no_entity(resolved: Resolution, words: str) -> None:
    assert [entity for entity in resolved.entities if words in " ".join((entity.name, *entity.aliases))] == []


def _told_by(extraction: Extraction, words: str) -> list[Report]:
    text = extraction.article.text
    return [report for report in extraction.reports if words in report.sentence.of(text)]


def _fillers(extraction: Extraction, report: Report, role: str) -> set[str]:
    chains = {participant.chain for participant in report.participants if participant.role == role}
    return {chain.name for chain in extraction.chains if chain.id in chains}


def _events(resolved: Resolution, kind: str) -> list[Event]:
    return [event for event in resolved.events if shipped_lexicon().is_a(event.type, kind)]
