"""Exports of news archives: each document is an article, and what the archive writes around it is none of its words."""

from __future__ import annotations

import io
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from kgraph.errors import KGraphError
from kgraph.ingest import read
from kgraph.ingest.content import Content, Reading
from kgraph.ingest.formats import text
from kgraph.model import Article, BlockKind

OLD_NEXIS = """


Download Request: Selected Items: 1-3
Time Of Request: Friday, March 20, 2020  16:51:31

Send To:
EXAMPLE LIBRARY

Terms: (harbour bridge and DATE(>=2019-01-01))



                               1 of 3 DOCUMENTS



                            The Harbour Post (Port Lowe)

                             July 3, 2019 Wednesday
                                 First Edition

Minister opens the bridge at Port Lowe and promises
a second one

BYLINE: Jane Doe in Port Lowe

SECTION: NEWS; Pg. 3

LENGTH: 1,042 words

The transport minister opened a bridge over the harbour on Wednesday. It had
taken nine years to build and cost twice what was planned.

COMPANY: Eastmill is the name that the plate on the bridge says.

A second bridge will follow, she said. The NOTE: on the plan says when.

LOAD-DATE: July 4, 2019

LANGUAGE: ENGLISH

GRAPHIC: PHOTO: The new bridge

PHOTO: The old one

PUBLICATION-TYPE: Newspaper


                       Copyright 2019 Harbour Post Ltd
                              All Rights Reserved

                               2 of 3 DOCUMENTS


                    Copyright 2003 Northern Newspapers Limited
                                  The Northern Star

                                 January 14, 2003

SECTION: NEWS, Pg. 1

LENGTH: 88 words

HEADLINE: Ferry strike ends after talks

BYLINE: JOHN ROE and MARY MAJOR

BODY:
The ferry crews went back to work on Tuesday after the company raised their pay.

LOAD-DATE: January 14, 2003

                               3 of 3 DOCUMENTS


                                  Harbour Monthly

                                    March 2018

Plans for the quay

LENGTH: 40 words

The council showed its plans for the quay.

LOAD-DATE: April 2, 2018
"""

NEXIS_UNI = """
Date and Time: Friday, 5. July 2019 09:31:00 CEST
Job Number: 00000001
Documents (2)
1. Ferry crews end their strike
Client/Matter: -None-
Search Terms: ferry strike
Search Type: Natural Language
Narrowed by:

2. Minister opens the bridge


Ferry crews end their strike
The Northern Star(London)
July 1, 2019 Monday 9:20 AM GMT

Copyright 2019 The Northern Star Ltd. All Rights Reserved

Section:\u00a0NEWS; Version:28
Length:\u00a0355 words
Byline:\u00a0Mary Major (now), John Roe (earlier)
Highlight:\u00a0Both sides agreed on higher pay after a night of talks
Body

The crews went back to work on Monday.

"Length: 40 words was all that the letter said," a captain complained.
Link to Image

Graphic

The crews at the quay.

Load-Date: July 2, 2019


End of Document


Minister opens the bridge
Harbour Post
3 July 2019

Length: 120 words
Body


The minister opened the bridge. It had taken nine years to build.


Classification


Language: ENGLISH

Subject: BRIDGES (90%)

Load-Date: July 3, 2019


End of Document
"""

FACTIVA_TAGGED = """SE   Business
HD   Portlowe Steel buys its rival
for two billion crowns
BY   By Jane Doe and John Roe
WC   212 words
PD   3 July 2019
ET   14:05
SN   Northern News Service
SC   NNS
LA   English
CY   (c) 2019 Northern News Limited

LP
PORT LOWE, July 3 (Reuters) - Portlowe Steel has bought its rival Eastmill, both companies said on Wednesday.

TD
IN the long run both will gain, an analyst said.

BY the end of the year the two will have one board.

CO
ptlws : Portlowe Steel | estml : Eastmill

IN
i22 : Metals | i221 : Iron/Steel

NS
c181 : Acquisitions/Mergers | ccat : Corporate/Industrial News

RE
uk : United Kingdom

PUB
Northern News Limited

AN
Document NNS0000020190703ef7300abc


HD Eastmill names a chairwoman
WC 58 words
PD 5 August 2019
SN Harbour Post
LA English

LP Eastmill named Mary Major as its chairwoman on Monday.

CO estml : Eastmill
RE uk : United Kingdom
PUB Harbour Post Ltd
AN Document HARPST0020190805ef850004f


Search Summary
Text\tEastmill
Date\tAll Dates
"""

FACTIVA_PRINTED = """Business
Portlowe Steel buys its rival
By Jane Doe
212 words
3 July 2019
14:05
Northern News Service
NNS
English
(c) 2019 Northern News Limited

Portlowe Steel has bought its rival Eastmill, both companies said on Wednesday.

Both will gain, an analyst said.

Document NNS0000020190703ef7300abc

Page 1 of 2 © 2019 Factiva, Inc. All rights reserved.

Eastmill names a chairwoman
58 words
5 August 2019
Harbour Post
HARPST
12
English
Copyright 2019, Harbour Post Ltd.

Eastmill named Mary Major as its chairwoman on Monday.

Document HARPST0020190805ef850004f
"""

PROQUEST = """____________________________________________________________

Report Information from ProQuest

July 05 2019 10:15
____________________________________________________________

Document 1 of 2

Minister opens the bridge

Author: Doe, Jane; Roe, John

Publication info: Harbour Post, Late Edition; Port Lowe [Port Lowe]03 July 2019: A.1.

ProQuest document link

Abstract: A bridge was opened.

Links: Linking Service

Full text: The transport minister opened a bridge over the harbour on Wednesday.

Subject: the sign on the bridge had nothing but this word, and a date.

It had taken nine years to build.

Subject: Bridges; Ministers; Harbours and other things of
which the archive makes a list

Location: Port Lowe

Title: Minister opens the bridge

Publication title: Harbour Post, Late Edition; Port Lowe

Pages: A.1

Publication year: 2019

Publication date: Jul 3, 2019

Section: Metropolitan Desk

Publisher: Harbour Post Company

Source type: Newspaper

Language of publication: English

Document type: News

ProQuest document ID: 2251234567

Document URL: https://search.example.com/docview/2251234567

Copyright: Copyright Harbour Post Company Jul 3, 2019

Last updated: 2019-07-03

Database: Newsstand
____________________________________________________________

Document 2 of 2

Ferry crews end their strike

Author: Mary Major

Full text: The crews went back to work on Monday.

Title: Ferry crews end their strike

Publication title: The Northern Star

Publication date: Jul 1, 2019

ProQuest document ID: 2251234568

Database: Newsstand
____________________________________________________________

Contact us at: http://support.example.com Database copyright © 2019 ProQuest LLC. All rights reserved.
"""

BBC_MONITORING = """Port Lowe minister opens bridge

Text of report by Lowland state-owned news agency LNA

Port Lowe, 3 July: The transport minister opened a bridge on Wednesday. [Passage omitted: background]

It had taken nine years to build, the agency said.

Source: LNA news agency, Port Lowe, in English 0905 gmt 3 Jul 19

BBC Mon EU1 EuroPol 030719 jd/ab

Ferry crews end strike

Source: Radio North, Port Lowe, in English 1200 gmt 1 Jul 19

The crews went back to work on Monday.

BBC Mon Alert EU1 010719 mm
"""


def articles_of(export: str, name: str = "export.txt") -> list[Article]:
    found = list(text.read(Content(name, f"folder/{name}", io.BytesIO(export.encode())), Reading()))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def test_documents_of_the_older_nexis_are_articles_of_their_own() -> None:
    first, second, third = articles_of(OLD_NEXIS)
    assert first.title == "Minister opens the bridge at Port Lowe and promises a second one"
    assert (first.source, first.published, first.authors) == ("The Harbour Post (Port Lowe)", date(2019, 7, 3), ("Jane Doe",))
    assert first.categories == second.categories[:1] == ("NEWS",)
    assert (second.title, second.source) == ("Ferry strike ends after talks", "The Northern Star")
    assert (second.published, second.authors) == (date(2003, 1, 14), ("John Roe", "Mary Major"))
    assert second.text.endswith("The ferry crews went back to work on Tuesday after the company raised their pay.")
    assert third.published is None
    assert third.appeared is not None
    assert (third.appeared.begin, third.appeared.end) == (date(2018, 3, 1), date(2018, 3, 31))


def test_what_nexis_writes_around_a_document_is_not_read() -> None:
    first, second, _ = articles_of(OLD_NEXIS)
    assert first.text.endswith("A second bridge will follow, she said. The NOTE: on the plan says when.")
    for word in ("LENGTH", "LOAD-DATE", "Copyright", "DOCUMENTS", "Terms", "PHOTO", "Edition"):
        assert word not in first.text + second.text


def test_documents_of_nexis_uni_end_with_a_line_that_says_so() -> None:
    first, second = articles_of(NEXIS_UNI)
    assert (first.title, first.source) == ("Ferry crews end their strike", "The Northern Star (London)")
    assert first.published == datetime(2019, 7, 1, 9, 20, tzinfo=timezone.utc)  # noqa: UP017
    assert first.authors == ("Mary Major", "John Roe")
    assert [block.kind for block in first.blocks[:2]] == [BlockKind.TITLE, BlockKind.SUBTITLE]
    assert first.text.endswith("a captain complained.")
    assert "Length: 40 words was all" in first.text
    assert (second.title, second.source, second.published) == ("Minister opens the bridge", "Harbour Post", date(2019, 7, 3))
    assert second.text == "Minister opens the bridge\n\nThe minister opened the bridge. It had taken nine years to build."


def test_factivas_tags_are_not_words() -> None:
    first, second = articles_of(FACTIVA_TAGGED)
    assert first.title == "Portlowe Steel buys its rival for two billion crowns"
    assert (first.source, first.published) == ("Northern News Service", datetime(2019, 7, 3, 14, 5))
    assert (first.authors, first.categories, first.place) == (("Jane Doe", "John Roe"), ("Business",), "PORT LOWE")
    assert first.text.endswith(
        "IN the long run both will gain, an analyst said.\n\nBY the end of the year the two will have one board."
    )
    assert (second.title, second.published, second.source) == ("Eastmill names a chairwoman", date(2019, 8, 5), "Harbour Post")
    assert second.text.endswith("\n\nEastmill named Mary Major as its chairwoman on Monday.")


@pytest.mark.parametrize("mark", ["\t", "|", "    "])
def test_factivas_tags_may_stand_in_a_table(mark: str) -> None:
    rows = (
        ["HD", "Eastmill names a chairwoman"],
        ["WC", "58 words"],
        ["PD", "5 August 2019"],
        ["SN", "Harbour Post"],
        ["LP", "Eastmill named her."],
    )
    (found,) = articles_of(
        "\n".join(mark.join(row) for row in (*rows, ["RE", "uk : United Kingdom"], ["AN", "Document HARPST0020190805ef850004f"]))
    )
    assert found.text == "Eastmill names a chairwoman\n\nEastmill named her."


def test_factivas_documents_without_tags() -> None:
    first, second = articles_of(FACTIVA_PRINTED)
    assert (first.title, first.categories, first.authors) == ("Portlowe Steel buys its rival", ("Business",), ("Jane Doe",))
    assert (first.source, first.published) == ("Northern News Service", datetime(2019, 7, 3, 14, 5))
    assert first.text.endswith("on Wednesday.\n\nBoth will gain, an analyst said.")
    assert (second.title, second.source, second.published) == ("Eastmill names a chairwoman", "Harbour Post", date(2019, 8, 5))
    assert second.text == "Eastmill names a chairwoman\n\nEastmill named Mary Major as its chairwoman on Monday."


def test_documents_of_proquest_stand_between_rules() -> None:
    first, second = articles_of(PROQUEST)
    assert (first.title, first.source, first.published) == ("Minister opens the bridge", "Harbour Post", date(2019, 7, 3))
    assert (first.authors, first.categories) == (("Jane Doe", "John Roe"), ("Metropolitan Desk",))
    assert first.url == "https://search.example.com/docview/2251234567"
    assert first.text == (
        "Minister opens the bridge\n\nThe transport minister opened a bridge over the harbour on Wednesday.\n\n"
        "Subject: the sign on the bridge had nothing but this word, and a date.\n\nIt had taken nine years to build."
    )
    assert (second.authors, second.text.splitlines()[-1]) == (("Mary Major",), "The crews went back to work on Monday.")


def test_documents_of_proquest_without_rules_are_counted() -> None:
    without = "\n".join(line for line in PROQUEST.splitlines() if not line.startswith("____"))
    assert [found.text for found in articles_of(without)] == [found.text for found in articles_of(PROQUEST)]


def test_reports_of_bbc_monitoring_end_with_a_signature() -> None:
    first, second = articles_of(BBC_MONITORING)
    assert (first.title, first.source) == ("Port Lowe minister opens bridge", "LNA news agency")
    assert first.published == datetime(2019, 7, 3, 9, 5, tzinfo=timezone.utc)  # noqa: UP017
    assert first.text == (
        "Port Lowe minister opens bridge\n\nPort Lowe, 3 July: The transport minister opened a bridge on Wednesday.\n\n"
        "It had taken nine years to build, the agency said."
    )
    assert (second.title, second.text.splitlines()[-1]) == ("Ferry crews end strike", "The crews went back to work on Monday.")


def test_a_report_of_bbc_monitoring_in_another_archive_is_read_without_its_marks() -> None:
    body = (
        "Text of report by Lowland state-owned news agency LNA\n\nThe minister opened a bridge on Wednesday.\n\n"
        "Source: LNA news agency, Port Lowe, in English 0905 gmt 3 Jul\n19"
    )
    export = OLD_NEXIS.replace("The council showed its plans for the quay.", body)
    assert articles_of(export)[2].text == "Plans for the quay\n\nThe minister opened a bridge on Wednesday."


@pytest.mark.parametrize(
    ("line", "begin", "end"),
    [
        ("Spring 2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("July/August 2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("July 2018", date(2018, 7, 1), date(2018, 7, 31)),
    ],
)
def test_a_document_of_a_month_or_a_season(line: str, begin: date, end: date) -> None:
    appeared = articles_of(OLD_NEXIS.replace("March 2018", line), "download-2025-01-01.txt")[2].appeared
    assert appeared is not None
    assert (appeared.begin, appeared.end) == (begin, end)


@pytest.mark.parametrize(
    "byline", ["Jane Doe, London", "BY JANE DOE", "By Jane Doe in London", "Jane Doe, Political Editor", "Jane Doe (now)"]
)
def test_a_byline_names_people(byline: str) -> None:
    assert articles_of(OLD_NEXIS.replace("JOHN ROE and MARY MAJOR", byline))[1].authors == ("Jane Doe",)


def test_a_year_may_be_a_title() -> None:
    assert articles_of(OLD_NEXIS.replace("Plans for the quay\n", "1984\n"))[2].title == "1984"


@pytest.mark.parametrize("export", [OLD_NEXIS, NEXIS_UNI, FACTIVA_TAGGED, FACTIVA_PRINTED, PROQUEST, BBC_MONITORING])
def test_a_document_is_named_by_its_number(export: str) -> None:
    found = articles_of(export)
    assert [article.key for article in found] == [f"export.txt:{n}" for n in range(1, len(found) + 1)]
    assert [article.origin for article in found] == [f"folder/export.txt:{n}" for n in range(1, len(found) + 1)]
    assert articles_of(export.replace("\n", "\r\n")) == found


@pytest.mark.parametrize(
    "article",
    [
        "A letter to the editor\n\nLENGTH: 512 words was all that the form said.\n\nThe reader was told nothing else.",
        "What is in an archive\n\nLENGTH: 512 words\n\nThat is how it begins.\n\nLOAD-DATE: July 3, 2019\n\nAnd so it ends.",
        "The search\n\nHD is short for high definition.\nWC 212 words\nPD 3 July 2019\nThe rest of the note was missing.",
        "A short story\n\n512 words\n3 July 2019\n\nThis is how the printed text looks, the editor said, and no document follows.",
        "What a librarian sees\n\nPublication title: Harbour Post\n\nIt is a line of a form, and she reads hundreds of them.",
        "How they listen\n\nSource: LNA news agency, Port Lowe, in English 0905 gmt 3 Jul 19\n\nSuch a line ends each report.",
        "Body\n\nThe film is long. End of Document, its second part, is longer.\n\nEnd of Document",
    ],
)
def test_an_article_that_quotes_an_archive_is_not_an_export(article: str) -> None:
    (found,) = articles_of(article)
    assert (found.key, found.text) == ("export.txt", article)


def test_an_export_is_longer_than_an_article_may_be() -> None:
    many = "\n".join(OLD_NEXIS for _ in range(20))
    found = list(text.read(Content("many.txt", "many.txt", io.BytesIO(many.encode())), Reading(max_characters=3000)))
    assert len(found) == 60
    assert all(isinstance(item, Article) for item in found)


def test_a_document_that_is_no_article_costs_itself() -> None:
    long = OLD_NEXIS.replace("A second bridge will follow", "The bridge is long. " * 2000)
    found = list(text.read(Content("many.txt", "many.txt", io.BytesIO(long.encode())), Reading(max_characters=20_000)))
    assert [str(item) for item in found if isinstance(item, KGraphError)] == [
        "many.txt:1: 40,313 characters; at most 20,000 are read (max_characters)"
    ]
    assert len(found) == 3


SAMPLES = Path(__file__).parents[2] / "shared" / "formats" / "nexis"


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/formats/nexis")
def test_the_documents_of_a_real_export_are_told_apart() -> None:
    found = list(read([SAMPLES / "sample.TXT"]))
    assert len(found) == 10
    assert [item.source for item in found if isinstance(item, Article)] == [
        "MAIL ON SUNDAY (London)",
        "Sunday Mirror",
        "DAILY MAIL (London)",
    ]
