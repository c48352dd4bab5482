"""Reading files, folders and records: what comes back, and what is said of what cannot be read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import BadRecord, EmptyArticle, IngestError, KGraphError, NoArticles, NotEnglish, NotText, TooLong
from kgraph.ingest import Reading, article_id, read
from kgraph.ingest.content import DEFAULT
from kgraph.ingest.dates import is_date_line, published
from kgraph.ingest.encoding import decode
from kgraph.ingest.english import other_language
from kgraph.ingest.formats import suffixes
from kgraph.model import Article, BlockKind

SENTENCE = "The minister met the president in Paris on Friday."


def one(path: Path, reading: Reading = DEFAULT) -> Article:
    """The only article of a path."""
    found = list(read([path], reading))
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


def fault(path: Path, reading: Reading = DEFAULT) -> KGraphError:
    """The only error of a path."""
    found = list(read([path], reading))
    assert len(found) == 1
    assert isinstance(found[0], KGraphError), found[0]
    return found[0]


def jsonl(folder: Path, *records: object) -> Path:
    path = folder / "news.jsonl"
    path.write_text("".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records), "utf-8")
    return path


# Files


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{SENTENCE}\n", "utf-8")
    article = one(path)
    assert (article.text, article.key, article.origin) == (f"{SENTENCE}\n", "a.txt", str(path))
    assert [block.kind for block in article.blocks] == [BlockKind.BODY]
    assert article.blocks[0].span.of(article.text) == SENTENCE


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"One man came.\r\n\r\nTwo women went.\r\n")
    article = one(tmp_path / "a.txt")
    assert article.text == "One man came.\r\n\r\nTwo women went.\r\n"
    assert [block.span.of(article.text) for block in article.blocks] == ["One man came.", "Two women went."]


@pytest.mark.parametrize("suffix", [".htm", ".html", ".jsonl", ".ndjson", ".txt"])
def test_every_reader_reads_its_kind(tmp_path: Path, suffix: str) -> None:
    text = json.dumps({"text": SENTENCE}) if suffix.endswith("json") or suffix == ".jsonl" else SENTENCE
    if suffix.startswith(".htm"):
        text = f"<html><body><article><p>{SENTENCE}</p><p>{SENTENCE[:-1]} again.</p></article></body></html>"
    (tmp_path / f"a{suffix}").write_text(text, "utf-8")
    assert SENTENCE in one(tmp_path / f"a{suffix}").text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Zoë met René.".encode(), "Zoë met René.", id="utf-8"),
        pytest.param("\ufeffZoë met René.".encode(), "Zoë met René.", id="utf-8-with-mark"),
        pytest.param("\ufeffZoë met René.".encode("utf-16-le"), "Zoë met René.", id="utf-16-le"),
        pytest.param("\ufeffZoë met René.".encode("utf-16-be"), "Zoë met René.", id="utf-16-be"),
        pytest.param("\ufeffZoë met René.".encode("utf-32-le"), "Zoë met René.", id="utf-32-le"),
        pytest.param("“Zoë” met René – today.".encode("windows-1252"), "“Zoë” met René – today.", id="windows-1252"),
    ],
)
def test_encodings(raw: bytes, text: str) -> None:
    assert decode(raw, "a.txt") == text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "offset 0", id="picture"),
        pytest.param(b"abc\x00def", "byte offset 3", id="nul"),
        pytest.param("Кто это? Привет всем".encode("windows-1251"), "offset 0", id="cyrillic-code-page"),
        pytest.param(b"abc \x81\x8d", "0x81 at offset 4", id="undefined-in-1252"),
        pytest.param(b"\xff\xfea", "utf-16-le", id="half-a-character"),
    ],
)
def test_what_is_no_text(raw: bytes, words: str) -> None:
    with pytest.raises(NotText, match=words) as caught:
        decode(raw, "a.txt")
    assert caught.value.where == "a.txt"


def test_errors_are_yielded_and_reading_goes_on(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(b"")
    (tmp_path / "2.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "3.txt").write_text(" \n\n ...\n", "utf-8")
    (tmp_path / "4.pdf").write_bytes(b"%PDF")
    (tmp_path / "5.txt").write_text(SENTENCE * 100, "utf-8")
    (tmp_path / "6.txt").write_text(SENTENCE, "utf-8")
    found = list(read([tmp_path, tmp_path / "missing.txt"], Reading(200)))
    assert [type(item) for item in found] == [EmptyArticle, NotText, EmptyArticle, NotText, TooLong, Article, NoArticles]
    names = ("1.txt", "2.txt", "3.txt", "4.pdf", "5.txt", "", "missing.txt")
    for name, item in zip(names, found, strict=True):
        if isinstance(item, KGraphError):
            assert name in str(item)
            assert item.where.endswith(name)


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_text(SENTENCE, "utf-8")
    assert ", ".join(suffixes()) in str(fault(tmp_path / "a.dat"))


def test_the_limit_counts_characters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("é" * 99 + " b", "utf-8")
    assert isinstance(fault(tmp_path / "a.txt", Reading(100)), TooLong)
    assert one(tmp_path / "a.txt", Reading(101)).text.startswith("é")


def test_a_folder_is_read_sorted_with_all_below(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.TXT", "a.txt", ".hidden.txt", ".git/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SENTENCE, "utf-8")
    found = [item.origin for item in read([str(tmp_path)]) if isinstance(item, Article)]
    assert found == [str(tmp_path / name) for name in ("a.txt", "b.txt", "sub/a.TXT")]


def test_a_folder_without_articles(tmp_path: Path) -> None:
    assert isinstance(fault(tmp_path), NoArticles)


@pytest.mark.parametrize(
    ("given", "count"),
    [
        pytest.param(SENTENCE, 1, id="text"),
        pytest.param('\n {"text": "One man came."}\n{"text": "Two men came."}\n', 2, id="records"),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, given: str, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    found = list(read(["-"]))
    assert len(found) == count
    assert all(isinstance(item, Article) and item.origin.startswith("stdin") for item in found)


def test_standard_input_is_not_closed_by_reading() -> None:
    program = (
        "import sys\nfrom kgraph.ingest import read\nprint(len(list(read(['-']))), len(list(read(['-']))), sys.stdin.closed)"
    )
    done = subprocess.run([sys.executable, "-c", program], input=SENTENCE, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1", "False"]  # the second is the error for an empty input


# Records


def test_a_record(tmp_path: Path) -> None:
    record = {
        "id": "x-1",
        "text": f"Ministers Meet\n{SENTENCE}",
        "title": "Ministers Meet",
        "published": "2025-08-16T09:30:00+02:00",
        "authors": ["Jane Doe", "John Roe"],
        "source": {"name": "The Bugle"},
        "url": "https://news.example/1",
        "unknown": 1,
    }
    path = jsonl(tmp_path, record)
    article = one(path)
    assert (article.key, article.origin) == ("x-1", f"{path}:1")
    assert (article.title, article.source, article.url) == ("Ministers Meet", "The Bugle", "https://news.example/1")
    assert article.authors == ("Jane Doe", "John Roe")
    assert article.published == datetime(2025, 8, 16, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert [block.kind for block in article.blocks] == [BlockKind.TITLE, BlockKind.BODY]


def test_one_author_string_is_split(tmp_path: Path) -> None:
    found = list(read([jsonl(tmp_path, *({"text": SENTENCE, "author": who} for who in ("By Jane Doe and John Roe", "Reuters")))]))
    assert [item.authors for item in found if isinstance(item, Article)] == [("Jane Doe", "John Roe"), ("Reuters",)]


def test_records_without_id_are_named_by_line(tmp_path: Path) -> None:
    found = list(read([jsonl(tmp_path, {"text": "One man came."}, "", {"text": "Two men came.", "id": 7})]))
    assert [item.key for item in found if isinstance(item, Article)] == ["news.jsonl:1", "7"]


@pytest.mark.parametrize(
    ("record", "kind", "words"),
    [
        pytest.param('{"text": "a", }', BadRecord, "column 15", id="broken-json"),
        pytest.param('{"text": "a"', BadRecord, "column", id="cut-off"),
        pytest.param("[1, 2]", BadRecord, "not a list", id="list"),
        pytest.param("5", BadRecord, "not a number", id="number"),
        pytest.param('{"prose": "a"}', BadRecord, "the fields are: prose", id="no-text"),
        pytest.param('{"text": null}', BadRecord, "not null", id="null-text"),
        pytest.param('{"text": "a", "n": ' + "9" * 5000 + "}", BadRecord, "not readable", id="giant-number"),
        pytest.param("[" * 200_000, BadRecord, "not readable|not JSON", id="deep"),
        pytest.param('{"text": "  "}', EmptyArticle, "no text", id="blank"),
    ],
)
def test_bad_records(tmp_path: Path, record: str, kind: type[KGraphError], words: str) -> None:
    path = jsonl(tmp_path, {"text": SENTENCE}, record, {"text": SENTENCE})
    found = list(read([path]))
    assert [type(item) for item in found] == [Article, kind, Article]
    with pytest.raises(kind, match=words):
        raise found[1]  # type: ignore[misc]
    assert str(found[1]).startswith(f"{path}:2: ")


def test_a_line_of_other_bytes(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "One man came."}\n{"text": "\xff"}\n{"text": "Two men came."}')
    assert [type(item) for item in read([path])] == [Article, NotText, Article]


def test_a_line_beyond_the_limit_is_skipped_whole(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"text": "b " * 2_000_000}, {"text": SENTENCE})
    found = list(read([path], Reading(100)))
    assert [type(item) for item in found] == [TooLong, Article]
    assert str(found[0]).startswith(f"{path}:1: ")


def test_a_file_without_records(tmp_path: Path) -> None:
    assert isinstance(fault(jsonl(tmp_path, "", " ")), EmptyArticle)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    error = fault(tmp_path / "a.txt")
    assert isinstance(error, IngestError)
    assert "Permission denied" in str(error)


# Pages

PAGE = """<!doctype html><html><head><title>Ministers sign grain deal | The Bugle</title>
<meta property="og:title" content="Ministers sign grain deal"><meta property="og:site_name" content="The Bugle">
<meta name="author" content="Jane Doe"><link rel="canonical" href="https://bugle.example/grain">{meta}</head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Ministers sign grain deal</h1>
<p>By Jane Doe</p><p>ISTANBUL (AP) &mdash; Ministers of both countries signed a deal on grain exports on <b>Friday</b> after long talks.</p>
<h2>What the deal says</h2><p>It lets ships leave three ports.<br>It runs for a year and can be extended by both of the sides.</p>
<p>ALSO READ: <a href="/x">Why the Grain Deal Matters</a></p>
<p>Both sides will meet again in October, a spokesman said. ALSO READ: Who Buys the Grain</p>
</article><footer>&copy; 2025 The Bugle</footer></body></html>"""


def page(folder: Path, meta: str = "") -> Path:
    path = folder / "grain.html"
    path.write_text(PAGE.replace("{meta}", meta), "utf-8")
    return path


def test_a_page(tmp_path: Path) -> None:
    article = one(page(tmp_path))
    assert (article.title, article.authors, article.source) == ("Ministers sign grain deal", ("Jane Doe",), "The Bugle")
    assert (article.url, article.place) == ("https://bugle.example/grain", "ISTANBUL")
    assert [(block.kind.value, block.span.of(article.text)) for block in article.blocks] == [
        ("title", "Ministers sign grain deal"),
        ("byline", "By Jane Doe"),
        ("dateline", "ISTANBUL (AP) —"),
        ("body", "Ministers of both countries signed a deal on grain exports on Friday after long talks."),
        ("heading", "What the deal says"),
        ("body", "It lets ships leave three ports."),
        ("body", "It runs for a year and can be extended by both of the sides."),
        ("related", "ALSO READ: Why the Grain Deal Matters"),
        ("body", "Both sides will meet again in October, a spokesman said."),
        ("related", "ALSO READ: Who Buys the Grain"),
    ]


@pytest.mark.parametrize(
    ("meta", "moment"),
    [
        pytest.param(
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-08-16T09:30:00+02:00"}], }</script>',
            datetime(2025, 8, 16, 7, 30, tzinfo=UTC),
            id="json-ld-even-broken",
        ),
        pytest.param(
            '<meta property="article:published_time" content="2025-08-16T09:30:00Z">',
            datetime(2025, 8, 16, 9, 30, tzinfo=UTC),
            id="meta",
        ),
        pytest.param('<meta itemprop="datePublished" content="2025-08-16">', date(2025, 8, 16), id="itemprop"),
    ],
)
def test_the_time_of_day_of_a_page(tmp_path: Path, meta: str, moment: date) -> None:
    assert one(page(tmp_path, meta)).published == moment


def test_a_page_in_its_own_character_set(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.replace("{meta}", '<meta charset="mac-roman">').replace("talks", "talks with René").encode("mac-roman"))
    assert "with René" in one(path).text


FIGURE = "<figure><img src='/x.jpg'><figcaption>{}</figcaption></figure>"
TEASER = f"<a href='/y'>{FIGURE.format('Other news of the day')}</a>"


@pytest.mark.parametrize(
    ("place", "html", "expected", "following"),
    [
        pytest.param(
            "<h2>",
            FIGURE.format("A ship <i>leaves</i> port"),
            [("caption", "A ship leaves port")],
            "What the deal says",
            id="inside",
        ),
        pytest.param(
            "<p>By", FIGURE.format("A ship leaves port"), [("caption", "A ship leaves port")], "By Jane Doe", id="under-title"
        ),
        pytest.param(
            "<h1>", FIGURE.format("A ship leaves port"), [("caption", "A ship leaves port")], "By Jane Doe", id="over-title"
        ),
        pytest.param(
            "<h2>",
            FIGURE.format("A ship leaves port. Photograph: Jane Roe/The Bugle"),
            [("caption", "A ship leaves port."), ("credit", "Photograph: Jane Roe/The Bugle")],
            "What the deal says",
            id="with-credit",
        ),
        pytest.param(
            "<h2>",
            FIGURE.format("A <span>ship</span>, old,<br>leaves <b>port</b>.<span>Photo: Jane Roe</span><script>x()</script>"),
            [("caption", "A ship, old, leaves port."), ("credit", "Photo: Jane Roe")],
            "What the deal says",
            id="with-elements",
        ),
        pytest.param(
            "<h2>", FIGURE.format("A ship leaves port") * 2, [("caption", "A ship leaves port")], "What the deal says", id="twice"
        ),
        pytest.param("<h2>", FIGURE.format(" "), [], "", id="empty"),
        pytest.param("<h2>", TEASER, [], "", id="teaser"),
        pytest.param("<h2>", f"<aside>{FIGURE.format('Other news')}</aside>", [], "", id="aside"),
        pytest.param("<article>", FIGURE.format("A banner"), [], "", id="over-the-article"),
        pytest.param("<footer>", FIGURE.format("Our house"), [], "", id="under-the-article"),
    ],
)
def test_captions_of_a_page(tmp_path: Path, place: str, html: str, expected: list[tuple[str, str]], following: str) -> None:
    plain = one(page(tmp_path))
    (tmp_path / "grain.html").write_text(PAGE.replace("{meta}", "").replace(place, html + place), "utf-8")
    article = one(tmp_path / "grain.html")
    blocks = [(block.kind.value, block.span.of(article.text)) for block in article.blocks]
    captions = [block for block in blocks if block[0] in ("caption", "credit")]
    assert captions == expected
    assert [block for block in blocks if block not in captions] == [
        (block.kind.value, block.span.of(plain.text)) for block in plain.blocks
    ]
    if captions:
        assert blocks[blocks.index(captions[-1]) + 1][1] == following


@pytest.mark.parametrize("html", [pytest.param("<html><body></body></html>", id="nothing"), pytest.param("<p>", id="tag")])
def test_a_page_without_article(tmp_path: Path, html: str) -> None:
    (tmp_path / "a.html").write_text(html, "utf-8")
    assert isinstance(fault(tmp_path / "a.html"), IngestError)


# Languages

FOREIGN = {
    "german": "Der Minister hat am Freitag in Paris den Präsidenten getroffen, und die beiden sprachen über das Getreide, das nicht aus "
    "dem Hafen kommt und auf den Schiffen liegt.",
    "french": "Le ministre a rencontré le président à Paris vendredi, et ils ont parlé des exportations de blé qui ne sont pas encore "
    "sorties du port pour les pays de la région.",
    "spanish": "El ministro se reunió con el presidente en París el viernes, y los dos hablaron de las exportaciones de trigo que no han "
    "salido del puerto para los países de la región.",
    "turkish": "Bakan cuma günü Paris'te cumhurbaşkanı ile görüştü ve iki taraf limandan çıkmayan tahıl için çok uzun bir toplantı yaptı, "
    "ama bu konuda daha sonra bir anlaşma olarak ne çıktığı da belli değil.",
    "cyrillic": "Министр встретился с президентом в Париже в пятницу, и они говорили о зерне, которое ещё не вышло из порта.",
    "cjk": "部长星期五在巴黎会见了总统，双方就粮食出口问题进行了长时间的会谈，并决定在十月份再次举行会议讨论这一问题和其他问题。",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_refused(tmp_path: Path, language: str) -> None:
    (tmp_path / "a.txt").write_text(FOREIGN[language], "utf-8")
    error = fault(tmp_path / "a.txt")
    assert isinstance(error, NotEnglish)
    assert language in str(error)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Der Minister hat den Präsidenten getroffen.", id="short"),
        pytest.param("Zelenskyy, Macron, Merz, Starmer, Tusk and Meloni met Trump in Washington.", id="names"),
        pytest.param(
            " ".join(["José de la Cruz, Ana da Silva, Luis del Río, Karl von der Heide, Jan de Boer"] * 4), id="only-names"
        ),
        pytest.param("Trump: no deal. " * 10, id="terse"),
        pytest.param(
            "He said “Ich bin ein Berliner und das ist gut” in the city, and the people of Berlin cheered him.", id="quote"
        ),
    ],
)
def test_english_is_kept(text: str) -> None:
    assert other_language(text) is None


# Dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-08-16", date(2025, 8, 16)),
        ("2025/8/16", date(2025, 8, 16)),
        ("20250816", date(2025, 8, 16)),
        ("16/08/2025", date(2025, 8, 16)),
        ("08/16/2025", date(2025, 8, 16)),
        ("03/04/2025", None),
        ("August 16, 2025", date(2025, 8, 16)),
        ("Saturday, Aug. 16, 2025", date(2025, 8, 16)),
        ("16 August 2025", date(2025, 8, 16)),
        ("August 16th, 2025", date(2025, 8, 16)),
        ("February 30, 2025", None),
        ("August 2025", None),
        ("the day of August 16, 2025", None),
        ("Posted August 16, 2025 at 9:30 p.m.", datetime(2025, 8, 16, 21, 30)),
        ("Aug 16, 2025 12:05 AM EDT", datetime(2025, 8, 16, 0, 5, tzinfo=timezone(timedelta(hours=-4)))),
        ("16 August 2025, 09:30 BST", datetime(2025, 8, 16, 9, 30, tzinfo=timezone(timedelta(hours=1)))),
        ("2025-08-16T09:30:00", datetime(2025, 8, 16, 9, 30)),
        ("2025-08-16T09:30:00.123Z", datetime(2025, 8, 16, 9, 30, 0, 123000, tzinfo=UTC)),
        ("2025-08-16 09:30:00 +0200", datetime(2025, 8, 16, 9, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("20250816T093000Z", datetime(2025, 8, 16, 9, 30, tzinfo=UTC)),
        ("Sat, 16 Aug 2025 09:30:00 GMT", datetime(2025, 8, 16, 9, 30, tzinfo=UTC)),
        (1755336600, datetime(2025, 8, 16, 9, 30, tzinfo=UTC)),
        (1755336600000, datetime(2025, 8, 16, 9, 30, tzinfo=UTC)),
        (True, None),
        (2025, None),
        ("", None),
        (None, None),
        ([], None),
    ],
    ids=str,
)
def test_dates(value: object, expected: date | None) -> None:
    found = published(value)
    assert found == expected
    assert type(found) is type(expected)
    assert getattr(found, "tzinfo", None) is None or getattr(expected, "tzinfo", None) is not None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Friday, July 4, 2025", True),
        ("Last updated 13:26 14/09/2025", True),
        ("Updated 9:06 AM", True),
        ("They met on July 4, 2025", False),
        ("9:30", False),
        ("Monday", False),
        ("July 4, 2025 was a Friday.", False),
        ("July 4, 2025 | 4 min read", True),
        ("4 min read", False),
        ("July 4", False),
    ],
)
def test_date_lines(line: str, expected: bool) -> None:
    assert is_date_line(line) is expected


# Identity


def test_the_id_depends_on_content_only(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SENTENCE, "utf-8")
    first, second = (item for item in read([tmp_path]) if isinstance(item, Article))
    assert first.id == second.id
    assert first.key != second.key


FIELDS = st.tuples(st.text(), st.text(), st.text(), st.text(), st.lists(st.text()), st.none() | st.dates() | st.datetimes())


@given(FIELDS, FIELDS)
def test_equal_ids_are_equal_content(one_field: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    left, right = article_id(*one_field), article_id(*other)
    assert len(left) == 16
    assert int(left, 16) >= 0
    assert article_id(*one_field) == left
    assert (left == right) == ([*one_field[:5], str(one_field[5])] == [*other[:5], str(other[5])])


def test_the_id_does_not_run_fields_together() -> None:
    assert article_id("ab", "c", "", "", (), None) != article_id("a", "bc", "", "", (), None)
    assert article_id("a", "", "", "", ("b", "c"), None) != article_id("a", "", "", "", ("b,c",), None)
