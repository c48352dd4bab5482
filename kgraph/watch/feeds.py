"""Reads feeds, and lists of feeds in OPML or with one address per line."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from kgraph.errors import FeedError, KGraphError, RefusedAddress
from kgraph.watch.addresses import canonical, parsed
from kgraph.watch.manners import rules

_LARGEST_LIST = 8_000_000  # bytes
_ALTERNATE = re.compile(rb"<link\b[^>]{0,500}application/(?:rss|atom)\+xml[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)


class Item(NamedTuple):
    """An item of a feed: the address of its page, the key of the page, the date of publication, and the date of the last change as text."""

    address: str
    key: str
    published: datetime | None
    updated: str


class Feed(NamedTuple):
    """The content of a feed. ``flaw`` says what is ill-formed in it, or is ""."""

    title: str
    items: tuple[Item, ...]
    flaw: str


def read_feed(raw: bytes, address: str, content_type: str = "") -> Feed:
    """Parses a feed. Raises FeedError if it is not a feed."""
    import feedparser

    headers = {"content-location": address, **({"content-type": content_type} if content_type else {})}
    found: Any = feedparser.parse(io.BytesIO(raw), response_headers=headers, sanitize_html=False)
    items = tuple(dict.fromkeys(_items(found.entries[: rules().feeds.items], address)))
    if not items and not found.version:
        raise FeedError(f"is not a feed{_proposal(raw, address)}", address)
    problem = found.get("bozo_exception") if found.bozo else None
    is_harmless = isinstance(problem, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)
    flaw = "" if problem is None or is_harmless else " ".join(str(problem).split())[:200] or type(problem).__name__
    return Feed(" ".join(str(found.feed.get("title", "")).split())[:200], items, flaw)


def listed(path: Path) -> tuple[str, ...]:
    """The addresses of feeds in a file: OPML, or one address per line (# starts a comment). Raises FeedError if there are none."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_LIST + 1)
    except OSError as error:
        raise FeedError(f"cannot be read: {error.strerror or error}", str(path)) from None
    if len(raw) > _LARGEST_LIST:
        raise FeedError(f"a list of feeds has at most {_LARGEST_LIST:,} bytes", str(path))
    given = _outlines(raw, path) if raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") else _lines(raw)
    found = tuple(dict.fromkeys(given))
    if not found:
        raise FeedError("names no feeds; write OPML, or one address per line", str(path))
    for address in found:
        _check(address, path)
    return found


def _items(entries: Any, address: str) -> Iterator[Item]:
    for entry in entries:
        link = str(entry.get("link") or "").strip()
        try:
            link = urljoin(address, link) if link else ""
            key = canonical(link)
        except (RefusedAddress, ValueError):
            continue  # an item without a page
        moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
        # As a dictionary, for feedparser answers with one of the two where the other is missing, and warns.
        updated = dict.get(entry, "updated") or dict.get(entry, "published") or ""
        yield Item(link, key, _moment(moment), " ".join(str(updated).split())[:100])


def _moment(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def _proposal(raw: bytes, address: str) -> str:
    """The address of the feed that a page links to, for the message."""
    link = _ALTERNATE.search(raw[:200_000])
    href = _HREF.search(link[0]) if link else None
    return f"; the page names this one: {urljoin(address, href[1].decode('utf-8', 'replace'))}" if href else ""


def _outlines(raw: bytes, path: Path) -> Iterator[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError(f"is not OPML: {error}", str(path)) from None
    for element in root.iter("outline") if root is not None else ():
        names = {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}
        if names.get("xmlurl"):
            yield names["xmlurl"]


def _lines(raw: bytes) -> Iterator[str]:
    for line in raw.decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _check(address: str, path: Path) -> None:
    try:
        parsed(address)
    except KGraphError as error:
        raise FeedError(str(error), str(path)) from None
