"""What each paragraph of an article is: tables of texts and their blocks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kgraph.ingest import read
from kgraph.ingest.bylines import names_in
from kgraph.ingest.datelines import dateline
from kgraph.ingest.furniture import classify
from kgraph.model import Article, BlockKind
from tests.work import calls

ONE = "The minister met the president in Paris on Friday and spoke about grain."
TWO = "Both sides will meet again in October, a spokesman said in the evening."
THREE = "“We are glad,” the president told reporters after the long meeting."


def kinds(text: str, title: str = "") -> list[tuple[str, str]]:
    """Kind and words of each block."""
    return [(block.kind.value, block.span.of(text)) for block in classify(text, title=title).blocks]


# Every block that is not BODY, in order; the bodies are ONE, TWO and THREE or stand in the table too.
CASES = {
    "one-sentence": (ONE, []),
    "one-line-of-sentences": (f"{ONE} {TWO} {THREE}", []),
    "unpunctuated-alone": ("Trump met Putin", []),
    "sentences-on-lines": (f"{ONE}\n{TWO}\n{THREE}", []),
    "title": (f"Ministers meet in Paris\n\n{ONE}", [("title", "Ministers meet in Paris")]),
    "title-single-newline": (f"Ministers meet in Paris\n{ONE}", [("title", "Ministers meet in Paris")]),
    "title-with-question": (f"Will They Meet Again?\n\n{ONE}\n\n{TWO}", [("title", "Will They Meet Again?")]),
    "title-case-with-full-stop": (
        f"Ministers Meet in Paris Over Grain.\n\n{ONE}",
        [("title", "Ministers Meet in Paris Over Grain.")],
    ),
    "first-short-sentence": (f"They met.\n\n{ONE}", []),
    "first-line-introduces": (f"The minister said this:\n\n{THREE}", []),
    "first-question-is-body": (f"Will they?\n\n{ONE}", []),
    "title-longer-than-rest": ("Ministers meet in Paris over the export of grain\n\nThey met.", []),
    "subtitle-before-byline": (
        f"Ministers meet\n\nGrain was the topic.\n\nBy Jane Doe\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "Grain was the topic."), ("byline", "By Jane Doe")],
    ),
    "subtitle-without-stop": (
        f"Ministers meet\n\nGrain was the topic in Paris\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "Grain was the topic in Paris")],
    ),
    "subtitle-under-date": (
        f"Ministers meet\n\nJuly 4, 2025\n\nGrain was the topic in Paris\n\n{ONE}",
        [("title", "Ministers meet"), ("dateline", "July 4, 2025"), ("subtitle", "Grain was the topic in Paris")],
    ),
    "sentence-under-title-is-body": (f"Ministers meet\n\nGrain was the topic.\n\n{ONE}", [("title", "Ministers meet")]),
    "title-case-heading": (f"{ONE}\n\nWhat Comes Next\n\n{TWO}", [("heading", "What Comes Next")]),
    "plain-heading": (f"{ONE}\n\nWhat comes next\n\n{TWO}", [("heading", "What comes next")]),
    "question-heading": (f"{ONE}\n\nWhat Comes Next?\n\n{TWO}", [("heading", "What Comes Next?")]),
    "heading-single-newlines": (f"{ONE}\nWhat Comes Next\n{TWO}", [("heading", "What Comes Next")]),
    "heading-in-capitals": (f"{ONE}\n\nWHAT COMES NEXT\n\n{TWO}", [("heading", "WHAT COMES NEXT")]),
    "short-sentence-is-body": (f"{ONE}\n\nNobody came.\n\n{TWO}", []),
    "quoted-heading": (f"{ONE}\n\n“No Deal Today”\n\n{TWO}", [("heading", "“No Deal Today”")]),
    "quoted-heading-straight": (f'{ONE}\n\n"No Deal Today"\n\n{TWO}', [("heading", '"No Deal Today"')]),
    "quoted-heading-single": (f"{ONE}\n\n‘The Minister’s Day’\n\n{TWO}", [("heading", "‘The Minister’s Day’")]),
    "quoted-question-heading": (f"{ONE}\n\n“Who Buys the Grain?”\n\n{TWO}", [("heading", "“Who Buys the Grain?”")]),
    "partly-quoted-heading": (f"{ONE}\n\nA “Good Day” for “Grain”\n\n{TWO}", [("heading", "A “Good Day” for “Grain”")]),
    "quoted-heading-first-words": (f"{ONE}\n\n“No Deal” in Paris\n\n{TWO}", [("heading", "“No Deal” in Paris")]),
    "quotation-is-body": (f"{ONE}\n\n“We have no deal today.”\n\n{TWO}", []),
    "quotation-in-capitals-is-body": (f"{ONE}\n\n“No Deal Today.”\n\n{TWO}", []),
    "quotation-without-stop-is-body": (f"{ONE}\n\n“We have no deal today”\n\n{TWO}", []),
    "quotation-after-colon-is-body": (f"The banner said:\n\n“No Deal Today”\n\n{TWO}", []),
    "quotation-not-closed-is-body": (f"{ONE}\n\n“No Deal Today\n\n{TWO}", []),
    "quotation-not-alone-is-body": (f"{ONE}\n“No Deal Today”\n{TWO}\n\n{THREE}", []),
    "plain-question-is-body": (f"{ONE}\n\nWho was there?\n\n{TWO}", []),
    "list-after-colon-is-body": (f"The list is this:\n\nParis Grain Office\n\n{TWO}", []),
    "list-is-body": (f"{ONE}\n\nArsenal two\n\nChelsea one\n\nLeeds nil", []),
    "colon-is-body": (f"{ONE}\n\nThe President Said:\n\n{THREE}", []),
    "last-line-is-body": (f"{ONE}\n\nWhat Comes Next", []),
    "also-read": (f"{ONE}\n\nALSO READ: Who Buys Grain?\n\n{TWO}", [("related", "ALSO READ: Who Buys Grain?")]),
    "read-more": (f"{ONE}\n\nRead more about grain\n\n{TWO}", [("related", "Read more about grain")]),
    "related-list": (
        f"{ONE}\n\nRelated stories:\nWho Buys Grain\nWho Sells Grain\n\n{TWO}",
        [("related", "Related stories:"), ("related", "Who Buys Grain"), ("related", "Who Sells Grain")],
    ),
    "also-read-in-a-paragraph": (f"{ONE} ALSO READ: Who Buys Grain", [("related", "ALSO READ: Who Buys Grain")]),
    "also-read-before-more-sentences": (f"{ONE} ALSO READ: Who Buys Grain. {TWO}", []),
    "also-read-in-prose": ("Also read at the service were the names of the dead.", []),
    "see-also-in-prose": ("See also to it that the door is shut, the president told the minister.", []),
    "category": (f"Categories: World, Grain\n\n{ONE}", [("category", "Categories: World, Grain")]),
    "topic-sentence-is-body": ("Topic: the minister spoke of grain for an hour.", []),
    "photo": (f"{ONE}\n\nPhoto: Jane Roe\n\n{TWO}", [("credit", "Photo: Jane Roe")]),
    "photo-in-brackets": (f"{ONE}\n\n(AP Photo/Jane Roe)\n\n{TWO}", [("credit", "(AP Photo/Jane Roe)")]),
    "agency-pictures": (f"{ONE}\n\nJane Roe/Getty Images\n\n{TWO}", [("credit", "Jane Roe/Getty Images")]),
    "agency-in-prose": ("Getty Images sued the company in London.", []),
    "caption-with-credit": (
        f"{ONE}\n\nThe minister waves in Paris. (AP Photo/Jane Roe)\n\n{TWO}",
        [("caption", "The minister waves in Paris."), ("credit", "(AP Photo/Jane Roe)")],
    ),
    "file-photo": (f"{ONE}\n\nFILE PHOTO: The minister waves.\n\n{TWO}", [("caption", "FILE PHOTO: The minister waves.")]),
    "labelled-caption-with-credit": (
        f"{ONE}\n\nCaption: The minister waves. (AP Photo/Jane Roe)\n\n{TWO}",
        [("caption", "Caption: The minister waves."), ("credit", "(AP Photo/Jane Roe)")],
    ),
    "copyright": (f"{ONE}\n\n© 2025 The Bugle. All rights reserved.", [("notice", "© 2025 The Bugle. All rights reserved.")]),
    "copyright-law-is-body": ("Copyright law protects the songs, the court said on Friday.", []),
    "newsletter": (f"{ONE}\n\nSign up for our newsletter.\n\n{TWO}", [("notice", "Sign up for our newsletter.")]),
    "sign-up-in-prose": ("Sign up for war, the general told the young men of the town.", []),
    "letters-to-us": (
        f"{ONE}\n\nYou can also send pictures of the harvest to desk@bugle.example",
        [("notice", "You can also send pictures of the harvest to desk@bugle.example")],
    ),
    "address-in-prose": ("The minister wrote to grain@bugle.example that he had gone.", []),
    "call-for-experiences": (
        f"{ONE}\n\nHave you lost your harvest? Share your experience by writing to the desk.\n\n{TWO}",
        [("notice", "Have you lost your harvest? Share your experience by writing to the desk.")],
    ),
    "question-in-prose": ("Have you lost your harvest? The minister asked every farmer that.", []),
    "comments-below": (
        f"{ONE}\n\nShare your thoughts on grain in the comments below.\n\n{TWO}",
        [("notice", "Share your thoughts on grain in the comments below.")],
    ),
    "article-to-be-updated": (
        f"{ONE}\n\nWe have asked the ministry and will update this story when it answers.",
        [("notice", "We have asked the ministry and will update this story when it answers.")],
    ),
    "follow-one-name": (f"{ONE}\n\nFollow Bugle on Facebook.", [("notice", "Follow Bugle on Facebook.")]),
    "why-not-follow": (
        f"{ONE}\n\nWhy not follow The Northern Bugle Desk on Facebook and Instagram?",
        [("notice", "Why not follow The Northern Bugle Desk on Facebook and Instagram?")],
    ),
    "additional-reporting": (f"{ONE}\n\nAdditional reporting by Jane Doe.", [("notice", "Additional reporting by Jane Doe.")]),
    "first-published": (f"{ONE}\n\nFirst published in The Bugle.", [("notice", "First published in The Bugle.")]),
    "share": (f"{ONE}\n\nShare\n\n12 shares\n\n{TWO}", [("notice", "Share"), ("notice", "12 shares")]),
    "byline-in-two-lines": (f"Published by\nJane Doe\n\n{ONE}", [("byline", "Published by\nJane Doe")]),
    "byline-with-office": (
        f"By Jane Doe and John Roe, Staff Writers\n\n{ONE}",
        [("byline", "By Jane Doe and John Roe, Staff Writers")],
    ),
    "byline-with-agency": (f"By Jane Doe, The Associated Press\n\n{ONE}", [("byline", "By Jane Doe, The Associated Press")]),
    "byline-with-date": (
        f"Ministers meet\n\nBy Jane Doe | Friday, 4 July 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("byline", "By Jane Doe | Friday, 4 July 2025")],
    ),
    "subtitle-before-byline-with-date": (
        f"Ministers meet\n\nGrain was the topic.\n\nBy Jane Doe, July 4, 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "Grain was the topic."), ("byline", "By Jane Doe, July 4, 2025")],
    ),
    "name-with-date-under-title": (
        f"Ministers meet\n\nJane Doe | 4 July 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("byline", "Jane Doe | 4 July 2025")],
    ),
    "name-with-date-under-subtitle": (
        f"Ministers meet\n\nGrain was the topic.\n\nJane Doe and John Roe · July 4, 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "Grain was the topic."), ("byline", "Jane Doe and John Roe · July 4, 2025")],
    ),
    "name-with-date-below-is-body": (
        f"Ministers meet\n\n{ONE}\n\n{TWO}\n\nJane Doe | 4 July 2025",
        [("title", "Ministers meet")],
    ),
    "name-with-date-without-title-is-body": (f"{ONE}\n\nJane Doe | 4 July 2025", []),
    "one-paragraph-over-a-byline-is-body": (
        f"Ministers meet\n\n{ONE}\n\nBy Jane Doe, 4 July 2025",
        [("title", "Ministers meet"), ("byline", "By Jane Doe, 4 July 2025")],
    ),
    "place-with-date-is-no-byline": (
        f"Ministers meet\n\nNew York | 4 July 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "New York | 4 July 2025")],
    ),
    "any-place-before-a-comma-is-no-byline": (
        f"Ministers meet\n\nSanta Vela, 4 July 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "Santa Vela, 4 July 2025")],
    ),
    "name-with-day-without-year-is-no-byline": (
        f"Ministers meet\n\nGrain Talks | July 4\n\n{ONE}",
        [("title", "Ministers meet"), ("subtitle", "Grain Talks | July 4")],
    ),
    "by-a-date-is-body": (f"{ONE}\n\nBy July 4, 2025, both were home.\n\n{TWO}", []),
    "by-friday-is-body": ("By Friday, both ministers had left Paris.", []),
    "by-the-way-is-body": (f"{ONE}\n\nBy far the best\n\nNo.", []),
    "agency-byline": (
        f"{ONE}\n\n(Reporting by Jane Doe in Paris; Editing by John Roe)",
        [("byline", "(Reporting by Jane Doe in Paris; Editing by John Roe)")],
    ),
    "reporting-in-prose": ("Reporting by the newspaper showed that the minister had lied.", []),
    "signature": (f"By Jane Doe\n\n{ONE}\n\nJane Doe", [("byline", "By Jane Doe"), ("byline", "Jane Doe")]),
    "name-alone-is-body": (f"{ONE}\n\n{TWO}\n\nJane Doe", []),
    "date-line": (
        f"Ministers meet\n\nFriday, July 4, 2025\n\n{ONE}",
        [("title", "Ministers meet"), ("dateline", "Friday, July 4, 2025")],
    ),
    "dateline": (f"WASHINGTON (AP) - {ONE}", [("dateline", "WASHINGTON (AP) -")]),
    "dateline-in-second-paragraph": (f"Ministers meet\n\nKYIV — {ONE}", [("title", "Ministers meet"), ("dateline", "KYIV —")]),
    "dateline-of-unknown-agency": (
        f"Ministers meet\n\nVARNHOLM, Ostria (Tidewater) — {ONE}",
        [("title", "Ministers meet"), ("dateline", "VARNHOLM, Ostria (Tidewater) —")],
    ),
    "unknown-agency-later-is-body": (f"{ONE}\n\n{TWO}\n\nVARNHOLM (Tidewater) — {ONE}", []),
    "labelled-title": (f"Title: Ministers meet\n\n{ONE}", [("notice", "Title:"), ("title", "Ministers meet")]),
    "speakers-are-body": ("QUESTION: Did he come?\n\nANSWER: He did, and he spoke.", []),
    "acronym-is-no-place": ("NATO - The alliance met in Brussels on Friday.", []),
    "life-dates-are-no-dateline": ("Jane Roe (10 May 1915 - 3 June 1990) was a minister.", []),
}


@pytest.mark.parametrize("name", CASES)
def test_furniture(name: str) -> None:
    text, expected = CASES[name]
    assert [(kind, words) for kind, words in kinds(text) if kind != "body"] == expected


WRAPPED = (
    "Ministers meet in Paris\nBy Jane Doe\n\n"
    "PARIS (AP) -- The minister of agriculture met the president in the capital\n"
    "on Friday for talks about the export of grain. Both of the sides agreed on\n"
    "a plan. The minister said that it was good, and that he would go to Kyiv.\n"
    "He left.\n\n"
    "Nobody had thought that the two would meet again so soon after the quarrel\n"
    "of the spring, in which both had called their envoys home.\n"
)


def test_wrapped_lines_are_one_paragraph() -> None:
    assert [kind for kind, _ in kinds(WRAPPED)] == ["title", "byline", "dateline", "body", "body"]
    assert kinds(WRAPPED)[3][1].endswith("He left.")


def test_a_known_title_with_a_full_stop() -> None:
    text = f"Ministers meet in Paris.\n\n{ONE}"
    assert kinds(text)[0][0] == "body"
    assert kinds(text, title="Ministers meet in Paris")[0][0] == "title"


def test_a_single_paragraph_that_equals_its_title() -> None:
    assert kinds("Ministers meet in Paris", title="Ministers meet in Paris") == [("title", "Ministers meet in Paris")]


HEADED = (
    "Date: 2025-08-16\nUpdated: August 17, 2025\nBy Jane Doe and John Roe\nSource: The Bugle\nURL: https://bugle.example/1\n"
    "Tags: World | Grain; RussiaUS\n\nMinisters meet in Paris\n\n"
) + ONE


def test_metadata_lines() -> None:
    found = classify(HEADED)
    assert found.published == date(2025, 8, 16)
    assert found.authors == ("Jane Doe", "John Roe")
    assert (found.source, found.url, found.title) == ("The Bugle", "https://bugle.example/1", "Ministers meet in Paris")
    assert found.categories == ("World", "Grain", "Russia", "US")
    assert [block.kind for block in found.blocks][-2:] == [BlockKind.TITLE, BlockKind.BODY]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param(f"Updated: August 17, 2025\n\n{ONE}", date(2025, 8, 17), id="updated-alone"),
        pytest.param(
            f"Ministers meet\n\nPosted August 16, 2025 9:30 AM GMT\n\n{ONE}",
            datetime(2025, 8, 16, 9, 30, tzinfo=UTC),
            id="posted",
        ),
        pytest.param(f"Posted: 08/16/2025 11:10 am\n\n{ONE}", datetime(2025, 8, 16, 11, 10), id="numbers"),
        pytest.param(f"Published 2025-08-16\n\n{ONE}", date(2025, 8, 16), id="iso-without-colon"),
        pytest.param(f"PARIS, Aug. 15, 2025 (AP) - {ONE}", date(2025, 8, 15), id="dateline"),
        pytest.param(f"PARIS, Aug. 15 (AP) - {ONE}", None, id="dateline-without-year"),
        pytest.param(f"{ONE}\n\nJuly 4, 2025\n\n{TWO}", None, id="a-date-inside-is-not-the-article's"),
    ],
)
def test_dates_of_publication(text: str, published: date | None) -> None:
    assert classify(text).published == published


@pytest.mark.parametrize(
    ("line", "authors", "published"),
    [
        ("By Jane Doe | Friday, 4 July 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("By Jane Doe, July 4, 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("By Jane Doe - July 4, 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("By Jane Doe July 4, 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("By Jane Doe (2025-07-04)", ("Jane Doe",), date(2025, 7, 4)),
        ("By Jane Doe · Jul. 4, 2025 · 4:30 PM", ("Jane Doe",), datetime(2025, 7, 4, 16, 30)),
        ("By Jane Doe | July 4, 2025 at 16:30 GMT | 5 min read", ("Jane Doe",), datetime(2025, 7, 4, 16, 30, tzinfo=UTC)),
        ("By Jane Doe, Published July 4, 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("By Jane Doe, Staff Writer, and John Roe • Updated 4 July 2025", ("Jane Doe", "John Roe"), date(2025, 7, 4)),
        ("By April May-Doe, 4 July 2025", ("April May-Doe",), date(2025, 7, 4)),
        ("By Jane Doe | 03/04/2025", ("Jane Doe",), None),
        ("By Jane Doe | Aug. 21", ("Jane Doe",), None),
        ("Author: Jane Doe | 4 July 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("July 4, 2025 | By Jane Doe", ("Jane Doe",), date(2025, 7, 4)),
        ("Posted on July 4, 2025 by Jane Doe", ("Jane Doe",), date(2025, 7, 4)),
        ("Jane Doe | 4 July 2025", ("Jane Doe",), date(2025, 7, 4)),
        ("4 July 2025 – Jane Doe", ("Jane Doe",), date(2025, 7, 4)),
    ],
    ids=str,
)
def test_bylines_with_dates(line: str, authors: tuple[str, ...], published: date | None) -> None:
    found = classify(f"Ministers Meet in Paris\n\n{line}\n\n{ONE}\n\n{TWO}")
    assert [block.kind for block in found.blocks] == [BlockKind.TITLE, BlockKind.BYLINE, BlockKind.BODY, BlockKind.BODY]
    assert (found.authors, found.published) == (authors, published)


@pytest.mark.parametrize(
    ("paragraph", "prefix", "place", "source"),
    [
        ("WASHINGTON (AP) - He came.", "WASHINGTON (AP) -", "WASHINGTON", "Associated Press"),
        ("KYIV, Ukraine, Aug 15 (Reuters) — He came.", "KYIV, Ukraine, Aug 15 (Reuters) —", "KYIV, Ukraine", "Reuters"),
        ("Moscow (AFP) – He came.", "Moscow (AFP) –", "Moscow", "Agence France-Presse"),
        ("NEW YORK -- He came.", "NEW YORK --", "NEW YORK", ""),
        ("WASHINGTON, D.C. — He came.", "WASHINGTON, D.C. —", "WASHINGTON, D.C", ""),
        ("ST. PAUL, Minn. (AP) _ He came.", "ST. PAUL, Minn. (AP) _", "ST. PAUL, Minn.", "Associated Press"),
        ("LONDON/PARIS, Aug 15 (Reuters) - He came.", "LONDON/PARIS, Aug 15 (Reuters) -", "LONDON/PARIS", "Reuters"),
        ("NEW DELHI: He came.", "NEW DELHI:", "NEW DELHI", ""),
        ("NAIROBI, Kenya (AP) _", "NAIROBI, Kenya (AP) _", "NAIROBI, Kenya", "Associated Press"),
        ("Mumbai, Nov 11 - He came.", "Mumbai, Nov 11 -", "Mumbai", ""),
        ("KYIV (Tidewater) — He came.", "KYIV (Tidewater) —", "KYIV", "Tidewater"),
        ("VARNHOLM (TWP) -- He came.", "VARNHOLM (TWP) --", "VARNHOLM", "TWP"),
        ("VARNHOLM, Ostria (Tidewater) – He came.", "VARNHOLM, Ostria (Tidewater) –", "VARNHOLM, Ostria", "Tidewater"),
        ("PARIS, Aug. 9, 2025 (Tidewater) — He came.", "PARIS, Aug. 9, 2025 (Tidewater) —", "PARIS", "Tidewater"),
        ("LUND, Aug. 21 (Tidewater News) - He came.", "LUND, Aug. 21 (Tidewater News) -", "LUND", "Tidewater News"),
        (
            "ÖREBRO, Sweden (Voice of the Sound) - He came.",
            "ÖREBRO, Sweden (Voice of the Sound) -",
            "ÖREBRO, Sweden",
            "Voice of the Sound",
        ),
        (
            "ABOARD AIR FORCE ONE (Tidewater) — He came.",
            "ABOARD AIR FORCE ONE (Tidewater) —",
            "ABOARD AIR FORCE ONE",
            "Tidewater",
        ),
        ("PARIS (REUTERS) — He came.", "PARIS (REUTERS) —", "PARIS", "Reuters"),
    ],
    ids=str,
)
def test_datelines(paragraph: str, prefix: str, place: str, source: str) -> None:
    found = dateline(paragraph)
    assert found is not None
    assert paragraph[: found.prefix] == prefix
    assert (found.place.rstrip("."), found.source) == (place.rstrip("."), source)
    assert paragraph[found.rest :] in ("He came.", "")


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO - The alliance met.",
        "BREAKING - The alliance met.",
        "NATO (the alliance) - The members met.",
        "NATO (Brussels) - The members met.",
        "NATO (North Atlantic Treaty Organization) - The members met.",
        "UNITED NATIONS (UN) — The body of nations met.",
        "TESLA (TSLA) - The shares fell.",
        "NORWAY (NOR) - The team won.",
        "AIRBUS (Paris) — The company grew.",
        "LONDON (Monday) — The mayor spoke.",
        "LONDON (Analysis) — The mayor spoke.",
        "CASEY (Democrat) — The bill is bad.",
        "VARNHOLM (Tidewater) — which had waited — agreed.",
        "VARNHOLM (Tidewater): The mayor spoke.",
        "VARNHOLM (Tidewater)-The mayor spoke.",
        "Varnholm (Tidewater) — The mayor spoke.",
        "TRUMP: I will come.",
        "Washington - which had waited - agreed.",
        "Paris, France, is large.",
        "WASHINGTON is large.",
        "THE SENATE VOTED TO END IT, BUT THE HOUSE DID NOT - The polls say so.",
    ],
)
def test_no_datelines(paragraph: str) -> None:
    assert dateline(paragraph) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Published by: Jane Doe", ("Jane Doe",)),
        ("By JANE VAN DER DOE", ("Jane Van Der Doe",)),
        ("By Jane Doe, John Roe and Max O'Neill", ("Jane Doe", "John Roe", "Max O'Neill")),
        ("By Jane Doe, Associated Press", ("Jane Doe",)),
        ("By Jane Doe for the Daily Bugle", ("Jane Doe",)),
        ("By Jane Doe | Reuters", ("Jane Doe",)),
        ("By Jane Doe and John Roe, July 4, 2025", ("Jane Doe", "John Roe")),
        ("By May 15, 2025", ()),
        ("Reporting by Jane Doe in Kyiv and John Roe; Editing by Ann Poe", ("Jane Doe", "John Roe")),
        ("By Friday", ()),
        ("By noon the streets were empty", ()),
        ("By the People", ()),
    ],
)
def test_names_in_bylines(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names


# Properties

LINES = st.sampled_from([
    *(ONE, TWO, THREE, "What Comes Next", "By Jane Doe", "Published by", "ALSO READ: Grain", "PARIS (AP) - He came.", "Categories: A, B"),
    *("Title: Grain", "Date: 2025-08-16", "He waves. (AP Photo/Jane)", f"{ONE} ALSO READ: Grain", "Share", "–", "\x1c", "\u200b", ""),
])  # fmt: skip
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\n\n", " ", "\r", "\u2028", "\n \t\n"]))).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


@given(st.one_of(TEXTS, st.text()), st.sampled_from(["", ONE, "What Comes Next"]))
@example("Title:\u3000A b", "")
@example("PARIS (AP) -", "")
def test_blocks_hold_all_but_white_space(text: str, title: str) -> None:
    blocks = classify(text, title=title).blocks
    held = "".join(block.span.of(text) for block in blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert all(first.span.end <= second.span.start for first, second in pairwise(blocks))
    assert all(words == words.strip() for words in (block.span.of(text) for block in blocks))


@given(st.permutations([ONE, TWO, THREE, "Nobody came.", "“No,” he said."]))
def test_sentences_are_never_lost(paragraphs: list[str]) -> None:
    assert {block.kind for block in classify("\n\n".join(paragraphs)).blocks} == {BlockKind.BODY}


@pytest.mark.parametrize(
    "unit",
    [
        "PARIS ",
        "(",
        "x. Photo: ",
        f"{ONE}\n",
        "By Jane Doe\n",
        "ALSO READ:\n",
        "Results Today\n\n",
        " ",
        "\n",
        "12:30 ",
        "2025-08-16 ",
    ],
    ids=repr,
)
def test_work_grows_with_length_only(unit: str) -> None:
    short, long = (calls(partial(classify, unit * (size // len(unit)))) for size in (10_000, 40_000))
    assert long < 6 * max(short, 1000)  # four times the text; a quadratic step takes sixteen times the calls


# A real article


def test_the_alaska_article(shared_articles: Path) -> None:
    path = shared_articles / "alaska-summit.txt"
    (article,) = read([path])
    assert isinstance(article, Article)
    furniture = [block.kind.value for block in article.blocks if block.kind is not BlockKind.BODY]
    assert furniture == [
        *("category", "title", "subtitle", "byline"),
        *("heading", "related", "heading", "related", "heading", "heading", "related", "byline"),
    ]
    assert article.title.startswith("Putin Gains Recognition")
    assert article.authors == ("Neerja Mishra",)
    assert article.categories == ("Russia", "US")
    bodies = [block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.BODY]
    assert len(bodies) == 10
    assert all(len(body.split()) > 20 and body.endswith((".", "”")) for body in bodies)


def test_records_with_their_title_in_the_text(tmp_path: Path) -> None:
    records = [{"text": f"Grain Deal Signed.\n\n{ONE}", "title": "Grain Deal Signed."}, {"text": f"Grain Deal Signed\n\n{ONE}"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    found = [item for item in read([tmp_path]) if isinstance(item, Article)]
    assert [item.blocks[0].kind for item in found] == [BlockKind.TITLE, BlockKind.TITLE]
    assert [item.title for item in found] == ["Grain Deal Signed.", "Grain Deal Signed"]
