"""A build reaches out to nobody, whatever its articles ask for; and what they say drives no terminal."""

from __future__ import annotations

import csv
import io
import json
import socket
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

import pytest

from kgraph.cli import FAILED, OK, USAGE, main
from kgraph.errors import KGraphError
from kgraph.ingest import read
from kgraph.model import Article

BODY = "<p>Anna Berg met Carl Ek in Oslo on Monday.</p><p>Ek invited Berg to Stockholm, and she thanked him for it.</p>"
PAGES = {
    "an external entity": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///SECRET">]><html><body><h1>Talks</h1>{BODY}<p>&x;</p></body></html>',
    "an entity of the network": f'<!DOCTYPE html [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><html><body><h1>Talks</h1>{BODY}<p>&x;</p></body></html>',
    "a definition from the network": f'<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><html><body><h1>Talks</h1>{BODY}</body></html>',
    "a page that sends on": f'<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><base href="http://127.0.0.1:9/">'
    f'<link rel="canonical" href="http://127.0.0.1:9/"></head><body><h1>Talks</h1>{BODY}</body></html>',
    "pages inside the page": f'<html><body><h1>Talks</h1>{BODY}<iframe src="http://127.0.0.1:9/"></iframe><object data="file:///SECRET">'
    f'</object><embed src="http://127.0.0.1:9/"><script src="http://127.0.0.1:9/"></script><img src="http://127.0.0.1:9/"></body></html>',
    "an inclusion": f'<?xml version="1.0"?><html xmlns:xi="http://www.w3.org/2001/XInclude"><body><h1>Talks</h1>{BODY}'
    f'<xi:include href="file:///SECRET" parse="text"/></body></html>',
    "a style sheet": f'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?><html><body><h1>Talks</h1>{BODY}</body></html>',
}
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "boom">{_ENTITIES}]><html><body><h1>Talks</h1>{BODY}<p>&e9;</p></body></html>'
NESTED = f"<html><body><h1>Talks</h1>{'<div>' * 50_000}{BODY}{'</div>' * 50_000}</body></html>"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket to another machine or asks for an address fails; worker processes talk through sockets of this one."""

    def refused(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something asks for the network")

    class NoSocket(socket.socket):
        def __init__(self, family: int = -1, *rest: Any) -> None:
            if family != socket.AF_UNIX:
                refused()
            super().__init__(family, *rest)

    monkeypatch.setattr(socket, "socket", NoSocket)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)


@pytest.mark.usefixtures("offline")
def test_the_guard_holds() -> None:
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="network"):
        socket.socket()


@pytest.mark.usefixtures("offline")
def test_a_build_opens_no_socket(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for number, page in enumerate(PAGES.values()):
        (articles / f"{number}.html").write_text(page.replace("Talks", f"Talks {number}"), "utf-8")
    (articles / "a.txt").write_text("Talks in Oslo\n\nhttp://127.0.0.1:9/\n\nAnna Berg met Carl Ek in Oslo.\n", "utf-8")
    record = {"text": "Anna Berg met Carl Ek in Oslo on Tuesday.", "url": "http://127.0.0.1:9/", "title": "Talks"}
    (articles / "b.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    out = str(tmp_path / "out")
    assert main(["build", str(articles), "-o", out]) in (OK, FAILED)
    assert main(["query", "SELECT ?l { ?e a kg:Person ; rdfs:label ?l }", "-d", out]) == OK
    for command in (["entities"], ["explain", "Anna Berg"], ["analyse"], ["explore"], ["status"], ["export", "--format", "csv"]):
        assert main([*command, "-d", out]) in (OK, FAILED), command
    assert "Anna Berg" in capsys.readouterr().out


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_brings_nothing_from_elsewhere(page: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("what nobody may read", "utf-8")
    (tmp_path / "a.html").write_text(page.replace("file:///SECRET", (tmp_path / "secret.txt").as_uri()), "utf-8")
    (found,) = read([tmp_path / "a.html"])
    assert isinstance(found, Article), found
    assert "Anna Berg met Carl Ek" in found.text
    assert "nobody may read" not in found.text


@pytest.mark.parametrize("page", [BOMB, NESTED], ids=["entities of entities", "elements in elements"])
def test_a_page_that_would_grow_without_end_is_an_article_or_an_error(page: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page, "utf-8")
    (found,) = read([tmp_path / "a.html"])
    assert isinstance(found, KGraphError) or len(found.text) < 1_000


# A hostile article on the command line

ESCAPES = "\x1b[2J\x9b31m\u202e\u2028"
_HEADLINE = f"=Talks{ESCAPES} in Oslo"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of an article whose every field is an attack on terminals."""
    folder = tmp_path_factory.mktemp("hostile")
    text = f"Anna{ESCAPES} Berg met Carl\tEk in Oslo. “{ESCAPES}We agree,” said Berg{ESCAPES}. Ek blamed the =Harbour{ESCAPES} Board."
    record = {"text": text, "title": _HEADLINE, "source": f"The{ESCAPES} Post", "url": f"javascript:{ESCAPES}"}
    (folder / "news.jsonl").write_text(json.dumps({**record, "authors": [f"A{ESCAPES}B\tC"]}) + "\n", "utf-8")
    main(["build", str(folder / "news.jsonl"), "-o", str(folder / "out")])
    return folder / "out"


COMMANDS = [
    ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } }"],
    *(["query", "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", "--format", form] for form in ("csv", "tsv", "json", "markdown")),
    ["entities", "--all"],
    *(["entities", "--all", "--format", form] for form in ("table", "csv", "json", "markdown")),
    ["status"],
    ["export", "--format", "csv"],
    ["export", "--format", "cytoscape"],
    ["export", "--format", "graphml"],
    ["export", "--format", "gexf"],
]


def driving(text: str) -> list[str]:
    """The characters of a text that drive a terminal or turn its direction."""
    return [one for one in text if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_drives_the_terminal(command: list[str], hostile: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*command, "-d", str(hostile)]) in (OK, FAILED)
    told = capfdbinary.readouterr()
    assert driving(told.out.decode()) == driving(told.err.decode()) == []


def test_every_entity_is_a_line_of_as_many_fields(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "--all", "-d", str(hostile)]) == OK
    lines = capsys.readouterr().out.split("\n")[:-1]
    assert lines
    assert {line.count("\t") for line in lines} == {6}
    assert main(["entities", "--all", "-d", str(hostile), "--format", "csv"]) == OK
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert {len(row) for row in rows} == {7}
    assert len(rows) == len(lines) + 1


def test_explanations_drive_nothing(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "--all", "-d", str(hostile)]) == OK
    for line in capsys.readouterr().out.splitlines():
        assert main(["explain", line.split("\t")[0], "-d", str(hostile)]) == OK
        assert driving(capsys.readouterr().out) == []


def test_extractions_and_their_messages_drive_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [
        {"text": f"Anna Berg{ESCAPES} met Carl Ek.", "title": _HEADLINE},
        {"text": "", "title": ESCAPES},
        {f"{ESCAPES}": 1},
    ]
    (tmp_path / f"a{ESCAPES}\n.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    for form in ("extraction", "predictions"):
        assert main(["extract", str(tmp_path), "--format", form]) == FAILED
        told = capsys.readouterr()
        assert driving(told.out) == driving(told.err) == []
        assert len(told.err.splitlines()) == told.err.count("[") - told.err.count("[2J")
        assert json.loads(told.out)
    assert main(["explain", ESCAPES, "-d", str(tmp_path)]) == USAGE
    assert driving(capsys.readouterr().err) == []


def test_the_files_beside_the_graph_hold_no_formula_and_no_escape(hostile: Path) -> None:
    written = [*hostile.glob("networks/*.csv"), *hostile.glob("networks/report.*")]
    assert written
    for path in written:
        text = path.read_text("utf-8")
        assert driving(text) == [], path
        if path.suffix == ".csv":
            assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell[:1] in ("=", "+", "@")], path
