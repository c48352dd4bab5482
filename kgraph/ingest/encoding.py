"""Bytes to text: the encodings that news is kept in, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from io import TextIOWrapper
from typing import BinaryIO

from kgraph.errors import NotText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MARKS = tuple(mark for mark, _ in _MARKS)
"""Byte order marks."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_ODD = re.compile("[^\\x00-\\x7fA-Za-zŠšŽžŒœŸƒÀ-ÖØ-öø-ÿ‘’“”‚„–—…•€£¥§©®°·«»™´¿¡½¼¾ºª\\xa0\\xad]")
_MOST_CONTROL = 0.002  # a stray form feed or escape is text; a program or picture has far more
_MOST_HIGH = 0.3  # Western European prose stays under a tenth of letters above ASCII, Cyrillic code pages pass four fifths


def decode(raw: bytes, where: str) -> str:
    """The text of a file's bytes without its byte order mark.

    Tries the encoding that a byte order mark names, then UTF-8, then Windows-1252 when the result looks like Western text. Raises
    NotText, with the offset of the byte that decides.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(_marked(raw[len(mark) :], encoding, len(mark), where), where)
    try:
        return _checked(raw.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        text = _western(raw)
        if text is None:
            raise NotText(f"not text: byte {raw[error.start]:#04x} at offset {error.start} is not UTF-8", where) from error
        return text


def as_text(stream: BinaryIO, head: bytes) -> TextIOWrapper:
    """A stream of bytes, of which ``head`` are the first, as text with the line ends that it has; to be detached when it has been read.

    The encoding is the one that a byte order mark names, else UTF-8, of which bytes that are not are taken for Windows-1252.
    """
    encoding = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "utf-8")
    name = {"utf-8": "utf-8-sig"}.get(encoding, encoding.removesuffix("-le").removesuffix("-be"))
    return TextIOWrapper(stream, name, errors=_WESTERN, newline="")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


_WESTERN = "kgraph.western"
codecs.register_error(_WESTERN, _as_western)


def _marked(raw: bytes, encoding: str, skipped: int, where: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"not text: its byte order mark says {encoding} but byte {error.start + skipped} is not", where) from error


def _checked(text: str, where: str) -> str:
    first = _CONTROL.search(text)
    if first is None or ("\x00" not in text and len(_CONTROL.findall(text)) <= 1 + _MOST_CONTROL * len(text)):
        return text
    if text[1::2].count("\x00") > len(text) // 3 or text[::2].count("\x00") > len(text) // 3:
        raise NotText("not text, or UTF-16 without a byte order mark; save it as UTF-8", where)
    offset = len(text[: first.start()].encode("utf-8", "surrogatepass"))
    raise NotText(f"not text: control character {ord(first[0]):#04x} at byte offset {offset}", where)


def _western(raw: bytes) -> str | None:
    """The bytes as Windows-1252, where that gives letters and typographic marks among plain ASCII."""
    try:
        text = raw.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    high = sum(1 for byte in raw if byte > 127)
    odd = len(_ODD.findall(text))
    return text if not _CONTROL.search(text) and high <= _MOST_HIGH * len(raw) and odd <= 0.1 * high + 1 else None
