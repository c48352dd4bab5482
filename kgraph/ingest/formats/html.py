"""Article from an HTML page: trafilatura finds its text and metadata, the mark-up tells title and headings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kgraph.errors import EmptyArticle, KGraphError, NotText
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.beginnings import root
from kgraph.ingest.bylines import names_in
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.dates import published
from kgraph.ingest.encoding import decode
from kgraph.ingest.words import ends_sentence, squeezed, words
from kgraph.model import Article, BlockKind

_MARKUP = 10  # bytes of page for a character of article, at most
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})([\s/][^<>]{4000,})>?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 1000
_JSON_LD_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{4,60})\"")
_DATE_NAMES = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "pubdate", "publishdate", "publish-date",
               "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "date")  # fmt: skip
_DATES = {"extensive_search": False, "original_date": True}  # else "© 2025" in a footer makes 2025-01-01 the date
_TEXTUAL = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption")
_APART = frozenset({"br", "p", "div", "span", "small", "cite"})  # elements of a caption that may have no space around them
_SILENT = frozenset({"script", "style", "noscript"})  # elements whose text nobody sees
_TEASERS = ("a", "aside", "nav", "footer", "form", "li")  # a figure inside one of them belongs to another article
_ROOTS = frozenset({"html", "head", "body", "meta", "title"})  # elements that a page begins with
_KEY = 40  # letters that tell a paragraph from the others
_LONGEST_CAPTION = 600  # characters; as furniture.py has it, a longer paragraph is a body
_CONTAINERS = frozenset({"body", "list", "quote", "table", "row", "div", "section"})
_LONGEST_HEADING = 25  # words; some pages set whole paragraphs as headings


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph of a page, with the level of a heading ("h2") or the element's name."""

    text: str
    element: str


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a page. Its text is the title and the paragraphs that trafilatura finds, with blank lines between.

    Raises NotText, EmptyArticle and OSError.
    """
    import trafilatura  # in a twentieth of a second, which a build without pages need not wait for

    raw = content.all_bytes(limit(reading), _MARKUP * reading.max_characters)
    page = trafilatura.load_html(_with_few_attributes(_decoded(raw, content)))
    if page is None:
        raise NotText("not an HTML page", content.origin)
    moment = _moment(page)
    found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    if found is None or found.body is None:
        raise EmptyArticle("no article in this page", content.origin)
    parts = _with_captions(_titled(list(_parts(found.body)), squeezed(found.title or "")), page)
    text, marked = _joined(parts)
    known = replace(_known(found, parts, moment, marked), url=found.url or content.url)
    yield article(text, content.name, content.origin, known=known, max_characters=reading.max_characters)


def limit(reading: Reading) -> int:
    """How many bytes a page may have."""
    return 4 * (_MARKUP * reading.max_characters + 1)


def _decoded(raw: bytes, content: Content) -> str:
    """The page's characters: by UTF-8 where it is that, else by the character set that its server or it names, else as any text."""
    named = _CHARSET.search(raw[:4096])
    name = content.charset or (named[1].decode("ascii", "replace") if named else "")
    if not name or b"\x00" in raw or _is_utf8(raw):
        return decode(raw, content.origin)
    try:
        return raw.decode(codecs.lookup(name).name)
    except (LookupError, UnicodeDecodeError):
        return decode(raw, content.origin)


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


def _steps(element: Any, enters: Callable[[Any], bool]) -> Iterator[tuple[Any, bool]]:
    """An element and what is below it and below all that is entered, in order: each when it begins (True), and when it ends (False).

    Without recursion, as a page nests as deep as it likes.
    """
    waiting = [(element, True)]
    while waiting:
        each, begins = waiting.pop()
        yield each, begins
        if begins:
            waiting.append((each, False))
            waiting.extend((child, True) for child in (reversed(each) if enters(each) else ()))


def _parts(body: Any) -> Iterator[_Part]:
    """The paragraphs below an element, in order."""
    for each, begins in _steps(body, _holds_paragraphs):
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
    for each, begins in _steps(element, lambda one: isinstance(one.tag, str) and one.tag != "lb"):
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
    given = {_key(part.text) for part in parts}
    for index, text in _captions(parts, page):
        if _key(text) not in given:
            given.add(_key(text))
            before.setdefault(index, []).append(_Part(text, "figcaption"))
    return [new for index, part in enumerate(parts) for new in (*before.get(index, ()), part)]


def _captions(parts: list[_Part], page: Any) -> Iterator[tuple[int, str]]:
    """The captions of the article and the index of the paragraph that follows each, never 0, which may be the title.

    A figure counts where paragraphs of the article stand before and after it, or after it in the same element "article".
    """
    places = {_key(part.text): index for index, part in reversed(list(enumerate(parts)))}
    waiting: list[tuple[str, Any]] = []
    last = -1
    for element in page.iter(*_TEXTUAL):
        text = re.sub(r"\s+(?=[,.;:!?])", "", squeezed(_shown(element)))
        if element.tag == "figcaption":
            fits = 0 < len(text) <= _LONGEST_CAPTION and next(element.iterancestors(*_TEASERS), None) is None
            waiting += [(text, _article_around(element))] if fits else []
        elif (place := places.get(_key(text), -1)) > last:
            around = _article_around(element)
            yield from ((max(place, 1), text) for text, its in waiting if last >= 0 or (its is not None and its is around))
            waiting, last = [], place


def _shown(element: Any) -> str:
    """The text that an element shows, with space around what stands apart."""
    pieces = []
    for each, begins in _steps(element, _is_shown):
        apart = " " if each.tag in _APART else ""
        if begins:
            pieces.append(apart + ((each.text or "") if _is_shown(each) else ""))
        else:
            pieces.append(apart + ((each.tail or "") if each is not element else ""))
    return "".join(pieces)


def _is_shown(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in _SILENT


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))[:_KEY]


def _article_around(element: Any) -> Any:
    return next(element.iterancestors("article"), None)


def _joined(parts: list[_Part]) -> tuple[str, dict[int, BlockKind]]:
    marked: dict[int, BlockKind] = {}
    position = index = 0
    for part in parts:
        if (kind := _kind(part, index)) is not None:
            marked[position] = kind
        position += len(part.text) + 2
        index += part.element != "figcaption"
    return "\n\n".join(part.text for part in parts), marked


def _kind(part: _Part, index: int) -> BlockKind | None:
    if part.element == "title":
        return BlockKind.TITLE
    if not re.fullmatch(r"h[1-6]|head", part.element) or len(words(part.text)) > _LONGEST_HEADING:
        return BlockKind.CAPTION if part.element == "figcaption" else None
    if index == 1:
        return BlockKind.SUBTITLE
    return None if ends_sentence(part.text) and part.text.endswith(".") and len(words(part.text)) > 8 else BlockKind.HEADING


def _known(found: Any, parts: list[_Part], moment: date | datetime | None, marked: dict[int, BlockKind]) -> Metadata:
    names = [name for author in (found.author or "").split(";") for name in (names_in(author) or (squeezed(author),)) if name]
    return Metadata(
        title=parts[0].text if parts and parts[0].element == "title" else "",
        source=squeezed(found.sitename or ""),
        authors=tuple(dict.fromkeys(names)),
        published=moment if moment is not None else published(found.date),
        categories=tuple(dict.fromkeys(map(squeezed, found.categories or ()))),
        marked=marked,
    )


def _moment(page: Any) -> date | datetime | None:
    """When the page says that it was published: in JSON-LD, a meta element or a time element, with the time of day."""
    stated = [match for script in page.iter("script") if "ld+json" in (script.get("type") or "")
              for match in _JSON_LD_DATE.findall(script.text or "")]  # fmt: skip
    metas = {_meta_name(meta): meta.get("content") for meta in page.iter("meta") if meta.get("content")}
    stated += [metas[name] for name in _DATE_NAMES if name in metas]
    stated += [time.get("datetime") for time in page.iter("time") if time.get("datetime") and _is_publication(time)]
    return next((moment for value in stated if (moment := published(value)) is not None), None)


def _meta_name(meta: Any) -> str:
    return str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()


def _is_publication(time: Any) -> bool:
    return time.get("pubdate") is not None or (time.get("itemprop") or "").lower() == "datepublished"


def _begins(head: bytes) -> bool:
    return root(head) in _ROOTS


KIND = Kind("HTML page", (".html", ".htm"), read, _begins)
