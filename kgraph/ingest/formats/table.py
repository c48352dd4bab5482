"""Articles from a table as text: CSV or tab-separated, a record in each row, with a header that names the fields."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain

from kgraph.errors import BadRecord, EmptyArticle, KGraphError, NotText, TooLong
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.encoding import as_text
from kgraph.ingest.fields import Fields, columns_told, first_row_tells, names, plain
from kgraph.ingest.records import NOTHING, of_records
from kgraph.mapping import OURS
from kgraph.model import Article

_DELIMITERS = ",;\t|"
_OTHER_FIELDS = 8_000_000  # characters that a row may have beside its text
_LONGEST_NAME = 60  # characters of a column's name
_LEAST_KNOWN = 2  # columns whose names we know, in a file whose name does not say that it is a table
_NAMED = 12  # columns, in a message


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written: what stands between its cells, and what before a quotation mark in one; "" where that is doubled."""

    delimiter: str
    escape: str

    def rows(self, first: str, lines: _Lines) -> Iterator[list[str] | KGraphError]:
        """The rows, and an error in the place of one that cannot be read."""
        reader = csv.reader(
            chain([first], lines), delimiter=self.delimiter, escapechar=self.escape or None, doublequote=not self.escape
        )
        while True:
            try:
                row = next(reader)
                yield row if not lines.ended else BadRecord("the file ends inside a cell; a quotation mark is missing")
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRecord(f"not a row of a table: {error}; a quotation mark may be missing before it")


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of a table; rows are counted as spreadsheets do, with the header as the first.

    Raises EmptyArticle, NotText, BadRecord where the table has no header or no text, and OSError.
    """
    if not content.head:
        raise EmptyArticle("the file is empty", content.origin)
    text = as_text(content.stream, content.head)
    try:
        yield from _read(_Lines(text, content, reading), content, reading)
    finally:
        text.detach()


def _read(lines: _Lines, content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    row = 1
    while (first := next(lines, "")).isspace():
        row += 1
    if first[:4].lower() == "sep=":  # Excel's way to say what stands between cells
        form, first = _Form(first[4:5], ""), next(lines, "")
    else:
        form = _form(first, content)
    if known := first_row_tells(first):
        raise BadRecord(known, content.origin)
    csv.field_size_limit(lines.limit)
    rows = form.rows(first, lines)
    columns = _header(next(rows, []), content)
    records = _records(rows, columns, lines)
    second = next(records, None)
    _checked(columns, second, content, reading)
    yield from of_records(chain([second], records) if second is not None else (), content, reading, before=row)


class _Lines:
    """The lines of a table with their ends, never holding more than the longest row that could be an article."""

    def __init__(self, text: TextIOWrapper, content: Content, reading: Reading) -> None:
        self._text, self._origin = text, content.origin
        self.limit = reading.max_characters + _OTHER_FIELDS
        self.left_out = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self.limit)
        while len(line) >= self.limit and not line.endswith("\n"):
            self.left_out += 1
            while len(line) >= self.limit and not line.endswith("\n"):
                line = self._text.readline(self.limit)
            line = self._text.readline(self.limit)
        if not line:
            self.ended = True
            raise StopIteration
        if "\x00" in line and not self.left_out and line.count("\x00") > len(line) // 100 + 1:
            raise NotText("not text: it has NUL characters", self._origin)
        return line


def _form(line: str, content: Content) -> _Form:
    """What a table is written with, by its header: the delimiter that gives the most names that we know."""
    escape = "\\" if content.head.count(b'\\"') > content.head.count(b'""') else ""
    if content.name.lower().endswith((".tsv", ".tab")) and "\t" in line:
        return _Form("\t", escape)
    found = [(_known(_cells(line, mark)), line.count(mark), -place) for place, mark in enumerate(_DELIMITERS)]
    return _Form(_DELIMITERS[-max(found)[2]], escape)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _known(cells: Sequence[str]) -> int:
    """How many columns have names that we know."""
    fields = columns_told([cell.strip() for cell in cells], ())
    return sum(any(True for _ in fields.values(ours)) for ours in (*OURS, "summary"))


def _header(row: list[str] | KGraphError, content: Content) -> list[str]:
    if isinstance(row, KGraphError):
        raise BadRecord(str(row), content.origin)
    return [name.strip().removeprefix("\ufeff") for name in row]


def _records(rows: Iterator[list[str] | KGraphError], columns: list[str], lines: _Lines) -> Iterator[object]:
    """The rows as records; empty ones, which spreadsheets write, count and are no record."""
    told = 0
    for row in rows:
        if lines.left_out > told:
            told = lines.left_out
            yield _too_long(lines)
        yield _record(row, columns) if isinstance(row, list) else row
    if lines.left_out > told:
        yield _too_long(lines)


def _too_long(lines: _Lines) -> TooLong:
    return TooLong(f"a row is longer than {lines.limit:,} characters")


def _record(row: list[str], columns: list[str]) -> object:
    if any(cell.strip() for cell in row[len(columns) :]):
        return BadRecord(f"the row has {len(row):,} cells, the header {len(columns)}; a quotation mark may be missing")
    found: dict[str, str] = {}
    for name, cell in zip(columns, row, strict=False):
        if name and not found.get(name, "").strip():
            found[name] = cell
    return found if any(map(str.strip, row)) else NOTHING


def _checked(columns: list[str], record: object, content: Content, reading: Reading) -> None:
    """Raises BadRecord where no column holds a text."""
    fields = columns_told(columns, reading.map)
    if not fields.is_article():
        full = {**dict.fromkeys(columns[:_NAMED], ""), **(record if isinstance(record, dict) else {})}
        raise BadRecord(fields.without_text() or Fields(full, reading.map).missing_text(), content.origin)


def _begins(head: bytes) -> bool:
    """Whether a file begins with a header: short names in one line, several of which are known."""
    text = head.removeprefix(BOM_UTF8).decode("utf-8", "replace").lstrip()
    first, end, rest = text.partition("\n")
    if not end:
        return False
    return bool(first_row_tells(first)) or any(_is_header(first, rest, mark) for mark in _DELIMITERS)


def _is_header(line: str, rest: str, mark: str) -> bool:
    """Whether a line names columns, of which one is a text, or as many as the next line has cells."""
    cells = _cells(line.strip(), mark)
    known = _known(cells)
    if known < _LEAST_KNOWN or any(len(cell) > _LONGEST_NAME or cell.strip().endswith((".", "?", "!")) for cell in cells):
        return False
    if 2 * known < len(cells) and known < 2 * _LEAST_KNOWN:
        return False
    has_text = bool({plain(cell) for cell in cells} & {*names("fields", "text")})
    return has_text or rest.partition("\n")[0].count(mark) >= len(cells) - 1


KIND = Kind("table", (".csv", ".tsv", ".tab"), read, _begins)
