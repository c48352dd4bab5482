"""What users say of events holds over what the rules say, and each report keeps its reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.cli import main
from kgraph.cli.output import OK
from kgraph.errors import CorrectionError, KGraphError
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Event, Extraction, Resolution
from kgraph.resolve import resolve
from kgraph.resolve.corrections import read_corrections
from kgraph.resolve.reasons import CORRECTED, FIRST
from tests.test_resolve import person, told

ANNA, CARL, DORA = person("Anna Berg"), person("Carl Ek"), person("Dora Falk")
ARREST = ("Arrest", {"agent": [0], "patient": [1]})
MEETING = ("Meeting", {"agent": [0, 1]})


def articles(*made: Extraction) -> list[Extraction]:
    """The articles, found under a.txt, b.txt ..."""
    return [replace(e, article=replace(e.article, key=f"{'abcdef'[n]}.txt")) for n, e in enumerate(made)]


REPRINTED = articles(*(told(f"{n:08}", [ANNA, CARL], ARREST) for n in range(3)))
"""Three articles that report one arrest in one sentence."""
STRANGERS = articles(told("00000000", [ANNA, CARL], ARREST), told("00000001", [ANNA, DORA], MEETING))
"""Two articles that report different things."""


def corrected(text: str, folder: Path, made: list[Extraction]) -> tuple[Resolution, list[str]]:
    """The resolution with these corrections, and the warnings; the order of the articles does not matter."""
    (folder / "corrections.yaml").write_text(text, "utf-8")
    corrections = read_corrections(folder / "corrections.yaml")
    warnings: list[KGraphError] = []
    found = resolve(made, shipped_lexicon(), corrections=corrections, warn=warnings.append)
    assert resolve(made[::-1], shipped_lexicon(), corrections=corrections) == found
    return found, [str(warning) for warning in warnings]


def houses(found: Resolution) -> list[list[str]]:
    """The articles of each event, by the last digit of their ids."""
    return sorted(sorted(ref.article[-1] for ref in event.reports) for event in found.events)


def reasons(event: Event) -> list[str]:
    return [merge.rule for merge in event.merges]


def test_one_sentence_in_three_articles_is_one_event(tmp_path: Path) -> None:
    found, _ = corrected("[]", tmp_path, REPRINTED)
    assert houses(found) == [["0", "1", "2"]]


def test_what_is_not_one_event_is_told_apart(tmp_path: Path) -> None:
    found, warnings = corrected("- not same event: [Arrest @ a.txt, Arrest @ c.txt]\n", tmp_path, REPRINTED)
    assert (houses(found), warnings) == ([["0", "1"], ["2"]], [])
    for event in found.events:
        assert [merge.report for merge in event.merges] in ([], list(event.reports))
        assert reasons(event).count(FIRST) == (len(event.reports) > 1)


def test_a_report_is_taken_out_of_the_event_that_it_is_part_of(tmp_path: Path) -> None:
    (event,) = corrected("[]", tmp_path, REPRINTED)[0].events
    found, _ = corrected(f"- not same event: [{event.id}, Arrest @ b.txt]\n", tmp_path, REPRINTED)
    assert houses(found) == [["0", "2"], ["1"]]


def test_no_two_of_a_list_are_one_event(tmp_path: Path) -> None:
    text = "not same event: [Arrest @ a.txt, Arrest @ b.txt, Arrest @ c.txt]\n"
    assert houses(corrected(text, tmp_path, REPRINTED)[0]) == [["0"], ["1"], ["2"]]


def test_what_is_one_event_comes_together(tmp_path: Path) -> None:
    assert houses(corrected("[]", tmp_path, STRANGERS)[0]) == [["0"], ["1"]]
    found, warnings = corrected("- same event: [Arrest @ a.txt, Meeting @ b.txt]\n", tmp_path, STRANGERS)
    (event,) = found.events
    assert (reasons(event), warnings) == ([FIRST, CORRECTED], [])
    assert event.merges[1].met == event.reports[0]
    assert {role.entity for role in event.roles} >= {"person/anna-berg"}


def test_events_are_meant_by_their_ids(tmp_path: Path) -> None:
    one, other = (event.id for event in corrected("[]", tmp_path, STRANGERS)[0].events)
    assert len(corrected(f"same event: [{one}, {other}]\n", tmp_path, STRANGERS)[0].events) == 1


def test_what_fits_nothing_is_a_warning(tmp_path: Path) -> None:
    found, warnings = corrected("- same event: [arrest/nobody/undated, Arrest @ a.txt, Sale @ b.txt]\n", tmp_path, STRANGERS)
    assert houses(found) == [["0"], ["1"]]
    assert [w.split(": ", 1)[1] for w in warnings] == [
        "no event has the id 'arrest/nobody/undated', and no article has a report of that word",
        "no event has the id 'Sale @ b.txt', and no article has a report of that word",
    ]
    assert all(":1: " in warning for warning in warnings)


def test_a_word_of_several_events_is_a_warning(tmp_path: Path) -> None:
    twice = articles(told("00000000", [ANNA, CARL, DORA], ARREST, ("Arrest", {"agent": [0], "patient": [2]})), STRANGERS[1])
    found, (warning,) = corrected("- same event: [Arrest @ a.txt, Meeting @ b.txt]\n", tmp_path, twice)
    assert "'Arrest @ a.txt' is reported of several events: ['arrest/" in warning
    assert len(found.events) == 3


def test_one_event_that_is_kept_apart_is_an_error(tmp_path: Path) -> None:
    text = "- not same event: [Arrest @ a.txt, Arrest @ b.txt]\n- same event: [Arrest @ b.txt, Arrest @ a.txt]\n"
    with pytest.raises(CorrectionError, match=r"yaml:2: \['Arrest @ b.txt', 'Arrest @ a.txt'\] are one here but kept apart"):
        corrected(text, tmp_path, REPRINTED)


def test_corrections_of_entities_are_applied_beside_those_of_events(tmp_path: Path) -> None:
    text = "- same: [Anna Berg, Dora Falk]\n- same event: [Arrest @ a.txt, Meeting @ b.txt]\n"
    found, _ = corrected(text, tmp_path, STRANGERS)
    assert len(found.events) == 1
    assert not any(entity.name == "Dora Falk" for entity in found.entities)


def test_a_word_is_meant_as_it_stands_or_by_its_lemma_or_type(tmp_path: Path) -> None:
    setting_up = replace(STRANGERS[0].reports[0], lemma="act up")
    made = [replace(STRANGERS[0], reports=(setting_up,)), STRANGERS[1]]
    word = setting_up.trigger.of(made[0].article.text)
    for name in (word, word.upper(), f"{word} up", "act up", "arrest"):
        found, warnings = corrected(f"same event: [{name} @ a.txt, meeting @ b.txt]\n", tmp_path, made)
        assert (len(found.events), warnings) == (1, []), name


FIRE = (
    "Fire in Brodna\n\nDate: 2025-03-04\n\nA fire destroyed the old cannery beside the harbour of Brodna on Monday night.\n",
    "Cannery burns\n\nDate: 2025-03-05\n\nA fire destroyed the old cannery beside the harbour of Brodna late on Monday night.\n",
)


@pytest.fixture
def fires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles that report one fire, which is also the working folder."""
    (tmp_path / "articles").mkdir()
    for name, text in zip(("fire.txt", "cannery.txt"), FIRE, strict=True):
        (tmp_path / "articles" / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_explain_says_why_reports_are_one_event(fires: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kgraph.build import resolution

    assert main(["build", "articles", "-o", "out", "--only", "graph"]) == OK
    (event,) = (event for event in resolution(fires / "out").events if len(event.reports) > 1)
    capsys.readouterr()
    assert main(["explain", event.id, "-d", "out"]) == OK
    said = capsys.readouterr().out
    assert said.startswith(f"{event.id}: {event.label} ({event.type}), 2 reports in 2 articles\n")
    assert "first: The first report of its event." in said
    assert "reprint: Nearly the same sentence. It met: [destroyed] in " in said
    assert "cannery" in said.split("both say: ")[1].splitlines()[0]
    assert "A fire [destroyed] the old cannery" in said
    assert main(["explain", event.label.upper(), "-d", "out"]) == OK
    assert capsys.readouterr().out == said


def test_a_build_reads_corrections_of_events(fires: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kgraph.build import resolution

    def sizes() -> list[int]:
        return sorted(len(event.reports) for event in resolution(fires / "out").events)

    command = ["build", "articles", "-o", "out", "--only", "graph"]
    assert main(command) == OK
    before = sizes()
    (fires / "corrections.yaml").write_text("not same event: [destroyed @ fire.txt, destroyed @ cannery.txt]\n", "utf-8")
    assert main(command) == OK
    assert sum(sizes()) == sum(before)
    assert len(sizes()) == len(before) + 1
    (fires / "corrections.yaml").unlink()
    assert main(command) == OK
    assert sizes() == before
    capsys.readouterr()


def test_one_article_more_changes_nothing_of_what_is_corrected(fires: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kgraph.build import resolution

    (fires / "corrections.yaml").write_text("same event: [destroyed @ fire.txt, visited @ visit.txt]\n", "utf-8")
    (fires / "articles" / "visit.txt").write_text("A visit\n\nDate: 2025-03-09\n\nAnna Berg visited Carl Ek in Oslo.\n", "utf-8")
    assert main(["build", "articles", "-o", "grown", "--only", "graph"]) == OK
    text = "Night\n\nDate: 2025-03-06\n\nA fire destroyed the old cannery beside the harbour of Brodna on Monday night, the mayor said.\n"
    (fires / "articles" / "night.txt").write_text(text, "utf-8")
    for out in ("grown", "fresh"):
        assert main(["build", "articles", "-o", out, "--only", "graph"]) == OK
    grown, fresh = resolution(fires / "grown"), resolution(fires / "fresh")
    assert grown == fresh
    (joined,) = (event for event in grown.events if any(merge.rule == CORRECTED for merge in event.merges))
    assert len(joined.reports) == 4
    capsys.readouterr()
