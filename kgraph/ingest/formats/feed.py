"""Articles from the items of a feed, RSS or Atom, as a file; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from kgraph.errors import EmptyArticle, KGraphError, NotText, TooLong, shown, summary, unreadable
from kgraph.ingest.article import Metadata, article, with_doubts
from kgraph.ingest.beginnings import root
from kgraph.ingest.bylines import names_in
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.dates import doubt, published
from kgraph.ingest.encoding import decode
from kgraph.ingest.fragments import Plain, from_html, in_line
from kgraph.ingest.records import Telling
from kgraph.ingest.words import CLOSING_QUOTES, lists, squeezed
from kgraph.model import Article, BlockKind

_LARGEST = 100_000_000  # bytes; a feed is parsed as a whole, which takes some ten times as much memory
_LONGEST_FIELD = 5_000  # characters
_MOST = 1_000  # authors or categories of an item
_ROOTS = re.compile(r"rss|feed|(?:[\w.-]+:)?rdf|(?:[\w.-]+:)feed")
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"'][^>]{0,200}\?>")
_NO_CHARSETS = (b"idna", b"punycode", b"unicode_escape", b"raw_unicode_escape")  # Python's own, one of which takes its time
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,500}\?>")
_SENTENCE_END = re.compile(rf"[.!?][{CLOSING_QUOTES})\]]*\s+(?=[^a-z])")
_MOST_LEADS = 4  # of an item, such as "...", "Read more" and "The post ... appeared first on ..."
_LONGEST_LEAD = 400  # characters of a last paragraph that may be no more than "Read the full story at ..."


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The items of a feed, each an article of its content, or of its summary where it has no more. Raises KGraphError and OSError.

    Of an ill-formed feed all that can be found is read.
    """
    raw = content.stream.read(_LARGEST + 1)
    if not raw.strip():
        raise EmptyArticle("the file is empty", content.origin)
    if len(raw) > _LARGEST:
        raise TooLong(f"a feed has at most {_LARGEST:,} bytes", content.origin)
    if (first := root(content.head)) and not _ROOTS.fullmatch(first):
        raise NotText(f"an XML file with the root {first[:80]!r}, which is neither a feed nor a page", content.origin)
    found = _parsed(_text(raw, content.origin), content.origin)
    if not found.entries:
        raise EmptyArticle("no item in this feed", content.origin) if found.version else NotText("not a feed", content.origin)
    telling = Telling(content.origin)
    for number, item in enumerate(found.entries, 1):
        yield from filter(telling.lets, _article(item, found.feed, content, number, reading))
    yield from telling.end()


def _text(raw: bytes, origin: str) -> str:
    """The characters of a feed: in the encoding that it declares, else as of any text. Raises NotText."""
    declared = _DECLARED.match(raw)
    if declared is not None and declared[1].lower() not in _NO_CHARSETS:
        with suppress(LookupError, ValueError):
            return raw.decode(declared[1].decode("ascii"))
    return decode(raw, origin)


def _parsed(text: str, origin: str) -> Any:
    """The feed. Raises NotText where the library fails on it."""
    import feedparser

    # Without its declaration, which the library would believe; as a stream, since it takes a string for an address.
    stream = BytesIO(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"))
    try:
        return feedparser.parse(stream, resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise NotText(f"not readable as a feed: {summary(error)}", origin) from error


def _article(
    item: Mapping[str, Any], feed: Mapping[str, Any], content: Content, number: int, reading: Reading
) -> Iterator[Article | KGraphError]:
    where = f"{content.origin}:{number}"
    try:
        title = _line(item, "title")
        body = _titled(_body(item), title)
        key = shown(_line(item, "id")) or f"{content.name}:{number}"
        known = _known(item, feed, title, body)
        found = article(body.text, key, where, known=known, max_characters=reading.max_characters, day_first=reading.day_first)
        yield from with_doubts(found, _doubts(item))
    except Exception as error:  # noqa: BLE001 - the boundary of an item
        yield unreadable(error, where)


def _body(item: Mapping[str, Any]) -> Plain:
    """The longest of what an item gives as its content or summary, without the words that lead to the article."""
    parts = [*_mappings(item, "content"), _mapping(item, "summary_detail")]
    given = {part["value"]: str(part.get("type")) for part in parts if isinstance(part.get("value"), str)}
    bodies = [_without_lead(Plain(value, {}) if kind == "text/plain" else from_html(value)) for value, kind in given.items()]
    return max(bodies, key=lambda body: len(body.text), default=Plain("", {}))


def _without_lead(body: Plain) -> Plain:
    """The text without what leads to the rest of it: "Read more", "[...]", and the sentence that is cut there if one stands before it."""
    text = body.text.rstrip()
    for _ in range(_MOST_LEADS):
        text = _shortened(text)
    return Plain(text, {offset: kind for offset, kind in body.marked.items() if offset < len(text)})


def _shortened(text: str) -> str:
    start = text.rfind("\n") + 1
    if len(text) - start <= _LONGEST_LEAD and _lead().fullmatch(text[start:].strip()):
        return text[:start].rstrip()
    tail = text[-_LONGEST_LEAD:]
    if found := _final_lead().search(tail):
        return text[: len(text) - len(tail) + found.end("before")].rstrip()
    if found := _cut().search(text[-40:]):
        return _whole_sentences(text[: len(text) - len(text[-40:]) + found.start()].rstrip(), start)
    return text


def _whole_sentences(text: str, start: int) -> str:
    """The text without the sentence that is cut at its end, where that is not all that its last paragraph has."""
    if text.endswith((".", "!", "?", *CLOSING_QUOTES)):
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start)]
    return text[: ends[-1]].rstrip() if ends else text


@cache
def _lead() -> re.Pattern[str]:
    """A paragraph that is no more than a lead to the article."""
    return re.compile(rf"[\W_]*(?:{'|'.join(lists()['feeds']['leads'])})[\W_]*", re.IGNORECASE)


@cache
def _final_lead() -> re.Pattern[str]:
    """A lead behind the last sentence of a paragraph, or behind where it is cut."""
    cut = "|".join(lists()["feeds"]["cut"])
    return re.compile(
        rf"(?P<before>[.!?][{CLOSING_QUOTES})\]]*|{cut})\s+(?:{'|'.join(lists()['feeds']['leads'])})[\W_]*$", re.IGNORECASE
    )


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{'|'.join(lists()['feeds']['cut'])})\s*$")


def _titled(body: Plain, title: str) -> Plain:
    """The text with the title as its first paragraph."""
    first, _, _ = body.text.partition("\n")
    if not title or squeezed(first) == title:
        return Plain(body.text, {**body.marked, **({0: BlockKind.TITLE} if title else {})})
    if not body.text.strip():
        return Plain(title, {0: BlockKind.TITLE})
    moved = {offset + len(title) + 2: kind for offset, kind in body.marked.items()}
    return Plain(f"{title}\n\n{body.text}", {**moved, 0: BlockKind.TITLE})


def _known(item: Mapping[str, Any], feed: Mapping[str, Any], title: str, body: Plain) -> Metadata:
    first, last = _moment(item, "published"), _moment(item, "updated")
    return Metadata(
        title=title,
        source=_line(_mapping(item, "source"), "title") or _line(feed, "publisher") or _line(feed, "title"),
        url=_line(item, "link"),
        authors=_authors(item),
        published=first if first is not None else last,
        modified=last if first is not None and last != first else None,
        categories=_unique(_line(tag, "term") for tag in _mappings(item, "tags")),
        marked=body.marked,
    )


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    given = [_line(author, "name") for author in _mappings(item, "authors")]
    return _unique(
        name for author in given or [_line(item, "author")] for name in (names_in(author) or [author]) if "@" not in name
    )


def _moment(item: Mapping[str, Any], field: str) -> date | datetime | None:
    return published(_given(item, field))


def _doubts(item: Mapping[str, Any]) -> Iterator[str]:
    """What is said of dates that cannot be read."""
    for field in ("published", "updated"):
        if (value := _given(item, field)) and published(value) is None:
            yield f"the date {doubt(value)}"


def _given(item: Mapping[str, Any], field: str) -> str:
    value = dict.get(item, field)  # type: ignore[call-overload]  # its own get looks for other fields too
    return value.strip() if isinstance(value, str) else ""


def _line(item: Mapping[str, Any], field: str) -> str:
    """A field as one line without mark-up; "" where there is none, or one too long to be what it says."""
    value = item.get(field)
    return in_line(value) if isinstance(value, str) and len(value) <= _LONGEST_FIELD else ""


def _mapping(item: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = item.get(field)
    return value if isinstance(value, Mapping) else {}


def _mappings(item: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    value = item.get(field)
    return [each for each in value[:_MOST] if isinstance(each, Mapping)] if isinstance(value, list) else []


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _begins(head: bytes) -> bool:
    return _ROOTS.fullmatch(root(head)) is not None


KIND = Kind("feed", (".rss", ".atom", ".xml", ".rdf"), read, _begins)
