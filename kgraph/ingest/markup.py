"""The paragraphs of HTML that is no page: of an e-mail or a record's field, whose text is all that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgraph.ingest.words import squeezed
from kgraph.model import BlockKind

_APART = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset("head title script style noscript template svg math object iframe select button textarea input".split())
_QUOTED = re.compile(
    r"\b(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|OutlookMessageHeader|protonmail_quote)\b"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})[\s/][^<>]{20000,}>?")  # the parser compares each attribute with all before it


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the kind that its element says, None for a body."""

    text: str
    kind: BlockKind | None = None


def paragraphs(html: str, *, quoted: bool = True) -> list[Paragraph]:
    """The paragraphs that HTML shows, in order; without those of a letter that is answered where ``quoted`` is False."""
    from lxml import html as parser
    from lxml.etree import ParserError

    try:
        root = parser.document_fromstring(_LONG_TAG.sub(r"<\1>", re.sub(r"^\s*<\?xml[^>]{0,200}>", "", html).replace("\x00", "")))
    except (ParserError, ValueError):
        return []
    return list(_paragraphs(root, quoted))


def _paragraphs(root: Any, quoted: bool) -> Iterator[Paragraph]:
    """Without recursion, as the elements may be nested as deep as the parser allows."""
    pieces: list[str] = []
    kind: BlockKind | None = None
    waiting = [(root, True)]
    while waiting:
        element, begins = waiting.pop()
        enters = isinstance(element.tag, str) and _is_shown(element, quoted)
        if isinstance(element.tag, str) and element.tag in _APART:
            yield from _paragraph(pieces, kind)
            pieces, kind = [], _kind(element.tag) if begins and enters else None
        if begins and enters:
            pieces.append(element.text or "")
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
        else:
            pieces.append(element.tail or "" if element is not root else "")
    yield from _paragraph(pieces, kind)


def _paragraph(pieces: list[str], kind: BlockKind | None) -> Iterator[Paragraph]:
    text = squeezed("".join(pieces).replace("\u200c", "").replace("\u200b", "").replace("\u00ad", "").replace("\u034f", ""))
    if text:
        yield Paragraph(text, kind)


def _kind(tag: str) -> BlockKind | None:
    return BlockKind.HEADING if re.fullmatch("h[1-6]", tag) else BlockKind.CAPTION if tag == "figcaption" else None


def _is_shown(element: Any, quoted: bool) -> bool:
    if element.tag in _SILENT or _HIDDEN.search(element.get("style") or ""):
        return False
    if quoted:
        return True
    if element.tag == "blockquote" and element.get("type") == "cite":
        return False
    return not _QUOTED.search(f"{element.get('class') or ''} {element.get('id') or ''}")
