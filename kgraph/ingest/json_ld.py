"""JSON-LD of a page: the object that is its article, with its dates, its text and the posts of a live blog."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kgraph.ingest.dates import published
from kgraph.ingest.page_words import names
from kgraph.ingest.pieces import folded
from kgraph.model import day_of

_LONGEST = 8_000_000  # characters of a block
_MOST_OBJECTS = 10_000  # of a block that are looked at; a page with more describes a catalogue
_SHORTEST_TITLE = 12  # letters by which a title is known that is longer elsewhere ("... | The Bugle")
# What stands between the values: strings as they are, and what JSON does not allow but pages have. What does not end goes on to the end of
# the block, so that nothing is looked for twice.
_TOKEN = re.compile(
    r"\"(?:[^\"\\]|\\.)*(?:\"|\\?\Z)|(?P<single>'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\\?\Z))"
    r"|(?P<comment>/\*.*?(?:\*/|\Z)|//[^\n]*|<!\[CDATA\[|\]\]>|<!--|-->)|(?P<comma>,)(?=\s*[}\]])",
    re.DOTALL,
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_LINE_TAG = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
# Publishers who write in Markdown leave its marks there: blocks ("+++", "[#image: ...]"), links, emphasis, attributes ("{: .small}").
_BLOCK_MARK = re.compile(r"^(?:\+\+\+|:::|\[#|\{%|\s*#{1,6}\s)[^\n]{0,300}$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|/|mailto:)[^()\s]{0,2000}\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\1(?![\w*])|\{:[^{}\n]{0,100}\}")
_SEAM = re.compile(
    r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=[a-z][.!?][\"”])(?=[A-Z][a-z])"
)  # between paragraphs that lost their break
_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{4,60})\"")


@dataclass(frozen=True, slots=True)
class Told:
    """What JSON-LD tells of an article. ``posts`` are the texts of a live blog's posts with the day of each."""

    published: date | datetime | None = None
    modified: date | datetime | None = None
    paragraphs: tuple[str, ...] = ()
    posts: tuple[tuple[str, date], ...] = ()
    is_live: bool = False


def told(blocks: Iterable[str], titles: Iterable[str], addresses: Iterable[str]) -> Told:
    """What the blocks of a page's JSON-LD tell of the article with one of these titles, or at one of these addresses.

    Where no object is that article, the only one that is an article counts. A block that cannot be read costs itself, but a date in it
    counts if it is the only one, and nothing else has one.
    """
    values = [(raw, _value(raw)) for raw in blocks]
    objects = [item for _, value in values for item in _objects(value)]
    found = _own(objects, {folded(html.unescape(title)) for title in titles} - {""}, set(map(_address, addresses)) - {""})
    if found is not None:
        return _told(found)
    broken = {day for raw, value in values if value is None for day in _DATE.findall(raw[:_LONGEST])}
    return Told(published=published(next(iter(broken)))) if len(broken) == 1 else Told()


def _value(raw: str) -> Any:
    """What a block holds: a value, a list of several that stand one after the other, or None where it cannot be read."""
    if len(raw) > _LONGEST:
        return None
    text = html.unescape(raw) if '"' not in raw else raw
    for attempt in (text, _mended(text)):
        try:
            return _values(attempt)
        except (ValueError, RecursionError):
            continue
    return None


def _values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)  # line breaks stand in strings
    found, at = [], 0
    while (at := _next(text, at)) < len(text):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found


def _next(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in ";,\ufeff"):
        at += 1
    return at


def _mended(text: str) -> str:
    """The text without comments, CDATA marks and commas behind the last member, and with double quotation marks."""
    return _TOKEN.sub(_kept, text)


def _kept(match: re.Match[str]) -> str:
    if match["single"]:
        return json.dumps(match["single"][1:-1].replace("\\'", "'"))
    return " " if match["comment"] or match["comma"] else match[0]


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that may be the article: those on top, and in the properties that hold it."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_OBJECTS:
        each = waiting.pop()
        seen += 1
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict):
            yield each
            waiting += [each[key] for key in reversed(names("json_ld", "inside")) if isinstance(each.get(key), dict | list)]


def _own(objects: list[Mapping[str, Any]], titles: set[str], addresses: set[str]) -> Mapping[str, Any] | None:
    """The object that is the page's article: by its type, and of several by title and address. One without a type comes last."""
    typed = [item for item in objects if _has_day_or_text(item)]
    articles, pages = (frozenset(names("json_ld", group)) for group in ("articles", "pages"))
    for kinds in (articles, pages, frozenset({""})):
        found = [item for item in typed if (_types(item) or {""}) & kinds]
        fits = [_fits_title(item, titles) + _fits_address(item, addresses) for item in found]
        best = max(fits, default=0)
        fitting = [item for item, fit in zip(found, fits, strict=True) if fit == best]
        is_page = kinds == pages  # every page has one, and some have that of another
        if fitting and (best or (not is_page and len({repr(_first(item, "published")) for item in fitting}) == 1)):
            return next((item for item in fitting if _first(item, "published")), fitting[0])
    return None


def _types(item: Mapping[str, Any]) -> set[str]:
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {re.split(r"[/:#]", kind.strip())[-1] for kind in listed if isinstance(kind, str)}


def _has_day_or_text(item: Mapping[str, Any]) -> bool:
    return bool(_first(item, "published") or _first(item, "modified") or isinstance(item.get("articleBody"), str))


def _fits_title(item: Mapping[str, Any], titles: set[str]) -> bool:
    own = {folded(html.unescape(item[key])) for key in names("json_ld", "titles") if isinstance(item.get(key), str)} - {""}
    return any(one == title or (len(one) >= _SHORTEST_TITLE and title.startswith(one)) for one in own for title in titles)


def _fits_address(item: Mapping[str, Any], addresses: set[str]) -> bool:
    values = [item.get(key) for key in names("json_ld", "addresses")]
    values += [value.get("@id") or value.get("url") for value in values if isinstance(value, dict)]
    return any(_address(value) in addresses for value in values if isinstance(value, str))


def _address(url: str) -> str:
    """An address without its protocol, "www.", query and fragment, in which the names of one page differ."""
    bare = re.split(r"[?#]", url.strip(), maxsplit=1)[0]
    return re.sub(r"^(?:https?:)?//(?:www\.|m\.|amp\.)?", "", bare).rstrip("/").lower()


def _told(item: Mapping[str, Any]) -> Told:
    return Told(
        published=_moment(item, "published"),
        modified=_moment(item, "modified"),
        paragraphs=tuple(_paragraphs(item.get("articleBody"))),
        posts=tuple(_posts(item)),
        is_live=bool(_types(item) & set(names("json_ld", "live"))),
    )


def _posts(item: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    for key in names("json_ld", "posts"):
        posts = item.get(key)
        for post in posts if isinstance(posts, list) else [posts]:
            if isinstance(post, dict) and (day := day_of(_moment(post, "published"))) is not None:
                texts = [post.get(name) for name in ("headline", "articleBody")]
                yield "\n".join(line for text in texts for line in _paragraphs(text)), day


def _first(item: Mapping[str, Any], kind: str) -> Any:
    """The value of the first property of a kind that an object has."""
    values = (item.get(key) for key in names("json_ld", kind))
    found = next((value for value in values if value), None)
    found = found[0] if isinstance(found, list) else found
    return found.get("@value") if isinstance(found, dict) else found


def _moment(item: Mapping[str, Any], kind: str) -> date | datetime | None:
    return published(_first(item, kind))


def _paragraphs(text: object) -> Iterator[str]:
    """The paragraphs of a text that may hold mark-up."""
    if not isinstance(text, str):
        return
    plain = _TAG.sub(" ", _LINE_TAG.sub("\n", text)) if "<" in text else text
    for line in _without_marks(html.unescape(plain)).splitlines():
        if line.strip():
            yield " ".join(line.split())


def _without_marks(text: str) -> str:
    found = _LINK.sub(r"\1", _BLOCK_MARK.sub("", text))
    return _SEAM.sub(" ", _EMPHASIS.sub(lambda match: match[2] or "", found))
