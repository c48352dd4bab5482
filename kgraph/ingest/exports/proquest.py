"""Exports of ProQuest: documents between lines of underscores, each with its labels before and after the full text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kgraph.ingest.exports.documents import Document, Export, Fields, between, labels, names_of, one_of
from kgraph.ingest.words import squeezed

_RULE = re.compile(r"_{20,}")
_COUNTED = re.compile(r"Document \d{1,6} of \d{1,6}", re.IGNORECASE)
_LABEL = re.compile(r"([A-Z][\w &/()-]{1,40}?)\s*:(?:\s+(.*))?", re.DOTALL)
_LAST = ("proquest document id", "source type", "database", "document type")
_MOST_WRAPPED = 6  # lines of a value that is wrapped


def documents(lines: Sequence[str]) -> Iterator[Document] | None:
    """The documents of an export of ProQuest; None where the lines are none."""
    found = {label for line in lines if (label := _label(line))}
    if "publication title" not in found or not found & set(_LAST) or not found & {"full text", "abstract", "title"}:
        return None
    return (_document(part) for part in _parts(lines) if _is_document(part))


def _label(line: str) -> str:
    """The label that a line begins with, in lower case; "" for any other line."""
    match = _LABEL.fullmatch(line)
    return match[1].lower() if match and match[1].lower() in labels("proquest", "labels") else ""


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines between rules; where there are none, from one "Document 2 of 25" to the next, else up to each "Database:"."""
    for pattern, kept in ((_RULE, 0), (_COUNTED, 0), (re.compile(r"Database: .*"), 1)):
        cuts = [index + kept for index, line in enumerate(lines) if pattern.fullmatch(line)]
        if len(cuts) > 1 or kept:
            break
    for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        yield lines[start:end]


def _is_document(part: Sequence[str]) -> bool:
    return any(_label(line) in ("publication title", "full text", *_LAST) for line in part)


def _document(part: Sequence[str]) -> Document:
    fields, current = Fields(), "title over"
    tail = _tail(part)
    for index, line in enumerate(part):
        label = _label(line) if current != "full text" or index >= tail else ""
        if label:
            current, line = label, line.partition(":")[2].strip()
        elif _is_furniture(line) or (not line and current == "title over" and fields.line("title over")):
            current = "" if fields.line("title over") and current == "title over" else current
            continue
        fields.add(current, line)
    body = between(fields.lines.get("full text", fields.lines.get("abstract", [])))
    return Document(
        title=fields.line("title") or fields.line("title over"),
        body=body if squeezed(" ".join(body)).lower().strip(".") != "not available" else (),
        authors=_authors(fields.line("author") or fields.line("authors")),
        date=fields.line("publication date") or fields.line("publication year") or fields.line("year"),
        source=re.split(r"[,;]", fields.line("publication title"))[0],
        section=fields.line("section") if len(fields.line("section")) > 2 else "",
        subtitle=fields.line("subtitle"),
        url=fields.line("document url"),
    )


def _authors(value: str) -> tuple[str, ...]:
    return names_of(re.sub(r"\.\s+[A-Z].*", "", value) if "," in value.partition(".")[0] else value, turned=True)


def _tail(part: Sequence[str]) -> int:
    """Where the labels after the text begin: upwards from the publication's title as far as there are labels with their values."""
    place = next((index for index in range(len(part) - 1, -1, -1) if _label(part[index]) == "publication title"), len(part))
    tail, index, unlabelled = place, place - 1, 0
    while index >= 0 and unlabelled <= _MOST_WRAPPED:
        label = _label(part[index])
        if label == "full text" or (not part[index] and unlabelled):
            break
        unlabelled = 0 if label or not part[index] else unlabelled + 1
        tail = index if label else tail
        index -= 1
    return tail


def _is_furniture(line: str) -> bool:
    return bool(_RULE.fullmatch(line)) or (len(line) < 200 and one_of("proquest", "furniture").fullmatch(line) is not None)


EXPORT = Export("ProQuest", documents)
