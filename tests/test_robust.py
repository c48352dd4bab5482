"""Odd articles, however they are made, become graphs that hold; and the programs of benchmarks/robust see what is broken."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from benchmarks.robust import invented
from benchmarks.robust.checks import problems
from benchmarks.robust.command import Ran, fault
from benchmarks.robust.folders import leftovers
from benchmarks.robust.mutations import ODD_TEXT
from benchmarks.robust.oddities import FAMILIES, Source, family_of, odd, record, written
from benchmarks.robust.outcomes import Outcome, Tally, keep, kept, table
from benchmarks.robust.prober import culprits
from benchmarks.robust.states import STATES, corpus
from kgraph.build import build
from kgraph.errors import KGraphError
from kgraph.extract import extract
from kgraph.ingest import Reading, read
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction, Span
from kgraph.rdf import graph_quads, kept_to_shapes
from kgraph.resolve import resolve
from kgraph.settings import Settings

BASE = Settings().base_iri


class Undated(Source):
    """Invented prose without headlines and dates."""

    def text(self, chance: Random) -> str:
        """Two sentences."""
        return invented.paragraph(chance, 2)


def quick(examples: int) -> settings:
    """The same examples each time, so that a test fails for a change of the code alone."""
    checks = [HealthCheck.function_scoped_fixture]
    return settings(derandomize=True, deadline=None, database=None, max_examples=examples, suppress_health_check=checks)


def extracted(path: Path, nlp: Language) -> list[Extraction]:
    """What the articles of a file say; those that cannot be read are told as errors of kgraph."""
    found = list(read([path], Reading(20_000)))
    assert found
    assert all(isinstance(item, Article | KGraphError) for item in found)
    articles = (item for item in found if isinstance(item, Article))
    return [extract(article, doc, shipped_lexicon()) for article, doc in parse(articles, nlp)]


def spans(value: object) -> Iterator[Span]:
    """All spans in what an article says."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type | Article):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


def holds(extraction: Extraction) -> None:
    """Checks that each span cites words of one block, and that the graph of the article can be made and keeps its shapes."""
    text, blocks = extraction.article.text, extraction.article.blocks
    for span in set(spans(extraction)):
        assert span.of(text) == span.of(text).strip() != "", span
        assert any(block.span.covers(span) for block in blocks), span
    assert kept_to_shapes(extraction, base_iri=BASE)[1] == ()
    assert list(graph_quads([extraction], resolve([extraction], shipped_lexicon()), base_iri=BASE, lexicon=shipped_lexicon()))


PIECES = st.one_of(
    st.integers(0, 500).map(lambda seed: invented.sentence(Random(seed))), st.sampled_from(ODD_TEXT), st.text(max_size=6)
)
TEXTS = st.tuples(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from(["", " ", "\n", "\n\n"])).map(
    lambda parts: parts[1].join(parts[0])
)


@given(TEXTS)
@example("\u202eAnsa Kordel met Tomas\u200b Vreeland in Bre\u0301nn \U0001f468\u200d\U0001f469 on Monday.")
@example("Police\u2028arrested\u2029two men\x85in\u3000Brenn.")
@quick(25)
def test_any_characters_between_words_leave_a_graph_that_holds(nlp: Language, tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(record(text))
    for extraction in extracted(path, nlp):
        holds(extraction)


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"giant"}))
def test_articles_of_each_odd_family_are_read_or_told(nlp: Language, tmp_path: Path, family: str) -> None:
    @given(st.integers(0, 100_000))
    @quick(6)
    def each(seed: int) -> None:
        path = written(seed, FAMILIES[family](Random(seed), Undated()), tmp_path)
        for extraction in extracted(path, nlp):
            if len(extraction.article.text) < 5_000:
                holds(extraction)

    each()


def test_a_build_of_odd_articles_holds_in_every_quad(tmp_path: Path) -> None:
    numbers = [number for number in range(60) if family_of(number) not in ("giant", "numbers and dates", "file names")]
    for number in numbers:
        written(number, odd(number, 3, Undated()), tmp_path / "articles")
    result = build([tmp_path / "articles"], tmp_path / "out", Settings())
    assert result.articles > 20
    assert result.articles + len(result.errors) >= len(numbers)
    assert problems(tmp_path / "out") == []


def test_a_span_that_cites_white_space_or_nothing_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Talks in Brenn\n\nAnsa Kordel met Tomas Vreeland in Brenn on Monday.\n\nThey spoke.\n", "utf-8"
    )
    build([tmp_path / "a.txt"], tmp_path / "out", Settings())
    graph = tmp_path / "out" / "graph.nq"
    text = graph.read_text("utf-8")
    for begin, end, what in ((10, 17, "block"), (9, 15, "white space"), (60, 990, "outside")):
        line = next(line for line in text.splitlines() if "denotedBy" in line and "#char=" in line)
        broken = line.rpartition("#char=")[0] + f"#char={begin},{end}> ."
        graph.write_text(f"{text}{broken}\n", "utf-8")
        assert any(what in problem.what for problem in problems(tmp_path / "out")), what


def test_the_same_seed_makes_the_same_odd_article() -> None:
    source = Source()
    assert [odd(number, 1, source) for number in range(30)] == [odd(number, 1, source) for number in range(30)]
    assert odd(0, 1, source) != odd(0, 2, source)
    assert {family_of(number) for number in range(500)} == set(FAMILIES)


def test_states_of_the_corpus_differ_from_each_other() -> None:
    states = [corpus(number, 1) for number in range(STATES)]
    assert all(one != other for i, one in enumerate(states) for other in states[:i])
    assert states[0] == corpus(0, 2)


def ran(status: int | None, err: str = "") -> Ran:
    """A command that ended so."""
    return Ran(("build",), status, b"", err, 1.0)


def test_only_a_good_end_or_a_clear_error_is_no_fault() -> None:
    assert fault(ran(0)) is None
    assert fault(ran(2, "kgraph: error: out: there is no finished graph here [no-store]\n")) is None
    assert fault(ran(2, "kgraph: error: a\nb: has two lines [no-store]\n")) is None
    silent, traced = fault(ran(2, "no luck\n")), fault(ran(0, "Traceback (most recent call last)\nValueError: no\n"))
    signalled, hung = fault(ran(-11)), fault(ran(None))
    outcomes = [found and found[0] for found in (silent, traced, signalled, hung)]
    assert outcomes == [Outcome.CRASHED, Outcome.CRASHED, Outcome.CRASHED, Outcome.HUNG]


def test_the_articles_that_fail_are_found_by_halving() -> None:
    def fails(group: Sequence[int]) -> bool:
        return bool({3, 17} & set(group)) or {40, 41} <= set(group)

    assert culprits(range(64), fails) == [range(3, 4), range(17, 18), range(40, 42)]
    assert culprits(range(4, 16), fails) == []


def test_temporary_files_are_left_over_and_others_are_not(tmp_path: Path) -> None:
    for name in (
        "store/3/000012.sst",
        "store/building/CURRENT",
        "resolution.json.99.new",
        "new-graph.nq",
        ".kgraph/new/a",
        "networks/new.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = leftovers(tmp_path)
    assert found == [".kgraph/new/a", "new-graph.nq", "resolution.json.99.new", "store/building", "store/building/CURRENT"]


def test_results_are_kept_and_shown_with_their_failures(tmp_path: Path) -> None:
    tally = Tally("python -m benchmarks.robust.run killed --seed 1")
    tally.count("a change", Outcome.HEALED)
    tally.count("a change", Outcome.WRONG, 7, "build.json differs")
    results = tally.results("killed", 0.5, 1, 90.0)
    keep(results, tmp_path)
    assert kept(tmp_path, ["corpus", "killed"]) == [results]
    assert results.failures[0].command == "python -m benchmarks.robust.run killed --seed 1 --case 7"
    lines = list(table([results]))
    assert lines[2] == "| killed | a change | 2 |  | 1 |  |  |  | 1 |  |  |"
    assert "share 0.5" in lines[-1]
