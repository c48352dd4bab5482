"""What no text may do to reading and extraction: make them fail, make them slow, or make them say what does not stand there."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from spacy.language import Language

from benchmarks.robust.growth import SHAPES
from benchmarks.robust.oddities import Source
from benchmarks.robust.spans import changed_articles, faults, placed, problem
from kgraph import ingest
from kgraph.coreference.chains import chains
from kgraph.errors import EmptyArticle, KGraphError
from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.ingest.dates import published
from kgraph.ingest.formats.html import _with_few_attributes
from kgraph.ingest.furniture import classify
from kgraph.language import parse
from kgraph.language.documents import build_doc
from kgraph.language.headlines import lower_headlines
from kgraph.language.sentences import LONGEST
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction, Modality, TimeBasis
from kgraph.numbers import whole_number
from kgraph.rdf import kept_to_shapes
from kgraph.syntax.tree import tree
from tests.conftest import SHARED
from tests.work import calls

DAY = date(2015, 5, 6)


def read(text: str, day: date | datetime | None = DAY) -> Article:
    """A text as an article of a day, whatever language it may be taken for."""
    return Article(id="0" * 16, text=text, blocks=classify(text).blocks, origin="test", published=day)


def told(nlp: Language, text: str, day: date | datetime | None = DAY) -> Extraction:
    """All that a text says; its spans and its graph are checked."""
    [(one, doc)] = parse([read(text, day)], nlp)
    extraction = extract(one, doc, shipped_lexicon(), everything=True)
    assert list(faults(extraction)) == []
    assert kept_to_shapes(extraction, base_iri="https://example.org/")[1] == ()
    return extraction


def times(nlp: Language, text: str) -> list[tuple[str, str]]:
    """The time expressions of a text with their values."""
    extraction = told(nlp, text)
    return [(time.span.of(text), time.value) for time in extraction.times]


# -- words of time that are names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "He told The Sun. It rained in Kelm.",
        "The film was shown on the channel Sat.1 and in cinemas.",
        "She moved to Playa del Mar. It was warm there.",
        "They like the Sun. He does not.",
    ],
)
def test_a_name_that_looks_like_a_short_day_or_month_is_no_time(nlp: Language, text: str) -> None:
    assert times(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met in Kelm on Sun. 3 May and talked.", "Sun. 3 May", "2015-05-03"),
        ("They met in Kelm on Sun. and talked.", "Sun.", "2015-05-03"),
        ("The deal was signed on Mar. 5, 2015 in Kelm.", "Mar. 5, 2015", "2015-03-05"),
        ("The deal was signed in Mar. and broken soon.", "Mar.", "2015-03"),
        ("The fair was open Fri.-Sun. in Kelm.", "Sun.", "2015-05-03"),
        ("The fair opened on Sat., May 2, in Kelm.", "Sat., May 2", "2015-05-02"),
    ],
)
def test_a_short_day_or_month_beside_words_of_time_is_one(nlp: Language, text: str, words: str, value: str) -> None:
    assert (words, value) in times(nlp, text)


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("0", 0),
        ("17", 17),
        ("9" * 15, 10**15 - 1),
        ("9" * 16, None),
        ("7" * 5000, None),
        ("²", None),
        ("٣", None),
        ("1.5", None),
        ("", None),
        ("-1", None),
    ],
)
def test_a_whole_number_is_one_of_ascii_digits_that_something_can_be_counted_by(word: str, number: int | None) -> None:
    assert whole_number(word) == number


@pytest.mark.parametrize(
    "number",
    [
        "²",
        "1²",
        "٣",
        "２０１５",
        "Ⅷ",
        "1/0",
        "0/0",
        "1e999",
        "7" * 5000,
        "1,000,000,000,000,000,000,000,000",
        "million million million",
        "0",
        "00",
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        "The two leaders met {} ministers and the {} ministers left.",
        "{} people died {} years ago, and {} weeks later the mayor left.",
        "He was {} years old on May {}, 2015 and on {} May at {}:30.",
        "In {} the envoy waited {}-{} days before the {} talks.",
    ],
)
def test_no_number_stops_the_reading(nlp: Language, number: str, frame: str) -> None:
    told(nlp, frame.format(*[number] * frame.count("{}")))


@pytest.mark.parametrize(
    "words",
    [
        "in the year 0000",
        "in 0001",
        "in 9999",
        "in 10000",
        "over the next 9000 years",
        "90000000 years ago",
        "on May 32, 2015",
        "on 13/13/2015",
        "before the first century",
        "after 9999-12-31",
        "before 0001-01-01",
        "on 30 February",
        "on 29 February 2015",
        "at 25:61",
        "for 1/0 weeks",
        "in Q9 2015",
        "in FY 0000",
        "in the 0s",
        "since the 99th century",
        "for twelve/thirteen weeks",
        "two hundred hundred dozen dozen weeks later",
        "in month 13",
        "until the last day of February 2100",
    ],
)
@pytest.mark.parametrize("day", [None, DAY, date(2, 1, 1), date(9998, 12, 31)])
def test_no_time_outside_of_the_calendar_stops_the_reading(nlp: Language, words: str, day: date | None) -> None:
    told(nlp, f"The mayor met the envoy {words} and left. The talks end {words}.", day)


@pytest.mark.parametrize(
    "value",
    [
        10**400,
        -(10**400),
        float("inf"),
        float("nan"),
        1e300,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "0000-01-01",
        "10000-01-01",
        "2015-13-01",
        f"Mon, 4 May 2015 10:00:00 +{'9' * 40}",
        "9" * 90,
        "²",
        "5 Auguſt 2015",
        "May 5, 0001",
    ],
)
def test_no_date_of_publication_lies_where_days_cannot_be_counted(value: object) -> None:
    assert published(value) is None


# -- depth and length --------------------------------------------------------------------------------------------------

DEEP = {
    "coordination": "They met the minister" + " and the minister" * 800 + ".",
    "of": "She met the head" + " of the head" * 800 + ".",
    "coordinated verbs": "Ann, Bob, Carl, Dora, Emil, Fred and Gus came" + " and left and came" * 300 + ".",
    "reported speech": "He said " * 400 + "it.",
    "that-clauses": "He said that she said that " * 250 + "it rained.",
    "relative clauses": "The house" + " that the dog that the cat saw" * 200 + " fell.",
    "infinitives": "She wanted" + " to try" * 400 + " to go.",
    "possessors": "The" + " minister's" * 500 + " dog barked.",
    "quotes": "“He said " * 300 + "no" + "”" * 300,
    "brackets": "The minister (" * 300 + "left" + ")" * 300,
    "adjectives": "The" + " old" * 600 + " man left.",
    "compounds": "The " + "peace talks " * 400 + "failed.",
    "adverbial clauses": "He left" + " because she left" * 300 + ".",
    "denied": "He did not refuse" + " to refuse" * 400 + " to go.",
}


@contextmanager
def little_stack(frames: int) -> Iterator[None]:
    """Lets functions call each other no deeper than so many frames from here."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + frames)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_no_sentence_is_too_deep(nlp: Language, text: str) -> None:
    [(one, doc)] = parse([read(text)], nlp)
    with little_stack(700):
        extraction = extract(one, doc, shipped_lexicon())
    assert list(faults(extraction)) == []


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_no_sentence_is_longer_than_what_is_said_of_it(nlp: Language, text: str) -> None:
    [(one, doc)] = parse([read(text)], nlp)
    assert max(map(len, doc.sents)) <= LONGEST
    assert all(doc[i].idx + len(doc[i]) <= len(one.text) for i in range(len(doc)))


def test_a_long_sentence_is_cut_behind_a_mark(nlp: Language) -> None:
    text = "The mayor met the envoy and the guests," * 60
    [(_, doc)] = parse([read(text)], nlp)
    ends = [sentence[-1].text for sentence in list(doc.sents)[:-1]]
    assert ends
    assert set(ends) == {","}


def test_a_sentence_of_usual_length_is_left_as_it_is(nlp: Language) -> None:
    text = "The mayor met the envoy, " + "who had come from Kelm by boat, " * 12 + "and left."
    [(_, doc)] = parse([read(text)], nlp)
    assert len(list(doc.sents)) == 1


@pytest.mark.parametrize("unit", ["(", ".", "a", "U.S.-", "www.example.com/", "\U0001f600", "e\u0301", "“", "-"])
def test_a_word_without_end_is_read_in_pieces(nlp: Language, unit: str) -> None:
    text = f"The mayor left. {unit * 1500} The envoy left."
    doc = build_doc(read(text), nlp)
    assert max(len(token) for token in doc) <= 300
    assert [token.text for token in doc if token.text == "envoy"] == ["envoy"]
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc if token.is_alpha and token.is_ascii)


def test_a_page_may_nest_as_deep_as_it_likes(tmp_path: Path) -> None:
    body = "<p>The mayor of Kelm met the envoy on Friday and said that the talks went well for both sides.</p>" * 8
    for number, (opening, closing) in enumerate(
        (("<div>", "</div>"), ("<span>", "</span>"), ("<ul><li>", "</li></ul>"), ("<b><i>", "</i></b>"))
    ):
        deep = f"<figure><figcaption>{opening * 120}The mayor on Friday{closing * 120}</figcaption></figure>"
        page = f"<html><body><article><h1>Mayor meets envoy</h1>{body}{deep}{opening * 3000}x{closing * 3000}{body}</article></body></html>"
        (tmp_path / f"{number}.html").write_text(page, "utf-8")
    with little_stack(300):
        found = list(ingest.read([tmp_path]))
    assert [type(one) for one in found] == [Article] * 4


def test_an_element_with_more_attributes_than_any_page_needs_loses_them() -> None:
    many = "".join(f' data-a{number}="x > y"' for number in range(5000)).replace(" > ", " ")
    assert _with_few_attributes(f"<p>one</p><div{many}>two</div>") == "<p>one</p><div>two</div>"
    few = f'<div data-state="{"x " * 5000}">two</div>'
    assert _with_few_attributes(few) == few


GROWING = (
    "prose", "one sentence", "said in a line", "names", "organisations", "members", "descriptions", "quotations", "quoted words",
    "open quotes", "headings", "lines of a word", "two two", "capitals",
)  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_text_takes_twice_the_work(nlp: Language, name: str) -> None:
    pairs = [pair for size in (2500, 5000) for pair in parse([read(SHAPES[name].text(size))], nlp)]
    few, many = (calls(partial(extract, one, doc, shipped_lexicon())) for one, doc in pairs)
    assert many < 2.6 * few


# -- spans -------------------------------------------------------------------------------------------------------------

LAID_OUT = {
    "a title without a full stop": (
        "The story of how the mayor of Kelm won the race of the year\n\nKELM, May 5 (Reuters) - The mayor won. He left."
    ),
    "lines of their own": (
        "Ways of getting to Kelm\nWorkshops on becoming a mayor\nClasses on running a town\n"
        "The mayor met the envoy in May\n5 people came."
    ),
    "wrapped by hand": (
        "The mayor of Kelm said on\nFriday that he had met a judge\nin Kelm, and that the talks\nhad gone well.\n\n"
        "He left the town\nof Kelm in May\nand came back."
    ),
    "a quotation over paragraphs": (
        '"We will see how it goes," the mayor said. "It is late.\n\n"We have time to think. It is a long way.\n\n'
        '"The town has waited," he added.'
    ),
    "blanks around": "  \n The mayor met the envoy \u00a0 \n\n\u200b\u200b\n\n \u3000He said it was good .  \n",
    "blocks of marks": "The mayor left\n\n---\n\n***\n\nHe said: \n\n“\n\n”\n\nThe envoy left. \n\n(AFP)",
    "a list": (
        "There are ways of making use of how towns are being run:\n\nMaking plans\n\nLosing their licence \n\n"
        "Asking the mayor on Friday"
    ),
    "a dateline that touches its text": "SEVEN-DAY TALKS ON FOOD AND FUEL HAVE BEGUN IN THE HARBOUR OF KELM, THE MAYOR SAID ON FRIDAY.",
}


@pytest.mark.parametrize("text", LAID_OUT.values(), ids=LAID_OUT)
def test_every_span_begins_and_ends_with_a_word_or_mark_of_one_block(nlp: Language, text: str) -> None:
    assert list(placed(told(nlp, text)))


def test_an_expression_of_time_does_not_go_on_in_the_next_block(nlp: Language) -> None:
    text = "The mayor will meet the envoy in May\n2015 people came to the fair in Kelm and saw the mayor there."
    assert "May\n2015" not in [words for words, _ in times(nlp, text)]


def test_a_headline_keeps_its_length_when_its_letters_have_a_longer_lower_case(nlp: Language) -> None:
    text = "İLVES MEETS KELM MAYORİ İN THE HARBOUR\n\nThe mayor met Mara Ilves in the harbour of Kelm on Friday and they talked."
    assert len(lower_headlines(read(text), text, nlp)) == len(text)
    told(nlp, text)


# -- what is inferred --------------------------------------------------------------------------------------------------

LATER = [
    date(2015, 5, 5),
    datetime(2015, 5, 5, 23, 0, tzinfo=timezone(timedelta(hours=-8))),
    datetime(2015, 5, 5, 20, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("day", LATER)
@pytest.mark.parametrize("title", ["Mayor meets envoy in Kelm", "Kelm talks end without a deal", "Envoy says talks go on"])
def test_a_dateline_after_the_day_of_publication_plans_nothing(nlp: Language, title: str, day: date) -> None:
    text = f"{title}\n\nKELM, May 6, 2015 (Reuters) - The mayor met the envoy in Kelm. They talk about the harbour."
    extraction = told(nlp, text, day)
    assert extraction.reports
    assert all(report.cues for report in extraction.reports if report.modality is not Modality.ACTUAL or report.future)


def test_a_day_ahead_in_the_sentence_plans(nlp: Language) -> None:
    extraction = told(nlp, "The fair opens in Kelm on 9 May 2015.")
    [opens] = [report for report in extraction.reports if report.lemma == "open"]
    assert (opens.modality, opens.time and opens.time.basis) == (Modality.PLANNED, TimeBasis.STATED)
    assert [cue.of(extraction.article.text) for cue in opens.cues] == ["9 May 2015"]


# -- whatever the text -------------------------------------------------------------------------------------------------

OWN = [
    "Mayor meets envoy\n\nKELM, May 5 (Reuters) - Mayor Mara Ilves met Tomas Rehn, the envoy of Veld, in Kelm on Tuesday. “We will see,” "
    "she said. “It is late.” The two leaders did not sign the treaty of 2012, officials said.\n\nShe had invited him in March. Both sides "
    "hope to meet again next week, and the company that owns the harbour plans to sell 20% of it for $3 million by the end of the year.",
    "Storm Edda killed at least 14 people in Orlan on Saturday, the ministry told The Sun. Two hundred and fifty homes were lost.\n\nHe "
    "said that the army, which had sent three thousand soldiers, would stay until 9 June; “nobody knows how long,” a spokesman for the "
    "Castellan Group (CG) added. The police blamed the bank's chief, Dr. Ann Moss, Ph.D., for the delay two weeks earlier.",
]


def test_no_change_of_a_text_makes_it_fail(nlp: Language) -> None:
    wrong = {one.text: found for one in changed_articles(150, 7, Source(OWN)) if (found := problem(one, nlp))}
    assert wrong == {}


def test_a_text_without_a_letter_is_no_article() -> None:
    assert isinstance(article("\u200b\n…", "test", "test"), EmptyArticle)


def test_nothing_is_no_chain(nlp: Language) -> None:
    assert chains(Article("0", "", ()), tree(nlp.make_doc(""))) == ((), ())


@pytest.mark.parametrize("name", ["bbc-2022.jsonl", "bbc-2005.jsonl"])
def test_the_spans_and_graphs_of_real_news_are_whole(nlp: Language, name: str) -> None:
    file = SHARED / "news" / name
    if not file.is_file():
        pytest.skip("no real news here")
    found = [one for one in ingest.read([file]) if not isinstance(one, KGraphError)][5::200]
    assert {one.origin: wrong for one in found if (wrong := problem(one, nlp))} == {}
