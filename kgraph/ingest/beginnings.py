"""What the first bytes of a file say of its kind, whatever it is called."""

from __future__ import annotations

import codecs
import re

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"{\\rtf",
    b"PAR1",
    b"WARC/",
    b"filedesc://",
)
_TAR = slice(257, 262)
# One step over what may stand before the first element of a document; each is bounded by the length of the head.
_BEFORE_ROOT = re.compile(r"\s+|<\?[^>]*>|<!--(?s:.*?)-->|<!DOCTYPE(?=\s)[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html\b", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")


def is_signed(head: bytes) -> bool:
    """Whether a file begins as no text does, or with mark-up, so that its kind is plain whatever its name says."""
    return head.startswith(_SIGNATURES) or head[_TAR] == b"ustar" or root(head) != ""


def root(head: bytes) -> str:
    """The first element of an HTML or XML document in lower case ("html", "rss", "rdf:rdf"); "" where a file is none."""
    text = _text(head)
    place = 0
    is_page = False
    while True:
        is_page |= _HTML_DOCTYPE.match(text, place) is not None
        step = _BEFORE_ROOT.match(text, place)
        if step is None:
            break
        place = step.end()
    first = _ROOT.match(text, place)
    return first[1].lower() if first else "html" if is_page else ""


def _text(head: bytes) -> str:
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("ascii", "replace")
