"""Article from an HTML page: trafilatura finds its text and metadata, the mark-up tells title and headings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from kgraph.errors import KGraphError, NoArticleInPage, NotText
from kgraph.ingest import json_ld
from kgraph.ingest.article import Metadata, article, with_doubts
from kgraph.ingest.beginnings import root
from kgraph.ingest.bylines import names_in
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.dates import doubt, published, undecided
from kgraph.ingest.elements import TEXTUAL, key, shown, steps
from kgraph.ingest.encoding import MARKS, decode
from kgraph.ingest.notices import stands_for_article
from kgraph.ingest.page_dates import guessed, page_moments
from kgraph.ingest.page_posts import days_of_posts
from kgraph.ingest.values import site_order
from kgraph.ingest.words import ends_sentence, squeezed, words
from kgraph.model import Article, BlockKind, day_of

_MARKUP = 10  # bytes of page for a character of article, at most
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_PROLOG = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})[\"']", re.IGNORECASE)
_START = 400  # bytes of a page in which its XML declaration stands
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})
_LATEST_CHARSET = 256 * 1024  # bytes of a page in which a meta element is looked for
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gbk",
    "shift_jis": "cp932",
}
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})([\s/][^<>]{4000,})>?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 1000
_DATES = {"extensive_search": False, "original_date": True}  # else "© 2025" in a footer makes 2025-01-01 the date
_TEASERS = ("a", "aside", "nav", "footer", "form", "li")  # a figure inside one of them belongs to another article
_ROOTS = frozenset({"html", "head", "body", "meta", "title"})  # elements that a page begins with
_LONGEST_CAPTION = 600  # characters; as furniture.py has it, a longer paragraph is a body
_CONTAINERS = frozenset({"body", "list", "quote", "table", "row", "div", "section"})
_LEAST_WRITTEN = 250  # characters of a text in JSON-LD that is worth more than what the page shows
_MOST_MISSING = 0.6  # of that text: a page that shows less hides some of it
_NOTICE = 5_000  # characters of a page in which the notice of a server is looked for
_LONGEST_HEADING = 25  # words; some pages set whole paragraphs as headings


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph of a page, with the level of a heading ("h2") or the element's name."""

    text: str
    element: str


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a page. Its text is the title and the paragraphs that trafilatura finds, with blank lines between.

    Where JSON-LD has more of the article than the page shows, its text is that of JSON-LD. Raises NotText, NoArticleInPage and OSError.
    """
    page = _page(content, reading)
    told = json_ld.told(list(_json_ld(page)), _titles(page), _addresses(page))
    about, body = _extracted(page)
    body = _fuller(body, told)
    if not body:
        raise _no_article(page, about, content)
    parts = _with_captions(_titled(body, squeezed(about.title or "")), page)
    url = about.url or content.url
    day_first = reading.day_first if reading.day_first is not None else site_order(url)
    first, last = page_moments(page, told, day_first)
    days = days_of_posts([part.text for part in parts], page, told, day_of(first), day_of(last))
    guess = published(about.date) if first is None else None
    first = guessed(guess, page, day_first) if guess is not None else first
    known = replace(_known(about, parts, days, first, last), url=url)
    text = "\n\n".join(part.text for part in parts)
    found = article(text, content.name, content.origin, known=known, max_characters=reading.max_characters, day_first=day_first)
    yield from with_doubts(found, _doubts(found, guess))


def _doubts(found: Article | KGraphError, guess: date | datetime | None) -> Iterator[str]:
    """What is said of a page whose date cannot be told."""
    if isinstance(found, Article) and found.published is None and (seen := undecided(found.text) or guess):
        yield f"the date {doubt(seen if isinstance(seen, str) else f'{seen:%d/%m/%Y}')}"


def limit(reading: Reading) -> int:
    """How many bytes a page may have."""
    return 4 * (_MARKUP * reading.max_characters + 1)


def _page(content: Content, reading: Reading) -> Any:
    """The elements of a page. Raises NotText and TooLong."""
    import trafilatura  # in a twentieth of a second, which a build without pages need not wait for

    raw = content.all_bytes(limit(reading), _MARKUP * reading.max_characters)
    page = trafilatura.load_html(_with_few_attributes(_decoded(raw, content)))
    if page is None:
        raise NotText("not an HTML page", content.origin)
    return page


def _extracted(page: Any) -> tuple[Any, list[_Part]]:
    """What trafilatura says about a page, and the paragraphs that it finds, if any."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    if found is None:
        return trafilatura.extract_metadata(page, date_config=_DATES), []
    return found, list(_parts(found.body)) if found.body is not None else []


def _no_article(page: Any, about: Any, content: Content) -> NoArticleInPage:
    notice = stands_for_article(squeezed(shown(page))[:_NOTICE], squeezed(about.title or ""))
    told = f", but what a server sends in the place of one: {notice!r}" if notice else " in this page"
    return NoArticleInPage(f"no article{told}", content.origin)


def _json_ld(page: Any) -> Iterator[str]:
    yield from (script.text or "" for script in page.iter("script") if "ld+json" in (script.get("type") or ""))


def _titles(page: Any) -> Iterator[str]:
    """What the page calls itself."""
    yield from (meta.get("content") or "" for meta in page.iter("meta") if meta.get("property") in ("og:title", "twitter:title"))
    yield from (squeezed(shown(element)) for element in page.iter("h1", "title"))


def _addresses(page: Any) -> Iterator[str]:
    yield from (meta.get("content") or "" for meta in page.iter("meta") if meta.get("property") == "og:url")
    yield from (link.get("href") or "" for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower().split())


def _fuller(body: list[_Part], told: json_ld.Told) -> list[_Part]:
    """The paragraphs of the page, or those of JSON-LD where the page shows much less: behind a paywall, or before scripts run."""
    written = [*told.paragraphs, *(line for text, _ in told.posts for line in text.splitlines())]
    length, seen = sum(map(len, written)), [len(part.text) for part in body if part.element != "h1"]
    is_blob = len(seen) == 1 and length > _MOST_MISSING * seen[0]  # trafilatura takes the same text, without its paragraphs
    if length < _LEAST_WRITTEN or (sum(seen) >= _MOST_MISSING * length and not is_blob):
        return body
    return [part for part in body[:1] if part.element == "h1"] + [_Part(line, "p") for line in written]


def _decoded(raw: bytes, content: Content) -> str:
    """The page's characters: by UTF-8 where it is that, else by the character set of its container or that it names, else as any text."""
    if any(raw.startswith(mark) for mark in MARKS) or _is_utf8(raw):
        return decode(raw, content.origin)
    for name in (content.charset, *(match[1].decode("ascii", "replace") for match in _named(raw))):
        try:
            return raw.decode(_as_browsers(name, raw))
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return decode(raw, content.origin)


def _named(raw: bytes) -> Iterator[re.Match[bytes]]:
    """Where a page names its character set: in an XML declaration, and in a meta element, which may stand behind long scripts."""
    found = (_PROLOG.match(raw[:_START]), _CHARSET.search(raw[:_LATEST_CHARSET]))
    yield from (match for match in found if match is not None)


def _as_browsers(name: str, raw: bytes) -> str:
    """The codec of a character set; browsers take the narrow ones of old pages for the wider ones that Windows has.

    Raises LookupError, also of what is no character set of pages, and of one with two or four bytes for every character if this has not.
    """
    codec = codecs.lookup(name.strip()).name
    if codec in _NO_CHARSETS or codec.startswith(("utf-16", "utf-32")) != (b"\x00" in raw):
        raise LookupError(f"not the character set of a page: {codec}")
    return _WIDER.get(codec, codec)


def _with_few_attributes(page: str) -> str:
    """The page without the attributes of elements that have more than any page needs.

    The parser compares each attribute of an element with all before it, which takes minutes for a hundred thousand.
    """
    return _LONG_TAG.sub(lambda tag: f"<{tag[1]}>" if len(_QUOTED.sub("", tag[2]).split()) > _MOST_ATTRIBUTES else tag[0], page)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parts(body: Any) -> Iterator[_Part]:
    """The paragraphs below an element, in order."""
    for each, begins in steps(body, _holds_paragraphs):
        if not begins:
            yield from _cleaned(each.tail or "", str(each.getparent().tag)) if each is not body else ()
        elif _holds_paragraphs(each):
            yield from _cleaned(each.text or "", each.tag)
        elif isinstance(each.tag, str):
            quoted = "quote" if each is not body and each.getparent().tag == "quote" else each.tag
            yield from _cleaned(_inline(each), each.get("rend") or each.tag if each.tag == "head" else quoted)


def _holds_paragraphs(element: Any) -> bool:
    return element.tag in _CONTAINERS or any(child.tag in _CONTAINERS for child in element)


def _inline(element: Any) -> str:
    """The text of an element, with a line break for each that it has."""
    pieces = []
    for each, begins in steps(element, lambda one: isinstance(one.tag, str) and one.tag != "lb"):
        if begins and isinstance(each.tag, str):
            pieces.append("\n" if each.tag == "lb" else each.text or "")
        elif isinstance(each.tag, str) and each is not element:
            pieces.append(each.tail or "")
    return "".join(pieces)


def _cleaned(text: str, element: str) -> Iterator[_Part]:
    yield from (_Part(squeezed(line), element) for line in text.splitlines() if line.strip())


def _titled(parts: list[_Part], title: str) -> list[_Part]:
    """The paragraphs with the title first and only there: the page's own main heading, else what its metadata says."""
    first = next((i for i, part in enumerate(parts[:4]) if part.element == "h1" or (title and part.text == title)), None)
    if first is not None:
        return [_Part(parts[first].text, "title"), *parts[:first], *parts[first + 1 :]]
    return [_Part(title, "title"), *parts] if title else parts


def _with_captions(parts: list[_Part], page: Any) -> list[_Part]:
    """The paragraphs with the captions of the page's figures, which trafilatura leaves out, each before the paragraph under it."""
    before: dict[int, list[_Part]] = {}
    given = {key(part.text) for part in parts}
    for index, text in _captions(parts, page):
        if key(text) not in given:
            given.add(key(text))
            before.setdefault(index, []).append(_Part(text, "figcaption"))
    return [new for index, part in enumerate(parts) for new in (*before.get(index, ()), part)]


def _captions(parts: list[_Part], page: Any) -> Iterator[tuple[int, str]]:
    """The captions of the article and the index of the paragraph that follows each, never 0, which may be the title.

    A figure counts where paragraphs of the article stand before and after it, or after it in the same element "article".
    """
    places = {key(part.text): index for index, part in reversed(list(enumerate(parts)))}
    waiting: list[tuple[str, Any]] = []
    last = -1
    for element in page.iter(*TEXTUAL):
        text = re.sub(r"\s+(?=[,.;:!?])", "", squeezed(shown(element)))
        if element.tag == "figcaption":
            fits = 0 < len(text) <= _LONGEST_CAPTION and next(element.iterancestors(*_TEASERS), None) is None
            waiting += [(text, _article_around(element))] if fits else []
        elif (place := places.get(key(text), -1)) > last:
            around = _article_around(element)
            yield from ((max(place, 1), text) for text, its in waiting if last >= 0 or (its is not None and its is around))
            waiting, last = [], place


def _article_around(element: Any) -> Any:
    return next(element.iterancestors("article"), None)


def _offsets(parts: list[_Part]) -> list[int]:
    """Where each part begins in the text."""
    return list(accumulate((len(part.text) + 2 for part in parts[:-1]), initial=0))


def _marked(parts: list[_Part]) -> dict[int, BlockKind]:
    marked: dict[int, BlockKind] = {}
    index = 0
    for part, offset in zip(parts, _offsets(parts), strict=True):
        if (kind := _kind(part, index)) is not None:
            marked[offset] = kind
        index += part.element != "figcaption"
    return marked


def _kind(part: _Part, index: int) -> BlockKind | None:
    if part.element == "title":
        return BlockKind.TITLE
    if not re.fullmatch(r"h[1-6]|head", part.element) or len(words(part.text)) > _LONGEST_HEADING:
        return BlockKind.CAPTION if part.element == "figcaption" else None
    if index == 1:
        return BlockKind.SUBTITLE
    return None if ends_sentence(part.text) and part.text.endswith(".") and len(words(part.text)) > 8 else BlockKind.HEADING


def _known(
    found: Any, parts: list[_Part], days: Sequence[date | None], first: date | datetime | None, last: date | datetime | None
) -> Metadata:
    names = [name for author in (found.author or "").split(";") for name in (names_in(author) or (squeezed(author),)) if name]
    return Metadata(
        title=parts[0].text if parts and parts[0].element == "title" else "",
        source=squeezed(found.sitename or ""),
        url=found.url or "",
        authors=tuple(dict.fromkeys(names)),
        published=first,
        modified=last,
        categories=tuple(dict.fromkeys(map(squeezed, found.categories or ()))),
        marked=_marked(parts),
        posts=dict(zip(_offsets(parts), days, strict=False)),
    )


def _begins(head: bytes) -> bool:
    return root(head) in _ROOTS


KIND = Kind("HTML page", (".html", ".htm"), read, _begins)
