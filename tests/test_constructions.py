"""The sentences of tests/gold/constructions.yaml, and how many of them kgraph has to read as they are meant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language

from benchmarks.accuracy.constructions import FILE, Case, cases, holds, table

ENOUGH = 150
FLOOR = 0.95
CASES = cases()


def _marked(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="known miss")] if case.missed else []
    return pytest.param(case, marks=marks, id=case.name)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_a_sentence_is_read_as_it_is_meant(nlp: Language, case: Case) -> None:
    assert holds(case, nlp)


def test_there_are_enough_sentences_of_each_construction() -> None:
    counts = Counter((case.part, case.construction) for case in CASES)
    assert len(CASES) >= ENOUGH
    assert min(counts.values()) >= 3


def test_few_are_known_misses() -> None:
    """Each miss is a strict xfail above, so the share of the others is the share that holds."""
    assert sum(not case.missed for case in CASES) / len(CASES) >= FLOOR


def test_a_wrong_reading_does_not_hold(nlp: Language, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        'time: {weekday: [["They met on Friday.", "Friday", "2025-08-22"], ["They met on Friday.", "met", "2025-08-22..2025-08-22"]]}\n'
        'factuality: {plain: [["They met.", "met", "negative", "actual"]]}\n'
        'attribution: {said: [["They said that it rained.", "He", "that it rained", "indirect"]]}\n',
        encoding="utf-8",
    )
    assert [holds(case, nlp) for case in cases(wrong)] == [False] * 4


def test_the_table_counts_by_construction() -> None:
    first, second = Case("time", "decades", 1, (), missed=False), Case("time", "decades", 2, (), missed=False)
    lines = list(table({first: True, second: False}))
    assert "| time | decades | 2 | 1 | 0.500 |" in lines
    assert lines[-1] == "| all |  | 2 | 1 | 0.500 |"


def test_every_known_miss_names_a_case() -> None:
    named = sum(line.startswith("  - [") for line in FILE.read_text("utf-8").splitlines())
    assert sum(case.missed for case in CASES) == named
