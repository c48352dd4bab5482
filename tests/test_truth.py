"""Measuring whether what the graph says is true: drawing, sheets, joining, scoring, and the words of a claim."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from benchmarks.judging.answers import BadAnswers
from benchmarks.judging.heldout import is_held_out
from benchmarks.judging.intervals import kappa, share, wilson
from benchmarks.truth import concordance, score
from benchmarks.truth.claims import (
    CODED,
    EVERYDAY,
    FACT,
    PLAIN,
    STATEMENT,
    Claim,
    claim_from,
    differences,
    kind_of,
)
from benchmarks.truth.corpus import Corpus, Page
from benchmarks.truth.draw import Candidate, Drawn, Rules, candidates, draw, on_sheets, read_draw
from benchmarks.truth.join import join
from benchmarks.truth.run import main
from benchmarks.truth.score import ABSENT, GAINED, KEPT, LOST, OPEN, REPLACED
from benchmarks.truth.sheets import drawn_item, item_text, sheet
from benchmarks.truth.verdicts import Verdict, agreement, deciding, read_answers, read_store
from benchmarks.truth.words import lines, sentence
from kgraph.lexicon import shipped_lexicon
from kgraph.verifier.claim import UNNAMED, Side

ARTICLES = {
    "flood": (
        "After the flood",
        "Mayor Anna Berg blamed the builders for the flood on Friday. She met Carl Ek in Norrby. "
        "The council, Carl Ek said, will not sue the builders.",
    ),
    "strike": (
        "Dockers walk out",
        "Dockers criticised the Port of Kelm on Monday. The union demanded higher pay from the port. The harbour gleamed in the sun.",
    ),
    "broken": (
        "Half a story",
        "he council accused the mayor of fraud.\nThe mayor accused the council of lies. The mayor praised Carl Ek.",
    ),
}


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Three short articles, extracted."""
    folder = tmp_path_factory.mktemp("truth")
    records = [{"id": key, "title": title, "text": text, "published": "2025-08-18"} for key, (title, text) in ARTICLES.items()]
    file = folder / "news.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    (folder / "cache").mkdir()
    return Corpus((file,), folder / "cache")


@pytest.fixture(scope="session")
def pages(corpus: Corpus) -> dict[str, Page]:
    """The articles by what their source calls them."""
    return {page.record: page for page in corpus.pages()}


def the(pages: dict[str, Page], record: str, word: str) -> Candidate:
    """The claim that a word of an article makes."""
    page = pages[record]
    return next(Candidate(page, made) for made in page.claims if page.text[slice(*made.claim.trigger)] == word)


def judged(one: Candidate, verdict: str, judge: str = "j1", slots: Sequence[str] = (), cause: str = "-") -> Verdict:
    """A verdict on a claim."""
    page, made = one
    return Verdict(
        article=page.id,
        file=page.file,
        record=page.record,
        text=page.digest,
        kind=made.kind,
        claim=made.claim,
        verdict=verdict,
        judge=judge,
        day="2025-08-20",
        draw="try",
        pos=made.pos,
        slots=tuple(slots),
        cause=cause,
    )


def changed(verdict: Verdict, **fields: object) -> Verdict:
    """A verdict on a claim that the program made when it was judged, and makes differently today."""
    return structs.replace(verdict, claim=structs.replace(verdict.claim, **fields))


# ---- intervals ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_wilsons_interval_has_the_values_of_the_literature(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)


def test_a_share_is_written_with_its_interval() -> None:
    assert (share(8, 10), share(0, 0)) == ("80 % (49-94)", "-")


def test_kappa_takes_away_what_chance_agrees_on() -> None:
    readings = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(readings) == pytest.approx(0.4)
    assert kappa([("yes", "yes")]) == kappa([]) == 1.0


# ---- claims ------------------------------------------------------------------------------------------------------------------


def test_a_claim_says_who_did_what_to_whom_when_and_according_to_whom(pages: dict[str, Page]) -> None:
    claim = the(pages, "flood", "blamed").made.claim
    assert (claim.type, claim.lemma, claim.polarity, claim.modality) == ("Blame", "blame", "positive", "actual")
    assert claim.time == ("2025-08-15", "2025-08-15", "stated")
    assert [(filler.role, filler.name) for filler in claim.participants][:2] == [
        ("agent", "Anna Berg"),
        ("patient", "the builders"),
    ]


def test_a_pronoun_is_claimed_to_be_who_it_was_resolved_to(pages: dict[str, Page]) -> None:
    one = the(pages, "flood", "met")
    agent = one.made.claim.participants[0]
    assert (one.page.text[agent.start : agent.end], agent.name) == ("She", "Anna Berg")


def test_what_somebody_says_has_its_source(pages: dict[str, Page]) -> None:
    claim = the(pages, "flood", "sue").made.claim
    assert (claim.polarity, claim.source) == ("negative", "Carl Ek")


@pytest.mark.parametrize(
    ("record", "word", "kind", "pos"),
    [
        ("flood", "blamed", CODED, "verb"),
        ("flood", "said", STATEMENT, "verb"),
        ("strike", "gleamed", PLAIN, ""),
    ],
)
def test_claims_are_of_kinds_and_name_their_entry(pages: dict[str, Page], record: str, word: str, kind: str, pos: str) -> None:
    made = the(pages, record, word).made
    assert (made.kind, made.pos) == (kind, pos)


def test_a_type_without_a_code_is_everyday() -> None:
    assert kind_of(Claim("Birth", (0, 1)), shipped_lexicon()) == EVERYDAY


def test_differences_are_named_as_judges_name_slots() -> None:
    one = Claim("Blame", (4, 9), "blame", participants=(Side("agent", 0, 3, "Eva", "Person"), Side("topic", 10, 12)))
    assert differences(one, one) == ()
    assert differences(one, structs.replace(one, type="Criticism", modality="planned")) == ("modality", "type")
    assert differences(one, structs.replace(one, source="Ek", time=(None, "2025-01-01", "inferred"))) == ("source", "time")
    assert differences(one, structs.replace(one, trigger=(5, 9))) == ("word",)
    renamed = (Side("agent", 0, 3, "Eva Ek", "Person"), one.participants[1])
    assert differences(one, structs.replace(one, participants=renamed)) == ("name",)
    assert differences(one, structs.replace(one, participants=one.participants[:1])) == ("role",)
    assert differences(one, structs.replace(one, participants=one.participants[1:])) == ("agent",)


def test_claims_of_other_programs_are_read() -> None:
    raw = {
        "type": "Blame",
        "lemma": "blame",
        "trigger": [4, 9],
        "polarity": "positive",
        "modality": "actual",
        "time": ["None", "2019-11-19", "inferred"],
        "source": None,
        "participants": [{"role": "agent", "start": 0, "end": 3, "name": "Eva", "type": "Person"}],
    }
    agent = Side("agent", 0, 3, "Eva", "Person")
    assert claim_from(raw) == Claim("Blame", (4, 9), "blame", time=(None, "2019-11-19", "inferred"), participants=(agent,))


# ---- words -------------------------------------------------------------------------------------------------------------------

TEXT = "She blamed the flood on the builders."
ANNA, BUILDERS = Side("agent", 0, 3, "Anna Berg", "Person"), Side("patient", 24, 36, "the builders", "Group")
FLOOD = Side("topic", 11, 20, "the flood", "Thing")
BLAME = Claim("Blame", (4, 10), "blame", participants=(ANNA, BUILDERS, FLOOD))
FRIDAY = ("2025-08-15", "2025-08-15", "stated")

SENTENCES = [
    (BLAME, "Anna Berg [Person] blamed the builders [Group] about the flood [Thing] (happened)"),
    (
        structs.replace(BLAME, source="Carl Ek", time=FRIDAY),
        "Anna Berg [Person] blamed the builders [Group] about the flood [Thing] (happened; according to Carl Ek; on 2025-08-15)",
    ),
    (
        structs.replace(BLAME, participants=(BUILDERS,), source=UNNAMED),
        "Somebody or something blamed the builders [Group] (happened; according to somebody who is not named)",
    ),
    (
        structs.replace(BLAME, participants=(ANNA, FLOOD._replace(name=None, type=None))),
        "Anna Berg [Person] blamed: “the flood” (happened)",
    ),
    (
        structs.replace(BLAME, type="Correspondence", participants=(ANNA, BUILDERS._replace(role="addressee"))),
        "Anna Berg [Person] wrote to the builders [Group] (happened)",
    ),
    (
        structs.replace(BLAME, type="Agreement", participants=(ANNA, BUILDERS._replace(role="agent"))),
        "Anna Berg [Person] and the builders [Group] reached an agreement with each other (happened)",
    ),
    (
        structs.replace(BLAME, type="Agreement", participants=(ANNA,)),
        "Anna Berg [Person] reached an agreement with somebody or something (happened)",
    ),
    (
        structs.replace(BLAME, participants=(ANNA, BUILDERS._replace(role="place"))),
        "Anna Berg [Person] blamed in the builders [Group] (happened)",
    ),
    (
        structs.replace(BLAME, type="Death", participants=(ANNA._replace(role="patient"),)),
        "Anna Berg [Person] died (happened)",
    ),
    (
        structs.replace(BLAME, type="Death", participants=(ANNA._replace(role="patient"), FLOOD._replace(role="cause"))),
        "Anna Berg [Person] died because of the flood [Thing] (happened)",
    ),
    (
        structs.replace(BLAME, type="Death", participants=(BUILDERS._replace(role="agent"), ANNA._replace(role="patient"))),
        "The builders [Group] killed Anna Berg [Person] (happened)",
    ),
    (
        structs.replace(BLAME, type="Event", lemma="near", participants=(ANNA,)),
        "Anna Berg [Person] did near (happened)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "expected"), SENTENCES)
def test_a_claim_is_one_english_sentence(claim: Claim, expected: str) -> None:
    assert sentence(claim, TEXT, shipped_lexicon()) == expected


@pytest.mark.parametrize(
    ("polarity", "modality", "words"),
    [
        ("positive", "planned", "planned or promised"),
        ("positive", "wanted", "wanted or asked for"),
        ("positive", "possible", "possible"),
        ("positive", "conditional", "conditional, only if something else holds"),
        ("negative", "actual", "NOT: said not to have happened"),
        ("negative", "planned", "NOT: planned or promised not to happen"),
        ("negative", "wanted", "NOT: wanted not to happen"),
        ("negative", "possible", "NOT: possibly does not happen"),
        ("negative", "conditional", "NOT: does not happen, if something else holds"),
    ],
)
def test_a_sentence_says_whether_it_happened(polarity: str, modality: str, words: str) -> None:
    claim = structs.replace(BLAME, polarity=polarity, modality=modality)
    assert sentence(claim, TEXT, shipped_lexicon()).endswith(f"({words})")
    assert f"STANCE  {words}" in list(lines(claim, TEXT, shipped_lexicon()))


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (("2025-08-01", "2025-08-31", "stated"), "from 2025-08-01 to 2025-08-31"),
        (("2025-08-01", None, "stated"), "on 2025-08-01 or later"),
        ((None, "2025-08-18", "inferred"), "on 2025-08-18 or earlier, inferred"),
    ],
)
def test_a_sentence_says_when(time: tuple[str | None, str | None, str], words: str) -> None:
    assert sentence(structs.replace(BLAME, time=time), TEXT, shipped_lexicon()).endswith(f"(happened; {words})")


def test_the_lines_of_a_claim_explain_its_type_and_give_words_beside_names() -> None:
    assert list(lines(BLAME, TEXT, shipped_lexicon()))[:3] == [
        "TYPE    Blame (Says that somebody is responsible for something bad.)",
        "WORD    blamed",
        "AGENT   “She” = [Anna Berg, Person]",
    ]


# ---- drawing -----------------------------------------------------------------------------------------------------------------


def everything(pages: dict[str, Page]) -> list[Candidate]:
    return list(candidates(pages.values()))


ALL = {CODED: 100, EVERYDAY: 100, STATEMENT: 100, PLAIN: 100}


def test_no_article_gives_more_than_it_may(pages: dict[str, Page]) -> None:
    drawn = draw(everything(pages), Rules(1, ALL, per_article=2))
    assert Counter(one.page.record for one in drawn) == {"flood": 2, "strike": 2, "broken": 2}


def test_no_article_gives_more_than_it_may_with_earlier_draws(pages: dict[str, Page]) -> None:
    before = {pages["flood"].id: 2, pages["strike"].id: 1}
    drawn = draw(everything(pages), Rules(1, ALL, per_article=2, in_all=2, before=before))
    assert Counter(one.page.record for one in drawn) == {"strike": 1, "broken": 2}


def test_each_kind_has_its_number(pages: dict[str, Page]) -> None:
    drawn = draw(everything(pages), Rules(1, {CODED: 2, PLAIN: 1}, per_article=9))
    assert Counter(one.made.kind for one in drawn) == {CODED: 2, PLAIN: 1}


def test_what_was_judged_is_not_drawn_again(pages: dict[str, Page]) -> None:
    pool = everything(pages)
    judged_ones = {one.key for one in pool if one.page.record == "flood"}
    assert {one.page.record for one in draw(pool, Rules(1, ALL, judged=judged_ones))} == {"strike", "broken"}


def test_a_paragraph_that_has_lost_its_first_letters_is_not_drawn_from(pages: dict[str, Page]) -> None:
    words = {one.page.text[slice(*one.made.claim.trigger)] for one in everything(pages) if one.page.record == "broken"}
    assert {"accused", "praised"} <= words
    starts = [one.made.claim.trigger[0] for one in everything(pages) if one.page.record == "broken"]
    assert min(starts) > pages["broken"].text.index("\n", pages["broken"].text.index("ouncil"))


def test_a_draw_depends_on_its_seed_and_not_on_the_order_of_articles(pages: dict[str, Page]) -> None:
    pool = everything(pages)
    one, other, third = (draw(given, Rules(seed, {CODED: 3})) for given, seed in ((pool, 1), (pool[::-1], 1), (pool, 2)))
    assert one == other
    assert one != third


def test_sheets_hold_a_hundred_and_are_numbered(pages: dict[str, Page]) -> None:
    item = drawn_item(the(pages, "flood", "blamed"), "try", shipped_lexicon())
    items = on_sheets([item] * 230, first=7)
    assert Counter(one.sheet for one in items) == {7: 100, 8: 100, 9: 30}
    assert [items[place].number for place in (0, 99, 100, 229)] == [1, 100, 1, 30]


def test_a_sheet_shows_the_sentence_what_stands_around_it_and_the_claim(pages: dict[str, Page]) -> None:
    item = on_sheets([drawn_item(the(pages, "flood", "met"), "try", shipped_lexicon())], first=3)[0]
    text = item_text(item, {item.article: pages["flood"]}, shipped_lexicon())
    assert text.splitlines()[1] == "1. After the flood | 2025-08-18 | coded"
    assert "Mayor Anna Berg blamed the builders for the flood on Friday.\n" in text
    assert ">>> She «met» Carl Ek in Norrby.\n" in text
    assert "    The council, Carl Ek said, will not sue the builders.\n" in text
    assert "AGENT   “She” = [Anna Berg, Person]\n" in text
    assert re.search(r"CLAIM   Anna Berg \[Person\] (and Carl Ek \[Person\] met|met Carl Ek \[Person\])", text)


def test_a_sheet_says_what_a_judge_writes_where(pages: dict[str, Page]) -> None:
    item = on_sheets([drawn_item(the(pages, "flood", "met"), "try", shipped_lexicon())], first=3)[0]
    head = sheet([item], lambda item: item.says).splitlines()[:2]
    assert head == ["SHEET 03 of draw try: 1 items", "Write 03.tsv, one line an item, tab-separated: NUMBER VERDICT SLOTS CAUSE"]


def test_three_in_ten_articles_are_held_out_by_their_names() -> None:
    """These articles stay what they are: a figure on held-out articles is worth nothing once they are others."""
    assert [is_held_out("news.jsonl", str(number)) for number in range(6)] == [False, True, False, False, False, False]
    assert 2800 < sum(is_held_out("news.jsonl", str(number)) for number in range(10_000)) < 3200


# ---- joining -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1 right - -", "line 1: number '1 right - -' is not valid; write digits, and a tab behind them"),
        ("1\tright\t-", "line 1: 3 columns instead of number, verdict, slots and cause"),
        ("one\tright\t-\t-", "line 1: number 'one' is not valid"),
        ("1\ttrue\t-\t-", "line 1: verdict 'true' is not valid; choose from right, minor"),
        ("1\tminor\tcolour\tname", "line 1: slot 'colour' is not valid"),
        ("1\tminor\tagent,\tname", "line 1: slot '' is not valid"),
        ("1\tminor\tagent\tbad luck", "line 1: cause 'bad luck' is not valid"),
        ("1\tright\tagent\t-", "line 1: right, but with a slot or a cause"),
        ("1\tnoise\t-\t-", "line 1: noise, but without a cause"),
        ("1\tfalse\t-\tsense", "line 1: false, but without a slot"),
    ],
)
def test_a_line_that_breaks_the_rules_is_told(line: str, fault: str) -> None:
    answers, faults = read_answers(f"{line}\n", [1], CODED)
    assert not answers
    assert faults[0].startswith(fault)
    assert faults[-1] == "number 1 has no valid line"


def test_all_numbers_of_a_sheet_are_wanted_each_once() -> None:
    text = "1\tright\t-\t-\n1\tminor\tagent, time\tparse\n4\tright\t-\t-\n"
    _, faults = read_answers(text, [1, 2], CODED)
    assert faults == ["line 2: number 1 stands twice", "line 3: number '4' is not on the sheet", "number 2 has no valid line"]


@pytest.mark.parametrize(
    ("kind", "line", "fault"),
    [
        ("entity", "1\tjunk", ""),
        ("entity", "1\tnice", "verdict 'nice' is not valid"),
        ("fact", "1\tyes\tyes\tno", ""),
        ("fact", "1\tno\tyes\tno", "not found, but with right sides or shown"),
        ("fact", "1\tyes\tmaybe\tno", "mark 'maybe' is not valid"),
    ],
)
def test_entities_and_facts_have_lines_of_their_own(kind: str, line: str, fault: str) -> None:
    _, faults = read_answers(line, [1], kind)
    assert fault in "".join(faults[:1])
    assert bool(faults) == bool(fault)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A folder for judges' files."""
    (tmp_path / "answers").mkdir()
    return tmp_path / "answers"


def two_items(pages: dict[str, Page]) -> list[Drawn]:
    drawn = [drawn_item(the(pages, "flood", word), "try", shipped_lexicon()) for word in ("blamed", "met")]
    return on_sheets(drawn, first=1)


def test_judges_files_become_verdicts(pages: dict[str, Page], answers: Path) -> None:
    (answers / "01.tsv").write_text("2\tmisleading\tagent, name\tcoreference\n1\tright\t-\t-\n")
    (answers / "09.tsv").write_text("of another draw")
    found = join(two_items(pages), answers, "2025-08-20")
    assert [(one.verdict, one.slots, one.cause, one.judge, one.record) for one in found] == [
        ("misleading", ("agent", "name"), "coreference", "j01", "flood"),
        ("right", (), "-", "j01", "flood"),
    ]
    assert found[1].claim == the(pages, "flood", "blamed").made.claim


def test_faults_are_told_with_file_and_line_and_nothing_is_joined(pages: dict[str, Page], answers: Path) -> None:
    (answers / "01.tsv").write_text("1\tright\t-\t-\n2\tgood\t-\t-\n")
    with pytest.raises(BadAnswers) as caught:
        join(two_items(pages), answers, "2025-08-20")
    assert [fault.split(" is ")[0] for fault in caught.value.faults] == [
        "01.tsv: line 2: verdict 'good'",
        "01.tsv: number 2 has no valid line",
    ]


def test_a_judge_is_joined_once(pages: dict[str, Page], answers: Path) -> None:
    (answers / "01.tsv").write_text("1\tright\t-\t-\n2\tright\t-\t-\n")
    kept = join(two_items(pages), answers, "2025-08-20")
    with pytest.raises(BadAnswers, match="2 verdicts of j01 are kept already"):
        join(two_items(pages), answers, "2025-08-21", kept)


def test_a_second_reading_measures_agreement_and_decides_nothing(pages: dict[str, Page], answers: Path) -> None:
    (answers / "01.tsv").write_text("1\tright\t-\t-\n2\tfalse\ttype\tsense\n")
    (answers / "01.b.tsv").write_text("1\tminor\ttime\ttime\n2\tfalse\ttype\tsense\n")
    found = sorted(join(two_items(pages), answers, "2025-08-20"), key=lambda one: one.judge)
    assert [one.verdict for one in deciding(found).values()] == ["right", "false"]
    agreed = agreement(found)
    assert (agreed.claims, agreed.usable, agreed.usable_kappa, agreed.exact) == (2, 2, 1.0, 1)
    assert agreed.exact_kappa == pytest.approx(1 / 3)


# ---- scoring -----------------------------------------------------------------------------------------------------------------


def stands(verdicts: Sequence[Verdict], corpus: Corpus) -> list[score.Standing]:
    return score.standings(verdicts, score.judged_pages(corpus, verdicts))


def test_a_claim_that_is_still_made_is_kept(pages: dict[str, Page], corpus: Corpus) -> None:
    assert [one.status for one in stands([judged(the(pages, "flood", "blamed"), "right")], corpus)] == [KEPT]


@pytest.mark.parametrize(
    ("verdict", "status"), [("right", LOST), ("minor", LOST), ("misleading", GAINED), ("false", GAINED), ("noise", GAINED)]
)
def test_a_claim_that_is_not_made_any_more_is_lost_or_gained(
    pages: dict[str, Page], corpus: Corpus, verdict: str, status: str
) -> None:
    gone = changed(judged(the(pages, "flood", "blamed"), verdict), trigger=(0, 1))
    assert [one.status for one in stands([gone], corpus)] == [status]


def test_a_claim_that_is_made_differently_must_be_judged_anew(pages: dict[str, Page], corpus: Corpus) -> None:
    one = the(pages, "flood", "blamed")
    found = stands([changed(judged(one, "right"), modality="planned", type="Criticism")], corpus)
    assert [(it.status, it.slots) for it in found] == [(OPEN, ("modality", "type"))]
    assert [candidate.made for candidate in score.to_judge(found)] == [one.made]


def test_a_claim_that_is_made_as_another_that_was_judged_is_replaced(pages: dict[str, Page], corpus: Corpus) -> None:
    today = judged(the(pages, "flood", "blamed"), "right")
    before = structs.replace(changed(today, modality="planned"), verdict="false")
    assert [one.status for one in stands([before, today], corpus)] == [REPLACED, KEPT]


def test_a_claim_of_an_article_that_is_not_there_is_absent(pages: dict[str, Page], corpus: Corpus) -> None:
    elsewhere = structs.replace(judged(the(pages, "flood", "blamed"), "right"), article="gone", record="gone")
    assert [one.status for one in stands([elsewhere], corpus)] == [ABSENT]


def test_a_claim_is_found_again_where_its_article_reads_differently(pages: dict[str, Page], corpus: Corpus) -> None:
    verdict = judged(the(pages, "flood", "blamed"), "right")
    fillers = tuple(f._replace(start=f.start + 40, end=f.end + 40) for f in verdict.claim.participants)
    start, end = verdict.claim.trigger
    later = changed(verdict, trigger=(start + 40, end + 40), participants=fillers)
    assert [one.status for one in stands([structs.replace(later, article="other", text="other")], corpus)] == [KEPT]
    assert [one.status for one in stands([later], corpus)] == [LOST]


def test_a_report_counts_by_verdict_kind_slot_cause_and_entry(pages: dict[str, Page], corpus: Corpus) -> None:
    verdicts = [
        judged(the(pages, "flood", "blamed"), "right"),
        judged(the(pages, "strike", "criticised"), "false", slots=["type"], cause="sense"),
        changed(judged(the(pages, "flood", "said"), "minor", cause="parse"), trigger=(0, 1)),
    ]
    text = score.report(stands(verdicts, corpus))
    assert "| right | 1 | 0 | 0 | 0 | 0 | 0 | 1 |" in text
    assert "| minor | 0 | 1 | 0 | 0 | 0 | 0 | 1 |" in text
    assert "| coded | 2 | 50 % (9-91) | 50 % (9-91) | 0 % (0-66) |" in text
    assert "type 1" in text
    assert "sense 1" in text
    worst = text.split("## Entries")[1].splitlines()
    assert [row.split(" |")[0] for row in worst[4:]] == ["| Criticism:verb:criticise", "| Blame:verb:blame"]


def test_two_runs_are_compared(pages: dict[str, Page], corpus: Corpus) -> None:
    verdict = judged(the(pages, "flood", "blamed"), "right")
    now = score.score(stands([verdict], corpus))
    lost = score.Score(tuple(structs.replace(line, status=LOST) for line in now.lines))
    text = score.compare(now, lost)
    assert "| kept | lost | right | 1 |" in text
    assert "- news.jsonl flood" in text.split("## Usable claims that are lost")[1]
    assert "Blame:verb:blame: right" in text
    assert "| lost | kept | right | 1 |" in score.compare(lost, now)


# ---- concordance -------------------------------------------------------------------------------------------------------------


def test_an_entry_is_a_type_and_where_given_a_part_of_speech_and_a_lemma() -> None:
    assert concordance.entry("Blame") == ("Blame", "", "")
    assert concordance.entry("Blame:verb:blame") == ("Blame", "verb", "blame")
    assert concordance.entry("Blame:-:blame") == ("Blame", "", "blame")
    with pytest.raises(ValueError, match="part of speech 'adverb' is not valid"):
        concordance.entry("Blame:adverb")


def test_the_hits_of_an_entry_are_found(pages: dict[str, Page]) -> None:
    pool = everything(pages)
    found = concordance.hits(pool, concordance.entry("Accusation:verb:accuse"), seed=1)
    assert [one.page.record for one in found] == ["broken"]
    assert not concordance.hits(pool, concordance.entry("Accusation:noun"), seed=1)
    text = concordance.hit_text(found[0], shipped_lexicon())
    assert "«accused»" in text
    assert text.startswith("news.jsonl broken 2025-08-18")


def test_every_entry_that_fires_gives_some_of_its_hits(pages: dict[str, Page]) -> None:
    pool = [one for one in everything(pages) for _ in range(3)]
    names = [one.made.claim.lemma for one in concordance.all_hits(pool, seed=1, most=2)]
    assert names.count("blame") == names.count("praise") == 2
    assert "gleam" not in names


def test_an_entry_is_wrong_where_its_type_is(pages: dict[str, Page]) -> None:
    verdicts = [
        judged(the(pages, "flood", "blamed"), "misleading", slots=["agent"], cause="coreference"),
        judged(the(pages, "strike", "criticised"), "false", slots=["type"], cause="sense"),
        judged(the(pages, "broken", "accused"), "noise", cause="furniture"),
        judged(the(pages, "strike", "gleamed"), "right"),
    ]
    assert list(concordance.seen_lines(concordance.seen(verdicts))) == [
        '"Accusation:verb:accuse": {right: 0, wrong: 1}',
        '"Blame:verb:blame": {right: 1, wrong: 0}',
        '"Criticism:verb:criticise": {right: 0, wrong: 1}',
    ]


# ---- the commands ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(corpus: Corpus, tmp_path: Path) -> partial[int]:
    """Runs a command on the articles, with a store of its own."""

    def run(name: str, *arguments: object) -> int:
        articles = [str(corpus.sources[0]), "--cache", str(corpus.cache)] if name not in ("join", "seen") else []
        return main([name, "--store", str(tmp_path / "store"), *articles, *map(str, arguments)])

    return partial(run)


def drawn_at(tmp_path: Path, name: str) -> list[tuple[str, str]]:
    return [(item.record, item.kind) for item in read_draw(tmp_path / f"draw-{name}.jsonl")]


def test_from_a_draw_over_a_judge_to_a_score(command: partial[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usual = ("--kinds", "coded=2", "--held-out", "any", "--out", tmp_path, "--name", "one")
    assert command("draw", "--seed", 1, *usual) == 0
    (tmp_path / "01.tsv").write_text("1\tright\t-\t-\n2\tfalse\ttype\tsense\n")
    assert command("join", tmp_path / "draw-one.jsonl", "--answers", tmp_path, "--day", "2025-08-20") == 0
    assert [verdict.draw for verdict in read_store(tmp_path / "store")] == ["one", "one"]
    base = tmp_path / "base.json"
    assert command("score", "--json", base) == 0
    assert command("score", "--against", base, "--open", tmp_path / "open") == 0
    said = capsys.readouterr().out
    assert "| all | 2 | 0 | 0 | 0 | 0 | 0 | 2 |" in said
    assert "0 claims to judge anew" in said
    assert command("join", tmp_path / "draw-one.jsonl", "--answers", tmp_path) == 1
    assert "kept already" in capsys.readouterr().err


def test_articles_named_in_a_file_are_left_out(command: partial[int], tmp_path: Path) -> None:
    (tmp_path / "used.txt").write_text("flood\nbroken\n")
    kinds = ("--kinds", "coded=9,statement=9,plain=9,everyday=9", "--held-out", "any", "--out", tmp_path, "--name", "one")
    assert command("draw", "--seed", 1, *kinds, "--exclude", tmp_path / "used.txt") == 0
    assert {record for record, _ in drawn_at(tmp_path, "one")} == {"strike"}


def test_held_out_articles_are_drawn_only_when_asked_for(command: partial[int], tmp_path: Path) -> None:
    held = {record for record in ARTICLES if is_held_out("news.jsonl", record)}
    kinds = ("--kinds", "coded=9,statement=9,plain=9,everyday=9", "--seed", 1, "--out", tmp_path)
    command("draw", *kinds, "--name", "usual")
    command("draw", *kinds, "--name", "kept-aside", "--held-out", "only")
    assert {record for record, _ in drawn_at(tmp_path, "usual")} == set(ARTICLES) - held
    assert {record for record, _ in drawn_at(tmp_path, "kept-aside")} == held


def test_events_and_entities_are_shown_with_their_places(command: partial[int], tmp_path: Path) -> None:
    for kind in ("shown", "entity"):
        out = tmp_path / kind
        assert command("draw", "--seed", 1, "--kinds", f"{kind}=3", "--held-out", "any", "--out", out, "--name", kind) == 0
        text = (out / "sheets" / "01.txt").read_text("utf-8")
        assert text.count(">>> ") >= 3
        assert text.count("EVENT   " if kind == "shown" else "ENTITY  ") == 3


def test_facts_have_a_form_and_after_it_what_the_graph_has(
    command: partial[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.truth.facts._SHORTEST", 10)
    assert command("draw", "--seed", 1, "--kinds", "fact=2", "--held-out", "any", "--out", tmp_path, "--name", "facts") == 0
    assert Counter(kind for _, kind in drawn_at(tmp_path, "facts")) == {FACT: 20}
    form, graph = ((tmp_path / "sheets" / name).read_text("utf-8") for name in ("01.txt", "01.graph.txt"))
    assert form.count("FACT ") == 10
    assert "[shown]" in graph


def test_hits_are_listed_and_drawn(command: partial[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("concordance", "--entry", "Blame", "--held-out", "any") == 0
    assert "«blamed»" in capsys.readouterr().out
    assert command("concordance", "--all-entries", "--held-out", "any", "--sheets", tmp_path, "--name", "all") == 0
    assert len(drawn_at(tmp_path, "all")) > 5


# ---- the verdicts that are kept ----------------------------------------------------------------------------------------------


def test_the_first_1400_verdicts_say_what_was_reported_of_them() -> None:
    verdicts = [verdict for verdict in read_store() if verdict.draw == "2026-11-29"]
    first = list(deciding(verdicts).values())
    assert (len(verdicts), len(first)) == (1500, 1400)
    assert "| all | 1400 | 37 % (34-39) | 39 % (36-41) | 24 % (22-27) |" in score.shares(first, lambda verdict: verdict.kind)
    agreed = agreement(verdicts)
    assert (agreed.claims, agreed.usable, agreed.exact) == (100, 97, 89)
    assert agreed.usable_kappa == pytest.approx(0.94, abs=0.005)


def test_no_sentence_is_kept() -> None:
    """A name may be long where a description is one; a kept verdict has no field for an article's words."""
    assert {"sentence", "says", "quote"}.isdisjoint(Verdict.__struct_fields__ + Claim.__struct_fields__)
