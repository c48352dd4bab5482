"""Counting by rule: which joins are right, which are wrong, and which nobody can tell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.accuracy.by_rule import Join, Verdict, chain_joins, main, measure, report, table, wrong
from benchmarks.accuracy.run import of_names, with_section
from kgraph.model import ChainRef, Entity, Merge

A, B, C, D = (ChainRef(name, 0) for name in "abcd")

# A scorer as small as it can be: mentions are found in the gold by equal spans.
SCORER = {
    "score.py": """
import json
from set_gum import read
for gold in read(None):
    print(json.dumps({"id": gold.doc.id, "text": gold.doc.text}))
""",
    "spans.py": """
def by_head(text):
    return None

def align(golds, preds, match):
    return {golds.index(span): number for number, span in enumerate(preds) if span in golds}
""",
    "set_gum.py": '''
from types import SimpleNamespace

TEXT = """Anna Berg met Carl Ek on Monday. Berg praised Ek. Ek thanked her. He left. Berg stayed."""

def mention(words, chain, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return SimpleNamespace(span=(start, start + len(words)), entity=chain)

def read(path):
    mentions = [
        mention("Anna Berg", "berg"), mention("Berg", "berg", 1), mention("her", "berg"),
        mention("Carl Ek", "ek"), mention("Ek", "berg", 1), mention("Ek", "ek", 2), mention("He", None),
    ]
    part = (0, TEXT.index("Berg stayed"))
    return [SimpleNamespace(doc=SimpleNamespace(id="one", text=TEXT, mentions=mentions), scope=(part,))]
''',
}


@pytest.fixture
def scorer(tmp_path: Path) -> Iterator[Path]:
    """The scorer's program, with its modules beside it, which nobody knows of afterwards."""
    for name, text in SCORER.items():
        (tmp_path / name).write_text(text, "utf-8")
    before = list(sys.path)
    yield tmp_path / "score.py"
    sys.path[:] = before
    for name in ("spans", "set_gum"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [("x", "x", Verdict.RIGHT), ("x", "y", Verdict.WRONG), ("x", None, Verdict.UNKNOWN), (None, None, Verdict.UNKNOWN)],
)
def test_what_the_gold_says_of_a_join(one: str | None, other: str | None, verdict: Verdict) -> None:
    assert Join("pronoun", one, other).verdict is verdict


def test_a_table_has_each_rule_once_the_most_frequent_first() -> None:
    joins = [Join("pronoun", "x", "x"), Join("pronoun", "x", "y"), Join("pronoun", "x", None), Join("acronym", None, "y")]
    assert table(joins, {"acronym": "initials"}).splitlines()[2:] == [
        "| pronoun |  | 1 | 1 | 1 | 0.500 |",
        "| acronym | initials | 0 | 0 | 1 | - |",
        "| all |  | 1 | 1 | 2 | 0.500 |",
    ]


def test_a_chain_is_held_against_the_one_that_it_met() -> None:
    merges = (Merge(A, "first"), Merge(B, "same name", A), Merge(C, "same alias", B))
    gold = {A: "x", B: "x", C: "y"}
    assert [(join.rule, join.verdict) for join in chain_joins([Entity("e", "e", "Person", merges)], gold)] == [
        ("same name", Verdict.RIGHT),
        ("same alias", Verdict.WRONG),
    ]


def test_chains_that_met_an_authority_entry_are_held_against_the_first_of_them() -> None:
    merges = (Merge(A, "same name", B), Merge(B, "known name"), Merge(C, "known surname"), Merge(D, "known name"))
    gold = {A: "x", B: "x", C: "y"}
    assert [(join.rule, join.verdict) for join in chain_joins([Entity("e", "e", "Person", merges)], gold)] == [
        ("same name", Verdict.RIGHT),
        ("known surname", Verdict.WRONG),
        ("known name", Verdict.UNKNOWN),
    ]


def test_the_joins_of_an_article_are_counted_as_far_as_it_is_annotated(scorer: Path) -> None:
    within, over = measure(scorer, "gum", scorer)
    assert over == []
    found = {(join.rule, join.words.split(" = ")[0].split(" ", 1)[1]): join.verdict for join in within}
    assert found["short name", "'Berg'"] is Verdict.RIGHT
    assert found["pronoun", "'her'"] is Verdict.RIGHT
    assert found["pronoun", "'He'"] is Verdict.UNKNOWN
    assert Verdict.WRONG in {join.verdict for join in within if "'Ek'" in join.words}
    assert len(within) == 5
    assert all(words.startswith("one:") for words in wrong(within, "short name"))
    assert "Chains of several articles" not in report(within, over)


@pytest.mark.parametrize("missing", ["--scorer", "--gold"])
def test_what_does_not_exist_is_named(
    scorer: Path, missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {"--scorer": str(scorer), "--gold": str(scorer), missing: "/nowhere"}
    monkeypatch.setattr(sys, "argv", ["by_rule", "--set", "gum", *(word for pair in paths.items() for word in pair)])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "/nowhere does not exist" in capsys.readouterr().err


def test_a_section_is_replaced_where_it_stands() -> None:
    document = "# Accuracy\n\n### gum: a\n\nold\n\n### gum by rule: a\n\nkept\n\n## End\n"
    assert with_section(document, "gum: a", "new") == document.replace("old", "new")
    assert with_section(document, "gap: b", "new") == document + "\n### gap: b\n\nnew\n"


def test_names_alone_are_left() -> None:
    lines = (
        '{"id": "a", "mentions": [{"start": 0, "kind": "name"}, {"start": 9, "kind": "nominal"}]}\n{"id": "b", "mentions": []}\n'
    )
    assert of_names(lines) == '{"id": "a", "mentions": [{"start": 0, "kind": "name"}]}\n{"id": "b", "mentions": []}\n'
