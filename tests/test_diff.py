"""What `kgraph diff` says of two builds: of the same articles, of more of them, of others, and after corrections."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from kgraph.build import build
from kgraph.build.declared import NEIGHBOURHOODS
from kgraph.cli import OK, USAGE, main
from kgraph.compare import Change, Difference, Kind, Wishes, compare, graphs, words
from kgraph.compare.matching import match
from kgraph.compare.reading import Build
from kgraph.compare.words import summary
from kgraph.disk import opened
from kgraph.settings import Settings

TALKS = """Talks in Oslo

Date: 2025-03-04

President Anna Berg met Prime Minister Carl Ek in Oslo on Monday. Berg plans to visit Bergen in May. Ek invited Berg to Stockholm.
"""
HARBOUR = """Harbour closed

Date: 2025-03-05

The dockers of Bergen went on strike on Tuesday. Mayor Nils Holm criticised the dockers.
"""
VISIT = """Berg in Bergen

Date: 2025-05-13

President Anna Berg visited Bergen on Monday. Officials denied that Carl Ek had invited Berg to Stockholm. Lena Vik resigned on Monday.
"""
COURT = """Berg acquitted

Date: 2025-05-14

A court in Rome acquitted Anna Berg on Tuesday.
"""
ALL = Wishes(at_least=0.0)
Made = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Builds articles, given by name, into a folder of their own; each set is built once."""
    root = tmp_path_factory.mktemp("diff")
    known: dict[str, Path] = {}

    def make(corrections: str = "", **articles: str) -> Path:
        key = repr((corrections, sorted(articles.items())))
        if key not in known:
            folder = root / str(len(known))
            (folder / "articles").mkdir(parents=True)
            for name, text in articles.items():
                (folder / "articles" / f"{name}.txt").write_text(text, "utf-8")
            settings = Settings()
            if corrections:
                (folder / "corrections.yaml").write_text(corrections, "utf-8")
                settings = Settings(corrections=str(folder / "corrections.yaml"))
            build([folder / "articles"], folder / "out", settings, parts=())
            known[key] = folder / "out"
        return known[key]

    return make


@pytest.fixture(scope="module")
def old(made: Made) -> Path:
    return made(talks=TALKS, harbour=HARBOUR)


@pytest.fixture(scope="module")
def new(made: Made) -> Path:
    return made(talks=TALKS, harbour=f"{HARBOUR.rstrip()} Holm promised a new law.\n", visit=VISIT)


@pytest.fixture(scope="module")
def found(old: Path, new: Path) -> Difference:
    return compare(old, new, ALL)


def named(changes: tuple[Change, ...]) -> list[str]:
    return [change.name for change in changes]


# What has changed


def test_a_plan_that_has_come_true_is_one_event_with_another_factuality(found: Difference) -> None:
    (change,) = found.of(Kind.FACTUALITY)
    assert (change.name, change.was, change.now) == ("Anna Berg visited Bergen", ("planned",), ("happened",))
    assert change.quote is not None
    assert (change.quote.words, change.quote.title, change.quote.day, change.quote.build) == (
        "President Anna Berg visited Bergen on Monday.",
        "Berg in Bergen",
        "2025-05-13",
        "new",
    )
    times = [(change.was, change.now) for change in found.of(Kind.TIME)]
    assert times == [(("2025-05-01 to 2025-05-31",), ("2025-05-12",))]
    assert [(change.was, change.now) for change in found.of(Kind.REPORTS) if "Bergen" in change.name] == [(("1",), ("2",))]


def test_new_events_and_entities_and_articles(found: Difference) -> None:
    assert "Lena Vik resigned" in named(found.of(Kind.NEW_EVENT))
    assert "Anna Berg met Carl Ek" not in str(named(found.changes)), "nothing has changed"
    assert [(change.name, change.now) for change in found.of(Kind.NEW_ENTITY)] == [("Lena Vik", ("Person",))]
    assert named(found.of(Kind.NEW_ARTICLE)) == ["Berg in Bergen"]


def test_an_article_that_was_rewritten_keeps_its_events(found: Difference) -> None:
    assert named(found.of(Kind.REWRITTEN_ARTICLE)) == ["Harbour closed"]
    assert found.of(Kind.GONE_EVENT) == found.of(Kind.GONE_ARTICLE) == found.of(Kind.GONE_ENTITY) == ()
    assert [name for name in named(found.of(Kind.NEW_EVENT)) if "Holm" in name] == [
        "Nils Holm made a promise concerning a new law"
    ]


def test_the_summary_counts_what_is_gone_as_well(old: Path, new: Path, found: Difference) -> None:
    back = compare(new, old, ALL)
    for one, kind in ((found, Kind.GONE_ENTITY), (back, Kind.GONE_ENTITY), (back, Kind.GONE_EVENT)):
        what = "entit" if kind is Kind.GONE_ENTITY else "event"
        count = len(one.of(kind))
        assert (f"{count} {what}" in summary(one)) == (count > 0)


def test_a_folder_of_an_earlier_kgraph_can_be_compared(old: Path, new: Path, found: Difference, tmp_path: Path) -> None:
    """It has resolved fewer things beside entities and events, and does not say which articles repeat a text."""
    earlier = tmp_path / "earlier"
    shutil.copytree(old, earlier)
    with opened(earlier, new=False) as files:
        files.write(NEIGHBOURHOODS, msgspec.msgpack.encode(({}, {})))
    assert [change.id for change in compare(earlier, new, ALL).changes] == [change.id for change in found.changes]


def test_the_other_way_round_what_is_new_is_gone(old: Path, new: Path, found: Difference) -> None:
    back = compare(new, old, ALL)
    for kind, other in (
        (Kind.NEW_EVENT, Kind.GONE_EVENT),
        (Kind.NEW_ENTITY, Kind.GONE_ENTITY),
        (Kind.NEW_ARTICLE, Kind.GONE_ARTICLE),
    ):
        assert sorted(named(back.of(other))) == sorted(named(found.of(kind)))
    assert [(change.was, change.now) for change in back.of(Kind.FACTUALITY)] == [(("happened",), ("planned",))]
    assert {change.quote.build for change in back.of(Kind.GONE_EVENT) if change.quote} == {"old"}


def test_a_build_does_not_differ_from_itself(old: Path, tmp_path: Path) -> None:
    shutil.copytree(old, tmp_path / "copy")
    assert compare(old, tmp_path / "copy", ALL).changes == ()


def test_entities_that_a_correction_makes_one(made: Made) -> None:
    before = made(talks=TALKS, court=COURT.replace("Anna Berg", "Lena Vik"))
    after = made("- same: [Anna Berg, Lena Vik]\n", talks=TALKS, court=COURT.replace("Anna Berg", "Lena Vik"))
    found = compare(before, after, ALL)
    (change,) = found.of(Kind.MERGED_ENTITIES)
    assert set(change.was) == {"Anna Berg (person/anna-berg)", "Lena Vik (person/lena-vik)"}
    assert (change.id, change.others) == ("person/anna-berg", ("person/lena-vik",))
    assert found.of(Kind.ROLES) == (), "the participant is another name, and the same entity"
    back = compare(after, before, ALL)
    assert [set(change.now) for change in back.of(Kind.SPLIT_ENTITY)] == [set(change.was)]


def test_an_entity_with_another_name_and_type_is_the_same(made: Made, old: Path) -> None:
    after = made(
        "- rename: {person/anna-berg: Anna Maria Berg}\n- retype: {person/nils-holm: Organization}\n",
        talks=TALKS,
        harbour=HARBOUR,
    )
    found = compare(old, after, ALL)
    assert [(change.was, change.now) for change in found.of(Kind.RENAMED_ENTITY)] == [(("Anna Berg",), ("Anna Maria Berg",))]
    assert [(change.name, change.now) for change in found.of(Kind.RETYPED_ENTITY)] == [("Nils Holm", ("Organization",))]
    assert found.of(Kind.NEW_ENTITY) == found.of(Kind.GONE_ENTITY) == found.of(Kind.NEW_EVENT) == ()


def test_events_that_a_correction_makes_one(made: Made) -> None:
    again = "The strike\n\nDate: 2025-03-20\n\nNils Holm criticised the dockers on Thursday.\n"
    before = made(harbour=HARBOUR, again=again)
    after = made("- same event: [criticised @ harbour.txt, criticised @ again.txt]\n", harbour=HARBOUR, again=again)
    (change,) = compare(before, after, ALL).of(Kind.MERGED_EVENTS)
    assert len(change.was) == 2
    assert all("Nils Holm criticised" in name for name in change.was)
    (change,) = compare(after, before, ALL).of(Kind.SPLIT_EVENT)
    assert len(change.now) == 2


def test_articles_that_were_extracted_again_have_the_same_events(old: Path) -> None:
    """Other settings give an extraction another file, and its reports may have other numbers."""
    folder = old.parent
    build([folder / "articles"], folder / "sure", Settings(least_confidence=0.0), parts=())
    found = compare(old, folder / "sure", ALL)
    assert found.of(Kind.GONE_EVENT) == found.of(Kind.GONE_ENTITY) == found.of(Kind.ROLES) == ()


def test_events_of_which_kgraph_is_not_sure_are_left_out_unless_they_are_asked_for(
    old: Path, new: Path, found: Difference
) -> None:
    sure = compare(old, new, Wishes(at_least=0.9))
    events = {change.id for change in found.changes if change.kind in (Kind.NEW_EVENT, Kind.REPORTS)}
    assert {change.id for change in sure.changes if change.kind in (Kind.NEW_EVENT, Kind.REPORTS)} < events
    assert all(change.confidence >= 0.9 for change in sure.of(Kind.NEW_EVENT))


# Which thing is which


def test_matching() -> None:
    before = {"a": [1, 2, 3], "b": [4, 5], "c": [6], "d": [], "e": [7, 8, 9]}
    after = {"a": [1, 2], "x": [3], "b": [4, 5, 6], "d": [10], "y": [7, 8], "z": [9], "n": [11]}
    found = match(before, after)
    assert found.same == {"a": "a", "b": "b", "d": "d", "e": "y"}
    assert found.merged == {"b": ("c",)}
    assert found.split == {"a": ("x",), "y": ("z",)}
    assert (found.gone, found.new) == ((), ("n",))
    assert [found.now(thing) for thing in ("c", "e", "q")] == ["b", "y", "q"]


PARTITION = st.lists(st.integers(0, 5), min_size=8, max_size=8).map(
    lambda owners: {f"t{owner}": [part for part, other in enumerate(owners) if other == owner] for owner in owners}
)


@given(PARTITION, PARTITION)
def test_everything_has_one_fate(before: dict[str, list[int]], after: dict[str, list[int]]) -> None:
    found = match(before, after)
    assert sorted([*found.same, *found.absorbed, *found.gone]) == sorted(before)
    come = [thing for things in found.split.values() for thing in things]
    assert sorted([*found.same.values(), *come, *found.new]) == sorted(after)
    assert match(dict(reversed(before.items())), dict(reversed(after.items()))) == found


# What is shown of it


def test_text_has_one_entry_for_each_event_and_the_most_important_first(found: Difference) -> None:
    text = words.text(found)
    assert text.startswith("From ")
    assert "1 new article, 1 article rewritten" in " ".join(text.split())
    titles = [line for line in text.splitlines() if line.startswith(("Events", "New", "Articles", "Entities"))]
    assert titles[0] == "Events of which the articles say something else now (1)"
    assert text.count("• Anna Berg visited Bergen") == 1
    assert "  factuality: planned → happened\n  time: 2025-05-01 to 2025-05-31 → 2025-05-12\n" in text
    assert "  > President Anna Berg visited Bergen on Monday.\n    — Berg in Bergen, 2025-05-13 (characters 34–79)\n" in text
    assert max(map(len, words.text(found, width=60).splitlines())) <= 60


def test_a_limit_says_how_many_are_left_out(found: Difference) -> None:
    count = len(found.of(Kind.NEW_EVENT))
    assert f"New events ({count})" in words.text(found, 1)
    assert f"  … and {count - 1} more (--limit 0 shows all)" in words.text(found, 1)
    assert "more (--limit" not in words.text(found, 0)


def test_a_page_runs_nothing_that_an_article_says(found: Difference) -> None:
    (change,) = found.of(Kind.FACTUALITY)
    assert change.quote is not None
    evil = Change(Kind.NEW_EVENT, "x", "<script>alert(1)</script>", now=("<img src=x>",))
    page = words.page(Difference("<b>", "new", (evil, *found.changes)))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "<blockquote" in page


def test_csv_and_json_have_every_change(
    old: Path, new: Path, found: Difference, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked = ["diff", str(old), str(new), "--at-least", "0", "--format"]
    assert main([*asked, "csv"]) == OK
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert [row["kind"] for row in rows] == [change.kind.value for change in found.changes]
    assert rows[0]["quote"] == "President Anna Berg visited Bergen on Monday."
    assert main([*asked, "json"]) == OK
    told = json.loads(capsysbinary.readouterr().out)
    assert [change["name"] for change in told["changes"]] == named(found.changes)


def test_trig_says_each_change_and_the_statements_that_came_and_went(old: Path, new: Path, found: Difference) -> None:
    store = pyoxigraph.Store()
    store.load(graphs.trig(found, Build(old), Build(new)), format=RdfFormat.TRIG)
    asked = "SELECT ?type ?about ?quote { ?d diff:change ?c . ?c a ?type ; diff:rank 1 ; diff:about ?about ; diff:quote ?quote }"
    (row,) = store.query(asked, prefixes={"diff": graphs.DIFF})  # type: ignore[misc]
    assert row["type"].value == f"{graphs.DIFF}FactualityChange"
    assert row["quote"].value == "President Anna Berg visited Bergen on Monday."
    for name, factuality in (("removed", "planned"), ("added", "happened")):
        (graph,) = [node for node in store.named_graphs() if node.value.endswith(f"#{name}")]
        quads = list(store.quads_for_pattern(None, NamedNode("https://w3id.org/kgraph/ontology#factuality"), None, graph))
        assert f'"{factuality}"' in {str(quad.object) for quad in quads}


def test_the_vocabulary_has_every_term(old: Path, new: Path, found: Difference) -> None:
    vocabulary = pyoxigraph.Store()
    vocabulary.load(path=str(Path(words.__file__).parents[1] / "data" / "diff.ttl"), format=RdfFormat.TURTLE)
    known = {quad.subject.value for quad in vocabulary if isinstance(quad.subject, NamedNode)}
    assert {graphs.DIFF + graphs.class_of(kind) for kind in Kind} <= known
    used = pyoxigraph.parse(graphs.trig(found, Build(old), Build(new)), format=RdfFormat.TRIG)
    predicates = {quad.predicate.value for quad in used if quad.graph_name == DefaultGraph()}
    assert {predicate for predicate in predicates if predicate.startswith(graphs.DIFF)} <= known


@pytest.mark.parametrize("forth", [True, False])
def test_a_patch_makes_one_graph_of_the_other(old: Path, new: Path, forth: bool) -> None:
    first, second = (old, new) if forth else (new, old)
    quads = {str(quad) for quad in pyoxigraph.Store.read_only(str(current(first)))}
    for line in graphs.patch(Build(first), Build(second)):
        if line.startswith(("D ", "A ")):
            quad = line[2:].removesuffix(" .")
            assert (quad in quads) == line.startswith("D ")
            quads ^= {quad}
    assert quads == {str(quad) for quad in pyoxigraph.Store.read_only(str(current(second)))}


def current(out: Path) -> Path:
    """The folder of a build's store that is the current one."""
    return out / "store" / (out / "store" / "CURRENT").read_text("utf-8").split()[0]


def test_the_same_builds_give_the_same_bytes(old: Path, new: Path, tmp_path: Path) -> None:
    for form in ("text", "html", "json", "csv", "trig", "patch"):
        for name in ("a", "b"):
            assert main(["diff", str(old), str(new), "--format", form, "-o", str(tmp_path / f"{form}.{name}")]) == OK
        assert (tmp_path / f"{form}.a").read_bytes() == (tmp_path / f"{form}.b").read_bytes()


def test_a_folder_without_a_build_is_an_error(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(old), str(tmp_path)]) == USAGE
    assert "[no-store]" in capsys.readouterr().err
