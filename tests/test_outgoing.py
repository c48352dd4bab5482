"""What an article says, on its way to a terminal, a spreadsheet, a page of Markdown or a line-based format."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.outgoing import cell, csv_text, escaped_json, json_text, markdown, one_line, printable, tsv_text

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("x","y")', "\t=1", "\r=1", "\n=1", "-", "＝1"]
NUMBERS = ["-5", "-5.5", "+3", "-.5", "-5.", "1e-3", "-1E+9", "0", "2024"]
TEXTS = ["Mara Ilves", "", "a=b", "3 - 2", "“-”", "https://harbour.example/a-b", "don't"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_a_formula_is_made_text(text: str) -> None:
    assert cell(text) == "'" + text.replace("\r", "\n")


@pytest.mark.parametrize("text", NUMBERS + TEXTS)
def test_numbers_and_other_texts_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["-5 percent", "--5", "-1+2", "+49 30 1234", "-٣", "-5e", "-Infinity"])
def test_what_only_begins_like_a_number_is_made_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def read_back(written: str) -> str:
    """As docs/export.md says."""
    return re.sub(r"^'(?='*[=+\-@\t\n＝＋－＠])", "", written)


@given(st.text(alphabet="'=+-@ a1.\t\n", max_size=6))
def test_a_reader_who_takes_the_mark_away_has_the_value(text: str) -> None:
    assert read_back(cell(text)) == text


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_a_table_is_read_with_all_its_rows_and_no_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))
    assert len(read) == len(rows) + 1
    for value in (value for row in read for value in row):
        assert not re.match(r"[=+\-@\t\r]", value) or float(value) is not None
    assert tsv_text(("a", "b"), rows).count("\n") == len(rows) + 1


def test_numbers_and_what_is_not_known_in_a_table() -> None:
    assert csv_text(("n", "m", "text"), [(-5, -0.5, None), (1, None, "-x")]) == "n,m,text\n-5,-0.5,\n1,,'-x\n"


HOSTILE = {
    "a terminal's escape": "\x1b[2Jred\x1b]0;title\x07",
    "an eight-bit escape": "\x9b31mred",
    "line breaks of every kind": "a\nb\rc\vd\x0ce\x85f\u2028g\u2029h\x1ci",
    "a tab": "a\tb",
    "backspaces and deletions": "ab\b\b\x7fc",
    "an override of direction": "\u202egpj.exe\u2066\u2069\u200f",
    "what cannot be seen": "a\u200bb\u2060c\ufeffd\u00ade\U000e0041f",
    "half of a character": "a\ud800b",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_line_stays_a_line_and_drives_nothing(text: str) -> None:
    for written in (printable(text), one_line(text)):
        assert not [letter for letter in written if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert len(written.splitlines()) == 1
        written.encode()


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_text_breaks_a_line(text: str) -> None:
    assert len(f"a{printable(text)}".splitlines()) == 1
    one_line(text).encode()


def test_languages_keep_their_spelling() -> None:
    for words in ("می‌خواهم", "क्‍ष", "Zoë Åström", "👩‍🚀", "Việt Nam", "עברית", "北京 市"):
        assert one_line(words) == words


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_json_keeps_the_value_and_shows_nothing_of_it(text: str) -> None:
    written = json_text([text], indent=1)
    assert json.loads(written) == [text]
    assert json.loads(escaped_json(json.dumps(text, ensure_ascii=False))) == text
    assert not [one for one in written if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


MARKDOWN = [
    ("a link", "[x](javascript:y)", r"\[x\](javascript:y)"),
    ("a picture", "![x](y)", r"!\[x\](y)"),
    ("mark-up", "<img src=x>", "&lt;img src=x&gt;"),
    ("an entity", "&lt;b&gt;", "&amp;lt;b&amp;gt;"),
    ("a list", "- one", r"\- one"),
    ("a numbered list", "1. one", r"1\. one"),
    ("a ruler", "---", r"\---"),
    ("a heading", "# one", r"\# one"),
    ("a quotation", "> one", "&gt; one"),
    ("a number", "-0.85", "-0.85"),
    ("a table", "a | b", r"a \| b"),
]


@pytest.mark.parametrize(("text", "written"), [case[1:] for case in MARKDOWN], ids=[case[0] for case in MARKDOWN])
def test_nothing_is_a_mark_of_markdown(text: str, written: str) -> None:
    assert markdown(text) == written
