"""Records: JSON, CSV and Parquet files, and what the programs that write them call their fields."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kgraph.errors import BadField, BadRecord, EmptyArticle, KGraphError, MissingExtra, NotText, SettingsError, TooLong
from kgraph.extract import extract
from kgraph.ingest import Reading, read, read_again
from kgraph.ingest.content import DEFAULT
from kgraph.ingest.dates import appeared_in, published
from kgraph.ingest.fragments import from_html
from kgraph.ingest.seen import Files, Seen
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.mapping import read_map
from kgraph.model import Article, BlockKind
from kgraph.settings import Settings, read_settings

PROSE = "The ministers of both countries met in Oslo on Friday. They talked about the price of grain for two hours."
OTHER = "A ferry with forty people on board ran aground near the harbour. Nobody was hurt."
UNTITLED: dict[str, Any] = {"text": PROSE}


def found(path: Path, content: Any, reading: Reading = DEFAULT) -> list[Article | KGraphError]:
    """What is read of a file with this content: bytes, a string, or what is written as JSON."""
    raw = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
    path.write_bytes(raw)
    return [item for item in read([path], reading) if not isinstance(item, Seen)]


def articles(items: Iterable[object]) -> list[Article]:
    """The articles alone; there must be no error among them."""
    listed = list(items)
    assert all(isinstance(item, Article | BadField) for item in listed), listed
    return [item for item in listed if isinstance(item, Article)]


def one(path: Path, content: Any, reading: Reading = DEFAULT) -> Article:
    (article,) = articles(found(path, content, reading))
    return article


def table(*rows: Iterable[object], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def from_stdin(monkeypatch: pytest.MonkeyPatch, content: str | bytes) -> list[object]:
    raw = content if isinstance(content, bytes) else content.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return list(read(["-"]))


# The answers and exports of other programs, with the fields that tell

SERVICES: dict[str, Any] = {
    "newsapi": {
        "status": "ok",
        "articles": [
            {
                "source": {"id": None, "name": "The Bugle"},
                "author": "Jane Doe",
                "title": "Ministers meet",
                "url": "https://bugle.example/1",
                "publishedAt": "2025-08-16T09:30:00Z",
                "content": f"{PROSE} A spokesman said that the tal… [+2829 chars]",
            }
        ],
    },
    "event-registry": {
        "articles": {
            "results": [
                {
                    "uri": "8123",
                    "date": "2025-08-15",
                    "dateTimePub": "2025-08-16T09:30:00Z",
                    "url": "https://bugle.example/1",
                    "title": "Ministers meet",
                    "body": PROSE,
                    "source": {"uri": "bugle.example", "dataType": "news", "title": "The Bugle"},
                    "authors": [{"uri": "jane", "name": "Jane Doe", "type": "author"}],
                }
            ],
            "totalResults": 1,
        }
    },
    "guardian": {
        "response": {
            "status": "ok",
            "results": [
                {
                    "id": "world/1",
                    "webPublicationDate": "2025-08-16T09:30:00Z",
                    "webTitle": "Ministers meet",
                    "webUrl": "https://bugle.example/1",
                    "fields": {"bodyText": PROSE, "byline": "Jane Doe", "publication": "The Bugle"},
                }
            ],
        }
    },
    "guardian-single": {
        "response": {
            "content": {
                "webPublicationDate": "2025-08-16T09:30:00Z",
                "webTitle": "Ministers meet",
                "webUrl": "https://bugle.example/1",
                "fields": {"bodyText": PROSE, "byline": "Jane Doe", "publication": "The Bugle"},
            }
        }
    },
    "nyt": {
        "response": {
            "docs": [
                {
                    "abstract": "Grain.",
                    "lead_paragraph": PROSE,
                    "web_url": "https://bugle.example/1",
                    "source": "The Bugle",
                    "headline": {"main": "Ministers meet", "kicker": None},
                    "pub_date": "2025-08-16T09:30:00+0000",
                    "byline": {"original": "By Jane Doe", "person": []},
                }
            ]
        }
    },
    "media-cloud": [
        {
            "stories_id": 7,
            "media_name": "The Bugle",
            "publish_date": "2025-08-16 09:30:00+00:00",
            "title": "Ministers meet",
            "url": "https://bugle.example/1",
            "story_text": PROSE,
            "author": "Jane Doe",
        }
    ],
    "news-please": {
        "authors": ["Jane Doe"],
        "date_download": "2026-01-01 00:00:00",
        "date_modify": "None",
        "date_publish": "2025-08-16 09:30:00+00:00",
        "description": "Grain.",
        "maintext": PROSE,
        "source_domain": "www.bugle.example",
        "title": "Ministers meet",
        "title_page": None,
        "url": "https://bugle.example/1",
    },
    "fundus": [
        {
            "title": "Ministers meet",
            "authors": ["Jane Doe"],
            "publishing_date": "2025-08-16 09:30:00+00:00",
            "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [PROSE]}]},
            "publisher": "The Bugle",
            "html": {"requested_url": "https://bugle.example/1", "content": "<html></html>"},
        }
    ],
    "trafilatura": {
        "title": "Ministers meet",
        "author": "Jane Doe",
        "hostname": "bugle.example",
        "sitename": "The Bugle",
        "date": "2025-08-16T09:30:00Z",
        "raw_text": PROSE,
        "text": PROSE,
        "source": "https://bugle.example/1",
        "excerpt": "Grain.",
    },
    "webz": {
        "posts": [
            {
                "thread": {"site_full": "www.bugle.example", "title": "Ministers meet"},
                "uuid": "u",
                "url": "https://bugle.example/1",
                "author": "Jane Doe",
                "published": "2025-08-16T11:30:00.000+02:00",
                "title": "Ministers meet",
                "text": PROSE,
            }
        ]
    },
    "json-feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Bugle",
        "items": [
            {
                "id": "1",
                "url": "https://bugle.example/1",
                "title": "Ministers meet",
                "content_html": f"<p>{PROSE}</p>",
                "date_published": "2025-08-16T09:30:00Z",
                "authors": [{"name": "Jane Doe"}],
            }
        ],
    },
    "wordpress": [
        {
            "id": 5,
            "date": "2025-08-16T09:30:00Z",
            "link": "https://bugle.example/1",
            "title": {"rendered": "Ministers <em>meet</em>"},
            "content": {"rendered": f"<p>{PROSE}</p>\n", "protected": False},
            "author": {"name": "Jane Doe"},
        }
    ],
    "elasticsearch": {
        "took": 3,
        "_shards": {"total": 1},
        "hits": {
            "total": 1,
            "hits": [
                {
                    "_id": "x",
                    "_source": {
                        "title": "Ministers meet",
                        "text": PROSE,
                        "published": "2025-08-16T09:30:00Z",
                        "url": "https://bugle.example/1",
                        "author": "Jane Doe",
                    },
                }
            ],
        },
    },
}


@pytest.mark.parametrize("service", SERVICES)
def test_what_services_and_scrapers_write_is_read(tmp_path: Path, service: str) -> None:
    article = one(tmp_path / "a.json", SERVICES[service])
    assert article.text == f"Ministers meet\n\n{PROSE}"
    assert (article.title, article.authors, article.url) == ("Ministers meet", ("Jane Doe",), "https://bugle.example/1")
    assert article.published == datetime(2025, 8, 16, 9, 30, tzinfo=UTC)
    assert article.source in ("The Bugle", "bugle.example", "")


@pytest.mark.parametrize("service", ["newsapi", "guardian", "nyt", "event-registry", "fundus", "wordpress", "elasticsearch"])
@pytest.mark.parametrize("indent", [None, 2])
def test_the_standard_input_may_be_json(monkeypatch: pytest.MonkeyPatch, service: str, indent: int | None) -> None:
    (article,) = articles(from_stdin(monkeypatch, json.dumps(SERVICES[service], indent=indent)))
    assert article.origin == "stdin:1"
    assert PROSE in article.text


def test_lists_under_other_names_are_found(tmp_path: Path) -> None:
    assert len(articles(found(tmp_path / "a.json", {"meta": {"n": 2}, "stuff": [{"body": PROSE}, {"body": OTHER}]}))) == 2
    assert len(articles(found(tmp_path / "a.json", {"a1": {"body": PROSE}, "a2": {"body": OTHER}}))) == 2
    assert len(articles(found(tmp_path / "a.json", [{"articles": [{"body": PROSE}]}, {"articles": [{"body": OTHER}]}]))) == 2


def test_json_lines_and_several_values_by_the_name_of_json(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) for text in (PROSE, OTHER)]
    broken = found(tmp_path / "a.json", f"{lines[0]}\n{{broken\n{lines[1]}\n")
    assert [type(item) for item in broken] == [Article, BadRecord, Article]
    assert [item.key for item in articles(found(tmp_path / "a.json", "\n".join(lines)))] == ["a.json:1", "a.json:2"]
    pretty = "\n".join(json.dumps({"text": text}, indent=2) for text in (PROSE, OTHER))
    assert len(articles(found(tmp_path / "a.json", pretty))) == 2
    assert len(articles(found(tmp_path / "a.jsonl", json.dumps([{"text": PROSE}, {"text": OTHER}])))) == 2
    assert len(articles(found(tmp_path / "a.ndjson", "\n".join(lines)))) == 2


def test_comments_of_a_record_are_no_articles(tmp_path: Path) -> None:
    record = {"title": "Ministers meet", "items": [{"text": OTHER}], "text": PROSE}
    assert one(tmp_path / "a.json", record).text.endswith(PROSE)
    assert one(tmp_path / "a.json", [{"comments": [{"text": OTHER}], "body": PROSE}]).text == PROSE


def test_an_empty_answer_says_so(tmp_path: Path) -> None:
    (error,) = found(tmp_path / "a.json", {"status": "ok", "articles": []})
    assert isinstance(error, EmptyArticle)


# What is said of records that have no text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", {"articles": [{"url": "u", "title": "t", "seendate": "20250816T093000Z"}] * 3}, "GDELT list"),
        ("a.json", {"stories": [{"title": "t", "url": "u", "media_name": "The Bugle"}] * 3}, "Media Cloud"),
        ("a.csv", "URL,MobileURL,Date,Title\nu,,2025-08-16,Ministers meet\n", "GDELT list"),
        ("a.csv", "20250816093000-0\t20250816093000\t1\tbugle.example\thttps://bugle.example/1\n", "Knowledge Graph"),
        ("a.CSV", "1234567890\t20250816\t202508\t2025\t2025.61\tNOR\n", "events has codes"),
        ("a.csv", "GKGRECORDID,DATE,V2Themes\n1,2,3\n", "Knowledge Graph"),
    ],
)
def test_a_table_without_text_is_refused_once(tmp_path: Path, name: str, content: object, words: str) -> None:
    (error,) = found(tmp_path / name, content)
    assert isinstance(error, BadRecord)
    assert words in str(error)
    assert "fetch the pages" in str(error)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", [{"kopf": "Ministers meet in Oslo", "prosa": PROSE, "nr": 1}]),
        ("a.csv", f'kopf,prosa,nr\nMinisters meet in Oslo,"{PROSE}",1\n'),
    ],
)
def test_a_mapping_is_proposed_and_holds(tmp_path: Path, name: str, content: object) -> None:
    (error,) = found(tmp_path / name, content)
    assert 'no "text"; the fields are: kopf, nr, prosa; try --map text=prosa,title=kopf' in str(error)
    article = one(tmp_path / name, content, Reading(map=read_map(["text=prosa", "title=kopf"])))
    assert (article.title, article.text) == ("Ministers meet in Oslo", f"Ministers meet in Oslo\n\n{PROSE}")


def test_a_mapping_leads_into_objects_and_goes_before_what_we_know(tmp_path: Path) -> None:
    record = {"text": OTHER, "doc": {"prose": {"clean": PROSE}}, "on": "2025-08-16"}
    reading = Reading(map=read_map(["text=doc.prose.clean", "published=on"]))
    article = one(tmp_path / "a.json", record, reading)
    assert (article.text, article.published) == (PROSE, date(2025, 8, 16))
    assert one(tmp_path / "a.csv", table(["doc.prose"], [PROSE]), Reading(map=read_map(["text=doc.prose"]))).text == PROSE


def test_a_wrong_mapping_names_the_right_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="choose from text, title, source"):
        Settings(map=("body=text",))
    with pytest.raises(SettingsError, match="form NAME=FIELD"):
        Settings(map=("body",))
    (tmp_path / "kgraph.toml").write_text('map = ["text=body"]\ndate_order = "day-first"\n', "utf-8")
    assert Reading.of(read_settings(tmp_path / "kgraph.toml", {})) == Reading(map=(("text", "body"),), day_first=True)


def test_a_library_has_a_description_and_is_no_article(tmp_path: Path) -> None:
    (error,) = found(
        tmp_path / "package.json", {"name": "thing", "description": "A small thing that counts the words of a text."}
    )
    assert isinstance(error, BadRecord)


# Titles


def test_a_title_becomes_the_first_paragraph(tmp_path: Path) -> None:
    article = one(tmp_path / "a.json", {"title": "Norway expels Russian envoy | The Bugle", "source": "The Bugle", **UNTITLED})
    assert article.title == "Norway expels Russian envoy"
    assert [(block.kind, block.span.of(article.text)) for block in article.blocks] == [
        (BlockKind.TITLE, "Norway expels Russian envoy"),
        (BlockKind.BODY, PROSE),
    ]


def test_a_headline_is_understood_wherever_it_stood(tmp_path: Path, nlp: Language) -> None:
    headline = "Norway expels Russian envoy"
    (tmp_path / "a.txt").write_text(f"{headline}\n\n{PROSE}", "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"title": headline, **UNTITLED}), "utf-8")
    (tmp_path / "c.csv").write_text(table(["headline", "body"], [headline, PROSE]), "utf-8")
    docs = [doc for _, doc in parse(articles(read([tmp_path])), nlp)]
    told = [
        extract(article, doc, shipped_lexicon()).reports for article, doc in zip(articles(read([tmp_path])), docs, strict=True)
    ]
    assert [[report.type for report in reports][:1] for reports in told] == [["Expulsion"]] * 3


@pytest.mark.parametrize(
    "text",
    [
        f"Ministers Meet\n\n{PROSE}",
        f"By Jane Doe\n\nMinisters meet.\n\n{PROSE}",
        f"Title: Ministers meet\n{PROSE}",
        f"Ministers meet in Oslo to talk about grain. {PROSE}",
    ],
)
def test_a_title_that_the_text_has_is_not_put_there_again(tmp_path: Path, text: str) -> None:
    assert one(tmp_path / "a.json", {"title": "Ministers meet", "text": text}).text == text


def test_a_title_longer_than_any_is_none(tmp_path: Path) -> None:
    assert one(tmp_path / "a.json", {"title": "They said so, " * 20, **UNTITLED}).text == PROSE


def test_a_shortened_title_is_in_the_text(tmp_path: Path) -> None:
    assert one(tmp_path / "a.json", {"title": PROSE[:40] + "...", **UNTITLED}).text == PROSE


# Texts


def test_mark_up_in_a_text_becomes_paragraphs(tmp_path: Path) -> None:
    html = f"<p>{PROSE}</p><h2>Why</h2><p>It is <b>cheap</b> &amp; good.<br>So they say.</p><script>x()</script>"
    article = one(tmp_path / "a.json", {"text": html})
    assert article.text == f"{PROSE}\n\nWhy\n\nIt is cheap & good.\n\nSo they say."
    assert [block.kind for block in article.blocks if block.span.of(article.text) == "Why"] == [BlockKind.HEADING]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a < b and c > d, said R&D", "a < b and c > d, said R&D"),
        ("AT&amp;T &#8217;s caf&eacute;", "AT&T ’s café"),
        ("He said <em>no</em>.", "He said no."),
        ("<p>" * 3000 + "deep", "deep"),
        ('<p title="a > b">One</p>', "One"),
    ],
)
def test_pieces_of_html(text: str, plain: str) -> None:
    assert from_html(text).text == plain


def test_an_end_that_was_cut_off_goes_with_its_sentence(tmp_path: Path) -> None:
    def text(**fields: str) -> str:
        return one(tmp_path / "a.json", {"url": "https://bugle.example/1", **fields}).text

    assert text(content=f"{PROSE} The minister said th… [+310 chars]") == PROSE
    assert text(content="The minister met Mr. Berg in Os… [+310 chars]", description=PROSE) == PROSE
    assert text(content="The minister met Mr. Berg in Os… [+310 chars]") == "The minister met Mr. Berg in Os"
    assert text(description=f"{PROSE} It was…") == PROSE
    assert text(text=f"{PROSE} And so it goes on...") == f"{PROSE} And so it goes on..."
    assert text(content="ONLY AVAILABLE IN PAID PLANS", description=PROSE) == PROSE


def test_a_list_of_paragraphs_is_a_text(tmp_path: Path) -> None:
    assert one(tmp_path / "a.json", {"text": [PROSE, OTHER]}).text == f"{PROSE}\n\n{OTHER}"


def test_a_text_of_another_kind_costs_the_field(tmp_path: Path) -> None:
    warning, article = found(tmp_path / "a.json", {"text": 5, "body": PROSE})
    assert str(warning) == f'{tmp_path / "a.json"}:1: "text" must be a string, not a number; it is left out'
    assert isinstance(article, Article)


# Publishers, authors


@pytest.mark.parametrize(
    ("fields", "source", "url"),
    [
        ({"source": "https://bugle.example/1"}, "", "https://bugle.example/1"),
        ({"source": "https://bugle.example/1", "sitename": "The Bugle"}, "The Bugle", "https://bugle.example/1"),
        ({"source": "https://bugle.example", "url": "https://bugle.example/1"}, "", "https://bugle.example/1"),
        ({"source_domain": "www.bugle.example"}, "bugle.example", ""),
        ({"source": "{'id': 'bugle', 'name': 'The Bugle'}"}, "The Bugle", ""),
        ({"source": "nan"}, "", ""),
    ],
)
def test_an_address_is_no_publisher(tmp_path: Path, fields: dict[str, str], source: str, url: str) -> None:
    article = one(tmp_path / "a.json", {**UNTITLED, **fields})
    assert (article.source, article.url) == (source, url)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("['Jane Doe', 'John Roe']", ("Jane Doe", "John Roe")),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ('[{"name": "Jane Doe"}]', ("Jane Doe",)),
        ("https://social.example/jane", ()),
        ("[" * 4000, ("[" * 4000,)),
    ],
)
def test_authors_in_a_cell(tmp_path: Path, author: str, names: tuple[str, ...]) -> None:
    assert one(tmp_path / "a.csv", table(["text", "author"], [PROSE, author])).authors == names


# Dates


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2025", "year"),
        (2025, "year"),
        ("2025-08", "month"),
        ("August 2025", "month"),
        ("08/2025", "month"),
        ("2025-08-00", "month"),
    ],
)
def test_a_month_or_a_year_stays_one(tmp_path: Path, value: object, precision: str) -> None:
    article = one(tmp_path / "a.json", {**UNTITLED, "date": value})
    assert article.published is None
    assert article.appeared is not None
    assert (article.appeared.precision, article.appeared.begin) == (precision, date(2025, 8 if precision == "month" else 1, 1))


@pytest.mark.parametrize(
    "value", ["not available", "0001-01-01", "9999-12-31", "03/04/2025", "2025-13", [1, 2], True, "2025-02-30"]
)
def test_a_date_that_cannot_be_read_costs_the_date(tmp_path: Path, value: object) -> None:
    warning, article = found(tmp_path / "a.json", [{**UNTITLED, "publishedAt": value}])
    assert isinstance(warning, BadField)
    assert str(warning).startswith(f'{tmp_path / "a.json"}:1: "publishedAt" ')
    assert isinstance(article, Article)
    assert (article.published, article.appeared) == (None, None)


def test_the_first_field_with_a_day_counts(tmp_path: Path) -> None:
    assert one(tmp_path / "a.json", {**UNTITLED, "published": "2025", "date": "2025-08-16"}).published == date(2025, 8, 16)


def test_when_an_article_was_changed(tmp_path: Path) -> None:
    article = one(tmp_path / "a.json", {**UNTITLED, "published": "2025-08-16", "updatedAt": "2025-08-17"})
    assert (article.published, article.modified) == (date(2025, 8, 16), date(2025, 8, 17))


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["03/04/2025", "25/04/2025"], date(2025, 4, 3)),
        (["03/04/2025", "04/25/2025"], date(2025, 3, 4)),
        (["03/04/2025", "04/25/2025", "25/04/2025"], None),
        (["03/04/2025", "2025-04-25"], None),
    ],
)
def test_other_dates_of_a_file_say_which_is_the_month(tmp_path: Path, name: str, dates: list[str], expected: date | None) -> None:
    records = [{"text": f"{PROSE} {number}", "date": day} for number, day in enumerate(dates)]
    content: object = records
    if name == "a.jsonl":
        content = "\n".join(map(json.dumps, records))
    elif name == "a.csv":
        content = table(["text", "date"], *((record["text"], record["date"]) for record in records))
    assert articles(found(tmp_path / name, content))[0].published == expected


@pytest.mark.parametrize(
    ("url", "order", "expected"),
    [
        ("https://bugle.co.uk/1", None, date(2025, 4, 3)),
        ("https://bugle.com/1", None, None),
        ("https://bugle.co.uk/1", False, date(2025, 3, 4)),
        ("", True, date(2025, 4, 3)),
    ],
)
def test_the_country_of_a_site_or_the_user_says_which_is_the_month(
    tmp_path: Path, url: str, order: bool | None, expected: date | None
) -> None:
    record = {**UNTITLED, "url": url, "date": "03/04/2025"}
    assert one(tmp_path / "a.json", record, Reading(day_first=order)).published == expected


def test_a_date_that_now_can_be_told_is_read_again(tmp_path: Path) -> None:
    def line(number: int, day: str) -> str:
        return json.dumps({"text": f"{PROSE} {number}", "date": day}) + "\n"

    path = tmp_path / "a.jsonl"
    path.write_text("".join([line(0, "03/04/2025"), line(1, "2025-01-01")]), "utf-8")
    files = Files({}, lambda _: True)
    list(read_again([path], files))
    path.write_text("".join([line(0, "03/04/2025"), line(1, "2025-01-01"), line(2, "25/04/2025")]), "utf-8")
    again = [type(item) for item in read_again([path], Files(files.now, lambda _: True))]
    assert again == [Article, Seen, Article]


@pytest.mark.parametrize(
    ("value", "day_first", "expected"),
    [
        ("16-08-2025", None, date(2025, 8, 16)),
        ("16.08.2025 09:30", None, datetime(2025, 8, 16, 9, 30)),
        ("8/16/2025 9:30:00 PM", None, datetime(2025, 8, 16, 21, 30)),
        ("3.4.2025 10:00", True, datetime(2025, 4, 3, 10)),
        ("03-04-2025", None, None),
        ("20250816093000", None, datetime(2025, 8, 16, 9, 30)),
        ("1755336600", None, datetime(2025, 8, 16, 9, 30, tzinfo=UTC)),
    ],
)
def test_dates_of_tables(value: str, day_first: bool | None, expected: date | None) -> None:
    assert published(value, day_first=day_first) == expected


@pytest.mark.parametrize("value", ["13/2025", "9999", True, "2025-08-16", "in 2025"])
def test_what_is_no_month_or_year(value: object) -> None:
    assert appeared_in(value) is None


# Tables

ROWS = [
    ["id", "Headline", "Full Text", "Published At"],
    ["7", "Ministers meet", PROSE, "2025-08-16"],
    ["8", "", f"{OTHER}\n\nTwo.", ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_all_forms(tmp_path: Path, delimiter: str, encoding: str) -> None:
    first, second = articles(found(tmp_path / "a.csv", table(*ROWS, delimiter=delimiter).encode(encoding)))
    assert (first.key, first.origin, first.title) == ("7", f"{tmp_path / 'a.csv'}:2", "Ministers meet")
    assert first.published == date(2025, 8, 16)
    assert second.text == f"{OTHER}\n\nTwo."


def test_a_table_in_the_encoding_of_windows(tmp_path: Path) -> None:
    assert "Zoë’s" in one(tmp_path / "a.csv", f"text,url\n{OTHER} Zoë’s.,\n".encode("cp1252")).text


def test_a_table_of_excel_says_what_stands_between_cells(tmp_path: Path) -> None:
    assert one(tmp_path / "a.csv", f'sep=;\r\nTitle;Text\r\nA, b;"{PROSE}"\r\n').title == "A, b"


def test_quotation_marks_after_a_backslash(tmp_path: Path) -> None:
    assert one(tmp_path / "a.csv", f'text,url\n"He said \\"no, never\\" twice. {OTHER}",\n').text.startswith(
        'He said "no, never" twice'
    )


def test_rows_count_as_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = [["text", "date"], [PROSE, ""], ["", ""], [OTHER, "soon"]]
    items = found(tmp_path / "a.csv", table(*rows))
    assert [type(item) for item in items] == [Article, BadField, Article]
    assert str(items[1]).startswith(f'{tmp_path / "a.csv"}:4: "date" ')


def test_a_row_with_too_many_cells_is_not_cut(tmp_path: Path) -> None:
    error, article = found(tmp_path / "a.csv", f"title,text\nMinisters meet,They met, he said, in Oslo\nFerry,{OTHER},\n")
    assert "4 cells, the header 2" in str(error)
    assert isinstance(article, Article)


def test_a_missing_quotation_mark_does_not_swallow_rows(tmp_path: Path) -> None:
    (error,) = found(tmp_path / "a.csv", f'title,text\nA,"{OTHER}\nB,{OTHER}\n')
    assert "ends inside a cell" in str(error)


def test_a_cell_longer_than_an_article(tmp_path: Path) -> None:
    items = found(tmp_path / "a.csv", table(["text"], ["a " * 200], [OTHER]), Reading(100))
    assert [type(item) for item in items] == [TooLong, Article]


def test_a_row_and_a_string_without_end(tmp_path: Path) -> None:
    endless = "a word " * 2_000_000
    assert isinstance(found(tmp_path / "a.csv", f'text,url\n"{endless}\n')[0], TooLong)
    article, error = found(tmp_path / "a.json", f'[{{"text": "{PROSE}"}}, {{"text": "{endless}"}}]')
    assert isinstance(article, Article)
    assert isinstance(error, TooLong)


@pytest.mark.parametrize("name", ["a.txt", "stdin"])
def test_a_table_is_known_by_its_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    content = table(["title", "text", "url"], ["Ministers meet", PROSE, ""])
    items = from_stdin(monkeypatch, content) if name == "stdin" else found(tmp_path / name, content)
    assert [item.origin.endswith(f"{name}:2") for item in articles(items)] == [True]


def test_a_table_with_an_unknown_text_is_one_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    (error,) = from_stdin(monkeypatch, table(["title", "prose", "date"], ["Ministers meet", PROSE, "2025-08-16"]))
    assert "try --map text=prose" in str(error)


@pytest.mark.parametrize(
    "headline",
    [
        "Content, design, and news",
        "Text, body and story",
        "Body found, police say",
        "[Update] Ministers meet",
        "Title, author, date",
    ],
)
def test_prose_is_no_table_and_no_list(tmp_path: Path, headline: str) -> None:
    assert one(tmp_path / "a.txt", f"{headline}\n\n{PROSE}\n").text.startswith(headline)


# JSON that is not quite JSON


def test_what_is_missing_in_python_is_missing(tmp_path: Path) -> None:
    first, second = articles(
        found(tmp_path / "a.json", f'[{{"title": NaN, "text": "{PROSE}"}}, {{"title": "So: NaN, he said", "text": "{OTHER}"}}]')
    )
    assert (first.title, second.title) == ("", "So: NaN, he said")


def test_numbers_of_any_length(tmp_path: Path) -> None:
    assert (
        one(tmp_path / "a.json", f'[{{"id": 123456789012345678901234567890, "text": "{PROSE}"}}]').key
        == "123456789012345678901234567890"
    )
    first, rest = found(tmp_path / "a.json", f'[{{"text": "{PROSE}"}}, {{"n": {"9" * 5000}, "text": "{OTHER}"}}]')
    assert isinstance(first, Article)
    assert isinstance(rest, BadRecord)


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    text = one(tmp_path / "a.json", f'[{{"text": "{OTHER} \\ud83d\\ude00 \\ud83d. \\\\ud83d"}}]').text
    assert text == f"{OTHER} 😀 \ufffd. \\ud83d"


def test_what_comes_before_broken_json_is_read(tmp_path: Path) -> None:
    first, rest = found(tmp_path / "a.json", f'[{{"text": "{PROSE}"}}, {{"text": "a" "b"}}, {{"text": "c"}}]')
    assert isinstance(first, Article)
    assert "not JSON" in str(rest)
    assert "what comes after it is not read" in str(rest)


def test_lists_nested_very_deep_cost_their_record(tmp_path: Path) -> None:
    deep = "[" * 3000 + "]" * 3000
    error, article = found(tmp_path / "a.json", f'[{{"a": {deep}, "text": "b"}}, {{"text": "{PROSE}"}}]')
    assert "nested more than" in str(error)
    assert str(error).startswith(f"{tmp_path / 'a.json'}:1: ")
    assert isinstance(article, Article)
    assert isinstance(found(tmp_path / "a.json", "[" * 100_000)[0], BadRecord)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_json_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    raw = json.dumps([{"text": f"{OTHER} Zoë."}], ensure_ascii=False).encode(encoding)
    assert one(tmp_path / "a.json", raw).text == f"{OTHER} Zoë."


def test_a_long_list_is_read_one_record_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + ", ".join(json.dumps({"text": f"{PROSE} {number}"}) for number in range(2_000)) + ", broken", "utf-8")
    stream = read([path])
    assert isinstance(next(iter(stream)), Article)  # though the end of the file is no JSON
    assert sum(isinstance(item, Article) for item in stream) == 1_999


# Parquet


def parquet(path: Path, columns: dict[str, Any]) -> Path:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as writer

    writer.write_table(pyarrow.table(columns), path)
    return path


def test_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    moments = pyarrow.array([datetime(2025, 8, 16, 9, 30, tzinfo=UTC), None], pyarrow.timestamp("ns", "UTC"))
    columns = {"title": ["Ministers meet", None], "body": [PROSE, OTHER], "image": [b"a", b"b"], "published": moments,
               "authors": [["Jane Doe"], []], "score": [1.0, float("nan")]}  # fmt: skip
    path = parquet(tmp_path / "a.parquet", columns)
    first, second = articles(read([path]))
    assert (first.key, first.title, first.authors) == ("a.parquet:1", "Ministers meet", ("Jane Doe",))
    assert first.published == datetime(2025, 8, 16, 9, 30, tzinfo=UTC)
    assert (second.text, second.published) == (OTHER, None)
    assert len(articles(from_stdin(monkeypatch, path.read_bytes()))) == 2


def test_a_parquet_file_without_text(tmp_path: Path) -> None:
    (error,) = read([parquet(tmp_path / "a.parquet", {"prose": [PROSE], "n": [1]})])
    assert "try --map text=prose" in str(error)


@pytest.mark.parametrize("size", [4, 5, 200])
def test_a_broken_parquet_file(tmp_path: Path, size: int) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [PROSE]})
    (error,) = found(path, path.read_bytes()[:size])
    assert isinstance(error, NotText)


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [PROSE]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    files = Files({}, lambda _: True)
    (error,) = read_again([path], files)
    assert isinstance(error, MissingExtra)
    assert "kgraph[parquet]" in str(error)
    assert not files.now  # it may be installed tomorrow
