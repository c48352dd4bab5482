"""Article from a Markdown file, with what its front matter says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from kgraph.errors import BadField, KGraphError
from kgraph.ingest.article import Metadata, article, with_doubts
from kgraph.ingest.bylines import names_in
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.dates import doubt, published
from kgraph.ingest.encoding import decode
from kgraph.ingest.markup import paragraphs
from kgraph.ingest.words import lists, squeezed
from kgraph.model import Article, BlockKind

_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.{0,20000}?)\n(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_LONGEST_FIELD = 1_000  # characters
_MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    kind: BlockKind | None = None


def read(content: Content, reading: Reading) -> Iterator[Article | KGraphError]:
    """The one article of a file, after a warning for front matter that cannot be read. Raises KGraphError and OSError."""
    text = decode(content.text_bytes(reading), content.origin).replace("\r\n", "\n")
    front = _FRONT.match(text)
    fields = _fields(front[1], front[2]) if front else {}
    if fields is None:
        yield BadField("the front matter cannot be read; it is left out", content.origin)
    body, marked = _joined(list(_parts(text[front.end() :] if front else text)), _text(fields or {}, "title"))
    known = _known(fields or {}, marked, reading.day_first)
    found = article(
        body, content.name, content.origin, known=known, max_characters=reading.max_characters, day_first=reading.day_first
    )
    yield from with_doubts(found, _doubts(fields or {}, known))


def _fields(fence: str, front: str) -> Mapping[str, Any] | None:
    """The front matter's fields by their names in lower case; None where it is neither YAML nor TOML. Aliases could be a bomb."""
    try:
        found = tomllib.loads(front) if fence == "+++" else _yaml(front)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return {str(name).lower(): value for name, value in found.items()} if isinstance(found, dict) else None


def _yaml(front: str) -> Any:
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front, yaml.CSafeLoader)):
        raise ValueError("an alias")
    return yaml.load(front, yaml.CSafeLoader)


def _known(fields: Mapping[str, Any], marked: dict[int, BlockKind], day_first: bool | None) -> Metadata:
    authors = [name for line in _listed(fields, "authors") for name in (names_in(line) or (line,))]
    return Metadata(
        title=_text(fields, "title"),
        source=_text(fields, "source"),
        url=_text(fields, "url"),
        authors=tuple(dict.fromkeys(authors)),
        published=_date(fields, "published", day_first),
        modified=_date(fields, "updated", day_first),
        categories=tuple(dict.fromkeys(_listed(fields, "categories"))),
        marked=marked,
    )


def _values(fields: Mapping[str, Any], what: str) -> Iterator[Any]:
    """The values of the fields that mean one thing; the names are those of the labels over a text."""
    for name in lists()["category"]["labels"] if what == "categories" else lists()["metadata"][what]:
        for spelled in (name, name.replace(" ", "_"), name.replace(" ", "")):
            if fields.get(spelled) not in (None, ""):
                yield fields[spelled]


def _text(fields: Mapping[str, Any], what: str) -> str:
    return next(
        (squeezed(value) for value in _values(fields, what) if isinstance(value, str) and len(value) <= _LONGEST_FIELD), ""
    )


def _listed(fields: Mapping[str, Any], what: str) -> list[str]:
    """The texts of all fields that mean one thing, or of the lists in them; a person may be an object with a name."""
    listed = [each for value in _values(fields, what) for each in (value if isinstance(value, list) else [value])][:_MOST_LISTED]
    named = [each.get("name") if isinstance(each, dict) else each for each in listed]
    return [squeezed(each) for each in named if isinstance(each, str) and each.strip() and len(each) <= _LONGEST_FIELD]


def _date(fields: Mapping[str, Any], what: str, day_first: bool | None) -> date | datetime | None:
    given = (published(value, day_first=day_first) for value in _values(fields, what))
    return next((moment for moment in given if moment is not None), None)


def _doubts(fields: Mapping[str, Any], known: Metadata) -> Iterator[str]:
    """What is said of dates in the front matter that cannot be read."""
    for what, read_as in (("published", known.published), ("updated", known.modified)):
        if read_as is None and (value := next(_values(fields, what), None)) is not None:
            yield f"the date {doubt(value)}"


def _parts(text: str) -> Iterator[_Part]:
    """The paragraphs, headings, items and rows; code is left out, and HTML is read as its text."""
    from markdown_it import MarkdownIt

    row: list[str] | None = None
    element = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row:
            yield _Part("\t".join(row))
            row = None
        elif token.type == "html_block":
            yield from (_Part(each.text, each.kind) for each in paragraphs(token.content))
        elif token.type == "inline" and (words := _inline(token.children or [])):
            if row is not None:
                row.append(words)
            else:
                yield _Part(words, BlockKind.HEADING if element.startswith("h") else None)
        element = token.tag if token.type == "heading_open" else "" if token.type == "heading_close" else element


def _inline(children: list[Any]) -> str:
    """The words of a paragraph; the text beside a picture is none of it."""
    plain = {"text": "content", "code_inline": "content"}
    pieces = [
        "\n" if child.type == "hardbreak" else " " if child.type == "softbreak" else getattr(child, plain.get(child.type, "info"))
        for child in children
        if child.type in plain or child.type in ("hardbreak", "softbreak")
    ]
    return "\n".join(squeezed(line) for line in "".join(pieces).split("\n")).strip()


def _joined(parts: list[_Part], title: str) -> tuple[str, dict[int, BlockKind]]:
    """The text with the title of the front matter or the first heading over it."""
    if title and title not in (part.text for part in parts[:3]):
        parts = [_Part(title, BlockKind.TITLE), *parts]
    marked: dict[int, BlockKind] = {}
    position = 0
    for index, part in enumerate(parts):
        is_title = part.text == title or (index == 0 and part.kind is BlockKind.HEADING and not title)
        kind = BlockKind.TITLE if is_title and BlockKind.TITLE not in marked.values() else part.kind
        if kind is not None:
            marked[position] = kind
        position += len(part.text) + 2
    return "\n\n".join(part.text for part in parts), marked


KIND = Kind("Markdown", (".md", ".markdown"), read)
