"""Measuring whether what the graph holds to be one thing is one: drawing, sheets, joining, scoring, stories, and the alarm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace as changed

from benchmarks.identity import alarm, distractors, score, stories
from benchmarks.identity.archive import Archive, paper_of
from benchmarks.identity.draw import EXTRACTION, Rules, draw, is_reprint, merged_by, merges
from benchmarks.identity.items import ENTITY, EVENT, INSIDE, PAIR, Item, on_sheets, place_of, read_items, size_class
from benchmarks.identity.run import main
from benchmarks.identity.score import ABSENT, GONE, KEPT, Standing
from benchmarks.identity.sheets import sheet
from benchmarks.identity.stories import Story, Telling
from benchmarks.identity.verdicts import STORE, Verdict, deciding, join, read_answers, read_store
from benchmarks.judging.answers import BadAnswers
from benchmarks.judging.heldout import is_held_out
from kgraph.model import Event, Extraction, Factuality, ReportMerge, ReportRef, Resolution
from kgraph.resolve.evidence import evidence_of
from tests.test_resolve import person, told

ANNA, CARL = person("Anna Berg"), person("Carl Ek")
ARREST = ("Arrest", {"agent": [0], "patient": [1]})
FREE = [n for n in range(60) if not is_held_out("news.jsonl", f"r{n}")]
HELD = [n for n in range(60) if is_held_out("news.jsonl", f"r{n}")]


def article(number: int, *reports: tuple[str, dict[str, list[int]]], file: str = "news.jsonl") -> Extraction:
    """An article that is record rN of a file."""
    made = told(f"{number:016}", [ANNA, CARL], *(reports or (ARREST,)))
    return replace(made, article=replace(made.article, key=f"r{number}", origin=f"{file}:{number}"))


def archive(*found: Extraction) -> Archive:
    return Archive({one.article.id: paper_of(one) for one in found}, tuple(map(evidence_of, found)))


def arrests(*numbers: int) -> Archive:
    """Articles that report one arrest in one sentence."""
    return archive(*map(article, numbers))


def resolved(of: Archive, *groups: Sequence[ReportRef], rules: Sequence[str] = ()) -> Archive:
    """The archive with these reports held to be events, whatever the program says."""
    events = tuple(
        Event(
            id=f"e{n}",
            type="Arrest",
            label="Anna Berg arrested Carl Ek",
            roles=(),
            reports=tuple(group),
            factuality=Factuality.HAPPENED,
            merges=tuple(ReportMerge(ref, rule) for ref, rule in zip(group, rules, strict=False)),
        )
        for n, group in enumerate(groups)
    )
    of.__dict__["resolution"] = Resolution(of.resolution.entities, events)
    return of


def first(number: int) -> ReportRef:
    return ReportRef(f"{number:016}", 0)


def pair(of: Archive, one: int, other: int) -> Item:
    """The item of the first reports of two articles."""
    places = tuple(
        place_of(of.papers[ref.article], of.papers[ref.article].reports[0].trigger) for ref in map(first, (one, other))
    )
    return Item("trial", 1, 1, PAIR, "Arrest", 2, places)


def verdict(item: Item, word: str, *strays: int) -> Verdict:
    return Verdict(item, word, "j01", "2026-01-01", strays)


def test_an_event_of_four_articles_is_three_merges() -> None:
    found = list(merges(resolved(arrests(1, 2, 3, 4), [first(n) for n in (1, 2, 3, 4)])))
    assert [other for _, _, other in found] == [first(2), first(3), first(4)]
    assert all(one < other for _, one, other in found)


def test_what_is_judged_is_half_of_held_out_articles() -> None:
    free, held = FREE[:8], HELD[:8]
    of = resolved(
        arrests(*free, *held),
        *([first(a), first(b)] for a, b in zip(free[::2], free[1::2], strict=True)),
        *([first(a), first(b)] for a, b in zip(held[::2], held[1::2], strict=True)),
    )
    groups = draw(of, Rules(1, {PAIR: 4}, "trial"))
    assert [[item.held for item in group] for group in groups] == [[False, False], [True, True]]
    assert draw(of, Rules(1, {PAIR: 4}, "trial")) == groups
    assert draw(of, Rules(2, {PAIR: 4}, "trial")) != groups


def test_what_is_not_held_out_shows_no_held_out_article() -> None:
    numbers = [*FREE[:4], *HELD[:3]]
    of = resolved(arrests(*numbers), [first(n) for n in numbers])
    free, *rest = draw(of, Rules(1, {EVENT: 2}, "trial"))
    assert {place.record for place in free[0].places} == {f"r{n}" for n in FREE[:4]}
    assert free[0].size == 7
    assert rest == []  # the same event is not judged twice


def test_entities_of_three_articles_are_drawn_with_their_rules() -> None:
    of = arrests(*FREE[:3])
    (items,) = draw(of, Rules(1, {ENTITY: 4}, "trial"))
    assert {item.name for item in items} == {"Anna Berg", "Carl Ek"}
    assert {place.rule for item in items for place in item.places} == {"first", "same name"}


def test_what_was_judged_is_not_drawn_again() -> None:
    of = resolved(arrests(*FREE[:2]), [first(n) for n in FREE[:2]])
    ((item,),) = draw(of, Rules(1, {PAIR: 2}, "trial"))
    assert draw(of, Rules(1, {PAIR: 2}, "trial", frozenset({item.key}))) == []


def test_within_an_article_the_extraction_or_the_resolution_has_merged() -> None:
    twice = article(FREE[0], ARREST, ARREST)
    told_again = replace(twice, reports=(twice.reports[0], replace(twice.reports[1], same_as=0)))
    assert merged_by(paper_of(told_again), 0, 1) == EXTRACTION
    assert merged_by(paper_of(twice), 0, 1) == "resolution"


def test_a_reprint_is_nearly_one_sentence() -> None:
    assert is_reprint("The mayor opened the new bridge on Monday.", "On Monday: the mayor opened the new bridge on Monday")
    assert not is_reprint("The mayor opened the new bridge.", "The bridge was opened by its builder.")


def test_events_have_three_sizes() -> None:
    assert [size_class(n) for n in (1, 2, 3, 9, 10, 70)] == ["2", "2", "3-9", "3-9", "10+", "10+"]


def test_a_sheet_holds_items_of_one_group() -> None:
    item = pair(arrests(1, 2), 1, 2)
    placed = on_sheets([[item] * 3, [item]], 5, 2)
    assert [(one.sheet, one.number) for one in placed] == [(5, 1), (5, 2), (6, 1), (7, 1)]


def test_a_sheet_shows_both_sentences_and_says_whose_articles_they_are() -> None:
    of = arrests(1, 2)
    item = changed(pair(of, 1, 2), name="Anna Berg arrested Carl Ek", held=True)
    text = sheet([item], of)
    assert text.startswith(
        "SHEET 01 of draw trial: 1 items of kind pair (HELD OUT: for figures alone, builders do not read it)\n"
    )
    assert "Write 01.tsv, one line an item, tab-separated: NUMBER VERDICT CAUSE\n" in text
    assert text.count(">>> ") == 2
    assert "EVENT   Anna Berg arrested Carl Ek [Arrest]\n" in text


def test_a_bad_line_of_a_judge_is_named() -> None:
    of = arrests(1, 2, 3)
    event = Item("trial", 1, 2, EVENT, "Arrest", 3, pair(of, 1, 2).places)
    lines = "1\tsame\tword\n1\tperhaps\t-\n2\tmostly\t-\t-\n2\tmixed\tc\ttime\n3\tsame\t-\n1\tdifferent\t-\n"
    answers, faults = read_answers(lines, {1: pair(of, 1, 2), 2: event})
    assert answers == []
    assert faults == [
        "line 1: same, but with a stray or a cause",
        "line 2: verdict 'perhaps' is not valid; choose from same, part, different, no-event",
        "line 3: mostly, but without a stray",
        "line 4: stray 'c' is not on the sheet",
        "line 5: number '3' is not on the sheet",
        "line 6: different, but without a cause",
        "number 1 has no valid line",
        "number 2 has no valid line",
    ]


def test_verdicts_are_joined_once_and_keep_no_text(tmp_path: Path) -> None:
    item = changed(pair(arrests(1, 2), 1, 2), name="a label of more words than a store of public facts may hold of it")
    (tmp_path / "01.tsv").write_text("1\tdifferent\ttime\n", "utf-8")
    (tmp_path / "01.b.tsv").write_text("1\tsame\t-\n", "utf-8")
    found = join([item], tmp_path, "2026-01-01")
    assert [(one.judge, one.verdict, one.cause) for one in found] == [("j01.b", "same", "-"), ("j01", "different", "time")]
    assert all(len(one.item.name.split()) <= 7 for one in found)
    assert len(deciding(found)) == 1
    with pytest.raises(BadAnswers, match="1 verdicts of j01 are kept already"):
        join([item], tmp_path, "2026-01-01", found)


def test_a_merge_is_kept_or_gone() -> None:
    of = resolved(arrests(1, 2, 3), [first(1), first(2)], [first(3)])
    right, wrong = verdict(pair(of, 1, 2), "same"), verdict(pair(of, 1, 3), "different")
    elsewhere = verdict(
        changed(pair(of, 1, 2), places=(pair(of, 1, 2).places[0], changed(pair(of, 1, 2).places[1], text="x"))), "same"
    )
    assert score.standings([right, wrong, elsewhere], of) == [
        Standing(right, KEPT, links=1, held=1),
        Standing(wrong, GONE, strays=1),
        Standing(elsewhere, ABSENT),
    ]


def test_strays_that_leave_an_event_are_counted() -> None:
    of = resolved(arrests(1, 2, 3, 4), [first(1), first(2), first(4)], [first(3)])
    places = tuple(pair(of, n, n).places[0] for n in (1, 2, 3, 4))
    judged = verdict(Item("trial", 1, 1, EVENT, "Arrest", 4, places), "mostly", 2, 3)
    assert score.standings([judged], of) == [Standing(judged, GONE, strays=2, still=1, links=1, held=1)]
    assert "Still with the others: 50 % (9-91) of 2 strays, 100 % (21-100) of 1 rightful links." in score.report(
        score.standings([judged], of), of
    )


def test_wrong_details_of_an_entity_are_gone_when_they_are_not_said_any_more() -> None:
    of = arrests(*FREE[:3])
    (items,) = draw(of, Rules(1, {ENTITY: 4}, "trial"))
    assert [one.status for one in score.standings([verdict(items[0], "details")], of)] == [KEPT]
    assert [one.status for one in score.standings([verdict(changed(items[0], details=("country XXX",)), "details")], of)] == [
        GONE
    ]
    assert [one.status for one in score.standings([verdict(changed(items[0], details=("country XXX",)), "clean")], of)] == [KEPT]


def test_a_score_says_how_many_merges_are_new() -> None:
    of = resolved(arrests(1, 2, 3), [first(1), first(2)], [first(3)])
    assert "2 events; 1 over 2 articles; 1 merges, 1 of them new." in score.report(
        score.standings([verdict(pair(of, 1, 3), "same")], of), of
    )
    assert "2 events; 1 over 2 articles; 1 merges, 0 of them new." in score.report(
        score.standings([verdict(pair(of, 1, 2), "same")], of), of
    )


def test_two_scores_are_compared() -> None:
    of = arrests(1, 2)
    judged = [verdict(pair(of, 1, 2), "different")]
    base = score.lines(score.standings(judged, resolved(of, [first(1), first(2)])))
    now = score.lines(score.standings(judged, resolved(of, [first(1)], [first(2)])))
    assert "| pair | kept | gone | different | 1 |" in score.compare(base, now)


def test_the_alarm_names_events_over_both_files() -> None:
    of = archive(article(1), article(2), article(3, file="old.jsonl"))
    found = alarm.spanning(
        resolved(of, [first(1), first(3)], [first(2)], rules=["first", "reprint"]), ("news.jsonl", "old.jsonl")
    )
    assert [line for one in found for line in alarm.lines(one)] == [
        "e0: Anna Berg arrested Carl Ek [Arrest]",
        "  news.jsonl r1 18-21: first",
        "  old.jsonl r3 18-21: reprint",
    ]


def test_a_story_is_held_in_one_node_or_several() -> None:
    of = archive(article(1, ARREST, ARREST), *map(article, (2, 3, 4)))
    again = ReportRef(f"{1:016}", 1)
    resolved(of, [first(1), again, first(2), first(4)], [first(3)])
    text = of.papers[f"{1:016}"].digest
    word = of.papers[f"{1:016}"].reports[0].trigger
    story = Story("an arrest", tuple(Telling("news.jsonl", f"r{n}", text, (word,)) for n in (1, 2, 3)))
    found = stories.standing(story, of)
    assert (found.reports, found.nodes, found.largest, found.foreign) == (3, 2, 2, 1)


def test_topics_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    for name in ("1", "2", "13"):
        (tmp_path / "gold" / name).mkdir(parents=True)
    (tmp_path / "gold" / "list.csv").write_text("", "utf-8")
    distractors.copy_topics(tmp_path / "gold", tmp_path / "odd", distractors.PARITIES["odd"])
    assert sorted(path.name for path in (tmp_path / "odd").iterdir()) == ["1", "13", "list.csv"]


def test_links_into_foreign_articles_are_found() -> None:
    of = resolved(arrests(1, 2, 3), [first(1), first(2)], [first(3)])
    groups = {f"{1:016}": "5", f"{2:016}": "foreign", f"{3:016}": "5"}
    assert [event.id for event in distractors.mixed(of.resolution.events, groups)] == ["e0"]


def test_a_build_is_drawn_judged_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kgraph.cli import main as kgraph

    fire = "A fire destroyed the old cannery beside the harbour of Brodna on Monday night."
    records = ({"id": f"n{n}", "title": f"Fire {n}", "text": f"{fire} Item {n}.", "published": "2025-03-04"} for n in range(4))
    (tmp_path / "news.jsonl").write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    build, out, store = tmp_path / "build", tmp_path / "out", tmp_path / "store"
    assert kgraph(["build", str(tmp_path / "news.jsonl"), "-o", str(build), "--only", "graph"]) == 0
    drawing = [
        "draw",
        str(build),
        "--seed",
        "1",
        "--kinds",
        "pair=4",
        "--name",
        "trial",
        "--out",
        str(out),
        "--store",
        str(store),
    ]
    assert main(drawing) == 0
    items = read_items(out / "draw-trial.jsonl")
    for number in {item.sheet for item in items}:
        lines = [f"{item.number}\tsame\t-\n" for item in items if item.sheet == number]
        (out / "sheets" / f"{number:02}.tsv").write_text("".join(lines), "utf-8")
    joining = ["join", str(out / "draw-trial.jsonl"), "--answers", str(out / "sheets"), "--store", str(store)]
    assert main(joining) == 0
    assert main(joining) == 1
    capsys.readouterr()
    assert main(["score", str(build), "--store", str(store), "--json", str(tmp_path / "now.json")]) == 0
    assert f"| pair | same | {len(items)} | 0 | 0 |" in capsys.readouterr().out
    looking = ["--against", str(tmp_path / "now.json"), "--look", str(tmp_path / "look")]
    assert main(["score", str(build), "--store", str(store), *looking]) == 0
    assert sorted(path.name for path in (tmp_path / "look").iterdir()) == ["lost.txt", "wrong.txt"]
    assert all(path.read_text("utf-8") == "" for path in (tmp_path / "look").iterdir())


def test_the_verdicts_and_stories_of_the_repository_can_be_read() -> None:
    verdicts = read_store(STORE)
    assert {verdict.item.kind for verdict in verdicts} == {PAIR, INSIDE, EVENT, ENTITY}
    told_of = stories.read()
    assert len(told_of) >= 20
    assert all(len(story.articles) > 1 for story in told_of)
