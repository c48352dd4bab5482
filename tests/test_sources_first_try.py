"""What somebody meets who gives kgraph files for the first time: kinds that it does not read, dates in numbers, odd layouts."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from kgraph.cli import USAGE, main
from kgraph.ingest.content import Reading
from kgraph.ingest.dates import published
from kgraph.ingest.furniture import classify
from tests.sources import LEFT, MET, SIGNED, articles, found, messages, page, texts

PROSE = f"{MET}\n\n{LEFT}\n\n{SIGNED}"
TITLE = "Ministers reach a treaty on ferries"


def packed(*names: str, inside: str = "x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, inside)
    return stream.getvalue()


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "what", "instead"),
    [
        ("notes.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "old Word", ".docx"),
        ("figures.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet", "CSV"),
        ("figures.docx", packed("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet", "CSV"),
        ("figures", packed("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet", "CSV"),
        ("talk.pptx", packed("[Content_Types].xml", "ppt/presentation.xml"), "a presentation", "PDF"),
        ("notes.odt", packed("mimetype", inside="application/vnd.oasis.opendocument.text"), "LibreOffice", ".docx"),
        ("notes", packed("mimetype", inside="application/epub+zip"), "an e-book", "HTML"),
        ("mail.msg", b"\xd0\xcf\x11\xe0" + bytes(600), "Outlook", ".eml"),
        ("crawl.7z", b"7z\xbc\xaf\x27\x1c" + bytes(30), "an archive", ".zip"),
        ("feeds.opml", "<opml version='2.0'><body/></opml>", "a list of feeds", "kgraph watch"),
    ],
)
def test_a_kind_that_is_not_read_is_named_with_what_to_do(
    tmp_path: Path, name: str, data: bytes | str, what: str, instead: str
) -> None:
    (message,) = messages(found(put(tmp_path, name, data)))
    assert what in message
    assert instead in message
    assert "choose from" not in message


def test_what_is_called_like_such_a_file_but_is_a_page_is_read(tmp_path: Path) -> None:
    assert len(articles(found(put(tmp_path, "story.doc", page(MET, LEFT))))) == 1


def test_a_packed_file_without_a_document_is_not_called_one(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.docx", packed("[Content_Types].xml"))))
    assert "not a Word document" in message
    assert "Error" not in message


def test_text_that_is_called_pdf(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.pdf", PROSE)))
    assert "not a PDF file" in message


def test_wide_characters_without_a_mark(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.txt", PROSE.encode("utf-16-le"))))
    assert "UTF-16 without a byte order mark" in message


def test_a_text_without_the_words_of_sentences(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.txt", "lorem ipsum dolor sit amet consectetur adipiscing elit sed " * 10)))
    assert "unknown" not in message
    assert "not English" in message


def test_of_a_wacz_file_its_web_archives_are_read(tmp_path: Path) -> None:
    record = (
        f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {len(PROSE)}\r\n\r\n{PROSE}\r\n\r\n"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc", record)
        archive.writestr("indexes/index.cdx", "x")
        archive.writestr("pages/pages.jsonl", '{"id": "1"}')
    items = found(put(tmp_path, "crawl.wacz", stream.getvalue()))
    assert texts(items) == [PROSE]
    assert messages(items) == []


DATED = {
    "a.txt": f"{TITLE}\n\nPublished: 03/04/2025\n\n{PROSE}",
    "b.txt": f"{TITLE}\n\n03.04.2025\n\n{PROSE}",
    "c.md": f"---\ntitle: {TITLE}\ndate: 03/04/2025\n---\n\n{PROSE}",
    "d.html": page(MET, LEFT, SIGNED, title=TITLE, head='<meta name="date" content="03/04/2025">'),
    "e.html": page(MET, LEFT, SIGNED, title=TITLE).replace("</h1>", "</h1><p class='date'>03/04/2025</p>"),
}


@pytest.mark.parametrize("name", DATED)
@pytest.mark.parametrize(("day_first", "day"), [(True, "2025-04-03"), (False, "2025-03-04"), (None, "None")])
def test_the_order_of_a_date_in_numbers_holds_for_every_kind_of_file(
    tmp_path: Path, name: str, day_first: bool | None, day: str
) -> None:
    (article,) = articles(found(put(tmp_path, name, DATED[name]), reading=Reading(day_first=day_first)))
    assert str(article.published) == day


def test_a_british_page_has_the_day_first(tmp_path: Path) -> None:
    head = '<meta property="og:url" content="https://www.harbour-times.co.uk/story"><meta name="date" content="03/04/2025">'
    (article,) = articles(found(put(tmp_path, "a.html", page(MET, LEFT, SIGNED, title=TITLE, head=head))))
    assert str(article.published) == "2025-04-03"


def test_a_date_in_numbers_that_the_page_says_otherwise_too(tmp_path: Path) -> None:
    (article,) = articles(
        found(
            put(
                tmp_path,
                "a.html",
                DATED["e.html"].replace("<article>", "<article data-day='2025-03-04T08:00'><p>4 March 2025</p>"),
            )
        )
    )
    assert str(article.published) == "2025-03-04"


@pytest.mark.parametrize(("given", "day"), [("7-Mar-25", "2025-03-07"), ("31-Dec-99", "1999-12-31"), ("7-Foo-25", "None")])
def test_a_day_as_spreadsheets_show_it(given: str, day: str) -> None:
    assert str(published(given)) == day


def test_a_table_without_a_header(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.csv", f'1,"{MET}"\n2,"{LEFT}"\n')))
    assert "the first row has to name the columns" in message


def test_no_date_is_proposed_as_a_title(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.csv", f"day,notes\n07 March 2025,{MET}\n")))
    assert message.endswith("try --map text=notes")


def test_the_answer_of_a_service_that_refused(tmp_path: Path) -> None:
    answer = {"status": "error", "code": "apiKeyInvalid", "message": "Your key for this service is not valid."}
    (message,) = messages(found(put(tmp_path, "a.json", json.dumps(answer))))
    assert "error message of a news service" in message


def test_records_over_several_lines_in_a_file_of_lines(tmp_path: Path) -> None:
    records = "\n".join(json.dumps({"title": TITLE, "text": text}, indent=2) for text in (MET, LEFT))
    items = found(put(tmp_path, "a.jsonl", records))
    assert texts(items) == [f"{TITLE}\n\n{MET}", f"{TITLE}\n\n{LEFT}"]
    assert messages(items) == []


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe in Oslo", ("Jane Doe",)),
        ("By Jane Doe in New York and John Roe in Bergen", ("Jane Doe", "John Roe")),
        ("Jane Doe in Oslo", ()),  # this could be a headline
    ],
)
def test_where_the_writers_of_an_article_were(line: str, authors: tuple[str, ...]) -> None:
    assert classify(f"{TITLE}\n\n{line}\n\n{PROSE}").authors == authors


def test_the_writers_of_a_record_and_where_they_were(tmp_path: Path) -> None:
    record = {"title": TITLE, "text": PROSE, "byline": "Jane Doe in Oslo and John Roe"}
    (article,) = articles(found(put(tmp_path, "a.json", json.dumps(record))))
    assert article.authors == ("Jane Doe", "John Roe")


def test_a_word_document_with_the_name_of_the_newspaper_over_the_title(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("THE HARBOUR TIMES")
    document.add_paragraph(TITLE, style="Heading 1")
    for text in (MET, LEFT, SIGNED):
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    (article,) = articles(found(tmp_path / "a.docx"))
    assert article.title == TITLE


def test_an_option_that_a_command_does_not_have_shows_those_that_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["status", "articles", "--nonsense"])
    assert ended.value.code == USAGE
    assert "usage: kgraph status" in capsys.readouterr().err


def test_status_takes_the_folder_as_build_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["status", "-o", str(tmp_path / "nothing"), str(put(tmp_path, "a.txt", PROSE))])
    assert f"no finished build in {tmp_path / 'nothing'}" in capsys.readouterr().out


def test_a_date_that_may_be_two_is_told_for_every_kind_of_file(tmp_path: Path) -> None:
    for name, data in DATED.items():
        (message,) = messages(found(put(tmp_path, name, data)))
        assert "may be two dates; say --day-first or --month-first; it is left out" in message, name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.rss",
            f"<rss version='2.0'><channel><title>x</title><item><description>{MET}</description>"
            "<pubDate>soon</pubDate></item></channel></rss>",
        ),
        ("a.eml", f"From: Jane <j@example.org>\nTo: d@example.org\nSubject: {TITLE}\nDate: soon\n\n{PROSE}"),
        ("a.md", f"---\ntitle: {TITLE}\ndate: soon\n---\n\n{PROSE}"),
    ],
)
def test_what_is_no_date_is_told_as_for_a_record(tmp_path: Path, name: str, data: str) -> None:
    items = found(put(tmp_path, name, data))
    (message,) = messages(items)
    assert "the date 'soon' is not a date" in message
    assert len(articles(items)) == 1


def test_dates_that_can_be_read_are_not_told(tmp_path: Path) -> None:
    for name, data in DATED.items():
        assert (
            messages(found(put(tmp_path, name, data.replace("03/04/2025", "2025-04-03").replace("03.04.2025", "3 April 2025"))))
            == []
        )


def test_an_archive_that_is_cut_off(tmp_path: Path) -> None:
    (message,) = messages(found(put(tmp_path, "a.zip", packed("a.txt", inside=PROSE)[:-30])))
    assert "cut off or damaged" in message


def test_a_web_archive_without_a_page(tmp_path: Path) -> None:
    record = "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\na b\r\n\r\n"
    assert any("no HTML page in this web archive" in each for each in messages(found(put(tmp_path, "a.warc", record))))
