"""Word, RTF, PDF, Markdown and XHTML documents: what they show is read, and what only their programs need is not."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import docx
import pytest
from docx.oxml import parse_xml

from kgraph.errors import BadField, EmptyArticle, KGraphError, MissingExtra, NotText, TooLong
from kgraph.ingest import read
from kgraph.ingest.content import Content, Reading
from kgraph.ingest.formats import kind_of
from kgraph.model import Article, BlockKind

FIRST = "The crews of the harbour ferries went back to work on Monday after the company raised their pay."
SECOND = "They had been on strike for three weeks, and no ferry had left the quay in all that time."


def found_in(raw: bytes, name: str) -> list[Article | KGraphError]:
    content = Content(name, f"folder/{name}", io.BytesIO(raw))
    found = []
    for item in kind_of(content).read(content, Reading()):
        assert not isinstance(item, Content)
        found.append(item)
    return found


def article_in(raw: bytes, name: str) -> Article:
    (found,) = found_in(raw, name)
    assert isinstance(found, Article), found
    return found


def kinds(article: Article) -> dict[str, BlockKind]:
    return {article.text[block.span.start : block.span.end]: block.kind for block in article.blocks}


# Word


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(*paragraphs: str | tuple[str, str]) -> docx.document.Document:
    document = docx.Document()
    for paragraph in paragraphs:
        text, style = (paragraph, None) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(text, style)
    return document


def test_the_styles_of_a_word_document_say_what_its_paragraphs_are() -> None:
    document = word(
        ("Ferry crews end their strike", "Title"),
        ("A vote at the quay", "Subtitle"),
        FIRST,
        ("What follows", "Heading 2"),
        SECOND,
    )
    found = article_in(saved(document), "strike.docx")
    assert kinds(found) == {
        "Ferry crews end their strike": BlockKind.TITLE,
        "A vote at the quay": BlockKind.SUBTITLE,
        FIRST: BlockKind.BODY,
        "What follows": BlockKind.HEADING,
        SECOND: BlockKind.BODY,
    }
    assert found.title == "Ferry crews end their strike"


def test_the_first_heading_of_a_word_document_is_its_title() -> None:
    found = article_in(
        saved(word(("Ferry crews end their strike", "Heading 1"), FIRST, ("What follows", "Heading 1"), SECOND)), "a.docx"
    )
    assert [block.kind for block in found.blocks] == [BlockKind.TITLE, BlockKind.BODY, BlockKind.HEADING, BlockKind.BODY]


def test_properties_count_as_far_as_the_text_says_the_same() -> None:
    document = word("Ferry crews end their strike.", "By Jane Doe", FIRST, SECOND)
    document.core_properties.title, document.core_properties.author = "Ferry crews end their strike.", "Jane Doe"
    found = article_in(saved(document), "a.docx")
    assert (found.title, found.authors) == ("Ferry crews end their strike.", ("Jane Doe",))
    document.core_properties.title, document.core_properties.author = "Template for letters", "Some Body"
    found = article_in(saved(document), "a.docx")
    assert ("Template" in found.title, found.authors) == (False, ("Jane Doe",))


def test_a_word_document_without_a_date_appeared_when_it_was_made() -> None:
    document = word(FIRST, SECOND)
    document.core_properties.created = document.core_properties.modified = datetime(2019, 7, 1, 9, 20)
    appeared = article_in(saved(document), "a.docx").appeared
    assert appeared is not None
    assert appeared.begin == appeared.end == date(2019, 7, 1)
    document.core_properties.modified = datetime(2025, 7, 1, 9, 20)
    assert article_in(saved(document), "a.docx").appeared is None
    assert article_in(saved(word(FIRST, SECOND)), "a.docx").appeared is None  # the template's own date


def test_tables_of_a_word_document_are_rows() -> None:
    document = word(FIRST)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Port", "Ferries", "Port Lowe", "12"), strict=True
    ):
        cell.text = text
    document.add_paragraph(SECOND)
    assert article_in(saved(document), "a.docx").text == f"{FIRST}\n\nPort\tFerries\n\nPort Lowe\t12\n\n{SECOND}"


def test_changes_that_were_tracked_are_read_as_accepted() -> None:
    document = word("The crews went back.")
    paragraph = document.paragraphs[0]._p
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for change in (f"<w:ins {space}><w:r><w:t xml:space='preserve'> They were glad.</w:t></w:r></w:ins>",
                   f"<w:del {space}><w:r><w:delText> They were sad.</w:delText></w:r></w:del>"):  # fmt: skip
        paragraph.append(parse_xml(change))
    assert article_in(saved(document), "a.docx").text == "The crews went back. They were glad."


def test_an_export_as_a_word_document_has_many_articles() -> None:
    head = [
        "Ferry crews end their strike",
        "The Northern Star(London)",
        "July 1, 2019 Monday 9:20 AM GMT",
        "Length:\u00a0355 words",
        "Body",
        "",
    ]
    again = ["Minister opens the bridge", "Harbour Post", "July 3, 2019", "Length: 12 words", "Body", SECOND, "End of Document"]
    document = word(
        "Documents (2)", "Search Terms: ferry", "", *head, FIRST, "Load-Date: July 2, 2019", "End of Document", "", *again
    )
    first, second = (item for item in found_in(saved(document), "export.docx") if isinstance(item, Article))
    assert (first.title, first.source, first.text) == (head[0], "The Northern Star (London)", f"{head[0]}\n\n{FIRST}")
    assert (second.key, second.published, second.text) == ("export.docx:2", date(2019, 7, 3), f"{again[0]}\n\n{SECOND}")


def test_a_word_document_is_told_by_its_beginning() -> None:
    assert article_in(saved(word(FIRST, SECOND)), "stdin").text == f"{FIRST}\n\n{SECOND}"


def packed(**members: bytes) -> bytes:
    """A document whose parts are these, over those of an empty one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(word(FIRST)))) as plain, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            archive.writestr(name, members.get(name.rpartition("/")[2].partition(".")[0], plain.read(name)))
    return stream.getvalue()


ENTITIES = (
    b"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
SPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "raw",
    [
        packed(document=b"<a>" + b" " * 100_000_000 + b"</a>"),
        packed(document=ENTITIES + b"<w:document %s><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>" % SPACE),
        packed(document=b"<w:document %s>" % SPACE + b"<w:tbl><w:tr><w:tc>" * 100_000),
        packed(document=b"not XML"),
        b"PK\x03\x04 and nothing else",
        saved(word(FIRST))[:3000],
        b"\xd0\xcf\x11\xe0" + bytes(600),
    ],
    ids=["large", "entities", "nested", "broken", "no archive", "cut", "old"],
)
def test_a_hostile_word_document_is_refused(raw: bytes) -> None:
    begin = perf_counter()
    with pytest.raises((NotText, TooLong, EmptyArticle)):
        found_in(raw, "bomb.docx")
    assert perf_counter() - begin < 10


# RTF

RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset204 Arial;}}
{\colortbl;\red0\green0\blue0;}{\info{\title A title of the file}{\author Some Body}}
{\header Harbour Post}\pard\f0\b Ferry crews end their strike\b0\par\par
The crews went back, Ren\'e9e Doe said\u8212?{\field{\*\fldinst{HYPERLINK "https://post.example/ferry"}}{\fldrslt on Monday}}.\par
{\pict\pngblip 89504e470d0a1a0a89504e470d0a1a0a}{\*\unknown hidden}They had \ldblquote no other choice\rdblquote .\par}"""


def test_the_words_of_an_rtf_document_are_read() -> None:
    found = article_in(RTF, "a.rtf")
    assert (
        found.text
        == "Ferry crews end their strike\n\nThe crews went back, Renée Doe said—on Monday.\nThey had “no other choice”."
    )
    assert article_in(RTF, "stdin").text == found.text


def test_an_rtf_export_has_many_articles() -> None:
    document = rb"\trowd {tag}\cell {value}\cell\row "
    rows = [(b"HD", b"Crews are back"), (b"WC", b"58 words"), (b"PD", b"5 August 2019"), (b"SN", b"Harbour Post"),
            (b"LP", b"They are back."), (b"AN", b"Document HARPST0020190805ef850004f")]  # fmt: skip
    table = b"".join(document.replace(b"{tag}", tag).replace(b"{value}", value) for tag, value in rows)
    first, second = (
        item for item in found_in(rb"{\rtf1\ansi " + table + rb"\par " + table + b"}", "a.rtf") if isinstance(item, Article)
    )
    assert (first.title, first.published, first.text) == ("Crews are back", date(2019, 8, 5), "Crews are back\n\nThey are back.")
    assert second.key == "a.rtf:2"


def test_what_is_no_rtf_is_said_to_be_none() -> None:
    with pytest.raises(NotText, match="not Rich Text Format"):
        found_in(b"Plain words.", "a.rtf")


@pytest.mark.parametrize(
    "raw",
    [
        rb"{\rtf1 " + rb"{\field{\*\fldinst{" * 100_000,
        rb"{\rtf1 {\pict\bin30000000 " + b"}" * 30_000_000 + rb"}Words.}",
        rb"{\rtf1{\fonttbl" + rb"\f1\fcharset1 " * 20_000,
        rb"{\rtf1{\fonttbl" + rb"{\f1\fcharset1 x" * 12_000,
        rb"{\rtf1 " + b"{" * 300_000,
        rb"{\rtf1 {\pict " + b"0123456789abcdef" * 2_000_000 + rb"}Words.}",
        rb"{\rtf1 \bin99999999999999999999 Words.}",
        rb"{\rtf1 " + rb"\'e9" * 300_000 + b"}",
    ],
    ids=["fields", "binary", "fonts", "font groups", "groups", "picture", "length", "letters"],
)
def test_a_hostile_rtf_document_costs_little(raw: bytes) -> None:
    begin = perf_counter()
    with suppress(KGraphError):
        found_in(raw, "a.rtf")
    assert perf_counter() - begin < 10


# Markdown

MARKDOWN = """---
title: Ferry crews end their strike
date: 2019-07-01
author: [Jane Doe, John Roe]
tags: [ferries, strikes]
publication: Harbour Post
canonical_url: https://post.example/ferry
---

The crews of the [harbour](https://post.example/quay) *ferries* went back
to work on Monday.

## What follows

> They had no other choice.

- The pay was raised.
- The strike is over.

```
code(1)
```

<div>A <b>box</b> of HTML.</div>

| Port | Ferries |
| ---- | ------- |
| Port Lowe | 12 |

![a picture](quay.jpg)
"""


def test_markdown_is_read_without_its_marks() -> None:
    found = article_in(MARKDOWN.encode(), "a.md")
    assert (found.title, found.authors, found.published) == (
        "Ferry crews end their strike",
        ("Jane Doe", "John Roe"),
        date(2019, 7, 1),
    )
    assert (found.source, found.url, found.categories) == ("Harbour Post", "https://post.example/ferry", ("ferries", "strikes"))
    assert found.text.split("\n\n") == [
        "Ferry crews end their strike",
        "The crews of the harbour ferries went back to work on Monday.",
        "What follows",
        "They had no other choice.",
        "The pay was raised.",
        "The strike is over.",
        "A box of HTML.",
        "Port\tFerries",
        "Port Lowe\t12",
    ]
    assert kinds(found)["What follows"] is BlockKind.HEADING


def test_the_first_heading_of_markdown_is_its_title() -> None:
    found = article_in(f"# Ferry crews end their strike\n\n{FIRST}\n\n# What follows\n\n{SECOND}\n".encode(), "a.markdown")
    assert [block.kind for block in found.blocks] == [BlockKind.TITLE, BlockKind.BODY, BlockKind.HEADING, BlockKind.BODY]


@pytest.mark.parametrize(
    "front",
    ["+++\ntitle = 'The quay'\ndate = 2019-07-01T09:20:00\n+++", "---\nTitle: The quay\npubDate: '2019-07-01T09:20'\n---"],
)
def test_front_matter_has_several_forms(front: str) -> None:
    found = article_in(f"{front}\n{FIRST}\n".encode(), "a.md")
    assert (found.title, found.text) == ("The quay", f"The quay\n\n{FIRST}")
    assert found.published == datetime(2019, 7, 1, 9, 20)


@pytest.mark.parametrize("front", ["a: [", "- a", "a: &x [1]\nb: *x", "x: " + "[" * 5000])
def test_front_matter_that_cannot_be_read_costs_itself(front: str) -> None:
    warning, found = found_in(f"---\n{front}\n---\n{FIRST}\n".encode(), "a.md")
    assert isinstance(warning, BadField)
    assert isinstance(found, Article)
    assert found.text == FIRST


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*a _b " * 8_000, "> " * 30_000, "`" * 190_000, "- " * 30_000, "<!--" * 40_000, "[a](" * 10_000]
)
def test_hostile_markdown_costs_little(text: str) -> None:
    begin = perf_counter()
    with suppress(KGraphError):
        found_in(text.encode(), "a.md")
    assert perf_counter() - begin < 20


# XHTML

XHTML = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Ferry crews end their strike</title></head><body><div>
<h1>Ferry crews end their strike</h1>
<p>The crews of the harbour ferries went back to work on Monday after the company raised their pay, Renée Doe said.</p>
<p>They had been on strike for three weeks, and no ferry had left the quay in all that time.</p></div></body></html>"""


@pytest.mark.parametrize("name", ["a.xhtml", "a.xht", "stdin"])
def test_a_page_in_xml_is_read_as_a_page(name: str) -> None:
    found = article_in(XHTML.encode("iso-8859-1"), name)
    assert (found.title, found.key) == ("Ferry crews end their strike", name)
    assert "Renée Doe said." in found.text


# PDF


def pdf(*pages: bytes, fonts: bytes = b"", more: Sequence[bytes] = (), trailer: bytes = b"") -> bytes:
    """A file whose pages draw this with the fonts F1, and F2 which is bold; ``more`` are objects from number 6 + 2 * pages on."""
    kids = b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 3 0 R /F2 4 0 R %s >> /XObject << /X1 %d 0 R >> >>" % (fonts, 6 + 2 * len(pages)),
    ]
    for number, drawn in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources 5 0 R /Contents %d 0 R >>" % (7 + 2 * number)
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn))
    raw = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate([*objects, *more], start=1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return raw + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1, table, len(places) + 1, trailer, len(raw))  # fmt: skip


def lines(*text: str, x: float = 50, y: float = 700, size: float = 10, font: str = "F1", leading: float = 12) -> bytes:
    """Lines that are drawn one under the other."""
    drawn = [f"BT /{font} {size} Tf {x} {y - n * leading} Td ({line}) Tj ET" for n, line in enumerate(text) if line]
    return "\n".join(drawn).encode("cp1252")


WRAPPED = (
    "The crews of the harbour ferries went back to work on Monday after the company raised their pay, as the com-",
    "pany and the crews had agreed in long-term talks that went on for three weeks and the better part of a night.",
    "",
    "They had been on strike for three weeks, and no ferry had left the quay in all that time. A long-",
    "term agreement is said to follow.",
)
UNWRAPPED = [
    "The crews of the harbour ferries went back to work on Monday after the company raised their pay, as the company and the crews had "
    "agreed in long-term talks that went on for three weeks and the better part of a night.",
    "They had been on strike for three weeks, and no ferry had left the quay in all that time. A long-term agreement is said to follow.",
]


def test_the_lines_of_a_pdf_page_are_put_together() -> None:
    page = lines("Ferry crews end their strike", y=740, size=24, font="F2") + b"\n" + lines(*WRAPPED)
    found = article_in(pdf(page), "a.pdf")
    assert found.text.split("\n\n") == ["Ferry crews end their strike", *UNWRAPPED]
    assert (found.title, found.blocks[0].kind) == ("Ferry crews end their strike", BlockKind.TITLE)


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"The left column has here its line {n} of eight," for n in "abcdefgh"]
    right = [f"the right one has here its line {n} of eight," for n in "abcdefgh"]
    page = lines("Ferry crews end their strike and go back", y=740, size=24, font="F2", x=40)
    for number in range(8):  # as a program draws them that goes from line to line
        page += b"\n" + lines(left[number], y=700 - 12 * number) + b"\n" + lines(right[number], x=320, y=700 - 12 * number)
    page += b"\n" + lines(
        "This line under both of the columns is as wide as the page and belongs to neither of the two columns above it.", y=560
    )
    page += b"\n" + lines("Continued on page 7", x=400, y=500, size=8)
    article = article_in(pdf(page), "a.pdf")
    assert article.blocks[-1].kind is BlockKind.NOTICE
    found = article.text
    places = [found.index(line) for line in (*left, *right)]
    assert places == sorted(places)
    assert found.index("This line under both") > places[-1]


def test_what_stands_on_every_page_is_left_out() -> None:
    pages = []
    for number, text in enumerate(
        ("The crews went back to work on Monday, as the ferries of the har-", "bour company had been idle for weeks."), start=1
    ):
        pages.append(
            b"\n".join((lines("Harbour Post, 1 July 2019", y=780), lines(text, y=400), lines(f"Page {number} of 2", y=20)))
        )
    assert (
        article_in(pdf(*pages), "a.pdf").text
        == "The crews went back to work on Monday, as the ferries of the harbour company had been idle for weeks."
    )


def test_a_pdf_export_has_many_articles() -> None:
    document = ("Crews are back", "58 words", "5 August 2019", "Harbour Post", "HARPST", "English",
                "(c) 2019 Harbour Post Ltd", "",
                "The crews are back at work, and the company is glad that they are, it said.", "",
                "Document HARPST0020190805ef850004f")  # fmt: skip
    page = lines(*(line.replace("(", "\\(").replace(")", "\\)") for line in document))
    first, second = (item for item in found_in(pdf(page, page), "a.pdf") if isinstance(item, Article))
    assert (first.title, first.source, first.published) == ("Crews are back", "Harbour Post", date(2019, 8, 5))
    assert second.key == "a.pdf:2"


def test_a_scan_has_no_text() -> None:
    with pytest.raises(EmptyArticle, match="OCR"):
        found_in(pdf(b"0 0 600 800 re f"), "a.pdf")


def test_an_encrypted_file_says_so() -> None:
    lock = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32)
    raw = pdf(lines(*WRAPPED), more=[lock], trailer=b"/Encrypt 8 0 R /ID [<00> <00>]")
    with pytest.raises(NotText, match="encrypted"):
        found_in(raw, "a.pdf")


def test_without_pdfminer_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfminer.pdfdocument", None)
    with pytest.raises(MissingExtra, match=r"install kgraph\[pdf\]"):
        found_in(pdf(lines(*WRAPPED)), "a.pdf")


def form(drawn: bytes, number: int) -> bytes:
    """A picture that draws this, and may draw the one of that number as X1."""
    resources = b"/Resources << /XObject << /X1 %d 0 R >> >>" % number
    return b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] %s /Length %d >> stream\n%s\nendstream" % (
        resources,
        len(drawn),
        drawn,
    )


def deflated(drawn: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter [%s] /Length %d >> stream\n%s\nendstream" % (
        filters,
        len(drawn),
        drawn,
    )


@pytest.mark.parametrize(
    "raw",
    [
        pdf(b"/X1 Do", more=[form(b"/X1 Do", 8)]),
        pdf(b"/X1 Do", more=[form(b"/X1 Do " * 40, 9 + n) for n in range(8)] + [form(b"0 0 m", 8)]),
        pdf(b"/X1 Do", more=[deflated(zlib.compress(bytes(200_000_000)))]),
        pdf(b"/X1 Do", more=[deflated(zlib.compress(zlib.compress(bytes(200_000_000))), b"/FlateDecode /FlateDecode")]),
        pdf(b"/X1 Do", more=[deflated(zlib.compress(bytes(80_000_000))[:-30])]),
        pdf(b"/X1 Do", more=[deflated(b"\x81 " * 2_000_000, b"/RunLengthDecode")]),
        pdf(b"q " * 2_100_000),
        pdf(b"[" * 50_000),
        pdf(b"\n".join(lines("x", x=n % 600, y=n % 800) for n in range(4_000))),
        pdf(lines(*WRAPPED))[:900],
        pdf(lines(*WRAPPED)).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
        b"%PDF-1.4\n" + b"1 0 obj " * 200_000,
    ],
    ids=[
        "circle",
        "forms",
        "bomb",
        "two bombs",
        "cut bomb",
        "runs",
        "operators",
        "brackets",
        "letters",
        "cut",
        "tree",
        "objects",
    ],
)
def test_a_hostile_pdf_costs_little(raw: bytes) -> None:
    begin = perf_counter()
    with suppress(NotText, TooLong, EmptyArticle):
        found_in(raw, "a.pdf")
    assert perf_counter() - begin < 20


SAMPLES = Path(__file__).parents[2] / "shared" / "formats" / "nexis"


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/formats/nexis")
def test_the_documents_of_a_real_export_are_told_apart() -> None:
    found = list(read([SAMPLES / "sample.DOCX"]))
    assert len(found) == 10
    assert [(item.source, item.day) for item in found if isinstance(item, Article)] == [
        ("The Guardian (London)", date(2019, 7, 3)),
        ("The Guardian (London)", date(2019, 7, 2)),
    ]
