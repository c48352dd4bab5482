"""Which stage lost an annotated event."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from spacy.language import Language

from benchmarks.accuracy.actors import head_word, is_same_actor
from benchmarks.accuracy.errors import Miss, main, ordered, table
from benchmarks.accuracy.stages import Dyad, Loss, Stage, Steps, lost_dyad, lost_trigger, steps
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import Lexicon, load
from kgraph.model import Article
from tests.builders import at

ENTRIES = """
Help:
  definition: Somebody helps somebody.
  plover: AID
  orientation: cooperation
  roles: {agent: {range: [Person, Organization, Place]}, patient: {range: [Person, Organization, Place]}, topic: {}}
  triggers:
    - {verb: help, frames: [{subject: agent, object: patient}]}
    - {noun: relief, when: {to: ["Country"]}, frames: [{possessive: agent, to: patient}]}
Fight:
  definition: Somebody fights somebody.
  plover: ASSAULT
  orientation: conflict
  roles: {agent: {range: [Person, Organization, Place]}, patient: {range: [Person, Organization, Place]}}
  triggers:
    - {verb: fight, frames: [{subject: agent, object: patient}]}
    - {noun: assault, frames: [{possessive: agent, "on": patient}]}
"""

# The sentence, what is annotated, and the stage that loses it (None where it is found).
DYADS: Mapping[str, tuple[str, str, str, str, Stage | None]] = {
    "found": ("Norway helped Sweden.", "AID", "Norway", "Sweden", None),
    "a part of the name": ("Norway helped the Swedish Red Cross.", "AID", "Norway", "Red Cross", None),
    "annotated the other way": ("Norway helped Sweden.", "AID", "Sweden", "Norway", Stage.WRONG_DIRECTION),
    "coded as planned": ("Norway will help Sweden.", "AID", "Norway", "Sweden", Stage.FILTERED),
    "of another root": ("Norway fought Sweden.", "AID", "Norway", "Sweden", Stage.WRONG_FRAME),
    "conditions not met": ("Norway sent relief from Sweden.", "AID", "Norway", "Sweden", Stage.WRONG_FRAME),
    "verb without entry": ("Norway cuddled Sweden.", "AID", "Norway", "Sweden", Stage.NO_TRIGGER),
    "no word of the root": ("Norway fought.", "AID", "Norway", "Norway", Stage.NO_TRIGGER),
    "argument in no role": ("Norway helped Sweden with Denmark.", "AID", "Norway", "Denmark", Stage.WRONG_FILLER),
    "in another clause": ("Norway helped Sweden when Denmark slept.", "AID", "Denmark", "Sweden", Stage.WRONG_PARSE),
    "not mentioned": ("Norway helped Sweden slowly.", "AID", "slowly", "Sweden", Stage.NO_MENTION),
}

TRIGGERS: Mapping[str, tuple[str, str, Stage | None]] = {
    "found": ("Norway helped Sweden.", "helped", None),
    "plain event": ("Norway cuddled Sweden.", "cuddled", None),
    "no word of its kind": ("Norway helped Sweden slowly.", "slowly", Stage.NO_PREDICATION),
    "noun without entry": ("The picnic pleased Sweden.", "picnic", Stage.NO_TRIGGER),
    "conditions not met": ("Norway sent relief.", "relief", Stage.WRONG_FRAME),
    "verb of a noun": ("Norway launched an assault on Sweden.", "launched", Stage.FILTERED),
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """A lexicon of two types."""
    folder = tmp_path_factory.mktemp("events")
    (folder / "types.yaml").write_text(ENTRIES, "utf-8")
    return load(folder)


@pytest.mark.parametrize(("text", "root", "source", "target", "stage"), DYADS.values(), ids=DYADS.keys())
def test_stage_that_lost_an_event_between_two(
    nlp: Language, words: Lexicon, text: str, root: str, source: str, target: str, stage: Stage | None
) -> None:
    loss = lost_dyad(Dyad(root, (at(text, source),), (at(text, target),)), _steps(text, nlp, words))
    assert (loss.stage if loss else None) == stage


@pytest.mark.parametrize(("text", "trigger", "stage"), TRIGGERS.values(), ids=TRIGGERS.keys())
def test_stage_that_lost_a_trigger(nlp: Language, words: Lexicon, text: str, trigger: str, stage: Stage | None) -> None:
    loss = lost_trigger(at(text, trigger), _steps(text, nlp, words))
    assert (loss.stage if loss else None) == stage


def test_an_event_without_annotated_actors_needs_only_its_root(nlp: Language, words: Lexicon) -> None:
    seen = _steps("Norway helped Sweden.", nlp, words)
    assert lost_dyad(Dyad("AID", (at(seen.text, "Norway"),), ()), seen) is None
    assert lost_dyad(Dyad("ASSAULT", (at(seen.text, "Norway"),), ()), seen) == Loss(
        Stage.NO_TRIGGER, "no word has an entry of the root"
    )


def test_sides_of_something_mutual_pair_in_either_order() -> None:
    text = "Norway and Sweden"
    sides = at(text, "Norway"), at(text, "Sweden")
    assert list(Dyad("CONSULT", sides, sides).pairs()) == [((sides[0],), (sides[1],)), ((sides[1],), (sides[0],))]


ACTORS = {
    "same head": ("the tall mayor of Oslo", "mayor", True),
    "half of the words": ("the city council of Oslo", "council of Oslo", True),
    "a title is no word": ("President Mara Ilves", "Mara Ilves", True),
    "another head": ("the mayor of a town near Oslo", "Oslo", False),
}


@pytest.mark.parametrize(("text", "part", "same"), ACTORS.values(), ids=ACTORS.keys())
def test_same_actor(text: str, part: str, same: bool) -> None:
    assert is_same_actor(at(text, text), at(text, part), text) is same


def test_head_word_of_a_company_is_its_name() -> None:
    text = "Brightwater Inc. of Oslo"
    assert head_word(at(text, text), text).of(text) == "Brightwater"


def test_most_frequent_stage_comes_first() -> None:
    misses = [_miss("a", Stage.NO_TRIGGER), _miss("b", Stage.WRONG_PARSE), _miss("c", Stage.WRONG_PARSE)]
    assert [miss.article for miss in ordered(misses)] == ["b", "c", "a"]
    assert table(10, misses).splitlines()[4:] == ["| wrong parse | 2 | 0.200 |", "| no trigger | 1 | 0.100 |"]


SCORER = """
import json, sys
text = "Norway thanked Sweden. Norway cuddled Denmark."
whole = [{"role": "agent", "start": 0, "end": 6}, {"role": "patient", "start": 38, "end": 45}]
gold = {"events": [{"root": "SUPPORT", "start": None, "end": None, "participants": whole}]}
print(json.dumps({"id": "a", "text": text} if sys.argv[2] == "texts" else {"id": "a", **gold}))
"""


def test_report_holds_the_sentence_the_gold_what_was_found_and_the_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scorer = tmp_path / "score.py"
    scorer.write_text(SCORER, "utf-8")
    monkeypatch.setattr("sys.argv", ["errors", "--scorer", str(scorer), "--set", "plover", "--gold", str(tmp_path), "--dry"])
    assert main() == 0
    report = capsys.readouterr().out
    assert report.startswith("1 of 1 annotated events are missed:")
    assert "a  wrong parse: the target 'Denmark'" in report
    assert "gold   SUPPORT: Norway -> Denmark" in report
    assert "found  Thanks (SUPPORT) 'thanked': agent 'Norway', patient 'Sweden'" in report


def test_report_may_not_lie_in_the_repository(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    inside = str(Path(__file__).with_name("report.txt"))
    monkeypatch.setattr("sys.argv", ["errors", "--scorer", "x", "--set", "plover", "--gold", "x", "--report", inside])
    with pytest.raises(SystemExit):
        main()
    assert "inside the repository" in capsys.readouterr().err


def _miss(key: str, stage: Stage) -> Miss:
    return Miss(key, "A sentence.", "gold", Loss(stage, "because"), ())


def _steps(text: str, nlp: Language, words: Lexicon) -> Steps:
    made = article(text, "a", "a")
    assert isinstance(made, Article)
    return next(steps(made, doc, words) for _, doc in parse([made], nlp))
