"""Text that leaves the program: what an article says can neither drive a terminal, nor break a line, nor run as a spreadsheet's formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from html import escape

# C0, DEL, C1 and the separators of lines and paragraphs: a terminal, a line-based format or an importer obeys them.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What turns the direction of the text after it, or cannot be seen: overrides of direction, invisible operators, tags, the byte order mark.
# The joiners U+200C and U+200D stay, because Persian, Hindi and others are spelt with them.
_FORMAT = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no UTF-8 or no XML has a place for them
_IN_CSV = re.compile("(?![\n\t])" + _CONTROL.pattern)
_IN_JSON = re.compile(f"(?!\n)(?:{_CONTROL.pattern}|{_FORMAT.pattern}|{_NO_CHARACTER.pattern})")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MARKDOWN = re.compile(r"([\\`*_\[\]|~#])")
_MARKDOWN_START = re.compile(r"^([0-9]*)([-+.)=])(?=[\s=-]|$)")  # lists and rulers


def printable(words: str) -> str:
    """The words in one line, for a terminal or a line-based format: control characters are blanks, and format characters are left out."""
    return _NO_CHARACTER.sub("\ufffd", _FORMAT.sub("", _CONTROL.sub(" ", words)))


def one_line(words: str) -> str:
    """The same with white space folded."""
    return " ".join(printable(words).split())


def counted(number: int, one: str, several: str = "") -> str:
    """A number and what it counts: "1 event", "2,000 events"; ``several`` where the plural is not formed with an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def cell(value: str) -> str:
    """The value for a CSV file, with a single quotation mark in front of what a spreadsheet takes for a formula.

    Such a value begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break. Numbers stay numbers.

    A value that has such a mark already gets another one, so that a reader who takes one mark away before such a beginning has the value
    itself. Of control characters only tabs and line breaks are kept.
    """
    known = _FORMAT.sub("", _IN_CSV.sub(" ", re.sub("\r\n?", "\n", value)))
    written = _NO_CHARACTER.sub("\ufffd", known)
    return f"'{written}" if _FORMULA.match(written) and not _NUMBER.fullmatch(written) else written


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file with a header. Each text is written by ``cell``; numbers and dates are written as they are, and None is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([cell(name) for name in columns])
    writer.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return buffer.getvalue()


def tsv_text(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Tab-separated values, a line a row. They have no quotation marks, so that tabs and line breaks inside a cell become blanks."""
    lines = [columns, *rows]
    return "".join("\t".join(cell(one_line(value or "")) for value in line) + "\n" for line in lines)


def json_text(value: object, indent: int | None = None, *, sort_keys: bool = False) -> str:
    """The value as JSON, without loss: control and format characters are escaped."""
    return escaped_json(json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys))


def escaped_json(text: str) -> str:
    """JSON with its control and format characters escaped; line breaks between its values stay."""
    return _IN_JSON.sub(lambda match: json.dumps(match[0])[1:-1], text)


def markdown(words: str) -> str:
    """The words on one line, in which nothing is a mark of Markdown's or of HTML's."""
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", escape(one_line(words), quote=False)))
