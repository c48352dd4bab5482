"""The letters of a PDF file as lines, by pdfminer; with limits of our own, since it has none."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

from kgraph.errors import KGraphError, MissingExtra, NotText, TooLong, summary
from kgraph.ingest.words import squeezed

_MOST_PAGES = 5_000
_MOST_STEPS = 2_000_000  # letters, operators and pictures of all pages, which take a minute
_FIGURE = 200  # steps that a form or a picture takes
_OPERATOR = re.compile(rb"(?<![\w/])[A-Za-z]{1,3}[*'\"]?(?![\w])")
_MOST_UNPACKED = 64_000_000  # bytes of one stream
_MOST_DRAWN = 48_000_000  # bytes of what the pages draw, each as often as it is drawn
_MOST_RUNS = 500_000  # bytes of a stream in an old compression, whose unpacking is slow
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\xa0": " "}
_TRANSLATED = str.maketrans(_LIGATURES)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, in points from the lower left corner of its page; ``size`` is the height of its letters."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    is_bold: bool
    page: int


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order in which it draws them."""

    number: int
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages, and what the file calls itself."""

    pages: tuple[Page, ...]
    title: str
    author: str


def pages(raw: bytes, origin: str) -> Pages:
    """The pages of a file. Raises NotText for one that is damaged or encrypted, TooLong, and MissingExtra."""
    try:
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        raise MissingExtra("PDF needs pdfminer.six, which is not installed; install kgraph[pdf]", origin) from None
    try:
        with _limited(origin):
            return _read(raw, origin)
    except PDFPasswordIncorrect as error:
        raise NotText("this PDF file is encrypted; save it without its password", origin) from error
    except (KGraphError, MemoryError):
        raise
    except Exception as error:
        raise NotText(f"not a readable PDF file: {summary(error)}", origin) from error


def _read(raw: bytes, origin: str) -> Pages:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(io.BytesIO(raw)))
    render = _renderer(origin)
    found: list[Page] = []
    for number, page in enumerate(islice(PDFPage.create_pages(document), _MOST_PAGES + 1)):
        if number == _MOST_PAGES:
            raise TooLong(f"more than {_MOST_PAGES:,} pages", origin)
        found.append(_page(render(page), number))
    about = document.info[0] if document.info else {}
    return Pages(tuple(found), _string(about.get("Title")), _string(about.get("Author")))


def _renderer(origin: str) -> Callable[[Any], Any]:
    """What draws a page and gives its letters; it raises TooLong where pages draw too much."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdftypes import stream_value

    spent = {"steps": 0, "drawn": 0}

    def spend(what: str, count: int, most: int) -> None:
        spent[what] += count
        if spent[what] > most:
            raise TooLong("a PDF file that draws more than any text needs", origin)

    class Letters(PDFPageAggregator):
        """Keeps letters, and counts all that is drawn."""

        def render_char(self, *arguments: Any, **named: Any) -> float:
            spend("steps", 1, _MOST_STEPS)
            return super().render_char(*arguments, **named)

        def paint_path(self, *_arguments: Any, **_named: Any) -> None:
            spend("steps", 1, _MOST_STEPS)

        def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
            spend("steps", _FIGURE, _MOST_STEPS)
            super().begin_figure(name, bbox, matrix)

        def render_image(self, name: str, stream: Any) -> None:
            """Nothing: pictures are not read."""

        def handle_undefined_char(self, _font: Any, _cid: int) -> str:
            return "\ufffd"

    class Interpreter(PDFPageInterpreter):
        """Counts the bytes and the operators that are drawn, each time and before it happens."""

        def execute(self, streams: Sequence[object]) -> None:
            for stream in streams:
                drawn = stream_value(stream).get_data()
                spend("drawn", len(drawn), _MOST_DRAWN)
                spend("steps", sum(1 for _ in _OPERATOR.finditer(drawn)), _MOST_STEPS)
            super().execute(streams)

    resources = PDFResourceManager()
    device = Letters(resources, laparams=None)
    interpreter = Interpreter(resources, device)

    def render(page: Any) -> Any:
        interpreter.process_page(page)
        return device.get_result()

    return render


def _page(layout: Any, number: int) -> Page:
    """The lines of a page as pdfminer finds them; its boxes and groups of boxes would take too long for a page that means harm."""
    from pdfminer.layout import LAParams

    letters = [letter for letter in _letters(layout) if letter.upright]
    lines = layout.group_objects(LAParams(char_margin=1.5, word_margin=0.12), letters) if letters else ()
    return Page(number, layout.height, tuple(line for each in lines if (line := _line(each, number)).text))


def _letters(layout: Any) -> Iterator[Any]:
    from pdfminer.layout import LTChar, LTFigure

    waiting = [layout]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTChar):
            yield item
        elif item is layout or isinstance(item, LTFigure):
            waiting.extend(reversed(list(item)))


def _line(found: Any, number: int) -> Line:
    text = squeezed(found.get_text().translate(_TRANSLATED).replace("\x00", ""))
    letters = [letter for letter in found if hasattr(letter, "fontname")]
    bold = sum("bold" in letter.fontname.lower() or "black" in letter.fontname.lower() for letter in letters)
    size = round(median(letter.size for letter in letters), 1)
    return Line(text, found.x0, found.y0, found.x1, found.y1, size, 2 * bold > len(letters), number)


def _string(value: Any) -> str:
    """A text of the file's own description."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    value = resolve1(value)
    return squeezed(decode_text(value)) if isinstance(value, bytes) and len(value) < 5_000 else ""


class _Zlib:
    """Stands for zlib where pdfminer unpacks a stream, and refuses one that becomes too large."""

    error = zlib.error

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def decompress(self, data: bytes) -> bytes:
        """All bytes. Raises TooLong, and zlib.error for damaged ones."""
        unpacking = zlib.decompressobj()
        found = unpacking.decompress(data, _MOST_UNPACKED)
        if unpacking.unconsumed_tail:
            raise TooLong(f"a PDF file with a part of more than {_MOST_UNPACKED:,} bytes", self._origin)
        if not unpacking.eof:
            raise zlib.error("incomplete")
        return found

    def repaired(self, data: bytes) -> bytes:
        """The bytes up to where they are damaged."""
        unpacking = zlib.decompressobj()
        found: list[bytes] = []
        try:
            for start in range(0, len(data), 1024):
                found.append(unpacking.decompress(data[start : start + 1024], _MOST_UNPACKED))
                if len(found) * 1024 * 1024 > _MOST_UNPACKED or unpacking.unconsumed_tail:
                    raise TooLong(f"a PDF file with a damaged part of more than {_MOST_UNPACKED:,} bytes", self._origin)
        except zlib.error:
            pass
        return b"".join(found)


@contextmanager
def _limited(origin: str) -> Iterator[None]:
    """While a file is read, pdfminer unpacks no more than it may, and tells its warnings to nobody."""
    from pdfminer import pdftypes
    from pdfminer.lzw import lzwdecode
    from pdfminer.runlength import rldecode

    unpacking = _Zlib(origin)
    mine: dict[str, Any] = {
        "zlib": unpacking,
        "decompress_corrupted": unpacking.repaired,
        "lzwdecode": _short(lzwdecode, origin),
        "rldecode": _short(rldecode, origin),
    }
    theirs = {name: getattr(pdftypes, name) for name in mine}
    logger = logging.getLogger("pdfminer")
    level = logger.level
    try:
        logger.setLevel(logging.CRITICAL)
        for name, value in mine.items():
            setattr(pdftypes, name, value)
        yield
    finally:
        logger.setLevel(level)
        for name, value in theirs.items():
            setattr(pdftypes, name, value)


def _short(decode: Callable[[bytes], bytes], origin: str) -> Callable[[bytes], bytes]:
    def decoded(data: bytes) -> bytes:
        if len(data) > _MOST_RUNS:
            raise TooLong(f"a PDF file with a part of more than {_MOST_RUNS:,} bytes in an old compression", origin)
        return decode(data)

    return decoded
