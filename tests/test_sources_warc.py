"""Articles in web archives: which records hold one, how its bytes are decoded, and what damage costs."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from kgraph.errors import BadArchive, EmptyArticle, LeftUnread, NotText
from kgraph.ingest import Reading
from kgraph.ingest.content import DEFAULT
from tests.sources import LEFT, MET, SIGNED, articles, found, messages, page, texts

SHARED = Path(__file__).parents[1].parent / "shared" / "formats" / "warc"
PAGE = page(MET, LEFT, title="Talks in Paris")
OTHER = page(SIGNED, LEFT, title="A treaty")


def record(kind: str, body: bytes, url: str = "https://news.example/talks", content_type: str = "application/http") -> bytes:
    """A WARC record."""
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-08-16T09:30:00Z\r\n"
    head += f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def answer(body: bytes | str, *headers: str, status: str = "200 OK", content_type: str = "text/html; charset=utf-8") -> bytes:
    """What a server sent."""
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers, "", ""))
    return head.encode() + (body.encode() if isinstance(body, str) else body)


def response(body: bytes | str, *headers: str, url: str = "https://news.example/talks", **others: str) -> bytes:
    return record("response", answer(body, *headers, **others), url)


INFO = record("warcinfo", b"software: none\r\n", content_type="application/warc-fields")


def warc(folder: Path, records: Iterable[bytes], name: str = "a.warc") -> Path:
    path = folder / name
    path.write_bytes(b"".join(gzip.compress(each) for each in records) if name.endswith(".gz") else b"".join(records))
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a", "a.gz", "a.txt"])
def test_a_page_that_a_server_sent_is_an_article(tmp_path: Path, name: str) -> None:
    path = warc(tmp_path, [INFO, record("request", b"GET /talks HTTP/1.1\r\n\r\n"), response(PAGE)], name)
    (article,) = articles(found(path))
    assert (article.title, article.url) == ("Talks in Paris", "https://news.example/talks")
    assert (article.key, article.origin) == (f"{name}:3", f"{path}:3")
    assert article.published is None  # it was fetched at a moment, and not published then


def test_a_page_that_states_its_address_keeps_it(tmp_path: Path) -> None:
    stated = page(MET, LEFT, head='<link rel="canonical" href="https://news.example/talks">')
    (article,) = articles(found(warc(tmp_path, [response(stated, url="https://news.example/talks?from=feed")])))
    assert article.url == "https://news.example/talks"


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    records = [
        response("User-agent: *", content_type="text/plain", url="https://news.example/robots.txt"),
        response(b"\x89PNG", content_type="image/png"),
        response("{}", content_type="application/json"),
        record("revisit", answer("")),
        record("metadata", b"fetchTimeMs: 5", content_type="application/warc-fields"),
        record("response", b"20250816 news.example", url="dns:news.example", content_type="text/dns"),
        response(PAGE),
    ]
    items = found(warc(tmp_path, records))
    assert len(items) == len(articles(items)) == 1


def test_answers_without_a_page_are_counted(tmp_path: Path) -> None:
    records = [response(PAGE, status=status) for status in ("404 Not Found", "301 Moved", "404 Not Found", "200 OK")]
    items = found(warc(tmp_path, records))
    assert len(articles(items)) == 1
    assert isinstance(items[-1], LeftUnread)
    assert "left out 3 answers without a page: 1 with status 301, 2 with status 404" in str(items[-1])


def test_an_archive_without_pages_is_told(tmp_path: Path) -> None:
    warning, error = found(warc(tmp_path, [INFO]))
    assert "no HTML page in this web archive" in str(warning)
    assert isinstance(error, EmptyArticle)


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 50] for start in range(0, len(body), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(chunked(PAGE.encode()), ["Transfer-Encoding: chunked"], id="chunked"),
        pytest.param(PAGE.encode(), ["Transfer-Encoding: chunked"], id="said-to-be-chunked"),
        pytest.param(gzip.compress(PAGE.encode()), ["Content-Encoding: gzip"], id="gzip"),
        pytest.param(PAGE.encode(), ["Content-Encoding: gzip"], id="said-to-be-gzip"),
        pytest.param(PAGE.encode(), ["Content-Encoding: br"], id="said-to-be-brotli"),
        pytest.param(zlib.compress(PAGE.encode()), ["Content-Encoding: deflate"], id="deflate"),
        pytest.param(zlib.compress(PAGE.encode(), wbits=-15), ["Content-Encoding: deflate"], id="bare-deflate"),
        pytest.param(chunked(gzip.compress(PAGE.encode())), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"], id="both"),
    ],
)
def test_what_was_packed_for_the_way_is_unpacked(tmp_path: Path, body: bytes, headers: list[str]) -> None:
    (article,) = articles(found(warc(tmp_path, [response(body, *headers)])))
    assert MET in article.text


def test_a_page_that_is_packed_in_an_unknown_way_is_told(tmp_path: Path) -> None:
    first, second = found(warc(tmp_path, [response(b"\x1b\x03\x00", "Content-Encoding: br"), response(PAGE)]))
    assert isinstance(first, NotText)
    assert "compressed with 'br'" in str(first)
    assert texts([second])


def test_a_page_that_unpacks_to_far_more_costs_itself(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<html><body><p>" + b" " * 50_000_000)
    items = found(warc(tmp_path, [response(bomb, "Content-Encoding: gzip"), response(PAGE)]), reading=Reading(1_000))
    assert len(articles(items)) == 1
    assert len(messages(items)) == 1


def test_the_character_set_that_the_server_names(tmp_path: Path) -> None:
    body = page("Zoë met René in Besançon on Friday, and they spoke for hours.", LEFT).encode("iso-8859-15")
    (article,) = articles(found(warc(tmp_path, [response(body, content_type="text/html; charset=ISO-8859-15")])))
    assert "Zoë met René in Besançon" in article.text


def test_pages_that_were_saved_and_texts_that_were_made_of_pages(tmp_path: Path) -> None:
    records = [
        record("resource", PAGE.encode(), "file:///talks.html", "text/html"),
        record("conversion", f"{SIGNED}\n{LEFT}\n".encode(), "https://news.example/treaty", "text/plain"),
    ]
    first, second = articles(found(warc(tmp_path, records)))
    assert MET in first.text
    assert (second.url, second.text.split("\n")[0]) == ("https://news.example/treaty", SIGNED)


def test_an_arc_file(tmp_path: Path) -> None:
    body = answer(PAGE)
    info = b"1 0 None\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 0.0.0.0 20250816093000 text/plain %d\n" % len(info)
    data = head + info + b"\nhttps://news.example/talks 192.0.2.1 20250816093000 text/html %d\n" % len(body) + body + b"\n"
    for name, packed in (("a.arc", data), ("a.arc.gz", gzip.compress(data)), ("b", data)):
        (tmp_path / name).write_bytes(packed)
        (article,) = articles(found(tmp_path / name))
        assert article.url == "https://news.example/talks"


# Damage


def test_a_damaged_record_of_a_compressed_archive_costs_itself(tmp_path: Path) -> None:
    members = [gzip.compress(response(text)) for text in (PAGE, OTHER, PAGE.replace("Paris", "Rome"))]
    broken = bytearray(members[1])
    broken[len(broken) // 2 : len(broken) // 2 + 8] = b"\xff" * 8
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members[0] + bytes(broken) + members[2])
    items = found(path)
    assert [article.title for article in articles(items)] == ["Talks in Paris", "Talks in Rome"]
    assert any(isinstance(item, BadArchive) and item.where == f"{path}:2" for item in items)


def test_an_archive_whose_records_are_compressed_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(response(PAGE) + response(OTHER)))
    assert [article.title for article in articles(found(path))] == ["Talks in Paris", "A treaty"]


def test_an_archive_that_is_cut_off(tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz"):
        path = warc(tmp_path, [response(PAGE), response(OTHER)], name)
        path.write_bytes(path.read_bytes()[:-80])
        items = found(path)
        assert [article.title for article in articles(items)] == ["Talks in Paris"]
        assert isinstance(items[-1], BadArchive)
        assert "cut off" in str(items[-1])


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(b"some bytes that are no record\r\n\r\n", id="other-bytes"),
        pytest.param(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", id="no-length"),
        pytest.param(b"WARC/1.1\r\nContent-Length: many\r\n\r\n", id="odd-length"),
        pytest.param(b"WARC/1.1\r\n" + b"X: y\r\n" * 300_000, id="endless-header"),
        pytest.param(b"WARC/1.1\r\nX: " + b"y" * 3_000_000 + b"\r\n\r\n", id="endless-line"),
        pytest.param(record("response", b"no answer at all", "https://news.example/x"), id="no-answer"),
        pytest.param(record("response", b"HTTP/1.1\r\n\r\n", "https://news.example/x"), id="no-status"),
        pytest.param(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n", id="no-address"),
    ],
)
def test_a_bad_record_costs_itself(tmp_path: Path, between: bytes) -> None:
    items = found(warc(tmp_path, [response(PAGE), between, response(OTHER)]))
    assert [article.title for article in articles(items)] == ["Talks in Paris", "A treaty"]


def test_a_wrong_length_costs_what_it_covers(tmp_path: Path) -> None:
    short = response(OTHER).replace(b"Content-Length: ", b"Content-Length: 1")  # ten thousand bytes too long
    items = found(warc(tmp_path, [response(PAGE), short]))
    assert [article.title for article in articles(items)] == ["Talks in Paris"]
    assert "cut off" in messages(items)[0]


def test_a_file_that_is_no_web_archive(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_text(MET)
    (error,) = found(tmp_path / "a.warc")
    assert isinstance(error, NotText)


@pytest.mark.skipif(not SHARED.exists(), reason="no files of other people at hand")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("example.warc", 1),
        ("example.warc.gz", 1),
        ("example.arc", 1),
        ("example.arc.gz", 1),
        ("example-iana.org-chunked.warc", 1),
        ("example-resource.warc.gz", 1),
        ("example-wrong-chunks.warc.gz", 1),
        ("example-bad-non-chunked.warc.gz", 1),
        ("example-wget-bad-target-uri.warc.gz", 1),
        ("example-trunc.warc", 1),
        ("bad.arc", 0),
        ("post-test.warc.gz", 0),
    ],
)
def test_files_that_others_made(name: str, count: int) -> None:
    items = found(SHARED / name, reading=DEFAULT)
    assert len(articles(items)) == count
    assert items
